"""What the one who leads does in the cockpit, and what the wall and the phones make of it."""

import csv
import io
import json
import re
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phone, Screen
from tests.browser.quick import Meeting, another_meeting, answer, enter, mine, steer
from tests.conftest import Serving

ONE, TWO = (str(uuid.UUID(int=n, version=4)) for n in (1, 2))
WHY = "Vad bygger du det på?"
LISTEN = """(() => {
  const Native = window.EventSource;
  window.heard = [];
  window.EventSource = class extends Native {
    addEventListener(name, listener) {
      super.addEventListener(name, (event) => { window.heard.push(name + " " + event.data); listener(event); });
    }
  };
})();"""
"""Keeps what comes over the event stream, which the browser's own tools do not show."""


@pytest.fixture
def meeting(serving: Serving) -> Meeting:
    """A room of the test's own on the module's server."""
    return another_meeting(serving)


@pytest.fixture
def lead(people: Callable[..., Any], meeting: Meeting) -> Screen:
    """The cockpit."""
    screen: Screen = people(Screen, 1440, 900)
    screen.page.goto(meeting.link)
    expect(screen.page.get_by_role("heading", name="Samverkan med näringslivet", exact=True)).to_be_visible()
    return screen


@pytest.fixture
def wall(people: Callable[..., Any], lead: Screen, meeting: Meeting) -> Page:
    """The projector."""
    screen = people(Screen, 1920, 1080, storage_state=lead.context.storage_state())
    screen.page.goto(f"{meeting.url}/projector")
    expect(screen.page.get_by_text(meeting.code).first).to_be_visible()
    return screen.page


def press(cockpit: Page, name: str) -> None:
    cockpit.get_by_role("button", name=name, exact=True).first.click()


def seconds(clock: str) -> int:
    minutes, rest = clock.split(":")
    return int(minutes) * 60 + int(rest)


def rows(lead: Screen, query: str = "") -> list[dict[str, str]]:
    """The export as it is now."""
    url = lead.page.url.rsplit("/", 1)[0]
    text = lead.context.request.get(f"{url}/api/export/answers.csv{query}").body().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def dots(cockpit: Page, table: str) -> Any:
    return cockpit.locator(".tables li", has_text=table).locator(".dots")


# --- time


def test_the_timer_is_the_same_on_all_screens_and_can_be_lengthened(
    people: Callable[..., Any], lead: Screen, wall: Page, meeting: Meeting
) -> None:
    phone, cockpit = enter(people(Phone, meeting)), lead.page
    steer(lead, step="where-we-stand")
    cockpit.get_by_text("3 min", exact=True).click()
    press(cockpit, "Öppna")
    expect(phone.page.get_by_role("timer")).to_have_text("3 min kvar")
    times = [wall.locator(".open-side .time b"), cockpit.locator(".timer b")]
    for time in times:
        expect(time).to_have_text(re.compile(r"^(3:00|2:5\d)$"))
    first = seconds(times[0].inner_text())
    expect(times[0]).not_to_have_text(times[0].inner_text())
    assert seconds(times[0].inner_text()) < first
    assert abs(seconds(times[0].inner_text()) - seconds(times[1].inner_text())) <= 1
    press(cockpit, "+1 min")
    expect(phone.page.get_by_role("timer")).to_have_text("4 min kvar")
    expect(times[0]).to_have_text(re.compile(r"^(4:00|3:5\d|3:4\d)$"))
    press(cockpit, "Paus")
    expect(phone.page.get_by_role("timer")).to_have_text("4 min kvar · pausad")
    press(cockpit, "Nollställ")
    expect(phone.page.get_by_role("timer")).to_have_count(0)
    expect(times[0]).to_have_count(0)


