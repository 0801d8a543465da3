"""Simulated answers: what a made-up participant says while a facilitator practises alone."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from samhandling.content.kinds import (
    UNKNOWN,
    Agree,
    Board,
    Choice,
    Column,
    Ladder,
    Matrix,
    Notes,
    Number,
    Option,
    Place,
    Position,
    Quiz,
    Rank,
    Scale,
    Table,
    TextItem,
    Votes,
)

T = TypeVar("T")

PHRASES = (
    "Övning: vi möts varje kvartal, men följer sällan upp.",
    "Övning: vi saknar en gemensam lista över vem som gör vad.",
    "Övning: bra kontakt med företagen, svårare mellan förvaltningarna.",
    "Övning: tiden räcker inte till för samordning.",
    "Övning: frukostmötena fungerar, fler borde bjudas in.",
    "Övning: vi behöver ett tydligare mandat hemifrån.",
    "Övning: utbildningen finns, men få känner till den.",
    "Övning: börja i det lilla och pröva tillsammans.",
    "Övning: signalerna från arbetsgivarna stannar på vägen.",
    "Övning: vi har underlag, men läser dem var för sig.",
    "Övning: det bygger på ett fåtal personer.",
    "Övning: pendlingen gör att frågan är större än kommunen.",
)
"""Short and general, and each says of itself that it is practice."""

CELLS = (
    "Övning: bjuda in till ett första möte",
    "Övning: samla behoven i en lista",
    "Övning: återkoppla till företagen",
    "Övning: näringslivskontoret",
    "Övning: regionen och utbildaren",
    "Övning: ett gemensamt underlag",
)


def mood(rng: random.Random, actor_type: int = 0) -> float:
    """A person's tendency from 0 (doubtful) to 1 (hopeful); types of actor lean a little differently."""
    centre = 0.35 + 0.08 * (actor_type * 7 % 5)
    return min(1.0, max(0.0, rng.gauss(centre, 0.16)))


def _near(values: Sequence[T], rng: random.Random, mood: float, spread: float = 0.2) -> T:
    """One of some ordered values, near the person's tendency."""
    place = min(0.999, max(0.0, rng.gauss(mood, spread)))
    return values[int(place * len(values))]


def _one_of(options: Sequence[Option], rng: random.Random, mood: float) -> str:
    # the first options are a little more common, so that the practice has a picture to talk about
    weights = [1 / (1 + place * (0.4 + mood)) for place in range(len(options))]
    return rng.choices([option.id for option in options], weights)[0]


def _card(rng: random.Random) -> str:
    return f"sim-{rng.getrandbits(64):016x}"


def _fits(phrases: Sequence[str], rng: random.Random, at_most: int) -> str:
    return rng.choice(phrases)[:at_most].strip()


def choice(item: Choice, rng: random.Random, mood: float) -> str | list[str]:
    """One option, or a few."""
    if item.unknown and rng.random() < 0.05:
        return UNKNOWN
    if not item.several:
        return _one_of(item.options, rng, mood)
    most = min(item.at_most or len(item.options), len(item.options), 3)
    chosen = {_one_of(item.options, rng, mood) for _ in range(rng.randint(1, most))}
    return [option.id for option in item.options if option.id in chosen]


def scale(item: Scale | Ladder, rng: random.Random, mood: float) -> int | str:
    """A point near the person's tendency."""
    if item.unknown and rng.random() < 0.06:
        return UNKNOWN
    return _near(item.values, rng, mood)


def matrix(item: Matrix, rng: random.Random, mood: float) -> dict[str, int | str]:
    """A point for each row."""
    return {
        row.id: UNKNOWN if item.unknown and rng.random() < 0.06 else _near(item.values, rng, mood) for row in item.rows
    }


def text(item: TextItem, rng: random.Random, mood: float) -> str:
    """A sentence."""
    return _fits(PHRASES, rng, item.at_most)


def notes(item: Notes, rng: random.Random, mood: float) -> list[dict[str, str]]:
    """One to three cards."""
    cards = []
    for _ in range(rng.randint(1, min(3, item.at_most))):
        card = {"id": _card(rng), "text": _fits(PHRASES, rng, item.length)}
        if item.categories:
            card["category"] = _one_of(item.categories, rng, mood)
        cards.append(card)
    return cards


def votes(item: Votes, rng: random.Random, mood: float, cards: Sequence[str] = ()) -> dict[str, int]:
    """All dots, laid out on the options, or on `cards`: the ids of the notes there are."""
    targets = [option.id for option in item.options] or list(cards)
    laid: dict[str, int] = {}
    for _ in range(item.dots):
        if free := [one for one in targets if laid.get(one, 0) < item.each]:
            target = rng.choices(free, [1 / (1 + place) for place in range(len(free))])[0]
            laid[target] = laid.get(target, 0) + 1
    return laid


