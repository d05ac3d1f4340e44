import numpy as np
import pytest

from cosmodrome.numerics.sign_changes import sign_changes

TOLERANCE = 1e-6
GRID = np.linspace(0.0, 10.0, 41)


def found(*functions, grid=GRID):
    def values(rows, x):
        rows, x = np.broadcast_arrays(rows, x)
        answers = np.stack([np.broadcast_to(f(x), x.shape) for f in functions])
        return np.take_along_axis(answers, rows[np.newaxis], axis=0)[0]

    sampled = values(np.arange(len(functions))[:, np.newaxis], grid[np.newaxis, :])
    return sign_changes(values, grid, sampled, tolerance=TOLERANCE)


def test_every_zero_of_many_functions_is_found_in_order():
    changes = found(np.sin, np.cos, lambda x: x + 1.0)

    assert [0] * 3 + [1] * 3 == changes.rows.tolist()
    expected = [np.pi, 2 * np.pi, 3 * np.pi, np.pi / 2, 1.5 * np.pi, 2.5 * np.pi]
    assert changes.at == pytest.approx(expected, abs=TOLERANCE)
    assert [False, True, False, False, True, False] == changes.rising.tolist()


@pytest.mark.parametrize("half_width", [0.02, 0.1, 0.124])
@pytest.mark.parametrize("side", [1.0, -1.0])
@pytest.mark.parametrize("middle", [4.9, 5.0, 5.11])
def test_a_visit_shorter_than_a_cell_is_found(half_width, side, middle):
    changes = found(lambda x: side * (half_width**2 - (x - middle) ** 2))

    assert changes.at == pytest.approx([middle - half_width, middle + half_width], abs=TOLERANCE)
    assert [side > 0.0, side < 0.0] == changes.rising.tolist()


@pytest.mark.parametrize("half_width", [0.02, 0.1])
def test_a_visit_with_a_kink_is_found(half_width):
    changes = found(lambda x: half_width - np.abs(x - 5.03))

    assert changes.at == pytest.approx([5.03 - half_width, 5.03 + half_width], abs=TOLERANCE)


def test_a_jump_is_found_where_it_is():
    changes = found(lambda x: np.where(x < 3.3333, -1.0, 2.0))

    assert changes.at == pytest.approx([3.3333], abs=TOLERANCE)


def test_what_stays_on_one_side_or_only_touches_zero_has_no_change():
    changes = found(lambda x: x * 0.0 + 1.0, lambda x: x * 0.0 - 1.0, lambda x: (x - 5.01) ** 2)

    assert 0 == changes.at.size


def test_a_steep_and_flat_function_is_solved_to_the_tolerance():
    changes = found(lambda x: np.expm1(9.0 * (x - 6.2)), lambda x: (x - 6.2) ** 9)

    assert changes.at == pytest.approx([6.2, 6.2], abs=TOLERANCE)
