"""What pulls and pushes, as CasADi expressions, for the peers that speak CasADi?

In units of the Earth's radius and of the circular speed there, so that all numbers are near one.
"""

import math
from typing import Any

import casadi as ca
import numpy as np
from statement import (
    AREA_M2,
    DENSITY_KG_M3,
    DRAG_COEFFICIENT,
    EARTH_RADIUS_M,
    MU_M3_S2,
    SCALE_HEIGHT_M,
    SPIN_RAD_S,
    STILL_M_S,
    Phase,
    Vector,
    target_vectors,
)

LENGTH_M = EARTH_RADIUS_M
SPEED_M_S = math.sqrt(MU_M3_S2 / EARTH_RADIUS_M)
TIME_S = LENGTH_M / SPEED_M_S
MASS_KG = 1e4
STATE_SCALES = np.array([LENGTH_M] * 3 + [SPEED_M_S] * 3 + [MASS_KG])


def acceleration(r: Any, v: Any, mass: Any, u: Any, *, phase: Phase) -> Any:
    """Return the acceleration in scaled units for a direction `u` of the thrust."""
    radius = ca.sqrt(ca.dot(r, r))
    wind = v - SPIN_RAD_S * TIME_S * ca.vertcat(-r[1], r[0], 0.0)
    ballistic = 0.5 * DENSITY_KG_M3 * DRAG_COEFFICIENT * AREA_M2 * LENGTH_M / MASS_KG
    drag = ballistic * ca.exp(-(radius - 1.0) * LENGTH_M / SCALE_HEIGHT_M)
    thrust = phase.thrust_n * TIME_S / SPEED_M_S / MASS_KG
    speed = ca.sqrt(ca.dot(wind, wind) + (STILL_M_S / SPEED_M_S) ** 2)
    push = thrust * u - drag * speed * wind
    return push / mass - r / radius**3


def flow(phase: Phase) -> float:
    """Return the mass flow in scaled units."""
    return phase.flow_kg_s * TIME_S / MASS_KG


def target_conditions(r: Any, v: Any) -> Any:
    """Return the five expressions that vanish in the target orbit."""
    h, e = target_vectors()
    momentum = ca.cross(r, v)
    eccentricity = ca.cross(v, momentum) - r / ca.sqrt(ca.dot(r, r))
    return ca.vertcat(momentum - h / (LENGTH_M * SPEED_M_S), eccentricity[:2] - e[:2])


def scaled(r: Vector, v: Vector, mass_kg: Vector) -> Vector:
    """Return states of shape (7, n) in scaled units."""
    return np.vstack([r.T, v.T, mass_kg]) / STATE_SCALES[:, None]
