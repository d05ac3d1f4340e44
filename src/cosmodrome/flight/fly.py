"""Where does a flight really go? The independent re-flight that judges an optimum.

Shares the formulas of `physics` with the optimiser: adaptive Dormand-Prince 8(5,3) from lift-off
to injection, stopping only where engines or steering change. The optimiser also learns from it
what its own polynomials lack (`ascent.search`), so the gap it reports says how well the two agree
in the end; trajectory and injection of an answer are always those flown here.
"""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from cosmodrome.flight.profile import FlightProfile, Phase
from cosmodrome.flight.rates import direction_of, propellant_used_kg, state_rates
from cosmodrome.flight.sampling import Leg, trajectory_of
from cosmodrome.flight.trajectory import SeparatedBody, Trajectory
from cosmodrome.physics.earth import ecef_position_m, ground_velocity_m_s

RELATIVE_TOLERANCE = 1e-12
# Position [m] and velocity [m/s].
ABSOLUTE_TOLERANCE = np.array([1e-4, 1e-4, 1e-4, 1e-7, 1e-7, 1e-7])
SAMPLE_S = 2.0
COAST_SAMPLE_S = 20.0


def pad_state(latitude_rad: float, longitude_rad: float, altitude_m: float) -> NDArray[np.float64]:
    """Return position and velocity of a pad at lift-off, inertial axes, shape (6,)."""
    x, y, z = ecef_position_m(latitude_rad, longitude_rad, altitude_m)
    vx, vy = ground_velocity_m_s(x, y)
    return np.array([x, y, z, vx, vy, 0.0])


def fly(profile: FlightProfile) -> Trajectory:
    """Return the flight that a profile gives, integrated to 1e-12.

    Samples stand every 2 s under thrust and every 20 s in coasts, and at every phase boundary
    twice: before and after what separates there.
    """
    state = pad_state(
        math.radians(profile.latitude_deg), math.radians(profile.longitude_deg), profile.altitude_m
    )
    mass_kg = profile.liftoff_mass_kg
    legs: list[Leg] = []
    bodies: list[SeparatedBody] = []
    for index, phase in enumerate(profile.phases):
        leg = _fly_phase(profile, index, phase, state, mass_kg)
        legs.append(leg)
        state, mass_kg = leg.states[-1], float(leg.mass_kg[-1])
        for separation in phase.separations:
            mass_kg -= separation.mass_kg
            bodies.append(
                SeparatedBody(
                    part=separation.part,
                    count=separation.count,
                    mass_kg=separation.mass_kg / separation.count,
                    t_s=phase.end_s,
                    r_eci_m=state[:3],
                    v_eci_m_s=state[3:],
                )
            )
    return trajectory_of(profile, legs, bodies)


def end_of_phase(
    profile: FlightProfile, phase: Phase, state: NDArray[np.float64], begin_mass_kg: float
) -> NDArray[np.float64]:
    """Return the state at the end of one phase flown by itself, shape (6,)."""
    for begin_s, end_s in _pieces(phase):
        state = _integrate(profile, phase, state, begin_mass_kg, (begin_s, end_s), None)[1][-1]
    return state


def _pieces(phase: Phase) -> list[tuple[float, float]]:
    """Return the spans between the seams of the steering table."""
    seams = [phase.begin_s, phase.end_s]
    if phase.table is not None:
        seams = [phase.begin_s, *(float(t) for t in phase.table.bounds_s[1:-1]), phase.end_s]
    return list(pairwise(seams))


def _integrate(
    profile: FlightProfile,
    phase: Phase,
    state: NDArray[np.float64],
    begin_mass_kg: float,
    span_s: tuple[float, float],
    at_s: NDArray[np.float64] | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return times and states of one piece."""
    direction = direction_of(profile, phase)
    solution = solve_ivp(
        lambda t, y: state_rates(
            t,
            tuple(y.tolist()),
            profile=profile,
            phase=phase,
            begin_mass_kg=begin_mass_kg,
            direction=direction,
        ),
        span_s,
        state,
        method="DOP853",
        t_eval=at_s,
        rtol=RELATIVE_TOLERANCE,
        atol=ABSOLUTE_TOLERANCE,
    )
    return solution.t, solution.y.T


def _fly_phase(
    profile: FlightProfile,
    index: int,
    phase: Phase,
    state: NDArray[np.float64],
    begin_mass_kg: float,
) -> Leg:
    """Integrate and sample one phase."""
    spacing_s = COAST_SAMPLE_S if phase.steering == "coast" else SAMPLE_S
    times: list[NDArray[np.float64]] = []
    states: list[NDArray[np.float64]] = []
    for begin_s, end_s in _pieces(phase):
        count = max(2, int(np.ceil((end_s - begin_s) / spacing_s)) + 1)
        at_s = np.linspace(begin_s, end_s, count)
        t, y = _integrate(profile, phase, state, begin_mass_kg, (begin_s, end_s), at_s)
        first = 0 if not times else 1
        times.append(t[first:])
        states.append(y[first:])
        state = y[-1]
    t_s = np.concatenate(times)
    rows = np.concatenate(states)
    direction = direction_of(profile, phase)
    return Leg(
        index=index,
        t_s=t_s,
        states=rows,
        mass_kg=np.array([begin_mass_kg - propellant_used_kg(phase, float(t)) for t in t_s]),
        directions=np.array(
            [direction(float(t), tuple(row.tolist())) for t, row in zip(t_s, rows, strict=True)]
        ),
    )
