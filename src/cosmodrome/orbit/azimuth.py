"""Which way must a vehicle fly from a site to reach an inclination?"""

import math

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_ROTATION_RATE_RAD_S
from cosmodrome.errors import UnreachableOrbitError

# A plane that just touches the latitude is reached, whatever the last digit says.
ROUNDING_RATIO = 1e-12

# An ascent injects downrange of the pad and can bend its path, so it reaches planes that stay a
# little away from the pad; 1 deg at orbital speed is 136 m/s.
YAW_REACH_DEG = 1.0

# A plane whose azimuth the corridor forbids is reached by a dog-leg from the corridor's edge; the
# PSLV turns by 51 deg to fly past Sri Lanka, and no launch is known to turn much further.
DOGLEG_REACH_DEG = 60.0


def missing_inclination_rad(inclination_rad: float, geocentric_latitude_rad: float) -> float:
    """Return how far a plane of that inclination stays from the latitude; 0 if it passes over."""
    highest_rad = min(inclination_rad, math.pi - inclination_rad)
    return max(0.0, abs(geocentric_latitude_rad) - highest_rad)


def inertial_azimuth_rad(
    inclination_rad: float, geocentric_latitude_rad: float, *, ascending: bool = True
) -> float:
    """Return the heading of an orbit as it passes over a latitude, the Earth held still.

    Parameters
    ----------
    inclination_rad : float
        Inclination of the target orbit, 0 to pi.
    geocentric_latitude_rad : float
        Latitude of the site seen from the Earth's centre, -pi/2 to pi/2.
    ascending : bool
        On the north-going pass; otherwise on the south-going one.

    Returns
    -------
    float
        Azimuth [rad], clockwise from north, 0 to 2 pi.

    Raises
    ------
    UnreachableOrbitError
        If the latitude is above the inclination, or above its supplement when retrograde.

    Notes
    -----
    sin(azimuth) = cos(inclination) / cos(latitude), Napier's rule. The Earth's rotation is taken
    off by `relative_launch_azimuth_rad`.

    Examples
    --------
    >>> azimuth_rad = inertial_azimuth_rad(math.radians(98.0), math.radians(51.7))
    >>> round(math.degrees(azimuth_rad), 2)
    347.02
    """
    sine = math.cos(inclination_rad) / math.cos(geocentric_latitude_rad)
    if abs(sine) > 1.0 + ROUNDING_RATIO:
        raise UnreachableOrbitError(
            inclination_deg=math.degrees(inclination_rad),
            geocentric_latitude_deg=math.degrees(geocentric_latitude_rad),
        )
    northward_rad = math.asin(max(-1.0, min(1.0, sine)))
    azimuth_rad = northward_rad if ascending else math.pi - northward_rad
    return azimuth_rad % (2.0 * math.pi)


def relative_launch_azimuth_rad(
    inertial_azimuth_rad: float, geocentric_latitude_rad: float, orbital_speed_m_s: float
) -> float:
    """Return the heading over the turning Earth of a flight that ends on an inertial heading.

    The speed that the ground gives away eastwards is taken off the orbital velocity, both at the
    latitude of the site: good to a degree; an optimised ascent finds its own.
    """
    ground_m_s = (
        EARTH_ROTATION_RATE_RAD_S * EARTH_EQUATORIAL_RADIUS_M * math.cos(geocentric_latitude_rad)
    )
    east_m_s = orbital_speed_m_s * math.sin(inertial_azimuth_rad) - ground_m_s
    north_m_s = orbital_speed_m_s * math.cos(inertial_azimuth_rad)
    return math.atan2(east_m_s, north_m_s) % (2.0 * math.pi)
