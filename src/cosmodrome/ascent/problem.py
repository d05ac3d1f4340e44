"""How is any multi-phase trajectory problem stated and solved? With one's own equations of motion.

For whoever has a textbook problem, another planet or a vehicle that no data file describes: phases
of known thrust and flow, free or fixed lengths, steering by a free thrust direction, conditions at
the end, least time (which is most final mass). The transcription and the solver are those of the
ascents; nothing about the Earth is built in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.assembly import Compiled, compiled
from cosmodrome.ascent.draft import Draft, Form
from cosmodrome.ascent.ipopt import Strategy, solver_of
from cosmodrome.errors import InputError
from cosmodrome.numerics.collocation import barycentric_weights, differentiation_matrix, node_shares
from cosmodrome.physics.formula import Real

Array = NDArray[np.float64]
Acceleration = Callable[..., Sequence[Real]]
"""(x, y, z, vx, vy, vz, mass_kg, ux, uy, uz, thrust_n) -> (ax, ay, az) [m/s2].

A formula: only ``+ - * / **`` and the words of `physics.formula`, so that it runs on floats and on
CasADi's symbols.
"""
Conditions = Callable[..., Sequence[Real]]
"""(x, y, z, vx, vy, vz) -> residuals that are zero at the end; best of the order of one."""

DIRECTION_BOUND = 1.1
REPLAY_TOLERANCE = 1e-12
REPLAY_ABSOLUTE = np.array([1e-6, 1e-6, 1e-6, 1e-9, 1e-9, 1e-9])


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPhase:
    """A stretch with constant thrust and flow; its length is fixed, or free between two bounds.

    `dropped_kg` leaves at its end. The thrust direction is a polynomial of `degree` over each of
    equal `intervals`.
    """

    length_s: float | tuple[float, float]
    thrust_n: float
    mass_flow_kg_s: float
    dropped_kg: float = 0.0
    intervals: int = 1
    degree: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TrajectoryProblem:
    """A trajectory of least time.

    Parameters
    ----------
    acceleration : callable
        See `Acceleration`.
    conditions : callable
        See `Conditions`.
    start : ndarray, shape (6,)
        Position [m] and velocity [m/s].
    mass_kg : float
        At the start.
    phases : tuple of ProblemPhase
        In order; at least one has a free length.
    length_m, speed_m_s : float
        Sizes of the problem, to scale it: of an orbit, the radius and the circular speed.
    reach_ratio : float
        Bound of scaled positions and velocities.
    lowest_m : float, optional
        Least distance from the origin along the way.
    """

    acceleration: Acceleration
    conditions: Conditions
    start: Array
    mass_kg: float
    phases: tuple[ProblemPhase, ...]
    length_m: float
    speed_m_s: float
    reach_ratio: float = 2.0
    lowest_m: float | None = None

    def __post_init__(self) -> None:
        if self.start.shape != (6,):
            raise InputError(f"start must have shape (6,), got {self.start.shape}")
        if not any(isinstance(phase.length_s, tuple) for phase in self.phases):
            raise InputError("at least one phase must have a free length: a pair of bounds")

    @property
    def time_s(self) -> float:
        """Time that the sizes imply."""
        return self.length_m / self.speed_m_s

    @property
    def scale(self) -> Array:
        """Scale of a state, shape (6,)."""
        return np.array([self.length_m] * 3 + [self.speed_m_s] * 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGuess:
    """Where a solution is sought: lengths of all phases, states and directions over time."""

    lengths_s: tuple[float, ...]
    state: Callable[[float], Array]
    direction: Callable[[float], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemSolution:
    """Lengths, and states (n, 6) SI and directions (n, 3) at the points of every phase.

    `constraint_violation` is the largest of the scaled programme.
    """

    problem: TrajectoryProblem
    lengths_s: tuple[float, ...]
    states: tuple[Array, ...]
    directions: tuple[Array, ...]
    status: str
    converged: bool
    iterations: int
    constraint_violation: float

    @property
    def final_mass_kg(self) -> float:
        """Mass at the end of the last phase, before anything is dropped there."""
        mass_kg = self.problem.mass_kg
        for phase, length_s in zip(self.problem.phases, self.lengths_s, strict=True):
            mass_kg -= phase.mass_flow_kg_s * length_s
        return mass_kg - sum(phase.dropped_kg for phase in self.problem.phases[:-1])

    def replay(self) -> Array:
        """Return the state at the end of an independent flight of the directions found, (6,).

        Adaptive Dormand-Prince 8(5,3) from the start, one piece after the other; directions are the
        polynomials through their points, normalised.
        """
        state, mass_kg = self.problem.start, self.problem.mass_kg
        for i, phase in enumerate(self.problem.phases):
            for k in range(phase.intervals):
                state = self._flown(i, k, state, mass_kg)
                mass_kg -= phase.mass_flow_kg_s * self.lengths_s[i] / phase.intervals
            mass_kg -= phase.dropped_kg
        return state

    def _flown(self, index: int, interval: int, state: Array, mass_kg: float) -> Array:
        from scipy.integrate import solve_ivp  # half a second that solving does not need

        phase = self.problem.phases[index]
        length_s = self.lengths_s[index] / phase.intervals
        points = slice(interval * phase.degree, (interval + 1) * phase.degree)
        nodes = node_shares(1, phase.degree) * length_s
        weights, values = barycentric_weights(nodes), self.directions[index][points]

        def rates(t_s: float, y: Array) -> Array:
            away = t_s - nodes
            nearest = int(np.argmin(np.abs(away)))
            if away[nearest] == 0.0:
                u = values[nearest]
            else:
                share = weights / away
                u = share @ values / share.sum()
            u = u / np.linalg.norm(u)
            m = mass_kg - phase.mass_flow_kg_s * t_s
            given = [*y.tolist(), m, *u.tolist(), phase.thrust_n]
            return np.array([*y[3:], *self.problem.acceleration(*given)])

        flown = solve_ivp(
            rates,
            (0.0, length_s),
            state,
            method="DOP853",
            rtol=REPLAY_TOLERANCE,
            atol=REPLAY_ABSOLUTE,
        )
        return np.asarray(flown.y[:, -1])


class ProblemSolver:
    """A problem written down and compiled, to be solved from any guess."""

    def __init__(self, problem: TrajectoryProblem) -> None:
        self.problem = problem
        self._free = [i for i, p in enumerate(problem.phases) if isinstance(p.length_s, tuple)]
        self._low: list[Array] = []
        self._high: list[Array] = []
        draft = Draft(variables=len(self._free))
        self._write(draft)
        self._draft = draft.finish()
        self._compiled, self._key = compiled(self._draft)
        self._parameters = np.append(self._draft.parameters(), np.ones(len(self._free)))

    @property
    def functions(self) -> Compiled:
        """Constraints, Jacobian and Hessian, for whoever wants to check them."""
        return self._compiled

    def prepare(self, strategy: Strategy = "adaptive") -> None:
        """Set the solver up, which `solve` does otherwise at its first call."""
        solver_of(self._compiled, self._key, strategy)

    def solve(
        self, guess: ProblemGuess, strategy: Literal["adaptive", "monotone"] = "adaptive"
    ) -> ProblemSolution:
        """Return the solution that is found from a guess; see whether it `converged`."""
        solver = solver_of(self._compiled, self._key, strategy)
        low, high = self._box()
        result = solver(
            x0=self._row(guess),
            lbx=low,
            ubx=high,
            lbg=np.concatenate(self._low),
            ubg=np.concatenate(self._high),
            p=self._parameters,
        )
        return self._solution(result, solver.stats())

    # ------------------------------------------------------------------------------------------

    def _write(self, draft: Draft) -> None:
        problem = self.problem
        before = None
        mass, slopes = problem.mass_kg, np.zeros(len(self._free))
        form = self._motion()
        for i, phase in enumerate(problem.phases):
            shares = node_shares(phase.intervals, phase.degree)
            count = len(shares)
            x = draft.take_unknowns(9 * count).reshape(count, 9)
            rows = draft.take_rows(form.rows * count).reshape(count, form.rows)
            self._low.append(np.zeros(rows.size))
            high = np.zeros(rows.shape)
            high[:, 7:] = np.inf
            self._high.append(high.ravel())
            self._write_slopes(draft, phase, (rows[:, :6], x[:, :6]), before)
            fixed_s, unit = self._length(i)
            span = 1.0 / (problem.time_s * phase.intervals)
            base = np.empty((count, 2))
            local = np.empty((count, 2, len(self._free)))
            used = phase.mass_flow_kg_s * shares
            base[:, 0], base[:, 1] = mass - used * fixed_s, fixed_s * span
            local[:, 0], local[:, 1] = slopes - used[:, None] * unit, unit * span
            draft.add(
                form,
                rows=rows,
                gather=x,
                base=base,
                slopes=local,
                constants=np.full((count, 1), phase.thrust_n),
            )
            mass = mass - phase.mass_flow_kg_s * fixed_s - phase.dropped_kg
            slopes = slopes - phase.mass_flow_kg_s * unit
            before = x[-1, :6]
        end = self._end()
        rows = draft.take_rows(end.rows)
        self._low.append(np.zeros(end.rows))
        self._high.append(np.zeros(end.rows))
        draft.add(end, rows=rows[None, :], gather=np.asarray(before)[None, :])

    def _length(self, index: int) -> tuple[float, Array]:
        """Return the fixed length of a phase and its slopes over the scaled free lengths."""
        length_s = self.problem.phases[index].length_s
        unit = np.zeros(len(self._free))
        if isinstance(length_s, tuple):
            unit[self._free.index(index)] = self.problem.time_s
            return 0.0, unit
        return length_s, unit

    def _write_slopes(
        self,
        draft: Draft,
        phase: ProblemPhase,
        places: tuple[NDArray[np.int64], NDArray[np.int64]],
        before: NDArray[np.int64] | None,
    ) -> None:
        slope = differentiation_matrix(phase.degree)
        rows, nodes = (p.reshape(phase.intervals, phase.degree, 6) for p in places)
        draft.add_linear(rows[:, None], nodes[:, :, None], slope[1:, :, None])
        first = slope[0, :, None]
        if phase.intervals > 1:
            draft.add_linear(rows[1:], nodes[:-1, -1:], first)
        if before is None:
            draft.add_offset(rows[0], first * self.problem.start / self.problem.scale)
        else:
            draft.add_linear(rows[0], before, first)

    def _motion(self) -> Form:
        problem = self.problem
        per_speed = problem.time_s / problem.speed_m_s
        lowest = None if problem.lowest_m is None else problem.lowest_m / problem.length_m

        def write(v: list[Real], y: list[Real], c: list[Real]) -> list[Real]:
            state = [a * float(b) for a, b in zip(v[:6], problem.scale, strict=True)]
            a = problem.acceleration(*state, y[0], *v[6:], c[0])
            rates = [*v[3:6], *(component * per_speed for component in a)]
            unit = v[6] * v[6] + v[7] * v[7] + v[8] * v[8] - 1.0
            rows = [*(-y[1] * rate for rate in rates), unit]
            if lowest is not None:
                rows.append(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] - lowest * lowest)
            return rows

        return Form(
            key=("problem", problem.acceleration, problem.length_m, problem.speed_m_s, lowest),
            rows=7 if lowest is None else 8,
            unknowns=9,
            locals=2,
            constants=1,
            write=write,
        )

    def _end(self) -> Form:
        problem = self.problem
        count = len(problem.conditions(*(float(x) for x in problem.start)))

        def write(v: list[Real], _y: list[Real], _c: list[Real]) -> list[Real]:
            state = [a * float(b) for a, b in zip(v, problem.scale, strict=True)]
            return list(problem.conditions(*state))

        return Form(
            key=("end", problem.conditions, problem.length_m, problem.speed_m_s),
            rows=count,
            unknowns=6,
            locals=0,
            constants=0,
            write=write,
        )

    def _row(self, guess: ProblemGuess) -> Array:
        row = [np.array([guess.lengths_s[i] / self.problem.time_s for i in self._free])]
        begin_s = 0.0
        for phase, length_s in zip(self.problem.phases, guess.lengths_s, strict=True):
            for share in node_shares(phase.intervals, phase.degree):
                t_s = begin_s + share * length_s
                row += [guess.state(t_s) / self.problem.scale, guess.direction(t_s)]
            begin_s += length_s
        return np.concatenate(row)

    def _box(self) -> tuple[Array, Array]:
        reach = [self.problem.reach_ratio] * 6 + [DIRECTION_BOUND] * 3
        points = sum(phase.intervals * phase.degree for phase in self.problem.phases)
        high = np.tile(reach, points)
        bounds = (
            np.array([self.problem.phases[i].length_s for i in self._free]) / self.problem.time_s
        )
        return np.concatenate([bounds[:, 0], -high]), np.concatenate([bounds[:, 1], high])

    def _solution(self, result: dict[str, Any], stats: dict[str, Any]) -> ProblemSolution:
        row = np.array(result["x"]).ravel()
        g = np.array(result["g"]).ravel()
        low, high = np.concatenate(self._low), np.concatenate(self._high)
        lengths: list[float] = []
        states: list[Array] = []
        directions: list[Array] = []
        at = len(self._free)
        for i, phase in enumerate(self.problem.phases):
            fixed_s, unit = self._length(i)
            lengths.append(fixed_s + float(unit @ row[: len(self._free)]))
            count = phase.intervals * phase.degree
            points = row[at : at + 9 * count].reshape(count, 9)
            states.append(points[:, :6] * self.problem.scale)
            directions.append(points[:, 6:])
            at += 9 * count
        return ProblemSolution(
            problem=self.problem,
            lengths_s=tuple(lengths),
            states=tuple(states),
            directions=tuple(directions),
            status=str(stats["return_status"]),
            converged=bool(stats["success"]),
            iterations=int(stats["iter_count"]),
            constraint_violation=float(max(np.maximum(low - g, g - high).max(), 0.0)),
        )
