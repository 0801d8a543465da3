"""The transition path: from an occupation in surplus or decline, over near ones, to those that employers look for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten
from typing import Any, NamedTuple

from samhandling.content.datasets import Table
from samhandling.content.language import Language
from samhandling.content.words import many, say
from samhandling.figures.layout import (
    Figure,
    Picture,
    annotation,
    base_layout,
    escaped,
    note,
    percent,
    synthetic_mark,
)
from samhandling.figures.shortage import COLOURS, OUTLOOKS, SITUATIONS, SYMBOLS, outlook_in_words, situation_in_words

#: How many paths are drawn: as many as can be read.
SHOWN = 6
#: What employers look for: with a paradox too, the chances of a job are large.
SOUGHT = {"brist", "paradox"}
#: Two kinds of nearness: from so many per cent an occupation is near, below it partly.
NEAR = 75
#: How many layers the width holds: the names stand to the right of the last.
LAYERS = 7
ROW = 66


@dataclass(frozen=True)
class Status:
    """What the barometer says of an occupation: several things when its code belongs to several of them."""

    situations: frozenset[str]
    outlooks: frozenset[str]

    @property
    def sought(self) -> bool:
        """Whether employers look for people, whichever of the barometer's occupations it is."""
        return bool(self.situations) and self.situations <= SOUGHT

    @property
    def balanced(self) -> bool:
        """Whether there are not too many in it, though employers may find whom they need."""
        return "balans" in self.situations and "överskott" not in self.situations

    @property
    def leaving(self) -> bool:
        """Whether there are too many in the occupation, or will be fewer."""
        return self.situations == {"överskott"} or self.outlooks == {"minska"}

    def in_words(self, language: Language) -> str:
        """The situation: two of them when it differs."""
        words = [situation_in_words(one, language) for one in SITUATIONS if one in self.situations]
        if len(words) < 2:
            return words[0] if words else situation_in_words("", language)
        one, other = words[0], words[-1].lower()
        return say("transition", "mixed", language, one=one, other=other)

    def outlook_in_words(self, language: Language) -> str:
        """The demand over five years, where it is one and the same."""
        return outlook_in_words(next(iter(self.outlooks)), language) if len(self.outlooks) == 1 else "–"


class Route(NamedTuple):
    """A path from one occupation to another: the occupations on the way, and how near each is to the one before."""

    stops: tuple[str, ...]
    nearness: tuple[int, ...]

    @property
    def length(self) -> float:
        """The sum of 1/nearness over the steps: two near steps are shorter than one that is only partly near."""
        return sum(100 / one for one in self.nearness)


