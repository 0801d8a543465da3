"""The command line: serve a meeting, check content, take the answers home."""

import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Annotated, NoReturn

import psutil
import typer

from samhandling import __version__
from samhandling.content import reading
from samhandling.content.language import Language
from samhandling.content.reading import Content, ContentError
from samhandling.content.words import say
from samhandling.store import Store, StoreError
from samhandling.store import people as people_table

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

STORE = "samhandling.db"
REHEARSAL_STORE = "rehearsal.db"
PORT = 8866
KERNEL_MEGABYTES, FORKED_MEGABYTES = 110, 25
"""What one kernel may come to weigh with pandas loaded: an ordinary one, and one that shares most of it."""
PARTICIPANTS = 40
"""How many are expected when nobody says how many."""

SeriesOption = Annotated[
    Path | None, typer.Option("--series", help="The series.yaml of the series. [default: the one here, else the one installed]")
]
StoreOption = Annotated[str | None, typer.Option("--store", help="Where the answers lie: a file, or a database's URL.")]
LanguageOption = Annotated[Language, typer.Option("--lang", help="sv or en.")]


@app.command(epilog="Example: samhandling serve --demo")
def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Rehearse: simulated participants join and answer.")] = False,
    series: SeriesOption = None,
    store: StoreOption = None,
    meeting: Annotated[str | None, typer.Option(help="The meeting to open. [default: as series.yaml says]")] = None,
    host: Annotated[str, typer.Option(help="0.0.0.0 lets the room's phones in; 127.0.0.1 only this machine.")] = "0.0.0.0",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 picks a free one.")] = PORT,
    pool: Annotated[
        int, typer.Option(min=0, help="Participants expected: so many pages wait for them. 0 renders nothing ahead.")
    ] = PARTICIPANTS,
    pin: Annotated[str | None, typer.Option(help="The facilitator's PIN. [default: made anew, kept with the meeting]")] = None,
    ready_file: Annotated[Path | None, typer.Option(help="A file that gets the addresses once the server answers.")] = None,
) -> None:
    """Serve a meeting to the phones in the room, until Ctrl-C."""
    content = _content(series)
    if meeting is not None and content.series.meeting(meeting) is None:
        _stop("no_meeting", meeting=meeting, known=", ".join(one.id for one in content.series.meetings))
    if ready_file is not None and not ready_file.absolute().parent.is_dir():
        _stop("cannot_write", path=ready_file, detail="no such folder")
    # these import Jupyter, which the other commands need not wait for
    from samhandling.server.app import PortBusy
    from samhandling.server.serve import Serving

    from samhandling.server.parent import unavailable

    each = KERNEL_MEGABYTES if unavailable() else FORKED_MEGABYTES
    most = max(8, int(psutil.virtual_memory().available / 2**20 * 0.5 / each))
    opened = _store(store or (REHEARSAL_STORE if demo else STORE))
    try:
        serving = Serving(content, opened, host=host, port=port, max_kernels=most, pool=pool, rehearse=demo)
        with suppress(KeyboardInterrupt):
            serving.run(meeting or content.series.opens, "".join((pin or "").split()) or None, ready_file)
    except PortBusy:
        _stop("port_busy", port=port)
    except OSError as error:
        _stop("cannot_listen", host=host, port=port, detail=error.strerror or error)
    except StoreError as error:
        _refuse(error)
    finally:
        opened.close()


@app.command(epilog="Example: samhandling check my-series")
def check(folder: Annotated[Path | None, typer.Argument(help="The folder of the series. [default: here]")] = None) -> None:
    """Check all content: what is wrong, in which file, on which line, and what was expected."""
    root = _root(folder)
    faults = reading.check(root)
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        typer.echo(f"\n{len(faults)} fel / faults", err=True)
        raise typer.Exit(1)
    content = Content.read(root)
    items = sum(len(exercise.items) for exercise in content.exercises.values())
    typer.echo(
        f"{len(content.series.meetings)} träffar, {len(content.exercises)} övningar, {items} frågor: inga fel"
        f" / meetings, exercises, questions: no faults"
    )


@app.command(epilog="Example: samhandling schema my-series")
def schema(folder: Annotated[Path | None, typer.Argument(help="The folder of the series. [default: here]")] = None) -> None:
    """Write the JSON Schemas with which an editor completes and checks the YAML."""
    root = _root(folder)
    reading.write_schemas(root)
    for name, _ in reading.schemas():
        typer.echo(str(root / name))


