"""Partitions, each counted by itself by workers, give the table of all of them."""

import sys
from pathlib import Path

import pandas as pd
import pytest

from samhandling.analysis.frame import answers_frame
from samhandling.analysis.groups import Split
from samhandling.analysis.partitioned import NoDask, counts_of_partitions, write_parquet
from samhandling.analysis.parts import ONE_OF, counted_by, counts, parts
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
