"""An exercise as the browser draws it, and the map of a county."""

from typing import Any

from pydantic import BaseModel

from samhandling.server.api.shapes.base import Level, Place, _Shape


class Phase(BaseModel):
    """Who answers, and what to do."""

    level: Level
    minutes: int
    title: str
    instruction: str
    items: list[str]


class Item(BaseModel):
    """A question; what more it has depends on its kind."""

    id: str
    kind: str
    label: str
    required: bool


class Exercise(BaseModel):
    """An exercise as the browser draws it."""

    id: str
    version: int
    title: str
    aim: str
    mode: str
    minutes: int
    sections: list[Any]
    phases: list[Phase]
    items: list[Item]


class Outline(Place):
    """A municipality on a map: its outline as an SVG path, and where to write."""

    x: int
    y: int
    path: str


class CountyMap(_Shape):
    """A county's municipalities, to draw in a box of this width and height."""

    county: str
    width: int
    height: int
    places: list[Outline]
