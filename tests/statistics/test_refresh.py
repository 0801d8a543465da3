"""The tables of a series fetched from stand-ins of the services: whole, by their dictionaries, and used afterwards."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from koladapy import KoladaAPI
from pxweb import PxApi
from typer.testing import CliRunner

from samhandling.cli import app
from samhandling.content.datasets import Fetched, Table, departures, fetched_folder
from samhandling.content.reading import Content
from samhandling.explorers import EXPLORERS
from samhandling.figures.layout import note
from samhandling.statistics import Outcome, refresh
from tests.conftest import ROOT
from tests.statistics.stand_in import Answer, Asked, PxTable, StandIn, Variable, pxweb, standing_in

PLACES = {row["code"]: row["name"] for row in Table.bundled(ROOT, "municipalities").rows}
SHARED = ROOT.parent / "shared" / "data"
DAY = date(2026, 11, 26)

AGES = {"TotSA": "totalt, samtliga åldrar", "-4": "0-4 år", "5-9": "5-9 år"}
AGES |= {f"{low}-{low + 4}": f"{low}-{low + 4} år" for low in range(10, 100, 5)} | {"100+5": "100+ år"}
SEXES = {"TotSa": "totalt, samtliga män och kvinnor", "1": "män", "2": "kvinnor"}
MEASURES = {"00001": "Folkökning", "00002": "Folkmängd"}
REGIONS = {"00": "Riket", "12": "Skåne län"} | PLACES
LEVELS = {
    "1": "förgymnasial utbildning kortare än 9 år", "2": "förgymnasial utbildning, 9 (10) år",
    "3": "gymnasial utbildning, högst 2 år", "4": "gymnasial utbildning, 3 år",
    "5": "eftergymnasial utbildning, mindre än 3 år", "6": "eftergymnasial utbildning, 3 år eller mer",
    "7": "forskarutbildning", "US": "uppgift om utbildningsnivå saknas",
}  # fmt: skip
JOBS = {"0002": "okänt yrke", "2341": "Grundskollärare", "5321": "Undersköterskor", "9999": "Ett yrke med lucka"}


def people(cell: dict[str, str]) -> int | None:
    return 10 if cell["ContentsCode"] == "00002" else None


def population(**more: Any) -> PxTable:
    variables = {
        "Region": Variable("region", REGIONS), "Civilstand": Variable("civilstånd", {"OG": "ogifta"}, True),
        "Alder": Variable("ålder", AGES), "Kon": Variable("kön", SEXES),
        "ContentsCode": Variable("tabellinnehåll", MEASURES), "Tid": Variable("år", {"2024": "2024", "2025": "2025"}),
    }  # fmt: skip
    return PxTable("TAB7000", "BE0101A", variables, more.pop("value", people), **more)


def education(**more: Any) -> PxTable:
    ages = {"16-24": "16-24 år", **{f"{low}-{low + 9}": f"{low}-{low + 9} år" for low in (25, 35, 45, 55, 65)}}
    variables = {
        "Region": Variable("region", REGIONS), "Kon": Variable("kön", {"1": "män", "2": "kvinnor"}),
        "Alder": Variable("ålder", ages), "UtbildningsNiva": Variable("utbildningsnivå", LEVELS),
        "ContentsCode": Variable("tabellinnehåll", {"1": "Befolkning"}), "Tid": Variable("år", {"2025": "2025"}),
    }  # fmt: skip
    return PxTable("TAB7001", "UF0506B", variables, more.pop("value", lambda cell: 3), **more)


def employees(cell: dict[str, str]) -> int | None:
    if cell["Yrke2012"] == "9999" and cell["Alder"] == "16-24":
        return None
    return 100 if cell["Yrke2012"] == "2341" else 50


def occupations(**more: Any) -> PxTable:
    ages = {"065-69": "65-69 år", "16-24": "16-24 år", "25-54": "25-54 år", "55-59": "55-59 år", "60-64": "60-64 år"}
    variables = {
        "Yrke2012": Variable("yrke (SSYK 2012)", JOBS, True), "Alder": Variable("ålder", ages, True),
        "Kon": Variable("kön", {"1": "män", "2": "kvinnor"}, True),
        "ContentsCode": Variable("tabellinnehåll", {"000006Y1": "Antal"}), "Tid": Variable("år", {"2024": "2024"}),
    }  # fmt: skip
    english = {"Yrke2012": {"2341": "primary school teachers", "5321": "assistant nurses", "9999": "gap"}}
    return PxTable("TAB7002", "AM0208E", variables, employees, english=english, **more)


def older(table: PxTable) -> PxTable:
    """A predecessor with the same variables."""
    table.id, table.last = table.id.replace("TAB7", "TAB6"), "2022"
    return table


def assessment(job: str, area: str, **more: Any) -> dict[str, Any]:
    whole = {
        "yrkesomrade": "Data/IT", "yb_yrke": job, "yb_concept_id": "x", "lan": area, "antal_ssyk": 1, "del_av_ssyk": 0,
        "ssyk": "2512", "ssyk_text": "…", "yb_beskrivning": None, "jobbmojligheter": "stora",
        "rekryteringssituation": "brist", "paradox": [], "prognos": "öka", "text_jobbmojligheter": "…",
        "text_rekryteringssituation": "…", "hogsta_bedomningsniva": "nuts2", "delvis_helt": "delvis",
        "omgang": "2026-2", "taxonomi_version": 30,
    }  # fmt: skip
    return whole | more


BAROMETER = [
    assessment("Programmerare", "00"),
    assessment("Programmerare", "12", hogsta_bedomningsniva="län", delvis_helt="helt"),
    assessment("Programmerare", "20"),
    assessment("Tekniker", "00", ssyk="3114, 3115", jobbmojligheter=None, paradox=["är arbetslösa", "arbetar deltid"]),
    assessment("Utan bedömning", "00", ssyk=None, jobbmojligheter=None, rekryteringssituation=None, prognos=None),
]
CONCEPTS = [
    {"id": "a", "preferred_label": "Kock", "broader": [{"ssyk_code_2012": "5120"}], "substituted_by": [
        {"id": "b", "substitutability_percentage": 75}, {"id": "gone", "substitutability_percentage": 25}]},
    {"id": "b", "preferred_label": "Kallskänka", "broader": [{"ssyk_code_2012": "5120"}], "substituted_by": []},
    {"id": "c", "preferred_label": "Kock", "broader": [{"ssyk_code_2012": "9411"}], "substituted_by": [
        {"id": "a", "substitutability_percentage": 25}]},
    {"id": "d", "preferred_label": "Utan kod", "broader": [], "substituted_by": [
        {"id": "a", "substitutability_percentage": 25}]},
]  # fmt: skip


def ads(asked: Asked) -> Answer:
    assert asked.query["limit"] == ["0"]
    kind = asked.query["stats"][0]
    if int(asked.query["stats.limit"][0]) > 100:
        return Answer({"message": "stats.limit"}, 400)
    values = [{"term": "Skåne län", "concept_id": "CaRE_1nn_cSU", "code": "12", "count": 9}]
    if kind == "occupation-group":
        count = 4 if asked.query.get("region") == ["CaRE_1nn_cSU"] else 20
        values = [{"term": "Kockar", "concept_id": "x", "code": "5120", "count": count}]
    return Answer({"total": {"value": 20}, "stats": [{"type": kind, "values": values}], "hits": []})


def kolada(asked: Asked) -> Answer:
    if asked.path.startswith("/kolada/kpi/"):
        return Answer({"values": [{"id": "N00927", "title": "Försörjningskvot"}], "next_url": None})
    page, places = int(asked.query["page"][0]), asked.query["municipality_id"]
    half = places[: len(places) // 2] if page == 1 else places[len(places) // 2 :]
    everyone = {"gender": "T", "count": 1, "status": "", "value": 0.85, "isdeleted": False}
    values = [everyone, everyone | {"gender": "K", "value": None}, everyone | {"gender": "M", "isdeleted": True}]
    # it announces a next page now by the one name, now by the other
    name = "next_url" if len(places) == 25 else "next_page"
    return Answer(
        {
            "values": [{"kpi": "N00927", "municipality": one, "period": 2025, "values": values} for one in half],
            name: "https://elsewhere.invalid/?page=2" if page == 1 else None,
            "count": 2,
        }
    )


@pytest.fixture
def services() -> Iterator[StandIn]:
    with standing_in() as one:
        pxweb(one, population(), older(population()), education(), occupations())
        one.handlers |= {
            "/yb.json": lambda asked: Answer(BAROMETER),
            "/graphql": lambda asked: Answer({"data": {"concepts": CONCEPTS}}),
            "/search": ads,
            "/kolada/": kolada,
        }
        yield one


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A series' data sets, to fetch beside."""
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets", ignore=shutil.ignore_patterns("fetched"))
    return tmp_path


