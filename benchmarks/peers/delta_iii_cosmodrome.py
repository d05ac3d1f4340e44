"""Solve the Delta III ascent with the product, through its public statement of a problem."""

import math

import numpy as np
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
    NoAnswerError,
    Piece,
    Vector,
    guess,
    pad_state,
    phases,
    target_vectors,
)

from cosmodrome.ascent.problem import (
    ProblemGuess,
    ProblemPhase,
    ProblemSolution,
    ProblemSolver,
    TrajectoryProblem,
)
from cosmodrome.numerics.collocation import node_shares
from cosmodrome.physics.formula import Real, exp, sqrt

DEGREES = (6, 6, 6, 8)
MOMENTUM_M2_S, ECCENTRICITY = (tuple(map(float, vector)) for vector in target_vectors())
SIZE_M2_S = math.sqrt(MU_M3_S2 * EARTH_RADIUS_M)
EAST = np.array([0.0, 1.0, 0.0])


def acceleration(
    *given: Real,
) -> tuple[Real, Real, Real]:
    """Return thrust, drag of the air that turns along, and the pull of a sphere, per mass."""
    x, y, z, vx, vy, vz, mass, ux, uy, uz, thrust = given
    radius = sqrt(x * x + y * y + z * z)
    wx, wy, wz = vx + SPIN_RAD_S * y, vy - SPIN_RAD_S * x, vz
    speed = sqrt(wx * wx + wy * wy + wz * wz + STILL_M_S * STILL_M_S)
    density = DENSITY_KG_M3 * exp((EARTH_RADIUS_M - radius) / SCALE_HEIGHT_M)
    brake = 0.5 * density * DRAG_COEFFICIENT * AREA_M2 * speed / mass
    pull, push = MU_M3_S2 / (radius * radius * radius), thrust / mass
    return (
        push * ux - brake * wx - pull * x,
        push * uy - brake * wy - pull * y,
        push * uz - brake * wz - pull * z,
    )


def conditions(x: Real, y: Real, z: Real, vx: Real, vy: Real, vz: Real) -> tuple[Real, ...]:
    """Return what is missing to the target's momentum, and to x and y of its eccentricity."""
    hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
    radius = sqrt(x * x + y * y + z * z)
    return (
        (hx - MOMENTUM_M2_S[0]) / SIZE_M2_S,
        (hy - MOMENTUM_M2_S[1]) / SIZE_M2_S,
        (hz - MOMENTUM_M2_S[2]) / SIZE_M2_S,
        (vy * hz - vz * hy) / MU_M3_S2 - x / radius - ECCENTRICITY[0],
        (vz * hx - vx * hz) / MU_M3_S2 - y / radius - ECCENTRICITY[1],
    )


def build() -> ProblemSolver:
    """Return the problem written down, its solver set up."""
    stated = phases()
    legs = []
    for leg, after, degree in zip(stated, (*stated[1:], None), DEGREES, strict=True):
        length_s = leg.end_s - leg.start_s
        legs.append(
            ProblemPhase(
                length_s=(0.0, length_s) if after is None else length_s,
                thrust_n=leg.thrust_n,
                mass_flow_kg_s=leg.flow_kg_s,
                dropped_kg=0.0 if after is None else leg.end_mass_kg - after.start_mass_kg,
                degree=degree,
            )
        )
    solver = ProblemSolver(
        TrajectoryProblem(
            acceleration=acceleration,
            conditions=conditions,
            start=np.concatenate(pad_state()),
            mass_kg=stated[0].start_mass_kg,
            phases=tuple(legs),
            length_m=EARTH_RADIUS_M,
            speed_m_s=math.sqrt(MU_M3_S2 / EARTH_RADIUS_M),
            lowest_m=EARTH_RADIUS_M,
        )
    )
    solver.prepare()
    return solver


def solve(solver: ProblemSolver) -> ProblemSolution:
    """Return the solution from the first guess that all share."""

    def state(t_s: float) -> Vector:
        r, v = guess(np.array([t_s]))
        return np.concatenate([r[0], v[0]])

    lengths_s = tuple(leg.end_s - leg.start_s for leg in phases())
    return solver.solve(ProblemGuess(lengths_s=lengths_s, state=state, direction=lambda _: EAST))


def read(solution: ProblemSolution) -> tuple[Claim, str]:
    """Return the claim; the steering of a phase is the polynomial through its Radau points."""
    if not solution.converged:
        raise NoAnswerError(solution.status)
    pieces, start_s = [], 0.0
    for length_s, directions, degree in zip(
        solution.lengths_s, solution.directions, DEGREES, strict=True
    ):
        pieces.append(
            Piece(
                start_s=start_s,
                end_s=start_s + length_s,
                t_s=start_s + length_s * node_shares(1, degree),
                directions=directions,
            )
        )
        start_s += length_s
    end = solution.states[-1][-1]
    claim = Claim(
        end_s=start_s,
        final_mass_kg=solution.final_mass_kg,
        r_m=end[:3],
        v_m_s=end[3:],
        steering=tuple(pieces),
    )
    return claim, solution.status


if __name__ == "__main__":
    report(
        "cosmodrome",
        "cosmodrome",
        build,
        solve,
        read,
        how=f"Radau, one interval per phase, degrees {', '.join(map(str, DEGREES))}",
    )
