"""Looking at a whole series afterwards: by meeting, exercise and group, compared, by keyboard, and by a link."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screen
from tests.browser.test_accessibility import assert_accessible, assert_fits
from tests.conftest import Serving, played_series


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server on whose store a series was played by simulated participants."""
    one = Serving(tmp_path_factory.mktemp("server"))
    simulate = ["samhandling", "simulate", "--store", str(one.store), "--people", "40"]
    command = [sys.executable, "-m", *simulate, "--series", str(played_series() / "series.yaml")]
    subprocess.run(command, check=True, capture_output=True)
    one.start()
    yield one
    one.stop()
    print(one.said()[-4000:])


@pytest.fixture
def looking(people: Callable[..., Any], serving: Serving) -> Callable[..., Page]:
    def open_page(address: str = "", width: int = 1280, **options: Any) -> Page:
        page: Page = people(Screen, width, 900, **options).page
        page.goto(serving.ready["facilitator_url"])
        page.goto(f"{serving.url}/follow-up{address}")
        expect(page.locator(".follow-section, .follow-up .soft").first).to_be_visible()
        return page

    return open_page


def seen(page: Page) -> Any:
    """In words what is seen."""
    return page.locator(".seen")


def choose(page: Page, label: str, wanted: re.Pattern[str]) -> None:
    """Choose in a list by what an option says."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.wait_for()
    box.select_option(label=next(one for one in box.locator("option").all_text_contents() if wanted.search(one)))


def test_a_meeting_an_exercise_and_a_group_are_chosen_and_stand_in_the_address(looking: Callable[..., Page]) -> None:
    page = looking()
    # the room that is led just now, where nobody has come yet
    expect(page.get_by_role("combobox", name="Träff", exact=True).locator("option:checked")).to_have_text(
        "Den här träffen"
    )
    choose(page, "Träff", re.compile("^Träff 2:"))
    expect(seen(page)).to_have_text(re.compile(r"^Träff 2: .* \d{4} · delat efter aktörstyp · \d+ bilder$"))
    choose(page, "Övning", re.compile("^E10.2 "))
    expect(seen(page)).to_contain_text("Var står vi?")
    expect(page.locator(".follow-section > h2")).to_contain_text(["Var står vi?"])
    whole = page.locator(".block", has_text="Vilket trappsteg").first.locator(".block-n span").first.inner_text()
    group = page.get_by_role("combobox", name="Visa en grupp för sig")
    labels = group.locator("optgroup[label=Aktörstyp] option").all_text_contents()
    assert len(labels) > 1
    group.select_option(label=labels[0])
    expect(seen(page)).to_contain_text(f"· {labels[0]} ·")
    expect(page.get_by_role("group", name="Dela upp efter")).to_have_count(0)
    mine = page.locator(".block", has_text="Vilket trappsteg").first.locator(".block-n span").first
    assert 5 <= int(mine.inner_text().removeprefix("n = ")) < int(whole.removeprefix("n = "))
    assert "exercise=E10.2" in page.url
    assert "only=actor_type" in page.url
    # the link leads there, and the browser's own way back leads back
    other = looking(page.url.split("/follow-up")[1])
    expect(seen(other)).to_contain_text(f"· {labels[0]} ·")
    page.go_back()
    expect(page.get_by_role("group", name="Dela upp efter")).to_be_visible()
    expect(seen(page)).not_to_contain_text(labels[0])
    # another meeting has other groups: the choice of one does not go along
    page.go_forward()
    expect(seen(page)).to_contain_text(labels[0])
    choose(page, "Träff", re.compile("^Alla träffar$"))
    expect(seen(page)).to_have_text(re.compile(r"^Alla träffar · Var står vi\? · delat efter aktörstyp · \d+ bilder$"))
    titles = page.locator(".follow-section > h2").all_text_contents()
    assert len(titles) >= 2
    assert all(re.match(r"Var står vi\?.* · Träff \d, \d+ \w+ \d{4}$", one) for one in titles)


def test_comparisons_over_all_meetings(looking: Callable[..., Page]) -> None:
    page = looking("?room=all&view=compare")
    expect(page.get_by_role("heading", name="Det som har ändrats")).to_be_visible()
    for n, block in enumerate(page.locator(".block").all()[:6]):
        block.scroll_into_view_if_needed()
        expect(block.locator(".sentence")).to_have_text(re.compile(r"\w+ \w+.*[.!]$"))
        expect(block.locator(".chart svg.main-svg, .quotes, details").first).to_be_visible()
        expect(block.locator(".simulated"), f"block {n} says that its answers are simulated").to_have_count(1)
    assert_accessible(page, "the comparisons")
    narrow = looking("?room=all&view=compare", width=390)
    expect(narrow.get_by_role("heading", name="Det som har ändrats")).to_be_visible()
    assert_fits(narrow, "the comparisons")


def test_the_choices_are_made_by_keyboard_and_told(looking: Callable[..., Page]) -> None:
    page = looking("?room=all")
    expect(page.get_by_text("Välj en övning för att se den träff för träff.")).to_be_visible()
    page.get_by_role("combobox", name="Övning", exact=True).focus()
    page.keyboard.type("E10.2")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="Var står vi?")).to_be_visible()
    page.get_by_role("radio", name="Svaren").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Jämförelser")).to_be_focused()
    expect(page.get_by_role("radio", name="Jämförelser")).to_be_checked()
    assert "view=compare" in page.url
    assert_accessible(page, "the choices")


def test_what_cannot_be_shown_says_so_and_leads_back(looking: Callable[..., Page], serving: Serving) -> None:
    page = looking("?only=actor_type:nobody")
    expect(page.get_by_role("alert")).to_contain_text("nobody går inte att visa här")
    page.get_by_role("button", name="Visa hela träffen").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.url == f"{serving.url}/follow-up"
    english = looking("?view=files", locale="en-GB")
    assert english.get_by_role("link", name="Word").count() == 2
    expect(english.get_by_label("Include simulated participants")).to_be_visible()
    assert_accessible(english, "the files")


def test_a_report_is_fetched_and_what_goes_wrong_is_said(looking: Callable[..., Page]) -> None:
    page = looking("?view=files")
    # nobody real has answered: there is nothing to write of, and that is no file
    page.get_by_role("group", name="Hela serien").get_by_role("link", name="Webbsida").click()
    expect(page.get_by_role("alert")).to_contain_text("inga svar", ignore_case=True)
    page.get_by_label("Ta med simulerade deltagare").check()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("group", name="Hela serien").get_by_role("link", name="Webbsida").click()
        expect(page.get_by_role("status").filter(has_text="Skriver rapporten …")).to_be_visible()
    assert download.value.suggested_filename == "series.sv.html"
    assert b"<html" in download.value.path().read_bytes()
    expect(page.get_by_role("status").filter(has_text="series.sv.html är hämtad.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
