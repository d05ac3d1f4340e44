"""Where does a spent part come down?

Ballistic fall of a tumbling body to a height above the WGS-84 ellipsoid: J2, turning Earth, drag by
a ballistic coefficient, air denser or moving if asked. No lift, no break-up, no burning away.
`fall_to_ground` is the reference, one body by an adaptive integrator; `impacts_of` follows
thousands in lanes, which a test holds against it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.interpolate import PchipInterpolator

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.flight import fall_kernel
from cosmodrome.flight.air import AirColumn, between_nodes, no_deviates, still_air
from cosmodrome.flight.impact_point import places_of_eci, vacuum_impact_points
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.orbit.frames import place_of_ecef
from cosmodrome.physics.disturbed import fall_acceleration_m_s2
from cosmodrome.physics.earth import OMEGA, ellipsoid_altitude_m, rotate_about_pole

# Drag of a tumbling blunt body over Mach number, subsonic drag 1. An estimate: cylinders across
# the stream rise by a third through the speed of sound and keep most of it (Hoerner, Fluid-Dynamic
# Drag, 1965, ch. 16-18, recalled).
_RISE_MACH = (0.0, 0.6, 0.9, 1.3, 2.0, 3.0, 5.0)
_RISE_FACTOR = (1.0, 1.0, 1.15, 1.35, 1.3, 1.2, 1.15)
DRAG_RISE_MACH = np.array(_RISE_MACH)
# Smooth, so that steps need not stop where two straight pieces would meet.
DRAG_RISE = np.ascontiguousarray(PchipInterpolator(_RISE_MACH, _RISE_FACTOR).c[::-1].T)

LONGEST_FALL_S = 10_800.0
"""Three hours: two revolutions of an orbit that could not come down."""
DECAY_ALTITUDE_M = 80_000.0
"""A body whose orbit dips below this comes down within the first revolution or two."""

RELATIVE_TOLERANCE = 1e-10
ABSOLUTE_TOLERANCE = np.array([1e-3, 1e-3, 1e-3, 1e-6, 1e-6, 1e-6])

Wind = Callable[[float], tuple[float, float]]
"""East and north wind [m/s] at an altitude [m]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Where and when, after lift-off, a body reached the ground."""

    latitude_deg: float
    longitude_deg: float
    t_s: float


def fall_to_ground(
    body: SeparatedBody,
    *,
    ballistic_coefficient_kg_m2: float,
    ground_m: float = 0.0,
    wind: Wind | None = None,
) -> Impact:
    """Return where one body comes down, integrated to 1e-10.

    Parameters
    ----------
    body : SeparatedBody
        Inertial state; ECI coincides with ECEF at lift-off.
    ballistic_coefficient_kg_m2 : float
        Mass over drag coefficient times area, subsonic; infinite for a fall without air.
    ground_m : float
        Height of the ground above the ellipsoid.
    wind : callable, optional
        East and north wind [m/s] over altitude [m]; still air by default.

    Raises
    ------
    InputError
        If the ballistic coefficient is not positive.
    InfeasibleError
        If the body is still up after three hours.
    """
    if not ballistic_coefficient_kg_m2 > 0.0:
        raise InputError(
            "ballistic_coefficient_kg_m2 must be positive, "
            f"got {ballistic_coefficient_kg_m2} for {body.part}"
        )

    def rates(_t: float, y: NDArray[np.float64]) -> tuple[float, ...]:
        rx, ry, rz, vx, vy, vz = y.tolist()
        east, north = wind(ellipsoid_altitude_m(rx, ry, rz)) if wind else (0.0, 0.0)
        ax, ay, az, _ = fall_acceleration_m_s2(
            rx,
            ry,
            rz,
            vx,
            vy,
            vz,
            ballistic_coefficient_kg_m2,
            1.0,
            1.0,
            east,
            north,
            DRAG_RISE_MACH,
            DRAG_RISE,
        )
        return vx, vy, vz, ax, ay, az

    def height(_t: float, y: NDArray[np.float64]) -> float:
        return float(ellipsoid_altitude_m(*y[:3].tolist())) - ground_m

    # The reader of events finds these on the function itself.
    height.terminal, height.direction = True, -1.0  # type: ignore[attr-defined]
    solution = solve_ivp(
        rates,
        (body.t_s, body.t_s + LONGEST_FALL_S),
        np.concatenate((body.r_eci_m, body.v_eci_m_s)),
        method="DOP853",
        events=height,
        rtol=RELATIVE_TOLERANCE,
        atol=ABSOLUTE_TOLERANCE,
    )
    times, states = solution.t_events, solution.y_events
    if times is None or states is None or not len(times[0]):
        raise still_up(body)
    return _place(states[0][0][:3], float(times[0][0]))


def vacuum_impact_point(
    r_eci_m: NDArray[np.float64], v_eci_m_s: NDArray[np.float64], *, t_s: float
) -> Impact:
    """Return the instantaneous impact point: where a body falls without air and with a round pull.

    A Kepler orbit followed down to the WGS-84 ellipsoid, on the turning Earth. Good for traces:
    J2 moves it by up to 3 km in the flight of a second stage and 13 km late in an ascent, air by
    tens of kilometres.

    Parameters
    ----------
    r_eci_m, v_eci_m_s : ndarray, shape (3,)
        Inertial state at `t_s`; ECI coincides with ECEF at lift-off.
    t_s : float
        Time after lift-off.

    Raises
    ------
    InfeasibleError
        If the orbit does not meet the ground.

    References
    ----------
    .. [1] Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., sec. 2.5.
    """
    r, v = np.asarray(r_eci_m, dtype=float), np.asarray(v_eci_m_s, dtype=float)
    point = vacuum_impact_points(r[None], v[None], t_s=np.array([t_s]))[0]
    if np.isnan(point).any():
        elements = elements_from_state(r, v)
        raise InfeasibleError(
            "the orbit does not meet the ground: there is no impact point",
            rule="falls",
            value=elements.semi_major_axis_m * (1.0 - elements.eccentricity)
            - EARTH_EQUATORIAL_RADIUS_M,
        )
    longitude_deg, latitude_deg, impact_s = point.tolist()
    return Impact(latitude_deg=latitude_deg, longitude_deg=longitude_deg, t_s=impact_s)


def perigee_altitude_m(body: SeparatedBody) -> float:
    """Return the lowest point of a body's osculating orbit above the equatorial radius."""
    elements = elements_from_state(body.r_eci_m, body.v_eci_m_s)
    perigee_m = elements.semi_major_axis_m * (1.0 - elements.eccentricity)
    return float(perigee_m - EARTH_EQUATORIAL_RADIUS_M)


