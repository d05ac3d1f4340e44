"""Where do the parts of one flight fall, and how sure is that?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cosmodrome.errors import InputError
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.numerics.sampling import SamplingPlan
from cosmodrome.numerics.work import Crew
from cosmodrome.safety.area_rules import AreaRule
from cosmodrome.safety.body_hazard import BodyHazard, NominalImpact, body_hazard
from cosmodrome.safety.containment import more_cases_needed, require_probability
from cosmodrome.safety.footprint import FEWEST_IMPACTS
from cosmodrome.safety.monte_carlo import (
    BodyFalls,
    FallStudy,
    fall_of,
    fall_study,
    planned_impact,
)
from cosmodrome.safety.runs import CHUNK_CASES, Cases, Progress, Run, fly_runs, joined
from cosmodrome.safety.weather import Weather
from cosmodrome.safety.zones import ZoneComparison, flown_inclination_deg, zones_for
from cosmodrome.spaceport import DropZone, Spaceport
from cosmodrome.vehicles import Configuration

__all__ = [
    "BodyHazard",
    "FallingFlight",
    "Inquiry",
    "NominalImpact",
    "ZoneComparison",
    "assess_hazards",
    "case_runs",
    "hazards_of",
    "require_inquiry",
    "study_hazards",
    "study_of",
]

MOST_SAMPLES = 1_000_000
CASE_MS, CASE_BYTES = 0.2, 1000
"""What a case costs, for the refusal of absurd numbers: a Soyuz with twelve pieces that come down,
on one core of 2024, and what is kept of it."""
MOST_FRESH = 4 * CHUNK_CASES
FRESH_SEED = 1 << 63
"""Flips a bit of the seed where the cases that measure would else be those that shape."""

Falls = tuple[BodyFalls, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FallingFlight:
    """A planned flight, whose falls are asked, in the weather that it meets."""

    profile: FlightProfile
    trajectory: Trajectory
    configuration: Configuration
    spaceport: Spaceport
    weather: Weather

    def zones(self, part: str) -> tuple[DropZone, ...]:
        """Return the zones published for a part on this flight."""
        return zones_for(
            self.spaceport.drop_zones,
            self.profile,
            part=part,
            inclination_deg=flown_inclination_deg(self.trajectory),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What is asked about the falls of a flight.

    `samples` dispersed flights shape the areas, and as many again, at most 16,384, measure what
    they contain; where `interval_width_fraction` is given they are the fewest, and cases are added
    until the interval of every measured share is no wider. `area_rules` tell to whom areas are
    announced besides the one that holds `containment_probability`.
    """

    samples: int = 2000
    seed: int = 1
    containment_probability: float = 0.997
    plan: SamplingPlan = "sobol"
    interval_width_fraction: float | None = None
    area_rules: tuple[AreaRule, ...] = ()


def assess_hazards(  # noqa: PLR0913 - a planned flight, and what is asked about its falls
    profile: FlightProfile,
    trajectory: Trajectory,
    configuration: Configuration,
    spaceport: Spaceport,
    *,
    samples: int = 2000,
    seed: int = 1,
    containment_probability: float = 0.997,
    weather: Weather,
    area_rules: tuple[AreaRule, ...] = (),
) -> tuple[BodyHazard, ...]:
    """Return the footprint of every part of a flight that comes down at once: the short way.

    Parameters
    ----------
    profile, trajectory, configuration, spaceport, weather
        As of a `FallingFlight`.
    samples, seed, containment_probability, area_rules
        As of an `Inquiry`.

    Returns
    -------
    tuple of BodyHazard
        In the order of separation. Parts that reach an orbit are not among them.

    Raises
    ------
    InputError, InfeasibleError
        As `study_hazards`.
    """
    return study_hazards(
        FallingFlight(
            profile=profile,
            trajectory=trajectory,
            configuration=configuration,
            spaceport=spaceport,
            weather=weather,
        ),
        Inquiry(
            samples=samples,
            seed=seed,
            containment_probability=containment_probability,
            area_rules=area_rules,
        ),
    )


def study_hazards(
    flight: FallingFlight,
    inquiry: Inquiry,
    *,
    crew: Crew | None = None,
    progress: Progress = lambda _stage, _done, _of: None,
) -> tuple[BodyHazard, ...]:
    """Return the footprint of every part of a flight that comes down at once.

    Parameters
    ----------
    flight, inquiry : FallingFlight, Inquiry
        The same answer to the same inquiry, whoever works.
    crew : Crew, optional
        Who flies the cases; one after the other here by default.
    progress : callable, optional
        Told the stage, cases done, and of how many.

    Raises
    ------
    InputError
        If the inquiry makes no sense, or a part that comes down has no ballistic coefficient.
    InfeasibleError
        If a part hardly ever comes down.
    """
    require_inquiry(inquiry)
    study = study_of(flight)
    if not study.falling:
        return ()
    flown = fly_runs(case_runs(study, inquiry), crew=crew, progress=progress)
    found = hazards_of(flight, study, inquiry, flown)
    wanted = _cases_wanted(found, inquiry)
    while wanted > len(flown[0][0].impacts):
        begun = len(flown[0][0].impacts)
        more = case_runs(study, inquiry, first=begun, count=wanted - begun)
        added = fly_runs(more, crew=crew, progress=progress)
        flown = tuple(joined(pieces) for pieces in zip(flown, added, strict=True))
        found = hazards_of(flight, study, inquiry, flown)
        wanted = _cases_wanted(found, inquiry)
    return found


