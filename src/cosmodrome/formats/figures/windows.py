"""When may it fly? Days across, hours of UTC down: what is open, what is closed, what is chosen."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from cosmodrome.formats.figures.closures import closures_of
from cosmodrome.formats.figures.labels import Crowd
from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.scales import midnight, month_begins
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import MONTHS, day, full_day, hours, instant
from cosmodrome.orbit.sun import sun_elevation_rad
from cosmodrome.planning.plan import LaunchPlan, MissionPlan
from cosmodrome.units import rad
from cosmodrome.windows.window import LaunchWindow

# The upper limb on the horizon, refraction included (Astronomical Almanac, section A).
NIGHT_BELOW_DEG = -0.833
SUN_STEP_MIN = 10
A_DAY = timedelta(days=1)
LEFT: Px = 38.0
TOP: Px = 44.0
FOOT: Px = 22.0
SHORTEST: Px = 2.6


@dataclass(frozen=True, slots=True)
class Look:
    """Size of the drawing."""

    width: Px
    height: Px


WIDE = Look(width=516.0, height=248.0)
NARROW = Look(width=346.0, height=270.0)


@dataclass(frozen=True, slots=True)
class Closed:
    """Days on which nothing can fly, and why."""

    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Places of days and hours on the drawing."""

    first: date
    days: int
    look: Look

    @property
    def per_day(self) -> Px:
        """Width of a day."""
        return (self.look.width - LEFT - 3.0) / self.days

    @property
    def box(self) -> Box:
        """Return the field of days and hours."""
        return Box(LEFT, TOP, LEFT + self.per_day * self.days, self.look.height - FOOT)

    def x(self, moment: date) -> Px:
        """Return the left edge of a day, at the edge of the field where it lies outside."""
        return LEFT + self.per_day * max(0, min(self.days, (moment - self.first).days))

    def y(self, hour_h: float) -> Px:
        """Return the height of an hour."""
        return self.box.top + (self.box.bottom - self.box.top) * hour_h / 24.0


def shown_days(mission: MissionPlan) -> tuple[date, date]:
    """Return the first day shown and the day after the last: whole months about the wish."""
    first = min([mission.mission.earliest, mission.launch_date]).replace(day=1)
    last = max([mission.mission.due, mission.launch_date, *mission.backup_dates])
    months = list(month_begins(midnight(first), midnight(last) + 32 * A_DAY))
    return first, next(m for m in months if m.date() > last).date()


def closed_spans(mission: MissionPlan, plan: LaunchPlan) -> list[Closed]:
    """Return the days before and after the wish, and those on which the pad is closed."""
    first, end = shown_days(mission)
    wish = mission.mission
    spans = [
        Closed(first, wish.earliest - A_DAY, f"before {day(wish.earliest)}"),
        Closed(wish.due + A_DAY, end - A_DAY, f"after {day(wish.due)}"),
    ]
    spans += [
        Closed(max(closure.first, first), min(closure.last, end - A_DAY), closure.reason)
        for closure in closures_of(plan, mission.complex.id)
    ]
    return [span for span in spans if span.first <= span.last]


def _pieces(begin: datetime, end: datetime) -> list[tuple[date, float, float]]:
    """Return an interval day by day: the UTC day, and the hours from and to."""
    pieces = []
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    at = begin
    while at < end or at == begin:
        floor = datetime(at.year, at.month, at.day, tzinfo=UTC)
        until = min(end, floor + A_DAY)
        hour_h = timedelta(hours=1)
        pieces.append((at.date(), (at - floor) / hour_h, (until - floor) / hour_h))
        if until >= end:
            break
        at = until
    return pieces


def _draw_night(drawing: Drawing, grid: Grid, mission: MissionPlan) -> None:
    """Lay a veil over the hours in which the Sun is below the pad's horizon."""
    pad = mission.complex
    minutes = np.arange(0, 24 * 60 + 1, SUN_STEP_MIN)
    stride = max(1, math.ceil(2.5 / grid.per_day))
    data = []
    for n in range(0, grid.days, stride):
        at = grid.first + n * A_DAY
        sun = sun_elevation_rad(
            rad(pad.latitude_deg), rad(pad.longitude_deg), midnight(at), minutes * 60.0
        )
        dark = np.concatenate([[False], sun < rad(NIGHT_BELOW_DEG), [False]])
        turns = np.flatnonzero(np.diff(dark.astype(int)))
        wide = min(stride, grid.days - n) * grid.per_day
        for a, b in zip(turns[::2], turns[1::2] - 1, strict=True):
            top, bottom = grid.y(minutes[a] / 60.0), grid.y(minutes[b] / 60.0)
            data.append(f"M{grid.x(at):.1f} {top:.1f}h{wide:.1f}V{bottom:.1f}h{-wide:.1f}z")
    drawing.path("".join(data), "night")


def _draw_windows(drawing: Drawing, grid: Grid, windows: tuple[LaunchWindow, ...]) -> None:
    """Draw open windows filled, and those that a rule closes in outline."""
    data: dict[bool, list[str]] = {True: [], False: []}
    for window in windows:
        for at, from_h, to_h in _pieces(window.opens, window.closes):
            if not grid.first <= at < grid.first + grid.days * A_DAY:
                continue
            top, bottom = grid.y(from_h), grid.y(to_h)
            if bottom - top < SHORTEST:
                middle = (top + bottom) / 2.0
                top, bottom = middle - SHORTEST / 2.0, middle + SHORTEST / 2.0
            wide = max(grid.per_day - 0.6, 1.0)
            data[window.permitted].append(
                f"M{grid.x(at) + 0.3:.1f} {top:.1f}h{wide:.1f}V{bottom:.1f}h{-wide:.1f}z"
            )
    drawing.path("".join(data[False]), "shut").path("".join(data[True]), "open")


