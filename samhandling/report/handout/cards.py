"""Cards: one to fold for each table, and the things of an exercise to cut out and sort."""

from html import escape
from typing import Any

from samhandling.content.exercise import Exercise
from samhandling.content.kinds import Agree, Board, Place, Position, Rank, Votes
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.report.handout.joining import Door
from samhandling.report.handout.sheet import sheet
from samhandling.report.handout.stairs import StairStep

TENT = "@page{size:A4;margin:0}body{max-width:none;padding:0}"


def table_cards(tables: int, steps: list[StairStep], door: Door, language: Language) -> str:
    """A4 sheets to fold into tents, one a table: its number, how to join, and the steps of the staircase."""
    fold = f'<p class="fold"><span>{_said("fold", language)}</span></p>'
    parts = []
    for table in range(1, tables + 1):
        number = escape(say("paper", "table_number", language, n=table))
        # the far side is read from across the table
        near, far = (_side(f"<{tag}>{number}</{tag}>", steps, door, language) for tag in ("h1", "p"))
        sides = f'<div class="far">{far}</div>{fold}<div class="near">{near}</div>'
        parts.append(f'<article class="tent">{sides}</article>')
    return sheet(say("paper", "table_cards", language), "".join(parts), language, TENT)


def _side(number: str, steps: list[StairStep], door: Door, language: Language) -> str:
    qr = door.qr(language)
    address = escape(door.shown) or '<span class="blank"></span>'
    code = escape(door.code) or '<span class="blank"></span>'
    join = (
        f"<div class='door'>{qr}<p>{_said('join_address', language)} <b>{address}</b></p>"
        f"<p>{_said('join_code', language)} <b>{code}</b></p></div>"
    )
    stairs = "".join(f"<li><b>{escape(step.heading)}</b> {escape(step.about)}</li>" for step in steps)
    return f'{join}<div class="number">{number}</div><ol class="reminder">{stairs}</ol>'


def sorted_things(item: Any) -> tuple[Any, ...]:
    """What an item has people sort, rank, place or take a stand on; nothing for other kinds."""
    match item:
        case Rank() | Votes():
            return item.options
        case Position() | Place():
            return item.things
        case Agree():
            return item.statements
        case Board():
            return item.cards
    return ()


def has_cards(exercise: Exercise) -> bool:
    """Whether there is anything to cut out."""
    return any(sorted_things(item) for item in exercise.items if not item.retired)


def item_cards(exercise: Exercise, language: Language) -> str:
    """The things of an exercise as cards to cut out, eight a page; things that two items share come once."""
    parts, seen = [], set()
    for item in exercise.items:
        things = [one for one in sorted_things(item) if not item.retired and one.label.in_(language) not in seen]
        seen |= {one.label.in_(language) for one in things}
        if things:
            cards = "".join(_card(thing, exercise, language) for thing in things)
            parts.append(f'<h2>{escape(item.label.in_(language))}</h2><ul class="cut">{cards}</ul>')
    title = exercise.title.in_(language)
    head = f'<h1>{escape(title)}</h1><p class="soft">{escape(exercise.id)} · {_said("item_cards", language)}</p>'
    return sheet(f"{title}, {say('paper', 'item_cards', language)}", head + "".join(parts), language)


def _card(thing: Any, exercise: Exercise, language: Language) -> str:
    about = f"<p>{escape(thing.help.in_(language))}</p>" if thing.help else ""
    return f"<li><b>{escape(thing.label.in_(language))}</b>{about}<i>{escape(exercise.id)}</i></li>"


def _said(key: str, language: Language) -> str:
    return escape(say("paper", key, language))
