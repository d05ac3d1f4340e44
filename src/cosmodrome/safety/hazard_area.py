"""Which polygon is announced around a footprint?

Few corners, on whole arc-minutes as notices write them, and never smaller than the footprint,
whether a reader draws its sides as great circles or as straight lines of longitude and latitude.

The corners are those of the footprint's convex hull with all sides but eight taken away, each time
the side whose loss adds the least area; then they are rounded outwards.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from cosmodrome.errors import ConvergenceError, InputError
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
SMALLEST_SIDE_M = 1.0
"""A footprint without width is announced as one of the size of the part."""
STRAIGHT_RATIO = 2e-5
"""Corners that stand out by less than this share of the outline's length are none: 2 m of 100 km.
The other sides move out by as much."""
FARTHEST_CORNER_RATIO = 0.25
"""A new corner is no farther from an old one than this share of the outline's length."""
LONGEST_M = 5e6
"""From the middle to the edge: beyond it a chart with straight sides means nothing."""


def announced_polygon(ellipse: Ellipse) -> NDArray[np.float64]:
    """Return the polygon to announce about an ellipse; see `polygon_about`."""
    plane = plane_of(ellipse)
    outline = outline_en_m(ellipse, points=OUTLINE_POINTS, stretch_factor=1.0)
    return polygon_about(plane, (plane.points_deg(outline),))


def polygon_about(
    plane: TangentPlane, rings_deg: tuple[NDArray[np.float64], ...]
) -> NDArray[np.float64]:
    """Return the polygon to announce: longitude and latitude, closed, counter-clockwise.

    Parameters
    ----------
    plane : TangentPlane
        Touches the Earth near the middle of the footprint.
    rings_deg : tuple of ndarray, shape (n, 2)
        Outlines of the pieces of the footprint, which lie wholly within the returned polygon.

    Returns
    -------
    ndarray, shape (m, 2)
        At most eight corners on whole arc-minutes, up to 24 for a long area at high latitude; the
        first stands again at the end. Longitudes are between -180 and 180: the ring of an area
        across the antimeridian jumps there.

    Raises
    ------
    InputError
        If there is no piece, or one reaches more than 5000 km from the plane's centre.
    ConvergenceError
        If no such polygon covers the footprint.
    """
    hull = _hull_of(plane, rings_deg)
    edge = _unwrapped(plane, hull)
    polar = float(np.abs(edge[:, 1]).max()) > POLAR_CAP_DEG or float(np.ptp(edge[:, 0])) > 180.0
    round_off = _to_the_nearest if polar else _outward
    least_m2 = shapely.Polygon(hull).buffer(4.0 * GROWTH_M).area
    best: tuple[float, NDArray[np.float64]] | None = None
    for corners in CORNERS:
        sides = _few_sides(hull, corners)
        for growth in range(MOST_GROWTHS):
            ring = round_off(_widened(sides, growth * (1.0 + 0.1 * growth) * GROWTH_M), plane)
            if _covers(ring, edge, plane, polar=polar):
                waste = float(shapely.Polygon(plane.en_m(ring)).area / least_m2)
                best = (waste, ring) if best is None or waste < best[0] else best
                break
        if best is not None and best[0] < ACCEPTED_WASTE_RATIO:
            break
    if best is None:
        raise ConvergenceError(
            f"no polygon of {CORNERS[-1]} corners on whole arc-minutes covers the footprint of "
            f"{float(np.hypot(*hull.T).max()) / 1000.0:.1f} km about "
            f"{plane.latitude_deg:.2f}, {plane.longitude_deg:.2f} deg"
        )
    return _closed(best[1])


def _hull_of(
    plane: TangentPlane, rings_deg: tuple[NDArray[np.float64], ...]
) -> NDArray[np.float64]:
    """Return points of the convex hull on the plane, counter-clockwise, closely spaced, open."""
    if not rings_deg:
        raise InputError("an area to announce needs a footprint, got none")
    hull = shapely.MultiPoint(plane.en_m(np.vstack(rings_deg))).convex_hull
    if hull.area < SMALLEST_SIDE_M**2:
        hull = hull.buffer(SMALLEST_SIDE_M)
    spaced = shapely.segmentize(hull, hull.length / OUTLINE_POINTS)
    points = _counter_clockwise(spaced)
    farthest_m = float(np.hypot(*points.T).max())
    if farthest_m > LONGEST_M:
        raise InputError(
            f"a footprint that reaches {farthest_m / 1000.0:.0f} km from its middle has no "
            f"sensible polygon; the most is {LONGEST_M / 1000.0:.0f} km"
        )
    return points


