"""At which hours is the Sun down, and how far? Veils over a calendar, one for each twilight."""

import math
from collections.abc import Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.figures.calendar_bands import simplified
from cosmodrome.formats.figures.calendar_grid import CalendarGrid
from cosmodrome.formats.figures.scales import midnight
from cosmodrome.formats.figures.svg import Drawing, Px, polyline_data
from cosmodrome.orbit.sun import sun_elevation_rad
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import rad

# Upper limb on the horizon with refraction, and the ends of civil, nautical and astronomical
# twilight (Astronomical Almanac, section A and glossary).
DUSKS_DEG = (-0.833, -6.0, -12.0, -18.0)
STEP_H = 0.1
# A column of the veil is this wide at least, and one day at least.
COLUMN_PX: Px = 3.0
# Hours from local noon begin on the day of UTC or on the one after.
TURNS_H = (-24.0, 0.0)


def draw_night(drawing: Drawing, grid: CalendarGrid, pad: LaunchComplex) -> None:
    """Lay four veils over the hours in which the Sun is below the horizon of a pad."""
    days = _sampled_days(grid)
    # The night is in one piece when hours count from local noon.
    noon_h = 12.0 - pad.longitude_deg / 15.0
    hours_h = noon_h + np.arange(0.0, 24.0 + STEP_H / 2.0, STEP_H)
    seconds = days[:, None] * 86400.0 + hours_h * 3600.0
    place = rad(pad.latitude_deg), rad(pad.longitude_deg)
    elevation_rad = sun_elevation_rad(*place, midnight(grid.first), seconds)
    drawing.clipped_group(grid.box)
    for dusk_deg in DUSKS_DEG:
        begins_h, ends_h = _dark_hours(elevation_rad - rad(dusk_deg), hours_h)
        data = "".join(_veil(days, begins_h + turn_h, ends_h + turn_h, grid) for turn_h in TURNS_H)
        drawing.path(data, "veil")
    drawing.end()


def _sampled_days(grid: CalendarGrid) -> NDArray[np.float64]:
    """Return days about the field, both edges and a little more included."""
    step = max(1.0, float(math.ceil(COLUMN_PX / grid.per_day)))
    return np.arange(-step, grid.days + 2.0 * step, step)


def _dark_hours(
    above_rad: NDArray[np.float64], hours_h: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return when it gets dark and light again, day by day; not a number without a night."""
    dark = above_rad < 0.0
    first = np.argmax(dark, axis=1)
    last = dark.shape[1] - 1 - np.argmax(dark[:, ::-1], axis=1)
    begins_h = _passage_h(above_rad, hours_h, first, -1)
    ends_h = _passage_h(above_rad, hours_h, last, 1)
    never = ~dark.any(axis=1)
    begins_h[never], ends_h[never] = np.nan, np.nan
    return begins_h, ends_h


def _passage_h(
    above_rad: NDArray[np.float64],
    hours_h: NDArray[np.float64],
    inside: NDArray[np.int64],
    towards: int,
) -> NDArray[np.float64]:
    """Return when the Sun stands at the limit, between the last dark sample and its neighbour."""
    outside = np.clip(inside + towards, 0, len(hours_h) - 1)
    rows = np.arange(len(inside))
    low, high = above_rad[rows, inside], above_rad[rows, outside]
    share = np.divide(-low, high - low, out=np.zeros_like(low), where=high > low)
    moved_h: NDArray[np.float64] = np.clip(share, 0.0, 1.0) * (hours_h[outside] - hours_h[inside])
    return hours_h[inside] + moved_h


def _veil(
    days: NDArray[np.float64],
    begins_h: NDArray[np.float64],
    ends_h: NDArray[np.float64],
    grid: CalendarGrid,
) -> str:
    """Return the outline of the nights between 0 and 24 h; empty if they lie on other hours."""
    data = []
    for upper, lower in _runs(days, begins_h, ends_h, grid):
        if min(y for _, y in upper) < grid.box.bottom and max(y for _, y in lower) > grid.box.top:
            data.append(
                polyline_data([*simplified(upper), *reversed(simplified(lower))], closed=True)
            )
    return "".join(data)


def _runs(
    days: NDArray[np.float64],
    begins_h: NDArray[np.float64],
    ends_h: NDArray[np.float64],
    grid: CalendarGrid,
) -> Iterator[tuple[list[tuple[Px, Px]], list[tuple[Px, Px]]]]:
    """Yield both edges of every unbroken run of nights, closed half a column beyond its ends."""
    half = (days[1] - days[0]) / 2.0
    nights = zip(days.tolist(), begins_h.tolist(), ends_h.tolist(), strict=True)
    for known, run in groupby(nights, key=lambda night: night[1] == night[1]):
        if not known:
            continue
        every = list(run)
        first, last = every[0], every[-1]
        tips = [
            (grid.x(day + 0.5), grid.y((begin + end) / 2.0))
            for day, begin, end in (
                (first[0] - half, first[1], first[2]),
                (last[0] + half, last[1], last[2]),
            )
        ]
        upper = [(grid.x(day + 0.5), grid.y(begin)) for day, begin, _ in every]
        lower = [(grid.x(day + 0.5), grid.y(end)) for day, _, end in every]
        yield [tips[0], *upper, tips[1]], [tips[0], *lower, tips[1]]
