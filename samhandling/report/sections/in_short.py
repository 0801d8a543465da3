"""A meeting in short, for the report of a series: what each exercise shows, in a sentence or two."""

from collections.abc import Iterator

from samhandling.analysis.disclosure import MINIMUM
from samhandling.content.language import Language
from samhandling.content.series import Meeting
from samhandling.content.words import many, say
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material
from samhandling.report.sections.answered import answered
from samhandling.report.sections.tables import heads


def in_short(material: Material, language: Language) -> Section | None:
    """A table for each meeting, room by room: its exercises, how many answered, and what their first pictures say."""
    known = {meeting.id: meeting for meeting in material.meetings}
    held = material.held
    rooms = [
        (room, known[meeting]) for room, meeting in zip(held["room"], held["meeting"], strict=True) if meeting in known
    ]
    blocks = [
        block
        for n, (room, meeting) in enumerate(rooms, 1)
        if (block := _meeting(material.only(rooms=[room]), meeting, n, language))
    ]
    return Section("in-short", say("sections", "in_short", language), blocks) if blocks else None


def _meeting(material: Material, meeting: Meeting, nth: int, language: Language) -> Block | None:
    rows = list(_rows(material, language))
    if not rows:
        return None
    came = len(material.people)
    return Block(
        f"in-short-{nth}",
        say("sections", "at_meeting", language, n=meeting.number, title=meeting.title.in_(language)),
        many("sections", "in_short_said", came, language), came,
        table=Table([*heads(language, "exercise", "n"), say("sections", "what_shows", language)], rows),
        synthetic=bool(material.simulated), note=say("sections", "in_short_note", language),
    )  # fmt: skip


def _rows(material: Material, language: Language) -> Iterator[tuple[str, int, str]]:
    """A row for each exercise and level: the sentence of its first picture that says something, and of its gate."""
    for exercise, round_ in material.steps:
        for section in answered(material, exercise, round_, (), language):
            alone = section.id.endswith("-individual")
            told = [one for one in section.blocks if one.sentence and one.figure and (not alone or one.n >= MINIMUM)]
            chosen = [*told[:1], *(one for one in told[1:] if one.id.endswith("-gate"))]
            if chosen:
                said = " ".join(f"{_titled(one)} {one.sentence}" for one in chosen)
                yield section.title, max(one.n for one in chosen), said


def _titled(block: Block) -> str:
    return block.title if block.title[-1] in "?!." else f"{block.title}:"
