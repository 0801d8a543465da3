"""The answers of a whole country, in partitions: written as Parquet by meeting, counted by Dask."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd

from samhandling.analysis.groups import Split
from samhandling.analysis.parts import ONE_OF, counted_by, counts
from samhandling.content.words import say


class NoDask(ImportError):
    """Dask is not installed: it comes with the extra `growth`."""

    def __init__(self) -> None:
        super().__init__("\n".join(say("growth", "no_dask", language) for language in ("sv", "en")))


def write_parquet(long: pd.DataFrame, folder: Path) -> None:
    """Write the answers of `parts` as Parquet, a folder `meeting=<id>` for each meeting.

    A meeting that `folder` has already is replaced; other meetings there are left as they are.
    """
    long.to_parquet(folder, partition_cols=["meeting"], index=False, existing_data_behavior="delete_matching")


def counts_of_partitions(answers: Path | Any, split: Split | None = None) -> pd.DataFrame:
    """The table of `counts` over partitioned answers: a folder of `write_parquet`, or a Dask frame of such rows.

    Each partition is counted by itself, where a Dask client says, and only the tables come together here, in no
    order of their own. Raises `NoDask` where Dask is missing, and FileNotFoundError for a folder without answers.
    """
    try:
        import dask.dataframe as dd
    except ImportError:
        raise NoDask from None
    keys = counted_by(split)
    rows: Any = answers
    if isinstance(answers, Path):
        files = sorted(answers.glob("meeting=*/*.parquet"))
        if not files:
            said = (say("growth", "nothing_there", language, folder=answers) for language in ("sv", "en"))
            raise FileNotFoundError("\n".join(said))
        columns = [name for name in (*keys, *ONE_OF) if name != "meeting"]
        made: Any = dd.from_map  # Dask has no types
        rows = made(_of_meeting, files, wanted=columns, meta=_of_meeting(files[0], columns).iloc[:0])
    rows = rows[[*keys, *ONE_OF]]
    tables = rows.map_partitions(counts, split, meta=counts(rows._meta, split)).compute()
    sums: pd.DataFrame = tables.groupby(keys, observed=True, dropna=False, sort=False)[[*ONE_OF, "n"]].sum()
    return sums.reset_index()


def _of_meeting(file: Path, wanted: list[str]) -> pd.DataFrame:
    """Some columns of the answers in one file, and the meeting, which its folder tells."""
    # each file has its own categories, which Dask's reader wants to be the same in all
    rows = pd.read_parquet(file, columns=wanted, partitioning=None)
    return rows.assign(meeting=pd.Categorical([unquote(file.parent.name.partition("=")[2])] * len(rows)))
