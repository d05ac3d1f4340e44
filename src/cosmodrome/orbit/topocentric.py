"""Where does a satellite stand over the horizon of a place, how far, and is it coming closer?

Directions are geometric: refraction lifts what is low (0.16 deg at 5 deg), and a signal that has
left the satellite 3 ms before it comes in shows it up to 30 m behind. Up is the ellipsoid's normal.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.orbit.frames import Vectors, ecef_of_place_m, enu_from_ecef


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LookAngles:
    """How to look at a satellite; every array has the shape of the states without the last axis.

    Parameters
    ----------
    azimuth_rad : ndarray
        Clockwise from true north, 0 to 2 pi.
    elevation_rad : ndarray
        Above the horizon.
    range_m, range_rate_m_s : ndarray
        Distance, and its growth; the satellite comes closer where this is negative.
    """

    azimuth_rad: NDArray[np.float64]
    elevation_rad: NDArray[np.float64]
    range_m: NDArray[np.float64]
    range_rate_m_s: NDArray[np.float64]


def look_angles(
    r_ecef_m: Vectors,
    v_ecef_m_s: Vectors,
    *,
    latitude_rad: float,
    longitude_rad: float,
    altitude_m: float,
) -> LookAngles:
    """Return how states on the turning Earth are seen from a geodetic place.

    Parameters
    ----------
    r_ecef_m, v_ecef_m_s : ndarray, shape (3,) or (..., 3)
        Position [m] and velocity relative to the turning Earth [m/s].
    latitude_rad, longitude_rad, altitude_m : float
        The place, on WGS-84.

    Returns
    -------
    LookAngles
    """
    place_m = ecef_of_place_m(latitude_rad, longitude_rad, altitude_m)
    to_enu = enu_from_ecef(latitude_rad, longitude_rad).T
    away_m = (r_ecef_m - place_m) @ to_enu
    east_m, north_m, up_m = away_m[..., 0], away_m[..., 1], away_m[..., 2]
    range_m = np.sqrt(np.einsum("...i,...i->...", away_m, away_m))
    closing_m2_s = np.einsum("...i,...i->...", away_m, v_ecef_m_s @ to_enu)
    return LookAngles(
        azimuth_rad=np.arctan2(east_m, north_m) % (2.0 * np.pi),
        elevation_rad=np.arctan2(up_m, np.hypot(east_m, north_m)),
        range_m=range_m,
        range_rate_m_s=closing_m2_s / range_m,
    )
