"""Where along a line do many smooth functions change sign, short visits included?"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]

Function: TypeAlias = Callable[[Indices, Floats], Floats]
"""Values of functions, by their rows, at arguments; all three of one shape (n,)."""

GOLDEN_RATIO = (math.sqrt(5.0) - 1.0) / 2.0
# Narrows a bracket of two cells to 1/160 of one.
PEAK_STEPS = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignChanges:
    """Where functions pass zero, in order of row and argument; all arrays of shape (n,)."""

    rows: Indices
    at: Floats
    rising: NDArray[np.bool_]


def sign_changes(
    function: Function, grid: Floats, values: Floats, *, tolerance: float
) -> SignChanges:
    """Return where functions sampled on a grid pass zero; zero itself counts as positive.

    Parameters
    ----------
    function : callable
        Gives values between the samples, many at once.
    grid : ndarray, shape (k,)
        Increasing arguments, three at least.
    values : ndarray, shape (m, k)
        The m functions on the grid.
    tolerance : float
        Widest bracket of an answer, in units of the argument.

    Returns
    -------
    SignChanges

    Notes
    -----
    A visit to the other side that is longer than a cell is never missed. A sample that stands out
    towards zero from both its neighbours is followed to the peak, so a visit longer than 1/80 of a
    cell is found too, if the function has one peak there and is no steeper on the way to it than
    to the neighbours. In the first and last cell only changes of sign between samples are found;
    sample one cell more on either side.
    """
    positive = values >= 0.0
    rows, cells = np.nonzero(positive[:, 1:] != positive[:, :-1])
    visits = _visits(function, grid, values)
    before, after = visits.cells - 1, visits.cells + 1
    rows = np.concatenate([rows, visits.rows, visits.rows])
    ends = _Bracket(
        one=np.concatenate([grid[cells], grid[before], grid[after]]),
        other=np.concatenate([grid[cells + 1], visits.at, visits.at]),
        at_one=np.concatenate(
            [
                values[rows[: cells.size], cells],
                values[visits.rows, before],
                values[visits.rows, after],
            ]
        ),
        at_other=np.concatenate(
            [values[rows[: cells.size], cells + 1], visits.values, visits.values]
        ),
    )
    rising = (ends.at_other >= 0.0) == (ends.other > ends.one)
    at = _roots(function, rows, ends, tolerance=tolerance)
    order = np.lexsort((at, rows))
    return SignChanges(rows=rows[order], at=at[order], rising=rising[order])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Visits:
    """Peaks beyond zero between samples that are not, by row and cell; arrays of shape (n,)."""

    rows: Indices
    cells: Indices
    at: Floats
    values: Floats


def _visits(function: Function, grid: Floats, values: Floats) -> _Visits:
    middle, before, after = values[:, 1:-1], values[:, :-2], values[:, 2:]
    side = np.where(middle >= 0.0, -1.0, 1.0)  # towards zero
    steps = side * (middle - before), side * (middle - after)
    apart = ((before >= 0.0) == (middle >= 0.0)) & ((after >= 0.0) == (middle >= 0.0))
    stands_out = apart & (steps[0] >= 0.0) & (steps[1] >= 0.0)
    rows, columns = np.nonzero(stands_out & (side * middle + np.maximum(*steps) >= 0.0))
    cells, towards = columns + 1, side[rows, columns]
    at, heights = _peaks(function, rows, (grid[cells - 1], grid[cells + 1]), towards=towards)
    beyond = (heights >= 0.0) != (values[rows, cells] >= 0.0)
    return _Visits(rows=rows[beyond], cells=cells[beyond], at=at[beyond], values=heights[beyond])


def _peaks(
    function: Function, rows: Indices, bracket: tuple[Floats, Floats], *, towards: Floats
) -> tuple[Floats, Floats]:
    """Return where functions stand highest (lowest where `towards` is -1), and how high."""
    if rows.size == 0:
        return np.empty(0), np.empty(0)
    low, high = bracket
    left, right = high - GOLDEN_RATIO * (high - low), low + GOLDEN_RATIO * (high - low)
    at_left, at_right = function(rows, left), function(rows, right)
    for _ in range(PEAK_STEPS):
        keep_left = towards * at_left > towards * at_right
        low, high = np.where(keep_left, low, left), np.where(keep_left, right, high)
        reach = GOLDEN_RATIO * (high - low)
        fresh = np.where(keep_left, high - reach, low + reach)
        at_fresh = function(rows, fresh)
        left, right = np.where(keep_left, fresh, right), np.where(keep_left, left, fresh)
        at_left, at_right = (
            np.where(keep_left, at_fresh, at_right),
            np.where(keep_left, at_left, at_fresh),
        )
    better = towards * at_left > towards * at_right
    return np.where(better, left, right), np.where(better, at_left, at_right)


@dataclass(slots=True, kw_only=True, eq=False)
class _Bracket:
    """Two arguments with values of opposite sign, for each of some roots."""

    one: Floats
    other: Floats
    at_one: Floats
    at_other: Floats


def _roots(function: Function, rows: Indices, ends: _Bracket, *, tolerance: float) -> Floats:
    """Return the middle of brackets narrowed to the tolerance, all at once.

    Notes
    -----
    T. R. Chandrupatla, Advances in Engineering Software 28 (1997), 145-149: inverse quadratic
    interpolation where it is safe, halving where it is not.
    """
    roots = np.empty(rows.size)
    open_ = np.arange(rows.size)
    x1, x2, f1, f2 = ends.one, ends.other, ends.at_one, ends.at_other
    share = np.full(rows.size, 0.5)
    while open_.size:
        x = x1 + share * (x2 - x1)
        f = function(rows[open_], x)
        same = (f >= 0.0) == (f1 >= 0.0)
        x3, f3 = np.where(same, x1, x2), np.where(same, f1, f2)
        x2, f2 = np.where(same, x2, x1), np.where(same, f2, f1)
        x1, f1 = x, f
        done = np.abs(x2 - x1) <= tolerance
        roots[open_[done]] = (x1[done] + x2[done]) / 2.0
        left = ~done
        open_ = open_[left]
        x1, x2, x3, f1, f2, f3 = (each[left] for each in (x1, x2, x3, f1, f2, f3))
        share = _next_share((x1, x2, x3), (f1, f2, f3), least=0.5 * tolerance / np.abs(x2 - x1))
    return roots


def _next_share(
    x: tuple[Floats, Floats, Floats], f: tuple[Floats, Floats, Floats], *, least: Floats
) -> Floats:
    """Return how far between the two ends to look next, from three points and their values."""
    (x1, x2, x3), (f1, f2, f3) = x, f
    place = (x1 - x2) / (x3 - x2)
    with np.errstate(divide="ignore", invalid="ignore"):  # level values are halved
        height = (f1 - f2) / (f3 - f2)
        along = (x3 - x1) / (x2 - x1)
        quadratic = f1 / (f2 - f1) * f3 / (f2 - f3) + along * f1 / (f3 - f1) * f2 / (f3 - f2)
        safe = (height**2 < place) & ((1.0 - height) ** 2 < 1.0 - place)
    return np.clip(np.where(safe & np.isfinite(quadratic), quadratic, 0.5), least, 1.0 - least)
