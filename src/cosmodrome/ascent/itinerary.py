"""Which burns follow the ascent, where, and to which orbit? Impulses by the book, for guesses.

A stage that restarts goes by way of a parking orbit or of a transfer: every burn has a place on the
orbit that is flown and the semi-major axis of the orbit that it ends on. The velocity to be gained
is level; the plane is changed by the last burn, farthest out, where it costs least.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.target import InjectionTarget
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2

PARKING_ALTITUDE_M = 160e3
ESCAPE_PARKING_ALTITUDE_M = 200e3
# Up to here the perigee of an ellipse is where its parking orbit flies.
LOW_PERIGEE_ALTITUDE_M = 400e3
NEARLY_CIRCULAR_ECCENTRICITY = 0.02
# A circle this much above its parking orbit is reached by a transfer.
TRANSFER_FROM_M = 20e3
# What a lower stage leaves behind must fall: the perigee that it ends on.
SPENT_PERIGEE_ALTITUDE_M = 0.0
ROUND_ECCENTRICITY = 1e-4

Place = Literal["apogee", "perigee", "node", "argument"]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a burn is for: where it is centred, which orbit it ends on, and in which plane.

    `argument_rad` is the argument of latitude of the place "argument".
    """

    place: Place
    semi_major_axis_m: float
    turns: bool = False
    argument_rad: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """How a target is reached: the orbit that the ascent ends on, and the burns after it.

    The ascent ends at `radius_m`, on an orbit with that perigee or a lower one.
    """

    radius_m: float
    perigee_m: float
    semi_major_axis_m: float
    goals: tuple[Goal, ...]


def itinerary(target: InjectionTarget, *, burns: int, falls: bool = False) -> Itinerary:
    """Return the way to a target with so many burns after the ascent.

    With `falls` the ascent ends on an orbit that meets the ground, and its first burn comes at
    the apogee of that.
    """
    radius_m = EARTH_EQUATORIAL_RADIUS_M + parking_altitude_m(target)
    if falls:
        later = itinerary(target, burns=burns - 1)
        apogee_m = max(later.radius_m, 2.0 * later.semi_major_axis_m - later.radius_m)
        if later.semi_major_axis_m < 0.0 or apogee_m > radius_m + LOW_PERIGEE_ALTITUDE_M * 4.0:
            apogee_m = radius_m
        perigee_m = EARTH_EQUATORIAL_RADIUS_M + SPENT_PERIGEE_ALTITUDE_M
        first = Goal(place="apogee", semi_major_axis_m=later.semi_major_axis_m)
        return Itinerary(
            radius_m=min(radius_m, apogee_m),
            perigee_m=perigee_m,
            semi_major_axis_m=0.5 * (perigee_m + apogee_m),
            goals=(first, *later.goals),
        )
    last_m, apogee_m = target.semi_major_axis_m, _apogee_m(target)
    if burns == 0:
        perigee_m = target.semi_major_axis_m * (1.0 - target.eccentricity)
        if target.shape == "escape":
            perigee_m = radius_m
        return Itinerary(
            radius_m=perigee_m, perigee_m=perigee_m, semi_major_axis_m=last_m, goals=()
        )
    if not climbs(target) and not (target.plane_turned and burns > 1):
        goals = _perigee_goals(target, radius_m, last_m, burns)
        return Itinerary(
            radius_m=radius_m, perigee_m=radius_m, semi_major_axis_m=radius_m, goals=goals
        )
    transfer_m = 0.5 * (radius_m + apogee_m)
    final = Goal(place="apogee", semi_major_axis_m=last_m, turns=True)
    if burns == 1:
        return Itinerary(
            radius_m=radius_m, perigee_m=radius_m, semi_major_axis_m=transfer_m, goals=(final,)
        )
    goals = _perigee_goals(target, radius_m, transfer_m, burns - 1)
    return Itinerary(
        radius_m=radius_m, perigee_m=radius_m, semi_major_axis_m=radius_m, goals=(*goals, final)
    )


