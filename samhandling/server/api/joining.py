"""Joining a room: what to choose among before, who one is, and what can be changed of it later."""

from dataclasses import replace
from typing import Any

from pydantic import BaseModel, Field

from samhandling.content.language import Language
from samhandling.server import codes
from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, No, Operation
from samhandling.server.live import LiveRoom, Person

MOST_TABLES = 99
"""A room may turn out to have more tables than the series counts on."""


class Profile(BaseModel):
    """What a participant tells of themselves; all of it is optional."""

    actor_type: str | None = Field(default=None, max_length=80)
    municipality: str | None = Field(default=None, max_length=80)
    table: int | None = None


class JoinBody(BaseModel):
    """A room's code, the language to use, and a profile."""

    code: str = Field(min_length=1, max_length=40)
    lang: Language = "sv"
    profile: Profile = Profile()


class MeBody(Profile):
    """What to change of oneself; what is left out stays."""

    language: Language | None = None


class RoomBefore(ApiHandler):
    """What to choose among before joining a room."""

    OPERATIONS = (Operation("get", "A room before joining it", shapes.RoomBefore, errors=(404, 429)),)

    def get(self, code: str) -> None:
        live = find_room(self, code)
        workshop, language = self.workshop, self.language
        series, county = workshop.content.series, workshop.content.series.county
        found = workshop.people.get(self.visitor.participant or "") if self.visitor else None
        places = [
            {"code": place, "name": name, "near": bool(county and place.startswith(county))}
            for place, name in workshop.content.municipalities.items()
        ]
        self.give({
            "code": live.code, "ended": live.room.ended_at is not None, "simulated": live.simulated,
            "meeting": live.describe(language, workshop.server, 0)["meeting"],
            "series": {"title": series.title.in_(language), "organiser": series.organiser.in_(language)},
            "tables": series.tables,
            "actor_types": [_option(one, language) for one in series.actor_types],
            "municipalities": sorted(places, key=lambda one: (not one["near"], one["name"])),
            "you": describe_person(self, found, live) if found else None,
        })  # fmt: skip


class Join(ApiHandler):
    """Join a room: the same browser is the same person, at the next meeting too."""

    OPERATIONS = (Operation("post", "Join a room", shapes.Joined, JoinBody, status=201, errors=(404, 410, 422, 429)),)

    async def post(self) -> None:
        body = self.body(JoinBody)
        live = find_room(self, body.code)
        workshop = self.workshop
        if live.room.ended_at is not None:
            raise No(410, "room_ended")
        told = self.profile(body.profile)
        visitor = self.known()
        person = workshop.people.get(visitor.participant or "")
        if person is None:
            person = await workshop.add_person(body.lang, told.get("actor_type"), told.get("municipality"))
        else:
            await workshop.change_person(person, language=body.lang, **told)
        table = body.profile.table if body.profile.table is not None else person.tables.get(live.code)
        await workshop.enter(live, person, table)
        self.remember(replace(visitor, participant=person.id, language=None))
        self.give({"participant": person.id, "resume": person.resume, "room": live.code}, 201)

    def profile(self, profile: Profile) -> dict[str, str]:
        """A profile as it is stored: ids and codes; refuses what is unknown."""
        return check_profile(self, profile)


class Me(ApiHandler):
    """Change language, table or profile."""

    OPERATIONS = (Operation("post", "Change what is known of oneself", shapes.MeNow, MeBody, errors=(401, 422)),)

    async def post(self) -> None:
        body = self.body(MeBody)
        workshop, visitor = self.workshop, self.known()
        member = workshop.member(visitor)
        if member is None and workshop.steers(visitor) is None:
            raise No(401, "not_joined")
        if body.language:
            # a participant's language goes with the person, to every device
            self.remember(replace(visitor, language=None if member else body.language))
        if member is None:
            self.give(None)
            return
        person, live = member
        told: dict[str, Any] = check_profile(self, body)
        if body.language:
            told["language"] = body.language
        if told:
            await workshop.change_person(person, **told)
        if "table" in body.model_fields_set:
            await workshop.enter(live, person, body.table)
        self.give(describe_person(self, person, live))


def find_room(handler: ApiHandler, given: str) -> LiveRoom:
    """The room with a code; 404 for none, 429 when the code has been wrong too often."""
    code = codes.tidy_room_code(given)
    tries = handler.workshop.tries
    live = handler.workshop.rooms.get(code)
    if live is not None:
        return live
    if seconds := tries.wait(f"code {code}"):
        raise No(429, "too_many_tries", retry_after=seconds, seconds=seconds)
    tries.fail(f"code {code}")
    raise No(404, "unknown_code", code=given[:20])


def check_profile(handler: ApiHandler, profile: Profile) -> dict[str, str]:
    """A profile's actor type and municipality as ids, leaving out what is not told; 422 for unknown ones."""
    content, told = handler.workshop.content, {}
    if profile.actor_type:
        actor = content.series.actor_type(profile.actor_type)
        if actor is None:
            known = ", ".join(one.id for one in content.series.actor_types)
            raise No(422, "unknown_actor_type", given=profile.actor_type, known=known)
        told["actor_type"] = actor.id
    if profile.municipality:
        given = profile.municipality.strip()
        place = given if given in content.municipalities else content.municipalities_by_name.get(given.casefold())
        if place is None:
            raise No(422, "unknown_municipality", given=given)
        told["municipality"] = place
    if profile.table is not None and not 1 <= profile.table <= MOST_TABLES:
        raise No(422, "unknown_table", at_most=MOST_TABLES)
    return told


def describe_person(handler: ApiHandler, person: Person, live: LiveRoom) -> dict[str, Any]:
    """A participant as that participant may see it."""
    content, language = handler.workshop.content, handler.language
    actor = next((one for one in content.series.actor_types if one.id == person.actor_type), None)
    place = person.municipality
    return {
        "participant": person.id, "resume": person.resume, "language": person.language,
        "table": person.tables.get(live.code), "simulated": person.simulated,
        "actor_type": _option(actor, language) if actor else None,
        "municipality": {"code": place, "name": content.municipalities.get(place, place)} if place else None,
    }  # fmt: skip


def _option(option: Any, language: Language) -> dict[str, Any]:
    return {
        "id": option.id, "label": option.label.in_(language), "help": option.help.in_(language) if option.help else None
    }  # fmt: skip