Fetch = Callable[..., list[Outcome]]


@pytest.fixture
def fetch(services: StandIn, root: Path) -> Fetch:
    def fetching(*only: str, county: str | None = "12", told: list[str] | None = None) -> list[Outcome]:
        lines = told if told is not None else []
        more = {"sources": services.sources(), "today": DAY, "sleep": lambda seconds: None}
        return refresh(root, PLACES, county, only, tell=lines.append, **more)

    return fetching


def rows(root: Path, name: str) -> list[dict[str, str]]:
    """The fetched table as it lies there; it keeps to its dictionary in every way."""
    folder = fetched_folder(root)
    dataset = Fetched.model_validate_json((folder / f"{name}.json").read_text(encoding="utf-8"))
    assert list(departures(dataset, folder / dataset.file)) == []
    with (folder / dataset.file).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_fetched_and_used_with_its_date(fetch: Fetch, root: Path) -> None:
    told: list[str] = []
    outcomes = fetch(told=told)
    assert [(one.name, one.error) for one in outcomes] == [(one.name, None) for one in outcomes]
    for outcome in outcomes:
        assert len(rows(root, outcome.name)) == outcome.rows
        dataset = Table.read(root, outcome.name).dataset
        assert isinstance(dataset, Fetched) and dataset.fetched == DAY and dataset.county == "12"
        assert "hämtat 26 november 2026" in note(dataset, 5, "sv")
        assert "fetched 26 November 2026" in note(dataset, 5, "en")
    assert any("av" in line and " of " in line and line.startswith("population") for line in told)


