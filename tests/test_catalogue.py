"""The catalogue of exercises: every one is there under its name, with its time, and says what it was made to say."""

import pytest

from samhandling.content.exercise import Exercise
from samhandling.content.reading import Content
from tests.conftest import ROOT

CATALOGUE = {
    "E1.1": ("Uppdragskarta", 30),
    "E1.2": ("Hinder och möjligheter", 40),
    "E1.3": ("Utvecklingszonen", 25),
    "E1.4": ("Internt först", 15),
    "E1.5": ("Före och efter", 5),
    "E2.1": ("Kompetensplan på en sida", 45),
    "E2.2": ("Rätt ord, rätt avsändare", 25),
    "E2.3": ("Stödkartan", 20),
    "E2.4": ("Trendkort", 25),
    "E2.5": ("Efter projektets slut", 15),
    "E3.1": ("Prioritera bristyrken", 25),
    "E3.2": ("Signalkortet", 35),
    "E3.3": ("Signalkedjan", 30),
    "E3.4": ("Handlingsplan per bristyrke", 40),
    "E3.5": ("Arenakanvas", 25),
    "E3.6": ("Mäklarens dag", 35),
    "E4.1": ("Tidslinjen", 20),
    "E4.2": ("Mognadsskattning", 20),
    "E4.3": ("Hela systemet", 30),
    "E4.4": ("Ansökan på 30 minuter", 30),
    "E5.1": ("Plattformskanvas", 30),
    "E5.2": ("Drivkrafter × horisont", 20),
    "E6.1": ("Valideringskedjan", 40),
    "E6.2": ("Nodkartan", 35),
    "E6.3": ("Incitamentskalkylen", 25),
    "E6.4": ("Vart hänvisar du?", 10),
    "E6.5": ("Regelkrockar", 15),
    "E7.1": ("Nischkartan", 30),
    "E7.2": ("Pensionslampan", 20),
    "E7.3": ("Dela tjänst", 20),
    "E7.4": ("Intervjuguiden", 30),
    "E7.5": ("Dialogbordet", 30),
    "E8.1": ("Samhandlingskollen", 20),
    "E8.2": ("Hävstången", 25),
    "E8.3": ("Ja/Nej-bordet", 15),
    "E8.4": ("Äggutmaningen", 25),
    "E8.5": ("Skola–näringsliv-kort", 20),
    "E9.1": ("4P-granskning", 30),
    "E9.2": ("22-målstavlan (exempel)", 20),
    "E9.3": ("Öppet forum (open space)", 60),
    "E9.4": ("Perspektivlinsen", 20),
    "E9.5": ("Testa eller införa?", 15),
    "E10.1": ("Trappan i grupp", 45),
    "E10.2": ("Var står vi?", 10),
    "E10.3": ("Åtagandekort", 20),
    "E11": ("Omställningsvägen", 45),
    "E12": ("Åsiktslandskapet", 20),
}
"""Names and minutes; E3.1 is done twice, and E1.5 before and after."""

STATEMENTS = (
    "Bristen är alltid lokal, men arbetet behöver ske regionalt",
    "En rapport om bristyrken förändrar inget utan arenor för dialog",
    "Utbildning är oftast lösningen på kompetensbristen",
    "Arbetsgivare behöver lägga mer kraft på egen strategisk kompetensplanering",
    "Rätt avsändare är viktigare än rätt budskap",
    "Vi ska använda befintliga strukturer även om de är krångliga",
    "Vi ska inte projektifiera",
    "Projekt är till för att testa – allt behöver inte implementeras",
    "Individens beslutsunderlag är det viktigaste av allt",
    "Alla kommuner ska kunna validera allt",
    "Validering måste få öronmärkta pengar",
    "Det behövs ett statligt ansvar för validering",
    "Kommuner bör ta ansvar för var sitt område, noder",
    "Regionen ska vara katalysator, inte ägare",
    "Regionen lägger sig i för mycket",
    "Politikens krav på snabba resultat hindrar oss",
    "Brist på tid är ett större hinder än brist på pengar",
    "Vi vågar säga nej till idéer",
    "Våra representanter har starkt mandat hemifrån",
    "Arbetet ska ligga på gräsrotsnivå för att bli trovärdigt",
    "Kommunens egna förvaltningar samverkar bra internt",
    "Arbetsgivares behov och individers självförsörjning går att kombinera",
    "Kön, ålder och etnicitet vägs in i våra åtgärder på riktigt",
    "Jag vet vart jag vänder mig med en fråga om kompetensförsörjning",
    "Vi har samsyn om utmaningarna",
)
"""Each as it is said; a full stop ends it on the screen."""

