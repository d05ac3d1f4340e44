"""Which risk is acceptable, by whose rule, and is it kept?

By the rule of the site's own authority. Where none is published the user may name limits; without
any there is a figure and no verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cosmodrome.errors import InputError

Measure = Literal["collective", "individual", "ship", "aircraft"]
MEASURES: tuple[Measure, ...] = ("collective", "individual", "ship", "aircraft")


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskCriteria:
    """Limits of one authority; None where its rule gives no figure.

    `collective_expectation` counts casualties, the others are probabilities: of a casualty for
    any one person, of an impact on any one vessel, on any one aircraft. `own` tells that they are
    the user's and no law; `id` is the name of the table that they stand in.
    """

    authority: str
    rule: str
    spaceports: tuple[str, ...]
    collective_expectation: float | None = None
    individual_probability: float | None = None
    ship_probability: float | None = None
    aircraft_probability: float | None = None
    own: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        for measure in MEASURES:
            limit = self.limit(measure)
            if limit is not None and not 0.0 < limit <= 1.0:
                raise InputError(
                    f"{self.authority}: the {measure} limit must be above 0 and at most 1, got "
                    f"{limit}; 1e-4 to 1e-6 are usual"
                )

    def limit(self, measure: Measure) -> float | None:
        """Return the limit of a measure, None where there is none."""
        limits = {
            "collective": self.collective_expectation,
            "individual": self.individual_probability,
            "ship": self.ship_probability,
            "aircraft": self.aircraft_probability,
        }
        return limits[measure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One measure of risk beside its limit; `kept` and `limit` are None where there is no limit."""

    measure: Measure
    value: float
    limit: float | None
    kept: bool | None
    rule: str | None


def criteria_of(criteria: Sequence[RiskCriteria], spaceport: str) -> RiskCriteria | None:
    """Return the criteria of a site's authority, None where no figure is published."""
    return next((each for each in criteria if spaceport in each.spaceports), None)


def own_criteria(
    spaceport: str,
    *,
    collective_expectation: float | None = None,
    individual_probability: float | None = None,
) -> RiskCriteria:
    """Return limits that a user names, marked as such."""
    return RiskCriteria(
        authority="the user",
        rule="limits named by the user; no rule of an authority",
        spaceports=(spaceport,),
        collective_expectation=collective_expectation,
        individual_probability=individual_probability,
        own=True,
    )


def judge(
    values: Sequence[tuple[Measure, float]], criteria: RiskCriteria | None
) -> tuple[Verdict, ...]:
    """Return each measure beside its limit."""
    verdicts = []
    for measure, value in values:
        limit = criteria.limit(measure) if criteria else None
        verdicts.append(
            Verdict(
                measure=measure,
                value=value,
                limit=limit,
                kept=None if limit is None else value <= limit,
                rule=criteria.rule if criteria and limit is not None else None,
            )
        )
    return tuple(verdicts)
