"""The store: one writer, many readers, nothing acknowledged before it is on disk."""

import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from filelock import FileLock, Timeout

T = TypeVar("T")
MIGRATIONS = Path(__file__).parent / "migrations"
BATCH = 500
"""How many jobs at most share one commit."""


class StoreError(Exception):
    """The store cannot be used; `reason` is a key of the words, `details` fill it in."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(f"{reason} {details}")
        self.reason = reason
        self.details = details


def now_ms() -> int:
    """The time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Store:
    """A database with one writer.

    Every write runs on one thread, which commits many at a time (group commit): under load one
    fsync serves all that wait, and a `Future` resolves only after the commit that holds its work.
    """

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        """Open the store, create it if need be, and bring its tables up to date.

        `url` is an SQLAlchemy URL; a plain path means SQLite. Raises `StoreError` when the store
        cannot be opened, is damaged, or is in use by another server.
        """
        try:
            self.url = sa.make_url(url if "://" in url else f"sqlite:///{url}")
            if self.url.get_backend_name() not in ("sqlite", "postgresql"):
                raise sa.exc.ArgumentError("sqlite, postgresql")
        except sa.exc.ArgumentError as error:
            # only the beginning is shown: a password may follow
            raise StoreError("store_address", path=url.partition("://")[0], detail=str(error)[:200]) from None
        self.path = Path(self.url.database) if self._is_file() and self.url.database else None
        self.failure: StoreError | None = None
        """Why the last write failed, None while all is well."""
        self._lock: FileLock | None = None
        self._closed = False
        if self.path and not read_only:
            self._claim(self.path)
        elif self.path and not self.path.is_file():
            raise StoreError("store_missing", path=self.path)
        self.engine = self._engine(read_only)
        try:
            self._examine(read_only)
            if not read_only:
                self._migrate()
            elif self._is_behind():
                # an older version made it: its tables are brought up to date by one that may write
                self.engine.dispose()
                Store(url).close()
                self.engine = self._engine(read_only)
        except BaseException:
            self.engine.dispose()
            self._release()
            raise
        self._jobs: queue.Queue[tuple[Callable[[sa.Connection], Any], Future[Any]] | None] = queue.Queue()
        self._writer = threading.Thread(target=self._write, name="store writer", daemon=True)
        if not read_only:
            self._writer.start()

    def write(self, job: Callable[[sa.Connection], T]) -> "Future[T]":
        """Run `job` in the writer's next transaction; the future resolves after its commit.

        It fails with the job's own exception (then only that job is rolled back), or with
        `StoreError` when the commit is impossible, e.g. because the disk is full.
        """
        future: Future[T] = Future()
        if self._closed:
            future.set_exception(StoreError("store_closed"))
            return future
        self._jobs.put((job, future))
        return future

    def read(self, job: Callable[[sa.Connection], T]) -> T:
        """Run a read-only `job` on a connection of its own, in the calling thread."""
        with self.engine.connect() as connection:
            return job(connection)

    def close(self) -> None:
        """Finish every write that was asked for, then close."""
        if self._closed:
            return
        self._closed = True
        if self._writer.is_alive():
            self._jobs.put(None)
            self._writer.join()
        self.engine.dispose()
        self._release()

    def _write(self) -> None:
        stop = False
        while not stop:
            jobs = [self._jobs.get()]
            with suppress(queue.Empty):
                while len(jobs) < BATCH:
                    jobs.append(self._jobs.get_nowait())
            stop = None in jobs
            # one that was given up meanwhile is left out: its future takes no result, and would end this thread
            batch = [job for job in jobs if job is not None and job[1].set_running_or_notify_cancel()]
            if batch:
                self._commit(batch)

    def _commit(self, batch: list[tuple[Callable[[sa.Connection], Any], "Future[Any]"]]) -> None:
        results: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self.engine.begin() as connection:
                for job, future in batch:
                    try:
                        with connection.begin_nested():
                            results.append((future, job(connection), None))
                    except sa.exc.OperationalError:
                        raise  # the store itself fails: the whole batch is rolled back
                    except Exception as error:
                        results.append((future, None, error))
            self.failure = None
        except Exception as error:
            self.failure = self._why(error)
            results = [(future, None, self.failure) for _, future in batch]
        for future, result, problem in results:
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

    def _why(self, error: BaseException | None) -> StoreError:
        # SQLite gives the whole transaction up on a full disk; what is seen last is the missing savepoint
        text, at = "", error
        while at is not None:
            text, at = f"{text} {getattr(at, 'orig', at)}".lower().strip(), at.__context__
        if "full" in text or "no space" in text:
            return StoreError("store_full", path=self.where)
        if "readonly" in text or "read-only" in text:
            return StoreError("store_unwritable", path=self.where)
        if "malformed" in text or "not a database" in text:
            return StoreError("store_corrupt", path=self.where)
        return StoreError("store_failing", path=self.where, detail=text[:200])

    @property
    def where(self) -> str:
        """Where the store lies, fit to show: no password."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=True)

    def _is_file(self) -> bool:
        return self.url.get_backend_name() == "sqlite" and self.url.database not in (None, "", ":memory:")

    def _engine(self, read_only: bool) -> sa.Engine:
        if self.url.get_backend_name() != "sqlite":
            url = self.url.set(drivername="postgresql+psycopg") if self.url.drivername == "postgresql" else self.url
            return sa.create_engine(url, pool_size=10, pool_pre_ping=True)
        engine = sa.create_engine(self.url, connect_args={"timeout": 20, "check_same_thread": False})

        @sa.event.listens_for(engine, "connect")
        def prepare(connection: Any, _: Any) -> None:
            # the driver must leave BEGIN to us, or savepoints would commit
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            if read_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA journal_mode = WAL")

        @sa.event.listens_for(engine, "begin")
        def begin(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN")

        return engine

    def _claim(self, path: Path) -> None:
        """Make sure that the file can be written, and that no other server writes to it."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            created = not path.exists()
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            os.close(descriptor)
            self._lock = FileLock(f"{path}.lock", mode=0o600)
            self._lock.acquire(timeout=0)
        except Timeout:
            self._lock = None
            raise StoreError("store_in_use", path=path) from None
        except OSError as error:
            raise StoreError("store_unwritable", path=path, detail=error.strerror) from None
        if created:
            with suppress(OSError):
                path.chmod(0o600)

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _examine(self, read_only: bool) -> None:
        """Refuse a damaged file before anything is written to it."""
        try:
            with self.engine.connect() as connection:
                if self.url.get_backend_name() == "sqlite":
                    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
                    if verdict != "ok":
                        raise StoreError("store_corrupt", path=self.where)
                else:
                    connection.exec_driver_sql("SELECT 1")
                if read_only and not sa.inspect(connection).has_table("answers"):
                    raise StoreError("store_missing", path=self.where)
        except sa.exc.DBAPIError as error:
            raise self._why(error) from None

    def _is_behind(self) -> bool:
        """Whether the tables are those of an older version; refuses those of a newer one."""
        script = ScriptDirectory(str(MIGRATIONS))
        with self.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current not in {one.revision for one in script.walk_revisions()}:
            raise StoreError("store_newer", path=self.where)
        return current != script.get_current_head()

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        try:
            with self.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except CommandError:
            raise StoreError("store_newer", path=self.where) from None
        except sa.exc.DBAPIError as error:
            raise self._why(error) from None
