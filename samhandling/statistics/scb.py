"""Statistics Sweden (SCB): its tables by PxWebApi 2, and the recipes of those that the series uses.

Which table a recipe takes is looked up at run time by the folder that it lies in and the variables that it has, since
tables get successors under new ids; where an id is known it is the one to fall back on.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from samhandling.statistics.asking import Asking, Found, plain, text
from samhandling.statistics.jsonstat import Cube
from samhandling.statistics.web import FetchError, Pace

Span = tuple[int, int | None]
Cell = tuple[dict[str, str], int | float | None]

AGES: dict[str, Span] = {f"{low}-{low + 4}": (low, low + 4) for low in range(0, 85, 5)} | {"85+": (85, None)}
POPULATION = "TAB638"
"""The population by municipality, marital status, age and sex, 1968–2024; a successor is looked for first."""
LARGEST = 15
OLDER = 55
UNKNOWN = "0002"
TOO_MUCH = {400, 403, 413, 414}
"""What the service answers when a question asks for too many cells: then it is halved, and halved again."""
HALVINGS = 4


class PxWeb:
    """Tables of a PxWebApi 2. It keeps to the limits of the service's own /config."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.address = asking.sources.scb
        config = self._get("/config", {})
        self.most_cells = int(config.get("maxDataCells") or 100_000)
        calls, seconds = int(config.get("maxCallsPerTimeWindow") or 10), float(config.get("timeWindow") or 10)
        asking.web.paces[asking.web.host(self.address)] = Pace(calls, seconds)

    def find(self, word: str, folder: str, variables: Sequence[str]) -> str | None:
        """The newest annual table of a folder (e.g. AM0208E) that has the variables, and few others; None if none."""
        self.asking.tell("searching", folder=folder)
        found: list[tuple[str, int, str]] = []
        page, pages = 1, 1
        while page <= min(pages, 20):
            answer = self._get("/tables", {"query": word, "pageNumber": page, "pageSize": 500})
            for table in answer.get("tables") or ():
                names = [str(name).casefold() for name in table.get("variableNames") or ()]
                inside = any(one.get("id") == folder for path in table.get("paths") or () for one in path)
                annual = table.get("timeUnit", "Annual") == "Annual"
                if inside and annual and all(any(name.startswith(one) for name in names) for one in variables):
                    found.append((str(table.get("lastPeriod") or ""), -len(names), str(table["id"])))
            pages = int((answer.get("page") or {}).get("totalPages") or 1)
            page += 1
        return max(found)[2] if found else None

    def open(self, table: str, language: str = "sv") -> "PxTable":
        """A table's variables and their codes."""
        data = self._get(f"/tables/{table}/metadata", {"lang": language})
        cube = Cube.read(data)
        extensions = {code: data["dimension"][code].get("extension") or {} for code in cube.labels}
        eliminable = {code for code, one in extensions.items() if one.get("elimination")}
        return PxTable(self, table, cube, eliminable, {*(data.get("role") or {}).get("metric", ("ContentsCode",))})

    def data(self, table: str, codes: Mapping[str, Sequence[str]]) -> Cube:
        """The values of a selection of codes by variable."""
        body = {"selection": [{"variableCode": one, "valueCodes": list(chosen)} for one, chosen in codes.items()]}
        url = f"{self.address}/tables/{table}/data"
        cube = Cube.read(self.asking.web.json(url, {"lang": "sv", "outputFormat": "json-stat2"}, body))
        if not cube.values or any(set(codes[one]) != set(cube.labels.get(one, ())) for one in codes):
            raise FetchError("strange", host="SCB")
        return cube

    def _get(self, path: str, params: dict[str, Any]) -> Any:
        answer = self.asking.web.json(self.address + path, {"lang": "sv"} | params)
        if not isinstance(answer, dict):
            raise FetchError("strange", host="SCB")
        return answer