class Network:
    """Near occupations, and what the barometer says of them in an area."""

    def __init__(self, edges: Table, barometer: Table, area: str) -> None:
        self.edges = edges
        self.barometer = barometer
        self.assessed = [row for row in barometer.rows if row["lan"] == area]
        by_name: dict[str, list[dict[str, Any]]] = {}
        by_code: dict[str, list[dict[str, Any]]] = {}
        for row in self.assessed:
            by_name.setdefault(row["yb_yrke"], []).append(row)
            for code in row["ssyk"].split(","):
                by_code.setdefault(code, []).append(row)
        codes = {row[end]: row[f"{end}_ssyk"] for row in edges.rows for end in ("from", "to")}
        self.statuses = {
            name: _status(by_name.get(name) or by_code.get(code) or []) for name, code in sorted(codes.items())
        }

    def starts(self) -> list[str]:
        """The occupations in surplus or decline from which an edge leads somewhere, by name."""
        leading = {row["from"] for row in self.edges.rows}
        return [name for name, status in self.statuses.items() if status.leaving and name in leading]

    def routes(self, start: str, steps: int, lowest: int) -> list[Route]:
        """The shortest path to each occupation sought, of at most `steps` steps none of which is below `lowest`.

        Where none leads to one that is sought, to those in balance. The shortest are first, by Dijkstra's algorithm
        over occupation and number of steps: without the steps, a long path of near ones would hide the short path
        that is within the limit.
        """
        import networkx as nx  # only where it is used: a kernel starts without it

        near: dict[str, dict[str, int]] = {}
        for row in self.edges.rows:
            if row["nearness"] >= lowest:
                near.setdefault(row["from"], {})[row["to"]] = row["nearness"]
        layers = nx.DiGraph()
        layers.add_node((start, 0))
        reached = {start}
        for step in range(steps):
            for one in reached:
                for other, nearness in near.get(one, {}).items():
                    layers.add_edge((one, step), (other, step + 1), weight=100 / nearness)
            reached = {other for one in reached for other in near.get(one, {})}
        paths = nx.single_source_dijkstra_path(layers, (start, 0))
        best: dict[str, Route] = {}
        for (end, _), path in paths.items():
            stops = tuple(name for name, _ in path)
            route = Route(stops, tuple(near[one][other] for one, other in pairwise(stops)))
            if end != start and (end not in best or route.length < best[end].length):
                best[end] = route
        found = [route for end, route in best.items() if self.statuses[end].sought]
        found = found or [route for end, route in best.items() if self.statuses[end].balanced]
        return sorted(found, key=lambda route: (route.length, len(route.stops), route.stops[-1]))


def _status(rows: Sequence[dict[str, Any]]) -> Status:
    situations, outlooks = (
        frozenset(row[column] for row in rows if row[column]) for column in ("rekryteringssituation", "prognos")
    )
    return Status(situations, outlooks)


def transition(
    network: Network, start: str, steps: int, lowest: int, language: Language, *, names: Mapping[str, str]
) -> Picture:
    """The paths from an occupation to those that employers look for, in layers from left to right.

    `names` are the occupations' names in the language: what has none keeps its own.
    """
    found = network.routes(start, steps, lowest)
    sentence = _sentence(network, found, start, names, language)
    figure = _layers(found[:SHOWN], start, network, names, language, sentence)
    edges, barometer = network.edges.dataset, network.barometer.dataset
    figure["layout"]["annotations"] += synthetic_mark(edges, language) or synthetic_mark(barometer, language)
    head = [say("transition", one, language) for one in ("name", "situation", "outlook", "each", "route")]
    rows = []
    for route in found[:SHOWN]:
        stops = [names.get(stop, stop) for stop in route.stops]
        status = network.statuses[route.stops[-1]]
        each = " → ".join(percent(one, 100, language) for one in route.nearness)
        cells = (status.in_words(language), status.outlook_in_words(language), each, " → ".join(stops))
        rows.append((stops[-1], *cells))
    notes = (
        note(edges, len(network.edges.rows), language),
        note(barometer, len(network.assessed), language),
    )
    return Picture(figure, sentence, (head, *rows) if rows else (), " ".join(notes))


