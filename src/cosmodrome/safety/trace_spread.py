"""How far do dispersed flights put the impact point beside its planned way?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight.impact_point import vacuum_impact_points
from cosmodrome.safety.tangent import TangentPlane

FEWEST_CASES = 20
LEAST_SIGMA_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TraceSpread:
    """Scatter of the impact point across its way over time, shapes (k,): `sigma_m` at `t_s`."""

    t_s: NDArray[np.float64]
    sigma_m: NDArray[np.float64]

    def along_m(self, t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scatter at times, one metre at least."""
        return np.maximum(np.interp(t_s, self.t_s, self.sigma_m), LEAST_SIGMA_M)

    def at_m(self, t_s: float) -> float:
        """Return the scatter at a time, straight between those known."""
        return float(self.along_m(np.array([t_s]))[0])


def trace_spread(separated: NDArray[np.float64]) -> TraceSpread:
    """Return how dispersed flights scatter the impact point across its way.

    Parameters
    ----------
    separated : ndarray, shape (n, s, 7)
        Inertial position, velocity and time of n dispersed flights at s moments in order, as
        `flight.programme.fly_cases` gives them at separations.

    Raises
    ------
    InputError
        If there are fewer than 20 flights.

    Notes
    -----
    Known at the separations, nothing at lift-off, and taken straight between.
    """
    if len(separated) < FEWEST_CASES:
        raise InputError(f"a scatter needs at least {FEWEST_CASES} flights, got {len(separated)}")
    t_s, sigma_m = [0.0], [0.0]
    for states in np.moveaxis(separated, 1, 0):
        points = vacuum_impact_points(states[:, :3], states[:, 3:6], t_s=states[:, 6])
        down = np.isfinite(points).all(axis=1)
        if np.count_nonzero(down) >= FEWEST_CASES:
            t_s.append(float(states[down, 6].mean()))
            sigma_m.append(_across_m(states[down], points[down, :2]))
    return TraceSpread(t_s=np.array(t_s), sigma_m=np.array(sigma_m))


def _across_m(states: NDArray[np.float64], points_deg: NDArray[np.float64]) -> float:
    """Return the standard deviation of points across the mean way of the impact point.

    The way is that to the point of a flight a little slower.
    """
    slower = vacuum_impact_points(states[:1, :3], 0.999 * states[:1, 3:6], t_s=states[:1, 6])
    plane = TangentPlane(
        longitude_deg=float(points_deg[0, 0]), latitude_deg=float(points_deg[0, 1])
    )
    east, north = plane.en_m(slower[:, :2])[0]
    length_m = math.hypot(east, north)
    en_m = plane.en_m(points_deg)
    return float(np.std((en_m[:, 0] * north - en_m[:, 1] * east) / length_m, ddof=1))
