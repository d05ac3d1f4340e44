"""How are the axes of two-line elements turned into those of the sky and of the Earth?

TEME, true equator and mean equinox, is defined by the sidereal angle of 1982 that SGP4 was fitted
with: that angle alone leads to the axes of the Earth (Vallado and others, AIAA 2006-6753, appendix
C), and the Earth rotation angle from there to the sky.
"""

from datetime import datetime

import erfa
import numpy as np
from numpy.typing import ArrayLike

from cosmodrome.epochs import (
    MEAN_SIDEREAL_RATE_RAD_S,
    NO_ORIENTATION,
    EarthOrientation,
    teme_sidereal_angle_rad,
)
from cosmodrome.orbit.frames import (
    Vectors,
    earth_attitude,
    onto_turning_earth,
    oriented_attitude,
)


def teme_to_ecef(
    r_teme_m: Vectors,
    v_teme_m_s: Vectors,
    epoch: datetime,
    *,
    t_s: ArrayLike = 0.0,
    orientation: EarthOrientation = NO_ORIENTATION,
) -> tuple[Vectors, Vectors]:
    """Return Earth-fixed position and velocity of states of a two-line element.

    Parameters
    ----------
    r_teme_m, v_teme_m_s : ndarray, shape (3,) or (n, 3)
        Position [m] and velocity [m/s] as SGP4 gives them.
    epoch : datetime
        Where time counts from.
    t_s : float or ndarray, shape (n,)
        Seconds after `epoch`, of each state; within some hours.
    orientation : EarthOrientation
        UT1 and pole.

    Returns
    -------
    tuple of ndarray
        Position [m] and velocity [m/s] relative to the turning Earth.
    """
    attitude = oriented_attitude(epoch, orientation)
    ut1_utc_s = float(orientation.ut1_utc_s(epoch))
    at_epoch_rad = teme_sidereal_angle_rad(epoch, ut1_utc_s=ut1_utc_s)
    turned_rad = at_epoch_rad + MEAN_SIDEREAL_RATE_RAD_S * np.asarray(t_s, float)
    r_m, v_m_s = onto_turning_earth(r_teme_m, v_teme_m_s, turned_rad)
    return r_m @ attitude.ecef_from_pole.T, v_m_s @ attitude.ecef_from_pole.T


def teme_to_gcrf(
    r_teme_m: Vectors, v_teme_m_s: Vectors, epoch: datetime
) -> tuple[Vectors, Vectors]:
    """Return position and velocity in the sky of states of a two-line element, near one epoch."""
    attitude = earth_attitude(epoch)
    turned_rad = attitude.rotation_angle_rad - teme_sidereal_angle_rad(epoch)
    matrix = erfa.rz(turned_rad, attitude.intermediate_from_gcrf)
    return r_teme_m @ matrix, v_teme_m_s @ matrix


def gcrf_to_teme(
    r_gcrf_m: Vectors, v_gcrf_m_s: Vectors, epoch: datetime
) -> tuple[Vectors, Vectors]:
    """Return position and velocity for a two-line element of states in the sky, near one epoch."""
    attitude = earth_attitude(epoch)
    turned_rad = attitude.rotation_angle_rad - teme_sidereal_angle_rad(epoch)
    matrix = erfa.rz(turned_rad, attitude.intermediate_from_gcrf)
    return r_gcrf_m @ matrix.T, v_gcrf_m_s @ matrix.T
