"""A notebook's picture as a part of a report."""

from samhandling.figures.layout import Picture
from samhandling.report.document.model import Table


def pictured(picture: Picture) -> Table:
    """The numbers of a picture as a table; empty where it has none."""
    return Table(picture.table[0], picture.table[1:]) if picture.table else Table()
