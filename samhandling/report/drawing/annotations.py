"""Words on and beside a picture, each where it has room."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from samhandling.figures.layout import Figure
from samhandling.report.drawing.ground import AIR, Ground
from samhandling.report.drawing.letters import LINE, lines, widest, wrapped
from samhandling.report.drawing.marks import Mark, Outline, Words, boxes_touch, rectangle

LONG = 0.45
"""A text beside the picture that is wider than this share is broken where it has no room."""


def annotations(ground: Ground, key: Sequence[Mark]) -> Iterator[Mark]:
    """The figure's annotations; what stands below the picture stands below its `key` too."""
    under = max((mark.box()[3] for mark in key if mark.box()[1] > ground.plot[3]), default=0)
    told, pushed = [], 0.0
    for one in ground.layout.get("annotations") or []:
        if one.get("visible") is False:
            continue
        words, grown = _annotation(ground, one)
        if one.get("yref", "y") != "paper":
            told.append((words.y, grown))
        elif one.get("y") == 0 and words.y > ground.plot[3]:
            # what stands below the picture stands below the legend, and below what has become taller
            touching = any(boxes_touch(words.box(), mark.box(), 2) for mark in key)
            words = replace(words, y=under + AIR if touching else words.y + pushed)
            pushed += max(0, grown)
        if one.get("bgcolor") or one.get("bordercolor"):
            left, top, right, bottom = words.box()
            pad = float(one.get("borderpad", 1)) + 1
            look = {"fill": one.get("bgcolor", ""), "stroke": one.get("bordercolor", "")}
            yield rectangle(left - pad, top - pad, right + pad, bottom + pad, thickness=1, **look)
        if one.get("showarrow", True):
            yield _arrow(ground, one)
        yield words
    if grew := max((more for _, more in told), default=0):
        places = sorted({round(y) for y, _ in told})
        there_is = min((after - at for at, after in pairwise(places) if after - at > 4), default=ground.frame.height)
        ground.needs(there_is * ground.frame.asked / ground.frame.height + grew, there_is)


def _annotation(ground: Ground, one: Figure) -> tuple[Words, float]:
    """An annotation where it stands, and how much taller it has become to have room."""
    font = ground.font | one.get("font", {})
    size = float(font["size"])
    xref, yref = one.get("xref", "x"), one.get("yref", "y")
    arrow = one.get("showarrow", True)
    x = ground.x(xref, one["x"]) + one.get("xshift", 0) + (one.get("ax", -10) if arrow else 0)
    y = ground.y(yref, one["y"]) - one.get("yshift", 0) + (one.get("ay", -30) if arrow else 0)
    across = _anchor(one.get("xanchor", "auto"), one["x"], xref, ("left", "center", "right"))
    up = _anchor(one.get("yanchor", "auto"), one["y"], yref, ("bottom", "middle", "top"))
    text = lines(one.get("text", ""))
    before = len(text)
    size *= _fits_its_bar(ground, x, y, widest(text, size))
    room = {"left": ground.width - x, "right": x, "center": 2 * min(x, ground.width - x)}[across] - 2
    if widest(text, size) > max(room, LONG * ground.width):
        text = wrapped(text, size, max(room, 0.3 * ground.width))
    wide, high = widest(text, size), len(text) * LINE * size
    left = x - {"left": 0, "center": wide / 2, "right": wide}[across]
    top = y - {"top": 0, "middle": high / 2, "bottom": high}[up]
    if float(one.get("textangle", 0)) == -90:
        upright = Words(x - high / 2, y, text, size, font["color"], upwards=True)
        return upright, 0
    align = one.get("align", "center")
    # the box stands as it is anchored, and the lines within it as they are aligned
    inside = {"left": (left, "start"), "center": (left + wide / 2, "middle"), "right": (left + wide, "end")}
    if len(text) == 1:
        align = across
    at, anchor = inside[align]
    words = Words(at, top, text, size, font["color"], anchor, opacity=one.get("opacity", 1))  # type: ignore[arg-type]
    return words, (len(text) - before) * LINE * size


def _fits_its_bar(ground: Ground, x: float, y: float, wide: float) -> float:
    """How much smaller a text that begins in an upright bar is, to end in it: not at all, or by a third at most."""
    for left, top, right, bottom in ground.bars:
        if left <= x <= right and top <= y <= bottom and x + wide > right:
            return max(0.67, (right - x - 2) / wide)
    return 1


def _arrow(ground: Ground, one: Figure) -> Outline:
    """A plain line from the words to what they speak of."""
    x, y = ground.x(one.get("xref", "x"), one["x"]), ground.y(one.get("yref", "y"), one["y"])
    look = {"stroke": one.get("arrowcolor", ground.font["color"]), "thickness": one.get("arrowwidth", 1)}
    return Outline([[(x + one.get("ax", -10), y + one.get("ay", -30)), (x, y)]], False, **look)


def _anchor(said: str, value: Any, ref: str, sides: tuple[str, str, str]) -> str:
    """The side that a text is anchored by; what is left to plotly goes by its place on the paper."""
    if said != "auto":
        return said
    if ref != "paper":
        return sides[1]
    return sides[0] if value < 1 / 3 else sides[2] if value > 2 / 3 else sides[1]
