"""A report as what it says, apart from the file it becomes: sections of blocks, each a sentence, a picture, a table."""

from samhandling.report.document.model import Block, Document, Note, Section, Table

__all__ = ["Block", "Document", "Note", "Section", "Table"]
