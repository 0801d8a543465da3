"""Paper: an exercise as a form to print and fill in by hand."""

import textwrap
from collections.abc import Callable
from html import escape
from typing import Any

from samhandling.content.exercise import Exercise
from samhandling.content.kinds import Choice, Ladder, Matrix, Notes, Scale, Table, TextItem, Votes
from samhandling.content.language import Language, Text
from samhandling.content.words import many, say
from samhandling.look.palette import ink_on, sequence
from samhandling.report.own_answers import own_answers as own_answers
from samhandling.report.page import mark, page


def _how(key: str, language: Language, **fill: object) -> str:
    return f'<p class="how">{escape(say("paper", key, language, **fill))}</p>'


def _label(thing: Any, language: Language) -> str:
    return escape(thing.label.in_(language))


def _lines(n: int) -> str:
    return f'<div class="write">{"<i></i>" * n}</div>'


def choice(item: Choice, language: Language) -> str:
    """A ring or a box before each option."""
    mark = "box" if item.several else "ring"
    key = "choose_one" if not item.several else "choose_at_most" if item.at_most else "choose_several"
    rows = [f'<li><span class="{mark}"></span>{_label(option, language)}</li>' for option in item.options]
    if item.unknown:
        unknown = escape(say("paper", "unknown", language))
        rows.append(f'<li class="soft"><span class="{mark}"></span>{unknown}</li>')
    return _how(key, language, n=item.at_most) + f'<ul class="options">{"".join(rows)}</ul>'


def scale(item: Scale, language: Language) -> str:
    """The points in a row, to circle; *vet ej* apart."""
    rows = [f"<li><b>{point.value}</b>{_label(point, language)}</li>" for point in item.points]
    if item.unknown:
        rows.append(f'<li class="unknown"><b>–</b>{escape(say("paper", "unknown", language))}</li>')
    return _how("ring_one", language) + f'<ul class="points">{"".join(rows)}</ul>'


def matrix(item: Matrix, language: Language) -> str:
    """A grid: the rows down, the points across."""
    unknown = f'<th class="point" scope="col">{escape(say("paper", "unknown", language))}</th>' if item.unknown else ""
    points = "".join(f'<th class="point" scope="col">{p.value}<br>{_label(p, language)}</th>' for p in item.points)
    ring = '<td class="point"><span class="ring"></span></td>' * (len(item.points) + item.unknown)
    rows = "".join(f'<tr><th scope="row">{_label(row, language)}</th>{ring}</tr>' for row in item.rows)
    grid = f"<table><thead><tr><td></td>{points}{unknown}</tr></thead><tbody>{rows}</tbody></table>"
    return _how("ring_rows", language) + f'<div class="scroll">{grid}</div>'


def ladder(item: Ladder, language: Language) -> str:
    """The staircase, drawn, with a place to mark on each step."""
    n = len(item.points)
    wide, rise, low = 680 / n, 170 / n, 92
    tall = low + round(rise * (n - 1))
    parts = []
    for place, (point, colour) in enumerate(zip(item.points, sequence(n), strict=True)):
        x, height, ink = place * wide, low + place * rise, ink_on(colour)
        y, middle = tall + 46 - height, x + wide / 2
        parts.append(f'<path d="M{x:.0f} {y:.0f}h{wide - 4:.0f}v{height:.0f}h-{wide - 4:.0f}z" fill="{colour}"/>')
        parts.append(f'<circle cx="{middle:.0f}" cy="{y - 22:.0f}" r="15" fill="#fff" stroke="#17212b"/>')
        name = f"{point.value} {point.label.in_(language)}"
        parts.append(_svg_text(x + 10, y + 22, name, f'font-size="15" font-weight="650" fill="{ink}"'))
        for line, words in enumerate(_wrapped(point.help, language, int(wide / 6.6))[:4], start=1):
            parts.append(_svg_text(x + 10, y + 23 + 15 * line, words, f'font-size="11.5" fill="{ink}"'))
    said = escape(", ".join(f"{point.value} {point.label.in_(language)}" for point in item.points))
    drawn = f'<svg class="stairs" viewBox="0 0 680 {tall + 46}" role="img" aria-label="{said}">{"".join(parts)}</svg>'
    unknown = ""
    if item.unknown:
        word = escape(say("paper", "unknown", language))
        unknown = f'<ul class="options"><li class="soft"><span class="ring"></span>{word}</li></ul>'
    return _how("mark_step", language) + drawn + unknown


