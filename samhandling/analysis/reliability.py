"""How far two codings of the same answers agree, beyond what chance would give."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from samhandling.analysis.disclosure import MINIMUM


@dataclass(frozen=True)
class Agreement:
    """Two codings of `n` answers: alpha of all decisions, and kappa by theme (None where it has no meaning)."""

    n: int
    alpha: float | None
    kappas: dict[str, float | None]


def agreement(
    first: Mapping[str, Collection[str]], second: Mapping[str, Collection[str]], themes: Sequence[str]
) -> Agreement | None:
    """How far two codings (themes by answer) agree on the answers that both have; None for fewer than five.

    An answer may have several themes, so that each pair of an answer and a theme is a decision of its own, yes or no:
    kappa is of one theme's decisions, alpha of them all.
    """
    answers = sorted(first.keys() & second.keys())
    if len(answers) < MINIMUM or not themes:
        return None
    kappas = {}
    decisions: tuple[list[bool], list[bool]] = ([], [])
    for theme in themes:
        one, other = [theme in first[a] for a in answers], [theme in second[a] for a in answers]
        kappas[theme] = cohens_kappa(one, other)
        decisions[0].extend(one)
        decisions[1].extend(other)
    return Agreement(len(answers), krippendorff_alpha(decisions), kappas)


def cohens_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Agreement of two coders on nominal categories: 1 full, 0 as by chance, below 0 less than that.

    None without answers, or where both used one and the same category only. ValueError for unequal lengths.
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement 20, 37–46.
    """
    n = len(first)
    if n != len(second):
        raise ValueError("two coders code the same answers")
    if n == 0:
        return None
    seen = sum(a == b for a, b in zip(first, second, strict=True)) / n
    one, other = Counter(first), Counter(second)
    chance = sum(one[category] * other[category] for category in one) / n**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def krippendorff_alpha(coders: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Agreement of two coders or more on nominal categories; None in a coder's row is an answer not coded.

    1 full, 0 as by chance. None where fewer than two values can be paired, or only one category was used.
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania; section D.
    """
    totals: Counter[Hashable] = Counter()
    disagreement = 0.0
    for unit in zip(*coders, strict=True):
        counts = Counter(value for value in unit if value is not None)
        m = counts.total()
        if m < 2:
            continue  # nothing to pair it with
        totals += counts
        disagreement += sum(n * (m - n) for n in counts.values()) / (m - 1)
    n = totals.total()
    expected = sum(count * (n - count) for count in totals.values())
    return None if expected == 0 else 1 - (n - 1) * disagreement / expected
