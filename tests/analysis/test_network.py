"""Contacts between kinds of organisation: measured as by hand, and never from fewer than five."""

from collections import Counter
from fractions import Fraction

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.network import SECTORS, Network, compare, contact_answers, contacts
from samhandling.analysis.network_sentences import change_words, network_words
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import LANGUAGES
from samhandling.content.reading import Content
from tests.conftest import ROOT

CONTENT = Content.read(ROOT)
LABELS = {one.id: one.label.sv for one in CONTENT.series.actor_types}
REGION, STATE, BUSINESS, LABOUR = "region", "state-agency", "business", "municipality-labour"


def answered(*rows: tuple[str | None, list[str]], people: list[int | None] | None = None) -> pd.DataFrame:
    found = [
        {"respondent": f"p{number}", "actor_type": type_, "named": named} for number, (type_, named) in enumerate(rows)
    ]
    return pd.DataFrame(found).assign(people=people if people else None)


def line() -> pd.DataFrame:
    """Business and the state both talk with the region and not with each other."""
    return answered(
        *[(BUSINESS, [REGION])] * 5,
        *[(REGION, [BUSINESS, STATE])] * 4,
        (REGION, [BUSINESS]),
        *[(STATE, [REGION, STATE])] * 2,
        *[(STATE, [])] * 3,
    )


def test_a_line_by_hand() -> None:
    found = contacts(line())
    assert found.types == (REGION, STATE, BUSINESS) and found.n == {REGION: 5, STATE: 5, BUSINESS: 5}
    shares = {(tie.start, tie.end): tie.share for tie in found.ties}
    assert shares == {
        (BUSINESS, REGION): 1, (REGION, BUSINESS): 1, (REGION, STATE): 0.8, (STATE, REGION): 0.4, (STATE, STATE): 0.4,
    }  # fmt: skip
    # of six possible ties, three are of at least half and four of anybody
    assert found.density == 3 / 6 and found.density_any == 4 / 6
    # 18 were named, and two of them were the respondent's own kind
    assert found.across_types == found.across_sectors == 16 / 18
    # business and region both ways; the region to the state only that way
    assert found.reciprocity == pytest.approx(2 / 3)
    # both ways between business and the state pass the region, and each type has two pairs of others
    assert found.between == {REGION: 1, STATE: 0, BUSINESS: 0} and found.bridge == REGION


def test_two_municipal_types_are_one_sector() -> None:
    found = contacts(answered(*[(LABOUR, ["municipality-education", REGION])] * 5))
    assert (found.across_types, found.across_sectors) == (1, 0.5)
    assert found.density is None and found.reciprocity is None and found.bridge is None
    assert set(SECTORS) == set(LABELS)


def test_the_betweenness_is_that_of_networkx_on_the_same_graph() -> None:
    ids = list(LABELS)[:5]
    rows = [(start, [end for place, end in enumerate(ids) if (number * place + number) % 3 == 0 and end != start])
            for start in ids for number in range(1, 7)]  # fmt: skip
    found = contacts(answered(*rows))
    graph = nx.DiGraph()
    graph.add_nodes_from(ids)
    named = {start: Counter(end for type_, ends in rows if type_ == start for end in ends) for start in ids}
    for start, counts in named.items():
        graph.add_weighted_edges_from((start, end, Fraction(6, k)) for end, k in counts.items())
    assert found.between == pytest.approx(nx.betweenness_centrality(graph, weight="weight"))
    strong = nx.DiGraph([(s, e) for s, counts in named.items() for e, k in counts.items() if k >= 3])
    assert found.density == pytest.approx(strong.number_of_edges() / 20)
    assert found.density_any == pytest.approx(nx.density(graph))
    assert found.reciprocity == pytest.approx(nx.overall_reciprocity(strong))


def test_a_type_under_five_has_no_ties_from_it_but_may_be_named() -> None:
    rows = [*[(BUSINESS, [STATE])] * 6, *[(REGION, [STATE])] * 8, *[(STATE, [BUSINESS])] * 2, *[(LABOUR, [])] * 3]
    found = contacts(answered(*rows))
    assert found.n == {BUSINESS: 6, REGION: 8} and STATE in found.types
    assert {(tie.start, tie.end) for tie in found.ties} == {(BUSINESS, STATE), (REGION, STATE)}
    # one small type alone could be found by taking the others from the total
    alone = contacts(answered(*rows[:16]))
    assert alone.n == {REGION: 8}


def test_whoever_gave_no_type_counts_in_the_gate_only() -> None:
    found = contacts(answered(*[(BUSINESS, [STATE])] * 6, *[(REGION, [STATE])] * 8, *[(None, [STATE])] * 2))
    assert found.n == {REGION: 8} and "none" not in found.types
    assert contacts(answered(*[(None, [STATE])] * 9)).n == {}


def test_a_respondent_twice_is_refused() -> None:
    frame = line()
    with pytest.raises(ValueError, match="twice"):
        contacts(pd.concat([frame, frame.tail(1)]))


def test_how_many_one_can_call() -> None:
    people: list[int | None] = [0, 2, 3, 9, 30, *[None] * 10]
    found = contacts(line().assign(people=people))
    assert found.people == {"q25": 2, "median": 3, "q75": 9} and found.n_people == 5
    assert contacts(line().assign(people=[0, 2, 3, 9, *[None] * 11])).people is None
    assert contacts(line().drop(columns="people")).people is None