def _few_sides(hull: NDArray[np.float64], corners: int) -> NDArray[np.float64]:
    """Return a polygon of few sides about a convex one, sides lost where that adds least."""
    area = shapely.Polygon(hull)
    loss_m = STRAIGHT_RATIO * area.length
    kept = _widened(_counter_clockwise(area.simplify(loss_m)), loss_m)
    while len(kept) > corners:
        met, added = _lost_sides(kept)
        least = int(np.argmin(added))
        if not np.isfinite(added[least]):
            break
        after = (least + 1) % len(kept)
        kept[least] = met[least]
        kept = np.delete(kept, after, axis=0)
    return kept


def _lost_sides(
    corners: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for the side after each corner where its neighbours meet without it, and at what area.

    The area is infinite where they do not meet beyond that side, or only far away.
    """
    start, end = corners, np.roll(corners, -1, axis=0)
    before = start - np.roll(corners, 1, axis=0)
    after = np.roll(corners, -2, axis=0) - end
    side = end - start
    turn = _cross(before, after)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = _cross(side, after) / turn
        met = start + along[:, None] * before
        added = 0.5 * np.abs(_cross(side, met - start))
        away = np.hypot(*(met - start).T) / np.hypot(*side.T).sum()
    near = (turn > 0.0) & (along >= 0.0) & (away <= FARTHEST_CORNER_RATIO)
    return met, np.where(near, added, np.inf)


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    product: NDArray[np.float64] = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product


def _widened(corners: NDArray[np.float64], margin_m: float) -> NDArray[np.float64]:
    """Return a convex polygon with its sides moved outwards."""
    if margin_m == 0.0:
        return corners
    grown = shapely.Polygon(corners).buffer(margin_m, join_style="mitre", mitre_limit=20.0)
    return _counter_clockwise(grown)


def _counter_clockwise(area: shapely.Geometry) -> NDArray[np.float64]:
    """Return the corners of a polygon, counter-clockwise, without repeating the first."""
    ring = shapely.get_coordinates(shapely.orient_polygons(area))
    corners: NDArray[np.float64] = ring[:-1]
    return corners


def _outward(en_m: NDArray[np.float64], plane: TangentPlane) -> NDArray[np.float64]:
    """Return corners moved away from the centre to the next whole arc-minute.

    Few corners are those of their hull on the chart. Of many the order is kept: a long area that
    is straight on the ground is hollow on the chart.
    """
    points = _unwrapped(plane, en_m)
    minutes = points * ARC_MINUTES
    centre = np.array((plane.longitude_deg, plane.latitude_deg))
    outward = np.where(points > centre, np.ceil(minutes), np.floor(minutes))
    if len(outward) > CORNERS[0]:
        return _counter_clockwise(shapely.Polygon(outward)) / ARC_MINUTES
    hull = shapely.MultiPoint(outward).convex_hull
    if not isinstance(hull, shapely.Polygon):
        west, south, east, north = hull.bounds
        hull = shapely.box(west - 1.0, south - 1.0, east + 1.0, north + 1.0)
    return _counter_clockwise(hull) / ARC_MINUTES


def _to_the_nearest(en_m: NDArray[np.float64], plane: TangentPlane) -> NDArray[np.float64]:
    """Return corners on the nearest arc-minutes, in order around the centre."""
    rounded: NDArray[np.float64] = np.round(plane.points_deg(en_m) * ARC_MINUTES) / ARC_MINUTES
    return rounded


def _closed(ring_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a ring with its first corner again at the end, longitudes from -180 to 180."""
    closed = np.vstack((ring_deg, ring_deg[:1]))
    closed[:, 0] = (closed[:, 0] + 180.0) % 360.0 - 180.0
    return closed


def _unwrapped(plane: TangentPlane, en_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude and latitude of points of the plane, longitudes continuous about it."""
    points = plane.points_deg(en_m)
    east = (points[:, 0] - plane.longitude_deg + 180.0) % 360.0 - 180.0
    points[:, 0] = plane.longitude_deg + east
    return points


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
        shapely.Polygon(ring).is_valid
        and bool(shapely.covers(shapely.Polygon(ring), shapely.MultiPoint(edge)))
        for ring, edge in drawn
    )
