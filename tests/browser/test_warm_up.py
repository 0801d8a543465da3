"""Before the meeting: the one who leads says how many are expected, and sees their places made ready."""

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Screen
from tests.browser.quick import Meeting, another_meeting
from tests.browser.test_accessibility import assert_accessible, assert_fits
from tests.conftest import ROOT, Serving, played_series
from tests.server.test_voila import SLIDER, write

MEETING = "2_business_collaboration"
UNHURRIED = "import asyncio; await asyncio.sleep(0.3)"
"""So that there is something to see while places are made ready: a notebook that awaits is run for each visitor."""


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server of a series with sliders in the meeting's notebook, which expects nobody yet."""
    root = tmp_path_factory.mktemp("series")
    shutil.copy2(played_series() / "series.yaml", root)
    for name in ("exercises", "datasets", "voila_apps"):
        (root / name).symlink_to(ROOT / name)
    for language in ("sv", "en"):
        write(root / "sessions" / language / f"{MEETING}.ipynb", "# Utforska", UNHURRIED, SLIDER)
    one = Serving(tmp_path_factory.mktemp("server"), "--pool", "0", series=root / "series.yaml").start()
    yield one
    one.stop()
    print(one.said()[-4000:])


@pytest.fixture
def meeting(serving: Serving) -> Iterator[Meeting]:
    """A room of the test's own that has not started; afterwards nobody is expected any more."""
    yield another_meeting(serving)
    client = serving.facilitator()
    assert client.post("/api/pool", json={"expected": 0}).status_code == 200
    client.close()


@pytest.fixture
def lead(people: Callable[..., Any], meeting: Meeting) -> Screen:
    """The cockpit."""
    screen: Screen = people(Screen, 1440, 900)
    screen.page.goto(meeting.link)
    expect(field(screen.page)).to_be_visible()
    return screen


def field(where: Page | Locator) -> Locator:
    return where.get_by_label("Väntade deltagare")


def wanted(lead: Screen) -> int:
    found: int = lead.api("/api/pool")["wanted"]
    return found


def test_the_places_are_seen_to_come_and_the_number_is_kept(lead: Screen) -> None:
    page = lead.page
    expect(field(page)).to_have_value("0")
    expect(page.get_by_text("Inga sidor görs klara i förväg.")).to_be_visible()
    assert_accessible(page, "nobody is expected")
    field(page).fill("12")
    field(page).press("Enter")
    bar = page.get_by_role("progressbar", name="Platser som är klara")
    expect(page.get_by_text("0 av 12 platser klara")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^([1-9]|1[01]) av 12 platser klara$"))).to_be_visible()
    assert 0 < bar.evaluate("bar => bar.value") <= bar.evaluate("bar => bar.max") == 12
    assert_accessible(page, "places are made ready")
    expect(page.get_by_role("status").get_by_text("Alla 12 platser är klara", exact=True)).to_be_visible()
    expect(page.get_by_text("av 12 platser klara")).to_have_count(0)
    assert bar.evaluate("bar => bar.value") == 12
    assert_accessible(page, "all places are ready")
    page.reload()
    expect(field(page)).to_have_value("12")
    expect(page.get_by_text("Alla 12 platser är klara")).to_be_visible()


def test_by_keyboard_alone_and_on_every_device(people: Callable[..., Any], lead: Screen) -> None:
    page = lead.page
    phone = people(Screen, 390, 844, color_scheme="dark", storage_state=lead.context.storage_state()).page
    phone.goto(page.url)
    expect(field(phone)).to_have_value("0")
    for _ in range(40):
        page.keyboard.press("Tab")
        if field(page).evaluate("field => field === document.activeElement"):
            break
    expect(field(page)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    assert wanted(lead) == 0, "a number that is being typed is not yet one"
    page.keyboard.press("Tab")
    expect(field(phone)).to_have_value("2")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect(field(phone)).to_have_value("3")
    expect(phone.get_by_text("Alla 3 platser är klara")).to_be_visible()
    for screen in (page, phone):
        box = field(screen).bounding_box()
        assert box and box["height"] >= 44
        assert_accessible(screen, "the places")
        assert_fits(screen, "the places")


def test_what_is_no_number_changes_nothing_and_says_so(lead: Screen) -> None:
    page = lead.page
    field(page).fill("3")
    field(page).press("Enter")
    expect(page.get_by_text(re.compile("3 platser"))).to_be_visible()
    for wrong in ("2001", "-1", "1.5", ""):
        field(page).fill(wrong)
        field(page).press("Enter")
        expect(page.get_by_role("alert")).to_have_text(
            re.compile(r"^Skriv ett heltal från 0 till 2\s000\. Tills vidare gäller 3\.$")
        )
        expect(field(page)).to_have_attribute("aria-invalid", "true")
        expect(field(page)).to_have_accessible_description(re.compile("^Skriv ett heltal"))
        assert wanted(lead) == 3
    assert_accessible(page, "a wrong number")
    field(page).fill("4")
    field(page).press("Enter")
    expect(page.get_by_text("Skriv ett heltal")).to_have_count(0)
    expect(page.get_by_text(re.compile("4 platser"))).to_be_visible()


def test_a_number_that_did_not_come_through_stays_to_be_sent_again(lead: Screen) -> None:
    page = lead.page
    lead.context.route("**/api/pool", lambda route: route.abort())
    field(page).fill("5")
    field(page).press("Enter")
    expect(page.get_by_text("Servern svarade inte. Ingenting ändrades.")).to_be_visible()
    expect(field(page)).to_have_value("5")
    lead.context.unroute("**/api/pool")
    assert wanted(lead) == 0
    field(page).press("Enter")
    expect(page.get_by_text("5 platser")).to_be_visible()
    assert wanted(lead) == 5


def test_during_the_meeting_it_is_out_of_the_way_and_still_there(lead: Screen) -> None:
    page = lead.page
    page.get_by_role("button", name="Starta mötet").click()
    expect(page.get_by_role("heading", name="Incheckning")).to_be_visible()
    expect(field(page)).to_have_count(0)
    page.get_by_role("button", name="Mötet", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Antalet gäller vart och ett av mötena på den här servern.")).to_be_visible()
    field(dialog).fill("2")
    field(dialog).press("Enter")
    expect(dialog.get_by_text("Alla 2 platser är klara")).to_be_visible()
    assert_accessible(page, "the places during the meeting")
    page.set_viewport_size({"width": 390, "height": 844})
    assert_fits(page, "the places during the meeting")
