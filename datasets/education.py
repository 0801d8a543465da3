"""The recipe of education.csv: the education of those aged 25–64 in each municipality, 2019.

Give it Statistics Sweden's table as CSV with the columns kommun_kod, utbildningsniva (eight levels), kon and
antal_25_64: ``python datasets/education.py utbildningsniva.csv``. Levels are put together as below, and the sexes.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).with_suffix(".csv")
LEVELS = {
    "förgymnasial utbildning kortare än 9 år": "compulsory",
    "förgymnasial utbildning, 9 (10) år": "compulsory",
    "gymnasial utbildning, högst 2 år": "upper_secondary",
    "gymnasial utbildning, 3 år": "upper_secondary",
    "eftergymnasial utbildning, mindre än 3 år": "post_secondary_short",
    "eftergymnasial utbildning, 3 år eller mer": "post_secondary_long",
    "forskarutbildning": "post_secondary_long",
    "uppgift om utbildningsnivå saknas": "unknown",
}
MUNICIPALITIES = 290


def main(source: Path) -> None:
    """Write education.csv, by municipality; SystemExit if one is missing."""
    people: dict[str, Counter[str]] = {}
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            levels = people.setdefault(row["kommun_kod"], Counter())
            levels[LEVELS[row["utbildningsniva"]]] += int(row["antal_25_64"])
    if len(people) != MUNICIPALITIES:
        raise SystemExit(f"expected {MUNICIPALITIES} municipalities, got {len(people)}")
    columns = list(dict.fromkeys(LEVELS.values()))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["municipality", *columns])
        writer.writerows([code, *(levels[column] for column in columns)] for code, levels in sorted(people.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
