"""The warm parent: a process that has imported everything, and turns a copy of itself into each kernel it is asked for.

`fork.py` starts it and talks to it over a socket. It has one thread and no event loop, no port and no
zmq context, since none of these survives a fork: a kernel makes its own in the copy.
"""

import asyncio
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
from typing import Any, ClassVar, cast

# the debugger is most of what a kernel imports, and a page has none
sys.modules["debugpy"] = None  # type: ignore[assignment]  # makes an import fail
sys.modules["debugpy.server"] = None  # type: ignore[assignment]  # as above
import ipykernel.debugger  # noqa: E402
import ipykernel.ipkernel  # noqa: E402
import zmq  # noqa: E402
from ipykernel.compiler import XCachingCompiler  # noqa: E402
from ipykernel.kernelapp import IPKernelApp  # noqa: E402
from ipykernel.zmqshell import ZMQInteractiveShell  # noqa: E402
from IPython.core.application import BaseIPythonApplication  # noqa: E402
from jupyter_client.session import Session  # noqa: E402
from tornado.ioloop import IOLoop  # noqa: E402
from zmq.eventloop.zmqstream import ZMQStream  # noqa: E402

del sys.modules["debugpy"], sys.modules["debugpy.server"]

_log = logging.getLogger("warm")
_Application: Any = IPKernelApp
#: What every kernel imports sooner or later, which would cost each of them memory and time.
_ALWAYS = (
    "IPython.core.completer", "IPython.core.debugger", "IPython.core.pylabtools", "IPython.extensions.storemagic",
    "ipykernel.datapub", "ipykernel.comm", "ipykernel.ipkernel", "jedi", "matplotlib_inline.config", "pdb", "sqlite3",
    "tornado.platform.asyncio", "concurrent.futures.thread", "faulthandler", "zmq.utils.garbage", "multiprocessing",
)  # fmt: skip


class _NoModules:
    """The module `sys`, as it looks when nothing has been imported."""

    modules: ClassVar[dict[str, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


class ForkedKernel(_Application):  # type: ignore[misc]  # ipykernel is untyped
    """A kernel whose application and shell the parent has built, and whose sockets and threads the copy makes."""

    order: dict[str, Any]

    def prepare(self, arguments: list[str]) -> None:
        """Do what needs no socket, no thread and no loop, in the parent."""
        cast(Any, BaseIPythonApplication).initialize(self, arguments)
        self.init_pdb()
        self.shell: Any = ZMQInteractiveShell.instance(
            parent=self, profile_dir=self.profile_dir, user_ns={}, compiler_class=XCachingCompiler
        )
        self.init_extensions()

    def finish(self) -> None:
        """Run the startup files and lines of IPython's configuration, once and for all, when all is imported."""
        self.init_code()
        self.shell.run_cell("None", store_history=False)
        self.shell.display_formatter.format({})

    def become(self, order: dict[str, Any]) -> None:
        """Do the rest, in the copy."""
        self.order = order
        connection = order["connection"]
        self.connection_file = connection["file"]
        self.transport, self.ip = connection["transport"], connection["ip"]
        for name, port in connection["ports"].items():
            setattr(self, name, port)
        self.init_blackhole()
        self.init_session(connection)
        self.init_sockets()
        self.init_heartbeat()
        self._ports = {name: getattr(self, f"{name}_port") for name in ("shell", "iopub", "stdin", "hb", "control")}
        self.init_io()
        self.init_signal()
        # a kernel lists the files of all modules for its debugger, and would own the page of every name in the list
        vars(ipykernel.ipkernel)["sys"] = _NoModules()
        self.init_kernel()
        vars(ipykernel.ipkernel)["sys"] = sys
        # the kernel found the parent's shell instead of making one, and has not told it whose it is
        self.kernel.shell.parent = self.kernel.shell.kernel = self.kernel
        self.init_path()
        self.init_shell()
        self.init_gui_pylab()
        sys.stdout.flush()
        sys.stderr.flush()

    def init_session(self, connection: dict[str, Any]) -> None:
        """Sign messages with the server's key; a session made in the parent would refuse to speak in the copy."""
        self.session.key = connection["key"].encode()
        self.session.signature_scheme = connection["signature_scheme"]


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
    if nice:
        os.nice(nice)
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


def rehearse(app: ForkedKernel) -> None:
    """Use once what every kernel uses at its start: what Python changes in its own code and caches is then shared.

    Whatever it opens is closed again; nothing with a thread, a socket or a loop is left when it returns.
    """
    loop = IOLoop(make_current=False)
    session = Session(parent=app, key=b"rehearsal")
    with zmq.Context() as context, context.socket(zmq.ROUTER) as router, context.socket(zmq.DEALER) as dealer:
        router.linger = dealer.linger = 0
        router.bind("inproc://rehearsal")
        dealer.connect("inproc://rehearsal")
        stream = ZMQStream(router, loop)

        def receive(parts: list[bytes]) -> None:
            _, message = session.feed_identities(parts)
            session.deserialize(message)
            loop.stop()

        stream.on_recv(receive)
        session.send(dealer, "kernel_info_request", content={})
        loop.call_later(1.0, loop.stop)
        thread = Thread(target=loop.start)
        thread.start()
        thread.join()
        stream.close()
    loop.close(all_fds=True)
    asyncio.set_event_loop(None)


def take_orders(control: socket.socket) -> tuple[dict[str, Any], socket.socket] | None:
    """Fork for each order until the server goes, then None; in the copy: the order, and where to report."""
    while True:
        try:
            message, descriptors, *_ = socket.recv_fds(control, 2**20, 1)
        except ConnectionError:
            message, descriptors = b"", []
        if not message or not descriptors:
            return None
        report = socket.socket(fileno=descriptors[0])
        try:
            pid = os.fork()
        except OSError:
            _log.exception("no more processes")
            report.close()
            continue
        if pid == 0:
            return json.loads(message), report
        report.close()


def live(app: ForkedKernel, order: dict[str, Any], report: socket.socket, life: int) -> None:
    """Be a kernel, from the fork to the end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    call_oneself("ipykernel")
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
    app.become(order)
    call(order["after_fork"])
    try:
        report.sendall(json.dumps({"ports": app._ports}).encode())
    except OSError:
        return  # whoever ordered it does not want it any more
    report.close()
    app.start()


def main() -> None:
    """Get warm, then take orders. The arguments are the numbers of the control socket and of the pipe."""
    control, life = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    for descriptor in (control.fileno(), life):
        os.set_inheritable(descriptor, False)
    end_with(life)
    call_oneself("ipykernel-warm")
    settings = json.loads(control.recv(2**20))
    gc.disable()
    for module in (*_ALWAYS, *settings["modules"]):
        try:
            importlib.import_module(module)
        except Exception as error:
            if module not in _ALWAYS:
                _log.warning("%s could not be imported: %s", module, error)
    app = ForkedKernel.instance()
    sys.argv = [ipykernel.debugger.__file__]
    app.prepare(settings["arguments"])
    rehearse(app)
    call(settings["before_fork"])
    app.finish()
    gc.collect()
    gc.freeze()  # what is never looked at by the collector is not copied for its sake
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        _log.warning("a module started threads, which kernels will not have; fork only what can do without")
    # Python 3.12 warns of what has just been looked at
    warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork.*")
    signal.signal(signal.SIGCHLD, bury)
    order = take_orders(control)
    if order is not None:
        control.close()
        live(app, *order, life)


if __name__ == "__main__":
    main()
