"""What the rows of an export tell of who answered, as far as five people share it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import MINIMUM
from samhandling.content.words import say

Profile = tuple[Any, Any]
"""Actor type and municipality."""


def shared_by_five(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Who each row is about, as far as five share it: participant, actor type, municipality and table."""
    alone = frame["level"].eq("individual").tolist()
    # who wrote down a joint answer tells nothing of it
    who = [one if own else None for one, own in zip(plain(frame["participant"]), alone, strict=True)]
    rooms, tables = frame["room"].tolist(), plain(frame["table"])
    given = zip(plain(frame["actor_type"]), plain(frame["municipality"]), strict=True)
    profiles = _profiles({one: profile for one, profile in zip(who, given, strict=True) if one is not None})
    seats: dict[str, set[tuple[str, Any]]] = {one: set() for one in profiles}
    for one, room, table in zip(who, rooms, tables, strict=True):
        if one is not None:
            seats[one].add((room, table))
    seated = Counter((profiles[one], frozenset(there)) for one, there in seats.items())
    # all with a profile or none: those left without a seat would be few
    told = set(profiles.values()) - {profile for (profile, _), n in seated.items() if n < MINIMUM}
    about = [(None, None) if one is None else profiles[one] for one in who]
    return {
        "participant": who,
        "actor_type": [actor_type for actor_type, _ in about],
        "municipality": [municipality for _, municipality in about],
        "table": [
            table if one is None or profiles[one] in told else None for one, table in zip(who, tables, strict=True)
        ],
    }


def _profiles(people: Mapping[str, Profile]) -> dict[str, Profile]:
    """Actor type and municipality of each person; less and less is told until five are alike.

    Without the municipality, else without the actor type, else without both: k-anonymity by recoding what few share
    (Sweeney 2002). Those who gave none are a group like any other.
    """
    fewer = say("workbook", "fewer", "sv")
    sizes, found = Counter(people.values()), dict(people)
    for actor_type in {profile[0] for profile in sizes}:
        few = _few(Counter({profile: n for profile, n in sizes.items() if profile[0] == actor_type}))
        found |= {one: (actor_type, fewer) for one, profile in people.items() if profile in few}
    sizes = Counter(found.values())
    found |= {one: (fewer, people[one][1]) for one, profile in found.items() if sizes[profile] < MINIMUM}
    few = _few(Counter(found.values()))
    return found | {one: (fewer, fewer) for one, profile in found.items() if profile in few}


def _few(sizes: Counter[Profile]) -> set[Profile]:
    """The profiles that fewer than five have, and the smallest of the others until those are five together."""
    found, together = set(), 0
    for profile in sorted(sizes, key=lambda profile: (sizes[profile], str(profile))):
        if sizes[profile] < MINIMUM or 0 < together < MINIMUM:
            found.add(profile)
            together += sizes[profile]
    return found


def plain(column: pd.Series) -> list[Any]:
    """A column as Python's own values, with None for what is missing."""
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]
