"""How far the entries of a register have come: a funnel, its sentences and its table; pure functions."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.registers import Entry
from samhandling.content.language import Language
from samhandling.content.registers import Register
from samhandling.content.words import many, say


@dataclass(frozen=True)
class Stay:
    """How long entries stay in one status: those that went on, and apart from them those that are still there."""

    status: str
    now: int
    """Entries that have the status."""
    ever: int
    """Entries that have it or have had it."""
    gone_on: int
    days: Mapping[str, float] | None
    """Quartiles of the days until they went on; None when none has."""
    waiting: Mapping[str, float] | None
    """Quartiles of the days that those still there have been there; None when none is, or the status is a last one."""


def funnel(found: Sequence[Entry], register: Register, today: dt.date) -> list[Stay]:
    """How far the entries of a register have come, status by status. Days; quartiles as of ordinal answers.

    An entry that comes back to a status stays there once more. Those that are still there are no durations but
    bounds, and are therefore counted apart.
    """
    gone: dict[str, list[int]] = defaultdict(list)
    still: dict[str, list[int]] = defaultdict(list)
    ever: Counter[str] = Counter()
    now: Counter[str] = Counter()
    for entry in found:
        ever.update({status for status, _ in entry.path})
        now[entry.status] += 1
        for (status, since), (_, until) in zip(entry.path, entry.path[1:], strict=False):
            gone[status].append((until - since).days)
        status, since = entry.path[-1]
        if register.is_open(status):
            still[status].append((today - since).days)
    return [
        Stay(
            one.id, now[one.id], ever[one.id], len(gone[one.id]), quantiles(Counter(gone[one.id])),
            quantiles(Counter(still[one.id])),
        )
        for one in register.statuses
    ]  # fmt: skip


def sentences(found: Sequence[Entry], register: Register, today: dt.date, language: Language) -> list[str]:
    """What a register says: how many, how many are open, how many are late, and where they wait the longest."""
    if not found:
        return [say("funnels", "none", language)]
    opened = sum(entry.is_open for entry in found)
    late = sum(entry.is_overdue(today) for entry in found)
    said = [say("funnels", "all", language, title=register.title.in_(language), n=len(found), open=opened)]
    if late:
        said.append(many("funnels", "overdue", late, language))
    stays = funnel(found, register, today)
    waiting = [stay for stay in stays if stay.waiting]
    if waiting:
        longest = max(waiting, key=lambda stay: stay.waiting["median"] if stay.waiting else 0)
        median = longest.waiting["median"] if longest.waiting else 0
        label = _label(register, longest.status, language)
        if median:
            said.append(many("funnels", "waits", longest.now, language, status=label, days=in_days(median, language)))
    moved = [stay for stay in stays if stay.days and stay.days["median"] and stay.gone_on > 1]
    if moved:
        slowest = max(moved, key=lambda stay: stay.days["median"] if stay.days else 0)
        days = in_days(slowest.days["median"] if slowest.days else 0, language)
        status = _label(register, slowest.status, language)
        said.append(say("funnels", "slowest", language, status=status, days=days, n=slowest.gone_on))
    return said


def table(found: Sequence[Entry], register: Register, today: dt.date, language: Language) -> dict[str, Any]:
    """The funnel as a table: a row for each status."""
    heads = ("status", "now", "ever", "gone_on", "days", "waiting", "lain")
    rows = [
        [
            _label(register, stay.status, language), stay.now, stay.ever, stay.gone_on, spread(stay.days, language),
            stay.now if stay.waiting else 0, spread(stay.waiting, language),
        ]
        for stay in funnel(found, register, today)
    ]  # fmt: skip
    return {"columns": [say("funnels", f"head_{one}", language) for one in heads], "rows": rows}


def in_days(days: float, language: Language) -> str:
    """A number of days in words, e.g. *1 dag*, *2,5 dagar*."""
    number = f"{days:g}".replace(".", "," if language == "sv" else ".")
    return many("funnels", "days", days, language, days=number)


def spread(quartiles: Mapping[str, float] | None, language: Language) -> str:
    """The median with the quartiles after it, e.g. *12 (7–20)*; empty when there is none."""
    if not quartiles:
        return ""
    median, low, high = (
        f"{quartiles[name]:g}".replace(".", "," if language == "sv" else ".") for name in ("median", "q25", "q75")
    )
    return f"{median} ({low}–{high})"


def _label(register: Register, status: str, language: Language) -> str:
    found = register.find_status(status)
    return found.label.in_(language) if found else status
