"""How does one stretch of flight end? An adaptive integrator in machine code, never a force.

Dormand-Prince 8(5,3), or 5(4) where roughly will do (Hairer, Norsett & Wanner, Solving Ordinary
Differential Equations I, sec. II.5 and II.10). `flight.fly` judges an ascent with the same formulas
in Python; this serves where a thousand arcs are wanted in the time that one takes there.

A flight is a tuple of arrays: phases (columns below), pieces of steering tables (FIRST node, NODES,
END of the piece), nodes (TIME since the phase began, weight, direction), knots and coefficients of
the drag, and `aim`, what whole flights have once. `flight.arcs` fills them, and the `rule` of the
integrator: its coefficients and tolerances.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.motion import air_velocity_m_s, flight_acceleration_m_s2, speed_m_s
from cosmodrome.physics.steering import along_air_velocity, pad_direction

Array = NDArray[np.float64]
Flight = tuple[Array, Array, Array, Array, Array, Array]

# Columns of a phase; thrust and flow are straight lines in time, slopes per second.
(
    STEERING, LENGTH, MASS, THRUST, THRUST_SLOPE, FLOW, FLOW_SLOPE, EXIT_AREA, AREA,
    FIRST_PIECE, PIECES, TILT, TILT_RATE, STOP, STOP_AT,
) = range(15)  # fmt: skip
COLUMNS = 15
# Kinds of steering: none, upright or tilted from the pad's vertical, along the air velocity, by
# table, pitch falling evenly in a plane, along the velocity still to be gained, along that flown.
COAST, PAD, WIND, TABLE, RAMP, GAIN, ALONG = range(7)
# What ends a phase before its length: nothing, an orbital energy reached, a velocity gained.
NEVER, ENERGY, GAINED = range(3)
# Columns of a piece, and of a node.
FIRST, NODES, END = range(3)
TIME, WEIGHT, X, Y, Z = range(5)
# What a flight has once. NORMAL is three numbers: of the plane that steering keeps to.
(
    AZIMUTH, LATITUDE, LONGITUDE, GROUND, RAMP_BEGIN, RAMP_SPAN, LOFT, PITCH_BEGIN, PITCH_END,
    YAW_GAIN, AXIS, TILTED, COSINE, NORTHWARD, NORMAL,
) = range(15)  # fmt: skip
AIMS = 18
# What the integrator keeps between calls.
TAU, STEP, ENDED = range(3)
CONTROLS = 3
# How a stop inside a step is narrowed down.
LOW, HIGH, BELOW, ABOVE, KEPT = range(5)
SEARCHES = 5
# Why a phase ended: its length, its stop, the ground (or steps without number).
BY_LENGTH, BY_STOP, BY_GROUND = range(3)

MOST_STAGES = 12
# Rows of the integrator's rule below its matrix, whose row after the last stage is the weights:
# nodes, two errors, and what it has once: tolerances (relative, position, velocity), number of
# stages, exponent of its step control.
NODES_AT, FIFTH, THIRD, ONCE = range(13, 17)
RULE_ROWS = 17
POSITION, VELOCITY, STAGES, EXPONENT = range(1, 5)
# Rows of the work space: slopes of the stages and of the new state, then states.
STATE, NEXT, STAGE = 13, 14, 15
ROWS = 16
SHORTEST_S = 1e-5
FIRST_STEP_S = 3.0
SAFETY, SHRINK_MOST, GROW_MOST = 0.9, 0.2, 10.0
# A velocity counts as gained once so little is lacking: nearer, its direction means nothing.
GAINED_M_S = 3.0
STOPPED_WITHIN_RATIO = 1e-7
HALVINGS = 40
MOST_STEPS = 50_000

_compiled: Any = njit(cache=True, nogil=True, error_model="numpy")


@_compiled
def _copy(work: Array, source: int, target: int) -> None:
    for i in range(6):
        work[target, i] = work[source, i]


@_compiled
def _pitched(
    ahead: tuple[float, float, float], up: tuple[float, float, float], pitch: float
) -> tuple[float, float, float]:
    """Return the direction at a pitch over the horizon, in the plane of `ahead` and `up`."""
    climb = ahead[0] * up[0] + ahead[1] * up[1] + ahead[2] * up[2]
    lx, ly, lz = ahead[0] - climb * up[0], ahead[1] - climb * up[1], ahead[2] - climb * up[2]
    scale = math.cos(pitch) / math.sqrt(lx * lx + ly * ly + lz * lz)
    sine = math.sin(pitch)
    return scale * lx + sine * up[0], scale * ly + sine * up[1], scale * lz + sine * up[2]


@_compiled
def _along_plane(aim: Array, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the level direction of flight in the plane with the aim's normal."""
    nx, ny, nz = aim[NORMAL], aim[NORMAL + 1], aim[NORMAL + 2]
    return ny * z - nz * y, nz * x - nx * z, nx * y - ny * x


