"""Where is the pad, where may it fire, what halls and crews serve it?"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cosmodrome.errors import InputError
from cosmodrome.spaceport.drop_zone import DropZone

if TYPE_CHECKING:
    from cosmodrome.manifest.rule import RuleWish

EDGE_DEG = 1e-4
"""An optimised flight along the edge of a corridor is off it by round-off: 2 m over 1000 km."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AzimuthCorridor:
    """Launch azimuths that the site allows, clockwise from min to max (may pass north)."""

    min_deg: float
    max_deg: float

    def contains(self, azimuth_deg: float) -> bool:
        """Tell whether an azimuth lies inside or, but for round-off, on an edge."""
        width_deg = (self.max_deg - self.min_deg) % 360.0
        return (azimuth_deg - self.min_deg + EDGE_DEG) % 360.0 <= width_deg + 2.0 * EDGE_DEG

    def nearest_deg(self, azimuth_deg: float) -> float:
        """Return the azimuth that is allowed and nearest: itself, or one of the edges."""
        if self.contains(azimuth_deg):
            return azimuth_deg
        return min((self.min_deg, self.max_deg), key=lambda edge: turn_deg(azimuth_deg, edge))

    def outside_deg(self, azimuth_deg: float) -> float:
        """Return how far an azimuth lies outside; 0 within."""
        return turn_deg(azimuth_deg, self.nearest_deg(azimuth_deg))


def turn_deg(first_deg: float, second_deg: float) -> float:
    """Return the angle between two headings, 0 to 180."""
    return abs((first_deg - second_deg + 180.0) % 360.0 - 180.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchComplex:
    """A pad with its ground systems. `available_from` is the day it enters service.

    `refurbishment_d` working days pass after a launch before the next roll-out.
    """

    id: str
    name: str
    spaceport: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    corridor: AzimuthCorridor
    vehicles: tuple[str, ...]
    available_from: date | None
    available_until: date | None
    status: str
    refurbishment_d: int

    def __post_init__(self) -> None:
        if not -90.0 <= self.latitude_deg <= 90.0:
            raise InputError(f"{self.id}: latitude_deg must be -90 to 90, got {self.latitude_deg}")
        if not -180.0 <= self.longitude_deg <= 180.0:
            raise InputError(
                f"{self.id}: longitude_deg must be -180 to 180, got {self.longitude_deg}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A hall, station, railway or crew that activities occupy; `places` at a time."""

    id: str
    name: str
    kind: str
    places: int
    hypergolic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days on which a facility does no work; the last day included."""

    facility: str
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """Which days are worked: weekends off, but for the exceptions of the year."""

    days_off: frozenset[date]
    working_weekend_days: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Tell whether the day is worked by one-shift crews."""
        if day in self.working_weekend_days:
            return True
        return day.weekday() < 5 and day not in self.days_off


@dataclass(frozen=True, slots=True, kw_only=True)
class Spaceport:
    """A whole cosmodrome.

    `flight_information_region` is the ICAO designator of the airspace over the pads, ZZZZ where the
    catalogue does not know it. `rules` are those that the site lays upon every lift-off.
    """

    id: str
    name: str
    utc_offset_h: float
    complexes: tuple[LaunchComplex, ...]
    facilities: tuple[Facility, ...]
    drop_zones: tuple[DropZone, ...]
    calendar: WorkingCalendar
    closures: tuple[Closure, ...]
    places: tuple["Settlement", ...]
    flight_information_region: str = "ZZZZ"
    rules: "tuple[RuleWish, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A place that a map shows and that a fall must keep away from."""

    name: str
    latitude_deg: float
    longitude_deg: float
    population: int | None
