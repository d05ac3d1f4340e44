"""Which orbit keeps its local time? J2 must turn its node with the mean Sun."""

import math

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_J2_COEFFICIENT,
    EARTH_MU_M3_S2,
    SECONDS_PER_DAY_S,
    TROPICAL_YEAR_D,
)
from cosmodrome.errors import InfeasibleError
from cosmodrome.orbit.secular import node_rate_rad_s

MEAN_SUN_RATE_RAD_S = 2.0 * math.pi / (TROPICAL_YEAR_D * SECONDS_PER_DAY_S)


def inclination_deg(semi_major_axis_m: float, eccentricity: float = 0.0) -> float:
    """Return the inclination at which the node drifts 360 deg in a tropical year.

    Raises
    ------
    InfeasibleError
        If the orbit is so high that even a retrograde equatorial one drifts too slowly.

    Notes
    -----
    First order in J2. Counted from the stars instead of the equinox (sidereal year) the answer
    would be 0.0004 deg less, far inside any injection accuracy.

    Examples
    --------
    >>> round(inclination_deg(6378137.0 + 500e3), 4)
    97.4018
    """
    semi_latus_rectum_m = semi_major_axis_m * (1.0 - eccentricity**2)
    mean_motion_rad_s = math.sqrt(EARTH_MU_M3_S2 / semi_major_axis_m**3)
    flattening = EARTH_J2_COEFFICIENT * (EARTH_EQUATORIAL_RADIUS_M / semi_latus_rectum_m) ** 2
    cosine = -MEAN_SUN_RATE_RAD_S / (1.5 * mean_motion_rad_s * flattening)
    if cosine < -1.0:
        limit_m = _highest_circular_orbit_m()
        raise InfeasibleError(
            f"no inclination is sun-synchronous at semi-major axis {semi_major_axis_m / 1e3:.0f} "
            f"km, eccentricity {eccentricity:.3f}; a circular orbit can be up to "
            f"{limit_m / 1e3:.0f} km",
            rule="sun-synchronous-altitude",
            value=semi_major_axis_m,
            limit=limit_m,
        )
    return math.degrees(math.acos(cosine))


def _highest_circular_orbit_m() -> float:
    """Return the radius at which a retrograde equatorial orbit just keeps up with the Sun."""
    pull = 1.5 * EARTH_J2_COEFFICIENT * EARTH_EQUATORIAL_RADIUS_M**2 * math.sqrt(EARTH_MU_M3_S2)
    return math.pow(pull / MEAN_SUN_RATE_RAD_S, 2.0 / 7.0)


def yearly_local_time_drift_min(
    semi_major_axis_m: float, eccentricity: float, inclination_rad: float
) -> float:
    """Return how far the node's mean local time moves in a year, positive when it gets later."""
    drift_rad_s = node_rate_rad_s(semi_major_axis_m, eccentricity, inclination_rad)
    gained_rad = (drift_rad_s - MEAN_SUN_RATE_RAD_S) * TROPICAL_YEAR_D * SECONDS_PER_DAY_S
    return gained_rad / (2.0 * math.pi) * 1440.0
