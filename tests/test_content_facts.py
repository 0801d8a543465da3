"""What must not drift: the verbatim questions, the figures of the learning examples, and what names what."""

import csv
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

from samhandling.content.datasets import Table
from samhandling.content.exercise import Exercise
from samhandling.content.language import LANGUAGES
from samhandling.content.reading import Content, check

ROOT = Path(__file__).resolve().parents[1]
#: The meetings of the series' first phase, which are measured before and after.
LEARNING = ("1_local_needs", "2_business_collaboration", "3_lifelong_learning", "4_validation")
MEETINGS = (*LEARNING, "5_pilots", "6_evaluation")
APPS = ("worksheet", "cockpit", "projector", "follow_up")

STAIRCASE = {
    "Vem vill och varför?": (
        "Vilka behov har ni av samverkan?",
        "Varför ska vi samverka?",
        "Vad är syftet med samverkan?",
        "Vad är mervärdet av samverkan?",
        "Vem är målgruppen för samverkan?",
    ),
    "Vad bör göras?": (
        "Har vi en samsyn om vilka utmaningar vi står inför?",
        "Har vi en gemensam syn på detta?",
        "Är vi överens om vad som bör göras?",
    ),
    "Vilka behövs för att göra?": (
        "Vad ska vi samverka kring?",
        "Vad kan samverkan omfattas av?",
        "Vad vill vi göra tillsammans?",
        "Vilken roll och ansvar ska vi ha?",
    ),
    "Hur ska det göras och av vilka?": ("Vilka gemensamma åtaganden vill vi göra?",),
}

FOUR_P = {
    "Perspektiv": "visa samband mellan perspektiv och mål. Definiera värdet och nyttan. "
    "Analysera brister och dess konsekvenser.",
    "Policy": "styra handlingsplanen utifrån förväntningar och krav. "
    "Formulera tydliga mål och åtgärder samt implementera dessa.",
    "Plattform": "säkra mandat, kompetens, tid, resurser, processtöd, kommunikationsplan internt och externt.",
    "Process": "identifiera och stötta aktörer och målgrupper som kan påverka. "
    "Lära av varandra och dela på resurser för utveckling.",
}

BEFORE_AND_AFTER = (
    "Jag förstår andra deltagande aktörers uppdrag.",
    "Jag vet vad regionens ansvar som RUA innebär.",
    "Jag känner till vilka roller de viktigaste aktörerna har i systemet.",
    "Jag kan beskriva hinder och möjligheter lokalt och delregionalt.",
    "Vi har underlag för att välja en effektiv samverkansform.",
    "Jag har kontakter i andra förvaltningar inom min egen organisation.",
    "Jag har kontakter utanför min organisation som jag kan ringa.",
    "Jag vet vart jag vänder mig med en fråga om kompetensförsörjning.",
    "Vår organisation har mandat att göra gemensamma åtaganden.",
    "Perspektiven kön, ålder och etnicitet påverkar våra prioriteringar.",
)

EXPLORERS = {
    "1_local_needs": ["niches", "generation_shift", "population", "shortage"],
    "3_lifelong_learning": ["education", "transition"],
    "4_validation": ["age_claim", "education", "nodes", "incentive"],
    "5_pilots": ["education"],
}

#: The exercises of priority A.
FIRST = (
    "E1.2 E1.5 E2.1 E3.1 E3.2 E3.4 E6.1 E6.2 E6.3 E7.2 E8.1 E9.1 E9.2 E10.1 E10.2 E10.3 E11 E12 P1 P2 P3 P4"
).split()
#: Done between the meetings by those concerned, or brought in on a longer day.
BETWEEN = {"E3.4", "E8.1"}

ACTOR_TYPES = {
    "kommun-arbetsmarknad": "municipality-labour",
    "kommun-näringsliv": "municipality-business",
    "kommun-utbildning": "municipality-education",
    "region": "region",
    "statlig myndighet": "state-agency",
    "näringsliv/branschorganisation": "business",
    "utbildningsanordnare": "education-provider",
    "idéburen sektor": "civil-society",
    "annan offentlig": "other-public",
}

