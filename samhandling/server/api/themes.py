"""Answers in people's own words by theme: what is suggested, and what the facilitator makes of it."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from samhandling.analysis import coding
from samhandling.analysis.coding import AnswerId, CannotCode, Coding, Label, ThemeId, Word
from samhandling.analysis.open_text import is_open
from samhandling.content.kinds import Item
from samhandling.content.words import say
from samhandling.server import themes
from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, No, Operation

Change = Callable[[Coding], Coding]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Suggest(_Body):
    """Begin again from what the answers suggest; what was there is kept in the history."""

    do: Literal["suggest"]


class Undo(_Body):
    """Go back to what was kept before the last change; a second time comes back to it."""

    do: Literal["undo"]


class Merge(_Body):
    """Make themes one: the first of them."""

    do: Literal["merge"]
    themes: list[ThemeId] = Field(min_length=2, max_length=coding.MOST_THEMES)
    label: Label | None = None


class Rename(_Body):
    """Give a theme another name."""

    do: Literal["rename"]
    theme: ThemeId
    label: Label


class Move(_Body):
    """Put an answer in some themes by hand; in none with an empty list."""

    do: Literal["move"]
    answer: AnswerId
    themes: list[ThemeId] = Field(max_length=coding.MOST_THEMES)


class Add(_Body):
    """A theme of one's own, perhaps with words that place answers in it."""

    do: Literal["add"]
    label: Label
    includes: list[Word] = Field(default=[], max_length=coding.MOST_WORDS)


class Remove(_Body):
    """Take a theme away."""

    do: Literal["remove"]
    theme: ThemeId


class ThemesBody(_Body):
    """A change of the themes of an item."""

    exercise: str = Field(max_length=40)
    item: str = Field(max_length=40)
    change: Annotated[Suggest | Undo | Merge | Rename | Move | Add | Remove, Field(discriminator="do")]


class Themes(ApiHandler):
    """The themes of the answers to an item, in all rooms."""

    OPERATIONS = (
        Operation("get", "Answers in words by theme, of all rooms or one", shapes.Themes, errors=(401, 403, 404, 422),
                  query=("exercise", "item", "lang", "room"), who="facilitator"),
        Operation("post", "Change the themes of an item", shapes.Themes, ThemesBody, errors=(401, 403, 404, 422, 503),
                  who="facilitator"),
    )  # fmt: skip

    async def get(self) -> None:
        self.steering()
        exercise, room = self.get_query_argument("exercise", ""), self.get_query_argument("room", None)
        if room is not None and room not in self.workshop.rooms:
            raise No(404, "unknown_code", code=room[:20])
        await self._tell(exercise, self._item(exercise, self.get_query_argument("item", "")), room)

    async def post(self) -> None:
        live, body = self.steering(), self.body(ThemesBody)
        item = self._item(body.exercise, body.item)
        found = await self._read(body.exercise, item)
        if isinstance(body.change, Move) and body.change.answer not in found.texts.index:
            raise self._no("unknown_answer", body.change.answer)
        suggested = await asyncio.to_thread(themes.suggestion, found, body.exercise, item.id)
        change = await asyncio.to_thread(_change, body.change, suggested)
        try:
            await self.workshop.write(themes.keep(live.code, self.workshop.clock(), suggested, change))
        except CannotCode as no:
            raise self._no(no.reason, no.what) from None
        except ValidationError as error:
            raise No(422, "malformed", where=error.errors()[0]["msg"]) from None
        await self._tell(body.exercise, item, None)

    def _item(self, exercise: str, item: str) -> Item:
        """The item, if it asks for words of people's own."""
        found = self.workshop.content.exercises.get(exercise)
        if found is None:
            raise No(404, "unknown_exercise", exercise=exercise[:20])
        for one in found.items:
            if one.id == item and is_open(one):
                return one
        raise self._no("not_open", item)

    async def _read(self, exercise: str, item: Item) -> themes.Read:
        workshop = self.workshop
        return await asyncio.to_thread(themes.read, workshop.store, workshop.content, exercise, item, self.language)

    async def _tell(self, exercise: str, item: Item, room: str | None) -> None:
        found = await self._read(exercise, item)
        self.give(await asyncio.to_thread(themes.told, found, exercise, item, self.language, room))

    def _no(self, reason: str, what: str) -> No:
        return No(422, "malformed", where=say("themes", f"cannot_{reason}", self.language, what=what[:80]))


class Questions(ApiHandler):
    """The questions that have themes to look at."""

    OPERATIONS = (
        Operation("get", "The questions that are answered in people's own words", shapes.QuestionsInWords,
                  errors=(401, 403), query=("lang",), who="facilitator"),
    )  # fmt: skip

    async def get(self) -> None:
        self.steering()
        workshop = self.workshop
        found = await asyncio.to_thread(themes.asked, workshop.store, workshop.content, self.language)
        self.give({"questions": found})


def _change(asked: Any, suggested: Coding) -> Change | None:
    """What was asked for, as a change of a coding; None to go back."""
    match asked:
        case Suggest():
            return lambda _: suggested
        case Undo():
            return None
        case Merge():
            return lambda was: coding.merge(was, asked.themes, asked.label)
        case Rename():
            return lambda was: coding.rename(was, asked.theme, asked.label)
        case Move():
            return lambda was: coding.move(was, asked.answer, *asked.themes)
        case Add():
            from samhandling.analysis.themes import as_rule  # large; see `server.themes`

            words = as_rule(asked.includes)
            return lambda was: coding.add(was, asked.label, words)
        case _:
            return lambda was: coding.remove(was, asked.theme)
