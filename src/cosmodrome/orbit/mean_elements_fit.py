"""Which SGP4 mean elements fly the orbit that was computed?

Stations point by mean elements of SGP4, so a predicted orbit is handed to them as the elements with
which SGP4 follows it best. What is left over is told: SGP4 knows harmonics of the Earth that the
orbit may lack, and above 225 minutes also the Sun and the Moon.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from sgp4.api import WGS72, Satrec

from cosmodrome.constants import EARTH_MU_M3_S2, SECONDS_PER_DAY_S
from cosmodrome.epochs import require_utc, seconds_between_s, utc_julian_date
from cosmodrome.errors import ConvergenceError, InfeasibleError, InputError
from cosmodrome.orbit.elements import TURN_RAD, elements_from_state, mean_anomaly_of_true_rad

EPOCH_STEP = timedelta(microseconds=864)
"""A two-line element tells its epoch to 1e-8 of a day."""
# Epoch of SGP4's own count of days.
SGP4_EPOCH = datetime(1949, 12, 31, tzinfo=UTC)
SECONDS_PER_MINUTE_S = 60.0
METRES_PER_KM = 1000.0
REFERENCE_DENSITY_KG_M2_RADIUS = 2.461e-5 * 6378.135
"""Of the air that SGP4 knows, per Earth radius (Spacetrack Report No. 3, section 12)."""
TRIALS = 200
# Steps of the numerical slopes: of the logarithm of the mean motion, and of the other elements.
SLOPE_STEPS = np.array([1e-9, 1e-7, 1e-7, 1e-7, 1e-7, 1e-7])
CLOSED_RATIO = 1e-8
"""The fit is done once a step makes it better, or moves the elements, by a smaller share."""
FIRST_SHARE_RATIO = 1.0 / 16.0
"""Share of the span that is fitted first, so that an error of the period cannot add up."""
LEAST_STATES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanElements:
    """Mean elements of SGP4 at an epoch, true equator and mean equinox of date (TEME).

    `mean_motion_rev_d` is Kozai's, as in two-line elements; `bstar_coefficient` the drag term in
    units of one over the Earth's radius.
    """

    epoch: datetime
    mean_motion_rev_d: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float
    argp_deg: float
    mean_anomaly_deg: float
    bstar_coefficient: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanElementsFit:
    """Mean elements with what they leave over of the orbit they were fitted to.

    `residual_rms_m` is radial, along-track and across, `residual_max_m` the largest distance,
    both over `span_s` from the epoch.
    """

    elements: MeanElements
    residual_rms_m: tuple[float, float, float]
    residual_max_m: float
    span_s: float


def fit_epoch(instant: datetime) -> datetime:
    """Return the last instant not after another that a two-line element can tell exactly.

    Examples
    --------
    >>> fit_epoch(datetime(2028, 1, 1, 0, 0, 0, 1000, tzinfo=UTC))
    datetime.datetime(2028, 1, 1, 0, 0, 0, 864, tzinfo=datetime.timezone.utc)
    """
    utc = require_utc(instant)
    year = utc.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    return year + (utc - year) // EPOCH_STEP * EPOCH_STEP


def bstar_coefficient(ballistic_coefficient_kg_m2: float) -> float:
    """Return the drag term of SGP4 for a mass over drag coefficient times area.

    SGP4's air knows no Sun: the true drag is several times more or less.

    Examples
    --------
    >>> round(bstar_coefficient(100.0), 6)
    0.000785
    """
    if not ballistic_coefficient_kg_m2 > 0.0:
        raise InputError(
            f"ballistic_coefficient_kg_m2 must be positive, got {ballistic_coefficient_kg_m2}"
        )
    return REFERENCE_DENSITY_KG_M2_RADIUS / (2.0 * ballistic_coefficient_kg_m2)


def satellite_of(elements: MeanElements, *, number: int = 0) -> Satrec:
    """Return the model of SGP4 that flies mean elements, object `number`."""
    satellite = Satrec()
    minutes = SECONDS_PER_DAY_S / SECONDS_PER_MINUTE_S
    satellite.sgp4init(
        WGS72,
        "i",
        number,
        seconds_between_s(SGP4_EPOCH, elements.epoch) / SECONDS_PER_DAY_S,
        elements.bstar_coefficient,
        0.0,
        0.0,
        elements.eccentricity,
        math.radians(elements.argp_deg),
        math.radians(elements.inclination_deg),
        math.radians(elements.mean_anomaly_deg),
        elements.mean_motion_rev_d * TURN_RAD / minutes,
        math.radians(elements.raan_deg),
    )
    return satellite


def mean_elements_states(
    elements: MeanElements, t_s: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return positions [m] and velocities [m/s], (n, 3) in TEME, some seconds after the epoch.

    Raises
    ------
    InfeasibleError
        If SGP4 cannot fly these elements: it says that the satellite comes down, or they are none
        of an ellipse.
    """
    satellite = satellite_of(elements)
    epoch = utc_julian_date(elements.epoch)
    fraction_d = epoch.fraction_d + t_s / SECONDS_PER_DAY_S
    errors, r_km, v_km_s = satellite.sgp4_array(np.full(t_s.shape, epoch.midnight_d), fraction_d)
    if np.any(errors):
        error = int(np.max(errors))
        raise InfeasibleError(
            f"SGP4 cannot fly these mean elements (its error {error}): "
            f"{elements.mean_motion_rev_d:.5f} revolutions a day, eccentricity "
            f"{elements.eccentricity:.5f}",
            rule="mean-elements",
            value=error,
            limit=0,
        )
    return r_km * METRES_PER_KM, v_km_s * METRES_PER_KM


