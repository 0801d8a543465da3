"""Paper: complete, printable, and safe whatever stands in it."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from samhandling.content.folder import find_root
from samhandling.content.reading import Content
from samhandling.report.handout import PAPER, handout
from samhandling.report.own_answers import own_answers
from tests.answered import CONTENT, EXERCISE, answer, both, person, room

SERIES = Content.read(find_root(Path(__file__)))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("exercise", [EXERCISE, *SERIES.exercises.values()], ids=lambda one: one.id)
def test_every_exercise_prints(exercise: Any, language: Any) -> None:
    page = BeautifulSoup(handout(exercise, language), "html.parser")
    assert page.html["lang"] == language
    assert page.h1.get_text() == exercise.title.in_(language)
    text = page.get_text(" ")
    for item in exercise.items:
        if not item.retired:
            assert " ".join(item.label.in_(language).split()) in " ".join(text.split())
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_it_needs_nothing_from_elsewhere() -> None:
    page = handout(EXERCISE, "sv")
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", page)
    assert "@page" in page
    assert "--accent:#0a6269" in page


def test_the_staircase_is_drawn_with_its_steps() -> None:
    svg = BeautifulSoup(PAPER["ladder"](EXERCISE.find("step"), "sv"), "html.parser").svg
    assert len(svg.find_all("path")) == len(svg.find_all("circle")) == 4
    assert svg["aria-label"] == "1 Samtal, 2 Samsyn, 3 Samverkan, 4 Samhandling"


def test_what_stands_beside_a_question_comes_right_after_it() -> None:
    headings = [h.get_text() for h in BeautifulSoup(handout(EXERCISE, "sv"), "html.parser").select(".item h3")]
    assert headings.index("Varför? Frivilligt") == headings.index("Var står vi?") + 1


def test_markup_in_content_is_text() -> None:
    item = EXERCISE.find("step").model_copy(update={"label": type(EXERCISE.title)(**both("<script>x</script>"))})
    exercise = EXERCISE.model_copy(update={"items": (item,)})
    assert "<script>" not in handout(exercise, "sv")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_own_answers_are_those_that_hold(language: Any) -> None:
    who = person(1)
    rows = [
        answer(who, "step", 1, 1),
        answer(who, "step", 3, 2),
        answer(who, "pick", "a", 3),
        answer(who, "pick", None, 4),
    ]
    rows += [answer(who, "home", "<b>Hej</b>\n& hå", 5), answer(who, "step", 4, 6, level="table")]
    page = BeautifulSoup(own_answers(CONTENT, rows, language), "html.parser")
    found = [dd.get_text() for dd in page.find_all("dd")]
    end = "" if language == "sv" else " (en)"
    assert found == [f"3 – Samverkan{end}", "<b>Hej</b>\n& hå", f"4 – Samhandling{end}"]
    assert page.html["lang"] == language


def test_own_answers_of_every_kind() -> None:
    _, rows = room(1)
    page = BeautifulSoup(own_answers(CONTENT, rows, "sv"), "html.parser")
    assert len(page.find_all("dt")) == len(
        {(row["item"], row["level"]) for row in rows if row["value"] not in ("", [], {})}
    )


def test_no_own_answers_yet() -> None:
    assert "Du har inte svarat" in own_answers(CONTENT, [], "sv")
