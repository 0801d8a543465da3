"""The server: Voilà as the host, and nothing of Jupyter's reachable but a page's own kernel."""

import asyncio
import errno
import logging
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
from jupyter_server.auth import IdentityProvider
from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import Application
from traitlets.config import Config
from voila.app import Voila

from samhandling.server.forking.provisioner import NAME, ForkProvisioner
from samhandling.server.kernels import LIMITS, MODULES, PING, KernelChannels, KernelModel, Kernels, OwnKernelsOnly
from samhandling.server.pages import FOLDER, HANDLERS, HEADERS, NotFound
from samhandling.server.pool import Pool
from samhandling.server.rendering import note_cell_error, variants_of

_KERNEL = r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
_DIRECTORY = "samhandling-"
#: Seconds a cell may take, and megabytes a request may hold.
CELL_SECONDS, BODY_MEGABYTES = 30, 4
#: Connections that may wait to be accepted: a room comes at once, and who finds no place tries again a second later.
QUEUE = 1024
# What a page may say to its kernel: its widgets' messages, and no code.
_MESSAGES = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]


class PortBusy(Exception):  # said as it is
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use")
        self.port = port


class Server(Voila):  # type: ignore[misc]  # voila is untyped
    """One process: the pages, their kernels, and the handlers it is given. Make it with `create`, then `run` it."""

    root: Path
    port: int
    own_handlers: list[Any]
    own_settings: dict[str, Any]
    pool: Pool
    exporter: Any = None
    """What writes notebooks down as pages, with its template."""

    @classmethod
    def create(
        cls,
        root: Path,
        host: str,
        port: int,
        own_handlers: list[Any],
        settings: dict[str, Any],
        cookie_secret: bytes,
        max_kernels: int,
        pool: int = 0,
        pages: Sequence[str] = (),
        identity: type[IdentityProvider] | None = None,
    ) -> "Server":
        """A server of the content in `root`; `own_handlers` go before its own, `settings` into Tornado's.

        `pool` participants are expected on each of `pages`, e.g. ``worksheet`` or ``sessions/1_local_needs``.
        """
        if identity is None:
            from samhandling.server.identity import Identity as identity  # noqa: N813  # a class, by another name
        config = Config()
        config.Voila.update(
            root_dir=str(root.resolve()), ip=host, port=port, config_file_paths=[], cookie_secret=cookie_secret,
            identity_provider_class=identity, authorizer_class=OwnKernelsOnly, token="", log_level=logging.WARNING,
        )  # fmt: skip
        config.VoilaConfiguration.update(
            template="samhandling", allow_template_override="NO", allow_theme_override="NO",
            multi_kernel_manager_class=Kernels, show_tracebacks=False,
        )  # fmt: skip
        config.Kernels.max_kernels = max_kernels
        ForkProvisioner.register()
        config.KernelProvisionerFactory.default_provisioner_name = NAME
        config.ForkProvisioner.update(
            modules=MODULES, before_fork=["samhandling.notebook:warm_up"], limits=LIMITS, nice=5,
            preferred=str(root.resolve()),
        )  # fmt: skip
        # a dead kernel is noticed within a second, and never replaced by an empty one behind the page's back
        config.KernelRestarter.update(restart_limit=0, time_to_dead=1.0)
        config.VoilaExecutor.update(timeout=CELL_SECONDS, interrupt_on_timeout=True, allow_errors=True)
        server = cls(config=config)
        server.root, server.own_handlers, server.own_settings = root.resolve(), own_handlers, settings
        server.config.VoilaExecutor.on_cell_error = note_cell_error(server)
        server.initialize(argv=[])
        server.pool = Pool(server, pool, [variants_of(server.root, page) for page in pages])
        return server

    def expect(self, page: str) -> None:
        """Expect the participants on one more page, e.g. ``sessions/1_local_needs``."""
        self.pool.expect([variants_of(self.root, page)])

    def setup_template_dirs(self) -> None:
        """Only our own template, wherever Jupyter's are."""
        self.template_paths = [str(FOLDER)]

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, then ours, then what the server was given."""
        settings: dict[str, Any] = super().init_settings()
        self.kernel_manager.allowed_message_types = _MESSAGES
        self.kernel_manager.allow_tracebacks = False
        # the series' notebooks are the operator's own: nothing to sign, and no data base of signatures in their home
        self.contents_manager.mark_trusted_cells = lambda *_: None
        return {
            **settings,
            "login_url": "/",
            "headers": HEADERS,
            "default_handler_class": NotFound,
            "compress_response": True,
            # the cookie is SameSite, every POST is JSON, and its origin is checked
            "disable_check_xsrf": True,
            "ws_ping_interval": PING,
            "ws_ping_timeout": PING,
            **self.own_settings,
        }

    def init_handlers(self) -> list[Any]:
        """What may be reached at all: all of Voilà's own routes stay away but a kernel's model and its channels."""
        kernels = [(_KERNEL, KernelModel), (_KERNEL + "/channels", KernelChannels)]
        return [*self.own_handlers, *HANDLERS, *kernels]

    def run(self, on_ready: Callable[[str], None], on_stop: Callable[[], None]) -> None:
        """Serve until SIGINT or SIGTERM, and leave no kernel behind. Raises `PortBusy`.

        `on_ready` gets the server's address once it answers; both are called on the running event loop.
        """
        sockets = self._bind()
        try:
            asyncio.run(self._serve(sockets, on_ready, on_stop))
        finally:
            for each in sockets:
                each.close()

    def _bind(self) -> list[socket.socket]:
        try:
            sockets = bind_sockets(self.port, self.ip or None, backlog=QUEUE)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)):
                raise PortBusy(self.port) from None
            raise
        self.port = sockets[0].getsockname()[1]
        return sockets

    async def _serve(
        self, sockets: list[socket.socket], on_ready: Callable[[str], None], on_stop: Callable[[], None]
    ) -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopping.set))
        # on Windows a signal is only seen when the loop wakes up
        awake = PeriodicCallback(lambda: None, 500)
        awake.start()
        _sweep()
        prefix = f"{_DIRECTORY}{os.getpid()}-"
        with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as place:
            self.connection_dir = place
            self.app = Application(**self.init_settings())
            self.app.settings.update(self.tornado_settings)
            self.app.add_handlers(".*$", self.init_handlers())
            http = HTTPServer(
                self.app, max_body_size=BODY_MEGABYTES * 2**20, xheaders=bool(self.app.settings.get("xheaders"))
            )
            http.add_sockets(sockets)
            self.kernel_manager.gone = self.pool.gone
            self.pool.start()
            try:
                on_ready(f"http://{_shown(self.ip)}:{self.port}")
                await stopping.wait()
            finally:
                http.stop()
                await self.pool.close()
                await self.kernel_manager.end_all()
                awake.stop()
                on_stop()


def _shown(host: str) -> str:
    """A host as it stands in an address; every interface is reached as this machine."""
    if host in ("", "0.0.0.0", "::"):  # compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _sweep() -> None:
    """Remove what servers that were killed left behind."""
    for directory in Path(tempfile.gettempdir()).glob(f"{_DIRECTORY}*-*"):
        pid = directory.name.removeprefix(_DIRECTORY).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(directory, ignore_errors=True)
