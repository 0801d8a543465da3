"""The report of a meeting, and of a whole series: made by rule from the answers, for readers who were not there."""

import datetime as dt
from collections.abc import Iterator, Sequence

from samhandling.analysis.disclosure import MINIMUM
from samhandling.content.language import Language
from samhandling.content.words import on_day, say
from samhandling.report.document.model import Document, Note, Section
from samhandling.report.material import Material
from samhandling.report.sections.answered import answered
from samhandling.report.sections.in_short import in_short
from samhandling.report.sections.lives_on import lives_on
from samhandling.report.sections.response import response

SUMMARY = 9
"""At most so many sentences in the summary."""


def report(material: Material, today: dt.date, language: Language) -> Document:
    """The report of some rooms: of one meeting, or of the series when there are several.

    It has who answered, each question of a meeting (of several each exercise in short), and where the answers allow
    it change, groups, priorities, opinions and contacts, and what lives on. Splits are by actor type alone, and rooms
    are never put together, so that no two of its tables, or of two reports, single anyone out.
    """
    series, meetings = material.content.series, material.meetings
    one = len(meetings) == 1 and len(material.held) < 2
    sections = [response(material, "actor_type", language)]
    if one:
        for exercise, round_ in material.steps:
            sections += answered(material, exercise, round_, ("actor_type",), language)
    compared = list(_compared(material, language))
    rest = [None if one else in_short(material, language), lives_on(material, today, language)]
    sections = [*sections, *compared, *(section for section in rest if section)]
    title = meetings[0].title.in_(language) if one else series.title.in_(language)
    kind = say("sections", "report_meeting" if one else "report_series", language)
    return Document(
        title=title,
        subtitle=kind,
        organiser=series.organiser.in_(language),
        language=language,
        facts=_facts(material, today, language),
        summary=_summary(sections, compared),
        sections=sections,
        notes=_notes(language),
        simulated=material.simulated,
    )


def _compared(material: Material, language: Language) -> Iterator[Section]:
    """What is seen only across groups, rounds, statements and words; a server starts without the libraries of these."""
    from samhandling.report.sections.comparing import comparing
    from samhandling.report.sections.themes import themes

    yield from comparing(material, language)
    if (section := themes(material, language)) is not None:
        yield section


def _facts(material: Material, today: dt.date, language: Language) -> list[tuple[str, str]]:
    days = [on_day(day, language) for day in material.dates]
    when = days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}" if days else "–"
    return [
        (say("sections", "fact_when", language), when),
        (say("sections", "fact_meetings", language), str(len(material.meetings))),
        (say("sections", "fact_people", language), str(len(material.people))),
        (say("sections", "fact_answers", language), str(len(material.shown))),
        (say("sections", "fact_made", language), on_day(today, language)),
    ]


def _summary(sections: Sequence[Section], compared: Sequence[Section]) -> list[str]:
    """Who answered, what was compared, and what people answered by themselves: the sentence of a picture of each."""
    rest = [one for one in sections[1:] if one not in compared and one.id.endswith(("-individual", "lives-on"))]
    found: dict[str, None] = {}
    for section in (sections[0], *compared, *rest):
        block = next((one for one in section.blocks if one.sentence and one.figure and one.n >= MINIMUM), None)
        if block is not None:
            title = block.title if block.title[-1] in "?!." else f"{block.title}:"
            found[block.sentence if section is sections[0] else f"{title} {block.sentence}"] = None
    return list(found)[:SUMMARY]


def _notes(language: Language) -> list[Note]:
    return [
        Note(
            say("sections", f"note_{one}", language),
            [paragraph for paragraph in say("sections", f"note_{one}_text", language).split("\n") if paragraph.strip()],
        )
        for one in ("method", "data", "disclosure")
    ]
