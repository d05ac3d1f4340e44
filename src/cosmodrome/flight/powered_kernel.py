"""How do thousands of dispersed flights go? Loops and bookkeeping, never a force.

Takes plain arrays, draws no random number, holds no lock of the interpreter. Columns of the arrays
are named in `flight.tanks_kernel`, those of the cases in `flight.cases`.

Every phase is flown in as many equal steps as the programme says, each lane in steps of its own
length. Where a velocity ends the phase, the last of them are put right: steps, forwards or back, as
long as the velocity asks for.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.air import COLUMNS, LEVELS
from cosmodrome.flight.lanes_kernel import (
    COEFFICIENT,
    FLOW_ROWS,
    LANES,
    PRESSURE,
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
from cosmodrome.flight.tanks_kernel import (
    AT_PHASE,
    BURN,
    BURN_SLOPE,
    BY_VELOCITY,
    DURATION,
    EX,
    EXIT_AREA,
    EXPELLED,
    EY,
    EZ,
    GRID,
    LANE_AREA,
    LANE_MASS,
    LANE_ROWS,
    LONGEST,
    PLACE,
    PUSH,
    PUSH_SLOPE,
    RULE,
    SENSED,
    SHORTEST_S,
    STEP,
    STEPS,
    TAU,
    UX,
    UY,
    UZ,
    WANTED,
    burn_off,
    lift_off,
    load_phase,
    separate,
)
from cosmodrome.physics.aerodynamics import drag_n
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.disturbed import driven_acceleration_m_s2
from cosmodrome.physics.lanes import FLAGS, in_lanes
from cosmodrome.physics.propulsion import thrust_n
from cosmodrome.physics.steering import turned_direction

Array = NDArray[np.float64]
Index = NDArray[np.int64]

CORRECTIONS = (2, 1, 1)
"""Steps of each correction of a velocity cut-off."""

STATES = 7
_drag = in_lanes(drag_n)
_thrust = in_lanes(thrust_n)
_acceleration = in_lanes(driven_acceleration_m_s2)
_turned = in_lanes(turned_direction)
_compiled: Any = njit(cache=True, nogil=True, fastmath=FLAGS, error_model="numpy")


@lanes
def _choose_direction(share: float, grid_s: float, table: Array, lane: Array) -> None:
    """Write the thrust direction of each lane, a share of a step on, linear in its table."""
    last = table.shape[0] - 1
    low, high = float(last), 0.0
    for i in range(LANES):
        place = (lane[TAU * LANES + i] + share * lane[STEP * LANES + i]) / grid_s
        place = min(max(place, 0.0), float(last))
        lane[PLACE * LANES + i] = place
        low = min(low, place)
        high = max(high, place)
        lane[UX * LANES + i], lane[UY * LANES + i], lane[UZ * LANES + i] = 0.0, 0.0, 0.0
    for k in range(int(low), min(int(high) + 1, last) + 1):
        for i in range(LANES):
            weight = max(1.0 - abs(lane[PLACE * LANES + i] - k), 0.0)
            lane[UX * LANES + i] += weight * table[k, 0]
            lane[UY * LANES + i] += weight * table[k, 1]
            lane[UZ * LANES + i] += weight * table[k, 2]


@lanes
def _rates(
    y: Array,
    share: float,
    phase: Array,
    table: Array,
    exit_area: float,
    knots: Array,
    coefficients: Array,
    air: Array,
    lane: Array,
    flow: Array,
    out: Array,
) -> None:
    """Write the rates of position, velocity and sensed velocity, a share of a step on."""
    flow_past(y, air, flow)
    choose_drag(knots, coefficients, flow)
    _choose_direction(share, phase[GRID], table, lane)
    duration, expelled = phase[DURATION], phase[EXPELLED]
    for i in range(LANES):
        tau = lane[TAU * LANES + i] + share * lane[STEP * LANES + i]
        # A throttle goes linearly through the planned phase and stays where it ends.
        t = min(tau, duration)
        push = lane[PUSH * LANES + i] + lane[PUSH_SLOPE * LANES + i] * t
        burnt = (lane[BURN * LANES + i] + 0.5 * lane[BURN_SLOPE * LANES + i] * t) * t
        burnt += (lane[BURN * LANES + i] + lane[BURN_SLOPE * LANES + i] * duration) * (tau - t)
        mass = lane[LANE_MASS * LANES + i] - expelled * tau - burnt
        ux, uy, uz = _turned(
            lane[UX * LANES + i],
            lane[UY * LANES + i],
            lane[UZ * LANES + i],
            lane[EX * LANES + i],
            lane[EY * LANES + i],
            lane[EZ * LANES + i],
        )
        w = flow[SPEED * LANES + i]
        drag = _drag(
            flow[RHO * LANES + i], w, flow[COEFFICIENT * LANES + i], lane[LANE_AREA * LANES + i]
        )
        thrust = _thrust(push, exit_area, flow[PRESSURE * LANES + i])
        ax, ay, az, sensed = _acceleration(
            y[0 * LANES + i],
            y[1 * LANES + i],
            y[2 * LANES + i],
            mass,
            ux,
            uy,
            uz,
            thrust,
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
        out[6 * LANES + i] = sensed


@lanes
def _shifted(y: Array, k: Array, lane: Array, share: float, out: Array) -> None:
    for j in range(STATES):
        for i in range(LANES):
            out[j * LANES + i] = (
                y[j * LANES + i] + share * lane[STEP * LANES + i] * k[j * LANES + i]
            )


@lanes
def _step(
    y: Array,
    phase: Array,
    table: Array,
    exit_area: float,
    knots: Array,
    coefficients: Array,
    air: Array,
    lane: Array,
    flow: Array,
    k: Array,
    end: Array,
) -> None:
    """Advance every lane by its own step: the classical Runge-Kutta rule of fourth order."""
    _rates(y, 0.0, phase, table, exit_area, knots, coefficients, air, lane, flow, k[0])
    _shifted(y, k[0], lane, 0.5, end)
    _rates(end, 0.5, phase, table, exit_area, knots, coefficients, air, lane, flow, k[1])
    _shifted(y, k[1], lane, 0.5, end)
    _rates(end, 0.5, phase, table, exit_area, knots, coefficients, air, lane, flow, k[2])
    _shifted(y, k[2], lane, 1.0, end)
    _rates(end, 1.0, phase, table, exit_area, knots, coefficients, air, lane, flow, k[3])
    for j in range(STATES):
        for i in range(LANES):
            y[j * LANES + i] += (
                lane[STEP * LANES + i]
                / 6.0
                * (
                    k[0, j * LANES + i]
                    + 2.0 * (k[1, j * LANES + i] + k[2, j * LANES + i])
                    + k[3, j * LANES + i]
                )
            )
    for i in range(LANES):
        lane[TAU * LANES + i] += lane[STEP * LANES + i]


@lanes
def _aim_steps(y: Array, k: Array, parts: int, lane: Array) -> None:
    """Write the steps after which the wanted velocity is sensed, or the tank is empty."""
    for i in range(LANES):
        short_s = (lane[WANTED * LANES + i] - y[SENSED * LANES + i]) / max(
            k[3, SENSED * LANES + i], 1e-3
        )
        end = min(max(lane[TAU * LANES + i] + short_s, SHORTEST_S), lane[LONGEST * LANES + i])
        lane[STEP * LANES + i] = (end - lane[TAU * LANES + i]) / parts


@lanes
def _fly_phase(
    y: Array,
    phase: Array,
    burning: Array,
    table: Array,
    knots: Array,
    coefficients: Array,
    air: Array,
    lane: Array,
    flow: Array,
    k: Array,
    end: Array,
) -> None:
    """Advance every lane to where its phase ends."""
    exit_area = 0.0
    for b in range(burning.shape[0]):
        exit_area += burning[b, EXIT_AREA]
    for _ in range(int(phase[STEPS])):
        _step(y, phase, table, exit_area, knots, coefficients, air, lane, flow, k, end)
    if phase[RULE] == BY_VELOCITY:
        for parts in CORRECTIONS:
            _aim_steps(y, k, parts, lane)
            for _ in range(parts):
                _step(y, phase, table, exit_area, knots, coefficients, air, lane, flow, k, end)


@_compiled
def fly_to_separations(
    start: Array,
    liftoff_mass_kg: float,
    phases: Array,
    burns: Array,
    nodes: Index,
    directions: Array,
    axes: Array,
    separations: Array,
    burnable_kg: Array,
    knots: Array,
    coefficients: Array,
    mean: Array,
    sd: Array,
    between: Array,
    whole: Array,
    stages: Array,
    deviates: Array,
    bodies: Array,
    marks: Array,
) -> None:
    """Fly every case to the last separation.

    Writes position, velocity and time of each separation to `bodies` (n, separations, 7), and
    time and sensed velocity at the end of each phase to `marks` (n, phases, 2).
    """
    count = whole.shape[0]
    y, end = np.empty(STATES * LANES), np.empty(STATES * LANES)
    k = np.empty((4, STATES * LANES))
    lane, flow = np.zeros(LANE_ROWS * LANES), np.empty(FLOW_ROWS * LANES)
    air = np.empty((LEVELS, COLUMNS, LANES))
    left = np.empty((burnable_kg.size, LANES))
    clock = np.empty(LANES)
    cases = np.empty(LANES, dtype=np.int64)
    for first in range(0, count, LANES):
        for i in range(LANES):
            cases[i] = min(first + i, count - 1)
        air_of_cases(mean, sd, between, deviates, cases, air)
        lift_off(
            start, liftoff_mass_kg, axes, burnable_kg, whole, stages, cases, y, clock, left, lane
        )
        for p in range(phases.shape[0]):
            phase, burning = phases[p], burns[p]
            table = directions[nodes[p] : nodes[p + 1]]
            load_phase(phase, burning, whole, stages, cases, clock, left, lane)
            _fly_phase(y, phase, burning, table, knots, coefficients, air, lane, flow, k, end)
            burn_off(phase, burning, stages, cases, left, lane)
            for i in range(LANES):
                clock[i] += lane[TAU * LANES + i]
                marks[cases[i], p, 0], marks[cases[i], p, 1] = clock[i], y[SENSED * LANES + i]
            for d in range(separations.shape[0]):
                if int(separations[d, AT_PHASE]) == p:
                    separate(d, separations[d], stages, cases, y, clock, left, lane, bodies)
