"""The signal chain: how long an employer waits for the answer, and where signals die."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samhandling.analysis.funnel import in_days, spread
from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.registers import Entry, day_of
from samhandling.content.language import Language
from samhandling.content.registers import Chain, Register
from samhandling.content.words import many, say

Quartiles = Mapping[str, float] | None


@dataclass(frozen=True)
class Area:
    """The signals of one area; the total has no id. Days; quartiles as of ordinal answers."""

    id: str | None
    n: int
    open: int
    promised: Quartiles
    """Days from the signal to the promised answer."""
    answered: Quartiles
    """Days from the signal to the answer that was given."""
    in_time: int
    """Answers given by the promised day, of those `due`."""
    due: int
    """Signals whose promised day has passed, or that were answered, and had one."""
    stopped: Mapping[str, Quartiles]
    """For each status in which signals without an answer lie: how many days they have lain there."""
    lying: Mapping[str, int]
    """For each of these statuses, how many signals."""


@dataclass(frozen=True)
class Existing:
    """Whether a matching education existed already, among the signals that say so."""

    existed: int
    lacked: int
    unsure: int


def areas(found: Sequence[Entry], register: Register, today: dt.date) -> list[Area]:
    """The chain of each area that has signals, in the order of the options, and last of all together.

    `found` are entries of a register with a chain; signals without an area are in the total alone.
    """
    chain = _chain(register)
    options = next((c.options for e in found for c in e.item.columns if c.id == chain.area), ())
    by_area: dict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        by_area[entry.cells.get(chain.area, "")].append(entry)
    named = [_area(one.id, by_area[one.id], chain, today) for one in options if by_area[one.id]]
    return [*named, _area(None, found, chain, today)]


def existing(found: Sequence[Entry], register: Register) -> Existing:
    """How many signals had a matching education already."""
    chain = _chain(register)
    said = Counter(entry.cells[chain.education] for entry in found if entry.cells.get(chain.education))
    known = said[chain.existed] + said[chain.lacked]
    return Existing(said[chain.existed], said[chain.lacked], said.total() - known)


def answered_on(entry: Entry, chain: Chain) -> dt.date | None:
    """The day on which the employer was answered: as the row says, else when the status came."""
    if told := entry.cells.get(chain.answered):
        return dt.date.fromisoformat(told)
    return next((day for status, day in entry.path if status == chain.answered_status), None)


def chain_sentences(found: Sequence[Entry], register: Register, today: dt.date, language: Language) -> list[str]:
    """What the chain says: the wait for an answer, promises kept, where signals die, and education that existed."""
    if not found:
        return []
    *_, whole = areas(found, register, today)
    said = []
    if whole.answered:
        days = in_days(whole.answered["median"], language)
        said.append(say("funnels", "chain_answered", language, days=days))
    if whole.promised:
        said.append(say("funnels", "chain_promised", language, days=in_days(whole.promised["median"], language)))
    if whole.due:
        said.append(say("funnels", "chain_in_time", language, k=whole.in_time, n=whole.due))
    if whole.lying:
        status = max(whole.lying, key=lambda one: whole.lying[one])
        lain = whole.stopped[status] or {"median": 0}
        label = next(one.label.in_(language) for one in register.statuses if one.id == status)
        days = in_days(lain["median"], language)
        said.append(many("funnels", "chain_stops", whole.lying[status], language, status=label, days=days))
    education = existing(found, register)
    if known := education.existed + education.lacked:
        said.append(say("funnels", "chain_existed", language, k=education.existed, n=known))
    if education.unsure:
        said.append(many("funnels", "chain_unsure", education.unsure, language))
    return said


def chain_table(found: Sequence[Entry], register: Register, today: dt.date, language: Language) -> dict[str, Any]:
    """The chain as a table: a row for each area, and one for all together."""
    chain = _chain(register)
    labels = {
        o.id: o.label.in_(language) for e in found for c in e.item.columns if c.id == chain.area for o in c.options
    }
    statuses = {one.id: one.label.in_(language) for one in register.statuses}
    heads = ("area", "signals", "open", "promised", "answered", "in_time", "stopped")
    rows = []
    for area in areas(found, register, today):
        stopped = "; ".join(
            f"{statuses[status]}: {area.lying[status]}, {spread(area.stopped[status], language)}"
            for status in statuses
            if status in area.lying
        )
        label = labels.get(area.id, area.id) if area.id else say("funnels", "all_areas", language)
        in_time = f"{area.in_time}/{area.due}" if area.due else ""
        days = spread(area.promised, language), spread(area.answered, language)
        rows.append([label, area.n, area.open, *days, in_time, stopped])
    return {"columns": [say("funnels", f"head_{one}", language) for one in heads], "rows": rows}


def _area(area: str | None, found: Sequence[Entry], chain: Chain, today: dt.date) -> Area:
    promised, answered, lain = [], [], defaultdict(list)
    in_time = due = 0
    for entry in found:
        began, told = day_of(entry.written), answered_on(entry, chain)
        if entry.due:
            promised.append(max(0, (entry.due - began).days))
            due += told is not None or entry.due < today
            in_time += told is not None and told <= entry.due
        if told:
            # an answer given before the signal was written down took no days
            answered.append(max(0, (told - began).days))
        if told is None:
            status, since = entry.path[-1]
            lain[status].append((today - since).days)
    return Area(
        area, len(found), sum(entry.is_open for entry in found), quantiles(Counter(promised)),
        quantiles(Counter(answered)), in_time, due, {one: quantiles(Counter(days)) for one, days in lain.items()},
        {one: len(days) for one, days in lain.items()},
    )  # fmt: skip


def _chain(register: Register) -> Chain:
    if register.chain is None:
        raise ValueError(f"the register {register.id!r} has no chain")
    return register.chain
