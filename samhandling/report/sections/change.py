"""What has changed: the first answers beside the last, of those who gave both and of everyone."""

from typing import Any

import pandas as pd

from samhandling.analysis.change import Change, Paired, Unpaired, change
from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.sentences import number
from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.kinds import point_colours
from samhandling.figures.layout import stacks
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material
from samhandling.report.sections.effects import chance, effect
from samhandling.report.sections.occasions import Occasion, asked, names, occasions
from samhandling.report.sections.tables import heads


def changes(material: Material, language: Language) -> Section | None:
    """A block for each scale and staircase that five or more answered at two times or more: the first and the last."""
    blocks = []
    for exercise, item, rows in asked(material, material.long, ("scale", "ladder")):
        if times := first_and_last(item, rows):
            blocks.append(_block(material, exercise, item, *times, language))
    if not blocks:
        return None
    return Section("change", say("sections", "change", language), blocks, say("sections", "change_note", language))


def first_and_last(item: Any, rows: pd.DataFrame) -> tuple[Occasion, Occasion] | None:
    """The first and the last time that five or more answered a question; None where there are not two."""
    times = occasions(rows[rows["number"].isin(item.values)])
    return (times[0], times[-1]) if len(times) > 1 else None


def changed(item: Any, first: Occasion, last: Occasion) -> Change:
    """What changed in the answers to a question from one time to another."""
    before, after = (one.rows.set_index("participant")["number"] for one in (first, last))
    return change(before, after, points=item.values)


def _block(
    material: Material, exercise: Exercise, item: Any, first: Occasion, last: Occasion, language: Language
) -> Block:
    found = changed(item, first, last)
    labels = names(material, [first, last], language)
    sentence = " ".join([*same_people(found, language), *_everyone(found.unpaired, language)])
    counts = [[int(one.rows["number"].eq(value).sum()) for value in item.values] for one in (first, last)]
    rows = [
        {"label": label, "n": sum(row), "counts": [{"value": v, "n": n} for v, n in zip(item.values, row, strict=True)]}
        for label, row in zip(labels, counts, strict=True)
    ]
    # not how many people there are in all: with the two numbers of answers it would tell how many gave both
    people = max(map(sum, counts))
    result = {"rows": rows, "suppressed": False, "n": people, "unknown": 0, "sentence": sentence}
    points = [(point.value, f"{point.value}  {point.label.in_(language)}") for point in item.points]
    coloured = [(*point, colour) for point, colour in zip(points, point_colours(item), strict=True)]
    table = [[label, *row] for (_, label), *row in zip(points, *counts, strict=True)]
    table.append([*heads(language, "n"), *map(sum, counts)])
    return Block(
        f"change-{exercise.id}-{item.id}", f"{exercise.title.in_(language)} · {item.label.in_(language)}", sentence,
        people, stacks(result, coloured, language), Table([*heads(language, "answer"), *labels], table),
        first.simulated or last.simulated, note=_note(found, language),
    )  # fmt: skip


def _apart(found: Change) -> bool:
    """Whether those who answered only once are none, or enough: else they stand out between the pairs and everyone."""
    return all(n == 0 or n >= MINIMUM for n in (found.only_before, found.only_after))


def _ways(found: Change) -> Paired | None:
    """The pairs, where it may be told how many went each way."""
    pairs = found.paired
    small = pairs and any(0 < n < MINIMUM for n in (pairs.up, pairs.stayed, pairs.down))
    return pairs if _apart(found) and not small else None


def same_people(found: Change, language: Language) -> list[str]:
    """What may be told of those who answered both times: how many went each way, or less where few did."""
    pairs = found.paired
    if not pairs:
        return [say("sections", "change_no_pairs", language)]
    if _ways(found):
        fill = {"n": pairs.n, "up": pairs.up, "stayed": pairs.stayed, "down": pairs.down}
        return [say("sections", "change_ways", language, **fill)]
    if _apart(found):
        medians = _medians(pairs, language)
        return [say("sections", f"change_median{_way(pairs)}", language, n=pairs.n, **medians)]
    most = max(("up", "stayed", "down"), key=lambda way: int(getattr(pairs, way)))
    clear = getattr(pairs, most) >= MINIMUM and 2 * getattr(pairs, most) > pairs.n
    return [say("sections", f"change_most_{most}" if clear else "change_mixed", language)]


def _everyone(found: Unpaired | None, language: Language) -> list[str]:
    if not found:
        return []
    fill = {"n_before": found.n_before, "n_after": found.n_after, **_medians(found, language)}
    return [say("sections", f"change_everyone{_way(found)}", language, **fill)]


def _way(found: Paired | Unpaired) -> str:
    return "_same" if found.median_before == found.median_after else ""


def _medians(found: Paired | Unpaired, language: Language) -> dict[str, str]:
    return {"before": number(found.median_before, language), "after": number(found.median_after, language)}


def _note(found: Change, language: Language) -> str:
    said = []
    # the effect is the ups less the downs, and may be told only where they may
    if pairs := _ways(found):
        p = chance(pairs.p_sign, language)
        said.append(say("sections", "change_note_pairs", language, effect=effect(pairs.effect, language), p=p))
    if found.unpaired:
        delta, p = effect(found.unpaired.delta, language), chance(found.unpaired.p, language)
        said.append(say("sections", "change_note_everyone", language, effect=delta, p=p))
    return " ".join(said)
