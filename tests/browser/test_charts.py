"""A meeting's chart on a phone: drawn when it comes into view, moved by keyboard, still where there is no kernel."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Phone
from tests.browser.test_accessibility import assert_accessible, assert_fits
from tests.browser.test_controls import kernels
from tests.conftest import Serving

pytestmark = pytest.mark.browser
MEETING = "1_local_needs"
WITHOUT = "2_business_collaboration"


class Charts(Phone):
    """A phone that remembers what it fetched of the charts, and what it spoke with."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.fetched: list[str] = []
        self.sockets: list[str] = []
        super().__init__(*arguments, **options)

    def open_page(self) -> Page:
        page = super().open_page()
        page.on("request", lambda request: "/plot" in request.url and self.fetched.append(request.url))
        page.on("websocket", lambda socket: self.sockets.append(socket.url))
        return page

    def visit(self, page: str) -> "Charts":
        profile = {"code": self.serving.code, "lang": "sv", "profile": {"table": 1}}
        assert self.context.request.post(f"{self.serving.url}/api/join", data=profile).status == 201
        self.page.goto(f"{self.serving.url}/sessions/{page}")
        return self


SHIFT = re.compile("15 (yrkena|occupations)")


@pytest.fixture
def phone(people: Callable[..., Any], serving: Serving) -> Charts:
    one: Charts = people(Charts, serving)
    return one


def chart(page: Page) -> Locator:
    """The chart of the generational shift."""
    return page.locator("samhandling-chart", has_text=SHIFT)


def picture(page: Page) -> Locator:
    return page.get_by_role("img", name="de anställda 55 år eller äldre")


def limit(page: Page) -> Locator:
    return page.get_by_role("slider", name="Gräns i procent")


def see(page: Page) -> None:
    """Scroll to the chart until it is drawn."""
    # the live chart takes the place of the one that came with the page, maybe just now
    page.wait_for_function(
        """() => {
          const charts = [...document.querySelectorAll("samhandling-chart")];
          const chart = charts.find((one) => /15 (yrkena|occupations)/.test(one.textContent));
          chart?.scrollIntoView();
          return chart?.querySelector("svg.main-svg");
        }"""
    )
    expect(picture(page).locator("svg.main-svg").first).to_be_visible()


def bars(page: Page) -> list[str]:
    """The colours of the bars, from the top."""
    found: list[str] = (
        picture(page)
        .locator(".bars .point path")
        .evaluate_all("paths => paths.map(path => getComputedStyle(path).fill)")
    )
    return found


def test_the_slider_moves_by_keyboard_and_picture_words_and_table_follow(phone: Charts) -> None:
    page = phone.visit(MEETING).page
    limit(page).focus()
    see(page)
    sentence = chart(page).locator(".sentence")
    expect(sentence).to_contain_text("I 7 av de 15 yrkena är minst 25\xa0% av de anställda")
    expect(sentence).to_have_attribute("aria-live", "polite")
    chart(page).get_by_text("Visa som tabell").click()
    before = bars(page)
    assert len(before) == 15 and len(set(before)) == 2
    limit(page).press("ArrowRight")
    expect(sentence).to_contain_text("I 5 av de 15 yrkena är minst 26\xa0% av de anställda")
    expect(page.get_by_role("img", name="I 5 av de 15 yrkena")).to_be_visible()
    expect(picture(page).get_by_text("26\xa0%", exact=True)).to_have_count(2)
    assert bars(page).count(before[0]) == 5
    # what was opened stays open
    expect(page.get_by_role("row", name="Grundskollärare 119\xa0051 26\xa0572 22\xa0%")).to_be_visible()
    limit(page).press("ArrowLeft")
    expect(sentence).to_contain_text("I 7 av de 15")
    assert phone.sockets


