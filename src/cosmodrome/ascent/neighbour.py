"""Where will the next optimum of a series lie? On the straight line through the last two.

A start off by the square of a step, not by the step: a third of the iterations of starting from the
neighbour itself.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.iterate import Point
from cosmodrome.ascent.search import Found

Array = NDArray[np.float64]


def extrapolated(before: Found, last: Found, *, ahead_ratio: float) -> Found:
    """Return the last optimum moved on along the line from the one before it.

    Parameters
    ----------
    before, last : Found
        On one mesh; on different ones the last stays where it is.
    ahead_ratio : float
        How far to go, over the distance between the two.
    """
    if before.mesh != last.mesh or len(before.links) != len(last.links):
        return last
    a, b = before.solution, last.solution
    if [m.shape for m in a.multipliers] != [m.shape for m in b.multipliers]:
        return last
    constraints, bounds = (
        _kept_sign(_ahead(x, y, ahead_ratio), y)
        for x, y in zip(a.multipliers, b.multipliers, strict=True)
    )
    moved = replace(
        b,
        point=_point_ahead(a.point, b.point, ahead_ratio),
        multipliers=(constraints, bounds),
    )
    links = _ahead(before.links, last.links, ahead_ratio)
    return replace(last, solution=moved, correction=replace(last.correction, links=links))


def _ahead(before: Array, last: Array, ahead_ratio: float) -> Array:
    return last + (last - before) * ahead_ratio


def _kept_sign(multipliers: Array, last: Array) -> Array:
    """Return multipliers that do not turn their sign: a rule that lets go has none."""
    return np.where(multipliers * last < 0.0, 0.0, multipliers)


def _point_ahead(before: Point, last: Point, ahead_ratio: float) -> Point:
    return Point(
        variables={
            name: value + (value - before.variables[name]) * ahead_ratio
            for name, value in last.variables.items()
        },
        states=tuple(
            _ahead(a, b, ahead_ratio) for a, b in zip(before.states, last.states, strict=True)
        ),
        directions=tuple(
            None if a is None or b is None else _ahead(a, b, ahead_ratio)
            for a, b in zip(before.directions, last.directions, strict=True)
        ),
    )
