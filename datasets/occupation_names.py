"""The recipe of occupation_names.csv: English names of the fields and occupations of shortage.csv.

They are translated by hand. This says which are missing or no longer used: ``python datasets/occupation_names.py``.
"""

import csv
from pathlib import Path

NAMES = Path(__file__).with_suffix(".csv")
OCCUPATIONS = Path(__file__).with_name("shortage.csv")


def column(path: Path, name: str) -> list[str]:
    """The values of one column of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def main() -> None:
    """SystemExit with the names that have no translation, or that nothing has."""
    translated = set(column(NAMES, "name"))
    used = {*column(OCCUPATIONS, "yrkesomrade"), *column(OCCUPATIONS, "yb_yrke")}
    if translated != used:
        raise SystemExit(f"missing: {sorted(used - translated)}; no longer used: {sorted(translated - used)}")


if __name__ == "__main__":
    main()
