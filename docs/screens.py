"""Takes the README's pictures from a running rehearsal: `make screens`."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
TARGET = Path(__file__).parent / "screens"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ready = Path(folder) / "ready.json"
        command = [
            sys.executable, "-m", "samhandling", "serve", "--demo", "--host", "127.0.0.1", "--port", "0",
            "--series", str(ROOT / "series.yaml"), "--store", f"{folder}/rehearsal.db", "--ready-file", str(ready),
        ]  # fmt: skip
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            while not ready.exists():
                time.sleep(0.2)
            path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            take(browser, json.loads(ready.read_text()))
            browser.close()
        finally:
            server.terminate()
            server.wait()


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
    move(desk, ready, step="obstacles", state="open")
    until(desk, ready, lambda told: told["done"] >= 18)
    move(desk, ready, phase=1, state="open")
    until(desk, ready, lambda told: told["done"] >= 20)
    phone.wait_for_timeout(500)
    save(phone, "phone-votes")
    move(desk, ready, state="revealed")
    wall.wait_for_timeout(2500)
    save(wall, "projector-wall")
    follow_up = desk.new_page()
    follow_up.goto(f"{ready['url']}/follow-up")
    follow_up.locator(".js-plotly-plot").nth(1).wait_for()
    follow_up.wait_for_timeout(1500)
    save(follow_up, "follow-up")
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
