"""The event stream: the room at once, what was missed and nothing twice, and each hears only what is theirs."""

import json
import re
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
from tests.server.listening import Deaf, Heard, Listener

ANSWERS = {"answers", "results", "progress", "notes"}


def send(person: Participant, tab: str, item: str, value: Any, **more: Any) -> None:
    one = {"id": str(uuid.uuid4()), "exercise": more.pop("exercise", "E10.2"), "item": item, "value": value, **more}
    response = person.client.post("/api/answers", json={"answers": [one]}, headers={"Samhandling-Tab": tab})
    assert response.json()["saved"] == [one["id"]]


def marks(listener: Listener) -> list[str]:
    """The tabs whose answers were heard of, in order."""
    return [event.data["tab"] for event in listener.events if event.name == "answers"]


def test_the_room_comes_first_and_then_what_happens(meeting: Meeting) -> None:
    person = meeting.join()
    with Listener(person.client) as phone:
        first = phone.wait("room")
        assert phone.events[0] is first
        assert first.data["step"] is None
        # one's own is told when the stream begins, so that a page need not ask; and to nobody else
        assert first.data["me"] == person.client.get("/api/room").json()["me"]
        meeting.steer(step="where-we-stand", state="open", timer=300)
        told = phone.wait("room", lambda room: room["state"] == "open").data
        assert (told["step"], told["exercise"], told["timer"]["running"]) == ("where-we-stand", "E10.2", True)
        assert "me" not in told
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
        # and no longer of the one left behind
        mate.client.post("/api/me", json={"table": 2})
        send(one, "alone", "q1", 2, exercise="E10.1", level="table")
        others.wait("answers", lambda data: data["tab"] == "alone")
        meeting.steer(state="closed")
        without.wait("room", lambda room: room["state"] == "closed")
        assert marks(others) == ["again", "alone"]
        assert marks(mates) == ["one", "again"]
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
    numbers = [int(one.id.rpartition("-")[2]) for one in heard if one.id and one.name not in events.STATES]
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


def test_who_had_heard_nothing_but_the_room_misses_nothing_either(light: Callable[[], Light]) -> None:
    server = light()
    facilitator = server.facilitator()
    facilitator.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    with Listener(facilitator) as cockpit:
        cockpit.wait("room")
        person = server.join()
        # all are told of it a second later; after that there is nothing more to hear
        cockpit.wait("room", lambda room: room["joined"] == 1)
    with Listener(person.client, tab="phone") as phone:
        phone.wait("room")
        deadline = time.monotonic() + 5
        while phone.last is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        phone.close()
        send(person, "laptop", "step", 1)
        with Listener(person.client, tab="phone", last=phone.last) as back:
            back.wait("answers", lambda data: data["tab"] == "laptop")


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
    assert 5 <= events.HEARTBEAT <= 30
    monkeypatch.setattr(events, "HEARTBEAT", 0.2)
    server = light()
    with Listener(server.join().client) as phone:
        phone.wait("beat")
        deadline = time.monotonic() + 20
        while phone.names.count("beat") < 3:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_what_one_did_oneself_is_not_echoed_not_even_to_who_comes_back(light: Callable[[], Light]) -> None:
    server = light()
    person = server.join()
    server.facilitator().post("/api/room", json={"step": "where-we-stand", "state": "open"})
    with Listener(person.client, tab="phone") as phone, Listener(person.client, tab="laptop") as laptop:
        send(person, "laptop", "step", 1)
        last = phone.wait("answers").id
        phone.close()
        send(person, "phone", "step", 2)
        send(person, "laptop", "step", 3)
        with Listener(person.client, tab="phone", last=last) as back:
            back.wait("answers", lambda data: data["tab"] == "laptop")
            send(person, "phone", "step", 4)
            send(person, "laptop", "step", 1)
            deadline = time.monotonic() + 20
            while marks(back).count("laptop") < 2:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            assert marks(back) == ["laptop", "laptop"]
        assert marks(laptop) == ["phone", "phone"]


