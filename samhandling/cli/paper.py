"""What goes on paper."""

import re
from contextlib import closing
from pathlib import Path
from typing import Annotated, Literal

import typer

from samhandling.cli.base import (
    PORT,
    STORE,
    LanguageOption,
    SeriesOption,
    StoreOption,
    app,
    content_of,
    stop,
    store_at,
    tell,
)
from samhandling.content.language import LANGUAGES
from samhandling.content.words import say
from samhandling.server.network import lan_address
from samhandling.store import rooms as rooms_table

What = Literal["worksheets", "cards", "poster", "join", "all"]


@app.command("print", epilog="Example: samhandling print --meeting 2_business_collaboration --what all --out paper")
def print_(
    exercises: Annotated[list[str] | None, typer.Argument(help="The exercises' ids. [default: all]")] = None,
    meeting: Annotated[str | None, typer.Option(help="A meeting: its exercises in one file, behind a cover.")] = None,
    what: Annotated[
        What, typer.Option(help="worksheets, cards (for the tables, and to cut out), poster, join, or all.")
    ] = "worksheets",
    room: Annotated[str | None, typer.Option(help="The code of a meeting in the store, for cards and join.")] = None,
    store: StoreOption = None,
    url: Annotated[str | None, typer.Option(help="The server's address for phones, http://192.168.1.20:8866.")] = None,
    code: Annotated[str | None, typer.Option(help="The meeting's code, where the store is elsewhere.")] = None,
    kind: Annotated[Literal["pdf", "html"], typer.Option("--format", help="pdf, or html for a browser.")] = "pdf",
    out: Annotated[Path, typer.Option(help="Where the files go.")] = Path("print"),
    lang: LanguageOption = "sv",
    series: SeriesOption = None,
) -> None:
    """Write what goes on paper: worksheets, cards, the staircase as a poster, how to join."""
    from samhandling.report.handout.joining import Door
    from samhandling.report.pdf import NoPdf, pdf
    from samhandling.report.printing import sheets

    content = content_of(series)
    if unknown := [one for one in exercises or () if one not in content.exercises]:
        stop("no_exercise", exercise=unknown[0], known=", ".join(content.exercises))
    if room is not None:
        with closing(store_at(store or STORE, read_only=True)) as opened:
            rooms = {one["code"]: one["meeting"] for one in opened.read(rooms_table.all_rooms)}
        code = room.upper()
        if code not in rooms:
            stop("no_room", room=room, known=", ".join(rooms))
        meeting = meeting or (None if exercises else rooms[code])
        if url is None and (address := lan_address()):
            url = f"http://{address}:{PORT}"
            tell({language: say("terminal", "address_guessed", language, url=url) for language in LANGUAGES})
    if url and not re.fullmatch(r"https?://[^\s/?#]+/?", url):
        stop("no_such_address", url=url)
    held = content.series.meeting(meeting) if meeting is not None else None
    if meeting is not None and held is None:
        stop("no_meeting", meeting=meeting, known=", ".join(one.id for one in content.series.meetings))
    door = Door(url or "", (code or "").strip().upper())
    missing = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, html in sheets(content, what, exercises or (), held, door, lang):
            data, suffix = html.encode(), "html"
            if kind == "pdf" and missing is None:
                try:
                    data, suffix = pdf(html), "pdf"
                except NoPdf as error:
                    missing = error
            path = out / f"{name}.{lang}.{suffix}"
            path.write_bytes(data)
            typer.echo(str(path))
    except OSError as error:
        stop("cannot_write", path=out, detail=error.strerror or error)
    if missing:
        for language in LANGUAGES:
            typer.echo(say("terminal", "no_pdf", language, detail=missing), err=True)
