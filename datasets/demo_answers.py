"""The recipe of demo_answers.csv: answers of simulated participants to the questions that come back at every meeting.

Run it from any folder: ``python datasets/demo_answers.py``. It plays the series as ``samhandling simulate`` does, in a
store that is thrown away, and keeps two exercises: the statements before and after each meeting, and where we stand on
the staircase. The same content gives the same table. The columns are those of the export ``answers.csv``; what is
left out there is the answers' ids and the wordings, which stand in the codebook (``samhandling export``).
"""

import csv
import datetime as dt
import tempfile
from contextlib import closing
from pathlib import Path

from samhandling.content.reading import Content
from samhandling.report.tidy import tidy, written
from samhandling.server.exports import frames
from samhandling.server.simulation import simulate
from samhandling.store import Store

TARGET = Path(__file__).with_suffix(".csv")
PEOPLE, SEED, START = 28, 1, dt.date(2026, 2, 3)
EXERCISES = ("E1.5", "E10.2")
COLUMNS = (
    "room", "meeting", "date", "participant", "actor_type", "municipality", "table", "exercise", "exercise_version",
    "item", "kind", "level", "round", "run", "value", "received_at", "late", "counted", "current", "simulated",
)  # fmt: skip


def main() -> None:
    """Write demo_answers.csv, in the order in which the answers came."""
    content = Content.read(TARGET.parent.parent)
    with tempfile.TemporaryDirectory() as folder, closing(Store(str(Path(folder) / "demo.db"))) as store:
        simulate(content, store, PEOPLE, SEED, START)
        answers, _ = frames(store, content, None)
    kept = answers[answers["exercise"].isin(EXERCISES) & answers["level"].eq("individual")]
    # nobody is behind these answers, so that no profile needs to be withheld
    rows = tidy(kept, content, include_simulated=True, full=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_cell(written(row[column])) for column in COLUMNS] for row in rows)


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


if __name__ == "__main__":
    main()
