"""Pages rendered before anyone comes: who gets them, how many there are, and what happens when something changes."""

import asyncio
import re
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from samhandling.server import pool
from samhandling.server.filling import Filling
from samhandling.server.pages import is_preview
from samhandling.server.pool import Pool
from samhandling.server.shelf import Progress, Ready, state_of
from tests.server.test_voila import SCREEN, SLIDER, Hosted, eventually, write

NUMBER = "import random; print('number', random.random())"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A series of one meeting with a slider, and the worksheet."""
    root = tmp_path / "content"
    write(root / "voila_apps/worksheet.ipynb", SCREEN.format(screen="worksheet"), NUMBER)
    for language in ("sv", "en"):
        write(root / f"sessions/{language}/explore.ipynb", f"# {language}", NUMBER, SLIDER)
    return root


@pytest.fixture
def start(content: Path, tmp_path: Path) -> Iterator[Callable[..., Hosted]]:
    """Start a server that expects participants."""
    started: list[Hosted] = []

    def begin(pool: int, max_kernels: int = 100) -> Hosted:
        pages = ("worksheet", "sessions/explore")
        started.append(
            Hosted(content, tmp_path / f"{len(started)}.log", max_kernels=max_kernels, pool=pool, pages=pages)
        )
        return started[-1]

    yield begin
    for hosted in started:
        print(hosted.log.read_text()[-3000:])
        hosted.stop()


def kernel_in(html: str) -> str | None:
    found = re.search(r'data-kernel="([\w-]+)"', html)
    return found[1] if found else None


def number_in(html: str) -> str:
    found = re.search(r"number ([\d.e-]+)", html)
    assert found, html
    return found[1]


def test_forty_at_once_all_get_a_page_and_no_two_share_a_kernel(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=40)
    # 40 in Swedish, two in English
    assert eventually(lambda: len(hosted.kernels()) >= 42, 60), len(hosted.kernels())
    with ThreadPoolExecutor(40) as crowd:
        pages = list(crowd.map(lambda i: hosted.get("/sessions/explore", f"visitor{i}"), range(40)))
    assert {page.status_code for page in pages} == {200}
    kernels = [kernel_in(page.text) for page in pages]
    assert None not in kernels and len(set(kernels)) == 40
    for i, kernel in enumerate(kernels):
        assert hosted.get(f"/api/kernels/{kernel}", f"visitor{i}").status_code == 200
        assert hosted.get(f"/api/kernels/{kernel}", f"visitor{(i + 1) % 40}").status_code == 403


def test_a_page_is_run_once_for_all_and_each_visitor_has_an_own_kernel(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=3)
    assert eventually(lambda: len(hosted.kernels()) >= 5, 30)
    worksheets = {number_in(hosted.get("/worksheet", f"v{i}").text) for i in range(3)}
    # more than were expected: the rest are forked while they wait
    pages = [hosted.get("/sessions/explore", f"v{i}").text for i in range(9)]
    assert len(worksheets) == 1 and len({number_in(page) for page in pages}) == 1
    assert len({kernel_in(page) for page in pages}) == 9
    assert '<html lang="en">' in hosted.get("/sessions/explore", "v9", language="en").text


@pytest.mark.parametrize(
    "cell",
    [
        "import threading, time; threading.Thread(target=time.sleep, args=[600], daemon=True).start()",
        "import asyncio; await asyncio.sleep(0)",
        "import ipywidgets; out = ipywidgets.Output()\nwith out:\n    print('inside')",
    ],
)
def test_a_notebook_that_cannot_be_run_for_all_is_run_for_each(
    start: Callable[..., Hosted], content: Path, cell: str
) -> None:
    write(content / "sessions/sv/explore.ipynb", "# sv", NUMBER, cell, SLIDER)
    hosted = start(pool=2)
    assert eventually(lambda: len(hosted.kernels()) >= 4, 30)
    pages = [hosted.get("/sessions/explore", f"v{i}").text for i in range(3)]
    assert len({number_in(page) for page in pages}) == 3 == len({kernel_in(page) for page in pages} - {None})


def test_what_kernels_are_forked_from_may_die(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=2)
    assert eventually(lambda: len(hosted.kernels()) >= 4, 30)
    first = hosted.open("anna")
    for process in psutil.Process(hosted.process.pid).children(recursive=True):
        if process.name() == "ipykernel-ran":
            process.kill()
    kernels = {hosted.open(f"v{i}") for i in range(6)}
    assert len(kernels) == 6 and first not in kernels
    assert hosted.get(f"/api/kernels/{first}", "anna").status_code == 200


def test_the_pool_is_refilled_and_its_dead_kernels_are_never_handed_out(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=3)
    assert eventually(lambda: len(hosted.kernels()) >= 5, 30)
    killed = hosted.kernels()
    for process in killed:
        process.kill()
    # one that is still dying looks alive to everybody
    assert eventually(lambda: not {process.pid for process in killed} & {process.pid for process in hosted.kernels()})
    kernel = hosted.open("anna")
    assert hosted.get(f"/api/kernels/{kernel}", "anna").status_code == 200
    # anna's, two more in Swedish and two in English
    assert eventually(lambda: len(hosted.kernels()) >= 5, 30), len(hosted.kernels())


def test_a_changed_notebook_is_rendered_anew(start: Callable[..., Hosted], content: Path) -> None:
    hosted = start(pool=2)
    assert eventually(lambda: len(hosted.kernels()) >= 3, 30)
    before = {kernel.pid for kernel in hosted.kernels()}
    old = number_in(hosted.get("/worksheet").text)
    write(content / "voila_apps/worksheet.ipynb", SCREEN.format(screen="worksheet"), NUMBER + "\nprint('nyskrivet')")
    assert eventually(lambda: "nyskrivet" in hosted.get("/worksheet").text, 20)
    assert number_in(hosted.get("/worksheet").text) != old
    # what the kernels had read may have changed too
    assert eventually(lambda: len(hosted.kernels()) >= 3 and not before & {k.pid for k in hosted.kernels()}, 20)


def test_a_page_that_fails_is_not_kept(start: Callable[..., Hosted], content: Path) -> None:
    write(content / "voila_apps/worksheet.ipynb", SCREEN.format(screen="worksheet"), NUMBER, "1/0")
    hosted = start(pool=1)
    assert eventually(lambda: "could not be rendered ahead" in hosted.log.read_text(), 30)
    assert hosted.get("/worksheet").status_code == 200
    write(content / "voila_apps/worksheet.ipynb", SCREEN.format(screen="worksheet"), NUMBER)
    assert eventually(lambda: "number" in hosted.get("/worksheet").text, 20)


def test_the_pool_leaves_room_and_gives_way(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=10, max_kernels=4)
    assert eventually(lambda: len(hosted.kernels()) == 3, 30)
    kernels = {kernel_in(hosted.get("/sessions/explore", f"v{i}").text) for i in range(4)}
    assert len(kernels) == 4 and None not in kernels
    # the next ones see how it looks
    still = hosted.get("/sessions/explore", "v9")
    assert still.status_code == 200 and kernel_in(still.text) is None and number_in(still.text)
    assert "upptagna just nu" in still.text
    assert 'data-screen="worksheet"' in hosted.get("/worksheet", "v9").text


def test_one_visitor_does_not_empty_the_pool(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=8)
    assert eventually(lambda: len(hosted.kernels()) >= 9, 30)
    kernels = [kernel_in(hosted.get("/sessions/explore", "anna").text) for _ in range(8)]
    # earlier pages, to which nobody connected, make room for later ones
    assert sum(hosted.get(f"/api/kernels/{kernel}", "anna").status_code == 200 for kernel in kernels) <= 4


def test_a_page_that_nobody_has_opened_is_rendered_once_for_those_who_want_no_kernel(
    start: Callable[..., Hosted],
) -> None:
    hosted = start(pool=0)
    pages = [hosted.get("/sessions/explore?lite=1", f"v{i}") for i in range(3)]
    assert {page.status_code for page in pages} == {200}
    assert len({number_in(page.text) for page in pages}) == 1 and not any(kernel_in(page.text) for page in pages)
    assert eventually(lambda: not hosted.kernels())


def test_programs_that_look_at_links_and_lite_pages_get_no_kernel(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=1)
    hosted.get("/sessions/explore?lite=1", "anna")

    def at_rest() -> bool:
        try:
            return len(hosted.kernels()) == 2 and all(kernel.cpu_percent(0.5) < 5 for kernel in hosted.kernels())
        except psutil.Error:  # one that a page was rendered with has ended between the two looks
            return False

    # once all is rendered there are kernels for each language, and none for the worksheet
    assert eventually(at_rest, 30)
    before = {kernel.pid for kernel in hosted.kernels()}
    lite = hosted.get("/sessions/explore?lite=1", "anna")
    headers = {"User-Agent": "WhatsApp/2.23.20 A", "Cookie": "visitor=anna"}
    looked = httpx.get(hosted.url + "/sessions/explore", headers=headers)
    for page in (lite, looked):
        assert page.status_code == 200 and kernel_in(page.text) is None and "data-widget-view" not in page.text
        assert "den vanliga sidan" in page.text
    assert 'data-screen="worksheet"' in httpx.get(hosted.url + "/worksheet", headers=headers).text
    assert {kernel.pid for kernel in hosted.kernels()} == before


@pytest.mark.parametrize(
    ("agent", "preview"),
    [
        ("WhatsApp/2.23.20.0 A", True), ("TelegramBot (like TwitterBot)", True), ("facebookexternalhit/1.1", True),
        ("Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5", True), ("Slackbot-LinkExpanding 1.0", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", True), ("", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", False),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440]", False),
        ("Mozilla/5.0 (Linux; Android 10; Cubot P40) Chrome/120 Mobile", False),
    ],
)  # fmt: skip
def test_previews_are_told_from_phones(agent: str, preview: bool) -> None:
    assert is_preview(agent) is preview


def test_a_server_that_is_killed_leaves_nothing_of_its_pool(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=3)
    assert eventually(lambda: len(hosted.kernels()) >= 4, 30)
    left = hosted.kernels()
    hosted.process.send_signal(signal.SIGKILL)
    hosted.process.wait(5)
    assert eventually(lambda: not any(k.is_running() and k.status() != "zombie" for k in left), 5)


def test_a_stop_in_the_middle_of_filling_is_a_stop(start: Callable[..., Hosted]) -> None:
    hosted = start(pool=60)
    assert eventually(lambda: len(hosted.kernels()) >= 5, 30)
    hosted.process.send_signal(signal.SIGTERM)
    assert hosted.process.wait(15) == 0


# --- the count, without processes ---


class Kernels:
    """Stands in for the server's kernels."""

    max_kernels, reserve, status = 100, 8, "forked"

    def __init__(self) -> None:
        self.visits: dict[str, str | None] = {}
        self.ended: list[str] = []

    async def end(self, kernel: str) -> None:
        self.visits.pop(kernel, None)
        self.ended.append(kernel)

    async def make_room(self, owner: str, is_new: bool = True) -> None:
        pass

    def give(self, kernel: str, owner: str) -> bool:
        return self.visits.get(kernel, "") is None and not self.visits.update({kernel: owner})


