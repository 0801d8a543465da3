"""The recipe of transition.csv: a made-up network of near occupations, for trying the transition paths.

Run it from any folder: ``python datasets/transition.py``. Occupations stand in groups whose work has something in
common; within a group most are near each other, and between some groups there are a few bridges, but none past
the education that an occupation asks for. Chance, with a fixed seed, says which. The occupations and their codes
are those of shortage.csv; every edge is invented.
"""

import csv
import random
from itertools import permutations
from pathlib import Path

TARGET = Path(__file__).with_suffix(".csv")
OCCUPATIONS = Path(__file__).with_name("shortage.csv")
SEED = 2026
#: Of all ordered pairs within a group, and between groups with a bridge, so many are near.
WITHIN, BETWEEN = 0.8, 0.12
NEAR, PARTLY = 75, 25

GROUPS = {
    "office": (
        "Administrativa assistenter", "Ekonomiassistenter", "Löne- och personaladministratörer",
        "Kontorsreceptionister", "Medicinska sekreterare/vårdadministratörer", "Redovisningsekonomer", "Revisorer",
    ),
    "sales": (
        "Butikssäljare inom dagligvaruhandel", "Kassapersonal", "Kundtjänstpersonal", "Företagssäljare",
        "Inköpare och upphandlare",
    ),
    "goods": (
        "Lager- och terminalpersonal", "Truckförare", "Budförare", "Buss- och spårvagnsförare", "Fjärrbilsförare",
        "Transportledare och transportsamordnare",
    ),
    "industry": (
        "Fordonsmontörer", "Montörer av metall-, gummi- och plastprodukter", "Svetsare och gasskärare",
        "CNC- och maskinoperatörer inom metall", "Underhållsmekaniker och maskinreparatörer",
        "Industrielektriker (med certifikat)",
    ),
    "care": (
        "Vårdbiträden", "Skötare", "Personliga assistenter", "Vårdare och stödassistenter",
        "Undersköterskor inom vård- och specialavdelningar och mottagningar",
        "Undersköterskor inom hemtjänst, hemsjukvård, äldreboende och habilitering",
    ),
    "children": ("Barnskötare", "Elevassistenter", "Fritidspedagoger", "Behandlingsassistenter och socialpedagoger"),
    "computing": (
        "Systemadministratörer", "Supporttekniker inom IT", "Mjukvaru- och systemutvecklare",
        "Systemanalytiker och IT-arkitekter",
    ),
    "food": ("Snabbmatskockar och grillbiträden", "Kockar"),
}  # fmt: skip
BRIDGES = (
    ("office", "sales"), ("office", "computing"), ("sales", "goods"), ("sales", "food"), ("goods", "industry"),
    ("care", "children"), ("sales", "care"), ("food", "care"),
)  # fmt: skip


def within_reach(code: str, other: str, bridge: bool) -> bool:
    """Whether experience may count: SSYK's first digit is the education asked for, 2 the longest, from 4 on little."""
    level, asked = int(code[0]), int(other[0])
    return asked >= 4 or level <= asked or (not bridge and (asked == 3 or level == 3))


def edges(codes: dict[str, str]) -> list[tuple[str, str, int]]:
    """From, to and nearness, each ordered pair at most once."""
    chance, found = random.Random(SEED), []
    for group in GROUPS.values():
        for one, other in permutations(group, 2):
            if within_reach(codes[one], codes[other], bridge=False) and chance.random() < WITHIN:
                # the second digit of SSYK parts kinds of work, the first levels of education
                found.append((one, other, NEAR if codes[one][:2] == codes[other][:2] else PARTLY))
    for here, there in BRIDGES:
        for one in GROUPS[here]:
            for other in GROUPS[there]:
                for pair in ((one, other), (other, one)):
                    if within_reach(*(codes[name] for name in pair), bridge=True) and chance.random() < BETWEEN:
                        found.append((*pair, PARTLY))
    return sorted(found)


def main() -> None:
    """Write transition.csv, by the occupations' names; KeyError for one that shortage.csv does not have."""
    with OCCUPATIONS.open(encoding="utf-8", newline="") as file:
        all_codes = {row["yb_yrke"]: row["ssyk"] for row in csv.DictReader(file)}
    codes = {name: all_codes[name] for group in GROUPS.values() for name in group}
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["from", "from_ssyk", "to", "to_ssyk", "nearness"])
        writer.writerows((one, codes[one], other, codes[other], near) for one, other, near in edges(codes))


if __name__ == "__main__":
    main()
