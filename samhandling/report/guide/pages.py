"""The guide's pages that are made from the content: run sheets, exercises, catalogue. Markdown, as MyST reads it."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.series import Meeting, Step
from samhandling.content.words import many, say

SYSTEMS = tuple(f"S{n}" for n in range(1, 11))
"""The ten examples that exercises come from."""
NINE = datetime(2000, 1, 1, 9)

_MARKUP = re.compile(r"([\\`*_\[\]<>|${}#~])")
_AT_START = re.compile(r"^(\s*)([-+:]|\d+(?=[.)]))")


def text(written: str) -> str:
    """Written text as Markdown that says exactly that, on one line."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(written.split()))
    return _AT_START.sub(lambda found: f"{found[1]}{_hidden(found[2])}", escaped)


def _hidden(start: str) -> str:
    # a sign that would begin a list stands as its entity, so that it is a sign
    return f"&#{ord(start[0])};{start[1:]}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _note(title: str, body: str, of: str) -> str:
    return f":::{{admonition}} {title}\n:class: {of}\n\n{body}\n:::"


def in_order(content: Content) -> list[Exercise]:
    """The exercises as people count them: E1.1 … E12, then P1 and on."""
    return sorted(
        content.exercises.values(), key=lambda one: (one.id[0], [int(part) for part in one.id[1:].split(".")])
    )


