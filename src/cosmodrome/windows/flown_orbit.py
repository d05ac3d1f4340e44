"""Where does the spacecraft separate, and in which orbit, for each lift-off that might be?

The whole flight turns with the Earth: shifted in time, it ends over the same place. So its states
in the sky follow from one ascent by a turn about the Earth's axis.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.orbit.elements import OrbitElements, elements_from_state
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.orbit.sidereal import earth_turn_rad, raan_of_plane_rad

if TYPE_CHECKING:  # windows without a vehicle need no optimiser
    from cosmodrome.ascent.optimise import Ascent


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
        return raan_of_plane_rad(self.plane, origin, t_s)


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


def turned(vector: NDArray[np.float64], angle_rad: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a vector, shape (3,), turned eastwards about the pole by each of some angles."""
    sine, cosine = np.sin(angle_rad), np.cos(angle_rad)
    x, y, z = vector
    return np.stack([cosine * x - sine * y, sine * x + cosine * y, np.full(sine.shape, z)], axis=-1)
