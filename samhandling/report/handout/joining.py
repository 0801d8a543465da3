"""The sheet on the wall that says how to join, in both languages."""

from dataclasses import dataclass
from html import escape

from samhandling.content.language import LANGUAGES, Language
from samhandling.content.words import say
from samhandling.look.qr import qr_svg
from samhandling.report.handout.sheet import sheet

WIDE = 178
"""Millimetres between the margins."""


@dataclass(frozen=True)
class Door:
    """Where a meeting is joined: the server's address and the meeting's code, as far as they are known."""

    url: str = ""
    code: str = ""

    @property
    def link(self) -> str:
        """The address that opens the meeting at once, or nothing."""
        return f"{self.url.rstrip('/')}/j/{self.code}" if self.url and self.code else self.url

    @property
    def shown(self) -> str:
        """The address as it is typed: without what a browser fills in."""
        return self.url.removeprefix("http://").removeprefix("https://").rstrip("/")

    def qr(self, language: Language) -> str:
        """The link as a QR code with an alternative in words; nothing without an address."""
        if not self.link:
            return ""
        said = escape(say("paper", "join_qr", language, link=self.link))
        return qr_svg(self.link).replace("<svg ", f'<svg role="img" aria-label="{said}" ', 1)


def join_sheet(door: Door, language: Language) -> str:
    """How to join, as an A4 sheet to be read from three metres; what is not known is left blank to write."""
    other = next(one for one in LANGUAGES if one != language)
    titles = " / ".join(_said("join_title", one) for one in (language, other))
    qr = door.qr(language)
    parts = [f"<h1>{_both('join_title', language, other)}</h1>"]
    if qr:
        parts.append(f'<div class="qr">{qr}</div>')
    for key, known in (("join_address", door.shown), ("join_code", door.code)):
        # wide letters in a line of their own; an average one is 0.62 of its size
        size = min(92 if key == "join_code" else 54, WIDE / 0.3528 / 0.66 / max(1, len(known)))
        value = f'<b style="font-size:{size:.0f}pt">{escape(known)}</b>' if known else '<b class="empty"></b>'
        parts.append(f'<p class="told"><span>{_both(key, language, other)}</span>{value}</p>')
    for one in (language, other):
        keys = ("join_scan", "join_type", "join_answer") if qr else ("join_open", "join_answer")
        steps = "".join(f"<li>{_said(key, one)}</li>" for key in keys)
        parts.append(f'<ol class="steps {"" if one == language else "soft"}" lang="{one}">{steps}</ol>')
    return sheet(titles, f'<main class="join">{"".join(parts)}</main>', language)


def _said(key: str, language: Language) -> str:
    return escape(say("paper", key, language))


def _both(key: str, language: Language, other: Language) -> str:
    return f'{_said(key, language)} <i lang="{other}">{_said(key, other)}</i>'
