"""What a run was made on, and what its processes cost, from the operating system."""

import os
import platform
import statistics
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

_PACKAGES = ("voila", "jupyter_server", "jupyter_client", "ipykernel", "ipywidgets", "tornado", "pyzmq")


def described() -> str:
    """The machine and the versions, in two lines."""
    model = next((one.partition(":")[2].strip() for one in _lines("/proc/cpuinfo") if one.startswith("model name")), "")
    memory = psutil.virtual_memory().total / 2**30
    versions = []
    for name in _PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(f"{name} –")
    machine = f"{psutil.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()} {platform.release()}"
    return f"{machine}, Python {platform.python_version()}, load {psutil.getloadavg()[0]:.1f}\n{', '.join(versions)}"


def storage(place: Path) -> str:
    """The disk under a folder: its file system, and how long one write to it takes until it is safe there."""
    mounts = [one for one in psutil.disk_partitions(all=True) if place.resolve().is_relative_to(one.mountpoint)]
    kind = max(mounts, key=lambda one: len(one.mountpoint)).fstype
    times = []
    with (place / "fsync").open("wb", buffering=0) as file:
        for _ in range(100):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            times.append(1000 * (time.perf_counter() - began))
    return f"answers on {kind}, where an fsync takes {statistics.median(times):.2g} ms"


class Tree:
    """A server's process and all that it has started."""

    def __init__(self, pid: int) -> None:
        if sys.platform != "linux":
            sys.exit("What it costs is read from /proc, so this runs on Linux only.")
        self._root = psutil.Process(pid)
        self._seen: dict[int, float] = {}

    def _processes(self) -> list[psutil.Process]:
        try:
            return [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return []

    def seconds(self) -> float:
        """CPU-seconds so far; of a process that has ended, what it had used when last looked at."""
        for process in self._processes():
            try:
                times = process.cpu_times()
                self._seen[process.pid] = times.user + times.system
            except psutil.Error:
                continue
        return sum(self._seen.values())

    def megabytes(self) -> float:
        """Memory as proportional set size: what is shared counts once."""
        total = 0
        for process in self._processes():
            lines = _lines(f"/proc/{process.pid}/smaps_rollup")
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024

    def kernels(self) -> int:
        """How many kernels there are."""
        return sum(1 for process in self._processes() if _is_kernel(process))

    def settle(self, kernels: int, patience: float = 300.0) -> None:
        """Wait until there are so many kernels, no more come, and nothing computes."""
        end, before = time.monotonic() + patience, -1.0
        while time.monotonic() < end:
            time.sleep(1.0)
            now = self.kernels() * 1000 + self.seconds()
            if self.kernels() >= kernels and now - before < 0.05:
                return
            before = now


def _is_kernel(process: psutil.Process) -> bool:
    try:
        return process.name() == "ipykernel" or "ipykernel_launcher" in process.cmdline()
    except psutil.Error:
        return False


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
