"""How do node, perigee and anomaly drift in the long run? Secular J2, in closed form."""

import math
from dataclasses import replace

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_J2_COEFFICIENT, EARTH_MU_M3_S2
from cosmodrome.orbit.elements import (
    OrbitElements,
    mean_anomaly_of_true_rad,
    true_anomaly_of_mean_rad,
)


def node_rate_rad_s(semi_major_axis_m: float, eccentricity: float, inclination_rad: float) -> float:
    """Return the secular drift of the node, first order in J2 (Vallado, 4th ed., eq. 9-37)."""
    return -_flattening_rate_rad_s(semi_major_axis_m, eccentricity) * math.cos(inclination_rad)


def argp_rate_rad_s(semi_major_axis_m: float, eccentricity: float, inclination_rad: float) -> float:
    """Return the secular drift of the perigee, first order in J2 (Vallado, 4th ed., eq. 9-39)."""
    rate = _flattening_rate_rad_s(semi_major_axis_m, eccentricity)
    return rate * (2.0 - 2.5 * math.sin(inclination_rad) ** 2)


def mean_anomaly_rate_rad_s(
    semi_major_axis_m: float, eccentricity: float, inclination_rad: float
) -> float:
    """Return mean motion with its secular J2 part (Vallado, 4th ed., eq. 9-41)."""
    rate = _flattening_rate_rad_s(semi_major_axis_m, eccentricity)
    shape = math.sqrt(1.0 - eccentricity**2) * (1.0 - 1.5 * math.sin(inclination_rad) ** 2)
    return math.sqrt(EARTH_MU_M3_S2 / semi_major_axis_m**3) + rate * shape


def _flattening_rate_rad_s(semi_major_axis_m: float, eccentricity: float) -> float:
    semi_latus_rectum_m = semi_major_axis_m * (1.0 - eccentricity**2)
    mean_motion_rad_s = math.sqrt(EARTH_MU_M3_S2 / semi_major_axis_m**3)
    ratio = EARTH_EQUATORIAL_RADIUS_M / semi_latus_rectum_m
    return 1.5 * EARTH_J2_COEFFICIENT * ratio * ratio * mean_motion_rad_s


def drifted(mean_elements: OrbitElements, t_s: float) -> OrbitElements:
    """Return mean elements some time later, node, perigee and anomaly moved by secular J2."""
    a, e, i = (
        mean_elements.semi_major_axis_m,
        mean_elements.eccentricity,
        mean_elements.inclination_rad,
    )
    anomaly_rad = mean_anomaly_of_true_rad(mean_elements.true_anomaly_rad, e)
    anomaly_rad += mean_anomaly_rate_rad_s(a, e, i) * t_s
    turn_rad = 2.0 * math.pi
    return replace(
        mean_elements,
        raan_rad=(mean_elements.raan_rad + node_rate_rad_s(a, e, i) * t_s) % turn_rad,
        argp_rad=(mean_elements.argp_rad + argp_rate_rad_s(a, e, i) * t_s) % turn_rad,
        true_anomaly_rad=true_anomaly_of_mean_rad(anomaly_rad, e),
    )
