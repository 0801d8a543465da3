"""Summaries to plotly figures, as plain `{data, layout}`: one picture a kind, in the look's own colours."""

from samhandling.figures.generations import generations
from samhandling.figures.groups import gate_figure, response_figure, split_figure
from samhandling.figures.kinds import FIGURES, point_colours
from samhandling.figures.layout import Figure, Picture, base_layout, escaped

__all__ = [
    "FIGURES", "Figure", "Picture", "base_layout", "escaped", "gate_figure", "generations", "point_colours",
    "response_figure", "split_figure",
]  # fmt: skip