def test_at_zero_the_room_closes_by_itself_and_what_was_being_typed_is_saved(
    people: Callable[..., Any], lead: Screen, wall: Page, meeting: Meeting
) -> None:
    phone = enter(people(Phone, meeting))
    steer(lead, step="where-we-stand")
    steer(lead, state="open", timer=3)
    box = phone.page.get_by_label(WHY)
    box.focus()
    typed = ""
    # on and on, across the moment itself
    while phone.page.locator("textarea").count():
        phone.page.keyboard.type("skriver ", delay=50)
        typed = phone.page.evaluate("document.querySelector('textarea')?.value") or typed
    expect(phone.page.get_by_text("Stängt för svar.")).to_be_visible()
    expect(lead.page.get_by_role("button", name="Stängd", pressed=True)).to_be_visible()
    expect(wall.get_by_text("Svaren är inne")).to_be_visible()
    expect(phone.state).to_have_text("Sparat")
    assert len(typed) > 40
    assert mine(phone)["E10.2", "why"].startswith(typed)
    steer(lead, state="revealed")
    assert lead.api("/api/results/E10.2")["n"] == 1


def test_the_agenda_shows_planned_and_actual_time_and_how_far_ahead(lead: Screen) -> None:
    cockpit = lead.page
    press(cockpit, "Starta mötet")
    expect(cockpit.locator(".pace")).to_have_text("I tid")
    times = cockpit.locator(".agenda-at")
    first = [times.nth(n).inner_text() for n in range(3)]
    assert all(re.fullmatch(r"\d\d\.\d\d", one) for one in first), first
    minutes = [int(one[:2]) * 60 + int(one[3:]) for one in first]
    assert (minutes[1] - minutes[0]) % 1440 == 10 and (minutes[2] - minutes[1]) % 1440 == 5
    # three steps are skipped: those after them move up
    cockpit.get_by_role("button", name="Trappan i grupp").click()
    expect(cockpit.locator(".pace")).to_have_text("45 minuter före planen")
    expect(cockpit.get_by_role("button", name="Trappan i grupp")).to_have_attribute("aria-current", "step")
    expect(times.nth(4)).to_have_text(first[0], timeout=1_000)


def test_presses_that_come_faster_than_the_answers_are_all_done_in_their_order(lead: Screen) -> None:
    def slowly(route: Any) -> None:
        lead.page.wait_for_timeout(400)
        route.continue_()

    lead.page.route("**/api/room", slowly)
    press(lead.page, "Starta mötet")
    lead.page.locator(".agenda").get_by_role("button", name="Var står vi?").click()
    expect(lead.page.locator(".agenda [aria-current=step]")).to_contain_text("Var står vi?")
    assert lead.api("/api/room")["title"] == "Var står vi?"


def test_an_exercise_is_brought_in_and_the_agenda_goes_on_where_it_was(lead: Screen) -> None:
    cockpit = lead.page
    steer(lead, step="before")
    cockpit.get_by_text("Fler övningar").click()
    cockpit.locator(".extra button", has_text="E3.4").click()
    expect(cockpit.locator(".extra [aria-current=step]")).to_contain_text("Handlingsplan")
    expect(cockpit.get_by_text("Utanför dagordningen").first).to_be_visible()
    # what comes next is the step after the one that was left
    steer(lead, phase=2, state="revealed")
    press(cockpit, "Nästa steg")
    expect(cockpit.locator(".agenda ol [aria-current=step]")).to_contain_text("Lärande exempel")


def test_a_meeting_that_drags_on_is_said_to_be_behind(
    people: Callable[..., Any], serving: Serving, tmp_path: Path
) -> None:
    client = serving.facilitator()
    steer(client, step="check-in")
    client.close()
    later = Serving(tmp_path)
    with closing(sqlite3.connect(serving.store)) as here, closing(sqlite3.connect(later.store)) as there:
        here.backup(there)
        # as if it had begun 27 minutes ago: the check-in was to take ten
        where = "WHERE seq = (SELECT max(seq) FROM moves WHERE room = ?)"
        [(state,)] = there.execute(f"SELECT state FROM moves {where}", (serving.code,))
        earlier = json.loads(state)
        earlier["started_at"] -= 27 * 60_000
        earlier["steps"]["check-in"]["started_at"] -= 27 * 60_000
        there.execute(f"UPDATE moves SET state = ? {where}", (json.dumps(earlier), serving.code))
        # a server goes on with the newest room
        there.execute("UPDATE rooms SET created_at = created_at + 1000000000 WHERE code = ?", (serving.code,))
        there.commit()
    later.start()
    try:
        page = people(Screen, 1440, 900).page
        page.goto(later.ready["facilitator_url"])
        expect(page.locator(".pace.late")).to_have_text("17 minuter efter planen")
        expect(page.get_by_role("button", name="Incheckning")).to_contain_text("längre än planerat")
        press(page, "Nästa steg")
        expect(page.get_by_role("button", name="Incheckning")).to_contain_text("27")
        expect(page.locator(".pace.late")).to_have_text("17 minuter efter planen")
        page.goto("about:blank")
    finally:
        later.stop()


