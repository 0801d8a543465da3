"""Registers over the API: what lives on, who may read and change it, and that nothing of it is lost."""

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from samhandling.store import now_ms
from samhandling.store import people as people_table
from tests.conftest import Participant, Serving
from tests.server.conftest import Meeting
from tests.server.light import Light

TOMORROW = (dt.date.today() + dt.timedelta(1)).isoformat()
YESTERDAY = (dt.date.today() - dt.timedelta(1)).isoformat()


def commitment(row: str, what: str, due: str = TOMORROW) -> dict[str, Any]:
    return {"id": row, "what": what, "by_when": due, "owner_role": "utvecklare"}


@pytest.fixture
def served(light: Callable[[], Light]) -> Light:
    """A server of its own: registers go across all the rooms of a server."""
    return light()


def lead(serving: Serving) -> httpx.Client:
    client = serving.facilitator()
    for move in ({"step": "commitments"}, {"state": "open"}):
        assert client.post("/api/room", json=move).status_code == 200
    return client


def write(one: Participant, *rows: dict[str, Any], level: str = "individual") -> None:
    assert one.answer("E10.3", "commitments", list(rows), level=level)["saved"]


def read(client: httpx.Client, register: str = "commitments", lang: str = "sv") -> dict[str, Any]:
    response = client.get(f"/api/registers/{register}", params={"lang": lang})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def say(client: httpx.Client, entry: str, register: str = "commitments", **told: Any) -> dict[str, Any]:
    change = {"id": str(uuid.uuid4()), "entry": entry} | told
    response = client.post(f"/api/registers/{register}", json={"changes": [change]})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_what_was_written_lives_on_with_its_history(served: Light) -> None:
    leader = lead(served)
    one = served.join(actor_type="region")
    write(one, commitment("row1", "Bjuda in till frukost", YESTERDAY))
    (entry,) = read(leader)["entries"]
    assert (entry["title"], entry["status"], entry["owner"], entry["due"], entry["overdue"]) == (
        "Bjuda in till frukost", "planned", "utvecklare", YESTERDAY, True,
    )  # fmt: skip
    told = say(leader, entry["entry"], status="on_the_way", owner="rektor", due=TOMORROW, note="Ring 070-123 45 67")
    assert told["rejected"] == []
    assert told["entries"] == read(leader)["entries"]
    (entry,) = told["entries"]
    assert (entry["status"], entry["owner"], entry["overdue"]) == ("on_the_way", "rektor", False)
    assert [event["by"] for event in entry["history"]] == ["meeting", "facilitator"]
    assert "070" not in str(entry)
    # the row is changed on the phone: the entry is that row, and what was said of it stands
    write(one, commitment("row1", "Bjuda in till lunch", YESTERDAY))
    (entry,) = read(leader)["entries"]
    assert (entry["title"], entry["owner"], entry["due"]) == ("Bjuda in till lunch", "rektor", TOMORROW)
    say(leader, entry["entry"], due="", owner="")
    (entry,) = read(leader)["entries"]
    assert (entry["due"], entry["owner"]) == (None, None)
    short = {one["id"]: one for one in leader.get("/api/registers").json()["registers"]}
    assert list(short) == ["signals", "actions", "commitments", "pilots", "measures", "nodes"]
    assert [one["n"] for one in short["commitments"]["statuses"]] == [0, 1, 0, 0]
    assert read(leader, lang="en")["sentences"][0] == "Commitments: 1 in all, of which 1 are open."


def test_each_change_is_judged_alone_and_repeats_are_harmless(served: Light) -> None:
    leader = lead(served)
    write(served.join(), commitment("row1", "a"), commitment("row2", "b"))
    first, second = (entry["entry"] for entry in read(leader)["entries"])
    changes = [
        {"id": "nonsense", "entry": first, "status": "done"},
        {"id": str(uuid.uuid4()), "entry": "0" * 24, "status": "done"},
        {"id": str(uuid.uuid4()), "entry": first, "status": "triaged"},
        {"id": str(uuid.uuid4()), "entry": first, "due": "i morgon"},
        {"id": str(uuid.uuid4()), "entry": first, "note": ""},
        {"id": str(uuid.uuid4()), "entry": first, "status": "done"},
    ]
    for _ in range(3):
        told = leader.post("/api/registers/commitments", json={"changes": changes}).json()
        assert told["saved"] == [changes[-1]["id"]]
        reasons = [one["reason"] for one in told["rejected"]]
        assert reasons == ["bad_id", "unknown_entry", "unknown_status", "bad_date", "empty"]
        assert all(one["message"].endswith(".") for one in told["rejected"])
    found = {entry["entry"]: entry for entry in read(leader)["entries"]}
    assert len(found[first]["history"]) == 2
    assert found[second]["status"] == "planned"
    taken = leader.post(
        "/api/registers/commitments", json={"changes": [{"id": changes[-1]["id"], "entry": second, "status": "done"}]}
    ).json()
    assert [one["reason"] for one in taken["rejected"]] == ["id_taken"]
    assert leader.post("/api/registers/nonsense", json={"changes": []}).status_code == 404


