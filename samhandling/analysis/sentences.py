"""What a picture says in a sentence or two: by rules, and never from a suppressed group."""

from collections.abc import Callable, Sequence
from typing import Any

from samhandling.content.exercise import Level
from samhandling.content.language import Language
from samhandling.content.words import many, say

Result = dict[str, Any]


def number(value: float, language: Language) -> str:
    """A number as a person writes it: no decimals when whole, by thousands, a decimal comma in Swedish."""
    whole, _, decimals = f"{value:,.2f}".partition(".")
    comma, space = (",", "\N{NO-BREAK SPACE}") if language == "sv" else (".", ",")
    decimals = decimals.rstrip("0")
    return whole.replace(",", space) + (comma + decimals if decimals else "")


def measured(item: Any, value: float, language: Language) -> str:
    """An answer to a question for a number, with its unit."""
    unit = item.unit.in_(language) if item.unit else ""
    space = "" if unit == "%" and language == "en" else "\N{NO-BREAK SPACE}"
    return number(value, language) + (space + unit if unit else "")


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


def _number(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    def said(value: float) -> str:
        return measured(item, value, language)

    q25, median, q75 = (result["quantiles"][key] for key in ("q25", "median", "q75"))
    if result["n"] == 1 and level == "plenary":
        return [say("analysis", "number_joint", language, value=said(median)), ""]
    first = say("analysis", "number_median", language, value=said(median))
    second = _compared(result, level, language, said, item.step)
    if not second and q25 == q75:
        second = say("analysis", "middle_same", language)
    elif not second:
        second = say("analysis", "middle", language, low=number(q25, language), high=said(q75))
    return [first, second]


def _compared(
    result: Result,
    level: Level,
    language: Language,
    measure: Callable[[float], str] | None = None,
    least: float = 1,
) -> str:
    """Groups beside each other, or the joint answers beside the ones before.

    `measure` writes a difference, else it is counted in steps; one smaller than `least` is none.
    """
    if level != "individual":
        before = result["before"]
        if not before or not before["quantiles"] or not result["quantiles"]:
            return ""
        then, now = before["quantiles"]["median"], result["quantiles"]["median"]
        key = "tables_moved" if before["level"] == "table" else "moved"
        if then == now:
            return say("analysis", f"{key}_not", language)
        way = f"{key}_up" if now > then else f"{key}_down"
        write = measure or (lambda value: number(value, language))
        return say("analysis", way, language, before=write(then), now=write(now))
    groups = [group for group in result["groups"].get("actor_type", []) if group["quantiles"] and group["id"] != "none"]
    if len(groups) < 2:
        return ""
    high = max(groups, key=lambda group: group["quantiles"]["median"])
    low = min(groups, key=lambda group: group["quantiles"]["median"])
    steps = high["quantiles"]["median"] - low["quantiles"]["median"]
    if steps < least:
        return say("analysis", "groups_alike", language)
    key = f"steps_{int(steps)}" if steps in (1, 2, 3) else "steps_n"
    written = measure(steps) if measure else say("analysis", key, language, n=number(steps, language))
    return say("analysis", "groups_apart", language, high=high["label"], low=low["label"], steps=written)


def _choice(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    top = max(count["n"] for count in result["counts"])
    first = [count["label"] for count in result["counts"] if count["n"] == top]
    if level == "plenary" and result["n"] == 1:
        return [say("analysis", "choice_joint", language, label=listed(first, language))]
    if len(first) > 1:
        labels = listed(first, language) if len(first) < 4 else say("analysis", "rank_many", language, n=len(first))
        return [say("analysis", "choice_tie", language, labels=labels, k=top, n=result["n"])]
    key = "choice_all" if top == result["n"] and top > 1 else "choice_most"
    return [say("analysis", key, language, label=first[0], k=top, n=result["n"])]


def listed(labels: Sequence[str], language: Language) -> str:
    """Some labels in a row, the last with an and."""
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


def _rows(result: Result) -> list[tuple[Result, dict[Any, int]]]:
    """The rows of a picture that may be shown, with their counts by value."""
    return [(row, {count["value"]: count["n"] for count in row["counts"]}) for row in result["rows"] if row["counts"]]


def _agree(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    rows = _rows(result)
    if not rows:
        return []
    if level == "plenary" and result["n"] == 1:
        yes, skip, no = (sum(counts[stance] for _, counts in rows) for stance in (1, 0, -1))
        return [say("analysis", "agree_joint", language, yes=yes, skip=skip, no=no)]
    said = []
    top, counts = max(rows, key=lambda one: one[1][1] / one[0]["n"])
    if counts[1]:
        said.append(say("analysis", "agree_most", language, label=top["label"].rstrip("."), k=counts[1], n=top["n"]))
    split, counts = max(rows, key=lambda one: min(one[1][1], one[1][-1]) / one[0]["n"])
    if min(counts[1], counts[-1]):
        label = split["label"].rstrip(".")
        said.append(say("analysis", "agree_divided", language, label=label, yes=counts[1], no=counts[-1]))
    return said


def _quiz(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    right = next((count for count in result["counts"] if count["value"] == result["right"]), None)
    if right is None:
        return _choice(item, result, level, language)
    n = result["n"] + result["unknown"]
    key = "quiz_joint_right" if right["n"] else "quiz_joint_other"
    key = key if level == "plenary" and n == 1 else "quiz_right"
    return [say("analysis", key, language, k=right["n"], n=n, label=right["label"])]


def _rank(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    order = [(count["n"], count["label"]) for count in result["counts"] if count["n"]]
    if not order:
        return []
    if level == "plenary" and result["n"] == 1:
        return [say("analysis", "rank_joint", language, labels=listed([label for _, label in order[:3]], language))]
    first = [label for n, label in order if n == order[0][0]]
    if len(first) > 1:
        labels = listed(first, language) if len(first) < 4 else say("analysis", "rank_many", language, n=len(first))
        said = [say("analysis", "rank_tie", language, labels=labels, k=order[0][0])]
    else:
        runners_up = [label for n, label in order if n == order[1][0]] if len(order) > 1 else []
        key = "rank_first" if runners_up and len(runners_up) < 3 else "rank_alone"
        rest = listed([say("analysis", "quoted", language, label=one) for one in runners_up], language)
        said = [say("analysis", key, language, label=first[0], k=order[0][0], rest=rest)]
    spread = [row for row in result["rows"] if row["quantiles"]]
    split = max(spread, key=lambda row: row["quantiles"]["q75"] - row["quantiles"]["q25"], default=None)
    if split and split["quantiles"]["q75"] - split["quantiles"]["q25"] >= 2:
        ends = {end: number(split["quantiles"][key], language) for end, key in (("low", "q25"), ("high", "q75"))}
        said.append(say("analysis", "rank_divided", language, label=split["label"], **ends))
    return said


def _position(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    placed = [one for one in result["positions"] if one["x"]]
    if level == "plenary" and result["n"] == 1 and item.things:
        return [say("analysis", "position_joint", language, k=len(placed), n=len(item.things))]
    said = []
    if placed:
        far = max(placed, key=lambda one: one["x"]["median"] + one["y"]["median"])
        key = "position_corner" if item.corners else "position_far"
        corner = item.corners.high_high.in_(language) if item.corners else ""
        said.append(say("analysis", key, language, label=far["label"], corner=corner))
        split = max(placed, key=_scattered)
        if _scattered(split) >= max(2, item.steps / 4):
            said.append(say("analysis", "position_divided", language, label=split["label"]))
    own = [note for note in result["notes"] if not note.get("hidden")]
    if own:
        said.append(many("analysis", "position_own", len(own), language))
        if item.corners and not placed:
            here = {
                name: sum(_corner(one, item.steps) == name for one in own) for name in type(item.corners).model_fields
            }
            top = max(here, key=lambda name: here[name])
            if here[top] and list(here.values()).count(here[top]) == 1:
                corner = getattr(item.corners, top).in_(language)
                said.append(say("analysis", "position_most", language, k=here[top], corner=corner))
    return said


def _scattered(one: Result) -> float:
    """How wide the middle half of a thing's places is, along the wider axis."""
    return float(max(one[axis]["q75"] - one[axis]["q25"] for axis in ("x", "y")))


def _corner(one: Result, steps: int) -> str:
    """In which quarter of the plane something lies; none when it stands on a line between them."""
    sides = ["low" if 2 * one[axis] < steps else "high" if 2 * one[axis] > steps else "" for axis in ("x", "y")]
    return "_".join(sides)


def _place(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    placed = [(max(row["counts"], key=lambda count: count["n"]), row) for row, _ in _rows(result)]
    if not placed:
        return []
    if level == "plenary" and result["n"] == 1:
        return [say("analysis", "place_joint", language, k=len(placed), n=len(result["rows"]))]
    top, row = max(placed, key=lambda one: one[0]["n"])
    fill = {"thing": row["label"], "where": top["label"], "k": top["n"], "n": row["n"]}
    return [say("analysis", "place_most", language, **fill)]


def _board(item: Any, result: Result, level: Level, language: Language) -> list[str]:
    rows = _rows(result)
    if not rows:
        return []
    if level == "plenary" and result["n"] == 1:
        under = {status["id"]: sum(counts[status["id"]] for _, counts in rows) for status in result["categories"]}
        k = max(under.values())
        labels = [status["label"] for status in result["categories"] if under[status["id"]] == k]
        first = [say("analysis", "quoted", language, label=label) for label in labels]
        key = "board_joint" if len(first) == 1 else "board_joint_tie"
        return [say("analysis", key, language, label=listed(first, language), k=k, n=len(result["rows"]))]
    tops = [(max(row["counts"], key=lambda count: count["n"]), row) for row, _ in rows]
    top, row = max(tops, key=lambda one: one[0]["n"] / one[1]["n"])
    said = [say("analysis", "board_most", language, card=row["label"], label=top["label"], k=top["n"], n=row["n"])]
    split, other = min(tops, key=lambda one: one[0]["n"] / one[1]["n"])
    if split["n"] / other["n"] < min(0.5, top["n"] / row["n"]):
        said.append(say("analysis", "board_divided", language, card=other["label"]))
    return said


_SENTENCES: dict[str, Callable[[Any, Result, Level, Language], list[str]]] = {
    "choice": _choice, "scale": _scale, "matrix": _matrix, "ladder": _ladder,
    "text": _text, "notes": _notes, "votes": _votes, "table": _table,
    "agree": _agree, "quiz": _quiz, "place": _place, "board": _board, "number": _number, "rank": _rank,
    "position": _position,
}  # fmt: skip
