"""Which day is it on the two axes of a campaign, calendar days and working days?

One-shift work is scheduled on an axis from which nights, weekends and holidays have been taken
out, so that a duration is a plain number; pads and launches live on plain calendar days. This
module is the only place where the two meet. Days are local days of the site.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import accumulate

from cosmodrome.errors import InputError
from cosmodrome.spaceport import WorkingCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTime:
    """The civil time of the site."""

    utc_offset_h: float

    @property
    def zone(self) -> timezone:
        """Return the time zone."""
        return timezone(timedelta(hours=self.utc_offset_h))

    def instant(self, day: date, at: time) -> datetime:
        """Return the UTC instant of a local day and time of day."""
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def day_of(self, instant: datetime) -> date:
        """Return the local day on which an instant falls."""
        return instant.astimezone(self.zone).date()

    def first_whole_day(self, instant: datetime) -> date:
        """Return the first local day that begins at or after an instant."""
        day = self.day_of(instant)
        return day if self.instant(day, time(0)) >= instant else day + ONE_DAY

    def last_day_of(self, end: datetime) -> date:
        """Return the local day on which something that ends at `end` was last going on."""
        return self.day_of(end - timedelta(microseconds=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignCalendar:
    """Calendar days numbered from `first`, and the working days among them.

    `working_days` holds the calendar numbers of working days; `worked_before[d]` is how many
    of them lie before calendar day `d`, which is also the working number of the first working
    day at or after `d`.
    """

    first: date
    last: date
    working: WorkingCalendar
    working_days: tuple[int, ...] = field(init=False)
    worked_before: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InputError(f"a calendar from {self.first} cannot end on {self.last}")
        days = range((self.last - self.first).days + 1)
        worked = [self.working.is_working_day(self.first + d * ONE_DAY) for d in days]
        if not any(worked):
            raise InputError(
                f"the working calendar has no working day from {self.first} to {self.last}"
            )
        object.__setattr__(self, "working_days", tuple(d for d in days if worked[d]))
        object.__setattr__(self, "worked_before", tuple(accumulate(worked, initial=0)))

    @property
    def days(self) -> int:
        """Return how many calendar days there are."""
        return len(self.worked_before) - 1

    def number(self, day: date) -> int:
        """Return the calendar number of a day; outside the calendar it is clamped to the ends."""
        return min(max((day - self.first).days, 0), self.days)

    def day(self, number: int) -> date:
        """Return the day of a calendar number."""
        return self.first + number * ONE_DAY

    def working_day(self, number: int) -> date:
        """Return the day of a working number."""
        return self.day(self.working_days[number])

    def after_working(self, start: int, working: int) -> int:
        """Return the calendar number at which so many working days from `start` on are over."""
        if working == 0:
            return start
        last = self.worked_before[start] + working - 1
        return self.working_days[last] + 1 if last < len(self.working_days) else self.days

    def working_span(self, first: date, last: date) -> tuple[int, int]:
        """Return the half-open span of working numbers from `first` to `last` inclusive."""
        low = bisect_left(self.working_days, (first - self.first).days)
        high = bisect_left(self.working_days, (last - self.first).days + 1)
        return low, high
