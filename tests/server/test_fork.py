"""Kernels forked from a warm process: what they share, what they do not, and who outlives whom."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

from samhandling.server import parent
from samhandling.server.fork import NAME, ForkProvisioner

pytestmark = pytest.mark.skipif(bool(parent.unavailable()), reason=f"no forking here: {parent.unavailable()}")
MODULE = """
import os, random
import numpy
made_in, secret = os.getpid(), os.environ.get("A_SECRET")
numpy.random.seed(1)
state = []
"""


class Specs:
    """Knows one kernel: Python's, forked."""

    def __init__(self) -> None:
        argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        metadata = {"kernel_provisioner": {"provisioner_name": NAME}}
        self.spec = KernelSpec(argv=argv, language="python", display_name="Python", metadata=metadata)


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    """Settings for a warm process of one's own, which is ended afterwards."""
    ForkProvisioner.register()
    (tmp_path / "warmed.py").write_text(MODULE)
    config = Config()
    config.KernelManager.transport = "ipc"
    config.ForkProvisioner.update(
        modules=["warmed", "a_module_that_is_not_there"], limits={"NOFILE": 100, "DATA": 2**29}, nice=3,
        preferred=str(tmp_path),
    )  # fmt: skip
    yield config
    for one in ForkProvisioner.parents.values():
        one.end()
    ForkProvisioner.parents.clear()


@asynccontextmanager
async def kernel(config: Config, folder: Path, **environment: str) -> AsyncIterator[tuple[AsyncKernelManager, Any]]:
    """A kernel, and a way to run code in it that returns what it prints."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)} | environment
    manager = AsyncKernelManager(config=config, connection_file=str(folder / f"{time.monotonic_ns()}.json"))
    manager._kernel_spec = Specs().spec
    await manager.start_kernel(env=surroundings, cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=30)

        async def run(code: str) -> str:
            said: list[str] = []

            def note(message: Any) -> None:
                said.append(str(message["content"].get("text", message["content"].get("evalue", ""))))

            await client.execute_interactive(textwrap.dedent(code), output_hook=note, timeout=30)
            return "".join(said).strip()

        yield manager, run
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


def pid_of(manager: AsyncKernelManager) -> int:
    assert isinstance(manager.provisioner, ForkProvisioner) and manager.provisioner.child
    return manager.provisioner.child.pid


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_kernels_share_what_was_imported_and_nothing_else(config: Config, tmp_path: Path) -> None:
    async def trial() -> None:
        async with kernel(config, tmp_path, A_SECRET="one") as (first, a), kernel(config, tmp_path, B="2") as (_, b):
            warm = ForkProvisioner(config=config).warm_parent.pid
            assert (
                await a("import warmed, os; print(warmed.made_in)")
                == str(warm)
                == await b("import warmed; print(warmed.made_in)")
            )
            assert await a("print(os.getpid())") == str(pid_of(first))
            # the second was not even forked from the first one's surroundings
            assert await a("print(os.environ['A_SECRET'])") == "one"
            assert await b("import os; print(os.environ.get('A_SECRET'), os.environ['B'])") == "None 2"
            await a("warmed.state.append(1); x = 1")
            assert await b("print(warmed.state, 'x' in globals())") == "[] False"
            assert await a("print(os.getcwd())") == str(tmp_path)
            assert await a("print(os.getpgid(0) == os.getpid(), get_ipython().history_manager.enabled)") == "True False"

    asyncio.run(trial())


def test_random_numbers_differ(config: Config, tmp_path: Path) -> None:
    async def trial() -> None:
        async with kernel(config, tmp_path) as (_, a), kernel(config, tmp_path) as (_, b):
            code = "import random, numpy, uuid; print(random.random(), numpy.random.random(), uuid.uuid4())"
            one, other = (await a(code)).split(), (await b(code)).split()
            assert len(one) == 3 and not set(one) & set(other)

    asyncio.run(trial())


def test_limits_hold(config: Config, tmp_path: Path) -> None:
    async def trial() -> None:
        async with kernel(config, tmp_path) as (manager, run):
            assert "Too many open files" in await run("files = [open('/dev/null') for _ in range(200)]")
            await run("files = None")
            assert "x" not in await run("x = bytearray(2**30); print('x')")
            assert await run("print(1)") == "1"
            assert psutil.Process(pid_of(manager)).nice() == 3

    asyncio.run(trial())


def test_a_killed_kernel_is_noticed_at_once_with_what_it_had_started(config: Config, tmp_path: Path) -> None:
    async def trial() -> None:
        async with kernel(config, tmp_path) as (manager, run), kernel(config, tmp_path) as (other, _):
            code = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid)"
            started = int(await run(code))
            os.kill(pid_of(manager), signal.SIGKILL)
            await asyncio.sleep(0.1)
            assert not await manager.is_alive() and await other.is_alive()
            assert eventually(lambda: is_gone(started))
            await manager.restart_kernel(now=True)
            assert await manager.is_alive()

    asyncio.run(trial())


def test_kernels_outlive_the_process_they_came_from_and_a_new_one_takes_its_place(
    config: Config, tmp_path: Path
) -> None:
    async def trial() -> None:
        async with kernel(config, tmp_path) as (first, run):
            warm = ForkProvisioner(config=config).warm_parent
            before = warm.pid
            assert before
            await run("x = 42")
            os.kill(before, signal.SIGKILL)
            async with kernel(config, tmp_path) as (_, other):
                assert await other("print(1)") == "1"
            assert await run("print(x)") == "42" and await first.is_alive()
            assert warm.pid not in (None, before)

    asyncio.run(trial())


SERVER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from tests.server.test_fork import *
ForkProvisioner.register()
async def main():
    config = Config()
    config.KernelManager.transport = "ipc"
    folder = Path({folder!r})
    async with kernel(config, folder) as (first, run), kernel(config, folder) as (second, _):
        print(pid_of(first), pid_of(second), ForkProvisioner(config=config).warm_parent.pid, flush=True)
        # one that never lets go of the interpreter, and one whose parent is gone already
        asyncio.ensure_future(run("import re; re.match('(a+)+$', 'a' * 60 + 'b')"))
        if {orphan}:
            import os
            await asyncio.sleep(.5)
            os.kill(ForkProvisioner(config=config).warm_parent.pid, 9)
        await asyncio.sleep(600)
asyncio.run(main())
"""


