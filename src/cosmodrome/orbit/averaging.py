"""Which mean ellipse does a satellite fly, once the ripple of oblateness is averaged out?"""

import math

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.orbit.elements import (
    TURN_RAD,
    OrbitElements,
    elements_from_state,
    mean_anomaly_of_true_rad,
    true_anomaly_of_mean_rad,
)
from cosmodrome.orbit.propagation import coasted

HALF_POINTS = 180
BACKWARD = np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0])


def mean_elements(r_m: NDArray[np.float64], v_m_s: NDArray[np.float64]) -> OrbitElements:
    """Return elements averaged over the revolution about a state, half before and half after.

    Parameters
    ----------
    r_m, v_m_s : ndarray, shape (3,)
        Inertial state, z along the Earth's axis; the node counts from the x axis.

    Raises
    ------
    InputError
        If the orbit is open.

    Notes
    -----
    The flight under J2 is integrated both ways and its osculating elements are averaged over time;
    the perigee as a vector, so that nearly circular orbits have a mean, too. What drifts evenly
    stays as it is at the state. It agrees with theories of first order in J2; ripples with the turn
    of the perigee, of weeks, stay in.
    """
    now = elements_from_state(r_m, v_m_s)
    if now.eccentricity >= 1.0:
        raise InputError(f"an open orbit has no mean, got eccentricity {now.eccentricity:.4f}")
    t_s = np.linspace(0.0, now.period_s / 2.0, HALF_POINTS + 1)
    after = _states(r_m, v_m_s, t_s)
    before = (_states(r_m, -v_m_s, t_s) * BACKWARD)[:0:-1]
    rows = np.array([_row(state) for state in np.concatenate([before, after])])
    rows[:, 4:] = np.unwrap(rows[:, 4:], axis=0)
    weights = np.ones(len(rows))
    weights[[0, -1]] = 0.5
    axis_m, ex, ey, tilt, node, longitude = np.average(rows, axis=0, weights=weights).tolist()
    eccentricity, argp = math.hypot(ex, ey), math.atan2(ey, ex) % TURN_RAD
    return OrbitElements(
        semi_major_axis_m=axis_m,
        eccentricity=eccentricity,
        inclination_rad=tilt,
        raan_rad=node % TURN_RAD,
        argp_rad=argp,
        true_anomaly_rad=true_anomaly_of_mean_rad(longitude - argp, eccentricity),
    )


def _states(
    r_m: NDArray[np.float64], v_m_s: NDArray[np.float64], t_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.concatenate(coasted(r_m, v_m_s, t_s), axis=1)


def _row(state: NDArray[np.float64]) -> tuple[float, ...]:
    """Return axis, perigee vector, inclination, node, and mean argument of latitude."""
    e = elements_from_state(state[:3], state[3:])
    return (
        e.semi_major_axis_m,
        e.eccentricity * math.cos(e.argp_rad),
        e.eccentricity * math.sin(e.argp_rad),
        e.inclination_rad,
        e.raan_rad,
        e.argp_rad + mean_anomaly_of_true_rad(e.true_anomaly_rad, e.eccentricity),
    )
