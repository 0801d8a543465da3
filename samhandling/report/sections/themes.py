"""What people wrote in their own words, by theme: how many speak of each, and answers that are typical."""

from collections.abc import Iterator, Mapping

from samhandling.analysis.coding import coded
from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.open_text import is_open, open_texts
from samhandling.analysis.themes import quotes, speakers, suggested, terms_of
from samhandling.content.kinds import Item
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import bars
from samhandling.look import tokens
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material

IN_THE_SENTENCE = 3
MOST_QUOTES = 4
_MOST_WORDS = 8


def themes(material: Material, language: Language) -> Section | None:
    """A block for each shared question that five or more answered in their own words, over all rooms together.

    Each respondent (a person, or a table of a room) counts once per question and theme. A theme that fewer than five
    speak of is left out, with its words and its quotes. The coding that somebody kept is used where there is one, and
    else what the answers suggest.
    """
    blocks = [
        block
        for exercise, item in _asked(material)
        if (block := _block(material, exercise, item, language)) is not None
    ]
    lead = say("themes", "section_lead", language)
    return Section("themes", say("themes", "section", language), blocks, lead) if blocks else None


def _asked(material: Material) -> Iterator[tuple[str, Item]]:
    """The questions that words may answer and that are shared with the group, in the order of the meetings."""
    for exercise in dict.fromkeys(exercise.id for exercise, _ in material.steps):
        for item in material.content.exercises[exercise].items:
            if is_open(item) and getattr(item, "shared", True):
                yield exercise, item


def _block(material: Material, exercise: str, item: Item, language: Language) -> Block | None:
    texts = open_texts(material.frame, exercise, item, language, hidden=_hidden(material.hidden, exercise))
    # a room that is too small for themes of its own is not in those of all, or they would tell what it wrote
    many = texts.groupby("room")["respondent"].transform("nunique").ge(MINIMUM)
    texts = texts[many.to_numpy(dtype=bool)]
    who = texts["respondent"]
    n = int(who.nunique())
    if n < MINIMUM:
        return None
    kept = material.codings.get((exercise, item.id))
    coding = kept or suggested(exercise, item.id, texts["text"], who)
    codes = coded(coding, terms_of(texts["text"]))
    numbers = speakers(codes, who)
    told = [(theme, count) for theme in coding.themes if (count := numbers.get(theme.id)) is not None]
    told.sort(key=lambda one: -one[1])
    if not told:
        return None
    # one of each theme in turn, so that the largest does not speak for all
    typical = [
        quotes(texts["text"], {answer for answer, of in codes.items() if theme.id in of}, who) for theme, _ in told
    ]
    turns = [some[turn] for turn in range(max(map(len, typical))) for some in typical if turn < len(some)]
    first = "; ".join(f"{theme.label} ({count})" for theme, count in told[:IN_THE_SENTENCE])
    sentence = say("themes", "section_sentence", language, n=n, themes=first)
    rows = [(theme.label, count, tokens()["accent"]) for theme, count in told]
    figure = bars(rows, {"n": n, "unknown": 0, "sentence": sentence}, language)
    heads = [say("themes", f"section_{one}", language) for one in ("theme", "respondents", "words")]
    table = Table(heads, [[theme.label, count, ", ".join(theme.includes[:_MOST_WORDS])] for theme, count in told])
    how = say("themes", "section_kept" if kept and kept.by == "facilitator" else "section_suggested", language)
    return Block(
        f"themes-{exercise}-{item.id}", item.label.in_(language), sentence, n, figure, table,
        bool(texts["simulated"].any()), list(dict.fromkeys(turns))[:MOST_QUOTES],
        f"{how} {say('themes', 'section_note', language)}",
    )  # fmt: skip


def _hidden(hidden: Mapping[tuple[str, str, str], bool], exercise: str) -> set[tuple[str, str]]:
    return {(room, note) for (room, where, note), away in hidden.items() if away and where == exercise}
