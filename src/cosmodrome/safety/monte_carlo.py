"""Where do thousands of dispersed flights drop their parts?

Parts that leave before the last stage is cut off come from dispersed flights of the stored
programme. The last stage steers itself to its cut-off: its state there is the planned one with the
errors of a guided cut-off, whatever its engines did. One unit of each part falls in each case; of
one that comes apart on the way, all its pieces or one of them, any as likely as another: a cloud of
one piece each has the shares of all pieces, and as many independent cases as it has impacts.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight.air import no_deviates
from cosmodrome.flight.fall import (
    FallCases,
    Impact,
    comes_down,
    descend,
    impacts_of,
    places_of,
    still_air_impact,
    still_up,
)
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.programme import FlightProgramme, flight_programme, fly_cases
from cosmodrome.flight.trajectory import SeparatedBody, Trajectory
from cosmodrome.numerics.sampling import SamplingPlan
from cosmodrome.physics.earth import ground_velocity_m_s
from cosmodrome.safety.dispersion import Draws, FallDraw, draw_cases
from cosmodrome.safety.weather import LocalAir, Weather, air_column, air_over
from cosmodrome.vehicles import Fall, LaunchVehicle

AIRCRAFT_CEILING_M = 18_288.0
"""60 000 ft, the top of the airspace in which aircraft are kept away."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FallStudy:
    """A planned flight made ready for a Monte Carlo.

    `falling` are its parts that come down, in the order in which they leave, `fall_air` the air
    that each meets on its way down, and `ground_m` (one each) the height of the ground there above
    the ellipsoid; `programme` is None where only the guided last stage comes down.
    """

    vehicle: LaunchVehicle
    weather: Weather
    falling: tuple[SeparatedBody, ...]
    fall_air: tuple[LocalAir, ...]
    ground_m: tuple[float, ...]
    programme: FlightProgramme | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BodyFalls:
    """How one part came down in every case, in one piece or in p pieces.

    `impacts` and `at_ceiling` (n, p, 3) are longitude [deg], latitude [deg] and time after lift-off
    [s] on the ground and at 18 288 m; `impact_speed_m_s` (n, p) is over the ground. Not-a-number
    where a case does not come down.
    """

    part: str
    impacts: NDArray[np.float64]
    at_ceiling: NDArray[np.float64]
    impact_speed_m_s: NDArray[np.float64]


def fall_study(
    profile: FlightProfile,
    trajectory: Trajectory,
    vehicle: LaunchVehicle,
    *,
    weather: Weather,
    ground_m: dict[str, float] | None = None,
) -> FallStudy:
    """Return what is needed to throw dispersed flights of a planned one.

    Parameters
    ----------
    profile, trajectory : FlightProfile, Trajectory
        The planned flight.
    vehicle : LaunchVehicle
        Gives spreads and ballistic coefficients.
    weather : Weather
        Over the pad and elsewhere; each part falls through the air of the site nearest to its
        undisturbed impact.
    ground_m : dict of float by part, optional
        Height of the ground above the ellipsoid where a part falls; 0 where it is not told.

    Raises
    ------
    InputError
        If a part comes down for which the vehicle gives no ballistic coefficient.
    """
    falling = tuple(body for body in trajectory.bodies if comes_down(body))
    heights = ground_m or {}
    air = tuple(_air_under(body, fall_of(vehicle, body.part), weather) for body in falling)
    flown = [body.t_s for body in falling if body.part != vehicle.stages[-1].name]
    programme = None
    if flown:
        programme = flight_programme(profile, trajectory, vehicle, until_s=max(flown))
    return FallStudy(
        vehicle=vehicle,
        weather=weather,
        falling=falling,
        fall_air=air,
        ground_m=tuple(heights.get(body.part, 0.0) for body in falling),
        programme=programme,
    )


def _air_under(body: SeparatedBody, fall: Fall, weather: Weather) -> LocalAir:
    impact = still_air_impact(body, ballistic_coefficient_kg_m2=fall.ballistic_coefficient_kg_m2)
    return air_over(weather, latitude_deg=impact.latitude_deg, longitude_deg=impact.longitude_deg)


def planned_impact(study: FallStudy, body: SeparatedBody) -> Impact:
    """Return where a part comes down if all goes as planned, in the mean air of the place.

    Of one that comes apart, where its heaviest piece does.

    Raises
    ------
    InfeasibleError
        If the part is still up after three hours.
    """
    i = study.falling.index(body)
    fall = fall_of(study.vehicle, body.part)
    whole = FallCases(
        states=np.array([[*body.r_eci_m, *body.v_eci_m_s, body.t_s]]),
        ballistic_coefficient_kg_m2=np.array([fall.ballistic_coefficient_kg_m2]),
        air=study.fall_air[i].air,
        deviates=no_deviates(1),
    )
    if fall.breakup is not None:
        piece = max(fall.breakup.fragments, key=lambda fragment: fragment.mass_kg)
        whole = replace(
            whole,
            states=descend(whole, to_height_m=fall.breakup.altitude_m),
            ballistic_coefficient_kg_m2=np.array([piece.ballistic_coefficient_kg_m2]),
        )
    longitude, latitude, t_s = impacts_of(whole, ground_m=study.ground_m[i])[0].tolist()
    if math.isnan(t_s):
        raise still_up(body)
    return Impact(latitude_deg=latitude, longitude_deg=longitude, t_s=t_s)


