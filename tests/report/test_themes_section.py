"""What people wrote, in the report: counted by theme with each person once, and nothing of few, hidden or unshared."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from samhandling.analysis.coding import Coding, rename
from samhandling.content.language import LANGUAGES
from samhandling.report.document.model import Block
from samhandling.report.material import Material
from samhandling.report.reports import report
from samhandling.report.sections.themes import themes
from tests.answered import CONTENT, answer, person

MENTORS = (
    "Praktikplatsen saknar handledare",
    "Handledare har inte tid för praktikplatser",
    "Praktikplatsen behöver en handledare",
    "För få praktikplatser och handledare",
    "Handledaren på praktikplatsen slutar",
    "Handledare och praktikplatser",
)
BUSES = (
    "Bussen går inte till fabriken",
    "Ingen buss till fabriken",
    "Fabriken ligger långt från bussen",
    "Ring Erik om bussen till fabriken",
)
APART = ("Pengarna tar slut", "Vi vet för lite", "Ledningen dröjer", "Olika kalendrar")
"""What only one person says of each: a word that more than half of the answers have tells no themes apart."""


def cards(*texts: str) -> list[dict[str, Any]]:
    return [{"id": f"card-{text}", "text": text, "category": "a"} for text in texts]


def of(rows: Sequence[dict[str, Any]]) -> Material:
    people = {row["participant"]: row for row in rows}
    return Material.of_rows(CONTENT, list(rows), list(people.values()))


def wall(**more: Any) -> list[dict[str, Any]]:
    """Six people on mentors, four others on buses, four on something each."""
    return [answer(person(n, **more), "wall", cards(text), n) for n, text in enumerate((*MENTORS, *BUSES, *APART), 1)]


def block(material: Material, language: Any = "sv") -> Block:
    section = themes(material, language)
    assert section is not None
    assert [one.id for one in section.blocks] == ["themes-E99-wall"]
    return section.blocks[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_theme_is_counted_drawn_and_quoted(language: Any) -> None:
    one = block(of(wall()), language)
    assert one.n == 14
    assert [row[1] for row in one.table.rows] == [6]
    assert "(6)" in one.sentence and "14" in one.sentence
    assert 1 <= len(one.quotes) <= 4 and set(one.quotes) <= set(MENTORS)
    assert list(go.Figure(one.figure).data[0].x) == [6]


def test_a_theme_of_four_is_not_there_at_all() -> None:
    one = block(of(wall()))
    told = repr((one.sentence, one.figure, one.table, one.quotes))
    assert "buss" not in told.lower() and "fabrik" not in told.lower()
    fifth = block(of([*wall(), answer(person(20), "wall", cards("Bussar till fabriker"), 20)]))
    assert [row[1] for row in fifth.table.rows] == [6, 5]


def test_four_respondents_have_no_section() -> None:
    assert themes(of(wall()[:4]), "sv") is None
    # four people do not become five by writing more
    many = [answer(person(n), "wall", cards(*MENTORS), n) for n in range(4)]
    assert themes(of(many), "sv") is None


def test_over_a_series_a_person_counts_once() -> None:
    later = {"room": "VINDEN", "meeting": "3_meeting", "date": "2026-05-04"}
    said = (*MENTORS, *BUSES, *APART)
    again = [answer(person(n), "wall", cards(f"Igen: {text}"), 100 + n, **later) for n, text in enumerate(said, 1)]
    one = block(of([*wall(), *again]))
    # the four on buses have written eight notes, and are still four
    assert (one.n, [row[1] for row in one.table.rows]) == (14, [6])


def test_what_somebody_kept_is_used_and_said() -> None:
    material = of(wall())
    suggested = block(material)
    coding = Coding.model_validate(
        {"exercise": "E99", "item": "wall", "themes": [{"id": "one", "label": "x", "includes": ["handledare"]}]}
    )
    kept = block(replace(material, codings={("E99", "wall"): rename(coding, "one", "Tid att handleda")}))
    assert kept.table.rows[0][:2] == ["Tid att handleda", 6]
    assert "Spärck Jones" in suggested.note and "Spärck Jones" not in kept.note


def test_a_hidden_note_is_neither_counted_nor_quoted() -> None:
    hidden = {("KLIPPA", "E99", f"card-{MENTORS[0]}"): True, ("KLIPPA", "E99", f"card-{MENTORS[1]}"): False}
    one = block(replace(of(wall()), hidden=hidden))
    assert (one.n, one.table.rows[0][1]) == (13, 5)
    assert MENTORS[0] not in one.quotes


def test_what_is_not_shared_with_the_group_is_not_in_the_report() -> None:
    private = [answer(person(n), "why", text, n) for n, text in enumerate((*MENTORS, *BUSES, *APART))]
    shared = [answer(person(n), "home", text, n) for n, text in enumerate((*MENTORS, *BUSES, *APART))]
    assert themes(of(private), "sv") is None
    assert themes(of(shared), "sv") is not None


def test_simulated_answers_are_labelled() -> None:
    assert block(of(wall(simulated=True))).synthetic
    assert not block(of(wall())).synthetic


def test_the_report_has_the_section() -> None:
    made = report(of(wall()), dt.date(2026, 4, 1), "sv")
    assert "I deltagarnas egna ord" in [section.title for section in made.sections]
