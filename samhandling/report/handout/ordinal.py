"""Paper forms of the kinds on an ordinal scale."""

import textwrap
from html import escape

from samhandling.content.kinds import Ladder, Matrix, Scale
from samhandling.content.language import Language, Text
from samhandling.content.words import say
from samhandling.look.palette import ink_on, sequence
from samhandling.report.handout.parts import how, label


def scale(item: Scale, language: Language) -> str:
    """The points in a row, to circle; *vet ej* apart."""
    rows = [f"<li><b>{point.value}</b>{label(point, language)}</li>" for point in item.points]
    if item.unknown:
        rows.append(f'<li class="unknown"><b>–</b>{escape(say("paper", "unknown", language))}</li>')
    return how("ring_one", language) + f'<ul class="points">{"".join(rows)}</ul>'


def matrix(item: Matrix, language: Language) -> str:
    """A grid: the rows down, the points across."""
    unknown = f'<th class="point" scope="col">{escape(say("paper", "unknown", language))}</th>' if item.unknown else ""
    points = "".join(f'<th class="point" scope="col">{p.value}<br>{label(p, language)}</th>' for p in item.points)
    ring = '<td class="point"><span class="ring"></span></td>' * (len(item.points) + item.unknown)
    rows = "".join(f'<tr><th scope="row">{label(row, language)}</th>{ring}</tr>' for row in item.rows)
    grid = f"<table><thead><tr><td></td>{points}{unknown}</tr></thead><tbody>{rows}</tbody></table>"
    return how("ring_rows", language) + f'<div class="scroll">{grid}</div>'


def ladder(item: Ladder, language: Language) -> str:
    """The staircase, drawn, with a place to mark on each step."""
    n = len(item.points)
    wide, rise, low = 680 / n, 170 / n, 92
    tall = low + round(rise * (n - 1))
    parts = []
    for place, (point, colour) in enumerate(zip(item.points, sequence(n), strict=True)):
        x, height, ink = place * wide, low + place * rise, ink_on(colour)
        y, middle = tall + 46 - height, x + wide / 2
        parts.append(f'<path d="M{x:.0f} {y:.0f}h{wide - 4:.0f}v{height:.0f}h-{wide - 4:.0f}z" fill="{colour}"/>')
        parts.append(f'<circle cx="{middle:.0f}" cy="{y - 22:.0f}" r="15" fill="#fff" stroke="#17212b"/>')
        name = f"{point.value} {point.label.in_(language)}"
        parts.append(_svg_text(x + 10, y + 22, name, f'font-size="15" font-weight="650" fill="{ink}"'))
        for line, words in enumerate(_wrapped(point.help, language, int(wide / 6.6))[:4], start=1):
            parts.append(_svg_text(x + 10, y + 23 + 15 * line, words, f'font-size="11.5" fill="{ink}"'))
    said = escape(", ".join(f"{point.value} {point.label.in_(language)}" for point in item.points))
    drawn = f'<svg class="stairs" viewBox="0 0 680 {tall + 46}" role="img" aria-label="{said}">{"".join(parts)}</svg>'
    unknown = ""
    if item.unknown:
        word = escape(say("paper", "unknown", language))
        unknown = f'<ul class="options"><li class="soft"><span class="ring"></span>{word}</li></ul>'
    return how("mark_step", language) + drawn + unknown


def _svg_text(x: float, y: float, words: str, style: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-family="Inter, sans-serif" {style}>{escape(words)}</text>'


def _wrapped(text: Text | None, language: Language, width: int) -> list[str]:
    return textwrap.wrap(text.in_(language), width) if text else []
