"""Paper form of the kind that places things on a map."""

from html import escape

from samhandling.content.kinds import Place
from samhandling.content.language import Language
from samhandling.report.handout.parts import how, label


def place(item: Place, language: Language) -> str:
    """Lines to write a municipality on for each thing; the names to choose from stand below."""
    key = "place_one" if item.each == 1 else "place_several"
    blank = '<span class="blank"></span>' * min(item.each, 3)
    rows = "".join(f"<li><span>{label(thing, language)}</span>{blank}</li>" for thing in item.things)
    names = escape(", ".join(one.name for one in item.municipalities))
    return how(key, language, n=item.each) + f'<ul class="options placed">{rows}</ul><p class="how">{names}</p>'
