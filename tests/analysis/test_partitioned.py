"""Partitions, each counted by itself by workers, give the table of all of them."""

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from samhandling.analysis.frame import answers_frame
from samhandling.analysis.groups import Split
from samhandling.analysis.partitioned import NoDask, counts_of_partitions, write_parquet
from samhandling.analysis.parts import ONE_OF, counted_by, counts, parts
from samhandling.report.parquet import write_long
from tests.answered import CONTENT, room

distributed = pytest.importorskip("distributed")


def meetings(rows: int, of: int = 4) -> pd.DataFrame:
    """Some meetings of the same answers, so that there are `rows` or a few more."""
    _, given = room(40, seed=7)
    one = parts(answers_frame(given, CONTENT), CONTENT)
    times = -(-rows // len(one))
    copies = [one.assign(room=f"R{n}", meeting=f"meeting_{n % of}") for n in range(times)]
    long = pd.concat(copies, ignore_index=True)
    return long.astype({"room": "category", "meeting": "category"})


def in_order(table: pd.DataFrame, split: Split | None) -> pd.DataFrame:
    keys = counted_by(split)
    plain = table.astype(dict.fromkeys(keys, "str"))
    return plain.set_index(keys)[[*ONE_OF, "n"]].astype("int64").sort_index()


def test_two_workers_give_the_table_of_all_the_answers(tmp_path: Path) -> None:
    long = meetings(20_000)
    write_parquet(long, tmp_path / "answers")
    assert len(list((tmp_path / "answers").glob("meeting=*"))) == 4
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None)
    with cluster, distributed.Client(cluster):
        splits: tuple[Split | None, ...] = (None, "actor_type", "table")
        for split in splits:
            found = counts_of_partitions(tmp_path / "answers", split)
            assert found["n"].sum() == len(long) >= 20_000
            pd.testing.assert_frame_equal(in_order(found, split), in_order(counts(long, split), split))


def test_a_meeting_that_is_written_again_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    long = meetings(4_000)
    write_parquet(long, tmp_path)
    again = long[long["meeting"].eq("meeting_1")]
    write_parquet(again, tmp_path)
    assert counts_of_partitions(tmp_path)["n"].sum() == len(long)


def test_without_dask_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask.dataframe", None)
    with pytest.raises(NoDask, match=r"samhandling\[growth\]"):
        counts_of_partitions(tmp_path)


def test_a_folder_without_answers_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="meeting=") as refused:
        counts_of_partitions(tmp_path)
    assert str(tmp_path) in str(refused.value)


def test_an_export_is_counted_as_the_answers_are(tmp_path: Path) -> None:
    """What `samhandling export --format parquet` writes, by a cluster's workers or not, and written once more."""
    persons, rows = room(40, seed=7)
    frame = answers_frame([*rows, *_at_another_meeting(rows)], CONTENT)
    for _ in range(2):
        write_long(frame, CONTENT, tmp_path / "answers.parquet")
    assert sorted(path.name for path in (tmp_path / "answers.parquet").iterdir()) == [
        "meeting=2_meeting",
        "meeting=other",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["answers.parquet"]
    found = counts_of_partitions(tmp_path / "answers.parquet")
    whole = counts(parts(frame, CONTENT))
    pd.testing.assert_frame_equal(in_order(found, None), in_order(whole, None))
    assert len(persons) == 40


def _at_another_meeting(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    other = [row | {"id": f"{row['id']}-2", "room": "ANNAT", "meeting": "other"} for row in rows]
    return [row | {"seq": len(rows) + n} for n, row in enumerate(other, 1)]