def test_a_participant_changes_nothing_and_reads_only_what_the_room_has_been_shown(served: Light) -> None:
    leader, writer, other = lead(served), served.join(actor_type="region"), served.join()
    write(writer, commitment("row1", "Visas"), commitment("row2", "Döljs"))
    entries = {entry["title"]: entry["entry"] for entry in read(leader)["entries"]}
    say(leader, entries["Visas"], note="Bara för den som leder", status="on_the_way")
    assert read(other.client)["entries"] == [], "the wall has not been shown yet"
    leader.post("/api/notes", json={"exercise": "E10.3", "note": "row2", "hidden": True})
    for state in ("closed", "revealed"):
        leader.post("/api/room", json={"state": state})
    (entry,) = read(other.client)["entries"]
    assert (entry["title"], entry["status"]) == ("Visas", "on_the_way")
    assert (entry["history"], entry["actor_type"]) == ([], None)
    assert "Bara för" not in str(read(other.client))
    assert writer.id not in str(read(other.client))
    assert writer.id not in str(read(leader))
    # what is written after the reveal is the facilitator's to see, not the room's
    write(writer, commitment("row1", "Ändrad efteråt"), commitment("row3", "Ny efteråt"))
    assert [one["title"] for one in read(other.client)["entries"]] == ["Visas"]
    assert {one["title"] for one in read(leader)["entries"]} == {"Ändrad efteråt", "Ny efteråt"}
    change = {"changes": [{"id": str(uuid.uuid4()), "entry": entry["entry"], "status": "done"}]}
    assert other.client.post("/api/registers/commitments", json=change).status_code == 403
    assert served.client().post("/api/registers/commitments", json=change).status_code == 401
    assert other.client.get("/api/registers/commitments.ics").status_code == 403
    assert served.client().get("/api/registers/commitments").status_code == 401
    assert read(other.client)["entries"][0]["status"] == "on_the_way"


def test_a_register_that_is_not_for_the_room_is_not_there_for_it(served: Light) -> None:
    registers = served.workshop.content.registers
    kept = registers["commitments"]
    registers["commitments"] = kept.model_copy(update={"shown_to_room": False})
    try:
        leader, one = lead(served), served.join()
        assert one.client.get("/api/registers/commitments").status_code == 404
        assert "commitments" not in [found["id"] for found in one.client.get("/api/registers").json()["registers"]]
        assert read(leader)["n"] == 0
    finally:
        registers["commitments"] = kept


def test_the_kind_of_organisation_is_told_only_of_five_or_more(served: Light) -> None:
    leader = lead(served)
    region = [served.join(actor_type="region") for _ in range(5)]
    business = [served.join(actor_type="business") for _ in range(5)]
    write(region[0], commitment("row1", "a"))
    assert read(leader)["entries"][0]["actor_type"] == "Region"
    lonely = served.join(actor_type="civil-society")
    write(lonely, commitment("row9", "b"))
    write(business[0], commitment("row5", "c"))
    kinds = {entry["title"]: entry["actor_type"] for entry in read(leader)["entries"]}
    assert kinds["b"] is None
    # one in a small group could be found by taking the others from the total: a second group is withheld
    assert [kinds["a"], kinds["c"]].count(None) == 1


def test_it_is_all_there_after_a_restart_and_in_a_later_meeting(light: Callable[[], Light]) -> None:
    served = light()
    leader, one = lead(served), served.join()
    write(one, commitment("row1", "Ringa"))
    say(leader, read(leader)["entries"][0]["entry"], status="done", note="Klart i tid")
    before = read(leader)
    again = light()
    leader = again.facilitator()
    assert read(leader) == before
    assert leader.post("/api/rooms", json={"meeting": "1_local_needs"}).status_code == 201
    later = again.run(again.workshop.open_room("1_local_needs"))
    other = again.client()
    assert other.post("/api/facilitator", json={"pin": later.pin}).status_code == 200
    assert read(other)["entries"] == before["entries"]


