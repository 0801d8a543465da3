"""What a participant's phone asks for: follow the room, answer, see the picture."""

import asyncio
import datetime as dt
import re
from functools import cache, partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from samhandling import __version__
from samhandling.content.language import in_language
from samhandling.content.maps import county_map
from samhandling.content.words import say
from samhandling.look.qr import qr_svg
from samhandling.report.handout import own_answers
from samhandling.room import Plan
from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, No, Operation
from samhandling.server.api.joining import describe_person
from samhandling.server.api.paper import on_paper
from samhandling.server.live import LiveRoom, Person, phases_of
from samhandling.server.results import group_notes, group_results
from samhandling.server.taking import GivenAnswer, take
from samhandling.server.workshop import dumps
from samhandling.store import answers as answers_table
from samhandling.store import rooms as rooms_table

DAY = 24 * 3600


class AnswersBody(BaseModel):
    """Answers, each with an id of the browser's own making."""

    answers: list[GivenAnswer] = Field(max_length=500)
    whose: str | None = Field(default=None, alias="for", max_length=40)
    """From a paper form, by the facilitator: a participant of `POST /api/paper`, `table:<n>`, or `room`."""


class PresenceBody(BaseModel):
    """Whether the participant is done with the current phase."""

    done: bool


class Health(ApiHandler):
    """Whether the server answers, and can store."""

    OPERATIONS = (Operation("get", "Whether the server answers", shapes.Health),)

    def get(self) -> None:
        ok = self.workshop.store.failure is None
        status = "ok" if ok else "storing_fails"
        self.give({"status": status, "server": self.workshop.server, "version": __version__})


class RoomNow(ApiHandler):
    """The room as it is, and who one is in it. Moving it is the facilitator's."""

    def get(self) -> None:
        live, person, _ = self.inside()
        room = self.workshop.describe(live, self.language)
        if person:
            room["me"] = describe_person(self, person, live)
        self.give(room)


class Agenda(ApiHandler):
    """The steps of the meeting."""

    OPERATIONS = (Operation("get", "The steps of the meeting", shapes.Agenda, errors=(401,), who="inside"),)

    def get(self) -> None:
        live, _, facilitator = self.inside()
        self.give(live.agenda(self.language, facilitator, self.workshop.clock()))


class ExerciseShown(ApiHandler):
    """One exercise as the browser draws it."""

    OPERATIONS = (
        Operation("get", "An exercise as the browser draws it", shapes.Exercise, errors=(401, 404), query=("lang",),
                  who="inside"),
    )  # fmt: skip

    def get(self, exercise: str) -> None:
        _, _, facilitator = self.inside()
        found = self.workshop.content.exercises.get(exercise)
        if found is None:
            raise No(404, "unknown_exercise", exercise=exercise)
        data = found.to_draw()
        if not facilitator:
            for phase in data["phases"]:
                del phase["script"], phase["private"]
            del data["debrief"], data["feeds"]
        self.give(in_language(data, self.language))


class CountyMap(ApiHandler):
    """The map of a county: where things are placed."""

    OPERATIONS = (Operation("get", "A county's municipalities as outlines", shapes.CountyMap, errors=(404,)),)

    async def get(self, county: str) -> None:
        found = await asyncio.to_thread(_county, self.workshop.content.root, county)
        if found is None:
            raise No(404, "unknown_county", county=county[:20])
        self.set_header("Cache-Control", f"public, max-age={DAY}")
        self.finish(found)


class Answers(ApiHandler):
    """Take answers; the facilitator may answer for the room."""

    OPERATIONS = (
        Operation("post", "Save answers", shapes.Saved, AnswersBody, errors=(401, 413, 415, 422, 503), who="inside"),
    )

    async def post(self) -> None:
        live, person, facilitator = self.inside()
        body = self.body(AnswersBody)
        given = body.answers
        if body.whose is not None:
            await self.typed_in(body.whose, given)
            return
        joint = [one for one in given if one.level == "plenary"] if facilitator else []
        own = [one for one in given if one not in joint]
        if own and person is None and not facilitator:
            raise No(401, "not_joined")
        taken = await take(self.workshop, live, person, own, self.language, self.tab)
        if joint:
            more = await take(self.workshop, live, None, joint, self.language, self.tab)
            for mine, others in ((taken.saved, more.saved), (taken.late, more.late), (taken.rejected, more.rejected)):
                mine.extend(others)  # type: ignore[arg-type]  # the pairs have the same types
        self.give({"saved": taken.saved, "rejected": taken.rejected, "late": taken.late})

    async def typed_in(self, whose: str, given: list[GivenAnswer]) -> None:
        """Take what stands on a paper form. Nobody can write for someone who has a device of their own."""
        live = self.steering()
        paper = on_paper(live, whose)
        taken = await take(self.workshop, live, None, given, self.language, self.tab, paper)
        self.give({"saved": taken.saved, "rejected": taken.rejected, "late": taken.late})


