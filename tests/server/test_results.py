"""The group's picture: nothing before the reveal, then what was sent, and nobody in it."""

import uuid
from collections import Counter
from typing import Any

import httpx
import pytest

from samhandling.store import Store
from samhandling.store import answers as answers_table
from tests.server.conftest import Meeting


def note(text: str, category: str = "local") -> dict[str, str]:
    return {"id": uuid.uuid4().hex[:12], "text": text, "category": category}


def counts(result: dict[str, Any], item: str) -> dict[Any, int]:
    found = next(one for one in result["items"] if one["item"] == item)
    return {one["value"]: one["n"] for one in found["counts"]}


def refused(client: httpx.Client, exercise: str, **query: Any) -> str:
    response = client.get(f"/api/results/{exercise}", params=query)
    assert response.status_code == 403, response.text
    error: str = response.json()["error"]
    return error


def test_participants_see_nothing_before_the_reveal(meeting: Meeting) -> None:
    people = meeting.people(6)
    client = people[0].client
    assert refused(client, "E10.2") == "not_revealed"
    for state in ("open", "closed"):
        meeting.steer(step="where-we-stand", state=state)
        people[1].answer("E10.2", "step", 3)
        assert refused(client, "E10.2") == "not_revealed"
        assert refused(client, "E10.2", level="individual") == "not_revealed"
        assert refused(client, "E10.2", round=1, lang="en") == "not_revealed"
    meeting.steer(state="revealed")
    assert meeting.results("E10.2", client)["state"] == "revealed"
    meeting.steer(state="open")
    assert refused(client, "E10.2") == "not_revealed", "what is opened again is hidden again"


def test_the_counts_are_what_was_sent(meeting: Meeting) -> None:
    sent = [1, 2, 2, 3, 4, 4, 4, "unknown", None]
    meeting.open("E10.2")
    for value in sent:
        person = meeting.join()
        person.answer("E10.2", "step", 1)
        person.answer("E10.2", "step", value)
    meeting.steer(state="revealed")
    result = meeting.results("E10.2", person.client)
    step = result["items"][0]
    assert counts(result, "step") == {value: Counter(sent)[value] for value in (1, 2, 3, 4)}
    assert (step["n"], step["unknown"], result["n"], result["joined"]) == (7, 1, 8, 9)
    assert step["quantiles"] == {"q25": 2.0, "median": 3.0, "q75": 4.0}


def test_it_is_told_in_the_language_asked_for(meeting: Meeting) -> None:
    meeting.open("E10.2")
    for person in meeting.people(5):
        person.answer("E10.2", "step", 3)
    meeting.steer(state="revealed")
    swedish, english = (meeting.results("E10.2", person.client, lang=lang) for lang in ("sv", "en"))
    labels = [[one["label"] for one in result["items"][0]["counts"]] for result in (swedish, english)]
    assert labels[0] == ["Samtal", "Samsyn", "Samverkan", "Samhandling"]
    assert labels[1][2] == "Collaboration"
    assert swedish["title"] == "Var står vi?"


def test_fewer_than_five_are_not_shown(meeting: Meeting) -> None:
    people = meeting.people(5)
    meeting.open("E10.2")
    for person in people[:4]:
        person.answer("E10.2", "step", 4)
    meeting.steer(state="revealed")
    for client in (people[0].client, meeting.steering):
        step = meeting.results("E10.2", client)["items"][0]
        assert (step["suppressed"], step["counts"], step["quantiles"]) == (True, [], None)


def test_a_group_under_five_is_suppressed_and_one_more_so_that_it_cannot_be_worked_out(meeting: Meeting) -> None:
    people = [*meeting.people(6, actor_type="region"), *meeting.people(7, actor_type="business"),
              *meeting.people(2, actor_type="civil-society")]  # fmt: skip
    meeting.open("E10.2")
    for person in people:
        person.answer("E10.2", "step", 2)
    meeting.steer(state="revealed")
    for client in (people[0].client, meeting.steering):
        groups = meeting.results("E10.2", client)["items"][0]["groups"]["actor_type"]
        told = {one["id"]: (one["n"], one["suppressed"]) for one in groups}
        assert told == {"region": (None, True), "business": (7, False), "civil-society": (None, True)}