def climbs(target: InjectionTarget) -> bool:
    """Tell whether the last burn stands at apogee (else it leaves the parking orbit)."""
    if target.shape == "escape":
        return False
    perigee_m = target.semi_major_axis_m * (1.0 - target.eccentricity)
    above_m = perigee_m - EARTH_EQUATORIAL_RADIUS_M
    if target.eccentricity < NEARLY_CIRCULAR_ECCENTRICITY:
        return above_m > PARKING_ALTITUDE_M + TRANSFER_FROM_M
    return above_m > LOW_PERIGEE_ALTITUDE_M


def parking_altitude_m(target: InjectionTarget) -> float:
    """Return the altitude of the parking orbit or of the transfer's perigee."""
    if target.shape == "escape":
        return ESCAPE_PARKING_ALTITUDE_M
    if climbs(target):
        return PARKING_ALTITUDE_M
    perigee_m = target.semi_major_axis_m * (1.0 - target.eccentricity)
    return perigee_m - EARTH_EQUATORIAL_RADIUS_M


def impulses_m_s(target: InjectionTarget) -> float:
    """Return the sum of the impulses from a parking orbit to the target, in one plane."""
    radius_m = EARTH_EQUATORIAL_RADIUS_M + parking_altitude_m(target)
    low_m_s = speed_on_m_s(radius_m, radius_m)
    if not climbs(target):
        return abs(speed_on_m_s(radius_m, target.semi_major_axis_m) - low_m_s)
    apogee_m = _apogee_m(target)
    transfer_m = 0.5 * (radius_m + apogee_m)
    first_m_s = speed_on_m_s(radius_m, transfer_m) - low_m_s
    second_m_s = speed_on_m_s(apogee_m, target.semi_major_axis_m) - speed_on_m_s(
        apogee_m, transfer_m
    )
    return max(first_m_s, 0.0) + max(second_m_s, 0.0)


def speed_on_m_s(radius_m: float, semi_major_axis_m: float) -> float:
    """Return the vis-viva speed."""
    return math.sqrt(max(EARTH_MU_M3_S2 * (2.0 / radius_m - 1.0 / semi_major_axis_m), 0.0))


def _apogee_m(target: InjectionTarget) -> float:
    return target.semi_major_axis_m * (1.0 + target.eccentricity)


def _perigee_goals(
    target: InjectionTarget, radius_m: float, semi_major_axis_m: float, burns: int
) -> tuple[Goal, ...]:
    """Return burns that share the speed to be gained at one place."""
    slow_m_s = speed_on_m_s(radius_m, radius_m)
    fast_m_s = speed_on_m_s(radius_m, semi_major_axis_m)
    place: Place = "node"
    argument_rad = 0.0
    if target.argp_rad is not None:
        # At the perigee of the target, or opposite to the apogee that the last burn stands at.
        place, argument_rad = "argument", target.argp_rad
    elif target.shape == "escape" and target.declination_rad is not None:
        place, argument_rad = "argument", _argument_of_departure_rad(target, fast_m_s, radius_m)
    goals: list[Goal] = []
    for number in range(1, burns + 1):
        speed_m_s = slow_m_s + (fast_m_s - slow_m_s) * number / burns
        axis_m = 1.0 / (2.0 / radius_m - speed_m_s**2 / EARTH_MU_M3_S2)
        goals.append(
            Goal(
                place=place if number == 1 else "perigee",
                semi_major_axis_m=axis_m if number < burns else semi_major_axis_m,
                argument_rad=argument_rad,
            )
        )
    return tuple(goals)


def _argument_of_departure_rad(target: InjectionTarget, fast_m_s: float, radius_m: float) -> float:
    """Return the argument of latitude of a burn whose asymptote has the wanted declination."""
    eccentricity = max(radius_m * fast_m_s**2 / EARTH_MU_M3_S2 - 1.0, 1.0)
    outward_rad = math.acos(-1.0 / eccentricity)
    tilt_rad = 0.5 * math.pi if target.inclination_rad is None else target.inclination_rad
    declination_rad = target.declination_rad or 0.0
    sine = math.sin(declination_rad) / max(math.sin(tilt_rad), 1e-6)
    return math.asin(min(max(sine, -1.0), 1.0)) - outward_rad


# ---- places on the orbit that is flown ---------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """When a place is passed on a Kepler orbit, and the state there."""

    after_s: float
    state: Vector


