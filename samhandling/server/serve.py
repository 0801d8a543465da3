"""Putting the server together: content, store, handlers, rehearsal; from start to stop."""

import asyncio
import gc
import json
import signal
import sys
from pathlib import Path

import segno
from tornado.ioloop import PeriodicCallback

from samhandling.content.reading import Content
from samhandling.server import doors
from samhandling.server.api import routes
from samhandling.server.app import Server
from samhandling.server.live import LiveRoom
from samhandling.server.memory import be_frugal
from samhandling.server.network import allow_connections, lan_address
from samhandling.server.rehearsal import Rehearsal
from samhandling.server.workshop import Workshop
from samhandling.store import Store

EVERYWHERE = ("", "0.0.0.0", "::")


class Serving:
    """One run of the server."""

    def __init__(
        self, content: Content, store: Store, *, host: str, port: int, max_kernels: int,
        pool: int | None = None, rehearse: bool = False,
    ) -> None:  # fmt: skip
        """What to serve, and where. `max_kernels` pages at the most have a kernel; `pool` participants are expected,
        or as many as the cockpit said last.
        """
        self.workshop = Workshop(content, store)
        self.host = host
        self.rehearsal = Rehearsal(self.workshop) if rehearse else None
        self.server = Server.create(
            root=content.root, host=host, port=port, own_handlers=[*doors.handlers(), *routes.handlers()],
            settings={"samhandling": self.workshop}, cookie_secret=self.workshop.secret, max_kernels=max_kernels,
            pool=self.workshop.places.expected if pool is None else pool, pages=["worksheet"],
        )  # fmt: skip
        self.workshop.places.follow(self.server)

    def run(self, meeting: str, pin: str | None, ready_file: Path | None) -> None:
        """Serve until Ctrl-C; tell where, once the server answers. Raises `PortBusy`."""
        allow_connections()
        self._task: asyncio.Task[None] | None = None
        self._giving: PeriodicCallback | None = None
        failed: list[BaseException] = []

        def ready(url: str) -> None:
            async def begin() -> None:
                try:
                    live = await self.workshop.resume_or_open(meeting, pin)
                    self.server.expect(f"sessions/{live.meeting.id}")
                    # what is there now stays: to look through it for garbage would hold up the room for 0.2 s at a time
                    gc.collect()
                    gc.freeze()
                    # and the rest is looked through in good time: after a quarter more than was there at the last look
                    gc.collect()
                    self._tell(live, url, ready_file)
                except Exception as error:  # a server without a room is of no use: stop, and say why
                    failed.append(error)
                    signal.raise_signal(signal.SIGINT)

            self.workshop.url = self._address(url)
            self.workshop.watch_timers()
            self._giving = be_frugal()
            self._task = asyncio.get_running_loop().create_task(begin())
            if self.rehearsal:
                self.rehearsal.start()

        def stop() -> None:
            if self._giving:
                self._giving.stop()
            if self.rehearsal:
                self.rehearsal.stop()
            self.workshop.close()

        self.server.run(ready, stop)
        if failed:
            raise failed[0]

    def _address(self, url: str) -> str:
        """Where phones in the room reach the server."""
        address = lan_address() if self.host in EVERYWHERE else None
        return f"http://{address}:{self.server.port}" if address else url

    def _tell(self, live: LiveRoom, url: str, ready_file: Path | None) -> None:
        link, steer = f"{self.workshop.url}/j/{live.code}", f"{url}/facilitator/{live.key}"
        title = f"{live.meeting.title.sv} / {live.meeting.title.en}"
        rows = [
            ("Träff / Meeting", title + (" (övning / rehearsal)" if self.rehearsal else "")),
            ("Led träffen / Facilitator", steer),
            ("PIN", live.pin),
            ("Deltagare / Participants", link),
            ("Kod / Code", live.code),
        ]
        width = max(len(name) for name, _ in rows)
        print("\n".join(["", *(f"  {name:<{width}}  {value}" for name, value in rows), ""]))
        if "utf" in (sys.stdout.encoding or "").lower():
            segno.make(link, error="m", micro=False).terminal(compact=True, border=2)
        print("\n  Ctrl-C avslutar; alla svar är sparade. / Ctrl-C stops; all answers are saved.\n", flush=True)
        if ready_file:
            told = {"url": url, "join_code": live.code, "facilitator_url": steer, "pin": live.pin}
            partly = ready_file.with_name(ready_file.name + ".partly")
            partly.write_text(json.dumps(told), encoding="utf-8")
            partly.replace(ready_file)