def _draw_closed(drawing: Drawing, grid: Grid, spans: list[Closed], crowd: Crowd) -> None:
    """Hatch the days on which nothing can fly, and say why."""
    for span in spans:
        left, right = grid.x(span.first), grid.x(span.last + A_DAY)
        drawing.rect(left, grid.box.top, right - left, grid.box.bottom - grid.box.top, "mask")
        words = fitted(span.words, 200.0, size_px=12.0)
        wide = width_px(words, size_px=12.0)
        middle = (left + right) / 2.0
        for top in (grid.box.top + 4.0, grid.box.top + 20.0, grid.box.bottom - 18.0):
            start = max(grid.box.left + 2.0, min(middle - wide / 2.0, grid.box.right - wide - 4.0))
            box = crowd.first_free([Box(start - 3.0, top, start + wide + 3.0, top + 15.0)])
            if box and wide < right - left + 60.0:
                drawing.rect(box.left, box.top, box.right - box.left, 15.0, "heat0")
                drawing.text(start, top + 11.5, words, "t1 b")
                break


def _draw_axes(drawing: Drawing, grid: Grid) -> None:
    box = grid.box
    for hour_h in range(0, 25, 6):
        drawing.line(box.left - 4.0, grid.y(hour_h), box.left, grid.y(hour_h), "thin")
        drawing.text(box.left - 7.0, grid.y(hour_h) + 4.0, f"{hour_h:02d}", "t1 num", anchor="end")
        if 0 < hour_h < 24:
            drawing.line(box.left, grid.y(hour_h), box.right, grid.y(hour_h), "grid")
    drawing.text(0.0, box.top - 9.0, "UTC, h", "t1")
    last = midnight(grid.first + grid.days * A_DAY)
    for i, month in enumerate(month_begins(midnight(grid.first), last)):
        x = grid.x(month.date())
        drawing.line(x, box.bottom, x, box.bottom + 5.0, "thin")
        year = f" {month.year}" if i == 0 or month.month == 1 else ""
        words = MONTHS[month.month - 1] + year
        if width_px(words, size_px=12.0) < 28.0 * grid.per_day:
            drawing.text(x + 3.0, box.bottom + 16.0, words, "t1")
        for n in (10, 20):
            tick = grid.x(month.date() + n * A_DAY)
            if grid.per_day > 2.0 and tick < box.right:
                drawing.line(tick, box.bottom, tick, box.bottom + 2.5, "hair")


def choice_words(mission: MissionPlan) -> str:
    """Return the lift-off, or the day and the hours in which it is permitted."""
    if mission.liftoff:
        return instant(mission.liftoff)
    window = mission.chosen_window
    return f"{full_day(window.opens)} {hours(window.opens, window.closes)} UTC"


def _draw_choice(drawing: Drawing, grid: Grid, mission: MissionPlan) -> None:
    """Ring the choice, with a leader to its words above the field."""
    words = choice_words(mission)
    if mission.liftoff:
        [(at, hour_h, _)] = _pieces(mission.liftoff, mission.liftoff)
        x, y = grid.x(at) + grid.per_day / 2.0, grid.y(hour_h)
        drawing.circle(x, y, 5.5, "pick")
        top = y - 5.5
    else:
        window = mission.chosen_window
        tops = []
        for at, from_h, to_h in _pieces(window.opens, window.closes):
            tall = grid.y(to_h) - grid.y(from_h)
            drawing.rect(grid.x(at) - 1.5, grid.y(from_h), grid.per_day + 3.0, tall, "pick")
            tops.append(grid.y(from_h))
        x, top = grid.x(window.opens.date()) + grid.per_day / 2.0, tops[0]
    drawing.line(x, top, x, grid.box.top - 12.0, "course-l")
    wide = width_px(words, bold=True)
    left = max(46.0, min(x - wide / 2.0, grid.look.width - wide - 2.0))
    drawing.text(left, grid.box.top - 17.0, words, "t2 b course num")


def window_figure(mission: MissionPlan, plan: LaunchPlan, *, look: Look = WIDE) -> str:
    """Return the launch opportunities of a mission by day and hour as SVG.

    Parameters
    ----------
    mission : MissionPlan
        Its windows, the chosen one, the days wished.
    plan : LaunchPlan
        Gives the closures of the pad.
    look : Look
        Size of the drawing.
    """
    first, end = shown_days(mission)
    grid = Grid(first, (end - first).days, look)
    open_count = sum(window.permitted for window in mission.windows)
    drawing = Drawing(
        look.width,
        look.height,
        title=f"When {mission.mission.name} may lift off: {open_count} open windows from "
        f"{full_day(first)} to {full_day(end - A_DAY)}; chosen {choice_words(mission)}",
        kind="heat",
    )
    box = grid.box
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "heat0")
    _draw_night(drawing, grid, mission)
    _draw_axes(drawing, grid)
    _draw_windows(drawing, grid, mission.windows)
    _draw_closed(drawing, grid, closed_spans(mission, plan), Crowd(box))
    _draw_choice(drawing, grid, mission)
    return drawing.markup()
