"""An exercise as a form to print and fill in by hand."""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import many, say
from samhandling.report.handout.numbers import number, position
from samhandling.report.handout.options import agree, choice, quiz, rank, votes
from samhandling.report.handout.ordinal import ladder, matrix, scale
from samhandling.report.handout.parts import label
from samhandling.report.handout.places import place
from samhandling.report.handout.rows import board, table
from samhandling.report.handout.words import notes, text
from samhandling.report.page import mark, page

PAPER: dict[str, Callable[[Any, Language], str]] = {
    "choice": choice, "scale": scale, "matrix": matrix, "ladder": ladder,
    "text": text, "notes": notes, "votes": votes, "table": table,
    "agree": agree, "quiz": quiz, "place": place, "board": board, "number": number, "rank": rank,
    "position": position,
}  # fmt: skip
"""The paper form of each kind: the item and the language → HTML."""

_HOW = re.compile(r'(?:<p class="how">[^<]*</p>)+')


def handout(exercise: Exercise, language: Language) -> str:
    """The exercise as a complete HTML file to print on A4: aim, how it works, every question."""
    title = exercise.title.in_(language)
    return page(title, form(exercise, language), language, numbered(f"{exercise.id} · {title}", language))


def form(exercise: Exercise, language: Language, nth: int = 1) -> str:
    """The exercise as HTML, its title an h1; done the `nth` time in a meeting, it is not introduced again."""
    title = escape(exercise.title.in_(language))
    time = escape(many("paper", "minutes", exercise.minutes, language))
    again = f" · {escape(say('paper', 'round', language, n=nth))}" if nth > 1 else ""
    parts = [
        f'<header class="top">{mark()}<div><h1>{title}</h1>'
        f'<p class="soft">{escape(exercise.id)} · {time}{again}</p></div></header>'
    ]
    if nth == 1:
        parts.append(f"<p><b>{escape(say('paper', 'aim', language))}:</b> {escape(exercise.aim.in_(language))}</p>")
    parts.append(who(exercise, language))
    if nth == 1:
        parts.append(f"<h2>{escape(say('paper', 'phases', language))}</h2>")
        parts += [_phase(phase, language) for phase in exercise.phases]
    section, told = None, None
    titles = {one.id: one for one in exercise.sections}
    for at, (item, beside) in enumerate(_in_order(exercise)):
        if item.section != section or at == 0:
            section = item.section
            heading = titles[section].title.in_(language) if section else exercise.title.in_(language)
            parts.append(f"<h2>{escape(heading)}</h2>")
            if section and (about := titles[section].help):
                parts.append(f'<p class="soft">{escape(about.in_(language))}</p>')
        drawn = PAPER[item.kind](item, language)
        how = _HOW.match(drawn)
        # how to fill in is said once for questions alike that follow one another
        shown = drawn.removeprefix(how[0]) if how and how[0] == told else drawn
        told = how[0] if how else None
        whole = _item(item, shown, language)
        reasons = "".join(_item(other, PAPER[other.kind](other, language), language) for other in beside)
        paired = item.kind == "scale" and [other.kind for other in beside] == ["text"] and len(item.points) <= 5
        parts.append(f'<div class="pair">{whole}{reasons}</div>' if paired else whole + reasons)
    return "\n".join(parts)


def numbered(foot: str, language: Language) -> str:
    """A style that puts `foot` and the page's number at the foot of every printed page."""
    before, between, _ = (_css(part) for part in say("paper", "page_of", language, n="|", of="|").split("|"))
    look = "font:8.5pt Inter,sans-serif;color:#55606b"
    return (
        f"@page{{@bottom-left{{content:{_css(foot)};{look}}}"
        f"@bottom-right{{content:{before} counter(page) {between} counter(pages);{look}}}}}"
    )


def _css(text: str) -> str:
    plain = "".join(c for c in text if c.isprintable() and c not in '<>"\\')
    return f'"{plain}"'


def _in_order(exercise: Exercise) -> Iterator[tuple[Any, list[Any]]]:
    """The items as they are read on paper, each with what stands beside it."""
    asked = [item for item in exercise.items if not item.retired]
    for item in asked:
        if not any(item.beside == other.id for other in asked):
            yield item, [other for other in asked if other.beside == item.id]


def who(exercise: Exercise | None, language: Language) -> str:
    """Blanks for who answers; and for whom, where the exercise is answered both alone and by the table."""

    def said(key: str) -> str:
        return escape(say("paper", key, language))

    blanks = "".join(
        f'<span>{said(key)}: <span class="blank"></span></span>' for key in ("code", "table", "actor_type")
    )
    if exercise and "table" in exercise.levels and len(exercise.levels) > 1:
        ring = '<span class="box"></span>'
        blanks += f"<span>{said('answers_as')}: {ring} {said('answers_mine')} {ring} {said('answers_table')}</span>"
    return f'<div class="who">{blanks}</div><p class="how">{said("no_names")}</p>'


def _phase(phase: Any, language: Language) -> str:
    level = escape(say("paper", f"level_{phase.level}", language))
    time = escape(many("paper", "minutes", phase.minutes, language))
    head = f'<h3>{escape(phase.title.in_(language))} <span class="how">{level}, {time}</span></h3>'
    return f"{head}<p>{escape(phase.instruction.in_(language))}</p>"


def _item(item: Any, drawn: str, language: Language) -> str:
    optional = "" if item.required else f' <span class="how">{escape(say("paper", "optional", language))}</span>'
    about = f'<p class="how">{escape(item.help.in_(language))}</p>' if item.help else ""
    beside = " beside" if item.beside else " long" if item.kind in ("agree", "board") else ""
    return f'<section class="item{beside}"><h3>{label(item, language)}{optional}</h3>{about}{drawn}</section>'
