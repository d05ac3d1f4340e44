"""Does an area touch land, does it touch the sea?

A map of the coasts is coarse, and leaves small islands and narrow inlets out: what lies within
25 km beyond an area's edge counts as touched, so that rather too many are told than too few.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from cosmodrome.safety.tangent import plane_at_mean

FULL_TURN_DEG = 360.0
WIDER_M = 25_000.0
SPACING_M = 5_000.0
MOST_POINTS_A_SIDE = 120


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coast:
    """Rings, longitude and latitude [deg], whose parity says what is land."""

    land: tuple[shapely.Polygon, ...]

    def touched(self, ring_deg: NDArray[np.float64]) -> tuple[bool, bool]:
        """Return whether an area, or what lies within 25 km of it, has land, and has sea.

        Parameters
        ----------
        ring_deg : ndarray, shape (n, 2)
            Longitude and latitude [deg] of the closed outline; it may jump at 180 degrees.
        """
        plane = plane_at_mean(ring_deg[:-1])
        area = shapely.Polygon(plane.en_m(ring_deg)).convex_hull.buffer(WIDER_M)
        west, south, east, north = area.bounds
        across, up = (
            np.linspace(low, high, min(MOST_POINTS_A_SIDE, math.ceil((high - low) / SPACING_M)))
            for low, high in ((west, east), (south, north))
        )
        grid = np.column_stack([axis.ravel() for axis in np.meshgrid(across, up)])
        inside = grid[shapely.contains_xy(area, grid[:, 0], grid[:, 1])]
        on_land = is_land(self.land, plane.points_deg(inside))
        return bool(on_land.any()), not on_land.all()


def is_land(
    land: tuple[shapely.Polygon, ...], points_deg: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell which points, longitude and latitude, shape (n, 2), an odd number of rings holds."""
    odd = np.zeros(len(points_deg), dtype=bool)
    if len(points_deg) == 0:
        return odd
    (west, south), (east, north) = points_deg.min(axis=0), points_deg.max(axis=0)
    for ring in land:
        left, bottom, right, top = ring.bounds
        for turn in (-FULL_TURN_DEG, 0.0, FULL_TURN_DEG):
            apart = left > east + turn or right < west + turn or bottom > north or top < south
            if not apart:
                odd ^= shapely.contains_xy(ring, points_deg[:, 0] + turn, points_deg[:, 1])
    return odd
