"""Which easier orbits lead to one that no first guess reaches? A straight way up from a low one."""

from dataclasses import replace

from cosmodrome.ascent.target import InjectionTarget
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2

LOW_ALTITUDE_M = 200e3
# The easiest ellipse: a circle has no perigee to inject at.
LEAST_RISE_M = 300e3


def easier(target: InjectionTarget, *, fraction: float) -> InjectionTarget:
    """Return an orbit on the way from a low one to the target, of the same shape and plane.

    Parameters
    ----------
    fraction : float
        0 for the low orbit, 1 for the target; perigee and apogee, or the energy of an escape,
        change evenly.
    """
    if fraction >= 1.0:
        return target
    low_m = EARTH_EQUATORIAL_RADIUS_M + LOW_ALTITUDE_M
    if target.shape == "escape":
        wanted = -0.5 * EARTH_MU_M3_S2 / target.semi_major_axis_m
        begin = -0.5 * EARTH_MU_M3_S2 / low_m
        energy = begin + (wanted - begin) * fraction
        return replace(target, semi_major_axis_m=-0.5 * EARTH_MU_M3_S2 / energy)
    perigee_m = target.semi_major_axis_m * (1.0 - target.eccentricity)
    apogee_m = target.semi_major_axis_m * (1.0 + target.eccentricity)
    begin_m = min(low_m, perigee_m)
    risen_m = begin_m if target.shape == "circular" else min(begin_m + LEAST_RISE_M, apogee_m)
    p = begin_m + (perigee_m - begin_m) * fraction
    q = risen_m + (apogee_m - risen_m) * fraction
    return replace(target, semi_major_axis_m=0.5 * (p + q), eccentricity=(q - p) / (q + p))


def in_words(target: InjectionTarget) -> str:
    """Return an orbit as altitudes, or the energy of an escape."""
    if target.shape == "escape":
        c3_km2_s2 = -EARTH_MU_M3_S2 / target.semi_major_axis_m / 1e6
        return f"C3 {c3_km2_s2:.1f} km2/s2"
    low_km, high_km = target.perigee_altitude_m / 1e3, target.apogee_altitude_m / 1e3
    if high_km - low_km < 1.0:
        return f"{low_km:.0f} km"
    return f"{low_km:.0f} x {high_km:.0f} km"
