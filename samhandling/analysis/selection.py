"""Which choices of meeting and groups a follow-up answers, so that no two of its answers single out a few people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from samhandling.analysis.disclosure import MINIMUM, suppress
from samhandling.analysis.groups import group_ids
from samhandling.content.language import Language
from samhandling.content.words import say

Selection = Mapping[str, str]
"""Filter → the value chosen; no filter is everyone."""
Reason = Literal["too_few", "too_near", "too_many", "one_meeting"]
"""Why a selection is not answered; a key of the words of `protection`."""

GROUPS = ("actor_type", "municipality", "table")
"""The filters beside the meeting; where two cannot both be offered, the first is."""
_WEIGHTS = (1, -1, 2, -2)
"""What anyone who adds and subtracts answers counts a person's as; three filters at once can make it twice."""
_ROUNDING = 1e-10
_Chosen = frozenset[tuple[str, str]]


class Offer:
    """What may be chosen of some meetings: one family of selections, settled before anyone asks.

    `people` has one row for each person at each meeting: participant, actor_type, municipality, table, and meeting
    where there are several. The rules:

    - A selection has five people or more.
    - One filter, or two crossed; at one of several meetings one filter beside it. Never more.
    - Selections are taken in a fixed order (everyone, each actor type, municipality and table, larger ones first, then
      the crossings), each unless sums and differences of it and those before it would be about one to four people.
      So a cell is there only if what is left of its row and of its column is large enough, and a table only if it
      is not an actor type but for one or two.
    - A meeting is chosen by itself or all are, and a group only if it may be chosen at every meeting where any of it
      were. All that can be chosen is then sums of what can be at each meeting, and "all meetings" less "this one"
      is never a few. A table is one only at its meeting.
    - With `apart` false no meeting can be chosen, and a group has to be large only over all of them, each person
      counted once. That is for small groups that come again; a series is shown the one way or the other.
    - Time is no filter but as meetings: what came in before one minute and before the next differs by a person.

    It depends on who was there and not on what they answered: what is refused says nothing of the answers, and asking
    again in another order gains nothing. Where some left a question out, or a round of it, who answered it are the
    people to make the offer of.

    Differencing attacks: Denning & Schlörer (1983); auditing sums: Chin & Özsoyoglu (1982).
    """

    def __init__(self, people: pd.DataFrame, *, apart: bool = True) -> None:
        meetings = group_ids(people["meeting"]) if "meeting" in people else [""] * len(people)
        self._table = pd.DataFrame({"participant": people["participant"].to_numpy(), "meeting": meetings}, dtype=object)
        for name in GROUPS:
            self._table[name] = np.array(group_ids(people[name]), dtype=object)
        self._apart = apart
        self.meetings: tuple[str, ...] = tuple(dict.fromkeys(meetings))

    def allowed(self, selection: Selection) -> Reason | None:
        """Why a selection is not answered; None when it is. KeyError for a filter that there is not."""
        chosen = {name: str(value) for name, value in selection.items()}
        if unknown := chosen.keys() - {"meeting", *GROUPS}:
            raise KeyError(min(unknown))
        if len(self.meetings) == 1 and chosen.get("meeting") in self.meetings:
            del chosen["meeting"]
        if "table" in chosen and "meeting" not in chosen and len(self.meetings) > 1:
            return "one_meeting"
        if len(chosen) > 2:
            return "too_many"
        if frozenset(chosen.items()) in self.selections:
            return None
        return "too_few" if self._of(chosen.items())["participant"].nunique() < MINIMUM else "too_near"

    def instead(self, selection: Selection) -> dict[str, str] | None:
        """The selection to show when this one is not answered: it without as few filters as can be, the last first.

        None when not even everyone may be shown.
        """
        chosen = {name: str(value) for name, value in selection.items()}
        for kept in range(len(chosen), -1, -1):
            for some in combinations(chosen.items(), kept):
                if self.allowed(dict(some)) is None:
                    return dict(some)
        return None

    def values(self, name: str, given: Selection | None = None) -> list[str]:
        """What may be chosen of a filter, beside what is already `given`."""
        beside = {key: value for key, value in (given or {}).items() if key != name}
        there = dict.fromkeys(self._table[name].tolist())
        return [value for value in there if self.allowed({**beside, name: value}) is None]

    @cached_property
    def selections(self) -> frozenset[_Chosen]:
        """All that may be chosen, each as pairs of filter and value; the one meeting of a single one is left out."""
        if self._table["participant"].nunique() < MINIMUM:
            return frozenset()
        apart = self._meetings_apart()
        if not apart:
            names = GROUPS if len(self.meetings) == 1 else GROUPS[:2]
            return frozenset(self._settled(self._table, names))
        at = {one: self._settled(self._table[self._table["meeting"].eq(one)], GROUPS) for one in apart}
        tables = {some for one in at.values() for some in one if any(name == "table" for name, _ in some)}
        everywhere = {
            some for one in at.values() for some in one if all(some in at.get(m, ()) for m in self._where(some))
        } - tables
        single = {
            some | {("meeting", one)}
            for one, settled in at.items()
            for some in settled
            if len(some) < 2 and (some in everywhere or some in tables)
        }
        return frozenset(everywhere | single)

    def _meetings_apart(self) -> list[str]:
        """The meetings that may be chosen by themselves."""
        if not self._apart or len(self.meetings) == 1:
            return []
        came = self._table.groupby("meeting", sort=False)["participant"].nunique().to_dict()
        hidden = suppress(came)
        rest = self._table.loc[self._table["meeting"].isin(hidden), "participant"].nunique()
        # the same few people at several meetings are still few
        return [] if 0 < rest < MINIMUM else [one for one in self.meetings if one not in hidden]

    def _where(self, some: _Chosen) -> list[str]:
        """The meetings where anyone of a group was."""
        return [] if not some else list(dict.fromkeys(self._of(some)["meeting"]))

    def _of(self, some: Iterable[tuple[str, str]]) -> pd.DataFrame:
        mine = self._table
        for name, value in some:
            mine = mine[mine[name].eq(value)]
        return mine

    def _settled(self, table: pd.DataFrame, names: Sequence[str]) -> dict[_Chosen, None]:
        """The selections by some filters that can be shown together, each tried with those before it."""
        people = table.drop_duplicates("participant", keep="last")
        return _settled(people, _candidates(people, names))


