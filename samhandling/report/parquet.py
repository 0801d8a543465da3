"""The answers in the long as they leave, for those who compute: small groups withheld, free text masked."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from samhandling.analysis.disclosure import mask
from samhandling.analysis.partitioned import write_parquet
from samhandling.analysis.parts import parts
from samhandling.content.reading import Content
from samhandling.report.profiles import shared_by_five


def write_long(
    frame: pd.DataFrame, content: Content, path: Path, *, include_simulated: bool = False, full: bool = False
) -> None:
    """Write the rows of `parts` as Parquet, a folder for each meeting; what is there is replaced whole or not at all.

    The folder is read as one with pandas, and counted by `counts_of_partitions` where it is one of a whole country's.
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
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as place:
        fresh, old = Path(place, "fresh"), Path(place, "old")
        write_parquet(long, fresh)
        fresh.mkdir(exist_ok=True)  # nothing answered is an empty folder
        for one in (fresh, *fresh.rglob("*")):  # people's answers, for their owner alone
            one.chmod(0o700 if one.is_dir() else 0o600)
        if path.exists():
            path.rename(old)
        try:
            fresh.rename(path)
        except OSError:
            if old.exists():
                old.rename(path)
            raise
