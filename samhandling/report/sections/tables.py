"""The numbers behind a picture, as a table."""

from collections.abc import Callable, Sequence
from typing import Any

from samhandling.analysis.sentences import number
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.report.document.model import Table

Row = dict[str, Any]


def heads(language: Language, *columns: str) -> list[str]:
    """The heads of some columns, by their keys in the words."""
    return [say("analysis", f"column_{one}", language) for one in columns]


def share(n: int, of: int) -> str:
    """A share in per cent, or a dash of nothing."""
    return f"{round(100 * n / of)} %" if of else "–"


def item_table(one: Row, language: Language) -> Table:
    """The numbers of one item's picture (see `results`); empty when they may not be shown."""
    return Table() if one["suppressed"] else _TABLES.get(one["kind"], _counts)(one, language)


def group_table(groups: Sequence[Row], language: Language) -> Table:
    """The quartiles of each group; of those too few, that they are."""
    rows: list[list[Any]] = []
    for group in groups:
        if group["suppressed"]:
            rows.append([group["label"], say("analysis", "fewer", language), "", "", ""])
        else:
            rows.append([group["label"], group["n"], *quartiles(group["quantiles"], language)])
    return Table(heads(language, "group", "n", "q25", "median", "q75"), rows)


def quartiles(found: Row | None, language: Language) -> list[str]:
    """The three quartiles as they are written; empty of no answers."""
    return [number(found[key], language) if found else "" for key in ("q25", "median", "q75")]


def _unknown(one: Row, language: Language) -> list[tuple[str, int]]:
    return [(say("analysis", "unknown", language), one["unknown"])] if one["unknown"] else []


def _named(one: Row) -> list[str]:
    """The labels of the values, from the first row that may be shown."""
    return [count["label"] for count in next((row["counts"] for row in one["rows"] if row["counts"]), [])]


def _counts(one: Row, language: Language) -> Table:
    counts = [(count["label"], count["n"]) for count in one["counts"]]
    return Table(heads(language, "answer", "count"), [*counts, *_unknown(one, language)])


def _matrix(one: Row, language: Language) -> Table:
    points = _named(one)
    rows: list[list[Any]] = []
    for row in one["rows"]:
        if row["counts"]:
            median = number(row["quantiles"]["median"], language) if row["quantiles"] else ""
            rows.append([row["label"], *(count["n"] for count in row["counts"]), row["unknown"], median])
        else:
            rows.append([row["label"], *[""] * len(points), "", say("analysis", "fewer", language)])
    return Table([*heads(language, "row"), *points, *heads(language, "unknown", "median")], rows)


def _stacks(one: Row, language: Language) -> Table:
    names = _named(one)
    rows: list[list[Any]] = []
    for row in one["rows"]:
        if row["counts"] or not row["n"]:
            rows.append([row["label"], *([count["n"] for count in row["counts"]] or [0] * len(names)), row["n"]])
        else:
            rows.append([row["label"], *[""] * len(names), say("analysis", "fewer", language)])
    return Table([*heads(language, "row"), *names, *heads(language, "n")], rows)


def _place(one: Row, language: Language) -> Table:
    found = [(row["label"], c["label"], c["n"]) for row in one["rows"] for c in row["counts"] if c["n"]]
    return Table(heads(language, "row", "municipality", "count"), sorted(found, key=lambda row: -row[2]))


def _rank(one: Row, language: Language) -> Table:
    given = {count["value"]: count["n"] for count in one["counts"]}
    rows = []
    for row in one["rows"]:
        median = number(row["quantiles"]["median"], language) if row["quantiles"] else ""
        rows.append((row["label"], given[row["row"]], _few(row, row["quantiles"], language), median))
    return Table(heads(language, "answer", "points", "n", "places"), rows)


def _position(one: Row, language: Language) -> Table:
    rows: list[list[Any]] = []
    for row in one["positions"]:
        medians = [number(row[axis]["median"], language) if row[axis] else "" for axis in ("x", "y")]
        rows.append([row["label"], _few(row, row["x"], language), *medians])
    rows += [[note["text"], "", note["x"], note["y"]] for note in one["notes"]]
    return Table([*heads(language, "answer", "n"), *(column["label"] for column in one["columns"])], rows)


def _quiz(one: Row, language: Language) -> Table:
    mark = f"{say('analysis', 'quiz_mark', language)} "
    rows = [((mark if c["value"] == one["right"] else "") + c["label"], c["n"]) for c in one["counts"]]
    return Table(heads(language, "answer", "count"), [*rows, *_unknown(one, language)])


def _text(one: Row, language: Language) -> Table:
    return Table(heads(language, "text"), [(note["text"],) for note in one["notes"]])


def _notes(one: Row, language: Language) -> Table:
    labels = {category["id"]: category["label"] for category in one["categories"]}
    rows = [(labels.get(note["category"], ""), note["text"]) for note in one["notes"]]
    return Table(heads(language, "category", "note"), sorted(rows, key=lambda row: row[0]))


def _votes(one: Row, language: Language) -> Table:
    dots = [(count["label"], count["n"]) for count in one["counts"]]
    dots += [(note["text"], note["dots"]) for note in one["notes"]]
    return Table(heads(language, "answer", "votes"), sorted(dots, key=lambda row: -(row[1] or 0)))


def _rows(one: Row, language: Language) -> Table:
    ids = [column["id"] for column in one["columns"]]
    rows = [[entry["cells"].get(column, "") for column in ids] for entry in one["entries"]]
    return Table([column["label"] for column in one["columns"]], rows)


def _few(row: Row, shown: Any, language: Language) -> Any:
    """How many a row stands on, or that they are too few to say."""
    return row["n"] if shown or not row["n"] else say("analysis", "fewer", language)


_TABLES: dict[str, Callable[[Row, Language], Table]] = {
    "matrix": _matrix, "agree": _stacks, "board": _stacks, "place": _place, "rank": _rank, "position": _position,
    "quiz": _quiz, "text": _text, "notes": _notes, "votes": _votes, "table": _rows,
}  # fmt: skip
