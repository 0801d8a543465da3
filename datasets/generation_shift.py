"""The recipe of generation_shift.csv: the occupations with the most employees in Sweden, and how many are 55 or older.

Run it from any folder, with a network: ``python datasets/generation_shift.py``. It asks Statistics Sweden's open
API for one table, once in each language.
"""

import csv
import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

TARGET = Path(__file__).with_suffix(".csv")
TABLE = "https://api.scb.se/OV0104/v1/doris/{}/ssd/AM/AM0208/AM0208E/YREG54BAS"
YEAR = "2024"
OCCUPATIONS = 15
OLDER = ("55-59", "60-64", "065-69")
UNKNOWN = "0002"


def answer(language: str) -> Any:
    """Employees by occupation and age in one year, as JSON-stat, both sexes together."""
    everything = {"filter": "all", "values": ["*"]}
    query = [
        {"code": "Yrke2012", "selection": everything},
        {"code": "Alder", "selection": everything},
        {"code": "Tid", "selection": {"filter": "item", "values": [YEAR]}},
    ]
    asked = json.dumps({"query": query, "response": {"format": "json-stat2"}}).encode()
    request = Request(TABLE.format(language), asked, {"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=60) as response:  # noqa: S310  # the address stands above
        return json.load(response)


def categories(table: Any, dimension: str) -> dict[str, str]:
    """The labels of a dimension by code, in the order of the values."""
    labels: dict[str, str] = table["dimension"][dimension]["category"]["label"]
    return labels


def main() -> None:
    """Write generation_shift.csv, the largest occupation first."""
    swedish, english = answer("sv"), answer("en")
    names, english_names = categories(swedish, "Yrke2012"), categories(english, "Yrke2012")
    ages = categories(swedish, "Alder")
    rows = []
    for place, code in enumerate(names):
        # the last dimension changes fastest, and there is one year only
        counts = dict(zip(ages, swedish["value"][place * len(ages) :], strict=False))
        name, older = english_names[code], sum(counts[age] for age in OLDER)
        rows.append((code, names[code], name[:1].upper() + name[1:], sum(counts.values()), older))
    rows.sort(key=lambda row: -row[3])
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["ssyk", "name", "name_en", "employed", "aged_55"])
        writer.writerows([row for row in rows if row[0] != UNKNOWN][:OCCUPATIONS])


if __name__ == "__main__":
    main()