HALLAND = {
    "sv": ("336 748", "augusti 2019", "december 2020", "500 000 kr"),
    "en": ("336,748", "August 2019", "December 2020", "SEK 500,000"),
}
GAVLEBORG = {
    "sv": ("287 767", "februari 2016", "november 2017", "3 145 478 kr"),
    "en": ("287,767", "February 2016", "November 2017", "SEK 3,145,478"),
}
FACTS = {
    "1_local_needs": (
        GAVLEBORG,
        {
            "sv": ("fyra arbetsmarknadsområden", "på 20 procent", "Södra Hälsingland", "besöksnäringen"),
            "en": ("four labour-market areas", "at 20 per cent", "Södra Hälsingland", "hospitality industry"),
        },
        {
            "sv": ("2010", "Södertälje", "Boston, Cambridge och Mölndal", "tretton kommuner"),
            "en": ("2010", "Södertälje", "Boston, Cambridge and Mölndal", "thirteen municipalities"),
        },
    ),
    "2_business_collaboration": (HALLAND, GAVLEBORG),
    "3_lifelong_learning": (
        {
            "sv": ("2008–2009", "OECD-rapport 2011", "september 2015", "4 500 elever i årskurs 4–9", "åttonde"),
            "en": ("2008–2009", "OECD report in 2011", "September 2015", "4,500 pupils in years 4–9", "eighth"),
        },
        {"sv": ("fem utmaningar", "2014"), "en": ("five challenges", "2014")},
        {
            "sv": ("Alla 21 regioner", "| 2010–2012 |", "| 2013–2017 |", "| 2018–2021 |", "| 2022–2024 |"),
            "en": ("All 21 regions", "| 2010–2012 |", "| 2013–2017 |", "| 2018–2021 |", "| 2022–2024 |"),
        },
        {
            "sv": ("20 miljoner kronor om året, 60 miljoner totalt", "23 maj och den 9 september 2022", "2021–2030"),
            "en": ("SEK 20 million a year, 60 million in total", "23 May and 9 September 2022", "2021–2030"),
        },
    ),
    "4_validation": (
        {"sv": ("femton kommuner", "februari 2014"), "en": ("fifteen municipalities", "February 2014")},
        {
            "sv": ("kartläggning, värdering, dokumentation och erkännande",),
            "en": ("mapping, assessment, documentation and recognition",),
        },
        {"sv": ("60 och 65 år", "55 och 60", "sedan 2013"), "en": ("60 and 65", "55 and 60", "since 2013")},
    ),
    "5_pilots": (
        {
            "sv": ("22 mål", "2013", "15 andra organisationer", "nio processledare: fyra på regionen", "2014"),
            "en": ("22 goals", "2013", "15 other organisations", "nine process leaders: four at the region", "2014"),
        },
        {language: HALLAND[language][1:] for language in LANGUAGES},
    ),
    "6_evaluation": (
        {
            "sv": ("fyra lärträffar", "under 2022", "2023", "första halvåret 2024", "fem mål"),
            "en": ("four learning meetings", "during 2022", "2023", "first half of 2024", "five goals"),
        },
        {
            "sv": ("2018–2020", "positiv utveckling i alla regioner", "kunskap och lärande"),
            "en": ("2018–2020", "positive development in all regions", "knowledge and learning"),
        },
    ),
}


@pytest.fixture(scope="module")
def content() -> Content:
    return Content.read(ROOT)


def exercise(content: Content, which: str) -> Exercise:
    return content.exercises[which]


def notebook(path: str) -> Any:
    return nbformat.read(ROOT / path, as_version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]


def prose(language: str, meeting: str) -> str:
    """The Markdown of a meeting's notebook, with every kind of blank as a plain space."""
    cells = notebook(f"sessions/{language}/{meeting}.ipynb").cells
    return re.sub(r"\s+", " ", " ".join(cell.source for cell in cells if cell.cell_type == "markdown"))


def code(language: str, meeting: str) -> list[str]:
    return [cell.source for cell in notebook(f"sessions/{language}/{meeting}.ipynb").cells if cell.cell_type == "code"]


def test_nothing_is_wrong_with_the_content() -> None:
    assert check(ROOT) == []


def test_the_staircase_has_its_headings_and_thirteen_questions_word_for_word(content: Content) -> None:
    staircase = exercise(content, "E10.1")
    asked: dict[str, list[str]] = {section.title.sv: [] for section in staircase.sections}
    titles = {section.id: section.title.sv for section in staircase.sections}
    scales = [item for item in staircase.items if item.kind == "scale"]
    for item in scales:
        asked[titles[item.section or ""]].append(item.label.sv)
    assert {title: tuple(questions) for title, questions in asked.items()} == STAIRCASE
    assert list(asked) == list(STAIRCASE)
    assert [item.id for item in scales] == [f"q{number}" for number in range(1, 14)]


def test_the_staircase_is_rated_from_0_to_4_with_evidence_beside(content: Content) -> None:
    staircase = exercise(content, "E10.1")
    for number in range(1, 14):
        question, why = staircase.find(f"q{number}"), staircase.find(f"q{number}_why")
        assert [(point.value, point.label.sv.casefold()) for point in question.points] == [
            (0, "nej/vet ej"), (1, "enskilda"), (2, "delvis"), (3, "i stort"), (4, "helt"),
        ]  # fmt: skip
        assert (why.kind, why.beside, why.required, why.at_most) == ("text", question.id, False, 400)


