"""The landscape of opinions: where the groups lie, and how each of them voted; never a single person."""

from collections.abc import Mapping, Sequence
from math import atan2, cos, pi, sin

from samhandling.analysis.opinion_sentences import opinions_words
from samhandling.analysis.opinions import Ellipse, Opinions
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import Figure, Picture, annotation, base_layout, escaped, percent
from samhandling.look import tokens
from samhandling.look.palette import ink_on

SIZE = 420
"""The height of the map, in pixels."""
WIDE = 1.5
"""An ellipse's half axes, in standard deviations: two thirds of a round group lie within."""
CORNERS = 48
SHOWN = 6
"""The most statements that the groups are set side by side for."""
HEAD = 44
"""The letters on a line of a statement, on a phone."""
ROOM = 0.14
"""The least angle between two statements on the map's rim, in radians."""


def opinion_map(found: Opinions, labels: Mapping[str, str], language: Language) -> Picture:
    """The groups as ellipses with their n, and the statements that draw them apart by their numbers.

    `labels` are the statements by id, in the order they were asked and in the language; a number is the place there.
    """
    words = opinions_words(found, labels, language)
    sentence = " ".join(words)
    if not found.groups:
        return Picture(_empty(words, language), sentence)
    look = tokens()
    layout = base_layout(language, alt=sentence)
    layout |= {"height": SIZE, "margin": {"l": 8, "r": 8, "t": 8, "b": 8}, "shapes": []}
    outlines = [_outline(group.ellipse) for group in found.groups]
    reach = max(max(abs(place) for axis in outline for place in axis) for outline in outlines) * 1.25
    layout["xaxis"] |= {"visible": False, "range": [-reach, reach]}
    layout["yaxis"] |= {"visible": False, "range": [-reach, reach], "scaleanchor": "x"}
    for cross in ({"x0": -reach, "x1": reach, "y0": 0, "y1": 0}, {"x0": 0, "x1": 0, "y0": -reach, "y1": reach}):
        line = {"color": look["line"], "width": 1}
        layout["shapes"].append({"type": "line", "layer": "below", "line": line, **cross})
    data: list[Figure] = []
    for place, (group, (x, y)) in enumerate(zip(found.groups, outlines, strict=True)):
        colour = look[f"group-{1 + place}"]
        shape: Figure = {"type": "scatter", "mode": "lines", "x": x, "y": y, "fill": "toself", "hoverinfo": "skip"}
        shape |= {"fillcolor": _see_through(colour), "line": {"color": colour, "width": 2}}
        data.append({**shape, "name": say("opinions", "group", language, name=group.name)})
        text = say("opinions", "sized_short", language, name=group.name, n=group.n)
        at = {"xref": "x", "yref": "y", "x": group.ellipse.x, "y": group.ellipse.y, "yshift": 0}
        middle = {"xanchor": "center", "yanchor": "middle", "align": "center", "font": {"color": colour, "size": 17}}
        layout["annotations"].append(annotation(text, **at, **middle))
    rim = _rim(found, labels)
    marks: Figure = {"type": "scatter", "mode": "text", "hoverinfo": "skip"}
    marks |= {
        "x": [0.92 * reach * cos(one) for one in rim.values()],
        "y": [0.92 * reach * sin(one) for one in rim.values()],
    }
    marks |= {"text": [str(number) for number in rim], "textfont": {"color": look["ink-soft"], "size": 14}}
    data.append(marks)
    note = say("opinions", "map_note", language, n=found.n)
    return Picture({"data": data, "layout": layout}, sentence, _table(found, labels, language), note)


