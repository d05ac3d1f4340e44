"""In which axes does a state stand, and how is it turned into others?

GCRF, the sky; ECEF, the turning Earth (ITRF); geodetic places on WGS-84; and the inertial axes of a
flight, ECI, that coincide with ECEF at lift-off and turn no more. `teme` has the axes of two-line
elements, `true_of_date` the equator of date. With an `EarthOrientation` ECEF is ITRF within 5 cm on
the ground; without one UT1 is UTC (up to 400 m) and the pole stands at zero (up to 20 m).

Precession and nutation are frozen at an epoch, so that millions of states are turned in a second.
Near the ground that is wrong by 3 cm ten minutes from the epoch, by 0.2 m after an hour and 5 m
after a day, the uneven length of the day included.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import erfa
import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_FLATTENING_RATIO,
    EARTH_ROTATION_RATE_RAD_S,
)
from cosmodrome.epochs import (
    NO_ORIENTATION,
    SIDEREAL_RATE_RAD_S,
    EarthOrientation,
    apparent_sidereal_angle_rad,
    earth_rotation_angle_rad,
    tt_julian_date,
)
from cosmodrome.physics.earth import ecef_position_m

Vectors = NDArray[np.float64]
"""One vector, shape (3,), or many, shape (n, 3)."""

WGS84 = 1
BLOCK = 8192


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EarthAttitude:
    """How the Earth stands in the sky about an epoch: a frozen equator and a running angle.

    `ecef_from_pole` turns axes on the celestial intermediate pole into those of ITRF.
    """

    epoch: datetime
    intermediate_from_gcrf: NDArray[np.float64]
    true_of_date_from_gcrf: NDArray[np.float64]
    rotation_angle_rad: float
    ecef_from_pole: NDArray[np.float64]

    def turned_rad(self, t_s: ArrayLike) -> NDArray[np.float64]:
        """Return the Earth rotation angle, `t_s` seconds after the epoch."""
        return self.rotation_angle_rad + SIDEREAL_RATE_RAD_S * np.asarray(t_s, float)


def earth_attitude(
    epoch: datetime, *, ut1_utc_s: float = 0.0, pole_rad: tuple[float, float] = (0.0, 0.0)
) -> EarthAttitude:
    """Return the attitude of the Earth at an epoch (IAU 2006/2000A).

    Parameters
    ----------
    epoch : datetime
    ut1_utc_s : float
        UT1 - UTC then.
    pole_rad : tuple of float
        Coordinates of the celestial intermediate pole in ITRF then, x and y.

    Notes
    -----
    Offsets of the pole in the sky from the model, 0.5 mas (2 cm), are left out.
    """
    tt = tt_julian_date(epoch)
    locator_rad = erfa.sp00(tt.midnight_d, tt.fraction_d)
    return EarthAttitude(
        epoch=epoch,
        intermediate_from_gcrf=erfa.c2i06a(tt.midnight_d, tt.fraction_d),
        true_of_date_from_gcrf=erfa.pnm06a(tt.midnight_d, tt.fraction_d),
        rotation_angle_rad=earth_rotation_angle_rad(epoch, ut1_utc_s=ut1_utc_s),
        ecef_from_pole=erfa.pom00(*pole_rad, locator_rad),
    )


def oriented_attitude(epoch: datetime, orientation: EarthOrientation) -> EarthAttitude:
    """Return the attitude of the Earth at an epoch, UT1 and pole from a table."""
    x_rad, y_rad = orientation.pole_rad(epoch)
    return earth_attitude(
        epoch,
        ut1_utc_s=float(orientation.ut1_utc_s(epoch)),
        pole_rad=(float(x_rad), float(y_rad)),
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
    inward, onward = attitude.intermediate_from_gcrf.T, attitude.ecef_from_pole.T

    def turned(r_m: Vectors, v_m_s: Vectors, angle_rad: Vectors) -> tuple[Vectors, Vectors]:
        r_m, v_m_s = onto_turning_earth(r_m @ inward, v_m_s @ inward, angle_rad)
        return r_m @ onward, v_m_s @ onward

    return _in_blocks(turned, r_gcrf_m, v_gcrf_m_s, attitude.turned_rad(t_s))


def ecef_to_gcrf(
    r_ecef_m: Vectors, v_ecef_m_s: Vectors, *, attitude: EarthAttitude, t_s: ArrayLike = 0.0
) -> tuple[Vectors, Vectors]:
    """Return position and velocity in the sky of Earth-fixed states; see `gcrf_to_ecef`."""
    inward, onward = attitude.ecef_from_pole, attitude.intermediate_from_gcrf

    def turned(r_m: Vectors, v_m_s: Vectors, angle_rad: Vectors) -> tuple[Vectors, Vectors]:
        r_m, v_m_s = _off_the_turning_earth(r_m @ inward, v_m_s @ inward, angle_rad)
        return r_m @ onward, v_m_s @ onward

    return _in_blocks(turned, r_ecef_m, v_ecef_m_s, attitude.turned_rad(t_s))


def eci_of_liftoff_to_ecef(
    r_eci_m: Vectors, v_eci_m_s: Vectors, t_s: ArrayLike
) -> tuple[Vectors, Vectors]:
    """Return Earth-fixed position and velocity of states of a flight, `t_s` after lift-off."""
    return onto_turning_earth(r_eci_m, v_eci_m_s, EARTH_ROTATION_RATE_RAD_S * np.asarray(t_s))


def eci_of_liftoff_to_gcrf(
    r_eci_m: Vectors,
    v_eci_m_s: Vectors,
    liftoff: datetime,
    *,
    orientation: EarthOrientation = NO_ORIENTATION,
) -> tuple[Vectors, Vectors]:
    """Return position and velocity in the sky of states of a flight.

    Both axes are inertial, so one rotation serves the whole flight and velocities keep their
    length: the axes of the flight are those of ECEF at the lift-off instant.
    """
    attitude = oriented_attitude(liftoff, orientation)
    turn = _turn(attitude.rotation_angle_rad)
    matrix = turn.of(attitude.ecef_from_pole) @ attitude.intermediate_from_gcrf
    return r_eci_m @ matrix, v_eci_m_s @ matrix


def raan_true_of_date_rad(
    raan_eci_rad: float, liftoff: datetime, *, orientation: EarthOrientation = NO_ORIENTATION
) -> float:
    """Return the right ascension of a node given from the Greenwich meridian at lift-off."""
    ut1_utc_s = float(orientation.ut1_utc_s(liftoff))
    sidereal_rad = apparent_sidereal_angle_rad(liftoff, ut1_utc_s=ut1_utc_s)
    return (raan_eci_rad + sidereal_rad) % (2.0 * np.pi)


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


def _in_blocks(
    turned: Callable[[Vectors, Vectors, Vectors], tuple[Vectors, Vectors]],
    r_m: Vectors,
    v_m_s: Vectors,
    angle_rad: Vectors,
) -> tuple[Vectors, Vectors]:
    """Return states turned, many of them in blocks that fit a processor's cache: four times faster.

    Each state has its own angle, or all have one.
    """
    count = len(r_m)
    if r_m.ndim == 1 or count <= BLOCK:
        return turned(r_m, v_m_s, angle_rad)
    angles_rad = np.broadcast_to(angle_rad, (count,))
    r_out_m, v_out_m_s = np.empty((count, 3)), np.empty((count, 3))
    for first in range(0, count, BLOCK):
        block = slice(first, first + BLOCK)
        r_out_m[block], v_out_m_s[block] = turned(r_m[block], v_m_s[block], angles_rad[block])
    return r_out_m, v_out_m_s


def onto_turning_earth(
    r_m: Vectors, v_m_s: Vectors, angle_rad: ArrayLike
) -> tuple[Vectors, Vectors]:
    """Return states on axes turned about the pole by an angle, and at rest on the turning Earth."""
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
