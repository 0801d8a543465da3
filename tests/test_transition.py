"""The transition path: the shortest over near occupations, within the steps, to those that employers look for."""

import csv
import runpy
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.content.datasets import Table
from samhandling.content.language import LANGUAGES, Language
from samhandling.figures.transition import SHOWN, Network, Route, transition
from tests.conftest import ROOT

EDGES, BAROMETER = Table.bundled(ROOT, "transition"), Table.bundled(ROOT, "shortage")
NETWORK = Network(EDGES, BAROMETER, "00")
NAMES = {row["name"]: row["name_en"] for row in Table.bundled(ROOT, "occupation_names").rows}
SHARED = ROOT.parent / "shared" / "data" / "af"
SITUATIONS = {"A": "överskott", "B": "balans", "C": "brist", "D": "paradox", "E": "brist"}


def code(name: str) -> str:
    return f"{ord(name[0]):04}"


def network(*edges: tuple[str, str, int], synthetic: bool = True, **assessed: str) -> Network:
    """Occupations of one letter, which the barometer knows by their code only."""
    rows = [
        {"from": one, "from_ssyk": code(one), "to": other, "to_ssyk": code(other), "nearness": near}
        for one, other, near in edges
    ]
    barometer = [
        dict(BAROMETER.rows[0]) | {"yb_yrke": f"yrke {name}", "ssyk": code(name), "rekryteringssituation": situation}
        for name, situation in (SITUATIONS | assessed).items()
    ]
    dataset = EDGES.dataset.model_copy(update={"synthetic": synthetic})
    return Network(Table(dataset, rows), Table(BAROMETER.dataset, barometer), "00")


def test_several_near_steps_are_shorter_than_one_that_is_only_partly_near() -> None:
    net = network(("A", "C", 25), ("A", "B", 75), ("B", "C", 75))
    assert net.routes("A", 2, 25) == [Route(("A", "B", "C"), (75, 75))]
    # within one step there is the direct one only
    assert net.routes("A", 1, 25) == [Route(("A", "C"), (25,))]


def test_a_path_goes_the_way_that_experience_counts() -> None:
    assert network(("C", "A", 75)).routes("A", 3, 25) == []


def test_paths_end_in_what_employers_look_for_and_the_nearest_is_first() -> None:
    net = network(("A", "B", 75), ("A", "D", 25), ("A", "E", 75), ("E", "A", 75))
    assert [route.stops[-1] for route in net.routes("A", 3, 25)] == ["E", "D"]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")).filter(lambda pair: pair[0] != pair[1]),
        st.sampled_from([25, 75]),
        min_size=1,
    ),
    st.integers(1, 3),
    st.sampled_from([25, 75]),
)
def test_no_path_within_the_steps_is_shorter(near: dict[tuple[str, str], int], steps: int, lowest: int) -> None:
    edges = {pair: weight for pair, weight in near.items() if weight >= lowest}
    shortest: dict[str, float] = {}
    ways = [("A",)]
    for _ in range(steps):
        ways = [(*way, other) for way in ways for one, other in edges if one == way[-1] and other not in way]
        for way in ways:
            length = sum(100 / edges[pair] for pair in pairwise(way))
            shortest[way[-1]] = min(length, shortest.get(way[-1], length))
    found = network(*((*pair, weight) for pair, weight in near.items())).routes("A", steps, lowest)
    sought = {end: length for end, length in shortest.items() if SITUATIONS[end] in ("brist", "paradox")}
    balanced = {end: length for end, length in shortest.items() if SITUATIONS[end] == "balans"}
    assert {route.stops[-1]: pytest.approx(route.length) for route in found} == (sought or balanced)
    assert all(len(route.nearness) <= steps for route in found)


def test_a_code_of_several_occupations_counts_when_all_of_them_are_sought() -> None:
    def status(*situations: str) -> Any:
        rows = [dict(BAROMETER.rows[0]) | {"ssyk": "1111,2222", "rekryteringssituation": one} for one in situations]
        edge = {"from": "Ett", "from_ssyk": "1111", "to": "Annat", "to_ssyk": "3333", "nearness": 75}
        return Network(Table(EDGES.dataset, [edge]), Table(BAROMETER.dataset, rows), "00").statuses

    assert status("brist", "paradox")["Ett"].sought
    assert not status("brist", "balans")["Ett"].sought
    assert status("brist", "överskott")["Ett"].in_words("sv") == "Överskott eller brist"
    assert status("brist")["Annat"].in_words("en") == "not assessed" and not status("brist")["Annat"].sought


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_words_and_table_tell_the_same_paths(language: Language) -> None:
    names = NAMES if language == "en" else {}
    for start in NETWORK.starts():
        for steps in (1, 2, 3):
            routes = NETWORK.routes(start, steps, 25)
            picture = transition(NETWORK, start, steps, 25, language, names=names)
            assert [cells[0] for cells in picture.table[1:]] == [
                names.get(route.stops[-1], route.stops[-1]) for route in routes[:SHOWN]
            ]
            *lines, dots = picture.figure["data"]
            stops = {route.stops[:end] for route in routes[:SHOWN] for end in range(2, len(route.stops) + 1)}
            assert len(lines) == len(stops) and len(dots["x"]) == len(stops) + 1
            # a row for each, so that no name hides another
            assert sorted(dots["y"]) == list(range(len(dots["y"])))
            assert all(line["x"][2] == line["x"][0] + 1 for line in lines)
            go.Figure(picture.figure).to_json()