def table(item: Table, rng: random.Random, mood: float) -> list[dict[str, Any]]:
    """One or two rows."""
    rows = []
    for _ in range(rng.randint(1, min(2, item.at_most))):
        cells = {c.id: _cell(c, rng, mood) for c in item.columns if c.required or rng.random() < 0.8}
        rows.append({"id": _card(rng), **(cells or {item.columns[0].id: _cell(item.columns[0], rng, mood)})})
    return rows


def _cell(column: Column, rng: random.Random, mood: float) -> Any:
    match column.type:
        case "text":
            return _fits(CELLS, rng, column.at_most)
        case "number":
            low = 0 if column.low is None else column.low
            high = low + 10 if column.high is None else column.high
            whole = round(low + (high - low) * rng.random())
            return whole if low <= whole <= high else low
        case "date":
            return (dt.date(2026, 1, 1) + dt.timedelta(days=rng.randint(30, 360))).isoformat()
        case "choice":
            return _one_of(column.options, rng, mood)


def agree(item: Agree, rng: random.Random, mood: float) -> dict[str, int]:
    """A stance on each statement: the hopeful agree more, and no statement is everyone's."""
    said = {}
    for place, statement in enumerate(item.statements):
        lean = min(1.0, max(0.0, mood + 0.25 * ((place * 5) % 7 - 3) / 3))
        said[statement.id] = 0 if rng.random() < 0.12 else 1 if rng.random() < lean else -1
    return said


def quiz(item: Quiz, rng: random.Random, mood: float) -> str:
    """The right option more often than not, or an honest *vet ej*."""
    if item.unknown and rng.random() < 0.1:
        return UNKNOWN
    return item.right if rng.random() < 0.3 + 0.4 * mood else rng.choice(item.options).id


def place(item: Place, rng: random.Random, mood: float) -> dict[str, list[str]]:
    """A municipality or two for most things; some are more often chosen than others."""
    codes = [one.code for one in item.municipalities]
    placed = {}
    for number, thing in enumerate(item.things if codes else ()):
        if rng.random() < 0.85:
            wanted = rng.randint(1, min(2, item.each))
            weights = [1 / (1 + (place - number * 3) % len(codes)) for place in range(len(codes))]
            placed[thing.id] = sorted(set(rng.choices(codes, weights, k=wanted)))
    return placed


def board(item: Board, rng: random.Random, mood: float) -> dict[str, dict[str, str]]:
    """A status for nearly every card, and a note on a few."""
    placed = {}
    for card in item.cards:
        if rng.random() < 0.9:
            placed[card.id] = {"status": _near(item.statuses, rng, mood, 0.3).id}
            if item.note and rng.random() < 0.1:
                placed[card.id]["note"] = _fits(PHRASES, rng, item.note)
    return placed


def number(item: Number, rng: random.Random, mood: float) -> int | float | str:
    """A number on a step near the person's tendency."""
    if item.unknown and rng.random() < 0.06:
        return UNKNOWN
    steps = int((item.high - item.low) / item.step + 1e-6)
    near = min(1.0, max(0.0, rng.gauss(mood, 0.18)))
    return cast(int | float, item.check(round(item.low + round(near * steps) * item.step, 9)))


def rank(item: Rank, rng: random.Random, mood: float) -> list[str]:
    """An order in which the first options more often stand first, and now and then a place is left empty."""
    left = [option.id for option in item.options]
    order = []
    for _ in range(item.places - (item.places > 1 and rng.random() < 0.1)):
        order.append(rng.choices(left, [1 / (1.5 + at) for at in range(len(left))])[0])
        left.remove(order[-1])
    return order


def position(item: Position, rng: random.Random, mood: float) -> list[dict[str, Any]]:
    """Nearly all things, each near a place that most agree on, and now and then something of one's own."""

    def near(centre: float) -> int:
        return round(min(1.0, max(0.0, rng.gauss(centre, 0.14))) * item.steps)

    placed: list[dict[str, Any]] = []
    for at, thing in enumerate(item.things):
        if rng.random() < 0.92:
            x, y = ((at * 7 + 2) % 9 + 0.5) / 9, ((at * 4 + 5) % 9 + 0.5) / 9
            placed.append({"id": thing.id, "x": near(x), "y": near(y)})
    for _ in range(rng.randint(0 if placed else 1, min(2, item.own)) if item.own else 0):
        words = _fits(CELLS, rng, item.length)
        placed.append({"id": _card(rng), "text": words, "x": near(mood), "y": near(rng.random())})
    return placed


SIMULATED: dict[str, Callable[[Any, random.Random, float], Any]] = {
    "choice": choice, "scale": scale, "matrix": matrix, "ladder": scale,
    "text": text, "notes": notes, "votes": votes, "table": table,
    "agree": agree, "quiz": quiz, "place": place, "board": board, "number": number, "rank": rank,
    "position": position,
}  # fmt: skip
"""A simulated answer of each kind: the item, chance, and the person's tendency → a value that the item takes."""
