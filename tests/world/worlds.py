"""Small worlds for the tests of the world."""

from functools import cache
from pathlib import Path

from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.fixtures import Recipes, load_recipes
from understudy.world.world import World, build_world


@cache
def recipes() -> Recipes:
    """The recipe that comes along."""
    return load_recipes(Path(__file__).parents[2] / "fixtures" / "world.yaml")


def world(**changes) -> World:
    """A new world of 50 and 5 customers at the frozen moment, with seed 42."""
    return made(**changes) if changes else unchanged().fork("main")


def made(**changes) -> World:
    """A world made from the recipe, at the frozen moment unless `changes` say otherwise."""
    arguments = {"seed": 42, "customers": 50, "clock": Clock(at=FROZEN_AT)} | changes
    return build_world(recipes(), **arguments)


@cache
def unchanged() -> World:
    """The world without changes, made once."""
    return made()
