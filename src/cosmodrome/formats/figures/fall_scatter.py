"""How are the impacts of each part spread along the flight and across it?"""

import math
from dataclasses import dataclass

import numpy as np

from cosmodrome.formats.figures.fall_marks import thinned_impacts_deg
from cosmodrome.formats.figures.fall_picture import FallPicture, part_name
from cosmodrome.formats.figures.grid import Grid
from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.projection import Array
from cosmodrome.formats.figures.scales import LinearScale, round_ticks
from cosmodrome.formats.figures.svg import Box, Drawing, Px, polyline_data
from cosmodrome.formats.figures.words import figure
from cosmodrome.safety.footprint import outline_en_m, plane_of
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.safety.tangent import TangentPlane

ELLIPSE_POINTS = 72
BINS = 40
BELL_POINTS = 61
CAPTION: Px = 18.0
STRIP: Px = 26.0
"""What the histogram of a side takes."""
LEFT: Px = 34.0
FOOT: Px = 18.0
BELOW_NAME: Px = 9.0
"""The name of the axis stands at its top; figures begin so far below."""
ROOM_RATIO = 0.06
"""What is left free about the cloud, a share of its extent."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A cloud along and across the flight, km from the undisturbed impact, right positive.

    `impacts_km` (n, 2) are all impacts, `shown_km` those drawn, `ellipse_km` (m, 2) the outline of
    the containment ellipse.
    """

    impacts_km: Array
    shown_km: Array
    ellipse_km: Array


def spread_of(body: BodyHazard, *, trace_deg: Array, most: int) -> Spread:
    """Return the cloud of a body along and across the flight.

    Parameters
    ----------
    body : BodyHazard
        The part.
    trace_deg : ndarray, shape (k, 2)
        Longitude and latitude of the impact point along the flight; along is its direction where
        it is nearest to the undisturbed impact.
    most : int
        Impacts to draw.
    """
    here = body.nominal.longitude_deg, body.nominal.latitude_deg
    plane = TangentPlane(longitude_deg=here[0], latitude_deg=here[1])
    s, c = _direction(plane.en_m(trace_deg))

    def along_across_km(points_deg: Array) -> Array:
        east, north = plane.en_m(points_deg).T / 1000.0
        return np.column_stack((east * s + north * c, east * c - north * s))

    outline = outline_en_m(body.ellipse, points=ELLIPSE_POINTS, stretch_factor=1.0)
    return Spread(
        along_across_km(body.impacts_deg),
        along_across_km(thinned_impacts_deg(body, most)),
        along_across_km(plane_of(body.ellipse).points_deg(outline)),
    )


def _direction(en_m: Array) -> tuple[float, float]:
    """Return east and north of the direction of a line where it is nearest to the middle."""
    nearest = int(np.argmin(np.hypot(*en_m.T)))
    before, after = max(nearest - 1, 0), min(nearest + 1, len(en_m) - 1)
    east, north = en_m[after] - en_m[before]
    length = math.hypot(east, north)
    return (float(east / length), float(north / length)) if length > 0.0 else (0.0, 1.0)


def fall_scatter(
    picture: FallPicture, *, width: Px, columns: int, tall: Px, most: int
) -> tuple[str, Px]:
    """Return range and cross-range of the impacts of each part as SVG, and its height.

    Parameters
    ----------
    picture : FallPicture
        The flight; without falls the figure is empty.
    width, columns, tall : Px, int, Px
        Width of the figure, diagrams side by side, and height of each.
    most : int
        Impacts drawn of each part, taken evenly; histograms and ellipses are of all.
    """
    if not picture.bodies:
        return "", 0.0
    grid = Grid(len(picture.bodies), width=width, columns=columns, tall=tall, caption=CAPTION)
    drawing = Drawing(
        width,
        grid.height,
        title=f"Range and cross-range of the impacts of {picture.name}: "
        + "; ".join(_finding(body) for body in picture.ordered),
        kind="scatter",
    )
    for body, box in zip(picture.ordered, grid.boxes(), strict=True):
        spread = spread_of(body, trace_deg=picture.trace.points_deg, most=most)
        _draw_one(drawing, body, spread, box, role=picture.role(body))
    return drawing.markup(), grid.height


def _finding(body: BodyHazard) -> str:
    axes = (2.0 * axis / 1000.0 for axis in (body.ellipse.semi_major_m, body.ellipse.semi_minor_m))
    said = " × ".join(figure(axis, 1) for axis in axes)
    return f"{part_name(body.name, body.count).lower()} within {said} km"


