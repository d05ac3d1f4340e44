"""Where do the parts of one flight fall, and how sure is that?"""

from cosmodrome.errors import InputError
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.safety.area_rules import AreaRule
from cosmodrome.safety.body_hazard import BodyHazard, NominalImpact, body_hazard
from cosmodrome.safety.containment import require_probability
from cosmodrome.safety.footprint import FEWEST_IMPACTS
from cosmodrome.safety.monte_carlo import dispersed_falls, fall_of, fall_study
from cosmodrome.safety.weather import Weather
from cosmodrome.safety.zones import ZoneComparison, flown_inclination_deg, zones_for
from cosmodrome.spaceport import Spaceport
from cosmodrome.vehicles import Configuration

__all__ = ["BodyHazard", "NominalImpact", "ZoneComparison", "assess_hazards"]

MOST_SAMPLES = 1_000_000
CASE_MS, CASE_BYTES = 2.0, 4000
"""What a case costs, for the refusal of absurd numbers: measured on one core of 2024."""


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
    """Return the footprint of every part of a flight that comes down at once.

    Parameters
    ----------
    profile, trajectory : FlightProfile, Trajectory
        The planned flight.
    configuration : Configuration
        Gives spreads and ballistic coefficients.
    spaceport : Spaceport
        Gives the published drop zones to compare with.
    samples : int
        Dispersed flights that shape the ellipses; as many again measure what they contain.
    seed : int
        Same seed, same answer, on any number of processors.
    containment_probability : float
        Share of impacts that an ellipse shall hold.
    weather : Weather
        Over the pad in the month of launch, and where the parts fall.
    area_rules : tuple of AreaRule, optional
        To whom areas are announced besides the one that holds `containment_probability`.

    Returns
    -------
    tuple of BodyHazard
        In the order of separation. Parts that reach an orbit are not among them.

    Raises
    ------
    InputError
        If `samples` is out of 20 to 1 000 000, the probability out of (0, 1), or a part that comes
        down has no ballistic coefficient.
    """
    require_probability(containment_probability)
    require_samples(samples)
    study = fall_study(profile, trajectory, configuration.vehicle, weather=weather)
    if not study.falling:
        return ()
    shaping = dispersed_falls(study, plan="sobol", seed=seed, first_case=0, cases=samples)
    fresh = dispersed_falls(study, plan="random", seed=seed, first_case=0, cases=samples)
    inclination_deg = flown_inclination_deg(trajectory)
    return tuple(
        body_hazard(
            body,
            fall_of(configuration.vehicle, body.part),
            profile,
            shaping=shaping[i],
            fresh=fresh[i],
            containment_probability=containment_probability,
            zones=zones_for(
                spaceport.drop_zones, profile, part=body.part, inclination_deg=inclination_deg
            ),
            rules=area_rules,
        )
        for i, body in enumerate(study.falling)
    )


def require_samples(samples: int) -> None:
    """Raise InputError unless a Monte Carlo of so many cases is of use and of this world."""
    if samples < FEWEST_IMPACTS:
        raise InputError(f"samples must be at least {FEWEST_IMPACTS}, got {samples}; 2000 is usual")
    if samples > MOST_SAMPLES:
        raise InputError(
            f"samples must be at most {MOST_SAMPLES}, got {samples}: that would take about "
            f"{samples * 2 * CASE_MS / 3.6e6:.3g} h and {samples * CASE_BYTES / 1e9:.3g} GB"
        )
