"""Which random numbers does case number i of a Monte Carlo get?

The answer depends on the seed and on i alone: not on how many cases there are, on the worker that
asks, or on the cases that were drawn before.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

from cosmodrome.errors import InputError

SamplingPlan = Literal["sobol", "random"]

WORDS_PER_BLOCK = 4
"""Philox makes four 64-bit words at each value of its counter."""
MANTISSA_BITS = 53
MOST_CASES = 1 << 22
"""Scrambled Sobol points are built from the first on: more would need gigabytes."""


def standard_normals(
    plan: SamplingPlan, *, seed: int, first_case: int, cases: int, columns: int
) -> NDArray[np.float64]:
    """Return rows of independent standard normal numbers, one row per case.

    Parameters
    ----------
    plan : {"sobol", "random"}
        Scrambled Sobol points fill the space evenly; plain random rows are independent, so that
        shares counted on them have the binomial spread.
    seed : int
        Not negative.
    first_case, cases : int
        Rows `first_case` to ``first_case + cases - 1`` of the endless table that `seed` means.
    columns : int
        Numbers per case.

    Returns
    -------
    ndarray, shape (cases, columns)

    Raises
    ------
    InputError
        If the seed is negative, or the number of cases is not between 1 and 4 194 304.

    References
    ----------
    .. [1] Owen, "Scrambling Sobol' and Niederreiter-Xing points", J. Complexity 14 (1998).
    .. [2] Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (Philox).
    """
    if seed < 0:
        raise InputError(f"seed must not be negative, got {seed}")
    last = first_case + cases
    if cases < 1 or first_case < 0 or last > MOST_CASES:
        raise InputError(
            f"cases must be between 1 and {MOST_CASES}, got {cases} from case {first_case} on"
        )
    if plan == "sobol":
        points = _sobol_points(seed, last, columns)[first_case:]
    else:
        points = _random_points(seed, first_case, cases, columns)
    normals: NDArray[np.float64] = ndtri(points)
    return normals


def _sobol_points(seed: int, last: int, columns: int) -> NDArray[np.float64]:
    """Return the first `last` scrambled Sobol points, strictly inside the unit cube."""
    engine = qmc.Sobol(columns, scramble=True, seed=np.random.default_rng(seed))
    # Drawn by a power of two, as the sequence is balanced, and cut: the first rows stay the same.
    points: NDArray[np.float64] = engine.random(1 << max(0, (last - 1).bit_length()))
    edge = 2.0**-engine.bits / 2.0
    return np.asarray(np.clip(points[:last], edge, 1.0 - edge))


def _random_points(seed: int, first: int, cases: int, columns: int) -> NDArray[np.float64]:
    """Return uniform points strictly inside the unit cube, each row at its own counter."""
    blocks = -(-columns // WORDS_PER_BLOCK)
    bits = np.random.Philox(key=seed)
    bits.advance(first * blocks)
    words = bits.random_raw(cases * blocks * WORDS_PER_BLOCK)
    rows = np.asarray(words, dtype=np.uint64).reshape(cases, -1)[:, :columns]
    points = ((rows >> np.uint64(64 - MANTISSA_BITS)) + 0.5) * 2.0**-MANTISSA_BITS
    return np.asarray(points, dtype=np.float64)