# --- what is shown


def test_nothing_but_counts_is_shown_before_the_reveal(
    people: Callable[..., Any], lead: Screen, meeting: Meeting
) -> None:
    steer(lead, step="where-we-stand")
    steer(lead, state="open")
    writer = enter(people(Phone, meeting))
    others = [people(Phone, meeting), people(Screen, 1920, 1080, storage_state=lead.context.storage_state())]
    bodies: list[str] = []
    asked: list[str] = []
    for other in others:
        other.context.add_init_script(LISTEN)
        other.page.on("request", lambda request: asked.append(request.url))
        other.page.on("requestfinished", lambda request: keep(request, bodies))
    enter(others[0])
    others[1].page.goto(f"{meeting.url}/projector")
    for value in (1, 2, 3):
        answer(writer, "E10.2", "step", value)
    answer(writer, "E10.2", "why", "Hemligheten om blåbären")
    expect(others[1].page.get_by_text("1 av 2 har svarat")).to_be_visible()
    steer(lead, state="closed")
    expect(others[0].page.get_by_text("Stängt för svar.")).to_be_visible()
    expect(others[1].page.get_by_text("Svaren är inne")).to_be_visible()
    before = [other.page.evaluate("heard.join('\\n') + document.documentElement.outerHTML") for other in others]
    assert '"joined":2' in before[0] and '"items":[{"item":"step"' in before[1], "the streams were listened to"
    for text in [*before, *bodies]:
        assert "blåbär" not in text
        assert '"counts"' not in text and '"quantiles"' not in text
    assert [url for url in asked if "/api/results" in url] == []
    for path in ("/api/results/E10.2", "/api/progress", "/api/private", "/api/export/answers.csv"):
        assert others[0].context.request.get(meeting.url + path).status == 403, path
    steer(lead, state="revealed")
    expect(others[0].page.get_by_role("heading", name="Vilket trappsteg")).to_be_visible()
    # private words are not shown even then
    steer(lead, spotlight="why")
    expect(others[1].page.locator("[data-view=revealed]")).to_be_visible()
    for other in others:
        expect(other.page.get_by_text("blåbär")).to_have_count(0)
    assert "blåbär" not in "".join(body for body in bodies if '"kind":"text"' not in body)


def keep(request: Any, bodies: list[str]) -> None:
    if "/api/" in request.url and "/api/events" not in request.url:
        bodies.append(request.response().text())


