"""What does a range-safety engineer read of one planned flight besides its areas?

Its risk to people and its margins to the lines of the site, from a sample of dispersed flights of
its own: the answer does not depend on how many flights the areas were drawn from, nor on how those
were shared out.
"""

from dataclasses import dataclass

from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.safety.criteria import RiskCriteria
from cosmodrome.safety.flight_lines import FlightLines, LineMargin
from cosmodrome.safety.line_check import check_lines, dispersed_spread
from cosmodrome.safety.monte_carlo import dispersed_falls, fall_study
from cosmodrome.safety.risk import RiskAssessment, RiskBasis, assess_risk
from cosmodrome.safety.weather import Weather, air_column
from cosmodrome.vehicles import Configuration

RISK_CASES = 2048
"""Enough for a density: planned casualties scatter by some per cent between seeds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlightRisk:
    """Risk of a flight, and how its impact trace keeps the lines of its site.

    `margins` is empty where the site has no lines for its inclination; `lines_published` tells
    whether they are the range's own.
    """

    risk: RiskAssessment
    margins: tuple[LineMargin, ...]
    lines_published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskUnknown:
    """Why the risk of a flight cannot be told from the catalogue."""

    why: str


def assess_flight_risk(
    profile: FlightProfile,
    trajectory: Trajectory,
    configuration: Configuration,
    *,
    weather: Weather,
    basis: RiskBasis,
    criteria: RiskCriteria | None,
    lines: FlightLines | None,
    seed: int = 1,
) -> FlightRisk:
    """Return the risk of a planned flight and its margins to flight lines.

    Parameters
    ----------
    profile, trajectory : FlightProfile, Trajectory
        The planned flight.
    configuration : Configuration
    weather : Weather
        Over the pad and elsewhere; debris of failures falls through the mean air over the pad.
    basis : RiskBasis
        Data of the catalogue; its people may have left more ground (`population.cleared_about`).
    criteria : RiskCriteria or None
        Of the site's authority, or the user's.
    lines : FlightLines or None
        Of the site.
    seed : int
        Same seed, same answer.
    """
    study = fall_study(profile, trajectory, configuration.vehicle, weather=weather)
    falls = dispersed_falls(study, plan="sobol", seed=seed, first_case=0, cases=RISK_CASES)
    risk = assess_risk(
        profile,
        trajectory,
        configuration,
        falls,
        basis=basis,
        criteria=criteria,
        air=air_column(weather.over_pad),
    )
    margins: tuple[LineMargin, ...] = ()
    if lines is not None:
        spread = dispersed_spread(study, seed=seed)
        margins = check_lines(profile, trajectory, lines, spread=spread)
    return FlightRisk(
        risk=risk, margins=margins, lines_published=lines.published if lines else False
    )
