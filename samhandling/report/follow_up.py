"""The follow-up of a meeting: response rates first, then every exercise, round and level with answers."""

from collections.abc import Sequence
from typing import Any, cast

import pandas as pd

from samhandling.analysis.frame import in_the_picture
from samhandling.analysis.groups import SPLITS, Split, respondents, response, response_by_group
from samhandling.analysis.sentences import number
from samhandling.analysis.summaries import results
from samhandling.content.exercise import LEVELS, Exercise, Gate, Level
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.series import Meeting
from samhandling.content.words import many, say
from samhandling.figures import FIGURES, gate_figure, response_figure, split_figure

Block = dict[str, Any]


def follow_up(
    content: Content, meeting: Meeting, frame: pd.DataFrame, people: pd.DataFrame, split: Split, language: Language
) -> dict[str, Any]:
    """Everything that the follow-up shows of one meeting, ready to draw; splits go through the gate."""
    frame = frame[frame["meeting"].eq(meeting.id)]
    sections: list[dict[str, Any]] = []
    rates: list[tuple[str, dict[str, Any]]] = []
    for step in meeting.agenda:
        exercise = content.exercises.get(step.exercise or "")
        if exercise is None:
            continue
        mine = frame[frame["exercise"].eq(exercise.id) & frame["round"].eq(step.round)]
        answered = set(in_the_picture(mine)["level"])
        for level in (one for one in LEVELS if one in answered):
            title = _title(exercise, step.round, level, language)
            actor_types = content.series.actor_types
            rate = response(exercise, mine, people, round=step.round, level=level, language=language)
            rates.append((title, rate))
            result = results(
                exercise, mine, people, round=step.round, level=level, language=language, state="revealed",
                run=None, actor_types=actor_types, splits=SPLITS,
            )  # fmt: skip
            section: dict[str, Any] = {"id": f"{exercise.id}-{step.round}-{level}", "title": title}
            section |= {"exercise": exercise.id, "level": level, "round": step.round}
            section["blocks"] = _blocks(exercise, result, section["id"], in_the_picture(mine), split, language)
            sections.append(section)
    return {
        "split": split,
        "splits": [{"id": one, "label": say("analysis", f"split_{one}", language)} for one in SPLITS],
        "joined": len(people),
        "simulated": int(people["simulated"].sum()),
        "sections": [_response(content, frame, people, rates, split, language), *sections],
    }


def _title(exercise: Exercise, round: int, level: Level, language: Language) -> str:
    parts = [exercise.title.in_(language)]
    if round > 1:
        parts.append(say("analysis", "round", language, n=round))
    if len(exercise.levels) > 1:
        parts.append(say("analysis", f"level_{level}", language))
    return ", ".join(parts)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], language: Language) -> dict[str, Any]:
    return {
        "columns": [say("analysis", f"column_{one}", language) for one in columns],
        "rows": [[*row] for row in rows],
    }


def _response(
    content: Content,
    frame: pd.DataFrame,
    people: pd.DataFrame,
    rates: Sequence[tuple[str, dict[str, Any]]],
    split: Split,
    language: Language,
) -> dict[str, Any]:
    rows = in_the_picture(frame)
    alone = rows[rows["level"].eq("individual")]
    synthetic = bool(people["simulated"].any())
    n, joined, simulated = respondents(alone), len(people), int(people["simulated"].sum())
    said = [say("analysis", "response_sentence", language, n=n, joined=joined)]
    full = [(title, rate["n"], rate["of"]) for title, rate in rates]
    if full:
        title, k, of = min(full, key=lambda one: one[1] / one[2] if one[2] else 1)
        if k < of:
            said.append(say("analysis", "response_lowest", language, title=title, n=k, of=of))
    if simulated:
        said.append(many("analysis", "simulated", simulated, language))
    groups = response_by_group(people, alone, split, content.series.actor_types, language)
    shown = [(group["label"], group["n"], group["of"]) for group in groups if not group["suppressed"]]
    fewer = say("analysis", "fewer", language)
    blocks = [
        {
            "id": "response-exercises",
            "title": say("analysis", "response_all", language),
            "sentence": " ".join(said),
            "n": n,
            "synthetic": synthetic,
            "figure": response_figure(full, language, alt=said[0]),
            "table": _table(("exercise", "n", "of", "share"), [(*one, _share(*one[1:])) for one in full], language),
        },
        {
            "id": "response-groups",
            "title": say("analysis", "response_groups", language),
            "sentence": say("analysis", "response_groups_sentence", language),
            "n": n,
            "synthetic": synthetic,
            "figure": response_figure(shown, language, alt=say("analysis", "response_groups", language)),
            "table": _table(
                ("group", "n", "of", "share"),
                [
                    (group["label"], fewer, "", "")
                    if group["suppressed"]
                    else (group["label"], group["n"], group["of"], _share(group["n"], group["of"]))
                    for group in groups
                ],
                language,
            ),
        },
    ]
    title = say("analysis", "response", language)
    return {"id": "response", "title": title, "exercise": None, "level": None, "round": None, "blocks": blocks}


