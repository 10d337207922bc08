"""The vendor's filters judged one row at a time, in plain Python, straight from their JSON."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from understudy.world.columns import PRODUCTS

__all__ = ["holds"]


def measured(name: str, row: Mapping[str, Any], today: date) -> Any:
    """A person's value for a filter type; None where it is missing."""
    if name == "customerAge":
        born = row["birth_ymd"]
        return (
            None if born is None else (today.year * 10_000 + today.month * 100 + today.day - born) // 10_000
        )
    if name in ("accountBalance", "totalAssets"):
        column = {"accountBalance": "account_balance", "totalAssets": "total_assets"}[name]
        return None if row[column] is None else Decimal(row[column]) / 100
    if name == "productType":
        return {product for bit, product in enumerate(PRODUCTS) if row["products"] >> bit & 1}
    columns = {
        "customerType": "customer_type",
        "customerRegion": "region",
        "accountCount": "account_count",
        "customerSince": "customer_since",
        "lastLoginOn": "last_login_on",
        "mobileUser": "mobile_user",
    }
    return row[columns[name]]


def typed(name: str, text: str) -> Any:
    """A value as the filter type has it."""
    if name in ("customerAge", "accountCount"):
        return int(text)
    if name in ("accountBalance", "totalAssets"):
        return Decimal(text)
    if name in ("customerSince", "lastLoginOn"):
        return date.fromisoformat(text)
    return text == "true" if name == "mobileUser" else text


def compared(operator: str, value: Any, given: list[Any]) -> bool:
    """What an operator says about one value."""
    first, second = given[0], given[-1]
    if isinstance(value, set):
        found = any(item in value for item in given)
        return found if operator in ("equals", "in") else not found
    if operator in ("equals", "in"):
        return value in given
    if operator in ("notEquals", "notIn"):
        return value not in given
    if operator in ("between", "notBetween"):
        return (first <= value <= second) is (operator == "between")
    if operator in ("lessThan", "lessThanOrEqualTo", "before"):
        return value < first or (value == first and operator != "lessThan")
    return value > first or (value == first and operator != "greaterThan")


def holds(node: Mapping[str, Any], row: Mapping[str, Any], today: date) -> bool:
    """Whether a person satisfies a primitive or composite filter."""
    if "filterType" in node:
        name = node["filterType"]["name"]
        value = measured(name, row, today)
        if value is None:
            return bool(node.get("includeMissingValues", False))
        return compared(node["operator"], value, [typed(name, text) for text in node["values"]])
    nested = [
        holds(child, row, today)
        for child in (*node.get("primitiveFilters", ()), *node.get("compositeFilters", ()))
    ]
    operator = node.get("operator", "and")
    return all(nested) if operator == "and" else any(nested) is (operator == "or")
