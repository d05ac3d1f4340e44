"""Which polygon is announced around a footprint?

Few corners, on whole arc-minutes as notices write them, and never smaller than the ellipse, whether
a reader draws its sides as great circles or as straight lines of longitude and latitude.
"""

import math
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from cosmodrome.errors import ConvergenceError
from cosmodrome.safety.footprint import Ellipse, outline_en_m, plane_of
from cosmodrome.safety.tangent import TangentPlane

CORNERS = (8, 12, 24)
"""Tried in turn: long areas at high latitude need more, as their sides bend on a chart."""
OUTLINE_POINTS = 180
ARC_MINUTES = 60.0
GROWTH_M = 463.0
"""A quarter of an arc-minute of latitude."""
MOST_GROWTHS = 60
ACCEPTED_WASTE_RATIO = 1.3
POLAR_CAP_DEG = 89.0
"""Nearer the pole than this no plate carree draws an area: its sides are great circles only."""


def announced_polygon(ellipse: Ellipse) -> NDArray[np.float64]:
    """Return the polygon to announce: longitude and latitude, closed, counter-clockwise.

    Parameters
    ----------
    ellipse : Ellipse
        Lies wholly within the returned polygon.

    Returns
    -------
    ndarray, shape (m, 2)
        Eight corners on whole arc-minutes, up to 24 for a long area at high latitude; the first
        stands again at the end. Longitudes are between -180 and 180: the ring of an area across
        the antimeridian jumps there.

    Raises
    ------
    ConvergenceError
        If no such polygon covers the ellipse.
    """
    plane = plane_of(ellipse)
    edge = _unwrapped(plane, outline_en_m(ellipse, points=OUTLINE_POINTS, stretch_factor=1.0))
    polar = float(np.abs(edge[:, 1]).max()) > POLAR_CAP_DEG or float(np.ptp(edge[:, 0])) > 180.0
    ring_about = _polar_ring_about if polar else _ring_about
    covering: list[NDArray[np.float64]] = []
    for corners in CORNERS:
        for growth in range(MOST_GROWTHS):
            margin_m = growth * (1.0 + 0.1 * growth) * GROWTH_M
            ring = ring_about(ellipse, corners=corners, margin_m=margin_m)
            if _covers(ring, edge, plane, polar=polar):
                covering.append(ring)
                break
        if covering and _waste_ratio(covering[-1], ellipse) < ACCEPTED_WASTE_RATIO:
            return _closed(covering[-1])
    if covering:
        return _closed(min(covering, key=lambda ring: _waste_ratio(ring, ellipse)))
    raise ConvergenceError(
        f"no polygon of {CORNERS[-1]} corners on whole arc-minutes covers the ellipse of "
        f"{ellipse.semi_major_m / 1000.0:.1f} x {ellipse.semi_minor_m / 1000.0:.1f} km at "
        f"{ellipse.latitude_deg:.2f}, {ellipse.longitude_deg:.2f} deg"
    )


def _closed(ring_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a ring with its first corner again at the end, longitudes from -180 to 180."""
    closed = np.vstack((ring_deg, ring_deg[:1]))
    closed[:, 0] = (closed[:, 0] + 180.0) % 360.0 - 180.0
    return closed


def _waste_ratio(ring_deg: NDArray[np.float64], ellipse: Ellipse) -> float:
    """Return the area of a ring over that of its ellipse grown by an arc-minute."""
    area_m2 = shapely.Polygon(plane_of(ellipse).en_m(ring_deg)).area
    minute_m = 4.0 * GROWTH_M
    least_m2 = math.pi * (ellipse.semi_major_m + minute_m) * (ellipse.semi_minor_m + minute_m)
    return float(area_m2 / least_m2)


def _ring_about(ellipse: Ellipse, *, corners: int, margin_m: float) -> NDArray[np.float64]:
    """Return the hull of outward rounded corners about an ellipse with a margin, not closed."""
    plane = plane_of(ellipse)
    points = _unwrapped(plane, _corners_en_m(ellipse, corners=corners, margin_m=margin_m))
    return _hull(_rounded_outward(points, plane))


def _polar_ring_about(ellipse: Ellipse, *, corners: int, margin_m: float) -> NDArray[np.float64]:
    """Return corners on the nearest arc-minutes, in order around the ellipse, not closed."""
    plane = plane_of(ellipse)
    points = plane.points_deg(_corners_en_m(ellipse, corners=corners, margin_m=margin_m))
    rounded: NDArray[np.float64] = np.round(points * ARC_MINUTES) / ARC_MINUTES
    return rounded


def _corners_en_m(ellipse: Ellipse, *, corners: int, margin_m: float) -> NDArray[np.float64]:
    """Return the corners of the smallest polygon about an ellipse with a margin."""
    wider = replace(
        ellipse,
        semi_major_m=ellipse.semi_major_m + margin_m,
        semi_minor_m=ellipse.semi_minor_m + margin_m,
    )
    return outline_en_m(wider, points=corners, stretch_factor=1.0 / math.cos(math.pi / corners))


def _unwrapped(plane: TangentPlane, en_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude and latitude of points of the plane, longitudes continuous about it."""
    points = plane.points_deg(en_m)
    east = (points[:, 0] - plane.longitude_deg + 180.0) % 360.0 - 180.0
    points[:, 0] = plane.longitude_deg + east
    return points


def _rounded_outward(points_deg: NDArray[np.float64], plane: TangentPlane) -> NDArray[np.float64]:
    """Return points moved away from the centre to the next whole arc-minute."""
    centre = np.array((plane.longitude_deg, plane.latitude_deg))
    minutes = points_deg * ARC_MINUTES
    outward = np.where(points_deg > centre, np.ceil(minutes), np.floor(minutes))
    rounded: NDArray[np.float64] = outward / ARC_MINUTES
    return rounded


def _hull(points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the convex hull, counter-clockwise, without repeating the first corner."""
    hull = shapely.MultiPoint(points_deg).convex_hull
    ring = shapely.get_coordinates(shapely.geometry.polygon.orient(hull, sign=1.0).exterior)
    corners: NDArray[np.float64] = ring[:-1]
    return corners


def _covers(
    ring_deg: NDArray[np.float64],
    edge_deg: NDArray[np.float64],
    plane: TangentPlane,
    *,
    polar: bool,
) -> bool:
    """Tell whether a ring covers an edge, drawn on the local plane and on a plate carree."""
    drawn = [(plane.en_m(ring_deg), plane.en_m(edge_deg))]
    if not polar:
        drawn.append((ring_deg, edge_deg))
    return all(
        bool(shapely.covers(shapely.Polygon(ring), shapely.MultiPoint(edge)))
        for ring, edge in drawn
    )
