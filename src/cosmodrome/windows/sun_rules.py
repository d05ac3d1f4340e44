"""When does the Sun over the pad give the light, or the dark, that a lift-off needs?"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.manifest.rule import SUN_KINDS, Half
from cosmodrome.orbit.sidereal import earth_turn_rad
from cosmodrome.orbit.sun import sun_direction, sun_elevation_rad
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import rad
from cosmodrome.windows.allowed import Limits, within
from cosmodrome.windows.intervals import Interval, intersection


@dataclass(frozen=True, slots=True, kw_only=True)
class SunHeight:
    """Allowed while the Sun's centre stands between two heights over a place, without refraction.

    With `half`, only while it rises (dawn: east of the meridian) or sets (dusk).
    """

    name: str
    latitude_deg: float
    longitude_deg: float
    from_deg: float = -90.0
    to_deg: float = 90.0
    half: Half | None = None

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the hours of such light, to a second."""
        limits = Limits(
            low=self.from_deg if self.from_deg > -90.0 else None,
            high=self.to_deg if self.to_deg < 90.0 else None,
        )
        light = within(self.height_deg, limits, first, last)
        if self.half is None:
            return light
        side = Limits(low=0.0) if self.half == "dawn" else Limits(high=0.0)
        return intersection(light, within(self.east_of_meridian_deg, side, first, last))

    def height_deg(self, origin: datetime, t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the height of the Sun's centre at seconds after an origin."""
        place = rad(self.latitude_deg), rad(self.longitude_deg)
        return np.degrees(sun_elevation_rad(*place, origin, t_s))

    def east_of_meridian_deg(
        self, origin: datetime, t_s: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the angle between the Sun and the plane of the pad's meridian."""
        meridian_rad = earth_turn_rad(origin, t_s) + rad(self.longitude_deg)
        sun = sun_direction(origin, t_s)
        east = np.cos(meridian_rad) * sun[..., 1] - np.sin(meridian_rad) * sun[..., 0]
        return np.degrees(np.arcsin(np.clip(east, -1.0, 1.0)))


def sun_rule(
    kind: str, complex: LaunchComplex, *, name: str | None = None, half: Half | None = None
) -> SunHeight:
    """Return the rule of a kind of light at a pad, such as ``daylight`` or ``dark-nautical``."""
    from_deg, to_deg = SUN_KINDS[kind]
    return SunHeight(
        name=name or kind,
        latitude_deg=complex.latitude_deg,
        longitude_deg=complex.longitude_deg,
        from_deg=from_deg,
        to_deg=to_deg,
        half=half,
    )


def daylight(complex: LaunchComplex) -> SunHeight:
    """Return the rule that the Sun is up at the pad."""
    return sun_rule("daylight", complex)


def darkness(complex: LaunchComplex) -> SunHeight:
    """Return the rule that the Sun is down at the pad."""
    return sun_rule("darkness", complex)
