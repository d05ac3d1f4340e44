"""What risk does a flight bring to people on the ground, all in all, and is that acceptable?

Two sums over the same places: the parts that fall as planned, and what is left of the vehicle when
it fails on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.air import AirColumn
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.safety.criteria import Measure, RiskCriteria, Verdict, judge
from cosmodrome.safety.failure import (
    FailureEstimate,
    FlightRecord,
    StageFailure,
    allocate_failure,
    burning_times,
    estimate_failure,
    record_of,
)
from cosmodrome.safety.impact_trace import flight_states, vacuum_trace
from cosmodrome.safety.monte_carlo import BodyFalls, fall_of
from cosmodrome.safety.overflight import impact_stretches, stretch_risk
from cosmodrome.safety.pad_rules import PadRules
from cosmodrome.safety.part_risk import Bystanders, PartRisk, part_risk
from cosmodrome.safety.population import ClearedGround, Population, cleared_about
from cosmodrome.safety.remains import DebrisModel, TerminationPolicy, debris_along
from cosmodrome.vehicles import Configuration

MOST_PLACES = 10
"""So many of the places most at risk are told by name."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RiskBasis:
    """What a risk analysis stands on besides the flight: data of the catalogue.

    `reference` is the record of first flights, `wind_sd_m_s` the spread of the wind in which
    debris drifts; everybody is taken to have left `cleared_radius_m` about the pad.
    """

    people: Population
    records: tuple[FlightRecord, ...]
    reference: FlightRecord
    debris: DebrisModel
    pad_rules: PadRules
    bystanders: Bystanders
    cleared_radius_m: float
    wind_sd_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRisk:
    """A listed place: how likely one person there is hit, and the casualties expected among all."""

    name: str
    region: str
    longitude_deg: float
    latitude_deg: float
    people: int
    individual_probability: float

    @property
    def casualty_expectation(self) -> float:
        """Casualties expected in the place."""
        return self.people * self.individual_probability


@dataclass(frozen=True, slots=True, kw_only=True)
class DebrisRisk:
    """What one class of debris of failures in flight expects."""

    name: str
    casualty_expectation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAssessment:
    """Risk of one flight to people on the ground.

    `failure_expectation` is that of failures in flight, by `debris` class and, as to when, spread
    as `stages` say; `parts` are those that fall as planned. `places` are the ten most at risk.
    `last_impact_s` is until when the impact point touches the ground. `criteria` is None where no
    figure of an authority is known and the user named none.
    """

    failure: FailureEstimate
    stages: tuple[StageFailure, ...]
    policy: TerminationPolicy
    cutoff_blocked_s: float | None
    debris: tuple[DebrisRisk, ...]
    failure_expectation: float
    parts: tuple[PartRisk, ...]
    planned_expectation: float
    places: tuple[PlaceRisk, ...]
    cleared_radius_m: float
    last_impact_s: float
    criteria: RiskCriteria | None
    verdicts: tuple[Verdict, ...]

    @property
    def casualty_expectation(self) -> float:
        """Casualties expected of the whole flight."""
        return self.failure_expectation + self.planned_expectation

    @property
    def individual_probability(self) -> float:
        """Probability of a casualty for one person in the listed place most at risk."""
        return max((place.individual_probability for place in self.places), default=0.0)


def assess_risk(
    profile: FlightProfile,
    trajectory: Trajectory,
    configuration: Configuration,
    falls: Sequence[BodyFalls],
    *,
    basis: RiskBasis,
    criteria: RiskCriteria | None = None,
    air: AirColumn | None = None,
    cleared: Sequence[ClearedGround] = (),
) -> RiskAssessment:
    """Return the risk of a flight to people on the ground.

    Parameters
    ----------
    profile, trajectory : FlightProfile, Trajectory
        The planned flight.
    configuration : Configuration
    falls : sequence of BodyFalls
        Of a Monte Carlo: the parts that come down as planned.
    basis : RiskBasis
    criteria : RiskCriteria, optional
        Of the site's authority, or the user's.
    air : AirColumn, optional
        What debris of failures falls through; still standard air by default.
    cleared : sequence of ClearedGround, optional
        Ground that people leave besides that about the pad, as drop zones are searched.

    Raises
    ------
    InputError
        If the catalogue does not know how the vehicle is ended, or what its engines burn.

    Notes
    -----
    The two sums are added: that the parts of a failed flight do not fall as planned is left out,
    at most the failure probability of the planned sum. What else is left out stands in
    ``docs/explanation/limitations.md``.
    """
    pad = ClearedGround(
        latitude_deg=profile.latitude_deg,
        longitude_deg=profile.longitude_deg,
        radius_m=basis.cleared_radius_m,
    )
    people = basis.people
    for disc in (pad, *cleared):
        people = cleared_about(people, disc)
    parts = tuple(
        part_risk(
            each,
            fall_of(configuration.vehicle, each.part),
            people=people,
            bystanders=basis.bystanders,
        )
        for each in falls
    )
    record = record_of(basis.records, configuration.vehicle.id)
    failure = estimate_failure(record, reference=basis.reference)
    stages = allocate_failure(failure.used_probability, record, burning_s=burning_times(profile))
    states = flight_states(trajectory)
    debris, by_place = [], np.zeros(len(people.names))
    for each in debris_along(
        states,
        profile,
        configuration,
        basis.debris,
        rules=basis.pad_rules,
        wind_sd_m_s=basis.wind_sd_m_s,
    ):
        risk = stretch_risk(impact_stretches(states, stages, each, air=air), people)
        debris.append(DebrisRisk(name=each.name, casualty_expectation=risk.casualty_expectation))
        by_place += risk.by_place
    by_place += np.sum([part.risk.by_place for part in parts], axis=0) if parts else 0.0
    failure_expectation = sum(each.casualty_expectation for each in debris)
    planned_expectation = sum(part.risk.casualty_expectation for part in parts)
    places = _places_most_at_risk(people, by_place)
    values: list[tuple[Measure, float]] = [
        ("collective", failure_expectation + planned_expectation),
        ("individual", max((place.individual_probability for place in places), default=0.0)),
    ]
    return RiskAssessment(
        failure=failure,
        stages=stages,
        policy=basis.debris.policy(configuration.vehicle.id),
        cutoff_blocked_s=_blocked_s(configuration, basis.pad_rules),
        debris=tuple(debris),
        failure_expectation=failure_expectation,
        parts=parts,
        planned_expectation=planned_expectation,
        places=places,
        cleared_radius_m=basis.cleared_radius_m,
        last_impact_s=float(vacuum_trace(states).t_s[-1]),
        criteria=criteria,
        verdicts=judge(values, criteria),
    )


def _places_most_at_risk(
    people: Population, by_place: NDArray[np.float64]
) -> tuple[PlaceRisk, ...]:
    inhabited = np.where(people.people > 0.0, by_place, 0.0)
    order = np.argsort(-inhabited, kind="stable")[:MOST_PLACES]
    return tuple(
        PlaceRisk(
            name=people.names[i],
            region=people.regions[i],
            longitude_deg=float(people.places_deg[i, 0]),
            latitude_deg=float(people.places_deg[i, 1]),
            people=round(float(people.people[i])),
            individual_probability=min(float(inhabited[i]), 1.0),
        )
        for i in order.tolist()
        if inhabited[i] > 0.0
    )


def _blocked_s(configuration: Configuration, rules: PadRules) -> float | None:
    """Return how long after lift-off a cut-off is blocked, None where nobody says."""
    vehicle = configuration.vehicle.id
    found = (each.blocked_s for each in rules.blocked if vehicle.startswith(each.family))
    return next(found, None)
