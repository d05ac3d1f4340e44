"""By how much does a sun-synchronous orbit lose its local time, and through what?

Through what injection misses of height and inclination, evenly; and through the Sun, which pulls
the plane always the same way and turns the inclination, with the square of time. The Moon (0.1 min
in a year), air, and the Earth's shape beyond J2 (1 to 2 min in a year) are left out.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2, SECONDS_PER_DAY_S, TROPICAL_YEAR_D
from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.orbit.injection_error import OrbitScatter
from cosmodrome.orbit.secular import node_rate_rad_s
from cosmodrome.orbit.sun import sun_position_m
from cosmodrome.orbit.sun_synchronous import yearly_local_time_drift_min
from cosmodrome.units import DEG_RAD, kilometres

YEAR_S = TROPICAL_YEAR_D * SECONDS_PER_DAY_S
# Newtonian product of the Sun, IAU 2015 resolution B3, nominal.
SUN_MU_M3_S2 = 1.3271244e20
DAYS = 366
MINUTES_PER_TURN_MIN = 1440.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTimeDrift:
    """Growth of the local time of the node, positive when it gets later.

    `planned_yearly_min` is that of the mean orbit planned; `sd_yearly_min` and
    `three_sigma_yearly_min` what injection adds on either side, None where nobody says how it errs;
    `of_kilometre_yearly_min` and `of_degree_yearly_min` what a kilometre and a degree do.
    `of_sun_first_year_min` is what the Sun has added after a year, None without a lift-off.
    """

    planned_yearly_min: float
    sd_yearly_min: float | None
    three_sigma_yearly_min: float | None
    of_kilometre_yearly_min: float
    of_degree_yearly_min: float
    of_sun_first_year_min: float | None


def local_time_drift(
    mean: OrbitElements,
    scatter: OrbitScatter | None,
    *,
    sun_from: tuple[datetime, float] | None,
) -> LocalTimeDrift:
    """Return how the local time of an orbit's node moves.

    Parameters
    ----------
    mean : OrbitElements
        Mean elements.
    scatter : OrbitScatter, optional
        Of the injection.
    sun_from : tuple, optional
        An instant, and the right ascension of the node then [rad, true of date].
    """
    a, e, i = mean.semi_major_axis_m, mean.eccentricity, mean.inclination_rad
    node_min_year = _minutes(node_rate_rad_s(a, e, i) * YEAR_S)
    spread = None if scatter is None else _spread_yearly_min(mean, scatter)
    return LocalTimeDrift(
        planned_yearly_min=yearly_local_time_drift_min(a, e, i),
        sd_yearly_min=None if spread is None else float(np.std(spread)),
        three_sigma_yearly_min=None if spread is None else float(3.0 * np.std(spread)),
        of_kilometre_yearly_min=-3.5 * node_min_year / kilometres(a),
        of_degree_yearly_min=-node_min_year * math.tan(i) * DEG_RAD,
        of_sun_first_year_min=None if sun_from is None else _of_sun_min(mean, *sun_from),
    )


def _spread_yearly_min(mean: OrbitElements, scatter: OrbitScatter) -> NDArray[np.float64]:
    """Return by how much the drift of dispersed orbits differs from the planned, minutes a year.

    Height and inclination as they come together; the eccentricity acts in the second order.
    """
    axis_m = mean.semi_major_axis_m + scatter.semi_major_axis_m
    tilt = mean.inclination_rad + scatter.inclination_rad
    planned = node_rate_rad_s(mean.semi_major_axis_m, mean.eccentricity, mean.inclination_rad)
    ratio = (mean.semi_major_axis_m / axis_m) ** 3.5
    ratio = ratio * np.cos(tilt) / math.cos(mean.inclination_rad)
    return np.asarray(_minutes(planned * YEAR_S) * (ratio - 1.0))


def _of_sun_min(mean: OrbitElements, instant: datetime, raan_rad: float) -> float:
    """Return what the Sun has added to the local time a year after an instant.

    Notes
    -----
    The Sun's pull averaged over a revolution turns the normal w of a circular orbit by
    -3/2 mu / (n d^3) (w.s) (w x s), s towards the Sun at distance d; of the turn only that of the
    inclination counts, which J2 turns into a drift.
    """
    a, e, i = mean.semi_major_axis_m, mean.eccentricity, mean.inclination_rad
    t_s = np.linspace(0.0, YEAR_S, DAYS)
    node = raan_rad + node_rate_rad_s(a, e, i) * t_s
    sine, cosine = math.sin(i), math.cos(i)
    normal = np.stack(
        (sine * np.sin(node), -sine * np.cos(node), np.full(len(node), cosine)), axis=1
    )
    sun_m = sun_position_m(instant, t_s)
    distance_m = np.linalg.norm(sun_m, axis=1)
    towards = sun_m / distance_m[:, None]
    mean_motion = math.sqrt(EARTH_MU_M3_S2 / a**3)
    strength = 1.5 * SUN_MU_M3_S2 / (mean_motion * distance_m**3)
    lean = np.sum(normal * towards, axis=1)
    sideways = normal[:, 0] * towards[:, 1] - normal[:, 1] * towards[:, 0]
    tilting = strength * lean * sideways / sine
    step_s = t_s[1]
    tilted = np.concatenate([[0.0], np.cumsum((tilting[1:] + tilting[:-1]) / 2.0)]) * step_s
    slope = -node_rate_rad_s(a, e, i) * math.tan(i)
    return _minutes(float(np.trapezoid(slope * tilted, t_s)))


def _minutes(angle_rad: float) -> float:
    return angle_rad / (2.0 * math.pi) * MINUTES_PER_TURN_MIN
