"""The node map: a county's municipalities, those that are nodes, and who has one within a distance."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import cos, degrees, pi, radians, sin
from typing import Any, NamedTuple

from samhandling.analysis.coverage import RADIUS, Place, covered, nearest
from samhandling.content.datasets import Table
from samhandling.content.language import Language
from samhandling.content.words import many, say
from samhandling.figures.layout import Figure, Picture, annotation, base_layout, counted, note, percent, synthetic_mark

#: The areas of education to place nodes for, as they stand in the exercise.
AREAS = ("care", "industry", "hospitality", "construction", "childcare", "transport")
#: The size of the map on a phone, in pixels: its width, and the least and the greatest height.
WIDTH, LOWEST, HIGHEST = 340, 300, 560
#: The width of a letter and the height of a line of the names on the map, in pixels.
LETTER, LINE = 6.6, 15
#: A circle's corners.
CORNERS = 72

Ring = list[tuple[float, float]]


class Area(NamedTuple):
    """A municipality on the map: its name, its outlines in degrees, and where its people are counted."""

    name: str
    rings: list[Ring]
    place: Place


def county_map(shapes: Table, population: Table, county: str) -> dict[str, Area]:
    """The municipalities of a county that both tables have, by code, the most populous first."""
    people: dict[str, int] = {}
    for row in population.rows:
        people[row["municipality"]] = people.get(row["municipality"], 0) + row["women"] + row["men"]
    found = {
        row["code"]: Area(row["name"], _rings(row["rings"]), Place(row["lon"], row["lat"], people[row["code"]]))
        for row in shapes.rows
        if row["county"] == county and row["code"] in people
    }
    return dict(sorted(found.items(), key=lambda one: -one[1].place.people))


def example_nodes(areas: Mapping[str, Area], area: str) -> tuple[str, ...]:
    """Two municipalities to begin with, others for each area of education: the most populous first, an example only."""
    codes, place = list(areas), AREAS.index(area)
    return tuple(dict.fromkeys(codes[(2 * place + one) % len(codes)] for one in range(2)))


def nodes(
    shapes: Table,
    population: Table,
    county: str,
    area: str,
    chosen: Collection[str],
    km: int,
    language: Language,
    *,
    names: Mapping[str, str],
) -> Picture:
    """The share of a county's people whose municipality has a node within `km` kilometres.

    The tables have the columns of `municipality_shapes` and `population`; `area` is one of `AREAS`, `chosen` are the
    codes of the nodes, and `names` are those of the counties by code.
    """
    areas = county_map(shapes, population, county)
    places = {code: one.place for code, one in areas.items()}
    chosen = [code for code in areas if code in chosen]
    near, within = nearest(places, chosen), covered(places, chosen, km)
    everyone = sum(place.people for place in places.values())
    sentence = _sentence(areas, near, within, len(chosen), km, language, names.get(county, county), area)
    figure = _map(areas, near, within, chosen, km, language, sentence)
    figure["layout"]["annotations"] += synthetic_mark(population.dataset, language)
    head = [say("nodes", one, language) for one in ("name", "people", "nearest", "away", "reached")]
    rows = [
        (
            one.name,
            counted(one.place.people, language),
            areas[near[code][0]].name if near else "–",
            f"{near[code][1]:.0f}\N{NO-BREAK SPACE}km" if near else "–",
            say("nodes", "yes" if code in within else "no", language),
        )
        for code, one in areas.items()
    ]
    source = shapes.dataset.source
    beneath = [
        say("nodes", "method", language),
        note(population.dataset, everyone, language),
        say("nodes", "map", language, source=source.name.in_(language), through=source.through),
    ]
    return Picture(figure, sentence, (head, *rows), " ".join(beneath))


def _rings(text: str) -> list[Ring]:
    """The outlines as they stand in the table: `lon,lat` with spaces between points, semicolons between parts."""
    points = ([point.split(",") for point in part.split()] for part in text.split(";"))
    return [[(float(lon), float(lat)) for lon, lat in part] for part in points]


def _sentence(
    areas: Mapping[str, Area],
    near: Mapping[str, tuple[str, float]],
    within: Collection[str],
    n: int,
    km: int,
    language: Language,
    county: str,
    area: str,
) -> str:
    fill = {"area": say("nodes", area, language), "county": county, "km": km}
    if not n:
        return say("nodes", "covered_none", language, **fill)
    everyone = sum(one.place.people for one in areas.values())
    outside = [one.place.people for code, one in areas.items() if code not in within]
    said = [many("nodes", "covered", n, language, **fill, share=_share(everyone - sum(outside), everyone, language))]
    if outside:
        said.append(many("nodes", "outside", len(outside), language, people=counted(sum(outside), language)))
    far = max(near, key=lambda code: near[code][1])
    node, away = near[far]
    if away:
        fill = {"place": areas[far].name, "node": areas[node].name, "away": f"{away:.0f}"}
        said.append(say("nodes", "farthest", language, **fill))
    return " ".join(said)


def _share(n: int, of: int, language: Language) -> str:
    """A share in whole per cent; with a decimal where it would look like all or none and is not."""
    return percent(n, of, language, 1 if 0 < n < of and round(100 * n / of) in (0, 100) else 0)


def _map(
    areas: Mapping[str, Area],
    near: Mapping[str, tuple[str, float]],
    within: Collection[str],
    chosen: Collection[str],
    km: int,
    language: Language,
    alt: str,
) -> Figure:
    corners = [point for one in areas.values() for ring in one.rings for point in ring]
    west, east, south, north = _ends(corners)
    # a degree of longitude is shorter than one of latitude by the cosine, here that of the county's middle
    narrow = cos(radians((south + north) / 2))
    tall = (north - south) / ((east - west) * narrow)
    height = min(HIGHEST, max(LOWEST, round(WIDTH * tall)))
    layout = base_layout(language, alt=alt)
    layout |= {"height": height + 44, "showlegend": True}
    layout["margin"] = {"l": 0, "r": 0, "t": 36, "b": 8}
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False}
    layout["legend"] = {**legend, "traceorder": "normal", "font": {"size": 13}}
    margin = 0.03 * max((east - west) * narrow, north - south)
    layout["xaxis"] |= {"visible": False, "range": [west * narrow - margin, east * narrow + margin]}
    layout["yaxis"] |= {"visible": False, "range": [south - margin, north + margin], "scaleanchor": "x"}
    kinds = {
        "is_node": ([code for code in areas if code in chosen], "var(--step-2)", "var(--accent)"),
        "within": ([code for code in areas if code in within and code not in chosen], "var(--step-1)", "var(--ink)"),
        "beyond": ([code for code in areas if code not in within], "var(--paper)", "var(--ink-soft)"),
    }
    data: list[Figure] = []
    for kind, (codes, colour, _) in kinds.items():
        rings = [ring for code in codes for ring in areas[code].rings]
        outline: Figure = {"type": "scatter", "mode": "lines", "fill": "toself", "fillcolor": colour}
        outline |= {"line": {"color": "var(--line-strong)", "width": 1}, "hoverinfo": "skip"}
        outline |= {"x": _joined(rings, 0, narrow), "y": _joined(rings, 1)}
        data.append({**outline, "name": say("nodes", kind, language, km=km), "showlegend": bool(codes)})
    circles = [list(_circle(areas[code].place, km)) for code in chosen]
    dots: Figure = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    dots["line"] = {"color": "var(--accent)", "width": 1.5, "dash": "dot"}
    data.append({**dots, "x": _joined(circles, 0, narrow), "y": _joined(circles, 1)})
    middles: Figure = {"type": "scatter", "mode": "markers", "hoverinfo": "text", "showlegend": False}
    middles |= {"x": [one.place.lon * narrow for one in areas.values()], "y": [one.place.lat for one in areas.values()]}
    middles["hovertext"] = [_hover(code, areas, near, language) for code in areas]
    middles["marker"] = {
        "size": [13 if code in chosen else 5 for code in areas],
        "color": ["var(--accent)" if code in chosen else "var(--ink-soft)" for code in areas],
        "line": {"width": 0},
    }
    data.append(middles)
    scale = height / (north - south + 2 * margin)
    inks = {code: ink for codes, _, ink in kinds.values() for code in codes}
    for code in _with_room(areas, chosen, narrow * scale, scale):
        place, name = areas[code].place, areas[code].name
        at = {"xref": "x", "yref": "y", "x": place.lon * narrow, "y": place.lat, "xanchor": "center"}
        ink = "var(--ink)" if code in chosen else inks[code]
        over = {"yanchor": "bottom", "yshift": 5, "font": {"color": ink, "size": 12}}
        layout["annotations"].append(annotation(f"<b>{name}</b>" if code in chosen else name, **at, **over))
    return {"data": data, "layout": layout}


def _hover(code: str, areas: Mapping[str, Area], near: Mapping[str, tuple[str, float]], language: Language) -> str:
    name = areas[code].name
    if code not in near or near[code][0] == code:
        return name
    node, away = near[code]
    return say("nodes", "within_of", language, place=name, node=areas[node].name, away=f"{away:.0f}")


def _with_room(areas: Mapping[str, Area], chosen: Collection[str], across: float, up: float) -> Iterator[str]:
    """The municipalities whose names have room on a phone: nodes first, then the most populous.

    `across` and `up` are pixels for each degree.
    """
    taken: list[tuple[float, float, float]] = []
    for code in sorted(areas, key=lambda code: code not in chosen):
        place, half = areas[code].place, LETTER * len(areas[code].name) / 2
        x, y = place.lon * across, place.lat * up
        if all(abs(x - left) > half + wide or abs(y - low) > LINE for left, low, wide in taken):
            taken.append((x, y, half))
            yield code


def _circle(place: Place, km: int) -> Iterator[tuple[float, float]]:
    """All that is as far as `km` from a place, nearly: as on a plane."""
    up = degrees(km / RADIUS)
    for corner in range(CORNERS + 1):
        turn = 2 * pi * corner / CORNERS
        yield place.lon + up * sin(turn) / cos(radians(place.lat)), place.lat + up * cos(turn)


def _ends(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    lons, lats = zip(*points, strict=True)
    return min(lons), max(lons), min(lats), max(lats)


def _joined(rings: Sequence[Ring], axis: int, scale: float = 1) -> list[Any]:
    """One coordinate of all rings, with a gap between each."""
    found: list[Any] = []
    for ring in rings:
        found += [*(round(point[axis] * scale, 3) for point in ring), None]
    return found[:-1]
