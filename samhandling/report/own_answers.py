"""A participant's own answers, to take home as a file."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from samhandling.analysis.sentences import measured
from samhandling.content.exercise import LEVELS, Exercise
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.words import many, say
from samhandling.report.page import mark, page
from samhandling.report.tidy import placing, stance

Key = tuple[str, str, int, str]


def own_answers(content: Content, rows: Iterable[Mapping[str, Any]], language: Language) -> str:
    """The questions and one's own answers as a complete HTML file, in the order of the series.

    `rows` have at least date, exercise, item, round, level and value, oldest first; the newest
    of a question is shown, unless it took the answer back.
    """
    newest: dict[Key, dict[str, Any]] = {}
    for row in rows:
        key = (str(row.get("date") or ""), str(row["exercise"]), int(row["round"]), str(row["level"]))
        newest.setdefault(key, {})[str(row["item"])] = row["value"]
    order = {one: place for place, one in enumerate(content.exercises)}
    keys = sorted(newest, key=lambda key: (key[0], order.get(key[1], 999), key[2], LEVELS.index(key[3])))
    parts = [
        _part(content.exercises[key[1]], key, newest[key], language) for key in keys if key[1] in content.exercises
    ]
    title = say("paper", "own_title", language)
    series = escape(content.series.title.in_(language))
    about = escape(say("paper", "own_about", language))
    head = f'<header class="top">{mark()}<div><h1>{escape(title)}</h1><p class="soft">{series}</p></div></header>'
    body = "\n".join(part for part in parts if part) or f"<p>{escape(say('paper', 'own_none', language))}</p>"
    return page(title, f"{head}<p>{about}</p>\n{body}", language)


def _part(exercise: Exercise, key: Key, values: Mapping[str, Any], language: Language) -> str:
    date, _, round, level = key
    about = [date, say("paper", f"level_{level}", language)]
    if round > 1:
        about.append(say("paper", "round", language, n=round))
    lines = []
    for item in exercise.items:
        value = values.get(item.id)
        if value is not None and value not in ("", [], {}):
            lines.append(f"<dt>{escape(item.label.in_(language))}</dt><dd>{_answer(item, value, language)}</dd>")
    if not lines:
        return ""
    said = escape(" · ".join(part for part in about if part))
    return f'<h2>{escape(exercise.title.in_(language))}</h2><p class="how">{said}</p><dl>{"".join(lines)}</dl>'


def _answer(item: Any, value: Any, language: Language) -> str:
    """An answer as a person reads it, as HTML."""
    if value == UNKNOWN:
        return escape(say("paper", "unknown", language))
    match item.kind:
        case "scale" | "ladder":
            return escape(_point(item, value, language))
        case "matrix":
            rows = _labels(item.rows, language)
            return _list(f"{rows.get(row, row)}: {_point(item, one, language)}" for row, one in value.items())
        case "choice" if isinstance(value, list):
            names = _labels(item.options, language)
            return _list(str(names.get(one, one)) for one in value)
        case "choice":
            return escape(_labels(item.options, language).get(value, value))
        case "notes":
            names = _labels(item.categories, language)
            return _list(_note(card["text"], names.get(card.get("category", ""))) for card in value)
        case "votes" if item.options:
            names = _labels(item.options, language)
            return _list(f"{names.get(one, one)}: {many('paper', 'dots', n, language)}" for one, n in value.items())
        case "votes":
            return escape(many("paper", "dots", sum(value.values()), language))
        case "quiz":
            return escape(_labels(item.options, language).get(value, value))
        case "agree":
            statements = {one: label.rstrip(".") for one, label in _labels(item.statements, language).items()}
            return _list(f"{statements.get(one, one)}: {stance(vote, language)}" for one, vote in value.items())
        case "place":
            things, places = _labels(item.things, language), {one.code: one.name for one in item.municipalities}
            return _list(
                f"{things.get(thing, thing)}: {', '.join(places.get(code, code) for code in codes)}"
                for thing, codes in value.items()
            )
        case "number":
            return escape(measured(item, value, language))
        case "rank":
            names = _labels(item.options, language)
            return _list(f"{place}. {names.get(one, one)}" for place, one in enumerate(value, 1))
        case "position":
            return _list(placing(item, one, language) for one in value)
        case "board":
            cards, statuses = _labels(item.cards, language), _labels(item.statuses, language)
            return _list(
                f"{cards.get(card, card)}: {statuses.get(said['status'], said['status'])}"
                + (f" – {said['note']}" if said.get("note") else "")
                for card, said in value.items()
            )
        case "table":
            return _list("; ".join(_cells(item, row, language)) for row in value)
    return escape(str(value))


def _point(item: Any, value: Any, language: Language) -> str:
    if value == UNKNOWN:
        return say("paper", "unknown", language)
    return next((f"{value} – {point.label.in_(language)}" for point in item.points if point.value == value), str(value))


def _labels(options: Any, language: Language) -> dict[str, str]:
    return {option.id: option.label.in_(language) for option in options}


def _note(text: str, category: str | None) -> str:
    return f"{category}: {text}" if category else text


def _cells(item: Any, row: Mapping[str, Any], language: Language) -> Iterable[str]:
    for column in item.columns:
        if (cell := row.get(column.id)) is not None:
            written = _labels(column.options, language).get(cell, cell) if column.options else cell
            yield f"{column.label.in_(language)}: {written}"


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
