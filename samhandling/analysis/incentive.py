"""The incentive to validate: what a shorter course does to its provider, and what society gains."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """The terms of a calculation; amounts in SEK, each for one participant whose knowledge is validated.

    `points` is the length of the course, `points_a_week` its pace, `share` how much of it is validated, from 0 to 1.
    `grant` is paid for each point studied; `avoided` is what a point that is not taught saves the provider.
    `assessment` is what an assessment costs, `earmarked` the grant for one, and `week_value` what it is worth to
    society that someone works a week sooner.
    """

    points: float
    points_a_week: float
    share: float
    grant: float
    avoided: float
    assessment: float
    earmarked: float
    week_value: float

    @property
    def weeks(self) -> float:
        """How many weeks sooner the participant is done."""
        return self.share * self.points / self.points_a_week

    @property
    def lost(self) -> float:
        """What the provider loses on points that are not studied, less what it then need not pay."""
        return self.share * self.points * (self.grant - self.avoided)

    def provider(self, *, earmarked: bool = True) -> float:
        """The provider's result beside that of the whole course, with or without the earmarked grant.

        Where nothing is validated there is neither an assessment nor a grant for it: the result is zero.
        """
        if not self.share:
            return 0.0
        return (self.earmarked if earmarked else 0.0) - self.assessment - self.lost

    def society(self) -> float:
        """The value of the weeks in work and of the teaching avoided, less the assessment.

        Grants pass from one public purse to another: they are neither a gain nor a cost here.
        """
        if not self.share:
            return 0.0
        return self.weeks * self.week_value + self.share * self.points * self.avoided - self.assessment

    def needed(self) -> float:
        """The earmarked grant at which the provider breaks even; below zero, it gains without one."""
        return self.assessment + self.lost if self.share else 0.0

    def even_at(self) -> float | None:
        """The share at which the provider breaks even with this grant, of more than 0 and at most 1; None if none."""
        per_whole = self.points * (self.grant - self.avoided)
        if not per_whole:
            return None
        share = (self.earmarked - self.assessment) / per_whole
        return share if 0 < share <= 1 else None
