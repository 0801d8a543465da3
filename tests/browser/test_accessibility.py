"""Everyone can use every screen: WCAG 2.1 A and AA by axe, small screens, large text, keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phone, Screen
from tests.conftest import ROOT, Serving, played_series

EXERCISE = Path(__file__).with_name("every_kind.yaml")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
STEP = "every-kind"
MAIN = [
    "which", "several", "level", "rows", "stairs", "words", "cards", "dots", "promises", "opinions", "facts", "nodes",
    "measures", "days", "order", "plane",
]  # fmt: skip


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A rehearsal of a series whose first exercise has every kind of question."""
    root = tmp_path_factory.mktemp("series")
    for name in ("exercises", "sessions", "datasets", "voila_apps"):
        (root / name).symlink_to(ROOT / name) if name != "exercises" else copy_exercises(root)
    text = (played_series() / "series.yaml").read_text(encoding="utf-8")
    place = text.index("agenda:", text.index("2_business_collaboration", text.index("meetings:"))) + len("agenda:")
    step = "{id: every-kind, title: {sv: Alla slags frågor, en: Every kind of question}, minutes: 10, exercise: E99.1}"
    indent = " " * (len(text[place:].split("- ", 1)[0].rsplit("\n", 1)[1]))
    (root / "series.yaml").write_text(f"{text[:place]}\n{indent}- {step}{text[place:]}", encoding="utf-8")
    one = Serving(tmp_path_factory.mktemp("server"), "--demo", series=root / "series.yaml").start()
    yield one
    one.stop()
    print(one.said()[-4000:])


