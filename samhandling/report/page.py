"""A page of its own: HTML with the look's tokens and the print style inside, and nothing to fetch."""

from functools import cache
from html import escape
from pathlib import Path

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.look import MARK, tokens

STYLE = Path(__file__).with_name("paper.css")


def paper_tokens() -> str:
    """The look's tokens as CSS; paper is white, so only the light ones."""
    return f":root{{{''.join(f'--{name}:{value};' for name, value in tokens().items())}}}"


@cache
def _style() -> str:
    return f"{paper_tokens()}\n{STYLE.read_text(encoding='utf-8')}"


@cache
def mark() -> str:
    """The staircase, to stand beside a title."""
    return MARK.read_text(encoding="utf-8").replace("<svg ", '<svg aria-hidden="true" ', 1)


def page(title: str, body: str, language: Language, style: str = "") -> str:
    """A complete HTML file; `body` is HTML, `title` is text, `style` is CSS of this page's own."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} – Samhandling</title>\n<style>\n{_style()}{style}</style>\n</head>\n<body>\n{body}\n"
        f"<footer>{escape(say('paper', 'footer', language))}</footer>\n</body>\n</html>\n"
    )
