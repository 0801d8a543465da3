"""The meeting's notebook in JupyterLab: it runs as it stands, and an exercise can be tried there."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """A JupyterLab on a copy of the series; its address."""
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


def test_the_meetings_notebook_runs_and_the_staircase_can_be_tried(lab: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{lab}/lab/tree/sessions/sv/2_business_collaboration.ipynb?reset")
    expect(page.get_by_role("heading", name="Samverkan med näringslivet").first).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).first.click()
    stairs = page.locator(".samhandling .stairs").first
    stairs.scroll_into_view_if_needed(timeout=60_000)
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
