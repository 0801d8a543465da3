"""The themes of a running server's answers in words: read from all rooms, suggested, kept, and told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from samhandling.analysis.coding import OTHER, Coding, coded
from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.frame import answers_frame
from samhandling.analysis.open_text import is_open, open_texts
from samhandling.analysis.sentences import number
from samhandling.content.kinds import Item
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.server.results import tidy
from samhandling.store import Store
from samhandling.store import answers as answers_table
from samhandling.store import codings as codings_table
from samhandling.store import rooms as rooms_table


@dataclass(frozen=True)
class Read:
    """The answers to an item, and the coding that is kept of them, with when it was."""

    texts: pd.DataFrame
    kept: Coding | None
    changed: int | None


def read(store: Store, content: Content, exercise: str, item: Item, language: Language) -> Read:
    """What was answered to an item in all rooms, in the shape of `open_texts`, and what is kept."""
    rows, hidden, row = store.read(
        lambda connection: (
            answers_table.of_items(connection, [(exercise, item.id)]),
            rooms_table.hidden_notes(connection),
            codings_table.newest(connection, exercise, item.id),
        )
    )
    away = {(room, note) for (room, where, note), is_hidden in hidden.items() if is_hidden and where == exercise}
    texts = open_texts(answers_frame(tidy(rows), content), exercise, item, language, hidden=away)
    kept = None if row is None else Coding.model_validate(row["coding"])
    return Read(texts, kept, None if row is None else row["at"])


def asked(store: Store, content: Content, language: Language) -> list[dict[str, Any]]:
    """The questions that somebody has answered in their own words, in all rooms, in the shape of the API.

    Of how many respondents is said for five or more.
    """
    items = [(one, item) for one in content.exercises.values() for item in one.items if is_open(item)]
    rows, hidden = store.read(
        lambda connection: (
            answers_table.of_items(connection, [(exercise.id, item.id) for exercise, item in items]),
            rooms_table.hidden_notes(connection),
        )
    )
    frame, found = answers_frame(tidy(rows), content), []
    for exercise, item in items:
        away = {(room, note) for (room, where, note), gone in hidden.items() if gone and where == exercise.id}
        texts = open_texts(frame, exercise.id, item, language, hidden=away)
        if len(texts):
            n = int(texts["respondent"].nunique())
            found.append({
                "exercise": exercise.id, "title": exercise.title.in_(language), "item": item.id,
                "question": item.label.in_(language), "n": n if n >= MINIMUM else None,
                "simulated": bool(texts["simulated"].all()), "shared": bool(getattr(item, "shared", True)),
            })  # fmt: skip
    return found


def suggestion(found: Read, exercise: str, item: str) -> Coding:
    """The coding that the answers themselves suggest."""
    # what reads texts is large, and most meetings never ask for it: it is loaded when somebody does
    from samhandling.analysis.themes import suggested

    return suggested(exercise, item, found.texts["text"], found.texts["respondent"])


def keep(room: str, at: int, suggested: Coding, change: Callable[[Coding], Coding] | None) -> Callable[[Any], Coding]:
    """A job for the store's writer: change the coding that is kept, or the suggested one, and keep what it becomes.

    Without a change what was kept before the last one is kept again.
    """

    def job(connection: Any) -> Coding:
        rows = codings_table.history(connection, suggested.exercise, suggested.item)[-2:]
        was = [suggested, suggested, *(Coding.model_validate(row["coding"]) for row in rows)]
        made = was[-2] if change is None else change(was[-1])
        codings_table.add(connection, {
            "exercise": made.exercise, "item": made.item, "room": room, "by": made.by, "at": at,
            "coding": made.model_dump(mode="json"),
        })  # fmt: skip
        return made

    return job


def told(found: Read, exercise: str, item: Item, language: Language, room: str | None = None) -> dict[str, Any]:
    """The answers of all rooms, or of one, by theme, in the shape of the API."""
    from samhandling.analysis.reliability import agreement
    from samhandling.analysis.themes import keywords, quotes, speakers, terms_of

    suggested = suggestion(found, exercise, item.id)
    coding = found.kept or suggested
    texts = found.texts if room is None else found.texts[found.texts["room"].eq(room)]
    who, terms = texts["respondent"], terms_of(texts["text"])
    codes = coded(coding, terms)
    numbers = speakers({answer: themes or (OTHER,) for answer, themes in codes.items()}, who)
    by_hand = coding.by_hand
    n = int(who.nunique())

    def theme(one: str, label: str, includes: list[str]) -> dict[str, Any]:
        inside = {answer for answer, themes in codes.items() if (one in themes if one != OTHER else not themes)}
        spoken = quotes(texts["text"], inside, who) if one != OTHER else []
        return {"id": one, "label": label, "includes": includes, "n": numbers.get(one), "quotes": spoken}

    compared = None
    if found.kept is not None:
        ids = list(dict.fromkeys(one.id for one in (*coding.themes, *suggested.themes)))
        compared = agreement(coded(suggested, terms), codes, ids)
    return {
        "exercise": exercise, "item": item.id, "question": item.label.in_(language),
        "n": n if n >= MINIMUM else None, "simulated": bool(len(texts)) and bool(texts["simulated"].all()),
        "by": coding.by, "changed": found.changed,
        "answers": [
            {"id": answer, "text": text, "themes": list(codes[answer]), "by_hand": answer in by_hand}
            for answer, text in zip(codes, texts["text"], strict=True)
        ],
        "keywords": [{"word": one.word, "n": one.n} for one in keywords(texts["text"], who)],
        "keywords_note": say("themes", "keywords_few" if n < MINIMUM else "keywords_note", language),
        "themes": [theme(one.id, one.label, list(one.includes)) for one in coding.themes],
        "other": theme(OTHER, say("themes", "other", language), []),
        "agreement": compared and {
            "n": compared.n, "alpha": compared.alpha,
            "kappas": [{"theme": one, "kappa": kappa} for one, kappa in compared.kappas.items()],
            "sentence": _agree(compared.alpha, language),
        },
    }  # fmt: skip


def _agree(alpha: float | None, language: Language) -> str:
    if alpha is None:
        return say("themes", "agreement_none", language)
    return say("themes", "agreement", language, alpha=number(round(alpha, 2), language))
