"""Several meetings on one server, and the ways back in: PINs, other devices, links lost, old and replaced."""

from collections.abc import Callable

import pytest

from samhandling.store import people as people_table
from tests.conftest import Participant, Serving
from tests.server.conftest import Meeting
from tests.server.light import MEETING, Light
from tests.server.listening import Listener


@pytest.fixture
def other(house: Serving, meeting: Meeting) -> Meeting:
    response = meeting.steering.post("/api/rooms", json={"meeting": "4_validation"})
    assert response.status_code == 201
    return Meeting(house, response.json())


def test_meetings_run_side_by_side(meeting: Meeting, other: Meeting) -> None:
    assert meeting.code != other.code
    assert meeting.ready["pin"] != other.ready["pin"]
    here, there = meeting.join(), other.join()
    meeting.open("E10.2")
    assert here.client.get("/api/room").json()["state"] == "open"
    assert there.client.get("/api/room").json()["step"] is None
    here.answer("E10.2", "step", 4)
    assert there.answer("E10.2", "step", 1)["rejected"][0]["reason"] == "not_open"
    other.steer(step="where-we-stand", state="open")
    there.answer("E10.2", "step", 1)
    assert here.mine() != there.mine()
    assert (meeting.results("E10.2")["n"], other.results("E10.2")["n"]) == (1, 1)
    assert (meeting.progress()["joined"], other.progress()["joined"]) == (1, 1)
    mine = meeting.steering.get("/api/export/answers.csv").text
    assert here.id in mine
    assert there.id not in mine


def test_a_pin_opens_its_own_room_only(meeting: Meeting, other: Meeting) -> None:
    client = meeting.client()
    pin = other.ready["pin"]
    assert client.post("/api/facilitator", json={"pin": f" {pin[:3]} {pin[3:]} "}).json() == {"room": other.code}
    assert client.get("/api/room").json()["code"] == other.code
    client.post("/api/room", json={"step": "check-in"})
    assert meeting.steering.get("/api/room").json()["step"] is None


def test_the_facilitator_sees_which_meetings_there_are(meeting: Meeting, other: Meeting) -> None:
    told = meeting.steering.get("/api/rooms").json()
    ours = {one["code"]: one for one in told["rooms"]}
    assert ours[meeting.code]["here"]
    assert not ours[other.code]["here"]
    assert [one["number"] for one in told["meetings"]] == [1, 2, 3, 4]
    refused = meeting.steering.post("/api/rooms", json={"meeting": "5_party"})
    assert (refused.status_code, refused.json()["error"]) == (422, "unknown_meeting")


def test_a_participant_of_another_meeting_cannot_be_let_in_or_seen(meeting: Meeting, other: Meeting) -> None:
    stranger = other.join()
    response = meeting.steering.post("/api/returns", json={"participant": stranger.id})
    assert (response.status_code, response.json()["error"]) == (404, "unknown_participant")
    assert stranger.id not in meeting.steering.get("/api/progress").text


def test_the_same_person_at_the_next_meeting_and_the_room_joined_last_counts(meeting: Meeting, other: Meeting) -> None:
    person = meeting.join(table=5)
    again = person.client.post("/api/join", json={"code": other.code}).json()
    assert (again["participant"], again["room"]) == (person.id, other.code)
    room = person.client.get("/api/room").json()
    assert (room["code"], room["me"]["table"]) == (other.code, None), "a table is of one meeting"
    person.client.post("/api/join", json={"code": meeting.code})
    room = person.client.get("/api/room").json()
    assert (room["code"], room["me"]["table"]) == (meeting.code, 5)


def test_which_room_one_is_in_survives_a_restart(light: Callable[[], Light]) -> None:
    server = light()
    other = server.run(server.workshop.open_room("4_validation"))
    person = server.join()
    person.client.post("/api/join", json={"code": other.code})
    person.client.post("/api/join", json={"code": server.code})
    again = light()
    client = again.client()
    client.cookies = person.client.cookies
    assert client.get("/api/room").json()["code"] == server.code


