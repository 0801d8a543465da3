"""The facilitator reads answers in words by theme and changes the themes; over HTTP, on a store of the test's own."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from samhandling.report.material import from_store
from samhandling.report.sections.themes import themes
from samhandling.store import codings as codings_table
from tests.server.conftest import STEPS
from tests.server.light import Light

CARDS = (
    ("Praktikplats saknar handledare", "Bussen går inte till fabriken"),
    ("Handledare har inte tid för praktikplatser", "Ingen buss till fabriken"),
    ("Praktikplatsen behöver en handledare", "Fabriken ligger långt från bussen"),
    ("För få praktikplatser och handledare", "Ring Erik om bussen till fabriken"),
    ("Handledaren på praktikplatsen slutar", "Bussar till fabriker"),
    ("Handledare och praktikplatser", "Något helt annat"),
)
ASKED = {"exercise": "E1.2", "item": "obstacles"}


@pytest.fixture
def server(light: Callable[[], Light]) -> Light:
    return light()


def told(client: httpx.Client, **query: str) -> dict[str, Any]:
    response = client.get("/api/themes", params=ASKED | query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def change(client: httpx.Client, status: int = 200, **what: Any) -> dict[str, Any]:
    response = client.post("/api/themes", json=ASKED | {"change": what})
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.json()
    return found


def write(server: Light, table: int, *cards: str) -> None:
    value = [{"id": uuid.uuid4().hex, "text": text, "category": "local"} for text in cards]
    assert server.join(table=table).answer("E1.2", "obstacles", value, level="table")["saved"]


def answered(server: Light) -> httpx.Client:
    """The facilitator of a room in which six tables have written two cards each."""
    leader = server.facilitator()
    moved = leader.post("/api/room", json={"step": STEPS["E1.2"], "phase": 0, "state": "open"})
    assert moved.status_code == 200, moved.text
    for table, cards in enumerate(CARDS, 1):
        write(server, table, *cards)
    return leader


def theme_with(found: dict[str, Any], word: str) -> dict[str, Any]:
    return next(one for one in found["themes"] if word in one["includes"])


def answer_with(found: dict[str, Any], text: str) -> dict[str, Any]:
    return next(one for one in found["answers"] if text in one["text"])


def test_answers_come_by_theme_masked_with_keywords_and_quotes(server: Light) -> None:
    leader = answered(server)
    found = told(leader)
    assert (found["n"], found["by"], found["changed"], found["agreement"]) == (6, "suggestion", None, None)
    assert len(found["answers"]) == 12 and not any(one["by_hand"] for one in found["answers"])
    assert "Erik" not in str(found) and answer_with(found, "[namn]")
    practice, bus = theme_with(found, "handledare"), theme_with(found, "buss")
    assert practice["n"] == 6 and bus["n"] == 5
    assert len(practice["quotes"]) == 3 and all("andledare" in one for one in practice["quotes"])
    assert answer_with(found, "Något helt annat")["themes"] == []
    assert (found["other"]["label"], found["other"]["n"]) == ("Övrigt", None), "a number under five is not told"
    assert {"word": "handledare", "n": 6} in found["keywords"]
    assert told(leader, lang="en")["other"]["label"] == "Other"


def test_what_the_facilitator_makes_of_it_is_kept_and_holds_for_later_answers(server: Light) -> None:
    leader = answered(server)
    before = told(leader)
    bus = theme_with(before, "buss")["id"]
    found = change(leader, do="rename", theme=bus, label="Resor till arbetet")
    assert theme_with(found, "buss")["label"] == "Resor till arbetet" and found["by"] == "facilitator"
    odd = answer_with(found, "Något helt annat")["id"]
    found = change(leader, do="add", label="Annat", includes=["Lokaler"])
    own = next(one["id"] for one in found["themes"] if one["label"] == "Annat")
    found = change(leader, do="move", answer=odd, themes=[own])
    assert answer_with(found, "Något helt annat") == {
        "id": odd, "text": "Något helt annat", "themes": [own], "by_hand": True,
    }  # fmt: skip
    assert found["agreement"]["n"] == 12 and 0 < found["agreement"]["alpha"] < 1
    assert "alfa" in found["agreement"]["sentence"]
    write(server, 7, "Inga lokaler i Borås")
    assert answer_with(told(leader), "lokaler")["themes"] == [own]
    assert told(leader) == told(leader), "read again, it is the same"
    assert told(leader)["changed"] is not None
    merged = change(leader, do="merge", themes=[own, bus], label="Övriga hinder")
    assert bus not in [one["id"] for one in merged["themes"]]
    assert answer_with(merged, "Ingen buss")["themes"] == [own]
    gone = change(leader, do="remove", theme=own)
    assert answer_with(gone, "Något helt annat") | {"id": ""} == {
        "id": "", "text": "Något helt annat", "themes": [], "by_hand": False,
    }  # fmt: skip
    again = change(leader, do="suggest")
    assert theme_with(again, "buss")["n"] == 5 and again["by"] == "suggestion"
    kept = server.opened.read(lambda c: codings_table.history(c, "E1.2", "obstacles"))
    assert [one["by"] for one in kept] == ["facilitator"] * 5 + ["suggestion"], "nothing is overwritten"
    assert {one["room"] for one in kept} == {server.live.code}


def test_a_change_is_undone_and_done_again(server: Light) -> None:
    leader = answered(server)
    before = told(leader)
    bus = theme_with(before, "buss")["id"]
    renamed = change(leader, do="rename", theme=bus, label="Resor till arbetet")
    change(leader, do="remove", theme=bus)
    assert theme_with(change(leader, do="undo"), "buss")["label"] == "Resor till arbetet"
    assert change(leader, do="undo")["themes"] == [one for one in renamed["themes"] if one["id"] != bus]
    fresh = ASKED | {"item": "opportunities"}
    assert leader.post("/api/themes", json=fresh | {"change": {"do": "undo"}}).json()["by"] == "suggestion"


def test_it_is_there_after_a_restart(light: Callable[[], Light]) -> None:
    first = light()
    leader = answered(first)
    change(leader, do="rename", theme=theme_with(told(leader), "buss")["id"], label="Resor")
    second = light()
    assert theme_with(told(second.facilitator()), "buss")["label"] == "Resor"


def test_answers_of_all_rooms_or_of_one(server: Light) -> None:
    leader = answered(server)
    opened = leader.post("/api/rooms", json={"meeting": "1_local_needs"})
    assert opened.status_code == 201, opened.text
    code = opened.json()["code"]
    assert len(told(leader)["answers"]) == 12
    assert told(leader, room=code)["answers"] == []
    assert told(leader, room=code)["n"] is None
    assert [one["id"] for one in told(leader, room=code)["themes"]] == [one["id"] for one in told(leader)["themes"]]
    assert len(told(leader, room=server.live.code)["answers"]) == 12
    assert leader.get("/api/themes", params=ASKED | {"room": "NOSUCH"}).status_code == 404


def test_a_hidden_note_is_left_out(server: Light) -> None:
    leader = answered(server)
    odd = answer_with(told(leader), "Något helt annat")["id"]
    hidden = leader.post("/api/notes", json={"exercise": "E1.2", "note": odd, "hidden": True})
    assert hidden.status_code == 200, hidden.text
    assert "Något helt annat" not in str(told(leader))


def test_the_report_reads_what_was_kept_and_leaves_out_what_was_hidden(server: Light) -> None:
    leader = answered(server)
    found = change(leader, do="rename", theme=theme_with(told(leader), "buss")["id"], label="Resor till arbetet")
    quoted = theme_with(found, "handledare")["quotes"][0]
    hidden = {"exercise": "E1.2", "note": answer_with(found, quoted)["id"], "hidden": True}
    before = themes(from_store(server.opened, server.content), "sv")
    assert leader.post("/api/notes", json=hidden).status_code == 200
    after = themes(from_store(server.opened, server.content), "sv")
    assert before is not None and after is not None
    numbers = [{row[0]: row[1] for row in section.blocks[0].table.rows} for section in (before, after)]
    practice = theme_with(found, "handledare")["label"]
    assert [one["Resor till arbetet"] for one in numbers] == [5, 5]
    assert [one[practice] for one in numbers] == [6, 5]
    assert quoted in before.blocks[0].quotes and quoted not in after.blocks[0].quotes
    assert "Erik" not in str(before)


def test_a_few_answers_tell_no_numbers(server: Light) -> None:
    leader = server.facilitator()
    leader.post("/api/room", json={"step": STEPS["E1.2"], "phase": 0, "state": "open"})
    for table, cards in enumerate(CARDS[:4], 1):
        write(server, table, cards[0])
    found = told(leader)
    assert (found["n"], found["keywords"], found["themes"], len(found["answers"])) == (None, [], [], 4)
    assert found["other"]["n"] is None and "Färre än fem" in found["keywords_note"]


def test_only_the_facilitator(server: Light) -> None:
    answered(server)
    one = server.join()
    body = ASKED | {"change": {"do": "suggest"}}
    assert one.client.get("/api/themes", params=ASKED).status_code == 403
    assert one.client.post("/api/themes", json=body).status_code == 403
    assert server.client().get("/api/themes", params=ASKED).status_code == 401
    assert server.client().post("/api/themes", json=body).status_code == 401


@pytest.mark.parametrize(
    ("what", "about"),
    [
        ({"do": "rename", "theme": "nonsense", "label": "x"}, "nonsense"),
        ({"do": "rename", "theme": "nonsense", "label": " "}, "label"),
        ({"do": "move", "answer": "nobody", "themes": []}, "nobody"),
        ({"do": "merge", "themes": ["a"]}, "themes"),
        ({"do": "merge", "themes": ["a", "b"]}, "a"),
        ({"do": "explode"}, "change"),
        ({"do": "add", "label": "x" * 81}, "label"),
        ({"do": "add", "label": "x", "by": "someone"}, "by"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(server: Light, what: dict[str, Any], about: str) -> None:
    leader = answered(server)
    before = told(leader)
    refused = change(leader, 422, **what)
    assert refused["error"] == "malformed" and about in refused["message"]
    assert told(leader) == before


def test_the_questions_that_have_answers_in_words_are_listed(server: Light) -> None:
    leader = server.facilitator()
    asked = "/api/themes/questions"
    assert leader.get(asked).json() == {"questions": []}
    leader.post("/api/room", json={"step": STEPS["E1.2"], "phase": 0, "state": "open"})
    for table, cards in enumerate(CARDS[:4], 1):
        write(server, table, *cards)
    (one,) = leader.get(asked).json()["questions"]
    assert {key: one[key] for key in ASKED} == ASKED
    assert (one["n"], one["simulated"]) == (None, False), "four are not told, though they wrote eight"
    write(server, 5, *CARDS[4])
    assert [one["n"] for one in leader.get(asked).json()["questions"]] == [5]
    english = leader.get(asked, params={"lang": "en"}).json()["questions"][0]
    assert english["question"] != one["question"]
    assert server.join().client.get(asked).status_code == 403
    assert server.client().get(asked).status_code == 401


def test_questions_without_words_have_no_themes(server: Light) -> None:
    leader = server.facilitator()
    for exercise, item, status in (
        ("E1.2", "dots", 422), ("E1.2", "nothing", 422), ("E99", "q", 404), ("", "", 404),
    ):  # fmt: skip
        response = leader.get("/api/themes", params={"exercise": exercise, "item": item})
        assert response.status_code == status, response.text
    assert "egna ord" in leader.get("/api/themes", params={"exercise": "E1.2", "item": "dots"}).json()["message"]