CAUSES = ["volume", "content", "attractiveness", "employer", "information", "geography", "regulation"]
INGREDIENTS = 8
MEASURES = 22


@pytest.fixture(scope="module")
def exercises() -> dict[str, Exercise]:
    return Content.read(ROOT).exercises


@pytest.mark.parametrize("exercise", CATALOGUE)
def test_an_exercise_has_its_name_and_time_and_is_complete(exercises: dict[str, Exercise], exercise: str) -> None:
    name, minutes = CATALOGUE[exercise]
    found = exercises[exercise]
    assert (found.title.sv, found.minutes) == (name, minutes)
    assert found.source and found.feeds and found.debrief
    asked = {item.id for number in range(len(found.phases)) for item in found.items_of(number)}
    assert asked == {item.id for item in found.items if not item.retired}, "every question is asked in some phase"
    assert all(len(phase.instruction.sv.split()) <= 45 for phase in found.phases), "short enough for a phone"


def test_pilots_and_evaluation_have_exercises_of_their_own(exercises: dict[str, Exercise]) -> None:
    assert {"P1", "P2", "P3", "P4"} <= set(exercises)
    canvas = {item.id for item in exercises["P1"].items}
    assert {"challenge", "evidence", "target_group", "hypothesis", "indicators", "inherits", "stop_criteria"} <= canvas
    assert {"step_now", "step_goal", "partners", "four_p", "budget", "learning_questions", "pilots"} <= canvas


def test_the_statements_are_said_word_for_word(exercises: dict[str, Exercise]) -> None:
    votes = exercises["E12"].find("votes")
    assert [one.label.sv for one in votes.statements] == [f"{statement}." for statement in STATEMENTS]
    assert [one.id for one in votes.statements] == [f"s{number:02}" for number in range(1, 26)]


def test_the_board_has_22_measures_that_say_they_are_examples(exercises: dict[str, Exercise]) -> None:
    board = exercises["E9.2"].find("measures")
    assert len(board.cards) == MEASURES
    assert all("xempel" in card.label.sv or "xempel" in (card.help.sv if card.help else "") for card in board.cards)
    assert [status.label.sv for status in board.statuses] == [
        "Ej startad", "Pågår", "På väg", "Uppnått", "Avslutad, lärdom",
    ]  # fmt: skip


def test_a_signal_has_the_seven_root_causes_and_what_was_promised(exercises: dict[str, Exercise]) -> None:
    columns = {column.id: column for column in exercises["E3.2"].find("signals").columns}
    assert [option.id for option in columns["root_cause"].options] == CAUSES
    assert [option.id for option in columns["existing_education"].options][:2] == ["yes", "no"]
    assert columns["promised"].type == columns["fed_back"].type == "date"
    assert [option.id for option in exercises["E3.4"].find("causes").options] == CAUSES


def test_the_quiz_says_why_and_does_not_always_put_the_right_answer_in_one_place(
    exercises: dict[str, Exercise],
) -> None:
    quiz = [item for item in exercises["E6.4"].items if item.kind == "quiz"]
    assert len(quiz) >= 8
    places = [[option.id for option in item.options].index(item.right) for item in quiz]
    assert len(set(places)) >= 3 and max(map(places.count, places)) <= len(quiz) / 2
    # nor does its length give it away
    longest = [max(item.options, key=lambda option: len(option.label.sv)).id == item.right for item in quiz]
    assert sum(longest) <= 0.7 * len(quiz)


def test_joint_action_has_eight_ingredients_and_maturity_five_dimensions(exercises: dict[str, Exercise]) -> None:
    assert len(exercises["E8.1"].find("ingredients").rows) == INGREDIENTS
    dimensions = [row.id for row in exercises["E4.2"].find("now").rows]
    assert dimensions == ["legitimacy", "knowledge", "driving_ability", "structure", "direction"]
    assert dimensions == [row.id for row in exercises["E4.2"].find("wanted").rows]


def test_a_table_has_eight_columns_at_most(exercises: dict[str, Exercise]) -> None:
    tables = [item for exercise in exercises.values() for item in exercise.items if item.kind == "table"]
    assert tables and all(len(item.columns) <= 8 for item in tables)


def test_no_exercise_asks_for_a_name(exercises: dict[str, Exercise]) -> None:
    for exercise in exercises.values():
        for item in (one for one in exercise.items if one.kind == "table"):
            for column in (one for one in item.columns if one.id.endswith("_role")):
                said = " ".join(text.sv for text in (column.label, column.help, item.help) if text).lower()
                assert "roll" in said or "namn" in said, (
                    f"{exercise.id} {item.id} {column.id} says that a role is meant"
                )
