"""A programme of two forms that share rows and unknowns, small enough to be written out."""

import math

import casadi as ca
import numpy as np
import pytest

from cosmodrome.ascent import assembly
from cosmodrome.ascent.assembly import compiled
from cosmodrome.ascent.draft import Draft, Form
from cosmodrome.physics.formula import cos, exp

DIGITS = 1e-12
STEP = 1e-5
SLOPE = 1e-8
COST = np.array([2.0, -1.0])


def product():
    """v0 v1 y0 + c0 and cos(v0) + y0^2, for a mass y0 that is affine in the variables."""
    return Form(
        key="product",
        rows=2,
        unknowns=2,
        locals=1,
        constants=1,
        write=lambda v, y, c: [v[0] * v[1] * y[0] + c[0], cos(v[0]) + y[0] * y[0]],
    )


def growth():
    """exp(y0 y1)."""
    return Form(
        key="growth",
        rows=1,
        unknowns=0,
        locals=2,
        constants=0,
        write=lambda _v, y, _c: [exp(y[0] * y[1])],
    )


def draft(*, base=3.0, constants=(10.0, 20.0), slope=0.5):
    """Two variables z, three unknowns u, three rows; elements share unknowns, rows and forms."""
    made = Draft(variables=2)
    u = made.take_unknowns(3)
    rows = made.take_rows(3)
    made.add_linear(rows, u, np.array([1.0, 2.0, 3.0]))
    made.add_offset(rows[:1], np.array([7.0]))
    made.add(
        product(),
        rows=np.array([[rows[0], rows[2]], [rows[1], rows[2]]]),
        gather=np.array([[u[0], u[1]], [u[1], u[2]]]),
        base=np.array([[base], [-1.0]]),
        slopes=np.array([[[slope, 0.0]], [[0.0, 2.0]]]),
        constants=np.array([[c] for c in constants]),
    )
    made.add(
        growth(),
        rows=rows[:1, None],
        base=np.array([[0.1, 0.2]]),
        slopes=np.array([[[0.3, 0.0], [0.0, 0.4]]]),
    )
    made.add(
        growth(),
        rows=rows[:1, None],
        base=np.array([[0.0, 1.0]]),
        slopes=np.array([[[0.0, 0.5], [0.0, 0.0]]]),
    )
    return made.finish()


def by_hand(w, *, base=3.0, constants=(10.0, 20.0), slope=0.5):
    """The rows of `draft`, written out."""
    z0, z1, a, b, c = w
    first, second = base + slope * z0, -1.0 + 2.0 * z1
    return np.array(
        [
            a
            + 7.0
            + a * b * first
            + constants[0]
            + math.exp((0.1 + 0.3 * z0) * (0.2 + 0.4 * z1))
            + math.exp(0.5 * z1),
            2.0 * b + b * c * second + constants[1],
            3.0 * c + math.cos(a) + first**2 + math.cos(b) + second**2,
        ]
    )


W = np.array([0.7, -0.4, 1.1, 0.3, -0.8])


def parameters(made):
    return np.concatenate([made.parameters(), COST])


def rows_of(made, w):
    return np.array(compiled(made)[0].constraints(w, parameters(made))).ravel()


def jacobian_of(made, w):
    return np.array(compiled(made)[0].jacobian(w, parameters(made))[1].full())


def hessian_of(made, w, multipliers):
    upper = compiled(made)[0].hessian(w, parameters(made), 1.0, multipliers).full()
    return np.array(upper + np.triu(upper, 1).T)


def slopes_of(function, w):
    return np.array(
        [(function(w + s) - function(w - s)) / (2.0 * STEP) for s in STEP * np.eye(len(w))]
    ).T


def test_elements_that_share_a_row_are_summed_there():
    assert by_hand(W) == pytest.approx(rows_of(draft(), W), rel=DIGITS)


def test_the_jacobian_is_that_of_the_rows_written_out():
    assert slopes_of(by_hand, W) == pytest.approx(jacobian_of(draft(), W), abs=SLOPE)


def test_the_hessian_is_the_slope_of_the_weighted_jacobian():
    made, multipliers = draft(), np.array([0.5, -2.0, 3.0])

    expected = slopes_of(lambda w: multipliers @ jacobian_of(made, w), W)

    assert expected == pytest.approx(hessian_of(made, W, multipliers), abs=SLOPE)


def test_the_hessian_keeps_one_triangle():
    multipliers = np.ones(3)

    upper = compiled(draft())[0].hessian(W, parameters(draft()), 1.0, multipliers).full()

    assert not np.tril(upper, -1).any()


def test_figures_are_parameters_of_one_compiled_programme():
    figures = {"base": -2.0, "constants": (0.0, 1.0), "slope": 0.25}
    first, second = draft(), draft(**figures)

    assert compiled(first)[1] == compiled(second)[1]
    assert compiled(first)[0] is compiled(second)[0]
    assert by_hand(W, **figures) == pytest.approx(rows_of(second, W), rel=DIGITS)


def test_a_structure_is_compiled_once(monkeypatch):
    made = []
    monkeypatch.setattr(assembly, "_kept", {})
    build = assembly._compile
    monkeypatch.setattr(assembly, "_compile", lambda d: made.append(d) or build(d))

    compiled(draft())
    compiled(draft(base=1.0))

    assert 1 == len(made)


def test_a_slope_that_is_nothing_is_another_structure():
    assert draft().structure() != draft(slope=0.0).structure()


def test_parameters_are_offsets_then_what_each_form_reads():
    offsets = [7.0, 0.0, 0.0]
    of_products = [3.0, -1.0, 0.5, 0.0, 0.0, 2.0, 10.0, 20.0]
    of_growths = [0.1, 0.2, 0.0, 1.0, 0.3, 0.0, 0.4, 0.0, 0.5, 0.0]

    assert offsets + of_products + of_growths == draft().parameters().tolist()


def test_the_cost_is_linear_in_the_variables():
    problem = compiled(draft())[0].problem
    cost = ca.Function("f", [problem["x"], problem["p"]], [problem["f"]])

    assert float(COST @ W[:2]) == pytest.approx(float(cost(W, parameters(draft()))), rel=DIGITS)


def test_elements_of_the_wrong_shape_are_refused():
    made = Draft(variables=1)
    rows = made.take_rows(1)

    with pytest.raises(ValueError, match="elements of growth: expected"):
        made.add(growth(), rows=rows[:, None], base=np.array([[1.0]]))