def test_without_a_kernel_the_picture_stands_still(phone: Charts) -> None:
    page = phone.visit(f"{MEETING}?lite=1").page
    see(page)
    assert len(bars(page)) == 15
    expect(chart(page).locator(".sentence")).to_contain_text("I 7 av de 15 yrkena")
    expect(page.get_by_text("går att pröva på den vanliga sidan").first).to_be_visible()
    chart(page).get_by_text("Visa som tabell").click()
    expect(page.get_by_role("row", name="Städare 93\xa0173 23\xa0102 25\xa0%")).to_be_visible()
    assert not limit(page).count() and not page.locator("[data-kernel]").count() and not phone.sockets


def test_plotly_is_fetched_when_the_chart_comes_near_and_on_no_other_page(phone: Charts) -> None:
    page = phone.visit(WITHOUT).page
    expect(page.get_by_text("Öppnar under mötet").first).to_be_visible()
    assert phone.fetched == []
    phone.visit(MEETING)
    expect(limit(page)).to_have_count(1)
    assert len(phone.fetched) == 1 and "/static/plot.js?v=" in phone.fetched[0]
    see(page)
    assert len(phone.fetched) == 2 and "/static/plotly-basic.js?v=" in phone.fetched[1]
    answer = page.context.request.get(phone.fetched[1])
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("lite", ["", "?lite=1"])
def test_while_plotly_is_lost_the_words_and_the_numbers_are_there(phone: Charts, lite: str) -> None:
    phone.context.route("**/plotly-basic.js*", lambda route: route.abort())
    page = phone.visit(MEETING + lite).page
    # the live chart takes the place of the one that came with the page
    expect(limit(page)).to_have_count(0 if lite else 1)
    chart(page).scroll_into_view_if_needed()
    expect(chart(page).get_by_text("Diagrammet kunde inte hämtas. Siffrorna finns i tabellen.")).to_be_visible()
    expect(chart(page).locator(".sentence")).to_contain_text("I 7 av de 15 yrkena")
    chart(page).get_by_text("Visa som tabell").click()
    expect(page.get_by_role("row", name="Personliga assistenter")).to_be_visible()
    # nothing keeps room for a picture
    expect(chart(page).locator(".drawn")).to_have_css("height", "0px")
    phone.context.unroute("**/plotly-basic.js*")
    see(page)
    expect(chart(page).get_by_text("Diagrammet kunde inte hämtas")).to_be_hidden()


def test_the_picture_follows_the_page_into_the_dark(phone: Charts) -> None:
    page = phone.visit(f"{MEETING}?lite=1").page
    see(page)
    assert bars(page)[0] == "rgb(10, 98, 105)"
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('.bars .point path')).fill === 'rgb(92, 196, 189)'"
    )


def test_a_chart_whose_kernel_died_answers_again(phone: Charts, serving: Serving) -> None:
    page = phone.visit(MEETING).page
    see(page)
    limit(page).press("ArrowRight")
    expect(page.get_by_role("img", name="I 5 av de 15 yrkena")).to_be_visible()
    for kernel in kernels(serving):
        kernel.kill()
    expect(page.get_by_text("Reglagen är igång igen")).to_be_visible()
    expect(page.get_by_role("img", name="I 7 av de 15 yrkena")).to_be_visible()
    limit(page).press("ArrowRight")
    expect(page.get_by_role("img", name="I 5 av de 15 yrkena")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lite", ["", "?lite=1"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    people: Callable[..., Any], serving: Serving, scheme: str, lite: str
) -> None:
    one: Charts = people(Charts, serving, color_scheme=scheme)
    page = one.visit(MEETING + lite).page
    see(page)
    if not lite:
        expect(limit(page)).to_be_visible()
    chart(page).get_by_text("Visa som tabell").click()
    assert_accessible(page, "the chart")
    page.set_viewport_size({"width": 320, "height": 640})
    drawn = chart(page).locator(".drawn")
    page.wait_for_function(
        "() => [...document.querySelectorAll('svg.main-svg')].every((one) => one.clientWidth <= 320)"
    )
    assert drawn.evaluate("place => place.scrollWidth <= place.clientWidth")
    assert_fits(page, "the chart")
