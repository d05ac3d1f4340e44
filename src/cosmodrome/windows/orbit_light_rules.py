"""When does the orbit get the light its spacecraft needs: beta angle, eclipses, first revolution?

Beta angle, and what the shadow makes of a circular orbit in the long run, follow from the plane
alone. What happens in the first revolutions needs the place of separation, and so an ascent.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.orbit.beta import beta_angle_rad, beta_of_plane_rad, circular_eclipse_s
from cosmodrome.orbit.eclipse import ShadowPassages, shadow_passages
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.orbit.sun import sun_direction
from cosmodrome.units import rad
from cosmodrome.windows.allowed import allowed_intervals
from cosmodrome.windows.flown_orbit import FlownOrbit
from cosmodrome.windows.intervals import Interval

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
        return allowed_intervals(self.margin_rad, first, last)

    def margin_rad(self, origin: datetime, t_s: Floats) -> Floats:
        """Return how far the beta angle is inside its limits."""
        beta_rad = _beta_rad(self.orbit, origin, t_s)
        if self.either_side:
            beta_rad = np.abs(beta_rad)
        return np.asarray(np.minimum(beta_rad - rad(self.from_deg), rad(self.to_deg) - beta_rad))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EclipseOfPlane:
    """Allowed while a circular orbit in the plane is never longer in shadow, by closed form."""

    name: str
    plane: OrbitPlane
    radius_m: float
    longest_min: float

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs into planes whose shadow is short enough."""
        return allowed_intervals(self.margin_s, first, last)

    def margin_s(self, origin: datetime, t_s: Floats) -> Floats:
        """Return by how much the eclipse of a revolution is shorter than allowed."""
        beta_rad = beta_of_plane_rad(self.plane, origin, t_s)
        eclipse_s = circular_eclipse_s(self.radius_m, self.plane.inclination_rad, beta_rad)
        return self.longest_min * A_MINUTE_S - eclipse_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EclipseWithin:
    """Allowed if over the first revolutions no stay in shadow is too long, or begins too early.

    The shadow is the umbra. A stay that separation cuts short counts from there.
    """

    name: str
    flown: FlownOrbit
    revolutions: int
    longest_min: float | None
    first_after_min: float | None

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs whose eclipses are within the limits."""
        return allowed_intervals(self.margin_s, first, last, step_s=STEP_S)

    def margin_s(self, origin: datetime, t_s: Floats) -> Floats:
        """Return how far the eclipses of a lift-off are within the limits."""
        passages = _passages(self.flown, origin, t_s, self.revolutions)
        margin_s = np.full(t_s.shape, passages.end_s)
        if self.longest_min is not None:
            margin_s = np.minimum(margin_s, self.longest_min * A_MINUTE_S - passages.longest_s())
        if self.first_after_min is not None:
            margin_s = np.minimum(margin_s, passages.first_s() - self.first_after_min * A_MINUTE_S)
        return margin_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FirstOrbitLight:
    """Allowed if the share of the first revolution out of the umbra is within limits."""

    name: str
    flown: FlownOrbit
    from_fraction: float
    to_fraction: float

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs whose first revolution is lit so."""
        return allowed_intervals(self.margin_ratio, first, last, step_s=STEP_S)

    def margin_ratio(self, origin: datetime, t_s: Floats) -> Floats:
        """Return how far the share in sunlight is inside its limits."""
        share = _passages(self.flown, origin, t_s, 1).sunlit_fraction()
        return np.asarray(np.minimum(share - self.from_fraction, self.to_fraction - share))


def _beta_rad(orbit: FlownOrbit | OrbitPlane, origin: datetime, t_s: Floats) -> Floats:
    if isinstance(orbit, OrbitPlane):
        return beta_of_plane_rad(orbit, origin, t_s)
    sun = sun_direction(origin, t_s)
    return beta_angle_rad(orbit.raan_rad(origin, t_s), orbit.inclination_rad, sun)


def _passages(flown: FlownOrbit, origin: datetime, t_s: Floats, revolutions: int) -> ShadowPassages:
    return shadow_passages(
        flown.elements_at_separation,
        flown.raan_rad(origin, t_s),
        origin=origin,
        starts_s=t_s + flown.separation_s,
        revolutions=revolutions,
    )
