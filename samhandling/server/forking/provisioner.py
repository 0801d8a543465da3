"""Kernels that are forked from one warm process, for any Jupyter or Voilà server: a kernel provisioner.

    c.KernelProvisionerFactory.default_provisioner_name = "forked-provisioner"
    c.ForkProvisioner.modules = ["pandas", "ipywidgets"]

Where forking is not to be had, or not safe, kernels are started the ordinary way, and `status` says why.
"""

import asyncio
import json
import logging
import signal
import socket
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import Dict, Float, Integer, List, Unicode

from samhandling.server.forking import Outputs, Unfit
from samhandling.server.forking.parent import TRIES, Branch, Child, Orders, WarmParent, unavailable

NAME = "forked-provisioner"
_PORTS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")
_log = logging.getLogger("tornado.application")


class ForkProvisioner(LocalProvisioner):
    """Starts Python kernels as forks of a warm process, and everything else as usual."""

    modules = List(Unicode(), config=True, help="Modules to import in the warm process.")
    before_fork = List(Unicode(), config=True, help="Functions, as module:function, to call once in the warm process.")
    after_fork = List(
        Unicode(),
        ["ipywidgets:register_comm_target"],
        config=True,
        help="Functions to call in each kernel: what an imported module only does when a kernel runs already.",
    )
    arguments = List(
        Unicode(), ["--HistoryManager.enabled=False"], config=True, help="Arguments of every kernel, forked or not."
    )
    limits = Dict(config=True, help="Limits of a forked kernel by their names in `resource`, e.g. {'NOFILE': 256}.")
    nice = Integer(0, config=True, help="How much a forked kernel steps back for other processes.")
    patience = Float(60.0, config=True, help="Seconds until a kernel must have reported.")
    preferred = Unicode("", config=True, help="Folder in which the warm process starts; the server's own if empty.")

    parents: ClassVar[dict[str, WarmParent]] = {}
    parent: Any
    child: Child | None = None
    branch: Branch | None = None
    """The process to fork from, where it is not the warm one."""

    @staticmethod
    def register() -> None:
        """Make the provisioner known where the package's entry point is not installed."""
        entry = EntryPoint(NAME, f"{__name__}:ForkProvisioner", KernelProvisionerFactory.GROUP_NAME)
        KernelProvisionerFactory.provisioners[NAME] = entry

    @property
    def warm_parent(self) -> WarmParent:
        """The process for these settings, running or not; one for each combination of settings."""
        settings = {"modules": self.modules, "before_fork": self.before_fork, "arguments": self.arguments}
        key = json.dumps(settings)
        if key not in self.parents:
            self.parents[key] = WarmParent(settings)
        return self.parents[key]

    @property
    def status(self) -> str:
        """`forked`, or why kernels are ordinary."""
        return unavailable() or self.warm_parent.failed or "forked"

    def warm_up(self, environment: dict[str, str]) -> None:
        """Start the warm process before it is needed."""
        if self.status == "forked":
            self.warm_parent.start(environment, self.preferred or str(Path.cwd()))
        else:
            _log.warning("Kernels start the ordinary way, which is slower: %s", self.status)

    async def run(self, cells: list[str], environment: dict[str, str], folder: str) -> tuple[Branch, list[Outputs]]:
        """Run a notebook's cells in a copy of the warm process, to fork kernels from, and what each cell shows.

        A kernel is forked from it by ``start_kernel(branch=…)``. Raises `Unfit` for cells that need a kernel of their
        own, TimeoutError for too slow ones, and ConnectionError when the process died, or kernels cannot be forked.
        """
        if self.status != "forked":
            raise ConnectionError(self.status)
        parent = self.warm_parent
        parent.start(environment, self.preferred or str(Path.cwd()))
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = self._order(environment, folder) | {"cells": cells}
        child = None
        try:
            async with asyncio.timeout(self.patience):
                with theirs, parent.ask(order, theirs) as report:
                    child = await _born(report)
                    told = json.loads(await _all(report) or "null")
            if told is None:
                raise ConnectionError("it died while it ran the cells")
            if "unfit" in told:
                raise Unfit(told["unfit"])
        except BaseException:
            ours.close()
            if child:
                child.send(signal.SIGKILL)
                child.close()
            raise
        return Branch(child, ours), told["outputs"]

    def _order(self, environment: dict[str, str], folder: str) -> dict[str, Any]:
        return {"environment": environment, "folder": folder, "limits": dict(self.limits), "nice": self.nice}

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare a launch; without a connection file, and so without ports, when the kernel will make them."""
        manager = self.parent
        self.branch = kwargs.pop("branch", None)
        plain = {"env", "cwd", "kernel_id", "extra_arguments"}
        extra = kwargs.get("extra_arguments") or []
        argv = self.kernel_spec.argv
        is_ours = argv[1:4] == ["-m", "ipykernel_launcher", "-f"] and (
            Path(argv[0]).name.startswith("python") and (Path(argv[0]).parent == Path() or argv[0] == sys.executable)
        )
        may_fork = is_ours and not extra and not set(kwargs) - plain and manager.transport_encryption == "disabled"
        self.child = None
        if not (may_fork and self.status == "forked"):
            return await super().pre_launch(**kwargs | {"extra_arguments": [*self.arguments, *extra]})
        manager.connection_file = manager.connection_file or str(
            Path(jupyter_runtime_dir()) / f"kernel-{self.kernel_id}.json"
        )
        Path(manager.connection_file).parent.mkdir(0o700, parents=True, exist_ok=True)
        kwargs.pop("extra_arguments", None)
        # the base class above the local one only looks after the environment
        return await super(LocalProvisioner, self).pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel; when a warm process dies over it, another one is tried."""
        if cmd:
            return await super().launch_kernel(cmd, **kwargs)
        if self.branch:
            return await self._forked(self.branch, **kwargs)
        for _ in range(TRIES):
            parent = self.warm_parent
            parent.start(kwargs["env"], self.preferred or str(Path.cwd()))
            try:
                found = await self._forked(parent, **kwargs)
                parent.made_one()
                return found
            except ConnectionError as error:
                _log.warning("A kernel's order was lost: %s", error or "the warm process has died")
                parent.lost(str(error) or "it dies")
            if parent.failed:
                break
        return await super().launch_kernel(**await self.pre_launch(**kwargs))

    async def _forked(self, parent: Orders, **kwargs: Any) -> KernelConnectionInfo:
        try:
            return await asyncio.wait_for(self._fork(parent, **kwargs), self.patience)
        except ConnectionError:
            raise
        except BaseException:  # too late, or not wanted any more
            await self.kill()
            raise

    async def _fork(self, parent: Orders, **kwargs: Any) -> KernelConnectionInfo:
        loop, manager = asyncio.get_running_loop(), self.parent
        self.cwd = kwargs.get("cwd") or Path.cwd()
        info = manager.get_connection_info()
        connection = {
            "file": manager.connection_file, "transport": manager.transport, "ip": manager.ip,
            "key": info["key"].decode(), "signature_scheme": info["signature_scheme"],
            "ports": {name: info[name] for name in _PORTS},
        }  # fmt: skip
        order = self._order(kwargs["env"], str(self.cwd)) | {
            "connection": connection, "after_fork": list(self.after_fork),
        }  # fmt: skip
        with parent.ask(order) as report:
            self.child = await _born(report)
            self.pid = self.pgid = self.child.pid
            ports = await loop.sock_recv(report, 4096)
            if not ports:
                raise ConnectionError("the kernel died at its start")
        self.child.watch(self._died)
        found = {f"{name}_port": port for name, port in json.loads(ports)["ports"].items()}
        self.connection_info = info | found
        return self.connection_info

    def _died(self) -> None:
        """Have the manager look at once, instead of at its next round."""
        restarter = getattr(self.parent, "_restarter", None)
        if restarter is not None and not self.parent.shutting_down and (looking := restarter.poll()):
            asyncio.ensure_future(looking)  # noqa: RUF006  # the loop's only other holder is the restarter's own timer

    @property
    def has_process(self) -> bool:
        """Whether there is a process to look after."""
        return self.child is not None or super().has_process

    async def poll(self) -> int | None:
        """None while the kernel runs."""
        if self.child is None:
            return await super().poll()
        return None if self.child.is_alive() else 1

    async def wait(self) -> int | None:
        """Wait until the kernel has ended."""
        if self.child is None:
            return await super().wait()
        while self.child.is_alive():
            await asyncio.sleep(0.02)
        self.child.close()
        self.child = None
        return 1

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel's process group."""
        if self.child is None:
            await super().send_signal(signum)
        else:
            self.child.send(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once."""
        await (super().kill(restart) if self.child is None else self.send_signal(signal.SIGKILL))

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel's process to end."""
        await (super().terminate(restart) if self.child is None else self.send_signal(signal.SIGTERM))


async def _born(report: socket.socket) -> Child:
    """Wait for a copy's first word: which process it is."""
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    loop.add_reader(report, lambda: None if ready.done() else ready.set_result(None))
    try:
        await ready
    finally:
        loop.remove_reader(report)
    message, descriptors, *_ = socket.recv_fds(report, 4096, 1)
    if not descriptors:
        raise ConnectionError
    return Child(json.loads(message)["pid"], descriptors[0])


async def _all(report: socket.socket) -> bytes:
    """All that a copy reports, until it hangs up."""
    loop, parts = asyncio.get_running_loop(), []
    while part := await loop.sock_recv(report, 2**20):
        parts.append(part)
    return b"".join(parts)
