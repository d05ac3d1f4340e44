"""What do all the lanes of a block do at once: which air, which drag, which step?

A block is 64 cases side by side. They fly at much the same height and speed, so what a scalar
formula chooses from a table is chosen for the whole block: the first piece that any lane needs,
then the few others, by comparison. The numbers of a lane do not depend on its neighbours.

Scratch arrays have a row for each quantity and a column for each lane.
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
        altitude = _altitude(y[0, i], y[1, i], y[2, i])
        flow[ALTITUDE, i] = altitude
        flow[GEOPOTENTIAL, i] = _geopotential(altitude)
    choose_layers(flow)
    choose_weather(air, flow)
    for i in range(LANES):
        pressure, rho, sound = _air_of_layer(
            flow[GEOPOTENTIAL, i],
            flow[BASE, i],
            flow[BASE_TEMPERATURE, i],
            flow[LAPSE, i],
            flow[LN_PRESSURE, i],
        )
        flow[PRESSURE, i], flow[RHO, i], sound = _disturbed_air(
            pressure, rho, sound, flow[WEATHER + DENSITY, i], flow[WEATHER + TEMPERATURE, i]
        )
        wx, wy, wz = _air_velocity(
            y[0, i],
            y[1, i],
            y[2, i],
            y[3, i],
            y[4, i],
            y[5, i],
            flow[WEATHER + EAST, i],
            flow[WEATHER + NORTH, i],
        )
        w = _speed(wx, wy, wz)
        flow[WX, i], flow[WY, i], flow[WZ, i] = wx, wy, wz
        flow[SPEED, i] = w
        flow[MACH, i] = w / sound


@lanes
def choose_layers(flow: Array) -> None:
    """Write the constants of the layer of the standard that holds each lane."""
    low, high = _ends(flow[GEOPOTENTIAL])
    k = 0
    while k < LAYER_BASE.size - 1 and low > LAYER_BASE[k + 1]:
        k += 1
    for i in range(LANES):
        flow[BASE, i] = LAYER_BASE[k]
        flow[BASE_TEMPERATURE, i] = LAYER_TEMPERATURE[k]
        flow[LAPSE, i] = LAYER_LAPSE[k]
        flow[LN_PRESSURE, i] = LAYER_LN_PRESSURE[k]
    k += 1
    while k < LAYER_BASE.size and high > LAYER_BASE[k]:
        for i in range(LANES):
            above = flow[GEOPOTENTIAL, i] > LAYER_BASE[k]
            flow[BASE, i] = LAYER_BASE[k] if above else flow[BASE, i]
            flow[BASE_TEMPERATURE, i] = LAYER_TEMPERATURE[k] if above else flow[BASE_TEMPERATURE, i]
            flow[LAPSE, i] = LAYER_LAPSE[k] if above else flow[LAPSE, i]
            flow[LN_PRESSURE, i] = LAYER_LN_PRESSURE[k] if above else flow[LN_PRESSURE, i]
        k += 1


@lanes
def choose_weather(air: Array, flow: Array) -> None:
    """Write wind, density and temperature of each lane, linear between the levels of its air."""
    low, high = _ends(flow[ALTITUDE])
    first = int(min(max(low / LEVEL_STEP_M, 0.0), TOP_LEVEL))
    last = min(int(min(max(high / LEVEL_STEP_M, 0.0), TOP_LEVEL)) + 1, TOP_LEVEL)
    for c in range(COLUMNS):
        for i in range(LANES):
            flow[WEATHER + c, i] = 0.0
    for k in range(first, last + 1):
        for i in range(LANES):
            place = min(max(flow[ALTITUDE, i] / LEVEL_STEP_M, 0.0), TOP_LEVEL)
            share = max(1.0 - abs(place - k), 0.0)
            flow[WEATHER, i] += share * air[k, 0, i]
            flow[WEATHER + 1, i] += share * air[k, 1, i]
            flow[WEATHER + 2, i] += share * air[k, 2, i]
            flow[WEATHER + 3, i] += share * air[k, 3, i]


@lanes
def choose_drag(knots: Array, coefficients: Array, flow: Array) -> None:
    """Write the drag coefficient of each lane: the piecewise cubic over Mach number."""
    first, last = knots[0], knots[knots.size - 1]
    low, high = _ends(flow[MACH])
    k = 0
    while k < coefficients.shape[0] - 1 and low >= knots[k + 1]:
        k += 1
    for i in range(LANES):
        flow[LEFT_KNOT, i] = knots[k]
        flow[C0, i] = coefficients[k, 0]
        flow[C1, i] = coefficients[k, 1]
        flow[C2, i] = coefficients[k, 2]
        flow[C3, i] = coefficients[k, 3]
    k += 1
    while k < coefficients.shape[0] and high >= knots[k]:
        for i in range(LANES):
            beyond = flow[MACH, i] >= knots[k]
            flow[LEFT_KNOT, i] = knots[k] if beyond else flow[LEFT_KNOT, i]
            flow[C0, i] = coefficients[k, 0] if beyond else flow[C0, i]
            flow[C1, i] = coefficients[k, 1] if beyond else flow[C1, i]
            flow[C2, i] = coefficients[k, 2] if beyond else flow[C2, i]
            flow[C3, i] = coefficients[k, 3] if beyond else flow[C3, i]
        k += 1
    for i in range(LANES):
        h = min(max(flow[MACH, i], first), last) - flow[LEFT_KNOT, i]
        flow[COEFFICIENT, i] = ((flow[C3, i] * h + flow[C2, i]) * h + flow[C1, i]) * h + flow[C0, i]


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
def _ends(row: Array) -> tuple[float, float]:
    """Return the least and the greatest number of a row."""
    low, high = row[0], row[0]
    for i in range(LANES):
        low = min(low, row[i])
        high = max(high, row[i])
    return low, high
