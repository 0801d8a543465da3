"""The benchmarks, from the command line."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from samhandling.cli.base import app, stop


@app.command(
    epilog="Example: samhandling bench join --small",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def bench(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help="join, save, live, lite, first_load, peers, soak, analysis.")],
) -> None:
    """Measure this machine, beside plain Voilà. Options after the name go to the benchmark, also --small."""
    folder = Path(__file__).parents[2] / "benchmarks"
    known = sorted(path.stem for path in folder.glob("*.py") if "def main() -> int" in path.read_text(encoding="utf-8"))
    if not known:
        stop("no_benchmarks")
    if what not in known:
        stop("no_benchmark", what=what, known=", ".join(known))
    command = [sys.executable, str(folder / f"{what}.py"), *context.args]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603  # our own file
