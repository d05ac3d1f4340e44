"""Where does the land end? The packaged coastline, laid out for one projection.

Rings are not clipped at the rim of the disc but drawn back onto it along their bearings: no case
of its own is needed for the poles or the date line. A ring that holds the point opposite the centre
(Spain, seen from Mahia) surrounds the sea on the disc, not the land; the rim, run the other way
round, turns it right.
"""

import json
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.figures.projection import Projection, arc_and_bearing_rad
from cosmodrome.formats.figures.svg import Box, Px, polyline_data

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

FAR_MARGIN: Px = 40.0
FAR_STEPS = 14.0
RIM_STEP_RAD = 0.05


@cache
def _document() -> dict[str, Any]:
    resource = files("cosmodrome") / "data" / "report" / "coastline.json"
    document: dict[str, Any] = json.loads(resource.read_text(encoding="utf-8"))
    return document


def coastline_source() -> str:
    """Return where the coastline comes from."""
    document = _document()
    return f"{document['source']}; {document['licence']}"


@dataclass(frozen=True, slots=True)
class LandRings:
    """All rings of a layer end to end: longitude and latitude (n, 2), and where each begins."""

    points_deg: Array
    starts: NDArray[np.int64]

    def ring(self, n: int) -> slice:
        """Return the stretch that holds a ring."""
        end = self.starts[n + 1] if n + 1 < len(self.starts) else len(self.points_deg)
        return slice(int(self.starts[n]), int(end))


@cache
def land_rings(name: str) -> LandRings:
    """Return the rings of ``land_50m`` or ``land_110m``, not closed."""
    layer = _document()[name]
    steps = [np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in layer["rings"]]
    rings = [np.cumsum(ring, axis=0) / layer["steps_per_deg"] for ring in steps]
    starts = np.cumsum([0, *map(len, rings[:-1])])
    return LandRings(np.concatenate(rings), starts)


def is_land(lon_deg: float, lat_deg: float, *, layer: str = "land_50m") -> bool:
    """Tell whether a place lies on land."""
    rings = land_rings(layer)
    points = rings.points_deg
    low = np.minimum.reduceat(points, rings.starts)
    high = np.maximum.reduceat(points, rings.starts)
    place = np.array([lon_deg, lat_deg])
    around = np.flatnonzero(((low <= place) & (place <= high)).all(axis=1))
    return bool(sum(_encloses(points[rings.ring(int(n))], lon_deg, lat_deg) for n in around) % 2)


def _encloses(ring_deg: Array, lon_deg: float, lat_deg: float) -> bool:
    """Tell whether a ring encloses a place; the ring of Eurasia runs on beyond 180 degrees."""
    steps_deg = np.abs(np.diff(ring_deg[:, 0]))
    if not np.any((steps_deg > 180.0) & (steps_deg < 360.0)):
        return _crosses_oddly(ring_deg, lon_deg, lat_deg)
    east_deg = np.unwrap(ring_deg[:, 0], period=360.0)
    whole_deg = np.column_stack((east_deg, ring_deg[:, 1]))
    turns = (-360.0, 0.0, 360.0)
    return any(_crosses_oddly(whole_deg, lon_deg + turn, lat_deg) for turn in turns)


def _crosses_oddly(ring_deg: Array, lon_deg: float, lat_deg: float) -> bool:
    """Tell whether a ring crosses the line east of a place an odd number of times."""
    following = np.roll(ring_deg, -1, axis=0)
    crosses = (ring_deg[:, 1] > lat_deg) != (following[:, 1] > lat_deg)
    here, there = ring_deg[crosses], following[crosses]
    share = (lat_deg - here[:, 1]) / (there[:, 1] - here[:, 1])
    at = here[:, 0] + share * (there[:, 0] - here[:, 0])
    return bool(np.count_nonzero(lon_deg < at) % 2)


@dataclass(frozen=True, slots=True)
class _LaidRings:
    """Rings laid on the disc: points (n, 2), bearings, what is beyond the rim or on the seam."""

    points: Array
    bearing_rad: Array
    beyond: NDArray[np.bool_]
    seam: NDArray[np.bool_]


def _laid(projection: Projection, rings: LandRings) -> _LaidRings:
    lon, lat = rings.points_deg.T
    arc, bearing = arc_and_bearing_rad(projection.centre_deg, lon, lat)
    points = projection.polar(np.minimum(arc, projection.reach_rad), bearing)
    seam = np.abs(np.abs(lon) - 180.0) < 1e-6
    return _LaidRings(points, bearing, arc > projection.reach_rad, seam)


