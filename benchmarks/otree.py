"""oTree with one questionnaire, in a process of its own; installed once, in a folder of its own."""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from machine import Tree
from serving import Served, free_port, listens, running

VERSION = "6.0.15"
PLACE = Path(__file__).parent / ".cache" / f"otree-{VERSION}"
SETTINGS = """
SESSION_CONFIGS = [dict(name="survey", display_name="Survey", app_sequence=["survey"], num_demo_participants=1)]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1, participation_fee=0)
LANGUAGE_CODE, SECRET_KEY = "en", "only for this"
"""
APP = """
from otree.api import *

class C(BaseConstants):
    NAME_IN_URL, PLAYERS_PER_GROUP, NUM_ROUNDS = "survey", None, 1

class Subsession(BaseSubsession):
    pass

class Group(BaseGroup):
    pass

class Player(BasePlayer):
    step = models.StringField(choices=["Samtal", "Samsyn", "Samverkan", "Samhandling"], widget=widgets.RadioSelect)
    why = models.LongStringField(blank=True)
    meetings = models.IntegerField(min=0, max=50)
    wanted = models.StringField(choices=["Samtal", "Samsyn", "Samverkan", "Samhandling"], widget=widgets.RadioSelect)
    first = models.StringField()

class Questions(Page):
    form_model = "player"
    form_fields = ["step", "why", "meetings", "wanted", "first"]

page_sequence = [Questions]
"""
PAGE = '{{ extends "global/Page.html" }}{{ block content }}{{ formfields }}{{ next_button }}{{ endblock }}'
FILLED = "step=Samsyn&why=Vi+ses+varje+kvartal&meetings=4&wanted=Samhandling&first=Bjud+in+skolan"


def is_installed() -> bool:
    """Whether it need not be fetched any more."""
    return (PLACE / "bin/otree").exists() and any(PLACE.glob("lib/*/site-packages/psycopg2"))


def install() -> None:
    """Fetch it, unless it is there; it wants older libraries than ours."""
    if not is_installed():
        print(f"Installing oTree {VERSION} into {PLACE} ...", file=sys.stderr)
        venv.create(PLACE, with_pip=True, clear=True)
        wanted = [f"otree=={VERSION}", "psycopg2-binary"]
        subprocess.run([PLACE / "bin/python", "-m", "pip", "install", "--quiet", *wanted], check=True)


@contextmanager
def otree(place: Path, database: str | None = None) -> Iterator[Served]:
    """Its production server on a database's URL, or on SQLite as it does without one; ended afterwards."""
    install()
    for folder in ("survey", "_static/global", "_templates/global"):
        (place / folder).mkdir(parents=True)
    (place / "_templates/global/Page.html").write_text('{{ extends "otree/Page.html" }}')
    (place / "settings.py").write_text(SETTINGS)
    (place / "survey/__init__.py").write_text(APP)
    (place / "survey/Questions.html").write_text(PAGE)
    path = os.pathsep.join([str(PLACE / "bin"), os.environ["PATH"]])
    program = [
        "env",
        f"PATH={path}",
        "OTREE_PRODUCTION=1",
        *([f"DATABASE_URL={database}"] if database else []),
        "otree",
    ]
    subprocess.run([*program, "resetdb", "--noinput"], cwd=place, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    with running([*program, "prodserver", f"127.0.0.1:{port}"], place, lambda: listens(port)) as process:
        # what it starts to enforce timeouts would outlive it
        started = psutil.Process(process.pid).children(recursive=True)
        try:
            yield Served(f"http://127.0.0.1:{port}", process, Tree(process.pid))
        finally:
            for one in started:
                one.terminate()
