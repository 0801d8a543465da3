"""What a participant meets on the way in and while writing, when all is not as it should be."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phone
from tests.browser.quick import enter, mine, steer
from tests.conftest import Serving

WHY = "Vad bygger du det på?"


@pytest.fixture
def lead(serving: Serving) -> httpx.Client:
    """Whoever leads the meeting, with *Var står vi?* open."""
    client = serving.facilitator()
    steer(client, step="where-we-stand", reset=True)
    steer(client, state="open")
    return client


def step(page: Page, name: str) -> Any:
    return page.locator("label", has_text=name).get_by_role("radio")


# --- the door


def test_a_wrong_code_says_so_and_keeps_what_was_typed(people: Callable[..., Any], serving: Serving) -> None:
    page = people(Phone, serving).page
    page.goto(serving.url)
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("alert")).to_have_text("Skriv koden först. Den står på projektorn.")
    page.get_by_label("Kod").fill("zz9zz")
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("alert")).to_contain_text("Koden ZZ9ZZ känns inte igen.")
    expect(page.get_by_label("Kod")).to_have_value("zz9zz")
    expect(page.get_by_label("Kod")).to_be_focused()
    # in small letters and with a space, the right one is right
    code = serving.code.lower()
    page.get_by_label("Kod").fill(f" {code[:2]} {code[2:]}")
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("heading", name="Samverkan med näringslivet")).to_be_visible()


def test_too_many_tries_says_how_to_go_on(people: Callable[..., Any], serving: Serving) -> None:
    page = people(Phone, serving).page
    with serving.client() as client:
        for _ in range(10):
            assert client.get("/api/rooms/QQQQQ").status_code == 404
    page.goto(serving.url)
    page.get_by_label("Kod").fill("QQQQQ")
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Det har blivit många försök på kort tid. Vänta en minut och försök igen, eller be mötesledaren om hjälp."
    )


def test_a_personal_link_that_no_longer_works_says_so(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    lost = serving.join(table=1)
    assert lead.post("/api/returns", json={"participant": lost.id}).status_code == 200
    page = people(Phone, serving).page
    page.goto(f"{serving.url}/r/{lost.resume}")
    expect(page.get_by_role("alert")).to_contain_text("Den personliga länken gäller inte längre.")
    page.goto(f"{serving.url}/r/AAAAA-BBBBB")
    expect(page.get_by_role("alert")).to_contain_text("Den personliga koden känns inte igen.")
    # typed at the door, a personal code leads the same way
    page.goto(serving.url)
    page.get_by_label("Kod").fill(lost.resume.lower())
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("alert")).to_contain_text("Den personliga länken gäller inte längre.")


def test_an_ended_meeting_thanks_those_inside_and_tells_those_outside(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    inside, outside = enter(people(Phone, serving)), people(Phone, serving)
    step(inside.page, "Samsyn").click()
    expect(inside.state).to_have_text("Sparat")
    link = inside.api("/api/room")["me"]["resume"]
    steer(lead, ended=True)
    try:
        expect(inside.page.get_by_role("heading", name="Tack för i dag")).to_be_visible()
        expect(inside.page.get_by_text(link).first).to_be_visible()
        expect(inside.page.get_by_role("link", name="Ta hem mina svar")).to_be_visible()
        outside.page.goto(f"{serving.url}/j/{serving.code}")
        expect(outside.page.get_by_role("alert")).to_contain_text("Det mötet är avslutat.")
        outside.page.goto(f"{serving.url}/r/{link}")
        expect(outside.page.get_by_role("alert")).to_contain_text("Det mötet är avslutat.")
    finally:
        steer(lead, ended=False)
    expect(step(inside.page, "Samsyn").or_(inside.page.get_by_text("Stängt för svar."))).to_be_visible()


# --- the menu


def test_the_language_is_switched_in_the_menu_and_goes_with_the_person(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    phone = enter(people(Phone, serving))
    page = phone.page
    expect(page.get_by_text("Vilket trappsteg beskriver")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "sv"
    page.get_by_label(WHY).fill("Sagt på svenska")
    page.get_by_role("button", name="Meny").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Your personal link")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Which step describes our collaboration")).to_be_visible()
    expect(page.get_by_label("What do you base it on?")).to_have_value("Sagt på svenska")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(phone.state).to_have_text("Saved")
    page.reload()
    expect(page.get_by_text("Which step describes our collaboration")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_table_is_changed_and_given_up_in_the_menu(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    phone = enter(people(Phone, serving), table=2)
    page = phone.page
    page.get_by_role("button", name="Meny").click()
    page.get_by_label("Ditt bord").select_option(label="Bord 5")
    expect(page.get_by_text("Du sitter nu vid bord 5.")).to_be_visible()
    assert phone.api("/api/room")["me"]["table"] == 5
    page.get_by_label("Ditt bord").select_option(label="Inget bord än")
    expect(page.get_by_text("Du sitter nu vid bord 5.")).to_have_count(0)
    expect(page.get_by_label("Ditt bord")).to_have_value("")
    assert phone.api("/api/room")["me"]["table"] is None


def test_own_answers_are_taken_home_as_a_file(people: Callable[..., Any], serving: Serving, lead: httpx.Client) -> None:
    phone = enter(people(Phone, serving))
    step(phone.page, "Samverkan").first.click()
    phone.page.get_by_label(WHY).fill("<b>Företagen</b> & vi möts – ofta 🙂")
    phone.page.get_by_label(WHY).blur()
    expect(phone.state).to_have_text("Sparat")
    phone.page.get_by_role("button", name="Meny").click()
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Ta hem mina svar").click()
    file = download.value
    assert file.suggested_filename == "mina-svar-2_business_collaboration.html"
    reader = people(Phone, serving).page
    reader.set_content(file.path().read_text(encoding="utf-8"))
    asked = "Vilket trappsteg beskriver samverkan om kompetensförsörjning hos oss i dag?"
    expect(reader.get_by_text(asked)).to_be_visible()
    expect(reader.get_by_text("3 – Samverkan")).to_be_visible()
    expect(reader.get_by_text("<b>Företagen</b> & vi möts – ofta 🙂")).to_be_visible()


# --- one person, several screens


@pytest.mark.parametrize("lite", ["", "?lite=1"])
def test_the_personal_link_on_a_second_device_is_the_same_person(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client, lite: str
) -> None:
    first = enter(people(Phone, serving))
    first.page.goto(f"{serving.url}/worksheet{lite}")
    step(first.page, "Samsyn").click()
    first.page.get_by_label(WHY).fill("Från den ena")
    first.page.get_by_label(WHY).blur()
    expect(first.state).to_have_text("Sparat")
    second = people(Phone, serving)
    second.page.goto(f"{serving.url}/r/{first.api('/api/room')['me']['resume']}")
    expect(step(second.page, "Samsyn")).to_be_checked()
    expect(second.page.get_by_label(WHY)).to_have_value("Från den ena")
    # and what is changed on one is changed on the other
    step(second.page, "Samtal").click()
    expect(step(first.page, "Samtal")).to_be_checked()
    first.page.get_by_label(WHY).fill("Från den ena igen")
    first.page.get_by_label(WHY).blur()
    expect(second.page.get_by_label(WHY)).to_have_value("Från den ena igen")
    assert first.api("/api/room")["me"]["participant"] == second.api("/api/room")["me"]["participant"]


def test_a_second_tab_is_in_step_even_without_a_network(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    phone = enter(people(Phone, serving))
    tab = phone.open_page()
    tab.goto(f"{serving.url}/worksheet?lite=1")
    step(tab, "Samsyn").click()
    expect(step(phone.page, "Samsyn")).to_be_checked()
    phone.context.set_offline(True)
    phone.page.get_by_label(WHY).fill("Skrivet i den ena fliken")
    expect(tab.get_by_label(WHY)).to_have_value("Skrivet i den ena fliken")
    step(tab, "Samtal").click()
    expect(step(phone.page, "Samtal")).to_be_checked()
    phone.context.set_offline(False)
    expect(phone.state).to_have_text("Sparat")
    expect(tab.locator(".saved")).to_have_text("Sparat")
    assert mine(phone) == {("E10.2", "step"): 1, ("E10.2", "why"): "Skrivet i den ena fliken"}


# --- nothing typed is lost


def test_a_half_filled_note_survives_a_reload(people: Callable[..., Any], serving: Serving, lead: httpx.Client) -> None:
    phone = enter(people(Phone, serving), table=6)
    steer(lead, step="obstacles", reset=True)
    steer(lead, state="open")
    page = phone.page
    page.locator("[data-item=obstacles]").get_by_role("button", name="Ny lapp").click()
    page.get_by_role("textbox", name="Lapp 1").fill("Utan kategori än")
    expect(page.get_by_text("Välj en kategori så sparas lappen.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Lapp 1")).to_have_value("Utan kategori än")
    assert mine(phone) == {}
    page.get_by_label("Kategori för lapp 1").select_option(label="Lokalt")
    expect(phone.state).to_have_text("Sparat")
    [note] = mine(phone)["E1.2", "obstacles"]
    assert (note["text"], note["category"]) == ("Utan kategori än", "local")


def test_a_megabyte_is_kept_in_the_box_and_saved_when_it_is_shorter(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    phone = enter(people(Phone, serving))
    box = phone.page.get_by_label(WHY)
    box.focus()
    phone.page.keyboard.insert_text("å" * 1_000_000)
    expect(phone.page.get_by_text("999600 tecken för långt.")).to_be_visible()
    expect(phone.page.get_by_text("Inget försvinner, men det sparas först när du har kortat.")).to_be_visible()
    assert box.evaluate("box => box.value.length") == 1_000_000
    # the rest of the page goes on working
    step(phone.page, "Samsyn").click()
    expect(step(phone.page, "Samsyn")).to_be_checked()
    phone.page.reload()
    assert box.evaluate("box => box.value.length") == 1_000_000
    box.fill("å" * 400)
    box.blur()
    expect(phone.state).to_have_text("Sparat")
    assert mine(phone) == {("E10.2", "step"): 2, ("E10.2", "why"): "å" * 400}


def test_without_a_store_in_the_browser_it_works_and_says_so(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    phone = people(Phone, serving)
    phone.context.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError") } });"""
    )
    enter(phone)
    step(phone.page, "Samsyn").click()
    expect(phone.state).to_have_text("Sparat")
    expect(phone.page.get_by_text("Webbläsaren kan inte lägga undan en kopia.")).to_have_count(0)
    phone.context.set_offline(True)
    phone.page.get_by_label(WHY).fill("Bara här")
    expect(phone.page.get_by_role("alert").filter(has_text="Håll sidan öppen tills det står Sparat.")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.state).to_have_text("Sparat")
    expect(phone.page.get_by_text("Håll sidan öppen")).to_have_count(0)
    assert mine(phone) == {("E10.2", "step"): 2, ("E10.2", "why"): "Bara här"}


