"""Where is the Sun? Low-precision formulas of the Astronomical Almanac, section C.

As the eye sees it, delayed by light, the Sun stands within 0.009 deg of where the ephemeris DE421
has it, 0.003 deg rms, from 1990 to 2050: 2 s of a sunrise on the equator, of which refraction
leaves 10 s open.
"""

import math
from datetime import UTC, datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.epochs import (
    MEAN_SIDEREAL_RATE_RAD_S,
    mean_sidereal_angle_rad,
    seconds_between_s,
)

J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
ASTRONOMICAL_UNIT_M = 149597870700.0
"""IAU 2012 resolution B2."""


def sun_equatorial_rad(
    origin: datetime, t_s: ArrayLike = 0.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return right ascension [-pi to pi] and declination of the Sun, mean equinox of date.

    Parameters
    ----------
    origin : datetime
        Where time counts from.
    t_s : float or ndarray
        Seconds after `origin`; the answers have its shape.
    """
    longitude, obliquity, _ = _ecliptic_sun_rad(origin, t_s)
    right_ascension = np.arctan2(np.cos(obliquity) * np.sin(longitude), np.cos(longitude))
    return right_ascension, np.arcsin(np.sin(obliquity) * np.sin(longitude))


def _ecliptic_sun_rad(
    origin: datetime, t_s: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude from the mean equinox of date, obliquity, and nutation in longitude."""
    anomaly, mean_longitude, d = _mean_sun(origin, t_s)
    longitude = mean_longitude + np.radians(1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    # Explanatory Supplement to the Astronomical Almanac (1992), equation 3.225-4.
    nutation_deg = -0.0048 * np.sin(np.radians(125.0 - 0.05295 * d))
    nutation_deg -= 0.0004 * np.sin(np.radians(200.9 + 1.97129 * d))
    return longitude, np.radians(23.439 - 0.00000036 * d), np.radians(nutation_deg)


def sun_direction(origin: datetime, t_s: ArrayLike = 0.0) -> NDArray[np.float64]:
    """Return unit vectors from the Earth's centre to the Sun, true equator and equinox of date.

    Parameters
    ----------
    origin : datetime
        Where time counts from.
    t_s : float or ndarray, shape (n,)
        Seconds after `origin`.

    Returns
    -------
    ndarray, shape (3,) or (n, 3)
    """
    mean_longitude, obliquity, nutation = _ecliptic_sun_rad(origin, t_s)
    longitude = mean_longitude + nutation
    sine = np.sin(longitude)
    return np.stack(
        (np.cos(longitude), np.cos(obliquity) * sine, np.sin(obliquity) * sine), axis=-1
    )


def sun_position_m(origin: datetime, t_s: ArrayLike = 0.0) -> NDArray[np.float64]:
    """Return positions of the Sun from the Earth's centre [m], in the axes of `sun_direction`.

    The distance is good to 1e-4 of itself (Astronomical Almanac, section C).
    """
    anomaly, _, _ = _mean_sun(origin, t_s)
    distance_m = ASTRONOMICAL_UNIT_M * (
        1.00014 - 0.01671 * np.cos(anomaly) - 0.00014 * np.cos(2.0 * anomaly)
    )
    return distance_m[..., None] * sun_direction(origin, t_s)


def _mean_sun(
    origin: datetime, t_s: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return mean anomaly and mean longitude [rad], and days since 2000."""
    d = (seconds_between_s(J2000, origin) + np.asarray(t_s, float)) / SECONDS_PER_DAY_S
    return np.radians(357.529 + 0.98560028 * d), np.radians(280.459 + 0.98564736 * d), d


def sun_elevation_rad(
    latitude_rad: float, longitude_rad: float, origin: datetime, t_s: ArrayLike = 0.0
) -> NDArray[np.float64]:
    """Return the height of the Sun's centre over the horizon of a place, without refraction."""
    right_ascension, declination = sun_equatorial_rad(origin, t_s)
    sidereal = mean_sidereal_angle_rad(origin) + MEAN_SIDEREAL_RATE_RAD_S * np.asarray(t_s, float)
    hour_angle = sidereal + longitude_rad - right_ascension
    sine = math.sin(latitude_rad) * np.sin(declination)
    sine = sine + math.cos(latitude_rad) * np.cos(declination) * np.cos(hour_angle)
    return np.arcsin(np.clip(sine, -1.0, 1.0))


def subsolar_point_rad(instant: datetime) -> tuple[float, float]:
    """Return latitude and longitude [-pi to pi] of the place with the Sun overhead."""
    right_ascension, declination = sun_equatorial_rad(instant)
    longitude_rad = float(right_ascension) - mean_sidereal_angle_rad(instant)
    return float(declination), math.remainder(longitude_rad, 2.0 * math.pi)


def equation_of_time_s(instant: datetime) -> float:
    """Return apparent minus mean solar time: by how much a sundial is fast."""
    _, longitude_rad = subsolar_point_rad(instant)
    since_noon_s = seconds_between_s(J2000, instant) % SECONDS_PER_DAY_S
    apparent_s = -longitude_rad / (2.0 * math.pi) * SECONDS_PER_DAY_S
    return math.remainder(apparent_s - since_noon_s, SECONDS_PER_DAY_S)
