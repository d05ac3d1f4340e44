"""What do all the lanes of a block do at once: which air, which drag, which step?

A block is 64 cases side by side. They fly at much the same height and speed, so what a scalar
formula chooses from a table is chosen for the whole block: the first piece that any lane needs,
then the few others, by comparison. The numbers of a lane do not depend on its neighbours.

Scratch arrays are flat, a row of 64 for each quantity: the compiler then sees that no two of them
overlap.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.air import COLUMNS, DENSITY, EAST, LEVEL_STEP_M, LEVELS, NORTH, TEMPERATURE
from cosmodrome.physics import atmosphere
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.disturbed import disturbed_air, windy_air_velocity_m_s
from cosmodrome.physics.earth import ellipsoid_altitude_m
from cosmodrome.physics.lanes import FLAGS, in_lanes
from cosmodrome.physics.motion import speed_m_s

Array = NDArray[np.float64]

LANES = 64

# Rows of the air that flows past.
ALTITUDE, GEOPOTENTIAL, BASE, BASE_TEMPERATURE, LAPSE, LN_PRESSURE = range(6)
WEATHER = 6
PRESSURE, RHO, MACH, WX, WY, WZ, SPEED = range(10, 17)
LEFT_KNOT, C0, C1, C2, C3, COEFFICIENT = range(17, 23)
FLOW_ROWS = 23

TOP_LEVEL = LEVELS - 1
LAYER_BASE = np.array(atmosphere.BASE)
LAYER_TEMPERATURE = np.array(atmosphere.TEMPERATURE)
LAYER_LAPSE = np.array(atmosphere.LAPSE)
LAYER_LN_PRESSURE = np.array(atmosphere.LN_PRESSURE)

lanes: Any = njit(fastmath=FLAGS, error_model="numpy", nogil=True)

_altitude = in_lanes(ellipsoid_altitude_m)
_geopotential = in_lanes(atmosphere.geopotential_m)
_air_of_layer = in_lanes(atmosphere.air_of_layer)
_disturbed_air = in_lanes(disturbed_air)
_air_velocity = in_lanes(windy_air_velocity_m_s)
_speed = in_lanes(speed_m_s)


@lanes
def flow_past(y: Array, air: Array, flow: Array) -> None:
    """Write the air around every lane, and how fast it flows past, to the rows of `flow`."""
    for i in range(LANES):
        altitude = _altitude(y[0 * LANES + i], y[1 * LANES + i], y[2 * LANES + i])
        flow[ALTITUDE * LANES + i] = altitude
        flow[GEOPOTENTIAL * LANES + i] = _geopotential(altitude)
    choose_layers(flow)
    choose_weather(air, flow)
    for i in range(LANES):
        pressure, rho, sound = _air_of_layer(
            flow[GEOPOTENTIAL * LANES + i],
            flow[BASE * LANES + i],
            flow[BASE_TEMPERATURE * LANES + i],
            flow[LAPSE * LANES + i],
            flow[LN_PRESSURE * LANES + i],
        )
        flow[PRESSURE * LANES + i], flow[RHO * LANES + i], sound = _disturbed_air(
            pressure,
            rho,
            sound,
            flow[(WEATHER + DENSITY) * LANES + i],
            flow[(WEATHER + TEMPERATURE) * LANES + i],
        )
        wx, wy, wz = _air_velocity(
            y[0 * LANES + i],
            y[1 * LANES + i],
            y[2 * LANES + i],
            y[3 * LANES + i],
            y[4 * LANES + i],
            y[5 * LANES + i],
            flow[(WEATHER + EAST) * LANES + i],
            flow[(WEATHER + NORTH) * LANES + i],
        )
        w = _speed(wx, wy, wz)
        flow[WX * LANES + i], flow[WY * LANES + i], flow[WZ * LANES + i] = wx, wy, wz
        flow[SPEED * LANES + i] = w
        flow[MACH * LANES + i] = w / sound


@lanes
def choose_layers(flow: Array) -> None:
    """Write the constants of the layer of the standard that holds each lane."""
    low, high = _ends(flow, GEOPOTENTIAL)
    k = 0
    while k < LAYER_BASE.size - 1 and low > LAYER_BASE[k + 1]:
        k += 1
    for i in range(LANES):
        flow[BASE * LANES + i] = LAYER_BASE[k]
        flow[BASE_TEMPERATURE * LANES + i] = LAYER_TEMPERATURE[k]
        flow[LAPSE * LANES + i] = LAYER_LAPSE[k]
        flow[LN_PRESSURE * LANES + i] = LAYER_LN_PRESSURE[k]
    k += 1
    while k < LAYER_BASE.size and high > LAYER_BASE[k]:
        for i in range(LANES):
            above = flow[GEOPOTENTIAL * LANES + i] > LAYER_BASE[k]
            flow[BASE * LANES + i] = LAYER_BASE[k] if above else flow[BASE * LANES + i]
            flow[BASE_TEMPERATURE * LANES + i] = (
                LAYER_TEMPERATURE[k] if above else flow[BASE_TEMPERATURE * LANES + i]
            )
            flow[LAPSE * LANES + i] = LAYER_LAPSE[k] if above else flow[LAPSE * LANES + i]
            flow[LN_PRESSURE * LANES + i] = (
                LAYER_LN_PRESSURE[k] if above else flow[LN_PRESSURE * LANES + i]
            )
        k += 1


@lanes
def choose_weather(air: Array, flow: Array) -> None:
    """Write wind, density and temperature of each lane, linear between the levels of its air."""
    low, high = _ends(flow, ALTITUDE)
    first = int(min(max(low / LEVEL_STEP_M, 0.0), TOP_LEVEL))
    last = min(int(min(max(high / LEVEL_STEP_M, 0.0), TOP_LEVEL)) + 1, TOP_LEVEL)
    for c in range(COLUMNS):
        for i in range(LANES):
            flow[(WEATHER + c) * LANES + i] = 0.0
    for k in range(first, last + 1):
        for i in range(LANES):
            place = min(max(flow[ALTITUDE * LANES + i] / LEVEL_STEP_M, 0.0), TOP_LEVEL)
            share = max(1.0 - abs(place - k), 0.0)
            flow[WEATHER * LANES + i] += share * air[k, 0, i]
            flow[(WEATHER + 1) * LANES + i] += share * air[k, 1, i]
            flow[(WEATHER + 2) * LANES + i] += share * air[k, 2, i]
            flow[(WEATHER + 3) * LANES + i] += share * air[k, 3, i]


@lanes
def choose_drag(knots: Array, coefficients: Array, flow: Array) -> None:
    """Write the drag coefficient of each lane: the piecewise cubic over Mach number."""
    first, last = knots[0], knots[knots.size - 1]
    low, high = _ends(flow, MACH)
    k = 0
    while k < coefficients.shape[0] - 1 and low >= knots[k + 1]:
        k += 1
    for i in range(LANES):
        flow[LEFT_KNOT * LANES + i] = knots[k]
        flow[C0 * LANES + i] = coefficients[k, 0]
        flow[C1 * LANES + i] = coefficients[k, 1]
        flow[C2 * LANES + i] = coefficients[k, 2]
        flow[C3 * LANES + i] = coefficients[k, 3]
    k += 1
    while k < coefficients.shape[0] and high >= knots[k]:
        for i in range(LANES):
            beyond = flow[MACH * LANES + i] >= knots[k]
            flow[LEFT_KNOT * LANES + i] = knots[k] if beyond else flow[LEFT_KNOT * LANES + i]
            flow[C0 * LANES + i] = coefficients[k, 0] if beyond else flow[C0 * LANES + i]
            flow[C1 * LANES + i] = coefficients[k, 1] if beyond else flow[C1 * LANES + i]
            flow[C2 * LANES + i] = coefficients[k, 2] if beyond else flow[C2 * LANES + i]
            flow[C3 * LANES + i] = coefficients[k, 3] if beyond else flow[C3 * LANES + i]
        k += 1
    for i in range(LANES):
        h = min(max(flow[MACH * LANES + i], first), last) - flow[LEFT_KNOT * LANES + i]
        flow[COEFFICIENT * LANES + i] = (
            (flow[C3 * LANES + i] * h + flow[C2 * LANES + i]) * h + flow[C1 * LANES + i]
        ) * h + flow[C0 * LANES + i]


@lanes
def air_of_cases(
    mean: Array, sd: Array, between: Array, deviates: Array, cases: Array, air: Array
) -> None:
    """Write the air of the cases of a block, a table for each lane.

    `between` (61, 5) says of each level: the node below, and the weights of it and of the next, for
    the wind and for density and temperature.
    """
    for k in range(LEVELS):
        node = int(between[k, 0])
        beyond = min(node + 1, deviates.shape[1] - 1)
        for c in range(COLUMNS):
            w = 1 if c < DENSITY else 3
            for i in range(LANES):
                deviate = (
                    between[k, w] * deviates[cases[i], node, c]
                    + between[k, w + 1] * deviates[cases[i], beyond, c]
                )
                air[k, c, i] = mean[k, c] + sd[k, c] * deviate


@lanes
def _ends(flow: Array, row: int) -> tuple[float, float]:
    """Return the least and the greatest number of a row."""
    low = high = flow[row * LANES]
    for i in range(LANES):
        low = min(low, flow[row * LANES + i])
        high = max(high, flow[row * LANES + i])
    return low, high