def test_a_hidden_note_goes_from_the_wall_and_the_phones_and_comes_back(
    people: Callable[..., Any], lead: Screen, wall: Page, meeting: Meeting
) -> None:
    cockpit = lead.page
    one, two = enter(people(Phone, meeting), table=1), enter(people(Phone, meeting), table=2)
    steer(lead, step="obstacles")
    steer(lead, state="open")
    note = {"id": ONE, "text": "Olämpligt om någon", "category": "local"}
    answer(one, "E1.2", "obstacles", [note, {"id": TWO, "text": "Tiden", "category": "local"}], "table")
    steer(lead, state="revealed")
    for page in (wall, two.page):
        expect(page.get_by_text("Olämpligt om någon")).to_be_visible()
    cockpit.get_by_text("Bilden av svaren").click()
    cockpit.get_by_text("Dölj olämpligt").click()
    press(cockpit, "Dölj: Olämpligt om någon")
    for page in (wall, two.page):
        expect(page.get_by_text("Olämpligt om någon")).to_have_count(0)
        expect(page.get_by_text("Tiden")).to_be_visible()
    expect(cockpit.get_by_text("1 dolda")).to_be_visible()
    assert len(mine(one)["E1.2", "obstacles"]) == 2, "who wrote it still has it"
    press(cockpit, "Visa igen: Olämpligt om någon")
    for page in (wall, two.page):
        expect(page.get_by_text("Olämpligt om någon")).to_be_visible()
    # what is hidden cannot be voted on
    press(cockpit, "Dölj: Olämpligt om någon")
    steer(lead, phase=1, state="open")
    expect(two.page.get_by_text("Tiden")).to_be_visible()
    expect(two.page.get_by_text("Olämpligt om någon")).to_have_count(0)
    assert [each["text"] for each in two.api("/api/notes/E1.2")["notes"]] == ["Tiden"]


def test_the_joint_answer_is_written_in_the_cockpit_and_comes_to_the_export(
    people: Callable[..., Any], lead: Screen, meeting: Meeting
) -> None:
    phone, cockpit = enter(people(Phone, meeting)), lead.page
    steer(lead, step="obstacles", phase=2)
    press(cockpit, "Öppna")
    expect(phone.page.get_by_text("Se på projektorn.")).to_be_visible()
    cockpit.get_by_label("Vad tar vi vidare?").fill("Ett gemensamt kalendarium;\nregionen kallar")
    expect(cockpit.locator(".plenary").get_by_text("Sparat")).to_be_visible()
    expect(phone.page.get_by_text("Ett gemensamt kalendarium")).to_have_count(0)
    press(cockpit, "Stäng")
    expect(cockpit.locator(".plenary").get_by_text("Ett gemensamt kalendarium")).to_be_visible()
    press(cockpit, "Visa bilden")
    expect(phone.page.get_by_text("Ett gemensamt kalendarium")).to_be_visible()
    cockpit.reload()
    expect(cockpit.locator(".plenary").get_by_text("Ett gemensamt kalendarium")).to_be_visible()
    [row] = [row for row in rows(lead) if row["level"] == "plenary" and row["current"] in ("1", "true", "True")]
    assert row["value"] == "Ett gemensamt kalendarium;\nregionen kallar"
    assert (row["exercise"], row["item"], row["participant"]) == ("E1.2", "take_further", "")


def test_reset_asks_first_and_then_everyone_starts_afresh(
    people: Callable[..., Any], lead: Screen, meeting: Meeting
) -> None:
    phone, cockpit = enter(people(Phone, meeting)), lead.page
    steer(lead, step="where-we-stand")
    press(cockpit, "Öppna")
    phone.page.locator("label", has_text="Samsyn").click()
    phone.page.get_by_label(WHY).fill("Från första gången")
    phone.page.get_by_label(WHY).blur()
    expect(phone.state).to_have_text("Sparat")
    press(cockpit, "Börja om övningen")
    expect(cockpit.get_by_role("dialog")).to_contain_text("De svar som redan finns raderas inte")
    press(cockpit, "Avbryt")
    expect(cockpit.get_by_role("dialog")).to_have_count(0)
    expect(phone.page.locator("label", has_text="Samsyn").get_by_role("radio")).to_be_checked()
    press(cockpit, "Börja om övningen")
    press(cockpit, "Börja om")
    expect(phone.page.get_by_text("Börjar strax.")).to_be_visible()
    press(cockpit, "Öppna")
    expect(phone.page.get_by_label(WHY)).to_have_value("")
    expect(phone.page.get_by_role("radio", checked=True)).to_have_count(0)
    phone.page.locator("label", has_text="Samtal").click()
    expect(phone.state).to_have_text("Sparat")
    assert mine(phone) == {("E10.2", "step"): 1}
    exported = {(row["item"], row["run"], row["value"], row["current"] in ("1", "true", "True")) for row in rows(lead)}
    assert exported == {
        ("step", "0", "2", False), ("why", "0", "Från första gången", False), ("step", "1", "1", True),
    }  # fmt: skip


