"""The event stream: the room at once, what was missed and nothing twice, and each hears only what is theirs."""

import json
import socket
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from samhandling.server import events
from samhandling.server.api import stream
from tests.conftest import Participant
from tests.server.conftest import Meeting
from tests.server.light import Light
from tests.server.listening import Heard, Listener

ANSWERS = {"answers", "results", "progress", "notes"}


def send(person: Participant, tab: str, item: str, value: Any, **more: Any) -> None:
    one = {"id": str(uuid.uuid4()), "exercise": more.pop("exercise", "E10.2"), "item": item, "value": value, **more}
    response = person.client.post("/api/answers", json={"answers": [one]}, headers={"Samhandling-Tab": tab})
    assert response.json()["saved"] == [one["id"]]


def marks(listener: Listener) -> list[str]:
    """The tabs whose answers were heard of, in order."""
    return [event.data["tab"] for event in listener.events if event.name == "answers"]


def test_the_room_comes_first_and_then_what_happens(meeting: Meeting) -> None:
    with Listener(meeting.join().client) as phone:
        first = phone.wait("room")
        assert phone.events[0] is first
        assert first.data["step"] is None
        assert "me" not in first.data
        meeting.steer(step="where-we-stand", state="open", timer=300)
        told = phone.wait("room", lambda room: room["state"] == "open").data
        assert (told["step"], told["exercise"], told["timer"]["running"]) == ("where-we-stand", "E10.2", True)
        meeting.steer(timer={"add": 60})
        later = phone.wait("room", lambda room: room["timer"] and room["timer"]["ends_at"] > told["timer"]["ends_at"])
        assert later.data["version"] > told["version"]


def test_each_hears_it_in_their_own_language(meeting: Meeting) -> None:
    swede, brit = meeting.people(2)
    brit.client.post("/api/me", json={"language": "en"})
    with Listener(swede.client) as one, Listener(brit.client) as other:
        meeting.steer(step="where-we-stand")
        assert one.wait("room", lambda room: room["step"]).data["title"] == "Var står vi?"
        assert other.wait("room", lambda room: room["step"]).data["title"] == "Where do we stand?"
        brit.client.post("/api/me", json={"language": "sv"})
        meeting.steer(step="check-in")
        assert other.wait("room", lambda room: room["step"] == "check-in").data["title"] == "Incheckning"


def test_joining_is_heard_by_all(meeting: Meeting) -> None:
    with Listener(meeting.join().client) as phone:
        meeting.join()
        phone.wait("room", lambda room: room["joined"] == 2)


