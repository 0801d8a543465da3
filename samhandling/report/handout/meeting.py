"""A whole meeting on paper: a cover with the agenda, then every exercise."""

import re
from collections.abc import Mapping
from html import escape

from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.series import Meeting
from samhandling.content.words import many, say
from samhandling.report.handout.page import form, numbered, who
from samhandling.report.page import mark, page


def meeting_form(meeting: Meeting, exercises: Mapping[str, Exercise], language: Language) -> str:
    """The meeting as one HTML file to print on A4; each exercise begins on a page of its own."""
    title = meeting.title.in_(language)
    number = escape(say("paper", "meeting", language, n=meeting.number))
    time = escape(many("paper", "minutes", meeting.minutes, language))
    heads = "".join(
        f'<th scope="col">{escape(say("paper", key, language))}</th>'
        for key in ("agenda_step", "agenda_minutes", "agenda_exercise")
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(step.title.in_(language))}</th><td>{step.minutes}</td>'
        f"<td>{escape(step.exercise or '')}</td></tr>"
        for step in meeting.agenda
    )
    parts = [
        f'<header class="top">{mark()}<div><h1>{escape(title)}</h1>'
        f'<p class="soft">{number} · {time}</p></div></header>',
        f"<p>{escape(meeting.aim.in_(language))}</p>",
        who(None, language),
        f'<p class="how">{escape(say("paper", "keep_sheets", language))}</p>',
        f"<h2>{escape(say('paper', 'agenda', language))}</h2>",
        f'<table class="agenda"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>',
    ]
    for step in meeting.agenda:
        if step.exercise:
            inside = form(exercises[step.exercise], language, step.round)
            parts.append(f'<article class="exercise">{_one_lower(inside)}</article>')
    return page(title, "\n".join(parts), language, numbered(f"{number} · {title}", language))


def _one_lower(html: str) -> str:
    return re.sub(r"<(/?)h([1-5])>", lambda found: f"<{found[1]}h{int(found[2]) + 1}>", html)
