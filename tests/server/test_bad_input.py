"""What must not break anything: wrong, huge, foreign, malformed; and a disk that is full."""

import json
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from samhandling.store import Store
from samhandling.store import answers as answers_table
from tests.conftest import Participant, Serving
from tests.server.conftest import Meeting

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def person(meeting: Meeting) -> Participant:
    """A participant in a room where E10.2 is open."""
    meeting.open("E10.2")
    return meeting.join(table=1)


def answer(item: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "exercise": "E10.2", "item": item, "value": value, **more}


def said(response: httpx.Response) -> tuple[int, str]:
    """Status and error of a refusal, which always has words."""
    told = response.json()
    assert set(told) == {"error", "message", "details"}
    assert told["message"]
    assert "{" not in told["message"] or told["error"] == "malformed"
    assert "Traceback" not in response.text
    return response.status_code, told["error"]


@pytest.mark.parametrize(
    "text",
    [
        "Vi 👩‍🔧👨🏽‍🏭🇸🇪 samverkar 🤝",
        "שלום עולם — مرحبا بالعالم \u202eback\u202c",
        "<b>fet</b> <script>alert('x')</script> & \"citat\" <img src=x onerror=alert(1)>",
        "'; DROP TABLE answers; --",
        "rad ett\nrad två\ttabb",
        "=1+1", "{{7*7}}", "%s %d {0} \\u0041 \\", "é è ﬁ \u00a0 \u200d",
        "y" * 400,
        "😀" * 400,
    ],
)  # fmt: skip
def test_any_text_comes_back_exactly(person: Participant, text: str) -> None:
    assert person.answer("E10.2", "why", text)["saved"]
    assert person.mine()["E10.2", "why", "individual"] == text


def test_text_in_other_line_endings_and_with_space_around_is_tidied(person: Participant) -> None:
    person.answer("E10.2", "why", "  ett\r\ntvå \n")
    assert person.mine()["E10.2", "why", "individual"] == "ett\ntvå"


def test_what_no_text_can_hold_is_left_out_and_the_rest_is_kept(person: Participant) -> None:
    person.answer("E10.2", "why", "a\x00b\x07c")
    assert person.mine()["E10.2", "why", "individual"] == "abc"


def test_half_an_emoji_does_not_stop_the_text_nor_its_neighbours(person: Participant) -> None:
    """A phone that cuts a text off at a length may cut an emoji in two."""
    one, other = answer("why", "Bra samtal HALF"), answer("step", 3)
    body = json.dumps({"answers": [one, other]}).replace("HALF", r"\ud83d")
    response = person.client.post("/api/answers", content=body, headers=JSON)
    assert response.json()["saved"] == [one["id"], other["id"]]
    assert person.mine() == {("E10.2", "why", "individual"): "Bra samtal", ("E10.2", "step", "individual"): 3}
    whole = json.dumps({"answers": [answer("why", "🤝")]})
    assert r"\ud83e" in whole
    person.client.post("/api/answers", content=whole, headers=JSON)
    assert person.mine()["E10.2", "why", "individual"] == "🤝"


def test_half_an_emoji_where_it_has_no_place_is_refused_in_words(person: Participant) -> None:
    body = json.dumps({"answers": [answer("step", "HALF")]}).replace("HALF", r"\ud83d")
    response = person.client.post("/api/answers", content=body, headers=JSON)
    assert (response.status_code, response.json()["rejected"][0]["reason"]) == (200, "invalid")


def test_a_megabyte_is_too_much_and_nothing_of_it_is_taken(person: Participant) -> None:
    response = person.client.post("/api/answers", json={"answers": [answer("step", 2), answer("why", "x" * 2**20)]})
    assert said(response) == (413, "too_large")
    assert person.mine() == {}
    assert person.answer("E10.2", "step", 2)["saved"]


def test_a_text_far_too_long_is_refused_and_everything_beside_it_is_saved(person: Participant) -> None:
    beside = [answer("step", 2), answer("step", 3)]
    long = answer("why", "å" * 150_000)  # 300 kB
    response = person.client.post("/api/answers", json={"answers": [beside[0], long, beside[1]]})
    assert response.status_code == 200
    assert response.json()["saved"] == [one["id"] for one in beside]
    (refused,) = response.json()["rejected"]
    assert (refused["id"], refused["reason"]) == (long["id"], "too_long")
    assert "150000" in refused["message"]
    assert "400" in refused["message"]


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("step", 0), ("step", 5), ("step", -1), ("step", 10**40), ("step", 2.0), ("step", 2.5), ("step", "2"),
        ("step", True), ("step", [2]), ("step", {"value": 2}), ("step", ""), ("step", "Unknown"),
        ("why", 1), ("why", ["text"]), ("why", {"text": "x"}), ("why", False),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(person: Participant, item: str, value: Any) -> None:
    result = person.answer("E10.2", item, value)
    assert (result["saved"], result["rejected"][0]["reason"]) == ([], "invalid")
    assert person.mine() == {}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-0.0"])