def test_those_who_told_no_actor_type_are_a_group_too(meeting: Meeting) -> None:
    people = [*meeting.people(5, actor_type="region"), *meeting.people(1)]
    meeting.open("E10.2")
    for person in people:
        person.answer("E10.2", "step", 2)
    meeting.steer(state="revealed")
    groups = meeting.results("E10.2")["items"][0]["groups"]["actor_type"]
    assert {one["n"] for one in groups} == {None}, "15 - 14 would give one person's answer away"


def test_the_picture_follows_when_someone_changes_actor_type(meeting: Meeting) -> None:
    people = [*meeting.people(5, actor_type="region"), *meeting.people(6, actor_type="business")]
    meeting.open("E10.2")
    for person in people:
        person.answer("E10.2", "step", 2)
    before = {one["id"]: one["n"] for one in meeting.results("E10.2")["items"][0]["groups"]["actor_type"]}
    people[-1].client.post("/api/me", json={"actor_type": "region"})
    after = {one["id"]: one["n"] for one in meeting.results("E10.2")["items"][0]["groups"]["actor_type"]}
    assert (before, after) == ({"region": 5, "business": 6}, {"region": 6, "business": 5})


def test_each_level_has_a_picture_of_its_own(meeting: Meeting) -> None:
    people = [meeting.join(table=1 + number % 2) for number in range(6)]
    meeting.open("E10.1")
    for person in people:
        person.answer("E10.1", "q1", 1)
    meeting.steer(state="revealed")
    meeting.steer(phase=1, state="open")
    assert people[0].answer("E10.1", "q1", 3, level="table")["saved"]
    assert people[1].answer("E10.1", "q1", 4, level="table")["saved"]
    client = people[0].client
    assert counts(meeting.results("E10.1", client), "q1")[1] == 6, "the newest picture that was shown"
    assert refused(client, "E10.1", level="table") == "not_revealed"
    meeting.steer(state="revealed")
    table = meeting.results("E10.1", client, level="table")
    assert counts(table, "q1") == {0: 0, 1: 0, 2: 0, 3: 1, 4: 1}
    assert table["items"][0]["before"] == {
        "level": "individual", "n": 6, "quantiles": {"q25": 1.0, "median": 1.0, "q75": 1.0}
    }  # fmt: skip
    alone = meeting.results("E10.1", client, level="individual")
    assert counts(alone, "q1") == {0: 0, 1: 6, 2: 0, 3: 0, 4: 0}
    assert refused(client, "E10.1", level="plenary") == "not_revealed"


def test_showing_one_level_does_not_show_another(meeting: Meeting) -> None:
    people = [meeting.join(table=1) for _ in range(6)]
    meeting.open("E10.1")
    for person in people:
        person.answer("E10.1", "q1", 1)
    meeting.steer(phase=1, state="open")
    people[0].answer("E10.1", "q1", 3, level="table")
    meeting.steer(state="revealed")
    table = meeting.results("E10.1", people[0].client)
    assert (table["level"], table["levels"]) == ("table", ["table"])
    assert all(item["before"] is None for item in table["items"])
    assert meeting.results("E10.1", level="table")["items"][0]["before"]["n"] == 6, "the facilitator sees both"
    assert refused(people[0].client, "E10.1", level="individual") == "not_revealed"


def test_a_reset_starts_a_new_run_and_keeps_the_old_answers_in_the_store(meeting: Meeting) -> None:
    people = meeting.people(5)
    meeting.open("E10.2")
    for person in people:
        person.answer("E10.2", "step", 1)
    meeting.steer(state="revealed")
    room = meeting.steer(reset=True)
    assert (room["state"], room["run"], room["phase"]) == ("waiting", 1, 0)
    assert people[0].mine() == {}
    assert refused(people[0].client, "E10.2") == "not_revealed"
    meeting.steer(state="open")
    assert meeting.results("E10.2")["n"] == 0
    old = people[0].answer("E10.2", "step", 4, run=0)
    assert old["saved"] == [old["id"]], "what was written before the reset is kept"
    assert meeting.results("E10.2")["n"] == 0, "but belongs to the run that is over"
    assert people[0].mine() == {}
    for person in people:
        person.answer("E10.2", "step", 3, run=1)
    assert counts(meeting.results("E10.2"), "step") == {1: 0, 2: 0, 3: 5, 4: 0}
    store = Store(str(meeting.store), read_only=True)
    rows = [row for row in store.read(answers_table.of_rooms) if row["room"] == meeting.code]
    store.close()
    assert Counter((row["run"], row["value"]) for row in rows) == {(0, 1): 5, (0, 4): 1, (1, 3): 5}


