"""Where would it come down if the engines stopped now and there were no air?"""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.errors import InputError
from cosmodrome.orbit.frames import place_of_ecef
from cosmodrome.physics.earth import OMEGA, ellipsoid_altitude_m, rotate_about_pole
from cosmodrome.physics.kepler import descent

ROUNDS = 5
"""The radius of the ellipsoid depends on where the orbit meets it; five rounds are exact."""


def vacuum_impact_points(
    r_eci_m: NDArray[np.float64], v_eci_m_s: NDArray[np.float64], *, t_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the vacuum instantaneous impact points of states.

    Kepler orbits followed down to the WGS-84 ellipsoid, on the turning Earth. Good for traces: J2
    moves them by up to 3 km in the flight of a second stage and 13 km late in an ascent, air by
    tens of kilometres.

    Parameters
    ----------
    r_eci_m, v_eci_m_s : ndarray, shape (n, 3)
        Inertial states at `t_s`; ECI coincides with ECEF at lift-off.
    t_s : ndarray, shape (n,)
        Times after lift-off.

    Returns
    -------
    ndarray, shape (n, 3)
        Longitude [deg], latitude [deg] and time of impact after lift-off [s]; not-a-number where
        the orbit does not meet the ground.

    Raises
    ------
    InputError
        If the shapes do not agree.
    """
    count = len(t_s)
    if r_eci_m.shape != (count, 3) or v_eci_m_s.shape != (count, 3):
        raise InputError(
            f"impact points of {count} times need states of shape {(count, 3)}, "
            f"got {r_eci_m.shape} and {v_eci_m_s.shape}"
        )
    place = np.array(r_eci_m, dtype=np.float64)
    fall_s = np.zeros(count)
    radius = np.linalg.norm(place, axis=1)
    radius -= ellipsoid_altitude_m(*place.T)
    (rx, ry, rz), (vx, vy, vz) = place.T, np.asarray(v_eci_m_s, dtype=np.float64).T
    # An orbit that stays above the sphere has no crossing: the formula's roots say so with NaN.
    with np.errstate(invalid="ignore"):
        for _ in range(ROUNDS):
            x, y, z, fall_s = descent(rx, ry, rz, vx, vy, vz, radius, EARTH_MU_M3_S2)
            place = np.column_stack((x, y, z))
            radius = radius - ellipsoid_altitude_m(x, y, z)
    return places_of_eci(place, t_s + fall_s)


def places_of_eci(r_eci_m: NDArray[np.float64], t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude [deg], latitude [deg] and the time itself under inertial positions."""
    places = np.full((len(t_s), 3), np.nan)
    found = np.isfinite(r_eci_m).all(axis=1) & np.isfinite(t_s)
    x, y = rotate_about_pole(r_eci_m[found, 0], r_eci_m[found, 1], -OMEGA * t_s[found])
    latitude, longitude, _ = place_of_ecef(np.column_stack((x, y, r_eci_m[found, 2])))
    places[found] = np.column_stack((np.degrees(longitude), np.degrees(latitude), t_s[found]))
    return places
