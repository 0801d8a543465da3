"""What was answered on paper is typed in afterwards: by the facilitator only, and it counts."""

import csv
import io
import uuid
from typing import Any

import pytest

from tests.server.conftest import Meeting


def form(meeting: Meeting, **told: Any) -> str:
    """Begin a form; whose it is."""
    response = meeting.steering.post("/api/paper", json=told)
    assert response.status_code == 201, response.text
    assert "set-cookie" not in response.headers
    assert set(response.json()) == {"participant"}, "no link: nobody can come in as them"
    who: str = response.json()["participant"]
    return who


def answer(item: str, value: Any, exercise: str = "E10.2", **more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "exercise": exercise, "item": item, "value": value, **more}


def type_in(meeting: Meeting, whose: str, *answers: dict[str, Any]) -> Any:
    return meeting.steering.post("/api/answers", json={"answers": list(answers), "for": whose})


def n_of(meeting: Meeting, item: str, **query: Any) -> int:
    return next(one["n"] for one in meeting.results("E10.2", **query)["items"] if one["item"] == item)


def test_paper_answers_count_with_the_others_also_after_the_reveal(meeting: Meeting) -> None:
    phones = meeting.people(4)
    meeting.open("E10.2")
    for phone in phones:
        phone.answer("E10.2", "step", 2)
    meeting.steer(state="closed")
    meeting.steer(state="revealed")
    assert n_of(meeting, "step") == 4
    who = form(meeting, actor_type="region", table=3)
    sent = answer("step", 4)
    assert type_in(meeting, who, sent).json() == {"saved": [sent["id"]], "rejected": [], "late": []}
    assert type_in(meeting, who, sent).json()["saved"] == [sent["id"]], "sent again, it is the same answer"
    assert n_of(meeting, "step") == 5
    assert meeting.steering.get("/api/paper").json()["forms"] == 1


def test_the_export_says_what_came_on_paper(meeting: Meeting) -> None:
    meeting.open("E10.2")
    phone = meeting.join()
    phone.answer("E10.2", "step", 1)
    who = form(meeting)
    type_in(meeting, who, answer("step", 3))
    rows = list(csv.DictReader(io.StringIO(meeting.steering.get("/api/export/answers.csv").text)))
    assert {(row["participant"] == who, row["value"], row["paper"], row["late"]) for row in rows} == {
        (False, "1", "false", "false"), (True, "3", "true", "false"),
    }  # fmt: skip


def test_a_table_and_the_room_have_forms_too(meeting: Meeting) -> None:
    meeting.people(2, table=2)
    table = answer("q1", 3, "E10.1", level="table")
    assert type_in(meeting, "table:2", table).json()["saved"] == [table["id"]]
    room = answer("stay_why", "Vi behöver prata mer.", "E10.1", level="plenary")
    assert type_in(meeting, "room", room).json()["saved"] == [room["id"]]
    wrong = type_in(meeting, "table:2", answer("q1", 3, "E10.1", level="individual")).json()["rejected"]
    assert wrong[0]["reason"] == "unknown_level" and "blanketten" in wrong[0]["message"]


def test_only_the_facilitator_and_only_for_paper(meeting: Meeting) -> None:
    phone, other = meeting.people(2)
    meeting.open("E10.2")
    who = form(meeting)
    body = {"answers": [answer("step", 1)], "for": who}
    assert phone.client.post("/api/answers", json=body).status_code == 403
    assert phone.client.post("/api/answers", json=body | {"for": other.id}).status_code == 403
    assert phone.client.post("/api/paper", json={}).status_code == 403
    assert phone.client.get("/api/paper").status_code == 403
    assert meeting.client().post("/api/paper", json={}).status_code == 401
    refused = type_in(meeting, phone.id, answer("step", 1))
    assert refused.status_code == 403 and refused.json()["error"] == "answers_for_themselves"
    assert type_in(meeting, "P00000000", answer("step", 1)).status_code == 404
    assert type_in(meeting, "table:0", answer("step", 1)).status_code == 422


def test_a_form_can_be_taken_back_whole(meeting: Meeting) -> None:
    meeting.open("E10.2")
    who = form(meeting)
    type_in(meeting, who, answer("step", 2))
    assert meeting.progress()["joined"] == 1
    assert meeting.steering.post("/api/paper/undo", json={"participant": who}).json() == {}
    assert meeting.progress()["joined"] == 0
    assert meeting.progress()["items"][0]["n"] == 0
    assert meeting.steering.post("/api/paper/undo", json={"participant": who}).status_code == 404
    assert type_in(meeting, who, answer("step", 2)).status_code == 404


@pytest.mark.parametrize("told", [{"actor_type": "no such"}, {"municipality": "Atlantis"}, {"table": 0}])
def test_what_is_said_of_the_respondent_is_checked(meeting: Meeting, told: Any) -> None:
    assert meeting.steering.post("/api/paper", json=told).status_code == 422
