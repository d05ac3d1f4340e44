"""Which rules does somebody lay upon a lift-off, besides the orbit's plane?

A wish is what stands in a manifest, in the data of a site or vehicle, in a file of rules or on the
command line. `windows.rule_book` turns it into a rule, where it learns of pad and orbit.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from cosmodrome.errors import InputError

Light = Literal["sunlit", "shadow"]
Half = Literal["dawn", "dusk"]
Body = Literal["sun", "moon"]
Direction = Literal["velocity", "zenith", "nadir", "normal", "perigee", "apogee"]

# Upper limb on the horizon: 34' of refraction and 16' of radius (Astronomical Almanac, section A).
SUNRISE_ELEVATION_DEG = -50.0 / 60.0
# Astronomical Almanac, glossary, "twilight".
CIVIL_ELEVATION_DEG, NAUTICAL_ELEVATION_DEG, ASTRONOMICAL_ELEVATION_DEG = -6.0, -12.0, -18.0

SUN_KINDS: dict[str, tuple[float, float]] = {
    "daylight": (SUNRISE_ELEVATION_DEG, 90.0),
    "darkness": (-90.0, SUNRISE_ELEVATION_DEG),
    "civil-twilight": (CIVIL_ELEVATION_DEG, SUNRISE_ELEVATION_DEG),
    "nautical-twilight": (NAUTICAL_ELEVATION_DEG, CIVIL_ELEVATION_DEG),
    "astronomical-twilight": (ASTRONOMICAL_ELEVATION_DEG, NAUTICAL_ELEVATION_DEG),
    "light-civil": (CIVIL_ELEVATION_DEG, 90.0),
    "dark-civil": (-90.0, CIVIL_ELEVATION_DEG),
    "dark-nautical": (-90.0, NAUTICAL_ELEVATION_DEG),
    "dark-astronomical": (-90.0, ASTRONOMICAL_ELEVATION_DEG),
}
"""Heights of the Sun's centre between which each of these kinds allows a lift-off."""

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class SunWish:
    """The Sun stands between two heights over the pad; with `half`, while it rises or sets."""

    name: str
    from_deg: float = -90.0
    to_deg: float = 90.0
    half: Half | None = None

    def __post_init__(self) -> None:
        _require_span(self.name, self.from_deg, self.to_deg, limits=(-90.0, 90.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursWish:
    """Lift-off between two hours of the local day, on days of the week (1 Monday to 7 Sunday).

    Hours that pass midnight belong to the day on which they begin. `utc_offset_h` is that of the
    site where it is None.
    """

    name: str
    from_h: float
    to_h: float
    days: tuple[int, ...] = EVERY_DAY
    utc_offset_h: float | None = None

    def __post_init__(self) -> None:
        require_shift(self.name, self.from_h, self.to_h, days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackoutWish:
    """No lift-off in given intervals, nor `before_s` ahead of them, nor `after_s` behind."""

    name: str
    intervals: tuple[tuple[datetime, datetime], ...]
    before_s: float = 0.0
    after_s: float = 0.0

    def __post_init__(self) -> None:
        for opens, closes in self.intervals:
            if closes < opens:
                raise InputError(
                    f"{self.name}: {closes.isoformat()} is before {opens.isoformat()}; a blackout "
                    f"ends after it begins"
                )
        if self.before_s < 0.0 or self.after_s < 0.0:
            raise InputError(
                f"{self.name}: the margin about a blackout must be at least 0 s, got "
                f"{min(self.before_s, self.after_s)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacingWish:
    """At least `hours_h` from other lift-offs: at given instants, or of missions of the plan."""

    name: str
    hours_h: float
    launches: tuple[datetime, ...] = ()
    missions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.hours_h <= 0.0:
            raise InputError(f"{self.name}: the spacing must be more than 0 h, got {self.hours_h}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparationLightWish:
    """The Sun shines on the spacecraft where it separates, or the Earth hides it."""

    name: str
    light: Light = "sunlit"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOrbitLightWish:
    """The share of the first revolution that lies in sunlight is within limits."""

    name: str
    from_fraction: float = 0.0
    to_fraction: float = 1.0

    def __post_init__(self) -> None:
        _require_span(self.name, self.from_fraction, self.to_fraction, limits=(0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaWish:
    """The Sun's height over the orbit plane is within limits; `either_side` ignores its sign."""

    name: str
    from_deg: float = -90.0
    to_deg: float = 90.0
    either_side: bool = False

    def __post_init__(self) -> None:
        _require_span(self.name, self.from_deg, self.to_deg, limits=(-90.0, 90.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class EclipseWish:
    """No eclipse of the first revolutions is longer than given, and none at all begins earlier."""

    name: str
    revolutions: int = 1
    longest_min: float | None = None
    first_after_min: float | None = None

    def __post_init__(self) -> None:
        if self.longest_min is None and self.first_after_min is None:
            raise InputError(f"{self.name}: needs longest_min, first_after_min, or both")
        if not 1 <= self.revolutions <= 100:
            raise InputError(f"{self.name}: revolutions must be 1 to 100, got {self.revolutions}")
        for value_min in (self.longest_min, self.first_after_min):
            if value_min is not None and value_min < 0.0:
                raise InputError(f"{self.name}: minutes must be at least 0, got {value_min}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyAngleWish:
    """The angle at separation between a direction of the orbit and Sun or Moon is within limits."""

    name: str
    of: Direction
    body: Body = "sun"
    from_deg: float = 0.0
    to_deg: float = 180.0

    def __post_init__(self) -> None:
        _require_span(self.name, self.from_deg, self.to_deg, limits=(0.0, 180.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorWish:
    """Sun or Moon stay out of a sensor's cone at separation, unless the Earth hides them.

    `boresight` is given along the velocity's horizontal part, along the orbit's normal, and
    upwards, of any length.
    """

    name: str
    boresight: tuple[float, float, float]
    half_angle_deg: float
    body: Body = "sun"

    def __post_init__(self) -> None:
        if not any(self.boresight):
            raise InputError(f"{self.name}: boresight [0, 0, 0] points nowhere")
        if not 0.0 < self.half_angle_deg < 180.0:
            raise InputError(
                f"{self.name}: half_angle_deg must be inside 0 to 180, got {self.half_angle_deg}"
            )


RuleWish: TypeAlias = (
    SunWish
    | HoursWish
    | BlackoutWish
    | SpacingWish
    | SeparationLightWish
    | FirstOrbitLightWish
    | BetaWish
    | EclipseWish
    | BodyAngleWish
    | SensorWish
)


WISHES_OF_A_FLIGHT = (
    SeparationLightWish,
    FirstOrbitLightWish,
    EclipseWish,
    BodyAngleWish,
    SensorWish,
)
"""Those that look at how an ascent ends."""


def require_shift(name: str, from_h: float, to_h: float, *, days: tuple[int, ...]) -> None:
    """Raise InputError unless hours lie in a day, leave time, and begin on days of the week."""
    for hour_h in (from_h, to_h):
        if not 0.0 <= hour_h <= 24.0:
            raise InputError(f"{name}: an hour must be 0 to 24, got {hour_h}")
    if from_h == to_h:
        raise InputError(f"{name}: {from_h} h to {to_h} h leaves no time")
    if not days or set(days) - set(EVERY_DAY):
        raise InputError(f"{name}: days of the week are 1 (Monday) to 7 (Sunday), got {days}")


def _require_span(name: str, low: float, high: float, *, limits: tuple[float, float]) -> None:
    least, most = limits
    if not least <= low < high <= most:
        raise InputError(
            f"{name}: must go from a lower to a higher value within {least:g} to {most:g}, "
            f"got {low:g} to {high:g}"
        )
