"""Sheets to put up, fold or cut: pages with a style of their own."""

from pathlib import Path

from samhandling.content.language import Language
from samhandling.report.page import page

STYLE = Path(__file__).with_name("sheets.css")


def sheet(title: str, body: str, language: Language, style: str = "") -> str:
    """A complete HTML file of sheets without a foot; `style` is CSS of its own, e.g. the paper's size."""
    return page(title, body, language, STYLE.read_text(encoding="utf-8") + style)
