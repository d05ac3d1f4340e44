"""Where on the drawing does a quantity or a moment lie?"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cosmodrome.formats.figures.svg import Px
from cosmodrome.formats.figures.words import Quantity


def midnight(day: date) -> datetime:
    """Return the beginning of a UTC day."""
    return datetime.combine(day, time(), tzinfo=UTC)


def month_begins(first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the first instant of every month that touches the span."""
    month = datetime(first.year, first.month, 1, tzinfo=UTC)
    while month < last:
        yield month
        month = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)


def round_ticks(low: Quantity, high: Quantity, most: int = 3) -> list[float]:
    """Return round numbers from `low` to `high`, as many as allowed.

    >>> round_ticks(0.0, 211.9), round_ticks(0.0, 7.5)
    ([0.0, 100.0, 200.0], [0.0, 5.0])
    """
    power = math.floor(math.log10(high - low))
    for step in (m * 10.0**p for p in (power - 1, power, power + 1) for m in (1.0, 2.0, 5.0)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return [i * step for i in range(first, last + 1)]
    return [low, high]


@dataclass(frozen=True, slots=True)
class LinearScale:
    """A quantity from `low` to `high` along the drawing."""

    low: Quantity
    high: Quantity
    start: Px
    end: Px

    def __call__(self, value: Quantity) -> Px:
        """Return the place of a value; what lies outside stays at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + max(0.0, min(1.0, share)) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Instants along the drawing."""

    first: datetime
    last: datetime
    start: Px
    end: Px

    def __call__(self, moment: datetime) -> Px:
        """Return the place of an instant; what lies outside stays at the edge."""
        share = (moment - self.first) / (self.last - self.first)
        return self.start + max(0.0, min(1.0, share)) * (self.end - self.start)

    def holds(self, moment: datetime) -> bool:
        """Tell whether the instant lies on the scale."""
        return self.first <= moment <= self.last

    @property
    def day_width(self) -> Px:
        """Width of one day."""
        return (self.end - self.start) * (timedelta(days=1) / (self.last - self.first))


@dataclass(frozen=True, slots=True)
class FlightSpan:
    """A stretch of flight time and its place; `idle` marks a coast drawn short."""

    begin_s: float
    end_s: float
    start: Px
    end: Px
    idle: bool


@dataclass(frozen=True, slots=True)
class FlightScale:
    """Seconds of flight along the drawing, long coasts drawn short."""

    spans: tuple[FlightSpan, ...]

    def __call__(self, t_s: float) -> Px:
        """Return the place of a moment of flight."""
        span = next((span for span in self.spans if t_s <= span.end_s), self.spans[-1])
        share = (t_s - span.begin_s) / (span.end_s - span.begin_s)
        return span.start + max(0.0, min(1.0, share)) * (span.end - span.start)


def flight_scale(
    end_s: float, coasts_s: list[tuple[float, float]], *, start: Px, end: Px, idle_width: Px
) -> FlightScale:
    """Return a scale on which every given coast takes `idle_width` and the rest is linear."""
    cuts = [0.0, *(moment for coast in coasts_s for moment in coast), end_s]
    pieces = [(a, b, i % 2 == 1) for i, (a, b) in enumerate(itertools.pairwise(cuts))]
    pieces = [(a, b, idle) for a, b, idle in pieces if b > a]
    driven_s = sum(b - a for a, b, idle in pieces if not idle)
    per_s = (end - start - idle_width * sum(idle for *_, idle in pieces)) / driven_s
    spans = []
    x = start
    for a, b, idle in pieces:
        width = idle_width if idle else (b - a) * per_s
        spans.append(FlightSpan(a, b, x, x + width, idle))
        x += width
    return FlightScale(tuple(spans))
