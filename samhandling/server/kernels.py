"""The kernels behind the pages: one for each visit, with an owner, a small environment, and an end."""

import asyncio
import re
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from os import environ
from typing import Any, cast

import zmq
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelsAPIHandler
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath
from tornado.ioloop import IOLoop
from tornado.web import HTTPError
from traitlets import Integer
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from samhandling.server.forking import Outputs
from samhandling.server.forking.parent import Branch
from samhandling.server.forking.provisioner import ForkProvisioner

# What a kernel may know of the server's surroundings: where Python, its libraries and its files are.
_KNOWN = re.compile(
    r"PATH|HOME|LANG|LANGUAGE|LC_\w+|TZ|TMP|TEMP|TMPDIR|USER|LOGNAME|SHELL|PYTHON\w*|JUPYTER_\w+|IPYTHONDIR|MPLBACKEND"
    r"|VIRTUAL_ENV|CONDA_PREFIX|LD_LIBRARY_PATH|DYLD_\w+|(OMP|OPENBLAS|MKL|NUMEXPR)_NUM_THREADS"
    r"|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES.*"
    r"|USERPROFILE|USERNAME|HOMEDRIVE|HOMEPATH|NUMBER_OF_PROCESSORS|PROCESSOR_\w+",
    re.IGNORECASE,
)
_SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|_KEY|_PIN", re.IGNORECASE)

#: Seconds a kernel stays without a page: before the page came, after it was closed, after it was cut off.
UNOPENED, CLOSED, CUT_OFF = 60.0, 10.0, 15 * 60.0
#: Milliseconds between signs of life on a page's line, and of silence until the line is given up.
PING, SILENCE = 20_000, 45_000
#: Pages with a kernel that one visitor may have open.
PAGES_EACH = 4
#: Kernels that start at the same time; the rest wait in line instead of all being slow.
STARTING_AT_ONCE = 4

#: What each kernel may use at the most: seconds of computing, bytes of its own, open files.
LIMITS = {"CPU": 600, "DATA": 2**30, "NOFILE": 256, "CORE": 0}
#: What the pages' notebooks import, so that they need not.
MODULES = ["samhandling.notebook", "samhandling.explorers", "pandas", "ipywidgets", "anywidget"]


def kernel_environment(surroundings: Mapping[str, str] = environ) -> dict[str, str]:
    """The part of the server's environment that a kernel gets: no secret, and a sign that a page is its host."""
    known = {name: value for name, value in surroundings.items() if _KNOWN.fullmatch(name) and not _SECRET.search(name)}
    return known | {"SAMHANDLING_HOST": "server"}


class Full(Exception):  # said as it is
    """There is no kernel to spare, for anybody or for this visitor."""


@dataclass
class Visit:
    """Whose a kernel is, and since when it has had no page."""

    owner: str | None
    """None while it waits in the pool, for whoever comes."""
    alone_since: float | None = None
    patience: float = UNOPENED
    started: float = field(default_factory=time.monotonic)

    def is_over(self, now: float) -> bool:
        """Whether nobody is coming back to this kernel."""
        return self.alone_since is not None and now - self.alone_since > self.patience


