"""Solve the Delta III ascent with rockit: multiple shooting, IPOPT inside CasADi."""

import itertools
from typing import Any

import casadi as ca
import numpy as np
import rockit
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

INTERVALS, STEPS = 10, 4


def build() -> tuple[rockit.Ocp, list[Any]]:
    """Return the problem and its stages, each with its state and direction of thrust."""
    ocp = rockit.Ocp()
    stages = [_stage(ocp, index) for index in range(4)]
    first, last = stages[0], stages[3]
    pad = np.concatenate(pad_state()) / STATE_SCALES[:6]
    ocp.subject_to(first[0].at_t0(first[1])[:6] == pad)
    for (before, x, _), (after, y, _) in itertools.pairwise(stages):
        ocp.subject_to(before.at_tf(x)[:6] == after.at_t0(y)[:6])
    end = last[0].at_tf(last[1])
    ocp.subject_to(target_conditions(end[:3], end[3:6]) == 0)
    ocp.add_objective(-end[6])
    quiet = {"ipopt.print_level": 0, "print_time": False, "ipopt.sb": "yes"}
    ocp.solver("ipopt", quiet | {"ipopt.max_iter": 1000, "expand": True})
    return ocp, stages


def _stage(ocp: rockit.Ocp, index: int) -> tuple[Any, Any, Any]:
    stated = phases()[index]
    start_s, duration_s = stated.start_s / TIME_S, (stated.end_s - stated.start_s) / TIME_S
    stage = ocp.stage(t0=start_s, T=rockit.FreeTime(duration_s) if index == 3 else duration_s)
    x, u = stage.state(7), stage.control(3, order=1)
    r, v, mass = x[:3], x[3:6], x[6]
    # The control is linear between the nodes, so it is of length one at the nodes only.
    push = acceleration(r, v, mass, u / ca.sqrt(ca.dot(u, u)), phase=stated)
    stage.set_der(x, ca.vertcat(v, push, -flow(stated)))
    stage.subject_to(ca.dot(u, u) == 1.0)
    stage.subject_to(ca.dot(r, r) >= 1.0)
    limits = np.array([2.0] * 3 + [1e4 / SPEED_M_S] * 3)
    stage.subject_to(-limits <= (x[:6] <= limits))
    ocp.subject_to(stage.at_t0(x)[6] == stated.start_mass_kg / STATE_SCALES[6])
    if index == 3:
        ocp.subject_to((duration_s >= stage.T) >= 0.0)
    t_s = np.linspace(stated.start_s, stated.end_s, INTERVALS + 1)
    stage.set_initial(x, scaled(*guess(t_s), guessed_mass_kg(stated, t_s)))
    stage.set_initial(u, np.array([0.0, 1.0, 0.0]))
    stage.method(rockit.MultipleShooting(N=INTERVALS, M=STEPS, intg="rk"))
    return stage, x, u


def solve(problem: tuple[rockit.Ocp, list[Any]]) -> tuple[Any, list[Any]]:
    """Return rockit's solution, or its words where it gives up, with the stages."""
    ocp, stages = problem
    try:
        return ocp.solve(), stages
    except RuntimeError as error:
        return str(error).splitlines()[-1], stages


def read(solved: tuple[Any, list[Any]]) -> tuple[Claim, str]:
    """Return the claim; the control is linear from node to node."""
    solution, stages = solved
    if isinstance(solution, str):
        raise NoAnswerError(solution)
    pieces = []
    for stage, x, u in stages:
        t, directions = solution(stage).sample(u, grid="control")
        for i in range(INTERVALS):
            span = slice(i, i + 2)
            pieces.append(
                Piece(
                    start_s=t[i] * TIME_S,
                    end_s=t[i + 1] * TIME_S,
                    t_s=t[span] * TIME_S,
                    directions=directions[span],
                )
            )
        end = solution(stage).sample(x, grid="control")[1][-1] * STATE_SCALES
    claim = Claim(
        end_s=pieces[-1].end_s,
        final_mass_kg=float(end[6]),
        r_m=end[:3],
        v_m_s=end[3:6],
        steering=tuple(pieces),
    )
    return claim, str(solution.stats["return_status"])


if __name__ == "__main__":
    report(
        "rockit",
        "rockit-meco",
        build,
        solve,
        read,
        how=f"multiple shooting, {INTERVALS} intervals of {STEPS} Runge-Kutta steps per phase",
    )
