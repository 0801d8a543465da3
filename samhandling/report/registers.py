"""The registers as a file: one row an entry, without who wrote it, free text masked."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from samhandling.analysis.disclosure import mask
from samhandling.analysis.registers import Entry, day_of

COLUMNS = (
    "register", "entry", "meeting", "level", "written", "title", "status", "status_sv", "status_en", "owner", "due",
    "overdue", "open", "days", "changes", "simulated",
)  # fmt: skip
"""The columns of the export, in order; `days` are those until it was closed, or until today."""


def register_rows(entries: Iterable[Entry], today: dt.date, *, include_simulated: bool = False) -> list[dict[str, Any]]:
    """One row for each entry; actor type and municipality are left out, since one row can be one person's."""
    return [_row(entry, today) for entry in entries if include_simulated or not entry.simulated]


def _row(entry: Entry, today: dt.date) -> dict[str, Any]:
    status = entry.register.find_status(entry.status)
    return {
        "register": entry.register.id, "entry": entry.id, "meeting": entry.meeting, "level": entry.level,
        "written": day_of(entry.written).isoformat(), "title": entry.title("sv"), "status": entry.status,
        "status_sv": status.label.sv if status else None, "status_en": status.label.en if status else None,
        "owner": mask(entry.owner) if entry.owner else None, "due": entry.due.isoformat() if entry.due else None,
        "overdue": entry.is_overdue(today), "open": entry.is_open, "days": entry.days(today),
        "changes": len(entry.events) - 1, "simulated": entry.simulated,
    }  # fmt: skip
