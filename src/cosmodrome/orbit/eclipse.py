"""When is a satellite in the Earth's shadow? Cylinder, umbra and penumbra, for many orbits at once.

The Earth is a sphere of equatorial radius without air: flattening and refraction move entry and
exit of low orbits by some seconds.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InputError
from cosmodrome.numerics.sign_changes import sign_changes
from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.orbit.secular import argp_rate_rad_s, mean_anomaly_rate_rad_s, node_rate_rad_s
from cosmodrome.orbit.sun import sun_position_m

Shadow = Literal["cylinder", "umbra", "penumbra"]

# IAU 2015 resolution B3, nominal solar radius.
SUN_RADIUS_M = 6.957e8
TURN_RAD = 2.0 * math.pi
CELLS_PER_REVOLUTION = 72
EDGE_RAD = 1e-6


def sunlight_margin_rad(
    r_m: NDArray[np.float64], sun_m: NDArray[np.float64], *, shadow: Shadow = "umbra"
) -> NDArray[np.float64]:
    """Return how far the Sun stands clear of the Earth; negative in the shadow.

    Parameters
    ----------
    r_m, sun_m : ndarray, shape (..., 3)
        Positions of satellite and Sun from the Earth's centre [m], same axes.
    shadow : str
        ``cylinder``: as if the Sun were a point at infinity. ``umbra``: no part of it is seen.
        ``penumbra``: not all of it is seen.

    Returns
    -------
    ndarray, shape (...)
        The angle between the limbs that matter, as seen from the satellite.

    References
    ----------
    .. [1] Montenbruck & Gill, Satellite Orbits (2000), sec. 3.4.2.
    """
    radius_m = np.linalg.norm(r_m, axis=-1)
    sun_distance_m = np.linalg.norm(sun_m, axis=-1)
    return _margin_rad(radius_m, sun_distance_m, np.sum(r_m * sun_m, axis=-1), shadow)


def _margin_rad(
    radius_m: NDArray[np.float64],
    sun_distance_m: NDArray[np.float64],
    product_m2: NDArray[np.float64],
    shadow: Shadow,
) -> NDArray[np.float64]:
    earth_rad = np.arcsin(np.minimum(EARTH_EQUATORIAL_RADIUS_M / radius_m, 1.0))
    if shadow == "cylinder":
        cosine = -product_m2 / (radius_m * sun_distance_m)
        return np.asarray(np.arccos(np.clip(cosine, -1.0, 1.0)) - earth_rad)
    to_sun_m = np.sqrt(sun_distance_m**2 - 2.0 * product_m2 + radius_m**2)
    sun_rad = SUN_RADIUS_M / to_sun_m  # its sine, 2e-8 less
    cosine = (radius_m**2 - product_m2) / (radius_m * to_sun_m)
    apart_rad = np.arccos(np.clip(cosine, -1.0, 1.0))
    limb_rad = earth_rad - sun_rad if shadow == "umbra" else earth_rad + sun_rad
    return np.asarray(apart_rad - limb_rad)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShadowPassages:
    """Every stay in the shadow, in order of orbit and time; arrays of shape (n,).

    `orbits` tells which of `count` orbits it is of. Times count from the start of each; a stay that
    has begun before enters at 0, one that goes on at `end_s` leaves then.
    """

    count: int
    end_s: float
    orbits: NDArray[np.intp]
    enters_s: NDArray[np.float64]
    leaves_s: NDArray[np.float64]

    def longest_s(self) -> NDArray[np.float64]:
        """Return the longest stay of each orbit, shape (count,); 0 without any."""
        longest_s = np.zeros(self.count)
        np.maximum.at(longest_s, self.orbits, self.leaves_s - self.enters_s)
        return longest_s

    def first_s(self) -> NDArray[np.float64]:
        """Return when each orbit first enters the shadow, shape (count,); `end_s` without any."""
        first_s = np.full(self.count, self.end_s)
        np.minimum.at(first_s, self.orbits, self.enters_s)
        return first_s

    def sunlit_fraction(self) -> NDArray[np.float64]:
        """Return the share of each span that lies outside the shadow, shape (count,)."""
        dark_s = np.zeros(self.count)
        np.add.at(dark_s, self.orbits, self.leaves_s - self.enters_s)
        return 1.0 - dark_s / self.end_s


def shadow_passages(
    elements: OrbitElements,
    raan_rad: ArrayLike,
    *,
    origin: datetime,
    starts_s: ArrayLike,
    revolutions: int = 1,
    shadow: Shadow = "umbra",
) -> ShadowPassages:
    """Return the stays in the shadow of orbits that differ in node and start, shape alike.

    Parameters
    ----------
    elements : OrbitElements
        Mean elements at the start of each; its node is not looked at.
    raan_rad : float or ndarray, shape (m,)
        Node of each, from the true equinox of date.
    origin : datetime
        Where `starts_s` counts from.
    starts_s : float or ndarray, shape (m,)
        When each begins.
    revolutions : int
        So many from each start.
    shadow : str
        As in `sunlight_margin_rad`.

    Raises
    ------
    InputError
        If the orbit is not closed.

    Notes
    -----
    Node, perigee and anomaly drift with secular J2. Seen from the plane the Sun runs straight
    within a revolution.
    Edges are found to 1e-6 of the eccentric anomaly (1 ms of a low orbit).
    """
    if not 0.0 <= elements.eccentricity < 1.0:
        raise InputError(
            f"eclipses by the revolution need a closed orbit; the eccentricity is "
            f"{elements.eccentricity:.6f}"
        )
    nodes_rad, begins_s = np.broadcast_arrays(np.atleast_1d(raan_rad), np.atleast_1d(starts_s))
    orbits = _Orbits.of(elements, nodes_rad, origin, begins_s, revolutions)
    first_rad = orbits.first_anomaly_rad
    cells = revolutions * CELLS_PER_REVOLUTION
    steps = np.arange(-1, cells + 2, dtype=np.float64)
    grid = first_rad + steps * (TURN_RAD / CELLS_PER_REVOLUTION)
    every = np.arange(nodes_rad.size)

    def margin(rows: NDArray[np.intp], anomaly_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        return orbits.margin_rad(rows, anomaly_rad, shadow)

    values = margin(every[:, np.newaxis], grid[np.newaxis, :])
    turns = sign_changes(margin, grid, values, tolerance=EDGE_RAD)
    inside = (turns.at > grid[1]) & (turns.at < grid[-2])
    rows, rising = turns.rows[inside], turns.rising[inside]
    at_s = orbits.time_s(turns.at[inside])
    end_s = revolutions * orbits.period_s
    enters = _with_edges(rows[~rising], at_s[~rising], every[values[:, 1] < 0.0], 0.0)
    leaves = _with_edges(rows[rising], at_s[rising], every[values[:, -2] < 0.0], end_s)
    return ShadowPassages(
        count=nodes_rad.size, end_s=end_s, orbits=enters[0], enters_s=enters[1], leaves_s=leaves[1]
    )


def _with_edges(
    rows: NDArray[np.intp], at_s: NDArray[np.float64], more: NDArray[np.intp], edge_s: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return edges in order of row and time, with one more for some rows."""
    whole_rows = np.concatenate([rows, more])
    whole_s = np.concatenate([at_s, np.full(more.size, edge_s)])
    order = np.lexsort((whole_s, whole_rows))
    return whole_rows[order], whole_s[order]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Orbits:
    """Orbits of one shape, each with its node and its Sun; parameter is the eccentric anomaly.

    `sun_m` (m, revolutions + 1, 3) is the Sun along the node, ahead of it in the plane, and along
    the normal, at the bounds of each revolution.
    """

    elements: OrbitElements
    sun_m: NDArray[np.float64]
    rate_rad_s: float

    @classmethod
    def of(
        cls,
        elements: OrbitElements,
        raan_rad: NDArray[np.float64],
        origin: datetime,
        starts_s: NDArray[np.float64],
        revolutions: int,
    ) -> "_Orbits":
        shape = elements.semi_major_axis_m, elements.eccentricity, elements.inclination_rad
        rate_rad_s = mean_anomaly_rate_rad_s(*shape)
        bounds_s = np.arange(revolutions + 1) * (TURN_RAD / rate_rad_s)
        knots_s = starts_s[:, np.newaxis] + bounds_s
        sun_m = sun_position_m(origin, knots_s.ravel()).reshape(*knots_s.shape, 3)
        node_rad = raan_rad[:, np.newaxis] + node_rate_rad_s(*shape) * bounds_s
        cosine, sine = np.cos(node_rad), np.sin(node_rad)
        ci, si = math.cos(elements.inclination_rad), math.sin(elements.inclination_rad)
        at_node_m = cosine * sun_m[..., 0] + sine * sun_m[..., 1]
        across_m = cosine * sun_m[..., 1] - sine * sun_m[..., 0]
        ahead_m = ci * across_m + si * sun_m[..., 2]
        above_m = ci * sun_m[..., 2] - si * across_m
        seen_m = np.stack([at_node_m, ahead_m, above_m], axis=-1)
        return cls(elements=elements, sun_m=seen_m, rate_rad_s=rate_rad_s)

    @property
    def period_s(self) -> float:
        return TURN_RAD / self.rate_rad_s

    @property
    def first_anomaly_rad(self) -> float:
        """Return the eccentric anomaly at the start."""
        e, half = self.elements.eccentricity, self.elements.true_anomaly_rad / 2.0
        ratio = math.sqrt((1.0 - e) / (1.0 + e))
        return 2.0 * math.atan2(ratio * math.sin(half), math.cos(half)) % TURN_RAD

    def time_s(self, anomaly_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return seconds after the start."""
        e = self.elements.eccentricity
        first_rad = self.first_anomaly_rad - e * math.sin(self.first_anomaly_rad)
        mean_rad = anomaly_rad - e * np.sin(anomaly_rad)
        return np.asarray((mean_rad - first_rad) / self.rate_rad_s)

    def margin_rad(
        self, rows: NDArray[np.intp], anomaly_rad: NDArray[np.float64], shadow: Shadow
    ) -> NDArray[np.float64]:
        a, e = self.elements.semi_major_axis_m, self.elements.eccentricity
        t_s = self.time_s(anomaly_rad)
        drift_rad_s = argp_rate_rad_s(a, e, self.elements.inclination_rad)
        argp_rad = self.elements.argp_rad + drift_rad_s * t_s
        x_m = a * (np.cos(anomaly_rad) - e)
        y_m = a * math.sqrt(1.0 - e * e) * np.sin(anomaly_rad)
        at_node_m = np.cos(argp_rad) * x_m - np.sin(argp_rad) * y_m
        ahead_m = np.sin(argp_rad) * x_m + np.cos(argp_rad) * y_m
        place = t_s / self.period_s
        below = np.clip(place.astype(int), 0, self.sun_m.shape[1] - 2)
        share = place - below
        sun_m = self.sun_m[rows, below] * (1.0 - share)[..., np.newaxis]
        sun_m += self.sun_m[rows, below + 1] * share[..., np.newaxis]
        return _margin_rad(
            a * (1.0 - e * np.cos(anomaly_rad)),
            np.sqrt(np.sum(sun_m * sun_m, axis=-1)),
            at_node_m * sun_m[..., 0] + ahead_m * sun_m[..., 1],
            shadow,
        )
