"""What is put first: how far people agree on an order, what wins, and whether the order lasts."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from samhandling.analysis.priorities import Concordance, Stability, borda, condorcet, kendalls_w, rank_matrix, stability
from samhandling.analysis.sentences import number
from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import bars
from samhandling.look import tokens
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material
from samhandling.report.sections.effects import chance, signed
from samhandling.report.sections.occasions import Occasion, asked, names, occasions
from samhandling.report.sections.tables import heads

STRONG, MODERATE = 0.7, 0.5
"""From where agreement is called strong and moderate (Schmidt, R. C. 1997, Managing Delphi surveys using
nonparametric statistical techniques, Decision Sciences 28, 763–774)."""
SURE = 0.05
LASTING, PARTLY = 0.7, 0.3
"""From what tau an order is called much the same, and partly another."""


@dataclass(frozen=True)
class _Order:
    """What one occasion's rankings come to."""

    n: int
    points: dict[str, float]
    agreement: Concordance | None
    winner: str | None


def priorities(material: Material, language: Language) -> Section | None:
    """A block for each ranking that five or more made: at the last time, and what is different from the first."""
    blocks = []
    for exercise, item, rows in asked(material, material.shown, ("rank",)):
        found = [(one, order) for one in occasions(rows) if (order := _order(one, item))]
        if found:
            blocks.append(_block(material, exercise, item, found, language))
    return Section("priorities", say("sections", "priorities", language), blocks) if blocks else None


def _order(one: Occasion, item: Any) -> _Order | None:
    options, rankings = [option.id for option in item.options], one.rows["value"].tolist()
    points, found = borda(rankings, options), condorcet(rankings, options)
    if not points or not found:
        return None
    matrix: np.ndarray = rank_matrix(rankings, options)
    return _Order(found.n, points, kendalls_w(matrix), found.winner)


def _block(
    material: Material, exercise: Exercise, item: Any, found: list[tuple[Occasion, _Order]], language: Language
) -> Block:
    labels = {option.id: option.label.in_(language) for option in item.options}
    (first, before), (last, now) = found[0], found[-1]
    lasting = stability(before.points, now.points) if len(found) > 1 else None
    said = [_agreement(now, language), _winner(now, labels, language)]
    if lasting:
        said += _lasting(lasting, labels, language)
    sentence = " ".join(said)
    rows = [(labels[one], round(points), tokens()["accent"]) for one, points in now.points.items()]
    figure = bars(rows, {"n": now.n, "unknown": 0, "sentence": sentence}, language)
    head, table = heads(language, "answer", "points"), [[labels[o], number(p, language)] for o, p in now.points.items()]
    if lasting:
        head.append(say("sections", "places_moved", language))
        table = [[*row, signed(lasting.moved[one], language)] for row, one in zip(table, now.points, strict=True)]
    title = f"{exercise.title.in_(language)} · {item.label.in_(language)}"
    if len(found) > 1:
        title += f" · {names(material, [first, last], language)[1]}"
    return Block(
        f"priorities-{exercise.id}-{item.id}", title, sentence, now.n, figure, Table(head, table),
        first.simulated or last.simulated, note=_note(now, lasting, language),
    )  # fmt: skip


def _agreement(now: _Order, language: Language) -> str:
    found = now.agreement
    if not found:
        return say("sections", "agreement_even", language, n=now.n)
    if found.p >= SURE:
        return say("sections", "agreement_none", language, n=now.n)
    how = "strong" if found.w >= STRONG else "moderate" if found.w >= MODERATE else "weak"
    return say("sections", f"agreement_{how}", language, n=now.n)


def _winner(now: _Order, labels: dict[str, str], language: Language) -> str:
    if now.winner is None:
        return say("sections", "winner_none", language)
    return say("sections", "winner", language, label=labels[now.winner])


def _lasting(found: Stability, labels: dict[str, str], language: Language) -> list[str]:
    tau = found.tau
    if tau is None:
        return []
    how = "same" if tau >= LASTING else "partly" if tau >= PARTLY else "other"
    said = [say("sections", f"lasting_{how}", language)]
    most = max(found.moved, key=lambda one: found.moved[one])
    alone = sum(places == found.moved[most] for places in found.moved.values()) == 1
    if found.moved[most] >= 1 and alone:
        said.append(say("sections", "risen", language, label=labels[most]))
    return said


def _note(now: _Order, lasting: Stability | None, language: Language) -> str:
    said = [say("sections", "priorities_note", language)]
    if now.agreement:
        w, p = number(now.agreement.w, language), chance(now.agreement.p, language)
        said.append(say("sections", "priorities_note_w", language, w=w, p=p))
    if lasting and lasting.tau is not None:
        said.append(say("sections", "priorities_note_tau", language, tau=signed(lasting.tau, language)))
    return " ".join(said)
