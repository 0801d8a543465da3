"""The contacts between kinds of organisation, once, or the first time beside the last."""

import pandas as pd

from samhandling.analysis.network import Network, contact_answers
from samhandling.analysis.network import contacts as network
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.network import change_picture, network_picture
from samhandling.report.document.model import Block, Section
from samhandling.report.material import Material
from samhandling.report.sections.occasions import Occasion, names, occasions
from samhandling.report.sections.pictures import pictured

EXERCISE = "E1.7"


def contacts(material: Material, language: Language) -> Section | None:
    """Who is in contact with whom, of the actor types that five or more answered for; None where there is no such."""
    shown = material.shown
    rows = shown[
        shown["exercise"].eq(EXERCISE) & shown["level"].eq("individual") & shown["item"].isin(["named", "people"])
    ]
    labels = {one.id: one.label.in_(language) for one in material.actor_types}
    found = [(one, made) for one in occasions(rows) if (made := _network(rows, one, list(labels))).n]
    if not found:
        return None
    (first, before), (last, after) = found[0], found[-1]
    if len(found) > 1:
        picture = change_picture(before, after, labels, language)
        times = say("sections", "contacts_times", language, times=" → ".join(names(material, [first, last], language)))
    else:
        picture, times = network_picture(after, labels, language), ""
    title = say("sections", "contacts", language)
    note = " ".join(filter(None, (times, picture.note, say("sections", "contacts_note", language))))
    n = len(last.rows)
    block = Block(
        "contacts-network", say("sections", "contacts_title", language), picture.sentence, n, picture.figure,
        pictured(picture), any(one.simulated for one in (first, last)), note=note,
    )  # fmt: skip
    return Section("contacts", title, [block])


def _network(rows: pd.DataFrame, one: Occasion, types: list[str]) -> Network:
    then = rows[rows["room"].eq(one.room) & rows["round"].eq(one.round)]
    return network(contact_answers(then, EXERCISE), types)
