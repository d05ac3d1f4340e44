"""What do engines, tanks and rules mean for every lane: what pushes, what is left, when it ends?

Bookkeeping of dispersed flights, phase by phase. Columns of the arrays of a programme and rows of
the lanes are named here once; `flight.programme` fills them, `flight.powered_kernel` flies them.
"""

import math

import numpy as np
from numpy.typing import NDArray

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
from cosmodrome.flight.lanes_kernel import LANES, lanes

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

SENSED = 6

# Rows of a lane's phase.
LANE_MASS, PUSH, PUSH_SLOPE, BURN, BURN_SLOPE, LANE_AREA = range(6)
EX, EY, EZ, TAU, STEP, LONGEST, WANTED = range(6, 13)
UX, UY, UZ, PLACE = range(13, 17)
LANE_ROWS = 17


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
def load_phase(
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
def burn_off(
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
def separate(
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
def lift_off(
    start: Array,
    liftoff_mass_kg: float,
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
        mass = liftoff_mass_kg
        for s in range(burnable.size):
            left[s, i] = burnable[s] + stages[case, s, LOADED]
            mass += stages[case, s, LOADED] + stages[case, s, INERT]
        lane[LANE_MASS * LANES + i] = mass
        pitch, yaw = whole[case, PITCH], whole[case, YAW]
        lane[EX * LANES + i] = pitch * axes[0, 0] + yaw * axes[1, 0]
        lane[EY * LANES + i] = pitch * axes[0, 1] + yaw * axes[1, 1]
        lane[EZ * LANES + i] = pitch * axes[0, 2] + yaw * axes[1, 2]
