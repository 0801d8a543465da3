"""Answers on their way out of the server: files for the facilitator, and the follow-up's figures."""

import asyncio
import datetime as dt
from typing import Any

import pandas as pd

from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.report.follow_up import follow_up
from samhandling.report.sheets import workbook_bytes
from samhandling.report.workbook import codebook_bytes, csv_bytes
from samhandling.server.live import LiveRoom
from samhandling.server.results import tidy
from samhandling.server.workshop import Workshop, dumps
from samhandling.store import Store
from samhandling.store import answers as answers_table

EXPORTS = {
    "answers.csv": "text/csv; charset=utf-8",
    "codebook.csv": "text/csv; charset=utf-8",
    "answers.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def frames(store: Store, content: Content, rooms: list[str] | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers and the people of some rooms (all when None), as the analysis wants them."""
    rows, people = store.read(
        lambda connection: (answers_table.of_rooms(connection, rooms), answers_table.members(connection, rooms))
    )
    for row in tidy(rows):
        day = dt.datetime.fromtimestamp(row["room_created_at"] / 1000, tz=dt.UTC)
        row["date"] = day.astimezone().date().isoformat()
    return answers_frame(rows, content), people_frame(people, content)


async def export_bytes(workshop: Workshop, live: LiveRoom, name: str, *, excel: bool, simulated: bool) -> bytes:
    """One of `EXPORTS` for a room."""
    content = workshop.content

    def make() -> bytes:
        if name == "codebook.csv":
            return codebook_bytes(content, excel=excel)
        answers, people = frames(workshop.store, content, [live.code])
        if name == "answers.xlsx":
            return workbook_bytes(answers, people, content, include_simulated=simulated)
        return csv_bytes(answers, people, content, excel=excel, include_simulated=simulated)

    return await asyncio.to_thread(make)


async def follow_up_data(workshop: Workshop, live: LiveRoom, split: Any, language: Language) -> str:
    """The follow-up of a room, as JSON."""

    def make() -> str:
        answers, people = frames(workshop.store, workshop.content, [live.code])
        return dumps(follow_up(workshop.content, live.meeting, answers, people, split, language))

    return await asyncio.to_thread(make)