def test_the_staircase_is_answered_alone_then_by_table_then_by_the_room(content: Content) -> None:
    staircase = exercise(content, "E10.1")
    questions = {f"q{number}" for number in range(1, 14)}
    assert staircase.levels == ("individual", "table", "plenary")
    assert [phase.level for phase in staircase.phases] == ["individual", "table", "plenary"]
    assert questions <= {item.id for item in staircase.items_of(0)}
    assert questions <= {item.id for item in staircase.items_of(1)}
    assert not questions & {item.id for item in staircase.items_of(2)}
    assert "spridningen" in staircase.phases[1].script.sv
    assert "the spread" in staircase.phases[1].script.en


def test_the_gate_suggests_staying_under_a_median_of_3_or_from_a_spread_of_2(content: Content) -> None:
    gate = exercise(content, "E10.1").gate
    assert gate is not None
    assert (gate.median_below, gate.spread_from) == (3, 2)
    assert gate.items == tuple(f"q{number}" for number in range(1, 14))


def test_the_ladder_goes_from_talk_to_joint_action(content: Content) -> None:
    step = exercise(content, "E10.2").find("step")
    assert [(point.value, point.label.sv) for point in step.points] == [
        (1, "Samtal"), (2, "Samsyn"), (3, "Samverkan"), (4, "Samhandling"),
    ]  # fmt: skip
    assert step.unknown
    assert exercise(content, "E10.2").find("why").beside == "step"


def test_the_four_p_are_defined_word_for_word(content: Content) -> None:
    review = exercise(content, "E9.1")
    assert [section.title.sv for section in review.sections] == list(FOUR_P)
    for section in review.sections:
        assert section.help is not None and FOUR_P[section.title.sv] in section.help.sv
        rated = [item for item in review.items if item.kind == "scale" and item.section == section.id]
        assert [[point.value for point in item.points] for item in rated] == [[0, 1, 2, 3]]
        beside = [item.id for item in review.items if item.beside == rated[0].id]
        assert beside == [f"{section.id}_evidence", f"{section.id}_next"]
    assert review.items[0].id == "measure"


def test_before_and_after_ask_the_same_ten_things_with_an_answer_for_not_knowing(content: Content) -> None:
    items = exercise(content, "E1.5").items
    assert tuple(item.label.sv for item in items) == BEFORE_AND_AFTER
    for item in items:
        assert item.kind == "scale" and item.unknown
        assert [point.value for point in item.points] == [1, 2, 3, 4, 5]
    for meeting in content.series.meetings:
        rounds = [step.round for step in meeting.agenda if step.exercise == "E1.5"]
        # the follow-up is a third measurement; what concerns pilots only is not measured
        expected = [1, 2] if meeting.id in LEARNING else [3] if meeting.id == "6_evaluation" else []
        assert rounds == expected, meeting.id


def test_obstacles_are_noted_at_three_levels_and_weighed_with_five_dots(content: Content) -> None:
    board = exercise(content, "E1.2")
    for item in ("obstacles", "opportunities"):
        categories = [category.label.sv for category in board.find(item).categories]
        assert categories == ["Lokalt", "Delregionalt", "Regionalt"]
    dots = board.find("dots")
    assert (dots.on, dots.dots) == (("obstacles", "opportunities"), 5)


def test_a_commitment_has_a_date_and_a_role_but_no_name(content: Content) -> None:
    columns = {column.id: column for column in exercise(content, "E10.3").find("commitments").columns}
    assert list(columns) == ["what", "with_whom", "by_when", "needs", "visible_sign", "owner_role"]
    assert columns["by_when"].type == "date"
    owner = columns["owner_role"].help
    assert owner is not None and "aldrig ett namn" in owner.sv and "never a name" in owner.en


def test_every_phase_takes_its_time_and_every_step_is_as_long_as_its_exercise(content: Content) -> None:
    for meeting in content.series.meetings:
        assert 180 <= meeting.minutes <= 240, meeting.id
        for step in meeting.agenda:
            assert step.script is not None, (meeting.id, step.id)
            if step.exercise:
                assert step.minutes == content.exercises[step.exercise].minutes, (meeting.id, step.id)
            else:
                assert step.text is not None, (meeting.id, step.id)


def test_the_first_exercises_are_in_an_agenda_and_every_one_says_what_it_feeds(content: Content) -> None:
    used = {step.exercise for meeting in content.series.meetings for step in meeting.agenda if step.exercise}
    assert set(FIRST) - used <= BETWEEN
    for one in content.exercises.values():
        assert one.debrief and one.feeds and one.source, one.id


