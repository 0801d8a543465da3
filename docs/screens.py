"""Takes the README's pictures from a running rehearsal: `make screens`."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
TARGET = Path(__file__).parent / "screens"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


SERIES = ["--series", str(ROOT / "series.yaml")]
SAMHANDLING = [sys.executable, "-m", "samhandling"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        if "--afterwards" not in sys.argv:
            with serving(folder, "rehearsal.db", "--demo") as ready:
                take(browser, ready)
        subprocess.run([*SAMHANDLING, "simulate", *SERIES, "--store", f"{folder}/played.db"], check=True)
        command = ["report", folder, *SERIES, "--store", f"{folder}/played.db", "--simulated", "--format", "html"]
        subprocess.run([*SAMHANDLING, *command], check=True)
        with serving(folder, "played.db") as ready:
            take_afterwards(browser, ready, Path(folder) / "series.sv.html")
        browser.close()


@contextmanager
def serving(folder: str, store: str, *options: str) -> Iterator[dict[str, str]]:
    """A server on a store, and its addresses."""
    ready = Path(folder) / f"{store}.json"
    command = [
        "serve", *options, "--host", "127.0.0.1", "--port", "0", *SERIES, "--store", f"{folder}/{store}",
        "--ready-file", str(ready),
    ]  # fmt: skip
    server = subprocess.Popen([*SAMHANDLING, *command], stdout=subprocess.DEVNULL)
    try:
        while not ready.exists():
            time.sleep(0.2)
        yield json.loads(ready.read_text())
    finally:
        server.terminate()
        server.wait()


def take_afterwards(browser: Browser, ready: dict[str, str], report: Path) -> None:
    """What there is when the series is over: what lives on, the comparisons, people's own words, and the report."""
    desk = browser.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE")
    page = desk.new_page()
    page.goto(ready["facilitator_url"])
    page.get_by_role("button", name="Mötet", exact=True).wait_for()
    page.goto(f"{ready['url']}/follow-up?view=registers")
    page.get_by_text("Åtaganden").first.wait_for()
    page.get_by_text("Hämtar listan").wait_for(state="hidden", timeout=60_000)
    save(page, "registers")
    page.goto(f"{ready['url']}/follow-up?view=compare&room=all&exercise=E10.2")
    page.locator(".js-plotly-plot").nth(1).wait_for()
    page.wait_for_timeout(1500)
    save(page, "follow-up-compare")
    page.goto(f"{ready['url']}/follow-up?view=themes&exercise=E1.6")
    page.locator(".theme").first.wait_for()
    save(page, "follow-up-themes")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{ready['url']}/follow-up?room=all&exercise=E10.2")
    page.locator(".js-plotly-plot").first.wait_for()
    page.wait_for_timeout(1500)
    page.evaluate("scrollBy(0, 560)")
    save(page, "follow-up-phone")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(report.as_uri())
    save(page, "report")
    page.get_by_role("heading", name="Det som har ändrats").first.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 700)")
    save(page, "report-change")


def take(browser: Browser, ready: dict[str, str]) -> None:
    desk = browser.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE")
    cockpit = desk.new_page()
    cockpit.goto(ready["facilitator_url"])
    cockpit.get_by_role("button", name="Starta mötet").wait_for()
    wall = browser.new_context(
        viewport={"width": 1920, "height": 1080}, locale="sv-SE", storage_state=desk.storage_state()
    ).new_page()
    wall.goto(f"{ready['url']}/projector")
    wall.get_by_text(ready["join_code"]).first.wait_for()
    save(wall, "projector-join")
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True, locale="sv-SE"
    ).new_page()
    phone.goto(f"{ready['url']}/j/{ready['join_code']}")
    phone.get_by_text("Region", exact=True).click()
    save(phone, "phone-join")
    phone.get_by_role("radio", name="Bord 4", exact=True).check()
    phone.get_by_role("button", name="Gå in").click()
    phone.get_by_text("Du är inne").wait_for()
    save(phone, "phone-welcome")

    move(desk, ready, step="where-we-stand", state="open", timer=360)
    phone.locator("label", has_text="Samsyn").click()
    until(desk, ready, lambda told: told["done"] >= 14)
    save(phone, "phone-staircase")
    save(cockpit, "cockpit")
    save(wall, "projector-open")
    phone.emulate_media(color_scheme="dark")
    save(phone, "phone-staircase-dark")
    phone.emulate_media(color_scheme="light")
    until(desk, ready, lambda told: told["done"] >= 23)
    move(desk, ready, state="revealed")
    phone.get_by_text("Gruppens bild").first.wait_for()
    wall.get_by_role("heading", name="Median och mittersta hälften").wait_for()
    save(phone, "phone-reveal")
    save(wall, "projector-staircase")

    move(desk, ready, step="staircase", state="open")
    until(desk, ready, lambda told: told["done"] >= 22)
    move(desk, ready, state="revealed")
    wall.wait_for_timeout(2500)
    save(wall, "projector-overview")
    move(desk, ready, step="extra-e1_2", state="open")
    until(desk, ready, lambda told: told["done"] >= 18)
    move(desk, ready, phase=1, state="open")
    until(desk, ready, lambda told: told["done"] >= 20)
    phone.wait_for_timeout(500)
    save(phone, "phone-votes")
    move(desk, ready, state="revealed")
    wall.wait_for_timeout(2500)
    save(wall, "projector-wall")
    session = desk.new_page()
    session.goto(f"{ready['url']}/sessions/2_business_collaboration")
    session.get_by_role("heading", level=1).first.wait_for()
    session.wait_for_timeout(3000)
    save(session, "session")


def save(page: Page, name: str) -> None:
    page.wait_for_timeout(600)
    page.screenshot(path=TARGET / f"{name}.png")
    print(f"docs/screens/{name}.png")


def move(desk: Any, ready: dict[str, str], **change: Any) -> None:
    answer = desk.request.post(f"{ready['url']}/api/room", data=change)
    assert answer.ok, answer.text()


def until(desk: Any, ready: dict[str, str], enough: Any, most: float = 60) -> None:
    deadline = time.monotonic() + most
    while time.monotonic() < deadline and not enough(desk.request.get(f"{ready['url']}/api/progress").json()):
        time.sleep(0.5)


if __name__ == "__main__":
    main()
