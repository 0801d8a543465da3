"""The gate attacked: by sums and differences, by linear programming, and by what stands in the files."""

from collections import Counter, defaultdict
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space
from scipy.optimize import linprog

from samhandling.analysis.counted import known
from samhandling.analysis.disclosure import MINIMUM, suppress
from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.analysis.groups import SPLITS, group_ids, groups_present
from samhandling.analysis.protection import protected
from samhandling.analysis.selection import GROUPS, singles_out, told
from samhandling.analysis.summaries import results
from samhandling.report.follow_up import Look, follow_up
from samhandling.report.material import Material
from samhandling.report.sections.apart import shown_of
from samhandling.report.tidy import tidy
from tests.answered import ACTOR_TYPES, CONTENT, EXERCISE, SERIES, answer, person
from tests.conftest import ROOT

quickly = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

# --- tables of two ways ---------------------------------------------------------------------------------------------

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=5)
)


def most(table: np.ndarray, shown: pd.DataFrame, at: tuple[int, int]) -> float:
    """The most people that can be in a cell, for one who knows the shown cells and every total of five or more that
    does not give another away; each line written out on its own, unlike in the code that is attacked."""
    height, width = table.shape
    places = [(r, c) for r in range(height) for c in range(width)]
    lines, totals = [[1.0] * len(places)], [float(table.sum())]
    for r, c in places:
        if not pd.isna(shown.iat[r, c]):
            lines.append([float(place == (r, c)) for place in places])
            totals.append(float(shown.iat[r, c]))
    hidden = suppress(dict(enumerate(table.sum(axis=1).tolist())))
    for r in set(range(height)) - hidden:
        lines.append([float(place[0] == r) for place in places])
        totals.append(float(table[r].sum()))
    hidden = suppress(dict(enumerate(table.sum(axis=0).tolist())))
    for c in set(range(width)) - hidden:
        lines.append([float(place[1] == c) for place in places])
        totals.append(float(table[:, c].sum()))
    found = linprog([-float(place == at) for place in places], A_eq=lines, b_eq=totals, method="highs")
    return float(-found.fun)


@quickly
@given(TABLES)
def test_no_hidden_cell_is_known_to_be_small(rows: list[list[int]]) -> None:
    table = np.array(rows)
    shown = protected(pd.DataFrame(table))
    for (r, c), n in np.ndenumerate(table):
        if n < MINIMUM:
            assert pd.isna(shown.iat[r, c])
        else:
            assert pd.isna(shown.iat[r, c]) or shown.iat[r, c] == n
        if 0 < n < MINIMUM and table.sum() >= MINIMUM:
            assert most(table, shown, (r, c)) > MINIMUM - 1e-4


@quickly
@given(TABLES)
def test_rows_of_answers_are_shown_whole_and_the_rest_is_a_group_of_its_own(rows: list[list[int]]) -> None:
    table = pd.DataFrame(rows)
    shown = protected(table, answers=True)
    whole = shown.notna().all(axis=1)
    assert (shown.notna().any(axis=1) == whole).all()
    assert (table[whole].sum(axis=1) >= MINIMUM).all()
    rest = table[~whole].sum(axis=1)
    if whole.any() and rest.sum():
        assert rest.sum() >= MINIMUM
        assert (rest > 0).sum() > 1


def test_a_room_of_twenty_five_still_sees_something() -> None:
    """Nothing is hidden that need not be: two small cells in a row hold each other up."""
    table = pd.DataFrame({"1": [7, 6, 1], "2": [6, 5, 5]}, index=["business", "education", "state"])
    shown = protected(table)
    assert shown.notna().to_numpy().tolist() == [[True, True], [False, False], [False, False]]
    answers = pd.DataFrame({"1": [1, 2], "2": [8, 0], "3": [3, 7]}, index=["business", "education"])
    assert protected(answers, answers=True).notna().all(axis=None)


def test_an_agreed_group_is_shown_and_a_small_or_empty_one_is_not() -> None:
    table = pd.DataFrame({"yes": [6, 2, 0, 8], "no": [0, 3, 0, 4]}, index=["agreed", "mixed", "empty", "many"])
    shown = protected(table, answers=True)
    assert shown.loc["agreed"].tolist() == [6, 0]
    assert shown.loc["empty"].isna().all()


def test_without_totals_only_the_small_is_hidden() -> None:
    table = pd.DataFrame([[9, 2], [8, 7]])
    assert protected(table, margins_known=False).isna().to_numpy().tolist() == [[False, True], [False, False]]
    assert protected(table).notna().to_numpy().sum() == 0


