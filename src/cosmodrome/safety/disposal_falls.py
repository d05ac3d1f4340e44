"""Where do the pieces of an upper stage come down that burns as planned, more or less?

The burn is off in size, direction and time, the stage comes apart higher or lower, and its pieces
are heavier or lighter for their size. The orbit before the burn is taken as known: the stage has
navigated for hours.
"""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight.fall import FallCases
from cosmodrome.numerics.sampling import SamplingPlan, standard_normals
from cosmodrome.safety.dispersion import fall_columns, fall_draw
from cosmodrome.safety.disposal import DisposalPlan, coast_step, coasted_to_air
from cosmodrome.safety.monte_carlo import BodyFalls, fallen
from cosmodrome.safety.weather import DEVIATES, Weather, air_column, air_deviates, air_over
from cosmodrome.vehicles import Disposal

OF_BURN = 4
"""Random numbers of a burn: its size, two angles, its time."""


def disposal_falls(
    plan: DisposalPlan,
    disposal: Disposal,
    weather: Weather,
    *,
    sampling: SamplingPlan,
    seed: int,
    first_case: int,
    cases: int,
) -> BodyFalls:
    """Return how the pieces of a stage come down in a run of cases.

    Parameters
    ----------
    plan : DisposalPlan
        One that aims at an area.
    disposal : Disposal
        Of the same stage: spreads of the burn, and of the fall.
    weather : Weather
        Pieces fall through the air of the site nearest to the undisturbed impact.
    sampling, seed, first_case, cases
        See `numerics.sampling.standard_normals`.

    Raises
    ------
    InputError
        If the plan leaves the stage in orbit.
    """
    if plan.before_burn is None or plan.impact is None or plan.speed_change_m_s is None:
        raise InputError(f"the stage does not come down ({plan.outcome}): nothing falls")
    local = air_over(
        weather, latitude_deg=float(plan.impact[1]), longitude_deg=float(plan.impact[0])
    )
    normals = standard_normals(
        sampling,
        seed=seed,
        first_case=first_case,
        cases=cases,
        columns=OF_BURN + DEVIATES + fall_columns(disposal.fall),
    )
    of_burn, of_air, of_fall = np.split(normals, [OF_BURN, OF_BURN + DEVIATES], axis=1)
    draw = fall_draw(disposal.fall, of_fall)
    burnt = _burnt(plan.before_burn, plan.speed_change_m_s, disposal, of_burn)
    burnt[:, 3:6] += draw.kick_m_s
    whole = FallCases(
        states=coasted_to_air(burnt),
        ballistic_coefficient_kg_m2=draw.ballistic_coefficient_kg_m2,
        air=air_column(local.climate),
        deviates=air_deviates(of_air, local.climate),
    )
    return fallen(disposal.fall.part, whole, draw, ground_m=0.0)


def _burnt(
    before: NDArray[np.float64],
    speed_change_m_s: float,
    disposal: Disposal,
    z: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the states (n, 7) after burns that are off in size, direction and time."""
    states = coast_step(np.tile(before, (len(z), 1)), disposal.ignition_sd_s * z[:, 3])
    v = states[:, 3:6]
    along = v / np.linalg.norm(v, axis=1)[:, None]
    across = np.cross(states[:, :3], along)
    across /= np.linalg.norm(across, axis=1)[:, None]
    off_rad = np.radians(disposal.pointing_sd_deg) * z[:, 1:3]
    thrust = along + off_rad[:, :1] * np.cross(along, across) + off_rad[:, 1:] * across
    thrust /= np.linalg.norm(thrust, axis=1)[:, None]
    size_m_s = speed_change_m_s * (1.0 + disposal.speed_sd_ratio * z[:, 0])
    states[:, 3:6] = v - size_m_s[:, None] * thrust
    return states
