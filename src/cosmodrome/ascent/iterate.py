"""What does the solver see of an ascent? Scaled numbers in a row, and how far they may move."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.phase_plan import PhasePlan
from cosmodrome.ascent.sequence import AscentSequence
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.numerics.collocation import node_shares
from cosmodrome.orbit.coast import STEPS, coast_points, eccentric_growth_rad

LENGTH_M = EARTH_EQUATORIAL_RADIUS_M
SPEED_M_S = math.sqrt(EARTH_MU_M3_S2 / LENGTH_M)
TIME_S = LENGTH_M / SPEED_M_S
STATE_SCALE = np.array([LENGTH_M] * 3 + [SPEED_M_S] * 3)
KICK = "pitchover_angle"
AZIMUTH = "launch_azimuth"
# How far states may move from the first point, in scaled units: below and with the upper stage.
LOW_REACH_RATIO = 0.2
HIGH_REACH_RATIO = 0.5
# Unit vectors stay inside a box that they never touch.
DIRECTION_BOUND_RATIO = 1.1
BOX_TOUCHED_RATIO = 1e-3
# A coast is shorter than a revolution and a little.
LONGEST_COAST_RAD = 6.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """Intervals of each phase and the degree of its collocation polynomials; 0 in one piece."""

    intervals: tuple[int, ...]
    degrees: tuple[int, ...]

    def shares(self, index: int) -> NDArray[np.float64]:
        """Return where the points of a phase stand, as shares of its length."""
        if self.degrees[index] == 0:
            return np.ones(1)
        return node_shares(self.intervals[index], self.degrees[index])


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Values of an iterate: variables by name, states (n, 6) SI and directions (n, 3) by phase."""

    variables: Mapping[str, float]
    states: tuple[NDArray[np.float64], ...]
    directions: tuple[NDArray[np.float64] | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad:
    """Where and how the flight starts."""

    latitude_rad: float
    longitude_rad: float
    state: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReport:
    """How a rule stands at an optimum: its largest multiplier, its value where that is greatest.

    `value` and `limit` are in the unit of the rule's name in `ascent.rules`; `excess` is what the
    least-violation answer had to allow beyond the limit, zero in an ascent that can be flown.
    """

    name: str
    multiplier_kg: float
    value: float
    limit: float
    excess: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What the solver returned; `confined` if the box about the first point holds it back."""

    point: Point
    converged: bool
    status: str
    iterations: int
    constraint_violation: float
    rules: tuple[RuleReport, ...]
    confined: bool
    multipliers: tuple[NDArray[np.float64], NDArray[np.float64]]

    @property
    def binding(self) -> tuple[str, ...]:
        """Names of the rules (not the dynamics or the target) that hold the optimum back."""
        return tuple(r.name for r in self.rules if r.multiplier_kg > BINDING_MULTIPLIER_KG)


# Multipliers of rules that hold nothing back are of the order of the barrier.
BINDING_MULTIPLIER_KG = 1e-2


def in_one_piece(phase: PhasePlan) -> bool:
    """Tell whether a phase is a coast far up, which needs no points on its way."""
    return phase.steering == "coast" and phase.above_lower_stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the unknowns of a sequence on a mesh stand in a row.

    Variables first, then what each rule may be exceeded by, then phase by phase: states, thrust
    directions where they are free, the growth of the eccentric anomaly of a coast in one piece.
    """

    sequence: AscentSequence
    mesh: Mesh
    slacks: tuple[str, ...] = ()

    @property
    def scales(self) -> dict[str, float]:
        """Return the scale of every variable, in the order of the row."""
        scales = {v.name: v.scale for v in self.sequence.variables}
        return scales | {KICK: 1.0, AZIMUTH: 1.0}

    @property
    def globals(self) -> int:
        """Number of variables and slacks together."""
        return len(self.sequence.variables) + 2 + len(self.slacks)

    @property
    def steered(self) -> tuple[bool, ...]:
        """Tell for every phase whether its thrust direction is unknown."""
        return tuple(phase.steering == "free" for phase in self.sequence.phases)

    def pack(self, point: Point, links: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a point as the scaled row; what a rule is exceeded by is left to the solver."""
        parts = [np.array([point.variables[n] / scale for n, scale in self.scales.items()])]
        parts.append(np.zeros(len(self.slacks)))
        before = None
        for i, phase in enumerate(self.sequence.phases):
            states, directions = point.states[i], point.directions[i]
            if in_one_piece(phase) and before is not None:
                span_s = float(phase.duration_s.at(point.variables))
                growth_rad = min(eccentric_growth_rad(before, span_s), LONGEST_COAST_RAD)
                way, _ = coast_points(before, growth_rad)
                way[-1] = states[-1]
                parts += [(way / STATE_SCALE).ravel(), np.array([growth_rad])]
            else:
                parts.append((states / STATE_SCALE).ravel())
            if directions is not None:
                parts.append(directions.ravel())
            before = states[-1] + links[i]
        return np.concatenate(parts)

    def unpack(self, row: NDArray[np.float64]) -> Point:
        """Return the point that a scaled row stands for."""
        scales = self.scales
        variables = {n: float(row[i]) * scale for i, (n, scale) in enumerate(scales.items())}
        at = self.globals
        states: list[NDArray[np.float64]] = []
        directions: list[NDArray[np.float64] | None] = []
        for i, phase in enumerate(self.sequence.phases):
            count = self._points(i)
            states.append(row[at : at + 6 * count].reshape(count, 6) * STATE_SCALE)
            at += 6 * count + in_one_piece(phase)
            if self.steered[i]:
                directions.append(row[at : at + 3 * count].reshape(count, 3))
                at += 3 * count
            else:
                directions.append(None)
        return Point(variables=variables, states=tuple(states), directions=tuple(directions))

    def exceeded(self, row: NDArray[np.float64]) -> dict[str, float]:
        """Return by how much each rule was exceeded, scaled."""
        first = len(self.scales)
        return {name: float(row[first + i]) for i, name in enumerate(self.slacks)}

    def _points(self, index: int) -> int:
        """Return the number of states of a phase that are unknown."""
        if in_one_piece(self.sequence.phases[index]):
            return len(STEPS)
        return len(self.mesh.shares(index))

    def box(
        self,
        bounds: Mapping[str, tuple[float, float]],
        centre: NDArray[np.float64],
        *,
        elastic: bool,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return bounds of the row: states stay near those of a first row.

        Without them the interior-point method leaves a feasible iterate by steps of several Earth
        radii, and needs hundreds of iterations to come back, if it does.
        """
        low, high = centre.copy(), centre.copy()
        for i, (name, scale) in enumerate(self.scales.items()):
            low[i], high[i] = bounds[name][0] / scale, bounds[name][1] / scale
        at = self.globals
        low[at - len(self.slacks) : at] = 0.0
        high[at - len(self.slacks) : at] = np.inf if elastic else 0.0
        for i, phase in enumerate(self.sequence.phases):
            reach = HIGH_REACH_RATIO if phase.above_lower_stages else LOW_REACH_RATIO
            count = self._points(i)
            low[at : at + 6 * count] -= reach
            high[at : at + 6 * count] += reach
            at += 6 * count
            if in_one_piece(phase):
                low[at], high[at] = 0.0, LONGEST_COAST_RAD
                at += 1
            if self.steered[i]:
                low[at : at + 3 * count] = -DIRECTION_BOUND_RATIO
                high[at : at + 3 * count] = DIRECTION_BOUND_RATIO
                at += 3 * count
        return low, high

    def touches(
        self,
        row: NDArray[np.float64],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
    ) -> bool:
        """Tell whether a state of the row stands at the edge of the box."""
        states = slice(self.globals, None)
        room = np.minimum(row[states] - low[states], high[states] - row[states])
        return bool(room.min() < BOX_TOUCHED_RATIO)
