"""The content: check it, begin a series of your own, set the guide."""

from pathlib import Path
from typing import Annotated

import typer

from samhandling.cli.base import SeriesOption, app, content_of, root_of, stop, tell
from samhandling.content import reading
from samhandling.content.folder import schemas, write_schemas, write_series
from samhandling.content.language import LANGUAGES
from samhandling.content.reading import Content
from samhandling.content.words import say


@app.command(epilog="Example: samhandling check my-series")
def check(
    folder: Annotated[Path | None, typer.Argument(help="The folder of the series. [default: here]")] = None,
) -> None:
    """Check all content: what is wrong, in which file, on which line, and what was expected."""
    root = root_of(folder)
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
def schema(
    folder: Annotated[Path | None, typer.Argument(help="The folder of the series. [default: here]")] = None,
) -> None:
    """Write the JSON Schemas with which an editor completes and checks the YAML."""
    root = root_of(folder)
    write_schemas(root)
    for name, _ in schemas():
        typer.echo(str(root / name))


@app.command(epilog="Example: samhandling new my-series")
def new(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Write out a series of your own to edit: meetings, exercises, notebooks, guide."""
    try:
        written = write_series(folder)
    except FileExistsError:
        stop("folder_not_empty", folder=folder)
    except OSError as error:
        stop("cannot_write", path=folder, detail=error.strerror or error)
    typer.echo(
        f"{folder}: {len(written)} filer / files\n\n  cd {folder}\n  samhandling check\n  samhandling serve --demo"
    )


@app.command(epilog="Example: samhandling guide --lang sv --no-pdf")
def guide(
    out: Annotated[Path, typer.Option(help="Where the site and the PDF go.")] = Path("guide"),
    lang: Annotated[str, typer.Option(help="sv, en or all.")] = "all",
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Also make a PDF of each language.")] = True,
    catalogue: Annotated[
        Path | None, typer.Option(help="A file for the table of systems, exercises and files, in Markdown.")
    ] = None,
    series: SeriesOption = None,
) -> None:
    """Build the facilitator's guide as a site and a PDF, without a network."""
    from samhandling.report import guide as book

    content = content_of(series)
    languages = [one for one in LANGUAGES if lang in (one, "all")]
    if not languages:
        raise typer.BadParameter("sv, en, all", param_hint="--lang")
    try:
        if catalogue is not None:
            catalogue.write_text(book.files(content, "en", up="../"), encoding="utf-8")
            typer.echo(str(catalogue))
        for language in languages:
            try:
                for path in book.build(content, out, language, pdf):
                    typer.echo(str(path))
            except book.NoPdf as error:
                tell({one: say("guide", error.reason, one, **error.details) for one in LANGUAGES})
    except book.GuideError as error:
        for one in LANGUAGES:
            typer.echo(say("guide", error.reason, one, **error.details), err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        stop("cannot_write", path=error.filename or out, detail=error.strerror or error)
