"""The recipe of incentive.csv: what the incentive calculation begins with, and how far each value can be moved.

Run it from any folder: ``python datasets/incentive.py``. Every value is an example and no actual grant; the ranges
are those of exercise E6.3, whose numbers one can type in. Whoever has values of their own changes them here.
"""

import csv
from pathlib import Path

TARGET = Path(__file__).with_suffix(".csv")
HEAD = ("id", "label", "label_en", "unit", "unit_en", "value", "low", "high", "step")

TERMS = (
    ("points", "Kursens längd", "Length of course", "poäng", "points", 800, 100, 2000, 100),
    # twenty points a week is full-time study in municipal adult education
    ("points_a_week", "Studietakt", "Pace", "poäng/vecka", "points/week", 20, 5, 25, 1),
    ("share", "Andel som valideras", "Validated share", "%", "%", 50, 0, 100, 5),
    ("grant", "Bidrag per poäng", "Grant per point", "kr", "SEK", 60, 0, 200, 5),
    # nothing to begin with: a group goes on as before when one of its participants is done
    ("avoided", "Sparat per poäng", "Saved per point", "kr", "SEK", 0, 0, 200, 5),
    ("assessment", "Bedömning", "Assessment cost", "kr", "SEK", 10_000, 0, 40_000, 1_000),
    ("earmarked", "Öronmärkt bidrag", "Earmarked grant", "kr", "SEK", 20_000, 0, 100_000, 1_000),
    ("week_value", "Värde av en vecka", "Value of a week", "kr", "SEK", 5_000, 0, 20_000, 500),
    ("participants", "Deltagare", "Participants", "personer", "people", 20, 1, 200, 1),
)


def main() -> None:
    """Write incentive.csv."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(TERMS)


if __name__ == "__main__":
    main()
