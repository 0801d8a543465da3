"""The recipe of niches.csv: a made-up sector, something like life science, cut into niches and occupations.

Run it from any folder: ``python datasets/niches.py``. Codes and names are those of SSYK 2012 and SUN 2020; which
occupations a niche has, how many work there and who they are is invented, around shares that each occupation has
here wherever it is found. Chance, with a fixed seed, makes the niches differ. Nothing describes a real sector.
"""

import csv
import random
from pathlib import Path

TARGET = Path(__file__).with_suffix(".csv")
SEED = 2026
#: A share differs between niches by at most so much, and is at least and at most so large.
SPREAD, LEAST, MOST = 0.06, 0.04, 0.92
HEAD = (
    "niche", "niche_en", "ssyk", "name", "name_en", "sun", "sun_name", "sun_name_en",
    "employees", "aged_55", "women", "foreign_born",
)  # fmt: skip

EDUCATION = {
    "341": ("Inköp, försäljning och distribution", "Purchasing, sales and distribution"),
    "342": ("Marknadsföring", "Marketing"),
    "421": ("Biologi och biokemi", "Biology and biochemistry"),
    "442": ("Kemi", "Chemistry"),
    "462": ("Statistik", "Statistics"),
    "481": ("Datavetenskap och systemvetenskap", "Computer and systems science"),
    "521": ("Maskinteknik och verkstadsteknik", "Mechanical and workshop engineering"),
    "523": ("Elektronik, datateknik och automation", "Electronics, computer engineering and automation"),
    "524": ("Kemi- och bioteknik", "Chemical engineering and biotechnology"),
    "721": ("Medicin", "Medicine"),
    "723": ("Omvårdnad", "Nursing"),
    "725": ("Tekniskt inriktad vårdutbildning", "Technical health education"),
    "727": ("Farmaci", "Pharmacy"),
}
#: By SSYK: the names, the most common education, and the shares aged 55 or over, of women, and of foreign-born.
OCCUPATIONS = {
    "2113": ("Kemister", "Chemists", "442", 0.21, 0.52, 0.24),
    "2122": ("Statistiker", "Statisticians", "462", 0.12, 0.55, 0.26),
    "2131": (
        "Cell- och molekylärbiologer m.fl.", "Cell and molecular biologists and related professionals",
        "421", 0.12, 0.62, 0.34,
    ),
    "2143": (
        "Civilingenjörsyrken inom elektroteknik",
        "Engineering professionals in electrical, electronics and telecommunications", "523", 0.16, 0.19, 0.27,
    ),
    "2144": (
        "Civilingenjörsyrken inom maskinteknik", "Engineering professionals in mechanical technology",
        "521", 0.18, 0.24, 0.19,
    ),
    "2145": (
        "Civilingenjörsyrken inom kemi och kemiteknik", "Engineering professionals in chemical technology",
        "524", 0.19, 0.51, 0.22,
    ),
    "2211": ("Specialistläkare", "Specialist physicians", "721", 0.36, 0.48, 0.28),
    "2221": ("Grundutbildade sjuksköterskor", "Professional nurses", "723", 0.27, 0.90, 0.13),
    "2281": ("Apotekare", "Pharmacists", "727", 0.15, 0.74, 0.36),
    "2431": (
        "Marknadsanalytiker och marknadsförare m.fl.", "Advertising and marketing professionals",
        "342", 0.15, 0.61, 0.14,
    ),
    "2511": ("Systemanalytiker och IT-arkitekter m.fl.", "System analysts and ICT-architects", "481", 0.20, 0.29, 0.21),
    "2512": ("Mjukvaru- och systemutvecklare m.fl.", "Software- and system developers", "481", 0.09, 0.23, 0.33),
    "2514": ("Systemtestare och testledare", "System testers and test managers", "481", 0.14, 0.41, 0.31),
    "3114": (
        "Ingenjörer och tekniker inom maskinteknik", "Mechanical engineering technicians", "521", 0.30, 0.17, 0.15,
    ),
    "3115": (
        "Ingenjörer och tekniker inom kemi och kemiteknik", "Chemical engineering technicians",
        "524", 0.28, 0.54, 0.18,
    ),
    "3212": ("Biomedicinska analytiker m.fl.", "Medical and pathology laboratory technicians", "725", 0.33, 0.84, 0.20),
    "3215": ("Laboratorieingenjörer", "Chemical and physical science technicians", "442", 0.25, 0.66, 0.22),
    "3322": ("Företagssäljare", "Commercial sales representatives", "341", 0.24, 0.35, 0.11),
    "8131": (
        "Maskinoperatörer, farmaceutiska produkter", "Machine operators, pharmaceutical products",
        "524", 0.34, 0.49, 0.29,
    ),
    "8181": (
        "Maskinoperatörer, påfyllning, packning och märkning", "Machine operators, packing, bottling and labelling",
        "524", 0.29, 0.45, 0.38,
    ),
    "8212": (
        "Montörer, elektrisk och elektronisk utrustning", "Electrical and electronic equipment assemblers",
        "523", 0.31, 0.47, 0.40,
    ),
}  # fmt: skip
#: The niches with about how many work in each occupation.
NICHES = {
    ("Läkemedel", "Pharmaceuticals"): {
        "8131": 1500, "2113": 700, "8181": 650, "3115": 600, "2145": 500, "2281": 250, "2431": 240,
    },
    ("Medicinteknik", "Medical technology"): {
        "2144": 900, "2512": 700, "8212": 700, "2143": 600, "3114": 500, "3322": 450,
    },
    ("Bioteknik", "Biotechnology"): {"2131": 800, "3215": 350, "2145": 300, "2113": 200, "3115": 160},
    ("Diagnostik och laboratorier", "Diagnostics and laboratories"): {
        "3212": 900, "3215": 400, "2131": 250, "2512": 160, "3322": 150,
    },
    ("Kliniska prövningar", "Clinical trials"): {"2221": 320, "2131": 150, "2211": 120, "2122": 100, "2281": 90},
    ("Digital hälsa", "Digital health"): {"2512": 900, "2511": 400, "2514": 200, "2431": 150, "2221": 120},
}  # fmt: skip


def main() -> None:
    """Write niches.csv, niche by niche, the largest occupation first."""
    chance = random.Random(SEED)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for niche, sizes in NICHES.items():
            for code, size in sizes.items():
                name, english, sun, *shares = OCCUPATIONS[code]
                employees = round(size * chance.uniform(0.95, 1.05))
                here = [min(MOST, max(LEAST, share + chance.uniform(-SPREAD, SPREAD))) for share in shares]
                people = [round(share * employees) for share in here]
                writer.writerow([*niche, code, name, english, sun, *EDUCATION[sun], employees, *people])


if __name__ == "__main__":
    main()
