"""Controls on a meeting's page, on a phone: they work, and go on working when kernels, networks and servers do not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Phone
from tests.conftest import Serving
from tests.server.test_voila import write

MEETING = "2_business_collaboration"
SLIDER = """
import ipywidgets
slider, label = ipywidgets.IntSlider(description='Antal', value=3), ipywidgets.Label('är 3')
slider.observe(lambda change: setattr(label, 'value', f'är {change.new}'), 'value')
ipywidgets.VBox([slider, label])
"""


@pytest.fixture
def serving(start: Callable[..., Serving], own_series: Path) -> Serving:
    """A server of a meeting whose page has a slider."""
    for language in ("sv", "en"):
        write(own_series.parent / "sessions" / language / f"{MEETING}.ipynb", "# Utforska", SLIDER)
    return start("--pool", "4", series=own_series)


@pytest.fixture
def phone(people: Callable[..., Any], serving: Serving) -> Phone:
    """A phone with the page."""
    one: Phone = people(Phone, serving)
    one.join("Region", 1).page.goto(f"{serving.url}/sessions/{MEETING}")
    return one


def kernels(serving: Serving) -> list[psutil.Process]:
    assert serving.process
    children = psutil.Process(serving.process.pid).children(recursive=True)
    return [child for child in children if child.name() == "ipykernel"]


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Antal")


def step(page: Page, key: str, says: str) -> None:
    """Move the slider by a key until its kernel has answered."""
    slider(page).press(key)
    expect(page.get_by_text(says, exact=True)).to_be_visible()


def test_each_phone_moves_its_own_slider(phone: Phone, people: Callable[..., Any], serving: Serving) -> None:
    step(phone.page, "ArrowRight", "är 4")
    other: Phone = people(Phone, serving)
    other.join("Region", 1).page.goto(f"{serving.url}/sessions/{MEETING}")
    expect(other.page.get_by_text("är 3", exact=True)).to_be_visible()
    step(other.page, "ArrowLeft", "är 2")
    expect(phone.page.get_by_text("är 4", exact=True)).to_be_visible()


def test_a_page_whose_kernel_died_gets_another_without_being_loaded_again(phone: Phone, serving: Serving) -> None:
    step(phone.page, "ArrowRight", "är 4")
    phone.page.evaluate("window.untouched = true")
    for kernel in kernels(serving):
        kernel.kill()
    expect(phone.page.get_by_text("Reglagen är igång igen")).to_be_visible()
    step(phone.page, "ArrowRight", "är 4")
    assert phone.page.evaluate("window.untouched")


def test_without_a_network_the_page_says_so_and_goes_on_where_it_was(phone: Phone) -> None:
    step(phone.page, "ArrowRight", "är 4")
    phone.context.set_offline(True)
    expect(phone.page.get_by_text("Ingen kontakt med servern")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.page.get_by_text("Ingen kontakt med servern")).to_be_hidden()
    step(phone.page, "ArrowRight", "är 5")


def hide(page: Page, hidden: bool) -> None:
    """Let the page believe that nobody sees it, or that somebody does again."""
    page.evaluate(
        "(hidden) => {"
        "  Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });"
        "  document.dispatchEvent(new Event('visibilitychange'));"
        "}",
        hidden,
    )


def test_a_page_that_nobody_sees_gives_its_line_back_and_goes_on_where_it_was(phone: Phone, serving: Serving) -> None:
    page = phone.page
    page.clock.install()
    sockets: list[Any] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.reload()
    step(page, "ArrowRight", "är 4")
    hide(page, True)
    page.clock.fast_forward("01:05")
    if not sockets[0].is_closed():
        sockets[0].wait_for_event("close")
    assert len(sockets) == 1
    # what moves now would be lost, so it does not move
    expect(page.locator("[data-widget-view][inert]")).to_have_count(1)
    hide(page, False)
    expect(page.locator("[data-widget-view][inert]")).to_have_count(0)
    step(page, "ArrowRight", "är 5")
    assert len(sockets) == 2
    # a long sleep: meanwhile its kernel has ended
    hide(page, True)
    page.clock.fast_forward("01:05")
    for kernel in kernels(serving):
        kernel.kill()
    hide(page, False)
    expect(page.get_by_text("Reglagen är igång igen")).to_be_visible()
    step(page, "ArrowRight", "är 4")


def test_when_the_server_was_killed_the_page_works_again_with_the_next(phone: Phone, serving: Serving) -> None:
    step(phone.page, "ArrowRight", "är 4")
    phone.page.evaluate("window.untouched = true")
    serving.kill()
    expect(phone.page.get_by_text("Ingen kontakt med servern")).to_be_visible()
    serving.start()
    expect(phone.page.get_by_text("Reglagen är igång igen")).to_be_visible(timeout=40_000)
    step(phone.page, "ArrowLeft", "är 2")
    assert phone.page.evaluate("window.untouched")


def test_a_phone_that_asks_for_less_gets_no_kernel(people: Callable[..., Any], serving: Serving) -> None:
    one: Phone = people(Phone, serving)
    one.join("Region", 1)
    sockets: list[Any] = []
    one.page.on("websocket", lambda socket: sockets.append(socket))
    one.page.goto(f"{serving.url}/sessions/{MEETING}?lite=1")
    expect(one.page.get_by_role("heading", name="Utforska")).to_be_visible()
    expect(one.page.get_by_text("går att pröva på den vanliga sidan")).to_be_visible()
    # the pool may be filling still, so kernels are not counted: the page has none
    assert slider(one.page).count() == 0 and not sockets and one.page.locator("[data-kernel]").count() == 0
