"""Paper forms of the kinds that take a number, or a place on a plane."""

from html import escape

from samhandling.analysis.sentences import measured
from samhandling.analysis.sentences import number as written
from samhandling.content.kinds import Number, Position
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.report.handout.parts import how, label


def number(item: Number, language: Language) -> str:
    """A ruler to mark, and a line to write the number on."""
    wide, left = 620, 30
    parts = [f'<path d="M{left} 20h{wide}" stroke="#17212b" stroke-width="1.5"/>']
    names = {item.low: item.low_label, item.high: item.high_label}
    for tick in item.ticks:
        x = left + wide * (tick - item.low) / (item.high - item.low)
        parts.append(f'<path d="M{x:.0f} 12v16" stroke="#17212b" stroke-width="1.5"/>')
        parts.append(_text(x, 46, written(tick, language)))
        if name := names.get(tick):
            anchor = "start" if tick == item.low else "end"
            parts.append(_text(x + (-12 if anchor == "start" else 12), 64, name.in_(language), anchor))
    said = escape(f"{measured(item, item.low, language)} – {measured(item, item.high, language)}")
    drawn = f'<svg class="ruler" viewBox="0 0 680 70" role="img" aria-label="{said}">{"".join(parts)}</svg>'
    unit = f" {escape(item.unit.in_(language))}" if item.unit else ""
    answer = f'<p>{escape(say("paper", "number_answer", language))}: <span class="blank"></span>{unit}</p>'
    unknown = ""
    if item.unknown:
        word = escape(say("paper", "unknown", language))
        unknown = f'<ul class="options"><li class="soft"><span class="ring"></span>{word}</li></ul>'
    return how("number", language) + drawn + answer + unknown


def position(item: Position, language: Language) -> str:
    """The empty plane with its axes, and the things with the letters to write on it."""
    side, left, top = 440, 150, 12
    middle = f'<path d="M{left + side / 2} {top}v{side}M{left} {top + side / 2}h{side}" stroke="#8b867b" fill="none"/>'
    frame = (
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}" fill="none" stroke="#17212b" stroke-width="1.5"/>'
    )
    parts = [middle, frame]
    if item.corners:
        for x, at, anchor in (("low", left + 8, "start"), ("high", left + side - 8, "end")):
            for y, height in (("low", top + side - 10), ("high", top + 20)):
                parts.append(_text(at, height, getattr(item.corners, f"{x}_{y}").in_(language), anchor))
    parts += [
        _text(left, top + side + 20, item.x.low.in_(language), "start"),
        _text(left + side / 2, top + side + 40, item.x.label.in_(language), weight=650),
        _text(left + side, top + side + 20, item.x.high.in_(language), "end"),
        _text(left - 8, top + side, item.y.low.in_(language), "end"),
        _text(left - 8, top + 14, item.y.high.in_(language), "end"),
    ]
    words = item.y.label.in_(language).split()
    lines = [" ".join(words[: (len(words) + 1) // 2]), " ".join(words[(len(words) + 1) // 2 :])]
    parts += [_text(left - 8, top + side / 2 + 18 * n, line, "end", 650) for n, line in enumerate(lines) if line]
    said = escape(f"{item.x.label.in_(language)}, {item.y.label.in_(language)}")
    drawn = (
        f'<svg class="plane" viewBox="0 0 680 {top + side + 48}" role="img" aria-label="{said}">{"".join(parts)}</svg>'
    )
    rows = [f"<li><b>{chr(ord('A') + n)}</b>{label(thing, language)}</li>" for n, thing in enumerate(item.things)]
    more = range(len(item.things), min(26, len(item.things) + min(item.own, 6)))
    rows += [f'<li><b>{chr(ord("A") + n)}</b><span class="blank long"></span></li>' for n in more]
    return (
        how("position" if item.own else "position_things", language)
        + drawn
        + f'<ul class="options">{"".join(rows)}</ul>'
    )


def _text(x: float, y: float, words: str, anchor: str = "middle", weight: int = 400) -> str:
    style = (
        f'font-family="Inter, sans-serif" font-size="15" font-weight="{weight}" text-anchor="{anchor}" fill="#17212b"'
    )
    return f'<text x="{x:.0f}" y="{y:.0f}" {style}>{escape(words)}</text>'
