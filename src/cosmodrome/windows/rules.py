"""When do range, crew, other users and other launches allow a lift-off, plane or no plane?

A rule has a name and says in which intervals it allows a lift-off; `find_windows` lays the rules
over each other and keeps the names of those that cut a window.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cosmodrome.manifest.rule import EVERY_DAY, require_shift
from cosmodrome.windows.intervals import Interval, clipped, complement, joined

A_DAY = timedelta(days=1)


class Rule(Protocol):
    """A named reason for which a lift-off is allowed at some times and not at others."""

    @property
    def name(self) -> str:
        """The word that stands in `closed_by` and `cut_by`."""

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return when a lift-off is allowed, from `first` until `last`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyHours:
    """Allowed between two hours of the local day; past midnight if `to_h` is less.

    `days` are those of the week (1 Monday to 7 Sunday) on which the hours begin.
    """

    name: str
    from_h: float
    to_h: float
    utc_offset_h: float
    days: tuple[int, ...] = EVERY_DAY

    def __post_init__(self) -> None:
        require_shift(self.name, self.from_h, self.to_h, days=self.days)

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the hours of each local day that touches the span."""
        offset = timedelta(hours=self.utc_offset_h)
        length = timedelta(hours=(self.to_h - self.from_h) % 24.0 or 24.0)
        local = first.astimezone(UTC) + offset
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) - A_DAY
        days = (midnight + n * A_DAY for n in range((last - (midnight - offset)) // A_DAY + 1))
        begin = timedelta(hours=self.from_h) - offset
        opens = (day + begin for day in days if day.isoweekday() in self.days)
        return joined(clipped((Interval(opens=o, closes=o + length) for o in opens), first, last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Blackout:
    """Forbidden in given intervals: other users of the range, collision avoidance, closures.

    Each is kept clear by `before_s` ahead of it and `after_s` behind it.
    """

    name: str
    intervals: tuple[Interval, ...]
    before_s: float = 0.0
    after_s: float = 0.0

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the time that the blackouts leave."""
        before, after = timedelta(seconds=self.before_s), timedelta(seconds=self.after_s)
        wider = (Interval(opens=i.opens - before, closes=i.closes + after) for i in self.intervals)
        return complement(wider, first, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSpacing:
    """At least so many hours before and after each of some other lift-offs."""

    name: str
    launches: tuple[datetime, ...]
    hours_h: float

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the time that is far enough from every other lift-off."""
        apart = timedelta(hours=self.hours_h)
        taken = (Interval(opens=one - apart, closes=one + apart) for one in self.launches)
        return complement(taken, first, last)
