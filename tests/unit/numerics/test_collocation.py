import numpy as np
import pytest

from cosmodrome.numerics.collocation import differentiation_matrix, node_shares, radau_points

# Rounding of a degree-9 differentiation; exact otherwise.
ROUNDING = 1e-10
DEGREES = range(1, 10)


@pytest.mark.parametrize("degree", DEGREES)
def test_polynomials_up_to_the_degree_are_differentiated_exactly(degree):
    nodes = np.concatenate([[0.0], radau_points(degree)])
    matrix = differentiation_matrix(degree)

    for power in range(degree + 1):
        slopes = power * nodes[1:] ** max(power - 1, 0)
        assert slopes == pytest.approx(nodes**power @ matrix, abs=ROUNDING)


@pytest.mark.parametrize("degree", DEGREES)
def test_polynomials_of_twice_the_degree_less_two_are_integrated_exactly(degree):
    """The property of Radau points that makes the end of an interval so accurate."""
    points = radau_points(degree)
    powers = np.arange(degree)[:, None]
    weights = np.linalg.solve(points[None, :] ** powers, 1.0 / (powers[:, 0] + 1.0))

    for power in range(2 * degree - 1):
        assert 1.0 / (power + 1.0) == pytest.approx(weights @ points**power, abs=ROUNDING)


@pytest.mark.parametrize("degree", DEGREES)
def test_points_rise_to_the_end_of_the_interval(degree):
    points = radau_points(degree)

    assert 0.0 < points[0]
    assert np.all(np.diff(points) > 0.0)
    assert 1.0 == points[-1]


def test_the_points_of_equal_intervals_repeat_themselves():
    shares = node_shares(4, 3)

    assert (12,) == shares.shape
    assert list(radau_points(3) / 4.0) == pytest.approx(list(shares[:3]))
    assert list(shares[:3] + 0.75) == pytest.approx(list(shares[9:]))
