"""Answers on their way out of the server: files for the facilitator, and the follow-up's figures."""

import asyncio

from samhandling.content.language import Language
from samhandling.report.follow_up import Look, follow_up
from samhandling.report.material import from_store
from samhandling.report.sheets import workbook_bytes
from samhandling.report.workbook import codebook_bytes, csv_bytes, registers_bytes
from samhandling.server.api.base import No
from samhandling.server.live import LiveRoom
from samhandling.server.registers import today
from samhandling.server.workshop import Workshop, dumps

EXPORTS = {
    "answers.csv": "text/csv; charset=utf-8",
    "codebook.csv": "text/csv; charset=utf-8",
    "registers.csv": "text/csv; charset=utf-8",
    "answers.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def export_bytes(workshop: Workshop, live: LiveRoom, name: str, *, excel: bool, simulated: bool) -> bytes:
    """One of `EXPORTS` for a room."""
    content = workshop.content

    def make() -> bytes:
        if name == "codebook.csv":
            return codebook_bytes(content, excel=excel)
        if name == "registers.csv":  # what lives on is the series', not one meeting's
            entries = from_store(workshop.store, content).entries
            return registers_bytes(entries, today(), excel, include_simulated=simulated)
        material = from_store(workshop.store, content, [live.code])
        if name == "answers.xlsx":
            return workbook_bytes(material.frame, material.people, content, include_simulated=simulated)
        return csv_bytes(material.frame, content, excel=excel, include_simulated=simulated)

    return await asyncio.to_thread(make)


REPORTS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": EXPORTS["answers.xlsx"],
}


async def report_bytes(
    workshop: Workshop, rooms: list[str] | None, kind: str, language: Language, *, simulated: bool
) -> bytes:
    """The report of some rooms, or of all, in one of the formats of `REPORTS`.

    404 when there is no answer to report; 503 for a PDF that this machine cannot make.
    """

    def make() -> bytes:
        # these have heavy libraries, which a server that is asked for no report does without
        from samhandling.report.document.files import write
        from samhandling.report.pdf import NoPdf
        from samhandling.report.reports import report

        material = from_store(workshop.store, workshop.content, rooms).only(simulated=simulated)
        if not len(material.shown):
            raise No(404, "nothing_to_report")
        try:
            return write(report(material, today(), language), kind)
        except NoPdf:
            raise No(503, "no_report_pdf") from None

    return await asyncio.to_thread(make)


async def follow_up_data(workshop: Workshop, look: Look, language: Language) -> str:
    """What somebody looks at of a server's answers, as JSON; 404 for what there is not, or is not shown."""

    def make() -> str:
        try:
            return dumps(follow_up(from_store(workshop.store, workshop.content), look, language))
        except KeyError as missing:
            raise No(404, "nothing_to_follow", what=str(missing.args[0])[:40]) from None

    return await asyncio.to_thread(make)
