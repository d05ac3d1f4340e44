"""Which shapes do notices announce, and which of each kind covers a footprint?

A polygon of whole arc-minutes, a circle of whole nautical miles about a point, or a sector about
the pad: "between 25 NM and 90 NM and azimuth 130-150". Each covers the whole footprint.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.safety.area_rules import SHAPE_KINDS, ShapeKind
from cosmodrome.safety.contour import inside_rings
from cosmodrome.safety.hazard_area import ARC_MINUTES, POLAR_CAP_DEG, polygon_about
from cosmodrome.safety.tangent import TangentPlane

METRES_PER_NAUTICAL_MILE = 1852.0
ARC_POINTS = 72
"""Of a whole turn, where a circle or a sector is drawn as a ring."""
WHOLE_TURN_DEG = 360.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolygonArea:
    """Corners (m, 2), longitude and latitude, closed, counter-clockwise, on whole arc-minutes."""

    corners_deg: NDArray[np.float64]

    @property
    def ring_deg(self) -> NDArray[np.float64]:
        """Return its outline."""
        return self.corners_deg


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleArea:
    """All within a distance of a point, which stands on whole arc-minutes."""

    latitude_deg: float
    longitude_deg: float
    radius_m: float

    def __post_init__(self) -> None:
        if not self.radius_m > 0.0:
            raise InputError(f"the radius of an area must be positive, got {self.radius_m}")

    @property
    def ring_deg(self) -> NDArray[np.float64]:
        """Return a polygon about it, closed, counter-clockwise."""
        angle = np.linspace(0.0, 2.0 * math.pi, ARC_POINTS, endpoint=False)
        reach_m = self.radius_m / math.cos(math.pi / ARC_POINTS)
        return _drawn(self, reach_m * np.column_stack((np.cos(angle), np.sin(angle))))


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorArea:
    """Between two distances of a point and two azimuths, clockwise from one to the other."""

    latitude_deg: float
    longitude_deg: float
    inner_m: float
    outer_m: float
    from_azimuth_deg: float
    to_azimuth_deg: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.inner_m < self.outer_m:
            raise InputError(
                "a sector reaches from an inner to a greater outer distance, got "
                f"{self.inner_m} to {self.outer_m} m"
            )
        if not 0.0 < self.width_deg < WHOLE_TURN_DEG:
            raise InputError(
                f"a sector from {self.from_azimuth_deg} to {self.to_azimuth_deg} deg has no width; "
                "a circle would work"
            )

    @property
    def width_deg(self) -> float:
        """Return the angle from the first azimuth clockwise to the second."""
        return (self.to_azimuth_deg - self.from_azimuth_deg) % WHOLE_TURN_DEG

    @property
    def ring_deg(self) -> NDArray[np.float64]:
        """Return a polygon about it, closed, counter-clockwise."""
        steps = max(1, math.ceil(self.width_deg / WHOLE_TURN_DEG * ARC_POINTS))
        turn = math.radians(self.width_deg)
        angle = math.radians(self.to_azimuth_deg) - np.linspace(0.0, turn, steps + 1)
        rays = np.column_stack((np.sin(angle), np.cos(angle)))
        # Chords of the far arc must not cut it; at its ends the sides stay on the azimuths.
        reach_m = self.outer_m / math.cos(0.5 * turn / steps)
        inner = self.inner_m * rays[::-1] if self.inner_m > 0.0 else np.zeros((1, 2))
        return _drawn(self, np.vstack((reach_m * rays, inner)))


AreaShape = PolygonArea | CircleArea | SectorArea


def shape_about(
    plane: TangentPlane,
    rings_deg: tuple[NDArray[np.float64], ...],
    *,
    kind: ShapeKind,
    pad_deg: tuple[float, float] | None = None,
) -> AreaShape:
    """Return the shape of a kind that covers a footprint, rounded outwards.

    Parameters
    ----------
    plane : TangentPlane
        Touches the Earth near the middle of the footprint.
    rings_deg : tuple of ndarray, shape (n, 2)
        Outlines of its pieces, longitude and latitude.
    kind : {"polygon", "circle", "sector"}
    pad_deg : tuple of float, optional
        Longitude and latitude from which a sector is told; it needs them.

    Raises
    ------
    InputError
        If there is no such kind, or a sector has no pad or its pad lies in the footprint.
    """
    if kind == "polygon":
        return PolygonArea(corners_deg=polygon_about(plane, rings_deg))
    if kind == "circle":
        return _circle_about(plane, rings_deg)
    if kind == "sector":
        if pad_deg is None:
            raise InputError("a sector is told from the pad; give its longitude and latitude")
        return _sector_about(pad_deg, rings_deg)
    raise InputError(f"an area is one of {', '.join(SHAPE_KINDS)}, got {kind!r}")


def inside_shape(shape: AreaShape, points_deg: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which points (n, 2), longitude and latitude, lie inside, shape (n,)."""
    if isinstance(shape, PolygonArea):
        return _inside_polygon(shape.corners_deg, points_deg)
    inside = np.zeros(len(points_deg), dtype=np.bool_)
    fallen = np.isfinite(points_deg[:, 0]) & np.isfinite(points_deg[:, 1])
    east, north = _plane_at(shape).en_m(points_deg[fallen]).T
    distance_m = np.hypot(east, north)
    if isinstance(shape, CircleArea):
        inside[fallen] = distance_m <= shape.radius_m
        return inside
    beyond = (np.degrees(np.arctan2(east, north)) - shape.from_azimuth_deg) % WHOLE_TURN_DEG
    far_enough = (distance_m >= shape.inner_m) & (distance_m <= shape.outer_m)
    inside[fallen] = far_enough & (beyond <= shape.width_deg)
    return inside


