"""What lives on from the meetings: how far the entries of each register have come."""

import datetime as dt

from samhandling.analysis import funnel
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import bars
from samhandling.look import tokens
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material


def lives_on(material: Material, today: dt.date, language: Language) -> Section | None:
    """A block for each register that has entries: how many have each status now, and how long they wait."""
    blocks = []
    for register in material.content.registers.values():
        found = [entry for entry in material.entries if entry.register.id == register.id]
        if not found:
            continue
        said = " ".join(funnel.sentences(found, register, today, language))
        table = funnel.table(found, register, today, language)
        rows = [
            (status.label.in_(language), sum(entry.status == status.id for entry in found), tokens()["accent"])
            for status in register.statuses
        ]
        figure = bars(rows, {"n": len(found), "unknown": 0, "sentence": said}, language)
        synthetic = any(entry.simulated for entry in found)
        title, numbers = register.title.in_(language), Table(table["columns"], table["rows"])
        blocks.append(Block(f"register-{register.id}", title, said, len(found), figure, numbers, synthetic))
    return Section("lives-on", say("sections", "lives_on", language), blocks) if blocks else None