def test_the_series_opens_with_its_second_meeting(content: Content) -> None:
    assert tuple(meeting.id for meeting in content.series.meetings) == MEETINGS
    assert content.series.opens == "2_business_collaboration"
    assert content.series.meetings[1].title.sv == "Samverkan med näringslivet"


def test_actor_types_are_found_by_the_names_of_older_files(content: Content) -> None:
    assert [one.id for one in content.series.actor_types] == list(ACTOR_TYPES.values())
    for name, expected in ACTOR_TYPES.items():
        found = content.series.actor_type(name)
        assert found is not None and found.id == expected


def test_there_are_290_municipalities_in_21_counties() -> None:
    with (ROOT / "datasets" / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [row["code"] for row in rows]
    assert len(rows) == len(set(codes)) == len({row["name"] for row in rows}) == 290
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"\d{4}", row["code"]) and row["code"][:2] == row["county"] for row in rows)
    assert len({(row["county"], row["county_name"]) for row in rows}) == len({row["county"] for row in rows}) == 21
    names = {row["code"]: row["name"] for row in rows}
    assert (names["0114"], names["1280"], names["2584"]) == ("Upplands Väsby", "Malmö", "Kiruna")
    assert sum(row["county"] == "12" for row in rows) == 33


def test_the_fifteen_largest_occupations_stand_by_their_size() -> None:
    rows = Table.read(ROOT, "generation_shift").rows
    assert [row["employed"] for row in rows] == sorted((row["employed"] for row in rows), reverse=True)
    assert all(0 < row["aged_55"] < row["employed"] for row in rows)
    # Statistics Sweden, YREG54BAS, 2024
    first = rows[0]
    assert (first["ssyk"], first["employed"], first["aged_55"]) == ("5321", 128_091, 42_145)
    assert sum(row["employed"] for row in rows) == 1_444_092


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("meeting", MEETINGS)
def test_the_figures_of_the_learning_examples_stand_in_the_notebook(meeting: str, language: str) -> None:
    text = prose(language, meeting)
    missing = [fact for facts in FACTS[meeting] for fact in facts[language] if fact not in text]
    assert not missing


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_notebook_is_the_same_in_both_languages(meeting: str) -> None:
    swedish, english = (notebook(f"sessions/{language}/{meeting}.ipynb") for language in LANGUAGES)
    kinds = [[(cell.id, cell.cell_type) for cell in one.cells] for one in (swedish, english)]
    assert kinds[0] == kinds[1]
    for one, other in zip(swedish.cells, english.cells, strict=True):
        if one.cell_type == "code":
            assert one.source.replace('"sv"', '"en"') == other.source
        else:
            assert re.findall(r"^#+", one.source, re.M) == re.findall(r"^#+", other.source, re.M), one.id
            assert one.source.count("\n|") == other.source.count("\n|"), one.id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_notebook_shows_the_agenda_and_every_exercise_of_its_meeting(
    content: Content, meeting: str, language: str
) -> None:
    cells = code(language, meeting)
    calls = [re.fullmatch(rf'(\w+)\("([^"]+)", "{language}"\)', cell) for cell in cells[1:]]
    assert all(calls), "a cell holds one call and nothing else"
    called = [(call[1], call[2]) for call in calls if call]
    assert cells[0] == f"from samhandling.notebook import {', '.join(sorted({name for name, _ in called}))}"
    assert [of for name, of in called if name == "run_sheet"] == [meeting]
    assert [of for name, of in called if name == "explore"] == EXPLORERS.get(meeting, [])
    shown = [of for name, of in called if name == "exercise"]
    told = content.series.meeting(meeting)
    assert told is not None
    assert shown == list(dict.fromkeys(step.exercise for step in told.agenda if step.exercise))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_notebook_has_one_title_and_no_jump_between_headings(meeting: str, language: str) -> None:
    cells = notebook(f"sessions/{language}/{meeting}.ipynb").cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    "path",
    [f"sessions/{language}/{meeting}.ipynb" for language in LANGUAGES for meeting in MEETINGS]
    + [f"voila_apps/{app}.ipynb" for app in APPS],
)
def test_a_notebook_is_stored_without_outputs(path: str) -> None:
    found = notebook(path)
    nbformat.validate(found)
    assert (found.nbformat, found.nbformat_minor) == (4, 5)
    assert found.metadata.kernelspec.name == "python3"
    assert "widgets" not in found.metadata
    for cell in found.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None, cell.id


@pytest.mark.parametrize("app", APPS)
def test_an_app_is_one_or_two_cells_of_code(app: str) -> None:
    cells = notebook(f"voila_apps/{app}.ipynb").cells
    assert 1 <= len(cells) <= 2 and all(cell.cell_type == "code" for cell in cells)
    lines = [line for cell in cells for line in cell.source.splitlines() if line]
    assert lines == [f"from samhandling.notebook import {app}", f"{app}()"]
