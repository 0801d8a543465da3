"""What a notebook may call: the screens, the exercises in place, the explorers and charts, and the run sheet.

In JupyterLab, and in any Voilà, a call returns a widget that draws itself from what it carries, as
a preview. On a page of our own server a place in the page is enough: the browser fetches the rest,
so that no answer ever travels through a kernel.
"""

import html
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from IPython.display import HTML, display

from samhandling.content.language import Language, in_language
from samhandling.content.reading import Content
from samhandling.figures import Figure, Picture

STATIC = Path(__file__).parent / "server" / "static"


def worksheet(language: Language = "sv") -> Any:
    """The participant's worksheet, which follows the room; without a room, every exercise to try."""
    return _screen("worksheet", language, *_content().exercises)


def exercise(exercise: str, language: Language = "sv") -> Any:
    """One exercise in place, by its id, e.g. ``exercise("E10.2")``. KeyError for an unknown id."""
    if exercise not in _content().exercises:
        raise KeyError(f"no exercise {exercise!r}; there are {', '.join(_content().exercises)}")
    return _screen("exercise", language, exercise)


def cockpit(language: Language = "sv") -> Any:
    """The facilitator's controls of a running meeting."""
    return _screen("cockpit", language)


def projector(language: Language = "sv") -> Any:
    """What the room sees on the wall."""
    return _screen("projector", language)


def follow_up(language: Language = "sv") -> Any:
    """The meeting's answers afterwards, by group."""
    return _screen("follow_up", language)


def register(register: str, language: Language = "sv") -> Any:
    """What lives on from the meetings, to read on the wall, e.g. ``register("commitments")``. KeyError if unknown."""
    if register not in _content().registers:
        raise KeyError(f"no register {register!r}; there are {', '.join(_content().registers)}")
    return _screen("register", language, register=register)


def chart(
    figure: Figure, sentence: str, table: Sequence[Sequence[str]] = (), note: str = "", language: Language = "sv"
) -> Any:
    """A picture with its sentence and, behind a click, its table; its `show` takes another."""
    from samhandling.charts import Chart

    return Chart(Picture(figure, sentence, table, note), language)


def explorer(draw: Callable[..., Picture], language: Language = "sv", /, **controls: Any) -> Any:
    """Controls above a chart of what `draw` makes of their values: ``explorer(draw, "sv", limit=IntSlider(25))``."""
    from samhandling.charts import explorer

    return explorer(draw, language, **controls)


def explore(name: str, language: Language = "sv") -> Any:
    """One of the kit's explorers, e.g. ``explore("generation_shift")``. KeyError for an unknown name."""
    from samhandling.explorers import EXPLORERS

    if name not in EXPLORERS:
        raise KeyError(f"no explorer {name!r}; there are {', '.join(EXPLORERS)}")
    return EXPLORERS[name](_content(), language)


def run_sheet(meeting: str, language: Language = "sv") -> None:
    """Show a meeting's agenda as a table: start, minutes, step, exercise. KeyError for an unknown meeting."""
    found = _content().series.meeting(meeting)
    if found is None:
        raise KeyError(f"no meeting {meeting!r}; there are {', '.join(m.id for m in _content().series.meetings)}")
    heads = {"sv": ("Start", "Minuter", "Steg", "Övning"), "en": ("Start", "Minutes", "Step", "Exercise")}[language]
    rows, start = [], 0
    for step in found.agenda:
        cells = (f"{start // 60}:{start % 60:02}", str(step.minutes), step.title.in_(language), step.exercise or "")
        rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        start += step.minutes
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join(rows)
    table = f'<table class="run-sheet"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    display(HTML(table))  # type: ignore[no-untyped-call]  # IPython is untyped here


def definitions(content: Content, language: Language, *exercises: str) -> list[dict[str, Any]]:
    """Exercises as the browser draws them, in one language; without answer keys."""
    found = (content.exercises[one] for one in exercises)
    return [in_language(one.to_draw(), language) for one in found]


def warm_up() -> None:
    """Do once what every kernel would do at its start, in the process that they are forked from."""
    import ipywidgets  # type: ignore[import-untyped]  # it has no stubs

    _content()
    slider = ipywidgets.IntSlider()
    ipywidgets.VBox([slider, ipywidgets.Label(), ipywidgets.FloatSlider(), ipywidgets.Dropdown(options=["a", "b"])])
    slider.get_state()
    ipywidgets.Widget.close_all()


@cache
def _content() -> Content:
    return Content.read()


def _screen(screen: str, language: Language, *exercises: str, register: str = "") -> Any:
    one = exercises[0] if screen == "exercise" else ""
    if os.environ.get("SAMHANDLING_HOST") == "server":
        attributes = f'data-screen="{screen}" data-exercise="{html.escape(one)}" data-language="{language}"'
        attributes += f' data-register="{html.escape(register)}"' if register else ""
        return HTML(f'<div class="samhandling" {attributes}></div>')  # type: ignore[no-untyped-call]  # as above
    return _widget()(
        screen=screen, exercise=one, language=language, definitions=definitions(_content(), language, *exercises)
    )


@cache
def _widget() -> type:
    """The widget's class; made only where it is needed, since its import is most of a kernel's start."""
    import anywidget
    import traitlets

    class Screen(anywidget.AnyWidget):
        """One screen of the kit: a worksheet, an exercise in place, the cockpit, the projector …"""

        _esm = STATIC / "widget.js"
        _css = STATIC / "widget.css"
        screen = traitlets.Unicode().tag(sync=True)
        exercise = traitlets.Unicode().tag(sync=True)
        language = traitlets.Unicode("sv").tag(sync=True)
        definitions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    return Screen