class AnswersMine(ApiHandler):
    """One's own newest answers, and one's table's."""

    OPERATIONS = (Operation("get", "Own newest answers", shapes.Mine, errors=(401,), who="inside"),)

    async def get(self) -> None:
        live, person, facilitator = self.inside()
        self.give({"answers": [_answer(row) for row in await self.rows(live, person, facilitator)]})

    async def rows(self, live: LiveRoom, person: Person | None, facilitator: bool) -> list[dict[str, Any]]:
        """The newest answers of the current runs."""
        wanted = ["room", *(person.respondents(live.code) if person else ())]
        rows = await self.workshop.read(partial(answers_table.of_respondents, room=live.code, respondents=wanted))
        plans = {(plan.exercise, plan.round): plan for plan in live.room.agenda}
        return [
            row
            for row in rows
            if (plan := plans.get((row["exercise"], row["round"])))
            and live.room.of(plan.step).run == row["run"]
            and (facilitator or row["respondent"] != "room" or self.is_shown(live, plan, row["item"]))
        ]

    def is_shown(self, live: LiveRoom, plan: Plan, item: str) -> bool:
        """Whether the room has been shown its joint answer to an item."""
        exercise = self.workshop.content.exercises[plan.exercise or ""]
        return live.room.is_revealed(plan, phases_of(exercise, item, "plenary"))


class AnswersFile(AnswersMine):
    """One's own answers, to take home."""

    OPERATIONS = (Operation("get", "Own answers as a file", "text/html", errors=(401,), who="inside"),)

    async def get(self) -> None:
        person, live = self.member()
        rows = await self.rows(live, person, False)
        day = dt.datetime.fromtimestamp(live.created_at / 1000, tz=dt.UTC).astimezone().date().isoformat()
        name = say("messages", "own_answers_file", self.language)
        page = own_answers(self.workshop.content, [row | {"date": day} for row in rows], self.language)
        self.give_file(page, "text/html; charset=utf-8", f"{name}-{live.meeting.id}.html")


class Presence(ApiHandler):
    """Say that one is done, or not any more."""

    OPERATIONS = (Operation("post", "Say that one is done", None, PresenceBody, errors=(401, 422), who="inside"),)

    async def post(self) -> None:
        person, live = self.member()
        done = self.body(PresenceBody).done
        step, progress = live.room.step, live.progress
        if step:
            mark = (step, progress.phase, progress.run, person.id)
            await self.workshop.write(lambda connection: rooms_table.finish(connection, live.code, *mark, done))
            (live.finished.add if done else live.finished.discard)(mark)
            self.workshop.tell.progress(live)
        self.give({})


class Results(ApiHandler):
    """The group's picture: for the facilitator always, for participants after the reveal."""

    OPERATIONS = (
        Operation("get", "The group's picture", shapes.Results, errors=(401, 403, 404, 422),
                  query=("round", "level", "lang"), who="inside"),
    )  # fmt: skip

    async def get(self, exercise: str) -> None:
        live, _, facilitator = self.inside()
        round_, level = number(self, "round"), self.get_query_argument("level", None)
        text = await group_results(self.workshop, live, exercise, round_, level, self.language, facilitator)
        self.finish(text)


class GroupNotes(ApiHandler):
    """The notes that are voted on."""

    OPERATIONS = (
        Operation("get", "The notes of an exercise", shapes.GroupNotes, errors=(401, 403, 404), query=("round",),
                  who="inside"),
    )  # fmt: skip

    async def get(self, exercise: str) -> None:
        live, _, facilitator = self.inside()
        asked = number(self, "round")
        notes = await group_notes(self.workshop, live, exercise, asked, self.language, facilitator)
        self.give({"notes": notes})


class JoinQr(ApiHandler):
    """The room's join link as a QR code."""

    OPERATIONS = (Operation("get", "The join link as a QR code", "image/svg+xml", errors=(401,), who="inside"),)

    def get(self) -> None:
        live, _, _ = self.inside()
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(qr_svg(f"{self.workshop.url}/j/{live.code}"))


@cache
def _county(root: Path, county: str) -> str | None:
    drawn = county_map(root, county) if re.fullmatch(r"[0-9]{2}", county) else None
    return None if drawn is None else dumps(drawn)


def number(handler: ApiHandler, name: str) -> int | None:
    """A whole number of the query, or None."""
    text = handler.get_query_argument(name, None)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit():
        raise No(422, "malformed", where=f"{name}: {text[:20]}")
    return int(text)


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "exercise", "item", "value", "round", "level", "run")}
