"""Figures on paper: plotly's dicts drawn as vectors for pages, and as pixels for documents that take no vectors.

What is drawn is composed once (`composition`), in the pixels that the figures are made in, and painted twice.
"""

from math import inf

from samhandling.figures.layout import Figure
from samhandling.report.drawing.composition import composed
from samhandling.report.drawing.vector import painted

__all__ = ["png", "svg"]

PIXEL = 25.4 / 72 * 0.6
"""A figure's pixel on paper, in millimetres: its letters of 15 pixels become 9 points."""


def svg(figure: Figure, width_mm: float, tall_mm: float = inf) -> str:
    """The figure as an SVG element, `width_mm` wide: an image with the figure's `layout.meta.alt` as its name.

    Its text is text, in Inter where the page has it. One taller than `tall_mm` is made lower, as far as its labels
    have room. Raises ValueError for a kind of trace that no figure here has.
    """
    return painted(composed(figure, width_mm / PIXEL, tall_mm / PIXEL), width_mm)


def png(figure: Figure, width_mm: float, tall_mm: float = inf) -> bytes:
    """The figure as a PNG on white at 300 dots an inch, `width_mm` wide.

    One taller than `tall_mm` is made lower, as far as its labels have room. Raises ValueError for a kind of trace that
    no figure here has.
    """
    from samhandling.report.drawing.raster import painted as painted_in_pixels  # matplotlib takes a second to import

    return painted_in_pixels(composed(figure, width_mm / PIXEL, tall_mm / PIXEL), width_mm)
