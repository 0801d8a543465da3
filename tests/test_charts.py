"""Charts in notebooks: a widget for a page with a kernel, and as HTML for one without; made where no kernel runs."""

import json
import re
from typing import Any

import pytest
from ipywidgets import IntSlider

from samhandling.charts import Chart, Explorer, explorer, markup
from samhandling.explorers import EXPLORERS
from samhandling.figures import Picture, base_layout
from samhandling.notebook import chart, explore
from samhandling.server.assets import address
from tests.conftest import ROOT

EVIL = '</script><img src=x onerror="hit()">'


def picture(n: int = 3, text: str = "kort") -> Picture:
    figure = {"data": [{"type": "bar", "x": [n], "y": [text]}], "layout": base_layout("sv", rows=2)}
    return Picture(figure, f"{n} är {text}", (("Vad", "Antal"), (text, str(n))), f"n = {n}")


def figure_in(html: str) -> Any:
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def shown(widget: Any) -> dict[str, Any]:
    """What a notebook takes down of a widget."""
    bundle: dict[str, Any] = widget._repr_mimebundle_()
    return bundle


def test_a_chart_comes_as_figure_sentence_table_and_source() -> None:
    html = markup(picture(), "sv")
    assert figure_in(html) == picture().figure
    assert '<p class="sentence" aria-live="polite">3 är kort</p>' in html and "n = 3" in html
    assert '<th scope="col">Antal</th>' in html and '<th scope="row">kort</th><td>3</td>' in html
    assert "Visa som tabell" in html and 'lang="sv"' in html
    assert "Show as a table" in markup(picture(), "en")


def test_what_is_written_in_a_chart_is_text_and_nothing_else() -> None:
    html = markup(picture(text=EVIL), "sv")
    assert figure_in(html)["data"][0]["y"] == [EVIL]
    assert "<img" not in html and html.count("</script>") == 1


def test_a_chart_without_a_table_offers_none() -> None:
    assert "<details" not in markup(Picture(picture().figure, "En mening"), "sv")


def test_a_chart_becomes_another() -> None:
    one = chart(*picture(3))
    one.show(*picture(4))
    assert one.html == markup(picture(4), "sv")


def test_the_first_state_is_drawn_at_once_and_each_change_anew() -> None:
    slider, drawn = IntSlider(3), []

    def draw(n: int) -> Picture:
        drawn.append(n)
        return picture(n)

    one = explorer(draw, "en", n=slider)
    assert drawn == [3] and shown(one)["text/html"] == markup(picture(3), "en")
    slider.value = 5
    assert drawn == [3, 5] and shown(one)["text/html"] == markup(picture(5), "en")
    assert one.children[0] is slider and isinstance(one.children[1], Chart)


def test_elsewhere_a_widget_brings_all_that_it_needs_since_nothing_can_be_fetched() -> None:
    one = chart(*picture())
    assert "samhandling-chart" in one._esm and "--accent" in one._css and len(one.plotly) > 1_000_000
    assert "src=" not in shown(one)["text/html"]


def test_on_our_pages_it_brings_addresses_that_a_browser_may_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMHANDLING_HOST", "server")
    one = chart(*picture())
    assert one._esm == address("plot.js") and not one._css and not one.plotly
    assert sum(len(str(value)) for value in one.get_state().values()) < 20_000
    bundle = shown(one)
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == one.model_id
    assert bundle["text/html"].startswith(one.html) and f'src="{address("plot.js")}"' in bundle["text/html"]
    module = (ROOT / "samhandling/server/static/plot.js").read_text(encoding="utf-8")
    assert address("plotly-basic.js").removeprefix("/static/") in module


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_explorer_speaks_both_languages(name: str) -> None:
    sentences = set()
    for language in ("sv", "en"):
        one = explore(name, language)
        assert isinstance(one, Explorer) and all(control.description for control in one.children[:-1])
        sentences.add(re.findall(r'aria-live="polite">(.+?)</p>', one.children[-1].html)[0])
    assert len(sentences) == 2


def test_an_unknown_explorer_is_told_from_those_there_are() -> None:
    with pytest.raises(KeyError, match="generation_shift"):
        explore("generations")