@_compiled
def _ramped(
    aim: Array, t_s: float, rx: float, ry: float, rz: float, vx: float, vy: float, vz: float
) -> tuple[float, float, float]:
    """Return a pitch that falls evenly in time, yawed against motion across the plane.

    Once it is faster than a circular orbit, a flight goes on along its velocity.
    """
    if (vx * vx + vy * vy + vz * vz) ** 2 * (rx * rx + ry * ry + rz * rz) > EARTH_MU_M3_S2**2:
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        return vx / speed, vy / speed, vz / speed
    share = min(max((t_s - aim[RAMP_BEGIN]) / aim[RAMP_SPAN], 0.0), 1.0)
    pitch = aim[PITCH_BEGIN] + (aim[PITCH_END] - aim[PITCH_BEGIN]) * share
    radius = math.sqrt(rx * rx + ry * ry + rz * rz)
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    up = (rx / radius, ry / radius, rz / radius)
    nx, ny, nz = aim[NORMAL], aim[NORMAL + 1], aim[NORMAL + 2]
    # At most 45 deg: a flight far from its plane still has to gain speed.
    yaw = math.tanh(aim[YAW_GAIN] * (vx * nx + vy * ny + vz * nz) / speed)
    ax, ay, az = _along_plane(aim, up[0], up[1], up[2])
    return _pitched((ax - yaw * nx, ay - yaw * ny, az - yaw * nz), up, pitch)


@_compiled
def _to_gain(
    aim: Array, rx: float, ry: float, rz: float, vx: float, vy: float, vz: float
) -> tuple[float, float, float]:
    """Return what a level velocity in the aim's plane, on an orbit of its axis, still lacks."""
    radius = math.sqrt(rx * rx + ry * ry + rz * rz)
    ax, ay, az = _along_plane(aim, rx, ry, rz)
    speed = math.sqrt(max(EARTH_MU_M3_S2 * (2.0 / radius - 1.0 / aim[AXIS]), 0.0))
    scale = speed / math.sqrt(ax * ax + ay * ay + az * az)
    return scale * ax - vx, scale * ay - vy, scale * az - vz


@_compiled
def _tabulated(pieces: Array, nodes: Array, piece: int, tau_s: float) -> tuple[float, float, float]:
    """Return the polynomial through the nodes of a piece (second barycentric formula)."""
    first = int(pieces[piece, FIRST])
    x, y, z, total = 0.0, 0.0, 0.0, 0.0
    for n in range(first, first + int(pieces[piece, NODES])):
        away = tau_s - nodes[n, TIME]
        if abs(away) < 1e-12:
            x, y, z, total = nodes[n, X], nodes[n, Y], nodes[n, Z], 1.0
            break
        share = nodes[n, WEIGHT] / away
        x += share * nodes[n, X]
        y += share * nodes[n, Y]
        z += share * nodes[n, Z]
        total += share
    # The shares may sum to a negative number.
    length = math.copysign(math.sqrt(x * x + y * y + z * z), total)
    return x / length, y / length, z / length


