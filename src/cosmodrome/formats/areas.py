"""Which polygons and lines go on a flat map? Rings and tracks that end at the 180th meridian."""

import itertools
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, box
from shapely.affinity import translate
from shapely.geometry.polygon import orient

from cosmodrome.safety.footprint import Ellipse, outline_en_m, plane_of
from cosmodrome.spaceport import DropZone

Array = NDArray[np.float64]
Ring = list[tuple[float, float]]

OUTLINE_POINTS = 72
WHOLE_TURN_DEG = 360.0
WORLD = box(-180.0, -90.0, 180.0, 90.0)
# RFC 7946, section 11.2: six decimals are about 10 cm, finer than any survey of a drop zone.
DECIMALS = 6


def ellipse_ring_deg(ellipse: Ellipse) -> Array:
    """Return the closed outline of an ellipse, longitude and latitude, counter-clockwise."""
    outline_m = outline_en_m(ellipse, points=OUTLINE_POINTS, stretch_factor=1.0)
    points_deg = plane_of(ellipse).points_deg(outline_m)
    return np.vstack((points_deg, points_deg[:1]))


def zone_ring_deg(zone: DropZone) -> Array | None:
    """Return the closed outline of an agreed zone, or None where none is published."""
    if zone.corners_deg:
        corners = [(east, north) for north, east in zone.corners_deg]
        return np.array(orient(Polygon(corners), sign=1.0).exterior.coords)
    if not zone.has_published_shape:
        return None
    if zone.semi_major_m is None or zone.semi_minor_m is None or zone.bearing_deg is None:
        return None
    outline = Ellipse(
        latitude_deg=zone.latitude_deg,
        longitude_deg=zone.longitude_deg,
        semi_major_m=zone.semi_major_m,
        semi_minor_m=zone.semi_minor_m,
        bearing_deg=zone.bearing_deg,
        containment_probability=1.0,  # an agreed area has none, and its outline needs none
    )
    return ellipse_ring_deg(outline)


def flat_rings(ring_deg: Array) -> list[Ring]:
    """Return an area as closed rings that do not cross the 180th meridian.

    Exterior rings run counter-clockwise (RFC 7946, section 3.1.6). An area that holds a pole
    is closed along the pole's edge of the map.
    """
    unwrapped = np.column_stack((np.unwrap(ring_deg[:, 0], period=WHOLE_TURN_DEG), ring_deg[:, 1]))
    turn_deg = float(unwrapped[-1, 0] - unwrapped[0, 0])
    if abs(turn_deg) > WHOLE_TURN_DEG / 2.0:
        unwrapped = _closed_over_the_pole(unwrapped)
    return [_ccw(piece) for piece in _pieces(Polygon(unwrapped))]


def flat_lines(track_deg: Array) -> list[Ring]:
    """Return a track as lines that do not cross the 180th meridian, cut on it."""
    lines: list[Ring] = [[]]
    for before, after in itertools.pairwise(track_deg):
        lines[-1].append(_rounded(before))
        step_deg = float(after[0] - before[0])
        if abs(step_deg) > WHOLE_TURN_DEG / 2.0:
            edge_deg = float(np.copysign(180.0, before[0]))
            latitude_deg = _latitude_at_edge_deg(before, after, edge_deg=edge_deg)
            lines[-1].append(_rounded((edge_deg, latitude_deg)))
            lines.append([_rounded((-edge_deg, latitude_deg))])
    lines[-1].append(_rounded(track_deg[-1]))
    return lines


def bounds_deg(rings: Iterable[Ring]) -> tuple[float, float, float, float]:
    """Return west, south, east and north of what is on a map (RFC 7946, section 5).

    West is greater than east where that box, across the 180th meridian, is the narrower one.
    """
    boxes = np.array([[*np.min(ring, axis=0), *np.max(ring, axis=0)] for ring in rings])
    boxes = boxes[np.argsort(boxes[:, 0])]
    reached = np.maximum.accumulate(boxes[:, 2])
    gaps = boxes[1:, 0] - reached[:-1]
    around = boxes[0, 0] + WHOLE_TURN_DEG - reached[-1]
    west, east = boxes[0, 0], reached[-1]
    if len(gaps) and gaps.max() > around:
        widest = int(np.argmax(gaps))
        west, east = boxes[widest + 1, 0], reached[widest]
    return float(west), float(boxes[:, 1].min()), float(east), float(boxes[:, 3].max())


def _closed_over_the_pole(ring: Array) -> Array:
    pole_deg = float(np.copysign(90.0, np.mean(ring[:, 1])))
    ends = np.array([[ring[-1, 0], pole_deg], [ring[0, 0], pole_deg], ring[0]])
    return np.vstack((ring, ends))


def _pieces(area: Polygon) -> Iterator[Polygon]:
    """Cut an area that may lie beyond either edge of the map, and bring the parts back."""
    for turns in (-1, 0, 1):
        inside = translate(area, xoff=turns * WHOLE_TURN_DEG).intersection(WORLD)
        parts = inside.geoms if isinstance(inside, MultiPolygon) else (inside,)
        yield from (part for part in parts if isinstance(part, Polygon) and part.area > 0.0)


def _ccw(area: Polygon) -> Ring:
    points = [_rounded(point) for point in area.exterior.coords]
    return points if area.exterior.is_ccw else points[::-1]


def _latitude_at_edge_deg(before: Array, after: Array, *, edge_deg: float) -> float:
    to_edge = abs(edge_deg - before[0])
    beyond = abs(-edge_deg - after[0])
    share = to_edge / (to_edge + beyond) if to_edge + beyond > 0.0 else 0.0
    return float(before[1] + share * (after[1] - before[1]))


def _rounded(point: Array | tuple[float, ...]) -> tuple[float, float]:
    return round(float(point[0]), DECIMALS) + 0.0, round(float(point[1]), DECIMALS) + 0.0
