"""The answers in the long as they leave, for those who compute: small groups withheld, free text masked."""

import io
from pathlib import Path

import pandas as pd

from samhandling.analysis.disclosure import mask
from samhandling.analysis.parts import parts
from samhandling.content.reading import Content
from samhandling.report.profiles import shared_by_five
from samhandling.report.workbook import replace


def write_long(
    frame: pd.DataFrame, content: Content, path: Path, *, include_simulated: bool = False, full: bool = False
) -> None:
    """Write the rows of `parts` as Parquet; an existing file is replaced whole or not at all.

    Unless `full`, no more is told of who somebody is than in the tidy CSV (see `tidy`).
    """
    if not include_simulated:
        frame = frame[~frame["simulated"]]
    long = parts(frame, content)
    long["text"] = pd.array([mask(one) if isinstance(one, str) else None for one in long["text"]], dtype="str")
    if not full:
        about = pd.DataFrame(shared_by_five(frame), index=frame["id"].tolist()).reindex(long["id"].tolist())
        for name in ("participant", "actor_type", "municipality"):
            long[name] = pd.array(about[name].tolist(), dtype="str")
        long["table"] = pd.array(about["table"].tolist(), dtype="Int64")
        for name in ("actor_type", "municipality"):
            long[name] = long[name].astype("category")
    file = io.BytesIO()
    long.to_parquet(file, index=False)
    replace(path, file.getvalue())
