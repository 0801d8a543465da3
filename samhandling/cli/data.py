"""The statistics: fetched anew, or listed."""

from typing import Annotated

import typer

from samhandling.cli.base import SeriesOption, app, content_of, stop, tell
from samhandling.content.language import LANGUAGES
from samhandling.content.words import say

data = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The statistics: fetch them anew, or list them.")
app.add_typer(data, name="data")


@data.command(epilog="Example: samhandling data refresh --county 20")
def refresh(
    county: Annotated[
        str | None, typer.Option(help="SCB's two-digit code; 00 is the nation. [default: the series' county]")
    ] = None,
    series: SeriesOption = None,
    only: Annotated[list[str] | None, typer.Option(help="A data set's name; may be repeated. [default: all]")] = None,
) -> None:
    """Fetch the statistics from SCB, Arbetsförmedlingen and Kolada; what cannot be had stays as it is."""
    from samhandling import statistics

    content = content_of(series)
    known = statistics.names()
    for name in only or ():
        if name not in known:
            stop("no_dataset", name=name, known=", ".join(known))
    names = statistics.counties(content.root)
    county = county or content.series.county or "00"
    if county != "00" and county not in names:
        stop("no_county", county=county, known=", ".join(f"{code} {name}" for code, name in names.items()))
    areas = {one: say("statistics", "nation", one) for one in LANGUAGES}
    if county in names:
        areas = {one: say("statistics", "county_and_nation", one, county=names[county]) for one in LANGUAGES}
    tell({one: say("statistics", "heading", one, area=areas[one]) for one in LANGUAGES})
    try:
        outcomes = statistics.refresh(
            content.root, content.municipalities, None if county == "00" else county, only or (), tell=typer.echo
        )
    except OSError as error:
        stop("cannot_write", path=error.filename or content.root, detail=error.strerror or error)
    except KeyboardInterrupt:
        tell({one: say("statistics", "stopped", one) for one in LANGUAGES})
        raise typer.Exit(1) from None
    got = sum(outcome.error is None for outcome in outcomes)
    for language in LANGUAGES:
        typer.echo("")
        for outcome in outcomes:
            typer.echo(outcome.in_(language))
        typer.echo(say("statistics", "summary", language, n=got, of=len(outcomes)))
        if got < len(outcomes):
            typer.echo(say("statistics", "again", language))
    raise typer.Exit(0 if got else 1)


@data.command("list", epilog="Example: samhandling data list")
def list_data(series: SeriesOption = None) -> None:
    """Which tables there are, and whether each was fetched or came with the series."""
    from samhandling import statistics

    root = content_of(series).root
    for name, dataset in statistics.standing(root):
        tell({language: statistics.in_a_line(name, dataset, language) for language in LANGUAGES})
