"""Who answered, who came back, and who is missing."""

from collections.abc import Sequence

import pandas as pd

from samhandling.analysis.disclosure import MINIMUM, suppress
from samhandling.analysis.groups import Split, group_ids, respondents, response_by_group
from samhandling.analysis.sentences import listed
from samhandling.content.exercise import LEVELS
from samhandling.content.language import Language
from samhandling.content.words import many, say
from samhandling.figures import response_figure
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material
from samhandling.report.sections.answered import exercise_title
from samhandling.report.sections.tables import heads, share


def response(material: Material, split: Split, language: Language) -> Section:
    """The response rate by exercise; of one room by group, over several meetings who came back; and who is missing."""
    blocks = [_by_exercise(material, language)]
    # of several rooms together, less what each is shown to be, a group would be a few
    if len(material.held) < 2:
        blocks.append(_by_group(material, split, language))
    if len(material.meetings) > 1:
        blocks.append(_by_meeting(material, language))
    missing = _missing(material, language)
    return Section("response", say("analysis", "response", language), blocks, missing)


def _by_exercise(material: Material, language: Language) -> Block:
    joined, simulated = len(material.people), material.simulated
    alone = material.shown[material.shown["level"].eq("individual")]
    rates: list[tuple[str, int, int]] = []
    for exercise in (one for one in material.content.exercises.values() if one.id in material.rounds):
        for round_ in material.rounds[exercise.id]:
            mine = material.shown[material.shown["exercise"].eq(exercise.id) & material.shown["round"].eq(round_)]
            asked = material.members[material.members["room"].isin(mine["room"])]
            of = {
                "individual": asked["participant"].nunique(),
                "table": len(asked.dropna(subset="table").drop_duplicates(["room", "table"])),
                "plenary": asked["room"].nunique(),
            }
            for level in LEVELS:
                if n := respondents(rows := mine[mine["level"].eq(level)]):
                    n = rows["participant"].nunique() if level == "individual" else n
                    rates.append((exercise_title(exercise, round_, level, language), n, of[level]))
    n = int(alone["participant"].nunique())
    said = [say("analysis", "response_sentence", language, n=n, joined=joined)]
    if rates:
        title, k, of_ = min(rates, key=lambda one: one[1] / one[2] if one[2] else 1)
        if k < of_:
            said.append(say("analysis", "response_lowest", language, title=title, n=k, of=of_))
    if simulated:
        said.append(many("analysis", "simulated", simulated, language))
    return Block(
        "response-exercises", say("analysis", "response_all", language), " ".join(said), n,
        response_figure(rates, language, alt=said[0]),
        Table(heads(language, "exercise", "n", "of", "share"), [(*one, share(*one[1:])) for one in rates]),
        bool(simulated),
    )  # fmt: skip


def _by_group(material: Material, split: Split, language: Language) -> Block:
    alone = material.shown[material.shown["level"].eq("individual")].drop_duplicates("participant", keep="last")
    groups = response_by_group(
        material.people, alone, split, material.actor_types, language, material.content.municipalities
    )
    fewer = say("analysis", "fewer", language)
    rows = [
        (one["label"], *((fewer, "", "") if one["suppressed"] else (one["n"], one["of"], share(one["n"], one["of"]))))
        for one in groups
    ]
    title = say("analysis", "response_groups", language)
    sentence = "response_groups_sentence" if any(not one["suppressed"] for one in groups) else "response_groups_none"
    shown = [(one["label"], one["n"], one["of"]) for one in groups if not one["suppressed"]]
    return Block(
        "response-groups", title, say("analysis", sentence, language), len(alone),
        response_figure(shown, language, alt=title) if shown else None,
        Table(heads(language, "group", "n", "of", "share"), rows),
        bool(material.simulated),
    )  # fmt: skip


def _by_meeting(material: Material, language: Language) -> Block:
    """Of those who came to each meeting, how many had been at one before."""
    seen: set[str] = set()
    rows: list[tuple[str, int, int]] = []
    for meeting in material.meetings:
        here = set(material.members.loc[material.members["meeting"].eq(meeting.id), "participant"])
        rows.append((meeting.title.in_(language), len(here & seen), len(here)))
        seen |= here
    # who came to several meetings is known from sums of these numbers: all may be shown, or none
    told = not any(0 < min(again, of - again) < MINIMUM for _, again, of in rows[1:])
    few = say("analysis", "fewer", language)
    table = [(title, of, *((again, share(again, of)) if told else (few, ""))) for title, again, of in rows]
    sentence = say("sections", "came_hidden", language, meetings=len(rows))
    if told:
        sentence = say("sections", "came_back", language, n=len(seen), meetings=len(rows))
        if (every := _at_all(material)) >= MINIMUM:
            sentence += " " + say("sections", "came_to_all", language, n=every, meetings=len(rows))
    shown = rows[1:] if told else []
    title = say("sections", "came_back_title", language)
    columns = [say("sections", one, language) for one in ("meeting", "came", "again", "of_them")]
    return Block(
        "response-meetings", title, sentence, len(seen) if told else max(of for _, _, of in rows),
        response_figure(shown, language, alt=sentence),
        Table(columns, table), bool(material.simulated),
    )  # fmt: skip


def _at_all(material: Material) -> int:
    meetings = material.members.groupby("participant")["meeting"].nunique()
    return int(meetings.eq(len(material.meetings)).sum())


def _missing(material: Material, language: Language) -> str:
    """Which of the series' actor types are not shown by themselves; none at all and a few look alike."""
    here = pd.Series(group_ids(material.people["actor_type"])).value_counts()
    counts = {one.id: int(here.get(one.id, 0)) for one in material.actor_types}
    labels = {one.id: one.label.in_(language) for one in material.actor_types}
    few: Sequence[str] = [labels[one] for one in labels if one in suppress(counts)]
    return say("sections", "missing", language, groups=listed(few, language)) if few else ""
