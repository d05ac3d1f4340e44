"""When do Sun and Moon stand well for the spacecraft at the moment it separates?

All these need an ascent: its end turns with the Earth, so that each lift-off has its own place of
separation among the stars.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.manifest.rule import Body, Direction, Light
from cosmodrome.orbit.eclipse import sunlight_margin_rad
from cosmodrome.orbit.moon import moon_position_m
from cosmodrome.orbit.sun import sun_position_m
from cosmodrome.units import rad
from cosmodrome.windows.allowed import allowed_intervals
from cosmodrome.windows.flown_orbit import FlownOrbit
from cosmodrome.windows.intervals import Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeparationLight:
    """Allowed where the whole Sun shines on the spacecraft at separation, or none of it."""

    name: str
    flown: FlownOrbit
    light: Light

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the lift-offs that separate in such light."""
        return allowed_intervals(self.margin_rad, first, last)

    def margin_rad(self, origin: datetime, t_s: Floats) -> Floats:
        """Return how far the separation of a lift-off is from the edge of the shadow."""
        r_m, _ = self.flown.at_separation(origin, t_s)
        sun_m = sun_position_m(origin, t_s + self.flown.separation_s)
        if self.light == "sunlit":
            return sunlight_margin_rad(r_m, sun_m, shadow="penumbra")
        return -sunlight_margin_rad(r_m, sun_m, shadow="umbra")


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
        return allowed_intervals(self.margin_rad, first, last)

    def margin_rad(self, origin: datetime, t_s: Floats) -> Floats:
        """Return how far the angle at separation is inside its limits."""
        r_m, v_m_s = self.flown.at_separation(origin, t_s)
        body_m = _body_m(self.body, origin, t_s + self.flown.separation_s)
        angle_rad = _angle_rad(_direction(self.of, r_m, v_m_s), body_m - r_m)
        margin_rad = np.full(t_s.shape, math.pi)
        if self.from_deg > 0.0:
            margin_rad = np.minimum(margin_rad, angle_rad - rad(self.from_deg))
        if self.to_deg < 180.0:
            margin_rad = np.minimum(margin_rad, rad(self.to_deg) - angle_rad)
        return margin_rad


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
        return allowed_intervals(self.margin_rad, first, last)

    def margin_rad(self, origin: datetime, t_s: Floats) -> Floats:
        """Return how far the body is outside the cone, or below the horizon, the better of both."""
        r_m, v_m_s = self.flown.at_separation(origin, t_s)
        up, normal = _unit(r_m), _unit(np.cross(r_m, v_m_s))
        along, across, upwards = self.boresight
        axis = along * np.cross(normal, up) + across * normal + upwards * up
        body_m = _body_m(self.body, origin, t_s + self.flown.separation_s)
        outside_rad = _angle_rad(axis, body_m - r_m) - rad(self.half_angle_deg)
        hidden_rad = -sunlight_margin_rad(r_m, body_m, shadow="cylinder")
        return np.asarray(np.maximum(outside_rad, hidden_rad))


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
