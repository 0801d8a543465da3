"""The staircase as a poster: the headings and the questions of the exercise that has a gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.look.palette import ink_on, sequence
from samhandling.report.handout.sheet import sheet
from samhandling.report.page import mark

Size = Literal["A3", "A4"]
SIZES: dict[Size, tuple[int, int]] = {"A3": (420, 297), "A4": (297, 210)}
"""Width and height in millimetres, the long side across."""


@dataclass(frozen=True)
class StairStep:
    """A step of the staircase: its heading, its word, and its questions."""

    heading: str
    about: str
    questions: tuple[str, ...]


def steps_of(exercises: Iterable[Exercise], language: Language) -> list[StairStep]:
    """The steps of the first exercise with a gate, lowest first: one a section; none without such an exercise."""
    for exercise in exercises:
        if exercise.gate:
            asked = [item for item in exercise.items if item.id in exercise.gate.items and not item.retired]
            found = [(one, [item for item in asked if item.section == one.id]) for one in exercise.sections]
            return [
                StairStep(
                    section.title.in_(language),
                    section.help.in_(language) if section.help else "",
                    tuple(item.label.in_(language) for item in items),
                )
                for section, items in found
                if items
            ]
    return []


def poster(steps: list[StairStep], language: Language, size: Size = "A3") -> str:
    """The staircase across a whole sheet, its headings and questions word for word."""
    wide, high = SIZES[size]
    unit = wide / 420
    margin, gap, top = 14 * unit, 2 * unit, 62 * unit
    tread = (wide - 2 * margin - gap * (len(steps) - 1)) / len(steps)
    low, rise = 0.52, 0.48 / max(1, len(steps) - 1)
    tall = high - margin - top + 34 * unit
    parts, first = [], 1
    for nth, (step, colour) in enumerate(zip(steps, sequence(len(steps)), strict=True)):
        height, left = tall * (low + rise * nth), margin + nth * (tread + gap)
        place = f"left:{left:.2f}mm;bottom:{margin:.2f}mm;width:{tread:.2f}mm;height:{height:.2f}mm"
        asked = "".join(f"<li><b>{first + k}</b> {escape(one)}</li>" for k, one in enumerate(step.questions))
        parts.append(
            f'<section style="{place};background:{colour};color:{ink_on(colour)}"><p>{escape(step.about)}</p>'
            f"<h2>{escape(step.heading)}</h2><ol>{asked}</ol></section>"
        )
        first += len(step.questions)
    title = say("paper", "stairs", language)
    head = f"<h1>{escape(title)}</h1><p>{escape(say('paper', 'footer', language))}</p>"
    inside = f"{mark()}<header>{head}</header>{''.join(parts)}"
    body = f'<main class="poster" style="width:{wide}mm;height:{high}mm">{inside}</main>'
    style = f"@page{{size:{wide}mm {high}mm;margin:0}}body{{max-width:none;padding:0;font-size:{18 * unit:.2f}pt}}"
    return sheet(title, body, language, style)
