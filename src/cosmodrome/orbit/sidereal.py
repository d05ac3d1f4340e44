"""How far east of the equinox of date stand Greenwich, and a drifting node, at many instants?"""

import math
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.epochs import (
    SIDEREAL_RATE_RAD_S,
    apparent_sidereal_angle_rad,
    earth_rotation_angle_rad,
)
from cosmodrome.orbit.plane import OrbitPlane

TURN_RAD = 2.0 * math.pi


def earth_turn_rad(origin: datetime, t_s: ArrayLike = 0.0) -> NDArray[np.float64]:
    """Return apparent sidereal time at Greenwich, 0 to 2 pi, UT1 taken as UTC.

    Parameters
    ----------
    origin : datetime
        Where time counts from.
    t_s : float or ndarray
        Seconds after `origin`, within a year or so of it.

    Notes
    -----
    The Earth turns evenly. The equinox it is counted from wanders by 46 seconds of arc a year,
    which is taken as even from `origin` to the farthest instant: the nodding left out is worth
    0.1 s of time.
    """
    times_s = np.asarray(t_s, float)
    turn_rad = earth_rotation_angle_rad(origin) + SIDEREAL_RATE_RAD_S * times_s
    return (turn_rad + _equinox_behind_rad(origin, times_s)) % TURN_RAD


def raan_of_plane_rad(
    plane: OrbitPlane, origin: datetime, t_s: ArrayLike = 0.0
) -> NDArray[np.float64]:
    """Return the right ascension of a plane's node, true of date, 0 to 2 pi; see `earth_turn_rad`.

    Parameters
    ----------
    plane : OrbitPlane
        Its node drifts evenly.
    origin : datetime
        Where time counts from.
    t_s : float or ndarray
        Seconds after `origin`.
    """
    times_s = np.asarray(t_s, float)
    node_rad = plane.node_at_rad(origin) + plane.node_rate_rad_s * times_s
    return (node_rad + _equinox_behind_rad(origin, times_s)) % TURN_RAD


def _equinox_behind_rad(origin: datetime, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far the true equinox is west of the celestial intermediate origin."""
    farthest_s = max(times_s.ravel().tolist(), key=abs, default=0.0)
    here_rad = _equinox_behind_at_rad(origin)
    if farthest_s == 0.0:
        return np.full(times_s.shape, here_rad)
    there_rad = _equinox_behind_at_rad(origin + timedelta(seconds=farthest_s))
    return here_rad + (there_rad - here_rad) / farthest_s * times_s


def _equinox_behind_at_rad(instant: datetime) -> float:
    behind_rad = apparent_sidereal_angle_rad(instant) - earth_rotation_angle_rad(instant)
    return math.remainder(behind_rad, TURN_RAD)