def test_the_personal_link_is_the_same_person_on_another_device(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person = meeting.join(table=2)
    person.answer("E10.2", "step", 3)
    for code in (person.resume, person.resume.lower().replace("-", ""), f"{person.resume[:2]} {person.resume[2:]}"):
        phone = meeting.client()
        response = phone.get(f"/r/{code}")
        assert (response.status_code, response.headers["location"]) == (302, "/worksheet")
        assert phone.get("/api/room").json()["me"]["participant"] == person.id
        (answer,) = phone.get("/api/answers/mine").json()["answers"]
        assert answer["value"] == 3
    assert meeting.progress()["joined"] == 1


def test_a_lost_link_is_replaced_and_the_old_one_stops_working(meeting: Meeting) -> None:
    person = meeting.join()
    told = meeting.steering.post("/api/returns", json={"participant": person.id}).json()
    assert told["resume"] != person.resume
    assert told["url"].endswith(f"/r/{told['resume']}")
    assert told["svg"].startswith("<svg")
    lost = meeting.client()
    old = lost.get(f"/r/{person.resume}")
    assert (old.status_code, old.headers["location"]) == (302, "/?expired=1")
    assert lost.get("/api/room").status_code == 401
    back = meeting.client()
    assert back.get(f"/r/{told['resume']}").headers["location"] == "/worksheet"
    assert back.get("/api/room").json()["me"]["participant"] == person.id


def test_a_link_that_never_was(meeting: Meeting) -> None:
    for code in ("AAAAA-AAAAA", "%00", "x" * 500, "..%2f..%2fetc", "åäö"):
        response = meeting.client().get(f"/r/{code}")
        assert (response.status_code, response.headers["location"]) == (302, "/?unknown=1"), code
        assert "set-cookie" not in response.headers


def test_a_link_to_a_meeting_that_has_ended_says_so_and_keeps_the_person(meeting: Meeting, other: Meeting) -> None:
    person = meeting.join()
    meeting.steer(ended=True)
    phone = meeting.client()
    assert phone.get(f"/r/{person.resume}").headers["location"] == "/?ended=1"
    joined = phone.post("/api/join", json={"code": other.code}).json()
    assert joined["participant"] == person.id


def test_a_link_grows_too_old(light: Callable[[], Light]) -> None:
    server = light()
    person = server.join()
    known = server.workshop.people[person.id]
    assert not server.workshop.is_expired(known)
    days = server.content.series.days_kept
    known.joined_at -= days * 86_400_000 + 1000
    assert server.workshop.is_expired(known)
    person.client.post("/api/join", json={"code": server.code})
    assert not server.workshop.is_expired(known), "joining again starts the time over"


def test_other_devices_can_be_signed_out(meeting: Meeting) -> None:
    laptop, projector = meeting.client(), meeting.client()
    for client in (laptop, projector):
        assert client.post("/api/facilitator", json={"pin": meeting.ready["pin"]}).status_code == 200
    with Listener(projector, tab="p") as watching:
        watching.wait("progress", lambda progress: progress["devices"] >= 1)
        assert laptop.post("/api/facilitator/out", json={"others": True}).status_code == 200
        assert watching.ended.wait(20), "a device that is signed out hears nothing more"
    assert projector.get("/api/progress").status_code == 403
    assert projector.post("/api/room", json={"step": "check-in"}).status_code == 403
    assert meeting.steering.get("/api/progress").status_code == 403
    assert laptop.post("/api/room", json={"step": "check-in"}).status_code == 200
    assert projector.post("/api/facilitator", json={"pin": meeting.ready["pin"]}).status_code == 200
    assert projector.get("/api/progress").status_code == 200


def test_signing_out_here_gives_up_the_controls_and_what_they_hear(meeting: Meeting) -> None:
    laptop = meeting.client()
    laptop.post("/api/facilitator", json={"pin": meeting.ready["pin"]})
    with Listener(laptop, tab="here") as watching:
        watching.wait("progress")
        assert laptop.post("/api/facilitator/out", json={}, headers={"Samhandling-Tab": "here"}).status_code == 200
        assert watching.ended.wait(20)
    assert laptop.get("/api/room").status_code == 401
    assert meeting.steering.get("/api/progress").status_code == 200, "the others stay"


def test_signed_out_devices_stay_out_after_a_restart(light: Callable[[], Light]) -> None:
    server = light()
    one, two = server.facilitator(), server.facilitator()
    two.post("/api/facilitator/out", json={"others": True})
    again = light()
    for client, status in ((one, 403), (two, 200)):
        back = again.client()
        back.cookies = client.cookies
        assert back.get("/api/progress").status_code == status


def test_a_pin_that_is_asked_for_names_the_room_it_is_asked_for(light: Callable[[], Light]) -> None:
    server = light()
    workshop = server.workshop
    first = server.run(workshop.open_room("1_local_needs", "471100"))
    second = server.run(workshop.resume_or_open("4_validation", "471100"))
    assert second is not first
    assert (second.pin, first.pin == "471100") == ("471100", False)
    back = server.run(workshop.resume_or_open("1_local_needs", "471100"))
    assert (back is first, first.pin, second.pin == "471100") == (True, "471100", False)
    client = server.client()
    assert client.post("/api/facilitator", json={"pin": "471100"}).json() == {"room": first.code}


def test_a_server_that_starts_again_goes_on_with_the_meeting_that_has_not_ended(light: Callable[[], Light]) -> None:
    server = light()
    code = server.code
    assert light().code == code
    again = light()
    again.run(again.workshop.move(again.live, lambda room: room.end(True, 1)))
    assert light().code != code


def test_who_was_forgotten_is_nobody(light: Callable[[], Light]) -> None:
    server = light()
    facilitator, gone, stays = server.facilitator(), server.join(table=1), server.join(table=1)
    facilitator.post("/api/room", json={"step": "staircase", "phase": 1, "state": "open"})
    gone.answer("E10.1", "q1", 2, level="table")
    facilitator.post("/api/room", json={"phase": 0, "state": "open"})
    gone.answer("E10.1", "q1", 1)
    assert server.opened.write(lambda c: people_table.forget(c, gone.id)).result() == 1
    again = light()
    known: dict[str, Participant] = {"gone": gone, "stays": stays}
    statuses = {}
    for name, person in known.items():
        client = again.client()
        client.cookies = person.client.cookies
        statuses[name] = client.get("/api/answers/mine")
    assert statuses["gone"].status_code == 401
    (joint,) = statuses["stays"].json()["answers"]
    assert (joint["level"], joint["value"]) == ("table", 2)
    assert again.live.meeting.id == MEETING


def test_an_exercise_that_the_agenda_leaves_out_can_be_brought_in(meeting: Meeting) -> None:
    told = meeting.steering.get("/api/agenda").json()
    planned = {step["exercise"] for step in told["steps"]}
    extra = {step["exercise"]: step["step"] for step in told["extra"]}
    assert extra and not planned & set(extra)
    phone = meeting.join(table=1)
    seen = phone.client.get("/api/agenda").json()
    assert seen["steps"] and not seen.get("extra")
    meeting.steer(step="before")
    room = meeting.steer(step=extra["E3.4"], state="open")
    assert room["exercise"] == "E3.4" and room["index"] is None and room["state"] == "open"
    assert phone.client.get("/api/exercises/E3.4").status_code == 200
    # the agenda goes on, and the exercise stays as it was left
    meeting.steer(step="example")
    assert meeting.steer(step=extra["E3.4"])["state"] == "closed"
    follow_up = meeting.steering.get("/api/follow-up").json()
    assert all(section.get("exercise") != "E1.2" for section in follow_up["sections"])