@pytest.mark.parametrize("broken", [[[1, -1]], [[1.5, 2]], [[None, 2]]])
def test_what_is_no_count_is_refused(broken: list[list[Any]]) -> None:
    with pytest.raises(ValueError, match="counts"):
        protected(pd.DataFrame(broken, dtype="Float64"))


# --- one group at a time --------------------------------------------------------------------------------------------

WHO = st.tuples(
    st.sampled_from(("a", "b", "c", None)), st.sampled_from(("1280", "1281", None)), st.sampled_from((1, 2, 3, None))
)


def people_of(who: list[tuple[str | None, str | None, int | None]]) -> pd.DataFrame:
    return pd.DataFrame([(f"p{n}", *one) for n, one in enumerate(who)], columns=["participant", *GROUPS], dtype=object)


def lines_of(people: pd.DataFrame) -> np.ndarray:
    """Who of the rows of `people` everyone is, and each group that is told."""
    given = people.astype(object).where(people.notna(), "none").astype(str)
    groups = [given[split].eq(group) for split in GROUPS for group in told(people, split)]
    return np.array([np.ones(len(people), dtype=bool), *groups])


def found_by_sums(groups: np.ndarray, owners: list[str]) -> set[str] | None:
    """One to four people whose answers some combination of the groups' answers is about, with any weights.

    They are found by leaving them out: if the groups then tell of less (have a lower rank), they told of them.
    """
    persons = sorted(set(owners))
    alike: dict[bytes, list[str]] = defaultdict(list)
    for one in persons:
        alike[groups[:, [owner == one for owner in owners]].tobytes()].append(one)
    rank = np.linalg.matrix_rank(groups.astype(float))
    few = [some for some in alike.values() if len(some) < MINIMUM]
    for k in range(1, MINIMUM):
        for kinds in combinations(few, k):
            some = {one for kind in kinds for one in kind}
            rest = groups[:, [owner not in some for owner in owners]].astype(float)
            if len(some) < MINIMUM and (not rest.size or np.linalg.matrix_rank(rest) < rank):
                return some
    return None


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WHO, min_size=5, max_size=18))
def test_no_groups_of_one_meeting_single_out_a_few(who: list[tuple[str | None, str | None, int | None]]) -> None:
    people = people_of(who)
    assert found_by_sums(lines_of(people), people["participant"].tolist()) is None


def test_a_table_that_is_an_actor_type_but_for_one_is_not_told() -> None:
    people = people_of([("a", None, 1)] * 5 + [("a", None, 2)] + [("b", None, 2)] * 9)
    assert told(people, "actor_type") == {"a", "b"}
    assert told(people, "table") == set()
    alike = people_of([("a", None, 1)] * 6 + [("b", None, 2)] * 9)
    assert told(alike, "table") == {"1", "2"}


WEIGHTS = np.array(
    [
        np.eye(7)[list(some)].T @ weights
        for k in range(1, MINIMUM)
        for some in combinations(range(7), k)
        for weights in product((1, -1, 2, -2), repeat=k)
    ]
)
"""All ways in which answers of one to four out of seven people can be added up, counted once or twice."""


@settings(deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=4))
def test_singling_out_is_found_where_it_is(rows: list[list[bool]]) -> None:
    groups = np.array(rows)
    beyond = null_space(groups.astype(float))
    assert singles_out(groups) == bool((np.abs(WEIGHTS @ beyond).max(axis=1, initial=0) < 1e-9).any())


# --- what is published today ----------------------------------------------------------------------------------------

POINTS = (1, 2, 3, 4, "unknown")
ROOMS = st.lists(
    st.tuples(
        st.sampled_from((*ACTOR_TYPES, None)), st.sampled_from(("1280", "1281", None)),
        st.sampled_from((1, 2, 3, None)), st.sampled_from((*POINTS, None)), st.booleans(),
    ),
    min_size=1, max_size=40,
)  # fmt: skip
Frames = tuple[pd.DataFrame, pd.DataFrame]


def played(who: list[tuple[Any, ...]]) -> Frames:
    """People who answer one question, some of them not, and some of them again once the picture was shown."""
    persons, rows = [], []
    for n, (actor_type, municipality, table, value, again) in enumerate(who):
        persons.append(person(n, actor_type, table, municipality=municipality))
        if value is not None:
            rows.append(answer(persons[-1], "step", value, len(rows) + 1))
        if again:
            rows.append(answer(persons[-1], "step", 1, len(rows) + 1, late=True, counted=False))
    return answers_frame(rows, CONTENT), people_frame(persons, CONTENT)


