"""Joining: by code, without an account, again and again as the same person."""

from collections.abc import Callable

import pytest

from tests.server.conftest import Meeting
from tests.server.light import Light


def test_joining_gives_a_pseudonym_a_personal_code_and_a_cookie(meeting: Meeting) -> None:
    client = meeting.client()
    response = client.post("/api/join", json={"code": meeting.code, "lang": "sv", "profile": {}})
    assert response.status_code == 201
    told = response.json()
    assert told["room"] == meeting.code
    assert len(told["resume"].replace("-", "")) == 10
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert told["resume"].lower() not in cookie
    me = client.get("/api/room").json()["me"]
    assert (me["participant"], me["resume"], me["table"]) == (told["participant"], told["resume"], None)


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: f" {code[:3]} {code[3:]} ", lambda code: f"{code[:2]}-{code[2:]}"]
)
def test_a_code_may_be_typed_in_any_way(meeting: Meeting, change: Callable[[str], str]) -> None:
    response = meeting.client().post("/api/join", json={"code": change(meeting.code)})
    assert response.status_code == 201
    assert meeting.client().get(f"/api/rooms/{change(meeting.code).strip()}").json()["code"] == meeting.code


def test_what_to_choose_among_comes_before_joining_in_the_language_asked_for(meeting: Meeting) -> None:
    before = meeting.client().get(f"/api/rooms/{meeting.code}").json()
    english = meeting.client().get(f"/api/rooms/{meeting.code}", headers={"Accept-Language": "en-GB,en;q=0.9"}).json()
    assert before["you"] is None
    assert before["meeting"]["title"] == "Samverkan med näringslivet"
    assert english["meeting"]["title"] == "Collaboration with business"
    assert [one["id"] for one in before["actor_types"]] == [one["id"] for one in english["actor_types"]]
    assert len(before["municipalities"]) == 290
    near = [one["near"] for one in before["municipalities"]]
    assert near == sorted(near, reverse=True)
    assert any(near)


def test_the_profile_is_kept_by_id_and_other_names_are_understood(meeting: Meeting) -> None:
    told = {"actor_type": "näringsliv/branschorganisation", "municipality": "malmö", "table": 3}
    person = meeting.join(**told)
    me = person.client.get("/api/room").json()["me"]
    assert me["actor_type"]["id"] == "business"
    assert me["municipality"] == {"code": "1280", "name": "Malmö"}
    assert me["table"] == 3