def test_numbers_that_are_none(person: Participant, number: str) -> None:
    body = json.dumps({"answers": [answer("step", "HERE")]}).replace('"HERE"', number)
    response = person.client.post("/api/answers", content=body, headers=JSON)
    assert response.status_code in (200, 422)
    assert response.status_code == 422 or response.json()["rejected"][0]["reason"] == "invalid"


def card(**more: Any) -> dict[str, Any]:
    return {"id": uuid.uuid4().hex[:12], "text": "Ett hinder", "category": "local"} | more


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([card()], "saved"),
        ([card(text="<script>x</script>")], "saved"),
        ([card(text="")], "invalid"),
        ([card(text="x" * 161)], "too_long"),
        ([card(category="galactic")], "invalid"),
        ([card(author="me")], "invalid"),
        ([card(id="x")], "invalid"),
        ([card(id="<b>bold</b>")], "invalid"),
        ([card(id="same"), card(id="same")], "invalid"),
        ([card() for _ in range(7)], "invalid"),
        ([card() for _ in range(5000)], "invalid"),
        (["text"], "invalid"),
        ({"id": "abcd"}, "invalid"),
        ("cards", "invalid"),
        ([[[[[]]]]], "invalid"),
    ],
)
def test_cards(meeting: Meeting, value: Any, reason: str) -> None:
    meeting.open("E1.2")
    result = meeting.join(table=1).answer("E1.2", "obstacles", value, level="table")
    assert "saved" if result["saved"] else result["rejected"][0]["reason"] == reason
    assert bool(result["saved"]) == (reason == "saved")


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({}, True), ({"abcd": 2, "efgh": 2, "ijkl": 1}, True), ({"abcd": 3}, False), ({"abcd": -1}, False),
        ({"abcd": 2, "efgh": 2, "ijkl": 2}, False), ({"abcd": 1.5}, False), ({"abcd": True}, False),
        ({"<script>": 1}, False), ({"": 1}, False), ([1], False), ("abcd", False),
    ],
)  # fmt: skip
def test_votes(meeting: Meeting, value: Any, fits: bool) -> None:
    meeting.open("E1.2", phase=1)
    assert bool(meeting.join().answer("E1.2", "dots", value)["saved"]) == fits


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ({"what": "Ringa", "by_when": "2026-12-01", "owner_role": "chef"}, True),
        ({"what": "Ringa", "by_when": "den första"}, False),
        ({"what": "Ringa", "by_when": "2026-02-30"}, False),
        ({"what": "Ringa", "by_when": 20261201}, False),
        ({"what": ["Ringa"]}, False),
        ({"salary": 1}, False),
    ],
)
def test_rows_of_a_table(meeting: Meeting, row: dict[str, Any], fits: bool) -> None:
    meeting.open("E10.3")
    assert bool(meeting.join().answer("E10.3", "commitments", [{"id": "row1"} | row])["saved"]) == fits


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"text"', b"{}", b'{"answers": {}}', b'{"answers": [1]}', b'{"answers": [{}]}',
        b'{"answers": [{"id": 1, "exercise": "E10.2", "item": "step"}]}', b'{"answers": "\xff\xfe"}', b"\x00" * 50,
        b'{"answers": [{"id": "x", "exercise": "E10.2", "item": "step", "round": 0}]}',
        b'{"answers": [{"id": "x", "exercise": "E10.2", "item": "step", "round": 10000000000000000000000}]}',
        b'{"answers": [{"id": "x", "exercise": "E10.2", "item": "step", "run": -1}]}',
        b'{"answers": [{"id": "x", "exercise": "E10.2", "item": "step", "level": 3}]}',
        b'{"answers": [{"id": "x", "exercise": "' + b"E" * 400 + b'", "item": "step"}]}',
        b'{"answers": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"answers": ' + b"9" * 6000 + b"}",
        b'{"answers": "\\ud83d"}', b'{"\\ud83d', b"[" * 50_000 + b'"\\ud83d"',
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_understood_changes_nothing(person: Participant, body: bytes) -> None:
    assert said(person.client.post("/api/answers", content=body, headers=JSON)) == (422, "malformed")
    assert person.mine() == {}


