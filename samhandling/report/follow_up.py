"""The follow-up of a meeting: response rates first, then every exercise, round and level with answers."""

from dataclasses import asdict
from typing import Any

from samhandling.analysis.groups import SPLITS, Split
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.report.document.model import Section
from samhandling.report.material import Material
from samhandling.report.sections.answered import answered
from samhandling.report.sections.response import response


def follow_up(material: Material, split: Split, language: Language) -> dict[str, Any]:
    """Everything that the follow-up shows of some rooms, ready to draw; splits go through the gate."""
    told: list[tuple[Section, dict[str, Any]]] = [(response(material, split, language), {})]
    for exercise, round_ in material.steps:
        for section in answered(material, exercise, round_, (split,), language):
            level = section.id.rsplit("-", 1)[1]
            told.append((section, {"exercise": exercise.id, "level": level, "round": round_}))
    nowhere = {"exercise": None, "level": None, "round": None}
    return {
        "split": split,
        "splits": [{"id": one, "label": say("analysis", f"split_{one}", language)} for one in SPLITS],
        "joined": len(material.people),
        "simulated": material.simulated,
        "sections": [{**nowhere, **asdict(section), **where} for section, where in told],
    }
