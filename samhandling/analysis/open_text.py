"""The answers to an item in people's own words: one row for each thing that somebody wrote."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import mask
from samhandling.analysis.frame import in_the_picture
from samhandling.content.kinds import Board, Item, Notes, Position, Table, TextItem
from samhandling.content.language import Language


def is_open(item: Item) -> bool:
    """Whether answers to an item may hold words of people's own."""
    return isinstance(item, TextItem | Notes | Table | Position) or (isinstance(item, Board) and item.note > 0)


def open_texts(
    frame: pd.DataFrame, exercise: str, item: Item, language: Language,
    *, hidden: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:  # fmt: skip
    """What was written in answer to an item, masked, by `answer` (a text, a card or a row).

    Columns: `text`, `respondent`, `room`, `simulated`. `frame` is that of `answers_frame`. The newest counted
    answers of the newest run count, of all rounds and levels; simulated ones only where there are no others.
    `hidden` are notes (room, id) that somebody hid. The order does not say what is by the same person.
    """
    rows = in_the_picture(frame[frame["exercise"].eq(exercise) & frame["item"].eq(item.id)])
    rows = rows[rows["run"].eq(rows.groupby(["room", "round"])["run"].transform("max"))]
    if not rows["simulated"].all():
        rows = rows[~rows["simulated"]]
    found: dict[str, dict[str, Any]] = {}
    columns = (rows[name] for name in ("id", "room", "respondent", "participant", "value", "simulated"))
    for answer, room, respondent, participant, value, simulated in zip(*columns, strict=True):
        # a table's number, or the room, says who only within a room
        who = respondent if respondent == participant else f"{room}:{respondent}"
        for part, text in said(item, answer, value):
            if text.strip() and (room, part) not in hidden:
                # a browser makes the ids of cards, and may make the same as another
                key = part if part not in found else f"{answer}:{part}"
                found[key] = {
                    "text": mask(text, language),
                    "respondent": who,
                    "room": room,
                    "simulated": bool(simulated),
                }
    order = sorted(found, key=lambda key: hashlib.sha256(key.encode()).digest())
    return pd.DataFrame(
        {
            "text": pd.array([found[key]["text"] for key in order], dtype="str"),
            "respondent": pd.array([found[key]["respondent"] for key in order], dtype="str"),
            "room": pd.array([found[key]["room"] for key in order], dtype="str"),
            "simulated": [found[key]["simulated"] for key in order],
        },
        index=pd.Index(order, dtype="str", name="answer"),
    )


def said(item: Item, answer: str, value: Any) -> Iterator[tuple[str, str]]:
    """What an answer says in words, in pieces: pairs of an id and the text, unmasked."""
    match item:
        case TextItem():
            yield answer, value
        case Notes():
            yield from ((card["id"], card["text"]) for card in value)
        case Table():
            written = [column.id for column in item.columns if column.type == "text"]
            yield from ((row["id"], _joined(row, written.__contains__)) for row in value)
        case Position():
            yield from ((one["id"], one["text"]) for one in value if "text" in one)
        case Board():
            yield from ((f"{answer}:{card}", one["note"]) for card, one in value.items() if one.get("note"))


def _joined(row: Mapping[str, Any], wanted: Callable[[str], bool]) -> str:
    return ". ".join(str(cell).rstrip(".") for column, cell in row.items() if wanted(column))
