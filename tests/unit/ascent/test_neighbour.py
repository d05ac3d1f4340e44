"""Starts along a series: on the line through the last two optima."""

from dataclasses import dataclass

import numpy as np
import pytest

from cosmodrome.ascent.iterate import Mesh, Point
from cosmodrome.ascent.neighbour import extrapolated
from cosmodrome.ascent.search import Correction

MESH = Mesh(intervals=(1,), degrees=(2,))


@dataclass(frozen=True)
class DrawnSolution:
    point: Point
    multipliers: tuple


@dataclass(frozen=True)
class DrawnFound:
    """An optimum of which only what a start needs is there."""

    solution: DrawnSolution
    correction: Correction
    mesh: Mesh = MESH

    @property
    def links(self):
        return self.correction.links


def optimum(value, *, multiplier=1.0, mesh=MESH, rows=3):
    point = Point(
        variables={"payload": 100.0 * value},
        states=(np.full((2, 6), value), np.full((1, 6), -value)),
        directions=(np.full((2, 3), value), None),
    )
    multipliers = (np.full(rows, multiplier), np.full(2, -multiplier))
    return DrawnFound(
        DrawnSolution(point, multipliers), Correction(links=np.full((2, 6), value)), mesh
    )


def test_everything_moves_on_along_the_line():
    found = extrapolated(optimum(1.0), optimum(2.0, multiplier=2.0), ahead_ratio=0.5)

    assert 250.0 == found.solution.point.variables["payload"]
    assert (2.5, -2.5) == (
        found.solution.point.states[0][0, 0],
        found.solution.point.states[1][0, 0],
    )
    assert (2.5, None) == (
        found.solution.point.directions[0][0, 0],
        found.solution.point.directions[1],
    )
    assert 2.5 == found.links[0, 0]
    assert (2.5, -2.5) == (found.solution.multipliers[0][0], found.solution.multipliers[1][0])


def test_a_rule_that_lets_go_has_no_multiplier():
    found = extrapolated(optimum(1.0, multiplier=3.0), optimum(2.0), ahead_ratio=1.0)

    assert (0.0, 0.0) == (found.solution.multipliers[0][0], found.solution.multipliers[1][0])


@pytest.mark.parametrize(
    "before", [optimum(1.0, mesh=Mesh(intervals=(2,), degrees=(2,))), optimum(1.0, rows=4)]
)
def test_optima_of_different_programmes_have_no_line(before):
    last = optimum(2.0)

    assert last is extrapolated(before, last, ahead_ratio=1.0)
