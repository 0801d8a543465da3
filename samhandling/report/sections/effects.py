"""Effect sizes and p-values as they are written in small print and tables."""

from samhandling.analysis.comparison import Effect
from samhandling.analysis.sentences import number
from samhandling.content.language import Language


def signed(value: float, language: Language) -> str:
    """A number with two decimals at most and a true minus sign; nothing is minus nought."""
    return number(round(value, 2) + 0.0, language).replace("-", "\N{MINUS SIGN}")


def effect(found: Effect, language: Language) -> str:
    """An effect with its interval: 0,35 [0,1; 0,61]."""
    value, low, high = (signed(one, language) for one in (found.value, found.low, found.high))
    return f"{value} [{low}; {high}]"


def chance(p: float, language: Language) -> str:
    """A p-value with its sign, of three decimals at most: = 0,042 or < 0,001."""
    if p < 0.001:
        return f"< {'0,001' if language == 'sv' else '0.001'}"
    said = f"{p:.3f}".rstrip("0").rstrip(".")
    return f"= {said.replace('.', ',') if language == 'sv' else said}"
