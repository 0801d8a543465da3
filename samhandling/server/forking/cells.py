"""Running a notebook's cells in a process that is to be forked, where there is no kernel, no socket and no loop yet.

What the cells print and show is kept as a notebook keeps it. What they make, widgets included, is there
in every kernel that is forked afterwards.
"""

import asyncio
import gc
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ipykernel.jsonutil import encode_images, json_clean
from IPython.core.async_helpers import _should_be_async
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import DisplayPublisher

from samhandling.server.forking import Outputs, Unfit


class _Printer(io.TextIOBase):
    """A stream that writes into a cell's outputs."""

    def __init__(self, name: str, shown: Outputs) -> None:
        self._name, self._shown = name, shown

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str) -> int:
        """Take a text; what is printed in one go is one output."""
        if self._shown and self._shown[-1].get("name") == self._name:
            self._shown[-1]["text"] += text
        elif text:
            self._shown.append({"output_type": "stream", "name": self._name, "text": text})
        return len(text)


class _Publisher(DisplayPublisher):
    """A publisher that writes into a cell's outputs."""

    shown: Outputs

    def publish(self, data: Any, metadata: Any = None, *args: Any, update: bool = False, **kwargs: Any) -> None:
        """Take what is displayed."""
        if update:
            raise Unfit("a cell changes what an earlier one has shown")
        self.shown.append({"output_type": "display_data", "data": data, "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has shown."""
        self.shown.clear()


class _Result(CapturingDisplayHook):
    """Takes the value of a cell's last expression as one more thing that is displayed."""

    def __call__(self, result: Any = None) -> None:
        """Take it, unless it displays itself."""
        if result is None:
            return
        data, metadata = self.shell.display_formatter.format(result)
        if data:
            self.outputs.append({"output_type": "display_data", "data": data, "metadata": metadata})


@contextmanager
def _into(shell: Any, shown: Outputs) -> Iterator[None]:
    """For as long as it lasts, all that the shell prints and shows is taken down."""

    def failed(kind: type, error: BaseException, trace: list[str]) -> None:
        shown.append({"output_type": "error", "ename": kind.__name__, "evalue": str(error), "traceback": trace})

    publisher, hook, streams = shell.display_pub, shell.display_trap.hook, (sys.stdout, sys.stderr)
    shell.display_pub = _Publisher()  # type: ignore[no-untyped-call]  # IPython is untyped here
    shell.display_pub.shown = shown
    shell.display_trap.hook = _Result(shell, shown)  # type: ignore[no-untyped-call]  # as above
    shell._showtraceback = failed
    sys.stdout, sys.stderr = _Printer("stdout", shown), _Printer("stderr", shown)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams
        del shell._showtraceback
        shell.display_trap.hook, shell.display_pub = hook, publisher


def run(shell: Any, cells: list[str]) -> list[Outputs]:
    """Run the cells one after another, until one fails; the outputs of each. Raises `Unfit`."""
    ran: list[Outputs] = []
    for source in cells:
        if _should_be_async(source):
            raise Unfit("a cell awaits something")
        shown: Outputs = []
        with _into(shell, shown):
            done = shell.run_cell(source, store_history=False)
        if isinstance(done.error_in_exec, Unfit):
            raise done.error_in_exec
        ran.append([_as_json(one) for one in shown])
        if not done.success:
            break
    check()
    return ran


def check() -> None:
    """See that nothing is left which a copy of this process would not have, or not in working order. Raises `Unfit`."""
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise Unfit("a cell has started a thread")
    if any(isinstance(one, asyncio.AbstractEventLoop) and not one.is_closed() for one in gc.get_objects()):
        raise Unfit("a cell has made an event loop")
    widgets = sys.modules.get("ipywidgets.widgets.widget")
    # what is printed into an Output widget finds its way there by the messages of a running kernel
    if widgets and any(one._model_name == "OutputModel" for one in widgets._instances.values()):
        raise Unfit("a cell prints into a widget")


def _as_json(output: dict[str, Any]) -> dict[str, Any]:
    if "data" in output:
        output = output | {"data": encode_images(output["data"])}  # type: ignore[no-untyped-call]  # ipykernel is untyped
    cleaned: dict[str, Any] = json_clean(output)  # type: ignore[no-untyped-call]  # as above
    return cleaned
