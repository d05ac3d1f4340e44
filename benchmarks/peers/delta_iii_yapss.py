"""Solve the Delta III ascent with yapss: pseudospectral, exact Hessians, IPOPT inside CasADi."""

import itertools
from typing import Any

import numpy as np
import yapss
from measure import report
from statement import (
    AREA_M2,
    DENSITY_KG_M3,
    DRAG_COEFFICIENT,
    EARTH_RADIUS_M,
    MU_M3_S2,
    SCALE_HEIGHT_M,
    SPIN_RAD_S,
    STILL_M_S,
    Claim,
    Piece,
    Vector,
    guess,
    guessed_mass_kg,
    pad_state,
    phases,
    target_vectors,
)
from yapss.math import exp, sqrt

SEGMENTS, POINTS = 5, 5
SCALES = np.array([1e6] * 3 + [1e3] * 3 + [1e4])


def _cross(a: Any, b: Any) -> list[Any]:
    return [a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3] for i in range(3)]


def _objective(arg: yapss.ObjectiveArg) -> None:
    arg.objective = arg.phase[3].final_state[6]


def _continuous(arg: yapss.ContinuousArg) -> None:
    for p in arg.phase_list:
        phase = phases()[p]
        state, u = arg.phase[p].state, arg.phase[p].control
        r, v, mass = state[:3], state[3:6], state[6]
        radius = sqrt(r[0] ** 2 + r[1] ** 2 + r[2] ** 2)
        wind = (v[0] + SPIN_RAD_S * r[1], v[1] - SPIN_RAD_S * r[0], v[2])
        speed = sqrt(wind[0] ** 2 + wind[1] ** 2 + wind[2] ** 2 + STILL_M_S**2)
        rho = DENSITY_KG_M3 * exp(-(radius - EARTH_RADIUS_M) / SCALE_HEIGHT_M)
        drag = 0.5 * rho * DRAG_COEFFICIENT * AREA_M2 * speed
        gravity = MU_M3_S2 / radius**3
        for i in range(3):
            arg.phase[p].dynamics[i] = v[i]
            push = (phase.thrust_n * u[i] - drag * wind[i]) / mass
            arg.phase[p].dynamics[3 + i] = push - gravity * r[i]
        arg.phase[p].dynamics[6] = -phase.flow_kg_s
        arg.phase[p].path[0] = u[0] ** 2 + u[1] ** 2 + u[2] ** 2
        arg.phase[p].path[1] = radius / EARTH_RADIUS_M


def _discrete(arg: yapss.DiscreteArg) -> None:
    h, e = target_vectors()
    conditions: list[Any] = []
    for p in range(3):
        end, start = arg.phase[p].final_state, arg.phase[p + 1].initial_state
        conditions += [(end[i] - start[i]) / SCALES[i] for i in range(6)]
        conditions += [(arg.phase[p].final_time - arg.phase[p + 1].initial_time) / 100.0]
    end = arg.phase[3].final_state
    r, v = end[:3], end[3:6]
    momentum = _cross(r, v)
    radius = sqrt(r[0] ** 2 + r[1] ** 2 + r[2] ** 2)
    pull = _cross(v, momentum)
    size = float(np.linalg.norm(h))
    conditions += [(momentum[i] - h[i]) / size for i in range(3)]
    conditions += [pull[i] / MU_M3_S2 - r[i] / radius - e[i] for i in range(2)]
    arg.discrete[:] = conditions


def build() -> yapss.Problem:
    """Return the problem with bounds, scales, mesh and first guess."""
    problem = yapss.Problem(name="Delta III", nx=[7] * 4, nu=[3] * 4, nh=[2] * 4, nd=26)
    problem.functions.objective = _objective
    problem.functions.continuous = _continuous
    problem.functions.discrete = _discrete
    problem.sense = "maximize"
    problem.derivatives.method, problem.derivatives.order = "auto", "second"
    problem.spectral_method = "lgl"
    problem.ipopt_options.max_iter = 1000
    problem.ipopt_options.print_level = 0
    problem.bounds.discrete.lower[:] = problem.bounds.discrete.upper[:] = 0.0
    problem.scale.objective = SCALES[6]
    for index in range(4):
        _phase(problem, index)
    start = problem.bounds.phase[0].initial_state
    start.lower[:6] = start.upper[:6] = np.concatenate(pad_state())
    return problem


def _phase(problem: yapss.Problem, index: int) -> None:
    phase, bounds = phases()[index], problem.bounds.phase[index]
    limits = np.array([2.0 * EARTH_RADIUS_M] * 3 + [1e4] * 3)
    bounds.state.lower[:] = [*-limits, phase.end_mass_kg - 1.0]
    bounds.state.upper[:] = [*limits, phase.start_mass_kg]
    bounds.control.lower[:], bounds.control.upper[:] = -1.1, 1.1
    bounds.path.lower[:], bounds.path.upper[:] = (1.0, 1.0), (1.0, 2.0)
    bounds.initial_time.lower = bounds.initial_time.upper = phase.start_s
    bounds.final_time.lower = phase.start_s if index == 3 else phase.end_s
    bounds.final_time.upper = phase.end_s
    bounds.initial_state.lower[6] = bounds.initial_state.upper[6] = phase.start_mass_kg
    problem.mesh.phase[index].collocation_points = (POINTS,) * SEGMENTS
    problem.mesh.phase[index].fraction = (1.0 / SEGMENTS,) * SEGMENTS
    problem.scale.phase[index].state[:] = SCALES
    problem.scale.phase[index].dynamics[:] = SCALES
    problem.scale.phase[index].time = 100.0
    t_s = np.linspace(phase.start_s, phase.end_s, 11)
    r, v = guess(t_s)
    problem.guess.phase[index].time = t_s
    problem.guess.phase[index].state = np.vstack([r.T, v.T, guessed_mass_kg(phase, t_s)])
    problem.guess.phase[index].control = np.outer([0.0, 1.0, 0.0], np.ones_like(t_s))


def read(solution: yapss.Solution) -> tuple[Claim, str]:
    """Return the claim; a segment's control is the polynomial through its points."""
    pieces = []
    for phase in solution.phase:
        edges_s = np.linspace(phase.initial_time, phase.final_time, SEGMENTS + 1)
        for start_s, end_s in itertools.pairwise(edges_s):
            inside = (phase.time_c > start_s - 1e-6) & (phase.time_c < end_s + 1e-6)
            pieces.append(
                Piece(
                    start_s=start_s,
                    end_s=end_s,
                    t_s=phase.time_c[inside],
                    directions=phase.control[:, inside].T,
                )
            )
    last = solution.phase[3]
    end: Vector = last.state[:, -1]
    claim = Claim(
        end_s=float(last.final_time),
        final_mass_kg=float(end[6]),
        r_m=end[:3],
        v_m_s=end[3:6],
        steering=tuple(pieces),
    )
    return claim, solution.nlp_info.ipopt_status_message


if __name__ == "__main__":
    report(
        "yapss",
        "yapss",
        build,
        lambda problem: problem.solve(),
        read,
        how=f"Legendre-Gauss-Lobatto, {SEGMENTS} segments of {POINTS} points per phase",
    )
