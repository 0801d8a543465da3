"""What would come in, in words: questions with their counts, what is left out, and what is wrong where."""

from collections.abc import Sequence

from samhandling.content.language import LANGUAGES, Language
from samhandling.content.words import many, say
from samhandling.imports.asking import Asking
from samhandling.imports.refusing import Wrong
from samhandling.imports.sheets import Sheet
from samhandling.imports.storing import Stored
from samhandling.imports.taken import Taken

MOST_WRONG = 200
"""How many faulty cells are listed."""


def both(key: str, **fill: object) -> str:
    """A line in both languages, the Swedish first."""
    return " / ".join(dict.fromkeys(say("imports", key, language, **fill) for language in LANGUAGES))


def previewed(sheets: Sequence[Sheet], asked: Sequence[Asking], taken: Taken) -> list[str]:
    """What an import would do, line by line."""
    lines = [both("previewed_file", name=one.path.name, format=one.format, n=len(one.records)) for one in sheets]
    lines += ["", both("previewed_people", n=len(taken.people), answers=len(taken.answers))]
    for meeting, day in dict.fromkeys((one.meeting, one.day) for one in taken.answers):
        n = len({one.person for one in taken.answers if (one.meeting, one.day) == (meeting, day)})
        lines.append(f"  {day} {meeting}: {n}")
    lines += ["", both("previewed_questions")]
    for one in asked:
        labels = " / ".join(dict.fromkeys(one.item.label.in_(language) for language in LANGUAGES))
        shown = labels if len(labels) <= 100 else f"{labels[:99]}…"
        lines.append(f"  {taken.counts[one.name]:>6}  {one.name}  {one.item.kind}  {shown}")
    for key, columns in (("left_out", taken.left), ("personal", taken.personal)):
        for file, names in columns.items():
            if names:
                lines.append(both(key, name=file, columns=", ".join(names)))
    return lines


def wrongs(wrong: Sequence[Wrong]) -> list[str]:
    """What is wrong where, in both languages."""
    lines = [f"{one.in_('sv')} / {one.in_('en')}" for one in wrong[:MOST_WRONG]]
    if len(wrong) > MOST_WRONG:
        lines.append(both("more_wrong", n=len(wrong) - MOST_WRONG))
    return lines


def told(stored: Stored) -> list[str]:
    """What an import did."""
    lines = []
    for language in LANGUAGES:
        rooms = ", ".join(stored.rooms)
        answers, people = _counted("answers", stored.answers, language), _counted("people", stored.people, language)
        lines.append(say("imports", "done", language, answers=answers, people=people, rooms=rooms))
        if stored.repeated:
            lines.append(say("imports", "repeated", language, n=stored.repeated))
    return lines


def _counted(key: str, n: int, language: Language) -> str:
    return many("imports", key, n, language)