def _share(n: int, of: int) -> str:
    return f"{round(100 * n / of)} %" if of else "–"


def _blocks(
    exercise: Exercise, result: dict[str, Any], section: str, rows: pd.DataFrame, split: Split, language: Language
) -> list[Block]:
    simulated = set(rows.loc[rows["simulated"] & rows["level"].eq(result["level"]), "item"])
    blocks: list[Block] = []
    for one in result["items"]:
        item = exercise.find(one["item"])
        # what is not shared with the group is not the follow-up's to show either
        if not (one["n"] or one["unknown"]) or not getattr(item, "shared", True):
            continue
        block = {"id": f"{section}-{item.id}", "title": one["label"], "sentence": one["sentence"], "n": one["n"]}
        block |= {"synthetic": item.id in simulated, "figure": FIGURES[item.kind](item, one, language)}
        blocks.append(block | {"table": _item_table(one, language)})
        groups = one["groups"].get(split)
        if groups and item.kind in ("scale", "ladder") and not one["suppressed"]:
            title = f"{one['label']} · {say('analysis', 'median_title', language)}"
            figure = split_figure(item, groups, language, alt=one["sentence"])
            more = {"id": f"{block['id']}-{split}", "title": title, "figure": figure}
            blocks.append(block | more | {"table": _group_table(groups, language)})
    if (gate := result["gate"]) and any(row["n"] for row in gate["rows"]):
        blocks.append(_gate_block(exercise, gate, section, bool(simulated), language))
    return blocks


def _item_table(one: dict[str, Any], language: Language) -> dict[str, Any]:
    if one["suppressed"]:
        return {"columns": [], "rows": []}
    unknown = [(say("analysis", "unknown", language), one["unknown"])] if one["unknown"] else []
    match one["kind"]:
        case "matrix":
            points = [count["label"] for count in next((row["counts"] for row in one["rows"] if row["counts"]), [])]
            table = _table(("row",), [], language)
            table["columns"] += [*points, *_table(("unknown", "median"), [], language)["columns"]]
            table["rows"] = [_matrix_row(row, len(points), language) for row in one["rows"]]
            return table
        case "text":
            return _table(("text",), [(note["text"],) for note in one["notes"]], language)
        case "notes":
            labels = {category["id"]: category["label"] for category in one["categories"]}
            rows = [(labels.get(note["category"], ""), note["text"]) for note in one["notes"]]
            return _table(("category", "note"), sorted(rows, key=lambda row: row[0]), language)
        case "votes":
            dots = [(count["label"], count["n"]) for count in one["counts"]]
            dots += [(note["text"], note["dots"]) for note in one["notes"]]
            return _table(("answer", "votes"), sorted(dots, key=lambda row: -row[1]), language)
        case "table":
            ids = [column["id"] for column in one["columns"]]
            rows_of = [[entry["cells"].get(column, "") for column in ids] for entry in one["entries"]]
            return {"columns": [column["label"] for column in one["columns"]], "rows": rows_of}
        case _:
            counts = [(count["label"], count["n"]) for count in one["counts"]]
            return _table(("answer", "count"), [*counts, *unknown], language)


def _matrix_row(row: dict[str, Any], points: int, language: Language) -> list[Any]:
    if not row["counts"]:
        return [row["label"], *[""] * points, "", say("analysis", "fewer", language)]
    median = number(row["quantiles"]["median"], language) if row["quantiles"] else ""
    return [row["label"], *(count["n"] for count in row["counts"]), row["unknown"], median]


def _group_table(groups: Sequence[dict[str, Any]], language: Language) -> dict[str, Any]:
    rows: list[list[Any]] = []
    for group in groups:
        if group["suppressed"]:
            rows.append([group["label"], say("analysis", "fewer", language), "", "", ""])
        else:
            quartiles = [number(group["quantiles"][key], language) for key in ("q25", "median", "q75")]
            rows.append([group["label"], group["n"], *quartiles])
    return _table(("group", "n", "q25", "median", "q75"), rows, language)


def _gate_block(exercise: Exercise, gate: dict[str, Any], section: str, synthetic: bool, language: Language) -> Block:
    rule = cast(Gate, exercise.gate)
    rows, n = [], max(row["n"] for row in gate["rows"])
    for row in gate["rows"]:
        known = row["median"] is not None
        median, spread = (number(row[key], language) if known else "" for key in ("median", "spread"))
        advice = say("analysis", "stay" if row["stay"] else "go", language) if known else ""
        rows.append((row["title"], row["n"], median, spread, advice))
    return {
        "id": f"{section}-gate",
        "title": say("analysis", "gate_title", language),
        "sentence": gate["sentence"],
        "n": n,
        "synthetic": synthetic,
        "figure": gate_figure(rule, exercise.find(rule.items[0]), gate["rows"], language, alt=gate["sentence"]),
        "table": _table(("step", "n", "median", "spread", "advice"), rows, language),
    }