def _settled(people: pd.DataFrame, candidates: Iterable[_Chosen]) -> dict[_Chosen, None]:
    """Those of some selections that can be shown together, each tried with those before it."""
    taken: dict[_Chosen, None] = {}
    lines: list[np.ndarray[Any, Any]] = []
    for one in candidates:
        if len(one) == 2 and not all(frozenset({part}) in taken for part in one):
            continue
        line = np.ones(len(people), dtype=bool)
        for name, value in one:
            line &= people[name].eq(value).to_numpy()
        if not singles_out(np.array([*lines, line])):
            taken[one] = None
            lines.append(line)
    return taken


def allowed(people: pd.DataFrame, selection: Selection) -> Reason | None:
    """Why a selection is not answered, or None (see `Offer`, which to keep when asking more than once)."""
    return Offer(people).allowed(selection)


def beside_others(people: pd.DataFrame, split: str) -> frozenset[str]:
    """The groups of one split that can be shown to those who may look at the other splits too.

    `people` are those who answered: participant and the columns of `GROUPS`, of one room. The splits before it in
    `GROUPS` go first, so that the first loses nothing (see `Offer`, whose crossings are left out here).
    """
    table = pd.DataFrame({"participant": people["participant"].to_numpy()}, dtype=object)
    names = GROUPS[: GROUPS.index(split) + 1]
    for name in names:
        table[name] = np.array(group_ids(people[name]), dtype=object)
    taken = _settled(table, _candidates(table, names, crossed=False))
    return frozenset(value for one in taken for name, value in one if name == split)


def explained(reason: Reason, shown: Sequence[str], language: Language) -> str:
    """Why a selection is not shown, and what is instead: the labels of the groups `shown`, or everyone."""
    labels = ", ".join(shown) or say("protection", "everyone", language)
    return " ".join([say("protection", reason, language), say("protection", "instead", language, shown=labels)])


def singles_out(groups: np.ndarray[Any, Any]) -> bool:
    """Whether sums and differences of what is told about some groups tell of one to four people.

    `groups` is of truth values: one row a group, one column a person. True when some combination of the rows counts
    one to four people, each once or twice, as more or as less, and nobody else.
    """
    kinds, sizes = np.unique(groups, axis=1, return_counts=True)
    told = kinds.astype(float)
    # a random direction less what of it the groups tell: a combination of them is at right angles to that, always,
    # and anything else only by a chance of the order of rounding
    aim = np.random.default_rng(1).normal(size=told.shape[1])
    rest = aim - told.T @ np.linalg.lstsq(told.T, aim, rcond=None)[0]
    few = (sizes < MINIMUM) & told.any(axis=0)
    value, size = rest[few], sizes[few]
    # the two halves of such a combination have the same product with what is left: look for those that meet
    one = np.concatenate([weight * value for weight in _WEIGHTS])
    many = np.tile(size, len(_WEIGHTS))
    first, second = np.triu_indices(len(one), k=1)
    product = np.concatenate([[0.0], one, one[first] + one[second]])
    people = np.concatenate([[0], many, many[first] + many[second]])
    # not a person twice
    apart = np.concatenate([np.ones(1 + len(one), dtype=bool), (first - second) % len(value) != 0])
    kept = (people < MINIMUM) & apart
    product, people = product[kept], people[kept]
    order = np.argsort(product)
    run = np.concatenate([[0], np.cumsum(np.diff(product[order]) > _ROUNDING)])
    # the lightest first among those that meet
    people = people[order][np.lexsort((people[order], run))]
    return bool(((run[1:] == run[:-1]) & (people[1:] + people[:-1] < MINIMUM)).any())


def _candidates(people: pd.DataFrame, names: Sequence[str], *, crossed: bool = True) -> Iterator[_Chosen]:
    yield frozenset()
    for some in (*((name,) for name in names), *(combinations(names, 2) if crossed else ())):
        sizes = people.groupby(list(some)).size().sort_values(ascending=False, kind="stable")
        for values, n in sizes.items():
            if n >= MINIMUM:
                yield frozenset(zip(some, values if isinstance(values, tuple) else (values,), strict=True))
