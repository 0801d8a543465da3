"""What is printed for a meeting: worksheets, cards, posters and the sheet that says how to join."""

from collections.abc import Iterator, Sequence

from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.series import Meeting
from samhandling.report.handout.cards import has_cards, item_cards, table_cards
from samhandling.report.handout.joining import Door, join_sheet
from samhandling.report.handout.meeting import meeting_form
from samhandling.report.handout.page import handout
from samhandling.report.handout.stairs import SIZES, poster, steps_of


def sheets(
    content: Content, what: str, exercises: Sequence[str], meeting: Meeting | None, door: Door, language: Language
) -> Iterator[tuple[str, str]]:
    """What is wanted, file by file: a name without suffix, and the page as HTML.

    `what` is worksheets, cards, poster, join, or all.
    Worksheets and cards are of the `exercises` named; else of the `meeting`, as one file; else of the whole series.
    """
    planned = [step.exercise for step in meeting.agenda if step.exercise] if meeting else list(content.exercises)
    wanted = [content.exercises[one] for one in dict.fromkeys(exercises or planned)]
    if what in ("worksheets", "all"):
        if exercises or meeting is None:
            for one in wanted:
                yield one.id, handout(one, language)
        if not exercises:
            for held in (meeting,) if meeting else content.series.meetings:
                yield held.id, meeting_form(held, content.exercises, language)
    steps = steps_of(content.exercises.values(), language)
    if what in ("cards", "all"):
        if not exercises:
            yield "table_cards", table_cards(content.series.tables, steps, door, language)
        for one in wanted:
            if has_cards(one):
                yield f"{one.id}.cards", item_cards(one, language)
    if what in ("poster", "all") and steps:
        for size in SIZES:
            yield f"poster_{size}", poster(steps, language, size)
    if what in ("join", "all"):
        yield "join", join_sheet(door, language)
