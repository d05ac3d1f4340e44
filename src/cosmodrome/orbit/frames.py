"""In which axes does a state stand, and how is it turned into others?

GCRF, the sky; the true equator and equinox of date; TEME, in which two-line elements are given;
ECEF, the turning Earth (ITRF without polar motion, up to 20 m); geodetic places on WGS-84; and the
inertial axes of a flight, ECI, that coincide with ECEF at lift-off and turn no more.

Precession and nutation are frozen at an epoch, so that millions of states are turned in a second.
An hour away from the epoch that is wrong by less than 0.1 m near the Earth's surface.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import erfa
import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_FLATTENING_RATIO,
    EARTH_ROTATION_RATE_RAD_S,
    SECONDS_PER_DAY_S,
)
from cosmodrome.epochs import (
    SIDEREAL_RATE_RAD_S,
    apparent_sidereal_angle_rad,
    earth_rotation_angle_rad,
    teme_sidereal_angle_rad,
    tt_julian_date,
)
from cosmodrome.physics.earth import ecef_position_m

Vectors = NDArray[np.float64]
"""One vector, shape (3,), or many, shape (n, 3)."""

WGS84 = 1
# The fortnightly term of nutation, 0.1 seconds of arc, bends the least over so long.
NUTATION_STEP_S = 4.0 * SECONDS_PER_DAY_S


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EarthAttitude:
    """How the Earth stands in the sky about an epoch: a frozen equator and a running angle."""

    epoch: datetime
    intermediate_from_gcrf: NDArray[np.float64]
    true_of_date_from_gcrf: NDArray[np.float64]
    rotation_angle_rad: float


def earth_attitude(epoch: datetime, *, ut1_utc_s: float = 0.0) -> EarthAttitude:
    """Return the attitude of the Earth at an epoch (IAU 2006/2000A, no polar motion)."""
    tt = tt_julian_date(epoch)
    return EarthAttitude(
        epoch=epoch,
        intermediate_from_gcrf=erfa.c2i06a(tt.midnight_d, tt.fraction_d),
        true_of_date_from_gcrf=erfa.pnm06a(tt.midnight_d, tt.fraction_d),
        rotation_angle_rad=earth_rotation_angle_rad(epoch, ut1_utc_s=ut1_utc_s),
    )


def gcrf_to_ecef(
    r_gcrf_m: Vectors, v_gcrf_m_s: Vectors, *, attitude: EarthAttitude, t_s: ArrayLike = 0.0
) -> tuple[Vectors, Vectors]:
    """Return Earth-fixed position and velocity of states in the sky.

    Parameters
    ----------
    r_gcrf_m, v_gcrf_m_s : ndarray, shape (3,) or (n, 3)
        Position [m] and velocity [m/s].
    attitude : EarthAttitude
        From `earth_attitude`, for an epoch within some hours of the states.
    t_s : float or ndarray, shape (n,)
        Seconds after `attitude.epoch`, of each state.

    Returns
    -------
    tuple of ndarray
        Position [m] and velocity [m/s] relative to the turning Earth.
    """
    turn_rad = attitude.rotation_angle_rad + SIDEREAL_RATE_RAD_S * np.asarray(t_s)
    matrix = attitude.intermediate_from_gcrf.T
    return _onto_the_turning_earth(r_gcrf_m @ matrix, v_gcrf_m_s @ matrix, turn_rad)


def ecef_to_gcrf(
    r_ecef_m: Vectors, v_ecef_m_s: Vectors, *, attitude: EarthAttitude, t_s: ArrayLike = 0.0
) -> tuple[Vectors, Vectors]:
    """Return position and velocity in the sky of Earth-fixed states; see `gcrf_to_ecef`."""
    turn_rad = attitude.rotation_angle_rad + SIDEREAL_RATE_RAD_S * np.asarray(t_s)
    r_m, v_m_s = _off_the_turning_earth(r_ecef_m, v_ecef_m_s, turn_rad)
    return r_m @ attitude.intermediate_from_gcrf, v_m_s @ attitude.intermediate_from_gcrf


def eci_of_liftoff_to_ecef(
    r_eci_m: Vectors, v_eci_m_s: Vectors, t_s: ArrayLike
) -> tuple[Vectors, Vectors]:
    """Return Earth-fixed position and velocity of states of a flight, `t_s` after lift-off."""
    return _onto_the_turning_earth(r_eci_m, v_eci_m_s, EARTH_ROTATION_RATE_RAD_S * np.asarray(t_s))


def eci_of_liftoff_to_gcrf(
    r_eci_m: Vectors, v_eci_m_s: Vectors, liftoff: datetime
) -> tuple[Vectors, Vectors]:
    """Return position and velocity in the sky of states of a flight.

    Both axes are inertial, so one rotation serves the whole flight and velocities keep their
    length: the axes of the flight are those of ECEF at the lift-off instant.
    """
    attitude = earth_attitude(liftoff)
    turn = _turn(attitude.rotation_angle_rad)
    matrix = attitude.intermediate_from_gcrf
    return turn.of(r_eci_m) @ matrix, turn.of(v_eci_m_s) @ matrix


def raan_true_of_date_rad(raan_eci_rad: float, liftoff: datetime) -> float:
    """Return the right ascension of a node given from the Greenwich meridian at lift-off."""
    return float((raan_eci_rad + apparent_sidereal_angle_rad(liftoff)) % (2.0 * np.pi))


def onto_true_of_date(vectors_gcrf: Vectors, origin: datetime, t_s: ArrayLike = 0.0) -> Vectors:
    """Return vectors of the sky on the true equator and equinox of their own dates.

    Parameters
    ----------
    vectors_gcrf : ndarray, shape (3,) or (n, 3)
        In any unit.
    origin : datetime
        Where time counts from.
    t_s : float or ndarray, shape (n,)
        Seconds after `origin` of each vector; over years, too.

    Notes
    -----
    Precession and nutation are worked out every four days and run straight between, which is wrong
    by up to 0.05 seconds of arc.
    """
    ahead_s = np.asarray(t_s, float)
    first_s, span_s = float(ahead_s.min()), float(np.ptp(ahead_s))
    steps = max(1, math.ceil(span_s / NUTATION_STEP_S))
    tt = tt_julian_date(origin)
    knots_s = first_s + np.linspace(0.0, span_s, steps + 1)
    matrices = erfa.pnm06a(tt.midnight_d, tt.fraction_d + knots_s / SECONDS_PER_DAY_S)
    if span_s == 0.0:
        return np.asarray(vectors_gcrf @ matrices[0].T)
    place = (ahead_s - first_s) * (steps / span_s)
    below = np.minimum(place.astype(int), steps - 1)
    share = (place - below)[..., None, None]
    rows = matrices[below] * (1.0 - share) + matrices[below + 1] * share
    return np.asarray(np.einsum("...ij,...j->...i", rows, vectors_gcrf))


def teme_to_ecef(
    r_teme_m: Vectors, v_teme_m_s: Vectors, epoch: datetime
) -> tuple[Vectors, Vectors]:
    """Return Earth-fixed position and velocity of states of a two-line element, at one epoch."""
    return _onto_the_turning_earth(r_teme_m, v_teme_m_s, teme_sidereal_angle_rad(epoch))


def teme_to_gcrf(
    r_teme_m: Vectors, v_teme_m_s: Vectors, epoch: datetime
) -> tuple[Vectors, Vectors]:
    """Return position and velocity in the sky of states of a two-line element, at one epoch."""
    attitude = earth_attitude(epoch)
    turn = _turn(attitude.rotation_angle_rad - teme_sidereal_angle_rad(epoch))
    matrix = attitude.intermediate_from_gcrf
    return turn.of(r_teme_m) @ matrix, turn.of(v_teme_m_s) @ matrix


def ecef_of_place_m(
    latitude_rad: ArrayLike, longitude_rad: ArrayLike, altitude_m: ArrayLike
) -> Vectors:
    """Return the Earth-fixed position of geodetic places, shape (3,) or (n, 3)."""
    latitude, longitude, altitude = np.broadcast_arrays(
        *(np.asarray(x, float) for x in (latitude_rad, longitude_rad, altitude_m))
    )
    return np.stack(ecef_position_m(latitude, longitude, altitude), axis=-1)


def place_of_ecef(
    r_ecef_m: Vectors,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return geodetic latitude [rad], longitude [rad, -pi to pi] and altitude [m] of positions."""
    longitude_rad, latitude_rad, altitude_m = erfa.gc2gd(WGS84, r_ecef_m)
    return latitude_rad, longitude_rad, altitude_m


