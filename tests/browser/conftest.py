"""A real Chromium, and people with phones."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import Serving

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=20_000)


def chromium() -> str:
    """Where Chromium is."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if mac.exists():
        return str(mac)
    raise RuntimeError("the browser tests need Chromium; `make test` installs it where it can")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for this folder; it must be gone before other tests run event loops of their own."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield found
        found.close()


class Screen:
    """A browser of someone's own, that remembers what the server acknowledged in it, and what went wrong."""

    def __init__(self, browser: Browser, width: int, height: int, **options: Any) -> None:
        options = {"locale": "sv-SE", "viewport": {"width": width, "height": height}} | options
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(20_000)
        self.saved: dict[str, dict[str, Any]] = {}
        """Every answer that this browser was told is saved, by id, in the order of the telling."""
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page = self.open_page()

    def open_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", self._heard)
        page.on("request", self._asked)
        return page

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
            self.outside.append(request.url)

    def _heard(self, response: Any) -> None:
        if not response.url.endswith("/api/answers") or response.status != 200:
            return
        given = {one["id"]: one for one in json.loads(response.request.post_data or "{}")["answers"]}
        for answer in response.json()["saved"]:
            self.saved[answer] = given[answer]

    def told(self, count: int) -> list[Any]:
        """The values that this browser was told are saved, when they are as many as this."""
        for _ in range(200):  # what the page shows may be seen before the answer itself has been read here
            if len(self.saved) >= count:
                break
            self.page.wait_for_timeout(50)
        return [one["value"] for one in self.saved.values()]

    def api(self, path: str, data: Any = None) -> Any:
        """Ask the API with this browser's cookie."""
        url = self.page.url.split("/", 3)
        base = "/".join(url[:3])
        if data is None:
            return self.context.request.get(base + path).json()
        answer = self.context.request.post(base + path, data=data)
        assert answer.ok, answer.text()
        return answer.json()


class Phone(Screen):
    """A participant's phone."""

    def __init__(self, browser: Browser, serving: Serving, **options: Any) -> None:
        super().__init__(browser, 390, 844, is_mobile=True, has_touch=True, **options)
        self.serving = serving

    def join(self, actor_type: str, table: int) -> "Phone":
        """Scan the code, say who one is, go in."""
        self.page.goto(f"{self.serving.url}/j/{self.serving.code}")
        self.page.get_by_text(actor_type, exact=True).click()
        self.page.get_by_role("radio", name=f"Bord {table}", exact=True).check()
        self.page.get_by_role("button", name="Gå in").click()
        expect(self.page.get_by_text("Du är inne. Vi börjar strax.")).to_be_visible()
        return self

    @property
    def state(self) -> Any:
        """What the page says of its answers."""
        return self.page.locator(".saved")

    def question(self, text: str) -> Any:
        """The part of the page that asks a question."""
        return self.page.locator(".item", has_text=text).first

    def in_lite(self) -> "Phone":
        """The same worksheet without a kernel."""
        self.page.goto(f"{self.serving.url}/worksheet?lite=1")
        return self


@pytest.fixture
def people(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Make screens; all are closed afterwards, and none may have had an error or asked anyone outside."""
    made: list[Screen] = []

    def make(kind: Callable[..., Screen], *arguments: Any, **options: Any) -> Any:
        one = kind(browser, *arguments, **options)
        made.append(one)
        return one

    yield make
    for one in made:
        one.context.close()
    assert [error for one in made for error in one.errors] == []
    assert [url for one in made for url in one.outside] == []
