"""Where will the spacecraft be after injection, and how do stations know before it has flown?

Told before flight: the states of the first orbits, the covariance of the injection and, where the
lift-off has a second, SGP4 mean elements to point antennas by, with the error to expect of them.
Without that second the orbit has no plane in the sky, and there are no elements.
"""

import math
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, SECONDS_PER_DAY_S
from cosmodrome.epochs import NO_ORIENTATION, EarthOrientation, seconds_between_s
from cosmodrome.errors import ConvergenceError, InfeasibleError
from cosmodrome.orbit.elements import OrbitElements, elements_from_state
from cosmodrome.orbit.ephemeris import Ephemeris
from cosmodrome.orbit.error_growth import grown_covariance_rtn_m2, one_sigma_m
from cosmodrome.orbit.frames import eci_of_liftoff_to_gcrf
from cosmodrome.orbit.injection_error import covariance_inertial, covariance_rtn
from cosmodrome.orbit.mean_elements_fit import (
    MeanElements,
    MeanElementsFit,
    bstar_coefficient,
    fit_epoch,
    fit_mean_elements,
    mean_elements_states,
)
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.teme import gcrf_to_teme
from cosmodrome.vehicles import Configuration

STEP_S = 120.0
"""Between states: the degree of interpolation that files name brings back a metre of them."""
TOLERANCE_RATIO = 1e-10
REVOLUTIONS = 3
LONGEST_S = 3.0 * SECONDS_PER_DAY_S
# Numbers that analysts give to objects that no catalogue knows (CelesTrak, "Frequently asked
# questions: two-line element set format": 80000 to 89999).
FIRST_ANALYST_NUMBER, ANALYST_NUMBERS = 80000, 10000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedError:
    """One sigma of a predicted position some time after injection: of injection and fit together.

    `time_s` is how early or late the satellite comes, the others are distances. They leave out how
    little is known of the air: `drag_lead_s` is by how much the drag term alone makes it come
    earlier, true within a factor of two or three.
    """

    what: str
    after_injection_s: float
    time_s: float
    cross_track_m: float
    radial_m: float
    drag_lead_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PredictedOrbit:
    """What is known of a spacecraft's orbit before it flies.

    `first_orbits` holds states in the axes of ECEF at lift-off, times after lift-off; None where
    the injected orbit meets the ground. `covariance_rtn` (6, 6) is that of the injection in SI
    units, None where nobody says how well the last cut-off meets the orbit. `mean` are elements
    of SGP4 for object `number`, None for the reason `no_mean_elements`; what their fit leaves over
    is told without the drag term, as the orbit knows no air. `errors` are those to
    expect of `mean`; of its fit alone where the covariance is not known.
    """

    injection_s: float
    first_orbits: Ephemeris | None
    covariance_rtn: NDArray[np.float64] | None
    number: int
    mean: MeanElementsFit | None
    no_mean_elements: str | None
    errors: tuple[ExpectedError, ...]


def predicted_orbit(
    ascent: Ascent,
    configuration: Configuration,
    *,
    liftoff: datetime | None,
    mission: str,
    orientation: EarthOrientation = NO_ORIENTATION,
    ballistic_coefficient_kg_m2: float | None = None,
) -> PredictedOrbit:
    """Return the orbit after an ascent as it is told before flight.

    Parameters
    ----------
    ascent : Ascent
        Its injection is where the orbit begins.
    configuration : Configuration
        Says how well the last cut-off meets the orbit.
    liftoff : datetime or None
        Without it there are no mean elements.
    mission : str
        Decides the object number, so that it stays from plan to plan.
    orientation : EarthOrientation, optional
        How the Earth is turned at lift-off; UT1 is UTC without it.
    ballistic_coefficient_kg_m2 : float, optional
        Of the spacecraft, mass over drag coefficient times area: gives the drag term of the
        elements, which is zero without it.

    Notes
    -----
    Gravity with J2 alone; a day of air below 300 km, or of Sun and Moon above 10 000 km, is some
    kilometres, which is less than what an injection is off by then.
    """
    r_m, v_m_s = ascent.injection.r_eci_m, ascent.injection.v_eci_m_s
    injection_s = ascent.profile.end_s
    planned = elements_from_state(r_m, v_m_s)
    error = configuration.cutoff_error
    orbits = _first_orbits(ascent, planned)
    drag = 0.0
    if ballistic_coefficient_kg_m2 is not None:
        drag = bstar_coefficient(ballistic_coefficient_kg_m2)
    mean, missing = _mean_elements(orbits, liftoff, orientation, drag)
    covariance = None if error is None else covariance_inertial(r_m, v_m_s, error)
    return PredictedOrbit(
        injection_s=injection_s,
        first_orbits=orbits,
        covariance_rtn=None if error is None else covariance_rtn(r_m, v_m_s, error),
        number=FIRST_ANALYST_NUMBER + zlib.crc32(mission.encode()) % ANALYST_NUMBERS,
        mean=mean,
        no_mean_elements=missing,
        errors=() if mean is None else _errors(ascent, planned, mean, covariance),
    )


