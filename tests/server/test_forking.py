"""Kernels forked from a warm process: what they share, what they do not, and who outlives whom."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import nbformat
import psutil
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from samhandling.server.forking import Outputs, Unfit, parent
from samhandling.server.forking.parent import Branch
from samhandling.server.forking.provisioner import NAME, ForkProvisioner

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
async def kernel(
    config: Config, folder: Path, branch: Branch | None = None, **environment: str
) -> AsyncIterator[tuple[AsyncKernelManager, Any]]:
    """A kernel, and a way to run code in it that returns what it prints."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)} | environment
    manager = AsyncKernelManager(config=config, connection_file=str(folder / f"{time.monotonic_ns()}.json"))
    manager._kernel_spec = Specs().spec
    await manager.start_kernel(env=surroundings, cwd=str(folder), **({"branch": branch} if branch else {}))
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


def test_a_kernel_reads_parquet_though_what_it_was_forked_from_does_without(config: Config, tmp_path: Path) -> None:
    config.ForkProvisioner.modules = ["pandas"]

    async def trial() -> None:
        async with kernel(config, tmp_path) as (_, run):
            warm = ForkProvisioner(config=config).warm_parent.pid
            assert warm and psutil.Process(warm).num_threads() == 1
            assert "arrow" not in "".join(one.path for one in psutil.Process(warm).memory_maps())
            await run("import pandas; frame = pandas.DataFrame({'a': ['x', None], 'n': [1, 2]})")
            await run("frame.to_parquet('some.parquet')")
            assert await run("print(pandas.read_parquet('some.parquet').equals(frame))") == "True"

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


SLIDERS = """
import random, ipywidgets
drawn, box = random.random(), ipywidgets.VBox([ipywidgets.IntSlider(value=3)])
print('printed')
display('shown')
print('after')
box
"""


@asynccontextmanager
async def ran(config: Config, folder: Path, *cells: str) -> AsyncIterator[tuple[Branch, list[Outputs]]]:
    """Cells that have been run, where `kernel` can fork from, and what they have shown."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)}
    branch, outputs = await ForkProvisioner(config=config).run(list(cells), surroundings, str(folder))
    try:
        yield branch, outputs
    finally:
        branch.end()


def test_kernels_begin_where_a_notebook_has_been_run(config: Config, tmp_path: Path) -> None:
    async def trial() -> None:
        async with ran(config, tmp_path, SLIDERS, "box.children[0].value += 1") as (branch, outputs):
            kinds = [[one["output_type"] for one in shown] for shown in outputs]
            assert kinds == [["stream", "display_data", "stream", "display_data"], []]
            assert [outputs[0][i]["text"] for i in (0, 2)] == ["printed\n", "after\n"]
            view = outputs[0][3]["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
            async with (
                kernel(config, tmp_path, branch) as (first, a),
                kernel(config, tmp_path, branch) as (_, b),
            ):
                assert await a("print(box.model_id, box.children[0].value)") == f"{view} 4"
                # from here on they go their own ways, in numbers drawn by chance too
                await a("box.children[0].value = 9")
                assert await a("print(box.comm.kernel is get_ipython().kernel)") == "True"
                assert await b("print(box.children[0].value)") == "4"
                assert await a("print(drawn)") == await b("print(drawn)")
                code = "import random; print(random.random())"
                assert await a(code) != await b(code)
                os.kill(branch.pid, signal.SIGKILL)
                assert await a("print(box.children[0].value)") == "9" and await first.is_alive()
                with pytest.raises(ConnectionError):
                    async with kernel(config, tmp_path, branch):
                        pass

    asyncio.run(trial())


def test_a_cell_that_fails_is_the_last_one_and_tells_how(config: Config, tmp_path: Path) -> None:
    async def trial() -> None:
        async with ran(config, tmp_path, "1/0", "print('not reached')") as (_, outputs):
            assert len(outputs) == 1 and outputs[0][-1]["ename"] == "ZeroDivisionError"

    asyncio.run(trial())


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("import threading, time; threading.Thread(target=time.sleep, args=[9], daemon=True).start()", "thread"),
        ("import asyncio; await asyncio.sleep(0)", "awaits"),
        ("import asyncio; loop = asyncio.new_event_loop()", "event loop"),
        ("import ipywidgets; out = ipywidgets.Output()", "prints into a widget"),
        ("here = display('a', display_id=True); here.update('b')", "changes what an earlier one has shown"),
    ],
)
def test_cells_that_need_a_kernel_of_their_own_are_told_from_others(
    config: Config, tmp_path: Path, cell: str, why: str
) -> None:
    async def trial() -> None:
        with pytest.raises(Unfit, match=why):
            async with ran(config, tmp_path, cell):
                pass

    asyncio.run(trial())


def test_cells_that_take_too_long_are_ended(config: Config, tmp_path: Path) -> None:
    async def trial() -> None:
        config.ForkProvisioner.patience = 2.0
        async with kernel(config, tmp_path):  # the warm process is warm
            started = set(psutil.Process().children(recursive=True))
            with pytest.raises(TimeoutError):
                async with ran(config, tmp_path, "import time; time.sleep(60)"):
                    pass
            left = set(psutil.Process().children(recursive=True)) - started
            assert eventually(lambda: all(is_gone(process.pid) for process in left))

    asyncio.run(trial())


SERVER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from tests.server.test_forking import *
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
        still.setattr("samhandling.server.forking.provisioner.unavailable", lambda: "not here")
        monkeypatch.undo()
        still.setattr("samhandling.server.forking.provisioner.unavailable", lambda: "not here")
        asyncio.run(trial())


def test_a_process_that_never_gets_warm_is_given_up(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.py").write_text("raise SystemExit(1)")
    monkeypatch.setattr(parent, "_WARM", "broken")

    async def trial() -> None:
        async with kernel(config, tmp_path) as (manager, run):
            assert await run("print(1)") == "1"
            assert isinstance(manager.provisioner, ForkProvisioner) and manager.provisioner.child is None
            assert "cannot be kept running" in manager.provisioner.status

    asyncio.run(trial())


def test_a_plain_voila_forks_its_kernels_too(tmp_path: Path) -> None:
    notebook = new_notebook(cells=[new_code_cell("import os, ipywidgets\nprint('made in', os.getpid(), os.getppid())")])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, tmp_path / "page.ipynb")
    (tmp_path / "voila.py").write_text(
        "c.KernelProvisionerFactory.default_provisioner_name = 'forked-provisioner'\n"
        "c.ForkProvisioner.modules = ['ipywidgets']\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    voila_command = Path(sys.executable).with_name("voila")
    command = [voila_command, "page.ipynb", "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    with (tmp_path / "log").open("w") as log, subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log) as voila:
        try:
            pages = []

            def answers() -> bool:
                with suppress(httpx.HTTPError):
                    pages.append(httpx.get(f"http://127.0.0.1:{port}/", timeout=60).text)
                return bool(pages)

            assert eventually(answers, 30), (tmp_path / "log").read_text()
            pages.append(httpx.get(f"http://127.0.0.1:{port}/", timeout=60).text)
            first, second = (re.search(r"made in (\d+) (\d+)", page) for page in pages)
            assert first and second, pages
            assert first[1] != second[1] and first[2] == second[2] != str(voila.pid)
        finally:
            voila.terminate()
            voila.wait(20)
    assert eventually(lambda: is_gone(int(first[1])) and is_gone(int(first[2])), 10)
