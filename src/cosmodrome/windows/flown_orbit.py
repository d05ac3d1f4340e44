"""Where does the spacecraft separate, and in which orbit, for each lift-off that might be?

The whole flight turns with the Earth: shifted in time, it ends over the same place. So its states
in the sky follow from one ascent by a turn about the Earth's axis.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.epochs import (
    SIDEREAL_RATE_RAD_S,
    apparent_sidereal_angle_rad,
    earth_rotation_angle_rad,
)
from cosmodrome.orbit.elements import OrbitElements, elements_from_state
from cosmodrome.orbit.plane import OrbitPlane

if TYPE_CHECKING:  # windows without a vehicle need no optimiser
    from cosmodrome.ascent.optimise import Ascent

TURN_RAD = 2.0 * math.pi


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlownOrbit:
    """How a flight ends: state at injection, in the axes that are those of ECEF at lift-off.

    `injection_s` and `separation_s` count from lift-off. This catalogue's ascents release the
    spacecraft at injection, so `flown_orbit` gives both alike.
    """

    r_eci_m: NDArray[np.float64]
    v_eci_m_s: NDArray[np.float64]
    injection_s: float
    separation_s: float

    @property
    def elements(self) -> OrbitElements:
        """Return the osculating elements; the node counts from the Greenwich meridian."""
        return elements_from_state(self.r_eci_m, self.v_eci_m_s)

    def node_turn_rad(self, origin: datetime, t_s: ArrayLike) -> NDArray[np.float64]:
        """Return what makes right ascensions, true of date, of angles from Greenwich at lift-off.

        Parameters
        ----------
        origin : datetime
            Where time counts from.
        t_s : float or ndarray
            Lift-offs [s] after `origin`, within a year or so of it.
        """
        return earth_turn_rad(origin, t_s)

    def inertial(
        self, origin: datetime, t_s: ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return position [m] and velocity [m/s] at injection, true equator and equinox of date.

        Parameters
        ----------
        origin : datetime
            Where time counts from.
        t_s : float or ndarray, shape (n,)
            Lift-offs [s] after `origin`, within a year or so of it.

        Returns
        -------
        tuple of ndarray, shape (3,) or (n, 3)
        """
        angle_rad = earth_turn_rad(origin, t_s)
        return turned(self.r_eci_m, angle_rad), turned(self.v_eci_m_s, angle_rad)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitOfPlane:
    """An orbit of which no ascent is known: its plane in the sky and its shape."""

    plane: OrbitPlane
    semi_major_axis_m: float
    eccentricity: float

    def raan_rad(self, origin: datetime, t_s: ArrayLike) -> NDArray[np.float64]:
        """Return the right ascension of the node, true of date, at times after an origin."""
        times_s = np.asarray(t_s, float)
        from_origin_rad = _origins_apart_rad(origin, times_s)
        drift_rad = self.plane.node_rate_rad_s * times_s
        return (self.plane.node_at_rad(origin) + drift_rad + from_origin_rad) % TURN_RAD


def flown_orbit(ascent: "Ascent") -> FlownOrbit:
    """Return how an optimised ascent ends."""
    return FlownOrbit(
        r_eci_m=ascent.injection.r_eci_m,
        v_eci_m_s=ascent.injection.v_eci_m_s,
        injection_s=ascent.profile.end_s,
        separation_s=ascent.profile.end_s,
    )


def orbit_of_plane(
    plane: OrbitPlane, semi_major_axis_m: float, eccentricity: float
) -> OrbitOfPlane:
    """Return the orbit of a plane, for rules that look at no more than plane and shape."""
    return OrbitOfPlane(plane=plane, semi_major_axis_m=semi_major_axis_m, eccentricity=eccentricity)


def earth_turn_rad(origin: datetime, t_s: ArrayLike) -> NDArray[np.float64]:
    """Return apparent sidereal time at Greenwich, at times after an origin.

    The Earth turns evenly; the equinox it is counted from wanders by 46 arc seconds a year, taken
    as even over the span (0.1 s of time at most are left of its nodding).
    """
    times_s = np.asarray(t_s, float)
    turn_rad = earth_rotation_angle_rad(origin) + SIDEREAL_RATE_RAD_S * times_s
    return (turn_rad + _origins_apart_rad(origin, times_s)) % TURN_RAD


def _origins_apart_rad(origin: datetime, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how much the true equinox is west of the celestial intermediate origin."""
    last_s = max(times_s.ravel().tolist(), key=abs, default=0.0)
    here_rad = _origin_apart_rad(origin)
    if last_s == 0.0:
        return np.full(times_s.shape, here_rad)
    there_rad = _origin_apart_rad(origin + timedelta(seconds=last_s))
    return here_rad + (there_rad - here_rad) * (times_s / last_s)


def _origin_apart_rad(instant: datetime) -> float:
    apart_rad = apparent_sidereal_angle_rad(instant) - earth_rotation_angle_rad(instant)
    return math.remainder(apart_rad, TURN_RAD)


def turned(vector: NDArray[np.float64], angle_rad: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a vector, shape (3,), turned eastwards about the pole by each of some angles."""
    sine, cosine = np.sin(angle_rad), np.cos(angle_rad)
    x, y, z = vector
    return np.stack([cosine * x - sine * y, sine * x + cosine * y, np.full(sine.shape, z)], axis=-1)