def demo() -> Frames:
    """The first meeting of the simulated series, its first scale taken as the step."""
    table = pd.read_csv(ROOT / "datasets" / "demo_answers.csv", dtype=str)
    table = table[table["meeting"].eq("1_local_needs") & table["exercise"].eq("E1.5") & table["item"].eq("i1")]
    persons, rows = [], []
    for n, one in enumerate(table.itertuples(index=False)):
        persons.append(person(n, one.actor_type, int(one.table), municipality=str(one.municipality)))
        value = one.value if one.value == "unknown" else min(4, int(one.value))
        rows.append(answer(persons[-1], "step", value, n + 1))
    return answers_frame(rows, CONTENT), people_frame(persons, CONTENT)


def picture(frames: Frames) -> dict[str, Any]:
    frame, people = frames
    return results(
        EXERCISE, frame, people, round=1, level="individual", language="sv", state="revealed", run=None,
        actor_types=SERIES.actor_types, splits=SPLITS,
    )  # fmt: skip


def known_answers(frames: Frames) -> pd.DataFrame:
    frame, _ = frames
    rows = frame[frame["counted"] & frame["answered"] & frame["item"].eq("step")]
    return rows[rows["value"].ne("unknown")]


def no_group_is_given_away(frames: Frames) -> None:
    """From each split's groups and the total: nobody small is shown, nor known from what is left."""
    known = known_answers(frames)
    step = next(one for one in picture(frames)["items"] if one["item"] == "step")
    for split in SPLITS:
        sizes = Counter(known[split].astype(object).where(known[split].notna(), "none").astype(str))
        groups = step["groups"][split]
        shown = {one["id"]: one for one in groups if not one["suppressed"]}
        assert all(one["n"] == sizes[one["id"]] >= MINIMUM for one in shown.values())
        assert all(one["n"] is None and one["quantiles"] is None for one in groups if one["suppressed"])
        hidden = {group: n for group, n in sizes.items() if group not in shown}
        if shown and hidden:
            assert sum(hidden.values()) >= MINIMUM
            assert len(hidden) > 1
    if len(known) < MINIMUM:
        assert not any(one["n"] for one in step["counts"])
        assert step["quantiles"] is None


def no_small_group_is_solved(frames: Frames) -> None:
    """By linear programming over the total and the quartiles of the groups of one split: what did a hidden group say?

    It is pinned only where everyone left of the total, five people or more, said the same, or not at all.
    """
    rows = known_answers(frames)
    step = next(one for one in picture(frames)["items"] if one["item"] == "step")
    total = {one["value"]: one["n"] for one in step["counts"]}
    if not total:
        return
    for split in SPLITS:
        ids = rows[split].astype(object).where(rows[split].notna(), "none").astype(str)
        truth = Counter(zip(ids, rows["value"], strict=True))
        sizes = Counter(ids)
        shown = {one["id"]: one for one in step["groups"][split] if not one["suppressed"]}
        cells = [(group, value) for group in sizes for value in total]
        lines: list[list[float]] = [[float(v == value) for _, v in cells] for value in total]
        sums: list[float] = [float(n) for n in total.values()]
        # the sizes of the small groups too: who is there is seen in the room
        lines += [[float(g == group) for g, _ in cells] for group in sizes]
        sums += [float(n) for n in sizes.values()]
        # at most so many below each quartile, and at least so many up to it
        most_: list[list[float]] = []
        least: list[float] = []
        for group, one in shown.items():
            for share, name in ((0.25, "q25"), (0.5, "median"), (0.75, "q75")):
                at = one["quantiles"][name]
                most_.append([float(g == group and v < at) for g, v in cells])
                least.append(share * one["n"])
                most_.append([-float(g == group and v <= at) for g, v in cells])
                least.append(-share * one["n"])
        for group, n in sizes.items():
            if n >= MINIMUM or group in shown:
                continue
            for value in total:
                aim = [float(cell == (group, value)) for cell in cells]
                asked = {"A_eq": lines, "b_eq": sums, "A_ub": most_ or None, "b_ub": least or None, "method": "highs"}
                low, high = linprog(aim, **asked), linprog([-one for one in aim], **asked)
                assert low.fun - 1e-6 <= truth[group, value] <= -high.fun + 1e-6
                if -high.fun - low.fun < 1e-6:
                    rest = sum(truth[one, value] for one in sizes if one not in shown)
                    everyone = sum(size for one, size in sizes.items() if one not in shown)
                    assert rest in (0, everyone)


