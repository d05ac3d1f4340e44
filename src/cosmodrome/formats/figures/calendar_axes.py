"""Which days and hours does a calendar name on its edges?"""

import math
from collections.abc import Iterator
from datetime import timedelta

from cosmodrome.formats.figures.calendar_grid import A_DAY, CalendarGrid
from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.scales import midnight, month_begins
from cosmodrome.formats.figures.svg import Drawing, Px
from cosmodrome.formats.figures.words import MONTHS, day, offset_words

HOURS_APART = 6
TICKED_DAY_PX: Px = 2.0
NAMED_DAY_PX: Px = 44.0


def draw_hours(drawing: Drawing, grid: CalendarGrid, utc_offset_h: float) -> None:
    """Draw hours of UTC at the left, those of the site's clock at the right."""
    box = grid.box
    for hour in range(0, 25, HOURS_APART):
        y = grid.y(float(hour))
        drawing.line(box.left - 4.0, y, box.left, y, "thin")
        drawing.text(box.left - 7.0, y + 4.0, f"{hour:02d}", "t1 num", anchor="end")
        if 0 < hour < 24:
            drawing.line(box.left, y, box.right, y, "grid")
    drawing.text(0.0, box.top - 9.0, "UTC, h", "t1")
    for hour in range(0, 24, HOURS_APART):
        y = grid.y((hour - utc_offset_h) % 24.0)
        drawing.line(box.right, y, box.right + 4.0, y, "thin")
        drawing.text(box.right + 7.0, y + 4.0, f"{hour:02d}", "t1 num")
    words = f"{offset_words(utc_offset_h)}, h"
    drawing.text(drawing.width, box.top - 9.0, words, "t1", anchor="end")


def draw_days(drawing: Drawing, grid: CalendarGrid) -> None:
    """Draw days as far as they can be told apart, else months with every tenth day."""
    if grid.tells_days_apart:
        _draw_single_days(drawing, grid)
        return
    box = grid.box
    free_from = box.left - 1.0
    for n, words in _months(grid):
        x = grid.x(n)
        drawing.line(x, box.bottom, x, box.bottom + 5.0, "thin")
        wide = width_px(words, size_px=12.0)
        if x + 3.0 >= free_from and x + 3.0 + wide <= drawing.width:
            drawing.text(x + 3.0, box.bottom + 16.0, words, "t1")
            free_from = x + 3.0 + wide + 4.0
    if grid.per_day >= TICKED_DAY_PX:
        for n in _tenth_days(grid):
            drawing.line(grid.x(n), box.bottom, grid.x(n), box.bottom + 2.5, "hair")


def _draw_single_days(drawing: Drawing, grid: CalendarGrid) -> None:
    """Draw a tick for each day, and the names of as many as have room."""
    bottom = grid.box.bottom
    every = math.ceil(NAMED_DAY_PX / grid.per_day)
    for n in range(grid.days + 1):
        named = n % every == 0 and n < grid.days
        drawing.line(grid.x(n), bottom, grid.x(n), bottom + (5.0 if named else 3.0), "thin")
        if named:
            words = day(grid.first + n * A_DAY)
            if every == 1:
                drawing.text(grid.x(n + 0.5), bottom + 16.0, words, "t1", anchor="middle")
            elif grid.x(n) + width_px(words, size_px=12.0) <= drawing.width:
                drawing.text(grid.x(n) + 3.0, bottom + 16.0, words, "t1")


def _months(grid: CalendarGrid) -> Iterator[tuple[int, str]]:
    """Yield the day on which each month begins, and its name, with the year where it is new."""
    begin = midnight(grid.first)
    for i, month in enumerate(month_begins(begin, begin + grid.days * A_DAY)):
        n = max(0, (month - begin) // A_DAY)
        name = MONTHS[month.month - 1]
        if n == 0 and month < begin:
            name = day(grid.first)
        yield n, f"{name} {month.year}" if i == 0 or month.month == 1 else name


def _tenth_days(grid: CalendarGrid) -> Iterator[int]:
    for n in range(grid.days):
        if (grid.first + timedelta(days=n)).day in (11, 21):
            yield n