class Kernels(AsyncMappingKernelManager):
    """Kernels with an owner each, never more than `max_kernels`, and none for a page that is gone."""

    max_kernels = Integer(40, config=True)
    cull_interval_default = 5

    def __init__(self, **kwargs: Any) -> None:
        self.visits: dict[str, Visit] = {}
        self._ending: set[str] = set()
        self.closing = False
        self.turns = asyncio.Semaphore(STARTING_AT_ONCE)
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # jupyter_server is untyped here
        self.cull_idle_timeout = 1  # only switches the culler on; `cull_kernel_if_idle` below judges
        self.cull_interval = self.cull_interval_default
        if sys.platform == "linux":
            # sockets in the connection directory: no ports to race for, and nobody else on the machine can reach them
            self.config.KernelManager.transport = "ipc"
        # half a dozen for each page; the library's own limit is reached with 150 pages
        self.context.set(zmq.MAX_SOCKETS, 32_768)
        self.gone: Callable[[str], None] = lambda _: None
        self._forks = ForkProvisioner(parent=self)

    @property
    def status(self) -> str:
        """How kernels start: `forked`, or why they are ordinary ones."""
        return self._forks.status

    @property
    def reserve(self) -> int:
        """Places that the pool leaves free, for pages that nobody foresaw."""
        return min(8, self.max_kernels // 4)

    def warm_up(self) -> None:
        """Start the process that kernels are forked from, before the first is asked for."""
        self._forks.warm_up(kernel_environment())

    def cool_down(self) -> None:
        """Fork no more from a process that has read what has changed since; the next kernel starts a new one."""
        self._forks.warm_parent.end()

    def owner(self, kernel_id: str) -> str | None:
        """The visitor whose kernel this is, or None for a kernel that is not, or no longer, there."""
        visit = self.visits.get(kernel_id)
        return visit.owner if visit else None

    async def run(self, cells: list[str], path: str) -> tuple[Branch, list[Outputs]]:
        """Run cells where kernels can be forked afterwards, and what they show. Raises as `ForkProvisioner.run`."""
        folder = self.cwd_for_path(path)  # type: ignore[no-untyped-call]  # jupyter_server is untyped here
        return await self._forks.run(cells, kernel_environment(), folder)

    async def start_for(self, owner: str | None, kernel_name: str, path: str, branch: Branch | None = None) -> str:
        """Start a kernel for a visitor, or for the pool, and return its id; where `branch` stands, if given.

        Raises `Full`, and ConnectionError when the branch has died.
        """
        await self.make_room(owner)
        kernel_id = str(uuid.uuid4())
        self.visits[kernel_id] = Visit(owner)
        try:
            await self.start_kernel(
                kernel_id=kernel_id,
                kernel_name=kernel_name,
                path=ApiPath(path),
                env=kernel_environment(),
                **({"branch": branch} if branch else {}),
            )
        except BaseException:
            self.visits.pop(kernel_id, None)
            raise
        if self.closing:
            await self.end(kernel_id)
            raise Full
        return kernel_id

    def give(self, kernel_id: str, owner: str) -> bool:
        """Make a kernel from the pool a visitor's own; False when it is not there any more, or has just died."""
        visit = self.visits.get(kernel_id)
        if visit is None or visit.owner is not None or kernel_id not in self:
            return False
        child = getattr(self.get_kernel(kernel_id).provisioner, "child", None)
        if child is not None and not child.is_alive():  # its death is noticed in a moment
            return False
        self.visits[kernel_id] = Visit(owner)
        return True

    async def make_room(self, owner: str | None, is_new: bool = True) -> None:
        """See to it that a visitor may have one more page, and that one more kernel fits if it `is_new`. Raises `Full`.

        Pages that were closed go first, then pages that wait in the pool for somebody else.
        """
        if self.closing:
            raise Full
        own = [kernel for kernel, visit in self.visits.items() if visit.owner == owner]
        if owner is not None and len(own) >= PAGES_EACH and not await self._end_one(lambda visit: visit.owner == owner):
            raise Full
        if is_new and len(self.visits) >= self.max_kernels:
            if await self._end_one(lambda visit: visit.patience == CLOSED):
                return
            waiting = next((kernel for kernel, visit in self.visits.items() if visit.owner is None), None)
            if owner is None or waiting is None:
                raise Full
            await self.end(waiting)

    async def _end_one(self, which: Callable[[Visit], bool]) -> bool:
        alone = [
            (visit.alone_since, kernel_id)
            for kernel_id, visit in self.visits.items()
            if visit.alone_since is not None and which(visit)
        ]
        if alone:
            await self.end(min(alone)[1])
        return bool(alone)

    async def end(self, kernel_id: str) -> None:
        """End a kernel at once; harmless for one that has already ended."""
        if kernel_id in self and kernel_id not in self._ending:
            self._ending.add(kernel_id)
            try:
                # nothing in it is worth a graceful end, and one in a loop would not listen
                await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]  # jupyter_server is untyped here
            except (KeyError, HTTPError):
                if kernel_id in self:  # else it died meanwhile
                    raise
            finally:
                self._ending.discard(kernel_id)
        self._forget(kernel_id)

    def _forget(self, kernel_id: str) -> None:
        if self.visits.pop(kernel_id, None):
            self.gone(kernel_id)

    async def end_all(self) -> None:
        """End every kernel and start no more, those on their way included."""
        self.closing = True
        for _ in range(100):
            if not self._kernels and not self._pending_kernels:
                break
            # some may be on their way in, and some on their way out already
            await asyncio.gather(*self._pending_kernels.values(), return_exceptions=True)
            left = list(self._kernels)
            ended = await asyncio.gather(*(self.end(kernel_id) for kernel_id in left), return_exceptions=True)
            for kernel_id, outcome in zip(left, ended, strict=True):
                if isinstance(outcome, Exception):  # it never came to life
                    self._kernels.pop(kernel_id, None)
            for kernel_id in [each for each, starting in self._pending_kernels.items() if starting.done()]:
                self._pending_kernels.pop(kernel_id, None)
            await asyncio.sleep(0.01)
        self.visits.clear()
        self._forks.warm_parent.end()

    def handed_over(self, kernel_id: str) -> None:
        """Note that the page of a kernel has been sent: from now on its visitor is expected."""
        if (visit := self.visits.get(kernel_id)) and not self._kernel_connections.get(kernel_id):
            visit.alone_since = time.monotonic()

    def notify_connect(self, kernel_id: str) -> None:
        """Note that a page has connected."""
        super().notify_connect(kernel_id)  # type: ignore[no-untyped-call]  # jupyter_server is untyped here
        if visit := self.visits.get(kernel_id):
            visit.alone_since, visit.patience = None, CUT_OFF

    def notify_disconnect(self, kernel_id: str) -> None:
        """Note that a page has lost its connection; without another one the kernel waits for it to come back."""
        super().notify_disconnect(kernel_id)  # type: ignore[no-untyped-call]  # jupyter_server is untyped here
        if (visit := self.visits.get(kernel_id)) and self._kernel_connections.get(kernel_id, 0) <= 0:
            visit.alone_since = time.monotonic()

    def page_closed(self, kernel_id: str) -> None:
        """Note that a page said goodbye, as a browser does when it leaves a page: it is not coming back."""
        if (visit := self.visits.get(kernel_id)) and visit.alone_since is not None:
            visit.patience = CLOSED

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel whose visit is over, busy or not."""
        visit = self.visits.get(kernel_id)
        if visit is None or visit.is_over(time.monotonic()):
            await self.end(kernel_id)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel, and whose it was."""
        self._forget(kernel_id)
        return super().remove_kernel(kernel_id)

    def _handle_kernel_died(self, kernel_id: str) -> None:
        if kernel_id in self:
            self.stop_watching_activity(kernel_id)  # type: ignore[no-untyped-call]  # jupyter_server is untyped here
            self.get_kernel(kernel_id).cleanup_connection_file()
            super()._handle_kernel_died(kernel_id)  # type: ignore[no-untyped-call]  # jupyter_server is untyped here


