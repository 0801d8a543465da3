"""A page with charts: live for who has a kernel, pictures for who has none; other pages know nothing of them."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from samhandling.server.assets import address
from tests.server.test_voila import SLIDER, Hosted, write

CHART = """
from ipywidgets import IntSlider
from samhandling.figures import Picture, base_layout
from samhandling.notebook import explorer
figure = {"data": [{"type": "bar", "x": [1, 2], "y": ["a", "b"]}], "layout": base_layout("sv", rows=2)}
table = [["Vad", "Antal"], ["a", "1"]]
explorer(lambda n: Picture(figure, f"Just nu {n}", table), "sv", n=IntSlider(3, description="Antal"))
"""
WORD = "Den här delen går att pröva på den vanliga sidan."


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """A server of a meeting with a chart and a slider alone, and one with the slider only."""
    root = tmp_path_factory.mktemp("content")
    write(root / "voila_apps/worksheet.ipynb", "'arbetsblad'")
    write(root / "sessions/sv/charts.ipynb", "# Bilder", CHART, SLIDER)
    write(root / "sessions/sv/slider.ipynb", "# Reglage", SLIDER)
    one = Hosted(root, root / "server.log", max_kernels=2)
    yield one
    one.stop()
    print(Path(root / "server.log").read_text()[-4000:])


def test_a_live_page_shows_the_picture_before_its_kernel_does(hosted: Hosted) -> None:
    page = hosted.get("/sessions/charts").text
    assert page.count("data-widget-view=") == 2 and "/static/kernel.js" in page
    assert page.count("<samhandling-chart") == 1 and "Just nu 3" in page and address("plot.js") in page
    assert WORD not in page


@pytest.mark.parametrize(("query", "agent"), [("?lite=1", "Mozilla/5.0"), ("", "WhatsApp/2.23")])
def test_a_page_without_a_kernel_keeps_the_picture_and_says_where_the_controls_are(
    hosted: Hosted, query: str, agent: str
) -> None:
    there = f"{hosted.url}/sessions/charts{query}"
    page = httpx.get(there, cookies={"visitor": "anna"}, headers={"User-Agent": agent}, timeout=60).text
    assert "Just nu 3" in page and '<th scope="row">a</th><td>1</td>' in page and address("plot.js") in page
    # the chart's place and the slider's
    assert page.count(WORD) == 2
    assert page.index("</samhandling-chart>") < page.index(WORD)
    assert "data-widget-view=" not in page and "kernel.js" not in page


def test_when_it_is_full_the_picture_stays_too(hosted: Hosted) -> None:
    pages = [hosted.get("/sessions/charts", visitor).text for visitor in ("one", "two", "three")]
    page = pages[-1]
    assert "Just nu 3" in page and "kernel.js" not in page
    assert page.count("Alla platser med reglage är upptagna just nu.") == 2


def test_a_page_without_a_chart_asks_for_no_part_of_it(hosted: Hosted) -> None:
    for path in ("/sessions/slider?lite=1", "/worksheet"):
        assert "plot" not in hosted.get(path).text