@pytest.mark.parametrize(
    ("profile", "error"),
    [
        ({"actor_type": "astronaut"}, "unknown_actor_type"),
        ({"municipality": "Atlantis"}, "unknown_municipality"),
        ({"table": 0}, "unknown_table"),
        ({"table": 100}, "unknown_table"),
        ({"table": "two"}, "malformed"),
        ({"table": 10**30}, "unknown_table"),
        ("nobody", "malformed"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_in_words_and_nobody_joins(
    meeting: Meeting, profile: object, error: str
) -> None:
    client = meeting.client()
    response = client.post("/api/join", json={"code": meeting.code, "profile": profile})
    assert (response.status_code, response.json()["error"]) == (422, error)
    assert response.json()["message"]
    assert "set-cookie" not in response.headers
    assert meeting.progress()["joined"] == 0


def test_the_same_browser_is_the_same_person_and_may_change_the_profile(meeting: Meeting) -> None:
    person = meeting.join(actor_type="region", table=1)
    again = person.client.post("/api/join", json={"code": meeting.code, "lang": "en", "profile": {"table": 2}})
    assert (again.status_code, again.json()["participant"], again.json()["resume"]) == (201, person.id, person.resume)
    me = person.client.get("/api/room").json()["me"]
    assert (me["actor_type"]["id"], me["table"], me["language"]) == ("region", 2, "en")
    assert meeting.progress()["joined"] == 1


def test_joining_without_a_table_keeps_the_table(meeting: Meeting) -> None:
    person = meeting.join(table=4)
    person.client.post("/api/join", json={"code": meeting.code})
    assert person.client.get("/api/room").json()["me"]["table"] == 4


def test_the_language_chosen_at_joining_wins_over_one_chosen_before(meeting: Meeting) -> None:
    person = meeting.join()
    person.client.post("/api/me", json={"language": "en"})
    assert person.client.get("/api/room").json()["meeting"]["title"] == "Collaboration with business"
    person.client.post("/api/join", json={"code": meeting.code, "lang": "sv"})
    assert person.client.get("/api/room").json()["meeting"]["title"] == "Samverkan med näringslivet"


def test_language_table_and_profile_can_be_changed_afterwards(meeting: Meeting) -> None:
    person = meeting.join(table=1)
    me = person.client.post("/api/me", json={"language": "en", "table": 2, "actor_type": "region"}).json()
    assert (me["language"], me["table"], me["actor_type"]) == (
        "en",
        2,
        {"id": "region", "label": "Region", "help": None},
    )
    refused = person.client.post("/api/me", json={"actor_type": "astronaut"})
    assert refused.status_code == 422
    assert refused.json()["message"].startswith("There is no actor type astronaut")


def test_a_wrong_code_is_said_with_the_code(meeting: Meeting) -> None:
    response = meeting.client().post("/api/join", json={"code": "GISSNING"})
    assert (response.status_code, response.json()["error"]) == (404, "unknown_code")
    assert "GISSNING" in response.json()["message"]


def test_a_code_tried_too_often_must_wait_but_not_the_rest_of_the_room(light: Callable[[], Light]) -> None:
    server = light()
    client = server.client()
    seen = [client.post("/api/join", json={"code": "KLIPPX"}).status_code for _ in range(11)]
    assert seen == [404] * 10 + [429]
    refused = client.get("/api/rooms/klippx")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["retry-after"] in refused.json()["message"]
    assert client.post("/api/join", json={"code": server.code}).status_code == 201


def test_a_pin_cannot_be_guessed_for_long(light: Callable[[], Light]) -> None:
    server = light()
    client = server.client()
    wrong = "000000"  # PINs begin at 100000
    seen = [client.post("/api/facilitator", json={"pin": wrong}).status_code for _ in range(11)]
    assert seen == [403] * 10 + [429]
    assert client.post("/api/facilitator", json={"pin": server.ready["pin"]}).status_code == 429
    now = server.workshop.tries._clock()
    server.workshop.tries._clock = lambda: now + 61
    assert client.post("/api/facilitator", json={"pin": server.ready["pin"]}).status_code == 200


def test_an_ended_meeting_takes_nobody_in(meeting: Meeting) -> None:
    person = meeting.join()
    meeting.steer(ended=True)
    late = meeting.client().post("/api/join", json={"code": meeting.code})
    assert (late.status_code, late.json()["error"]) == (410, "room_ended")
    assert meeting.client().get(f"/api/rooms/{meeting.code}").json()["ended"] is True
    assert person.client.get("/api/room").json()["ended"] is True
    meeting.steer(ended=False)
    assert meeting.client().post("/api/join", json={"code": meeting.code}).status_code == 201


PRIVATE = (
    "room agenda events answers/mine answers/mine/file exercises/E10.2 results/E10.2 notes/E1.2 join.svg progress"
    " export/answers.csv follow-up private rooms"
)


@pytest.mark.parametrize("path", [f"/api/{path}" for path in PRIVATE.split()])
@pytest.mark.parametrize("cookie", [None, "tampered"])
def test_nobody_gets_in_without_a_cookie_of_this_server(meeting: Meeting, path: str, cookie: str | None) -> None:
    client = meeting.client()
    if cookie:
        person = meeting.join()
        (name, value), *_ = person.client.cookies.items()
        head, middle = value[:-4], value[-4:]
        client.cookies.set(name, head + ("0000" if middle != "0000" else "1111"))
    response = client.get(path)
    assert response.status_code == 401
    assert response.json()["message"]


def test_participants_cannot_do_what_the_facilitator_does(meeting: Meeting) -> None:
    client = meeting.join().client
    for path in ("/api/progress", "/api/private", "/api/rooms", "/api/export/answers.csv", "/api/follow-up"):
        assert client.get(path).status_code == 403, path
    bodies = {
        "/api/room": {"state": "open"}, "/api/notes": {"exercise": "E1.2", "note": "abcd", "hidden": True},
        "/api/returns": {"participant": "P1"}, "/api/private": {"text": "x"},
        "/api/rooms": {"meeting": "1_local_needs"},
        "/api/facilitator/out": {"others": True},
    }  # fmt: skip
    for path, body in bodies.items():
        response = client.post(path, json=body)
        assert (response.status_code, response.json()["error"]) == (403, "not_facilitator"), path


def test_participants_see_neither_the_script_nor_private_notes(meeting: Meeting) -> None:
    client = meeting.join().client
    agenda, exercise = client.get("/api/agenda").json(), client.get("/api/exercises/E10.2").json()
    assert all("script" not in step and "private" not in step for step in agenda["steps"])
    assert all("script" not in phase and "private" not in phase for phase in exercise["phases"])
    assert "script" in meeting.steering.get("/api/exercises/E10.2").json()["phases"][0]
    assert meeting.steering.get("/api/agenda").json()["steps"][0]["script"]
