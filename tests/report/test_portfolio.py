"""The four P over the portfolio: the weakest P and measure by the numbers, of what tables have rated together."""

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from samhandling.analysis.sentences import number
from samhandling.content.language import LANGUAGES, Language
from samhandling.content.reading import Content
from samhandling.report.document.model import Block
from samhandling.report.drawing import svg
from samhandling.report.material import Material
from samhandling.report.sections.comparing import comparing
from samhandling.report.sections.portfolio import MOST, portfolio
from tests.answered import answer, person
from tests.conftest import played_series

PLAYED = Content.read(played_series())
P = ("perspective", "policy", "platform", "process")
LABELS = ("Perspektiv", "Policy", "Plattform", "Process")
Rows = list[dict[str, Any]]
Points = Sequence[int | str | None]


def made(rows: Rows) -> Material:
    joined = {(row["room"], row["participant"]): row for row in rows}
    return Material.of_rows(PLAYED, rows, list(joined.values()))


def review(table: int, points: Points, measure: str = "", seq: int = 0, **more: Any) -> Rows:
    """A table's joint rating of a measure; None is left out."""
    who, start = person(table, table=table), seq or 100 * table
    said = {"exercise": "E9.1", "level": "table", "meeting": PLAYED.series.meetings[1].id} | more
    rated = [(item, value) for item, value in zip(P, points, strict=True) if value is not None]
    texts = [("measure", measure)] if measure else []
    return [answer(who, item, value, start + n, **said) for n, (item, value) in enumerate([*texts, *rated])]


def pilot(table: int, points: Mapping[str, int | str], *names: str) -> Rows:
    """A table's canvas: its P in one question, and the pilots that it names."""
    rows = [{"id": f"row{n}", "pilot": name, "owner_role": "strateg"} for n, name in enumerate(names)]
    where = {"exercise": "P1", "level": "table", "room": "PILOT", "date": "2026-05-04"}
    who = person(50 + table, table=table)
    return [
        answer(who, "four_p", dict(points), 9000 + 10 * table, **where),
        answer(who, "pilots", rows, 9001 + 10 * table, **where),
    ]


def blocks(material: Material, language: Language = "sv") -> dict[str, Block]:
    section = portfolio(material, language)
    found = {}
    for one in section.blocks if section else ():
        assert one.figure and one.sentence and one.note
        assert "{" not in one.sentence + one.note + one.title
        assert all(len(row) == len(one.table.columns) for row in one.table.rows)
        go.Figure(json.loads(json.dumps(one.figure))).to_json()
        assert svg(one.figure, 160).startswith("<svg")
        found[one.id.removeprefix("portfolio-")] = one
    return found


def quartiles(values: Sequence[int]) -> tuple[float, ...]:
    """Median, lower, upper: what is compared, in that order."""
    return tuple(float(np.quantile(values, q, method="averaged_inverted_cdf")) for q in (0.5, 0.25, 0.75))


def test_the_weakest_p_is_the_one_that_the_numbers_say() -> None:
    for seed in range(12):
        rng = random.Random(seed)
        rated = [[rng.randrange(4) for _ in P] for _ in range(9)]
        rows = [row for table, points in enumerate(rated, 1) for row in review(table, points, f"Åtgärd {table}")]
        one = blocks(made(rows))["p"]
        by_p = dict(zip(LABELS, map(quartiles, zip(*rated, strict=True)), strict=True))
        for name, n, low, middle, high, _ in one.table.rows:
            assert (n, middle, low, high) == (9, *(number(value, "sv") for value in by_p[name]))
        weakest = [name for name in LABELS if by_p[name] == min(by_p.values())]
        named = one.sentence.split(": ")[0]
        assert named.startswith("Svagast över 9 granskade åtgärder är ") or len(weakest) == 4
        assert [name for name in LABELS if name in named] == (weakest if len(weakest) < 4 else [])


def test_the_weakest_measure_is_the_one_that_the_numbers_say() -> None:
    for seed in range(12):
        rng = random.Random(seed)
        rated = {f"Åtgärd {n:02}": [rng.randrange(4) for _ in P] for n in range(1, 8)}
        rows = [row for n, (name, points) in enumerate(rated.items(), 1) for row in review(n, points, name)]
        one = blocks(made(rows))["measures"]
        standing = {name: quartiles(points) for name, points in rated.items()}
        assert [row[0] for row in one.table.rows] == sorted(rated, key=lambda name: standing[name])
        for name, *cells, middle in one.table.rows:
            assert [*map(int, cells)] == rated[name] and middle == number(standing[name][0], "sv")
        lowest = [name for name in rated if standing[name] == min(standing.values())]
        assert [name for name in rated if name in one.sentence] == (lowest if len(lowest) <= 3 else [])
        assert number(min(standing.values())[0], "sv") in one.sentence