def test_an_answer_that_comes_late_counts_until_the_picture_is_shown(
    people: Callable[..., Any], lead: Screen, wall: Page, meeting: Meeting
) -> None:
    on_time, late, too_late = (enter(people(Phone, meeting)) for _ in range(3))
    steer(lead, step="where-we-stand")
    steer(lead, state="open")
    for phone in (on_time, late, too_late):
        expect(phone.page.get_by_role("radio").first).to_be_visible()
    answer(on_time, "E10.2", "step", 1)
    for phone in (late, too_late):
        phone.context.set_offline(True)
        phone.page.locator("label", has_text="Samsyn").click()
        expect(phone.state).to_contain_text("Ingen kontakt")
    press(lead.page, "Stäng")
    expect(lead.page.get_by_text("Svaren är inne.")).to_be_visible()
    late.context.set_offline(False)
    expect(late.state).to_have_text("Sparat")
    expect(late.page.get_by_text("Stängt för svar.")).to_be_visible()
    expect(lead.page.get_by_text("1 svar kom in efter att övningen stängdes.")).to_be_visible()
    expect(wall.get_by_text("2 av 3 har svarat")).to_be_visible()
    press(lead.page, "Visa bilden")
    expect(late.page.get_by_role("heading", name="Vilket trappsteg")).to_be_visible()
    assert lead.api("/api/results/E10.2")["n"] == 2
    # after the reveal it is kept, and does not change the picture
    too_late.context.set_offline(False)
    expect(too_late.state).to_have_text("Sparat")
    assert lead.api("/api/results/E10.2")["n"] == 2
    told = sorted((row["late"], row["counted"]) for row in rows(lead))
    truths = [[value in ("1", "true", "True") for value in pair] for pair in told]
    assert truths == [[False, True], [True, False], [True, True]]


# --- who is here


def test_who_has_joined_is_seen_by_table_and_actor_type_as_they_come_and_go(
    people: Callable[..., Any], lead: Screen, meeting: Meeting
) -> None:
    cockpit = lead.page
    one = enter(people(Phone, meeting), table=1, actor_type="region")
    two = enter(people(Phone, meeting), table=1, actor_type="business")
    enter(people(Phone, meeting), table=None, actor_type="business")
    expect(dots(cockpit, "Bord 1").locator("i.writing")).to_have_count(2)
    expect(dots(cockpit, "Inget bord").locator("i.writing")).to_have_count(1)
    expect(cockpit.locator(".head-joined")).to_have_text("3 inne")
    cockpit.get_by_text("Per aktörstyp").click()
    types = cockpit.locator(".roster details li")
    expect(types).to_have_text(["Region1", "Näringsliv2"])
    two.page.goto("about:blank")
    expect(dots(cockpit, "Bord 1").locator("i.gone")).to_have_count(1)
    expect(dots(cockpit, "Bord 1").locator("i.writing")).to_have_count(1)
    expect(cockpit.locator(".tables li", has_text="Bord 1")).to_contain_text("1 skriver, 1 har tappat kontakten")
    two.page.goto(f"{meeting.url}/worksheet?lite=1")
    expect(dots(cockpit, "Bord 1").locator("i.writing")).to_have_count(2)
    steer(lead, step="where-we-stand")
    steer(lead, state="open")
    answer(one, "E10.2", "step", 2)
    expect(dots(cockpit, "Bord 1").locator("i.done")).to_have_count(1)
    expect(cockpit.locator(".big")).to_contain_text("1 klar")
    expect(cockpit.locator(".big")).to_contain_text("2 skriver")
    # changing table moves the dot
    one.api("/api/me", {"table": 4})
    expect(dots(cockpit, "Bord 4").locator("i.done")).to_have_count(1)