def test_too_many_answers_at_once(person: Participant) -> None:
    many = [answer("step", 1 + number % 4) for number in range(501)]
    assert said(person.client.post("/api/answers", json={"answers": many})) == (422, "malformed")
    response = person.client.post("/api/answers", json={"answers": many[:500]})
    assert response.json()["saved"] == [one["id"] for one in many[:500]]
    assert person.mine()["E10.2", "step", "individual"] == many[499]["value"], "the last one is the newest"
    assert person.client.post("/api/answers", json={"answers": []}).json() == {"saved": [], "rejected": [], "late": []}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
def test_only_json_is_taken(person: Participant, kind: str) -> None:
    body = json.dumps({"answers": [answer("step", 1)]})
    assert said(person.client.post("/api/answers", content=body, headers={"Content-Type": kind})) == (415, "not_json")
    assert person.mine() == {}


def test_json_may_say_its_charset(person: Participant) -> None:
    body = json.dumps({"answers": [answer("step", 1)]})
    headers = {"Content-Type": "Application/JSON; charset=UTF-8"}
    assert person.client.post("/api/answers", content=body, headers=headers).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
def test_a_page_of_another_site_can_do_nothing(meeting: Meeting, person: Participant, origin: str) -> None:
    for client, path, body in (
        (person.client, "/api/answers", {"answers": [answer("step", 1)]}),
        (meeting.steering, "/api/room", {"step": "check-in"}),
        (meeting.client(), "/api/join", {"code": meeting.code}),
    ):
        assert said(client.post(path, json=body, headers={"Origin": origin})) == (403, "wrong_origin")
    assert person.mine() == {}
    response = person.client.post("/api/answers", json={"answers": []}, headers={"Origin": meeting.url})
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "BREW", "OPTIONS"])
def test_other_methods_are_refused_in_words(person: Participant, method: str) -> None:
    response = person.client.request(method, "/api/answers")
    assert said(response) == (405, "wrong_method")
    assert method in response.json()["message"]


def test_reading_is_not_writing(meeting: Meeting, person: Participant) -> None:
    assert person.client.get("/api/answers").status_code == 405
    assert meeting.client().get("/api/join").status_code == 405
    assert meeting.steering.get("/api/facilitator/out").status_code == 405


@pytest.mark.parametrize("path", ["/api/", "/api/nonsense", "/api/answers/mine/other", "/api/%00",
                                  "/api/export/", "/api/../api/secret", "/api/export/passwd"])  # fmt: skip
def test_what_is_not_there(meeting: Meeting, path: str) -> None:
    status, error = said(meeting.steering.get(path))
    assert status in (404, 405)
    assert error in ("not_found", "unknown_code", "wrong_method")


@pytest.mark.parametrize("path", ["/api/rooms/%ff%fe", "/api/results/E10.2?lang=%ff", "/api/exercises/%c3%28"])
def test_addresses_that_are_no_text(meeting: Meeting, path: str) -> None:
    assert said(meeting.steering.get(path)) == (400, "malformed")


def test_refusals_are_in_the_visitors_language(meeting: Meeting) -> None:
    swedish, english = meeting.client(), meeting.client()
    english.headers["Accept-Language"] = "en-US,en"
    assert "Du är inte med" in swedish.get("/api/room").json()["message"]
    assert "You have not joined" in english.get("/api/room").json()["message"]


@pytest.mark.parametrize(
    ("move", "error"),
    [
        ({"step": "nowhere"}, "unknown_step"), ({"step": 7}, "malformed"), ({"state": "ajar"}, "unknown_state"),
        ({"phase": 9}, "unknown_phase"), ({"phase": -1}, "malformed"), ({"timer": -5}, "timer_out_of_range"),
        ({"timer": 10**9}, "timer_out_of_range"), ({"timer": "soon"}, "malformed"),
        ({"timer": {"add": 10**9}}, "malformed"), ({"spotlight": "nothing"}, "malformed"),
        ({"spotlight": 5}, "malformed"), ([], "malformed"), ({"step": "check-in", "state": "ajar"}, "unknown_state"),
    ],
)  # fmt: skip
def test_a_move_that_cannot_be_made_moves_nothing(meeting: Meeting, move: Any, error: str) -> None:
    meeting.open("E10.2")
    before = meeting.steering.get("/api/room").json()
    assert said(meeting.steering.post("/api/room", json=move)) == (422, error)
    after = meeting.steering.get("/api/room").json()
    assert (before["step"], before["state"], before["timer"]) == (after["step"], after["state"], after["timer"])
    assert before["version"] == after["version"]