def _svg_text(x: float, y: float, words: str, style: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" {style}>{escape(words)}</text>'


def _wrapped(text: Text | None, language: Language, width: int) -> list[str]:
    return textwrap.wrap(text.in_(language), width) if text else []


def text(item: TextItem, language: Language) -> str:
    """Lines to write on."""
    return _lines(max(2, item.lines))


def notes(item: Notes, language: Language) -> str:
    """Cards to cut out, with the categories to circle."""
    under = "".join(f"<span>{_label(category, language)}</span>" for category in item.categories)
    how = _how("notes", language) + (_how("category", language) if item.categories else "")
    return how + f'<div class="cards">{f"<div>{under}</div>" * min(item.at_most, 6)}</div>'


def votes(item: Votes, language: Language) -> str:
    """A box for each dot that may be put on a thing."""
    key = "dots_each_one" if item.each == 1 else "dots"
    how = _how(key, language, n=item.dots, each=item.each)
    boxes = '<span class="ring"></span>' * min(item.each, item.dots)
    if item.options:
        rows = "".join(f"<li>{boxes}{_label(option, language)}</li>" for option in item.options)
        return how + f'<ul class="options">{rows}</ul>'
    rows = f'<li>{boxes}<span class="blank" style="flex:1"></span></li>' * item.dots
    return how + _how("dots_on_notes", language) + f'<ul class="options">{rows}</ul>'


def table(item: Table, language: Language) -> str:
    """An empty table; where there are options, they stand under the column's name."""
    heads = []
    for column in item.columns:
        unit = f" ({escape(column.unit.in_(language))})" if column.unit else ""
        options = " / ".join(_label(option, language) for option in column.options)
        under = f'<br><span class="how">{options}</span>' if options else ""
        heads.append(f'<th scope="col">{_label(column, language)}{unit}{under}</th>')
    rows = f"<tr>{'<td></td>' * len(item.columns)}</tr>" * min(item.at_most, 6)
    head = f"<thead><tr>{''.join(heads)}</tr></thead>"
    return f'<div class="scroll"><table>{head}<tbody class="empty">{rows}</tbody></table></div>'


PAPER: dict[str, Callable[[Any, Language], str]] = {
    "choice": choice, "scale": scale, "matrix": matrix, "ladder": ladder,
    "text": text, "notes": notes, "votes": votes, "table": table,
}  # fmt: skip
"""The paper form of each kind: the item and the language → HTML."""


def handout(exercise: Exercise, language: Language) -> str:
    """The exercise as a complete HTML file to print on A4: aim, how it works, every question."""
    title = escape(exercise.title.in_(language))
    time = escape(many("paper", "minutes", exercise.minutes, language))
    parts = [
        f'<header class="top">{mark()}<div><h1>{title}</h1>'
        f'<p class="soft">{escape(exercise.id)} · {time}</p></div></header>',
        f"<p><b>{escape(say('paper', 'aim', language))}:</b> {escape(exercise.aim.in_(language))}</p>",
        _who(exercise, language),
        f"<h2>{escape(say('paper', 'phases', language))}</h2>",
        *(_phase(phase, language) for phase in exercise.phases),
    ]
    section = None
    titles = {one.id: one for one in exercise.sections}
    for place, item in enumerate(_in_order(exercise)):
        if item.section != section or place == 0:
            section = item.section
            heading = titles[section].title.in_(language) if section else exercise.title.in_(language)
            parts.append(f"<h2>{escape(heading)}</h2>")
            if section and (about := titles[section].help):
                parts.append(f'<p class="soft">{escape(about.in_(language))}</p>')
        parts.append(_item(item, language))
    return page(exercise.title.in_(language), "\n".join(parts), language)


def _in_order(exercise: Exercise) -> list[Any]:
    """The items as they are read on paper: what stands beside another comes right after it."""
    asked = [item for item in exercise.items if not item.retired]
    first = [item for item in asked if not any(item.beside == other.id for other in asked)]
    return [one for item in first for one in (item, *(other for other in asked if other.beside == item.id))]


def _who(exercise: Exercise, language: Language) -> str:
    def said(key: str) -> str:
        return escape(say("paper", key, language))

    blanks = "".join(
        f'<span>{said(key)}: <span class="blank"></span></span>' for key in ("code", "table", "actor_type")
    )
    if "table" in exercise.levels and len(exercise.levels) > 1:
        ring = '<span class="box"></span>'
        blanks += f"<span>{said('answers_as')}: {ring} {said('answers_mine')} {ring} {said('answers_table')}</span>"
    return f'<div class="who">{blanks}</div><p class="how">{said("no_names")}</p>'


def _phase(phase: Any, language: Language) -> str:
    level = escape(say("paper", f"level_{phase.level}", language))
    time = escape(many("paper", "minutes", phase.minutes, language))
    head = f'<h3>{escape(phase.title.in_(language))} <span class="how">{level}, {time}</span></h3>'
    return f"{head}<p>{escape(phase.instruction.in_(language))}</p>"


def _item(item: Any, language: Language) -> str:
    optional = "" if item.required else f' <span class="how">{escape(say("paper", "optional", language))}</span>'
    about = f'<p class="how">{escape(item.help.in_(language))}</p>' if item.help else ""
    beside = " beside" if item.beside else ""
    form = PAPER[item.kind](item, language)
    return f'<section class="item{beside}"><h3>{_label(item, language)}{optional}</h3>{about}{form}</section>'