def test_the_population_is_the_newest_year_by_our_age_classes(fetch: Fetch, root: Path) -> None:
    fetch("population")
    found = rows(root, "population")
    assert len(found) == 290 * 18
    assert {one["women"] for one in found if one["age"] == "20-24"} == {"10"}
    # 85–89, 90–94, 95–99 and 100+ together
    assert {one["men"] for one in found if one["age"] == "85+"} == {"40"}
    dataset = Table.read(root, "population").dataset
    assert dataset.as_of.sv == "31 december 2025" and dataset.source.through == "PxWebApi 2, TAB7000"


def test_education_is_put_together_by_level_sex_and_age(fetch: Fetch, root: Path) -> None:
    fetch("education")
    first = rows(root, "education")[0]
    # two sexes, four age classes, three people in each cell
    assert first == {
        "municipality": "0114", "compulsory": "48", "upper_secondary": "48", "post_secondary_short": "24",
        "post_secondary_long": "48", "unknown": "24",
    }  # fmt: skip


def test_the_generational_shift_leaves_out_the_unknown_and_what_is_missing(fetch: Fetch, root: Path) -> None:
    fetch("generation_shift")
    found = rows(root, "generation_shift")
    assert [(one["ssyk"], one["employed"], one["aged_55"]) for one in found] == [
        ("2341", "500", "300"),
        ("5321", "250", "150"),
    ]
    assert found[0]["name_en"] == "Primary school teachers"


