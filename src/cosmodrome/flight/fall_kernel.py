"""How do thousands of bodies come down? Loops and bookkeeping, never a force.

Takes plain arrays, draws no random number, holds no lock of the interpreter. Each lane takes steps
that follow its own air.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.air import COLUMNS, LEVELS
from cosmodrome.flight.lanes_kernel import (
    ALTITUDE,
    COEFFICIENT,
    FLOW_ROWS,
    LANES,
    RHO,
    SPEED,
    WX,
    WY,
    WZ,
    air_of_cases,
    choose_drag,
    flow_past,
    lanes,
)
from cosmodrome.physics.aerodynamics import drag_n
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.disturbed import falling_acceleration_m_s2
from cosmodrome.physics.earth import ellipsoid_altitude_m
from cosmodrome.physics.lanes import FLAGS, in_lanes

Array = NDArray[np.float64]
Index = NDArray[np.int64]

# The step of a fall: so much of the time in which air slows the body; so many metres of height,
# in which air may thicken, and more of them where air is hardly felt; at most so many seconds.
SLOWING_FACTOR = 1.2
LAYER_M = 2000.0
FELT_1_S = 1e-3
COAST_STEP_S = 7.0
SHORTEST_STEP_S = 0.05
WEIGHT_M_S2 = 9.8
SECANTS = 30
LOWEST_M = -1000.0
"""What begins deeper than this is no body, and does not climb out of the ground."""
HEIGHT_TOLERANCE_M = 1e-4

# Rows of a lane's fall.
PER_BETA, STOP, STEP, CLOCK, SLOWING, UP = range(6)
FALL_ROWS = 6

_altitude = in_lanes(ellipsoid_altitude_m)
_drag = in_lanes(drag_n)
_acceleration = in_lanes(falling_acceleration_m_s2)
_compiled: Any = njit(cache=True, nogil=True, fastmath=FLAGS, error_model="numpy")


@lanes
def _rates(
    y: Array, air: Array, knots: Array, rise: Array, lane: Array, flow: Array, out: Array
) -> None:
    """Write the rates of position and velocity, and how fast air slows each lane."""
    flow_past(y, air, flow)
    choose_drag(knots, rise, flow)
    for i in range(LANES):
        w = flow[SPEED * LANES + i]
        drag = _drag(
            flow[RHO * LANES + i], w, flow[COEFFICIENT * LANES + i], lane[PER_BETA * LANES + i]
        )
        ax, ay, az = _acceleration(
            y[0 * LANES + i],
            y[1 * LANES + i],
            y[2 * LANES + i],
            drag,
            flow[WX * LANES + i],
            flow[WY * LANES + i],
            flow[WZ * LANES + i],
            w,
        )
        out[0 * LANES + i], out[1 * LANES + i], out[2 * LANES + i] = (
            y[3 * LANES + i],
            y[4 * LANES + i],
            y[5 * LANES + i],
        )
        out[3 * LANES + i], out[4 * LANES + i], out[5 * LANES + i] = ax, ay, az
        lane[SLOWING * LANES + i] = drag / w


@lanes
def _choose_steps(y: Array, flow: Array, lane: Array) -> None:
    """Write a step that follows the air: short where it brakes or is about to; none once down."""
    for i in range(LANES):
        r = math.sqrt(
            y[0 * LANES + i] * y[0 * LANES + i]
            + y[1 * LANES + i] * y[1 * LANES + i]
            + y[2 * LANES + i] * y[2 * LANES + i]
        )
        climb = (
            abs(
                y[0 * LANES + i] * y[3 * LANES + i]
                + y[1 * LANES + i] * y[4 * LANES + i]
                + y[2 * LANES + i] * y[5 * LANES + i]
            )
            / r
        )
        # A light body at rest is slowed by nothing yet, but will be at its terminal speed at once.
        settled = math.sqrt(
            WEIGHT_M_S2
            * 0.5
            * flow[RHO * LANES + i]
            * flow[COEFFICIENT * LANES + i]
            * lane[PER_BETA * LANES + i]
        )
        slowing = max(lane[SLOWING * LANES + i], settled, 1e-12)
        thin = math.sqrt(math.sqrt(max(FELT_1_S / slowing, 1.0)))
        h = min(LAYER_M * thin / max(climb, 1.0), SLOWING_FACTOR / slowing)
        h = min(COAST_STEP_S, h)
        lane[STEP * LANES + i] = lane[UP * LANES + i] * max(h, SHORTEST_STEP_S)


@lanes
def _shifted(y: Array, k: Array, lane: Array, share: float, out: Array) -> None:
    for j in range(6):
        for i in range(LANES):
            out[j * LANES + i] = (
                y[j * LANES + i] + share * lane[STEP * LANES + i] * k[j * LANES + i]
            )


@lanes
def _step(
    y: Array, k: Array, air: Array, knots: Array, rise: Array, lane: Array, flow: Array, end: Array
) -> None:
    """Write to `end` the state a step later and to k[4] its rates: Runge-Kutta, fourth order."""
    _shifted(y, k[0], lane, 0.5, end)
    _rates(end, air, knots, rise, lane, flow, k[1])
    _shifted(y, k[1], lane, 0.5, end)
    _rates(end, air, knots, rise, lane, flow, k[2])
    _shifted(y, k[2], lane, 1.0, end)
    _rates(end, air, knots, rise, lane, flow, k[3])
    for j in range(6):
        for i in range(LANES):
            end[j * LANES + i] = y[j * LANES + i] + lane[STEP * LANES + i] / 6.0 * (
                k[0, j * LANES + i]
                + 2.0 * (k[1, j * LANES + i] + k[2, j * LANES + i])
                + k[3, j * LANES + i]
            )
    _rates(end, air, knots, rise, lane, flow, k[4])


@lanes
def _climb(y: Array, i: int) -> float:
    climb: float = y[0 * LANES + i] * y[3 * LANES + i]
    climb += y[1 * LANES + i] * y[4 * LANES + i]
    climb += y[2 * LANES + i] * y[5 * LANES + i]
    return climb


@lanes
def _along_cubic(y: Array, end: Array, k: Array, h: float, u: float, i: int, out: Array) -> None:
    """Write the state a share `u` into a step: cubics through states and rates at its ends."""
    v = 1.0 - u
    a, b = (1.0 + 2.0 * u) * v * v, u * v * v * h
    c, d = u * u * (3.0 - 2.0 * u), -u * u * v * h
    for j in range(6):
        out[j] = (
            a * y[j * LANES + i]
            + b * k[0, j * LANES + i]
            + c * end[j * LANES + i]
            + d * k[4, j * LANES + i]
        )


@lanes
def _reach(y: Array, end: Array, k: Array, lane: Array, i: int, out: Array) -> float:
    """Write the state in which a lane passes its stop within a step; return the share of it."""
    stop = lane[STOP * LANES + i]
    over = _altitude(y[0 * LANES + i], y[1 * LANES + i], y[2 * LANES + i]) - stop
    under = _altitude(end[0 * LANES + i], end[1 * LANES + i], end[2 * LANES + i]) - stop
    low, high, u = 0.0, 1.0, 1.0
    for _ in range(SECANTS):
        if over <= 0.0:
            break
        u = (low * under - high * over) / (under - over)
        _along_cubic(y, end, k, lane[STEP * LANES + i], u, i, out)
        missed = _altitude(out[0], out[1], out[2]) - stop
        if abs(missed) < HEIGHT_TOLERANCE_M:
            break
        # The Illinois rule: an end that stays put counts half.
        if missed > 0.0:
            under = under if low == 0.0 else 0.5 * under
            low, over = u, missed
        else:
            over = over if high == 1.0 else 0.5 * over
            high, under = u, missed
    _along_cubic(y, end, k, lane[STEP * LANES + i], u, i, out)
    return u


@lanes
def _begin(
    bodies: Array, beta: Array, stops: Array, cases: Index, y: Array, lane: Array, out: Array
) -> int:
    """Load the bodies of a block; return how many of them are above their stop or still climb."""
    up = 0
    for i in range(LANES):
        case = cases[i]
        for j in range(6):
            y[j * LANES + i] = bodies[case, j]
        lane[PER_BETA * LANES + i] = 1.0 / beta[case]
        lane[STOP * LANES + i] = stops[case]
        lane[CLOCK * LANES + i] = 0.0
        altitude = _altitude(y[0 * LANES + i], y[1 * LANES + i], y[2 * LANES + i])
        climbs = _climb(y, i) > 0.0 and altitude > LOWEST_M
        lane[UP * LANES + i] = 1.0 if altitude > stops[case] or climbs else 0.0
        up += int(lane[UP * LANES + i])
        for j in range(7):
            out[case, j] = bodies[case, j]
    return up


@lanes
def _settle(
    bodies: Array,
    cases: Index,
    longest_s: float,
    y: Array,
    end: Array,
    k: Array,
    lane: Array,
    flow: Array,
    point: Array,
    out: Array,
) -> int:
    """Write the states of the lanes that passed their stops in a step; return how many ended."""
    ended = 0
    for i in range(LANES):
        if lane[UP * LANES + i] > 0.0:
            case = cases[i]
            if flow[ALTITUDE * LANES + i] <= lane[STOP * LANES + i] and _climb(end, i) < 0.0:
                u = _reach(y, end, k, lane, i, point)
                for j in range(6):
                    out[case, j] = point[j]
                out[case, 6] = (
                    bodies[case, 6] + lane[CLOCK * LANES + i] + u * lane[STEP * LANES + i]
                )
                lane[UP * LANES + i] = 0.0
                ended += 1
            elif lane[CLOCK * LANES + i] > longest_s:
                for j in range(7):
                    out[case, j] = math.nan
                lane[UP * LANES + i] = 0.0
                ended += 1
            lane[CLOCK * LANES + i] += lane[STEP * LANES + i]
    return ended


@_compiled
def fall_to_heights(
    bodies: Array,
    beta: Array,
    stops: Array,
    order: Index,
    mean: Array,
    sd: Array,
    between: Array,
    deviates: Array,
    knots: Array,
    rise: Array,
    longest_s: float,
    out: Array,
) -> None:
    """Follow every body down to its own height above the ellipsoid.

    `bodies` (n, 7) are inertial states and times after lift-off, `order` (n,) says which cases
    share a block. Writes state and time at the height to `out` (n, 7); not-a-number where a body
    is still up after `longest_s`.
    """
    count = order.size
    y, end = np.empty(6 * LANES), np.empty(6 * LANES)
    k = np.empty((5, 6 * LANES))
    lane, flow = np.zeros(FALL_ROWS * LANES), np.empty(FLOW_ROWS * LANES)
    air = np.empty((LEVELS, COLUMNS, LANES))
    cases = np.empty(LANES, dtype=np.int64)
    point = np.empty(6)
    for first in range(0, count, LANES):
        for i in range(LANES):
            cases[i] = order[min(first + i, count - 1)]
        up = _begin(bodies, beta, stops, cases, y, lane, out)
        air_of_cases(mean, sd, between, deviates, cases, air)
        _rates(y, air, knots, rise, lane, flow, k[0])
        while up > 0:
            _choose_steps(y, flow, lane)
            _step(y, k, air, knots, rise, lane, flow, end)
            up -= _settle(bodies, cases, longest_s, y, end, k, lane, flow, point, out)
            y, end = end, y
            for j in range(6):
                for i in range(LANES):
                    k[0, j * LANES + i] = k[4, j * LANES + i]
