"""The explorers of occupations, paths, population and education, on a phone in a meeting's page."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Phone
from tests.browser.test_accessibility import assert_accessible, assert_fits
from tests.conftest import Serving

pytestmark = pytest.mark.browser
MEETING = "1_local_needs"
EXPLORERS = ("shortage", "transition", "population", "age_claim", "education")


@pytest.fixture
def page(people: Callable[..., Any], start: Callable[..., Serving], own_series: Path) -> Page:
    return page_with(EXPLORERS, people, start, own_series)


def page_with(
    explorers: Sequence[str], people: Callable[..., Any], start: Callable[..., Serving], own_series: Path
) -> Page:
    """A phone on the page of a meeting whose notebook has the explorers."""
    cells = [nbformat.v4.new_markdown_cell("# Utforska", id="title")]
    cells.append(nbformat.v4.new_code_cell("from samhandling.notebook import explore", id="setup"))
    cells += [nbformat.v4.new_code_cell(f'explore("{one}", "sv")', id=one.replace("_", "-")) for one in explorers]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, own_series.parent / "sessions" / "sv" / f"{MEETING}.ipynb")
    serving = start("--pool", "2", series=own_series)
    phone: Phone = people(Phone, serving)
    profile = {"code": serving.code, "lang": "sv", "profile": {"table": 1}}
    assert phone.context.request.post(f"{serving.url}/api/join", data=profile).status == 201
    phone.page.goto(f"{serving.url}/sessions/{MEETING}")
    expect(phone.page.locator("samhandling-chart[live]")).to_have_count(len(explorers))
    return phone.page


def chart(page: Page, explorer: str) -> Locator:
    return page.locator("samhandling-chart").nth(EXPLORERS.index(explorer))


def choice(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def see(page: Page, explorer: str) -> Locator:
    """The explorer's picture, drawn since it is in view."""
    one = chart(page, explorer)
    one.scroll_into_view_if_needed()
    expect(one.locator("svg.main-svg").first).to_be_visible()
    return one


def height(one: Locator) -> float:
    found: float = one.locator(".drawn").evaluate("place => place.getBoundingClientRect().height")
    return found


def test_each_answers_to_its_controls_and_nobody_is_kept_out(page: Page) -> None:
    shortage = see(page, "shortage")
    expect(shortage.locator(".sentence")).to_contain_text("Hälso- och sjukvård (hela landet): brist i 14 av de 28")
    before = height(shortage)
    choice(page, "Yrkesområde").select_option("Data/IT")
    expect(shortage.locator(".sentence")).to_contain_text("Data/IT (hela landet): brist i 4 av de 9")
    # a lower picture leaves no empty room
    page.wait_for_function("before => document.querySelector('.drawn').clientHeight < before / 2", arg=before)
    see(page, "transition")
    choice(page, "Från yrket").select_option("Fordonsmontörer")
    path = chart(page, "transition")
    expect(path.locator(".sentence")).to_contain_text("Från fordonsmontörer leder vägar till")
    page.get_by_role("slider", name="Antal steg").press("ArrowLeft")
    choice(page, "Närhet").select_option("bara nära yrken (75 %)")
    expect(path.locator(".sentence")).to_contain_text("leder ingen väg")
    expect(path.get_by_text("Syntetiska data", exact=True)).to_be_visible()
    see(page, "population")
    choice(page, "Län").first.select_option("Dalarnas län")
    choice(page, "Kommun").select_option("Falun")
    expect(chart(page, "population").locator(".sentence")).to_contain_text("Falun har 59")
    claim = see(page, "age_claim").locator(".sentence")
    # it is guessed first, so the ages of the claim are not the first that are seen
    expect(claim).not_to_contain_text("60–64")
    choice(page, "Ålder").select_option("60–64 år")
    expect(claim).to_contain_text("Dalarnas län ligger på plats 3 av 21")
    choice(page, "Ålder").select_option("55–59 år")
    expect(claim).to_contain_text("Dalarnas län ligger på plats 6 av 21")
    see(page, "education").get_by_text("Visa som tabell").click()
    assert_accessible(page, "the explorers")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function(
        "() => [...document.querySelectorAll('svg.main-svg')].every(picture => picture.clientWidth <= 320)"
    )
    assert_fits(page, "the explorers")
