"""What the network of contacts says in sentences: now, and before and after."""

from collections.abc import Mapping, Sequence

from samhandling.analysis.network import Change, Network
from samhandling.analysis.sentences import number
from samhandling.content.language import Language
from samhandling.content.words import say

PAIRS = 4
"""So many ties that came or went are said by name."""


def network_words(network: Network, labels: Mapping[str, str], language: Language) -> list[str]:
    """One network in sentences. `labels` are the actor types by id, in the language."""
    if not network.n:
        return [say("network", "none", language)]
    said = []
    if network.density is not None:
        possible = len(network.n) * (len(network.n) - 1)
        said.append(say("network", "density", language, k=round(network.density * possible), possible=possible))
    if network.across_sectors is not None:
        said.append(say("network", "across", language, share=share(network.across_sectors, language)))
    if network.reciprocity is not None:
        said.append(say("network", "reciprocity", language, share=share(network.reciprocity, language)))
    if network.bridge:
        said.append(say("network", "bridge", language, label=labels.get(network.bridge, network.bridge)))
    if network.people:
        median = network.people["median"]
        key = "people_one" if median == 1 else "people_many"
        said.append(say("network", key, language, n=number(median, language)))
    return said


def change_words(change: Change, labels: Mapping[str, str], language: Language) -> list[str]:
    """Before and after in sentences: no cause is claimed."""
    said = []
    if change.density is None:
        said.append(say("network", "not_comparable", language))
    else:
        before, after = change.density
        fill = {"before": share(before, language), "after": share(after, language)}
        said.append(say("network", f"density_{_way(before, after)}", language, **fill))
    for key, pairs in (("gained", change.gained), ("lost", change.lost)):
        if pairs:
            said.append(say("network", key, language, pairs=_pairs(pairs, labels, language)))
    if change.people:
        before, after = change.people
        fill = {"before": number(before, language), "after": number(after, language)}
        said.append(say("network", f"people_{_way(before, after)}", language, **fill))
    if change.density or change.people:
        said.append(say("network", "others", language))
    return said


def share(part: float, language: Language) -> str:
    """A share from 0 to 1 in whole per cent."""
    return f"{100 * part:.0f}" + ("\N{NO-BREAK SPACE}%" if language == "sv" else "%")


def _way(before: float, after: float) -> str:
    return "up" if after > before else "down" if after < before else "same"


def _pairs(pairs: Sequence[tuple[str, str]], labels: Mapping[str, str], language: Language) -> str:
    # semicolons, since a label may hold a comma
    told = [
        say("network", "pair", language, start=labels.get(start, start), end=labels.get(end, end))
        for start, end in pairs[:PAIRS]
    ]
    if len(pairs) > PAIRS:
        told.append(say("network", "more", language, n=len(pairs) - PAIRS))
    return "; ".join(told)
