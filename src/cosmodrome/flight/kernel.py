"""How do thousands of dispersed flights and falls go? Loops and bookkeeping, never a force.

A kernel is compiled once and kept on disk. It takes plain arrays, draws no random number and treats
each case by itself, so that neither the order of cases nor their split over workers matters. It
holds no lock of the interpreter: callers may run parts of the cases in threads.

Columns of the arrays are named here once; `flight.programme` fills them.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.physics.compiled import njit
from cosmodrome.physics.disturbed import disturbed_acceleration_m_s2, fall_acceleration_m_s2
from cosmodrome.physics.earth import OMEGA, ellipsoid_altitude_m, rotate_about_pole

Array = NDArray[np.float64]
Index = NDArray[np.int64]

# Columns of a phase.
DURATION, AREA, EXPELLED, BY_VELOCITY, VELOCITY_AT_END, GRID = range(6)
# Columns of a burn in a phase.
STAGE, THRUST, EXIT_AREA, FLOW, THROTTLE_BEGIN, THROTTLE_END = range(6)
# Columns of a separation.
AT_PHASE, OF_STAGE, MASS, LEFT = range(4)
# Columns of a case: of the whole flight, and of each stage.
DRAG_FACTOR, DENSITY_FACTOR, PITCH, YAW = range(4)
THRUST_FACTOR, FLOW_FACTOR, LOADED, INERT = range(4)

POWERED_STEP_S = 2.0
SHORTEST_S = 1e-3
FUSE_S = 5.0
FUSE_FACTOR = 1.25
"""A velocity cut-off that never comes ends after this much of the planned time, and 5 s."""
REFINEMENTS = 4

# The step of a fall: so much of the time in which air slows the body, so many metres of height
# where air can thicken within a step, and in empty space so many seconds.
SLOWING_FACTOR = 1.2
LAYER_M = 3500.0
AIR_BELOW_M = 150_000.0
COAST_STEP_S = 7.0
SHORTEST_FALL_STEP_S = 0.05
BISECTIONS = 40

_compiled: Any = njit(cache=True, nogil=True, error_model="numpy")


@_compiled
def _copy(source: Array, target: Array) -> None:
    """Copy numbers one by one: slices would compile five seconds of error messages."""
    for i in range(source.size):
        target[i] = source[i]


@_compiled
def _wind(altitude_m: float, levels_m: Array, wind: Array) -> tuple[float, float]:
    """Return the east and north wind of a case at an altitude, held beyond its levels."""
    top = levels_m.size - 1
    if altitude_m <= levels_m[0]:
        return wind[0, 0], wind[0, 1]
    if altitude_m >= levels_m[top]:
        return wind[top, 0], wind[top, 1]
    i = 0
    while altitude_m > levels_m[i + 1]:
        i += 1
    f = (altitude_m - levels_m[i]) / (levels_m[i + 1] - levels_m[i])
    return (
        wind[i, 0] + f * (wind[i + 1, 0] - wind[i, 0]),
        wind[i, 1] + f * (wind[i + 1, 1] - wind[i, 1]),
    )


@_compiled
def _throttled_s(tau_s: float, duration_s: float, begin: float, end: float) -> float:
    """Return the seconds at full flow that a linear throttle is worth; held after its end."""
    t = min(tau_s, duration_s)
    return begin * t + 0.5 * (end - begin) * t * t / duration_s + end * (tau_s - t)


@_compiled
def _burns_out_s(left_s: float, duration_s: float, begin: float, end: float) -> float:
    """Return when a throttle has used up so many seconds at full flow."""
    planned = _throttled_s(duration_s, duration_s, begin, end)
    if left_s >= planned:
        return duration_s + (left_s - planned) / max(end, 1e-9)  # type: ignore[no-any-return]
    low, high = 0.0, duration_s
    for _ in range(40):
        middle = 0.5 * (low + high)
        if _throttled_s(middle, duration_s, begin, end) < left_s:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@_compiled
def _direction(
    tau_s: float, grid_s: float, table: Array, axes: Array, pitch: float, yaw: float
) -> tuple[float, float, float]:
    """Return the thrust direction of the programme, turned by small errors about fixed axes."""
    place = min(max(tau_s / grid_s, 0.0), table.shape[0] - 1.0)
    i = min(int(place), table.shape[0] - 2)
    f = place - i
    ux = table[i, 0] + f * (table[i + 1, 0] - table[i, 0])
    uy = table[i, 1] + f * (table[i + 1, 1] - table[i, 1])
    uz = table[i, 2] + f * (table[i + 1, 2] - table[i, 2])
    ex = pitch * axes[0, 0] + yaw * axes[1, 0]
    ey = pitch * axes[0, 1] + yaw * axes[1, 1]
    ez = pitch * axes[0, 2] + yaw * axes[1, 2]
    tx = ux + ey * uz - ez * uy
    ty = uy + ez * ux - ex * uz
    tz = uz + ex * uy - ey * ux
    # No engine, no direction: a coast has zeros in its table.
    length = max(math.sqrt(tx * tx + ty * ty + tz * tz), 1e-12)
    return tx / length, ty / length, tz / length


@_compiled
def _powered_rates(
    tau_s: float,
    y: Array,
    out: Array,
    mass_kg: float,
    phase: Array,
    burns: Array,
    table: Array,
    axes: Array,
    levels_m: Array,
    wind: Array,
    knots: Array,
    coefficients: Array,
    whole: Array,
    stages: Array,
) -> None:
    """Write the rates of position, velocity and sensed velocity, `tau_s` after a phase began."""
    thrust = 0.0
    exit_area = 0.0
    mass = mass_kg - phase[EXPELLED] * tau_s
    for b in range(burns.shape[0]):
        s = int(burns[b, STAGE])
        if s >= 0:
            begin, end = burns[b, THROTTLE_BEGIN], burns[b, THROTTLE_END]
            now = begin + (end - begin) * min(tau_s / phase[DURATION], 1.0)
            thrust += now * burns[b, THRUST] * stages[s, THRUST_FACTOR]
            exit_area += burns[b, EXIT_AREA]
            full_s = _throttled_s(tau_s, phase[DURATION], begin, end)
            mass -= full_s * burns[b, FLOW] * stages[s, FLOW_FACTOR]
    ux, uy, uz = _direction(tau_s, phase[GRID], table, axes, whole[PITCH], whole[YAW])
    east, north = _wind(ellipsoid_altitude_m(y[0], y[1], y[2]), levels_m, wind)
    ax, ay, az, sensed = disturbed_acceleration_m_s2(
        y[0], y[1], y[2], y[3], y[4], y[5],
        mass, ux, uy, uz, thrust, exit_area, phase[AREA] * whole[DRAG_FACTOR],
        whole[DENSITY_FACTOR], east, north, knots, coefficients,
    )  # fmt: skip
    out[0], out[1], out[2] = y[3], y[4], y[5]
    out[3], out[4], out[5] = ax, ay, az
    out[6] = sensed


@_compiled
def _powered_step(
    tau_s: float,
    h: float,
    y: Array,
    end: Array,
    k: Array,
    mass_kg: float,
    phase: Array,
    burns: Array,
    table: Array,
    axes: Array,
    levels_m: Array,
    wind: Array,
    knots: Array,
    coefficients: Array,
    whole: Array,
    stages: Array,
) -> None:
    """Write to `end` the state a step later: the classical Runge-Kutta rule of fourth order."""
    for stage in range(4):
        shift = 0.0 if stage == 0 else (h if stage == 3 else 0.5 * h)
        for i in range(7):
            end[i] = y[i] + (shift * k[stage - 1, i] if stage > 0 else 0.0)
        _powered_rates(
            tau_s + shift,
            end,
            k[stage],
            mass_kg,
            phase,
            burns,
            table,
            axes,
            levels_m,
            wind,
            knots,
            coefficients,
            whole,
            stages,
        )
    for i in range(7):
        end[i] = y[i] + h / 6.0 * (k[0, i] + 2.0 * (k[1, i] + k[2, i]) + k[3, i])


@_compiled
def _longest_s(phase: Array, burns: Array, stages: Array, left_kg: Array) -> float:
    """Return when a phase ends if its velocity does not end it: plan, fuse or empty tank."""
    longest = phase[DURATION]
    if phase[BY_VELOCITY] > 0.0:
        longest = FUSE_FACTOR * longest + FUSE_S
    for b in range(burns.shape[0]):
        s = int(burns[b, STAGE])
        if s >= 0:
            full_s = max(left_kg[s], 0.0) / (burns[b, FLOW] * stages[s, FLOW_FACTOR])
            empty = _burns_out_s(
                full_s, phase[DURATION], burns[b, THROTTLE_BEGIN], burns[b, THROTTLE_END]
            )
            longest = min(longest, empty)
    return max(longest, SHORTEST_S)  # type: ignore[no-any-return]


@_compiled
def _fly_phase(
    y: Array,
    end: Array,
    k: Array,
    mass_kg: float,
    longest_s: float,
    phase: Array,
    burns: Array,
    table: Array,
    axes: Array,
    levels_m: Array,
    wind: Array,
    knots: Array,
    coefficients: Array,
    whole: Array,
    stages: Array,
) -> float:
    """Advance `y` through a phase; return how long it took."""
    steps = max(1, math.ceil(longest_s / POWERED_STEP_S - 1e-9))
    h = longest_s / steps
    wanted = phase[VELOCITY_AT_END] if phase[BY_VELOCITY] > 0.0 else math.inf
    part, refined, done, tau = h, 0, 0, 0.0
    while done < steps:
        _powered_step(
            tau,
            part,
            y,
            end,
            k,
            mass_kg,
            phase,
            burns,
            table,
            axes,
            levels_m,
            wind,
            knots,
            coefficients,
            whole,
            stages,
        )
        if (end[6] >= wanted and refined == 0) or 0 < refined < REFINEMENTS:
            # The cut-off is within this step: take it again, as long as the velocity asks for.
            slope = (end[6] - y[6]) / part if part > 0.0 else k[0, 6]
            part = min(max((wanted - y[6]) / max(slope, 1e-9), 0.0), h)
            refined += 1
        else:
            tau += part
            _copy(end, y)
            done = steps if refined > 0 else done + 1
    return tau


@_compiled
def _burn_off(tau_s: float, phase: Array, burns: Array, stages: Array, left_kg: Array) -> float:
    """Take from the tanks what a phase burnt; return the mass that left the vehicle."""
    gone = phase[EXPELLED] * tau_s
    for b in range(burns.shape[0]):
        s = int(burns[b, STAGE])
        if s >= 0:
            full_s = _throttled_s(
                tau_s, phase[DURATION], burns[b, THROTTLE_BEGIN], burns[b, THROTTLE_END]
            )
            burnt = full_s * burns[b, FLOW] * stages[s, FLOW_FACTOR]
            left_kg[s] -= burnt
            gone += burnt
    return gone  # type: ignore[no-any-return]


@_compiled
def _separate(
    p: int, y: Array, t_s: float, separations: Array, stages: Array, left_kg: Array, bodies: Array
) -> float:
    """Write the states of the parts that leave at the end of phase `p`; return their mass."""
    gone = 0.0
    for d in range(separations.shape[0]):
        if int(separations[d, AT_PHASE]) == p:
            for j in range(6):
                bodies[d, j] = y[j]
            bodies[d, 6] = t_s
            gone += separations[d, MASS]
            s = int(separations[d, OF_STAGE])
            if s >= 0:
                # What structure and tanks are off the plan leaves with the stage.
                gone += stages[s, INERT] + left_kg[s] - separations[d, LEFT]
    return gone


@_compiled
def fly_powered(
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
    levels_m: Array,
    cases: Array,
    stage_cases: Array,
    winds: Array,
    bodies: Array,
    marks: Array,
) -> None:
    """Fly every case to the last separation.

    Writes position, velocity and time of each separation to `bodies` (n, separations, 7), and
    time and sensed velocity at the end of each phase to `marks` (n, phases, 2).
    """
    k = np.empty((4, 7))
    y = np.empty(7)
    end = np.empty(7)
    left_kg = np.empty(burnable_kg.size)
    for i in range(cases.shape[0]):
        whole, stages, wind = cases[i], stage_cases[i], winds[i]
        mass = liftoff_mass_kg
        for s in range(burnable_kg.size):
            left_kg[s] = burnable_kg[s] + stages[s, LOADED]
            mass += stages[s, LOADED] + stages[s, INERT]
        _copy(start, y)
        y[6] = 0.0
        t = 0.0
        for p in range(phases.shape[0]):
            phase, burning = phases[p], burns[p]
            table = directions[nodes[p] : nodes[p + 1]]
            longest = _longest_s(phase, burning, stages, left_kg)
            tau = _fly_phase(
                y,
                end,
                k,
                mass,
                longest,
                phase,
                burning,
                table,
                axes,
                levels_m,
                wind,
                knots,
                coefficients,
                whole,
                stages,
            )
            t += tau
            marks[i, p, 0], marks[i, p, 1] = t, y[6]
            mass -= _burn_off(tau, phase, burning, stages, left_kg)
            mass -= _separate(p, y, t, separations, stages, left_kg, bodies[i])


@_compiled
def _fall_rates(
    y: Array,
    out: Array,
    beta: float,
    density: float,
    levels_m: Array,
    wind: Array,
    knots: Array,
    rise: Array,
) -> float:
    """Write the rates of a falling body; return how fast air slows it [1/s]."""
    east, north = _wind(ellipsoid_altitude_m(y[0], y[1], y[2]), levels_m, wind)
    ax, ay, az, slowing = fall_acceleration_m_s2(
        y[0], y[1], y[2], y[3], y[4], y[5], beta, density, east, north, knots, rise
    )
    out[0], out[1], out[2] = y[3], y[4], y[5]
    out[3], out[4], out[5] = ax, ay, az
    return slowing  # type: ignore[no-any-return]


@_compiled
def _fall_step_s(y: Array, slowing: float) -> float:
    """Return a step that follows the air: short where it brakes or is about to."""
    h = COAST_STEP_S
    if ellipsoid_altitude_m(y[0], y[1], y[2]) < AIR_BELOW_M:
        r = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
        climb = abs(y[0] * y[3] + y[1] * y[4] + y[2] * y[5]) / r
        h = min(h, LAYER_M / max(climb, 1.0), SLOWING_FACTOR / max(slowing, 1e-9))
    return max(h, SHORTEST_FALL_STEP_S)


@_compiled
def _fall_step(
    h: float,
    y: Array,
    end: Array,
    k: Array,
    beta: float,
    density: float,
    levels_m: Array,
    wind: Array,
    knots: Array,
    rise: Array,
) -> float:
    """Write to `end` the state a step later and to k[4] its rates; return how air slows there."""
    for stage in range(1, 4):
        shift = h if stage == 3 else 0.5 * h
        for j in range(6):
            end[j] = y[j] + shift * k[stage - 1, j]
        _fall_rates(end, k[stage], beta, density, levels_m, wind, knots, rise)
    for j in range(6):
        end[j] = y[j] + h / 6.0 * (k[0, j] + 2.0 * (k[1, j] + k[2, j]) + k[3, j])
    return _fall_rates(end, k[4], beta, density, levels_m, wind, knots, rise)  # type: ignore[no-any-return]


@_compiled
def _crossing(h: float, y: Array, end: Array, k: Array, ground_m: float, out: Array) -> float:
    """Write where a step meets the ground, by the cubic through its ends; return the share."""
    low, high = 0.0, 1.0
    u = 0.0
    for _ in range(BISECTIONS):
        u = 0.5 * (low + high)
        v = 1.0 - u
        a, b = (1.0 + 2.0 * u) * v * v, u * v * v * h
        c, d = u * u * (3.0 - 2.0 * u), -u * u * v * h
        for i in range(3):
            out[i] = a * y[i] + b * k[0, i] + c * end[i] + d * k[4, i]
        if ellipsoid_altitude_m(out[0], out[1], out[2]) > ground_m:
            low = u
        else:
            high = u
    return u


@_compiled
def _fall(
    y: Array,
    end: Array,
    k: Array,
    beta: float,
    density: float,
    levels_m: Array,
    wind: Array,
    knots: Array,
    rise: Array,
    ground_m: float,
    longest_s: float,
    point: Array,
) -> float:
    """Write where a body comes down, inertial; return after how long, or not-a-number."""
    slowing = _fall_rates(y, k[0], beta, density, levels_m, wind, knots, rise)
    t = 0.0
    while t < longest_s:
        h = _fall_step_s(y, slowing)
        slowing = _fall_step(h, y, end, k, beta, density, levels_m, wind, knots, rise)
        if ellipsoid_altitude_m(end[0], end[1], end[2]) <= ground_m:
            return t + h * _crossing(h, y, end, k, ground_m, point)  # type: ignore[no-any-return]
        t += h
        _copy(end, y)
        _copy(k[4], k[0])
    return math.nan


@_compiled
def fall_to_ground(
    bodies: Array,
    beta: Array,
    density: Array,
    levels_m: Array,
    winds: Array,
    knots: Array,
    rise: Array,
    ground_m: float,
    longest_s: float,
    impacts: Array,
) -> None:
    """Follow every body down to a height above the ellipsoid.

    `bodies` (n, 7) are inertial states and times after lift-off. Writes Earth-fixed position and
    time after lift-off to `impacts` (n, 4); not-a-number where a body is still up after
    `longest_s`.
    """
    k = np.empty((5, 6))
    y = np.empty(6)
    end = np.empty(6)
    point = np.empty(3)
    for i in range(bodies.shape[0]):
        for j in range(6):
            y[j] = bodies[i, j]
        wind = winds[i]
        fallen_s = _fall(
            y, end, k, beta[i], density[i], levels_m, wind, knots, rise, ground_m, longest_s, point
        )
        at = bodies[i, 6] + fallen_s
        x, across = rotate_about_pole(point[0], point[1], -OMEGA * at)
        impacts[i, 0], impacts[i, 1], impacts[i, 2], impacts[i, 3] = x, across, point[2], at
        if math.isnan(fallen_s):
            for j in range(4):
                impacts[i, j] = math.nan