@app.command(epilog="Example: samhandling new my-series")
def new(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Write out a series of your own to edit: meetings, exercises, notebooks, guide."""
    try:
        written = reading.write_series(folder)
    except FileExistsError:
        _stop("folder_not_empty", folder=folder)
    except OSError as error:
        _stop("cannot_write", path=folder, detail=error.strerror or error)
    typer.echo(f"{folder}: {len(written)} filer / files\n\n  cd {folder}\n  samhandling check\n  samhandling serve --demo")


@app.command(epilog="Example: samhandling export out --excel")
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go.")] = Path("export"),
    store: StoreOption = None,
    series: SeriesOption = None,
    room: Annotated[list[str] | None, typer.Option(help="A meeting's code; may be repeated. [default: all]")] = None,
    excel: Annotated[bool, typer.Option("--excel", help="CSV for a Swedish Excel: semicolons, decimal commas, BOM.")] = False,
    simulated: Annotated[bool, typer.Option("--simulated", help="Include simulated participants.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Keep the profile of people in groups under five.")] = False,
) -> None:
    """Export the answers: a tidy CSV, a codebook, and an Excel workbook."""
    from samhandling.report.workbook import write_codebook, write_csv, write_workbook
    from samhandling.server.exports import frames

    content = _content(series)
    with closing(_store(store or STORE, read_only=True)) as opened:
        answers, people = frames(opened, content, [code.upper() for code in room] if room else None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = folder / "answers.csv", folder / "codebook.csv", folder / "answers.xlsx"
        write_csv(answers, people, content, paths[0], excel=excel, include_simulated=simulated, full=full)
        write_codebook(content, paths[1], excel=excel)
        write_workbook(answers, people, content, paths[2], include_simulated=simulated, full=full)
    except OSError as error:
        _stop("cannot_write", path=folder, detail=error.strerror or error)
    for path in paths:
        typer.echo(str(path))


@app.command("print", epilog="Example: samhandling print E10.1 E10.3 --out paper")
def print_(
    exercises: Annotated[list[str] | None, typer.Argument(help="The exercises' ids. [default: all]")] = None,
    out: Annotated[Path, typer.Option(help="Where the pages go.")] = Path("print"),
    lang: LanguageOption = "sv",
    series: SeriesOption = None,
) -> None:
    """Write A4 worksheets to print, as pages that any browser opens."""
    from samhandling.report.handout import handout

    content = _content(series)
    wanted = exercises or list(content.exercises)
    if unknown := [one for one in wanted if one not in content.exercises]:
        _stop("no_exercise", exercise=unknown[0], known=", ".join(content.exercises))
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one in wanted:
            path = out / f"{one}.{lang}.html"
            path.write_text(handout(content.exercises[one], lang), encoding="utf-8")
            typer.echo(str(path))
    except OSError as error:
        _stop("cannot_write", path=out, detail=error.strerror or error)


@app.command(epilog="Example: samhandling backup answers-2026-11-22.db")
def backup(
    file: Annotated[Path, typer.Argument(help="The copy; must not exist.")], store: StoreOption = None
) -> None:
    """Copy the store of answers, also while a meeting is going on."""
    with closing(_store(store or STORE, read_only=True)) as opened:
        if opened.path is None:
            _stop("backup_only_file")
        if file.exists():
            _stop("file_exists", path=file)
        partly = file.with_name(file.name + ".partly")
        try:
            partly.touch(0o600)  # these are people's answers
            with closing(sqlite3.connect(opened.path)) as source, closing(sqlite3.connect(partly)) as target:
                source.backup(target)
            partly.rename(file)
        except (OSError, sqlite3.Error) as error:
            partly.unlink(missing_ok=True)
            _stop("cannot_write", path=file, detail=error)
    typer.echo(str(file))


@app.command(epilog="Example: samhandling forget K7QF2-M9XPT")
def forget(
    code: Annotated[str, typer.Argument(help="The participant's own short code.")], store: StoreOption = None
) -> None:
    """Delete a participant and their own answers, by the short code that only they have."""
    from samhandling.server.codes import tidy_personal_code

    with closing(_store(store or STORE)) as opened:
        resume = tidy_personal_code(code)
        found = next((row for row in opened.read(people_table.everyone) if row["resume"] == resume), None)
        if found is None:
            _stop("no_such_person", code=code)
        deleted = opened.write(lambda connection: people_table.forget(connection, found["id"])).result()
    typer.echo(f"{deleted} svar raderade / answers deleted")


@app.command(
    epilog="Example: samhandling bench join --small",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def bench(context: typer.Context, what: Annotated[str, typer.Argument(help="What to measure: join.")]) -> None:
    """Measure this machine, beside plain Voilà. Options after the name go to the benchmark, also --small."""
    folder = Path(__file__).parent.parent / "benchmarks"
    known = sorted(path.stem for path in folder.glob("*.py") if "def main() -> int" in path.read_text(encoding="utf-8"))
    if not known:
        _stop("no_benchmarks")
    if what not in known:
        _stop("no_benchmark", what=what, known=", ".join(known))
    command = [sys.executable, str(folder / f"{what}.py"), *context.args]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603  # our own file


@app.callback(invoke_without_command=True)
def main(version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    """Samhandling: learning meetings on regional skills supply, from talk to joint action."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


def _root(folder: Path | None) -> Path:
    root = reading.find_root() if folder is None else folder
    if not (root / "series.yaml").is_file():
        _stop("no_series", path=root)
    return root


def _content(series: Path | None) -> Content:
    if series is not None and not (series.is_file() and series.name == "series.yaml"):
        _stop("no_series", path=series)
    root = series.resolve().parent if series else reading.find_root()
    # notebooks find the same series by the folder they lie in
    try:
        return Content.read(root)
    except ContentError as error:
        for fault in error.faults:
            typer.echo(str(fault), err=True)
        _stop("content_faults", n=len(error.faults))


def _store(url: str, read_only: bool = False) -> Store:
    try:
        return Store(url, read_only=read_only)
    except StoreError as error:
        _refuse(error)


def _refuse(error: StoreError) -> NoReturn:
    for language in ("sv", "en"):
        typer.echo(say("messages", error.reason, language, **error.details), err=True)
    raise typer.Exit(1)


def _stop(key: str, **details: object) -> NoReturn:
    """Say what is wrong, in both languages, and stop."""
    for language in ("sv", "en"):
        typer.echo(say("terminal", key, language, **details), err=True)
    raise typer.Exit(1)
