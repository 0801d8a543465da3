"""Colours between the tokens' own: as many as a scale has points."""

from collections.abc import Sequence

from samhandling.look import tokens


def sequence(n: int) -> list[str]:
    """`n` colours from the first step of the staircase to the last."""
    look = tokens()
    return _between([look[f"step-{step}"] for step in (1, 2, 3, 4)], n)


def diverging(n: int) -> list[str]:
    """`n` colours from disagreement over the middle to agreement."""
    look = tokens()
    return _between([look["low"], look["mid"], look["high"]], n)


def _between(stops: Sequence[str], n: int) -> list[str]:
    mixed = []
    for k in range(n):
        place = k * (len(stops) - 1) / max(1, n - 1)
        low = min(int(place), len(stops) - 2)
        pairs = zip(_rgb(stops[low]), _rgb(stops[low + 1]), strict=True)
        mixed.append("#" + "".join(f"{round(a + (b - a) * (place - low)):02x}" for a, b in pairs))
    return mixed


def _rgb(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def ink_on(colour: str) -> str:
    """Dark or white, whichever can be read on the colour."""
    red, green, blue = (value / 255 for value in _rgb(colour))
    bright = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return tokens()["on-step-1"] if bright > 0.22 else tokens()["on-step-4"]
