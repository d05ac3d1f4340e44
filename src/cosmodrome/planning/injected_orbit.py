"""In which orbit does an ascent leave the spacecraft, how surely, and what comes of it?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, SECONDS_PER_DAY_S
from cosmodrome.epochs import NO_ORIENTATION, EarthOrientation
from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.flight.coverage import AscentCoverage, ascent_coverage
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.acquisition import Acquisition, first_acquisitions
from cosmodrome.orbit.averaging import mean_elements
from cosmodrome.orbit.elements import OrbitElements, elements_from_state
from cosmodrome.orbit.ephemeris import Ephemeris
from cosmodrome.orbit.frames import place_of_ecef
from cosmodrome.orbit.injection_error import (
    OrbitScatter,
    covariance_inertial,
    covariance_rtn,
    scattered_orbits,
)
from cosmodrome.orbit.local_time_drift import LocalTimeDrift, local_time_drift
from cosmodrome.orbit.node_crossings import NodeCrossing, node_crossings
from cosmodrome.orbit.secular import argp_rate_rad_s, node_rate_rad_s
from cosmodrome.orbit.target import shape_of_target
from cosmodrome.orbit.visibility import Pass, find_eclipses, sunlight_margins_rad
from cosmodrome.planning.orbit_flight import Progress, flown_on, seen_passes
from cosmodrome.planning.plane_in_sky import PlaneInSky, plane_in_sky
from cosmodrome.planning.tolerance_odds import ToleranceOdds, all_met_probability, tolerance_odds
from cosmodrome.safety.decay_estimate import DecayEstimate, estimated_decay
from cosmodrome.safety.thin_air import SolarStates
from cosmodrome.spaceport.ground_station import GroundStation
from cosmodrome.vehicles import Configuration

CASES = 4096
LONGEST_D = 30.0
"""Beyond it an injection's error has long outgrown every pass."""
TRACK_STEP_S = 30.0
TRACK_REVOLUTIONS = 3
LONGEST_TRACK_S = SECONDS_PER_DAY_S


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastWish:
    """What is asked about an orbit after injection.

    `ballistic_coefficient_kg_m2` is the spacecraft's, `is_assumed` where it is that of its kind;
    `air` what brings it down. `seed` draws the dispersed injections; `orientation` says how the
    Earth is turned.
    """

    days_d: float
    stations: tuple[GroundStation, ...]
    air: SolarStates
    ballistic_coefficient_kg_m2: float
    is_assumed: bool
    seed: int
    orientation: EarthOrientation = NO_ORIENTATION

    def __post_init__(self) -> None:
        if not 0.0 < self.days_d <= LONGEST_D:
            raise InputError(
                f"days of a forecast must be more than 0 and at most {LONGEST_D:g}, got "
                f"{self.days_d:g}: later passes cannot be foretold from a planned injection"
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InjectedOrbit:
    """The orbit after an ascent. Times count from lift-off, nodes from Greenwich's meridian then.

    `mean`, `drifts` (node and perigee [deg/day]), `local_time` and `decay` are None on an open
    orbit, `local_time` also where the orbit is not sun-synchronous; `mean_axis_off_m`, by how much
    the mean axis exceeds that of the target, where the target has none. `scatter`, `covariance_rtn`
    (6, 6) and `odds` are missing where nobody says how the last cut-off errs; `plane` and
    `eclipses` without a lift-off. `track_deg` (n, 2) is longitude and latitude of the first orbits.
    `sunlit` tells of every pass whether the spacecraft is in sunlight at culmination, empty without
    a lift-off.
    """

    injection_s: float
    days_d: float
    osculating: OrbitElements
    mean: OrbitElements | None
    plane: PlaneInSky | None
    scatter: OrbitScatter | None
    covariance_rtn: NDArray[np.float64] | None
    odds: tuple[ToleranceOdds, ...]
    all_met_probability: float | None
    mean_axis_off_m: float | None
    drifts: tuple[float, float] | None
    local_time: LocalTimeDrift | None
    nodes: tuple[NodeCrossing, ...]
    track_deg: NDArray[np.float64]
    eclipses: tuple[tuple[float, float], ...] | None
    decay: DecayEstimate | None
    stations: tuple[GroundStation, ...]
    coverage: AscentCoverage
    passes: tuple[Pass, ...]
    sunlit: tuple[bool, ...]
    acquisitions: tuple[Acquisition, ...]


def meets_ground(ascent: Ascent) -> bool:
    """Tell whether the orbit that an ascent ends in comes down within its first revolution."""
    orbit = elements_from_state(ascent.injection.r_eci_m, ascent.injection.v_eci_m_s)
    return orbit.semi_latus_rectum_m / (1.0 + orbit.eccentricity) <= EARTH_EQUATORIAL_RADIUS_M


def injected_orbit(
    ascent: Ascent,
    configuration: Configuration,
    orbit: TargetOrbit,
    *,
    liftoff: datetime | None,
    wish: ForecastWish,
    progress: Progress,
) -> InjectedOrbit:
    """Return the orbit that an ascent leaves the spacecraft in, and what comes of it.

    Parameters
    ----------
    ascent : Ascent
        As flown.
    configuration : Configuration
        Says how well its last cut-off meets the orbit.
    orbit : TargetOrbit
        Completed; gives plane and tolerances.
    liftoff : datetime, optional
        What is seen from the ground does not depend on it; the sky does.
    wish : ForecastWish
    progress : callable
        Told the name of a stage, how much is done, and of how many.

    Raises
    ------
    InfeasibleError
        If the orbit meets the ground.

    Notes
    -----
    The flight after injection is under gravity with J2. What that leaves out moves a satellite by
    some kilometres in a day, its injection by a hundred.
    """
    r_m, v_m_s = ascent.injection.r_eci_m, ascent.injection.v_eci_m_s
    if meets_ground(ascent):
        raise InfeasibleError(
            "the injected orbit meets the ground, and nothing comes after it; a perigee above "
            "the Earth can be foretold",
            rule="orbit-above-ground",
        )
    osculating = elements_from_state(r_m, v_m_s)
    mean = mean_elements(r_m, v_m_s) if osculating.eccentricity < 1.0 else None
    error = configuration.cutoff_error
    scatter = covariance = None
    if error is not None:
        scatter = scattered_orbits(r_m, v_m_s, error, seed=wish.seed, cases=CASES)
        covariance = covariance_inertial(r_m, v_m_s, error)
    odds = () if scatter is None else tolerance_odds(orbit.tolerance, scatter)
    ahead, whole = flown_on(ascent, wish.days_d, progress)
    passes = seen_passes(whole, wish.stations, progress)
    plane = None
    if liftoff is not None:
        plane = plane_in_sky(ascent, orbit, osculating, mean, liftoff, orientation=wish.orientation)
    first_day_s = ahead.ephemeris.first_s + min(wish.days_d, 1.0) * SECONDS_PER_DAY_S
    return InjectedOrbit(
        injection_s=ascent.profile.end_s,
        days_d=wish.days_d,
        osculating=osculating,
        mean=mean,
        plane=plane,
        scatter=scatter,
        covariance_rtn=None if error is None else covariance_rtn(r_m, v_m_s, error),
        odds=odds,
        all_met_probability=all_met_probability(orbit.tolerance, scatter)
        if odds and scatter
        else None,
        mean_axis_off_m=_axis_off_m(orbit, mean),
        drifts=None if mean is None else _drifts(mean),
        local_time=_local_time(orbit, mean, scatter, plane),
        nodes=node_crossings(whole, liftoff=liftoff, until_s=first_day_s),
        track_deg=_track(whole, osculating),
        eclipses=None if liftoff is None else _first_eclipses(whole, liftoff, first_day_s),
        decay=None
        if mean is None
        else estimated_decay(
            r_m,
            v_m_s,
            air=wish.air,
            ballistic_coefficient_kg_m2=wish.ballistic_coefficient_kg_m2,
            is_assumed=wish.is_assumed,
        ),
        stations=wish.stations,
        coverage=ascent_coverage(ascent.profile, ascent.trajectory, wish.stations),
        passes=passes,
        sunlit=_sunlit(whole, passes, liftoff),
        acquisitions=first_acquisitions(passes, wish.stations, ahead, covariance),
    )


def _axis_off_m(orbit: TargetOrbit, mean: OrbitElements | None) -> float | None:
    wanted = shape_of_target(orbit)
    return None if mean is None or wanted is None else mean.semi_major_axis_m - wanted[0]


def _drifts(mean: OrbitElements) -> tuple[float, float]:
    shape = mean.semi_major_axis_m, mean.eccentricity, mean.inclination_rad
    node, perigee = node_rate_rad_s(*shape), argp_rate_rad_s(*shape)
    return math.degrees(node) * SECONDS_PER_DAY_S, math.degrees(perigee) * SECONDS_PER_DAY_S


def _local_time(
    orbit: TargetOrbit,
    mean: OrbitElements | None,
    scatter: OrbitScatter | None,
    plane: PlaneInSky | None,
) -> LocalTimeDrift | None:
    if mean is None or orbit.kind != "sun-synchronous":
        return None
    sun_from = None
    if plane is not None and plane.mean_raan_deg is not None:
        sun_from = plane.injection, math.radians(plane.mean_raan_deg)
    return local_time_drift(mean, scatter, sun_from=sun_from)


def _track(whole: Ephemeris, osculating: OrbitElements) -> NDArray[np.float64]:
    """Return longitude and latitude [deg] under the first revolutions."""
    longest_s = LONGEST_TRACK_S
    if osculating.eccentricity < 1.0:
        longest_s = min(longest_s, TRACK_REVOLUTIONS * osculating.period_s)
    last_s = min(whole.last_s, whole.first_s + longest_s)
    r_m, _ = whole.ecef_at(np.append(np.arange(whole.first_s, last_s, TRACK_STEP_S), last_s))
    latitude, longitude, _ = place_of_ecef(r_m)
    return np.degrees(np.stack((longitude, latitude), axis=1))


def _first_eclipses(
    whole: Ephemeris, liftoff: datetime, until_s: float
) -> tuple[tuple[float, float], ...]:
    day = whole.t_s <= until_s
    return find_eclipses(
        Ephemeris(t_s=whole.t_s[day], r_m=whole.r_m[day], v_m_s=whole.v_m_s[day]), liftoff
    )


def _sunlit(whole: Ephemeris, passes: Sequence[Pass], liftoff: datetime | None) -> tuple[bool, ...]:
    if liftoff is None or not passes:
        return ()
    tops = np.array([each.culmination.t_s for each in passes])
    return tuple((sunlight_margins_rad(whole, tops, liftoff) >= 0.0).tolist())
