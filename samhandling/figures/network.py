"""The network of contacts as a circle of actor types, once, or before and after."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt

from samhandling.analysis.network import Network, Tie, compare
from samhandling.analysis.network_sentences import change_words, network_words, share
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import Figure, Picture, annotation, base_layout, escaped
from samhandling.look import tokens

SIDE = 320
"""The height of one circle with its names, in pixels."""
ACROSS, UP = 2.7, 1.95
"""Half the width and half the height of one circle with its names; the circle's radius is 1."""
LETTERS = 13
"""On a line of a name; a longer word has a line of its own."""
LEAST = 0.25
"""Ties of a smaller share are in the table only, or nothing would be seen."""
BEND = 0.22
"""How far a tie bends from the straight line, so that the two ways between two types lie apart."""
POINTS = 16
MARK = 13
"""At which of a tie's points its dot is: near the one who was named."""


def network_picture(network: Network, labels: Mapping[str, str], language: Language) -> Picture:
    """The contacts between actor types; `labels` are the types by id, in the series' order and in the language."""
    sentence = " ".join(network_words(network, labels, language))
    layout = _layout(1, sentence, language)
    data = _circle(network, labels, 0, layout, language)
    return Picture(
        {"data": data, "layout": layout}, sentence, _table([network], labels, language), _note([network], language)
    )


def change_picture(before: Network, after: Network, labels: Mapping[str, str], language: Language) -> Picture:
    """The contacts before and after, one circle over the other, with each type in the same place."""
    sentence = " ".join(change_words(compare(before, after), labels, language))
    layout, both = _layout(2, sentence, language), [before, after]
    everyone = {one: label for one, label in labels.items() if one in before.types or one in after.types}
    data: list[Figure] = []
    for place, (network, key) in enumerate(zip(both, ("before", "after"), strict=True)):
        data += _circle(network, everyone, -2 * UP * place, layout, language, keep=True)
        head = {"xref": "x", "yref": "y", "x": -ACROSS, "y": UP - 2 * UP * place, "yshift": 0}
        text = f"<b>{say('network', key, language)}</b>"
        layout["annotations"].append(annotation(text, **head, font={"color": tokens()["ink"]}))
    return Picture({"data": data, "layout": layout}, sentence, _table(both, labels, language), _note(both, language))


def _layout(circles: int, alt: str, language: Language) -> Figure:
    layout = base_layout(language, alt=alt)
    layout |= {"height": SIDE * circles, "margin": {"l": 0, "r": 0, "t": 8, "b": 8}}
    layout["xaxis"] |= {"visible": False, "range": [-ACROSS, ACROSS]}
    layout["yaxis"] |= {"visible": False, "range": [UP - 2 * UP * circles, UP], "scaleanchor": "x"}
    return layout


def _circle(
    network: Network, labels: Mapping[str, str], y: float, layout: Figure, language: Language, *, keep: bool = False
) -> list[Figure]:
    """One network around (0, y); its names go to the layout. `keep` has a place also for types that are not there."""
    look = tokens()
    types = list(labels) if keep else [one for one in network.types if one in labels]
    # from the top, clockwise
    turns = {one: pi / 2 - 2 * pi * place / len(types) for place, one in enumerate(types)}
    at = {one: (cos(turn), y + sin(turn)) for one, turn in turns.items()}
    ties = [
        tie for tie in network.ties if tie.start != tie.end and tie.share >= LEAST and {tie.start, tie.end} <= set(at)
    ]
    # the strong ones last, and so on top
    data = [line for tie in sorted(ties, key=lambda tie: tie.share) for line in _drawn(tie, at)]
    nodes: Figure = {"type": "scatter", "mode": "markers", "hoverinfo": "skip"}
    nodes |= {"x": [at[one][0] for one in types], "y": [at[one][1] for one in types]}
    n = [network.n.get(one, 0) for one in types]
    nodes["marker"] = {
        "size": [10 + 3.2 * sqrt(k) for k in n],
        "color": [look["accent"] if k else look["surface"] for k in n],
        "line": {"color": look["accent"], "width": 2},
        "opacity": 1,
    }
    for one in types:
        x, height = at[one]
        side = {"xanchor": "center" if abs(x) < 0.3 else "left" if x > 0 else "right"}
        side |= {"yanchor": "middle" if abs(x) >= 0.5 else "bottom" if height > y else "top"}
        label = escaped(labels[one], max(map(len, [*labels[one].split(), " " * LETTERS])))
        text = say("network", "node", language, label=label, n=network.n[one]) if one in network.n else label
        place = {"xref": "x", "yref": "y", "x": x * 1.16, "y": y + (height - y) * 1.16, "yshift": 0}
        ink = {"color": look["ink"], "size": 11}
        layout["annotations"].append(annotation(text, **place, **side, align=side["xanchor"], font=ink))
    return [*data, nodes]


def _drawn(tie: Tie, at: Mapping[str, tuple[float, float]]) -> list[Figure]:
    """A tie as a bent line, thicker the larger its share, with a dot near the one who was named."""
    look = tokens()
    (x0, y0), (x1, y1) = at[tie.start], at[tie.end]
    mid_x, mid_y = (x0 + x1) / 2 - BEND * (y1 - y0), (y0 + y1) / 2 + BEND * (x1 - x0)
    steps = [step / POINTS for step in range(POINTS + 1)]
    xs = [round((1 - t) ** 2 * x0 + 2 * t * (1 - t) * mid_x + t**2 * x1, 3) for t in steps]
    ys = [round((1 - t) ** 2 * y0 + 2 * t * (1 - t) * mid_y + t**2 * y1, 3) for t in steps]
    colour, width = look["accent" if tie.is_strong else "unknown"], round(1 + 5 * tie.share, 1)
    line: Figure = {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "hoverinfo": "skip"}
    line["line"] = {"color": colour, "width": width} | ({} if tie.is_strong else {"dash": "dot"})
    dot: Figure = {"type": "scatter", "mode": "markers", "x": [xs[MARK]], "y": [ys[MARK]], "hoverinfo": "skip"}
    return [line, {**dot, "marker": {"color": colour, "size": 4 + width}}]


def _table(networks: Sequence[Network], labels: Mapping[str, str], language: Language) -> Sequence[Sequence[str]]:
    """The share of each shown type that names each other; before → after where there are two."""
    ends = [one for one in labels if any(one in network.types for network in networks)]
    head = [say("network", "from", language), *(say("network", "to", language, label=labels[one]) for one in ends)]
    rows = []
    for start in (one for one in labels if any(one in network.n for network in networks)):
        n = " → ".join(str(network.n.get(start, "–")) for network in networks)
        row = [say("network", "starting", language, label=labels[start], n=n)]
        row += [" → ".join(_cell(network, start, end, language) for network in networks) for end in ends]
        rows.append(row)
    return [head, *rows]


def _cell(network: Network, start: str, end: str, language: Language) -> str:
    if start not in network.n:
        return "–"
    return share(next((tie.share for tie in network.ties if (tie.start, tie.end) == (start, end)), 0), language)


def _note(networks: Sequence[Network], language: Language) -> str:
    n = " → ".join(str(sum(network.n.values())) for network in networks)
    return say("network", "note", language, n=n)