def test_tables_are_mixed_with_one_press_and_the_phones_say_which(
    people: Callable[..., Any], lead: Screen, meeting: Meeting
) -> None:
    cockpit = lead.page
    phones = [enter(people(Phone, meeting), table=None, actor_type=kind) for kind in ("region", "business") * 2]
    cockpit.get_by_text("Blanda borden").click()
    cockpit.get_by_label("Antal bord").fill("2")
    press(cockpit, "Placera alla")
    expect(cockpit.get_by_text("4 personer sitter nu vid 2 bord.")).to_be_visible()
    expect(cockpit.locator(".seating li", has_text="samma slags organisation")).to_contain_text("0")
    for phone in phones:
        expect(phone.page.locator("header")).to_contain_text(re.compile("Bord [12]"))
    # latecomers alone, and nobody else is moved
    late = enter(people(Phone, meeting), table=None, actor_type="region")
    expect(cockpit.locator(".head-joined")).to_have_text("5 inne")
    cockpit.get_by_text("Blanda borden").click()
    cockpit.get_by_text("Blanda borden").click()
    press(cockpit, "Placera dem som saknar bord")
    expect(late.page.locator("header")).to_contain_text(re.compile("Bord [12]"))
    # all again asks first
    press(cockpit, "Placera alla")
    expect(cockpit.get_by_role("dialog")).to_contain_text("5 personer sitter redan vid ett bord")
    press(cockpit, "Avbryt")


def test_who_lost_the_link_is_let_in_again_as_the_same_person(
    people: Callable[..., Any], lead: Screen, meeting: Meeting
) -> None:
    cockpit = lead.page
    lost = enter(people(Phone, meeting), table=3)
    steer(lead, step="where-we-stand")
    steer(lead, state="open")
    lost.page.locator("label", has_text="Samsyn").click()
    lost.page.get_by_label(WHY).fill("Skrivet före")
    lost.page.get_by_label(WHY).blur()
    expect(lost.state).to_have_text("Sparat")
    old = lost.api("/api/room")["me"]["resume"]
    cockpit.get_by_role("button", name="Bord 3").click()
    press(cockpit, "Släpp in igen: deltagare 1")
    expect(cockpit.get_by_role("heading", name="Ny personlig länk")).to_be_visible()
    expect(cockpit.get_by_role("img", name="QR-kod till den personliga länken")).to_be_visible()
    link, code = cockpit.locator(".join-link").inner_text(), cockpit.locator(".code-large").inner_text()
    assert old not in link
    other = people(Phone, meeting)
    other.page.goto(link)
    expect(other.page.locator("label", has_text="Samsyn").get_by_role("radio")).to_be_checked()
    expect(other.page.get_by_label(WHY)).to_have_value("Skrivet före")
    assert other.api("/api/room")["me"]["resume"] == code
    # the same by typing the code at the door; and the old one says that it is old
    third = people(Phone, meeting)
    third.page.goto(meeting.url)
    third.page.get_by_label("Kod").fill(code.lower())
    third.page.get_by_role("button", name="Fortsätt").click()
    expect(third.page.get_by_label(WHY)).to_have_value("Skrivet före")
    fourth = people(Phone, meeting)
    fourth.page.goto(f"{meeting.url}/r/{old}")
    expect(fourth.page.get_by_role("alert")).to_contain_text("Den personliga länken gäller inte längre.")
    expect(cockpit.locator(".head-joined")).to_have_text("1 inne")


