"""The warm parent: a process that has imported everything, and turns a copy of itself into each kernel it is asked for.

`parent.py` starts it and talks to it over a socket. It has one thread and no event loop, no port and no
zmq context, since none of these survives a fork: a kernel makes its own in the copy. A copy may also run
a notebook's cells and become such a process itself, whose copies have run them already: a branch.
"""

import ctypes
import fcntl
import gc
import importlib
import json
import logging
import os
import resource
import select
import signal
import socket
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from samhandling.server.forking import Unfit
from samhandling.server.forking.cells import run
from samhandling.server.forking.kernel import ForkedKernel, rehearse

_log = logging.getLogger("warm")
_fillers: list[bytes] = []
#: What every kernel imports sooner or later, which would cost each of them memory and time.
_ALWAYS = (
    "IPython.core.completer", "IPython.core.debugger", "IPython.core.pylabtools", "IPython.extensions.storemagic",
    "ipykernel.datapub", "ipykernel.comm", "ipykernel.ipkernel", "jedi", "matplotlib_inline.config", "pdb", "sqlite3",
    "tornado.platform.asyncio", "concurrent.futures.thread", "faulthandler", "zmq.utils.garbage", "multiprocessing",
)  # fmt: skip


def end_with(life: int) -> None:
    """Have the operating system kill this process and its group as soon as the server no longer holds the pipe.

    The signal comes from the kernel of the machine: also when the server was killed, and when this process
    never gets round to looking. A pipe of one's own is needed, since the signal goes to one owner per opening.
    """
    try:
        own = os.open(f"/proc/self/fd/{life}", os.O_RDONLY | os.O_NONBLOCK)
        fcntl.fcntl(own, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(own, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(own, fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC)
    except OSError:
        Thread(target=_wait_for_end, args=[life], daemon=True).start()
        return
    poll = select.poll()
    poll.register(own, 0)
    if poll.poll(0):  # it was gone already
        os.killpg(0, signal.SIGKILL)


def _wait_for_end(life: int) -> None:
    os.read(life, 1)
    os.killpg(0, signal.SIGKILL)


def call_oneself(name: str) -> None:
    """Set the name under which the process is listed."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name)


def bury(*_: Any) -> None:
    """Take leave of kernels that have ended, and end what they had started."""
    # one at a time: the next signal would otherwise be handled in the middle of this one
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    try:
        while found := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            # until it is buried, its number belongs to nobody else
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(found.si_pid, signal.SIGKILL)
            os.waitpid(found.si_pid, 0)
    except ChildProcessError:
        pass
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


def reseed() -> None:
    """Give this copy random numbers of its own; Python's `random` and OpenSSL see to it themselves."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def limit(limits: dict[str, int], nice: int) -> None:
    """Set the limits that no kernel may pass, e.g. ``{"NOFILE": 256}``, as in `resource.RLIMIT_NOFILE`."""
    os.setpriority(os.PRIO_PROCESS, 0, max(nice, os.getpriority(os.PRIO_PROCESS, 0)))
    for name, wanted in limits.items():
        which = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(which)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (most, most))


def call(names: list[str]) -> None:
    """Call functions by their names, e.g. ``package.module:function``; one that fails is logged."""
    for name in names:
        module, _, function = name.partition(":")
        try:
            getattr(importlib.import_module(module), function)()
        except Exception:
            _log.exception("%s failed", name)


def take_orders(control: socket.socket) -> tuple[dict[str, Any], list[socket.socket]] | None:
    """Fork for each order until nobody gives any, then None; in the copy: the order, and the sockets with it."""
    while True:
        try:
            message, descriptors, *_ = socket.recv_fds(control, 2**20, 2)
        except ConnectionError:
            message, descriptors = b"", []
        if not message or not descriptors:
            return None
        sockets = [socket.socket(fileno=descriptor) for descriptor in descriptors]
        try:
            pid = os.fork()
        except OSError:
            _log.exception("no more processes")
            pid = -1
        if pid == 0:
            control.close()
            return json.loads(message), sockets
        for one in sockets:
            one.close()


def begin(order: dict[str, Any], report: socket.socket, life: int, name: str) -> None:
    """Be a process of its own, with its own surroundings, and say which one."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    call_oneself(name)
    end_with(life)
    pid = os.getpid()
    own = os.pidfd_open(pid)
    socket.send_fds(report, [json.dumps({"pid": pid}).encode()], [own])
    os.close(own)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])
    reseed()
    limit(order["limits"], order["nice"])
    gc.enable()


def live(app: ForkedKernel, order: dict[str, Any], report: socket.socket) -> None:
    """Be a kernel, until the end."""
    app.become(order)
    call(order["after_fork"])
    try:
        report.sendall(json.dumps({"ports": app._ports}).encode())
    except OSError:
        return  # whoever ordered it does not want it any more
    report.close()
    app.start()


def fill_gaps() -> None:
    """Use up the free memory between what is shared, so that what copies make lies close together in pages of its own.

    A gap that a copy filled would cost it the whole page around the gap. This saves each copy about a megabyte.
    """
    sizes = range(16, 513, 16)  # those of Python's own allocator, which keeps them apart
    _fillers.extend(bytes(max(1, size - sys.getsizeof(b""))) for size in sizes for _ in range(2**17 // size))
    try:
        c = ctypes.CDLL(None)
        c.malloc.restype = c.sbrk.restype = ctypes.c_void_p
        c.malloc.argtypes, c.sbrk.argtypes = [ctypes.c_size_t], [ctypes.c_ssize_t]
    except (AttributeError, OSError):
        return
    for size in (2**i for i in range(16, 4, -1)):
        top = c.sbrk(0)
        for _ in range(100_000):
            c.malloc(size)
            if c.sbrk(0) != top:  # no gap was left for it
                break


def settle() -> None:
    """Get ready to be copied: see to it that as little as possible of what is shared will be written to."""
    gc.disable()
    gc.collect()
    gc.freeze()  # what the collector never looks at is not copied for its sake
    fill_gaps()
    # Python 3.12 warns of what has just been looked at
    warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork.*")
    signal.signal(signal.SIGCHLD, bury)


def branch(app: ForkedKernel, cells: list[str], report: socket.socket) -> bool:
    """Run a notebook's cells and tell what they show; False when no kernel can be forked from here afterwards."""
    try:
        told: dict[str, Any] = {"outputs": run(app.shell, cells)}
    except Unfit as unfit:
        told = {"unfit": str(unfit)}
    settle()
    with suppress(OSError):
        report.sendall(json.dumps(told).encode())
    report.close()
    return "outputs" in told


def main() -> None:
    """Get warm, then take orders. The arguments are the numbers of the control socket and of the pipe."""
    control, life = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    for descriptor in (control.fileno(), life):
        os.set_inheritable(descriptor, False)
    end_with(life)
    call_oneself("ipykernel-warm")
    settings = json.loads(control.recv(2**20))
    gc.disable()
    without = {"pyarrow"} - set(settings["modules"])
    # pandas does without it, and it would start a thread and take 35 MB; whoever reads Parquet imports it then
    sys.modules |= dict.fromkeys(without)  # type: ignore[arg-type]  # makes an import fail
    for module in (*_ALWAYS, *settings["modules"]):
        try:
            importlib.import_module(module)
        except Exception as error:
            if module not in _ALWAYS:
                _log.warning("%s could not be imported: %s", module, error)
    for module in without:
        sys.modules.pop(module, None)
    app = ForkedKernel.instance()
    app.prepare(settings["arguments"])
    rehearse(app)
    call(settings["before_fork"])
    app.finish()
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        _log.warning("a module started threads, which kernels will not have; fork only what can do without")
    settle()
    while (taken := take_orders(control)) is not None:
        order, (report, *more) = taken
        if not more:
            begin(order, report, life, "ipykernel")
            live(app, order, report)
            return
        begin(order, report, life, "ipykernel-ran")
        control = more[0]
        if not branch(app, order["cells"], report):
            return


if __name__ == "__main__":
    main()
