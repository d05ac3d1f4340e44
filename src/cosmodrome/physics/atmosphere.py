"""How thick is the air? U.S. Standard Atmosphere 1976 to 86 km, continued smoothly above.

Eight layers of the standard to 86 km (NOAA-S/T 76-1562, table 4). Above, the same hydrostatic law
goes on with a piecewise linear molecular-scale temperature through the values that the standard's
own tables imply (T_M = p / (R rho) from part 4, table I), so that pressure and density have no
jump anywhere. The constants of the layer are chosen, never the results: one exponential and one
logarithm serve all layers; an isothermal layer gets a lapse of 1e-8 K/m (pressure within 3e-7).
"""

import math
from itertools import pairwise

from cosmodrome.constants import (
    AIR_GAS_CONSTANT_J_KG_K,
    AIR_HEAT_CAPACITY_RATIO,
    GEOPOTENTIAL_RADIUS_M,
    SEA_LEVEL_PRESSURE_PA,
    STANDARD_GRAVITY_M_S2,
)
from cosmodrome.physics.formula import Real, exp, formula, log1p, pick, sqrt

R0 = GEOPOTENTIAL_RADIUS_M
R_AIR = AIR_GAS_CONSTANT_J_KG_K
G_R = STANDARD_GRAVITY_M_S2 / AIR_GAS_CONSTANT_J_KG_K
NEARLY_ISOTHERMAL_K_M = 1e-8

# Geopotential altitude [m] and lapse [K/m] of the standard's layers.
_STANDARD = (
    (0.0, -0.0065),
    (11000.0, NEARLY_ISOTHERMAL_K_M),
    (20000.0, 0.001),
    (32000.0, 0.0028),
    (47000.0, NEARLY_ISOTHERMAL_K_M),
    (51000.0, -0.0028),
    (71000.0, -0.002),
)
_TOP_OF_STANDARD_M = 84852.0
# Geometric altitude [m], pressure [Pa] and density [kg/m3] of the standard's table I above 86 km.
_TABLE_ABOVE = (
    (91000.0, 1.5381e-1, 2.860e-6),
    (100000.0, 3.2011e-2, 5.604e-7),
    (110000.0, 7.1042e-3, 9.708e-8),
    (120000.0, 2.5382e-3, 2.222e-8),
    (150000.0, 4.5422e-4, 2.076e-9),
    (200000.0, 8.4736e-5, 2.541e-10),
    (300000.0, 8.7704e-6, 1.916e-11),
    (500000.0, 3.0236e-7, 5.215e-13),
)
_SEA_LEVEL_TEMPERATURE_K = 288.15


def _layers() -> tuple[tuple[float, ...], ...]:
    """Return base altitude, base temperature, lapse and ln of base pressure of every layer."""
    nodes = [(h, lapse) for h, lapse in _STANDARD]
    base_m = [nodes[0][0]]
    temperature_k = [_SEA_LEVEL_TEMPERATURE_K]
    lapse_k_m = [nodes[0][1]]
    for (below, lapse), (h, next_lapse) in pairwise(nodes):
        temperature_k.append(temperature_k[-1] + lapse * (h - below))
        base_m.append(h)
        lapse_k_m.append(next_lapse)
    temperature_k.append(temperature_k[-1] + lapse_k_m[-1] * (_TOP_OF_STANDARD_M - base_m[-1]))
    base_m.append(_TOP_OF_STANDARD_M)
    for z, table_pa, table_kg_m3 in _TABLE_ABOVE:
        base_m.append(R0 * z / (R0 + z))
        temperature_k.append(table_pa / (table_kg_m3 * R_AIR))
        lapse_k_m.append((temperature_k[-1] - temperature_k[-2]) / (base_m[-1] - base_m[-2]))
    lapse_k_m.append(lapse_k_m[-1])
    ln_pressure = [math.log(SEA_LEVEL_PRESSURE_PA)]
    for i in range(len(base_m) - 1):
        warmer = lapse_k_m[i] * (base_m[i + 1] - base_m[i]) / temperature_k[i]
        ln_pressure.append(ln_pressure[i] - G_R * math.log1p(warmer) / lapse_k_m[i])
    return tuple(base_m), tuple(temperature_k), tuple(lapse_k_m), tuple(ln_pressure)


# The logarithm of pressure, not pressure: an expression picks by adding steps, and steps down from
# 101325 Pa would leave no digit of the pressures of the thermosphere.
BASE, TEMPERATURE, LAPSE, LN_PRESSURE = _layers()


@formula
def geopotential_m(altitude_m: Real) -> Real:
    """Return the geopotential altitude in which the layers of the standard are counted."""
    return R0 * altitude_m / (R0 + altitude_m)


@formula
def air_of_layer(
    h: Real, base_m: Real, base_temperature: Real, lapse: Real, ln_base_pressure: Real
) -> Real:
    """Return pressure, density and speed of sound at a geopotential altitude of a given layer."""
    warmer = lapse * (h - base_m) / base_temperature
    pressure = exp(ln_base_pressure - G_R * log1p(warmer) / lapse)
    temperature = base_temperature * (1.0 + warmer)
    return (
        pressure,
        pressure / (R_AIR * temperature),
        sqrt(AIR_HEAT_CAPACITY_RATIO * R_AIR * temperature),
    )


@formula
def air(altitude_m: Real) -> Real:
    """Return pressure [Pa], density [kg/m3] and speed of sound [m/s] at a geometric altitude.

    Above 86 km the speed of sound is that of the molecular-scale temperature: a number to look
    up drag with where drag no longer matters, not a property of the gas.
    """
    h = geopotential_m(altitude_m)
    return air_of_layer(
        h,
        pick(h, BASE, BASE),
        pick(h, BASE, TEMPERATURE),
        pick(h, BASE, LAPSE),
        pick(h, BASE, LN_PRESSURE),
    )
