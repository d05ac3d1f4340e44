"""How far does a coast of a given length go round its ellipse?"""

import math

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2

NEWTON_STEPS = 30
CONVERGED_RAD = 1e-13


def eccentric_growth_rad(state: NDArray[np.float64], duration_s: float) -> float:
    """Return by how much the eccentric anomaly grows over a coast.

    Parameters
    ----------
    state : ndarray, shape (6,)
        Position [m] and velocity [m/s], inertial axes, of a bound orbit.
    duration_s : float

    Notes
    -----
    Kepler's equation in the growth of the anomaly, by Newton's method (Battin 1999, eq. 4.43). An
    unbound state, which only a first guess may hold, is taken as a circle of its radius.
    """
    radius_m = float(np.linalg.norm(state[:3]))
    inverse_m = 2.0 / radius_m - float(state[3:] @ state[3:]) / EARTH_MU_M3_S2
    if inverse_m <= 0.0:
        inverse_m = 1.0 / radius_m
    rate = math.sqrt(EARTH_MU_M3_S2 * inverse_m**3)
    sigma = float(state[:3] @ state[3:]) / math.sqrt(EARTH_MU_M3_S2) * math.sqrt(inverse_m)
    lack = 1.0 - radius_m * inverse_m
    wanted_rad = rate * duration_s
    x = wanted_rad
    for _ in range(NEWTON_STEPS):
        miss = x - lack * math.sin(x) + sigma * (1.0 - math.cos(x)) - wanted_rad
        step = miss / max(1.0 - lack * math.cos(x) + sigma * math.sin(x), 0.05)
        x -= max(-1.0, min(1.0, step))
        if abs(step) < CONVERGED_RAD:
            break
    return x
