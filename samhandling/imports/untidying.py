"""Files with one row an answer, as files with one record for each respondent."""

from samhandling.imports.mapping import Mapping
from samhandling.imports.sheets import Record, Sheet


def untidied(sheet: Sheet, mapping: Mapping) -> Sheet:
    """A file with one row an answer as one with a record for each respondent, meeting, round and level.

    The questions become its headers. Rows that are not `current` are left out, where the file tells.
    """
    tidy = mapping.head.tidy
    missing = [one for one in (*tidy.question, tidy.value) if one not in sheet.headers]
    for one in missing:
        mapping.fault(("tidy",), f"{sheet.path.name} has no column {one!r}")
    mapping.stop_if_faulty()
    beside = {
        name: getattr(tidy, name)
        for name in (
            "respondent", "meeting", "date", "round", "level", "table", "actor_type", "municipality", "received_at",
        )
    } | {name: name for name in ("late", "counted", "simulated")}  # fmt: skip
    if mapping.head.respondent:
        beside["respondent"] = mapping.head.respondent
    records: dict[tuple[str, ...], Record] = {}
    found = Sheet(sheet.path, sheet.digest, [], [], "tidy", wrong=sheet.wrong)
    for record in sheet.records:
        cells = record.cells
        if cells.get("current") == "false" or tidy.value not in cells:
            continue
        question = "/".join(cells.get(one, "") for one in tidy.question)
        said = {name: cells[column] for name, column in beside.items() if column in cells}
        key = tuple(
            said.get(name, "") for name in ("respondent", "meeting", "date", "round", "level", "late", "counted")
        )
        if said.get("level") in ("table", "plenary"):
            key = (*key, said.get("table", "") if said["level"] == "table" else "")
        if key not in records or question in records[key].cells:
            records[key] = Record(record.row, {}, said)
            found.records.append(records[key])
        records[key].cells[question] = _unguarded(cells[tidy.value])
        records[key].rows[question] = record.row
        if question not in found.headers:
            found.headers.append(question)
    return found


def _unguarded(text: str) -> str:
    """A cell without the apostrophe that the export for Excel puts before what looks like a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠") else text
