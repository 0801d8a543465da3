"""Saving answers: each judged alone, stored once, found again, nobody else's."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from samhandling.content.words import say
from samhandling.store import answers as answers_table
from tests.conftest import ROOT, Participant
from tests.server.conftest import Meeting
from tests.server.light import Light


def given(exercise: str, item: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "exercise": exercise, "item": item, "value": value, **more}


def send(person: Participant, *answers: dict[str, Any]) -> dict[str, Any]:
    response = person.client.post("/api/answers", json={"answers": list(answers)})
    assert response.status_code == 200, response.text
    result: dict[str, Any] = response.json()
    return result


def test_an_answer_is_saved_and_found_again_after_a_reload(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person = meeting.join()
    result = person.answer("E10.2", "step", 3)
    assert (result["saved"], result["rejected"], result["late"]) == ([result["id"]], [], [])
    (mine,) = person.client.get("/api/answers/mine").json()["answers"]
    assert mine == {"id": result["id"], "exercise": "E10.2", "item": "step", "value": 3, "round": 1, "run": 0,
                    "level": "individual"}  # fmt: skip


def test_the_newest_answer_is_the_current_one_and_null_takes_it_back(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person = meeting.join()
    for value in (1, 4, "unknown", None):
        person.answer("E10.2", "step", value)
        assert person.mine()["E10.2", "step", "individual"] == value
    assert meeting.progress()["items"][0]["n"] == 0


def test_sending_again_changes_nothing(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person = meeting.join()
    first, second = given("E10.2", "step", 1), given("E10.2", "step", None)
    assert send(person, first)["saved"] == [first["id"]]
    assert send(person, second)["saved"] == [second["id"]]
    assert send(person, first) == {"saved": [first["id"]], "rejected": [], "late": []}
    assert person.mine()["E10.2", "step", "individual"] is None
    assert meeting.progress()["items"][0]["n"] == 0, "the repeat of an older answer counts again"


def test_a_repeat_of_what_was_in_time_is_not_late(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person = meeting.join()
    answer = given("E10.2", "step", 2)
    send(person, answer)
    meeting.steer(state="closed")
    assert send(person, answer)["late"] == []
    assert meeting.progress()["late"] == 0
    late = given("E10.2", "step", 3)
    for _ in range(3):
        assert send(person, late)["late"] == [late["id"]]
    assert meeting.progress()["late"] == 1


def test_one_id_is_one_answer(meeting: Meeting) -> None:
    meeting.open("E10.2")
    mine, theirs = meeting.people(2)
    answer = given("E10.2", "step", 2)
    send(mine, answer)
    refused = send(theirs, answer | {"value": 4})
    assert (refused["saved"], refused["rejected"][0]["reason"]) == ([], "id_taken")
    other_value = send(mine, answer | {"value": 4})
    assert (other_value["saved"], other_value["rejected"][0]["reason"]) == ([], "id_taken")
    assert mine.mine() == {("E10.2", "step", "individual"): 2}
    assert theirs.mine() == {}


def test_one_id_twice_in_one_request_loses_nothing_silently(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person = meeting.join()
    one = given("E10.2", "step", 2)
    spelt_otherwise = one | {"id": one["id"].upper()}
    other = given("E10.2", "why", "Text") | {"id": one["id"]}
    result = send(person, one, spelt_otherwise, other)
    assert result["saved"] == [one["id"], one["id"].upper()]
    assert [one["reason"] for one in result["rejected"]] == ["id_taken"]
    assert person.mine() == {("E10.2", "step", "individual"): 2}


def test_each_answer_is_judged_alone(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person = meeting.join()
    good = given("E10.2", "why", "Vi har ett råd.")
    bad = {
        "unknown_exercise": given("E99", "step", 1),
        "unknown_item": given("E10.2", "nonsense", 1),
        "invalid": given("E10.2", "step", 5),
        "unknown_level": given("E10.2", "step", 1, level="choir"),
        "not_open": given("E10.1", "q1", 1),
        "bad_id": given("E10.2", "step", 1) | {"id": "7"},
        "too_long": given("E10.2", "why", "x" * 401),
    }
    result = send(person, *list(bad.values())[:4], good, *list(bad.values())[4:])
    assert result["saved"] == [good["id"]]
    assert {one["reason"]: one["id"] for one in result["rejected"]} == {name: one["id"] for name, one in bad.items()}
    assert all(one["message"] and "{" not in one["message"] for one in result["rejected"])
    assert person.mine() == {("E10.2", "why", "individual"): "Vi har ett råd."}


def test_an_answer_waits_until_the_exercise_is_opened(meeting: Meeting) -> None:
    person = meeting.join()
    answer = given("E10.2", "step", 2)
    assert send(person, answer)["rejected"][0]["reason"] == "not_open"
    meeting.steer(step="where-we-stand")
    assert send(person, answer)["rejected"][0]["reason"] == "not_open"
    meeting.steer(state="open")
    assert send(person, answer)["saved"] == [answer["id"]]


def test_a_late_answer_is_kept_marked_and_counted_until_the_reveal(meeting: Meeting) -> None:
    people = meeting.people(6)
    meeting.open("E10.2")
    for person in people[:5]:
        person.answer("E10.2", "step", 2)
    meeting.steer(state="closed")
    result = people[5].answer("E10.2", "step", 4)
    assert result["saved"] == result["late"] == [result["id"]]
    assert meeting.results("E10.2")["n"] == 6
    meeting.steer(state="revealed")
    after = people[5].answer("E10.2", "step", 1)
    assert after["saved"] == after["late"] == [after["id"]]
    picture = {one["value"]: one["n"] for one in meeting.results("E10.2")["items"][0]["counts"]}
    assert picture == {1: 0, 2: 5, 3: 0, 4: 1}
    assert people[5].mine()["E10.2", "step", "individual"] == 1


def test_late_answers_are_counted_once_each_and_the_picture_says_so(meeting: Meeting) -> None:
    person = meeting.join()
    meeting.open("E10.2")
    meeting.steer(state="revealed")
    assert meeting.results("E10.2")["late"] == 0
    for value in (1, 2, 3):
        person.answer("E10.2", "step", value)
    assert meeting.results("E10.2")["late"] == 1
    assert meeting.progress()["late"] == 1


def test_a_table_has_one_joint_answer_that_its_members_edit(meeting: Meeting) -> None:
    one, two, elsewhere = meeting.join(table=1), meeting.join(table=1), meeting.join(table=2)
    meeting.open("E10.1", phase=1)
    one.answer("E10.1", "stay_why", "Vi saknar svar.", level="table")
    assert two.mine()["E10.1", "stay_why", "table"] == "Vi saknar svar."
    two.answer("E10.1", "stay_why", "Vi saknar två svar.", level="table")
    assert one.mine()["E10.1", "stay_why", "table"] == "Vi saknar två svar."
    assert elsewhere.mine() == {}
    elsewhere.client.post("/api/me", json={"table": 1})
    assert elsewhere.mine()["E10.1", "stay_why", "table"] == "Vi saknar två svar."
    one.client.post("/api/me", json={"table": 3})
    assert one.mine() == {}


def test_the_table_is_kept_apart_from_what_its_members_answered_alone(meeting: Meeting) -> None:
    person = meeting.join(table=1)
    meeting.open("E10.1")
    person.answer("E10.1", "q1", 1)
    meeting.open("E10.1", phase=1)
    person.answer("E10.1", "q1", 4, level="table")
    assert person.mine() == {("E10.1", "q1", "individual"): 1, ("E10.1", "q1", "table"): 4}


def test_a_table_answer_needs_a_table(meeting: Meeting) -> None:
    person = meeting.join()
    meeting.open("E10.1", phase=1)
    result = person.answer("E10.1", "q1", 2, level="table")
    assert result["rejected"][0]["reason"] == "no_table"


def test_only_the_facilitator_answers_for_the_room(meeting: Meeting) -> None:
    person = meeting.join(table=1)
    meeting.open("E10.1", phase=2)
    own = person.answer("E10.1", "stay_why", "Jag bestämmer.", level="plenary")
    assert own["saved"] == [own["id"]], "kept, but it is not the room's"
    joint = given("E10.1", "stay_why", "Vi stannar på steg 2.", level="plenary")
    taken = meeting.steering.post("/api/answers", json={"answers": [joint, given("E10.1", "q1", 1)]}).json()
    assert taken["saved"] == [joint["id"]]
    assert [one["reason"] for one in taken["rejected"]] == ["unknown_level"]
    mine = {("E10.1", "stay_why", "plenary"): "Jag bestämmer."}
    assert person.mine() == mine, "the room's answer is shown at the reveal"
    (shown,) = [one for one in meeting.steering.get("/api/results/E10.1").json()["items"] if one["item"] == "stay_why"]
    assert [note["text"] for note in shown["notes"]] == ["Vi stannar på steg 2."]
    (kept,) = meeting.steering.get("/api/answers/mine").json()["answers"]
    assert kept["value"] == "Vi stannar på steg 2."
    meeting.steer(state="revealed")
    assert person.mine() == {("E10.1", "stay_why", "plenary"): "Vi stannar på steg 2."}


def test_nobody_reads_or_writes_for_somebody_else(meeting: Meeting) -> None:
    meeting.open("E10.2")
    me, other = meeting.people(2)
    other.answer("E10.2", "why", "Bara mitt.")
    forged = given("E10.2", "step", 1) | {"participant": other.id}
    assert me.client.post("/api/answers", json={"answers": [forged]}).status_code == 422
    assert me.client.get("/api/answers/mine", params={"participant": other.id}).json() == {"answers": []}
    assert "Bara mitt" not in me.client.get("/api/answers/mine/file").text
    assert other.mine() == {("E10.2", "why", "individual"): "Bara mitt."}


def test_the_rounds_of_one_exercise_are_kept_apart(meeting: Meeting) -> None:
    person = meeting.join()
    item = meeting.steering.get("/api/exercises/E1.5").json()["items"][0]["id"]
    meeting.steer(step="before", state="open")
    person.answer("E1.5", item, 2, round=1)
    assert person.answer("E1.5", item, 5, round=2)["rejected"][0]["reason"] == "not_open"
    meeting.steer(step="after", state="open")
    person.answer("E1.5", item, 5)
    answers = person.client.get("/api/answers/mine").json()["answers"]
    assert {one["round"]: one["value"] for one in answers} == {1: 2, 2: 5}


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"round": 1}, "saved"),
        ({"round": 7}, "unknown_exercise"),
        ({"level": "individual"}, "saved"),
        ({"level": "table"}, "unknown_level"),
        ({"level": "plenary"}, "unknown_level"),
        ({"level": ""}, "saved"),
        ({"run": 0}, "saved"),
        ({"run": 99}, "saved"),
    ],
)
def test_level_round_and_run(meeting: Meeting, more: dict[str, Any], outcome: str) -> None:
    meeting.open("E10.2")
    result = meeting.join().answer("E10.2", "step", 1, **more)
    assert outcome == "saved" if result["saved"] else result["rejected"][0]["reason"] == outcome


def test_own_answers_can_be_taken_home(meeting: Meeting) -> None:
    meeting.open("E10.2")
    person = meeting.join()
    person.answer("E10.2", "why", "<script>alert(1)</script> & ett råd")
    response = person.client.get("/api/answers/mine/file")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "attachment" in response.headers["content-disposition"]
    assert "&lt;script&gt;" in response.text
    assert "<script>alert" not in response.text
    assert "Var står vi?" in response.text


def test_the_time_running_out_closes_but_what_comes_at_zero_is_in_time(meeting: Meeting) -> None:
    person = meeting.join()
    room = meeting.steer(step="where-we-stand", state="open", timer=1)
    time.sleep(max(0.0, (room["timer"]["ends_at"] - room["now"]) / 1000 + 0.2))
    assert person.answer("E10.2", "step", 3)["late"] == []
    deadline = time.monotonic() + 15
    while (now := person.client.get("/api/room").json())["state"] == "open":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert (now["state"], now["timer"]) == ("closed", None)
    late = person.answer("E10.2", "step", 2)
    assert late["late"] == [late["id"]]


def test_several_timers_ring_at_once(light: Callable[[], Light]) -> None:
    server = light()
    rooms = [server.live, *(server.run(server.workshop.open_room("1_local_needs")) for _ in range(4))]
    for live in rooms:
        server.run(server.workshop.move(live, lambda room: room.go("where-we-stand", 0).set_state("open", 0)))
        server.run(server.workshop.move(live, lambda room: room.set_timer(0.01, int(time.time() * 1000))))
    deadline = time.monotonic() + 15
    while any(live.room.state == "open" for live in rooms):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_every_change_stays_in_the_store(light: Callable[[], Light]) -> None:
    server = light()
    facilitator, person = server.facilitator(), server.join()
    facilitator.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    for value in (1, 2, 3):
        person.answer("E10.2", "step", value)
    rows = server.opened.read(answers_table.of_rooms)
    assert [row["value"] for row in rows] == [1, 2, 3]
    assert {row["respondent"] for row in rows} == {person.id}
    assert all(not row["simulated"] for row in rows)


def test_nobody_writes_over_the_card_of_another(meeting: Meeting) -> None:
    one, other = meeting.join(table=1), meeting.join(table=2)
    meeting.open("E1.2")
    card = {"id": "card-1", "text": "Bordets eget", "category": "local"}
    assert one.answer("E1.2", "obstacles", [card], level="table")["saved"]
    refused = other.answer("E1.2", "obstacles", [card | {"text": "Ett annat bords"}], level="table")
    assert refused["rejected"][0]["reason"] == "id_taken"
    assert one.answer("E1.2", "obstacles", [card | {"text": "Ändrat av bordet"}], level="table")["saved"]


def test_what_was_written_before_a_reset_is_kept_and_does_not_count(meeting: Meeting) -> None:
    person = meeting.join()
    meeting.open("E10.2")
    meeting.steer(reset=True)
    assert person.answer("E10.2", "step", 2, run=1)["rejected"][0]["reason"] == "not_open"
    late = person.answer("E10.2", "step", 3, run=0)
    assert late["saved"] == [late["id"]], "a phone that was offline when the exercise was reset"
    assert person.mine() == {}
    meeting.open("E10.2")
    assert meeting.steering.get("/api/results/E10.2").json()["items"][0]["n"] == 0


def test_every_expected_form_has_words() -> None:
    kinds = ROOT / "samhandling" / "content" / "kinds"
    source = "".join(path.read_text(encoding="utf-8") for path in kinds.glob("*.py"))
    forms = set(re.findall(r'expected="(\w+)"', source)) | {"list", "option"}
    assert forms
    assert all(say("messages", f"form_{form}", language) for form in forms for language in ("sv", "en"))