class OwnKernelsOnly(Authorizer):
    """A visitor may use the kernels of own pages, and nothing else of what Jupyter serves."""

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Whether the kernel in the address is the visitor's own."""
        kernel_id = handler.path_kwargs.get("kernel_id", "")
        owner = cast(Kernels, handler.kernel_manager).owner(kernel_id)
        return resource == "kernels" and owner is not None and owner == getattr(user, "username", None)


class KernelModel(KernelsAPIHandler):
    """Whether a page's kernel is there: `GET /api/kernels/<id>`."""

    async def get(self, kernel_id: str) -> None:
        """Answer with Jupyter's model of the kernel; 403 when it is another's or gone."""
        if self.current_user is None or not self.authorizer.is_authorized(self, self.current_user, "read", "kernels"):
            raise HTTPError(403)
        model = self.kernel_manager.kernel_model(kernel_id)  # type: ignore[no-untyped-call]  # jupyter_server is untyped here
        self.finish({key: str(value) if key == "last_activity" else value for key, value in model.items()})


class KernelChannels(VoilaKernelWebsocketHandler):  # type: ignore[misc]  # voila is untyped
    """The messages between a page's widgets and its kernel: the WebSocket `/api/kernels/<id>/channels`."""

    last_ping: float
    last_pong: float

    @ws_authenticated
    async def get(self, kernel_id: str) -> None:
        """Open the socket; 403 for another's kernel, or one that is gone."""
        await super().get(kernel_id=kernel_id)

    def send_ping(self) -> None:
        """Look for a sign of life; Tornado allows no silence longer than the time between two pings, phones do."""
        now = IOLoop.current().time()
        asked_lately = 1000 * (now - self.last_ping) < 2 * PING
        if self.ws_connection is None:
            self.ping_callback.stop()
        elif self.ws_connection.client_terminated or (asked_lately and 1000 * (now - self.last_pong) > SILENCE):
            self.close()
        else:
            self.ping(b"")
            self.last_ping = now

    def on_close(self) -> None:
        """Note whether the page was closed or cut off; browsers say 1001 when they leave a page."""
        kernel_id, said = self.kernel_id, self.close_code
        if self.connection is not None:
            super().on_close()
        if said == 1001:
            self.kernel_manager.page_closed(kernel_id)
