"""What the commands share: their options, and how they open a store, tell, and stop."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from samhandling import __version__
from samhandling.content.faults import ContentError
from samhandling.content.folder import find_root
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.store import Store, StoreError
from samhandling.store import rooms as rooms_table

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

STORE = "samhandling.db"
PORT = 8866

SeriesOption = Annotated[
    Path | None,
    typer.Option("--series", help="The series.yaml of the series. [default: the one here, else the one installed]"),
]
StoreOption = Annotated[str | None, typer.Option("--store", help="Where the answers lie: a file, or a database's URL.")]
LanguageOption = Annotated[Language, typer.Option("--lang", help="sv or en.")]


@app.callback(invoke_without_command=True)
def main(version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False) -> None:
    """Samhandling: learning meetings on regional skills supply, from talk to joint action."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


def root_of(folder: Path | None) -> Path:
    """The folder of a series; stops where there is none."""
    root = find_root() if folder is None else folder
    if not (root / "series.yaml").is_file():
        stop("no_series", path=root)
    return root


def content_of(series: Path | None) -> Content:
    """The content of a series, or of the one here; stops at its faults."""
    if series is not None and not (series.is_file() and series.name == "series.yaml"):
        stop("no_series", path=series)
    root = series.resolve().parent if series else find_root()
    # notebooks find the same series by the folder they lie in
    try:
        return Content.read(root)
    except ContentError as error:
        for fault in error.faults:
            typer.echo(str(fault), err=True)
        stop("content_faults", n=len(error.faults))


def store_at(url: str, read_only: bool = False) -> Store:
    """A store that is open; stops where it cannot be."""
    try:
        return Store(url, read_only=read_only)
    except StoreError as error:
        refuse(error)


def refuse(error: StoreError) -> NoReturn:
    """Say why a store cannot be used, in both languages, and stop."""
    for language in ("sv", "en"):
        typer.echo(say("messages", error.reason, language, **error.details), err=True)
    raise typer.Exit(1)


def tell(said: dict[Language, str]) -> None:
    """A line in both languages, the Swedish first."""
    typer.echo(" / ".join(dict.fromkeys(said.values())))


def stop(key: str, **details: object) -> NoReturn:
    """Say what is wrong, in both languages, and stop."""
    for language in ("sv", "en"):
        typer.echo(say("terminal", key, language, **details), err=True)
    raise typer.Exit(1)


def rooms_of(opened: Store, codes: list[str] | None) -> list[str] | None:
    """The codes of some meetings as the store has them, or None for all; stops at one that it has not."""
    known = [one["code"] for one in opened.read(rooms_table.all_rooms)]
    if unknown := [code for code in codes or () if code.upper() not in known]:
        stop("no_room", room=unknown[0], known=", ".join(known))
    return [code.upper() for code in codes] if codes else None
