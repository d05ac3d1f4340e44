"""When do range, crew, light and other users allow a lift-off, plane or no plane?

A rule has a name and says in which intervals it allows a lift-off; `find_windows` lays the rules
over each other and keeps the names of those that cut a window.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.orbit.sun import sun_elevation_rad
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.units import rad
from cosmodrome.windows.intervals import Interval, clipped, complement, joined

# Upper limb on the horizon: 34' of refraction and 16' of radius (Astronomical Almanac, section A).
SUNRISE_ELEVATION_DEG = -0.833
SUN_STEP_S = 600.0
SUN_BISECTIONS = 16
A_DAY = timedelta(days=1)


class Rule(Protocol):
    """A named reason for which a lift-off is allowed at some times and not at others."""

    @property
    def name(self) -> str:
        """The word that stands in `closed_by`."""

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return when a lift-off is allowed, from `first` until `last`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyHours:
    """Allowed between two hours of the local day, every day; past midnight if `to_h` is less."""

    name: str
    from_h: float
    to_h: float
    utc_offset_h: float

    def __post_init__(self) -> None:
        for hour_h in (self.from_h, self.to_h):
            if not 0.0 <= hour_h <= 24.0:
                raise InputError(f"{self.name}: an hour must be 0 to 24, got {hour_h}")
        if self.from_h == self.to_h:
            raise InputError(f"{self.name}: {self.from_h} h to {self.to_h} h leaves no time")

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the hours of each local day that touches the span."""
        offset = timedelta(hours=self.utc_offset_h)
        length = timedelta(hours=(self.to_h - self.from_h) % 24.0 or 24.0)
        local = (first + offset).astimezone(UTC)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) - offset - A_DAY
        days = range((last - midnight) // A_DAY + 1)
        opens = (midnight + n * A_DAY + timedelta(hours=self.from_h) for n in days)
        return joined(clipped((Interval(opens=o, closes=o + length) for o in opens), first, last))


@dataclass(frozen=True, slots=True, kw_only=True)
class SunAbove:
    """Allowed while the Sun stands above an elevation at a place; with `below`, while under it."""

    name: str
    latitude_deg: float
    longitude_deg: float
    elevation_deg: float
    below: bool = False

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the days, or nights, of the span, to about a second."""
        length_s = (last - first) / timedelta(seconds=1)
        t_s = np.append(np.arange(0.0, length_s, SUN_STEP_S), length_s)
        allowed = self._allowed(first, t_s)
        turns = np.flatnonzero(allowed[1:] != allowed[:-1])
        edges_s = self._edges_s(first, t_s[turns], t_s[turns + 1], allowed[turns])
        bounds_s = [0.0] * bool(allowed[0]) + edges_s + [length_s] * bool(allowed[-1])
        instants = [first + timedelta(seconds=round(s)) for s in bounds_s]
        pairs = zip(instants[::2], instants[1::2], strict=True)
        return tuple(Interval(opens=o, closes=c) for o, c in pairs if o < c)

    def _allowed(self, first: datetime, t_s: NDArray[np.float64]) -> NDArray[np.bool_]:
        place = rad(self.latitude_deg), rad(self.longitude_deg)
        above: NDArray[np.bool_] = sun_elevation_rad(*place, first, t_s) > rad(self.elevation_deg)
        return ~above if self.below else above

    def _edges_s(
        self,
        first: datetime,
        low_s: NDArray[np.float64],
        high_s: NDArray[np.float64],
        at_low: NDArray[np.bool_],
    ) -> list[float]:
        """Return when the Sun passes the elevation, halving every bracket at once."""
        for _ in range(SUN_BISECTIONS):
            middle_s = (low_s + high_s) / 2.0
            same = self._allowed(first, middle_s) == at_low
            low_s, high_s = np.where(same, middle_s, low_s), np.where(same, high_s, middle_s)
        return [float(s) for s in high_s]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blackout:
    """Forbidden in given intervals: other users of the range, collision avoidance, closures."""

    name: str
    intervals: tuple[Interval, ...]

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the time that the blackouts leave."""
        return complement(self.intervals, first, last)


def daylight(complex: LaunchComplex) -> SunAbove:
    """Return the rule that the Sun is up at the pad."""
    return SunAbove(
        name="daylight",
        latitude_deg=complex.latitude_deg,
        longitude_deg=complex.longitude_deg,
        elevation_deg=SUNRISE_ELEVATION_DEG,
    )


def darkness(complex: LaunchComplex) -> SunAbove:
    """Return the rule that the Sun is down at the pad."""
    return SunAbove(
        name="darkness",
        latitude_deg=complex.latitude_deg,
        longitude_deg=complex.longitude_deg,
        elevation_deg=SUNRISE_ELEVATION_DEG,
        below=True,
    )


def rules_of_spaceport(spaceport: Spaceport) -> tuple[Rule, ...]:
    """Return the rules that a spaceport's data give: its range hours, where it has any."""
    if spaceport.range_hours_local is None:
        return ()
    from_h, to_h = spaceport.range_hours_local
    return (
        DailyHours(
            name="range-hours", from_h=from_h, to_h=to_h, utc_offset_h=spaceport.utc_offset_h
        ),
    )
