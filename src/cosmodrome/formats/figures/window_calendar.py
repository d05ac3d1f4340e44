"""When may it fly, over weeks or years? Days across, hours down, windows to scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

from cosmodrome.errors import InputError
from cosmodrome.formats.figures.calendar_axes import draw_days, draw_hours
from cosmodrome.formats.figures.calendar_choice import draw_choice, name_ticks
from cosmodrome.formats.figures.calendar_grid import A_DAY, CalendarGrid, day_after
from cosmodrome.formats.figures.calendar_hatching import draw_hatchings, hatch_entries
from cosmodrome.formats.figures.calendar_legend import Entry, draw_legend, legend_height
from cosmodrome.formats.figures.calendar_marks import draw_marks, mark_entries, marks_of, weight_of
from cosmodrome.formats.figures.calendar_months import calendar_months, open_days
from cosmodrome.formats.figures.calendar_night import DUSKS_DEG, draw_night
from cosmodrome.formats.figures.lettering import wrapped
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure, full_day
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.windows.intervals import Interval
from cosmodrome.windows.window import LaunchWindow

MOST_DAYS = 1100
LEFT: Px = 38.0
RIGHT: Px = 34.0
TITLE_LINE: Px = 18.0
ABOVE: Px = 36.0
FOOT: Px = 32.0
# The title is set larger than `wrapped` measures.
TITLE_SHARE = 0.88
NIGHT = Entry(
    "Sun down: civil, nautical, astronomical twilight, night",
    areas=("veil",),
    steps=len(DUSKS_DEG),
)


@dataclass(frozen=True, slots=True)
class CalendarLook:
    """Width of the drawing, and height of a day's 24 hours on it."""

    width: Px
    field: Px


WIDE = CalendarLook(width=1010.0, field=384.0)
NARROW = CalendarLook(width=346.0, field=300.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowCalendar:
    """Launch windows of one orbit and one pad over a span of days.

    `subject` says what flies, and whence: ``SSO 820 km · LTDN 09:30 from Site 1S``. `closed` gives
    the spans that each rule forbids, by its name; `chosen` is the window to be ringed. `last` is
    excluded.
    """

    subject: str
    windows: Sequence[LaunchWindow]
    first: datetime
    last: datetime
    complex: LaunchComplex
    utc_offset_h: float
    closed: Mapping[str, Sequence[Interval]] = field(default_factory=dict)
    chosen: LaunchWindow | None = None

    @property
    def days(self) -> int:
        """How many days of UTC the span touches."""
        return (day_after(self.last) - self.first.astimezone(UTC).date()).days

    @property
    def finding(self) -> tuple[str, str]:
        """What the calendar shows, and over which days."""
        open_on = len(open_days(self.windows, self.first, self.last))
        begins, ends = self.first.astimezone(UTC).date(), day_after(self.last) - A_DAY
        return (
            f"{self.subject}: {figure(open_on)} of {figure(self.days)} days open,",
            f"{full_day(begins)} to {full_day(ends)}",
        )


def window_calendar(calendar: WindowCalendar, *, look: CalendarLook = WIDE) -> tuple[str, Px, Px]:
    """Return a calendar of launch windows as SVG, its width and its height.

    The finding is its title; what each month holds is its description, for those who listen.

    Parameters
    ----------
    calendar : WindowCalendar
        Windows, the span shown, the pad, and what the rules forbid.
    look : CalendarLook
        Size of the drawing.

    Raises
    ------
    InputError
        If the span is empty or longer than `MOST_DAYS`.
    """
    if not 0 < calendar.days <= MOST_DAYS:
        raise InputError(
            f"a calendar holds 1 to {MOST_DAYS} days, got {calendar.days}; ask for a shorter span"
        )
    title = _title(calendar, look.width * TITLE_SHARE)
    top = TITLE_LINE * len(title) + ABOVE
    box = Box(LEFT, top, look.width - RIGHT, top + look.field)
    grid = CalendarGrid(calendar.first.astimezone(UTC).date(), calendar.days, box)
    marks = marks_of(calendar.windows, grid)
    drawing = Drawing(look.width, box.bottom, title=" ".join(calendar.finding), kind="wincal")
    entries = [*mark_entries(marks), NIGHT, *hatch_entries(drawing, calendar.closed)]
    drawing.add(f"<desc>{escape(_months_in_words(calendar))}</desc>")
    for n, line in enumerate(title):
        drawing.text(0.0, 14.0 + TITLE_LINE * n, line, "t4 b")
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "heat0")
    draw_night(drawing, grid, calendar.complex)
    draw_hatchings(drawing, grid, calendar.closed)
    draw_hours(drawing, grid, calendar.utc_offset_h)
    draw_days(drawing, grid)
    draw_marks(drawing, grid, marks)
    name_ticks(drawing, grid, calendar.windows, chosen=calendar.chosen)
    if calendar.chosen is not None:
        draw_choice(drawing, grid, calendar.chosen)
    drawing.group(weight_of(marks))
    draw_legend(drawing, entries, top=box.bottom + FOOT, width=look.width)
    drawing.end()
    drawing.height = box.bottom + FOOT + legend_height(entries, look.width)
    return drawing.markup(), drawing.width, drawing.height


def _title(calendar: WindowCalendar, room: Px) -> list[str]:
    """Return the finding in one line, or with its dates in a line of their own."""
    whole = wrapped(" ".join(calendar.finding), room)
    if len(whole) == 1:
        return whole
    return [line for part in calendar.finding for line in wrapped(part, room)]


def _months_in_words(calendar: WindowCalendar) -> str:
    months = calendar_months(calendar.windows, calendar.first, calendar.last)
    return " ".join(month.in_words for month in months)