@pytest.mark.parametrize("orphan", [False, True])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_server(tmp_path: Path, orphan: bool, number: signal.Signals) -> None:
    code = SERVER.format(tests=str(Path(__file__).parents[2]), folder=str(tmp_path), orphan=orphan)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 3
        time.sleep(1.5)
        assert not any(is_gone(pid) for pid in pids[:2])
        server.send_signal(number)
        server.wait(10)
    assert eventually(lambda: all(is_gone(pid) for pid in pids), 5)


def test_where_forking_is_not_to_be_had_kernels_are_ordinary_and_it_says_so(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert ForkProvisioner(config=config).status == "forking is not safe on darwin"

    async def trial() -> None:
        async with kernel(config, tmp_path) as (manager, run):
            assert isinstance(manager.provisioner, ForkProvisioner) and manager.provisioner.child is None
            assert await run("print(get_ipython().history_manager.enabled)") == "False"

    with monkeypatch.context() as still:
        still.setattr("samhandling.server.fork.unavailable", lambda: "not here")
        monkeypatch.undo()
        still.setattr("samhandling.server.fork.unavailable", lambda: "not here")
        asyncio.run(trial())


def test_a_process_that_never_gets_warm_is_given_up(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.py").write_text("raise SystemExit(1)")
    monkeypatch.setattr(parent, "_WARM", tmp_path / "broken.py")

    async def trial() -> None:
        async with kernel(config, tmp_path) as (manager, run):
            assert await run("print(1)") == "1"
            assert isinstance(manager.provisioner, ForkProvisioner) and manager.provisioner.child is None
            assert "cannot be kept running" in manager.provisioner.status

    asyncio.run(trial())
