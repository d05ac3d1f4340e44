"""Where does the land end? The packaged coastline, laid out for one projection.

Rings are not clipped at the rim of the disc but drawn back onto it along their bearings: no case
of its own is needed for the poles or the date line. This holds while the point opposite the
centre lies at sea, as it does for every spaceport in the catalogue (`antipode_is_sea` tells).
"""

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.figures.projection import Projection, arc_and_bearing_rad
from cosmodrome.formats.figures.svg import Box, Px, polyline_data

Array = NDArray[np.float64]

FAR_MARGIN: Px = 40.0
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


@cache
def land_rings_deg(name: str) -> tuple[Array, ...]:
    """Return the rings of ``land_50m`` or ``land_110m``: longitude and latitude, not closed."""
    layer = _document()[name]
    steps = (np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in layer["rings"])
    return tuple(np.cumsum(ring, axis=0) / layer["steps_per_deg"] for ring in steps)


def antipode_is_sea(lon_deg: float, lat_deg: float) -> bool:
    """Tell whether the point opposite lies outside every ring of land."""
    x, y = (lon_deg + 360.0) % 360.0 - 180.0, -lat_deg
    inside = False
    for ring in land_rings_deg("land_110m"):
        following = np.roll(ring, -1, axis=0)
        crosses = (ring[:, 1] > y) != (following[:, 1] > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = (following[:, 0] - ring[:, 0]) / (following[:, 1] - ring[:, 1])
            at = ring[:, 0] + (y - ring[:, 1]) * slope
        inside ^= bool(np.count_nonzero(crosses & (x < at)) % 2)
    return not inside


def _rim_points(projection: Projection, before_rad: float, after_rad: float) -> Array:
    """Return points along the rim between two bearings, the short way."""
    turn = (after_rad - before_rad + math.pi) % (2.0 * math.pi) - math.pi
    steps = int(abs(turn) / RIM_STEP_RAD) + 1
    bearings = before_rad + turn * np.arange(1, steps) / steps
    return projection.polar(np.full(len(bearings), projection.reach_rad), bearings)


def _on_disc(projection: Projection, ring_deg: Array) -> tuple[Array, NDArray[np.bool_]] | None:
    """Return a ring's points on the drawing, and which of them are no coast."""
    arc, bearing = arc_and_bearing_rad(projection.centre_deg, ring_deg[:, 0], ring_deg[:, 1])
    outside = arc > projection.reach_rad
    if outside.all():
        return None
    seam = np.abs(np.abs(ring_deg[:, 0]) - 180.0) < 1e-6
    points = projection.polar(np.minimum(arc, projection.reach_rad), bearing)
    if not outside.any():
        return points, seam
    pieces: list[Array] = []
    hidden: list[NDArray[np.bool_]] = []
    for i in range(len(points)):
        if outside[i] and outside[i - 1]:
            rim = _rim_points(projection, float(bearing[i - 1]), float(bearing[i]))
            pieces.append(rim)
            hidden.append(np.ones(len(rim), dtype=bool))
        pieces.append(points[i : i + 1])
        hidden.append(np.array([outside[i] or seam[i]]))
    return np.concatenate(pieces), np.concatenate(hidden)


def _thinned(points: Array, hidden: NDArray[np.bool_], box: Box, step: Px) -> list[int]:
    """Return which points to keep: fewer far outside the box, none closer than a step."""
    near = box.grown(FAR_MARGIN)
    inside = (
        (points[:, 0] >= near.left)
        & (points[:, 0] <= near.right)
        & (points[:, 1] >= near.top)
        & (points[:, 1] <= near.bottom)
    )
    kept = [0]
    for i in range(1, len(points)):
        room = step if inside[i] else 14.0 * step
        x, y = points[i] - points[kept[-1]]
        if math.hypot(x, y) >= room or hidden[i] != hidden[kept[-1]]:
            kept.append(i)
    return kept


def land_paths(
    projection: Projection, box: Box, *, layer: str = "land_50m", step: Px = 0.9
) -> tuple[str, str]:
    """Return path data of the land and of its coast within a box of the drawing."""
    land, coast = [], []
    for ring in land_rings_deg(layer):
        laid = _on_disc(projection, ring)
        if laid is None:
            continue
        points, hidden = laid
        low, high = points.min(axis=0), points.max(axis=0)
        if high[0] < box.left or low[0] > box.right or high[1] < box.top or low[1] > box.bottom:
            continue
        if max(high - low) < 1.5 * step:
            continue
        kept = _thinned(points, hidden, box, step)
        shape = [(float(points[i, 0]), float(points[i, 1])) for i in kept]
        if len(shape) < 4:
            continue
        land.append(polyline_data(shape, closed=True))
        coast += _coast_runs(shape, [bool(hidden[i]) for i in kept], box)
    return "".join(land), "".join(polyline_data(run) for run in coast)


def _coast_runs(
    shape: list[tuple[Px, Px]], hidden: list[bool], box: Box
) -> list[list[tuple[Px, Px]]]:
    """Return the stretches of a ring that are coast and lie in or about the box."""
    near = box.grown(FAR_MARGIN)
    runs: list[list[tuple[Px, Px]]] = [[]]
    for i in range(len(shape)):
        a, b = shape[i], shape[(i + 1) % len(shape)]
        no_coast = hidden[i] and hidden[(i + 1) % len(shape)]
        away = not (Box(*a, *a).inside(near) or Box(*b, *b).inside(near))
        if no_coast or away:
            if runs[-1]:
                runs.append([])
            continue
        runs[-1] += [b] if runs[-1] else [a, b]
    return [run for run in runs if len(run) > 1]
