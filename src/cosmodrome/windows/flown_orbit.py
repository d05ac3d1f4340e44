"""Where does the spacecraft separate, and in which orbit, for each lift-off that might be?

The whole flight turns with the Earth: shifted in time, it ends over the same place. So its states
in the sky follow from one ascent by a turn about the Earth's axis.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.errors import InputError
from cosmodrome.orbit.elements import OrbitElements, elements_from_state
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.sidereal import earth_turn_rad

if TYPE_CHECKING:  # windows without a vehicle need no optimiser
    from cosmodrome.ascent.optimise import Ascent

Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlownOrbit:
    """How a flight ends: states in the inertial axes that are those of ECEF at lift-off.

    `injection_s` and `separation_s` count from lift-off. `elements_at_separation` are osculating,
    but for plane and node, which are freed of their J2 ripple; the node counts from the meridian of
    Greenwich at lift-off.
    """

    r_eci_m: Vectors
    v_eci_m_s: Vectors
    injection_s: float
    separation_s: float
    r_separation_eci_m: Vectors
    v_separation_eci_m_s: Vectors
    elements_at_separation: OrbitElements

    @property
    def inclination_rad(self) -> float:
        """Return the mean inclination of the orbit to the equator."""
        return self.elements_at_separation.inclination_rad

    def raan_rad(self, origin: datetime, t_s: ArrayLike) -> NDArray[np.float64]:
        """Return the right ascension of the node at separation, true of date.

        Parameters
        ----------
        origin : datetime
            Where time counts from.
        t_s : float or ndarray
            Lift-offs [s] after `origin`, within a year or so of it.
        """
        angle_rad = self.elements_at_separation.raan_rad + earth_turn_rad(origin, t_s)
        return angle_rad % (2.0 * math.pi)

    def at_separation(self, origin: datetime, t_s: ArrayLike) -> tuple[Vectors, Vectors]:
        """Return position [m] and velocity [m/s] at separation, true equator and equinox of date.

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
        return (
            _turned(self.r_separation_eci_m, angle_rad),
            _turned(self.v_separation_eci_m_s, angle_rad),
        )


def flown_orbit_of_state(
    r_eci_m: Vectors, v_eci_m_s: Vectors, *, injection_s: float, separation_s: float
) -> FlownOrbit:
    """Return the end of a flight from its state at injection; until separation it coasts.

    Raises
    ------
    InputError
        If the separation is before the injection.
    """
    coast_s = separation_s - injection_s
    if coast_s < 0.0:
        raise InputError(
            f"separation_s {separation_s:.1f} is before injection_s {injection_s:.1f}; a "
            f"spacecraft separates after injection"
        )
    r_m, v_m_s = r_eci_m, v_eci_m_s
    if coast_s > 0.0:
        positions, velocities = coasted(r_eci_m, v_eci_m_s, np.array([coast_s]))
        r_m, v_m_s = positions[0], velocities[0]
    return FlownOrbit(
        r_eci_m=r_eci_m,
        v_eci_m_s=v_eci_m_s,
        injection_s=injection_s,
        separation_s=separation_s,
        r_separation_eci_m=r_m,
        v_separation_eci_m_s=v_m_s,
        elements_at_separation=mean_plane(elements_from_state(r_m, v_m_s)),
    )


def flown_orbit(ascent: "Ascent") -> FlownOrbit:
    """Return how an optimised ascent ends; it releases the spacecraft at injection."""
    return flown_orbit_of_state(
        ascent.injection.r_eci_m,
        ascent.injection.v_eci_m_s,
        injection_s=ascent.profile.end_s,
        separation_s=ascent.profile.end_s,
    )


def _turned(vector: Vectors, angle_rad: NDArray[np.float64]) -> Vectors:
    """Return a vector, shape (3,), turned eastwards about the pole by each of some angles."""
    sine, cosine = np.sin(angle_rad), np.cos(angle_rad)
    x, y, z = vector
    return np.stack([cosine * x - sine * y, sine * x + cosine * y, np.full(sine.shape, z)], axis=-1)
