"""Typing in what was answered on paper: respondents without a device, whom only the facilitator writes for."""

from typing import Any

from pydantic import BaseModel, Field

from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, No, Operation
from samhandling.server.api.joining import MOST_TABLES, Profile, check_profile
from samhandling.server.live import LiveRoom
from samhandling.server.taking import Paper


class UndoBody(BaseModel):
    """Whose form to take back."""

    participant: str = Field(max_length=40)


class PaperForms(ApiHandler):
    """Those who have answered on paper, and nothing of what they answered."""

    OPERATIONS = (
        Operation("get", "How many paper forms have been typed in", shapes.PaperForms, errors=(401, 403),
                  who="facilitator"),
        Operation("post", "Begin the form of someone who answered on paper", shapes.PaperForm, Profile, status=201,
                  errors=(401, 403, 422, 503), who="facilitator"),
    )  # fmt: skip

    def get(self) -> None:
        live = self.steering()
        self.give(
            {
                "forms": sum(person.paper for person in live.members.values()),
                "actor_types": [
                    {"id": one.id, "label": one.label.in_(self.language), "help": None}
                    for one in self.workshop.content.series.actor_types
                ],
                "tables": self.workshop.content.series.tables,
            }
        )

    async def post(self) -> None:
        live, body = self.steering(), self.body(Profile)
        told: dict[str, Any] = check_profile(self, body)
        person = await self.workshop.add_person(
            self.language, told.get("actor_type"), told.get("municipality"), paper=True
        )
        await self.workshop.enter(live, person, body.table)
        self.give({"participant": person.id}, 201)


class PaperUndo(ApiHandler):
    """Take a form back."""

    OPERATIONS = (
        Operation("post", "Delete a paper form that was typed in", None, UndoBody, errors=(401, 403, 404, 503),
                  who="facilitator"),
    )  # fmt: skip

    async def post(self) -> None:
        live = self.steering()
        paper = on_paper(live, self.body(UndoBody).participant)
        if paper.person is None:
            raise No(404, "unknown_participant")
        await self.workshop.remove_paper(live, paper.person)
        self.give({})


def on_paper(live: LiveRoom, whose: str) -> Paper:
    """Whose form is meant; 404 for someone who is not in the room, 403 for someone who answers for themselves."""
    if whose == "room":
        return Paper()
    kind, _, number = whose.partition(":")
    if kind == "table":
        if not (number.isascii() and number.isdigit() and 1 <= int(number) <= MOST_TABLES):
            raise No(422, "unknown_table", at_most=MOST_TABLES)
        return Paper(table=int(number))
    person = live.members.get(whose)
    if person is None:
        raise No(404, "unknown_participant")
    if not person.paper:
        raise No(403, "answers_for_themselves")
    return Paper(person)
