"""Paper forms of the kinds that choose among options."""

from html import escape

from samhandling.content.kinds import Agree, Choice, Quiz, Rank, Votes
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.report.handout.parts import how, label


def choice(item: Choice, language: Language) -> str:
    """A ring or a box before each option."""
    mark = "box" if item.several else "ring"
    key = "choose_one" if not item.several else "choose_at_most" if item.at_most else "choose_several"
    rows = [f'<li><span class="{mark}"></span>{label(option, language)}</li>' for option in item.options]
    if item.unknown:
        unknown = escape(say("paper", "unknown", language))
        rows.append(f'<li class="soft"><span class="{mark}"></span>{unknown}</li>')
    return how(key, language, n=item.at_most) + f'<ul class="options">{"".join(rows)}</ul>'


def votes(item: Votes, language: Language) -> str:
    """A box for each dot that may be put on a thing."""
    key = "dots_each_one" if item.each == 1 else "dots"
    told = how(key, language, n=item.dots, each=item.each)
    boxes = '<span class="ring"></span>' * min(item.each, item.dots)
    if item.options:
        rows = "".join(f"<li>{boxes}{label(option, language)}</li>" for option in item.options)
        return told + f'<ul class="options">{rows}</ul>'
    rows = f'<li>{boxes}<span class="blank long"></span></li>' * item.dots
    return told + how("dots_on_notes", language) + f'<ul class="options">{rows}</ul>'


def rank(item: Rank, language: Language) -> str:
    """A box before each option, to write its place in."""
    rows = "".join(f'<li><span class="box"></span>{label(option, language)}</li>' for option in item.options)
    key = "rank_all" if item.places == len(item.options) else "rank_top"
    return how(key, language, n=item.places) + f'<ul class="options">{rows}</ul>'


def quiz(item: Quiz, language: Language) -> str:
    """A ring before each option; which one is right is not on paper."""
    return choice(Choice(id=item.id, label=item.label, options=item.options, unknown=item.unknown), language)


def agree(item: Agree, language: Language) -> str:
    """A grid: the statements down, three answers across."""
    names = [escape(say("analysis", key, language)) for key in ("agree", "pass", "disagree")]
    heads = "".join(f'<th class="point" scope="col">{name}</th>' for name in names)
    ring = '<td class="point"><span class="ring"></span></td>' * len(names)
    rows = "".join(f'<tr><th scope="row">{label(one, language)}</th>{ring}</tr>' for one in item.statements)
    grid = f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return how("ring_rows", language) + f'<div class="scroll">{grid}</div>'
