"""Which random numbers does case number i of a Monte Carlo get?

The answer depends on the seed and on i alone: not on how many cases there are, on the worker that
asks, or on the cases that were drawn before; and a worker that asks for cases from the middle does
not pay for those before them.
"""

from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

from cosmodrome.errors import InputError

SamplingPlan = Literal["sobol", "latin-hypercube", "random"]
PLANS: tuple[SamplingPlan, ...] = get_args(SamplingPlan)

WORDS_PER_BLOCK = 4
"""Philox makes four 64-bit words at each value of its counter."""
MANTISSA_BITS = 53
SOBOL_BITS = 30
STRATA = 1024
"""Rows of a block: stratified by a Latin hypercube, and the step of Sobol's sequence."""
MOST_CASES = 1 << 26
"""67 million: at 30,000 flights a second more than half an hour of one core."""
MOST_NUMBERS = 1 << 28
"""At once, 2 GB."""
LARGEST_SEED = (1 << 64) - 1


def standard_normals(
    plan: SamplingPlan, *, seed: int, first_case: int, cases: int, columns: int
) -> NDArray[np.float64]:
    """Return rows of independent standard normal numbers, one row per case.

    Parameters
    ----------
    plan : {"sobol", "latin-hypercube", "random"}
        Scrambled Sobol points fill the space evenly; a Latin hypercube puts one case into each of
        1024 slices of every column, block of 1024 by block; plain random rows are independent, so
        that shares counted on them have the binomial spread.
    seed : int
        0 to 2^64 - 1.
    first_case, cases : int
        Rows `first_case` to ``first_case + cases - 1`` of the endless table that `seed` means.
    columns : int
        Numbers per case.

    Returns
    -------
    ndarray, shape (cases, columns)
        Columns lie contiguous in memory.

    Raises
    ------
    InputError
        If there is no such plan or seed, or the cases are fewer than one, beyond number
        67 108 864, or too many to hold at once.

    References
    ----------
    .. [1] Owen, "Scrambling Sobol' and Niederreiter-Xing points", J. Complexity 14 (1998).
    .. [2] Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (Philox).
    .. [3] McKay, Beckman & Conover, "A comparison of three methods for selecting values of input
       variables", Technometrics 21 (1979) (Latin hypercube).
    """
    _require_sane(plan, seed, first_case=first_case, cases=cases, columns=columns)
    if plan == "sobol":
        points = _sobol_points(seed, first_case, cases, columns)
    elif plan == "latin-hypercube":
        points = _stratified_points(seed, first_case, cases, columns)
    else:
        points = _random_points(seed, first_case, cases, columns)
    ndtri(points, out=points)
    return points.T


def _require_sane(plan: str, seed: int, *, first_case: int, cases: int, columns: int) -> None:
    if plan not in PLANS:
        raise InputError(f"sampling plan must be one of {', '.join(PLANS)}, got {plan!r}")
    if not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"seed must not be negative nor above {LARGEST_SEED}, got {seed}")
    if cases < 1 or first_case < 0 or first_case + cases > MOST_CASES:
        raise InputError(
            f"cases must be between 1 and {MOST_CASES}, got {cases} from case {first_case} on"
        )
    if cases * max(1, columns) > MOST_NUMBERS:
        raise InputError(
            f"{cases} cases of {columns} numbers need {8e-9 * cases * columns:.3g} GB at once, at "
            f"most {8e-9 * MOST_NUMBERS:.3g} GB are drawn; ask for "
            f"{MOST_NUMBERS // columns} cases or fewer at a time"
        )


def _sobol_points(seed: int, first: int, cases: int, columns: int) -> NDArray[np.float64]:
    """Return scrambled Sobol points, strictly inside the unit cube, shape (columns, cases).

    In the order of Gray codes the points of a block of 2^m are those of the first block, xor one
    number for each block and column.
    """
    last = first + cases
    steps, block = _sobol_tables(seed, columns, max(1, (last - 1).bit_length()))
    points = np.empty((columns, cases))
    for begin in range(first - first % STRATA, last, STRATA):
        shift = np.zeros((columns, 1), dtype=np.uint32)
        gray = begin ^ (begin >> 1)
        for bit, step in enumerate(steps):
            if gray >> bit & 1:
                shift ^= step
        low, high = max(first, begin), min(last, begin + STRATA)
        points[:, low - first : high - first] = block[:, low - begin : high - begin] ^ shift
    points += 0.5
    points *= 2.0**-SOBOL_BITS
    return points


@lru_cache(maxsize=4)
def _sobol_tables(
    seed: int, columns: int, bits: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return what each bit of a Gray code changes, (bits, columns, 1), and the first block."""
    engine = qmc.Sobol(columns, scramble=True, bits=SOBOL_BITS, seed=np.random.default_rng(seed))
    block = np.ascontiguousarray(_words(engine.random(STRATA)).T)
    steps = []
    for bit in range(bits):
        index = (2 << bit) - 1  # the index whose Gray code is this bit alone
        if index < STRATA:
            steps.append(block[:, index] ^ block[:, 0])
        else:
            engine.fast_forward(index - engine.num_generated)
            steps.append(_words(engine.random(1))[0] ^ block[:, 0])
    return np.array(steps)[:, :, None], block


def _words(points: NDArray[np.float64]) -> NDArray[np.uint32]:
    return np.asarray(points * 2.0**SOBOL_BITS, dtype=np.uint32)


def _stratified_points(seed: int, first: int, cases: int, columns: int) -> NDArray[np.float64]:
    """Return Latin hypercubes of 1024 cases, shape (columns, cases); each column has its own."""
    last = first + cases
    points = np.empty((columns, cases))
    for begin in range(first - first % STRATA, last, STRATA):
        bits = np.random.Philox(key=np.array([seed, 1], dtype=np.uint64))
        bits.advance(begin // STRATA << 64)
        raw = np.asarray(bits.random_raw(2 * STRATA * columns), dtype=np.uint64)
        order, inside = raw.reshape(columns, 2, STRATA).transpose(1, 0, 2)
        block = (np.argsort(order, axis=1) + _unit(inside)) / STRATA
        low, high = max(first, begin), min(last, begin + STRATA)
        points[:, low - first : high - first] = block[:, low - begin : high - begin]
    return points


def _random_points(seed: int, first: int, cases: int, columns: int) -> NDArray[np.float64]:
    """Return uniform points strictly inside the unit cube, (columns, cases); a counter a case."""
    blocks = -(-columns // WORDS_PER_BLOCK)
    bits = np.random.Philox(key=seed)
    bits.advance(first * blocks)
    words = bits.random_raw(cases * blocks * WORDS_PER_BLOCK)
    rows = np.asarray(words, dtype=np.uint64).reshape(cases, -1)[:, :columns]
    return _unit(np.ascontiguousarray(rows.T))


def _unit(words: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return numbers strictly between 0 and 1."""
    points = ((words >> np.uint64(64 - MANTISSA_BITS)) + 0.5) * 2.0**-MANTISSA_BITS
    return np.asarray(points, dtype=np.float64)