@quickly
@given(ROOMS)
def test_the_results_give_no_group_away_in_any_split(who: list[tuple[Any, ...]]) -> None:
    no_group_is_given_away(played(who))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(ROOMS)
def test_no_small_group_is_solved_from_one_split(who: list[tuple[Any, ...]]) -> None:
    no_small_group_is_solved(played(who))


def test_the_simulated_series_gives_no_group_away() -> None:
    no_group_is_given_away(demo())
    no_small_group_is_solved(demo())


@quickly
@given(ROOMS)
def test_answers_after_the_picture_was_shown_cannot_be_had_by_asking_twice(who: list[tuple[Any, ...]]) -> None:
    before = [(*one[:4], False) for one in who]
    first, second = picture(played(before)), picture(played(who))
    assert first["items"] == second["items"]


@pytest.mark.parametrize("split", SPLITS)
@quickly
@given(ROOMS)
def test_the_follow_up_says_nothing_more_of_small_groups(split: Any, who: list[tuple[Any, ...]]) -> None:
    frame, people = played(who)
    here = people.assign(room="KLIPPA", meeting=SERIES.meetings[0].id, date=pd.Timestamp("2026-03-04"))
    found = follow_up(Material(CONTENT, frame, here), Look(room="KLIPPA", split=split), "sv")
    blocks = {block["id"]: block for section in found["sections"] for block in section["blocks"]}
    for name, block in blocks.items():
        if name == "response-groups" or name.endswith(f"-{split}"):
            assert all(row[1] == "färre än 5" or row[1] >= MINIMUM for row in block["table"]["rows"])
    rates = [row for row in blocks["response-groups"]["table"]["rows"] if row[1] != "färre än 5"]
    rest = len(people) - sum(of for _, _, of, _ in rates)
    assert not rates or rest == 0 or rest >= MINIMUM


@quickly
@given(ROOMS)
def test_the_splits_of_a_follow_up_together_single_nobody_out(who: list[tuple[Any, ...]]) -> None:
    frame, people = played(who)
    here = people.assign(room="KLIPPA", meeting=SERIES.meetings[0].id, date=pd.Timestamp("2026-03-04"))
    material = Material(CONTENT, frame, here)
    shown: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for split in SPLITS:
        labels = groups_present(people, split, CONTENT.series.actor_types, "sv", CONTENT.municipalities)
        ids = {label: one for one, label in labels.items()}
        for section in follow_up(material, Look(room="KLIPPA", split=split), "sv")["sections"][1:]:
            for block in section["blocks"]:
                if block["id"].endswith(f"-{split}"):
                    rows = [row for row in block["table"]["rows"] if row[1] != "färre än 5"]
                    shown[block["id"].removesuffix(f"-{split}")] += [(split, ids[row[0]]) for row in rows]
    answered = material.shown[material.shown["level"].eq("individual")]
    for block, groups in shown.items():
        mine = answered[answered["item"].eq(block.removeprefix("E99-1-individual-"))]
        mine = known(mine)
        lines = [np.ones(len(mine), dtype=bool)]
        lines += [np.array([one == group for one in group_ids(mine[split])]) for split, group in groups]
        assert not singles_out(np.array(lines)), (block, groups)


ALIKE = [
    *[("region", "1280", 2, 1, False)] * 2, ("region", "1280", 3, 1, False), *[("region", "1280", None, 1, False)] * 2,
    ("utbildning", "1280", 1, 1, False), ("utbildning", "1280", 2, 1, False),
    *[("utbildning", "1280", None, 1, False)] * 3,
    ("naringsliv", "1280", 1, 1, False), *[("ideell", "1280", 1, 1, False)] * 2, (None, "1280", 3, 1, False),
]  # fmt: skip
"""Two actor types of five each, of which the gate can show one only: the same one in every view."""