@pytest.mark.parametrize("move", [{"state": "open"}, {"phase": 0}, {"timer": 60}, {"reset": True}, {"spotlight": "q1"}])
def test_before_the_first_step_there_is_nothing_to_move(meeting: Meeting, move: dict[str, Any]) -> None:
    assert said(meeting.steering.post("/api/room", json=move)) == (422, "no_step")


def test_the_facilitators_words_have_a_limit_too(meeting: Meeting) -> None:
    assert meeting.steering.post("/api/private", json={"text": "å" * 20_000}).status_code == 200
    assert said(meeting.steering.post("/api/private", json={"text": "å" * 20_001})) == (422, "malformed")
    assert meeting.steering.get("/api/private").json() == {"text": "å" * 20_000}


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of another process's files")
def test_a_full_disk_is_said_and_loses_nothing(start: Callable[..., Serving]) -> None:
    import resource

    serving = start()
    assert serving.process
    people = [serving.join() for _ in range(3)]
    facilitator = serving.facilitator()
    facilitator.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    acknowledged = [people[0].answer("E10.2", "why", "före")["id"]]
    log = serving.store.with_name(serving.store.name + "-wal")
    room = max(path.stat().st_size for path in (log, serving.store, serving.log)) + 40_000
    _, hard = resource.prlimit(serving.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(serving.process.pid, resource.RLIMIT_FSIZE, (room, hard))

    kept: list[tuple[Participant, dict[str, Any]]] = []
    refused: httpx.Response | None = None
    for number in range(60):
        person = people[number % 3]
        one = answer("why", f"{number} " + "x" * 390)
        response = person.client.post("/api/answers", json={"answers": [one]})
        if response.status_code == 200:
            acknowledged += response.json()["saved"]
        else:
            refused = response
            kept.append((person, one))
        if len(kept) == 5:
            break
    assert refused is not None, "the disk never became full"
    status, error = said(refused)
    assert status == 503
    assert error in ("store_full", "store_failing")
    assert int(refused.headers["retry-after"]) > 0
    assert serving.client().get("/api/healthz").json()["status"] == "storing_fails"
    storage = facilitator.get("/api/progress").json()["storage"]
    assert (storage["ok"], bool(storage["message"])) == (False, True)
    # the meeting itself goes on
    assert facilitator.post("/api/room", json={"state": "closed"}).json()["state"] == "closed"
    assert facilitator.post("/api/room", json={"state": "open"}).json()["state"] == "open"
    assert people[0].client.get("/api/room").json()["state"] == "open"
    assert said(serving.client().post("/api/join", json={"code": serving.code}))[0] == 503

    resource.prlimit(serving.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    for person, one in kept:
        response = person.client.post("/api/answers", json={"answers": [one]})
        assert response.json()["saved"] == [one["id"]], "what the phone kept goes in when there is room"
        acknowledged.append(one["id"])
    assert serving.client().get("/api/healthz").json()["status"] == "ok"
    facilitator.post("/api/room", json={"state": "closed"})
    serving.kill()
    store = Store(str(serving.store), read_only=True)
    stored = [row["id"] for row in store.read(answers_table.of_rooms)]
    store.close()
    assert sorted(stored) == sorted(acknowledged), "all that was acknowledged, once, and nothing else"
    assert "Traceback" not in serving.said()


def test_a_slow_body_does_not_hold_up_the_others(meeting: Meeting, person: Participant) -> None:
    import socket

    url = meeting.client().base_url
    with socket.create_connection((url.host, url.port)) as slow:
        slow.sendall(
            b"POST /api/answers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 400000\r\n\r\n{"
        )
        began = time.monotonic()
        assert person.answer("E10.2", "step", 1)["saved"]
        assert time.monotonic() - began < 10


def test_nothing_of_this_ended_in_a_stack_trace(house: Serving, meeting: Meeting) -> None:
    """Runs last in this file, on the server that all tests of the API share."""
    assert "Traceback" not in house.said()
