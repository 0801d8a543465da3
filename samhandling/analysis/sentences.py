"""What a picture says in a sentence or two: by rules, and never from a suppressed group."""

from collections.abc import Callable
from typing import Any

from samhandling.content.exercise import Level
from samhandling.content.language import Language
from samhandling.content.words import many, say

Result = dict[str, Any]


def number(value: float, language: Language) -> str:
    """A number as a person writes it: no decimals when whole, a decimal comma in Swedish."""
    text = f"{value:g}"
    return text.replace(".", ",") if language == "sv" else text


def sentence(item: Any, result: Result, level: Level, language: Language) -> str:
    """The sentence over an item's picture."""
    if result["suppressed"]:
        return say("analysis", "suppressed", language)
    if result["n"] == 0:
        return say("analysis", "only_unknown" if result["unknown"] else "no_answers", language)
    return " ".join(part for part in _SENTENCES[item.kind](item, result, level, language) if part)


def _point(item: Any, value: float, language: Language) -> str:
    label = next((point.label.in_(language) for point in item.points if point.value == value), number(value, language))
    # a name in running text begins with a small letter; an abbreviation keeps its capitals
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _ladder(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    counts = {count["value"]: count["n"] for count in result["counts"]}
    n, median = result["n"], result["quantiles"]["median"]
    if level == "plenary" and n == 1:
        step = next(value for value, count in counts.items() if count)
        return [say("analysis", "joint", language, step=step, label=_point(item, step, language)), ""]
    who = "ladder_tables" if level == "table" else "ladder"
    step = int(median)
    below = sum(count for value, count in counts.items() if value <= step)
    label = _point(item, step, language)
    if counts.get(step) == n and n > 1:
        first = say("analysis", f"{who}_all", language, n=n, step=step, label=label)
    elif step == max(item.values):
        first = say("analysis", f"{who}_top", language, n=n, k=counts[step], label=label)
    elif step == min(item.values):
        first = say("analysis", f"{who}_bottom", language, n=n, k=below, label=label)
    elif level == "individual" and abs(below / n - 0.5) < 0.05:
        first = say("analysis", "ladder_half", language, step=step)
    else:
        key = "ladder_tables" if level == "table" else "ladder_share"
        first = say("analysis", key, language, n=n, k=below, step=step)
    return [first, _compared(result, level, language)]


def _scale(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    q25, median, q75 = (result["quantiles"][key] for key in ("q25", "median", "q75"))
    if result["n"] == 1 and level == "plenary":
        step = number(median, language)
        return [say("analysis", "joint", language, step=step, label=_point(item, median, language)), ""]
    if result["n"] > 1 and any(count["n"] == result["n"] for count in result["counts"]):
        label = _point(item, median, language)
        first = say("analysis", "scale_all", language, n=result["n"], step=number(median, language), label=label)
        return [first, _compared(result, level, language)]
    if median in item.values:
        label = _point(item, median, language)
        first = say("analysis", "median", language, median=number(median, language), label=label)
    else:
        low = max(value for value in item.values if value < median)
        high = min(value for value in item.values if value > median)
        first = say("analysis", "median_between", language, low=low, high=high)
    second = _compared(result, level, language)
    if not second and q25 == q75:
        second = say("analysis", "middle_same", language)
    elif not second:
        second = say("analysis", "middle", language, low=number(q25, language), high=number(q75, language))
    return [first, second]


def _compared(result: Result, level: Level, language: Language) -> str:
    """Groups beside each other, or the joint answers beside the ones before."""
    if level != "individual":
        before = result["before"]
        if not before or not before["quantiles"] or not result["quantiles"]:
            return ""
        then, now = before["quantiles"]["median"], result["quantiles"]["median"]
        key = "tables_moved" if before["level"] == "table" else "moved"
        if then == now:
            return say("analysis", f"{key}_not", language)
        way = f"{key}_up" if now > then else f"{key}_down"
        return say("analysis", way, language, before=number(then, language), now=number(now, language))
    groups = [group for group in result["groups"].get("actor_type", []) if group["quantiles"] and group["id"] != "none"]
    if len(groups) < 2:
        return ""
    high = max(groups, key=lambda group: group["quantiles"]["median"])
    low = min(groups, key=lambda group: group["quantiles"]["median"])
    steps = high["quantiles"]["median"] - low["quantiles"]["median"]
    if steps < 1:
        return say("analysis", "groups_alike", language)
    key = f"steps_{int(steps)}" if steps in (1, 2, 3) else "steps_n"
    written = say("analysis", key, language, n=number(steps, language))
    return say("analysis", "groups_apart", language, high=high["label"], low=low["label"], steps=written)


def _choice(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    top = max(count["n"] for count in result["counts"])
    first = [count["label"] for count in result["counts"] if count["n"] == top]
    if len(first) > 1:
        labels = _listed(first[:3], language)
        return [say("analysis", "choice_tie", language, labels=labels, k=top, n=result["n"])] if len(first) < 4 else []
    if level == "plenary" and result["n"] == 1:
        return [say("analysis", "choice_joint", language, label=first[0])]
    key = "choice_all" if top == result["n"] and top > 1 else "choice_most"
    return [say("analysis", key, language, label=first[0], k=top, n=result["n"])]


def _listed(labels: list[str], language: Language) -> str:
    joint = " och " if language == "sv" else " and "
    return joint.join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def _matrix(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    rows = [(row["quantiles"]["median"], row["label"]) for row in result["rows"] if row["quantiles"]]
    if len(rows) < 2:
        return []
    high, low = max(rows, key=lambda row: row[0]), min(rows, key=lambda row: row[0])
    if high[0] == low[0]:
        return [say("analysis", "matrix_alike", language, median=number(high[0], language))]
    fill = {"high": high[1], "high_median": number(high[0], language)}
    fill |= {"low": low[1], "low_median": number(low[0], language)}
    return [say("analysis", "matrix_apart", language, **fill)]


def _votes(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    dots = [(count["n"], count["label"]) for count in result["counts"]]
    dots += [(note["dots"] or 0, note["text"]) for note in result["notes"] if not note.get("hidden")]
    top = max((n for n, _ in dots), default=0)
    first = [label for n, label in dots if n == top]
    if not top:
        return []
    if len(first) > 1:
        return [say("analysis", "votes_tie", language, count=len(first), k=top)]
    return [say("analysis", "votes_most", language, label=first[0], k=top)]


def _notes(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    shown = [note for note in result["notes"] if not note.get("hidden")]
    if not item.shared:
        return [many("analysis", "texts", result["n"], language), say("analysis", "texts_private", language)]
    under = {c["id"]: sum(note.get("category") == c["id"] for note in shown) for c in result["categories"]}
    first = many("analysis", "notes", len(shown), language)
    top = max(under.values(), default=0)
    if len(shown) < 2 or list(under.values()).count(top) != 1:
        return [first]
    label = next(c["label"] for c in result["categories"] if under[c["id"]] == top)
    return [first, say("analysis", "notes_category", language, label=label, k=top)]


def _text(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    key = "texts_tables" if level == "table" else "texts"
    private = "" if item.shared else say("analysis", "texts_private", language)
    return [many("analysis", key, result["n"], language), private]


def _table(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    if not item.shared:
        return _text(item, result, level, language)
    shown = [entry for entry in result["entries"] if not entry.get("hidden")]
    return [many("analysis", "entries", len(shown), language)]


_SENTENCES: dict[str, Callable[[Any, Result, Level, Language], list[str]]] = {
    "choice": _choice, "scale": _scale, "matrix": _matrix, "ladder": _ladder,
    "text": _text, "notes": _notes, "votes": _votes, "table": _table,
}  # fmt: skip