def _inside_polygon(
    corners_deg: NDArray[np.float64], points_deg: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell the same of a polygon: sides straight on a chart, great circles about a pole."""
    middle = _middle(corners_deg)
    east_deg = _east_of(middle, corners_deg)
    highest_deg = float(np.abs(corners_deg[:, 1]).max())
    if highest_deg > POLAR_CAP_DEG or float(np.ptp(east_deg)) > 0.5 * WHOLE_TURN_DEG:
        return inside_rings(middle, (corners_deg,), points_deg)
    chart = shapely.Polygon(np.column_stack((east_deg, corners_deg[:, 1])))
    shapely.prepare(chart)
    inside: NDArray[np.bool_] = shapely.intersects_xy(
        chart, _east_of(middle, points_deg), points_deg[:, 1]
    )
    return inside


def _east_of(plane: TangentPlane, points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitudes east of a plane's centre, -180 to 180."""
    half = 0.5 * WHOLE_TURN_DEG
    east: NDArray[np.float64] = (
        points_deg[:, 0] - plane.longitude_deg + half
    ) % WHOLE_TURN_DEG - half
    return east


def covering_circle(shape: AreaShape) -> CircleArea:
    """Return a circle that holds a shape: whole arc-minutes, whole nautical miles."""
    if isinstance(shape, CircleArea):
        return shape
    return _circle_about(_middle(shape.ring_deg), (shape.ring_deg,))


def _circle_about(plane: TangentPlane, rings_deg: tuple[NDArray[np.float64], ...]) -> CircleArea:
    points = np.vstack(rings_deg)
    circle = shapely.minimum_bounding_circle(shapely.MultiPoint(plane.en_m(points)))
    middle = np.array([[circle.centroid.x, circle.centroid.y]])
    centre = _on_minutes(*plane.points_deg(middle)[0])
    # Distances from the centre are largest at corners, as sides are straight on its plane.
    farthest_m = float(np.hypot(*centre.en_m(points).T).max())
    return CircleArea(
        latitude_deg=centre.latitude_deg,
        longitude_deg=centre.longitude_deg,
        radius_m=METRES_PER_NAUTICAL_MILE
        * max(1, math.ceil(farthest_m / METRES_PER_NAUTICAL_MILE)),
    )


def _sector_about(
    pad_deg: tuple[float, float], rings_deg: tuple[NDArray[np.float64], ...]
) -> SectorArea:
    centre = _on_minutes(*pad_deg)
    pieces = shapely.MultiPoint(centre.en_m(np.vstack(rings_deg))).convex_hull
    nearest_m = float(pieces.distance(shapely.Point(0.0, 0.0)))
    east, north = shapely.get_coordinates(pieces).T
    if nearest_m == 0.0:
        raise InputError("the pad lies in the footprint: a sector cannot tell it; a circle would")
    azimuths = np.degrees(np.arctan2(east, north))
    # Seen from outside, a convex area is less than half a turn wide.
    about = float(np.degrees(np.arctan2(east.mean(), north.mean())))
    off = (azimuths - about + 180.0) % WHOLE_TURN_DEG - 180.0
    nautical_miles = np.hypot(east, north).max() / METRES_PER_NAUTICAL_MILE
    return SectorArea(
        latitude_deg=centre.latitude_deg,
        longitude_deg=centre.longitude_deg,
        inner_m=METRES_PER_NAUTICAL_MILE * math.floor(nearest_m / METRES_PER_NAUTICAL_MILE),
        outer_m=METRES_PER_NAUTICAL_MILE * math.ceil(nautical_miles),
        from_azimuth_deg=math.floor(about + float(off.min())) % WHOLE_TURN_DEG,
        to_azimuth_deg=math.ceil(about + float(off.max())) % WHOLE_TURN_DEG,
    )


def _on_minutes(longitude_deg: float, latitude_deg: float) -> TangentPlane:
    """Return the plane at the whole arc-minutes nearest to a point."""
    return TangentPlane(
        latitude_deg=round(latitude_deg * ARC_MINUTES) / ARC_MINUTES,
        longitude_deg=round(longitude_deg * ARC_MINUTES) / ARC_MINUTES,
    )


def _middle(ring_deg: NDArray[np.float64]) -> TangentPlane:
    """Return a plane near the middle of a ring: at the mean of its corners in space."""
    lon, lat = np.radians(ring_deg[:-1]).T
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    east = math.degrees(math.atan2(float(y.mean()), float(x.mean())))
    flat = math.hypot(float(x.mean()), float(y.mean()))
    return TangentPlane(
        latitude_deg=math.degrees(math.atan2(float(z.mean()), flat)), longitude_deg=east
    )


def _plane_at(shape: CircleArea | SectorArea) -> TangentPlane:
    return TangentPlane(latitude_deg=shape.latitude_deg, longitude_deg=shape.longitude_deg)


def _drawn(shape: CircleArea | SectorArea, en_m: NDArray[np.float64]) -> NDArray[np.float64]:
    points = _plane_at(shape).points_deg(en_m)
    return np.vstack((points, points[:1]))
