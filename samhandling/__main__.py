"""`python -m samhandling`: the command line."""

from samhandling.cli import app

app(prog_name="samhandling")
