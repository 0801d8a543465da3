"""A phone on a slow network, played by Chromium: what a first visit loads, and when its first control answers."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

ROOM = "room.test"
"""A name of this machine that is no secure origin."""
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--host-resolver-rules=MAP {ROOM} 127.0.0.1",
]  # fmt: skip
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
"""Lighthouse's mobile network: milliseconds of round trip, bytes a second."""
SLOW_CPU = 4
PATIENCE = 300.0
"""Seconds until a page that has not answered is given up."""
QUIET = 1.0
"""Seconds without a request under way, after which a page has loaded."""

# the first control of a page that is drawn: where to tap it, and the state that shows whether it answers
_CONTROL = """(selector) => {
  const is_drawn = (one) => (one.closest("label") ?? one).getClientRects().length;
  const control = [...document.querySelectorAll(selector)].find(is_drawn);
  if (!control) return null;
  const box = (control.closest("label") ?? control).getBoundingClientRect();
  if (control.matches("[role=slider]")) control.focus();
  return {
    x: box.x + Math.min(box.width / 2, 40), y: box.y + box.height / 2, slides: control.matches("[role=slider]"),
    state: String([control.checked, control.value, control.getAttribute("aria-valuenow")]),
  };
}"""


def chromium() -> str:
    """Where Chromium is; without one there is nothing to measure."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None) or sys.exit(
        "This needs Chromium: `sh tests/chromium.sh` finds or installs it."
    )


@contextmanager
def browser() -> Iterator[Browser]:
    """One Chromium; ended afterwards."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield found
        found.close()


@dataclass(frozen=True)
class Load:
    """A first visit: seconds until the first control answered, and all that came over the wire."""

    seconds: float
    bytes: int
    requests: int
    elsewhere: int
    """Requests to anyone but the page's own server."""
    encodings: set[str]


@dataclass
class Wire:
    """What goes over a page's network, as Chromium counts it: headers and bodies as packed, and websockets' frames."""

    session: CDPSession
    host: str
    bytes: dict[str, int] = field(default_factory=dict)
    hosts: list[str] = field(default_factory=list)
    encodings: set[str] = field(default_factory=set)
    under_way: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        heard = {
            "requestWillBeSent": self._asked, "responseReceived": self._answered, "dataReceived": self._came,
            "loadingFinished": self._done, "loadingFailed": self._failed, "webSocketCreated": self._opened,
            "webSocketFrameReceived": self._frame,
        }  # fmt: skip
        for event, hear in heard.items():
            self.session.on(f"Network.{event}", hear)
        self.session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        address = urlsplit(event["request"]["url"])
        # what is inside the page already is no request, and what the touch of the control saves is no loading
        if address.scheme not in ("http", "https") or event["request"]["method"] != "GET":
            self.left_out.add(event["requestId"])
            return
        if before := event.get("redirectResponse"):
            self.bytes[f"{event['requestId']}:{len(self.hosts)}"] = int(before["encodedDataLength"])
        self.hosts.append(address.netloc)
        # a stream never ends
        if event.get("type") != "EventSource":
            self.under_way.add(event["requestId"])

    def _answered(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.left_out:
            return
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self.encodings |= {headers["content-encoding"]} if "content-encoding" in headers else set()
        self.bytes[event["requestId"]] = int(event["response"]["encodedDataLength"])

    def _came(self, event: dict[str, Any]) -> None:
        self._add(event["requestId"], int(event["encodedDataLength"]))

    def _add(self, request: str, size: int) -> None:
        if request not in self.left_out:
            self.bytes[request] = self.bytes.get(request, 0) + size

    def _done(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self.left_out:
            self.bytes[event["requestId"]] = int(event["encodedDataLength"])
        self.under_way.discard(event["requestId"])

    def _failed(self, event: dict[str, Any]) -> None:
        self.under_way.discard(event["requestId"])

    def _opened(self, event: dict[str, Any]) -> None:
        self.hosts.append(urlsplit(event["url"]).netloc)

    def _frame(self, event: dict[str, Any]) -> None:
        size = len(event["response"]["payloadData"])
        # what is not text comes as base64
        self._add(event["requestId"], size if event["response"]["opcode"] == 1 else size * 3 // 4)

    def load(self, seconds: float) -> Load:
        """What has come so far."""
        elsewhere = sum(host != self.host for host in self.hosts)
        return Load(seconds, sum(self.bytes.values()), len(self.hosts), elsewhere, self.encodings)


def visit(browser: Browser, url: str, control: str, *, cookies: dict[str, str], secure: bool, slowly: bool) -> Load:
    """Open a page for the first time, and try its first control (a CSS selector) until it answers; then let it load.

    Unless it is `secure`, the server has a name by which browsers do not know it as their own machine, and take no
    brotli from it. Raises TimeoutError.
    """
    url = url if secure else url.replace("127.0.0.1", ROOM)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="sv-SE"
    )
    try:
        server = "{0.scheme}://{0.netloc}/".format(urlsplit(url))
        context.add_cookies([{"name": name, "value": value, "url": server} for name, value in cookies.items()])
        page = context.new_page()
        session = context.new_cdp_session(page)
        wire = Wire(session, urlsplit(url).netloc)
        if slowly:
            session.send("Network.emulateNetworkConditions", SLOW_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
        begun = time.monotonic()
        page.goto(url, wait_until="commit", timeout=PATIENCE * 1000)
        _try_until_it_answers(page, control, begun + PATIENCE)
        seconds = time.monotonic() - begun
        quiet = 0.0
        while quiet < QUIET:
            page.wait_for_timeout(100)
            quiet = 0.0 if wire.under_way else quiet + 0.1
        return wire.load(seconds)
    finally:
        context.close()


def _try_until_it_answers(page: Page, selector: str, end: float) -> None:
    """Touch the first control, or press a key on it if it slides, until its state has changed. Raises TimeoutError."""
    untouched: str | None = None
    while time.monotonic() < end:
        control = page.evaluate(_CONTROL, selector)
        if control is None:
            page.wait_for_timeout(20)
        elif untouched not in (None, control["state"]):
            return
        else:
            untouched = control["state"]
            if control["slides"]:
                page.keyboard.press("ArrowRight")
            else:
                page.touchscreen.tap(control["x"], control["y"])
    raise TimeoutError(f"{page.url}: no {selector} answered")