def test_hidden_notes_vanish_for_participants_and_are_marked_for_the_facilitator(meeting: Meeting) -> None:
    person = meeting.join(table=1)
    fine, unsuitable = note("Vi känner inte företagen."), note("Kalle på företaget är trög.")
    meeting.open("E1.2")
    person.answer("E1.2", "obstacles", [fine, unsuitable], level="table")
    hide = {"exercise": "E1.2", "note": unsuitable["id"], "hidden": True}
    assert meeting.steering.post("/api/notes", json=hide).status_code == 200
    meeting.steer(state="revealed")

    def seen(client: httpx.Client) -> dict[str, Any]:
        items = meeting.results("E1.2", client, level="table")["items"]
        shown = next(item for item in items if item["item"] == "obstacles")["notes"]
        return {one["text"]: one.get("hidden", False) for one in shown}

    assert seen(person.client) == {fine["text"]: False}
    assert seen(meeting.steering) == {fine["text"]: False, unsuitable["text"]: True}
    meeting.steer(phase=1, state="open")
    voted_on = person.client.get("/api/notes/E1.2").json()["notes"]
    assert [one["text"] for one in voted_on] == [fine["text"]]
    assert len(meeting.steering.get("/api/notes/E1.2").json()["notes"]) == 2
    meeting.steering.post("/api/notes", json=hide | {"hidden": False})
    assert len(person.client.get("/api/notes/E1.2").json()["notes"]) == 2
    assert set(seen(person.client)) == {fine["text"], unsuitable["text"]}


def test_notes_are_not_shown_before_the_vote_on_them_opens(meeting: Meeting) -> None:
    one, other = meeting.join(table=1), meeting.join(table=2)
    meeting.open("E1.2")
    one.answer("E1.2", "obstacles", [note("Hemligt än.")], level="table")
    response = other.client.get("/api/notes/E1.2")
    assert (response.status_code, response.json()["error"]) == (403, "not_revealed")
    meeting.steer(phase=1)
    assert other.client.get("/api/notes/E1.2").status_code == 403
    meeting.steer(state="open")
    (shown,) = other.client.get("/api/notes/E1.2").json()["notes"]
    assert shown["text"] == "Hemligt än."
    assert set(shown) == {"id", "item", "text", "category", "hidden"}, "nothing that tells whose it is"


def test_personal_data_in_free_text_is_masked(meeting: Meeting) -> None:
    person = meeting.join(table=1)
    meeting.open("E1.2")
    text = "Ring Anna 070-123 45 67 eller anna@example.se"
    person.answer("E1.2", "obstacles", [note(text)], level="table")
    meeting.steer(phase=1, state="open")
    told = person.client.get("/api/notes/E1.2").json()["notes"][0]["text"]
    assert "070" not in told
    assert "example.se" not in told
    assert person.mine()["E1.2", "obstacles", "table"][0]["text"] == text, "one's own answer stays as written"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/results/E99", 404),
        ("/api/results/E10.2?round=9", 404),
        ("/api/results/E10.2?round=one", 422),
        ("/api/results/E10.2?round=%C2%B2", 422),
        ("/api/results/E10.2?level=choir", 422),
        ("/api/notes/E99", 404),
        ("/api/exercises/E99", 404),
    ],
)
def test_what_there_is_not_is_said(meeting: Meeting, path: str, status: int) -> None:
    response = meeting.steering.get(path)
    assert response.status_code == status
    assert response.json()["message"]
