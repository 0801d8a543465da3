"""The facilitator's guide as a book: a site, and a PDF."""

from samhandling.report.guide.book import GuideError, NoPdf, build, write_pages, write_pdf, write_site
from samhandling.report.guide.pages import files

__all__ = ["GuideError", "NoPdf", "build", "files", "write_pages", "write_pdf", "write_site"]
