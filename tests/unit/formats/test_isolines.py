"""Lines and regions of a level on a grid: against planes, whose lines are known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.formats.figures.isolines import isolines, known_squares, region_above

ROWS, COLUMNS = 5, 7
SAME = 1e-6
slopes = st.floats(-3.0, 3.0)


def plane(a, b, c=0.0):
    return [[a * x + b * y + c for x in range(COLUMNS)] for y in range(ROWS)]


def area(polygon):
    following = (*polygon[1:], polygon[0])
    return abs(
        0.5 * sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(polygon, following, strict=True))
    )


def whole(polygons):
    return sum(map(area, polygons))


@given(slopes, slopes, st.floats(-10.0, 10.0))
def test_a_line_lies_where_the_plane_has_its_level(a, b, level):
    for line in isolines(plane(a, b), level):
        for x, y in line:
            assert level == pytest.approx(a * x + b * y, abs=SAME)


@given(slopes, slopes, st.floats(-10.0, 10.0))
def test_above_and_below_are_all_there_is(a, b, level):
    above = whole(region_above(plane(a, b), level))
    below = whole(region_above(plane(-a, -b), -level))

    assert (ROWS - 1) * (COLUMNS - 1) == pytest.approx(above + below, abs=1e-3) or a == b == 0.0


def test_a_plane_has_one_line_from_edge_to_edge():
    (line,) = isolines(plane(1.0, 1.0), 3.5)

    assert {(0.0, 3.5), (3.5, 0.0)} == {line[0], line[-1]}
    assert 3.5 * math.sqrt(2.0) == pytest.approx(math.dist(line[0], line[-1]))


def test_a_hill_has_a_closed_line():
    hill = [[-math.hypot(x - 3.0, y - 2.0) for x in range(COLUMNS)] for y in range(ROWS)]

    (line,) = isolines(hill, -1.5)

    assert line[0] == line[-1]


def test_nothing_is_drawn_where_a_corner_is_not_known():
    values = plane(1.0, 0.0)
    values[0][0] = None

    assert (ROWS - 1) * (COLUMNS - 1) - 1 == whole(known_squares(values))
    assert all(min(x, y) > 0.0 or max(x, y) >= 1.0 for p in known_squares(values) for x, y in p)
    assert [] == [line for line in isolines(values, 0.5) for x, y in line if y < 1.0 - SAME]
