"""The server's side of forking: the warm process, and the kernels it has made, as seen from outside."""

import asyncio
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

#: How often a warm process may die before it has made a kernel, until it is given up.
TRIES = 3
_WARM = "samhandling.server.forking.warm"
# where this package lies: the process must run the same one as its server
_ROOT = str(Path(__file__).parents[3])
_log = logging.getLogger("tornado.application")


def unavailable() -> str:
    """Why kernels cannot be forked here; empty when they can."""
    if sys.platform != "linux":
        return f"forking is not safe on {sys.platform}"  # system libraries run threads, or there is no fork
    if not all(hasattr(os, name) for name in ("fork", "pidfd_open")) or not hasattr(signal, "pidfd_send_signal"):
        return "this Python has no fork or no pidfd"
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as error:
        return f"the system has no pidfd: {error.strerror}"
    return ""


class Orders:
    """The line to a process that makes copies of itself."""

    _control: socket.socket | None = None

    def ask(self, order: dict[str, Any], *more: socket.socket) -> socket.socket:
        """Ask for a copy, to be given `more` sockets; where it will report. Raises OSError when nobody is there."""
        if self._control is None:
            raise ConnectionError
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                descriptors = [one.fileno() for one in (theirs, *more)]
                socket.send_fds(self._control, [json.dumps(order).encode()], descriptors)
        except OSError:
            ours.close()
            raise
        ours.setblocking(False)
        return ours

    def hang_up(self) -> None:
        """Give no more orders."""
        if self._control:
            self._control.close()
            self._control = None


class WarmParent(Orders):
    """The process that kernels are forked from, as its server sees it; started when needed, and anew when it died."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.failed = ""
        self._process: subprocess.Popen[bytes] | None = None
        # nothing is ever written: when the server goes, the system closes this end, and kills all at the other
        self._their_end, self._life = os.pipe()
        self._deaths = 0

    @property
    def pid(self) -> int | None:
        """The process's number, or None while there is none."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self, environment: dict[str, str], folder: str) -> None:
        """Start the process, unless it runs; it gets warm by itself."""
        if self.pid is not None:
            return
        self.end()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # arenas for each of a kernel's dozen threads would cost more than they bring, as would a pool of threads
        small = {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        paths = os.pathsep.join(filter(None, [_ROOT, environment.get("PYTHONPATH", "")]))
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-P", "-m", _WARM, str(theirs.fileno()), str(self._their_end)],
                pass_fds=[theirs.fileno(), self._their_end], start_new_session=True, stdin=subprocess.DEVNULL,
                env=small | environment | {"PYTHONPATH": paths}, cwd=folder,
            )  # fmt: skip
        ours.send(json.dumps(self.settings).encode())
        self._control = ours

    def made_one(self) -> None:
        """Note that it works."""
        self._deaths = 0

    def lost(self, order: str) -> None:
        """Note that an order was lost; after a few without a kernel the parent is given up."""
        self._deaths += 1
        self.end()
        if self._deaths >= TRIES:
            self.failed = f"the process to fork from cannot be kept running ({order})"
            _log.error("Kernels start the ordinary way, which is slower: %s", self.failed)

    def end(self) -> None:
        """End the process; its kernels stay. The next order starts a new one, with what the modules are then."""
        self.hang_up()
        if self._process:
            with suppress(OSError):
                self._process.kill()
            self._process.wait()
            self._process = None


class Branch(Orders):
    """A copy of the warm process that has run a notebook's cells: kernels forked from it begin where it stands."""

    def __init__(self, child: "Child", control: socket.socket) -> None:
        self._child, self._control = child, control

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._child.pid

    @property
    def is_alive(self) -> bool:
        """Whether kernels can be forked from it."""
        return self._control is not None and self._child.is_alive()

    def end(self) -> None:
        """End the process; its kernels stay."""
        self.hang_up()
        self._child.send(signal.SIGKILL)
        self._child.close()


class Child:
    """A forked kernel's process. Its file descriptor names it exactly, also when its number has a new bearer."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self._descriptor = descriptor
        self._loop: asyncio.AbstractEventLoop | None = None

    def is_alive(self) -> bool:
        """Whether it runs."""
        if self._descriptor < 0:
            return False
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        return not poll.poll(0)

    def send(self, number: int) -> None:
        """Send a signal to it and to what it has started."""
        if self.is_alive():
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def watch(self, died: Any) -> None:
        """Call once when it dies, on the running event loop."""

        def readable() -> None:
            self.unwatch()
            died()

        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._descriptor, readable)

    def unwatch(self) -> None:
        """Watch no more."""
        if self._loop and not self._loop.is_closed():
            self._loop.remove_reader(self._descriptor)
        self._loop = None

    def close(self) -> None:
        """Forget it."""
        self.unwatch()
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
