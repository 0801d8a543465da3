"""Short cuts to where a test begins: what is not itself tried goes by the API."""

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from tests.browser.conftest import Phone, Screen
from tests.conftest import Serving


@dataclass(frozen=True)
class Meeting:
    """A room on a server; for a phone the same as a server of its own."""

    url: str
    code: str
    pin: str
    link: str


def another_meeting(serving: Serving, meeting: str = "2_business_collaboration") -> Meeting:
    """A new room on a running server."""
    client = serving.facilitator()
    opened = client.post("/api/rooms", json={"meeting": meeting}).json()
    client.close()
    return Meeting(serving.url, opened["code"], opened["pin"], opened["url"])


def steer(leader: Screen | httpx.Client, **change: Any) -> None:
    """Move the room."""
    if isinstance(leader, httpx.Client):
        answer = leader.post("/api/room", json=change)
        assert answer.status_code == 200, answer.text
    else:
        leader.api("/api/room", change)


def enter(phone: Phone, table: int | None = 1, actor_type: str = "region") -> Phone:
    """Join, and open the worksheet without a kernel."""
    profile = {"actor_type": actor_type, "table": table}
    body = {"code": phone.serving.code, "lang": "sv", "profile": profile}
    assert phone.context.request.post(f"{phone.serving.url}/api/join", data=body).status == 201
    return phone.in_lite()


def answer(phone: Phone, exercise: str, item: str, value: Any, level: str = "individual") -> str:
    """Save an answer as this phone; its id."""
    given = {"id": str(uuid.uuid4()), "exercise": exercise, "item": item, "value": value, "level": level}
    taken = phone.api("/api/answers", {"answers": [given]})
    assert taken["saved"] == [given["id"]], taken
    return given["id"]


def mine(phone: Phone) -> dict[tuple[str, str], Any]:
    """What the server has of this person and this table."""
    return {(one["exercise"], one["item"]): one["value"] for one in phone.api("/api/answers/mine")["answers"]}
