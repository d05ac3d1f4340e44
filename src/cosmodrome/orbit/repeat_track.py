"""When does a satellite come back over its own ground track, and at which height must it fly?"""

import math
from collections.abc import Callable

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.epochs import SIDEREAL_RATE_RAD_S
from cosmodrome.errors import ConvergenceError, InputError
from cosmodrome.orbit.secular import argp_rate_rad_s, mean_anomaly_rate_rad_s, node_rate_rad_s

ShapeOfSize = Callable[[float], tuple[float, float]]
"""Eccentricity and inclination [rad] of the orbit that has a semi-major axis [m]."""

TURN_RAD = 2.0 * math.pi
# The drift of the node and perigee changes a thousandth as fast as the mean motion.
MOST_STEPS = 60
SIZE_TOLERANCE_M = 1e-6


def nodal_period_s(semi_major_axis_m: float, eccentricity: float, inclination_rad: float) -> float:
    """Return the time from ascending node to ascending node, secular J2 (Vallado, sec. 9.6)."""
    return TURN_RAD / _latitude_rate_rad_s(semi_major_axis_m, eccentricity, inclination_rad)


def nodal_day_s(semi_major_axis_m: float, eccentricity: float, inclination_rad: float) -> float:
    """Return the time in which a meridian meets the ascending node again, secular J2."""
    drift_rad_s = node_rate_rad_s(semi_major_axis_m, eccentricity, inclination_rad)
    return TURN_RAD / (SIDEREAL_RATE_RAD_S - drift_rad_s)


def _latitude_rate_rad_s(
    semi_major_axis_m: float, eccentricity: float, inclination_rad: float
) -> float:
    elements = (semi_major_axis_m, eccentricity, inclination_rad)
    return mean_anomaly_rate_rad_s(*elements) + argp_rate_rad_s(*elements)


def repeat_semi_major_axis_m(revolutions: int, days: int, shape_of_size: ShapeOfSize) -> float:
    """Return the mean semi-major axis that closes a ground track.

    Parameters
    ----------
    revolutions, days : int
        So many nodal periods last so many nodal days; without a common divisor.
    shape_of_size : callable
        What else follows from the semi-major axis: that of a sun-synchronous orbit gives it its
        inclination, that of an ellipse of known perigee its eccentricity.

    Raises
    ------
    InputError
        If the numbers are not positive, or have a common divisor.
    InfeasibleError
        If `shape_of_size` knows no such orbit.

    Notes
    -----
    First order in J2 (Vallado, 4th ed., sec. 11.4.2). Published reference orbits, made with all
    zonal harmonics, are within 100 m of it.

    Examples
    --------
    >>> a_m = repeat_semi_major_axis_m(127, 10, lambda _: (0.0, math.radians(66.04)))
    >>> round(a_m / 1000.0, 1)
    7714.4
    """
    require_cycle(revolutions, days)
    a_m = math.cbrt(EARTH_MU_M3_S2 / (revolutions / days * SIDEREAL_RATE_RAD_S) ** 2)
    for _ in range(MOST_STEPS):
        eccentricity, tilt_rad = shape_of_size(a_m)
        wanted_rad_s = revolutions / days * TURN_RAD / nodal_day_s(a_m, eccentricity, tilt_rad)
        kepler_rad_s = math.sqrt(EARTH_MU_M3_S2 / a_m**3)
        drift_rad_s = _latitude_rate_rad_s(a_m, eccentricity, tilt_rad) - kepler_rad_s
        before_m, a_m = a_m, math.cbrt(EARTH_MU_M3_S2 / (wanted_rad_s - drift_rad_s) ** 2)
        if abs(a_m - before_m) <= SIZE_TOLERANCE_M:
            return a_m
    raise ConvergenceError(
        f"no semi-major axis was found that repeats {revolutions}/{days}; the last two differ by "
        f"{abs(a_m - before_m):.3g} m"
    )


def require_cycle(revolutions: int, days: int) -> None:
    """Raise InputError unless revolutions and days are positive and without common divisor."""
    if revolutions < 1 or days < 1:
        raise InputError(
            f"a repeat cycle has at least 1/1 revolutions/days, got {revolutions}/{days}"
        )
    common = math.gcd(revolutions, days)
    if common > 1:
        raise InputError(
            f"a cycle of {revolutions}/{days} closes {common} times; write it as "
            f"{revolutions // common}/{days // common}"
        )
