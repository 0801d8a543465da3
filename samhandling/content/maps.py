"""Maps: the municipalities of a county as outlines to draw."""

import csv
import math
from pathlib import Path
from typing import Any

WIDE = 1000
"""The width of a map, in its own units; a county that is taller than wide is as tall as this."""


def county_map(root: Path, county: str) -> dict[str, Any] | None:
    """The municipalities of a county (SCB's two-digit code): outlines as SVG paths, and where to write; or None.

    A degree of longitude is drawn as long as it is in the county's middle (an equirectangular projection).
    """
    path = root / "datasets" / "municipality_shapes.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["county"] == county]
    if not rows:
        return None
    shapes = {row["code"]: [_points(ring) for ring in row["rings"].split(";")] for row in rows}
    every = [point for rings in shapes.values() for ring in rings for point in ring]
    lons, lats = [lon for lon, _ in every], [lat for _, lat in every]
    west, north = min(lons), max(lats)
    narrow = math.cos(math.radians((north + min(lats)) / 2))
    scale = WIDE / max((max(lons) - west) * narrow, north - min(lats))

    def drawn(lon: float, lat: float) -> tuple[int, int]:
        return round((lon - west) * narrow * scale), round((north - lat) * scale)

    places = []
    for row in rows:
        rings = ["M" + "L".join("{} {}".format(*drawn(*point)) for point in ring) + "Z" for ring in shapes[row["code"]]]
        x, y = drawn(float(row["lon"]), float(row["lat"]))
        places.append({"code": row["code"], "name": row["name"], "x": x, "y": y, "path": "".join(rings)})
    width, height = drawn(max(lons), min(lats))
    return {"county": county, "width": width, "height": height, "places": places}


def _points(ring: str) -> list[tuple[float, float]]:
    pairs = (point.split(",") for point in ring.split())
    return [(float(lon), float(lat)) for lon, lat in pairs]
