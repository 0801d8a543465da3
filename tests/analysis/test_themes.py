"""Keywords, themes and quotes from people's own words, and codings that people change by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sklearn.metrics import cohen_kappa_score

from samhandling.analysis.coding import CannotCode, Coding, add, coded, merge, move, remove, rename
from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.lemmas import lemmas, terms
from samhandling.analysis.personal import mask
from samhandling.analysis.reliability import agreement, cohens_kappa, krippendorff_alpha
from samhandling.analysis.themes import as_rule, keywords, quotes, speakers, suggested, terms_of
from tests.conftest import ROOT

PLANTED = {
    "praktik": (
        "Fler praktikplatser med bra handledare", "Handledare som har tid för praktikanter på praktikplatsen",
        "Praktikplatser i hela länet, och handledarna behöver utbildning", "Handledarutbildning för praktikplatser",
        "Praktikplatsen behöver en handledare", "En praktikplats utan handledare blir inget bra",
    ),
    "validering": (
        "Validering av utländska betyg tar för lång tid", "Snabbare validering av betyg",
        "Valideringen av betyg borde ske på jobbet", "Betygen från andra länder behöver validering",
        "Validera betyg tidigt", "Validering och betyg på samma ställe",
    ),
    "transport": (
        "The bus does not reach the factory", "No bus to the factory in the evening",
        "Night shifts at the factory need a bus", "A bus line past the factories",
        "Buses to the factory on Sundays", "The factory could pay for the bus",
    ),
}  # fmt: skip
TEXTS = pd.Series({f"{name}-{n}": text for name, texts in PLANTED.items() for n, text in enumerate(texts)})
SURVEYS = ROOT.parent / "shared" / "data" / "survey" / "coderefinery"


def test_words_become_lemmas_in_their_language() -> None:
    assert lemmas("Arbetsgivarna behöver fler praktikplatser!") == ["arbetsgivare", "praktikplats"]
    assert lemmas("The employers need more internships.") == ["employer", "internship"]
    assert lemmas("Ring [namn] om YH") == ["ringa", "yh"]
    assert terms("Kommunernas valideringar, tid") == {"kommun", "validering", "kommun validering", "tid"}
    assert lemmas("") == lemmas("1 2 3 …") == []


def test_planted_themes_are_found_in_both_languages_at_once() -> None:
    coding = suggested("E1", "q", TEXTS)
    codes = coded(coding, terms_of(TEXTS))
    of = {name: {theme for n in range(6) for theme in codes[f"{name}-{n}"]} for name in PLANTED}
    main = {name: next(t for t in coding.themes if t.id in of[name]) for name in PLANTED}
    assert {"praktikplats", "handledare"} <= set(main["praktik"].includes)
    assert {"validering", "betyg"} <= set(main["validering"].includes)
    assert {"bus", "factory"} <= set(main["transport"].includes)
    for name, theme in main.items():
        inside = {answer for answer, themes in codes.items() if theme.id in themes}
        assert len([one for one in inside if one.startswith(name)]) >= 5
        assert not [one for one in inside if not one.startswith(name)]
    assert all(theme.label and theme.includes and not theme.answers for theme in coding.themes)


@settings(deadline=None, max_examples=20)
@given(st.permutations(list(TEXTS.index)))
def test_the_order_of_the_answers_changes_nothing(order: list[str]) -> None:
    shuffled = TEXTS.loc[order]
    assert suggested("E1", "q", shuffled) == suggested("E1", "q", TEXTS)
    assert keywords(shuffled) == keywords(TEXTS)
    members = [one for one in order if one.startswith("praktik")]
    assert quotes(shuffled, members) == quotes(TEXTS, members)


def test_keywords_count_respondents_and_never_fewer_than_five() -> None:
    found = {one.word: one.n for one in keywords(TEXTS)}
    assert found["handledare"] == 5 and found["validering"] == 5 and found["betyg"] == 6
    assert all(n is None or n >= MINIMUM for n in found.values())
    # one who says the same in every card is one respondent, and one respondent's word is not listed
    one_person = pd.Series("same", index=TEXTS.index)
    assert keywords(TEXTS, one_person) == []
    pairs = pd.Series([f"p{n // 3}" for n in range(len(TEXTS))], index=TEXTS.index)
    assert {one.word for one in keywords(TEXTS, pairs)} >= {"handledare", "betyg", "bus"}
    assert {one.n for one in keywords(TEXTS, pairs)} == {None}
    assert keywords(TEXTS.iloc[:4]) == []


def test_a_word_that_is_only_said_in_a_pair_is_left_to_the_pair() -> None:
    texts = pd.Series([f"{word} regional samverkan" for word in ("Bättre", "Mer", "Tydlig", "Ny", "Annan", "Öppen")])
    texts.index = texts.index.map(str)
    found = [one.word for one in keywords(texts)]
    assert found[0] == "regional samverkan"
    assert not {"regional", "samverkan"} & set(found)


def test_quotes_are_typical_short_unsigned_and_one_of_each() -> None:
    members = [f"praktik-{n}" for n in range(6)]
    found = quotes(TEXTS, members)
    assert len(found) == 3 and set(found) <= set(PLANTED["praktik"])
    assert all("handledare" in one.lower() for one in found)
    assert quotes(TEXTS, members[:4]) == [], "fewer than five speak of it"
    assert quotes(TEXTS, members, pd.Series("same", index=TEXTS.index)) == []
    long = TEXTS.copy()
    long["praktik-0"] = "Handledare praktikplats " * 40
    assert all(len(one) <= 240 for one in quotes(long, members))


def test_a_few_answers_or_none_make_no_themes() -> None:
    none = pd.Series([], dtype=str)
    for texts in (none, TEXTS.iloc[:3], pd.Series(["", "och", "!", "-", "😀", "1"], index=list("abcdef"))):
        assert suggested("E1", "q", texts).themes == ()
        assert keywords(texts) == []
        assert quotes(texts, list(texts.index)) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_whatever_is_written_has_themes_or_none(texts: list[str]) -> None:
    series = pd.Series([mask(one) for one in texts], index=[f"a{n}" for n in range(len(texts))], dtype=str)
    coding = suggested("E1", "q", series)
    codes = coded(coding, terms_of(series))
    assert set(codes) == set(series.index)
    assert Coding.model_validate_json(coding.model_dump_json()) == coding


# --- by hand

CODING = Coding.model_validate(
    {
        "exercise": "E1",
        "item": "q",
        "themes": [
            {"id": "a", "label": "A", "includes": ["bus"]},
            {"id": "b", "label": "B", "includes": ["betyg"], "answers": ["x"]},
            {"id": "c", "label": "C"},
        ],
    }
)
TERMS = {"x": {"bus"}, "y": {"bus", "betyg"}, "z": {"tid"}}


def test_words_place_answers_and_hands_win() -> None:
    assert coded(CODING, TERMS) == {"x": ("b",), "y": ("a", "b"), "z": ()}
    moved = move(CODING, "y", "c", "a")
    assert coded(moved, TERMS)["y"] == ("a", "c")
    assert moved.by == "facilitator" and CODING.by == "suggestion"
    out = move(moved, "y")
    assert coded(out, TERMS)["y"] == () and out.by_hand == {"x", "y"}
    assert coded(out, {"new": {"betyg"}}) == {"new": ("b",)}, "answers that come later are placed by the words"


def test_merging_keeps_all_words_and_answers() -> None:
    merged = merge(move(CODING, "z", "c"), ["a", "c", "b"], "Allt")
    assert [(one.id, one.label) for one in merged.themes] == [("a", "Allt")]
    assert set(merged.themes[0].includes) == {"bus", "betyg"} and set(merged.themes[0].answers) == {"x", "z"}
    assert coded(merged, TERMS) == {"x": ("a",), "y": ("a",), "z": ("a",)}


def test_naming_adding_and_taking_away() -> None:
    assert rename(CODING, "a", " Bussar ").theme("a").label == "Bussar"
    assert rename(CODING, "a", "Bussar").theme("a").includes == ("bus",)
    twice = add(add(CODING, "Tid & pengar", as_rule(["tiderna"])), "Tid & pengar")
    assert [one.id for one in twice.themes][3:] == ["tid-pengar", "tid-pengar-2"]
    assert coded(twice, TERMS)["z"] == ("tid-pengar",)
    assert coded(remove(CODING, "b"), TERMS)["x"] == ("a",), "placed by its words again"


def test_what_cannot_be_done_is_refused_and_changes_nothing() -> None:
    for change in (
        lambda: merge(CODING, ["a", "a"]), lambda: merge(CODING, ["a", "no"]), lambda: rename(CODING, "no", "x"),
        lambda: move(CODING, "x", "no"), lambda: remove(CODING, "no"),
    ):  # fmt: skip
        with pytest.raises(CannotCode):
            change()
    with pytest.raises(ValidationError):
        rename(CODING, "a", "  ")
    full = CODING
    for n in range(57):
        full = add(full, f"t{n}")
    with pytest.raises(CannotCode, match="too_many"):
        add(full, "one more")


OPERATIONS = st.one_of(
    st.tuples(st.just("merge"), st.lists(st.integers(0, 5), min_size=2, max_size=3)),
    st.tuples(st.just("move"), st.tuples(st.sampled_from("xyzw"), st.lists(st.integers(0, 5), max_size=2))),
    st.tuples(st.just("remove"), st.integers(0, 5)),
    st.tuples(st.just("add"), st.sampled_from(["Ny", "Tid", "B"])),
    st.tuples(st.just("rename"), st.tuples(st.integers(0, 5), st.sampled_from(["Ett", "Två"]))),
)


@settings(deadline=None)
@given(st.lists(OPERATIONS, max_size=12))
def test_any_row_of_changes_leaves_a_whole_coding(steps: list) -> None:
    coding = CODING
    for name, given_ in steps:
        ids = [theme.id for theme in coding.themes] or ["none"]

        def one(n: int, ids: list[str] = ids) -> str:
            return ids[n % len(ids)]

        try:
            match name:
                case "merge":
                    coding = merge(coding, [one(n) for n in given_])
                case "move":
                    coding = move(coding, given_[0], *map(one, given_[1]))
                    assert coded(coding, {given_[0]: set()})[given_[0]] == tuple(
                        t.id for t in coding.themes if t.id in map(one, given_[1])
                    )
                case "remove":
                    coding = remove(coding, one(given_))
                case "add":
                    coding = add(coding, given_)
                case "rename":
                    coding = rename(coding, one(given_[0]), given_[1])
        except CannotCode:
            continue
    assert Coding.model_validate(coding.model_dump()) == coding
    assert set(coded(coding, TERMS)) == set(TERMS)


# --- reliability


def test_alpha_is_that_of_the_published_examples() -> None:
    """Krippendorff (2011): binary (A), nominal (B) by two observers, and nominal by four with gaps (C)."""
    a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha(a) == pytest.approx(0.095, abs=5e-4)
    assert krippendorff_alpha(["aabbdcccedda", "babbbccceddd"]) == pytest.approx(0.692, abs=5e-4)
    none = None
    c = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, none, none, none], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, none, 3],
        [none, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, none], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, none],
    ]  # fmt: skip
    assert krippendorff_alpha(c) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    found = cohens_kappa(first, second)
    if len(set(first) | set(second)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(cohen_kappa_score(first, second))


def test_two_codings_are_compared_by_theme_and_in_all() -> None:
    texts = terms_of(TEXTS)
    coding = suggested("E1", "q", TEXTS)
    same = agreement(coded(coding, texts), coded(coding, texts), [one.id for one in coding.themes])
    assert same is not None and same.n == len(TEXTS) and same.alpha == 1
    assert set(same.kappas.values()) == {1.0}
    changed = move(coding, "transport-0", coding.themes[0].id)
    less = agreement(coded(coding, texts), coded(changed, texts), [one.id for one in coding.themes])
    assert less is not None and less.alpha is not None and 0 < less.alpha < 1
    assert agreement({"a": ["x"]}, {"a": ["x"]}, ["x"]) is None, "too few answers to say anything"


def test_speakers_are_counted_once_and_never_under_five() -> None:
    who = pd.Series([f"p{n % 5}" for n in range(10)], index=[f"a{n}" for n in range(10)])
    codes = {f"a{n}": ("x", "y") if n < 3 else ("x",) for n in range(10)}
    assert speakers(codes, who) == {"x": 5, "y": None}


@pytest.mark.skipif(not SURVEYS.is_dir(), reason="the open survey is not here")
def test_the_themes_of_a_real_survey_are_what_a_reader_finds() -> None:
    """What researchers expected of a course in programming practice: code, Git, testing, working together."""
    answers = [text for path in sorted(Path(SURVEYS / "pre").glob("*.csv")) for text in _column(path, "expect to get")]
    texts = pd.Series([mask(one, "en") for one in answers], index=[f"a{n:03}" for n in range(len(answers))])
    assert len(texts) > 60
    words = {one.word for one in keywords(texts)}
    assert {"code", "learn", "git", "software", "version control"} <= words
    coding = suggested("pre", "expect", texts)
    codes = coded(coding, terms_of(texts))
    placed = np.mean([bool(themes) for themes in codes.values()])
    assert 4 <= len(coding.themes) <= 8 and placed > 0.6
    included = {word for theme in coding.themes for word in theme.includes}
    assert {"code", "git", "programming"} <= included
    git = next(theme for theme in coding.themes if "git" in theme.includes)
    spoken = quotes(texts, {answer for answer, themes in codes.items() if git.id in themes})
    assert len(spoken) == 3 and all("git" in one.lower() for one in spoken)


def _column(path: Path, about: str) -> list[str]:
    frame = pd.read_csv(path, dtype=str)
    return [text for name in frame.columns if about in name for text in frame[name].dropna()]
