"""A drawing as SVG."""

from collections.abc import Sequence
from html import escape

from samhandling.report.drawing.marks import Dot, Drawing, Mark, Outline, Point, Words

FAMILY = "Inter, system-ui, sans-serif"


def painted(drawing: Drawing, width_mm: float) -> str:
    """The drawing as an SVG element of a width in millimetres: an image that says what it shows."""
    height_mm = width_mm * drawing.height / drawing.width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(drawing.alt)}" '
        f'width="{_n(width_mm)}mm" height="{_n(height_mm)}mm" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'font-family="{FAMILY}">{"".join(map(_mark, drawing.marks))}</svg>'
    )


def _mark(mark: Mark) -> str:
    match mark:
        case Outline():
            data = "".join(_path(path, mark.closed) for path in mark.paths)
            return f'<path d="{data}"{_paint(mark)}/>'
        case Dot():
            return f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}"{_paint(mark)}/>'
        case Words():
            return _words(mark)


def _path(path: Sequence[Point], closed: bool) -> str:
    (x, y), *rest = path
    return f"M{_n(x)} {_n(y)}" + "".join(f"L{_n(x)} {_n(y)}" for x, y in rest) + ("Z" if closed else "")


def _paint(mark: Outline | Dot) -> str:
    look = f' fill="{mark.fill or "none"}"'
    if mark.stroke and mark.thickness:
        look += f' stroke="{mark.stroke}" stroke-width="{_n(mark.thickness)}"'
        if isinstance(mark, Outline):
            look += ' stroke-linejoin="round"'
            if mark.dash:
                look += f' stroke-dasharray="{" ".join(map(_n, mark.dash))}"'
    return look + _faint(mark.opacity)


def _faint(opacity: float) -> str:
    return f' opacity="{_n(opacity)}"' if opacity < 1 else ""


def _words(words: Words) -> str:
    look = f'font-size="{_n(words.size)}" fill="{words.colour}"{_faint(words.opacity)}'
    if words.anchor != "start" or words.upwards:
        look += f' text-anchor="{"middle" if words.upwards else words.anchor}"'
    found = ""
    for place, line in enumerate(words.lines):
        if not line:
            continue
        if words.upwards:
            across = words.x + words.baseline(place) - words.y
            where = f'transform="translate({_n(across)} {_n(words.y)}) rotate(-90)"'
        else:
            where = f'x="{_n(words.x)}" y="{_n(words.baseline(place))}"'
        # one weight is said once: a piece within a line starts where the one before ends
        bold = all(run.bold for run in line)
        text = "".join(
            f'<tspan font-weight="700">{escape(run.text)}</tspan>' if run.bold and not bold else escape(run.text)
            for run in line
        )
        weight = ' font-weight="700"' if bold else ""
        found += f'<text {where} {look}{weight} xml:space="preserve">{text}</text>'
    return found


def _n(number: float) -> str:
    """A number as short as it can be seen: to the hundredth."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
