"""Kinds that take rows with typed columns, or a status for each of some cards."""

import datetime as dt
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from samhandling.content.kinds.base import Id, Option, Refused, _Item, _Model, is_finite, rows_of, words_of
from samhandling.content.language import Text


class Column(_Model):
    """A column of a table: words, a number, a date, or one of some options."""

    id: Id
    label: Text
    help: Text | None = None
    type: Literal["text", "number", "date", "choice"] = "text"
    options: tuple[Option, ...] = ()
    required: bool = False
    at_most: int = Field(default=200, ge=1, le=2000)
    low: float | None = None
    high: float | None = None
    unit: Text | None = None

    @model_validator(mode="after")
    def _options_go_with_choice(self) -> Self:
        if (self.type == "choice") != bool(self.options):
            raise ValueError("`options` belong to the type `choice`, and only there")
        return self

    def check(self, value: Any) -> Any:
        """The cell as it is stored, or `Refused`."""
        if value is None or value == "":
            return None
        match self.type:
            case "text":
                return words_of(value, self.at_most)
            case "number":
                if isinstance(value, bool) or not isinstance(value, int | float) or not is_finite(value):
                    raise Refused("wrong_type", expected="number")
                low = -1e12 if self.low is None else self.low
                high = 1e12 if self.high is None else self.high
                if not low <= value <= high:
                    raise Refused("out_of_range", low=low, high=high)
                return value
            case "date":
                try:
                    return dt.date.fromisoformat(value).isoformat()
                except (TypeError, ValueError):
                    raise Refused("wrong_type", expected="date") from None
            case "choice":
                if value not in [option.id for option in self.options]:
                    raise Refused("unknown_option", option=str(value)[:60])
                return value


class Table(_Item):
    """Rows with typed columns. The answer is a list of `{id, <column>: cell}`."""

    kind: Literal["table"] = "table"
    columns: tuple[Column, ...] = Field(min_length=1)
    at_most: int = Field(default=8, ge=1, le=50)
    row: Text | None = None
    """What one row is called, e.g. *åtagande*."""
    shared: bool = True

    def check(self, value: Any) -> list[dict[str, Any]]:
        rows = rows_of(value, self.at_most)
        names = {column.id for column in self.columns}
        kept = []
        for row in rows:
            if unknown := set(row) - names - {"id"}:
                raise Refused("unknown_column", column=min(unknown)[:60])
            cells = {column.id: column.check(row.get(column.id)) for column in self.columns}
            cells = {column: cell for column, cell in cells.items() if cell is not None}
            if cells:
                kept.append({"id": row["id"], **cells})
        return kept


class Board(_Item):
    """Cards that each have a status, and perhaps a note. The answer maps a card to `{status, note}`."""

    kind: Literal["board"] = "board"
    cards: tuple[Option, ...] = Field(min_length=1)
    statuses: tuple[Option, ...] = Field(min_length=2)
    note: int = Field(default=0, ge=0, le=1000)
    """How long a note beside the status may be; none when 0."""

    def check(self, value: Any) -> dict[str, dict[str, str]]:
        if not isinstance(value, dict):
            raise Refused("wrong_type", expected="cards")
        ids, statuses = [card.id for card in self.cards], {status.id for status in self.statuses}
        kept = {}
        for card, said in value.items():
            if card not in ids:
                raise Refused("unknown_row", row=str(card)[:60])
            if not isinstance(said, dict) or set(said) - {"status", "note"}:
                raise Refused("wrong_type", expected="cards")
            if said.get("status") not in statuses:
                raise Refused("unknown_option", option=str(said.get("status"))[:60])
            note = words_of(said.get("note", ""), self.note)
            kept[card] = {"status": said["status"]} | ({"note": note} if note else {})
        return {card: kept[card] for card in ids if card in kept}