def test_the_sentence_tells_the_nearest_and_how_to_go_there() -> None:
    net = network(("A", "B", 75), ("B", "C", 75), ("A", "D", 25))
    said = transition(net, "A", 2, 25, "sv", names={"A": "Lagerpersonal", "B": "Förare", "C": "Mekaniker"}).sentence
    assert "leder vägar till 2 yrken" in said and "Närmast ligger mekaniker" in said
    assert "2 steg: lagerpersonal → förare → mekaniker" in said
    none = transition(network(("A", "C", 25)), "A", 1, 75, "en", names={})
    assert "no path leads to an occupation without a surplus" in none.sentence and not none.table


def test_where_nothing_is_sought_the_paths_lead_to_balance_and_it_is_said() -> None:
    net = network(("A", "B", 75), ("B", "C", 25))
    picture = transition(net, "A", 2, 75, "sv", names={})
    assert "ingen väg till ett yrke med brist eller paradox, men en väg till ett yrke i balans: b." in picture.sentence
    assert [cells[:2] for cells in picture.table[1:]] == [("B", "Balans")]
    assert [route.stops[-1] for route in net.routes("A", 2, 25)] == ["C"]


@pytest.mark.parametrize(("language", "word"), [("sv", "Syntetiska data"), ("en", "Synthetic data")])
def test_a_made_up_network_says_so_and_a_real_one_does_not(language: Language, word: str) -> None:
    picture = transition(NETWORK, NETWORK.starts()[0], 2, 25, language, names={})
    assert [one["text"] for one in picture.figure["layout"]["annotations"]].count(word) == 1
    assert picture.note.startswith(word) and BAROMETER.dataset.source.name.in_(language) in picture.note
    real = transition(network(("A", "C", 75), synthetic=False), "A", 1, 25, language, names={})
    assert word not in real.note and word not in [one["text"] for one in real.figure["layout"]["annotations"]]


def test_the_made_up_network_can_be_made_again_and_leads_somewhere() -> None:
    assert EDGES.dataset.synthetic
    codes = {row["yb_yrke"]: row["ssyk"] for row in BAROMETER.rows}
    assert all(codes[row[end]] == row[f"{end}_ssyk"] for row in EDGES.rows for end in ("from", "to"))
    assert len({row["to"] for row in EDGES.rows} | {row["from"] for row in EDGES.rows}) == 40
    assert all(NETWORK.routes(start, 3, 25) for start in NETWORK.starts())
    recipe = runpy.run_path(str(ROOT / "datasets" / "transition.py"))
    assert recipe["edges"](codes) == [(row["from"], row["to"], row["nearness"]) for row in EDGES.rows]


@pytest.mark.skipif(not SHARED.exists(), reason="the taxonomy's own edges are not here")
def test_the_taxonomys_own_edges_do_as_well() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (SHARED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    names = {row["concept_id"]: row for row in rows("yrkesbenamningar_af")}
    edges = []
    for row in rows("narliggande_yrken"):
        # whoever substitutes is where the path begins
        one, other = names[row["ersatts_av_id"]], names[row["yrke_id"]]
        edge = {"from": one["yrkesbenamning"], "from_ssyk": one["ssyk"], "nearness": int(row["procent"])}
        edges.append(edge | {"to": other["yrkesbenamning"], "to_ssyk": other["ssyk"]})
    near = {(edge["from"], edge["to"]): edge["nearness"] for edge in edges}
    net = Network(Table(EDGES.dataset.model_copy(update={"synthetic": False}), edges), BAROMETER, "00")
    starts = net.starts()
    assert len(starts) > 100
    for start in starts[::20]:
        for route in net.routes(start, 3, 25):
            assert route.nearness == tuple(near[pair] for pair in pairwise(route.stops))
            status = net.statuses[route.stops[-1]]
            assert status.sought or status.balanced
        picture = transition(net, start, 3, 25, "sv", names={})
        assert len(picture.table) <= SHOWN + 1 and "Syntetiska" not in picture.note
