"""How high does the Sun stand over an orbit's plane, and how long is the shadow for it?"""

import math
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InputError
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.orbit.secular import argp_rate_rad_s, mean_anomaly_rate_rad_s
from cosmodrome.orbit.sidereal import raan_of_plane_rad
from cosmodrome.orbit.sun import sun_direction


def beta_angle_rad(
    raan_rad: ArrayLike, inclination_rad: float, sun: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the angle of the Sun over orbit planes, positive on the side of their normals.

    Parameters
    ----------
    raan_rad : float or ndarray, shape (n,)
        Right ascension of the ascending node.
    inclination_rad : float
        Of all planes.
    sun : ndarray, shape (3,) or (n, 3)
        Unit vectors to the Sun, in the axes that the nodes are counted in.

    Returns
    -------
    ndarray, shape () or (n,)
        -pi/2 to pi/2.
    """
    sine, cosine = math.sin(inclination_rad), math.cos(inclination_rad)
    across = np.sin(raan_rad) * sun[..., 0] - np.cos(raan_rad) * sun[..., 1]
    return np.asarray(np.arcsin(np.clip(sine * across + cosine * sun[..., 2], -1.0, 1.0)))


def beta_of_plane_rad(
    plane: OrbitPlane, origin: datetime, t_s: ArrayLike = 0.0
) -> NDArray[np.float64]:
    """Return the beta angle of a drifting plane, at seconds after an origin; through a year, too.

    The Sun is good to 0.01 deg, the equinox to 0.001 deg.
    """
    raan_rad = raan_of_plane_rad(plane, origin, t_s)
    return beta_angle_rad(raan_rad, plane.inclination_rad, sun_direction(origin, t_s))


def circular_eclipse_s(
    radius_m: float, inclination_rad: float, beta_rad: ArrayLike
) -> NDArray[np.float64]:
    """Return how long a circular orbit is in the Earth's shadow each revolution; 0 without any.

    Parameters
    ----------
    radius_m : float
        Of the orbit [m], more than the Earth's.
    inclination_rad : float
        For the secular J2 part of the time from node to node.
    beta_rad : float or ndarray
        Of the Sun over the plane.

    Raises
    ------
    InputError
        If the orbit lies inside the Earth.

    Notes
    -----
    The shadow is a cylinder behind a sphere of equatorial radius: half the arc in it has the
    cosine sqrt(r^2 - R^2) / (r cos beta) (Wertz, Mission Geometry, 2001, sec. 5.1).
    """
    if radius_m <= EARTH_EQUATORIAL_RADIUS_M:
        raise InputError(
            f"radius_m must be more than the Earth's {EARTH_EQUATORIAL_RADIUS_M:.0f} m, "
            f"got {radius_m:.0f}"
        )
    clear_ratio = math.sqrt(1.0 - (EARTH_EQUATORIAL_RADIUS_M / radius_m) ** 2)
    cosine = clear_ratio / np.maximum(np.cos(beta_rad), clear_ratio)
    shape = radius_m, 0.0, inclination_rad
    rate_rad_s = mean_anomaly_rate_rad_s(*shape) + argp_rate_rad_s(*shape)
    return np.asarray(2.0 * np.arccos(cosine) / rate_rad_s)
