"""Which eccentricity and perigee does an orbit keep, when the lumps of the Earth are felt?

A low orbit stands still with its perigee over the highest or lowest latitude and one small
eccentricity, where the odd zonal harmonics hold the drift that the even ones make. An elliptic
orbit stands still at the critical inclination, where there is no drift to hold.
"""

import math

import numpy as np
from numpy.polynomial import legendre

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InfeasibleError
from cosmodrome.orbit.zonals import ZONAL_COEFFICIENTS

CRITICAL_INCLINATION_RAD = math.asin(math.sqrt(0.8))
"""The prograde one; its supplement is as good."""

# Beyond it the theory, of first order in eccentricity, no longer holds.
HIGHEST_ECCENTRICITY = 0.02
# A plane in the equator does not feel the odd harmonics.
EQUATORIAL_BELOW_RATIO = 1e-9

_DEGREES = np.array(sorted(ZONAL_COEFFICIENTS))
_STRENGTHS = np.array([ZONAL_COEFFICIENTS[degree] for degree in _DEGREES.tolist()])
# Means over a revolution of polynomials of the highest degree are exact from so many points on.
_ANGLES_RAD = np.arange(2 * int(_DEGREES[-1]) + 4) * (2.0 * math.pi / (2 * int(_DEGREES[-1]) + 4))
_POLYNOMIALS = np.eye(int(_DEGREES[-1]) + 1)[:, _DEGREES]
_SLOPES = legendre.legder(_POLYNOMIALS)


def frozen_shape(semi_major_axis_m: float, inclination_rad: float) -> tuple[float, float]:
    """Return the mean eccentricity and argument of perigee [rad] at which a low orbit stands still.

    Raises
    ------
    InfeasibleError
        If the inclination is so near the critical one that no small eccentricity does.

    Notes
    -----
    Zonal harmonics to degree 24, averaged over a revolution and kept to first order in the
    eccentricity (Vallado, 4th ed., sec. 11.4; Cook, Planetary and Space Science 14 (1966),
    433-444). J3 alone would be 10 % low at 98 deg, and nine times too high for TOPEX. What is left
    out, J2 squared and the pressure of sunlight, is about 1e-5 of eccentricity, and more within a
    degree or two of the critical inclination.
    """
    sine, cosine = math.sin(inclination_rad), math.cos(inclination_rad)
    if sine < EQUATORIAL_BELOW_RATIO:
        return 0.0, math.pi / 2.0
    push, drift = _push_and_drift(semi_major_axis_m, sine, cosine)
    if abs(push) > HIGHEST_ECCENTRICITY * abs(drift):
        raise _near_critical(inclination_rad)
    eccentricity = -push / drift
    return abs(eccentricity), math.copysign(math.pi / 2.0, eccentricity) % (2.0 * math.pi)


def _push_and_drift(semi_major_axis_m: float, sine: float, cosine: float) -> tuple[float, float]:
    """Return what odd harmonics do to e cos(argp) and even ones to argp, as rates in one unit.

    With the perigee at 90 deg, in parts of the mean motion; the even part has the terms of second
    order in the eccentricity, whose derivative moves the perigee at zero order.
    """
    up = np.sin(_ANGLES_RAD)
    values = legendre.legval(sine * up, _POLYNOMIALS)
    slopes = legendre.legval(sine * up, _SLOPES)
    n = _DEGREES
    pull = -_STRENGTHS * (EARTH_EQUATORIAL_RADIUS_M / semi_major_axis_m) ** n
    odd = (n - 1.0) * np.mean(values * up, axis=1)
    stretch = (n - 0.5) * np.mean(values, axis=1)
    stretch += 0.5 * (n - 1.0) * (n - 2.0) * np.mean(values * up**2, axis=1)
    tilt = cosine**2 / sine * np.mean(slopes * up, axis=1)
    is_odd = n % 2 == 1
    push = float(np.sum((pull * odd)[is_odd]))
    drift = float(np.sum((pull * (2.0 * stretch - tilt))[~is_odd]))
    return push, drift


def _near_critical(inclination_rad: float) -> InfeasibleError:
    tilt_deg = math.degrees(inclination_rad)
    critical_deg = math.degrees(CRITICAL_INCLINATION_RAD)
    nearest_deg = critical_deg if tilt_deg < 90.0 else 180.0 - critical_deg
    return InfeasibleError(
        f"no small eccentricity freezes an orbit of inclination {tilt_deg:.2f} deg, so near the "
        f"critical {nearest_deg:.2f} deg; go some degrees further from it, or give an elliptic "
        "orbit, which stands still there",
        rule="frozen-orbit",
        value=tilt_deg,
        limit=nearest_deg,
    )