def copy_exercises(root: Path) -> None:
    (root / "exercises").mkdir()
    for path in (ROOT / "exercises").glob("*.yaml"):
        (root / "exercises" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (root / "exercises" / "E99.1.yaml").write_text(EXERCISE.read_text(encoding="utf-8"), encoding="utf-8")


def assert_accessible(page: Page, what: str) -> None:
    page.wait_for_timeout(300)  # colours in transition are no colours of ours
    found = Axe().run(page, options=RULES).response["violations"]
    told = [(one["id"], one["help"], [node["target"] for node in one["nodes"]][:3]) for one in found]
    assert told == [], f"{what} at {page.url}"


def assert_fits(page: Page, what: str) -> None:
    wide = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
        [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth
            && !one.closest(".picture-scroll")).map((one) => one.outerHTML.slice(0, 300)).slice(0, 3).concat("wide")"""
    for _ in range(20):  # what is being drawn has a moment to find its place
        if not (found := page.evaluate(wide)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{what} is too wide: {found}")


def steer(screen: Screen, serving: Serving, **change: Any) -> None:
    answer = screen.context.request.post(f"{serving.url}/api/room", data=change)
    assert answer.ok, answer.text()


@pytest.fixture
def lead(people: Callable[..., Any], serving: Serving) -> Screen:
    screen: Screen = people(Screen, 1440, 900)
    screen.page.goto(serving.ready["facilitator_url"])
    steer(screen, serving, step=STEP)
    steer(screen, serving, reset=True)
    return screen


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_participants_screens(
    people: Callable[..., Any], lead: Screen, serving: Serving, language: str, locale: str, scheme: str
) -> None:
    phone = people(Phone, serving, locale=locale, color_scheme=scheme)
    page = phone.page
    page.goto(serving.url)
    page.locator("input").first.wait_for()
    assert page.evaluate("document.documentElement.lang") == language
    assert_accessible(page, "the door")
    page.goto(f"{serving.url}/j/{serving.code}")
    page.locator("fieldset").first.wait_for()
    assert_accessible(page, "the profile")
    profile = {"code": serving.code, "lang": language, "profile": {"table": 3, "actor_type": "region"}}
    assert phone.context.request.post(f"{serving.url}/api/join", data=profile).status == 201
    phone.in_lite()
    page.locator("[data-title]").first.wait_for()
    assert_accessible(page, "the waiting worksheet")
    page.locator("summary, [aria-haspopup], button").first.click()
    assert_accessible(page, "the menu")
    page.reload()
    steer(lead, serving, state="open")
    for item in MAIN:
        page.locator(f"[data-item={item}]").first.wait_for()
        if item in ("cards", "promises"):
            page.locator(f"[data-item={item}]").get_by_role("button").last.click()
        assert_accessible(page, item)
        assert_fits(page, item)
        page.locator("footer button").last.click()
    page.locator(".summary").wait_for()
    assert_accessible(page, "the done page")
    steer(lead, serving, phase=1, state="open")
    page.locator("[data-item=dots_on_cards]").wait_for()
    assert_accessible(page, "votes on notes")
    steer(lead, serving, state="closed")
    page.locator("[data-item=dots_on_cards]").wait_for(state="detached")
    assert_accessible(page, "the closed exercise")
    steer(lead, serving, phase=0, state="revealed")
    page.locator(".picture, [class*=picture]").first.wait_for()
    # as people see it: axe lays out what is folded up
    assert_fits(page, "the picture")
    assert_accessible(page, "the picture")


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_axe_finds_nothing_on_the_facilitators_screens(
    people: Callable[..., Any], lead: Screen, serving: Serving, language: str, locale: str
) -> None:
    stranger = people(Screen, 1440, 900, locale=locale)
    stranger.page.goto(f"{serving.url}/cockpit")
    stranger.page.locator("input").wait_for()
    assert_accessible(stranger.page, "the PIN")
    desk = people(Screen, 1440, 900, locale=locale)
    page = desk.page
    page.goto(serving.ready["facilitator_url"])
    page.locator(".agenda").wait_for()
    assert page.evaluate("document.documentElement.lang") == language
    assert_accessible(page, "the cockpit")
    steer(lead, serving, state="open", timer=600)
    page.locator(".items").wait_for()
    assert_accessible(page, "the cockpit, open")
    for name in ("Bjud in", "Invite", "Mötet", "The meeting"):
        if (button := page.get_by_role("button", name=name, exact=True)).count():
            button.click()
            page.locator("dialog").wait_for()
            assert_accessible(page, name)
            page.keyboard.press("Escape")
    wall = people(Screen, 1920, 1080, locale=locale, storage_state=desk.context.storage_state()).page
    wall.goto(f"{serving.url}/projector")
    wall.locator("h1").wait_for()
    assert_accessible(wall, "the projector, open")
    steer(lead, serving, state="revealed")
    for item in [*MAIN, None]:
        steer(lead, serving, spotlight=item)
        wall.wait_for_timeout(400)
        assert_accessible(wall, f"the projector, {item}")
        assert_fits(wall, f"the projector, {item}")
    page.locator("summary").last.click()
    assert_accessible(page, "the cockpit, revealed")
    page.set_viewport_size({"width": 390, "height": 844})
    assert_accessible(page, "the cockpit on a phone")
    assert_fits(page, "the cockpit on a phone")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{serving.url}/follow-up")
    page.locator(".js-plotly-plot").first.wait_for()
    assert_accessible(page, "the follow-up")
    page.goto(f"{serving.url}/sessions/2_business_collaboration")
    page.locator(".stairs").first.wait_for(timeout=30_000)
    assert_accessible(page, "the session's notebook")


@pytest.mark.parametrize(
    ("what", "size", "zoom"), [("small", (320, 568), 1), ("landscape", (844, 390), 1), ("large text", (390, 844), 2)]
)
def test_every_kind_fits(
    people: Callable[..., Any], lead: Screen, serving: Serving, what: str, size: tuple[int, int], zoom: int
) -> None:
    phone = people(Phone, serving)
    phone.page.set_viewport_size({"width": size[0], "height": size[1]})
    larger = f"document.documentElement.style.fontSize = '{zoom * 100}%'"
    phone.page.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {larger} }})")
    phone.page.goto(f"{serving.url}/j/{serving.code}")
    phone.page.locator("fieldset").first.wait_for()
    assert_fits(phone.page, f"{what}: the profile")
    profile = {"code": serving.code, "lang": "sv", "profile": {"table": 3}}
    phone.context.request.post(f"{serving.url}/api/join", data=profile)
    steer(lead, serving, state="open")
    phone.in_lite()
    for item in MAIN:
        phone.page.locator(f"[data-item={item}]").first.wait_for()
        assert_fits(phone.page, f"{what}: {item}")
        button = phone.page.locator("footer button").last
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44, f"{what}: a thumb needs 44 px, {item} has {box['height']}"
        button.click()


def at_desk(people: Callable[..., Any], lead: Screen, serving: Serving, item: str) -> Screen:
    """A participant with a keyboard, who has come to a question of the open exercise."""
    desk: Screen = people(Screen, 1024, 768)
    desk.page.goto(serving.url)
    profile = {"code": serving.code, "lang": "sv", "profile": {"table": 3}}
    desk.context.request.post(f"{serving.url}/api/join", data=profile)
    steer(lead, serving, state="open")
    desk.page.goto(f"{serving.url}/worksheet?lite=1")
    desk.page.locator(f"[data-item={MAIN[0]}]").wait_for()
    for _ in range(MAIN.index(item)):
        desk.page.locator("footer button").last.press("Enter")
    return desk


def test_an_exercise_is_done_by_keyboard_alone(people: Callable[..., Any], lead: Screen, serving: Serving) -> None:
    desk = at_desk(people, lead, serving, "which")
    page, keys = desk.page, desk.page.keyboard

    def to(selector: str) -> None:
        """Press Tab until the focus is there, where it can be seen."""
        for _ in range(40):
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            keys.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    to("[data-item=which] input")
    keys.press("Space")
    expect(page.get_by_role("radio", name="Arena")).to_be_checked()
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="Besök")).to_be_checked()
    to("footer button")
    keys.press("Enter")
    # the focus follows
    page.locator("[data-item=several] :focus").wait_for(state="attached")
    to("[data-item=several] input")
    keys.press("Space")
    expect(page.get_by_role("checkbox", name="Kurs")).to_be_checked()
    expect(page.locator(".saved")).to_have_text("Sparat")


def test_statements_places_and_cards_by_keyboard_alone(
    people: Callable[..., Any], lead: Screen, serving: Serving
) -> None:
    desk = at_desk(people, lead, serving, "opinions")
    page, keys = desk.page, desk.page.keyboard
    page.get_by_role("button", name="Håller med", exact=True).focus()
    for key, left in (("1", "1 av 3"), ("3", "2 av 3"), ("2", "3 av 3")):
        keys.press(key)
        expect(page.get_by_text(f"{left} besvarade")).to_be_visible()
    # the list of all comes after the last, with the focus
    page.locator("[data-item=opinions] .summary:focus").wait_for()
    expect(page.locator(".stance")).to_have_text(["Håller med", "Håller inte med", "Passar"])
    page.locator("footer button").last.press("Enter")
    page.get_by_role("radio", name="Kartläggning").press("Space")
    page.locator("footer button").last.press("Enter")
    page.get_by_label("Kommun för Vård").select_option("Lund")
    page.get_by_role("radio", name="Industri").press("Space")
    page.get_by_label("Kommun för Industri").select_option("Malmö")
    # the map is for those who point
    page.locator(".county [data-code='1290']").click()
    page.get_by_role("button", name="Ta bort Lund från Vård").press("Enter")
    expect(page.get_by_role("status").get_by_text("Lund är borttagen")).to_be_visible()
    page.locator("footer button").last.press("Enter")
    page.locator("[data-card=m2]").get_by_role("radio", name="Pågår").press("Space")
    page.get_by_role("button", name="Lägg till en anteckning Validering").press("Enter")
    page.get_by_label("Anteckning om Validering").fill("Väntar på beslut")
    expect(page.locator(".saved")).to_have_text("Sparat")
    given = {one["item"]: one["value"] for one in desk.api("/api/answers/mine")["answers"]}
    assert given["opinions"] == {"s1": 1, "s2": -1, "s3": 0}
    assert given["facts"] == "map" and given["nodes"] == {"industry": ["1280", "1290"]}
    assert given["measures"] == {"m2": {"status": "go", "note": "Väntar på beslut"}}
    assert "Kartläggningen är det första" not in page.content()
    steer(lead, serving, state="revealed", spotlight="facts")
    expect(page.locator("[data-item=facts]").get_by_text("Rätt svar").first).to_be_visible()
    expect(page.locator("[data-item=facts]").get_by_text("Kartläggningen är det första ledet.")).to_be_visible()


def test_whoever_types_fast_loses_no_key(people: Callable[..., Any], lead: Screen, serving: Serving) -> None:
    """The focus is on the next statement, and on the next question, before the next key can come."""
    desk = at_desk(people, lead, serving, "opinions")
    desk.page.get_by_role("button", name="Håller med", exact=True).focus()
    # each key goes to what has the focus when the one before has been dealt with, with no time to paint between
    desk.page.evaluate("""async () => {
        for (const key of ["1", "3", "2"]) {
            const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(pressed);
            await Promise.resolve().then(() => 0).then(() => 0).then(() => 0);
        }
    }""")
    expect(desk.page.locator(".stance")).to_have_text(["Håller med", "Håller inte med", "Passar"])


def test_a_number_an_order_and_a_plane_by_keyboard_alone(
    people: Callable[..., Any], lead: Screen, serving: Serving
) -> None:
    desk = at_desk(people, lead, serving, "days")
    page, keys = desk.page, desk.page.keyboard
    slider = page.get_by_role("slider")
    # where the thumb stands is no answer until it is taken as one
    expect(slider).to_have_attribute("aria-valuetext", "Inget svar")
    slider.press("Enter")
    expect(slider).to_have_attribute("aria-valuetext", "60\N{NO-BREAK SPACE}dagar")
    slider.press("ArrowRight")
    page.get_by_label("Eller skriv talet").fill("47")
    expect(page.get_by_text("Talet ska gå jämnt upp i steg om 5.")).to_be_visible()
    page.get_by_label("Eller skriv talet").fill("70")
    page.locator("footer button").last.press("Enter")
    for name in ("Svetsare", "Lärare", "Bussförare"):
        page.locator("button.pick", has_text=name).press("Enter")
    page.get_by_role("button", name="Flytta upp Bussförare").press("Enter")
    expect(page.get_by_role("status").get_by_text("Bussförare står på plats 2 av 3.")).to_be_attached()
    # the focus goes along
    keys.press("Enter")
    expect(page.locator(".ranking .says")).to_have_text(["Bussförare", "Svetsare", "Lärare"])
    page.get_by_role("button", name="Ta bort Svetsare").press("Enter")
    page.locator("footer button").last.press("Enter")
    page.get_by_label("Påverkan – Fler äldre").select_option("7")
    page.get_by_label("Hur säkert det är – Fler äldre").select_option("3")
    page.get_by_role("button", name="A Fler äldre").focus()
    keys.press("ArrowUp")
    keys.press("ArrowLeft")
    expect(page.get_by_role("status").get_by_text("Påverkan 6 · Hur säkert det är 4")).to_be_attached()
    page.get_by_role("button", name="Lägg till egen").press("Enter")
    keys.type("Höga räntor")
    expect(page.get_by_text("Placera det på planet, så sparas det.")).to_be_visible()
    page.get_by_label("Påverkan – Egen sak 1").select_option("1")
    page.get_by_label("Hur säkert det är – Egen sak 1").select_option("9")
    expect(page.locator(".saved")).to_have_text("Sparat")
    given = {one["item"]: one["value"] for one in desk.api("/api/answers/mine")["answers"]}
    assert given["days"] == 70 and given["order"] == ["driver", "teacher"]
    assert given["plane"][0] == {"id": "ageing", "x": 6, "y": 4}
    assert {key: given["plane"][1][key] for key in ("text", "x", "y")} == {"text": "Höga räntor", "x": 1, "y": 9}


def test_a_plane_is_filled_by_touch_and_what_is_placed_can_be_dragged(
    people: Callable[..., Any], lead: Screen, serving: Serving
) -> None:
    desk = at_desk(people, lead, serving, "order")
    page = desk.page
    # room to drag in
    page.set_viewport_size({"width": 1024, "height": 1000})
    for name in ("Svetsare", "Lärare", "Bussförare"):
        page.locator("button.pick", has_text=name).click()
    grips = page.locator(".grip")
    above = grips.first.bounding_box()
    assert above
    grips.last.hover()
    page.mouse.down()
    page.mouse.move(above["x"] + 5, above["y"] + 2, steps=5)
    page.mouse.up()
    expect(page.locator(".ranking .says")).to_have_text(["Bussförare", "Svetsare", "Lärare"])
    page.locator("footer button").last.click()
    area = page.locator(".plane-area").bounding_box()
    assert area

    def at(x: int, y: int) -> tuple[float, float]:
        return area["x"] + area["width"] * x / 10, area["y"] + area["height"] * (1 - y / 10)

    page.mouse.click(*at(2, 9))
    page.mouse.click(*at(8, 4))
    chip = page.get_by_role("button", name="A Fler äldre")
    chip.hover()
    page.mouse.down()
    page.mouse.move(*at(5, 5), steps=4)
    page.mouse.up()
    expect(page.locator(".saved")).to_have_text("Sparat")
    given = {one["item"]: one["value"] for one in desk.api("/api/answers/mine")["answers"]}
    assert given["order"] == ["driver", "welder", "teacher"]
    assert given["plane"] == [{"id": "ageing", "x": 5, "y": 5}, {"id": "climate", "x": 8, "y": 4}]


def test_what_is_written_cannot_break_the_page(people: Callable[..., Any], lead: Screen, serving: Serving) -> None:
    """HTML, script, right-to-left and emoji in a note: shown as they were written, to everyone, and run by nobody."""
    hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> שלום 👩‍🔧'
    phone = people(Phone, serving)
    phone.page.goto(serving.url)
    profile = {"code": serving.code, "lang": "sv", "profile": {"table": 3}}
    phone.context.request.post(f"{serving.url}/api/join", data=profile)
    steer(lead, serving, state="open")
    phone.in_lite()
    for _ in range(MAIN.index("cards")):
        phone.page.locator("footer button").last.click()
    phone.page.get_by_role("button", name="Ny lapp").click()
    phone.page.get_by_label("Kategori för lapp 1").select_option("Lokalt")
    phone.page.get_by_label("Lapp 1", exact=True).fill(hostile[:78])
    expect(phone.page.locator(".saved")).to_have_text("Sparat")
    wall = people(Screen, 1920, 1080, storage_state=lead.context.storage_state()).page
    wall.goto(f"{serving.url}/projector")
    steer(lead, serving, state="revealed", spotlight="cards")
    expect(wall.get_by_text("<img src=x onerror=").first).to_be_visible()
    for page in (phone.page, wall, lead.page):
        assert page.evaluate("window.hit") is None
