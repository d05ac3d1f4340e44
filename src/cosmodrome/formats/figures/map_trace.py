"""Where would the vehicle come down if its thrust ended now? Marks along the map's track."""

import math

import numpy as np

from cosmodrome.formats.figures.fall_picture import FallPicture
from cosmodrome.formats.figures.labels import Crowd, around
from cosmodrome.formats.figures.map_frame import MapFrame
from cosmodrome.formats.figures.map_labels import write_on_map
from cosmodrome.formats.figures.projection import Array
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure

STEPS_S = (10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 500.0)
MOST_MARKS = 7
HALF_MARK: Px = 5.0
PAD_ROOM: Px = 25.0
"""Marks nearer to the pad than this would stand on its sign."""


def trace_marks(picture: FallPicture, frame: MapFrame) -> list[tuple[float, Px, Px, float]]:
    """Return round times at which thrust could end, where the vehicle would come down, and the way.

    Returns
    -------
    list of (time, x, y, angle)
        Time after lift-off [s], place on the map, and the angle of the trace on it [rad]; as many
        round times as the map has room for.
    """
    trace = picture.trace
    points = frame.projection.points(*trace.points_deg.T)
    for step_s in STEPS_S:
        first = math.ceil(trace.t_s[0] / step_s)
        times = np.arange(first, math.floor(trace.t_s[-1] / step_s) + 1) * step_s
        marks = [_mark(trace.t_s, points, float(t_s)) for t_s in times]
        shown = [mark for mark in marks if _is_shown(mark, frame)]
        if len(shown) <= MOST_MARKS:
            return shown
    return []


def _mark(t_s: Array, points: Array, at_s: float) -> tuple[float, Px, Px, float]:
    x, y = (float(np.interp(at_s, t_s, values)) for values in points.T)
    i = int(np.clip(np.searchsorted(t_s, at_s), 1, len(t_s) - 1))
    ahead = points[i] - points[i - 1]
    return at_s, x, y, math.atan2(float(ahead[1]), float(ahead[0]))


def _is_shown(mark: tuple[float, Px, Px, float], frame: MapFrame) -> bool:
    _, x, y, _ = mark
    away = math.hypot(x - frame.projection.x, y - frame.projection.y)
    return away > PAD_ROOM and Box(x, y, x, y).inside(frame.box.grown(-8.0))


def draw_trace(
    drawing: Drawing, frame: MapFrame, picture: FallPicture
) -> list[tuple[float, Px, Px, float]]:
    """Draw the vacuum impact points as a line with marks at round times, and return the marks."""
    points = frame.projection.points(*picture.trace.points_deg.T)
    near = frame.box.grown(30.0)
    inside = np.array([Box(x, y, x, y).inside(near) for x, y in points], dtype=bool)
    for run in np.split(points, np.flatnonzero(np.diff(inside)) + 1):
        if Box(*run[0], *run[0]).inside(near):
            drawing.polyline(map(tuple, run), "trace")
    marks = trace_marks(picture, frame)
    for _, x, y, angle in marks:
        across = HALF_MARK * math.sin(angle), -HALF_MARK * math.cos(angle)
        drawing.line(x - across[0], y - across[1], x + across[0], y + across[1], "tick")
    return marks


def label_trace(
    drawing: Drawing,
    frame: MapFrame,
    marks: list[tuple[float, Px, Px, float]],
    crowd: Crowd,
) -> None:
    """Write the time beside each mark where there is room; the first says what it is."""
    said = False
    for t_s, x, y, _ in marks:
        words = f"T+{figure(t_s)} s"
        if not said:
            lines = ("impact point of a", f"cut-off at {words}")
            box = crowd.first_free(around(x, y, lines, gap=8.0))
            if box:
                write_on_map(drawing, frame, box, lines, ("t3 halo", "t3 halo num"))
                said = True
                continue
        box = crowd.first_free(around(x, y, (words,), gap=8.0)[:2])
        if box:
            write_on_map(drawing, frame, box, (words,), ("t3 halo num",))
