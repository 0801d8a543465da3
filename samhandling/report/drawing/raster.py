"""A drawing as pixels, by matplotlib."""

import io
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path as File
from typing import Any

import matplotlib as mpl
import numpy as np
from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]  # it has no stubs
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Sheet
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from PIL import Image

from samhandling.report.drawing.letters import Line, Run, glyphs, width
from samhandling.report.drawing.marks import Dot, Drawing, Mark, Outline, Words

DPI, INCH = 300, 25.4
MISSING = "□"
_ONE = threading.Lock()
"""Matplotlib's fonts are not for two threads at once."""
_OTHER = File(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
"""For the letters that Inter has not."""


def painted(drawing: Drawing, width_mm: float) -> bytes:
    """The drawing as a PNG on white, of a width in millimetres, at 300 dots an inch."""
    dots = width_mm / INCH * DPI / drawing.width
    with _ONE:
        sheet = Sheet(figsize=(width_mm / INCH, drawing.height * dots / DPI), dpi=DPI, facecolor="white")
        canvas = FigureCanvasAgg(sheet)
        # the drawing's pixels count from the upper left corner
        place = Affine2D().scale(dots, -dots).translate(0, drawing.height * dots)
        for mark in drawing.marks:
            for patch in _patches(mark, dots * 72 / DPI):
                patch.set_transform(place)
                sheet.add_artist(patch)
        canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib has types in part
        buffer = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        pixels = Image.fromarray(np.asarray(buffer)).convert("RGB")
    # few colours and their edges: a palette holds them all, in less than half the bytes
    few = pixels.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()


def _patches(mark: Mark, point: float) -> Iterator[PathPatch]:
    """A mark as matplotlib's patches; `point` is a pixel of the drawing in points."""
    match mark:
        case Outline():
            yield _patch(Path.make_compound_path(*(_path(one, mark.closed) for one in mark.paths)), mark, point)
        case Dot():
            yield _patch(Path.circle((mark.x, mark.y), mark.radius), mark, point)
        case Words():
            for place, line in enumerate(mark.lines):
                if any(run.text.strip() for run in line):
                    yield _letters(mark, place, line)


def _path(points: Any, closed: bool) -> Path:
    return Path([*points, points[0]], closed=True) if closed else Path(points)


def _patch(path: Path, mark: Outline | Dot, point: float) -> PathPatch:
    dash = mark.dash if isinstance(mark, Outline) else ()
    thickness = mark.thickness * point if mark.stroke else 0
    # matplotlib counts dashes in the thickness of the line
    style = (0, tuple(part / mark.thickness for part in dash)) if dash and thickness else "solid"
    return PathPatch(
        path, facecolor=mark.fill or "none", edgecolor=mark.stroke or "none", linewidth=thickness, linestyle=style,
        alpha=mark.opacity, capstyle="butt", joinstyle="round", fill=bool(mark.fill),
    )  # fmt: skip


def _letters(words: Words, place: int, line: Line) -> PathPatch:
    """A line of text as the outlines of its letters."""
    parts, x = [], 0.0
    for run in line:
        for text, ours in _by_font(run):
            part = Run(text, run.bold)
            outline, wide = _outlines(part) if ours else _other_outlines(part)
            parts.append(outline.transformed(Affine2D().translate(x, 0)))
            x += wide
    # where another font has other widths than were counted with, the line stands as it is anchored all the same
    start = {"start": 0, "middle": -x / 2, "end": -x}["middle" if words.upwards else words.anchor]
    path = Path.make_compound_path(*parts).transformed(Affine2D().translate(start, 0).scale(words.size, -words.size))
    if words.upwards:
        turned = Affine2D().rotate_deg(-90).translate(words.x + words.baseline(place) - words.y, words.y)
        path = path.transformed(turned)
    else:
        path = path.transformed(Affine2D().translate(words.x, words.baseline(place)))
    return PathPatch(path, facecolor=words.colour or "none", edgecolor="none", linewidth=0, alpha=words.opacity)


def _by_font(run: Run) -> Iterator[tuple[str, bool]]:
    """The letters in a row that are of one font: ours, or the other."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in run.text):
        # its words stand in an order that only one font can give them
        yield run.text, False
        return
    ours = glyphs(run.bold)[0]
    for inside, letters in groupby(run.text, key=lambda letter: letter in ours):
        yield "".join(letters), inside


def _outlines(run: Run) -> tuple[Path, float]:
    """Letters of Inter, in ems from the start of their line; and how wide they are."""
    found, x = [], 0.0
    for letter in run.text:
        outline = _glyph(letter, run.bold)
        if np.size(outline.vertices):
            found.append(outline.transformed(Affine2D().translate(x, 0)))
        x += width((Run(letter, run.bold),), 1)
    return (Path.make_compound_path(*found) if found else Path(np.empty((0, 2)))), x


@cache
def _glyph(letter: str, bold: bool) -> Path:
    letters, units = glyphs(bold)
    # a letter with a ring or dots is put together from others of its font
    pen = _Pen(letters[letter].glyphSet)
    letters[letter].draw(pen)
    if not pen.points:
        return Path(np.empty((0, 2)))
    return Path(np.array(pen.points) / units, pen.codes)


class _Pen(BasePen):  # type: ignore[misc]  # fontTools says nothing of its types
    """What a font draws, as a path of matplotlib's."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.points: list[tuple[float, float]] = []
        self.codes: list[Any] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  # fontTools' names
        self._add((Path.MOVETO, pt))

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add((Path.LINETO, pt))

    def _qCurveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float]) -> None:  # noqa: N802
        self._add((Path.CURVE3, pt1), (Path.CURVE3, pt2))

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add(*((Path.CURVE4, pt) for pt in points))

    def _closePath(self) -> None:  # noqa: N802
        self._add((Path.CLOSEPOLY, self.points[-1]))

    def _add(self, *steps: tuple[Any, tuple[float, float]]) -> None:
        for code, at in steps:
            self.codes.append(code)
            self.points.append(at)


def _other_outlines(run: Run) -> tuple[Path, float]:
    """Letters of a font that has most, in ems; a square for what it has not."""
    known = _other_letters()
    text = "".join(
        letter if ord(letter) in known else MISSING for letter in run.text if letter != "\N{VARIATION SELECTOR-16}"
    )
    drawn = TextPath((0, 0), text or " ", size=100, prop=FontProperties(fname=str(_OTHER)), usetex=False)
    path = Path(np.asarray(drawn.vertices) / 100, drawn.codes)
    return path, max((float(drawn.vertices[:, 0].max()) / 100 if len(drawn.vertices) else 0) + 0.06, 0.25)


@cache
def _other_letters() -> frozenset[int]:
    return frozenset(TTFont(_OTHER).getBestCmap())