def study_of(flight: FallingFlight) -> FallStudy:
    """Return a flight made ready: a part falls to the ground of the first zone published for it."""
    grounds = {
        body.part: zones[0].ground_m
        for body in flight.trajectory.bodies
        if (zones := flight.zones(body.part))
    }
    return fall_study(
        flight.profile,
        flight.trajectory,
        flight.configuration.vehicle,
        weather=flight.weather,
        ground_m=grounds,
    )


def case_runs(
    study: FallStudy, inquiry: Inquiry, *, first: int = 0, count: int | None = None
) -> tuple[Run, Run]:
    """Return the flights that shape the areas, and those that measure what they hold.

    Where a count is asked, and no interval, no more than `MOST_FRESH` measure: 99.7 % is then known
    to 0.1 %.
    """
    cases = Cases(
        plan=inquiry.plan,
        seed=inquiry.seed,
        first=first,
        count=_first_count(inquiry) if count is None else count,
    )
    seed = inquiry.seed ^ FRESH_SEED if inquiry.plan == "random" else inquiry.seed
    measuring = cases.count
    if inquiry.interval_width_fraction is None:
        measuring = min(measuring, MOST_FRESH)
    fresh = replace(cases, plan="random", seed=seed, count=measuring)
    return Run(study=study, cases=cases), Run(study=study, cases=fresh)


def hazards_of(
    flight: FallingFlight, study: FallStudy, inquiry: Inquiry, flown: Sequence[Falls]
) -> tuple[BodyHazard, ...]:
    """Return what the falls of the two runs of `case_runs` come to, part by part."""
    shaping, fresh = flown
    return tuple(
        body_hazard(
            fall_of(flight.configuration.vehicle, body.part),
            flight.profile,
            nominal=planned_impact(study, body),
            shaping=shaping[i],
            fresh=fresh[i],
            containment_probability=inquiry.containment_probability,
            zones=flight.zones(body.part),
            rules=inquiry.area_rules,
        )
        for i, body in enumerate(study.falling)
    )


def require_inquiry(inquiry: Inquiry) -> None:
    """Raise InputError unless an inquiry can be answered, and in this world."""
    require_probability(inquiry.containment_probability)
    require_samples(inquiry.samples)
    width = inquiry.interval_width_fraction
    if width is None:
        return
    inside = math.floor(inquiry.containment_probability * CHUNK_CASES)
    needed = CHUNK_CASES + more_cases_needed(inside, CHUNK_CASES, interval_width_fraction=width)
    if needed > MOST_SAMPLES:
        raise InputError(
            f"an interval of width {width:g} about {inquiry.containment_probability:g} needs about "
            f"{needed} samples, {_cost_words(needed)}; at most {MOST_SAMPLES} are flown"
        )


def require_samples(samples: int) -> None:
    """Raise InputError unless a Monte Carlo of so many cases is of use and of this world."""
    if samples < FEWEST_IMPACTS:
        raise InputError(f"samples must be at least {FEWEST_IMPACTS}, got {samples}; 2000 is usual")
    if samples > MOST_SAMPLES:
        raise InputError(
            f"samples must be at most {MOST_SAMPLES}, got {samples}: that would take about "
            f"{_cost_words(samples)}"
        )


def _cost_words(samples: int) -> str:
    hours = samples * 2 * CASE_MS / 3.6e6
    return f"{hours:.3g} h of one core and {samples * CASE_BYTES / 1e9:.3g} GB"


def _first_count(inquiry: Inquiry) -> int:
    """Return how many cases are flown at once; whole chunks where more may follow."""
    if inquiry.interval_width_fraction is None:
        return inquiry.samples
    return _whole_chunks(inquiry.samples)


def _cases_wanted(found: Sequence[BodyHazard], inquiry: Inquiry) -> int:
    """Return how many cases make every interval narrow enough, by what was measured so far."""
    if inquiry.interval_width_fraction is None:
        return 0
    wanted = 0
    for body in found:
        if body.contained is None:
            continue
        more = more_cases_needed(
            body.contained.inside,
            body.contained.samples,
            interval_width_fraction=inquiry.interval_width_fraction,
        )
        wanted = max(wanted, body.contained.samples + more)
    return min(_whole_chunks(wanted), _whole_chunks(MOST_SAMPLES))


def _whole_chunks(cases: int) -> int:
    return -(-cases // CHUNK_CASES) * CHUNK_CASES
