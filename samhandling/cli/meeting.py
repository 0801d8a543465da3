"""A meeting: serve it, or play a whole series."""

import datetime as dt
from contextlib import closing, suppress
from pathlib import Path
from typing import Annotated

import psutil
import typer

from samhandling.cli.base import (
    PORT,
    STORE,
    SeriesOption,
    StoreOption,
    app,
    content_of,
    refuse,
    stop,
    store_at,
    tell,
)
from samhandling.content.language import LANGUAGES
from samhandling.content.words import say
from samhandling.server.places import EXPECTED, MOST
from samhandling.store import StoreError
from samhandling.store import rooms as rooms_table

REHEARSAL_STORE = "rehearsal.db"
DEMO_STORE = "demo.db"
KERNEL_MEGABYTES, FORKED_MEGABYTES = 110, 16
"""What one kernel may come to weigh with pandas loaded: an ordinary one, and one that shares most of it."""


@app.command(epilog="Example: samhandling serve --demo")
def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Rehearse: simulated participants join and answer.")] = False,
    series: SeriesOption = None,
    store: StoreOption = None,
    meeting: Annotated[str | None, typer.Option(help="The meeting to open. [default: as series.yaml says]")] = None,
    host: Annotated[
        str, typer.Option(help="0.0.0.0 lets the room's phones in; 127.0.0.1 only this machine.")
    ] = "0.0.0.0",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 picks a free one.")] = PORT,
    pool: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=MOST,
            help="Participants expected: so many pages wait for them. 0 renders nothing ahead. "
            f"[default: as the cockpit said last, at first {EXPECTED}]",
        ),
    ] = None,
    pin: Annotated[
        str | None, typer.Option(help="The facilitator's PIN. [default: made anew, kept with the meeting]")
    ] = None,
    ready_file: Annotated[
        Path | None, typer.Option(help="A file that gets the addresses once the server answers.")
    ] = None,
) -> None:
    """Serve a meeting to the phones in the room, until Ctrl-C."""
    content = content_of(series)
    if meeting is not None and content.series.meeting(meeting) is None:
        stop("no_meeting", meeting=meeting, known=", ".join(one.id for one in content.series.meetings))
    if ready_file is not None and not ready_file.absolute().parent.is_dir():
        stop("cannot_write", path=ready_file, detail="no such folder")
    # these import Jupyter, which the other commands need not wait for
    from samhandling.server.app import PortBusy
    from samhandling.server.forking.parent import unavailable
    from samhandling.server.serve import Serving

    each = KERNEL_MEGABYTES if unavailable() else FORKED_MEGABYTES
    most = max(8, int(psutil.virtual_memory().available / 2**20 * 0.5 / each))
    opened = store_at(store or (REHEARSAL_STORE if demo else STORE))
    try:
        serving = Serving(content, opened, host=host, port=port, max_kernels=most, pool=pool, rehearse=demo)
        with suppress(KeyboardInterrupt):
            serving.run(meeting or content.series.opens, "".join((pin or "").split()) or None, ready_file)
    except PortBusy:
        stop("port_busy", port=port)
    except OSError as error:
        stop("cannot_listen", host=host, port=port, detail=error.strerror or error)
    except StoreError as error:
        refuse(error)
    finally:
        opened.close()


@app.command(epilog="Example: samhandling simulate --store demo.db")
def simulate(
    store: StoreOption = None,
    people: Annotated[int, typer.Option(min=6, max=500, help="How many come to a meeting.")] = 48,
    seed: Annotated[int, typer.Option(help="Another number gives other answers.")] = 1,
    start: Annotated[
        dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="The day of the first meeting.")
    ] = dt.datetime(2026, 2, 3),
    series: SeriesOption = None,
) -> None:
    """Play the whole series with simulated participants, to have answers to try the follow-up on."""
    from samhandling.analysis.registers import day_of
    from samhandling.server.live import LiveRoom
    from samhandling.server.simulation import simulate as play

    content = content_of(series)

    def played(live: LiveRoom) -> None:
        told = {"code": live.code, "pin": live.pin, "n": len(live.members), "day": day_of(live.created_at).isoformat()}
        tell({one: say("terminal", "simulated", one, title=live.meeting.title.in_(one), **told) for one in LANGUAGES})

    where = store or DEMO_STORE
    with closing(store_at(where)) as opened:
        if opened.read(rooms_table.all_rooms):
            stop("store_not_empty", path=opened.where)
        try:
            play(content, opened, people, seed, start.date(), played)
        except StoreError as error:
            refuse(error)
    typer.echo(f"\n  samhandling export demo --store {where} --simulated\n  samhandling serve --store {where}")