def test_a_second_device_steers_in_step_until_it_is_signed_out(
    people: Callable[..., Any], lead: Screen, meeting: Meeting
) -> None:
    first, second = lead.page, people(Screen, 820, 1180).page
    second.goto(f"{meeting.url}/cockpit")
    second.get_by_label("PIN").fill("000000" if meeting.pin != "000000" else "111111")
    second.get_by_role("button", name="Fortsätt").click()
    expect(second.get_by_role("alert")).to_contain_text("PIN-koden stämmer inte.")
    second.get_by_label("PIN").fill(meeting.pin)
    second.get_by_role("button", name="Fortsätt").click()
    expect(second.get_by_role("button", name="Starta mötet")).to_be_visible()
    press(first, "Starta mötet")
    expect(second.get_by_role("heading", name="Incheckning", exact=True)).to_be_visible()
    press(second, "Nästa steg")
    expect(first.get_by_role("heading", name="Före-frågor", exact=True)).to_be_visible()
    press(second, "Öppna")
    expect(first.get_by_role("button", name="Öppen", pressed=True)).to_be_visible()
    press(first, "Stäng")
    expect(second.get_by_role("button", name="Stängd", pressed=True)).to_be_visible()
    press(first, "Mötet")
    expect(first.get_by_text("Styrs från 2 enheter.")).to_be_visible()
    press(first, "Logga ut de andra")
    expect(first.get_by_text("De andra enheterna är utloggade.")).to_be_visible()
    expect(second.get_by_role("heading", name="Led mötet")).to_be_visible()
    expect(first.get_by_text("Styrs från 1 enhet.")).to_be_visible()
    first.get_by_role("dialog").get_by_role("button", name="Stäng").click()
    press(first, "Visa bilden")
    expect(first.get_by_role("button", name="Visad", pressed=True)).to_be_visible()
    # and the PIN takes it back
    second.get_by_label("PIN").fill(meeting.pin)
    second.get_by_role("button", name="Fortsätt").click()
    expect(second.get_by_role("button", name="Visad", pressed=True)).to_be_visible()


def test_own_notes_stay_and_are_seen_by_nobody_else(people: Callable[..., Any], lead: Screen, meeting: Meeting) -> None:
    cockpit, bodies = lead.page, list[str]()
    phone = people(Phone, meeting)
    phone.context.add_init_script(LISTEN)
    phone.page.on("requestfinished", lambda request: keep(request, bodies))
    enter(phone)
    steer(lead, step="where-we-stand")
    cockpit.get_by_label("Egna anteckningar").fill("Fråga bord 2 om lingonen")
    expect(cockpit.locator(".own-notes [role=status]")).to_have_text("Sparat")
    cockpit.reload()
    expect(cockpit.get_by_label("Egna anteckningar")).to_have_value("Fråga bord 2 om lingonen")
    # a reload in the middle of a word loses nothing either
    cockpit.get_by_label("Egna anteckningar").fill("Fråga bord 2 om lingonen och had")
    cockpit.reload()
    expect(cockpit.get_by_label("Egna anteckningar")).to_have_value("Fråga bord 2 om lingonen och had")
    steer(lead, state="open")
    expect(phone.page.get_by_role("radio").first).to_be_visible()
    heard = phone.page.evaluate("heard.join('\\n') + document.documentElement.outerHTML")
    assert bodies and '"meeting"' in heard
    for text in (heard, *bodies):
        assert "lingon" not in text
        # nor is the script
        assert '"script"' not in text and '"private"' not in text
    assert phone.context.request.get(f"{meeting.url}/api/private").status == 403


# --- the meeting as a whole


def test_the_meeting_is_ended_and_opened_again(
    people: Callable[..., Any], lead: Screen, wall: Page, meeting: Meeting
) -> None:
    phone, cockpit = enter(people(Phone, meeting)), lead.page
    steer(lead, step="where-we-stand")
    press(cockpit, "Öppna")
    phone.page.get_by_label(WHY).fill("Skrivet när mötet avslutades")
    press(cockpit, "Mötet")
    press(cockpit, "Avsluta mötet")
    expect(cockpit.get_by_text("Det som är öppet stängs, och ingen ny kan gå med.")).to_be_visible()
    cockpit.get_by_role("dialog").get_by_role("button", name="Avsluta mötet").click()
    for page in (phone.page, wall):
        expect(page.get_by_role("heading", name="Tack för i dag")).to_be_visible()
    expect(cockpit.get_by_role("heading", name="Mötet är avslutat")).to_be_visible()
    expect(phone.state).to_have_text("Sparat")
    assert mine(phone)["E10.2", "why"] == "Skrivet när mötet avslutades"
    body = {"code": meeting.code, "lang": "sv", "profile": {}}
    assert people(Phone, meeting).context.request.post(f"{meeting.url}/api/join", data=body).status == 410
    press(cockpit, "Öppna mötet igen")
    expect(phone.page.get_by_text("Skrivet när mötet avslutades")).to_be_visible()
    expect(wall.get_by_text("Svaren är inne")).to_be_visible()
    expect(cockpit.get_by_role("button", name="Stängd", pressed=True)).to_be_visible()