def fall_of(vehicle: LaunchVehicle, part: str) -> Fall:
    """Return how a part of a vehicle falls."""
    for fall in vehicle.falls:
        if fall.part == part:
            return fall
    raise InputError(
        f"{vehicle.id}: {part} comes down, but the vehicle gives no [fall.{part}]; "
        f"it has {[fall.part for fall in vehicle.falls]}"
    )


def dispersed_falls(
    study: FallStudy,
    *,
    plan: SamplingPlan,
    seed: int,
    first_case: int,
    cases: int,
    every_piece: bool = True,
) -> tuple[BodyFalls, ...]:
    """Return how each falling part came down in a run of cases, in the order of `study.falling`.

    The numbers of a case depend on the seed and on its number alone. Of a part that comes apart
    all pieces fall, or one that the case draws.
    """
    draws = draw_cases(
        study.vehicle,
        study.programme.stages if study.programme else (),
        study.weather.over_pad,
        plan=plan,
        seed=seed,
        first_case=first_case,
        cases=cases,
    )
    separated = {}
    if study.programme is not None:
        over_pad = air_column(study.weather.over_pad)
        states, _ = fly_cases(study.programme, draws.cases, over_pad)
        separated = {part: states[:, i] for i, part in enumerate(study.programme.parts)}
    falls = []
    for body, local, ground_m in zip(study.falling, study.fall_air, study.ground_m, strict=True):
        flown = separated.get(body.part)
        states = guided_states(body, draws) if flown is None else flown
        draw = draws.falls[body.part]
        if not every_piece:
            draw = _one_piece(draw)
        whole = FallCases(
            states=_pushed(states, draw.kick_m_s),
            ballistic_coefficient_kg_m2=draw.ballistic_coefficient_kg_m2,
            air=local.air,
            deviates=draws.cases.deviates,
        )
        falls.append(fallen(body.part, whole, draw, ground_m=ground_m))
    return tuple(falls)


def fallen(part: str, whole: FallCases, draw: FallDraw, *, ground_m: float) -> BodyFalls:
    """Return how a part comes down: whole, or from where it comes apart as its pieces."""
    pieces = draw.pieces_kg_m2.shape[1]
    bodies = [whole]
    if pieces:
        apart = descend(whole, to_height_m=draw.breakup_altitude_m)
        bodies = [
            replace(
                whole,
                states=_pushed(apart, draw.pieces_kick_m_s[:, i]),
                ballistic_coefficient_kg_m2=draw.pieces_kg_m2[:, i],
            )
            for i in range(pieces)
        ]
    high = [descend(body, to_height_m=AIRCRAFT_CEILING_M) for body in bodies]
    low = [
        descend(replace(body, states=states), to_height_m=ground_m)
        for body, states in zip(bodies, high, strict=True)
    ]
    return BodyFalls(
        part=part,
        impacts=np.stack([places_of(states) for states in low], axis=1),
        at_ceiling=np.stack([places_of(states) for states in high], axis=1),
        impact_speed_m_s=np.stack([_speed_over_ground_m_s(states) for states in low], axis=1),
    )


def _one_piece(draw: FallDraw) -> FallDraw:
    """Return the draw in which each case has one piece left of those it came apart into."""
    if not draw.pieces_kg_m2.shape[1]:
        return draw
    row = np.arange(len(draw.piece))
    return replace(
        draw,
        pieces_kg_m2=draw.pieces_kg_m2[row, draw.piece][:, None],
        pieces_kick_m_s=draw.pieces_kick_m_s[row, draw.piece][:, None],
    )


def _pushed(states: NDArray[np.float64], kick_m_s: NDArray[np.float64]) -> NDArray[np.float64]:
    pushed = np.array(states)
    pushed[:, 3:6] += kick_m_s
    return pushed


def _speed_over_ground_m_s(states: NDArray[np.float64]) -> NDArray[np.float64]:
    vx, vy = ground_velocity_m_s(states[:, 0], states[:, 1])
    over_ground = states[:, 3:6] - np.column_stack((vx, vy, np.zeros(len(states))))
    return np.asarray(np.linalg.norm(over_ground, axis=1))


def guided_states(body: SeparatedBody, draws: Draws) -> NDArray[np.float64]:
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
