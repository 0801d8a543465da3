"""The kinds of item: what may be asked, and what counts as an answer.

A kind exists everywhere or not at all. Beside the model here it has a control in the browser
(`frontend/src/kinds/`), a summary (`analysis/summaries/`), a figure (`figures/kinds/`), a form on
paper (`report/handout/`) and a simulated answer (`content/simulated.py`); a test walks them.
"""

from typing import Annotated

from pydantic import Field

from samhandling.content.kinds.base import CARD_ID, UNKNOWN, Id, Option, Refused, _Item, _Model
from samhandling.content.kinds.numbers import Axis, Corners, Number, Position
from samhandling.content.kinds.options import Agree, Choice, Quiz, Rank, Votes
from samhandling.content.kinds.ordinal import Ladder, Matrix, Point, Scale, _Ordinal
from samhandling.content.kinds.places import Municipality, Place
from samhandling.content.kinds.rows import Board, Column, Table
from samhandling.content.kinds.words import Notes, TextItem

__all__ = [
    "CARD_ID", "KINDS", "UNKNOWN", "Agree", "Axis", "Board", "Choice", "Column", "Corners", "Id", "Item", "Ladder",
    "Matrix", "Municipality", "Notes", "Number", "Option", "Place", "Point", "Position", "Quiz", "Rank", "Refused",
    "Scale", "Table", "TextItem", "Votes", "_Item", "_Model", "_Ordinal",
]  # fmt: skip

Item = Annotated[
    Choice | Scale | Matrix | Ladder | Number | TextItem | Notes | Rank | Votes | Position | Table | Agree | Place
    | Quiz | Board,
    Field(discriminator="kind"),
]  # fmt: skip


KINDS: dict[str, type[_Item]] = {
    "choice": Choice, "scale": Scale, "matrix": Matrix, "ladder": Ladder, "number": Number, "text": TextItem,
    "notes": Notes, "rank": Rank, "votes": Votes, "position": Position, "table": Table, "agree": Agree,
    "place": Place, "quiz": Quiz, "board": Board,
}  # fmt: skip
"""The closed set of kinds, by name."""
