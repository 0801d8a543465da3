"""What the landscape of opinions says in sentences."""

from collections.abc import Mapping

from samhandling.analysis.opinions import Group, Opinions
from samhandling.analysis.sentences import listed
from samhandling.content.language import Language
from samhandling.content.words import say

CLEAR = 30
"""With fewer people than this, groups are called uncertain, however stable they look."""
EACH = 2
"""So many statements are said of each group."""


def opinions_words(found: Opinions, labels: Mapping[str, str], language: Language) -> list[str]:
    """The landscape in sentences: the groups, how sure they are, what marks each, what all share, what divides.

    `labels` are the statements by id, in the language.
    """
    said = _groups(found, language)
    for group in found.groups:
        said += _marks(group, labels, language)
    return said + _shared(found, labels, language)


def own_words(name: str, language: Language) -> str:
    """What someone is told of the group that they are in, and of no other person's."""
    return say("opinions", "own", language, name=name)


def _groups(found: Opinions, language: Language) -> list[str]:
    if found.reason:
        return [say("opinions", found.reason, language)]
    sized = [say("opinions", "sized", language, name=group.name, n=group.n) for group in found.groups]
    first = say("opinions", f"groups_{found.k}", language, groups=listed(sized, language))
    if found.n < CLEAR and found.is_stable:
        return [first, say("opinions", "few", language)]
    return [first, say("opinions", "stable" if found.is_stable else "uncertain", language)]


def _marks(group: Group, labels: Mapping[str, str], language: Language) -> list[str]:
    said = []
    for one in group.representative[:EACH]:
        key = "marked_agree" if one.agrees else "marked_disagree"
        fill = {
            "name": group.name,
            "share": _share(one.share, language),
            "label": _quoted(one.statement, labels, language),
        }
        rest = (
            say("opinions", "alone", language)
            if one.others is None
            else say("opinions", "against", language, others=_share(one.others, language))
        )
        said.append(say("opinions", key, language, **fill) + rest)
    return said


def _shared(found: Opinions, labels: Mapping[str, str], language: Language) -> list[str]:
    said, all_ = [], "" if found.groups else "_all"
    if found.consensus:
        one = found.consensus[0]
        fill = {"label": _quoted(one.statement, labels, language), "share": _share(one.share, language)}
        said.append(say("opinions", ("agreed" if one.agrees else "disagreed") + all_, language, **fill))
    elif found.groups or found.reason != "few_people":
        said.append(say("opinions", f"no_consensus{all_}", language))
    if found.divisive:
        most = found.divisive[0]
        label = _quoted(most.statement, labels, language)
        said.append(say("opinions", f"divided{all_}", language, label=label, agree=most.agree, disagree=most.disagree))
    return said


def _quoted(statement: str, labels: Mapping[str, str], language: Language) -> str:
    # within a sentence, the statement's own full stop would end it
    return say("opinions", "quoted", language, label=labels.get(statement, statement).rstrip("."))


def _share(share: float, language: Language) -> str:
    return f"{100 * share:.0f}" + ("\N{NO-BREAK SPACE}%" if language == "sv" else "%")
