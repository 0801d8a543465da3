"""The recipe of population.csv: the people of each municipality by age class and sex, 31 December 2019.

Give it Statistics Sweden's table as CSV with the columns kommun_kod, alder (five-year classes), kon, antal:
``python datasets/population.py folkmangd.csv``. The oldest are put together, so that no class is a handful of people.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).with_suffix(".csv")
OLDEST = 85
INHABITANTS = 10_327_589


def age_class(alder: str) -> str:
    """The class of the source, or the open one of the oldest."""
    return f"{OLDEST}+" if int(alder.split("-")[0].rstrip("+")) >= OLDEST else alder


def main(source: Path) -> None:
    """Write population.csv, by municipality and age; SystemExit if the nation is not as many as it was."""
    people: Counter[tuple[str, str, str]] = Counter()
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            people[row["kommun_kod"], age_class(row["alder"]), row["kon"]] += int(row["antal"])
    if people.total() != INHABITANTS:
        raise SystemExit(f"expected {INHABITANTS} people, got {people.total()}")
    places = {(code, age) for code, age, _ in people}
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["municipality", "age", "women", "men"])
        for code, age in sorted(places, key=lambda place: (place[0], int(place[1].split("-")[0].rstrip("+")))):
            writer.writerow([code, age, people[code, age, "kvinnor"], people[code, age, "män"]])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