def _candidates(laid: _LaidRings, rings: LandRings, box: Box, step: Px) -> NDArray[np.int64]:
    """Return the rings that show within the box."""
    low = np.minimum.reduceat(laid.points, rings.starts)
    high = np.maximum.reduceat(laid.points, rings.starts)
    hidden = np.logical_and.reduceat(laid.beyond, rings.starts)
    away = (high < (box.left, box.top)).any(axis=1) | (low > (box.right, box.bottom)).any(axis=1)
    tiny = (high - low).max(axis=1) < 1.5 * step
    return np.flatnonzero(~(hidden | away | tiny))


def _on_disc(projection: Projection, laid: _LaidRings, ring: slice) -> tuple[Array, Flags]:
    """Return a ring with arcs along the rim where it runs beyond it, and what is no coast."""
    points, bearing, beyond = laid.points[ring], laid.bearing_rad[ring], laid.beyond[ring]
    no_coast = beyond | laid.seam[ring]
    turn = (bearing - np.roll(bearing, 1) + math.pi) % (2.0 * math.pi) - math.pi
    jumps = np.flatnonzero(beyond & np.roll(beyond, 1) & (np.abs(turn) > RIM_STEP_RAD))
    for i in jumps[::-1]:
        steps = int(abs(turn[i]) / RIM_STEP_RAD) + 1
        bearings = bearing[i] - turn[i] * (1.0 - np.arange(1, steps) / steps)
        rim = projection.polar(np.full(len(bearings), projection.reach_rad), bearings)
        points = np.insert(points, i, rim, axis=0)
        no_coast = np.insert(no_coast, i, np.ones(len(rim), dtype=bool))
    return points, no_coast


def _thinned(points: Array, no_coast: Flags, box: Box, step: Px) -> NDArray[np.int64]:
    """Return which points to keep: one for each cell that the line enters, far off larger ones."""
    near = box.grown(FAR_MARGIN)
    inside = (points >= (near.left, near.top)) & (points <= (near.right, near.bottom))
    cells = np.floor(points / np.where(inside.all(axis=1), step, FAR_STEPS * step)[:, None])
    moved = (cells[1:] != cells[:-1]).any(axis=1) | (no_coast[1:] != no_coast[:-1])
    return np.flatnonzero(np.concatenate([[True], moved]))


@lru_cache(maxsize=16)
def land_paths(
    projection: Projection, box: Box, *, layer: str = "land_50m", step: Px = 1.3
) -> tuple[str, str]:
    """Return path data of the land and of its coast within a box of the drawing."""
    rings = land_rings(layer)
    laid = _laid(projection, rings)
    land, coast = [], []
    for n in _candidates(laid, rings, box, step):
        points, no_coast = _on_disc(projection, laid, rings.ring(int(n)))
        kept = _thinned(points, no_coast, box, step)
        shape = [(float(x), float(y)) for x, y in points[kept]]
        if len(shape) > 3:
            land.append(polyline_data(shape, closed=True))
            if _encloses(rings.points_deg[rings.ring(int(n))], *projection.opposite_deg):
                land.append(polyline_data(_rim(projection, against=points), closed=True))
            coast += _coast_runs(shape, list(no_coast[kept]), box)
    return "".join(land), "".join(polyline_data(run) for run in coast)


def _rim(projection: Projection, *, against: Array) -> list[tuple[Px, Px]]:
    """Return the rim of the disc, run round the other way than a closed line."""
    x, y = against.T
    area = np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)
    bearings = np.arange(0.0, 2.0 * math.pi, RIM_STEP_RAD)[:: -1 if area > 0.0 else 1]
    rim = projection.polar(np.full(len(bearings), projection.reach_rad), bearings)
    return [(float(x), float(y)) for x, y in rim]


def _coast_runs(
    shape: list[tuple[Px, Px]], no_coast: list[bool], box: Box
) -> list[list[tuple[Px, Px]]]:
    """Return the stretches of a ring that are coast and lie in or about the box."""
    near = box.grown(FAR_MARGIN)
    shown = [near.left <= x <= near.right and near.top <= y <= near.bottom for x, y in shape]
    runs: list[list[tuple[Px, Px]]] = [[]]
    for i in range(len(shape)):
        j = (i + 1) % len(shape)
        if (no_coast[i] and no_coast[j]) or not (shown[i] or shown[j]):
            if runs[-1]:
                runs.append([])
            continue
        runs[-1] += [shape[j]] if runs[-1] else [shape[i], shape[j]]
    return [run for run in runs if len(run) > 1]
