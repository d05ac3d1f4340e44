"""How long does a stage that nobody brings down stay in orbit?

Drag, averaged over the orbit, acts on size and shape alone. The Sun swells the thin air above
200 km by more than ten times and back again in eleven years: in the standard atmosphere the answer
is an order of magnitude, in air of a quiet and an active Sun the two between which it lies.
"""

import math

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.errors import InputError
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.physics.atmosphere import air
from cosmodrome.safety.thin_air import ThinAir

DAY_S = 86400.0
END_PERIGEE_M = 120_000.0
"""From here an orbit ends within a revolution or two."""
LONGEST_D = 365_250.0
"""A thousand years."""
POINTS = 180
STEP_RATIO = 0.05
"""Share of its height above the end by which the perigee or the apogee sinks in a step."""
LEAST_STEP_M = 500.0


def lifetime_d(
    r_eci_m: NDArray[np.float64],
    v_eci_m_s: NDArray[np.float64],
    *,
    ballistic_coefficient_kg_m2: float,
    thin_air: ThinAir | None = None,
) -> float:
    """Return the days until the air brings an orbit down; infinite beyond a thousand years.

    Parameters
    ----------
    r_eci_m, v_eci_m_s : ndarray, shape (3,)
        Inertial state.
    ballistic_coefficient_kg_m2 : float
        Mass over drag coefficient times area.
    thin_air : ThinAir, optional
        That of the standard atmosphere unless given.

    Raises
    ------
    InputError
        If the ballistic coefficient is not positive, or the orbit is open.

    References
    ----------
    .. [1] King-Hele, Satellite Orbits in an Atmosphere, Blackie, 1987, ch. 4: the averaged rates.
    """
    if not ballistic_coefficient_kg_m2 > 0.0:
        raise InputError(
            f"ballistic_coefficient_kg_m2 must be positive, got {ballistic_coefficient_kg_m2}"
        )
    elements = elements_from_state(r_eci_m, v_eci_m_s)
    if elements.eccentricity >= 1.0:
        raise InputError(f"the orbit is open: its eccentricity is {elements.eccentricity:.4f}")
    a, e, t_s = elements.semi_major_axis_m, elements.eccentricity, 0.0
    while (perigee_m := a * (1.0 - e) - EARTH_EQUATORIAL_RADIUS_M) > END_PERIGEE_M:
        a_rate, e_rate = _rates(a, e, ballistic_coefficient_kg_m2, thin_air)
        apogee_m = a * (1.0 + e) - EARTH_EQUATORIAL_RADIUS_M
        perigee_rate = abs(a_rate * (1.0 - e) - a * e_rate)
        apogee_rate = abs(a_rate * (1.0 + e) + a * e_rate)
        step_s = min(
            max(STEP_RATIO * (height_m - END_PERIGEE_M), LEAST_STEP_M) / max(rate, 1e-30)
            for height_m, rate in ((perigee_m, perigee_rate), (apogee_m, apogee_rate))
        )
        t_s += step_s
        if t_s > LONGEST_D * DAY_S:
            return math.inf
        a, e = a + a_rate * step_s, max(0.0, e + e_rate * step_s)
    return t_s / DAY_S


def sinking_m_d(
    semi_major_axis_m: float,
    eccentricity: float,
    *,
    ballistic_coefficient_kg_m2: float,
    thin_air: ThinAir | None = None,
) -> float:
    """Return by how much air lowers the semi-major axis of an ellipse in a day, now."""
    rate, _ = _rates(semi_major_axis_m, eccentricity, ballistic_coefficient_kg_m2, thin_air)
    return -rate * DAY_S


def _rates(a: float, e: float, beta: float, thin_air: ThinAir | None) -> tuple[float, float]:
    """Return the mean rates of semi-major axis [m/s] and eccentricity [1/s]."""
    anomaly = (np.arange(POINTS) + 0.5) * 2.0 * math.pi / POINTS
    weight = 1.0 - e * np.cos(anomaly)
    r = a * weight
    v = np.sqrt(EARTH_MU_M3_S2 * (2.0 / r - 1.0 / a))
    height_m = r - EARTH_EQUATORIAL_RADIUS_M
    if thin_air is None:
        rho = np.array([air(height)[1] for height in height_m.tolist()])
    else:
        rho = thin_air.at(height_m)
    cosine = (np.cos(anomaly) - e) / weight
    a_rate = -(a * a / EARTH_MU_M3_S2) * rho * v**3 / beta
    e_rate = -rho * v * (e + cosine) / beta
    return float(np.mean(weight * a_rate)), float(np.mean(weight * e_rate))