def test_another_meeting_on_the_same_server_keeps_to_itself(
    people: Callable[..., Any], lead: Screen, meeting: Meeting
) -> None:
    cockpit = lead.page
    press(cockpit, "Mötet")
    cockpit.get_by_label("Starta ett till möte").select_option(index=1)
    press(cockpit, "Starta")
    expect(cockpit.get_by_text("Mötet är startat. Skriv upp koden och PIN.")).to_be_visible()
    code, pin = (cockpit.locator(".started .code-large").nth(n).inner_text() for n in range(2))
    link = cockpit.locator(".started .join-link").inner_text()
    assert code != meeting.code and pin != meeting.pin
    other = Meeting(meeting.url, code, pin, link)
    leader = people(Screen, 1440, 900)
    leader.page.goto(f"{meeting.url}/cockpit")
    leader.page.get_by_label("PIN").fill(pin)
    leader.page.get_by_role("button", name="Fortsätt").click()
    expect(leader.page.get_by_role("heading", name="Lokala och regionala kompetensbehov")).to_be_visible()
    here, there = enter(people(Phone, meeting)), enter(people(Phone, other))
    expect(there.page.get_by_role("heading", name="Lokala och regionala kompetensbehov")).to_be_visible()
    steer(leader, step="where-we-stand")
    steer(leader, state="open")
    expect(there.page.get_by_role("radio").first).to_be_visible()
    expect(here.page.get_by_text("Du är inne. Vi börjar strax.")).to_be_visible()
    steer(lead, step="where-we-stand")
    steer(lead, state="open")
    here.page.locator("label", has_text="Samtal").click()
    there.page.locator("label", has_text="Samhandling").click()
    for phone in (here, there):
        expect(phone.state).to_have_text("Sparat")
    for leading, value in ((lead, "1"), (leader, "4")):
        steer(leading, state="revealed")
        assert leading.api("/api/results/E10.2")["joined"] == 1
        assert [row["value"] for row in rows(leading)] == [value]
        expect(leading.page.locator(".head-joined")).to_have_text("1 inne")


def test_the_export_buttons_give_files_that_open(
    people: Callable[..., Any], lead: Screen, meeting: Meeting, tmp_path: Path
) -> None:
    phone, cockpit = enter(people(Phone, meeting)), lead.page
    steer(lead, step="where-we-stand")
    steer(lead, state="open")
    answer(phone, "E10.2", "step", 2)
    answer(phone, "E10.2", "why", '=1+1; "citat" och\nradbrytning å')
    press(cockpit, "Mötet")
    files = {}
    for name in ("Excel", "CSV för svensk Excel", "CSV", "Kodbok"):
        with cockpit.expect_download() as download:
            cockpit.get_by_role("link", name=name, exact=True).click()
        files[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[name])
    assert files["CSV"].name == f"2_business_collaboration-{meeting.code.lower()}-answers.csv"
    excel, plain = files["CSV för svensk Excel"], files["CSV"]
    with plain.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert sorted(row["item"] for row in found) == ["step", "why"]
    with cockpit.expect_download() as download:
        cockpit.get_by_role("link", name="CSV för svensk Excel").click()
    raw = download.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b";" in raw.splitlines()[0]
    lines = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    [why] = [line["value"] for line in lines if line["item"] == "why"]
    assert not why.startswith("="), "Excel must not take an answer for a formula"
    assert '1+1; "citat" och\nradbrytning å' in why
    assert excel.exists() and files["Kodbok"].read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Vilket trappsteg" in files["Kodbok"].read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(files["Excel"])
    assert any("E10.2" in name for name in book.sheetnames), book.sheetnames
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any("radbrytning å" in cell for cell in cells)
