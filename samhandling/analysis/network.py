"""Who is in contact with whom: a directed network between kinds of organisation, never between people."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import networkx as nx
import pandas as pd

from samhandling.analysis.disclosure import MINIMUM, suppress
from samhandling.analysis.frame import in_the_picture
from samhandling.analysis.groups import NONE, group_ids
from samhandling.analysis.quantiles import quantiles
from samhandling.content.kinds import UNKNOWN

HALF = Fraction(1, 2)
"""A tie is strong when at least this share of a type's respondents name the other."""
SECTORS = {
    "municipality-labour": "municipality",
    "municipality-business": "municipality",
    "municipality-education": "municipality",
    "region": "region",
    "state-agency": "state",
    "business": "business",
    "education-provider": "education",
    "civil-society": "civil",
    "other-public": "public",
}
"""The sector of each actor type; a type that is not here is a sector of its own."""


@dataclass(frozen=True)
class Tie:
    """How many of a type's respondents name another type, or their own."""

    start: str
    end: str
    k: int
    n: int
    """The respondents of `start`: at least five."""

    @property
    def share(self) -> float:
        return self.k / self.n

    @property
    def is_strong(self) -> bool:
        return Fraction(self.k, self.n) >= HALF


@dataclass(frozen=True)
class Network:
    """Contacts between actor types. All measures are of the types that are shown; shares are from 0 to 1."""

    types: tuple[str, ...]
    """Every type that answered or was named, in the order they were given."""
    n: Mapping[str, int]
    """The respondents of each type that is shown: five or more, and not giving a smaller one away."""
    ties: tuple[Tie, ...]
    """From the types that are shown, to any; those that nobody named are left out."""
    density: float | None
    """Strong ties, of all possible from a type that is shown to another that is shown; None under two such types."""
    density_any: float | None
    """The same for ties that anybody named."""
    across_types: float | None
    """The share of all that was named that is outside the respondent's own type; None when nothing was."""
    across_sectors: float | None
    """The share that is outside the respondent's own sector."""
    reciprocity: float | None
    """The share of strong ties between shown types that are strong both ways; None when there are none."""
    between: Mapping[str, float]
    """By shown type: the share of the shortest ways between two others that pass it, 0 to 1."""
    people: Mapping[str, float] | None
    """Quartiles of how many people one can call; None under five answers."""
    n_people: int

    @property
    def bridge(self) -> str | None:
        """The type that connects others the most; None when none does, or two do alike."""
        top = max(self.between.values(), default=0.0)
        tops = [one for one, share in self.between.items() if share == top]
        return tops[0] if top > 0 and len(tops) == 1 else None


@dataclass(frozen=True)
class Change:
    """What is different in a later network, between the types that both show."""

    types: tuple[str, ...]
    density: tuple[float, float] | None
    """Strong ties, of all possible, before and after; None under two types."""
    gained: tuple[tuple[str, str], ...]
    """Ties that are strong after and were not before."""
    lost: tuple[tuple[str, str], ...]
    people: tuple[float, float] | None
    """The median number of people to call, before and after."""


def contact_answers(answers: pd.DataFrame, exercise: str = "E1.7", round_: int | None = None) -> pd.DataFrame:
    """The answers to the contacts exercise, one row a respondent: respondent, actor_type, named, people.

    `answers` is as `answers_frame` makes it, of one meeting. Whoever said how many people they can call and named no
    type is in contact with none; whoever answered neither is not there. `people` is None for *vet ej* or no answer.
    """
    rows = in_the_picture(answers)
    rows = rows[rows["exercise"].eq(exercise) & rows["item"].isin(["named", "people"])]
    if round_ is not None:
        rows = rows[rows["round"].eq(round_)]
    found: dict[str, dict[str, Any]] = {}
    types = group_ids(rows["actor_type"])
    for respondent, type_, item, value in zip(rows["respondent"], types, rows["item"], rows["value"], strict=True):
        row = found.setdefault(respondent, {"respondent": respondent, "named": [], "people": None})
        row |= {"actor_type": None if type_ == NONE else type_}
        if value != UNKNOWN:
            row[item] = value
    return pd.DataFrame(found.values(), columns=["respondent", "actor_type", "named", "people"])


