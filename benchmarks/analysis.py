"""All the pictures of a report from many answers, beside the bare group-bys of pandas that they cannot do without.

The answers are synthetic, to the exercises of the series, in the shape of `samhandling.analysis.parts`.
"""

import argparse
import ctypes
import gc
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import psutil
from table import report

from samhandling.analysis.counted import gate_rows
from samhandling.analysis.partitioned import counts_of_partitions, write_parquet
from samhandling.analysis.parts import counted_from, counts, written
from samhandling.analysis.summaries import picture
from samhandling.content.exercise import LEVELS
from samhandling.content.kinds import UNKNOWN
from samhandling.content.reading import Content

MEDIANS = ("scale", "ladder", "matrix", "number")
KINDS = (*MEDIANS, "choice", "agree")
AT_A_MEETING = 60
T = TypeVar("T")
Medians = dict[tuple[str, ...], float]


def questions(content: Content) -> pd.DataFrame:
    """One row for each part of the items that are answered: where it stands, and the answers it may have."""
    meeting = {step.exercise: one.id for one in reversed(content.series.meetings) for step in one.agenda}
    rows = []
    for exercise in content.exercises.values():
        section = {item: row for row, items in gate_rows(exercise).items() for item in items}
        for item in exercise.items:
            if item.kind in KINDS and not item.retired:
                values = [written(one) for one in answers(item)] + [UNKNOWN] * getattr(item, "unknown", False)
                things = {"matrix": "rows", "agree": "statements"}.get(item.kind)
                for part in [one.id for one in getattr(item, things)] if things else [""]:
                    where = {"meeting": meeting.get(exercise.id, content.series.meetings[0].id)}
                    where |= {"exercise": exercise.id, "item": item.id, "part": part, "kind": item.kind}
                    rows.append(where | {"section": section.get(item.id), "values": values})
    return pd.DataFrame(rows)


def answers(item: Any) -> list[Any]:
    match item.kind:
        case "number":
            return list(np.arange(item.low, item.high + item.step / 2, item.step).tolist())
        case "choice":
            return [one.id for one in item.options]
        case "agree":
            return [-1, 0, 1]
        case _:
            return [point.value for point in item.points]


