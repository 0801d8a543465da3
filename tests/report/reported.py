"""Reports for tests: a meeting of the series as simulated participants answered it, and one that would break things."""

from functools import cache
from typing import Any

from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.report.document import Block, Document, Note, Section, Table
from samhandling.report.follow_up import Look, follow_up
from samhandling.report.material import Material
from tests.answered import room
from tests.conftest import ROOT

CONTENT = Content.read(ROOT)
HOSTILE = "<script>alert(1)</script> & \"citat\" 'x' =cmd|' /C calc'!A0 \u202eמצב \u0007 😀 </title>"
"""What a person may write: markup, a formula, right to left, what XML has no place for, a picture."""


@cache
def meeting(language: Language = "sv", at: int = 0, most: int = 60) -> Document:
    """A report of at most so many pictures, of the exercises of a meeting as simulated participants answer them."""
    held = CONTENT.series.meetings[at]
    persons, rows = _answers(held)
    where = {"room": "KLIPPA", "meeting": held.id, "date": "2026-03-04"}
    material = Material.of_rows(CONTENT, rows, [{**one, **where} for one in persons])
    found = follow_up(material, Look(room="KLIPPA"), language)
    sections, left = [], most
    for section in found["sections"]:
        blocks = [
            Block(**{**block, "table": Table(block["table"]["columns"], block["table"]["rows"])})
            for block in section["blocks"][:left]
        ]
        left -= len(blocks)
        sections.append(Section(section["id"], section["title"], blocks))
    facts, summary, note = {
        "sv": (("Datum", "Deltagare"), "Bristen väntas växa de närmaste tre åren.", "Metod"),
        "en": (("Date", "Participants"), "The shortage is expected to grow over three years.", "Method"),
    }[language]
    told = [*zip(facts, ("2026-02-03", str(len(persons))), strict=True)]
    return Document(
        held.title.in_(language), CONTENT.series.title.in_(language), CONTENT.series.organiser.in_(language), language,
        told, [summary, *(block.sentence for section in sections[1:3] for block in section.blocks[:1])],
        [section for section in sections if section.blocks], [Note(note, [summary])], found["simulated"],
    )  # fmt: skip


def _answers(held: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    kinds = [one.id for one in CONTENT.series.actor_types][:4]
    persons: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    planned = {step.exercise for step in held.agenda}
    for step in CONTENT.steps(held):
        if step.exercise not in planned or (exercise := CONTENT.exercises.get(step.exercise or "")) is None:
            continue
        persons, rows = room(40, exercise=exercise, simulated=True)
        for place, one in enumerate(persons):
            one["actor_type"] = kinds[place % 4 if place % 9 else 0]
        types = {one["participant"]: one["actor_type"] for one in persons}
        for row in rows:
            mine = {"meeting": held.id, "round": step.round, "seq": len(found) + 1, "run": 1}
            found.append(row | mine | {"actor_type": types[row["participant"]]})
    return persons, found


def broken(language: Language = "sv") -> Document:
    """A report of what is hard: hostile and very long text, nothing at all, rows too few to show, the same id twice."""
    long = "Mycket långt ord utan slut " + "x" * 5000
    wild = Block(HOSTILE, HOSTILE, HOSTILE, 7, _figure(HOSTILE), Table([HOSTILE, "", ""], [[HOSTILE, -1.5, None]]))
    rows = [["A", "färre än 5"], ["B", 6]]
    few = Block("few", "Få", "Färre än fem har svarat.", 0, None, Table(["Grupp", "n"], rows))
    told = Block("told", "Ord", "Vad de skrev.", 12, None, quotes=[HOSTILE, "الحياة جميلة", "", long], note=HOSTILE)
    sections = [
        Section("one", HOSTILE, [wild, few, wild]),
        Section("one", "Tomt", []),
        Section("two", "Ord/[ord]: *?" + "y" * 60, [told, Block("bare", "Bara en mening", "Så är det.", 1234)]),
    ]
    facts = [(HOSTILE, HOSTILE), ("Antal", "12")]
    return Document(HOSTILE, HOSTILE, HOSTILE, language, facts, [HOSTILE, long], sections, [Note(HOSTILE, [long])], 3)


def _figure(text: str) -> dict[str, Any]:
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    bar = {"type": "bar", "orientation": "h", "x": [1, 2], "y": [0, 1], "text": ["1", plain], "name": plain}
    layout = {"height": 200, "margin": {"l": 8, "r": 8, "t": 8, "b": 40}, "meta": {"alt": text}, "showlegend": True}
    layout |= {"yaxis": {"tickvals": [0, 1], "ticktext": [plain, "B"]}, "xaxis": {"visible": False, "range": [0, 3]}}
    return {"data": [bar | {"marker": {"color": "var(--accent)"}}], "layout": layout}
