"""A report as a file, of the kind that its name says."""

from collections.abc import Callable
from pathlib import Path

from samhandling.report.document.model import Document

FORMATS = ("html", "pdf", "docx", "xlsx")


def write(document: Document, path: str | Path) -> bytes:
    """The report in the format of a path's suffix, or of a format's own name (`"pdf"`); a Path is written to as well.

    Raises ValueError for another format than `FORMATS`, and `samhandling.report.pdf.NoPdf` for a PDF where
    WeasyPrint's system libraries are missing.
    """
    kind = str(path).rpartition(".")[2].lower()
    if kind not in FORMATS:
        raise ValueError(f"{path}: a report is one of {', '.join(FORMATS)}")
    made = _maker(kind)(document)
    if isinstance(path, Path):
        path.write_bytes(made)
    return made


def _maker(kind: str) -> Callable[[Document], bytes]:
    # each has a library of its own, which is heavy: only the one that is asked for is loaded
    if kind == "pdf":
        from samhandling.report.document.pdf import pdf

        return pdf
    if kind == "docx":
        from samhandling.report.document.word import docx

        return docx
    if kind == "xlsx":
        from samhandling.report.document.sheet import xlsx

        return xlsx
    from samhandling.report.document.html import html

    return lambda document: html(document).encode()
