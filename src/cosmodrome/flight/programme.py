"""What does a stored flight programme hold, in the plain arrays that the kernel flies?

The dispersed vehicle flies the attitude of the planned flight over time, as a stored programme
does: also where the plan was made at zero incidence. A stage is cut off as its `cutoff` says: by
the clock; when the velocity that accelerometers have summed up along the axis since lift-off is
that of the plan, as the apparent-velocity system of the R-7 family does it, boosters included; or
with empty tanks, which end a velocity's burn too. Everything else happens the planned time after
what came before; but by the clock, where a solid has burnt out beside stages that go on. The closed
loop that trims the pitch of the core on the way is not modelled.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from cosmodrome.errors import InputError
from cosmodrome.flight import tanks_kernel as kernel
from cosmodrome.flight.air import AirColumn, between_nodes, still_air
from cosmodrome.flight.cases import DispersedCases, planned_cases
from cosmodrome.flight.powered_kernel import fly_to_separations
from cosmodrome.flight.profile import FlightProfile, Phase
from cosmodrome.flight.rates import direction_of
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.vehicles import LaunchVehicle

DIRECTION_STEP_S = 0.5
STEP_IN_AIR_S = 2.0
STEP_ABOVE_S = 5.0
AIR_BELOW_M = 60_000.0
"""Phases that begin above this are flown in longer steps."""
RULES = {
    "timer": kernel.BY_TIMER,
    "velocity": kernel.BY_VELOCITY,
    "guided": kernel.BY_VELOCITY,
    "depletion": kernel.BY_DEPLETION,
}
"""A stage that guidance steers to a planned state is cut off near the planned velocity."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlightProgramme:
    """A planned flight up to its last separation of interest, as arrays of the kernel.

    `parts` names the separations in order; `phases` (p, 9), `burns` (p, b, 6) and `separations`
    (s, 4) have the columns that `flight.tanks_kernel` names; `nodes` (p + 1,) says
    where the directions of each phase begin.
    """

    stages: tuple[str, ...]
    parts: tuple[str, ...]
    start: NDArray[np.float64]
    liftoff_mass_kg: float
    phases: NDArray[np.float64]
    burns: NDArray[np.float64]
    nodes: NDArray[np.int64]
    directions: NDArray[np.float64]
    axes: NDArray[np.float64]
    separations: NDArray[np.float64]
    burnable_kg: NDArray[np.float64]
    knots: NDArray[np.float64]
    coefficients: NDArray[np.float64]


def flight_programme(
    profile: FlightProfile, trajectory: Trajectory, vehicle: LaunchVehicle, *, until_s: float
) -> FlightProgramme:
    """Return the stored programme of a flight up to the last separation not after `until_s`."""
    phases = [p for p in profile.phases if p.end_s <= until_s + kernel.SHORTEST_S]
    while phases and not phases[-1].separations:
        phases.pop()
    if not phases:
        raise InputError(f"{profile.configuration}: nothing separates up to {until_s:.1f} s")
    stages = tuple(dict.fromkeys(burn.stage for phase in phases for burn in phase.burns))
    tables = [_directions(profile, trajectory, i, phase) for i, phase in enumerate(phases)]
    residual_kg = np.array([_residual_kg(vehicle, name) for name in stages])
    timed = FlightProgramme(
        stages=stages,
        parts=tuple(s.part for phase in phases for s in phase.separations),
        start=np.concatenate((trajectory.r_eci_m[0], trajectory.v_eci_m_s[0])),
        liftoff_mass_kg=profile.liftoff_mass_kg,
        phases=np.array(
            [_phase_row(p, t, trajectory) for p, t in zip(phases, tables, strict=True)]
        ),
        burns=_burn_rows(phases, stages),
        nodes=np.cumsum([0, *(len(table) for table in tables)]),
        directions=np.concatenate(tables),
        axes=_error_axes(profile),
        separations=_separation_rows(phases, stages, residual_kg),
        burnable_kg=residual_kg + _burnt_kg(phases, stages),
        knots=np.ascontiguousarray(profile.drag.knots, dtype=float),
        coefficients=np.ascontiguousarray(profile.drag.coefficients, dtype=float),
    )
    _, marks = fly_cases(timed, planned_cases(len(stages)), still_air())
    return _with_cutoff_rules(timed, phases, vehicle, marks[0, :, 1])