def geocentric_latitude_rad(latitude_rad: float, altitude_m: float = 0.0) -> float:
    """Return the latitude, as seen from the Earth's centre, of a geodetic place.

    An orbit's plane goes through the Earth's centre, so this is the latitude that decides which
    planes pass over a pad; the geodetic one would be wrong by up to 0.19 deg.
    """
    e2 = EARTH_FLATTENING_RATIO * (2.0 - EARTH_FLATTENING_RATIO)
    sine, cosine = np.sin(latitude_rad), np.cos(latitude_rad)
    normal_m = EARTH_EQUATORIAL_RADIUS_M / np.sqrt(1.0 - e2 * sine * sine)
    polar_m = (normal_m * (1.0 - e2) + altitude_m) * sine
    return float(np.arctan2(polar_m, (normal_m + altitude_m) * cosine))


def enu_from_ecef(latitude_rad: float, longitude_rad: float) -> NDArray[np.float64]:
    """Return the rotation whose rows are east, north and up at a geodetic place."""
    sl, cl = np.sin(longitude_rad), np.cos(longitude_rad)
    sp, cp = np.sin(latitude_rad), np.cos(latitude_rad)
    return np.array([[-sl, cl, 0.0], [-sp * cl, -sp * sl, cp], [cp * cl, cp * sl, sp]])


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    """An angle about the pole, eastwards positive, as sine and cosine."""

    sine: NDArray[np.float64]
    cosine: NDArray[np.float64]

    def of(self, vectors: Vectors, *, back: bool = False) -> Vectors:
        """Return vectors turned by the angle, or back by it."""
        x, y = vectors[..., 0], vectors[..., 1]
        sine = -self.sine if back else self.sine
        turned = np.empty((*np.broadcast_shapes(x.shape, sine.shape), 3))
        turned[..., 0] = self.cosine * x - sine * y
        turned[..., 1] = sine * x + self.cosine * y
        turned[..., 2] = vectors[..., 2]
        return turned


