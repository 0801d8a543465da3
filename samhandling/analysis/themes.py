"""What a room's own words are about: keywords, suggested themes, and quotes that are typical of a theme."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.feature_extraction.text import TfidfVectorizer

from samhandling.analysis.coding import Coding, Theme
from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.lemmas import lemmas, terms

LEAST = 2
"""Words that fewer respondents used are not listed: they would tell of one person."""
MOST_THEMES = 8
_MOST_LEMMAS = 80
_TOO_COMMON = 0.5
_TOGETHER = 0.75
"""Words whose answers are less alike than a quarter (cosine, on average) are about different things."""
_TOO_LONG = 240


@dataclass(frozen=True)
class Keyword:
    """A word, or a pair of words, and how many respondents used it; None where they are under five."""

    word: str
    n: int | None


def terms_of(texts: pd.Series) -> dict[str, set[str]]:
    """The lemmas and pairs of each text, by the index of the series (answer ids)."""
    return {str(answer): terms(text) for answer, text in texts.items()}


def as_rule(words: Iterable[str]) -> tuple[str, ...]:
    """Words as someone writes them, as the lemmas and pairs that a theme includes."""
    found = []
    for word in words:
        there = terms(word)
        found += [one for one in there if " " in one] if len(word.split()) == 2 and len(there) > 2 else sorted(there)
    return tuple(dict.fromkeys(found))


def keywords(texts: pd.Series, respondents: pd.Series | None = None, *, at_most: int = 24) -> list[Keyword]:
    """The words that most respondents used, each respondent counted once, most used first.

    `texts` are masked texts by answer id, `respondents` who wrote each (by the same index; everyone their own without).
    In a room of fewer than five nothing is listed. Otherwise a word is listed when two have used it, and counted when
    five have; those that are not counted stand last, by the alphabet. A word that is only said in a pair is left to
    the pair.
    """
    users = _users(terms_of(texts), respondents)
    if len(_people(texts, respondents)) < MINIMUM:
        return []
    shared = {word: who for word, who in users.items() if len(who) >= LEAST}
    in_pairs = {part for word, who in shared.items() if " " in word for part in word.split() if shared[part] == who}
    kept = [(word, len(who)) for word, who in shared.items() if word not in in_pairs]
    kept.sort(key=lambda one: (-one[1] if one[1] >= MINIMUM else 0, one[0]))
    return [Keyword(word, n if n >= MINIMUM else None) for word, n in kept[:at_most]]


def suggested(exercise: str, item: str, texts: pd.Series, respondents: pd.Series | None = None) -> Coding:
    """A coding to begin with: up to eight themes, each with the lemmas that are said in the same answers.

    Lemmas that two respondents or more use (three where there are thirty, and so on by tenths) and no more than half
    of the answers, weighted by tf-idf (Spärck Jones 1972), are clustered by average linkage (Sokal & Michener 1958) on
    the cosine of their answers. A theme is named by its most used lemmas. The same texts give the same themes, in
    whatever order they come.
    """
    texts = texts.sort_index()
    people = len(_people(texts, respondents))
    least = max(LEAST, round(people / 10)) if people > 2 * LEAST else LEAST
    empty = Coding(exercise=exercise, item=item)
    if people < MINIMUM:
        return empty
    said = {str(answer): set(lemmas(text)) for answer, text in texts.items()}
    users = _users(said, respondents)
    common = {word for word in users if sum(word in one for one in said.values()) > max(_TOO_COMMON * len(said), LEAST)}
    kept = sorted((w for w in users if len(users[w]) >= LEAST and w not in common), key=lambda w: (-len(users[w]), w))
    groups = _clusters(texts, sorted(kept[:_MOST_LEMMAS]))
    found = []
    for group in groups:
        words = sorted(group, key=lambda word: (-len(users[word]), word))
        covered = len(set().union(*(users[word] for word in words)))
        if covered >= least:
            found.append((covered, words))
    found.sort(key=lambda one: (-one[0], one[1]))
    themes = [Theme(id=words[0], label=", ".join(words[:3]), includes=tuple(words)) for _, words in found[:MOST_THEMES]]
    return Coding(exercise=exercise, item=item, themes=tuple(themes))


def quotes(
    texts: pd.Series, members: Collection[str], respondents: pd.Series | None = None, *, at_most: int = 3
) -> list[str]:
    """The answers that are most typical of a theme, closest to its centre first, unsigned and one of each respondent.

    `members` are the ids of the theme's answers. Closest is by the cosine of tf-idf weights to the members' mean; long
    answers are left out. None where fewer than five respondents speak of the theme.
    """
    texts = texts.sort_index()
    who = texts.index.to_series() if respondents is None else respondents
    inside = [answer for answer in texts.index if answer in members]
    if who.reindex(inside).nunique() < MINIMUM:
        return []
    weights = _weights(texts)
    if weights is None:
        return []
    rows = weights[texts.index.get_indexer(pd.Index(inside))]
    centre = np.asarray(rows.mean(axis=0)).ravel()
    close = rows @ centre
    order = sorted(range(len(inside)), key=lambda n: (-round(float(close[n]), 9), len(texts[inside[n]]), inside[n]))
    chosen: list[str] = []
    heard: set[str] = set()
    for n in order:
        text, by = " ".join(str(texts[inside[n]]).split()), str(who[inside[n]])
        if len(text) <= _TOO_LONG and by not in heard and text not in chosen and close[n] > 0:
            chosen.append(text)
            heard.add(by)
    return chosen[:at_most]


def speakers(codes: Mapping[str, Collection[str]], respondents: pd.Series) -> dict[str, int | None]:
    """How many respondents speak of each theme, from the themes of each answer; None for fewer than five."""
    heard: dict[str, set[str]] = {}
    for answer, themes in codes.items():
        for theme in themes:
            heard.setdefault(theme, set()).add(str(respondents[answer]))
    return {theme: len(who) if len(who) >= MINIMUM else None for theme, who in heard.items()}


def _users(said: Mapping[str, Collection[str]], respondents: pd.Series | None) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for answer, words in said.items():
        who = answer if respondents is None else str(respondents[answer])
        for word in words:
            found.setdefault(word, set()).add(who)
    return {word: frozenset(who) for word, who in found.items()}


def _people(texts: pd.Series, respondents: pd.Series | None) -> Counter[str]:
    return Counter(map(str, texts.index if respondents is None else respondents.reindex(texts.index)))


def _weights(texts: pd.Series, vocabulary: list[str] | None = None) -> "np.ndarray | None":
    """Answers × lemmas by tf-idf, each answer of length one; None where there is no lemma."""
    said = [lemmas(text) for text in texts]
    words = vocabulary if vocabulary is not None else sorted({one for some in said for one in some})
    if not words:
        return None
    made = TfidfVectorizer(analyzer=list, vocabulary=words, sublinear_tf=True).fit_transform(said)
    return np.asarray(made.toarray())


def _clusters(texts: pd.Series, words: list[str]) -> list[list[str]]:
    weights = _weights(texts, words)
    if weights is None or len(words) < 2:
        return [[word] for word in words]
    columns = weights.T
    tree = linkage(columns, method="average", metric="cosine")
    groups: dict[int, list[str]] = {}
    for word, group in zip(words, fcluster(tree, _TOGETHER, criterion="distance"), strict=True):
        groups.setdefault(int(group), []).append(word)
    return list(groups.values())
