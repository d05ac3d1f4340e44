"""Where do thousands of dispersed flights drop their parts?

Parts that leave before the last stage is cut off come from dispersed flights of the stored
programme. The last stage steers itself to its cut-off: its state there is the planned one with the
errors of a guided cut-off, whatever its engines did. One unit of each part falls in each case.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight.fall import FallCases, comes_down, impacts_of
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.programme import FlightProgramme, flight_programme, fly_cases
from cosmodrome.flight.trajectory import SeparatedBody, Trajectory
from cosmodrome.numerics.sampling import SamplingPlan
from cosmodrome.safety.dispersion import Draws, FallDraw, draw_cases
from cosmodrome.spaceport.climate import WindProfile
from cosmodrome.vehicles import Fall, LaunchVehicle


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FallStudy:
    """A planned flight made ready for a Monte Carlo.

    `falling` are its parts that come down, in the order in which they leave; `programme` is None
    where only the guided last stage does.
    """

    vehicle: LaunchVehicle
    wind: WindProfile | None
    falling: tuple[SeparatedBody, ...]
    programme: FlightProgramme | None


def fall_study(
    profile: FlightProfile,
    trajectory: Trajectory,
    vehicle: LaunchVehicle,
    *,
    wind: WindProfile | None,
) -> FallStudy:
    """Return what is needed to throw dispersed flights of a planned one.

    Raises
    ------
    InputError
        If a part comes down for which the vehicle gives no ballistic coefficient.
    """
    falling = tuple(body for body in trajectory.bodies if comes_down(body))
    for body in falling:
        fall_of(vehicle, body.part)
    flown = [body.t_s for body in falling if body.part != vehicle.stages[-1].name]
    programme = None
    if flown:
        programme = flight_programme(profile, trajectory, vehicle, until_s=max(flown))
    return FallStudy(vehicle=vehicle, wind=wind, falling=falling, programme=programme)


def fall_of(vehicle: LaunchVehicle, part: str) -> Fall:
    """Return how a part of a vehicle falls."""
    for fall in vehicle.falls:
        if fall.part == part:
            return fall
    raise InputError(
        f"{vehicle.id}: {part} comes down, but the vehicle gives no [fall.{part}]; "
        f"it has {[fall.part for fall in vehicle.falls]}"
    )


def dispersed_impacts(
    study: FallStudy, *, plan: SamplingPlan, seed: int, cases: int
) -> tuple[NDArray[np.float64], ...]:
    """Return the impacts of each falling part in every case.

    Returns
    -------
    tuple of ndarray, shape (n, 3)
        Longitude [deg], latitude [deg] and time after lift-off [s], in the order of
        `study.falling`; not-a-number where a part did not come down.
    """
    stages = study.programme.stages if study.programme else ()
    draws = draw_cases(study.vehicle, stages, study.wind, plan=plan, seed=seed, cases=cases)
    separated = {}
    if study.programme is not None:
        states, _ = fly_cases(study.programme, draws.cases)
        separated = {part: states[:, i] for i, part in enumerate(study.programme.parts)}
    impacts = []
    for body in study.falling:
        flown = separated.get(body.part)
        states = _guided_states(body, draws) if flown is None else flown
        impacts.append(_drop(states, draws.falls[body.part], draws))
    return tuple(impacts)


def _drop(states: NDArray[np.float64], draw: FallDraw, draws: Draws) -> NDArray[np.float64]:
    """Return the impacts of one part, pushed off at separation and slowed as drawn."""
    pushed = np.ascontiguousarray(states)
    pushed[:, 3:6] += draw.kick_m_s
    return impacts_of(
        FallCases(
            states=pushed,
            ballistic_coefficient_kg_m2=draw.ballistic_coefficient_kg_m2,
            density_factor=np.ascontiguousarray(draws.cases.density_factor),
            levels_m=draws.cases.levels_m,
            winds=draws.cases.winds,
        )
    )


def _guided_states(body: SeparatedBody, draws: Draws) -> NDArray[np.float64]:
    """Return the planned state of a body with the errors of a guided cut-off, shape (n, 7)."""
    speed = float(np.linalg.norm(body.v_eci_m_s))
    along = body.v_eci_m_s / speed
    left = np.cross(body.r_eci_m, along)
    left /= np.linalg.norm(left)
    axes = np.stack((along, np.cross(along, left), left))
    velocity_errors = draws.cutoff[:, 3:] * np.array([1.0, speed, speed])
    states = np.empty((len(draws.cutoff), 7))
    states[:, :3] = body.r_eci_m + draws.cutoff[:, :3] @ axes
    states[:, 3:6] = body.v_eci_m_s + velocity_errors @ axes
    states[:, 6] = body.t_s
    return states
