"""What every shape is made of: names, places, and what went wrong."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Level = Literal["individual", "table", "plenary"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(_Shape):
    """What happened, what was kept, and what to do, in the visitor's language."""

    error: str
    message: str
    details: dict[str, str] = {}


class Health(_Shape):
    """The server's state."""

    status: Literal["ok", "storing_fails"]
    server: str
    version: str


class Option(_Shape):
    """Something to choose."""

    id: str
    label: str
    help: str | None


class Place(_Shape):
    """A municipality."""

    code: str
    name: str


class NearPlace(Place):
    """A municipality, and whether it lies in the series' county."""

    near: bool