def test_those_that_are_alike_are_said_to_be() -> None:
    found = blocks(
        made(review(1, (1, 1, 2, 2), "Ett") + review(2, (1, 1, 2, 2), "Två") + review(3, (3, 3, 3, 3), "Tre"))
    )
    assert found["p"].sentence.startswith(
        "Svagast över 3 granskade åtgärder är Perspektiv och Policy, som ligger lika:"
    )
    assert found["measures"].sentence == (
        "Mest att stärka av 3 åtgärder har ”Ett” och ”Två”: medianen av de fyra P är 1,5."
    )
    alike = blocks(made(review(1, (2, 2, 2, 2), "Ett") + review(2, (2, 2, 2, 2), "Två")))
    assert alike["p"].sentence.startswith("Alla P ligger lika över 2 granskade åtgärder: medianen är 2")
    assert alike["measures"].sentence == "Alla 2 åtgärder ligger lika: medianen av de fyra P är 2."


def test_unknown_is_no_rating_and_what_lacks_one_is_not_compared() -> None:
    rows = review(1, (0, 0, "unknown", 0), "Halv") + review(2, (2, 2, 1, None), "Utan") + review(3, (3, 2, 3, 3), "Hel")
    found = blocks(made(rows + review(4, (2, 2, 2, 2), "Låg")))
    assert [row[:2] for row in found["p"].table.rows] == [
        ["Perspektiv", 4],
        ["Policy", 4],
        ["Plattform", 3],
        ["Process", 3],
    ]
    assert found["measures"].sentence == "Mest att stärka av 2 åtgärder har ”Låg”: medianen av de fyra P är 2."
    assert [list(row) for row in found["measures"].table.rows] == [
        ["Låg", "2", "2", "2", "2", "2"],
        ["Hel", "3", "2", "3", "3", "3"],
        ["Halv", "0", "0", "vet ej", "0", "0"],
        ["Utan", "2", "2", "1", "", "2"],
    ]


def test_the_pilots_are_in_the_same_portfolio() -> None:
    rows = review(1, (2, 2, 2, 2), "En åtgärd")
    rows += pilot(1, dict(zip(P, (1, 0, 1, 1), strict=True)), "Gemensam ingång", "Frukostmöten")
    found = blocks(made(rows))
    assert [row[0] for row in found["measures"].table.rows] == ["Gemensam ingång, Frukostmöten", "En åtgärd"]
    assert found["p"].sentence.startswith("Svagast över 2 granskade åtgärder är Policy:")


def test_only_what_a_table_rated_together_counts_and_its_newest_once() -> None:
    alone = [
        answer(person(n), item, 0, 5000 + 10 * n + k, exercise="E9.1") for n in range(9) for k, item in enumerate(P)
    ]
    assert portfolio(made(alone), "sv") is None and portfolio(made([]), "sv") is None
    rows = alone + review(1, (1, 1, 1, 1), "Ett") + review(1, (3, 3, 3, 3), seq=700) + review(2, (2, 2, 2, 2), "Två")
    assert [list(row) for row in blocks(made(rows))["measures"].table.rows] == [
        ["Två", "2", "2", "2", "2", "2"],
        ["Ett", "3", "3", "3", "3", "3"],
    ]


def test_one_measure_has_a_picture_and_no_weakest_over_the_portfolio() -> None:
    found = blocks(made(review(1, (3, 1, 2, 2), "Ett")))
    assert list(found) == ["measures"]
    assert found["measures"].sentence == "En åtgärd har granskats: ”Ett”. Minst på plats är Policy."


def test_what_a_measure_is_called_is_masked_told_apart_or_its_table() -> None:
    rows = review(1, (0, 0, 0, 0), "Ring 070-123 45 67 eller skriv till nagon@example.se")
    rows += review(2, (1, 1, 1, 1), "Samma") + review(3, (2, 2, 2, 2), "Samma") + review(4, (3, 3, 3, 3))
    one = blocks(made(rows))["measures"]
    names = [row[0] for row in one.table.rows]
    assert names[1:] == ["Samma (1)", "Samma (2)", "Bord 4, träff 2"]
    assert "070" not in str(one) and "nagon@" not in str(one)


def test_tables_of_different_rooms_are_different_tables() -> None:
    rows = review(1, (1, 1, 1, 1), "Här") + review(1, (2, 2, 2, 2), "Där", seq=900, room="VINDEN", date="2026-04-04")
    assert [row[0] for row in blocks(made(rows))["measures"].table.rows] == ["Här", "Där"]


def test_a_long_portfolio_is_whole_in_the_table() -> None:
    rows = [row for n in range(1, MOST + 6) for row in review(n, (n % 4, 1, 2, 3), f"Åtgärd {n}")]
    one = blocks(made(rows))["measures"]
    assert len(one.table.rows) == MOST + 5 and one.figure
    assert len(one.figure["layout"]["yaxis"]["ticktext"]) == MOST
    assert f"Bilden har de {MOST} första" in one.note


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("simulated", [True, False])
def test_both_languages_and_simulated_people(language: Language, simulated: bool) -> None:
    rows = review(1, (0, 1, 2, 3), "Ett") + [row | {"simulated": simulated} for row in review(2, (1, 1, 1, 1), "Två")]
    found = blocks(made(rows), language)
    assert {one.synthetic for one in found.values()} == {simulated}
    assert found["measures"].table.columns[1] == {"sv": "Perspektiv", "en": "Perspective"}[language]
    assert "portfolio" in [section.id for section in comparing(made(rows), language)]
