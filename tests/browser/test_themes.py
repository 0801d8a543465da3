"""Answers in words by theme: whoever follows up makes the suggestion their own, by keyboard, and it stays."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screen
from tests.browser.quick import steer
from tests.browser.test_accessibility import assert_accessible, assert_fits
from tests.conftest import Serving
from tests.server.test_themes import CARDS


@pytest.fixture(scope="module")
def asked(serving: Serving) -> str:
    """The address of a question that six tables have answered with two cards each."""
    leader = serving.facilitator()
    opened: dict[str, str] = leader.post("/api/rooms", json={"meeting": "1_local_needs"}).json()
    assert leader.post("/api/facilitator", json={"pin": opened["pin"]}).status_code == 200
    agenda = leader.get("/api/agenda").json()
    step = next(one["step"] for one in [*agenda["steps"], *agenda["extra"]] if one["exercise"] == "E1.2")
    steer(leader, step=step, state="open")
    for table, cards in enumerate(CARDS, 1):
        client = httpx.Client(base_url=serving.url, timeout=30)
        joined = client.post("/api/join", json={"code": opened["code"], "lang": "sv", "profile": {"table": table}})
        assert joined.status_code == 201
        value = [{"id": uuid.uuid4().hex, "text": text, "category": "local"} for text in cards]
        given = {"id": str(uuid.uuid4()), "exercise": "E1.2", "item": "obstacles", "value": value, "level": "table"}
        assert client.post("/api/answers", json={"answers": [given]}).json()["saved"]
    return f"{serving.url}/follow-up?view=themes&exercise=E1.2&item=obstacles"


def opened(people: Callable[..., Any], serving: Serving, asked: str, width: int = 1280) -> Page:
    page: Page = people(Screen, width, 900).page
    page.goto(serving.ready["facilitator_url"])
    page.goto(asked)
    expect(page.get_by_role("heading", name="Teman")).to_be_visible()
    return page


def theme(page: Page, word: str) -> Any:
    """The theme that a word places answers in."""
    return page.locator(".theme", has_text=word).first


def test_themes_are_renamed_merged_and_undone_by_keyboard_and_stay(
    people: Callable[..., Any], serving: Serving, asked: str
) -> None:
    page = opened(people, serving, asked)
    expect(page.get_by_text("förslag som ingen har ändrat")).to_be_visible()
    expect(page.get_by_text("Ring [namn] om bussen till fabriken").first).to_be_visible()
    assert "Erik" not in page.content()
    bus, practice = theme(page, "buss"), theme(page, "handledare")
    expect(practice.get_by_text("6 svarande")).to_be_visible()
    expect(practice.locator("q")).to_have_count(3)
    name = bus.get_by_role("textbox")
    name.fill("Resor till arbetet")
    name.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Sparat")).to_be_visible()
    expect(bus.get_by_role("textbox")).to_be_focused()
    page.get_by_role("checkbox", name="Välj Resor till arbetet för att slå ihop").press("Space")
    practice.get_by_role("checkbox").press("Space")
    page.get_by_role("button", name="Slå ihop valda (2)").press("Enter")
    expect(page.locator(".theme")).to_have_count(1)
    expect(page.locator(".theme").get_by_role("textbox")).to_be_focused()
    page.get_by_role("button", name="Ångra senaste ändringen").press("Enter")
    expect(page.locator(".theme")).to_have_count(2)
    page.reload()
    expect(page.get_by_role("textbox").first).to_be_visible()
    expect(page.locator(".theme input[type=text]").filter(visible=True)).to_have_count(2)
    values = [one.input_value() for one in page.locator(".theme input[type=text]").all()]
    assert "Resor till arbetet" in values
    assert_accessible(page, "the themes")


def test_an_answer_is_moved_to_a_theme_of_ones_own(people: Callable[..., Any], serving: Serving, asked: str) -> None:
    page = opened(people, serving, asked, width=390)
    before = page.locator(".theme").count()
    form = page.locator(".theme-add")
    form.get_by_label("Temats namn").fill("Annat")
    form.get_by_role("button", name="Lägg till").click()
    expect(page.locator(".theme")).to_have_count(before + 1)
    line = page.locator(".said li", has_text="Något helt annat")
    line.locator("summary").click()
    line.get_by_role("checkbox", name="Annat").check()
    expect(line.locator("summary")).to_contain_text("Annat (placerat för hand)")
    page.get_by_label("Visa", exact=True).select_option(label="Annat")
    expect(page.locator(".said > ul > li")).to_have_count(1)
    assert_accessible(page, "the themes on a phone")
    assert_fits(page, "the themes on a phone")
    # without contact nothing changes, and it says so
    page.context.set_offline(True)
    page.locator(".theme").last.get_by_role("textbox").fill("Övriga hinder")
    page.locator(".theme").last.get_by_role("textbox").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ändringen är inte sparad")
    page.context.set_offline(False)
    page.get_by_role("button", name="Försök igen").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(page.locator(".theme").last.get_by_role("textbox")).to_have_value("Övriga hinder")
