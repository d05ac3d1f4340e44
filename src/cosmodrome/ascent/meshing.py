"""How fine is the mesh of a flight, and where do its points stand on a finer one?"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.iterate import Mesh, Point, in_one_piece
from cosmodrome.ascent.phase_plan import CUTOFF, PhasePlan
from cosmodrome.ascent.sequence import AscentSequence
from cosmodrome.flight.profile import Steering

Array = NDArray[np.float64]

# Length of a collocation interval [s] and degree of its polynomials, by steering. What they lack
# is added by the corrections; the degree falls to `SHORT_DEGREE` where a phase is short.
INTERVAL_S: Mapping[Steering, float] = {
    "vertical": 10.0,
    "pitchover": 15.0,
    "zero-incidence": 45.0,
    "free": 450.0,
    "coast": 60.0,
}
DEGREE: Mapping[Steering, int] = {
    "vertical": 3,
    "pitchover": 4,
    "zero-incidence": 5,
    "free": 6,
    "coast": 4,
}
# Where dynamic pressure has a limit its peak must not slip between two points.
WATCHED_INTERVAL_S = 15.0
SHORT_DEGREE = 3
SHORT_RATIO = 0.25
AIR: tuple[Steering, ...] = ("vertical", "pitchover", "zero-incidence")
FINER = 4
# A mesh is for burns of at least this share of what the tanks last, whatever a guess says.
TYPICAL_BURN_RATIO = 0.4
# Variables that say how long an engine runs.
BURNS = frozenset({CUTOFF, *(f"burn{number}" for number in range(1, 10))})


def mesh_for(
    sequence: AscentSequence, typical_values: Mapping[str, float], *, watched: bool
) -> Mesh:
    """Return the mesh for phases of their usual lengths; finer if dynamic pressure is watched."""
    least = {v.name: TYPICAL_BURN_RATIO * v.high for v in sequence.variables if v.name in BURNS}
    values = dict(typical_values)
    values |= {name: max(values[name], least_s) for name, least_s in least.items()}
    meshed = [
        _meshed(phase, float(phase.duration_s.at(values)), watched=watched)
        for phase in sequence.phases
    ]
    return Mesh(intervals=tuple(m[0] for m in meshed), degrees=tuple(m[1] for m in meshed))


def _meshed(phase: PhasePlan, length_s: float, *, watched: bool) -> tuple[int, int]:
    """Return intervals and degree for a phase of a typical length; more if a limit is watched."""
    if in_one_piece(phase):
        return 1, 0
    interval_s = INTERVAL_S[phase.steering]
    if watched and phase.steering == "zero-incidence":
        interval_s = WATCHED_INTERVAL_S
    if length_s < SHORT_RATIO * interval_s:
        return 1, SHORT_DEGREE
    return max(1, math.ceil(length_s / interval_s)), DEGREE[phase.steering]


def finer_in_air(mesh: Mesh, sequence: AscentSequence) -> Mesh:
    """Return the mesh with `FINER` times the intervals in the phases flown through the air."""
    refined = (
        FINER * n if phase.steering in AIR else n
        for n, phase in zip(mesh.intervals, sequence.phases, strict=True)
    )
    return Mesh(intervals=tuple(refined), degrees=mesh.degrees)


def finer(mesh: Mesh, coarse: Sequence[bool]) -> Mesh:
    """Return the mesh with twice the intervals in the phases named."""
    doubled = (2 * n if more else n for n, more in zip(mesh.intervals, coarse, strict=True))
    return Mesh(intervals=tuple(doubled), degrees=mesh.degrees)


def on_mesh(point: Point, mesh: Mesh, other: Mesh) -> Point:
    """Return a point of one mesh on another, linear between what is known."""
    begins = [point.states[0][0], *(s[-1] for s in point.states[:-1])]
    states = [
        _resampled(values, mesh, other, i, before=before)
        for i, (values, before) in enumerate(zip(point.states, begins, strict=True))
    ]
    directions = [
        None if u is None else _resampled(u, mesh, other, i, before=u[0])
        for i, u in enumerate(point.directions)
    ]
    return Point(variables=point.variables, states=tuple(states), directions=tuple(directions))


def _resampled(values: Array, mesh: Mesh, other: Mesh, index: int, *, before: Array) -> Array:
    if mesh.intervals[index] == other.intervals[index]:
        return values
    shares = np.append(0.0, mesh.shares(index))
    known = np.vstack([before, values])
    at = other.shares(index)
    return np.column_stack([np.interp(at, shares, column) for column in known.T])
