"""What an OpenAPI document says, and whether a message keeps to it. No HTTP, no state."""

from understudy.contract.load import Contract, load_contract
from understudy.contract.operation import Operation, Parameter, RequestBody, Response
from understudy.contract.skeleton import skeleton
from understudy.contract.validators import (
    Decoded,
    Violation,
    media_type_accepted,
    read_request,
    read_response,
)

__all__ = [
    "Contract",
    "Decoded",
    "Operation",
    "Parameter",
    "RequestBody",
    "Response",
    "Violation",
    "load_contract",
    "media_type_accepted",
    "read_request",
    "read_response",
    "skeleton",
]
