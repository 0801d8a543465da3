"""The recipe of shortage.csv: the recruitment situation and the outlook of occupations, for the whole country.

Give it the national table of Arbetsförmedlingen's Yrkesbarometern as CSV: ``python datasets/shortage.py riket.csv``.
Its columns have the names of the open data (data.arbetsformedlingen.se/prognoser/yrkesbarometer.json).
"""

import csv
import re
import sys
from pathlib import Path

TARGET = Path(__file__).with_suffix(".csv")
KEPT = ("yrkesomrade", "yb_yrke", "ssyk", "jobbmojligheter", "rekryteringssituation", "paradox", "prognos", "lan")
NATION = "00"


def main(source: Path) -> None:
    """Write shortage.csv, by field and occupation."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lan"] == NATION]
    rows.sort(key=lambda row: (row["yrkesomrade"], row["yb_yrke"]))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*KEPT, "hogsta_bedomningsniva", "delvis_helt", "omgang"])
        for row in rows:
            row["ssyk"] = ",".join(re.findall(r"\d{4}", row["ssyk"]))
            # an assessment of the nation is the nation's own
            writer.writerow([*(row[name] for name in KEPT), "nationellt", "helt", row["omgang"]])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