def fly_cases(
    programme: FlightProgramme, cases: DispersedCases, air: AirColumn
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the states of all separations, and the ends of all phases, of every case.

    Returns
    -------
    tuple of ndarray
        Inertial position [m], velocity [m/s] and time after lift-off [s] of each separation,
        shape (n, separations, 7); time [s] and sensed velocity [m/s] at the end of each phase,
        shape (n, phases, 2).
    """
    bodies = np.empty((cases.count, len(programme.parts), 7))
    marks = np.empty((cases.count, len(programme.phases), 2))
    fly_to_separations(
        programme.start,
        programme.liftoff_mass_kg,
        programme.phases,
        programme.burns,
        programme.nodes,
        programme.directions,
        programme.axes,
        programme.separations,
        programme.burnable_kg,
        programme.knots,
        programme.coefficients,
        air.mean,
        air.sd,
        between_nodes(air),
        cases.whole,
        cases.stages,
        cases.deviates,
        bodies,
        marks,
    )
    return bodies, marks


def _residual_kg(vehicle: LaunchVehicle, name: str) -> float:
    """Return what all units of a stage keep on a planned flight and could burn on another."""
    stage = vehicle.stage(name)
    if RULES[stage.cutoff] == kernel.BY_DEPLETION:
        return 0.0
    return stage.count * stage.residual_propellant_kg


def _phase_row(phase: Phase, table: NDArray[np.float64], trajectory: Trajectory) -> list[float]:
    row = [0.0] * kernel.OF_PHASE
    row[kernel.DURATION] = phase.duration_s
    row[kernel.AREA] = phase.reference_area_m2
    row[kernel.EXPELLED] = phase.expelled_kg_s
    row[kernel.RULE] = kernel.BY_TIMER
    row[kernel.RULE_STAGE] = -1.0
    row[kernel.CLOCK_AT_END] = kernel.RELATIVE
    row[kernel.GRID] = phase.duration_s / (len(table) - 1)
    altitude_m = float(np.interp(phase.begin_s, trajectory.t_s, trajectory.altitude_m))
    step_s = STEP_IN_AIR_S if altitude_m < AIR_BELOW_M else STEP_ABOVE_S
    row[kernel.STEPS] = max(1.0, np.ceil(phase.duration_s / step_s - 1e-9))
    return row


def _burn_rows(phases: list[Phase], stages: tuple[str, ...]) -> NDArray[np.float64]:
    rows = np.zeros((len(phases), max(1, *(len(p.burns) for p in phases)), kernel.OF_BURN))
    rows[:, :, kernel.STAGE] = -1.0
    for p, phase in enumerate(phases):
        for b, burn in enumerate(phase.burns):
            row = rows[p, b]
            row[kernel.STAGE] = stages.index(burn.stage)
            row[kernel.THRUST] = burn.thrust_vac_n
            row[kernel.EXIT_AREA] = burn.exit_area_m2
            row[kernel.FLOW] = burn.mass_flow_kg_s
            row[kernel.THROTTLE_BEGIN] = burn.start_throttle_ratio
            row[kernel.THROTTLE_END] = burn.end_throttle_ratio
    return rows


def _burnt_kg(phases: list[Phase], stages: tuple[str, ...]) -> NDArray[np.float64]:
    """Return what each stage burns on the planned flight."""
    burnt = np.zeros(len(stages))
    for phase in phases:
        for burn in phase.burns:
            mean = 0.5 * (burn.start_throttle_ratio + burn.end_throttle_ratio)
            burnt[stages.index(burn.stage)] += mean * burn.mass_flow_kg_s * phase.duration_s
    return burnt


def _separation_rows(
    phases: list[Phase], stages: tuple[str, ...], residual_kg: NDArray[np.float64]
) -> NDArray[np.float64]:
    rows = []
    for p, phase in enumerate(phases):
        for separation in phase.separations:
            row = [0.0] * kernel.OF_SEPARATION
            stage = stages.index(separation.part) if separation.part in stages else -1
            row[kernel.AT_PHASE] = p
            row[kernel.OF_PART] = stage
            row[kernel.MASS] = separation.mass_kg
            row[kernel.LEFT] = residual_kg[stage] if stage >= 0 else 0.0
            rows.append(row)
    return np.array(rows)


def _error_axes(profile: FlightProfile) -> NDArray[np.float64]:
    """Return the axes about which pitch and azimuth errors turn the thrust, inertial, shape (2, 3).

    Across the flight plane at the pad, so that a positive pitch error raises the nose; and the
    pad's vertical downwards, so that a positive azimuth error turns it clockwise.
    """
    latitude, longitude = np.radians(profile.latitude_deg), np.radians(profile.longitude_deg)
    up = np.array(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
    east = np.array([-np.sin(longitude), np.cos(longitude), 0.0])
    north = np.cross(up, east)
    azimuth = profile.launch_azimuth_rad
    downrange = np.cos(azimuth) * north + np.sin(azimuth) * east
    return np.array([np.cross(downrange, up), -up])


def _directions(
    profile: FlightProfile, trajectory: Trajectory, index: int, phase: Phase
) -> NDArray[np.float64]:
    """Return the thrust direction of the planned flight on an even grid of times, shape (n, 3)."""
    count = max(2, int(np.ceil(phase.duration_s / DIRECTION_STEP_S)) + 1)
    times = np.linspace(phase.begin_s, phase.end_s, count)
    if phase.steering == "coast":
        return np.zeros((count, 3))
    if phase.steering == "zero-incidence":
        rows = trajectory.phase == index
        at_s, first = np.unique(trajectory.t_s[rows], return_index=True)
        flown = trajectory.direction_eci[rows][first]
        return np.asarray(CubicSpline(at_s, flown)(times))
    direction = direction_of(profile, phase)
    return np.array([direction(float(t), ()) for t in times])


def _with_cutoff_rules(
    programme: FlightProgramme,
    phases: list[Phase],
    vehicle: LaunchVehicle,
    sensed_m_s: NDArray[np.float64],
) -> FlightProgramme:
    """Return the programme with what ends each phase, from the velocities of the planned flight."""
    rows = programme.phases.copy()
    for p, phase in enumerate(phases):
        for burn in phase.burns:
            if f"{burn.stage} cut-off" in phase.end_events:
                rows[p, kernel.RULE] = RULES[vehicle.stage(burn.stage).cutoff]
                rows[p, kernel.RULE_STAGE] = programme.stages.index(burn.stage)
        rows[p, kernel.VELOCITY_AT_END] = sensed_m_s[p]
    for p in range(1, len(rows)):
        burnt_out = rows[p - 1, kernel.RULE] == kernel.BY_DEPLETION
        if burnt_out and rows[p, kernel.RULE] == kernel.BY_TIMER and not phases[p - 1].separations:
            rows[p, kernel.CLOCK_AT_END] = phases[p].end_s
    return replace(programme, phases=rows)