@example(ALIKE)
@quickly
@given(ROOMS)
def test_what_a_group_answered_is_shown_only_where_the_rest_is_large(who: list[tuple[Any, ...]]) -> None:
    frame, people = played(who)
    here = people.assign(room="KLIPPA", meeting=SERIES.meetings[0].id, date=pd.Timestamp("2026-03-04"))
    material = Material(CONTENT, frame, here)
    whole = follow_up(material, Look(room="KLIPPA"), "sv")
    chosen = whole["groups"]
    everyone = known(material.shown)
    lines = [np.ones(len(everyone), dtype=bool)]
    for one in chosen:
        shown = follow_up(material, Look(room="KLIPPA", only=(one["split"], one["id"])), "sv")
        steps = [block for section in shown["sections"] for block in section["blocks"]]
        assert {block["id"] for block in steps} <= {"E99-1-individual-step"}
        if steps:
            mine = np.array([group == one["id"] for group in group_ids(everyone[one["split"]])])
            assert steps[0]["n"] == mine.sum() >= MINIMUM
            lines.append(mine)
    # and the splits beside it, a click away
    blocks = {block["id"]: block for section in whole["sections"] for block in section["blocks"]}
    labels = groups_present(people, "actor_type", CONTENT.series.actor_types, "sv")
    for row in blocks.get("E99-1-individual-step-actor_type", {"table": {"rows": []}})["table"]["rows"]:
        if row[1] != "färre än 5":
            group = next(one for one, label in labels.items() if label == row[0])
            lines.append(np.array([one == group for one in group_ids(everyone["actor_type"])]))
    assert len(everyone) < MINIMUM or found_by_sums(np.array(lines), everyone["participant"].tolist()) is None


def test_a_row_that_few_answered_keeps_a_group_from_being_shown() -> None:
    """Six of a type and six others answered; but one row of the matrix only two of the others."""
    persons = [person(n, "region" if n < 6 else "ideell", 1 + n % 2) for n in range(12)]
    rows = [answer(one, "rows", {"a": 2, "b": 3} if n < 8 else {"a": 2}, n + 1) for n, one in enumerate(persons)]
    here = people_frame(persons, CONTENT).assign(room="KLIPPA", meeting=SERIES.meetings[0].id, date=pd.NaT)
    material = Material(CONTENT, answers_frame(rows, CONTENT), here)
    assert shown_of(material, EXERCISE, 1, "actor_type", "region") == set()
    whole = [answer(one, "rows", {"a": 2}, n + 1) for n, one in enumerate(persons)]
    material = Material(CONTENT, answers_frame(whole, CONTENT), here)
    assert shown_of(material, EXERCISE, 1, "actor_type", "region") == {"rows"}


# --- the files ------------------------------------------------------------------------------------------------------

Row = dict[str, Any]


def no_one_stands_out(rows: list[Row]) -> None:
    """Everyone shares all that the file says of who they are with four others, or the file has fewer than five."""
    about: dict[str, set[Any]] = defaultdict(set)
    for row in rows:
        if row["level"] == "individual":
            about[row["participant"]] |= {
                ("actor_type", row["actor_type"]), ("municipality", row["municipality"]),
                ("seat", row["room"], row["table"]),
            }  # fmt: skip
        else:
            assert row["participant"] is None
            assert row["actor_type"] is None
            assert row["municipality"] is None
    alike = Counter(frozenset(one) for one in about.values())
    assert len(about) < MINIMUM or all(n >= MINIMUM for n in alike.values())
    if len(about) < MINIMUM:
        assert len(alike) < 2


@quickly
@given(ROOMS)
def test_no_one_stands_out_in_the_file_by_profile_and_seat(who: list[tuple[Any, ...]]) -> None:
    no_one_stands_out(tidy(played([(*one[:3], one[3] or 2, one[4]) for one in who])[0], CONTENT))


def test_no_one_stands_out_in_the_simulated_series() -> None:
    no_one_stands_out(tidy(demo()[0], CONTENT))


def test_whoever_wrote_a_joint_answer_is_not_in_the_file() -> None:
    """Or the one who typed for a table would be known to sit there, and with them what they answered alone."""
    persons = [person(n, "region", 1) for n in range(6)]
    rows = [answer(one, "step", 2, n + 1) for n, one in enumerate(persons)]
    rows.append(answer(persons[0], "step", 3, 7, level="table"))
    rows.append(answer(persons[0], "step", 3, 8, level="plenary"))
    frame = answers_frame(rows, CONTENT)
    no_one_stands_out(tidy(frame, CONTENT))
    assert [row["respondent"] for row in tidy(frame, CONTENT)[-2:]] == ["table:1", "room"]
    assert tidy(frame, CONTENT, full=True)[-1]["participant"] == "p000"
