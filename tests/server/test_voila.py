"""The hosting server as a process: its pages, its kernels and whose they are, and what is left when it stops."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import nbformat
import psutil
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from samhandling.server.assets import STATIC
from samhandling.server.kernels import kernel_environment

HOSTING = Path(__file__).with_name("hosting.py")
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SCREEN = """
from IPython.display import HTML, display
display(HTML('<div class="samhandling" data-screen="{screen}" data-language="sv"></div>'))
"""
SLIDER = """
import ipywidgets
slider = ipywidgets.IntSlider(description="Antal", value=3, max=10)
label = ipywidgets.Label("tre")
slider.observe(lambda change: setattr(label, "value", f"nu {change.new}"), "value")
ipywidgets.VBox([slider, label])
"""
SECRET = "the-cookie-secret-of-the-server"


def write(path: Path, *cells: str) -> None:
    """A notebook of code cells; a cell that starts with # is Markdown."""
    make = nbformat.v4
    notebook = make.new_notebook(
        cells=[make.new_markdown_cell(c) if c.startswith("#") else make.new_code_cell(c) for c in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("content")
    for screen in ("worksheet", "cockpit"):
        write(root / f"voila_apps/{screen}.ipynb", SCREEN.format(screen=screen))
    write(
        root / "sessions/sv/explore.ipynb",
        "# Utforska *läget*\n\nText *med* betoning.",
        SLIDER,
        SCREEN.format(screen="exercise"),
    )
    write(root / "sessions/en/explore.ipynb", "# Explore\n\nText.", "'English'")
    write(root / "sessions/sv/faulty.ipynb", "# Fel", "1/0", "print('men resten syns')")
    write(root / "sessions/sv/slow.ipynb", "# Trögt", "print('först')", "import time; time.sleep(2.5); 'till slut'")
    write(
        root / "sessions/sv/loop.ipynb",
        "# Runt",
        SLIDER,
        "import threading\nthreading.Timer(.5, exec, ['while 1: 0']).start()",
    )
    write(
        root / "sessions/sv/env.ipynb",
        "# Miljö",
        "import os\nprint(os.environ.get('A_SECRET'), os.environ.get('JUPYTER_TOKEN'))",
    )
    write(root / "sessions/sv/plain.ipynb", "# Utan", "'inga reglage'")
    return root


class Hosted:
    """A server process under test."""

    def __init__(
        self, root: Path, log: Path, max_kernels: int = 6, port: int = 0, pool: int = 0, pages: tuple[str, ...] = ()
    ) -> None:
        self.log = log
        environment = {**os.environ, "A_SECRET": SECRET, "JUPYTER_TOKEN": SECRET, "PYTHONUNBUFFERED": "1"}
        package = str(Path(__file__).parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
        self.process = subprocess.Popen(
            [sys.executable, str(HOSTING), str(root), str(max_kernels), str(port), str(pool), *pages],
            stdout=subprocess.PIPE, stderr=log.open("w"), text=True, env=environment,
        )  # fmt: skip
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip()
        assert self.url, log.read_text()

    def get(self, path: str, visitor: str | None = "anna", **cookies: str) -> httpx.Response:
        given = cookies | ({"visitor": visitor} if visitor else {})
        return httpx.get(self.url + path, cookies=given, timeout=60)

    def kernels(self) -> list[psutil.Process]:
        def is_kernel(process: psutil.Process) -> bool:
            try:
                # forked kernels have the command line of the process they were forked from
                return process.name() == "ipykernel" or "ipykernel_launcher" in process.cmdline()
            except psutil.Error:  # gone, or waiting to be buried
                return False

        return [each for each in psutil.Process(self.process.pid).children(recursive=True) if is_kernel(each)]

    def open(self, visitor: str = "anna", page: str = "/sessions/explore") -> str:
        """Open a page with a slider; the id of its kernel."""
        response = self.get(page, visitor)
        found = re.search(r'data-kernel="([\w-]+)"', response.text)
        assert found, response.text + self.log.read_text()
        return found[1]

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)


def eventually(true: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether it becomes true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def end_kernels(hosted: Hosted) -> None:
    """Kernels of other tests' pages take no room from the next."""
    if not hosted.kernels():
        return
    for kernel in hosted.kernels():
        kernel.kill()
    assert eventually(lambda: not hosted.kernels())
    time.sleep(1.2)  # the server looks once a second


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    hosted = Hosted(root, tmp_path_factory.mktemp("log") / "server.log")
    yield hosted
    hosted.stop()


@pytest.fixture
def hosted(server: Hosted) -> Iterator[Hosted]:
    yield server
    end_kernels(server)


@pytest.fixture
def own(root: Path, tmp_path: Path) -> Iterator[Callable[..., Hosted]]:
    """Starts a server for one test."""
    started: list[Hosted] = []

    def start(**options: int) -> Hosted:
        started.append(Hosted(root, tmp_path / f"server{len(started)}.log", **options))
        return started[-1]

    yield start
    for each in started:
        each.stop()


# --- pages ---


def test_a_session_is_rendered_with_its_text_its_widgets_and_the_kits_screens(hosted: Hosted) -> None:
    page = hosted.get("/sessions/explore")
    assert page.status_code == 200
    assert '<html lang="sv">' in page.text[:60]
    assert "<title>Utforska läget – Samhandling</title>" in page.text
    assert "Text <em>med</em> betoning." in page.text
    assert "data-widget-view=" in page.text and "/static/kernel.js" in page.text
    assert 'data-screen="exercise"' in page.text


def test_a_page_is_in_the_visitors_language(hosted: Hosted) -> None:
    assert '<html lang="en">' in hosted.get("/sessions/explore", language="en").text
    worksheet = hosted.get("/worksheet", language="en").text
    assert '<html lang="en">' in worksheet and 'data-language="en"' in worksheet and "Starting" in worksheet
    # a meeting that exists in Swedish only says that it is in Swedish
    assert '<html lang="sv">' in hosted.get("/sessions/plain", language="en").text


@pytest.mark.parametrize(
    "path", ["/worksheet", "/worksheet?lite=1", "/sessions/explore", "/nothing", "/static/participant.js"]
)
def test_every_page_has_its_headers_and_asks_nobody_else(hosted: Hosted, path: str) -> None:
    page = hosted.get(path)
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"
    if not path.startswith("/static"):
        policy = page.headers["Content-Security-Policy"]
        assert "script-src 'self' blob:;" in policy and "frame-ancestors 'none'" in policy
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page.text)
        assert "<script>" not in page.text


def test_the_worksheet_needs_no_kernel_once_it_is_rendered(hosted: Hosted) -> None:
    page = hosted.get("/worksheet")
    assert 'data-screen="worksheet"' in page.text
    assert "kernel.js" not in page.text and "data-kernel" not in page.text
    assert "/static/participant.js" in page.text
    assert eventually(lambda: not hosted.kernels())


def test_the_lite_worksheet_starts_no_kernel(hosted: Hosted) -> None:
    page = hosted.get("/worksheet?lite=1")
    assert page.status_code == 200 and 'data-screen="worksheet"' in page.text and not hosted.kernels()


def test_the_head_comes_before_anything_has_run(hosted: Hosted) -> None:
    begun = time.monotonic()
    with httpx.stream("GET", hosted.url + "/sessions/slow", cookies={"visitor": "anna"}, timeout=60) as stream:
        pieces = [(time.monotonic() - begun, piece) for piece in stream.iter_text()]
    first, text = pieces[0][0], "".join(piece for _, piece in pieces)
    assert first < 0.5 and "Startar" in pieces[0][1]
    assert text.index("först") < text.index("Räknar") < text.index("till slut")


def test_a_failing_cell_leaves_the_rest_and_shows_no_stack_trace(hosted: Hosted) -> None:
    page = hosted.get("/sessions/faulty")
    assert "men resten syns" in page.text and "kunde inte visas" in page.text
    assert "ZeroDivisionError" not in page.text and "Traceback" not in page.text
    assert "ZeroDivisionError" in hosted.log.read_text()


def test_a_kernel_knows_no_secret_of_the_server(hosted: Hosted) -> None:
    page = hosted.get("/sessions/env")
    assert "None None" in page.text and SECRET not in page.text


def test_the_environment_of_a_kernel_is_what_python_needs() -> None:
    given = {"PATH": "p", "LC_ALL": "c", "PYTHONPATH": "y", "JUPYTER_PATH": "j", "SystemRoot": "w", "TMPDIR": "t"}
    secrets = {"JUPYTER_TOKEN": "s", "DATABASE_URL": "s", "SAMHANDLING_PIN": "s", "AWS_SECRET_ACCESS_KEY": "s"}
    assert kernel_environment(given | secrets) == given | {"SAMHANDLING_HOST": "server"}


# --- who may ---


def test_a_stranger_is_sent_to_the_start_and_starts_no_kernel(hosted: Hosted) -> None:
    answer = hosted.get("/worksheet", visitor=None)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    answer = hosted.get("/cockpit", visitor="anna")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/pin")
    assert 'data-screen="cockpit"' in hosted.get("/cockpit", visitor="facilitator").text
    assert not hosted.kernels()


@pytest.mark.parametrize(
    "path",
    [
        "/voila/tree", "/voila/render/sessions/sv/explore.ipynb", "/voila/files/x.png", "/voila/static/voila.js",
        "/voila/templates/lab/static/x.js", "/voila/api/shutdown/0-0-0-0-0", "/voila/api/contents/sessions",
        "/voila/query/0-0-0-0-0", "/api/kernels", "/api/contents", "/api/status", "/login", "/files/x",
        "/sessions/..%2fvoila_apps%2fcockpit", "/sessions/none", "/static/..%2fapp.py", "/static/none.js",
    ],
)  # fmt: skip
def test_nothing_else_of_jupyters_can_be_reached(hosted: Hosted, path: str) -> None:
    for visitor in ("anna", None):
        assert hosted.get(path, visitor).status_code == 404


def test_a_kernel_is_its_visitors_own(hosted: Hosted) -> None:
    kernel = hosted.open("anna")
    assert hosted.get(f"/api/kernels/{kernel}", "anna").json()["id"] == kernel
    for visitor in ("bertil", None):
        assert hosted.get(f"/api/kernels/{kernel}", visitor).status_code == 403
    address = f"{hosted.url.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id=1"
    with connect(address, additional_headers={"Cookie": "visitor=anna"}):
        pass
    for headers in (
        {"Cookie": "visitor=bertil"}, {}, {"Cookie": "visitor=anna", "Origin": "http://elsewhere.example"},
    ):  # fmt: skip
        with pytest.raises(InvalidStatus) as refused, connect(address, additional_headers=headers):
            pass
        assert refused.value.response.status_code == 403
    assert httpx.delete(f"{hosted.url}/api/kernels/{kernel}", cookies={"visitor": "anna"}).status_code == 405
    assert len(hosted.kernels()) == 1


def test_a_page_may_not_send_code_to_its_kernel(hosted: Hosted) -> None:
    kernel, proof = hosted.open(), hosted.log.with_name("proof")
    address = f"{hosted.url.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id=1"
    code = f"open({str(proof)!r}, 'w').close()"
    header = {"msg_id": "1", "msg_type": "execute_request", "username": "", "session": "1", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    message = {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
        "buffers": [],
    }
    with connect(address, additional_headers={"Cookie": "visitor=anna"}) as socket:
        socket.send(httpx.Request("POST", "http://x", json=message).content.decode())
        assert not eventually(proof.exists, 1.5)


# --- when there are no more ---


def test_without_room_pages_come_without_a_kernel_or_say_that_it_is_full(own: Callable[..., Hosted]) -> None:
    hosted = own(max_kernels=1)
    hosted.open("anna")
    worksheet = hosted.get("/worksheet", "bertil")
    assert worksheet.status_code == 200 and 'data-screen="worksheet"' in worksheet.text
    still = hosted.get("/sessions/explore", "bertil")
    assert still.status_code == 200 and "data-kernel" not in still.text
    assert "Utforska" in still.text and "upptagna just nu" in still.text
    # how this one looks nobody knows yet
    full = hosted.get("/sessions/slow", "bertil")
    assert full.status_code == 503 and "Det är fullt just nu" in full.text and 'href="/worksheet"' in full.text
    renewed = httpx.post(f"{hosted.url}/pages/renew", json={"page": "sessions/explore"}, cookies={"visitor": "bertil"})
    assert renewed.status_code == 503 and renewed.json()["error"] == "full"
    assert len(hosted.kernels()) == 1


def test_a_closed_page_gives_its_place_to_the_next(own: Callable[..., Hosted]) -> None:
    hosted = own(max_kernels=1)
    kernel = hosted.open("anna")
    address = f"{hosted.url.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id=1"
    with connect(address, additional_headers={"Cookie": "visitor=anna"}) as socket:
        assert "data-kernel" not in hosted.get("/sessions/explore", "bertil").text
        socket.close(code=1001)
    assert eventually(lambda: "data-kernel" in hosted.get("/sessions/explore", "bertil").text)
    assert hosted.get(f"/api/kernels/{kernel}", "anna").status_code == 403


def test_a_dead_kernel_is_noticed_and_the_page_can_get_another(hosted: Hosted) -> None:
    kernel = hosted.open("anna")
    hosted.kernels()[0].kill()
    assert eventually(lambda: hosted.get(f"/api/kernels/{kernel}").status_code == 403, 5)
    renewed = httpx.post(
        f"{hosted.url}/pages/renew", json={"page": "sessions/explore"}, cookies={"visitor": "anna"}, timeout=30
    )
    assert renewed.status_code == 200 and renewed.json()["kernel"] != kernel
    assert "data-widget-view=" in renewed.json()["html"] and "<html" not in renewed.json()["html"]
    refused = httpx.post(f"{hosted.url}/pages/renew", json={"page": "cockpit"}, cookies={"visitor": "anna"})
    assert refused.status_code == 403 and refused.json()["message"]
    form = httpx.post(f"{hosted.url}/pages/renew", data={"page": "sessions/explore"}, cookies={"visitor": "anna"})
    assert form.status_code == 400


# --- the end ---


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_leaves_no_process_behind_even_with_a_kernel_in_a_loop(
    own: Callable[..., Hosted], number: signal.Signals
) -> None:
    hosted = own()
    hosted.open("anna", "/sessions/loop")
    hosted.open("bertil")
    time.sleep(1)
    left = hosted.kernels()
    assert len(left) == 2
    hosted.process.send_signal(number)
    assert hosted.process.wait(10) == 0
    assert hosted.process.stdout and hosted.process.stdout.read().strip() == "stopped"
    assert not any(kernel.is_running() for kernel in left)


def test_kernels_do_not_outlive_a_server_that_was_killed(own: Callable[..., Hosted]) -> None:
    hosted = own()
    hosted.open("anna", "/sessions/loop")
    left = hosted.kernels()
    assert left
    hosted.process.kill()
    hosted.process.wait(5)
    assert eventually(lambda: not any(kernel.is_running() for kernel in left), 5)


def test_a_busy_port_is_said_to_be_busy(server: Hosted, own: Callable[..., Hosted]) -> None:
    port = int(server.url.rpartition(":")[2])
    assert own(port=port).url == f"busy {port}"


# --- in a browser ---


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = CHROMIUM if Path(CHROMIUM).exists() else None
        yield playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture
def page(browser: Browser, hosted: Hosted) -> Iterator[Page]:
    if not (STATIC / "kernel.js").exists():
        pytest.skip("the browser modules are not built")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "visitor", "value": "anna", "url": hosted.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.mark.browser
def test_a_slider_reacts_and_keeps_reacting_when_its_kernel_dies(page: Page, hosted: Hosted) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(hosted.url + "/sessions/explore")
    slider = page.get_by_role("slider", name="Antal")
    slider.press("ArrowRight")
    expect(page.get_by_text("nu 4")).to_be_visible()
    assert all(address.startswith((hosted.url, "blob:")) for address in asked)

    hosted.kernels()[0].kill()
    expect(page.locator("#kernel")).to_contain_text("igång igen")
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(page.get_by_text("nu 5")).to_be_visible()


@pytest.mark.browser
@pytest.mark.skipif(sys.platform == "win32", reason="no way to freeze a process")
def test_a_slider_that_is_moved_without_contact_catches_up(page: Page, hosted: Hosted) -> None:
    page.goto(hosted.url + "/sessions/explore")
    slider = page.get_by_role("slider", name="Antal")
    slider.press("ArrowRight")
    expect(page.get_by_text("nu 4")).to_be_visible()
    os.kill(hosted.process.pid, signal.SIGSTOP)
    try:
        slider.press("ArrowRight")
        slider.press("ArrowRight")
        page.wait_for_timeout(500)
        expect(page.get_by_text("nu 4")).to_be_visible()
    finally:
        os.kill(hosted.process.pid, signal.SIGCONT)
    expect(page.get_by_text("nu 6")).to_be_visible()


@pytest.mark.browser
def test_the_worksheet_opens_no_socket(page: Page, hosted: Hosted) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(hosted.url + "/worksheet")
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    assert not sockets
    expect(page.get_by_text("Startar")).to_be_hidden()
