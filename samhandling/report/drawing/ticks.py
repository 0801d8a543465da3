"""What stands around the axes: lines, what the ticks say, and what the axes are called."""

from collections.abc import Iterator
from itertools import pairwise

from samhandling.figures.layout import Figure
from samhandling.look import tokens
from samhandling.report.drawing.axes import Axis
from samhandling.report.drawing.ground import AIR, Ground
from samhandling.report.drawing.letters import LINE, Line, lines, wrapped
from samhandling.report.drawing.marks import Outline, Words, boxes_touch

LABELS = 0.42
"""The share of the width that the labels of an axis may take, before they are broken into more lines."""


def grids(ground: Ground) -> Iterator[Outline]:
    """The lines across the picture, and along its axes."""
    left, top, right, bottom = ground.plot
    separators = ground.layout.get("separators", ".,")
    for name, one in ground.axes.items():
        said, upright = one.said, name[0] == "x"
        if said.get("showgrid", False) and one.visible:
            for at, _ in one.ticks(separators):
                path = [(at, top), (at, bottom)] if upright else [(left, at), (right, at)]
                look = {"stroke": said.get("gridcolor", tokens()["line"]), "thickness": said.get("gridwidth", 1)}
                yield Outline([path], False, **look)
        if said.get("showline") and one.visible:
            edges = [(left, bottom, right, bottom), (left, top, right, top)]
            if not upright:
                edges = [(left, top, left, bottom), (right, top, right, bottom)]
            for x0, y0, x1, y1 in edges[: 1 + bool(said.get("mirror"))]:
                look = {"stroke": said.get("linecolor", tokens()["line-strong"]), "thickness": 1}
                yield Outline([[(x0, y0), (x1, y1)]], False, **look)


def ticks(ground: Ground) -> Iterator[Words]:
    """What stands at the ticks, and what the axes are called."""
    for name, one in ground.axes.items():
        if one.visible:
            yield from _below(ground, one) if name[0] == "x" else _beside(ground, one)


def _below(ground: Ground, one: Axis) -> Iterator[Words]:
    font = ground.font | one.said.get("tickfont", {})
    size, bottom = float(font["size"]), ground.plot[3]
    top = bottom + one.said.get("ticklabelstandoff", 0) + 4
    found = [
        Words(at, top, said, size, font["color"], "middle")
        for at, said in one.ticks(ground.layout.get("separators", ".,"))
    ]
    kept: list[Words] = []
    # the ends first: of those that would lie on each other, what is between them gives way
    for words in [*found[:1], *found[:0:-1]]:
        if not any(boxes_touch(words.box(), other.box(), 4) for other in kept):
            kept.append(words)
    yield from sorted(kept, key=lambda words: words.x)
    if text := _title(ground, one):
        title, font = text
        below = max((words.box()[3] for words in kept), default=bottom + 4)
        at = one.said["title"] if isinstance(one.said["title"], dict) else {}
        middle = (one.near + one.far) / 2
        yield Words(middle, below + at.get("standoff", 2), title, float(font["size"]), font["color"], "middle")


def _beside(ground: Ground, one: Axis) -> Iterator[Words]:
    font = ground.font | one.said.get("tickfont", {})
    size, right = float(font["size"]), ground.plot[0] - one.said.get("ticklabelstandoff", 0) - 3
    ticks = [
        (at, wrapped(said, size, LABELS * ground.width))
        for at, said in one.ticks(ground.layout.get("separators", ".,"))
    ]
    found = [Words(right, at - len(said) * LINE * size / 2, said, size, font["color"], "end") for at, said in ticks]
    yield from found
    for (at, said), (after, below) in pairwise(sorted(ticks, key=lambda tick: tick[0])):
        # neighbours of several lines are told apart by a little air
        air = AIR if len(said) + len(below) > 2 else 0
        ground.needs((len(said) + len(below)) / 2 * LINE * size + air, after - at)
    if text := _title(ground, one):
        title, font = text
        size = float(font["size"])
        edge = min((words.box()[0] for words in found), default=right) - AIR - len(title) * LINE * size
        yield Words(edge, (one.near + one.far) / 2, title, size, font["color"], upwards=True)


def _title(ground: Ground, one: Axis) -> tuple[list[Line], Figure] | None:
    title = one.said.get("title")
    text = title.get("text") if isinstance(title, dict) else title
    if not text:
        return None
    font = ground.font | (title.get("font", {}) if isinstance(title, dict) else {})
    return lines(text), font