def test_a_network_that_comes_and_goes_loses_nothing(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    phone = enter(people(Phone, serving))
    steer(lead, step="before", reset=True)
    steer(lead, state="open")
    given: list[int] = []
    for number in range(10):
        expect(phone.page.get_by_text(f"Fråga {number + 1} av 10")).to_be_visible()
        phone.context.set_offline(number % 2 == 0)
        choices = phone.page.get_by_role("radio")
        # first one answer, then another one instead
        choices.nth(number % 3).click()
        if number % 4 == 1:
            phone.context.set_offline(True)
        choices.nth(1 + number % 3).click()
        if number % 4 == 2:
            phone.context.set_offline(False)
        given.append(number)
        phone.page.get_by_role("button", name="Klar" if number == 9 else "Nästa", exact=True).click()
    phone.context.set_offline(False)
    expect(phone.state).to_have_text("Sparat")
    definition = phone.api("/api/exercises/E1.5")
    wanted = {
        ("E1.5", item["id"]): item["points"][1 + number % 3]["value"]
        for number, item in zip(given, definition["items"], strict=True)
    }
    assert mine(phone) == wanted


def test_who_lost_the_cookie_finds_the_way_back_with_all_that_was_typed(
    people: Callable[..., Any], serving: Serving, lead: httpx.Client
) -> None:
    phone = enter(people(Phone, serving))
    step(phone.page, "Samsyn").click()
    expect(phone.state).to_have_text("Sparat")
    me = phone.api("/api/room")["me"]["participant"]
    phone.context.clear_cookies()
    phone.page.get_by_label(WHY).fill("Skrivet efteråt")
    phone.page.get_by_label(WHY).blur()
    expect(phone.page.get_by_role("heading", name="Vi känner inte igen den här telefonen")).to_be_visible()
    expect(phone.page.get_by_text("Det du skrev finns kvar här och skickas när du är inne igen.")).to_be_visible()
    expect(phone.page.get_by_text("1 svar väntar.")).to_be_visible()
    phone.page.get_by_role("link", name="Kom tillbaka med min länk").click()
    expect(phone.page.get_by_label(WHY)).to_have_value("Skrivet efteråt")
    expect(phone.state).to_have_text("Sparat")
    assert phone.api("/api/room")["me"]["participant"] == me
    assert mine(phone) == {("E10.2", "step"): 2, ("E10.2", "why"): "Skrivet efteråt"}
