"""Charts in notebooks: a picture with its sentence and its table, and controls that change it.

A chart is a widget for a page with a kernel, and the same as plain HTML for one without: there its picture
stands still. One browser module draws both (`frontend/src/plot`).
"""

import json
import os
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets  # type: ignore[import-untyped]  # it has no stubs
import traitlets

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures import Picture

STATIC = Path(__file__).parent / "server" / "static"


class Chart(anywidget.AnyWidget):
    """A picture that can be changed: `show` another. Its sentence and its table do not need the picture."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    plotly = traitlets.Unicode().tag(sync=True)
    html = traitlets.Unicode().tag(sync=True)

    def __init__(self, picture: Picture, language: Language = "sv") -> None:
        self._language: Language = language
        super().__init__(html=markup(picture, language), **_modules(_on_page()))

    def show(self, figure: dict[str, Any], sentence: str, table: Sequence[Sequence[str]] = (), note: str = "") -> None:
        """Become another picture; the sentence is read out to those who listen."""
        self.html = markup(Picture(figure, sentence, table, note), self._language)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return _bundle(self, self)


class Explorer(ipywidgets.VBox):  # type: ignore[misc]  # as above
    """Controls, and under them the chart that they change."""

    def __init__(self, controls: Sequence[Any], chart: Chart) -> None:
        self._chart = chart
        super().__init__([*controls, chart])

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return _bundle(self, self._chart)


def explorer(draw: Callable[..., Picture], language: Language = "sv", /, **controls: Any) -> Explorer:
    """A chart of what `draw` makes of the controls' values, drawn anew when one changes.

    The controls are ipywidgets by the names of `draw`'s arguments: ``explorer(draw, "sv", limit=IntSlider(25))``.
    """

    def drawn() -> Picture:
        return draw(**{name: control.value for name, control in controls.items()})

    chart = Chart(drawn(), language)
    for control in controls.values():
        control.observe(lambda change: chart.show(*drawn()), "value")
    return Explorer([*controls.values()], chart)


def markup(picture: Picture, language: Language) -> str:
    """A picture as HTML: its figure for the browser module to draw, its sentence, and its numbers as a table."""
    # in a script no character needs escaping but the one that could end it
    figure = json.dumps(picture.figure, ensure_ascii=False).replace("<", "\\u003c")
    sentence, note = escape(picture.sentence), escape(picture.note)
    return (
        f'<samhandling-chart class="samhandling" lang="{language}">'
        f'<script type="application/json">{figure}</script>'
        f'<p class="sentence" aria-live="polite">{sentence}</p>'
        f'<div class="drawn" style="min-height: {picture.figure["layout"].get("height", 0)}px"></div>'
        f'<p class="lost" hidden>{say("charts", "lost", language)}</p>'
        f'<p class="source">{note}</p>'
        f"{_table(picture, language)}</samhandling-chart>"
    )


def _table(picture: Picture, language: Language) -> str:
    if not picture.table:
        return ""
    head, *rows = [[escape(cell) for cell in row] for row in picture.table]
    columns = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>' for first, *rest in rows
    )
    label = say("charts", "as_table", language)
    return (
        f"<details><summary>{label}</summary>"
        f'<div tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def _bundle(widget: Any, chart: Chart) -> Any:
    """What a widget displays, with its chart as HTML beside it for a page without a kernel."""
    script = f'<script type="module" src="{chart._esm}"></script>' if _on_page() else ""
    return ipywidgets.Widget._repr_mimebundle_(widget) | {"text/html": chart.html + script}


def _on_page() -> bool:
    return os.environ.get("SAMHANDLING_HOST") == "server"


@cache
def _modules(on_page: bool) -> dict[str, str]:
    """The browser module, its style, and plotly: where they are on our own pages, else themselves."""
    if on_page:
        return {"_esm": address("plot.js")}
    # elsewhere nothing can be fetched but through the kernel
    return {
        "_esm": (STATIC / "plot.js").read_text(encoding="utf-8"),
        "_css": (STATIC / "widget.css").read_text(encoding="utf-8"),
        "plotly": (STATIC / "plotly-basic.js").read_text(encoding="utf-8"),
    }


def address(name: str) -> str:
    """The address of a built module with its version, as the server has it."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"
