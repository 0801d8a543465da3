"""Seating a room so that tables mix people: who may, what it does, and that it remembers who has met."""

import httpx

from samhandling.content.reading import Content
from tests.server.conftest import Meeting
from tests.server.light import MEETING
from tests.server.listening import Listener


def seat(meeting: Meeting, tables: int, keep: bool = False) -> dict[str, object]:
    answer = meeting.steering.post("/api/seating", json={"tables": tables, "keep": keep})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_everyone_gets_a_table_and_their_phone_is_told(meeting: Meeting, content: Content) -> None:
    phones = [meeting.join(actor_type=kind.id) for kind in content.series.actor_types[:4] for _ in range(4)]
    with Listener(phones[0].client) as listening:
        listening.wait("room")
        told = seat(meeting, 4)
        moved = listening.wait("seated").data
    assert told["joined"] == told["seated"] == 16 and told["tables"] == 4 and told["suggested"] == 3
    assert told["mix"] == {"pairs": 24, "same_kind": 0, "same_place": 0, "met": 0} and told["met_before"] is False
    assert told["by_chance"]["same_kind"] > 2  # type: ignore[index]  # JSON
    tables = [phone.client.get("/api/room").json()["me"]["table"] for phone in phones]
    assert sorted(tables) == sorted([1, 2, 3, 4] * 4)
    assert moved == {"table": tables[0]}
    assert {row["table"] for row in meeting.progress()["tables"]} == {1, 2, 3, 4}


def test_latecomers_are_seated_without_moving_anyone(meeting: Meeting) -> None:
    phones = meeting.people(6)
    seat(meeting, 2)
    before = [phone.client.get("/api/room").json()["me"]["table"] for phone in phones]
    late = meeting.people(2)
    assert seat(meeting, 2, keep=True)["seated"] == 8
    assert [phone.client.get("/api/room").json()["me"]["table"] for phone in phones] == before
    assert sorted(phone.client.get("/api/room").json()["me"]["table"] for phone in late) == [1, 2]


def test_at_the_next_meeting_people_meet_new_people(meeting: Meeting, host: httpx.Client) -> None:
    phones = meeting.people(16)
    seat(meeting, 4)
    opened = host.post("/api/rooms", json={"meeting": MEETING}).json()
    following = Meeting(meeting, opened)
    for phone in phones:
        joined = phone.client.post("/api/join", json={"code": following.code, "lang": "sv", "profile": {}})
        assert joined.status_code == 201
    told = seat(following, 4)
    assert told["met_before"] is True and told["mix"]["met"] == 0  # type: ignore[index]  # JSON
    assert told["by_chance"]["met"] > 1  # type: ignore[index]  # JSON


def test_it_is_the_facilitators_alone(meeting: Meeting) -> None:
    phone = meeting.join()
    assert phone.client.get("/api/seating").status_code == 403
    assert phone.client.post("/api/seating", json={"tables": 3}).status_code == 403
    assert meeting.client().get("/api/seating").status_code == 401
    for wrong in (0, 100, 1.5, "två", None):
        assert meeting.steering.post("/api/seating", json={"tables": wrong}).status_code == 422
    assert seat(meeting, 1)["seated"] == 1


def test_an_empty_room_has_nothing_to_mix(meeting: Meeting) -> None:
    told = meeting.steering.get("/api/seating").json()
    assert told["joined"] == told["seated"] == told["tables"] == 0 and told["by_chance"] is None
    assert seat(meeting, 5)["seated"] == 0