def _draw_one(drawing: Drawing, body: BodyHazard, spread: Spread, box: Box, *, role: str) -> None:
    """Draw one diagram: field, marginal histograms, ellipse, cross at the undisturbed impact."""
    field = Box(box.left + LEFT, box.top + STRIP, box.right - STRIP, box.bottom - FOOT)
    drawing.rect(box.left, box.top - CAPTION + 4.0, 3.0, 11.0, f"key-{role}")
    words = fitted(part_name(body.name, body.count), box.right - box.left - 8.0, bold=True)
    drawing.text(box.left + 8.0, box.top - 5.0, words, "t2 b")
    x, y = _scales(spread, field)
    drawing.rect(field.left, field.top, field.right - field.left, field.bottom - field.top, "heat0")
    _draw_axes(drawing, field, x, y)
    points = [(x(along), y(across)) for along, across in spread.shown_km]
    drawing.dots(points, f"cloud c-{role}")
    drawing.polyline([(x(a), y(b)) for a, b in spread.ellipse_km], "thin ink", closed=True)
    drawing.path(f"M{x(0.0) - 5:.1f} {y(0.0):.1f}h10M{x(0.0):.1f} {y(0.0) - 5:.1f}v10", "thin ink")
    along = _bars(spread.impacts_km[:, 0], x)
    across = _bars(spread.impacts_km[:, 1], y)
    drawing.path(
        polyline_data([(a, field.top - 2.0 - h) for a, h in along], closed=True), f"den1 f-{role}"
    )
    drawing.path(
        polyline_data([(field.right + 2.0 + h, b) for b, h in across], closed=True),
        f"den1 f-{role}",
    )
    drawing.polyline(
        [(a, field.top - 2.0 - h) for a, h in _bell(spread.impacts_km[:, 0], x)], "hair ink"
    )
    drawing.polyline(
        [(field.right + 2.0 + h, b) for b, h in _bell(spread.impacts_km[:, 1], y)], "hair ink"
    )
    drawing.rect(field.left, field.top, field.right - field.left, field.bottom - field.top, "frame")


def _scales(spread: Spread, field: Box) -> tuple[LinearScale, LinearScale]:
    """Return the scales of range and cross-range that hold cloud and ellipse."""
    everything = np.concatenate((spread.impacts_km, spread.ellipse_km, [[0.0, 0.0]]))
    low, high = everything.min(axis=0), everything.max(axis=0)
    room = ROOM_RATIO * np.maximum(high - low, 0.1)
    low, high = low - room, high + room
    return (
        LinearScale(float(low[0]), float(high[0]), field.left, field.right),
        LinearScale(float(low[1]), float(high[1]), field.bottom, field.top),
    )


def _bars(values: Array, scale: LinearScale) -> list[tuple[Px, Px]]:
    """Return the outline of a histogram: places along the side, and heights to the strip's edge."""
    edges = np.linspace(scale.low, scale.high, BINS + 1)
    counts, _ = np.histogram(values, edges)
    heights = counts / counts.max() * (STRIP - 4.0)
    outline = [(scale(float(edges[0])), 0.0)]
    for i, height in enumerate(heights):
        outline += [(scale(float(edges[i])), float(height))]
        outline += [(scale(float(edges[i + 1])), float(height))]
    return [*outline, (scale(float(edges[-1])), 0.0)]


def _bell(values: Array, scale: LinearScale) -> list[tuple[Px, Px]]:
    """Return the normal curve of the same mean and spread, on the scale of the histogram."""
    counts, edges = np.histogram(values, np.linspace(scale.low, scale.high, BINS + 1))
    mean, sd = float(values.mean()), max(float(values.std(ddof=1)), 1e-6)
    places = np.linspace(scale.low, scale.high, BELL_POINTS)
    density = np.exp(-0.5 * ((places - mean) / sd) ** 2) / (sd * math.sqrt(2.0 * math.pi))
    heights = density * len(values) * (edges[1] - edges[0]) / counts.max() * (STRIP - 4.0)
    return [
        (scale(float(a)), min(float(h), STRIP - 1.0)) for a, h in zip(places, heights, strict=True)
    ]


def _draw_axes(drawing: Drawing, field: Box, x: LinearScale, y: LinearScale) -> None:
    """Draw ticks with their figures; the last of the range carries the unit."""
    drawing.text(field.left - 4.0, field.bottom + 14.0, "along", "t1", anchor="end")
    drawing.text(field.left - 4.0, field.top - 4.0, "across", "t1", anchor="end")
    ticks, free = round_ticks(x.low, x.high, 4), field.left + 2.0
    for tick in ticks:
        at = x(tick)
        drawing.line(at, field.top, at, field.bottom + 3.0, "grid")
        words = f"{figure(tick)} km" if tick == ticks[-1] else figure(tick)
        half = width_px(words, size_px=12.0) / 2.0
        middle = min(max(at, free + half), field.right + STRIP - half)
        if middle - half >= free and abs(middle - at) < half + 2.0:
            drawing.text(middle, field.bottom + 14.0, words, "t1 num", anchor="middle")
            free = middle + half + 4.0
    ticks = round_ticks(y.low, y.high, 4)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    for tick in ticks:
        at = y(tick)
        drawing.line(field.left - 3.0, at, field.right, at, "grid")
        words = figure(tick, 0 if step >= 1.0 else 1)
        if at < field.top + BELOW_NAME:
            continue
        drawing.text(field.left - 6.0, at + 4.0, words, "t1 num", anchor="end")
