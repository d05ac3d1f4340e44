"""When do Sun and Moon stand well for the spacecraft at the moment it separates?

All these need an ascent: its end turns with the Earth, so that each lift-off has its own place of
separation among the stars.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.manifest.rule import Body, Direction, Light
from cosmodrome.orbit.eclipse import Shadow, sunlight_margin_rad
from cosmodrome.orbit.moon import moon_position_m
from cosmodrome.orbit.sun import sun_position_m
from cosmodrome.windows.allowed import Limits, within
from cosmodrome.windows.flown_orbit import FlownOrbit
from cosmodrome.windows.intervals import Interval, union

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeparationLight:
    """Allowed where the whole Sun shines on the spacecraft at separation, or none of it."""

    name: str
    flown: FlownOrbit
    light: Light

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs that separate in such light."""
        side = Limits(low=0.0) if self.light == "sunlit" else Limits(high=0.0)
        return within(self.clear_of_shadow_rad, side, first, last)

    def clear_of_shadow_rad(self, origin: datetime, t_s: Floats) -> Floats:
        """Return how far separation is outside the shadow that the light asked for excludes."""
        r_m, _ = self.flown.at_separation(origin, t_s)
        sun_m = sun_position_m(origin, t_s + self.flown.separation_s)
        shadow: Shadow = "penumbra" if self.light == "sunlit" else "umbra"
        return sunlight_margin_rad(r_m, sun_m, shadow=shadow)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BodyAngle:
    """Allowed while a direction of the orbit makes an angle within limits with Sun or Moon."""

    name: str
    flown: FlownOrbit
    of: Direction
    body: Body
    from_deg: float
    to_deg: float

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs that separate at such an angle."""
        limits = Limits(
            low=self.from_deg if self.from_deg > 0.0 else None,
            high=self.to_deg if self.to_deg < 180.0 else None,
        )
        return within(self.angle_deg, limits, first, last)

    def angle_deg(self, origin: datetime, t_s: Floats) -> Floats:
        """Return the angle at the separation of lift-offs after an origin."""
        r_m, v_m_s = self.flown.at_separation(origin, t_s)
        body_m = _body_m(self.body, origin, t_s + self.flown.separation_s)
        return np.degrees(_angle_rad(_direction(self.of, r_m, v_m_s), body_m - r_m))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SensorClear:
    """Allowed while Sun or Moon is outside a sensor's cone at separation, or behind the Earth.

    `boresight` is counted along the horizontal part of the velocity, the orbit's normal, and up.
    """

    name: str
    flown: FlownOrbit
    boresight: tuple[float, float, float]
    half_angle_deg: float
    body: Body

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs that leave the sensor clear."""
        outside = within(self.off_boresight_deg, Limits(low=self.half_angle_deg), first, last)
        return union(outside, within(self.above_horizon_rad, Limits(high=0.0), first, last))

    def off_boresight_deg(self, origin: datetime, t_s: Floats) -> Floats:
        """Return the angle at separation between boresight and body."""
        r_m, v_m_s, body_m = self._seen(origin, t_s)
        up, normal = _unit(r_m), _unit(np.cross(r_m, v_m_s))
        along, across, upwards = self.boresight
        axis = along * np.cross(normal, up) + across * normal + upwards * up
        return np.degrees(_angle_rad(axis, body_m - r_m))

    def above_horizon_rad(self, origin: datetime, t_s: Floats) -> Floats:
        """Return how far the body is from the Earth's limb at separation, negative behind it."""
        r_m, _, body_m = self._seen(origin, t_s)
        return sunlight_margin_rad(r_m, body_m, shadow="cylinder")

    def _seen(self, origin: datetime, t_s: Floats) -> tuple[Floats, Floats, Floats]:
        r_m, v_m_s = self.flown.at_separation(origin, t_s)
        return r_m, v_m_s, _body_m(self.body, origin, t_s + self.flown.separation_s)


def _body_m(body: Body, origin: datetime, t_s: Floats) -> Floats:
    return sun_position_m(origin, t_s) if body == "sun" else moon_position_m(origin, t_s)


def _direction(of: Direction, r_m: Floats, v_m_s: Floats) -> Floats:
    if of == "velocity":
        return v_m_s
    if of == "normal":
        return np.cross(r_m, v_m_s)
    if of in ("zenith", "nadir"):
        return r_m if of == "zenith" else -r_m
    perigee = _perigee_vectors(r_m, v_m_s)
    return perigee if of == "perigee" else -perigee


def _perigee_vectors(r_m: Floats, v_m_s: Floats) -> Floats:
    """Return eccentricity vectors, towards perigee."""
    speed_2 = np.sum(v_m_s * v_m_s, axis=-1, keepdims=True)
    radial = np.sum(r_m * v_m_s, axis=-1, keepdims=True)
    radius_m = np.linalg.norm(r_m, axis=-1, keepdims=True)
    first = (speed_2 / EARTH_MU_M3_S2 - 1.0 / radius_m) * r_m
    return np.asarray(first - radial / EARTH_MU_M3_S2 * v_m_s)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def _angle_rad(one: Floats, other: Floats) -> Floats:
    cosine = np.sum(_unit(one) * _unit(other), axis=-1)
    return np.asarray(np.arccos(np.clip(cosine, -1.0, 1.0)))