def comes_down(body: SeparatedBody) -> bool:
    """Tell whether a body's orbit dips so deep into the air that it falls at once."""
    return perigee_altitude_m(body) < DECAY_ALTITUDE_M


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FallCases:
    """Bodies to drop, as arrays: inertial states and times (n, 7), ballistic coefficients (n,).

    `deviates` (n, 13, 4) say how the air of each case differs from the mean of `air`.
    """

    states: NDArray[np.float64]
    ballistic_coefficient_kg_m2: NDArray[np.float64]
    air: AirColumn
    deviates: NDArray[np.float64]


def descend(cases: FallCases, *, to_height_m: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return inertial states and times as bodies come down through a height, shape (n, 7).

    A body that is below it already and does not climb stays as it is. Not-a-number where a body is
    still up after three hours, or was no body to begin with.

    Parameters
    ----------
    cases : FallCases
    to_height_m : float or ndarray, shape (n,)
        Above the WGS-84 ellipsoid.
    """
    count = len(cases.states)
    reached = np.full((count, 7), np.nan)
    there = np.flatnonzero(np.isfinite(cases.states).all(axis=1))
    if not len(there):
        return reached
    beta = cases.ballistic_coefficient_kg_m2
    fall_kernel.fall_to_heights(
        np.ascontiguousarray(cases.states),
        beta,
        np.broadcast_to(np.asarray(to_height_m, dtype=float), count).copy(),
        # Bodies that fall alike share a block, and need as many steps.
        there[np.argsort(beta[there], kind="stable")],
        cases.air.mean,
        cases.air.sd,
        between_nodes(cases.air),
        cases.deviates,
        DRAG_RISE_MACH,
        DRAG_RISE,
        LONGEST_FALL_S,
        reached,
    )
    return reached


def impacts_of(cases: FallCases, *, ground_m: float = 0.0) -> NDArray[np.float64]:
    """Return longitude [deg], latitude [deg] and time after lift-off [s] of impacts, shape (n, 3).

    Not-a-number where a body is still up after three hours.
    """
    return places_of(descend(cases, to_height_m=ground_m))


def places_of(states: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude [deg], latitude [deg] and time [s] under inertial states (n, 7)."""
    return places_of_eci(states[:, :3], states[:, 6])


def still_air_impact(body: SeparatedBody, *, ballistic_coefficient_kg_m2: float) -> Impact:
    """Return where one body comes down in still standard air, by the kernel.

    Raises
    ------
    InfeasibleError
        If the body is still up after three hours.
    """
    cases = FallCases(
        states=np.array([[*body.r_eci_m, *body.v_eci_m_s, body.t_s]]),
        ballistic_coefficient_kg_m2=np.array([ballistic_coefficient_kg_m2]),
        air=still_air(),
        deviates=no_deviates(1),
    )
    longitude, latitude, t_s = (float(value) for value in impacts_of(cases)[0])
    if math.isnan(t_s):
        raise still_up(body)
    return Impact(latitude_deg=latitude, longitude_deg=longitude, t_s=t_s)


def still_up(body: SeparatedBody) -> InfeasibleError:
    """Return the refusal of a body that does not come down."""
    return InfeasibleError(
        f"{body.part} is still up {LONGEST_FALL_S:.0f} s after its separation",
        rule="falls",
        value=body.part,
    )


def _place(r_eci: NDArray[np.float64], t: float) -> Impact:
    """Return the place under an inertial position, time after lift-off."""
    x, y = rotate_about_pole(float(r_eci[0]), float(r_eci[1]), -OMEGA * t)
    latitude, longitude, _ = place_of_ecef(np.array([x, y, float(r_eci[2])]))
    return Impact(
        latitude_deg=math.degrees(float(latitude)),
        longitude_deg=math.degrees(float(longitude)),
        t_s=t,
    )