def fit_mean_elements(
    r_teme_m: NDArray[np.float64],
    v_teme_m_s: NDArray[np.float64],
    t_s: NDArray[np.float64],
    *,
    epoch: datetime,
) -> MeanElementsFit:
    """Return the mean elements with which SGP4 stays closest to states of an orbit.

    Parameters
    ----------
    r_teme_m, v_teme_m_s : ndarray, shape (n, 3)
        Positions [m] and velocities [m/s] in TEME of the epoch, n >= 8.
    t_s : ndarray, shape (n,)
        Seconds after the epoch, from about zero on, increasing.
    epoch : datetime
        See `fit_epoch`.

    Raises
    ------
    InputError
        If there are too few states.
    InfeasibleError
        If the states belong to no ellipse, or to one that SGP4 cannot fly.
    ConvergenceError
        If no elements follow the states.

    Notes
    -----
    Least squares of positions by Levenberg and Marquardt's steps in equinoctial elements, which
    have no singularity on circles or over the equator; first over a part of the span, then over
    all. The drag term is zero: the states know no air.
    """
    if len(t_s) < LEAST_STATES:
        raise InputError(f"mean elements need {LEAST_STATES} states or more, got {len(t_s)}")
    fitted = _osculating(r_teme_m[0], v_teme_m_s[0], float(t_s[0]))
    first = max(LEAST_STATES, math.ceil(FIRST_SHARE_RATIO * len(t_s)))
    for count in (first, len(t_s)):
        fitted = _closest(fitted, r_teme_m[:count], t_s[:count], epoch)
    elements = _elements(fitted, epoch)
    off_m = mean_elements_states(elements, t_s)[0] - r_teme_m
    local = np.einsum("nij,nj->ni", orbital_axes(r_teme_m, v_teme_m_s), off_m)
    radial, along, across = np.sqrt(np.mean(local**2, axis=0)).tolist()
    return MeanElementsFit(
        elements=elements,
        residual_rms_m=(radial, along, across),
        residual_max_m=float(np.max(np.linalg.norm(off_m, axis=1))),
        span_s=float(t_s[-1]),
    )


def orbital_axes(r_m: NDArray[np.float64], v_m_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rotations, (..., 3, 3), whose rows are radial, along-track and normal (RTN)."""
    radial = r_m / np.linalg.norm(r_m, axis=-1, keepdims=True)
    normal = np.cross(r_m, v_m_s)
    normal = normal / np.linalg.norm(normal, axis=-1, keepdims=True)
    return np.stack([radial, np.cross(normal, radial), normal], axis=-2)


def _osculating(
    r_m: NDArray[np.float64], v_m_s: NDArray[np.float64], t_s: float
) -> NDArray[np.float64]:
    """Return equinoctial elements of a state, its longitude brought back to the epoch."""
    found = elements_from_state(r_m, v_m_s)
    if found.eccentricity >= 1.0:
        raise InfeasibleError(
            f"the orbit is open, eccentricity {found.eccentricity:.4f}; SGP4 flies ellipses only",
            rule="mean-elements",
            value=found.eccentricity,
            limit=1.0,
        )
    motion_rad_s = math.sqrt(EARTH_MU_M3_S2 / found.semi_major_axis_m**3)
    anomaly_rad = mean_anomaly_of_true_rad(found.true_anomaly_rad, found.eccentricity)
    perigee_rad = found.argp_rad + found.raan_rad
    tilt_ratio = math.tan(0.5 * found.inclination_rad)
    return np.array(
        [
            math.log(motion_rad_s),
            found.eccentricity * math.cos(perigee_rad),
            found.eccentricity * math.sin(perigee_rad),
            tilt_ratio * math.cos(found.raan_rad),
            tilt_ratio * math.sin(found.raan_rad),
            perigee_rad + anomaly_rad - motion_rad_s * t_s,
        ]
    )


def _elements(equinoctial: NDArray[np.float64], epoch: datetime) -> MeanElements:
    log_motion, ex, ey, px, py, longitude_rad = equinoctial.tolist()
    perigee_rad = math.atan2(ey, ex)
    raan_rad = math.atan2(py, px)
    return MeanElements(
        epoch=epoch,
        mean_motion_rev_d=math.exp(log_motion) * SECONDS_PER_DAY_S / TURN_RAD,
        eccentricity=math.hypot(ex, ey),
        inclination_deg=math.degrees(2.0 * math.atan(math.hypot(px, py))),
        raan_deg=math.degrees(raan_rad % TURN_RAD),
        argp_deg=math.degrees((perigee_rad - raan_rad) % TURN_RAD),
        mean_anomaly_deg=math.degrees((longitude_rad - perigee_rad) % TURN_RAD),
        bstar_coefficient=0.0,
    )


def _closest(
    start: NDArray[np.float64],
    r_m: NDArray[np.float64],
    t_s: NDArray[np.float64],
    epoch: datetime,
) -> NDArray[np.float64]:
    """Return equinoctial elements with the least squares of positions, from a start nearby."""

    def off_m(equinoctial: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.ravel(mean_elements_states(_elements(equinoctial, epoch), t_s)[0] - r_m)

    def slopes(equinoctial: NDArray[np.float64]) -> NDArray[np.float64]:
        pairs = [
            (off_m(equinoctial + step), off_m(equinoctial - step)) for step in np.diag(SLOPE_STEPS)
        ]
        return np.stack([above - below for above, below in pairs], axis=1) / (2.0 * SLOPE_STEPS)

    answer = least_squares(
        off_m,
        start,
        jac=slopes,
        method="lm",
        ftol=CLOSED_RATIO,
        xtol=CLOSED_RATIO,
        max_nfev=TRIALS,
    )
    if not answer.success:
        raise ConvergenceError(f"no mean elements follow the orbit: {answer.message}")
    found: NDArray[np.float64] = answer.x
    return found
