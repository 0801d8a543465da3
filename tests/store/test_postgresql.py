"""The same store on PostgreSQL, where its programs are installed."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from samhandling.store import Store
from samhandling.store import answers as answers_table
from tests.store import test_registers as of_entries
from tests.store import test_store as on_sqlite

BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path("/usr/bin"))
pytestmark = pytest.mark.skipif(
    os.name != "posix" or not (BIN / "initdb").exists() or shutil.which("psql") is None,
    reason="PostgreSQL is not installed",
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A PostgreSQL of our own; the URL of its server."""
    # it refuses to run as root, and needs a folder that its own user can reach
    user = "postgres" if getpass.getuser() == "root" else None
    folder = Path(tempfile.mkdtemp(prefix="samhandling-pg-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [str(BIN / program), *arguments]
        return subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    run("initdb", "-D", str(data), "-U", "samhandling", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(data / "log"), "-o", options, "start")
    yield f"postgresql://samhandling@127.0.0.1:{port}"
    run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def store(cluster: str) -> Iterator[Store]:
    """A store in a data base of its own."""
    name = f"t{uuid.uuid4().hex[:10]}"
    port = cluster.rsplit(":", 1)[1]
    create = [
        "psql",
        "-h",
        "127.0.0.1",
        "-p",
        port,
        "-U",
        "samhandling",
        "-d",
        "postgres",
        "-qc",
        f"CREATE DATABASE {name}",
    ]
    subprocess.run(create, check=True)
    opened = Store(f"{cluster}/{name}")
    opened.write(on_sqlite.add_room).result()
    yield opened
    opened.close()


test_newest = on_sqlite.test_the_newest_answer_is_the_current_one_and_repeats_change_nothing
test_values = on_sqlite.test_any_value_comes_back_as_it_was
test_failing = on_sqlite.test_a_failing_job_takes_no_other_with_it
test_migrations = on_sqlite.test_the_migrations_make_the_tables_of_the_schema
test_settings = on_sqlite.test_a_setting_is_what_it_was_first_until_it_is_given_another_value
test_forgetting = on_sqlite.test_forgetting_a_person_deletes_what_is_theirs_alone
test_changes = of_entries.test_a_repeated_change_is_stored_once_and_as_it_was_first
test_forgetting_entries = of_entries.test_forgetting_takes_along_what_was_said_of_a_persons_entries
test_items = of_entries.test_the_answers_to_some_items_come_from_all_rooms_with_whose_they_are


def test_what_was_stored_is_there_after_opening_it_again(store: Store) -> None:
    on_sqlite.add(store, on_sqlite.row("kvar"))
    url = store.url.render_as_string(hide_password=False)
    store.close()
    again = Store(url)
    assert [one["value"] for one in again.read(answers_table.newest)] == ["kvar"]
    again.close()