def test_a_change_on_one_device_is_heard_on_the_others_of_the_same_person(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person, stranger = meeting.people(2)
    with Listener(person.client, tab="b") as laptop, Listener(stranger.client, tab="x") as elsewhere:
        send(person, "a", "step", 3)
        assert laptop.wait("answers").data == {"exercise": "E10.2", "tab": "a"}
        meeting.steer(state="closed")
        elsewhere.wait("room", lambda room: room["state"] == "closed")
        assert "answers" not in elsewhere.names


def test_table_mates_hear_of_joint_answers_and_the_other_tables_do_not(meeting: Meeting) -> None:
    one, mate, elsewhere, nowhere = (meeting.join(**at) for at in ({"table": 1}, {"table": 1}, {"table": 2}, {}))
    meeting.open("E10.1", phase=1)
    with (
        Listener(mate.client, tab="mate") as mates, Listener(elsewhere.client, tab="else") as others,
        Listener(nowhere.client, tab="no") as without,
    ):  # fmt: skip
        send(one, "one", "q1", 3, exercise="E10.1", level="table")
        assert mates.wait("answers").data == {"exercise": "E10.1", "tab": "one"}
        # who moves to another table hears of that one from then on
        elsewhere.client.post("/api/me", json={"table": 1})
        send(one, "again", "q1", 4, exercise="E10.1", level="table")
        assert others.wait("answers").data["tab"] == "again"
        meeting.steer(state="closed")
        without.wait("room", lambda room: room["state"] == "closed")
        assert marks(others) == ["again"]
        assert marks(without) == []


def test_what_one_answers_alone_is_not_heard_at_the_table(meeting: Meeting) -> None:
    one, mate = meeting.join(table=1), meeting.join(table=1)
    meeting.open("E10.1")
    with Listener(mate.client, tab="mate") as mates:
        send(one, "one", "q1", 3, exercise="E10.1")
        meeting.steer(state="closed")
        mates.wait("room", lambda room: room["state"] == "closed")
        assert "answers" not in mates.names


def test_nothing_of_the_answers_reaches_participants_before_the_reveal(meeting: Meeting) -> None:
    meeting.open("E10.2")
    people = meeting.people(6)
    secret = "Hemligt om samverkan"
    with Listener(people[0].client, tab="quiet") as phone, Listener(meeting.steering, tab="cockpit") as cockpit:
        for person in people[1:]:
            send(person, "t", "step", 4)
            send(person, "t", "why", secret)
        cockpit.wait("results")
        cockpit.wait("progress", lambda progress: progress["items"] and progress["items"][0]["n"] == 5)
        meeting.steer(state="revealed")
        phone.wait("room", lambda room: room["state"] == "revealed")
        assert set(phone.names) == {"room"}, "no progress, no results, nobody's answers"
        assert secret not in json.dumps([one.data for one in phone.events + cockpit.events])


def test_the_facilitator_hears_counts_and_sees_who_comes_and_goes(meeting: Meeting) -> None:
    person = meeting.join()
    with Listener(meeting.steering, tab="cockpit") as cockpit:
        assert cockpit.wait("progress").data["here"] == 0
        with Listener(person.client, tab="phone"):
            cockpit.wait("progress", lambda progress: progress["here"] == 1)
        seen = len(cockpit.events)
        deadline = time.monotonic() + 20
        while not any(one.name == "progress" and one.data["here"] == 0 for one in cockpit.events[seen:]):
            assert time.monotonic() < deadline, "who has left is still counted as here"
            time.sleep(0.05)


def test_a_hidden_note_is_told_to_all_and_a_new_one_while_voting(meeting: Meeting) -> None:
    person, voter = meeting.join(table=1), meeting.join(table=2)
    meeting.open("E1.2")
    card = {"id": "card1", "text": "Ett hinder", "category": "local"}
    send(person, "t", "obstacles", [card], exercise="E1.2", level="table")
    meeting.steer(phase=1, state="open")
    with Listener(voter.client, tab="v") as phone:
        meeting.steering.post("/api/notes", json={"exercise": "E1.2", "note": "card1", "hidden": True})
        assert phone.wait("notes").data == {"exercise": "E1.2"}
        before = phone.names.count("notes")
        send(person, "t", "obstacles", [card | {"text": "Sent kort"}], exercise="E1.2", level="table")
        deadline = time.monotonic() + 20
        while phone.names.count("notes") == before:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def missed_by(meeting: Meeting, person: Participant, last: str | None, until: str) -> list[Heard]:
    """What a stream that resumes after `last` is told before a new answer from the tab `until`."""
    with Listener(person.client, last=last, tab="back") as phone:
        phone.wait("room")
        send(person, until, "step", 1)
        phone.wait("answers", lambda data: data["tab"] == until)
        return phone.events


def test_who_comes_back_gets_what_was_missed_and_nothing_twice(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person, stranger = meeting.people(2)
    with Listener(person.client, tab="phone") as phone:
        send(person, "t0", "step", 1)
        last = phone.wait("answers").id
    for number in (1, 2, 3):
        send(person, f"t{number}", "step", number)
        send(stranger, f"s{number}", "step", number)
    meeting.steer(timer=100)
    heard = missed_by(meeting, person, last, "now")
    tabs = [one.data["tab"] for one in heard if one.name == "answers"]
    assert len(tabs) == len(set(tabs))
    assert set(tabs) <= {"t1", "t2", "t3", "now"}
    assert "t0" not in tabs
    assert "now" in tabs
    numbers = [int(one.id.rpartition("-")[2]) for one in heard if one.id]
    assert numbers == sorted(set(numbers))
    assert heard[0].name == "room"
    assert heard[0].data["timer"]["running"], "the room as it is now, not as it was"


def test_missed_events_are_replayed(light: Callable[[], Light]) -> None:
    server = light()
    facilitator, person = server.facilitator(), server.join()
    facilitator.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    with Listener(person.client, tab="gone") as phone, Listener(person.client, tab="stays") as other:
        send(person, "t0", "step", 1)
        last = phone.wait("answers").id
        phone.close()
        for number in (1, 2, 3):
            send(person, f"t{number}", "step", number)
        other.wait("answers", lambda data: data["tab"] == "t3")
        with Listener(person.client, last=last, tab="gone") as back:
            back.wait("answers", lambda data: data["tab"] == "t3")
            assert marks(back) == ["t1", "t2", "t3"]
            send(person, "t4", "step", 4)
            back.wait("answers", lambda data: data["tab"] == "t4")
            assert marks(back) == ["t1", "t2", "t3", "t4"]


@pytest.mark.parametrize("last", ["", "nonsense", "x-1", "-", "abcdef12-5", "99999999999999999999", "²", "abcdef12-²"])
def test_an_id_of_another_time_begins_anew(meeting: Meeting, last: str) -> None:
    meeting.open("E10.2")
    person = meeting.join()
    send(person, "before", "step", 1)
    client = person.client
    with Listener(client, last=last.encode("ascii", "replace").decode(), tab="back") as phone:
        assert phone.status == 200
        phone.wait("room")
        assert "answers" not in phone.names


def test_the_heart_beats_when_nothing_happens(light: Callable[[], Light], monkeypatch: pytest.MonkeyPatch) -> None:
    assert 5 <= stream.HEARTBEAT <= 30
    monkeypatch.setattr(stream, "HEARTBEAT", 0.2)
    server = light()
    with Listener(server.join().client) as phone:
        phone.wait("beat")
        deadline = time.monotonic() + 20
        while phone.names.count("beat") < 3:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_a_client_that_does_not_read_is_dropped_and_the_others_hear_on(light: Callable[[], Light]) -> None:
    server = light()
    slow, quick = server.join(), server.join()
    with socket.create_connection(("127.0.0.1", server.port)) as deaf, Listener(quick.client, tab="q") as phone:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        (name, value), *_ = slow.client.cookies.items()
        request = f"GET /api/events?tab=deaf HTTP/1.1\r\nHost: x\r\nCookie: {name}={value}\r\n\r\n"
        deaf.sendall(request.encode())
        publisher = server.workshop.publisher
        phone.wait("room")
        deadline = time.monotonic() + 20
        while len(server.call(lambda: publisher.listening(server.code))) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)

        def shout(number: int) -> None:
            publisher.publish(server.code, "notes", {"exercise": "x" * 200_000, "number": number})

        for number in range(events.QUEUE * 2):
            server.call(lambda number=number: shout(number))
            phone.wait("notes", lambda data, number=number: data["number"] == number)
        left = server.call(lambda: [client.tab for client in publisher.listening(server.code)])
        assert left == ["q"]
        assert [one.data["number"] for one in phone.events if one.name == "notes"] == list(range(events.QUEUE * 2))


def test_a_client_that_is_dropped_comes_back_and_misses_nothing(light: Callable[[], Light]) -> None:
    server = light()
    person = server.join()
    publisher = server.workshop.publisher
    with Listener(person.client, tab="a") as phone:
        phone.wait("room")
        server.call(lambda: publisher.publish(server.code, "notes", {"number": 0}))
        last = phone.wait("notes").id

        def flood() -> None:  # more at once than may wait
            for number in range(1, events.QUEUE + 10):
                publisher.publish(server.code, "notes", {"number": number})

        server.call(flood)
        assert phone.ended.wait(20)
        assert server.call(lambda: publisher.listening(server.code)) == ()
        with Listener(person.client, tab="a", last=last) as back:
            back.wait("notes", lambda data: data["number"] == events.QUEUE + 9)
            numbers = [one.data["number"] for one in back.events if one.name == "notes"]
            assert numbers == list(range(1, events.QUEUE + 10))
