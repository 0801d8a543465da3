"""A kernel that is made in two halves: what survives a fork before it, and the rest in the copy."""

import asyncio
import sys
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

_Application: Any = IPKernelApp


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
        sys.argv = [ipykernel.debugger.__file__]
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
        # widgets made before the fork send nothing while nobody has told their comms of a kernel
        for each in self.kernel.comm_manager.comms.values():
            each.kernel = self.kernel
        self.init_path()
        self.init_shell()
        self.init_gui_pylab()
        sys.stdout.flush()
        sys.stderr.flush()

    def init_session(self, connection: dict[str, Any]) -> None:
        """Sign messages with the server's key; a session made in the parent would refuse to speak in the copy."""
        self.session.key = connection["key"].encode()
        self.session.signature_scheme = connection["signature_scheme"]


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
