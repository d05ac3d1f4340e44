"""Where do the parts of one flight fall, and how sure is that?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.flight.fall import still_air_impact
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import SeparatedBody, Trajectory
from cosmodrome.safety.footprint import (
    FEWEST_IMPACTS,
    Ellipse,
    contained_fraction,
    dispersion_ellipse,
    require_probability,
)
from cosmodrome.safety.hazard_area import announced_polygon
from cosmodrome.safety.monte_carlo import dispersed_impacts, fall_of, fall_study
from cosmodrome.safety.tangent import distance_and_bearing
from cosmodrome.safety.zones import (
    ZoneComparison,
    compare_with_zone,
    flown_inclination_deg,
    zones_for,
)
from cosmodrome.spaceport import DropZone, Spaceport
from cosmodrome.spaceport.climate import WindProfile
from cosmodrome.vehicles import Configuration, Fall

__all__ = ["BodyHazard", "NominalImpact", "ZoneComparison", "assess_hazards"]

MOST_SAMPLES = 1_000_000
CASE_MS, CASE_BYTES = 2.0, 4000
"""What a case costs, for the refusal of absurd numbers: measured on one core of 2024."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NominalImpact:
    """Where and when the part comes down on an undisturbed flight."""

    latitude_deg: float
    longitude_deg: float
    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyHazard:
    """Footprint of one kind of part from a Monte Carlo.

    `impacts_deg` (n, 2) are longitude and latitude; `polygon_deg` (m, 2) is the closed area to
    announce, longitude and latitude, counter-clockwise; `contained_fraction` is measured on
    samples that did not shape the ellipse.
    """

    name: str
    count: int
    nominal: NominalImpact
    downrange_m: float
    azimuth_deg: float
    ellipse: Ellipse
    polygon_deg: NDArray[np.float64]
    impacts_deg: NDArray[np.float64]
    samples: int
    contained_fraction: float
    first_impact_s: float
    last_impact_s: float
    zones: tuple[ZoneComparison, ...]


def assess_hazards(
    profile: FlightProfile,
    trajectory: Trajectory,
    configuration: Configuration,
    spaceport: Spaceport,
    *,
    samples: int = 2000,
    seed: int = 1,
    containment_probability: float = 0.997,
    wind: WindProfile | None = None,
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
    wind : WindProfile, optional
        Wind over the pad in the month of launch, taken to blow along the whole flight; still air
        by default.

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
    study = fall_study(profile, trajectory, configuration.vehicle, wind=wind)
    if not study.falling:
        return ()
    shaping = dispersed_impacts(study, plan="sobol", seed=seed, cases=samples)
    fresh = dispersed_impacts(study, plan="random", seed=seed, cases=samples)
    inclination_deg = flown_inclination_deg(trajectory)
    return tuple(
        _body_hazard(
            body,
            fall_of(configuration.vehicle, body.part),
            profile,
            shaping=shaping[i],
            fresh=fresh[i],
            containment_probability=containment_probability,
            zones=zones_for(
                spaceport.drop_zones, profile, part=body.part, inclination_deg=inclination_deg
            ),
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


def _body_hazard(
    body: SeparatedBody,
    fall: Fall,
    profile: FlightProfile,
    *,
    shaping: NDArray[np.float64],
    fresh: NDArray[np.float64],
    containment_probability: float,
    zones: tuple[DropZone, ...],
) -> BodyHazard:
    fallen = shaping[np.isfinite(shaping[:, 2])]
    if len(fallen) < FEWEST_IMPACTS:
        raise InfeasibleError(
            f"{body.part}: only {len(fallen)} of {len(shaping)} dispersed flights drop it; "
            "it nearly reaches orbit and no area can be announced for it",
            rule="falls",
            value=len(fallen),
            limit=FEWEST_IMPACTS,
        )
    nominal = still_air_impact(body, ballistic_coefficient_kg_m2=fall.ballistic_coefficient_kg_m2)
    downrange_m, azimuth_deg = distance_and_bearing(
        profile.latitude_deg, profile.longitude_deg, nominal.latitude_deg, nominal.longitude_deg
    )
    impacts_deg = fallen[:, :2]
    ellipse = dispersion_ellipse(impacts_deg, containment_probability=containment_probability)
    return BodyHazard(
        name=body.part,
        count=fall.count,
        nominal=NominalImpact(
            latitude_deg=nominal.latitude_deg,
            longitude_deg=nominal.longitude_deg,
            t_s=nominal.t_s,
        ),
        downrange_m=downrange_m,
        azimuth_deg=azimuth_deg,
        ellipse=ellipse,
        polygon_deg=announced_polygon(ellipse),
        impacts_deg=impacts_deg,
        samples=len(shaping),
        contained_fraction=contained_fraction(ellipse, fresh[:, :2]),
        first_impact_s=float(fallen[:, 2].min()),
        last_impact_s=float(fallen[:, 2].max()),
        zones=tuple(compare_with_zone(zone, ellipse, impacts_deg) for zone in zones),
    )