@_compiled
def _direction(
    flight: Flight, p: int, piece: int, tau_s: float, begin_s: float, work: Array, row: int
) -> tuple[float, float, float]:
    """Return the thrust direction at a state of the work space."""
    phases, pieces, nodes, _, _, aim = flight
    steering = int(phases[p, STEERING])
    rx, ry, rz = work[row, 0], work[row, 1], work[row, 2]
    vx, vy, vz = work[row, 3], work[row, 4], work[row, 5]
    if steering == TABLE:
        return _tabulated(pieces, nodes, piece, tau_s)
    if steering == PAD:
        tilt = phases[p, TILT] + phases[p, TILT_RATE] * tau_s
        return pad_direction(begin_s + tau_s, tilt, aim[AZIMUTH], aim[LATITUDE], aim[LONGITUDE])
    if steering == WIND:
        return along_air_velocity(rx, ry, vx, vy, vz)
    if steering == RAMP:
        return _ramped(aim, begin_s + tau_s, rx, ry, rz, vx, vy, vz)
    if steering == GAIN:
        gx, gy, gz = _to_gain(aim, rx, ry, rz, vx, vy, vz)
        size = math.sqrt(gx * gx + gy * gy + gz * gz)
        return gx / size, gy / size, gz / size
    if steering == ALONG:
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        return vx / speed, vy / speed, vz / speed
    return 0.0, 0.0, 0.0


@_compiled
def _rates(
    flight: Flight,
    p: int,
    piece: int,
    tau_s: float,
    begin_s: float,
    work: Array,
    row: int,
    out: int,
) -> None:
    """Write the rates of a state of the work space, `tau_s` after the phase began."""
    phases, _, _, knots, coefficients, _ = flight
    ux, uy, uz = _direction(flight, p, piece, tau_s, begin_s, work, row)
    mass = phases[p, MASS] - tau_s * (phases[p, FLOW] + 0.5 * phases[p, FLOW_SLOPE] * tau_s)
    ax, ay, az = flight_acceleration_m_s2(
        work[row, 0], work[row, 1], work[row, 2], work[row, 3], work[row, 4], work[row, 5],
        mass, ux, uy, uz, phases[p, THRUST] + phases[p, THRUST_SLOPE] * tau_s,
        phases[p, EXIT_AREA], phases[p, AREA], knots, coefficients,
    )  # fmt: skip
    work[out, 0], work[out, 1], work[out, 2] = work[row, 3], work[row, 4], work[row, 5]
    work[out, 3], work[out, 4], work[out, 5] = ax, ay, az


@_compiled
def _step(
    flight: Flight,
    p: int,
    piece: int,
    tau_s: float,
    begin_s: float,
    h: float,
    work: Array,
    rule: Array,
    stale: bool,
) -> None:
    """Write the state a step later, and its rates; `stale` if row 0 has not those of the state."""
    stages = int(rule[ONCE, STAGES])
    for s in range(0 if stale else 1, stages + 1):
        row = NEXT if s == stages else STAGE
        for i in range(6):
            slope = 0.0
            for j in range(s):
                slope += rule[s, j] * work[j, i]
            work[row, i] = work[STATE, i] + h * slope
        _rates(flight, p, piece, tau_s + rule[NODES_AT, s] * h, begin_s, work, row, s)


@_compiled
def _error(h: float, work: Array, rule: Array) -> float:
    """Return the error of a step over the tolerance, as Hairer et al. weigh it."""
    stages = int(rule[ONCE, STAGES])
    fifth, third = 0.0, 0.0
    for i in range(6):
        size = max(abs(work[STATE, i]), abs(work[NEXT, i]))
        scale = rule[ONCE, 0] * size + rule[ONCE, POSITION if i < 3 else VELOCITY]
        e5, e3 = 0.0, 0.0
        for j in range(stages + 1):
            e5 += rule[FIFTH, j] * work[j, i]
            e3 += rule[THIRD, j] * work[j, i]
        fifth += (e5 / scale) ** 2
        third += (e3 / scale) ** 2
    if fifth == 0.0:
        return 0.0
    return abs(h) * fifth / math.sqrt((fifth + 0.01 * third) * 6.0)


@_compiled
def _beyond(flight: Flight, p: int, work: Array, row: int) -> float:
    """Return how far a state is beyond what stops a phase; negative before it."""
    phases, _, _, _, _, aim = flight
    rx, ry, rz = work[row, 0], work[row, 1], work[row, 2]
    vx, vy, vz = work[row, 3], work[row, 4], work[row, 5]
    if int(phases[p, STOP]) == ENERGY:
        radius = math.sqrt(rx * rx + ry * ry + rz * rz)
        energy = 0.5 * (vx * vx + vy * vy + vz * vz) - EARTH_MU_M3_S2 / radius
        return energy - phases[p, STOP_AT]
    gx, gy, gz = _to_gain(aim, rx, ry, rz, vx, vy, vz)
    return GAINED_M_S - math.sqrt(gx * gx + gy * gy + gz * gz)


