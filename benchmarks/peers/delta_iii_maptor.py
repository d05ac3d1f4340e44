"""Solve the Delta III ascent with maptor: Radau on a fixed mesh, IPOPT inside CasADi."""

import itertools
from typing import Any

import casadi as ca
import maptor
import numpy as np
from expressions import (
    SPEED_M_S,
    STATE_SCALES,
    TIME_S,
    acceleration,
    flow,
    scaled,
    target_conditions,
)
from measure import report
from statement import Claim, NoAnswerError, Piece, guess, guessed_mass_kg, pad_state, phases

STATES = ("x", "y", "z", "vx", "vy", "vz", "mass")
DIRECTION = ("ux", "uy", "uz")
INTERVALS, DEGREE = 3, 5


def build() -> maptor.Problem:
    """Return the problem with bounds, first mesh and first guess."""
    problem = maptor.Problem("Delta III")
    ends: list[Any] = []
    for index in range(4):
        ends = _phase(problem, index, ends)
    problem.minimize(-ends[6])
    return problem


def _phase(problem: maptor.Problem, index: int, ends: list[Any]) -> list[Any]:
    """Add a phase that starts where the one before ends; return its own ends."""
    stated, phase = phases()[index], problem.set_phase(index + 1)
    start_s, end_s = stated.start_s / TIME_S, stated.end_s / TIME_S
    phase.time(initial=start_s, final=end_s if index < 3 else (start_s, end_s))
    starts = ends or list(np.concatenate(pad_state()) / STATE_SCALES[:6])
    limits = [2.0] * 3 + [1e4 / SPEED_M_S] * 3
    motion = [
        phase.state(name, initial=start, boundary=(-limit, limit))
        for name, start, limit in zip(STATES, starts[:6], limits, strict=False)
    ]
    masses = np.array([stated.start_mass_kg, stated.end_mass_kg - 1.0]) / STATE_SCALES[6]
    mass = phase.state("mass", initial=masses[0], boundary=(masses[1], masses[0]))
    u = ca.vertcat(*[phase.control(name, boundary=(-1.1, 1.1)) for name in DIRECTION])
    r, v = ca.vertcat(*motion[:3]), ca.vertcat(*motion[3:])
    pull = acceleration(r, v, mass, u, phase=stated)
    rates = {motion[i]: motion[3 + i] for i in range(3)}
    rates |= {motion[3 + i]: pull[i] for i in range(3)}
    phase.dynamics(rates | {mass: -flow(stated)})
    phase.path_constraints(ca.dot(u, u) == 1.0, ca.dot(r, r) >= 1.0)
    finals = [state.final for state in (*motion, mass)]
    if index == 3:
        missed = target_conditions(ca.vertcat(*finals[:3]), ca.vertcat(*finals[3:6]))
        phase.event_constraints(*[missed[i] == 0.0 for i in range(5)])
    edges = np.linspace(-1.0, 1.0, INTERVALS + 1)
    phase.mesh([DEGREE] * INTERVALS, edges)
    times_s = [
        stated.start_s + (stated.end_s - stated.start_s) * np.linspace(low, high, DEGREE + 1)
        for low, high in zip((edges[:-1] + 1.0) / 2.0, (edges[1:] + 1.0) / 2.0, strict=True)
    ]
    phase.guess(
        states=[scaled(*guess(t_s), guessed_mass_kg(stated, t_s)) for t_s in times_s],
        controls=[np.outer([0.0, 1.0, 0.0], np.ones(DEGREE)) for _ in times_s],
        initial_time=start_s,
        terminal_time=end_s,
    )
    return finals


def solve(problem: maptor.Problem) -> maptor.solution.Solution:
    """Return the solution on the mesh as it is: refining it takes four times as long."""
    return maptor.solve_fixed_mesh(
        problem,
        nlp_options={"ipopt.print_level": 0, "print_time": False, "ipopt.max_iter": 1000},
        show_summary=False,
    )


def read(solution: maptor.solution.Solution) -> tuple[Claim, str]:
    """Return the claim; an interval's control is the polynomial through its Radau points."""
    if not solution.status["success"]:
        raise NoAnswerError(solution.status["message"])
    pieces = []
    for number, phase in solution.phases.items():
        t_s = phase["time_arrays"]["controls"] * TIME_S
        start_s, duration_s = (phase["times"][key] * TIME_S for key in ("initial", "duration"))
        edges_s = start_s + duration_s * (np.asarray(phase["mesh"]["mesh_nodes"]) + 1.0) / 2.0
        directions = np.column_stack([solution[(number, name)] for name in DIRECTION])
        for low_s, high_s in itertools.pairwise(edges_s):
            inside = (t_s > low_s - 1e-6) & (t_s < high_s - 1e-6)
            pieces.append(
                Piece(start_s=low_s, end_s=high_s, t_s=t_s[inside], directions=directions[inside])
            )
    end = np.array([solution[(4, name)][-1] for name in STATES]) * STATE_SCALES
    claim = Claim(
        end_s=pieces[-1].end_s,
        final_mass_kg=float(end[6]),
        r_m=end[:3],
        v_m_s=end[3:6],
        steering=tuple(pieces),
    )
    return claim, str(solution.status["message"])


if __name__ == "__main__":
    report(
        "maptor",
        "maptor",
        build,
        solve,
        read,
        how=f"Radau, {INTERVALS} intervals of {DEGREE} points per phase",
    )
