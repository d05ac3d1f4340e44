"""Where does a point lie on the local plane about a centre, and back?

Azimuthal equidistant on the WGS-84 ellipsoid: distance and bearing from the centre are true.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

WGS84 = Geod(ellps="WGS84")
RECENTRE = 3
"""Times that a mean is projected anew; the shift falls by the square of size over radius."""
ENOUGH_TO_COME_NEAR = 2000
"""Points of a large cloud that all but the last of these take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TangentPlane:
    """A plane that touches the Earth at a centre."""

    latitude_deg: float
    longitude_deg: float

    def en_m(self, points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return east and north [m] of points given as longitude and latitude, shape (n, 2)."""
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