def test_the_barometer_is_kept_for_the_county_and_the_nation(fetch: Fetch, root: Path) -> None:
    fetch("shortage")
    found = rows(root, "shortage")
    assert [(one["yb_yrke"], one["lan"]) for one in found] == [
        ("Programmerare", "00"),
        ("Programmerare", "12"),
        ("Tekniker", "00"),
    ]
    assert found[1]["hogsta_bedomningsniva"] == "län" and found[0]["delvis_helt"] == "delvis"
    assert found[2]["ssyk"] == "3114,3115" and found[2]["jobbmojligheter"] == ""
    assert found[2]["paradox"] == "är arbetslösa; arbetar deltid"
    assert Table.read(root, "shortage").dataset.as_of.en == "round 2026-2"


def test_near_occupations_lead_from_the_one_that_substitutes(fetch: Fetch, root: Path) -> None:
    fetch("transition")
    found = [tuple(one.values()) for one in rows(root, "transition")]
    # two occupations have one name: their codes tell them apart; those without a code are not there
    assert found == [
        ("Kallskänka", "5120", "Kock (5120)", "5120", "75"),
        ("Kock (5120)", "5120", "Kock (9411)", "9411", "25"),
    ]
    dataset = Table.read(root, "transition").dataset
    assert not dataset.synthetic and "unconfirmed" in dataset.licence.data


def test_ads_are_counted_and_never_read(fetch: Fetch, root: Path, services: StandIn) -> None:
    fetch("job_ads")
    assert [(one["ssyk"], one["area"], one["ads"]) for one in rows(root, "job_ads")] == [
        ("5120", "00", "20"),
        ("5120", "12", "4"),
    ]
    assert all(asked.query["limit"] == ["0"] for asked in services.asked)


def test_every_page_of_kolada_is_read_under_either_name(fetch: Fetch, root: Path) -> None:
    fetch("key_figures")
    found = rows(root, "key_figures")
    # the nation, the region and its 33 municipalities, in two questions of two pages
    assert len(found) == 35 and {one["sex"] for one in found} == {"T"}
    assert {one["place"] for one in found} >= {"0000", "0012", "1280"}


def test_without_a_county_there_is_the_nation(fetch: Fetch, root: Path) -> None:
    outcomes = fetch("shortage", "job_ads", "key_figures", county=None)
    assert all(one.error is None for one in outcomes)
    assert {one["lan"] for one in rows(root, "shortage")} == {"00"}
    assert len({one["place"] for one in rows(root, "key_figures")}) == 22


@pytest.mark.parametrize("shape", [{"sparse": True}, {"index_as_list": True}])
def test_other_shapes_of_json_stat_make_the_same_table(services: StandIn, fetch: Fetch, root: Path, shape: Any) -> None:
    fetch("population")
    before = rows(root, "population")
    pxweb(services, population(**shape))
    fetch("population")
    assert rows(root, "population") == before


@pytest.mark.parametrize("told", [2000, 150_000], ids=["as told", "not as told"])
def test_what_is_too_many_cells_is_asked_in_parts(services: StandIn, fetch: Fetch, root: Path, told: int) -> None:
    pxweb(services, population(), most_cells=2000, told_cells=told)
    assert fetch("population")[0].error is None
    assert len(rows(root, "population")) == 290 * 18


def test_a_municipality_with_a_gap_is_left_out_and_named(services: StandIn, fetch: Fetch, root: Path) -> None:
    pxweb(services, education(value=lambda cell: None if cell["Region"] == "1280" else 3))
    fetch("education")
    assert len(rows(root, "education")) == 289
    assert "Malmö" in Table.read(root, "education").dataset.missing.sv


