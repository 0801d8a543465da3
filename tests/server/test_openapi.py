"""The API's own description is valid, complete, and true of every answer of a tour through a meeting."""

import json
import re
import uuid
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from samhandling.server.api import routes
from samhandling.server.api.base import ApiHandler
from tests.server.conftest import Meeting

DOCUMENT = routes.document()
METHODS = ("get", "post", "put", "delete", "patch")


def test_the_document_is_valid_and_is_what_is_served(meeting: Meeting) -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    served = meeting.client().get("/api/openapi.json")
    assert served.headers["content-type"].startswith("application/json")
    assert served.json() == json.loads(json.dumps(DOCUMENT))
    # two shapes of one name would be told apart by where they stand in the code
    assert not [name for name in DOCUMENT["components"]["schemas"] if "__" in name]


def test_the_document_tells_of_every_route_and_method_and_of_no_other() -> None:
    described = {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods}
    there = set()
    for path, handler in (*routes.ROUTES, ("/api/openapi.json", routes.OpenApi)):
        own = [m for m in METHODS if getattr(handler, m) is not getattr(ApiHandler, m)]
        there |= {(path, method) for method in own}
    assert described == there


def test_every_operation_has_a_name_of_its_own_and_says_for_whom() -> None:
    operations = [one for methods in DOCUMENT["paths"].values() for one in methods.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert all(one["summary"] and one["description"] for one in operations)


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_every_route_answers(meeting: Meeting, path: str) -> None:
    address = re.sub(r"\{\w+\}", "E10.2", path)
    for method, operation in DOCUMENT["paths"][path].items():
        with meeting.client().stream(method.upper(), address, json={} if method == "post" else None) as response:
            response.read()
        assert str(response.status_code) in operation["responses"], f"{method} {path}: {response.status_code}"


class Tour:
    """Requests whose answers are held to the document."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str, int]] = set()

    def go(
        self, client: httpx.Client, method: str, path: str, body: Any = None, query: Any = None, status: int = 200
    ) -> Any:
        """Ask, hold the answer to its schema, and give what is in it."""
        response = client.request(method, path, json=body, params=query)
        assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text[:300]}"
        place = self.place(path)
        operation = DOCUMENT["paths"][place][method]
        assert str(status) in operation["responses"], f"{method} {place} does not tell of {status}"
        for name in query or {}:
            assert name in [one["name"] for one in operation["parameters"]], f"{place} does not tell of ?{name}"
        if body is not None and status < 400:
            self.hold(body, operation["requestBody"]["content"]["application/json"]["schema"], f"to {place}")
        content = operation["responses"][str(status)]["content"]
        self.seen.add((place, method, status))
        if "application/json" not in content or not content["application/json"]:
            (kind,) = content
            given = response.headers["content-type"].partition(";")[0]
            assert kind in (given, "application/octet-stream"), f"{place}: {given}"
            return response.content
        assert response.headers["content-type"].startswith("application/json")
        self.hold(response.json(), content["application/json"]["schema"], f"{method} {place} {status}")
        return response.json()

    def place(self, path: str) -> str:
        for known in DOCUMENT["paths"]:
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", known), path):
                found: str = known
                if found == path or "{" in found:
                    return path if path in DOCUMENT["paths"] else found
        raise AssertionError(f"{path} is not in the document")

    def hold(self, data: Any, schema: dict[str, Any], where: str) -> None:
        whole = {**schema, "components": DOCUMENT["components"]}
        errors = sorted(Draft202012Validator(whole).iter_errors(data), key=lambda one: list(one.absolute_path))
        assert not errors, f"{where}: {errors[0].json_path}: {errors[0].message[:300]}"


def test_a_tour_through_a_meeting_keeps_to_the_document(meeting: Meeting) -> None:
    tour, nobody, leader = Tour(), meeting.client(), meeting.steering
    tour.go(nobody, "get", "/api/healthz")
    tour.go(nobody, "get", "/api/openapi.json")
    tour.go(nobody, "get", "/api/rooms/NOSUCH", status=404)
    tour.go(nobody, "get", "/api/map/12")
    tour.go(nobody, "get", "/api/map/99", status=404)
    tour.go(nobody, "get", f"/api/rooms/{meeting.code}")
    tour.go(nobody, "get", "/api/room", status=401)
    tour.go(nobody, "post", "/api/join", {"code": "NOSUCH"}, status=404)
    tour.go(nobody, "post", "/api/join", {"code": meeting.code, "profile": {"table": 0}}, status=422)
    people = []
    for number in range(6):
        client = meeting.client()
        profile = {"actor_type": "region", "municipality": "1280", "table": 1 + number % 2}
        tour.go(client, "post", "/api/join", {"code": meeting.code, "lang": "en", "profile": profile}, status=201)
        people.append(client)
    me = people[0]
    tour.go(me, "get", f"/api/rooms/{meeting.code}")
    assert tour.go(me, "get", "/api/room")["me"]["table"] == 1
    tour.go(me, "get", "/api/agenda")
    tour.go(leader, "get", "/api/agenda")
    tour.go(leader, "get", "/api/room")
    tour.go(me, "post", "/api/me", {"language": "sv", "table": 1})
    assert tour.go(leader, "post", "/api/me", {"language": "sv"}) is None
    tour.go(me, "get", "/api/join.svg")
    tour.go(me, "get", "/api/progress", status=403)
    tour.go(me, "post", "/api/room", {"step": "check-in"}, status=403)
    tour.go(leader, "post", "/api/room", {"step": "nowhere"}, status=422)
    exercises = [one["exercise"] for one in tour.go(me, "get", "/api/agenda")["steps"] if one["exercise"]]
    for exercise in dict.fromkeys(exercises):
        tour.go(me, "get", f"/api/exercises/{exercise}")
        tour.go(leader, "get", f"/api/exercises/{exercise}", query={"lang": "en"})
    tour.go(me, "get", "/api/exercises/E99", status=404)

    def answer(client: httpx.Client, exercise: str, item: str, value: Any, level: str = "individual") -> dict[str, Any]:
        one = {"id": str(uuid.uuid4()), "exercise": exercise, "item": item, "value": value, "level": level}
        found: dict[str, Any] = tour.go(client, "post", "/api/answers", {"answers": [one]})
        return found

    tour.go(leader, "post", "/api/room", {"step": "where-we-stand", "phase": 0, "state": "open", "timer": 600})
    tour.go(leader, "post", "/api/room", {"timer": {"add": 60}, "spotlight": "step"})
    tour.go(leader, "post", "/api/room", {"timer": {"pause": True}})
    tour.go(me, "get", "/api/room")
    for number, client in enumerate(people):
        assert answer(client, "E10.2", "step", 1 + number % 4)["saved"]
        tour.go(client, "post", "/api/presence", {"done": True})
    assert answer(me, "E10.2", "step", 9)["rejected"]
    tour.go(me, "post", "/api/answers", {"answers": 7}, status=422)
    tour.go(me, "get", "/api/results/E10.2", status=403)
    tour.go(me, "get", "/api/notes/E10.2", status=403)
    tour.go(leader, "get", "/api/progress")
    tour.go(leader, "post", "/api/room", {"state": "closed", "timer": None})
    assert answer(me, "E10.2", "step", 2)["late"]
    tour.go(leader, "post", "/api/room", {"state": "revealed"})
    tour.go(me, "get", "/api/results/E10.2", query={"round": "1", "level": "individual", "lang": "en"})
    tour.go(leader, "get", "/api/results/E10.2", query={"level": "choir"}, status=422)
    tour.go(me, "get", "/api/answers/mine")
    tour.go(me, "get", "/api/answers/mine/file")

    tour.go(leader, "post", "/api/room", {"step": "staircase", "state": "open"})
    for client in people:
        assert answer(client, "E10.1", "q1", 2)["saved"]
    for phase, level in ((1, "table"), (2, "plenary")):
        tour.go(leader, "post", "/api/room", {"phase": phase, "state": "open"})
        client, item, value = (me, "q1", 3) if level == "table" else (leader, "stay_why", "Steg 2")
        assert answer(client, "E10.1", item, value, level)["saved"]
        tour.go(leader, "post", "/api/room", {"state": "revealed"})
        tour.go(me, "get", "/api/results/E10.1", query={"level": level})
        tour.go(leader, "get", "/api/results/E10.1")
    tour.go(leader, "post", "/api/room", {"step": "obstacles", "state": "open"})
    card = {"id": "card1", "text": "Ett hinder", "category": "local"}
    assert answer(me, "E1.2", "obstacles", [card], "table")["saved"]
    tour.go(leader, "post", "/api/notes", {"exercise": "E1.2", "note": "card1", "hidden": True})
    tour.go(leader, "post", "/api/room", {"phase": 1, "state": "open"})
    tour.go(leader, "get", "/api/notes/E1.2", query={"round": "1"})
    tour.go(me, "get", "/api/notes/E1.2")
    for client in people:
        assert answer(client, "E1.2", "dots", {"card1": 2})["saved"]
    tour.go(leader, "post", "/api/room", {"state": "revealed"})
    tour.go(me, "get", "/api/results/E1.2", query={"level": "individual"})
    tour.go(leader, "post", "/api/room", {"step": "commitments", "state": "open"})
    row = {"id": "row1", "what": "Ringa", "by_when": "2026-12-01", "owner_role": "chef"}
    assert answer(me, "E10.3", "commitments", [row])["saved"]
    tour.go(leader, "post", "/api/room", {"state": "revealed"})
    tour.go(me, "get", "/api/results/E10.3")
    tour.go(nobody, "get", "/api/registers", status=401)
    tour.go(me, "get", "/api/registers")
    tour.go(me, "get", "/api/registers/commitments")
    tour.go(me, "get", "/api/registers/nonsense", status=404)
    tour.go(me, "get", "/api/registers/mine.ics", query={"lang": "en"})
    entry = tour.go(leader, "get", "/api/registers/commitments")["entries"][0]["entry"]
    changes = [{"id": str(uuid.uuid4()), "entry": one, "status": "done"} for one in (entry, "nonsense")]
    told = tour.go(leader, "post", "/api/registers/commitments", {"changes": changes})
    assert (len(told["saved"]), len(told["rejected"])) == (1, 1)
    tour.go(leader, "post", "/api/registers/commitments", {"changes": 1}, status=422)
    tour.go(me, "post", "/api/registers/commitments", {"changes": []}, status=403)
    tour.go(leader, "get", "/api/registers/signals")
    tour.go(leader, "get", "/api/registers/commitments.ics")
    tour.go(leader, "post", "/api/room", {"reset": True})

    tour.go(leader, "get", "/api/seating")
    tour.go(leader, "post", "/api/seating", {"tables": 1})
    tour.go(leader, "get", "/api/paper")
    form = tour.go(leader, "post", "/api/paper", {"table": 2}, status=201)["participant"]
    tour.go(leader, "post", "/api/answers", {"for": form, "answers": []})
    tour.go(leader, "post", "/api/paper/undo", {"participant": form})
    tour.go(leader, "post", "/api/paper/undo", {"participant": "PNOBODY"}, status=404)

    tour.go(leader, "get", "/api/pool")
    tour.go(leader, "post", "/api/pool", {"expected": 3})
    tour.go(leader, "post", "/api/pool", {"expected": -1}, status=422)
    tour.go(me, "post", "/api/pool", {"expected": 3}, status=403)
    tour.go(leader, "get", "/api/private")
    tour.go(leader, "post", "/api/private", {"text": "Kom ihåg kaffet."})
    who = tour.go(leader, "get", "/api/progress")["tables"][0]["people"][0]["participant"]
    tour.go(leader, "post", "/api/returns", {"participant": who})
    tour.go(leader, "post", "/api/returns", {"participant": "PNOBODY"}, status=404)
    tour.go(leader, "get", "/api/rooms")
    tour.go(leader, "post", "/api/rooms", {"meeting": "1_local_needs"}, status=201)
    tour.go(leader, "post", "/api/rooms", {"meeting": "nonsense"}, status=422)
    for file in ("answers.csv", "codebook.csv", "answers.xlsx", "registers.csv"):
        assert tour.go(leader, "get", f"/api/export/{file}", query={"excel": "1", "simulated": "1"})
    tour.go(leader, "get", "/api/export/secrets", status=404)
    for query in ({"simulated": "1"}, {"simulated": "1", "whole": "1", "lang": "en"}):
        assert tour.go(leader, "get", "/api/report/html", query=query)
    tour.go(leader, "get", "/api/report/secrets", status=404)
    tour.go(leader, "get", "/api/follow-up", query={"split": "table", "lang": "en"})
    tour.go(leader, "get", "/api/follow-up", query={"split": "mood"}, status=422)
    asked = {"exercise": "E1.2", "item": "obstacles"}
    tour.go(leader, "get", "/api/themes", query=asked | {"lang": "en", "room": meeting.code})
    tour.go(leader, "get", "/api/themes/questions", query={"lang": "en"})
    tour.go(me, "get", "/api/themes/questions", status=403)
    tour.go(leader, "get", "/api/themes", query={"exercise": "E99"}, status=404)
    tour.go(leader, "get", "/api/themes", query={"exercise": "E10.2", "item": "step"}, status=422)
    tour.go(leader, "post", "/api/themes", asked | {"change": {"do": "add", "label": "Tid", "includes": ["tid"]}})
    tour.go(leader, "post", "/api/themes", asked | {"change": {"do": "nothing"}}, status=422)
    tour.go(me, "get", "/api/themes", query=asked, status=403)
    tour.go(leader, "post", "/api/room", {"ended": True})
    tour.go(meeting.client(), "post", "/api/join", {"code": meeting.code}, status=410)
    another = meeting.client()
    tour.go(another, "post", "/api/facilitator", {"pin": meeting.ready["pin"]})
    tour.go(another, "post", "/api/facilitator/out", {"others": True})
    tour.go(another, "post", "/api/facilitator/out", {"others": False})
    tour.go(another, "post", "/api/facilitator", {"pin": "000000"}, status=403)

    succeeded = {(path, method) for path, method, status in tour.seen if status < 400}
    described = {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert described - succeeded == {("/api/events", "get")}, "the stream has tests of its own"
