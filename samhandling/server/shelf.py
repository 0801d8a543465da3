"""What lies ready in the pool, and what of it is still fresh."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from samhandling.server.forking.parent import Branch

_PACKAGE = Path(__file__).parent.parent
#: Seconds that a look at the files holds.
LOOK = 1.0
_CONTENT = ("series.yaml", "exercises", "datasets", "sessions", "voila_apps")


@dataclass(frozen=True)
class Progress:
    """How many places are ready, of how many wanted: "112 of 200"."""

    ready: int
    wanted: int
    kernels: int
    """Kernels that wait for a visitor."""
    start: str
    """How kernels start: `forked`, or why not."""
    most: int | None = None
    """Places for which each page can have kernels; None while no page is known to need any."""

    def to_data(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Ready:
    """A rendered page, with the kernel that its widgets talk to, if it has any."""

    html: str
    kernel: str | None
    version: str
    made: float = field(default_factory=time.monotonic)


@dataclass
class Shelf:
    """The pages of one notebook that are ready, and what is known of it."""

    kept: Ready | None = None
    waiting: list[Ready] = field(default_factory=list)
    has_widgets: bool | None = None
    """None until it has been rendered once."""
    filling: int = 0
    first: asyncio.Future[None] | None = None
    """The first rendering, which tells what kind of page it is."""
    sample: str | None = None
    """How the page looks, also when none is left."""
    branch: Branch | None = None
    """Where kernels are forked that have run the notebook already; its page is `sample`."""
    is_unfit: bool = False
    """Whether each page needs a run of its own."""
    failures: int = 0
    retry_at: float = 0.0

    def cut(self) -> None:
        """Fork no more kernels from where the notebook has run."""
        if self.branch:
            self.branch.end()
        self.branch = None


def state_of(root: Path) -> str:
    """A name for the state of all files that a page may be made of; it changes when one of them does."""
    state = 0
    for start in (_PACKAGE, *(root / name for name in _CONTENT)):
        for path in _files(start):
            with suppress(OSError):
                found = os.stat(path)  # noqa: PTH116  # hundreds of files, a thousand times an hour
                state ^= hash((path, found.st_mtime_ns, found.st_size))
    return hex(state)


def _files(start: Path) -> Iterator[str]:
    if start.is_file():
        yield str(start)
        return
    for folder, folders, names in os.walk(start):
        folders[:] = [one for one in folders if not one.startswith((".", "__pycache__"))]
        yield from (os.path.join(folder, name) for name in names if not name.startswith("."))  # noqa: PTH118  # as above
