"""The answers: take them home, report them, bring others in, copy them, delete a person."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from samhandling.cli.base import (
    STORE,
    LanguageOption,
    SeriesOption,
    StoreOption,
    app,
    content_of,
    refuse,
    rooms_of,
    stop,
    store_at,
    tell,
)
from samhandling.content.faults import ContentError
from samhandling.content.language import LANGUAGES
from samhandling.content.words import say
from samhandling.store import StoreError
from samhandling.store import people as people_table


@app.command(epilog="Example: samhandling export out --excel")
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go.")] = Path("export"),
    store: StoreOption = None,
    series: SeriesOption = None,
    room: Annotated[list[str] | None, typer.Option(help="A meeting's code; may be repeated. [default: all]")] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="CSV for a Swedish Excel: semicolons, decimal commas, BOM.")
    ] = False,
    simulated: Annotated[bool, typer.Option("--simulated", help="Include simulated participants.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Keep the profile of people in groups under five.")] = False,
    kind: Annotated[
        Literal["csv", "parquet"],
        typer.Option("--format", help="parquet: answers.parquet too, by meeting, a row for each part."),
    ] = "csv",
) -> None:
    """Export the answers: a tidy CSV, a codebook, an Excel workbook, and the registers."""
    from samhandling.report.material import from_store
    from samhandling.report.workbook import write_codebook, write_csv, write_registers, write_workbook
    from samhandling.server.registers import today

    content = content_of(series)
    with closing(store_at(store or STORE, read_only=True)) as opened:
        material = from_store(opened, content, rooms_of(opened, room))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = tuple(folder / name for name in ("answers.csv", "codebook.csv", "answers.xlsx", "registers.csv"))
        write_csv(material.frame, content, paths[0], excel=excel, include_simulated=simulated, full=full)
        write_codebook(content, paths[1], excel=excel)
        write_workbook(material.frame, material.people, content, paths[2], include_simulated=simulated, full=full)
        write_registers(material.entries, today(), paths[3], excel=excel, include_simulated=simulated)
        if kind == "parquet":
            from samhandling.report.parquet import write_long

            paths = (*paths, folder / "answers.parquet")
            write_long(material.frame, content, paths[-1], include_simulated=simulated, full=full)
    except OSError as error:
        stop("cannot_write", path=folder, detail=error.strerror or error)
    for path in paths:
        typer.echo(str(path))


@app.command(epilog="Example: samhandling report --room K7QF --format docx --lang sv")
def report(
    out: Annotated[Path, typer.Argument(help="Where the files go.")] = Path("report"),
    store: StoreOption = None,
    series: SeriesOption = None,
    room: Annotated[
        list[str] | None, typer.Option(help="A meeting's code; may be repeated. [default: all, the series' report]")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--format", help="docx, pdf, html or xlsx; may be repeated. [default: all four]")
    ] = None,
    simulated: Annotated[bool, typer.Option("--simulated", help="Include simulated participants.")] = False,
    lang: LanguageOption = "sv",
) -> None:
    """Write the report of a meeting, or of the whole series: docx, PDF, HTML and Excel."""
    from samhandling.report.document.files import FORMATS, write
    from samhandling.report.material import from_store
    from samhandling.report.pdf import NoPdf
    from samhandling.report.reports import report as made_of
    from samhandling.server.registers import today

    if unknown := [one for one in kind or () if one not in FORMATS]:
        raise typer.BadParameter(f"{unknown[0]}: {', '.join(FORMATS)}", param_hint="--format")
    content = content_of(series)
    with closing(store_at(store or STORE, read_only=True)) as opened:
        material = from_store(opened, content, rooms_of(opened, room))
    material = material.only(simulated=simulated)
    if not len(material.shown):
        stop("nothing_to_report")
    document = made_of(material, today(), lang)
    name = str(material.held["meeting"].iat[0]) if len(material.held) == 1 else "series"
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one in kind or FORMATS:
            path = out / f"{name}.{lang}.{one}"
            try:
                write(document, path)
            except NoPdf as error:
                tell({language: say("terminal", "no_report_pdf", language, detail=error) for language in LANGUAGES})
                continue
            typer.echo(str(path))
    except OSError as error:
        stop("cannot_write", path=out, detail=error.strerror or error)


@app.command("import", epilog="Example: samhandling import answers.xlsx --mapping mapping.yaml --preview")
def import_(
    files: Annotated[list[Path], typer.Argument(help="CSV, Excel, a LimeSurvey archive, or a folder from Polis.")],
    mapping: Annotated[Path | None, typer.Option(help="Which column answers which question.")] = None,
    store: StoreOption = None,
    to: Annotated[Path | None, typer.Option(help="A folder for a series of the questions asked, and a store.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Say what would come in; nothing is written.")] = False,
    write_mapping: Annotated[Path | None, typer.Option(help="Draft a mapping from the columns, to be edited.")] = None,
    skip_faulty: Annotated[bool, typer.Option("--skip-faulty", help="Leave out cells that cannot come in.")] = False,
    series: SeriesOption = None,
) -> None:
    """Bring in answers collected elsewhere: Forms, Mentimeter, LimeSurvey, Indico, Typeform, Polis, or any table."""
    from samhandling.imports.command import bring_in, write_draft
    from samhandling.imports.refusing import CannotImport

    content = None if to is not None else content_of(series)
    warn = partial(typer.echo, err=True)
    try:
        if write_mapping is not None:
            write_draft(files, write_mapping, content, typer.echo)
        elif mapping is not None:
            where = store or STORE
            bring_in(
                files, mapping, content, tell=typer.echo, warn=warn, store=where, to=to, preview=preview,
                skip_faulty=skip_faulty,
            )  # fmt: skip
        else:
            raise CannotImport("needs_mapping")
    except CannotImport as error:
        for language in LANGUAGES:
            warn(error.in_(language))
        raise typer.Exit(1) from None
    except ContentError as error:
        for fault in error.faults:
            warn(str(fault))
        stop("content_faults", n=len(error.faults))
    except StoreError as error:
        refuse(error)


@app.command(epilog="Example: samhandling backup answers-2026-11-22.db")
def backup(file: Annotated[Path, typer.Argument(help="The copy; must not exist.")], store: StoreOption = None) -> None:
    """Copy the store of answers, also while a meeting is going on."""
    with closing(store_at(store or STORE, read_only=True)) as opened:
        if opened.path is None:
            stop("backup_only_file")
        if file.exists():
            stop("file_exists", path=file)
        partly = file.with_name(file.name + ".partly")
        try:
            partly.touch(0o600)  # these are people's answers
            with closing(sqlite3.connect(opened.path)) as source, closing(sqlite3.connect(partly)) as target:
                source.backup(target)
            partly.rename(file)
        except (OSError, sqlite3.Error) as error:
            partly.unlink(missing_ok=True)
            stop("cannot_write", path=file, detail=error)
    typer.echo(str(file))


@app.command(epilog="Example: samhandling forget K7QF2-M9XPT")
def forget(
    code: Annotated[str, typer.Argument(help="The participant's own short code.")], store: StoreOption = None
) -> None:
    """Delete a participant and their own answers, by the short code that only they have."""
    from samhandling.server.codes import tidy_personal_code

    with closing(store_at(store or STORE)) as opened:
        resume = tidy_personal_code(code)
        found = next((row for row in opened.read(people_table.everyone) if row["resume"] == resume), None)
        if found is None:
            stop("no_such_person", code=code)
        deleted = opened.write(lambda connection: people_table.forget(connection, found["id"])).result()
    typer.echo(f"{deleted} svar raderade / answers deleted")
