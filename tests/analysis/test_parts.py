"""A million rows and a room give the same pictures."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.counted import counted
from samhandling.analysis.frame import answers_frame, in_the_picture, people_frame
from samhandling.analysis.groups import Split
from samhandling.analysis.parts import ONE_OF, counted_from, counts, parts, read, written
from samhandling.analysis.summaries import picture
from samhandling.content.exercise import LEVELS
from samhandling.content.language import LANGUAGES
from tests.answered import CONTENT, EXERCISE, SERIES, room

SPLITS: tuple[Split, ...] = ("actor_type", "table")


def both_ways(rows: list, persons: list, level: str, language: str) -> tuple[dict, dict]:
    frame, people = answers_frame(rows, CONTENT), people_frame(persons, CONTENT)
    long = parts(frame, CONTENT)
    splits = SPLITS if level == "individual" else ()
    shown = in_the_picture(frame)
    groups = {split: counts(long, split) for split in splits}
    for table in groups.values():
        assert table["n"].sum() == len(long)
    drawn = [
        picture(EXERCISE, one, people, round=1, level=level, language=language, actor_types=SERIES.actor_types)
        for one in (
            counted(EXERCISE, frame, None, splits),
            counted_from(EXERCISE, counts(long), groups, shown),
        )
    ]
    for one in drawn:  # what came late, and the run, are the room's own to tell
        del one["late"], one["run"]
    return drawn[0], drawn[1]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), people=st.integers(0, 40), level=st.sampled_from(LEVELS))
def test_a_long_table_gives_the_same_picture_as_a_room(seed: int, people: int, level: str) -> None:
    persons, rows = room(people, seed=seed)
    for language in LANGUAGES:
        one, other = both_ways(rows, persons, level, language)
        assert one == other


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), people=st.integers(1, 30), cut=st.integers(1, 29))
def test_tables_of_parts_of_the_people_add_up(seed: int, people: int, cut: int) -> None:
    _, rows = room(people, seed=seed)
    long = parts(answers_frame(rows, CONTENT), CONTENT)
    # what parts no respondent may be counted by itself, and added
    mine = long["respondent"].le(f"p{cut:03}")
    keys = ["meeting", "exercise", "round", "level", "item", "part", "answer", "simulated", "section"]
    whole = counts(long)
    summed = pd.concat([counts(long[mine]), counts(long[~mine])], ignore_index=True)
    added = summed.groupby(keys, observed=True, dropna=False)[[*ONE_OF, "n"]].sum()
    expected = whole.groupby(keys, observed=True, dropna=False)[[*ONE_OF, "n"]].sum()
    pd.testing.assert_frame_equal(added.sort_index(), expected.sort_index(), check_dtype=False)


def test_each_row_of_a_matrix_is_a_row_and_text_is_kept() -> None:
    _, rows = room(12)
    frame = answers_frame(rows, CONTENT)
    long = parts(frame, CONTENT)
    shown = in_the_picture(frame)
    matrix = long[long["item"].eq("rows") & long["level"].eq("individual")]
    given = shown[shown["item"].eq("rows") & shown["level"].eq("individual")]
    assert len(matrix) == sum(len(value) for value in given["value"])
    assert matrix["answers"].sum() == len(given)
    home = long[long["item"].eq("home") & long["level"].eq("individual")]
    assert list(home["text"]) == list(shown.loc[shown["item"].eq("home") & shown["level"].eq("individual"), "value"])
    assert home["answer"].isna().all()
    scale = long[long["item"].eq("step")]
    assert (scale["number"].notna() == scale["answer"].ne("unknown")).all()


def test_respondents_are_counted_once() -> None:
    persons, rows = room(20, seed=3)
    long = parts(answers_frame(rows, CONTENT), CONTENT)
    alone = long[long["level"].eq("individual")]
    assert alone["in_exercise"].sum() == alone["respondent"].nunique() <= len(persons)
    assert alone["in_meeting"].sum() == alone["respondent"].nunique()
    assert long["answers"].sum() == long["id"].nunique()


@pytest.mark.parametrize(("kind", "value"), [("scale", 3), ("number", 37.5), ("choice", "a"), ("scale", "unknown")])
def test_a_value_is_read_as_it_was_written(kind: str, value: object) -> None:
    assert read(kind, written(value)) == value


def test_nothing_answered_is_an_empty_table() -> None:
    long = parts(answers_frame([], CONTENT), CONTENT)
    assert len(long) == 0
    assert len(counts(long)) == 0
    assert counted_from(EXERCISE, counts(long), {}).levels == {}