def _first_orbits(ascent: Ascent, planned: OrbitElements) -> Ephemeris | None:
    """Return the first day after injection, or three revolutions where they take longer."""
    lowest_m = planned.semi_latus_rectum_m / (1.0 + planned.eccentricity)
    if lowest_m <= EARTH_EQUATORIAL_RADIUS_M:
        return None
    longest_s = SECONDS_PER_DAY_S
    if planned.eccentricity < 1.0:
        longest_s = max(longest_s, min(REVOLUTIONS * planned.period_s, LONGEST_S))
    t_s = np.arange(0.0, longest_s + STEP_S, STEP_S)
    r_m, v_m_s = coasted(
        ascent.injection.r_eci_m,
        ascent.injection.v_eci_m_s,
        t_s,
        relative_tolerance_ratio=TOLERANCE_RATIO,
    )
    return Ephemeris(t_s=ascent.profile.end_s + t_s, r_m=r_m, v_m_s=v_m_s)


def _mean_elements(
    orbits: Ephemeris | None,
    liftoff: datetime | None,
    orientation: EarthOrientation,
    drag_term_coefficient: float,
) -> tuple[MeanElementsFit | None, str | None]:
    """Return the mean elements of the first day, or why there are none."""
    if orbits is None:
        return None, "the injected orbit meets the ground"
    if liftoff is None:
        return None, (
            "the orbit wanted has no prescribed plane, so there is no second of lift-off and no "
            "plane in the sky to predict"
        )
    day = orbits.t_s <= orbits.first_s + SECONDS_PER_DAY_S
    epoch = fit_epoch(liftoff + timedelta(seconds=orbits.first_s))
    since_s = orbits.t_s[day] - seconds_between_s(liftoff, epoch)
    r_m, v_m_s = eci_of_liftoff_to_gcrf(
        orbits.r_m[day], orbits.v_m_s[day], liftoff, orientation=orientation
    )
    r_m, v_m_s = gcrf_to_teme(r_m, v_m_s, epoch)
    try:
        fit = fit_mean_elements(r_m, v_m_s, since_s, epoch=epoch)
        elements = replace(fit.elements, bstar_coefficient=drag_term_coefficient)
        mean_elements_states(elements, since_s)
    except (InfeasibleError, ConvergenceError) as error:
        return None, str(error)
    return replace(fit, elements=elements), None


def _errors(
    ascent: Ascent,
    planned: OrbitElements,
    mean: MeanElementsFit,
    covariance: NDArray[np.float64] | None,
) -> tuple[ExpectedError, ...]:
    """Return what to expect after one revolution, when the satellite is looked for, and a day."""
    r_m, v_m_s = ascent.injection.r_eci_m, ascent.injection.v_eci_m_s
    speed_m_s = planned.mean_motion_rad_s * planned.semi_major_axis_m
    found = []
    occasions = (("one revolution", planned.period_s), ("one day", SECONDS_PER_DAY_S))
    for what, t_s in occasions:
        if t_s > SECONDS_PER_DAY_S:  # the elements were fitted to a day
            continue
        grown = (0.0, 0.0, 0.0)
        if covariance is not None:
            grown = one_sigma_m(grown_covariance_rtn_m2(r_m, v_m_s, covariance, t_s=t_s))
        radial_m, along_m, across_m = (
            math.hypot(a, b) for a, b in zip(grown, mean.residual_rms_m, strict=True)
        )
        found.append(
            ExpectedError(
                what=what,
                after_injection_s=t_s,
                time_s=along_m / speed_m_s,
                cross_track_m=across_m,
                radial_m=radial_m,
                drag_lead_s=_drag_lead_s(mean.elements, t_s),
            )
        )
    return tuple(found)


def _drag_lead_s(elements: MeanElements, t_s: float) -> float:
    """Return by how much the drag term makes the satellite come earlier."""
    there_s = np.array([t_s])
    free_m, v_m_s = mean_elements_states(replace(elements, bstar_coefficient=0.0), there_s)
    dragged_m, _ = mean_elements_states(elements, there_s)
    speed_m_s = float(np.linalg.norm(v_m_s))
    return float((dragged_m - free_m)[0] @ v_m_s[0]) / speed_m_s**2
