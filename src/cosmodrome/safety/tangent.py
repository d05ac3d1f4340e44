"""Where does a point lie on the local plane about a centre, and back?

Azimuthal equidistant on the WGS-84 ellipsoid: distance and bearing from the centre are true.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray
from pyproj import Geod

WGS84 = Geod(ellps="WGS84")
RECENTRE = 3
"""Times that a mean is projected anew; the shift falls by the square of size over radius."""
ENOUGH_TO_COME_NEAR = 2000
"""Points of a large cloud that all but the last of these take."""


WORTH_A_FIT = 5000
DEGREE = 7
CACHED = 8192
"""Points at a time, so that their polynomials stay in the cache."""
TRIED = 100
"""Points on which a fit is tried against the geodesic; one that misses by more is not used."""
FIT_ERROR_M = 0.01
SMALLEST_BOX_DEG, LARGEST_BOX_DEG = 1e-6, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TangentPlane:
    """A plane that touches the Earth at a centre."""

    latitude_deg: float
    longitude_deg: float

    def en_m(self, points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return east and north [m] of points given as longitude and latitude, shape (n, 2).

        Of many points that lie near together they come from polynomials, to a millimetre or so.
        """
        if len(points_deg) >= WORTH_A_FIT:
            fitted = self._fitted_en_m(points_deg)
            if fitted is not None:
                return fitted
        return self._exact_en_m(points_deg)

    def _fitted_en_m(self, points_deg: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Return the same from polynomials over the box of the points; None where they differ."""
        east_deg = (points_deg[:, 0] - self.longitude_deg + 180.0) % 360.0 - 180.0
        offsets = (east_deg, points_deg[:, 1] - self.latitude_deg)
        low, high = (np.array([end(each) for each in offsets]) for end in (np.min, np.max))
        middle, half = 0.5 * (high + low), np.maximum(0.5 * (high - low), SMALLEST_BOX_DEG)
        if not np.all(np.isfinite(half)) or half.max() > LARGEST_BOX_DEG:
            return None
        nodes = chebyshev.chebpts1(DEGREE + 1)
        lon, lat = self.longitude_deg + middle[0], self.latitude_deg + middle[1]
        x, y = np.meshgrid(lon + half[0] * nodes, lat + half[1] * nodes, indexing="ij")
        if np.abs(y).max() >= 90.0:
            return None
        table = self._exact_en_m(np.column_stack((x.ravel(), y.ravel()))).T
        inverse = np.linalg.inv(chebyshev.chebvander(nodes, DEGREE))
        east, north = (inverse @ values.reshape(x.shape) @ inverse.T for values in table)
        places = [(each - middle[i]) / half[i] for i, each in enumerate(offsets)]
        fitted = np.empty((len(points_deg), 2))
        for first in range(0, len(points_deg), CACHED):
            rows = slice(first, first + CACHED)
            in_x, in_y = (_chebyshev_rows(values[rows]) for values in places)
            for column, each in enumerate((east, north)):
                # No matrix product: its threads would wait for each other at every few points.
                along_y = np.einsum("ij,ik->jk", each, in_x)
                fitted[rows, column] = np.einsum("jk,jk->k", along_y, in_y)
        tried = slice(None, None, len(points_deg) // TRIED)
        missed = np.abs(fitted[tried] - self._exact_en_m(points_deg[tried])).max()
        return fitted if missed <= FIT_ERROR_M else None

    def _exact_en_m(self, points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
        count = len(points_deg)
        bearing, _, distance = WGS84.inv(
            np.full(count, self.longitude_deg),
            np.full(count, self.latitude_deg),
            points_deg[:, 0],
            points_deg[:, 1],
        )
        angle = np.radians(bearing)
        return np.column_stack((distance * np.sin(angle), distance * np.cos(angle)))

    def points_deg(self, en_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return longitude and latitude [deg] of points of the plane, shape (n, 2)."""
        count = len(en_m)
        longitude, latitude, _ = WGS84.fwd(
            np.full(count, self.longitude_deg),
            np.full(count, self.latitude_deg),
            np.degrees(np.arctan2(en_m[:, 0], en_m[:, 1])),
            np.hypot(en_m[:, 0], en_m[:, 1]),
        )
        return np.column_stack((longitude, latitude))


def _chebyshev_rows(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the polynomials of degree 0 and up at values, one row each."""
    rows = np.empty((DEGREE + 1, len(values)))
    rows[0], rows[1] = 1.0, values
    for i in range(2, DEGREE + 1):
        rows[i] = 2.0 * values * rows[i - 1] - rows[i - 2]
    return rows


def plane_at_mean(points_deg: NDArray[np.float64]) -> TangentPlane:
    """Return the plane whose centre is the mean of points, longitude and latitude, shape (n, 2)."""
    plane = TangentPlane(
        longitude_deg=float(points_deg[0, 0]), latitude_deg=float(points_deg[0, 1])
    )
    some = points_deg[:: math.ceil(len(points_deg) / ENOUGH_TO_COME_NEAR)]
    for points in (*([some] * (RECENTRE - 1)), points_deg):
        mean = plane.points_deg(plane.en_m(points).mean(axis=0, keepdims=True))
        plane = TangentPlane(longitude_deg=float(mean[0, 0]), latitude_deg=float(mean[0, 1]))
    return plane


def distance_and_bearing(
    from_latitude_deg: float,
    from_longitude_deg: float,
    to_latitude_deg: float,
    to_longitude_deg: float,
) -> tuple[float, float]:
    """Return the length [m] of a geodesic and its bearing [deg, 0 to 360] where it begins."""
    bearing, _, distance = WGS84.inv(
        from_longitude_deg, from_latitude_deg, to_longitude_deg, to_latitude_deg
    )
    return float(distance), float(bearing) % 360.0
