"""Where do the points of a flight stand when its mesh is divided finer?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.iterate import Mesh, Point

Array = NDArray[np.float64]


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
