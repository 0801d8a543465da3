"""What the paper forms share."""

from html import escape
from typing import Any

from samhandling.content.language import Language
from samhandling.content.words import say


def how(key: str, language: Language, **fill: object) -> str:
    """How to fill in a form, in small print."""
    return f'<p class="how">{escape(say("paper", key, language, **fill))}</p>'


def label(thing: Any, language: Language) -> str:
    """The label of an item or option, as HTML."""
    return escape(thing.label.in_(language))


def lines(n: int) -> str:
    """Lines to write on."""
    return f'<div class="write">{"<i></i>" * n}</div>'
