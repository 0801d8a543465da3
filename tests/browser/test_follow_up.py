"""The follow-up after a rehearsal: charts with their sentence, their numbers and their table, in both languages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screen
from tests.browser.quick import steer
from tests.conftest import Serving


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A rehearsal in which one exercise has been answered and shown."""
    one = Serving(tmp_path_factory.mktemp("server"), "--demo").start()
    client = one.facilitator()
    steer(client, step="where-we-stand")
    steer(client, state="open")
    wait_until_answered(client)
    steer(client, state="closed")
    steer(client, state="revealed")
    yield one
    one.stop()
    print(one.said()[-4000:])


def wait_until_answered(client: httpx.Client) -> None:
    """Until the simulated have answered: the stream says so as it happens."""
    with client.stream("GET", "/api/events", timeout=60) as stream:
        for line in stream.iter_lines():
            told = re.search(r'"item":"step".*?"n":(\d+)', line)
            if told and int(told[1]) == 24:
                return


@pytest.fixture
def follow_up(people: Callable[..., Any], serving: Serving) -> Callable[..., Page]:
    def open_page(**options: Any) -> Page:
        screen = people(Screen, 1280, 900, **options)
        screen.page.goto(serving.ready["facilitator_url"])
        screen.page.goto(f"{serving.url}/follow-up")
        expect(screen.page.locator(".block").first).to_be_visible()
        page: Page = screen.page
        return page

    return open_page


def figures(page: Page) -> Any:
    """The blocks that have a chart."""
    return page.locator(".block").filter(has=page.locator(".chart"))


def test_every_chart_is_drawn_and_says_what_it_shows(follow_up: Callable[..., Page]) -> None:
    page = follow_up()
    expect(page.get_by_role("heading", name="Var står vi?")).to_be_visible()
    blocks = figures(page)
    assert blocks.count() >= 3
    for n in range(blocks.count()):
        block = blocks.nth(n)
        block.scroll_into_view_if_needed()
        expect(block.locator(".chart svg.main-svg").first).to_be_visible()
        expect(block.locator(".sentence")).to_have_text(re.compile(r"\w+ \w+.*[.!]$"))
        expect(block.locator(".block-n")).to_have_text(re.compile(r"^n = \d+Simulerade svar$"))
        sentence = block.locator(".sentence").inner_text()
        assert sentence in (block.locator(".chart").get_attribute("aria-label") or "")
    expect(page.get_by_text("Övning: 24 simulerade deltagare")).to_be_visible()
    # a chart with marks in it, not only with axes
    steps = page.locator(".block", has_text="Vilket trappsteg").first
    expect(steps.locator(".chart :is(.point path, path.point)").nth(3)).to_be_attached()


def test_each_chart_has_its_figures_in_a_table(follow_up: Callable[..., Page]) -> None:
    page = follow_up()
    block = page.locator(".block", has_text="Vilket trappsteg").first
    expect(block.get_by_role("table")).to_be_hidden()
    block.get_by_text("Visa som tabell").click()
    expect(block.get_by_role("table")).to_be_visible()
    expect(block.get_by_role("columnheader")).to_have_text(["Svar", "Antal"])
    expect(block.get_by_role("rowheader")).to_contain_text(["Samtal", "Samsyn", "Samverkan", "Samhandling"])
    n = int(block.locator(".block-n span").first.inner_text().removeprefix("n = "))
    steps = block.locator("tbody tr").all()[:4]
    assert sum(int(row.locator("td").inner_text()) for row in steps) == n
    block.get_by_text("Visa som tabell").press("Enter")
    expect(block.get_by_role("table")).to_be_hidden()
    assert page.locator(".block").count() == page.locator(".block details").count()


def test_the_split_is_switched(follow_up: Callable[..., Page]) -> None:
    page = follow_up()
    expect(page.get_by_role("radio", name="Aktörstyp")).to_be_checked()
    groups = page.locator(".block", has_text="Svarsfrekvens per grupp").locator("tbody th")
    expect(groups.first).to_have_text("Kommun, arbetsmarknad")
    with page.expect_response(re.compile(r"/api/follow-up\?split=table")):
        page.get_by_text("Bord", exact=True).click()
    expect(page.get_by_role("radio", name="Bord", exact=True)).to_be_checked()
    expect(groups).to_have_text([f"Bord {n}" for n in range(1, 5)])
    expect(page.locator(".chart svg.main-svg").first).to_be_visible()
    cells = page.locator(".block", has_text="Svarsfrekvens per grupp").locator("tbody td").all_text_contents()
    assert "6" in cells, "six at a table are enough to show"


def test_in_english_too(follow_up: Callable[..., Page]) -> None:
    page = follow_up(locale="en-GB")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.get_by_role("heading", name="Where do we stand?")).to_be_visible()
    expect(page.get_by_text("Simulated answers").first).to_be_visible()
    expect(page.get_by_text("Rehearsal: 24 simulated participants")).to_be_visible()
    block = figures(page).first
    expect(block.locator(".chart svg.main-svg").first).to_be_visible()
    block.get_by_text("Show as a table").click()
    expect(block.get_by_role("table")).to_be_visible()
    words = page.locator("main").text_content() or ""
    assert re.findall(r"\b(och|deltagare|svar|Bord|Visa)\b", words) == []


def test_it_is_for_whoever_leads_only(people: Callable[..., Any], serving: Serving) -> None:
    page = people(Screen, 1280, 900).page
    page.goto(f"{serving.url}/follow-up")
    expect(page.get_by_role("heading", name="Led mötet")).to_be_visible()
    page.get_by_label("PIN").fill(serving.ready["pin"])
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("heading", name="Uppföljning", exact=True)).to_be_visible()
