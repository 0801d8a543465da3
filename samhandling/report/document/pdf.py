"""A report as a PDF: A4, with a cover, contents with the numbers of pages, and tags for those who listen."""

from samhandling.report import pdf as paper
from samhandling.report.document.html import WIDE, body, style
from samhandling.report.document.model import Document
from samhandling.report.drawing.letters import clean
from samhandling.report.page import page


def pdf(document: Document) -> bytes:
    """The report as a tagged PDF (PDF/UA-1) with its language, its title and its bookmarks.

    Raises `samhandling.report.pdf.NoPdf` where WeasyPrint's system libraries are missing.
    """
    title = clean(document.title)
    return paper.pdf(page(title, body(document, [WIDE]), document.language, style(document)))
