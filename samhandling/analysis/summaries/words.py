"""Summaries of the kinds that take words of one's own."""

from samhandling.analysis.disclosure import mask
from samhandling.analysis.summaries.view import Result, View, labelled, shown
from samhandling.analysis.tally import Tally
from samhandling.content.kinds import Notes, TextItem


def text(item: TextItem, answers: Tally, view: View) -> Result:
    """The texts, unsigned; only shared ones, except for the facilitator."""
    notes = [{"id": answer, "text": mask(value, view.language)} for answer, value in answers.said]
    return {"n": answers.n, "notes": shown(notes, item.shared, view)}


def notes(item: Notes, answers: Tally, view: View) -> Result:
    """All cards, unsigned, in an order that does not say which ones are by the same person."""
    cards = [
        {"id": card["id"], "text": mask(card["text"], view.language), "category": card.get("category")}
        for _, value in answers.said
        for card in value
    ]
    return {
        "n": answers.n,
        "notes": shown(cards, item.shared, view),
        "categories": [labelled(category, view.language) for category in item.categories],
    }