def test_a_compressed_stream_tells_the_same(light: Callable[[], Light]) -> None:
    server = light()
    person = server.join()
    facilitator = server.facilitator()
    with (
        Listener(person.client, tab="plain") as plain, Listener(person.client, tab="packed", gzip=True) as packed,
        Listener(facilitator, tab="cockpit", gzip=True) as cockpit,
    ):  # fmt: skip
        for phone in (plain, packed):
            phone.wait("room")
        facilitator.post("/api/room", json={"step": "where-we-stand", "state": "open"})
        for number in (1, 2, 3):
            send(person, f"t{number}", "step", number)
        for phone in (plain, packed):
            phone.wait("answers", lambda data: data["tab"] == "t3")
        news = [[one for one in phone.events if one.name == "answers"] for phone in (plain, packed)]
        assert news[0] == news[1]
        cockpit.wait("progress", lambda progress: progress["items"] and progress["items"][0]["n"] == 1)
        last = news[1][-3].id
        with Listener(person.client, tab="again", last=last, gzip=True) as back:
            back.wait("answers", lambda data: data["tab"] == "t3")
            assert [one for one in back.events if one.name == "answers"] == news[1][-2:]


def test_it_is_written_down_once_for_each_language_that_somebody_reads(light: Callable[[], Light]) -> None:
    server = light()
    people = [server.join() for _ in range(4)]
    made: list[str] = []

    def told(language: str) -> dict[str, str]:
        made.append(language)
        return {"read": language}

    def tell(to: str) -> None:
        server.call(lambda: server.workshop.publisher.publish(server.code, "notes", told, to=to))

    def heard(phone: Listener) -> str:
        return str(phone.wait("notes").data["read"])

    phones = [Listener(one.client, lang=lang) for one, lang in zip(people, ("sv", "en", "sv", "en"), strict=True)]
    try:
        for phone in phones:
            phone.wait("room")
        tell("facilitators")
        assert made == []
        tell("all")
        assert [heard(phone) for phone in phones] == ["sv", "en", "sv", "en"]
        assert sorted(made) == ["en", "sv"]
    finally:
        for phone in phones:
            phone.close()


def listening(server: Light) -> list[str]:
    """The tabs that listen."""
    found = server.call(lambda: server.workshop.publisher.listening(server.code))
    return sorted(client.tab for client in found)


def wait_for(server: Light, *tabs: str) -> None:
    """Wait until just these tabs listen."""
    deadline = time.monotonic() + 20
    while listening(server) != sorted(tabs):
        assert time.monotonic() < deadline, listening(server)
        time.sleep(0.02)


def shout(server: Light, number: int) -> None:
    """Tell everyone something long."""
    data = {"shout": number, "exercise": "x" * 200_000}
    server.call(lambda: server.workshop.publisher.publish(server.code, "notes", data))


def shouts(phone: Listener) -> list[int]:
    return [one.data["shout"] for one in phone.events if one.name == "notes"]


def test_a_client_that_does_not_read_is_dropped_and_comes_back_while_the_others_hear_on(
    light: Callable[[], Light],
) -> None:
    server = light()
    slow, quick = server.join(), server.join()
    deaf = Deaf(slow.client)
    with Listener(quick.client, tab="quick") as phone:
        wait_for(server, "deaf", "quick")
        number = 0
        while "deaf" in listening(server):
            assert number < 100, "it is given more than a bounded number of events to keep"
            shout(server, number)
            phone.wait("notes", lambda data, number=number: data["shout"] == number)
            number += 1
        assert shouts(phone) == list(range(number))
        *_, last = re.findall(r"^id: (\S+)$", before := deaf.rest(), re.MULTILINE)
        with Listener(slow.client, tab="deaf", last=last) as back:
            shout(server, number)
            back.wait("notes", lambda data: data["shout"] == number)
            assert [int(one) for one in re.findall(r'"shout":(\d+)', before)] + shouts(back) == [*range(number + 1)]


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="the system cannot tell")
def test_a_phone_that_acknowledges_nothing_is_away_after_a_while(
    light: Callable[[], Light], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stream.PATIENCE >= 2 * events.HEARTBEAT * 1000, "two beats may be lost on the way"
    monkeypatch.setattr(stream, "PATIENCE", 300)
    server = light()
    deaf = Deaf(server.join().client)
    wait_for(server, "deaf")
    with Listener(server.facilitator(), tab="cockpit") as cockpit:
        cockpit.wait("progress", lambda progress: progress["here"] == 1)
        (client,) = server.call(
            lambda: [one for one in server.workshop.publisher.listening(server.code) if one.tab == "deaf"]
        )
        number = 0
        while not server.call(client.stream.writing):
            shout(server, number)
            number += 1
        cockpit.wait("progress", lambda progress: progress["here"] == 0)
        assert listening(server) == ["cockpit"]
    deaf.socket.close()
