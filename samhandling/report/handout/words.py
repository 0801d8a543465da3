"""Paper forms of the kinds that take words of one's own."""

from samhandling.content.kinds import Notes, TextItem
from samhandling.content.language import Language
from samhandling.report.handout.parts import how, label, lines


def text(item: TextItem, language: Language) -> str:
    """Lines to write on."""
    return lines(max(2, item.lines))


def notes(item: Notes, language: Language) -> str:
    """Cards to cut out, with the categories to circle."""
    under = "".join(f"<span>{label(category, language)}</span>" for category in item.categories)
    told = how("notes", language) + (how("category", language) if item.categories else "")
    return told + f'<div class="cards">{f"<div><p>{under}</p></div>" * min(item.at_most, 6)}</div>'
