"""When does the orbit get the light its spacecraft needs: beta angle, eclipses, first revolution?

Beta angle, and what the shadow makes of a circular orbit in the long run, follow from the plane
alone. What happens in the first revolutions needs the place of separation, and so an ascent.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.orbit.beta import beta_angle_rad, beta_of_plane_rad, circular_eclipse_s
from cosmodrome.orbit.eclipse import ShadowPassages, shadow_passages
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.orbit.sun import sun_direction
from cosmodrome.windows.allowed import Limits, within
from cosmodrome.windows.flown_orbit import FlownOrbit
from cosmodrome.windows.intervals import Interval, intersection, union

Floats = NDArray[np.float64]

# Light over revolutions changes as slowly as the pad turns; peaks between samples are followed.
STEP_S = 1800.0
A_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BetaWithin:
    """Allowed while the Sun's height over the orbit plane is within limits."""

    name: str
    orbit: FlownOrbit | OrbitPlane
    from_deg: float
    to_deg: float
    either_side: bool

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs into planes so lit."""
        if not self.either_side:
            limits = Limits(low=self.from_deg, high=self.to_deg)
            return within(self.beta_deg, limits, first, last)
        most = Limits(low=-self.to_deg, high=self.to_deg)
        near = within(self.beta_deg, most, first, last)
        if self.from_deg <= 0.0:
            return near
        above = within(self.beta_deg, Limits(low=self.from_deg), first, last)
        below = within(self.beta_deg, Limits(high=-self.from_deg), first, last)
        return intersection(near, union(above, below))

    def beta_deg(self, origin: datetime, t_s: Floats) -> Floats:
        """Return the beta angle of the plane for lift-offs after an origin."""
        if isinstance(self.orbit, OrbitPlane):
            return np.degrees(beta_of_plane_rad(self.orbit, origin, t_s))
        sun, raan_rad = sun_direction(origin, t_s), self.orbit.raan_rad(origin, t_s)
        return np.degrees(beta_angle_rad(raan_rad, self.orbit.inclination_rad, sun))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EclipseOfPlane:
    """Allowed while a circular orbit in the plane is never longer in shadow, by closed form."""

    name: str
    plane: OrbitPlane
    radius_m: float
    longest_min: float

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs into planes whose shadow is short enough."""
        return within(self.eclipse_min, Limits(high=self.longest_min), first, last)

    def eclipse_min(self, origin: datetime, t_s: Floats) -> Floats:
        """Return the length of the eclipse of a revolution."""
        beta_rad = beta_of_plane_rad(self.plane, origin, t_s)
        eclipse_s = circular_eclipse_s(self.radius_m, self.plane.inclination_rad, beta_rad)
        return eclipse_s / A_MINUTE_S


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EclipseWithin:
    """Allowed if over the first revolutions no stay in shadow is too long, and none is too early.

    The shadow is the umbra. A stay that separation cuts short counts from there.
    """

    name: str
    flown: FlownOrbit
    revolutions: int
    longest_min: float | None
    first_after_min: float | None

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs whose eclipses are within the limits."""
        longest, soonest = Limits(high=self.longest_min), Limits(low=self.first_after_min)
        short = within(self.longest_stay_min, longest, first, last, step_s=STEP_S)
        late = within(self.first_stay_min, soonest, first, last, step_s=STEP_S)
        return intersection(short, late)

    def longest_stay_min(self, origin: datetime, t_s: Floats) -> Floats:
        """Return the longest stay in shadow of the revolutions."""
        return _passages(self.flown, origin, t_s, self.revolutions).longest_s() / A_MINUTE_S

    def first_stay_min(self, origin: datetime, t_s: Floats) -> Floats:
        """Return when the first stay begins after separation; if none, beyond the limit."""
        limit_s = (self.first_after_min or 0.0) * A_MINUTE_S
        # As many as the limit lasts, and what J2 makes of their length.
        revolutions = math.ceil(limit_s / self.flown.elements_at_separation.period_s * 1.01) or 1
        return _passages(self.flown, origin, t_s, revolutions).first_s() / A_MINUTE_S


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FirstOrbitLight:
    """Allowed if the share of the first revolution out of the umbra is within limits."""

    name: str
    flown: FlownOrbit
    from_fraction: float
    to_fraction: float

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs whose first revolution is lit so."""
        limits = Limits(
            low=self.from_fraction if self.from_fraction > 0.0 else None,
            high=self.to_fraction if self.to_fraction < 1.0 else None,
        )
        return within(self.sunlit_fraction, limits, first, last, step_s=STEP_S)

    def sunlit_fraction(self, origin: datetime, t_s: Floats) -> Floats:
        """Return the share of the first revolution in sunlight, of lift-offs after an origin."""
        return _passages(self.flown, origin, t_s, 1).sunlit_fraction()


def _passages(flown: FlownOrbit, origin: datetime, t_s: Floats, revolutions: int) -> ShadowPassages:
    return shadow_passages(
        flown.elements_at_separation,
        flown.raan_rad(origin, t_s),
        origin=origin,
        starts_s=t_s + flown.separation_s,
        revolutions=revolutions,
    )