def systems_of(exercise: Exercise) -> list[str]:
    """The systems that an exercise is built on, e.g. ``S1–S3, S6`` → S1, S2, S3, S6."""
    found = []
    for first, last in re.findall(r"S(\d+)(?:–S(\d+))?", exercise.source or ""):
        found += [f"S{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def _meetings_with(content: Content, exercise: Exercise) -> list[Meeting]:
    return [
        meeting for meeting in content.series.meetings if any(step.exercise == exercise.id for step in meeting.agenda)
    ]


def _registers_of(content: Content, exercise: Exercise) -> list[str]:
    return [
        name
        for name, register in content.registers.items()
        if any(one.exercise == exercise.id for one in register.sources)
    ]


def data_of(content: Content, meeting: Meeting) -> list[str]:
    """The data sets that the notebook of a meeting shows, each once."""
    notebook = content.root / "sessions" / "sv" / f"{meeting.id}.ipynb"
    if not notebook.is_file():
        return []
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return list(dict.fromkeys(re.findall(r'(?:explore|explorer|chart)\("(\w+)"', code)))


# --- the run sheet


def _hours(minutes: int, language: Language) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if language == "en" else f"{hours} tim {rest} min"


def _who(content: Content, step: Step, language: Language) -> str:
    levels = content.exercises[step.exercise].levels if step.exercise else ()
    said = [say("guide", f"level_{level}", language) for level in levels] or [say("guide", "whole_room", language)]
    return ", ".join(dict.fromkeys(said))


def _clock(at: datetime, language: Language) -> str:
    return at.strftime("%H.%M" if language == "sv" else "%H:%M")


def _parts(content: Content, step: Step, language: Language) -> list[tuple[str, int, str]]:
    """The parts of a step's exercise as title, minutes and who."""
    if step.exercise is None:
        return []
    return [
        (phase.title.in_(language), phase.minutes, say("guide", f"level_{phase.level}", language))
        for phase in content.exercises[step.exercise].phases
    ]


def run_sheet(content: Content, meeting: Meeting, language: Language) -> str:
    """A meeting minute by minute, and the script of each step in full; headings from the second level on."""

    def said(key: str) -> str:
        return say("guide", key, language)

    end = NINE + timedelta(minutes=meeting.minutes)
    about = say(
        "guide", "run_sheet_about", language,
        start=_clock(NINE, language), minutes=_hours(meeting.minutes, language), end=_clock(end, language),
    )  # fmt: skip
    rows, script, at = [], [], NINE
    for step in meeting.agenda:
        clock, title = _clock(at, language), text(step.title.in_(language))
        link = f"[{step.exercise}](exercises/{step.exercise}.md)" if step.exercise else ""
        rows.append([clock, str(step.minutes), title, link, _who(content, step, language)])
        script.append(f"### {clock} {title}")
        if step.text:
            script.append(f"**{said('on_the_screen')}:** {text(step.text.in_(language))}")
        if step.script:
            script.append(_note(said("say_this"), text(step.script.in_(language)), "say"))
        if step.private:
            script.append(_note(said("for_you"), text(step.private.in_(language)), "private"))
        if parts := _parts(content, step, language):
            listed = "\n".join(f"- {text(name)} ({who}, {minutes} min)" for name, minutes, who in parts)
            script.append(f"{said('more_in')} {link}\n\n{listed}")
        at += timedelta(minutes=step.minutes)
    head = [said(key) for key in ("start", "minutes", "step", "exercise", "who")]
    forms = ", ".join(dict.fromkeys(step.exercise for step in meeting.agenda if step.exercise))
    printing = f"samhandling print --meeting {meeting.id}{'' if language == 'sv' else ' --lang en'}"
    paper = f"**{said('paper')}:** {forms} (`{printing}`)."
    body = [f"## {said('run_sheet')}", about, _table(head, rows), paper, f"## {said('script_in_full')}", *script]
    return "\n\n".join(body) + "\n"


def meeting_page(content: Content, meeting: Meeting, language: Language) -> str:
    """The chapter of a meeting that nobody has written one for: title, aim and run sheet."""
    title = say("guide", "meeting", language, n=meeting.number, title=text(meeting.title.in_(language)))
    return f"# {title}\n\n{text(meeting.aim.in_(language))}\n\n{run_sheet(content, meeting, language)}"


# --- an exercise


def exercise_page(content: Content, exercise: Exercise, language: Language) -> str:
    """Everything that a facilitator needs to know of one exercise."""

    def said(key: str) -> str:
        return say("guide", key, language)

    meetings = [
        f"[{text(meeting.title.in_(language))}](../{meeting.id}.md)" for meeting in _meetings_with(content, exercise)
    ]
    material = ["material_phones" if "individual" in exercise.levels else "material_tables", "material_projector"]
    facts = [
        (said("exercise_id"), exercise.id),
        (said("time"), many("paper", "minutes", exercise.minutes, language)),
        (said("mode"), said(f"mode_{exercise.mode}")),
        (said("material"), ", ".join(said(key) for key in material)),
        (said("used_in"), ", ".join(meetings) or said("used_nowhere")),
    ]
    if systems := systems_of(exercise):
        facts.append((said("source"), "; ".join(text(say("guide", f"system_{s.lower()}", language)) for s in systems)))
    parts = [
        f"# {exercise.id} {text(exercise.title.in_(language))}",
        f"**{said('aim')}:** {text(exercise.aim.in_(language))}",
        "\n".join(f"- **{name}:** {value}" for name, value in facts),
        f"## {said('how')}",
    ]
    for n, phase in enumerate(exercise.phases, start=1):
        level = said(f"level_{phase.level}")
        parts += [
            f"### {n}. {text(phase.title.in_(language))} ({level}, {phase.minutes} min)",
            f"**{said('participants_read')}:** {text(phase.instruction.in_(language))}",
            _note(said("say_this"), text(phase.script.in_(language)), "say"),
        ]
        if phase.private:
            parts.append(_note(said("for_you"), text(phase.private.in_(language)), "private"))
    if gate := exercise.gate:
        parts.append(say("guide", "gate", language, median=f"{gate.median_below:g}", spread=f"{gate.spread_from:g}"))
    parts += [f"## {said('items')}", _items(exercise, language)]
    for key, texts in (("debrief", exercise.debrief), ("feeds", exercise.feeds)):
        if texts:
            parts += [f"## {said(key)}", "\n".join(f"- {text(one.in_(language))}" for one in texts)]
    parts += [
        f"## {said('paper')}",
        f'<a href="../paper/{exercise.id}.html">{said("paper_link")}</a> {said("paper_how")} '
        f"`samhandling print {exercise.id}{'' if language == 'sv' else ' --lang en'}`.",
    ]
    return "\n\n".join(parts) + "\n"


def _items(exercise: Exercise, language: Language) -> str:
    asked = [item for item in exercise.items if not item.retired]
    by_kind = dict.fromkeys(item.kind for item in asked)
    lines = []
    for kind in by_kind:
        lines.append(f"**{say('guide', f'kind_{kind}', language)}**\n")
        for item in asked:
            if item.kind == kind:
                columns = [column.label.in_(language) for column in getattr(item, "columns", ()) if kind == "table"]
                more = f" ({say('guide', 'columns', language, columns=', '.join(columns))})" if columns else ""
                lines.append(f"- {text(item.label.in_(language) + more)}")
        lines.append("")
    return "\n".join(lines).strip()


# --- the catalogue


def catalogue(content: Content, language: Language) -> str:
    """A table of all exercises."""

    def said(key: str) -> str:
        return say("guide", key, language)

    rows = []
    for one in in_order(content):
        kinds = dict.fromkeys(say("guide", f"kind_{item.kind}", language).lower() for item in one.items)
        rows.append([
            f"[{one.id}](exercises/{one.id}.md)", text(one.title.in_(language)), str(one.minutes),
            said(f"mode_{one.mode}"), "; ".join(kinds),
            ", ".join(str(meeting.number) for meeting in _meetings_with(content, one)) or "–",
        ])  # fmt: skip
    head = [said(key) for key in ("exercise_id", "name", "minutes", "mode", "items", "meetings")]
    return f"# {said('catalogue')}\n\n{said('catalogue_about')}\n\n{_table(head, rows)}\n"


def files(content: Content, language: Language, up: str | None = None) -> str:
    """Which exercises, meetings and data come from each system, and the files of every exercise.

    `up` is the way to the root of the repository, for links to its files; without it they are named only.
    """

    def said(key: str) -> str:
        return say("guide", key, language)

    def link(path: str) -> str:
        return f"[{path}]({up}{path})" if up is not None else f"`{path}`"

    def of_meeting(meeting: Meeting) -> list[str]:
        title = say("guide", "meeting", language, n=meeting.number, title=text(meeting.title.in_(language)))
        data = ", ".join(link(f"datasets/{name}.yaml") for name in data_of(content, meeting))
        return [title, link(f"sessions/{language}/{meeting.id}.ipynb"), data or "–"]

    systems, exercises = [], []
    for system in SYSTEMS:
        own = [one for one in in_order(content) if system in systems_of(one)]
        meetings = [m for m in content.series.meetings if any(m in _meetings_with(content, one) for one in own)]
        systems.append([
            f"{system} {text(say('guide', f'system_{system.lower()}', language))}",
            ", ".join(f"{one.id} {text(one.title.in_(language))}" for one in own) or "–",
            ", ".join(link(f"sessions/{language}/{m.id}.ipynb") for m in meetings) or "–",
        ])  # fmt: skip
    for one in in_order(content):
        meetings = _meetings_with(content, one)
        exercises.append([
            one.id, text(one.title.in_(language)), link(f"exercises/{one.id}.yaml"),
            ", ".join(systems_of(one)) or "–",
            ", ".join(link(f"sessions/{language}/{m.id}.ipynb") for m in meetings) or "–",
            ", ".join(f"`{name}`" for name in _registers_of(content, one)) or "–",
        ])  # fmt: skip
    first = [said(key) for key in ("system", "exercises", "meetings")]
    second = [said(key) for key in ("exercise_id", "name", "file", "system", "meetings", "lives_in")]
    third = [said(key) for key in ("one_meeting", "file", "data")]
    return "\n\n".join([
        f"# {said('systems')}", said("systems_about"), _table(first, systems),
        f"## {said('exercises')}", _table(second, exercises),
        f"## {said('meetings')}", said("files_about"), _table(third, map(of_meeting, content.series.meetings)),
    ]) + "\n"  # fmt: skip
