"""What does a calendar of windows say in figures, month by month?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from cosmodrome.formats.figures.calendar_grid import A_DAY, day_after
from cosmodrome.formats.figures.scales import month_begins
from cosmodrome.formats.figures.words import MONTHS
from cosmodrome.windows.window import LaunchWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMonth:
    """A month of a calendar: its days, those with an open window, and what closes windows.

    `first` and `last` are the lift-offs, or openings, of the first and last open window;
    `closed_by` names the rules that close whole windows, that of most windows first.
    """

    name: str
    days: int
    open_days: int
    closed_windows: int
    first: datetime | None
    last: datetime | None
    closed_by: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """Return the month in a sentence."""
        words = f"{self.name}: {self.open_days} of {self.days} days open"
        if self.first and self.last:
            words += f", from {self.first:%d %H:%M} to {self.last:%d %H:%M} UTC"
        if self.closed_by:
            words += f"; {self.closed_windows} closed by {', '.join(self.closed_by)}"
        return words + "."


def days_of(window: LaunchWindow) -> Iterator[date]:
    """Yield the UTC days on which a window is open."""
    day = window.opens.astimezone(UTC).date()
    last = max(window.opens, window.closes - timedelta.resolution).astimezone(UTC).date()
    while day <= last:
        yield day
        day += A_DAY


def open_days(windows: Sequence[LaunchWindow], first: datetime, last: datetime) -> set[date]:
    """Return the UTC days of a span with an open window."""
    return {
        day
        for window in windows
        if window.permitted
        for day in days_of(window)
        if first.astimezone(UTC).date() <= day < day_after(last)
    }


def calendar_months(
    windows: Sequence[LaunchWindow], first: datetime, last: datetime
) -> tuple[CalendarMonth, ...]:
    """Return the months of a span, in order; a window belongs to the month of its opening."""
    open_on = open_days(windows, first, last)
    found = []
    for begins in month_begins(first.astimezone(UTC), last):
        ends = (begins + 32 * A_DAY).replace(day=1)
        within = [w for w in windows if begins <= max(w.opens, first) < ends]
        found.append(
            _month(begins, ends, within, open_on, (first.astimezone(UTC).date(), day_after(last)))
        )
    return tuple(found)


def _month(
    begins: datetime,
    ends: datetime,
    within: Sequence[LaunchWindow],
    open_on: set[date],
    span: tuple[date, date],
) -> CalendarMonth:
    left, right = max(begins.date(), span[0]), min(ends.date(), span[1])
    shut = [window for window in within if not window.permitted]
    moments = [w.liftoff or w.opens for w in within if w.permitted]
    closing = Counter(rule for window in shut for rule in window.closed_by)
    return CalendarMonth(
        name=f"{MONTHS[begins.month - 1]} {begins.year}",
        days=(right - left).days,
        open_days=sum(left <= day < right for day in open_on),
        closed_windows=len(shut),
        first=min(moments, default=None),
        last=max(moments, default=None),
        closed_by=tuple(rule for rule, _ in closing.most_common()),
    )
