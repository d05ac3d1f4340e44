"""What does the solver see of an ascent? Scaled numbers in a row, and how far they may move."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.sequence import AscentSequence
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """Intervals of each phase and the degree of the collocation polynomial."""

    intervals: tuple[int, ...]
    degree: int


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
class Solution:
    """What the solver returned; `confined` if the box about the first point holds it back."""

    point: Point
    converged: bool
    status: str
    iterations: int
    constraint_violation: float
    binding: tuple[str, ...]
    confined: bool
    multipliers: tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the unknowns of a sequence on a mesh stand in a row: variables, then phase by phase."""

    sequence: AscentSequence
    mesh: Mesh

    @property
    def scales(self) -> dict[str, float]:
        """Return the scale of every variable, in the order of the row."""
        scales = {v.name: v.scale for v in self.sequence.variables}
        return scales | {KICK: 1.0, AZIMUTH: 1.0}

    @property
    def steered(self) -> tuple[bool, ...]:
        """Tell for every phase whether its thrust direction is unknown."""
        return tuple(phase.steering == "free" for phase in self.sequence.phases)

    def pack(self, point: Point) -> NDArray[np.float64]:
        """Return a point as the scaled row."""
        parts = [np.array([point.variables[n] / scale for n, scale in self.scales.items()])]
        for states, directions in zip(point.states, point.directions, strict=True):
            parts.append((states / STATE_SCALE).ravel())
            if directions is not None:
                parts.append(directions.ravel())
        return np.concatenate(parts)

    def unpack(self, row: NDArray[np.float64]) -> Point:
        """Return the point that a scaled row stands for."""
        scales = self.scales
        variables = {n: float(row[i]) * scale for i, (n, scale) in enumerate(scales.items())}
        at = len(scales)
        states: list[NDArray[np.float64]] = []
        directions: list[NDArray[np.float64] | None] = []
        for intervals, steered in zip(self.mesh.intervals, self.steered, strict=True):
            count = intervals * self.mesh.degree
            states.append(row[at : at + 6 * count].reshape(count, 6) * STATE_SCALE)
            at += 6 * count
            if not steered:
                directions.append(None)
                continue
            directions.append(row[at : at + 3 * count].reshape(count, 3))
            at += 3 * count
        return Point(variables=variables, states=tuple(states), directions=tuple(directions))

    def box(
        self, bounds: Mapping[str, tuple[float, float]], centre: Point
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return bounds of the row: states stay near a centre.

        Without them the interior-point method leaves a feasible iterate by steps of several Earth
        radii, and needs hundreds of iterations to come back, if it does.
        """
        low = [np.array([bounds[n][0] / scale for n, scale in self.scales.items()])]
        high = [np.array([bounds[n][1] / scale for n, scale in self.scales.items()])]
        for phase, states, directions in zip(
            self.sequence.phases, centre.states, centre.directions, strict=True
        ):
            reach = HIGH_REACH_RATIO if phase.above_lower_stages else LOW_REACH_RATIO
            middle = (states / STATE_SCALE).ravel()
            low.append(middle - reach)
            high.append(middle + reach)
            if directions is not None:
                low.append(np.full(directions.size, -DIRECTION_BOUND_RATIO))
                high.append(np.full(directions.size, DIRECTION_BOUND_RATIO))
        return np.concatenate(low), np.concatenate(high)

    def touches(
        self,
        row: NDArray[np.float64],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
    ) -> bool:
        """Tell whether a state of the row stands at the edge of the box."""
        states = slice(len(self.scales), None)
        room = np.minimum(row[states] - low[states], high[states] - row[states])
        return bool(room.min() < BOX_TOUCHED_RATIO)