def passage(state: Vector, goal: Goal, *, at_least_s: float) -> Passage:
    """Return when the place of a burn is passed first, not before `at_least_s`.

    An unbound state has no such place: it is passed now.
    """
    r, v = state[:3], state[3:]
    radius_m = float(np.linalg.norm(r))
    h = np.cross(r, v)
    ahead = h / np.linalg.norm(h)
    laplace = np.cross(v, h) / EARTH_MU_M3_S2 - r / radius_m
    eccentricity = float(np.linalg.norm(laplace))
    axis_m = 1.0 / (2.0 / radius_m - float(v @ v) / EARTH_MU_M3_S2)
    if axis_m <= 0.0 or eccentricity >= 1.0:
        return Passage(after_s=at_least_s, state=state)
    p = laplace / eccentricity if eccentricity > ROUND_ECCENTRICITY else r / radius_m
    q = np.cross(ahead, p)
    motion_rad_s = math.sqrt(EARTH_MU_M3_S2 / axis_m**3)
    now_rad = _mean_rad(math.atan2(float(r @ q), float(r @ p)), eccentricity)
    best = Passage(after_s=math.inf, state=state)
    for there in _places(goal, p, ahead, r / radius_m):
        true_rad = math.atan2(float(there @ q), float(there @ p))
        after_s = (_mean_rad(true_rad, eccentricity) - now_rad) / motion_rad_s
        period_s = 2.0 * math.pi / motion_rad_s
        after_s += period_s * math.ceil((at_least_s - after_s) / period_s)
        if after_s < best.after_s:
            parameter_m = axis_m * (1.0 - eccentricity**2)
            distance_m = parameter_m / (1.0 + eccentricity * math.cos(true_rad))
            scale = math.sqrt(EARTH_MU_M3_S2 / parameter_m)
            velocity = scale * ((eccentricity + math.cos(true_rad)) * q - math.sin(true_rad) * p)
            best = Passage(after_s=after_s, state=np.concatenate([distance_m * there, velocity]))
    return best


def _places(goal: Goal, perigee: Vector, normal: Vector, here: Vector) -> tuple[Vector, ...]:
    """Return directions at which a burn may be centred."""
    if goal.place == "apogee":
        return (-perigee,)
    if goal.place == "perigee":
        return (perigee,)
    node = np.array([-normal[1], normal[0], 0.0])
    size = float(np.linalg.norm(node))
    if size < 1e-6:
        return (here,)
    node = node / size
    if goal.place == "node":
        return (node, -node)
    u = goal.argument_rad
    return (math.cos(u) * node + math.sin(u) * np.cross(normal, node),)


def _mean_rad(true_rad: float, eccentricity: float) -> float:
    """Return the mean anomaly at a true anomaly."""
    root = math.sqrt(max(1.0 - eccentricity**2, 0.0))
    anomaly_rad = math.atan2(root * math.sin(true_rad), eccentricity + math.cos(true_rad))
    return anomaly_rad - eccentricity * math.sin(anomaly_rad)


def plane_over(state: Vector, inclination_rad: float | None) -> Vector:
    """Return the normal of the plane over a place, tilted so, that is nearest to the flown one.

    None keeps the plane that is flown. Where no plane tilted so little passes, the lowest that
    does.
    """
    r, v = state[:3] / np.linalg.norm(state[:3]), state[3:]
    flown = np.cross(r, v)
    if inclination_rad is None:
        return np.asarray(flown / np.linalg.norm(flown))
    level = max(math.hypot(r[0], r[1]), 1e-9)
    east = np.array([-r[1], r[0], 0.0]) / level
    north = np.cross(r, east)
    eastward = min(max(math.cos(inclination_rad) / level, -1.0), 1.0)
    northward = math.copysign(math.sqrt(1.0 - eastward**2), float(v @ north))
    return np.asarray(np.cross(r, eastward * east + northward * north))


def to_gain_m_s(state: Vector, semi_major_axis_m: float, normal: Vector) -> float:
    """Return the size of the velocity that a level one on an orbit, in a plane, still lacks."""
    radius_m = float(np.linalg.norm(state[:3]))
    along = np.cross(normal, state[:3])
    wanted = along * (speed_on_m_s(radius_m, semi_major_axis_m) / float(np.linalg.norm(along)))
    return float(np.linalg.norm(wanted - state[3:]))