def test_a_table_with_too_many_gaps_is_refused(services: StandIn, fetch: Fetch) -> None:
    pxweb(services, education(value=lambda cell: None if cell["Region"][0] == "1" else 3))
    error = fetch("education")[0].error
    assert error is not None and error.key == "few"


def test_a_table_that_the_search_does_not_find_is_said(services: StandIn, fetch: Fetch) -> None:
    pxweb(services, population())
    outcome = fetch("generation_shift")[0]
    assert "AM0208E" in outcome.in_("sv") and "2024" in outcome.in_("sv")


BROKEN = {
    "an error": Answer("down", 404),
    "a page to log in on": Answer("<html>"),
    "something else": Answer({"detail": "?"}),
    "half of it": Answer(BAROMETER, cut=True),
    "against the dictionary": Answer([*BAROMETER, assessment("Ny", "00", prognos="rusa")]),
    "no nation": Answer([one for one in BAROMETER if one["lan"] != "00"]),
    "twice the same": Answer([*BAROMETER, *BAROMETER]),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_not_whole_never_replaces_what_is(services: StandIn, fetch: Fetch, root: Path, what: str) -> None:
    fetch("shortage")
    before = {path.name: path.read_bytes() for path in fetched_folder(root).iterdir()}
    services.handlers["/yb.json"] = lambda asked: BROKEN[what]
    outcome = fetch("shortage")[0]
    assert outcome.error is not None
    assert {path.name: path.read_bytes() for path in fetched_folder(root).iterdir()} == before
    assert "26 november 2026" in outcome.in_("sv") and "26 November 2026" in outcome.in_("en")


@pytest.mark.parametrize("harm", ["cut", "gone", "other columns", "no json"])
def test_a_harmed_table_gives_way_to_the_one_that_comes_with_the_series(fetch: Fetch, root: Path, harm: str) -> None:
    fetch("shortage")
    table, dictionary = next(fetched_folder(root).glob("*.csv")), fetched_folder(root) / "shortage.json"
    match harm:
        case "cut":
            table.write_bytes(table.read_bytes()[:-60])
        case "gone":
            table.unlink()
        case "other columns":
            data = json.loads(dictionary.read_text(encoding="utf-8"))
            data["columns"].pop()
            dictionary.write_text(json.dumps(data), encoding="utf-8")
        case _:
            dictionary.write_text("{", encoding="utf-8")
    dataset = Table.read(root, "shortage").dataset
    assert not isinstance(dataset, Fetched)
    assert "medföljande tabell" in note(dataset, 5, "sv")


def test_one_table_is_kept_of_each(fetch: Fetch, root: Path) -> None:
    for _ in range(3):
        fetch("shortage")
    assert len(list(fetched_folder(root).iterdir())) == 2


def test_the_well_known_client_reads_the_same(services: StandIn, fetch: Fetch, root: Path) -> None:
    fetch("education")
    api = PxApi(f"{services.url}/scb", language="sv")
    chosen = {"Region": ["1280"], "Kon": ["*"], "Alder": ["25-34"], "UtbildningsNiva": ["5"], "ContentsCode": ["*"]}
    found = api.get_table_data("TAB7001", chosen | {"Tid": ["2025"]}, show="code")
    assert sum(one["value"] for one in found) * 4 == 24
    (malmo,) = [one for one in rows(root, "education") if one["municipality"] == "1280"]
    assert malmo["post_secondary_short"] == "24"


def test_the_well_known_client_of_kolada_reads_the_same(services: StandIn, fetch: Fetch, root: Path) -> None:
    fetch("key_figures")
    api = KoladaAPI(f"{services.url}/kolada/", max_requests_per_second=1000)
    # twenty-five places, so that the stand-in announces the second page by the name that this client knows
    found = api.get_values(["N00927"], ["0012", *(f"12{n}" for n in range(10, 34))], [2025])
    theirs = {(one["municipality"], one["values"][0]["value"]) for one in found}
    ours = {(one["place"], float(one["value"])) for one in rows(root, "key_figures")}
    assert ("0012", 0.85) in theirs & ours


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings are not here")
def test_recorded_rows_of_the_barometer_keep_to_the_dictionary(services: StandIn, fetch: Fetch, root: Path) -> None:
    recorded = json.loads((SHARED / "af" / "yrkesbarometer_2025-2_utdrag.json").read_text(encoding="utf-8"))
    services.handlers["/yb.json"] = lambda asked: Answer(recorded)
    outcome = fetch("shortage", county="01")[0]
    assert outcome.error is None
    kept = [(one["yb_yrke"], one["lan"]) for one in recorded if one["lan"] in ("00", "01")]
    assert sorted((one["yb_yrke"], one["lan"]) for one in rows(root, "shortage")) == sorted(kept)


# --- the command ---


SERIES = """\
title: {sv: Serien, en: The series}
organiser: {sv: Regionen, en: The region}
actor_types:
  - {id: region, label: {sv: Region, en: Region}}
  - {id: business, label: {sv: Näringsliv, en: Business}}
county: "12"
opens: 1_only
meetings:
  - id: 1_only
    number: 1
    title: {sv: Träffen, en: The meeting}
    aim: {sv: Att pröva, en: To try}
    agenda: [{id: talk, title: {sv: Samtal, en: Talk}, minutes: 10}]
"""


@pytest.fixture
def series(root: Path) -> Path:
    """A series with nothing but its data sets and a talk."""
    (root / "series.yaml").write_text(SERIES, encoding="utf-8")
    (root / "exercises").mkdir()
    (root / "exercises" / "scales.yaml").write_text("{}\n", encoding="utf-8")
    return root / "series.yaml"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, series: Path) -> Callable[..., tuple[int, str]]:
    def running(services: StandIn, *arguments: str) -> tuple[int, str]:
        for name, url in vars(services.sources()).items():
            monkeypatch.setenv(f"SAMHANDLING_SOURCE_{name.upper()}", url)
        result = CliRunner().invoke(app, ["data", *arguments, "--series", str(series)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return running


Run = Callable[..., tuple[int, str]]


def test_the_command_says_what_it_got_in_both_languages_and_explorers_show_it(
    run: Run, services: StandIn, series: Path
) -> None:
    services.handlers["/search"] = lambda asked: Answer("gone", 404)
    code, said = run(services, "refresh", "--county", "12")
    assert code == 0
    assert "6 av 7 tabeller hämtade" in said and "6 of 7 tables fetched" in said
    assert "job_ads: inte hämtad. 127.0.0.1" in said and "felkod 404" in said
    code, listed = run(services, "list")
    assert code == 0 and "omgång 2026-2" in listed and "job_ads: inte hämtad än" in listed
    content = Content.read(series.parent)
    for name in ("shortage", "population", "education", "generation_shift"):
        assert "hämtat" in EXPLORERS[name](content, "sv").children[-1].html, name


def test_offline_it_fails_at_once_and_says_what_is_used(run: Run) -> None:
    with standing_in() as gone:
        pass
    code, said = run(gone, "refresh")
    assert code == 1
    assert "går inte att nå" in said and "Den medföljande tabellen används (31 december 2019)." in said
    assert "0 of 7 tables fetched" in said and "Traceback" not in said


def test_unknown_names_and_counties_are_said(run: Run, services: StandIn) -> None:
    assert "population" in run(services, "refresh", "--only", "weather")[1]
    code, said = run(services, "refresh", "--county", "02")
    assert code == 1 and "20 Dalarnas län" in said
    assert services.asked == []


def test_a_folder_that_cannot_be_written_is_said(run: Run, services: StandIn, series: Path) -> None:
    fetched_folder(series.parent).write_text("a file is in the way", encoding="utf-8")
    code, said = run(services, "refresh", "--only", "shortage")
    assert code == 1 and "Det går inte att skriva" in said
