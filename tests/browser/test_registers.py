"""What lives on: the facilitator's list, changed by keyboard and by touch, the board on the wall, the reminder."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Screen
from tests.browser.test_accessibility import assert_accessible
from tests.conftest import Participant, Serving

YESTERDAY = dt.date.today() - dt.timedelta(1)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    one = Serving(tmp_path_factory.mktemp("server"), "--pool", "0").start()
    yield one
    one.stop()
    print(one.said()[-4000:])


@pytest.fixture(scope="module")
def writer(serving: Serving) -> Participant:
    """Someone who has made two commitments, one of them with a date that has passed."""
    leader, one = serving.facilitator(), serving.join(actor_type="region", table=1)
    for move in ({"step": "commitments"}, {"state": "open"}):
        leader.post("/api/room", json=move)
    rows = [
        {"id": "row1", "what": "Bjuda in till frukost", "by_when": YESTERDAY.isoformat(), "owner_role": "utvecklare"},
        {"id": "row2", "what": "Besluta om kursplan", "by_when": "2031-12-01", "owner_role": "rektor"},
    ]
    assert one.answer("E10.3", "commitments", rows)["saved"]
    return one


def column(page: Any, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


def test_the_list_is_changed_by_keyboard_and_on_a_phone(
    people: Callable[..., Any], serving: Serving, writer: Participant
) -> None:
    screen = people(Screen, 1280, 900)
    page = screen.page
    page.goto(serving.ready["facilitator_url"])
    page.goto(f"{serving.url}/follow-up")
    page.get_by_text("Det som lever vidare", exact=True).click()
    expect(page.get_by_role("radio", name="Åtaganden 2")).to_be_checked()
    expect(column(page, "Planerat").get_by_role("article")).to_have_count(2)
    expect(page.get_by_text("Datumet har passerat")).to_have_count(1)
    expect(page.get_by_text("Åtaganden: 2 sammanlagt, varav 2 öppna. 1 har passerat sitt datum.")).to_be_visible()
    card = page.get_by_role("article", name="Bjuda in till frukost")
    status = card.get_by_label("Status")
    status.focus()
    status.press("ArrowDown")
    moved = column(page, "På väg").get_by_role("article", name="Bjuda in till frukost")
    expect(moved).to_be_visible()
    expect(moved.get_by_label("Status")).to_be_focused()
    expect(moved.get_by_text("Sparat", exact=True)).to_be_visible()
    assert_accessible(page, "registers")

    phone = people(Screen, 390, 844, is_mobile=True, has_touch=True)
    page = phone.page
    page.goto(serving.ready["facilitator_url"])
    page.goto(f"{serving.url}/follow-up#registers")
    card = page.get_by_role("article", name="Bjuda in till frukost")
    card.get_by_text("Ändra ansvarig, datum eller anteckning").tap()
    card.get_by_label("Ansvarig roll").fill("näringslivschef")
    card.get_by_label("Ansvarig roll").press("Tab")
    expect(card.get_by_text("Ansvarig roll: näringslivschef").first).to_be_visible()
    card.get_by_label("Till när").fill("2031-01-15")
    expect(page.get_by_text("Datumet har passerat")).to_have_count(0)
    # without contact nothing is lost: what was written is still there, and is sent again
    phone.context.set_offline(True)
    card.get_by_label("Anteckning").fill("Pratade med tre företag")
    card.get_by_role("button", name="Spara anteckningen").tap()
    expect(card.get_by_role("alert")).to_contain_text("Inte sparat")
    phone.context.set_offline(False)
    card.get_by_role("alert").get_by_role("button", name="Försök igen").tap()
    expect(card.get_by_label("Anteckning")).to_have_value("")
    card.get_by_text(re.compile(r"Historik \(5\)")).tap()
    expect(card.get_by_text("Anteckning: Pratade med tre företag")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page, "registers on a phone")
    with page.expect_download() as file:
        page.get_by_role("link", name="Kalenderfil med öppna datum").tap()
    assert file.value.suggested_filename == "commitments.ics"


def test_the_room_reads_the_board_and_is_reminded(
    people: Callable[..., Any], serving: Serving, writer: Participant
) -> None:
    leader = serving.facilitator()
    for state in ("closed", "revealed"):
        leader.post("/api/room", json={"state": state})
    screen = people(Screen, 390, 844, is_mobile=True, has_touch=True)
    page = screen.page
    page.goto(f"{serving.url}/r/{writer.resume}")
    page.goto(f"{serving.url}/worksheet?lite=1")
    page.get_by_role("button", name="Meny").tap()
    with page.expect_download() as file:
        page.get_by_role("link", name="Påminn mig (kalenderfil)").tap()
    assert file.value.suggested_filename == "mina-datum.ics"
    page.keyboard.press("Escape")
    # a meeting's page gives a place like this one
    page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend",
        '<div class="samhandling" data-screen="register" data-register="commitments" data-language="sv"></div>')"""
    )
    board = page.locator(".register-board")
    expect(board.get_by_role("heading", name="Åtaganden")).to_be_visible()
    expect(board.locator(".entry")).to_have_count(2)
    assert board.get_by_role("combobox").count() == 0
    # what is said of an entry is on the wall at once
    entry = leader.get("/api/registers/commitments").json()["entries"][1]
    change = {"id": "11111111-1111-4111-8111-111111111111", "entry": entry["entry"], "status": "done"}
    assert leader.post("/api/registers/commitments", json={"changes": [change]}).json()["saved"]
    expect(board.locator("section", has_text="Klart").locator(".entry")).to_have_count(1)
