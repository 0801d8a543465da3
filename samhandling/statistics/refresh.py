"""Fetching the tables of a series one after the other, and keeping each that is whole."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from samhandling.content.datasets import Dataset, Fetched, Table, departures, fetched_folder
from samhandling.content.language import Language
from samhandling.content.words import on_day, say
from samhandling.statistics import employment_service, kolada, scb
from samhandling.statistics.asking import Asking, Found, Recipe
from samhandling.statistics.web import FetchError, Sources, Web

RECIPES: dict[str, tuple[str, Recipe]] = {
    "population": ("SCB", scb.population),
    "education": ("SCB", scb.education),
    "generation_shift": ("SCB", scb.generation_shift),
    "shortage": ("Arbetsförmedlingen", employment_service.shortage),
    "transition": ("Arbetsförmedlingen", employment_service.transition),
    "job_ads": ("Arbetsförmedlingen", employment_service.job_ads),
    "key_figures": ("Kolada", kolada.key_figures),
}
"""By the names of the data sets, with whose they are."""
OWN = Path(__file__).parent


@dataclass(frozen=True)
class Outcome:
    """What became of one table: its rows, or why there are none; and which table is used now, None if there is none."""

    name: str
    rows: int | None
    error: FetchError | None
    used: Dataset | None

    def in_(self, language: Language) -> str:
        """In a sentence or two, for a person."""
        if self.error is None and isinstance(self.used, Fetched):
            as_of = self.used.as_of.in_(language)
            return say("statistics", "got", language, name=self.name, rows=self.rows, as_of=as_of)
        why = self.error.in_(language) if self.error else ""
        return say("statistics", "not_got", language, name=self.name, why=why, instead=self._instead(language))

    def _instead(self, language: Language) -> str:
        if self.used is None:
            return say("statistics", "use_nothing", language)
        if isinstance(self.used, Fetched):
            return say("statistics", "use_fetched", language, day=on_day(self.used.fetched, language))
        key = "use_synthetic" if self.used.synthetic else "use_bundled"
        return say("statistics", key, language, as_of=self.used.as_of.in_(language))


def names() -> tuple[str, ...]:
    """The data sets that can be fetched."""
    return tuple(RECIPES)


def standing(root: Path) -> Iterator[tuple[str, Dataset | None]]:
    """Each data set that can be fetched, with the dictionary of the table that is used now; None if there is none."""
    for name in RECIPES:
        yield name, _used(root, name)


def in_a_line(name: str, dataset: Dataset | None, language: Language) -> str:
    """Which table is used, for a person."""
    if dataset is None:
        return say("statistics", "standing_none", language, name=name)
    fill = {"title": dataset.title.in_(language), "as_of": dataset.as_of.in_(language), "rows": dataset.rows}
    if isinstance(dataset, Fetched):
        return say("statistics", "standing_fetched", language, **fill, day=on_day(dataset.fetched, language))
    return say("statistics", "standing_bundled", language, **fill)


def counties(root: Path) -> dict[str, str]:
    """The names of the counties by code; none where the series does not bring the municipalities along."""
    try:
        return {row["county"]: row["county_name"] for row in Table.bundled(root, "municipalities").rows}
    except FileNotFoundError:
        return {}


def refresh(
    root: Path,
    municipalities: dict[str, str],
    county: str | None,
    only: Iterable[str] = (),
    *,
    sources: Sources | None = None,
    tell: Callable[[str], None] = print,
    today: date | None = None,
    sleep: Callable[[float], None] | None = None,
) -> list[Outcome]:
    """Fetch the tables of the series in `root`, all or `only` some, for a county (two digits; None for the nation).

    `municipalities` are names by code; `tell` gets a line of how far it has come. A table that cannot be had, or that
    does not keep to its dictionary, leaves what there was as it was. OSError if nothing can be written.
    """
    outcomes = []
    with Web(sleep) if sleep else Web() as web:
        for name in only or RECIPES:
            of, recipe = RECIPES[name]

            def line(key: str, *, _name: str = name, _of: str = of, **fill: object) -> None:
                said = " / ".join(say("statistics", key, language, **fill) for language in ("sv", "en"))
                tell(f"{_name} · {_of}: {said}")

            line("begin")
            day = today or date.today()
            asking = Asking(web, sources or Sources.from_environment(), county, municipalities, day, line)
            try:
                found = recipe(asking)
                rows = _keep(root, name, found, day, county)
                outcomes.append(Outcome(name, rows, None, _used(root, name)))
                line("done", rows=rows)
            except FetchError as error:
                outcomes.append(Outcome(name, None, error, _used(root, name)))
                line("failed")
    return outcomes


def _keep(root: Path, name: str, found: Found, day: date, county: str | None) -> int:
    """Write the table, and then the dictionary that points at it: who reads meanwhile has the one before."""
    folder = fetched_folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{name}-{datetime.now():%Y%m%d%H%M%S%f}.csv"
    changes = found.changes | {"file": file, "rows": max(1, len(found.rows)), "fetched": day, "county": county}
    plain = _dictionary(root, name).model_dump()
    changes["source"] = plain["source"] | found.changes.get("source", {})
    dataset = Fetched.model_validate(plain | changes)
    with _writing(folder / file) as path:
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(column.id for column in dataset.columns)
            writer.writerows(found.rows)
        for _, column, expected in departures(dataset, path):
            raise FetchError("departs", column=column, expected=expected)
    with _writing(folder / f"{name}.json") as path:
        path.write_text(dataset.model_dump_json(indent=1), encoding="utf-8")
    for old in folder.glob(f"{name}-*.csv"):
        if old.name != file:
            old.unlink(missing_ok=True)
    return len(found.rows)


def _dictionary(root: Path, name: str) -> Dataset:
    """The dictionary of the series; of a table that no series brings along, our own."""
    path = root / "datasets" / f"{name}.yaml"
    return Dataset.read(path if path.is_file() else OWN / f"{name}.yaml")


@contextmanager
def _writing(target: Path) -> Iterator[Path]:
    """A file to write that becomes `target` when it is whole, and else is gone."""
    partly = target.with_name(f".{target.name}.partly")
    try:
        yield partly
        partly.replace(target)
    finally:
        partly.unlink(missing_ok=True)


def _used(root: Path, name: str) -> Dataset | None:
    try:
        return Table.read(root, name).dataset
    except FileNotFoundError:
        return None
