"""How do thousands of dispersed flights go? Loops and bookkeeping, never a force.

Takes plain arrays, draws no random number, holds no lock of the interpreter. Columns of the arrays
are named here once; `flight.programme` fills them, and `flight.cases` names those of the cases.

Every phase is flown in as many equal steps as the programme says, each lane in steps of its own
length. Where a velocity ends the phase, the last of them are put right: steps, forwards or back, as
long as the velocity asks for.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.air import COLUMNS, LEVELS
from cosmodrome.flight.cases import (
    CUTOFF_SPEED,
    DELAY,
    DRAG_FACTOR,
    FLOW_FACTOR,
    INERT,
    LOADED,
    PITCH,
    THRUST_FACTOR,
    YAW,
)
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
from cosmodrome.physics.aerodynamics import drag_n
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.disturbed import driven_acceleration_m_s2
from cosmodrome.physics.lanes import FLAGS, in_lanes
from cosmodrome.physics.propulsion import thrust_n
from cosmodrome.physics.steering import turned_direction

Array = NDArray[np.float64]
Index = NDArray[np.int64]

# Columns of a phase.
DURATION, AREA, EXPELLED, RULE, RULE_STAGE, VELOCITY_AT_END, GRID, STEPS, CLOCK_AT_END = range(9)
OF_PHASE = 9
RELATIVE = -1.0
"""In place of the clock at the end: the phase lasts as planned, whenever it began."""
BY_TIMER, BY_VELOCITY, BY_DEPLETION = 0.0, 1.0, 2.0
"""What ends a phase: the clock, the velocity sensed since lift-off, or an empty tank."""
# Columns of a burn in a phase.
STAGE, THRUST, EXIT_AREA, FLOW, THROTTLE_BEGIN, THROTTLE_END = range(6)
OF_BURN = 6
# Columns of a separation.
AT_PHASE, OF_PART, MASS, LEFT = range(4)
OF_SEPARATION = 4

SHORTEST_S = 1e-3
FUSE_S = 5.0
FUSE_FACTOR = 1.25
"""A velocity cut-off that never comes ends after this much of the planned time, and 5 s."""
CORRECTIONS = (2, 1, 1)
"""Steps of each correction of a velocity cut-off."""

SENSED = 6
STATES = 7
# Rows of a lane's phase.
LANE_MASS, PUSH, PUSH_SLOPE, BURN, BURN_SLOPE, LANE_AREA = range(6)
EX, EY, EZ, TAU, STEP, LONGEST, WANTED = range(6, 13)
UX, UY, UZ, PLACE = range(13, 17)
LANE_ROWS = 17

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
def _throttled_s(tau: float, duration: float, begin: float, end: float) -> float:
    """Return the seconds at full flow that a linear throttle is worth; held after its end."""
    t = min(tau, duration)
    return begin * t + 0.5 * (end - begin) * t * t / duration + end * (tau - t)


@lanes
def _burns_out_s(full_s: float, duration: float, begin: float, end: float) -> float:
    """Return when a throttle has used up so many seconds at full flow."""
    planned = 0.5 * (begin + end) * duration
    if full_s >= planned:
        return duration + (full_s - planned) / max(end, 1e-9)
    slope = (end - begin) / duration
    return 2.0 * full_s / (begin + math.sqrt(begin * begin + 2.0 * slope * full_s))


@lanes
def _load_phase(
    phase: Array,
    burns: Array,
    whole: Array,
    stages: Array,
    cases: Index,
    clock: Array,
    left: Array,
    lane: Array,
) -> None:
    """Write what engines, tanks and rules of a phase mean for every lane.

    Only the tank of the stage whose cut-off ends the phase can end it early, and not what goes by
    the clock: a solid that is jettisoned at a set time gives impulse in proportion to its thrust.
    """
    duration = phase[DURATION]
    ruling = int(phase[RULE_STAGE])
    for i in range(LANES):
        case = cases[i]
        push, push_slope, burn, burn_slope = 0.0, 0.0, 0.0, 0.0
        empty = math.inf
        for b in range(burns.shape[0]):
            s = int(burns[b, STAGE])
            if s >= 0:
                begin, end = burns[b, THROTTLE_BEGIN], burns[b, THROTTLE_END]
                thrust = burns[b, THRUST] * stages[case, s, THRUST_FACTOR]
                full_flow = burns[b, FLOW] * stages[case, s, FLOW_FACTOR]
                push += begin * thrust
                push_slope += (end - begin) / duration * thrust
                burn += begin * full_flow
                burn_slope += (end - begin) / duration * full_flow
                if s == ruling and phase[RULE] != BY_TIMER:
                    full_s = max(left[s, i], 0.0) / full_flow
                    empty = _burns_out_s(full_s, duration, begin, end)
        lane[PUSH * LANES + i], lane[PUSH_SLOPE * LANES + i] = push, push_slope
        lane[BURN * LANES + i], lane[BURN_SLOPE * LANES + i] = burn, burn_slope
        lane[LANE_AREA * LANES + i] = phase[AREA] * whole[case, DRAG_FACTOR]
        lane[TAU * LANES + i] = 0.0
        delay, overshoot = 0.0, 0.0
        if ruling >= 0:
            delay = stages[case, ruling, DELAY]
            overshoot = stages[case, ruling, CUTOFF_SPEED]
        lane[WANTED * LANES + i] = phase[VELOCITY_AT_END] + overshoot
        longest = max(min(FUSE_FACTOR * duration + FUSE_S, empty), SHORTEST_S)
        lane[LONGEST * LANES + i] = longest
        lasting = _planned_s(phase, delay, empty, clock[i])
        lane[STEP * LANES + i] = max(min(lasting, longest), SHORTEST_S) / phase[STEPS]


@lanes
def _planned_s(phase: Array, delay: float, empty: float, clock: float) -> float:
    """Return how long a phase lasts by its rule, as far as that is known before."""
    if phase[RULE] == BY_DEPLETION:
        return empty
    if phase[CLOCK_AT_END] > 0.0:
        return phase[CLOCK_AT_END] - clock  # type: ignore[no-any-return]
    return phase[DURATION] + (delay if phase[RULE] == BY_TIMER else 0.0)  # type: ignore[no-any-return]


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
def _burn_off(
    phase: Array, burns: Array, stages: Array, cases: Index, left: Array, lane: Array
) -> None:
    """Take from tanks and mass what a phase burnt and expelled."""
    for i in range(LANES):
        tau = lane[TAU * LANES + i]
        lane[LANE_MASS * LANES + i] -= phase[EXPELLED] * tau
        for b in range(burns.shape[0]):
            s = int(burns[b, STAGE])
            if s >= 0:
                full_s = _throttled_s(
                    tau, phase[DURATION], burns[b, THROTTLE_BEGIN], burns[b, THROTTLE_END]
                )
                burnt = full_s * burns[b, FLOW] * stages[cases[i], s, FLOW_FACTOR]
                left[s, i] -= burnt
                lane[LANE_MASS * LANES + i] -= burnt


@lanes
def _separate(
    d: int,
    separation: Array,
    stages: Array,
    cases: Index,
    y: Array,
    clock: Array,
    left: Array,
    lane: Array,
    bodies: Array,
) -> None:
    """Write the state of a part that leaves, and take its mass off."""
    s = int(separation[OF_PART])
    for i in range(LANES):
        case = cases[i]
        for j in range(6):
            bodies[case, d, j] = y[j * LANES + i]
        bodies[case, d, 6] = clock[i]
        lane[LANE_MASS * LANES + i] -= separation[MASS]
        if s >= 0:
            # What structure and tanks are off the plan leaves with the stage.
            lane[LANE_MASS * LANES + i] -= stages[case, s, INERT] + left[s, i] - separation[LEFT]


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


@lanes
def _lift_off(
    start: Array,
    liftoff_mass: float,
    axes: Array,
    burnable: Array,
    whole: Array,
    stages: Array,
    cases: Index,
    y: Array,
    clock: Array,
    left: Array,
    lane: Array,
) -> None:
    """Load the cases of a block as they leave the pad."""
    for i in range(LANES):
        case = cases[i]
        for j in range(6):
            y[j * LANES + i] = start[j]
        y[SENSED * LANES + i] = 0.0
        clock[i] = 0.0
        mass = liftoff_mass
        for s in range(burnable.size):
            left[s, i] = burnable[s] + stages[case, s, LOADED]
            mass += stages[case, s, LOADED] + stages[case, s, INERT]
        lane[LANE_MASS * LANES + i] = mass
        pitch, yaw = whole[case, PITCH], whole[case, YAW]
        lane[EX * LANES + i] = pitch * axes[0, 0] + yaw * axes[1, 0]
        lane[EY * LANES + i] = pitch * axes[0, 1] + yaw * axes[1, 1]
        lane[EZ * LANES + i] = pitch * axes[0, 2] + yaw * axes[1, 2]


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
        _lift_off(
            start, liftoff_mass_kg, axes, burnable_kg, whole, stages, cases, y, clock, left, lane
        )
        for p in range(phases.shape[0]):
            phase, burning = phases[p], burns[p]
            table = directions[nodes[p] : nodes[p + 1]]
            _load_phase(phase, burning, whole, stages, cases, clock, left, lane)
            _fly_phase(y, phase, burning, table, knots, coefficients, air, lane, flow, k, end)
            _burn_off(phase, burning, stages, cases, left, lane)
            for i in range(LANES):
                clock[i] += lane[TAU * LANES + i]
                marks[cases[i], p, 0], marks[cases[i], p, 1] = clock[i], y[SENSED * LANES + i]
            for d in range(separations.shape[0]):
                if int(separations[d, AT_PHASE]) == p:
                    _separate(d, separations[d], stages, cases, y, clock, left, lane, bodies)
