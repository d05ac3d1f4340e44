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
# Narrows a bracket of two cells to a thousandth of one; a peak is flat, so its height is known
# to a millionth of its curvature.
PEAK_STEPS = 18


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
    A sample that stands out towards zero from both its neighbours is followed to the peak, so a
    visit to the other side is found however short it is, if the function has one peak there and
    is no steeper on the way to it than to the neighbours. In the first and last cell only changes
    of sign between samples are found; sample one cell more on either side.
    """
    positive = values >= 0.0
    rows, cells = np.nonzero(positive[:, 1:] != positive[:, :-1])
    low, high = grid[cells], grid[cells + 1]
    rising = positive[rows, cells + 1]
    peak_rows, peak_cells, peaks = _visits(function, grid, values)
    up = ~positive[peak_rows, peak_cells]
    rows = np.concatenate([rows, peak_rows, peak_rows])
    low = np.concatenate([low, grid[peak_cells - 1], peaks])
    high = np.concatenate([high, peaks, grid[peak_cells + 1]])
    rising = np.concatenate([rising, up, ~up])
    at = _bisected(function, rows, (low, high), rising=rising, tolerance=tolerance)
    order = np.lexsort((at, rows))
    return SignChanges(rows=rows[order], at=at[order], rising=rising[order])


def _visits(function: Function, grid: Floats, values: Floats) -> tuple[Indices, Indices, Floats]:
    """Return rows, cells and arguments of peaks beyond zero between samples that are not."""
    middle, before, after = values[:, 1:-1], values[:, :-2], values[:, 2:]
    side = np.where(middle >= 0.0, -1.0, 1.0)  # towards zero
    steps = side * (middle - before), side * (middle - after)
    stands_out = (
        (steps[0] >= 0.0) & (steps[1] >= 0.0) & (side * before < 0.0) & (side * after < 0.0)
    )
    reaches = side * middle + np.maximum(*steps) >= 0.0
    rows, columns = np.nonzero(stands_out & reaches)
    cells = columns + 1
    towards = side[rows, columns]
    at = _peaks(function, rows, (grid[cells - 1], grid[cells + 1]), towards=towards)
    beyond = towards * function(rows, at) > 0.0
    return rows[beyond], cells[beyond], at[beyond]


def _peaks(
    function: Function, rows: Indices, bracket: tuple[Floats, Floats], *, towards: Floats
) -> Floats:
    """Return where functions stand highest (lowest where `towards` is -1), by golden section."""
    low, high = bracket
    left, right = high - GOLDEN_RATIO * (high - low), low + GOLDEN_RATIO * (high - low)
    at_left, at_right = towards * function(rows, left), towards * function(rows, right)
    for _ in range(PEAK_STEPS):
        keep_left = at_left > at_right
        low, high = np.where(keep_left, low, left), np.where(keep_left, right, high)
        fresh = np.where(
            keep_left, high - GOLDEN_RATIO * (high - low), low + GOLDEN_RATIO * (high - low)
        )
        at_fresh = towards * function(rows, fresh)
        left, right = np.where(keep_left, fresh, right), np.where(keep_left, left, fresh)
        at_left, at_right = (
            np.where(keep_left, at_fresh, at_right),
            np.where(keep_left, at_left, at_fresh),
        )
    return np.where(at_left > at_right, left, right)


def _bisected(
    function: Function,
    rows: Indices,
    bracket: tuple[Floats, Floats],
    *,
    rising: NDArray[np.bool_],
    tolerance: float,
) -> Floats:
    """Return the middle of brackets of zero, halved until none is wider than the tolerance."""
    low, high = bracket
    widest = float(np.max(high - low, initial=0.0))
    for _ in range(math.ceil(math.log2(max(widest / tolerance, 1.0)))):
        middle = (low + high) / 2.0
        beyond = (function(rows, middle) >= 0.0) == rising
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    return (low + high) / 2.0
