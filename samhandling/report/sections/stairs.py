"""The staircase: how far each of its questions has come, by actor type, from one measurement to the next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from samhandling.analysis.agreement import van_der_eijk
from samhandling.analysis.sentences import listed, number
from samhandling.analysis.weakest import weakest
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.stairs import levels_figure, movement_figure
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material
from samhandling.report.sections.change import changed, first_and_last, same_people
from samhandling.report.sections.effects import signed
from samhandling.report.sections.gates import gate_block
from samhandling.report.sections.measurements import Staircase, staircase
from samhandling.report.sections.occasions import asked
from samhandling.report.sections.stairs_by_group import questions_by_group, times_by_group
from samhandling.report.sections.tables import heads, quartiles

NAMED = 3
"""Questions that are alike are named when they are at most so many; more are told by their numbers."""


def stairs(material: Material, language: Language) -> Section | None:
    """Each staircase that five or more answered by themselves: its questions, by actor type, over time, and its gate.

    All of it is of the pictures that the report has of each time, and tells of nobody whom they do not.
    """
    blocks: list[Block] = []
    for exercise in material.content.exercises.values():
        if found := staircase(material, exercise, language):
            blocks += _blocks(material, found, language)
    return Section("stairs", say("stairs", "stairs", language), blocks) if blocks else None


def _blocks(material: Material, found: Staircase, language: Language) -> Iterator[Block]:
    single, several = len(found.labels) == 1, len(found.measurements) > 1
    if not (single and several):  # else the last time is the last row of the movement
        yield _levels(found, language)
    if several:
        yield _moved_alone(material, found, language) if single else _moved(found, language)
    if block := (times_by_group if single else questions_by_group)(found, language):
        yield block
    if found.exercise.gate:
        yield _gates(found, language)


def _levels(found: Staircase, language: Language) -> Block:
    """The questions at the last measurement, in their order."""
    last = found.last
    rows = {one: last.found[one] for one in found.labels if one in last.found}
    values = found.scale.values
    agreement = {one: van_der_eijk([_given(row, value) for value in values]) for one, row in rows.items()}
    lowest = weakest({one: row["quantiles"] for one, row in rows.items()})
    sentence = " ".join(_levels_said(found, rows, lowest, agreement, language))
    drawn = [{"label": found.labels[one], "n": row["n"], "quantiles": row["quantiles"]} for one, row in rows.items()]
    # where all are alike none is marked as the weakest
    marked = [place for place, one in enumerate(rows) if one in lowest and len(lowest) < len(rows)]
    table = [
        [found.labels[one], row["n"], *quartiles(row["quantiles"], language), _agreed(agreement[one], language)]
        for one, row in rows.items()
    ]
    columns = [say("stairs", "question", language), *heads(language, "n", "q25", "median", "q75")]
    single = len(found.labels) == 1
    notes = ["agreement_note"] if single else ["weakest_note", "agreement_note"]
    return Block(
        f"stairs-{found.exercise.id}-levels",
        found.titled("level" if single else "levels", language, last.head), sentence, last.n,
        levels_figure(found.scale, drawn, marked, language, alt=sentence),
        Table([*columns, say("stairs", "agreement", language)], table), last.simulated,
        note=" ".join(say("stairs", note, language) for note in notes),
    )  # fmt: skip


def _given(row: dict[str, Any], value: int) -> int:
    return next((count["n"] for count in row["counts"] if count["value"] == value), 0)


def _agreed(value: float | None, language: Language) -> str:
    return "" if value is None else signed(value, language)


def _levels_said(
    found: Staircase,
    rows: Mapping[str, dict[str, Any]],
    lowest: Sequence[str],
    agreement: Mapping[str, float | None],
    language: Language,
) -> list[str]:
    middle, n, k = middle_said(rows[lowest[0]]["quantiles"], language), len(rows), len(lowest)
    if n == 1:
        return [middle[:1].upper() + middle[1:]]
    if k == n:
        said = [say("stairs", "both_alike" if n == 2 else "all_alike", language, n=n, middle=middle)]
    elif k > NAMED:
        items = listed([str(found.number(one)) for one in lowest], language)
        said = [say("stairs", "weakest_numbers", language, k=k, n=n, items=items, middle=middle)]
    else:
        items = listed([say("stairs", "quoted", language, label=found.labels[one]) for one in lowest], language)
        said = [say("stairs", "weakest" if k == 1 else "weakest_tied", language, items=items, middle=middle)]
    known = {one: value for one, value in agreement.items() if value is not None}
    apart = [one for one, value in known.items() if value == min(known.values())]
    if len(apart) == 1:
        said.append(say("stairs", "most_apart", language, item=found.labels[apart[0]]))
    return said


def middle_said(found: Mapping[str, float], language: Language) -> str:
    """The median and the middle half in words, as the end of a sentence."""
    low, median, high = (number(found[key], language) for key in ("q25", "median", "q75"))
    key = "middle" if found["q25"] < found["q75"] else "middle_narrow"
    return say("stairs", key, language, median=median, low=low, high=high)


def _moved(found: Staircase, language: Language) -> Block:
    """The medians of several questions, from the first measurement to the last."""
    times, first, last = found.measurements, found.measurements[0], found.last
    medians = {one: [time.median(one) for time in times] for one in found.labels}
    medians = {one: row for one, row in medians.items() if any(value is not None for value in row)}
    ways = [now - before for before, *_, now in medians.values() if before is not None and now is not None]
    up, stayed, down = (sum(way > 0 for way in ways), ways.count(0), sum(way < 0 for way in ways))
    fill = {"first": first.time, "last": last.time, "up": up, "stayed": stayed, "down": down}
    sentence = say("stairs", "moved" if ways else "moved_nothing", language, **fill)
    rows = [(found.labels[one], row) for one, row in medians.items()]
    table: list[list[Any]] = [
        [label, *("–" if value is None else number(value, language) for value in row)] for label, row in rows
    ]
    table.append([say("stairs", "most_n", language), *(time.n for time in times)])
    return Block(
        f"stairs-{found.exercise.id}-movement", found.titled("movement", language), sentence, last.n,
        movement_figure(found.scale, rows, [time.head for time in times], language, sentence),
        Table([say("stairs", "question", language), *(time.head for time in times)], table),
        any(time.simulated for time in times), note=say("stairs", "movement_note", language),
    )  # fmt: skip


def _moved_alone(material: Material, found: Staircase, language: Language) -> Block:
    """The answers to the one question at each measurement."""
    times, (question,) = found.measurements, found.labels
    rows = [{**time.found[question], "label": time.head} for time in times]
    each = [
        say("stairs", "median_at", language, median=number(row["quantiles"]["median"], language), time=time.time)
        for row, time in zip(rows, times, strict=True)
    ]
    said = [say("stairs", "medians", language, each=listed(each, language))]
    for exercise, item, answers in asked(material, material.long, (found.scale.kind,)):
        if (exercise.id, item.id) == (found.exercise.id, question) and (both := first_and_last(item, answers)):
            same = " ".join(same_people(changed(item, *both), language))
            said.append(say("stairs", "first_and_last", language, said=same) if len(times) > 2 else same)
    sentence = " ".join(said)
    table = [[row["label"], row["n"], *quartiles(row["quantiles"], language)] for row in rows]
    return Block(
        f"stairs-{found.exercise.id}-movement", found.titled("movement", language), sentence, found.last.n,
        levels_figure(found.scale, rows, (), language, alt=sentence),
        Table([say("stairs", "time", language), *heads(language, "n", "q25", "median", "q75")], table),
        any(time.simulated for time in times), note=say("stairs", "movement_note_alone", language),
    )  # fmt: skip


def _gates(found: Staircase, language: Language) -> Block:
    """What the gate suggested at each measurement; its picture is of the last."""
    section = f"stairs-{found.exercise.id}"
    made = [
        (time, gate_block(found.exercise, time.gate, section, time.simulated, language))
        for time in found.measurements
        if time.gate
    ]
    last, block = made[-1]
    title = f"{found.exercise.title.in_(language)} · {block.title}"
    if len(made) == 1:
        return replace(block, title=title)
    said = [say("stairs", "gate_at", language, time=time.head, sentence=one.sentence) for time, one in made]
    rows = [[step, time.head, *rest] for time, one in made for step, *rest in one.table.rows]
    step, *columns = block.table.columns
    return replace(
        block, title=f"{title} · {last.head}", sentence=" ".join(said),
        table=Table([step, say("stairs", "time", language), *columns], rows),
        synthetic=any(one.synthetic for _, one in made),
    )  # fmt: skip