def _running(name: str) -> str:
    """A name in running text begins with a small letter; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _sentence(
    network: Network, found: Sequence[Route], start: str, names: Mapping[str, str], language: Language
) -> str:
    begin = _running(names.get(start, start))
    if not found:
        return say("transition", "found_none", language, start=begin)
    first = found[0]
    stops = [_running(names.get(stop, stop)) for stop in first.stops]
    key = "found" if network.statuses[first.stops[-1]].sought else "balanced"
    said = [many("transition", key, len(found), language, start=begin, nearest=stops[-1])]
    if len(first.nearness) == 1:
        said.append(say("transition", "direct", language, near=percent(first.nearness[0], 100, language)))
    else:
        said.append(say("transition", "several", language, n=len(first.nearness), route=" → ".join(stops)))
    if len(found) > SHOWN:
        said.append(say("transition", "shown", language, n=SHOWN))
    return " ".join([*said, say("transition", "missing", language)])


def _ways(found: Sequence[Route], start: str) -> list[tuple[str, ...]]:
    """The stops of the paths, each by the way to it and followed by those that it leads to."""
    ways: list[tuple[str, ...]] = [(start,)]
    for route in found:
        for end in range(2, len(route.stops) + 1):
            way = route.stops[:end]
            if way not in ways:
                # after all that its predecessor leads to already
                before = [place for place, one in enumerate(ways) if one[: end - 1] == way[:-1]]
                ways.insert(before[-1] + 1, way)
    return ways


def _layers(
    found: Sequence[Route],
    start: str,
    network: Network,
    names: Mapping[str, str],
    language: Language,
    alt: str,
) -> Figure:
    near = {route.stops[: end + 2]: route.nearness[end] for route in found for end in range(len(route.nearness))}
    ways = _ways(found, start)
    rows, last = {way: row for row, way in enumerate(ways)}, max(map(len, ways)) - 1
    layout = base_layout(language, alt=alt)
    layout["height"] = 60 + ROW * len(ways)
    layout["margin"] = {"l": 10, "r": 0, "t": 30, "b": 4}
    layout["xaxis"] |= {"visible": False, "range": [-0.05, LAYERS]}
    layout["yaxis"] |= {"visible": False, "range": [len(ways) - 0.1, -0.5]}
    soft = {"font": {"color": "var(--ink-soft)", "size": 12}}
    for layer in range(last + 1):
        words = say("transition", "step", language, n=layer) if layer else say("transition", "from", language)
        corner: Figure = {
            "xref": "x",
            "x": layer,
            "y": 1,
            "xanchor": "center" if layer else "left",
            "yanchor": "bottom",
        }
        corner |= {"xshift": 0 if layer else -8, "yshift": 6}
        layout["annotations"].append(annotation(words, **corner, **soft))
    data: list[Figure] = []
    for way, nearness in near.items():
        # down from the stop before, and to the right
        layer, before, row = len(way) - 1, rows[way[:-1]], rows[way]
        line: Figure = {"color": "var(--accent)", "width": 3}
        if nearness < NEAR:
            line = {"color": "var(--line-strong)", "width": 2, "dash": "dot"}
        corners = {"x": [layer - 1, layer - 1, layer], "y": [before, row, row]}
        data.append({"type": "scatter", "mode": "lines", **corners, "line": line, "hoverinfo": "none"})
    ends = {route.stops[-1] for route in found}
    for way, row in rows.items():
        layer, status = len(way) - 1, network.statuses[way[-1]]
        width = 40 - 6 * layer
        lines = escaped(shorten(names.get(way[-1], way[-1]), 2 * width - 1, placeholder=" …"), width)
        if way[-1] in ends:
            lines = f"<b>{lines}</b>"
        arrow = OUTLOOKS.get(next(iter(status.outlooks)), ("", ""))[0] if len(status.outlooks) == 1 else ""
        facts = [percent(near[way], 100, language)] if way in near else []
        facts.append(f"{status.in_words(language)} {arrow}".strip())
        beside = {"xref": "x", "yref": "y", "x": layer, "y": row, "xshift": 13, "yanchor": "middle", "yshift": 0}
        font = {"color": "var(--ink)", "size": 13}
        layout["annotations"].append(annotation(f"{lines}<br>{' · '.join(facts)}", **beside, font=font))
    single = [next(iter(one)) if len(one := network.statuses[way[-1]].situations) == 1 else "" for way in ways]
    dots: Figure = {"type": "scatter", "mode": "markers", "hoverinfo": "none", "cliponaxis": False}
    dots |= {"x": [len(way) - 1 for way in ways], "y": list(rows.values())}
    colours = [COLOURS.get(one, "var(--unknown)") for one in single]
    dots["marker"] = {"size": 15, "color": colours, "symbol": [SYMBOLS.get(one, "circle") for one in single]}
    return {"data": [*data, dots], "layout": layout}
