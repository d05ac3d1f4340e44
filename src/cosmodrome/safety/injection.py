"""How far from the orbit wanted does a guided cut-off leave the last stage?

The errors of the cut-off are those of the dispersed flights, so that published injection accuracy
checks what decides the falls of a last stage. Errors of an upper stage that goes on are not in it.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.errors import InputError
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.numerics.sampling import SamplingPlan
from cosmodrome.orbit.elements import OrbitElements, state_from_elements
from cosmodrome.orbit.injection_error import figures_of_states
from cosmodrome.safety.dispersion import draw_cases
from cosmodrome.safety.monte_carlo import guided_states
from cosmodrome.spaceport.climate import Climate
from cosmodrome.vehicles import LaunchVehicle

THREE_SIGMA_PROBABILITY = 0.9973
"""What three sigma of one normal number hold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InjectionScatter:
    """Deviations of the osculating orbit from the one wanted, arrays (n,)."""

    period_s: NDArray[np.float64]
    semi_major_axis_m: NDArray[np.float64]
    perigee_m: NDArray[np.float64]
    apogee_m: NDArray[np.float64]
    inclination_deg: NDArray[np.float64]
    raan_deg: NDArray[np.float64]


def half_width(
    deviations: NDArray[np.float64], *, probability: float = THREE_SIGMA_PROBABILITY
) -> np.float64:
    """Return what a share of deviations stays within, on either side; in their unit.

    Raises
    ------
    InputError
        If the probability is not inside 0 to 1.
    """
    if not 0.0 < probability < 1.0:
        raise InputError(f"probability must be inside 0 to 1, got {probability}")
    return np.float64(np.quantile(np.abs(deviations), probability))


def injection_scatter(
    vehicle: LaunchVehicle,
    wanted: OrbitElements,
    climate: Climate,
    *,
    plan: SamplingPlan,
    seed: int,
    cases: int,
) -> InjectionScatter:
    """Return how the orbits of dispersed cut-offs differ from the one wanted.

    Parameters
    ----------
    vehicle : LaunchVehicle
        Gives the errors of its guided cut-off.
    wanted : OrbitElements
        The orbit, its anomaly at injection. At the node an error of direction is all inclination, a
        quarter turn later all node.
    climate : Climate
        Over the pad; a guided cut-off does not feel it, the row of a case has it all the same.
    plan, seed, cases
        See `safety.dispersion.draw_cases`.

    Raises
    ------
    InputError
        If the orbit wanted is no ellipse, or a spread is malformed.
    """
    if not 0.0 <= wanted.eccentricity < 1.0:
        raise InputError(f"injection needs an ellipse, got eccentricity {wanted.eccentricity}")
    draws = draw_cases(vehicle, (), climate, plan=plan, seed=seed, first_case=0, cases=cases)
    r_m, v_m_s = state_from_elements(wanted)
    last = vehicle.stages[-1]
    body = SeparatedBody(
        part=last.name, count=1, mass_kg=last.dry_mass_kg, t_s=0.0, r_eci_m=r_m, v_eci_m_s=v_m_s
    )
    states = guided_states(body, draws)
    planned = figures_of_states(np.array([[*r_m, *v_m_s]]))
    found = figures_of_states(states[:, :6])
    off = {name: found[name] - planned[name][0] for name in found}
    turned = np.arctan2(np.sin(off["raan_rad"]), np.cos(off["raan_rad"]))
    axis_m = planned["semi_major_axis_m"]
    return InjectionScatter(
        period_s=_period_s(found["semi_major_axis_m"]) - _period_s(axis_m),
        semi_major_axis_m=off["semi_major_axis_m"],
        perigee_m=off["perigee_m"],
        apogee_m=off["apogee_m"],
        inclination_deg=np.degrees(off["inclination_rad"]),
        raan_deg=np.degrees(turned),
    )


def _period_s(semi_major_axis_m: NDArray[np.float64]) -> NDArray[np.float64]:
    return 2.0 * math.pi * np.sqrt(semi_major_axis_m**3 / EARTH_MU_M3_S2)
