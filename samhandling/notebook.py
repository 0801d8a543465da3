"""What a notebook may call: the screens, the exercises in place, and the run sheet.

Each call returns a widget. In JupyterLab and in any Voilà the widget draws itself from what it
carries, as a preview; on a page of our own server its HTML is enough, and the browser fetches the
rest, so that no answer ever travels through a kernel.
"""

import html
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from IPython.display import HTML, display

from samhandling.content.language import Language, in_language
from samhandling.content.reading import Content

STATIC = Path(__file__).parent / "server" / "static"


@cache
def _content() -> Content:
    return Content.read()


class Screen(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget's base class is untyped
    """One screen of the kit: a worksheet, an exercise in place, the cockpit, the projector …"""

    _esm = STATIC / "widget.js"
    _css = STATIC / "widget.css"
    screen = traitlets.Unicode().tag(sync=True)
    exercise = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode("sv").tag(sync=True)
    definitions = traitlets.List().tag(sync=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        place = (
            f'<div class="samhandling" data-screen="{html.escape(self.screen)}"'
            f' data-exercise="{html.escape(self.exercise)}" data-language="{html.escape(self.language)}"></div>'
        )
        data, *metadata = bundle if isinstance(bundle, tuple) else (bundle,)
        data = {**(data or {}), "text/html": place}
        return (data, *metadata) if metadata else data


def definitions(content: Content, language: Language, *exercises: str) -> list[dict[str, Any]]:
    """Exercises as the browser draws them, in one language; all of the series when none is named."""
    wanted = exercises or tuple(content.exercises)
    return [
        in_language(content.exercises[one].model_dump(mode="json") | {"minutes": content.exercises[one].minutes}, language)
        for one in wanted
    ]


def worksheet(language: Language = "sv") -> Screen:
    """The participant's worksheet, which follows the room; without a room, every exercise to try."""
    return Screen(screen="worksheet", language=language, definitions=definitions(_content(), language))


def exercise(exercise: str, language: Language = "sv") -> Screen:
    """One exercise in place, by its id, e.g. ``exercise("E10.2")``. KeyError for an unknown id."""
    content = _content()
    if exercise not in content.exercises:
        raise KeyError(f"no exercise {exercise!r}; there are {', '.join(content.exercises)}")
    return Screen(
        screen="exercise", exercise=exercise, language=language, definitions=definitions(content, language, exercise)
    )


def cockpit(language: Language = "sv") -> Screen:
    """The facilitator's controls of a running meeting."""
    return Screen(screen="cockpit", language=language)


def projector(language: Language = "sv") -> Screen:
    """What the room sees on the wall."""
    return Screen(screen="projector", language=language)


def follow_up(language: Language = "sv") -> Screen:
    """The meeting's answers afterwards, by group."""
    return Screen(screen="follow_up", language=language)


def run_sheet(meeting: str, language: Language = "sv") -> None:
    """Show a meeting's agenda as a table: start, minutes, step, exercise."""
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
    display(HTML(f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"))  # type: ignore[no-untyped-call]
