"""Where on a calendar of days and hours does a stretch of time stand?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from cosmodrome.formats.figures.scales import midnight
from cosmodrome.formats.figures.svg import Box, Px
from cosmodrome.formats.figures.words import Quantity

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
# Narrower, the marks of neighbouring days are drawn as one line.
DAYS_APART_PX: Px = 5.0


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A stretch of one UTC day, counted from the first day of the calendar."""

    day: int
    from_h: float
    to_h: float


@dataclass(frozen=True, slots=True)
class CalendarGrid:
    """Days across a field, hours of UTC down it."""

    first: date
    days: int
    box: Box

    @property
    def per_day(self) -> Px:
        """Width of a day."""
        return (self.box.right - self.box.left) / self.days

    @property
    def tells_days_apart(self) -> bool:
        """Tell whether a day is wide enough for marks of its own."""
        return self.per_day >= DAYS_APART_PX

    def x(self, day: Quantity) -> Px:
        """Return the place of a day, counted from the first; fractions lie within it."""
        return self.box.left + self.per_day * day

    def y(self, hour_h: float) -> Px:
        """Return the height of an hour of the day."""
        return self.box.top + (self.box.bottom - self.box.top) * hour_h / 24.0

    def pieces(self, opens: datetime, closes: datetime) -> Iterator[Piece]:
        """Yield what a stretch of time takes of each day shown; an instant is one piece."""
        begin = midnight(self.first)
        at = opens.astimezone(UTC)
        closes = closes.astimezone(UTC)
        if at == closes:
            day, past = divmod(at - begin, A_DAY)
            if 0 <= day < self.days:
                yield Piece(day, past / AN_HOUR, past / AN_HOUR)
            return
        at, closes = max(at, begin), min(closes, begin + self.days * A_DAY)
        while at < closes:
            day, past = divmod(at - begin, A_DAY)
            until = min(closes, begin + (day + 1) * A_DAY)
            yield Piece(day, past / AN_HOUR, (until - begin - day * A_DAY) / AN_HOUR)
            at = until


def day_after(last: datetime) -> date:
    """Return the UTC day after the last of a span that ends before an instant."""
    return (last.astimezone(UTC) - timedelta.resolution).date() + A_DAY