def test_the_calendar_has_the_open_dates_and_moves_with_them(served: Light) -> None:
    leader, one, other = lead(served), served.join(), served.join()
    write(one, commitment("row1", "Ringa; sedan, mejla a.b@example.se\noch vänta på svar " + "å" * 80))
    write(other, commitment("row2", "Besluta"))
    entries = {entry["title"][:5]: entry["entry"] for entry in read(leader)["entries"]}

    def events(client: httpx.Client, file: str, lang: str = "sv") -> dict[str, Any]:
        response = client.get(f"/api/registers/{file}", params={"lang": lang})
        assert response.headers["content-type"] == "text/calendar; charset=utf-8"
        assert all(len(line.encode()) <= 75 for line in response.text.split("\r\n"))
        assert "example.se" not in response.text
        return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}

    (mine,) = events(one.client, "mine.ics").values()
    assert str(mine["summary"]).startswith("Åtagande: Ringa; sedan, mejla")
    assert mine.decoded("dtstart") == dt.date.fromisoformat(TOMORROW)
    assert mine.walk("VALARM")[0].decoded("trigger") == dt.timedelta(hours=-15)
    assert mine["sequence"] == 0
    assert len(events(leader, "commitments.ics")) == 2
    later = (dt.date.today() + dt.timedelta(9)).isoformat()
    say(leader, entries["Ringa"], due=later, owner="rektor")
    (moved,) = events(one.client, "mine.ics", "en").values()
    assert (moved["uid"], moved["sequence"]) == (mine["uid"], 1)
    assert moved.decoded("dtstart") == dt.date.fromisoformat(later)
    assert "Role that owns it: rektor" in str(moved["description"])
    say(leader, entries["Ringa"], status="did_not_happen")
    assert events(one.client, "mine.ics") == {}
    assert one.client.get("/api/registers").json()["mine"] == 0
    assert other.client.get("/api/registers").json()["mine"] == 1
    assert len(events(leader, "commitments.ics")) == 1
    assert served.client().get("/api/registers/mine.ics").status_code == 401


def test_who_is_forgotten_takes_along_what_was_said_of_them(light: Callable[[], Light]) -> None:
    served = light()
    leader, one, other = lead(served), served.join(), served.join()
    write(one, commitment("row1", "Glöms"))
    write(other, commitment("row2", "Blir kvar"))
    for entry in read(leader)["entries"]:
        say(leader, entry["entry"], note=f"om {entry['title']}")
    served.opened.write(lambda connection: people_table.forget(connection, one.id)).result()
    with sqlite3.connect(served.store) as store:
        assert [row[0] for row in store.execute("select note from entry_changes")] == ["om Blir kvar"]
    assert [entry["title"] for entry in read(light().facilitator())["entries"]] == ["Blir kvar"]


def test_the_tables_of_all_meetings_fill_the_signal_log(served: Light) -> None:
    leader = served.facilitator()
    for move in ({"step": "extra-e3_2"}, {"state": "open"}):
        assert leader.post("/api/room", json=move).status_code == 200
    one, two = served.join(table=1), served.join(table=2)
    for who, area in ((one, "area_1"), (two, "area_2")):
        row = {
            "id": f"row_{area}",
            "what": f"Signal {area}",
            "area": area,
            "existing_education": "yes",
            "promised": YESTERDAY,
        }
        assert who.answer("E3.2", "signals", [row], level="table")["saved"]
    found = read(leader, "signals")
    assert sorted(entry["title"] for entry in found["entries"]) == ["Signal area_1", "Signal area_2"]
    assert "I 2 av 2 signaler fanns utbildningen redan." in found["chain"]["sentences"]
    assert [row[0] for row in found["chain"]["table"]["rows"]] == ["Område 1", "Område 2", "Alla"]
    assert found["overdue"] == 2
    assert one.client.get("/api/registers").json()["mine"] == 0, "a table's rows are nobody's own"


def test_everyone_who_reads_a_register_is_told_that_it_changed(meeting: Meeting) -> None:
    one = meeting.join()
    meeting.open("E10.3")
    write(one, commitment("row1", "Ringa"))
    entry = next(e for e in read(meeting.steering)["entries"] if e["title"] == "Ringa" and not e["history"][1:])
    started = now_ms()
    with one.client.stream("GET", "/api/events") as stream:
        lines = stream.iter_lines()
        next(lines)
        assert say(meeting.steering, entry["entry"], status="done")["saved"]
        told = next(line for line in lines if "commitments" in line and "register" in line)
    assert told == 'data: {"register":"commitments"}'
    assert now_ms() - started < 5000
