"""How long will a spacecraft stay up, whatever the Sun does?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.safety.decay import lifetime_d, sinking_m_d
from cosmodrome.safety.thin_air import SolarStates


@dataclass(frozen=True, slots=True, kw_only=True)
class DecayEstimate:
    """How long air lets the orbit live: days with a quiet, mean and active Sun, maybe infinite.

    `sinking_m_d` is by how much the semi-major axis sinks in a day now, with the Sun at its mean;
    `is_assumed` tells that the ballistic coefficient is that of its kind of spacecraft.
    """

    ballistic_coefficient_kg_m2: float
    is_assumed: bool
    low_sun_d: float
    mean_sun_d: float
    high_sun_d: float
    sinking_m_d: float


def estimated_decay(
    r_eci_m: NDArray[np.float64],
    v_eci_m_s: NDArray[np.float64],
    *,
    air: SolarStates,
    ballistic_coefficient_kg_m2: float,
    is_assumed: bool,
) -> DecayEstimate:
    """Return how long air lets an orbit live; the arguments are those of `lifetime_d`."""
    beta = ballistic_coefficient_kg_m2
    elements = elements_from_state(r_eci_m, v_eci_m_s)
    low, normal, high = (
        lifetime_d(r_eci_m, v_eci_m_s, ballistic_coefficient_kg_m2=beta, thin_air=each)
        for each in (air.low, air.mean, air.high)
    )
    return DecayEstimate(
        ballistic_coefficient_kg_m2=beta,
        is_assumed=is_assumed,
        low_sun_d=low,
        mean_sun_d=normal,
        high_sun_d=high,
        sinking_m_d=sinking_m_d(
            elements.semi_major_axis_m,
            elements.eccentricity,
            ballistic_coefficient_kg_m2=beta,
            thin_air=air.mean,
        ),
    )
