"""Change, priorities, opinions, contacts and groups: sentences with known numbers, and nothing of too few."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import pytest

from samhandling.content.language import LANGUAGES
from samhandling.content.reading import Content
from samhandling.report.document.model import Block, Section
from samhandling.report.material import Material
from samhandling.report.sections.change import changes
from samhandling.report.sections.contacts import contacts
from samhandling.report.sections.groups import groups
from samhandling.report.sections.opinions import opinions
from samhandling.report.sections.priorities import priorities
from tests.answered import CONTENT, alone, answer, person
from tests.conftest import ROOT

Steps = Sequence[int | str | None]


def made(rows: list[dict[str, Any]], content: Any = CONTENT) -> Material:
    people = {row["participant"]: row for row in rows}
    return Material.of_rows(content, rows, list(people.values()))


def block(section: Section | None, place: int = 0) -> Block:
    assert section is not None
    one = section.blocks[place]
    assert one.sentence and one.note
    if one.figure:
        go.Figure(one.figure)
    assert all(len(row) == len(one.table.columns) for row in one.table.rows)
    return one


def given(values: Sequence[Any], item: str, seq: int = 1, **more: Any) -> list[dict[str, Any]]:
    """Answers of as many people, in order; None did not answer."""
    return [answer(person(n), item, v, seq + n, **more) for n, v in enumerate(values) if v is not None]


def twice(before: Steps, after: Steps) -> Material:
    return made(
        given(before, "step") + given(after, "step", 1000, room="VINDEN", meeting="3_meeting", date="2026-05-04")
    )


def test_change_of_the_same_people() -> None:
    one = block(changes(twice([2] * 20, [3] * 9 + [2] * 6 + [1] * 5), "sv"))
    assert one.sentence.startswith("Av 20 som svarade båda gångerna svarar 9 högre, 6 lika och 5 lägre.")
    assert "är medianen 2 både första gången (20 svar) och den sista (20 svar)" in one.sentence
    assert [list(row) for row in one.table.rows] == [
        ["1  Samtal", 0, 5], ["2  Samsyn", 20, 6], ["3  Samverkan", 0, 9], ["4  Samhandling", 0, 0], ["n", 20, 20],
    ]  # fmt: skip
    assert one.n == 20 and not one.synthetic and "teckentest" in one.note


def test_few_who_went_one_way_are_not_counted() -> None:
    one = block(changes(twice([2] * 14, [3] * 8 + [2] * 4 + [1] * 2), "sv"))
    assert one.sentence.startswith("Bland de 14 som svarade båda gångerna har medianen gått från 2 till 3.")
    assert "högre" not in one.sentence and "teckentest" not in one.note


def test_few_who_answered_once_are_not_told_from_the_pairs() -> None:
    one = block(changes(twice([2] * 14 + [4], [3] * 14 + [None]), "sv"))
    assert one.sentence.startswith("De flesta som svarade båda gångerna svarar högre den sista.")
    assert "14 som" not in one.sentence
    partly = block(changes(twice([2] * 8 + [None] * 5, [None] * 5 + [3] * 8), "sv"))
    assert partly.n == 8 and partly.sentence.startswith("För få svarade båda gångerna")


def test_change_without_pairs_is_of_everyone() -> None:
    one = block(changes(twice([2] * 6 + [None] * 6, [None] * 6 + [4] * 6), "sv"))
    assert one.sentence.startswith("För få svarade båda gångerna")
    assert "medianen 2 första gången (6 svar) och 4 den sista (6 svar)" in one.sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_change_between_rounds_is_of_the_first_and_the_last(language: Any) -> None:
    rows = [row for n in (1, 2, 3) for row in given([n] * 8, "step", 100 * n, round=n, simulated=True)]
    one = block(changes(made(rows), language))
    assert one.table.columns[1:] == [f"{'Omgång' if language == 'sv' else 'Round'} {n}" for n in (1, 3)]
    assert one.synthetic and one.n == 8


@pytest.mark.parametrize("after", [[3] * 4 + [None] * 6, ["unknown"] * 10, []])
def test_no_change_of_fewer_than_five(after: Steps) -> None:
    assert changes(twice([2] * 10, after), "sv") is None


def test_priorities_that_all_share() -> None:
    one = block(priorities(made(given([["b", "a"]] * 8, "order")), "sv"))
    assert one.sentence == (
        "De 8 som svarade är i hög grad överens om ordningen. "
        "”B” går före vart och ett av de andra alternativen när de jämförs två och två."
    )
    assert [list(row) for row in one.table.rows] == [["B", "16"], ["A", "8"], ["C", "0"]]
    assert "Kendalls W = 1 " in one.note


def test_priorities_in_a_circle_have_no_winner() -> None:
    one = block(priorities(made(given([["a", "b"], ["b", "c"], ["c", "a"]] * 2, "order")), "sv"))
    assert one.sentence.startswith("De 6 som svarade har ingen tydlig gemensam ordning. Inget alternativ går före alla")


def test_priorities_that_turn_round() -> None:
    rows = given([["a", "b"]] * 6, "order") + given([["c", "b"]] * 6, "order", 100, round=2)
    one = block(priorities(made(rows), "sv"))
    assert one.sentence.endswith("Ordningen är en annan än första gången. Mest har ”C” stigit.")
    assert [list(row) for row in one.table.rows] == [["C", "12", "2"], ["B", "6", "0"], ["A", "0", "\N{MINUS SIGN}2"]]
    assert one.title.endswith("Omgång 2")


def test_no_priorities_of_fewer_than_five() -> None:
    assert priorities(made(given([["a", "b"]] * 4, "order")), "sv") is None
    assert priorities(made([]), "sv") is None


def test_two_groups_of_opinion() -> None:
    votes = [{"a": 1, "b": -1, "c": 1}] * 8 + [{"a": -1, "b": 1, "c": 1}] * 6
    rows = given(votes, "opinions")
    one, shares = (block(opinions(made(rows), "sv"), place) for place in (0, 1))
    assert one.sentence.startswith("Två grupper framträder: grupp A med 8 personer")
    assert one.n == 14 and one.figure and shares.figure and one.id != shares.id
    assert shares.sentence == "Så röstade varje grupp om de påståenden som skiljer och förenar mest."
    assert len(one.table.rows) == 3


def test_opinions_without_groups_say_why() -> None:
    section = opinions(made(given([{"a": 1, "b": -1, "c": 1}] * 6, "opinions")), "sv")
    one = block(section)
    assert section and len(section.blocks) == 1 and one.figure is None
    assert one.sentence.startswith("Inga grupper visas: det behövs minst tio personer")


def test_no_opinions_of_fewer_than_five() -> None:
    assert opinions(made(given([{"a": 1, "b": 1, "c": 1}] * 4, "opinions")), "sv") is None
    assert opinions(made([]), "sv") is None


REAL = Content.read(ROOT)


def called(named: dict[str, tuple[int, list[str]]], seq: int = 1, **more: Any) -> list[dict[str, Any]]:
    """Answers to the contacts exercise: by actor type, how many people and whom each of them named."""
    everyone = [(type_, ends) for type_, (n, ends) in named.items() for _ in range(n)]
    return [
        answer(person(n, type_), "named", ends, seq + n, exercise="E1.7", **more)
        for n, (type_, ends) in enumerate(everyone)
    ]


def test_contacts_of_types_with_five_or_more() -> None:
    few = {"civil-society": (2, ["region"]), "education-provider": (3, ["region"])}
    rows = called({"region": (5, ["business"]), "business": (6, ["region"]), **few})
    one = block(contacts(made(rows, REAL), "sv"))
    assert one.sentence.startswith("Av 2 möjliga kontaktvägar mellan olika slag av organisationer är 2 starka")
    assert [row[0] for row in one.table.rows] == ["Region (n = 5)", "Näringsliv (n = 6)"]


def test_contacts_before_and_after() -> None:
    alone = {"region": (5, ["region"]), "business": (6, ["business"])}
    together = {"region": (5, ["business"]), "business": (6, ["region"])}
    meetings = [meeting.id for meeting in REAL.series.meetings][:2]
    rows = called(alone, room="A", meeting=meetings[0])
    rows += called(together, 100, room="B", meeting=meetings[1], date="2026-05-04")
    one = block(contacts(made(rows, REAL), "sv"))
    assert one.sentence.startswith("De starka kontakterna har blivit fler: från 0\N{NO-BREAK SPACE}% till 100")
    assert REAL.series.meetings[0].title.sv in one.note


def test_no_contacts_of_fewer_than_five() -> None:
    assert contacts(made(called({"region": (4, ["business"]), "business": (3, ["region"])}), REAL), "sv") is None
    assert contacts(made([], REAL), "sv") is None


def test_the_widest_gap_comes_first() -> None:
    _, steps = alone([("region", 4)] * 8 + [("utbildning", 2)] * 8, "step")
    _, points = alone([("region", 3)] * 8 + [("utbildning", 3)] * 8, "point")
    one = block(groups(made(points + steps), "sv"))
    assert one.sentence == (
        "Längst isär ligger svaren på ”Var står vi?”: Region har medianen 4 och Utbildning 2. "
        "I 1 av 2 frågor beror skillnaden knappast på slumpen."
    )
    assert [list(row)[1:4] for row in one.table.rows] == [
        ["Var står vi?", "2", "Region – Utbildning"],
        ["Hur långt?", "0", "Region – Utbildning"],
    ]
    assert one.table.rows[0][4].startswith("1 [") and one.n == 16


def test_the_group_that_answers_higher_is_named_first() -> None:
    _, rows = alone([("region", 1)] * 3 + [("region", 2)] * 4 + [("utbildning", 3)] * 6)
    one = block(groups(made(rows), "en"))
    assert one.table.rows[0][3] == "Utbildning (en) – Region (en)"
    assert one.table.rows[0][4].startswith("1 [")


def test_groups_under_five_are_not_compared() -> None:
    _, rows = alone([("region", 4)] * 8 + [("utbildning", 2)] * 7 + [("ideell", 1)] * 4 + [("naringsliv", 1)] * 3)
    one = block(groups(made(rows), "sv"))
    assert one.figure and len(one.table.rows) == 1 and one.n == 15
    assert "Ideell" not in str(one) and "Näringsliv" not in str(one)
    assert groups(made(alone([("region", 4)] * 8 + [("utbildning", 2)] * 4)[1]), "sv") is None
    assert groups(made([]), "sv") is None