@_compiled
def _next_step(h: float, error: float, rule: Array) -> float:
    """Return the step that an error asks for."""
    if not error < 1e12:
        return h * SHRINK_MOST
    factor = SAFETY * max(error, 1e-12) ** rule[ONCE, EXPONENT]
    return h * min(max(factor, SHRINK_MOST), GROW_MOST)


@_compiled
def _narrow(search: Array, part: float, here: float) -> None:
    """Close in on a stop (the Illinois rule: an end that stays for a second time counts half)."""
    if here < 0.0:
        search[LOW], search[BELOW] = part, here
        if search[KEPT] > 0.0:
            search[ABOVE] *= 0.5
        search[KEPT] = 1.0
    else:
        search[HIGH], search[ABOVE] = part, here
        if search[KEPT] < 0.0:
            search[BELOW] *= 0.5
        search[KEPT] = -1.0


@_compiled
def _length_tried(search: Array, step_s: float, narrowing: int) -> float:
    """Return the step to try: where a stop is expected, else that of the control."""
    if narrowing == 0:
        return step_s
    share = search[ABOVE] / (search[ABOVE] - search[BELOW])
    return search[HIGH] - share * (search[HIGH] - search[LOW])


@_compiled
def _accept(flight: Flight, work: Array, control: Array, rule: Array) -> None:
    """Let the new state be the state, unless it lies in the ground."""
    radius2 = 0.0
    for i in range(3):
        radius2 += work[NEXT, i] * work[NEXT, i]
    if radius2 > flight[5][GROUND] ** 2:
        _copy(work, NEXT, STATE)
        _copy(work, int(rule[ONCE, STAGES]), 0)
    else:
        control[ENDED] = BY_GROUND


@_compiled
def _advance(
    flight: Flight,
    p: int,
    piece: int,
    begin_s: float,
    to_s: float,
    work: Array,
    control: Array,
    rule: Array,
    search: Array,
) -> None:
    """Carry the state to a time since the phase began, or to what ends the phase before."""
    stops = int(flight[0][p, STOP]) != NEVER
    stale, narrowing = True, 0
    near = 0.0
    before = _beyond(flight, p, work, STATE) if stops else -1.0
    if before >= 0.0:
        control[ENDED] = BY_STOP
    for _ in range(MOST_STEPS):
        tau = control[TAU]
        if tau >= to_s or control[ENDED] != BY_LENGTH:
            return
        last = narrowing == 0 and control[STEP] >= (to_s - tau) * (1.0 - 1e-9)
        h = _length_tried(search, min(control[STEP], to_s - tau), narrowing)
        h = to_s - tau if last else h
        _step(flight, p, piece, tau, begin_s, h, work, rule, stale)
        stale = False
        beyond = _beyond(flight, p, work, NEXT) if stops else 0.0
        if narrowing > 0:
            narrowing += 1
            if abs(beyond) >= near and narrowing < HALVINGS:
                _narrow(search, h, beyond)
                continue
            control[ENDED] = BY_STOP
        else:
            error = _error(h, work, rule)
            wanted = _next_step(h, error, rule)
            if not error <= 1.0 and h > SHORTEST_S:
                control[STEP] = max(min(wanted, SAFETY * h), SHORTEST_S)
                continue
            if stops and before < 0.0 <= beyond:
                search[LOW], search[HIGH], search[KEPT] = 0.0, h, 0.0
                search[BELOW], search[ABOVE] = before, beyond
                near, narrowing = STOPPED_WITHIN_RATIO * (beyond - before), 1
                continue
            before = beyond
            control[STEP] = max(control[STEP], wanted) if last else wanted
        control[TAU] = to_s if last else tau + h
        _accept(flight, work, control, rule)
    control[ENDED] = BY_GROUND