def answered(content: Content, rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """So many answers in the long, and the people who gave them; nine in ten answer each question."""
    random, asked = np.random.default_rng(1), questions(content)
    n = -(-rows * 11 // (len(asked) * 9)) + 1
    types = [one.id for one in content.series.actor_types]
    people = pd.DataFrame(
        {
            "participant": pd.array([f"p{one:07}" for one in range(n)], dtype="str"),
            "actor_type": pd.Categorical.from_codes(random.integers(-1, len(types), n), types),
            "municipality": pd.array([None] * n, dtype="str"),
            "table": pd.array(np.arange(n) % AT_A_MEETING // 6 + 1, dtype="Int64"),
            "simulated": np.zeros(n, dtype=bool),
        }
    )
    present = random.random((n, len(asked))) < 0.9
    known_answers = sorted({one for values in asked["values"] for one in values})
    code = {one: at for at, one in enumerate(known_answers)}
    given = np.column_stack([random.choice([code[one] for one in values], n) for values in asked["values"]])
    known = present & (given != code.get(UNKNOWN, -1)) & asked["section"].notna().to_numpy()
    who, what = (at[:rows] for at in np.nonzero(present))
    columns: dict[str, Any] = {
        name: pd.Categorical(asked[name])[what] for name in ("meeting", "exercise", "item", "part", "kind", "section")
    }
    answer = pd.Categorical.from_codes(given[who, what], known_answers)
    numbers = pd.to_numeric(pd.Series(known_answers), errors="coerce").to_numpy()[answer.codes]
    one_of = {
        "answers": first(present, asked["exercise"] + " " + asked["item"]),
        "in_section": first(known, asked["exercise"] + " " + asked["section"].fillna("")),
        "in_exercise": first(present, asked["exercise"]),
        "in_meeting": first(present, asked["meeting"]),
    }
    room = pd.Categorical(who // AT_A_MEETING)
    long = pd.DataFrame(
        {
            "id": pd.array(np.arange(rows).astype("str"), dtype="str"),
            "room": room.rename_categories(lambda one: f"R{one:06}"),
            "participant": people["participant"].to_numpy()[who], "respondent": people["participant"].to_numpy()[who],
            "municipality": pd.Categorical([None] * rows), "seq": np.arange(rows), "exercise_version": 1, "round": 1,
            "run": 1, "late": False, "simulated": False, "paper": False,
            "date": pd.Timestamp("2026-03-04").as_unit("us"),
            "level": pd.Categorical.from_codes(np.zeros(rows, dtype="int8"), list(LEVELS), ordered=True),
            "actor_type": people["actor_type"].array[who], "table": people["table"].array[who],
            "received_at": pd.Timestamp("2026-03-04T10:00", tz="UTC").as_unit("us"),
            **columns, "answer": answer,
            "number": np.where(asked["kind"].ne("choice").to_numpy()[what], numbers, np.nan),
            "text": pd.array([None] * rows, dtype="str"),
            **{name: ones[who, what].astype("int8") for name, ones in one_of.items()},
        }
    )  # fmt: skip
    return long, people.iloc[: who.max() + 1]


def first(given: np.ndarray, group: pd.Series) -> np.ndarray:
    """Where each row has its first True of each group of columns."""
    found = np.zeros_like(given)
    for at in group.groupby(group).indices.values():
        column = at[given[:, at].argmax(axis=1)]
        found[np.arange(len(given)), column] = given[np.arange(len(given)), column]
    return found


def bare(long: pd.DataFrame) -> tuple[Medians, dict[str, int]]:
    """The group-bys of a report in pandas: medians by question, and by actor type, and respondents by exercise."""
    question = ["exercise", "item", "part"]
    grouped = {"observed": True, "dropna": False, "sort": False}
    for by in ([*question, "answer"], [*question, "answer", "actor_type"]):
        long.groupby(by, **grouped).size()
    rated = long[long["number"].notna() & long["kind"].ne("agree")]
    medians = rated.groupby(question, **grouped)["number"].median().to_dict()
    split = rated[rated["kind"].ne("matrix")].groupby([*question, "actor_type"], **grouped)["number"].median()
    medians |= {key: value for key, value in split.to_dict().items() if isinstance(key[-1], str)}
    respondents = long.drop_duplicates(["exercise", "room", "respondent"]).groupby("exercise", **grouped).size()
    return medians, respondents.to_dict()


def ours(long: pd.DataFrame, people: pd.DataFrame, content: Content) -> list[dict[str, Any]]:
    """The picture of every exercise, in total and by actor type."""
    return pictures(counts(long), counts(long, "actor_type"), people, content)


def pictures(total: pd.DataFrame, split: pd.DataFrame, people: pd.DataFrame, content: Content) -> list[dict[str, Any]]:
    drawn = []
    for exercise in content.exercises.values():
        mine, by = (table[table["exercise"].eq(exercise.id)] for table in (total, split))
        if len(mine):
            made = counted_from(exercise, mine, {"actor_type": by})
            types = content.series.actor_types
            drawn.append(picture(exercise, made, people, round=1, level="individual", language="sv", actor_types=types))
    return drawn


def agree(drawn: list[dict[str, Any]], medians: Medians, respondents: Mapping[str, int]) -> int:
    """How many medians are shown, all the same as the bare ones; raises AssertionError where one is not."""
    shown: Medians = {}
    for one in drawn:
        for item in one["items"]:
            key = (one["exercise"], item["item"])
            some = {("",): item, **{("", group["id"]): group for group in item["groups"].get("actor_type", [])}}
            some |= {(row["row"],): row for row in item["rows"]}
            shown |= {(*key, *at): it["quantiles"]["median"] for at, it in some.items() if it.get("quantiles")}
    shown = {key: value for key, value in shown.items() if key[-1] != "none"}
    wrong = {key: (value, medians.get(key)) for key, value in shown.items() if value != medians.get(key)}
    assert not wrong, wrong
    assert {one["exercise"]: one["n"] for one in drawn} == dict(respondents)
    assert shown
    return len(shown)


@contextmanager
def peak() -> Any:
    """The most memory that came in use, in MB above what was; read every 5 ms."""
    gc.collect()
    if sys.platform == "linux":  # or what is freed but kept would hide what is used
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    process, done, found = psutil.Process(), threading.Event(), [0.0]
    before = process.memory_info().rss

    def look() -> None:
        while not done.wait(0.005):
            found[0] = max(found[0], (process.memory_info().rss - before) / 1e6)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        done.set()
        watcher.join()


def timed(make: Callable[..., T], *given: Any) -> tuple[T, float, float]:
    """What is made, and the seconds and the memory it took."""
    with peak() as found:
        began = time.perf_counter()
        made = make(*given)
        seconds = time.perf_counter() - began
    return made, seconds, found[0]


def better(best: tuple[float, float], seconds: float, memory: float) -> tuple[float, float]:
    """The least time of all runs, and the most memory."""
    return min(best[0], seconds), max(best[1], memory)


def in_partitions(long: pd.DataFrame, people: pd.DataFrame, content: Content) -> tuple[list[dict[str, Any]], float]:
    """The pictures from partitioned Parquet by two workers, and the seconds from the files to the pictures."""
    from distributed import Client, LocalCluster

    with tempfile.TemporaryDirectory(prefix="samhandling-analysis-") as place:
        write_parquet(long, Path(place))
        cluster = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
        with cluster, Client(cluster):
            began = time.perf_counter()
            total, split = (counts_of_partitions(Path(place), one) for one in (None, "actor_type"))
            return pictures(total, split, people, content), time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="ten thousand answers only")
    parser.add_argument("--largest", action="store_true", help="ten million too, also in partitions")
    options = parser.parse_args()
    sizes = [10**4] if options.small else [10**4, 10**5, 10**6, *[10**7] * options.largest]
    content, rows = Content.read(), []
    for size in sizes:
        long, people = answered(content, size)
        best: dict[str, tuple[float, float]] = {}
        for _ in range(3):
            (medians, respondents), *cost = timed(bare, long)
            best["bare"] = better(best.get("bare", (np.inf, 0.0)), *cost)
            drawn, *cost = timed(ours, long, people, content)
            best["ours"] = better(best.get("ours", (np.inf, 0.0)), *cost)
        try:
            same = agree(drawn, medians, respondents)
            in_files: float | None = None
            if size == 10**7:
                drawn, in_files = in_partitions(long, people, content)
                agree(drawn, medians, respondents)
        except AssertionError as error:
            print(f"{size} answers: the results disagree: {error}")
            return 1
        rows.append(
            {
                "answers": size, "people": len(people), "bare pandas, s": best["bare"][0],
                "every picture, s": best["ours"][0], "ratio": best["ours"][0] / best["bare"][0],
                "frame, MB": long.memory_usage(deep=True).sum() / 1e6, "bare, MB more": best["bare"][1],
                "every picture, MB more": best["ours"][1], "partitions, s": in_files, "medians the same": same,
            }
        )  # fmt: skip
    print(report(rows, "best of three, in turn"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
