"""Summaries of the kinds that take rows."""

import hashlib
from typing import Any

from samhandling.analysis.disclosure import mask
from samhandling.analysis.summaries.view import Result, View, labelled, row, shown
from samhandling.analysis.tally import Tally
from samhandling.content.kinds import Board, Table


def table(item: Table, answers: Tally, view: View) -> Result:
    """All rows, unsigned, with the labels of what was chosen."""
    kinds = {column.id: column.type for column in item.columns}
    labels = {c.id: {o.id: o.label.in_(view.language) for o in c.options} for c in item.columns}

    def cell(column: str, value: Any) -> Any:
        if kinds.get(column) == "choice":
            return labels[column].get(value, value)
        return mask(value, view.language) if isinstance(value, str) and kinds.get(column) != "date" else value

    entries = [
        {"id": row["id"], "cells": {column: cell(column, value) for column, value in row.items() if column != "id"}}
        for _, value in answers.said
        for row in value
    ]
    columns = [{"id": c.id, "label": c.label.in_(view.language), "type": c.type} for c in item.columns]
    return {"n": answers.n, "entries": shown(entries, item.shared, view), "columns": columns}


def board(item: Board, answers: Tally, view: View) -> Result:
    """How many gave each card each status, and what was noted on the cards, unsigned and masked."""
    labels = {status.id: status.label.in_(view.language) for status in item.statuses}
    found = [row(card, labels, answers.of(card.id), view) for card in item.cards]
    few = view.too_few(answers.n)
    said = {
        (card.id, value[card.id]["note"]) for _, value in answers.said for card in item.cards if _noted(value, card.id)
    }
    # known by its words: what was hidden stays so when its writer changes another card
    notes = {
        _name(item.id, card, mask(note)): {"text": mask(note, view.language), "category": card} for card, note in said
    }
    told = [{"id": name, **note} for name, note in notes.items()]
    return {
        "n": answers.n, "suppressed": few, "rows": found, "notes": [] if few else shown(told, True, view),
        "categories": [labelled(status, view.language) for status in item.statuses],
    }  # fmt: skip


def _noted(value: Result, card: str) -> bool:
    return bool(value.get(card, {}).get("note"))


def _name(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