@_compiled
def _begin_ramp(aim: Array, t_s: float, work: Array) -> None:
    """Let a ramp begin at a loft above the air velocity of a state, in the plane to steer into.

    That plane lies over the vehicle, tilted as the aim says, or it is the plane that is flown.
    """
    rx, ry, rz = work[STATE, 0], work[STATE, 1], work[STATE, 2]
    ax, ay, az = work[STATE, 3], work[STATE, 4], work[STATE, 5]
    radius = math.sqrt(rx * rx + ry * ry + rz * rz)
    wx, wy, wz = air_velocity_m_s(rx, ry, ax, ay, az)
    climb = (rx * wx + ry * wy + rz * wz) / (radius * speed_m_s(wx, wy, wz))
    aim[PITCH_BEGIN] = math.asin(min(max(climb, -1.0), 1.0)) + aim[LOFT]
    aim[RAMP_BEGIN] = t_s
    ux, uy, uz = rx / radius, ry / radius, rz / radius
    if aim[TILTED] > 0.0:
        level = max(math.sqrt(ux * ux + uy * uy), 1e-9)
        east = min(max(aim[COSINE] / level, -1.0), 1.0)
        north = math.copysign(math.sqrt(1.0 - east * east), aim[NORTHWARD])
        ax = (-east * uy - north * uz * ux) / level
        ay = (east * ux - north * uz * uy) / level
        az = north * level
    nx, ny, nz = uy * az - uz * ay, uz * ax - ux * az, ux * ay - uy * ax
    size = math.sqrt(nx * nx + ny * ny + nz * nz)
    aim[NORMAL], aim[NORMAL + 1], aim[NORMAL + 2] = nx / size, ny / size, nz / size


@_compiled
def _fly_phase(
    flight: Flight,
    p: int,
    begin_s: float,
    work: Array,
    control: Array,
    search: Array,
    rule: Array,
    shares: Array,
    k: int,
    states: Array,
    directions: Array,
) -> None:
    """Fly phase `p` from the state in the work space; write what it passes at shares of its length.

    Where the phase ends early, the rest of the shares repeat its last state.
    """
    phases, pieces = flight[0], flight[1]
    control[TAU], control[ENDED] = 0.0, BY_LENGTH
    piece = int(phases[p, FIRST_PIECE])
    last = piece + int(phases[p, PIECES]) - 1
    for j in range(shares.size):
        tau = shares[j] * phases[p, LENGTH]
        while True:
            seam = piece < last and pieces[piece, END] < tau
            to_s = pieces[piece, END] if seam else tau
            _advance(flight, p, piece, begin_s, to_s, work, control, rule, search)
            if not seam:
                break
            piece += 1
        ux, uy, uz = _direction(flight, p, piece, control[TAU], begin_s, work, STATE)
        directions[k, j, 0], directions[k, j, 1], directions[k, j, 2] = ux, uy, uz
        for i in range(6):
            states[k, j, i] = work[STATE, i]


@_compiled
def fly_phases(
    flight: Flight,
    first: int,
    chained: bool,
    begins_s: Array,
    starts: Array,
    rule: Array,
    shares: Array,
    states: Array,
    directions: Array,
    lengths_s: Array,
) -> int:
    """Fly some phases in a row; write what each passes at shares of its length, and how long it is.

    Each is flown from its own start, or, if `chained`, from the end of the one before it: then
    only the first start counts, and the ramp of pitch begins with the first phase that has it.
    Return why the last of them ended. There is but this one door: every other would be compiled
    with a copy of all above.
    """
    work, control, search = np.empty((ROWS, 6)), np.empty(CONTROLS), np.empty(SEARCHES)
    t_s, ramped = 0.0, False
    for k in range(begins_s.size):
        if k == 0 or not chained:
            t_s = begins_s[k]
            control[STEP] = FIRST_STEP_S
            for i in range(6):
                work[STATE, i] = starts[k, i]
        if chained and not ramped and int(flight[0][first + k, STEERING]) == RAMP:
            _begin_ramp(flight[5], t_s, work)
            ramped = True
        _fly_phase(
            flight, first + k, t_s, work, control, search, rule, shares, k, states, directions
        )
        lengths_s[k] = control[TAU]
        t_s += control[TAU]
        if chained and control[ENDED] == BY_GROUND:
            for i in range(6):
                states[begins_s.size - 1, shares.size - 1, i] = work[STATE, i]
            break
    return int(control[ENDED])
