"""A PostgreSQL of our own for one run, where its programs are installed."""

import getpass
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine import Tree
from serving import free_port

BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path("/usr/bin"))


def is_installed() -> bool:
    """Whether there are programs to start one with."""
    return (BIN / "initdb").exists()


@contextmanager
def cluster() -> Iterator[tuple[str, Tree]]:
    """The URL of an empty database that is durable as installed, and its processes; gone afterwards."""
    # it refuses to run as root, and needs a folder that its own user can reach
    user = "postgres" if getpass.getuser() == "root" else None
    folder = Path(tempfile.mkdtemp(prefix="samhandling-pg-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user)
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        command = [str(BIN / program), "-D", str(data), *arguments]
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-U", "samhandling", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
        run("pg_ctl", "-w", "-l", str(data / "log"), "-o", options, "start")
        postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
        yield f"postgresql://samhandling@127.0.0.1:{port}/postgres", Tree(postmaster)
        run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
