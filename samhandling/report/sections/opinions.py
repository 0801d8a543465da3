"""The landscape of opinions: who votes alike on the statements, what divides, and what all share."""

from typing import Any

from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.opinions import opinion_groups, vote_table
from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import Picture
from samhandling.figures.opinions import opinion_map, opinion_shares
from samhandling.report.document.model import Block, Section
from samhandling.report.material import Material
from samhandling.report.sections.occasions import Occasion, asked, occasions
from samhandling.report.sections.pictures import pictured


def opinions(material: Material, language: Language) -> Section | None:
    """For each item of statements that five or more voted on, as they voted the last time: the map, and the shares."""
    blocks = []
    for exercise, item, rows in asked(material, material.shown, ("agree",)):
        if times := occasions(rows):
            blocks += _blocks(exercise, item, times[-1], language)
    return Section("opinions", say("sections", "opinions", language), blocks) if blocks else None


def _blocks(exercise: Exercise, item: Any, last: Occasion, language: Language) -> list[Block]:
    labels = {one.id: one.label.in_(language) for one in item.statements}
    # nobody's place is in the result, and so whoever answered is known here by their answer's id only
    votes = dict(zip(last.rows["id"].tolist(), last.rows["value"].tolist(), strict=True))
    found = opinion_groups(vote_table(votes, list(labels)))
    if found.n < MINIMUM:
        return []
    name, title = f"opinions-{exercise.id}-{item.id}", f"{exercise.title.in_(language)} · {item.label.in_(language)}"
    method = say("sections", "opinions_note", language)

    def block(id_: str, heading: str, sentence: str, picture: Picture) -> Block:
        figure = picture.figure if found.groups else None
        note = " ".join(filter(None, (picture.note, method)))
        return Block(id_, heading, sentence, found.n, figure, pictured(picture), last.simulated, note=note)

    landscape = opinion_map(found, labels, language)
    blocks = [block(name, title, landscape.sentence, landscape)]
    if found.groups:
        heading, said = (say("sections", key, language) for key in ("opinions_shares", "opinions_shares_said"))
        shares = opinion_shares(found, labels, language)
        blocks.append(block(f"{name}-shares", f"{title} · {heading}", said, shares))
    return blocks
