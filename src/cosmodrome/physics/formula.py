"""What may a formula say, so that one text runs as float, array, CasADi expression and numba?

A formula is a module-level function marked `@formula`. It takes scalars, returns a scalar or a
tuple, and says only ``+ - * / **``, the words below, other formulas and module constants. It never
branches with ``if``: it chooses between values with `if_else`, or between constants with `step`.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

Real = Any
"""A float, an ndarray, a CasADi expression, or what numba makes of a float."""

F = TypeVar("F", bound=Callable[..., Any])


FORMULAS: list[Callable[..., Any]] = []
"""Every formula so far; `physics.compiled` teaches them to numba when a kernel is imported."""


def formula(function: F) -> F:
    """Mark a function as a formula: numba may compile it into its callers."""
    FORMULAS.append(function)
    return function


def _casadi(name: str) -> Callable[..., Any]:
    import casadi

    word: Callable[..., Any] = getattr(casadi, name)
    return word


def _word(name: str) -> Callable[[Real], Real]:
    """Return the function of that name for every back-end."""
    scalar, array = getattr(math, name), getattr(np, name)

    def word(x: Real) -> Real:
        if isinstance(x, float | int):
            return scalar(x)
        if isinstance(x, np.ndarray | np.generic):
            return array(x)
        return _casadi(name)(x)

    word.__name__ = word.__qualname__ = name

    return word


sqrt = _word("sqrt")
exp = _word("exp")
log = _word("log")
log1p = _word("log1p")
sin = _word("sin")
cos = _word("cos")
tan = _word("tan")
tanh = _word("tanh")


def atan2(y: Real, x: Real) -> Real:
    """Return the angle of the point (x, y), -pi to pi."""
    if isinstance(y, float | int) and isinstance(x, float | int):
        return math.atan2(y, x)
    if isinstance(y, np.ndarray | np.generic) or isinstance(x, np.ndarray | np.generic):
        return np.arctan2(y, x)
    return _casadi("atan2")(y, x)


def if_else(condition: Real, then: Real, otherwise: Real) -> Real:
    """Return `then` or `otherwise`; both are evaluated."""
    if isinstance(condition, bool | np.bool_):
        return then if condition else otherwise
    if isinstance(condition, np.ndarray):
        return np.where(condition, then, otherwise)
    return _casadi("if_else")(condition, then, otherwise)


def step(x: Real, threshold: Real) -> Real:
    """Return 1.0 where x > threshold, else 0.0: chooses between constants, not between results."""
    if isinstance(x, float | int):
        return 1.0 if x > threshold else 0.0
    if isinstance(x, np.ndarray | np.generic):
        return np.where(x > threshold, 1.0, 0.0)
    return x > threshold


def clip(x: Real, low: Real, high: Real) -> Real:
    """Return x held between two bounds."""
    if isinstance(x, float | int):
        return min(max(x, low), high)
    if isinstance(x, np.ndarray | np.generic):
        return np.clip(x, low, high)
    return _casadi("fmin")(_casadi("fmax")(x, low), high)


def pick(x: Real, thresholds: tuple[float, ...], values: tuple[float, ...]) -> Real:
    """Return the constant of the interval that holds x.

    `values[i]` holds above `thresholds[i]`; below the first threshold `values[0]` goes on.
    Choosing the constants of a formula, not its results, evaluates its costly words once.
    """
    if isinstance(x, float | int):
        return values[max(bisect_left(thresholds, x) - 1, 0)]
    if isinstance(x, np.ndarray | np.generic):
        return np.asarray(values)[np.maximum(np.searchsorted(thresholds, x) - 1, 0)]
    chosen: Real = values[0]
    for threshold, below, above in zip(thresholds[1:], values, values[1:], strict=False):
        chosen = chosen + step(x, threshold) * (above - below)
    return chosen


def table1(x: Real, knots: Real, coefficients: Real) -> Real:
    """Return a piecewise cubic at x; outside its knots it keeps its end values.

    Parameters
    ----------
    x : float, ndarray or CasADi expression
    knots : ndarray, shape (n,)
        Increasing.
    coefficients : ndarray, shape (n - 1, 4)
        Of each piece, by rising power of the distance from its left knot.
    """
    if isinstance(x, float | int):
        inside = min(max(x, knots[0]), knots[-1])
        i = min(max(bisect_right(knots, inside) - 1, 0), len(knots) - 2)
        h, c = float(inside - knots[i]), coefficients[i]
        return float(((c[3] * h + c[2]) * h + c[1]) * h + c[0])
    inside = clip(x, float(knots[0]), float(knots[-1]))
    if isinstance(x, np.ndarray | np.generic):
        piece = np.clip(np.searchsorted(knots, inside, side="right") - 1, 0, len(knots) - 2)
        c = coefficients[piece]
        h = inside - knots[piece]
        return ((c[..., 3] * h + c[..., 2]) * h + c[..., 1]) * h + c[..., 0]
    left: Real = float(knots[0])
    c0, c1, c2, c3 = (float(v) for v in coefficients[0])
    for i in range(1, len(knots) - 1):
        beyond = step(inside, float(knots[i]))
        left = left + beyond * float(knots[i] - knots[i - 1])
        jump = coefficients[i] - coefficients[i - 1]
        c0, c1 = c0 + beyond * float(jump[0]), c1 + beyond * float(jump[1])
        c2, c3 = c2 + beyond * float(jump[2]), c3 + beyond * float(jump[3])
    h = inside - left
    return ((c3 * h + c2) * h + c1) * h + c0
