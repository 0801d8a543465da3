"""The meetings' notebooks in JupyterLab: they run as they stand, and exercises and charts can be tried there."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on a copy of the series; its address."""
    tmp_path = tmp_path_factory.mktemp("lab")
    series = tmp_path / "series"
    shutil.copytree(ROOT / "exercises", series / "exercises")
    shutil.copytree(ROOT / "datasets", series / "datasets")
    shutil.copytree(ROOT / "sessions", series / "sessions", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy2(ROOT / "series.yaml", series)
    log = tmp_path / "lab.log"
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root",
        "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True", f"--ServerApp.root_dir={series}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    home = {"HOME": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path / "run"), "PYTHONUTF8": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=series, env=os.environ | home)
    url = ""
    deadline = time.monotonic() + 60
    while not url:
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        lines = [line.split()[-1] for line in log.read_text().splitlines() if "http://127.0.0.1:" in line]
        url = lines[0].split("/lab")[0] if lines else ""
        time.sleep(0.1)
    while True:
        try:
            httpx.get(f"{url}/api")
            break
        except httpx.HTTPError:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(20)
    print(log.read_text()[-4000:])


def run_all(page: Page, lab: str, notebook: str, title: str) -> None:
    """Open a notebook and run it."""
    page.goto(f"{lab}/lab/tree/sessions/sv/{notebook}.ipynb?reset")
    expect(page.get_by_role("heading", name=title).first).to_be_visible(timeout=180_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).first.click()


def test_the_meetings_notebook_runs_and_the_staircase_can_be_tried(lab: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="sv-SE")
    page = context.new_page()
    run_all(page, lab, "2_business_collaboration", "Samverkan med näringslivet")
    stairs = page.locator(".samhandling .stairs").first
    stairs.scroll_into_view_if_needed(timeout=180_000)
    place = page.locator(".samhandling", has=page.locator(".stairs")).first
    expect(place.get_by_text("Förhandsvisning: svaren sparas inte.")).to_be_visible()
    place.locator("label", has_text="Samverkan").click()
    expect(place.get_by_role("radio", name="Samverkan")).to_be_checked()
    place.get_by_label("Vad bygger du det på?").fill("Vi provar")
    place.get_by_role("button", name="Klar").click()
    expect(page.locator(".samhandling").get_by_text("Vi provar")).to_be_visible()
    # nothing of ours leaks into the notebook around it
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    errors = page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']")
    expect(errors).to_have_count(0)
    context.close()


def test_the_explorer_draws_and_answers(lab: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="sv-SE")
    page = context.new_page()
    run_all(page, lab, "1_local_needs", "Lokala och regionala kompetensbehov")
    chart = page.locator("samhandling-chart", has_text="15 yrkena")
    chart.scroll_into_view_if_needed(timeout=180_000)
    drawn = page.get_by_role("img", name="I 7 av de 15 yrkena")
    expect(drawn.locator("svg.main-svg").first).to_be_visible()
    handle = page.locator(".jupyter-widgets .noUi-handle").first
    handle.press("ArrowRight")
    expect(chart.locator(".sentence")).to_contain_text("I 5 av de 15 yrkena är minst 26\xa0%")
    expect(page.get_by_role("img", name="I 5 av de 15 yrkena")).to_be_visible()
    chart.get_by_text("Visa som tabell").click()
    expect(chart.get_by_role("row", name="Grundskollärare")).to_be_visible()
    # the notebook's own plotly, if it has one, is not ours
    assert page.evaluate("window.Plotly") is None
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    expect(page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)
    context.close()
