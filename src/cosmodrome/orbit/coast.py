"""How does a coast about the oblate Earth go, in a few steps that have closed forms?

Between the points of a quadrature over the eccentric anomaly a coast is Kepler's; at each point the
Earth's oblateness acts at once for its share of the time. What the rule lacks is of second order in
J2: up to 250 m over half a revolution of a low orbit, 2 km up to the apogee of a long transfer. Who
needs more integrates; the optimiser adds it as a correction.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.physics.formula import Real
from cosmodrome.physics.kepler import coasted_state, kicked_velocity_m_s

NEWTON_STEPS = 30
CONVERGED_RAD = 1e-13
SECANT_STEPS = 8
CONVERGED_S = 1e-9
# Panels of the Gauss-Legendre rule, as shares of the anomaly: finer where a coast has just begun,
# and may still pass its perigee.
PANELS = ((0.0, 0.2, 4), (0.2, 1.0, 4))


def _rule() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return shares and weights of the quadrature."""
    shares: list[float] = []
    weights: list[float] = []
    for low, high, count in PANELS:
        nodes, gauss = np.polynomial.legendre.leggauss(count)
        shares += [low + 0.5 * (high - low) * (1.0 + float(node)) for node in nodes]
        weights += [0.5 * (high - low) * float(weight) for weight in gauss]
    return tuple(shares), tuple(weights)


SHARES, _PULLS = _rule()
STEPS = tuple(b - a for a, b in pairwise((0.0, *SHARES, 1.0)))
"""Shares of the anomaly from point to point; the last step leads to the end."""
WEIGHTS = (*_PULLS, 0.0)
"""Shares of the anomaly for which oblateness acts after each step."""


def step_on(state: Sequence[Real], anomaly_rad: Real, pulled_rad: Real) -> tuple[Real, ...]:
    """Return the state after one step of a coast, and the time it took.

    Parameters
    ----------
    state : sequence of 6
        Position [m] and velocity [m/s], inertial axes.
    anomaly_rad, pulled_rad : float
        Growth of the eccentric anomaly, and for how much of it oblateness acts at the end.

    Returns
    -------
    tuple of 7
        Position, velocity, time [s].
    """
    rx, ry, rz, vx, vy, vz = state
    x, y, z, ux, uy, uz, time_s = coasted_state(rx, ry, rz, vx, vy, vz, anomaly_rad, EARTH_MU_M3_S2)
    return x, y, z, *kicked_velocity_m_s(x, y, z, ux, uy, uz, pulled_rad), time_s


def coast_points(
    state: NDArray[np.float64], anomaly_rad: float
) -> tuple[NDArray[np.float64], float]:
    """Return the states after all steps of a coast, shape (steps, 6), and its length [s].

    An unbound state, which only a first guess may hold, is slowed to a circle's speed.
    """
    points = np.empty((len(STEPS), 6))
    total_s = 0.0
    for row, step, weight in zip(points, STEPS, WEIGHTS, strict=True):
        x = tuple(float(value) for value in _bound(state))
        *there, time_s = step_on(x, step * anomaly_rad, weight * anomaly_rad)
        row[:] = there
        state = row
        total_s += time_s
    return points, total_s


def eccentric_growth_rad(state: NDArray[np.float64], duration_s: float) -> float:
    """Return by how much the eccentric anomaly grows over a coast about the oblate Earth.

    Parameters
    ----------
    state : ndarray, shape (6,)
        Position [m] and velocity [m/s], inertial axes; unbound, it is slowed as by `coast_points`.
    duration_s : float

    Notes
    -----
    Kepler's equation in the growth of the anomaly, by Newton's method (Battin 1999, eq. 4.43), then
    the length of the whole coast by the secant method.
    """
    state = _bound(state)
    radius_m = float(np.linalg.norm(state[:3]))
    inverse_m = 2.0 / radius_m - float(state[3:] @ state[3:]) / EARTH_MU_M3_S2
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
    return _about_oblate_earth(state, x, duration_s)


def _bound(state: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a state, slowed to the speed of a circle where it is not bound to the Earth."""
    r, v = state[:3], state[3:]
    escape2_m2_s2 = 2.0 * EARTH_MU_M3_S2 / float(np.linalg.norm(r))
    speed2_m2_s2 = float(v @ v)
    if speed2_m2_s2 < escape2_m2_s2:
        return state
    return np.concatenate([r, v * math.sqrt(0.5 * escape2_m2_s2 / speed2_m2_s2)])


def _about_oblate_earth(state: NDArray[np.float64], x: float, duration_s: float) -> float:
    """Return the growth that takes a time, from that about a point mass."""
    before = 0.999 * x
    miss_before = coast_points(state, before)[1] - duration_s
    for _ in range(SECANT_STEPS):
        miss = coast_points(state, x)[1] - duration_s
        if abs(miss) < CONVERGED_S or miss == miss_before:
            break
        step = miss * (x - before) / (miss - miss_before)
        before, miss_before, x = x, miss, x - step
    return x
