"""Tables that mix: people of different organisations and places, who have not sat together before."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

SAME_KIND, SAME_PLACE, MET = 2, 1, 3
"""What a pair at one table costs: of one actor type, of one municipality, and for each time they have met."""


@dataclass(frozen=True)
class Guest:
    """Somebody to seat, and what they told of themselves."""

    id: str
    actor_type: str | None = None
    municipality: str | None = None


class Mix(NamedTuple):
    """Pairs of people at the same table: all, and those of one kind, of one place, and who had sat together before."""

    pairs: float
    same_kind: float
    same_place: float
    met: float


Met = Mapping[frozenset[str], int]
"""How many times two people have sat at the same table before."""


def seat(
    guests: Sequence[Guest], tables: int, met: Met | None = None, kept: Mapping[str, int] | None = None, seed: int = 0
) -> dict[str, int]:
    """A table from 1 to `tables` for each guest, so that tables are as even as can be and mix people.

    `kept` are those who stay where they are, at a table up to `tables`. Dealt out like cards, sorted by kind and place,
    then improved by swaps (simulated annealing; Kirkpatrick, Gelatt & Vecchi, Science 220, 1983). The same
    guests and `seed` give the same tables. ValueError for fewer than one table.
    """
    if tables < 1:
        raise ValueError("at least one table is needed")
    rng = random.Random(seed)
    at = [
        [number for number, guest in enumerate(guests) if (kept or {}).get(guest.id) == table + 1]
        for table in range(tables)
    ]
    staying = {number for sitting in at for number in sitting}
    free = [number for number in range(len(guests)) if number not in staying]
    free.sort(key=lambda one: (guests[one].actor_type or "", guests[one].municipality or "", guests[one].id))
    for number in free:
        min(at, key=len).append(number)
    _improve(at, set(free), _costs(guests, met or {}), rng)
    return {guests[number].id: table for table, sitting in enumerate(at, start=1) for number in sitting}


def mix(seating: Mapping[str, int | None], guests: Sequence[Guest], met: Met | None = None) -> Mix:
    """How well a seating mixes people; those without a table do not count."""
    by_table: dict[int, list[Guest]] = {}
    for guest in guests:
        if (table := seating.get(guest.id)) is not None:
            by_table.setdefault(table, []).append(guest)
    found = [0, 0, 0, 0]
    for sitting in by_table.values():
        for one, other in combinations(sitting, 2):
            found[0] += 1
            found[1] += _same(one.actor_type, other.actor_type)
            found[2] += _same(one.municipality, other.municipality)
            found[3] += frozenset((one.id, other.id)) in (met or {})
    return Mix(*found)


def by_chance(guests: Sequence[Guest], tables: int, met: Met | None = None, times: int = 200, seed: int = 0) -> Mix:
    """What the mix would be on average if people sat down at random: the mean of so many draws."""
    rng, sums, order = random.Random(seed), [0.0] * 4, list(guests)
    for _ in range(times):
        rng.shuffle(order)
        drawn = mix({guest.id: place % tables for place, guest in enumerate(order)}, guests, met)
        sums = [total + one for total, one in zip(sums, drawn, strict=True)]
    return Mix(*(total / times for total in sums))


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


def _costs(guests: Sequence[Guest], met: Met) -> list[list[int]]:
    costs = [[0] * len(guests) for _ in guests]
    for (a, one), (b, other) in combinations(enumerate(guests), 2):
        costs[a][b] = costs[b][a] = (
            SAME_KIND * _same(one.actor_type, other.actor_type)
            + SAME_PLACE * _same(one.municipality, other.municipality)
            + MET * met.get(frozenset((one.id, other.id)), 0)
        )
    return costs


def _improve(at: list[list[int]], free: set[int], costs: list[list[int]], rng: random.Random) -> None:
    """Swap two people at a time, while it helps, and at first now and then when it does not."""
    spots = [(table, place) for table, sitting in enumerate(at) for place, one in enumerate(sitting) if one in free]
    if len(at) < 2 or len(spots) < 2:
        return
    rounds = min(60_000, 300 * len(spots))
    for round in range(rounds):
        heat = 3.0 * (1 - round / rounds) ** 2
        (a, i), (b, j) = rng.sample(spots, 2)
        if a == b:
            continue
        one, other = at[a][i], at[b][j]
        mine, theirs = costs[one], costs[other]
        # what each costs at a table counts nothing with oneself
        change = (
            sum(theirs[who] - mine[who] for who in at[a])
            - theirs[one]
            + sum(mine[who] - theirs[who] for who in at[b])
            - mine[other]
        )
        if change <= 0 or rng.random() < math.exp(-change / max(heat, 1e-9)):
            at[a][i], at[b][j] = other, one