@dataclass(frozen=True)
class PxTable:
    """One table: its variables are known by their Swedish names."""

    service: PxWeb
    id: str
    cube: Cube
    eliminable: set[str]
    measures: set[str]

    def variable(self, name: str) -> str:
        """The code of the variable whose name begins so; FetchError if there is none."""
        for code, one in self.cube.names.items():
            if one.casefold().startswith(name):
                return code
        raise FetchError("no_variable", table=self.id, variable=name)

    def labels(self, name: str) -> dict[str, str]:
        """The labels of a variable by code."""
        return self.cube.labels[self.variable(name)]

    def newest(self) -> str:
        """The newest year of the table."""
        return max(self.labels("år"))

    def cells(self, by: str, chosen: Mapping[str, Sequence[str]]) -> Iterator[Cell]:
        """The cells of the codes chosen by the names of the variables, asked for in parts along the variable `by`.

        A variable that is not among the chosen is left out where the service makes a total of it, else taken as its
        total, else as all that it has.
        """
        codes = {self.variable(name): [*some] for name, some in chosen.items()}
        for code, labels in self.cube.labels.items():
            if code not in codes and code not in self.eliminable:
                codes[code] = _measure(labels) if code in self.measures else _whole(labels)
        along = self.variable(by)
        each = prod(len(some) for code, some in codes.items() if code != along)
        parts = _parts(codes[along], max(1, self.service.most_cells // each))
        for n, part in enumerate(parts, 1):
            yield from self._part(codes, along, part, HALVINGS)
            self.service.asking.tell("part", table=self.id, n=n, of=len(parts))

    def _part(self, codes: dict[str, list[str]], along: str, part: list[str], halvings: int) -> Iterator[Cell]:
        try:
            cube = self.service.data(self.id, codes | {along: part})
        except FetchError as error:
            if error.details.get("status") not in TOO_MUCH or len(part) < 2 or not halvings:
                raise
            for half in _parts(part, (len(part) + 1) // 2):
                yield from self._part(codes, along, half, halvings - 1)
        else:
            yield from cube.cells()

    def changes(self, as_of: Any) -> dict[str, Any]:
        """What a dictionary says of this table."""
        url = f"{self.service.address}/tables/{self.id}"
        return {"as_of": as_of, "source": {"url": url, "through": f"PxWebApi 2, {self.id}"}}


def population(asking: Asking) -> Found:
    """The people of every municipality by age class and sex, at the end of the newest year.

    Always the whole country, since a county is compared with the nation. From 2025 the numbers carry a small noise
    against disclosure, so that sums may differ from SCB's own totals.
    """
    service = PxWeb(asking)
    found = service.find("folkmängd", "BE0101A", ("region", "ålder", "kön"))
    table = service.open(found or POPULATION)
    sexes = {code: sex for code, label in table.labels("kön").items() if (sex := _sex(label))}
    spans = _spans(table.labels("ålder"))
    ages = {code: name for name, (low, high) in AGES.items() for code in cover(spans, low, high)}
    codes = [code for code in table.labels("region") if code in asking.municipalities]
    year = table.newest()
    chosen = {"region": codes, "ålder": [*ages], "kön": [*sexes], "år": [year]}
    people: Counter[tuple[str, str, str]] = Counter()
    missing: set[str] = set()
    region, age, sex = (table.variable(name) for name in ("region", "ålder", "kön"))
    for cell, value in table.cells("region", chosen):
        if value is None:
            missing.add(cell[region])
        else:
            people[cell[region], ages[cell[age]], sexes[cell[sex]]] += round(value)
    whole = _whole_places(asking, codes, missing)
    rows = [(code, name, people[code, name, "women"], people[code, name, "men"]) for code in whole for name in AGES]
    return Found(rows, table.changes(text("year_end", year=year)) | _left_out(asking, whole))


def education(asking: Asking) -> Found:
    """The highest education of those aged 25–64 in every municipality, the newest year."""
    service = PxWeb(asking)
    found = service.find("utbildningsnivå", "UF0506B", ("region", "ålder", "utbildningsnivå"))
    if found is None:
        raise FetchError("no_table", folder="UF0506B")
    table = service.open(found)
    levels = {code: level for code, label in table.labels("utbildningsnivå").items() if (level := _level(label))}
    codes = [code for code in table.labels("region") if code in asking.municipalities]
    year, ages = table.newest(), cover(_spans(table.labels("ålder")), 25, 64)
    chosen = {"region": codes, "ålder": ages, "utbildningsnivå": [*levels], "år": [year]}
    people: Counter[tuple[str, str]] = Counter()
    missing: set[str] = set()
    region, level = table.variable("region"), table.variable("utbildningsnivå")
    for cell, value in table.cells("region", chosen):
        if value is None:
            missing.add(cell[region])
        else:
            people[cell[region], levels[cell[level]]] += round(value)
    whole = _whole_places(asking, codes, missing)
    columns = ("compulsory", "upper_secondary", "post_secondary_short", "post_secondary_long", "unknown")
    rows = [(code, *(people[code, column] for column in columns)) for code in whole]
    return Found(rows, table.changes(plain(year)) | _left_out(asking, whole))


def generation_shift(asking: Asking) -> Found:
    """The occupations with the most employees in the nation, and how many of the employees are 55 or older."""
    service = PxWeb(asking)
    found = service.find("SSYK", "AM0208E", ("yrke", "ålder"))
    if found is None:
        raise FetchError("no_table", folder="AM0208E")
    table = service.open(found)
    occupation, age = table.variable("yrke"), table.variable("ålder")
    english = service.open(found, "en").cube.labels.get(occupation, {})
    names = {code: name for code, name in table.labels("yrke").items() if re.fullmatch(r"\d{4}", code)}
    names = {code: name for code, name in names.items() if code not in (UNKNOWN, "0000")}
    spans, year = _spans(table.labels("ålder")), table.newest()
    # the codes themselves do not stand in order: 065-69 comes first
    lows, highs = zip(*spans.values(), strict=True) if spans else ((), ())
    if not spans:
        raise FetchError("no_ages", ages=f"{OLDER}+")
    ages = cover(spans, min(lows), OLDER - 1) + cover(spans, OLDER, None if None in highs else max(highs))
    employed: Counter[str] = Counter()
    older: Counter[str] = Counter()
    missing: set[str] = set()
    for cell, value in table.cells("yrke", {"yrke": [*names], "ålder": ages, "år": [year]}):
        code = cell[occupation]
        if value is None:
            missing.add(code)
            continue
        employed[code] += round(value)
        older[code] += round(value) if spans[cell[age]][0] >= OLDER else 0
    largest = [code for code, _ in employed.most_common() if code not in missing][:LARGEST]
    rows = [
        (code, names[code], _capital(english.get(code, names[code])), employed[code], older[code]) for code in largest
    ]
    return Found(rows, table.changes(plain(year)))


def cover(spans: Mapping[str, Span], low: int, high: int | None) -> list[str]:
    """The codes of the age classes that together are the ages from `low` to `high`: each age once, few classes.

    FetchError where there are no such classes.
    """
    codes, age = [], low
    while high is None or age <= high:
        here = {code: end for code, (start, end) in spans.items() if start == age and _within(end, high)}
        if not here:
            raise FetchError("no_ages", ages=f"{low}–{high}" if high is not None else f"{low}+")
        code = max(here, key=lambda one: float("inf") if here[one] is None else float(here[one] or 0))
        codes.append(code)
        end = here[code]
        if end is None:
            break
        age = end + 1
    return codes


def _within(end: int | None, high: int | None) -> bool:
    return high is None or (end is not None and end <= high)


def _spans(labels: Mapping[str, str]) -> dict[str, Span]:
    """The ages of each class by code; totals and the unknown are left out."""
    return {code: span for code, label in labels.items() if (span := _span(label)) or (span := _span(code))}


def _span(label: str) -> Span | None:
    """65-69 år, 100+ år, 85 år och äldre, 7 år; codes such as 065-69 and 100+10 too."""
    if found := re.match(r"0*(\d+)\s*[-–]\s*(\d+)(?!\d|\+)", label):
        return int(found[1]), int(found[2])
    if found := re.match(r"0*(\d+)\s*(\+|år (och|eller) äldre)", label):
        return int(found[1]), None
    if found := re.match(r"0*(\d+)(?: år| years?|$)", label):
        return int(found[1]), int(found[1])
    return None


def _sex(label: str) -> str | None:
    return {"kvinnor": "women", "män": "men"}.get(label.strip().casefold())


def _level(label: str) -> str | None:
    """The column of a level of education; FetchError for one that is new to us."""
    said = label.strip().casefold()
    if said.startswith(("total", "samtliga")):
        return None
    if said.startswith("eftergymnasial"):
        return "post_secondary_short" if re.search(r"(mindre|kortare) än 3", said) else "post_secondary_long"
    starts = {"förgymnasial": "compulsory", "gymnasial": "upper_secondary", "forskar": "post_secondary_long"}
    starts["uppgift"] = "unknown"
    for start, level in starts.items():
        if said.startswith(start):
            return level
    raise FetchError("no_level", label=label)


def _whole(labels: Mapping[str, str]) -> list[str]:
    """A variable as a whole: its total, or everything that it has."""
    totals = [code for code, label in labels.items() if label.casefold().startswith(("total", "samtliga"))]
    return totals[:1] or [*labels]


def _measure(labels: Mapping[str, str]) -> list[str]:
    """Of several measures, the number of people."""
    wanted = re.compile("folkmängd$|antal|anställda|befolkning", re.IGNORECASE)
    return ([code for code, label in labels.items() if wanted.match(label)] or [*labels])[:1]


def _parts(codes: Sequence[str], size: int) -> list[list[str]]:
    return [[*codes[start : start + size]] for start in range(0, len(codes), size)]


def _whole_places(asking: Asking, codes: Sequence[str], missing: set[str]) -> list[str]:
    """The municipalities without a missing value; FetchError if they are too few to speak of the country."""
    whole = sorted(set(codes) - missing)
    if len(whole) < 0.9 * len(asking.municipalities) or not whole:
        raise FetchError("few", n=len(whole), of=len(asking.municipalities))
    return whole


def _left_out(asking: Asking, whole: Sequence[str]) -> dict[str, Any]:
    if len(whole) == len(asking.municipalities):
        return {}
    gone = ", ".join(name for code, name in sorted(asking.municipalities.items()) if code not in set(whole))
    return {"missing": text("left_out", names=gone)}


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