def contacts(
    frame: pd.DataFrame, types: Collection[str] = tuple(SECTORS), sectors: Mapping[str, str] = SECTORS
) -> Network:
    """The network of contacts between actor types.

    `frame` has a row for each respondent: `respondent`, `actor_type` (or missing), `named` (the types that they are
    in contact with, possibly none), and where it was asked `people` (how many they can call, or missing). `types` is
    the order of the types. The same respondent twice is a ValueError.

    A tie from A to B is the share of A's respondents who name B. A type under five respondents has no ties from it,
    nor has one that would give it away; it may be named by others. Density and reciprocity as in Wasserman & Faust
    (1994), *Social Network Analysis*; betweenness as in Freeman (1977), over ways whose steps are as long as the
    share is small (1 / share), normed by the number of pairs.
    """
    if frame["respondent"].duplicated().any():
        raise ValueError("a respondent is there twice")
    own = group_ids(frame["actor_type"])
    counted = Counter(own)
    hidden = suppress(counted)
    named: dict[str, Counter[str]] = {one: Counter() for one in counted}
    for type_, ends in zip(own, frame["named"], strict=True):
        named[type_].update(set(ends))
    every = {one for counts in named.values() for one in counts} | set(counted) - {NONE}
    order = [*(one for one in types if one in every), *sorted(every - set(types))]
    n = {one: counted[one] for one in order if counted[one] and one not in hidden}
    ties = tuple(Tie(start, end, named[start][end], n[start]) for start in n for end in order if named[start][end])
    among = [tie for tie in ties if tie.end in n and tie.start != tie.end]
    strong = {(tie.start, tie.end) for tie in among if tie.is_strong}
    possible = len(n) * (len(n) - 1)
    people = Counter(int(one) for one in frame["people"].dropna()) if "people" in frame else Counter()
    return Network(
        types=tuple(order),
        n=n,
        ties=ties,
        density=len(strong) / possible if possible else None,
        density_any=len(among) / possible if possible else None,
        across_types=_across(ties, {one: one for one in order}),
        across_sectors=_across(ties, sectors),
        reciprocity=_reciprocity(strong),
        between=_between(n, among),
        people=quantiles(people) if people.total() >= MINIMUM else None,
        n_people=people.total(),
    )


def compare(before: Network, after: Network) -> Change:
    """What changed from one network to a later one, between the types that both show."""
    types = tuple(one for one in before.types if one in before.n and one in after.n)
    strong = [_strong(one.ties, types) for one in (before, after)]
    possible = len(types) * (len(types) - 1)
    pairs = [(start, end) for start in types for end in types]
    medians = [one.people["median"] for one in (before, after) if one.people]
    return Change(
        types=types,
        density=(len(strong[0]) / possible, len(strong[1]) / possible) if possible else None,
        gained=tuple(pair for pair in pairs if pair in strong[1] - strong[0]),
        lost=tuple(pair for pair in pairs if pair in strong[0] - strong[1]),
        people=(medians[0], medians[1]) if len(medians) == 2 else None,
    )


def _strong(ties: Sequence[Tie], types: Sequence[str]) -> set[tuple[str, str]]:
    among = [tie for tie in ties if tie.start in types and tie.end in types and tie.start != tie.end]
    return {(tie.start, tie.end) for tie in among if tie.is_strong}


def _across(ties: Sequence[Tie], kinds: Mapping[str, str]) -> float | None:
    """The share of all that was named whose kind is not the respondent's own."""
    every = sum(tie.k for tie in ties)
    outside = sum(tie.k for tie in ties if kinds.get(tie.start, tie.start) != kinds.get(tie.end, tie.end))
    return outside / every if every else None


def _reciprocity(strong: set[tuple[str, str]]) -> float | None:
    return float(nx.overall_reciprocity(nx.DiGraph(strong))) if strong else None


def _between(n: Mapping[str, int], ties: Sequence[Tie]) -> dict[str, float]:
    graph = nx.DiGraph()
    graph.add_nodes_from(n)
    # as fractions, since two ways are alike only when their lengths are exactly so
    graph.add_weighted_edges_from((tie.start, tie.end, Fraction(tie.n, tie.k)) for tie in ties)
    found: dict[str, float] = nx.betweenness_centrality(graph, weight="weight", normalized=True)
    return found
