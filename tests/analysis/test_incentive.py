"""The incentive to validate: the break-even grant makes the result zero, and what is not validated costs nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.analysis.incentive import Terms

SEK = st.integers(0, 200_000).map(float)
TERMS = st.builds(
    Terms,
    points=st.integers(100, 2400),
    points_a_week=st.integers(5, 25),
    share=st.floats(0, 1),
    grant=st.integers(0, 200),
    avoided=st.integers(0, 200),
    assessment=SEK,
    earmarked=SEK,
    week_value=SEK,
)
EXAMPLE = Terms(800, 20, 0.5, 60, 0, 10_000, 20_000, 5_000)


def test_the_example_worked_out_by_hand() -> None:
    # 400 points at 60 SEK are lost, and the assessment is paid
    assert EXAMPLE.weeks == 20
    assert EXAMPLE.provider(earmarked=False) == -34_000
    assert EXAMPLE.provider() == -14_000
    assert EXAMPLE.needed() == 34_000
    # twenty weeks of 5 000 SEK, less the assessment
    assert EXAMPLE.society() == 90_000
    assert EXAMPLE.even_at() == pytest.approx(10_000 / 48_000)


@given(TERMS)
def test_the_break_even_grant_makes_the_providers_result_zero(terms: Terms) -> None:
    assert replace(terms, earmarked=terms.needed()).provider() == pytest.approx(0, abs=1e-6)


@given(TERMS)
def test_what_is_not_validated_costs_and_gives_nothing(terms: Terms) -> None:
    nothing = replace(terms, share=0)
    assert (nothing.weeks, nothing.provider(), nothing.society(), nothing.needed()) == (0, 0, 0, 0)


@given(TERMS, st.floats(0, 1))
def test_the_more_is_validated_the_more_a_provider_paid_by_the_point_loses(terms: Terms, other: float) -> None:
    terms = replace(terms, avoided=0)
    less, more = sorted((terms.share, other))
    assert replace(terms, share=more).provider(earmarked=False) <= replace(terms, share=less).provider(earmarked=False)
    assert replace(terms, share=more).provider(earmarked=False) <= 0


@given(TERMS)
def test_the_share_that_breaks_even_does(terms: Terms) -> None:
    share = terms.even_at()
    if share is not None:
        assert replace(terms, share=share).provider() == pytest.approx(0, abs=1e-6)


@given(TERMS, SEK)
def test_a_grant_moves_the_provider_and_leaves_society_where_it_was(terms: Terms, more: float) -> None:
    raised = replace(terms, earmarked=terms.earmarked + more)
    assert raised.society() == terms.society()
    assert raised.provider() == pytest.approx(terms.provider() + (more if terms.share else 0))
    assert raised.provider(earmarked=False) == terms.provider(earmarked=False)
