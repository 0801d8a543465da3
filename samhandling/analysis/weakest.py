"""Which of several things on one ordinal scale has come the least far."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def weakest(quartiles: Mapping[Key, Mapping[str, float]]) -> list[Key]:
    """Those with the lowest median; of several, those with the lowest lower quartile, then upper; what is alike stays.

    `quartiles` are as from `quantiles`, on one scale. In the order given; empty of nothing.
    """
    places = {key: (one["median"], one["q25"], one["q75"]) for key, one in quartiles.items()}
    lowest = min(places.values(), default=None)
    return [key for key, place in places.items() if place == lowest]
