"""The explorers where one chooses several, and the one with many sliders, on a phone in a meeting's page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_accessibility import assert_accessible, assert_fits
from tests.browser.test_explorers import page_with
from tests.conftest import Serving

pytestmark = pytest.mark.browser
EXPLORERS = ("niches", "nodes", "incentive")


@pytest.fixture
def page(people: Callable[..., Any], start: Callable[..., Serving], own_series: Path) -> Page:
    return page_with(EXPLORERS, people, start, own_series)


def see(page: Page, explorer: str) -> Locator:
    """The sentence of an explorer whose picture is in view and drawn."""
    one = page.locator("samhandling-chart").nth(EXPLORERS.index(explorer))
    one.scroll_into_view_if_needed()
    expect(one.locator("svg.main-svg").first).to_be_visible()
    return one.locator(".sentence")


def test_each_answers_to_its_controls_and_nobody_is_kept_out(page: Page) -> None:
    niche = see(page, "niches")
    expect(niche).to_contain_text("Läkemedel: 27\xa0% av de 4\xa0386 anställda är 55 år eller äldre")
    page.get_by_role("listbox", name="Yrken i korgen").select_option(["Kemister", "Apotekare"])
    expect(niche).to_contain_text("När 5 yrken räknas bort går andelen från 27\xa0% till")
    node = see(page, "nodes")
    expect(node).to_contain_text("Dalarnas län: med 2 noder")
    page.get_by_role("listbox", name="Noder").select_option(["Falun", "Mora", "Ludvika"])
    expect(node).to_contain_text("med 3 noder har 82\xa0% av invånarna en nod inom 50 km")
    page.get_by_role("combobox", name="Län").select_option("Gotlands län")
    expect(node).to_contain_text("Gotlands län: med en nod har 100\xa0%")
    page.get_by_role("combobox", name="Län").select_option("Dalarnas län")
    expect(node).to_contain_text("med 3 noder har 82\xa0%")
    result = see(page, "incentive")
    expect(result).to_contain_text("förlorar anordnaren 14\xa0000 kr")
    page.get_by_role("slider", name="Öronmärkt bidrag").press("PageUp")
    expect(result).not_to_contain_text("förlorar anordnaren 14\xa0000 kr")
    for one in page.get_by_role("listbox").all():
        box = one.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 200
    assert_accessible(page, "the explorers of several")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function(
        "() => [...document.querySelectorAll('svg.main-svg')].every(picture => picture.clientWidth <= 320)"
    )
    assert_fits(page, "the explorers of several")
