"""Paper answers are typed in by keyboard alone, one form after another."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screen
from tests.browser.quick import Meeting, another_meeting, steer
from tests.conftest import Serving

WHY = "Vad bygger du det på?"


@pytest.fixture
def meeting(serving: Serving) -> Meeting:
    """A room of the test's own on the module's server."""
    return another_meeting(serving)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate("() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent"):
            return
    raise AssertionError(f"Tab never comes to {name}")


def test_two_forms_are_typed_in_without_a_mouse(people: Callable[..., Any], meeting: Meeting) -> None:
    screen: Screen = people(Screen, 1440, 900)
    page = screen.page
    page.goto(meeting.link)
    expect(page.get_by_role("heading", name="Samverkan med näringslivet", exact=True)).to_be_visible()
    steer(screen, step="where-we-stand", state="open")
    steer(screen, state="closed")
    expect(page.get_by_role("heading", name="Var står vi?", level=1)).to_be_visible()

    tab_to(page, "Mötet")
    page.keyboard.press("Enter")
    tab_to(page, "Skriv in pappersvar")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Skriv in pappersvar")
    expect(dialog.get_by_label("Övning")).to_have_value("where-we-stand")
    tab_to(page, "Aktörstyp")
    page.keyboard.type("Region")
    tab_to(page, "Bord")
    page.keyboard.type("3")

    page.keyboard.press("Tab")
    for nth, (step, why) in enumerate((("3", "Vi träffas varje månad."), ("2", "Vi pratar bara.")), start=1):
        page.keyboard.press(step)
        page.keyboard.press("Enter")
        expect(dialog.get_by_label(WHY)).to_be_focused()
        page.keyboard.type(why)
        page.keyboard.press("Control+Enter")
        expect(dialog.get_by_role("status").last).to_contain_text("1 blankett" if nth == 1 else "2 blanketter")
        expect(dialog.get_by_label(WHY)).to_have_value("")
    assert screen.told(4) == [3, "Vi träffas varje månad.", 2, "Vi pratar bara."]
    tables = screen.api("/api/progress")["tables"]
    assert [(one["table"], [who["actor_type"] for who in one["people"]]) for one in tables] == [
        (3, ["Region", "Region"])
    ]

    tab_to(page, "Ångra den senaste blanketten")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status").last).to_contain_text("1 blankett inskriven.")
    assert screen.api("/api/paper")["forms"] == 1


def test_a_form_that_was_not_saved_is_still_there(people: Callable[..., Any], meeting: Meeting) -> None:
    screen: Screen = people(Screen, 1440, 900)
    page = screen.page
    page.goto(meeting.link)
    steer(screen, step="where-we-stand", state="open")
    expect(page.get_by_role("heading", name="Var står vi?", level=1)).to_be_visible()

    def begin() -> Any:
        page.get_by_role("button", name="Mötet", exact=True).click()
        page.get_by_role("button", name="Skriv in pappersvar").click()
        return page.get_by_role("dialog", name="Skriv in pappersvar")

    form = begin()
    form.get_by_label("Bord").fill("4")
    form.get_by_label(WHY).fill("Vi träffas varje månad.")
    # another exercise in between, a slip of the hand, and a page that is loaded anew
    form.get_by_label("Övning").select_option("commitments")
    form.get_by_label("Övning").select_option("where-we-stand")
    expect(form.get_by_label(WHY)).to_have_value("Vi träffas varje månad.")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    page.reload()
    form = begin()
    expect(form.get_by_text("Blanketten som du inte hann spara ligger kvar.")).to_be_visible()
    expect(form.get_by_label("Bord")).to_have_value("4")
    expect(form.get_by_label(WHY)).to_have_value("Vi träffas varje månad.")
    form.get_by_role("button", name="Spara och nästa blankett").click()
    expect(form.get_by_role("status").last).to_contain_text("1 blankett")
    assert screen.told(1) == ["Vi träffas varje månad."]
    # what is saved is kept by the server alone
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('samhandling paper'))") == []