def opinion_shares(found: Opinions, labels: Mapping[str, str], language: Language) -> Picture:
    """How each group voted on the statements that divide, mark and unite them the most, side by side."""
    words = opinions_words(found, labels, language)
    if not found.groups:
        return Picture(_empty(words, language), " ".join(words))
    look, chosen = tokens(), [one for one in _told(found) if one in found.shares][:SHOWN]
    layout = base_layout(language, rows=len(chosen) * (0.75 * found.k + 1.5) + 1, alt=" ".join(words))
    layout |= {"barmode": "stack", "showlegend": True}
    layout["legend"] = {"orientation": "h", "traceorder": "normal", "y": 0, "yanchor": "top", "x": 0}
    layout["xaxis"] |= {"visible": False, "range": [0, 1.2]}
    names = [group.name for group in found.groups]
    places: list[float] = []
    rows, heads = [], []
    for block, statement in enumerate(chosen):
        # in rows: a statement on two lines takes nearly as much room as two bars
        top = block * (found.k + 1.9)
        heads.append((top, statement))
        for place, shares in enumerate(found.shares[statement]):
            places.append(top + 1.4 + place)
            rows.append((names[place], shares))
    layout["yaxis"] |= {"tickvals": places, "ticktext": [name for name, _ in rows], "ticklabelstandoff": 8}
    layout["yaxis"] |= {"range": [len(chosen) * (found.k + 1.9), -0.6]}
    for top, statement in heads:
        at = {"xref": "x", "yref": "y", "x": 0, "y": top + 0.9, "yanchor": "bottom", "yshift": 0}
        text = escaped(labels.get(statement, statement), HEAD)
        layout["annotations"].append(annotation(text, **at, font={"color": look["ink"], "size": 14}))
    for y, (_, shares) in zip(places, rows, strict=True):
        text = f"n = {shares.n}" if shares else say("opinions", "fewer", language)
        at = {"xref": "x", "yref": "y", "x": 1.02 if shares else 0, "y": y, "yanchor": "middle", "yshift": 0}
        layout["annotations"].append(annotation(text, **at, font={"color": look["ink-soft"], "size": 13}))
    data = []
    for name, colour in (("agree", look["high"]), ("passes", look["mid"]), ("disagree", look["low"])):
        long = [getattr(shares, name) if shares else 0 for _, shares in rows]
        bar: Figure = {"type": "bar", "orientation": "h", "x": long, "y": places, "width": 0.8, "hoverinfo": "none"}
        bar |= {"text": [percent(round(100 * one), 100, language) if one >= 0.1 else "" for one in long]}
        bar |= {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0}
        bar |= {"textfont": {"color": ink_on(colour)}, "marker": {"color": colour}}
        data.append({**bar, "name": say("opinions", name, language)})
    note = say("opinions", "shares_note", language)
    return Picture({"data": data, "layout": layout}, " ".join(words), _table(found, labels, language), note)


def _rim(found: Opinions, labels: Mapping[str, str]) -> dict[int, float]:
    """The statements that draw the groups apart, by number: the directions they draw in, with room between them."""
    places, numbers = {one.id: one for one in found.statements}, {one: number for number, one in enumerate(labels, 1)}
    marks = {one.statement for group in found.groups for one in group.representative}
    apart = marks | {one.statement for one in found.divisive}
    rim: dict[int, float] = {}
    for one in _told(found):
        if one in apart and one in places and one in numbers:
            angle = atan2(places[one].y, places[one].x)
            if all(abs((angle - other + pi) % (2 * pi) - pi) > ROOM for other in rim.values()):
                rim[numbers[one]] = angle
    return rim


def _told(found: Opinions) -> list[str]:
    """The statements worth seeing, each once: what divides, what marks the groups in turn, what all share."""
    marks = [group.representative[place].statement for place in range(5) for group in found.groups
             if place < len(group.representative)]  # fmt: skip
    divisive, shared = [one.statement for one in found.divisive], [one.statement for one in found.consensus]
    return list(dict.fromkeys([*divisive[:2], *shared[:2], *marks, *divisive, *shared]))


def _table(found: Opinions, labels: Mapping[str, str], language: Language) -> Sequence[Sequence[str]]:
    """Every statement with its number, and how many of each group agree and disagree, in per cent."""
    head = [say("opinions", "number", language), say("opinions", "statement", language)]
    for group in found.groups:
        head += [say("opinions", key, language, name=group.name) for key in ("head_agree", "head_disagree")]
    rows = []
    for number, (one, label) in enumerate(labels.items(), 1):
        row = [str(number), label]
        for shares in found.shares.get(one, (None,) * found.k):
            both = (shares.agree, shares.disagree) if shares else ()
            few = say("opinions", "fewer", language)
            row += [percent(round(100 * share), 100, language) for share in both] or [few, few]
        rows.append(row)
    return [head, *rows]


def _outline(ellipse: Ellipse) -> tuple[list[float], list[float]]:
    turn_x, turn_y = cos(ellipse.angle), sin(ellipse.angle)
    x, y = [], []
    for corner in range(CORNERS + 1):
        along = WIDE * ellipse.long * cos(2 * pi * corner / CORNERS)
        across = WIDE * ellipse.short * sin(2 * pi * corner / CORNERS)
        x.append(round(ellipse.x + along * turn_x - across * turn_y, 3))
        y.append(round(ellipse.y + along * turn_y + across * turn_x, 3))
    return x, y


def _see_through(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"


def _empty(words: Sequence[str], language: Language) -> Figure:
    layout = base_layout(language, rows=1, alt=" ".join(words))
    layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
    layout["annotations"] = [annotation(escaped(words[0], 80), y=0.5, yshift=0, yanchor="middle")]
    return {"data": [], "layout": layout}