def test_before_and_after() -> None:
    after = answered(
        *[(BUSINESS, [REGION, STATE])] * 5,
        *[(REGION, [BUSINESS])] * 5,
        *[(STATE, [REGION])] * 5,
        *[(LABOUR, [REGION])] * 5,
    )
    numbers: list[int | None] = [*range(1, 16)]
    change = compare(contacts(line().assign(people=numbers)), contacts(after.assign(people=[*range(5, 25)])))
    assert change.types == (REGION, STATE, BUSINESS)
    assert set(change.gained) == {(BUSINESS, STATE), (STATE, REGION)} and change.lost == ((REGION, STATE),)
    assert change.density == (3 / 6, 4 / 6) and change.people == (8, 14.5)
    said = " ".join(change_words(change, LABELS, "sv"))
    assert "från 50\xa0% till 67\xa0%" in said and "Näringsliv → Statlig myndighet" in said
    assert "Inte längre starka: Region → Statlig myndighet." in said and "från 8 till 14,5" in said


def test_what_cannot_be_compared_says_so() -> None:
    few = contacts(answered(*[(BUSINESS, [REGION])] * 5))
    for language in LANGUAGES:
        said = change_words(compare(few, few), LABELS, language)
        assert len(said) == 1 and ("inte att jämföra" in said[0] or "cannot be compared" in said[0])


def test_the_words_of_one_network() -> None:
    said = " ".join(network_words(contacts(line()), LABELS, "sv"))
    assert "Av 6 möjliga kontaktvägar" in said and "är 3 starka" in said
    assert "89\xa0% av kontakterna går till en annan sektor" in said and "Mest binder Region ihop andra." in said
    none = network_words(contacts(answered((BUSINESS, [REGION]))), LABELS, "en")
    assert len(none) == 1 and none[0].startswith("No contacts are shown")


ID = st.sampled_from(list(LABELS))
ROWS = st.lists(st.tuples(st.none() | ID, st.lists(ID, unique=True)), max_size=60)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_whatever_is_answered(rows: list[tuple[str | None, list[str]]]) -> None:
    frame = answered(*rows) if rows else pd.DataFrame(columns=["respondent", "actor_type", "named", "people"])
    found = contacts(frame)
    of = Counter(type_ for type_, _ in rows)
    assert all(n == of[type_] >= 5 for type_, n in found.n.items())
    hidden = [n for type_, n in of.items() if type_ not in found.n]
    assert not found.n or sum(hidden) == 0 or sum(hidden) >= 5, "nobody is found by taking the shown from all"
    for tie in found.ties:
        assert tie.start in found.n and tie.n == found.n[tie.start] and 0 < tie.share <= 1
        assert tie.k == sum(type_ == tie.start and tie.end in ends for type_, ends in rows)
    measures = [found.density, found.density_any, found.across_types, found.across_sectors, found.reciprocity]
    assert all(one is None or 0 <= one <= 1 for one in [*measures, *found.between.values()])
    if found.density is not None and found.density_any is not None:
        assert found.density <= found.density_any
    if found.across_sectors is not None and found.across_types is not None:
        assert found.across_sectors <= found.across_types
    same = compare(found, found)
    assert same.gained == same.lost == () and (same.density is None) == (len(found.n) < 2)
    turned = contacts(frame.iloc[::-1])
    assert (turned.types, turned.n, turned.between) == (found.types, found.n, found.between)
    assert all(network_words(found, LABELS, language) for language in LANGUAGES)


@given(st.permutations([REGION, STATE, BUSINESS]))
def test_what_a_type_is_called_does_not_matter(names: list[str]) -> None:
    other = dict(zip([REGION, STATE, BUSINESS], names, strict=True))
    frame = line()
    turned = frame.assign(
        actor_type=[other[one] for one in frame["actor_type"]],
        named=[[other[end] for end in ends] for ends in frame["named"]],
    )
    found, again = contacts(frame), contacts(turned)
    assert isinstance(again, Network) and again.density == found.density and again.reciprocity == found.reciprocity
    assert again.between == {other[one]: share for one, share in found.between.items()}


def test_the_exercise_asks_of_the_actor_types_of_the_series() -> None:
    exercise = CONTENT.exercises["E1.7"]
    options = exercise.find("named").options
    assert [(one.id, one.label, one.help) for one in options] == [
        (one.id, one.label, one.help) for one in CONTENT.series.actor_types
    ]
    assert exercise.minutes == 4 and exercise.find("people").check(UNKNOWN) == UNKNOWN


def test_the_answers_of_the_exercise_become_a_row_each() -> None:
    common = {
        "exercise": "E1.7",
        "round": 1,
        "counted": True,
        "answered": True,
        "room": "r",
        "level": "individual",
        "run": 1,
    }
    rows = [
        ("a", BUSINESS, "named", [REGION]), ("a", BUSINESS, "people", 3), ("b", REGION, "people", UNKNOWN),
        ("c", None, "people", 0), ("d", STATE, "missing", "A role"),
    ]  # fmt: skip
    frame = pd.DataFrame(
        [common | dict(zip(("respondent", "actor_type", "item", "value"), row, strict=True)) for row in rows]
    )
    found = contact_answers(frame).set_index("respondent")
    assert list(found.index) == ["a", "b", "c"]
    assert found.loc["a"].tolist() == [BUSINESS, [REGION], 3]
    assert found.loc["b", "named"] == [] and pd.isna(found.loc["b", "people"])
    assert pd.isna(found.loc["c", "actor_type"]) and found.loc["c", "people"] == 0
    assert contact_answers(frame, round_=2).empty and contacts(contact_answers(frame, round_=2)).types == ()
