"""Node coverage: the share of people who live in a municipality that has a node within a distance."""

from collections.abc import Collection, Mapping
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

#: The earth's mean radius in kilometres (IUGG).
RADIUS = 6371.0088


class Place(NamedTuple):
    """A municipality: its midpoint in degrees, and how many live there."""

    lon: float
    lat: float
    people: int


def distance(one: Place, other: Place) -> float:
    """The great-circle distance between two midpoints, in kilometres.

    By the haversine formula (Sinnott, Virtues of the Haversine, Sky & Telescope 68, 1984), on a sphere.
    """
    lat, other_lat = radians(one.lat), radians(other.lat)
    half_lat, half_lon = (other_lat - lat) / 2, radians(other.lon - one.lon) / 2
    chord = sin(half_lat) ** 2 + cos(lat) * cos(other_lat) * sin(half_lon) ** 2
    return 2 * RADIUS * asin(min(1.0, sqrt(chord)))


def nearest(places: Mapping[str, Place], nodes: Collection[str]) -> dict[str, tuple[str, float]]:
    """Each place's nearest node and the distance to it in kilometres; a node is its own. Empty without nodes."""
    found: dict[str, tuple[str, float]] = {}
    for code, place in places.items():
        if code in nodes:
            found[code] = (code, 0.0)
        elif nodes:
            found[code] = min(((node, distance(place, places[node])) for node in nodes), key=lambda one: one[1])
    return found


def covered(places: Mapping[str, Place], nodes: Collection[str], km: float) -> set[str]:
    """The places whose midpoint has a node within `km` kilometres."""
    return {code for code, (_, away) in nearest(places, nodes).items() if away <= km}