def _turn(angle_rad: ArrayLike) -> _Turn:
    return _Turn(np.sin(angle_rad), np.cos(angle_rad))


def _onto_the_turning_earth(
    r_m: Vectors, v_m_s: Vectors, angle_rad: ArrayLike
) -> tuple[Vectors, Vectors]:
    turn = _turn(angle_rad)
    r_ecef_m, v_ecef_m_s = turn.of(r_m, back=True), turn.of(v_m_s, back=True)
    v_ecef_m_s[..., 0] += EARTH_ROTATION_RATE_RAD_S * r_ecef_m[..., 1]
    v_ecef_m_s[..., 1] -= EARTH_ROTATION_RATE_RAD_S * r_ecef_m[..., 0]
    return r_ecef_m, v_ecef_m_s


def _off_the_turning_earth(
    r_ecef_m: Vectors, v_ecef_m_s: Vectors, angle_rad: ArrayLike
) -> tuple[Vectors, Vectors]:
    turn = _turn(angle_rad)
    v_m_s = np.array(v_ecef_m_s, float)
    v_m_s[..., 0] -= EARTH_ROTATION_RATE_RAD_S * r_ecef_m[..., 1]
    v_m_s[..., 1] += EARTH_ROTATION_RATE_RAD_S * r_ecef_m[..., 0]
    return turn.of(r_ecef_m), turn.of(v_m_s)
