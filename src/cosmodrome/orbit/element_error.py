"""How far is a forecast from a two-line element wrong, by the age of the element?"""

import math
from dataclasses import dataclass
from datetime import datetime

from cosmodrome.errors import InputError
from cosmodrome.orbit.station import StationOrbit

REFERENCE_AGE_D = 10.0
# Standard deviation of an angle that may be anything.
UNKNOWN_ANGLE_DEG = 360.0 / math.sqrt(12.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementErrors:
    """Expected errors, one sigma: at the epoch, and ten days from it.

    That of a crossing of the plane grows evenly; that of the phase, the place in the plane, with
    the square of the age, because drag and burns of the station change its speed. From `stale_d`
    on a forecast carries a warning.
    """

    crossing_at_epoch_s: float
    crossing_in_ten_days_s: float
    phase_at_epoch_deg: float
    phase_in_ten_days_deg: float
    stale_d: float

    def __post_init__(self) -> None:
        for name in ("crossing_in_ten_days_s", "phase_in_ten_days_deg", "stale_d"):
            if getattr(self, name) <= 0.0:
                raise InputError(f"{name} must be positive, got {getattr(self, name)}")

    def crossing_s(self, age_d: float) -> float:
        """Return the expected error of a crossing of the plane [s]."""
        grown_s = self.crossing_in_ten_days_s * age_d / REFERENCE_AGE_D
        return math.hypot(self.crossing_at_epoch_s, grown_s)

    def phase_deg(self, age_d: float) -> float:
        """Return the expected error of the phase [deg], at most that of one wholly unknown."""
        grown_deg = self.phase_in_ten_days_deg * (age_d / REFERENCE_AGE_D) ** 2
        return min(math.hypot(self.phase_at_epoch_deg, grown_deg), UNKNOWN_ANGLE_DEG)


def warning_of_age(
    station: StationOrbit, errors: ElementErrors, *, first: datetime, last: datetime
) -> str | None:
    """Return what to tell of a span for which the element is old, or not yet valid; None if good.

    A span is judged by the end that is further from the epoch of the element.
    """
    age_d = max(station.age_d(first), station.age_d(last), key=abs)
    if abs(age_d) < errors.stale_d:
        return None
    side = "old" if age_d > 0.0 else "in the future"
    return (
        f"the two-line element of {station.number} is of {station.epoch:%Y-%m-%d}, "
        f"{abs(age_d):.0f} d {side} at the end of the span: expect crossings to be off by "
        f"{errors.crossing_s(age_d):.0f} s and the station's phase by "
        f"{errors.phase_deg(age_d):.0f} deg (1 sigma); take an element from within "
        f"{errors.stale_d:.0f} d"
    )