class Server:
    """Stands in for the server."""

    root, exporter = Path("/nowhere"), None

    def __init__(self) -> None:
        self.kernel_manager = Kernels()


def test_the_count_follows_the_pool_and_resizing_ends_what_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "state_of", lambda root: "same")

    async def trial() -> None:
        server: Any = Server()
        some = Pool(server, 4, [["worksheet"], ["explore"]])
        filling = Filling(some)
        told: list[Progress] = []
        some.listeners.append(told.append)
        some.look()
        assert (some.progress.ready, some.progress.wanted) == (0, 4)
        some.shelf("worksheet").kept = Ready("w", None, "same")
        explore = some.shelf("explore")
        explore.has_widgets = True
        for i in range(3):
            server.kernel_manager.visits[f"k{i}"] = None
            explore.waiting.append(Ready("e", f"k{i}", "same"))
        assert some.progress.ready == 3
        taken = await some.take("explore", "anna")
        # who has come counts as ready, and the page waits for nobody else
        assert taken and taken.kernel == "k0" and some.progress.ready == 3 and told[-1].kernels == 2
        some.gone("k1")
        assert some.progress.ready == 2 and filling.lacks("explore")
        some.resize(1)
        assert (some.progress.ready, some.progress.wanted) == (1, 1)
        filling.shrink()
        await asyncio.sleep(0)
        some.resize(0)
        filling.shrink()
        await asyncio.sleep(0)
        assert server.kernel_manager.ended == ["k2"] and told[-1] == some.progress
        # the page with sliders may have all kernels but those kept for pages that nobody foresaw
        assert told[-1].to_data() == {"ready": 0, "wanted": 0, "kernels": 0, "start": "forked", "most": 92}

    asyncio.run(trial())


def test_nothing_that_is_old_is_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "state_of", lambda root: "new")

    async def trial() -> None:
        server: Any = Server()
        some = Pool(server, 2, [["explore"]])
        some.look()
        server.kernel_manager.visits.update(old=None, dead="somebody", good=None)
        some.shelf("explore").waiting = [Ready("", k, v) for k, v in (("old", "old"), ("dead", "new"), ("good", "new"))]
        found = await some.take("explore", "anna")
        assert found and found.kernel == "good" and server.kernel_manager.visits["good"] == "anna"
        assert await some.take("explore", "bertil") is None

    asyncio.run(trial())


def test_the_state_changes_with_every_file_a_page_is_made_of(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    states = {state_of(tmp_path)}
    for path, text in (
        ("series.yaml", "a"),
        ("exercises/E1.yaml", "b"),
        ("exercises/E1.yaml", "bb"),
        ("other.txt", "c"),
    ):
        (tmp_path / path).write_text(text)
        states.add(state_of(tmp_path))
    assert len(states) == 4
