"""How does the measured share of impacts inside an area settle as cases are added?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from cosmodrome.errors import InputError

CHECKPOINTS = 80
FIRST_CHECKPOINT = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContainmentHistory:
    """How many of the first cases fell inside an area: `cases` and `inside`, both (k,).

    `cases` rises to the number of all; the checkpoints are even on a scale of logarithms.
    """

    cases: NDArray[np.int64]
    inside: NDArray[np.int64]

    @property
    def contained_fraction(self) -> NDArray[np.float64]:
        """Share inside of the first cases, shape (k,)."""
        return np.asarray(self.inside / self.cases)

    def band(
        self, *, confidence_probability: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the lower and upper ends of the interval for the true share, each (k,).

        The two-sided interval of Clopper and Pearson: never narrower than it says.

        Raises
        ------
        InputError
            If the confidence is not between 0 and 1.
        """
        if not 0.0 < confidence_probability < 1.0:
            raise InputError(
                f"confidence must be between 0 and 1, got {confidence_probability}; 0.95 is usual"
            )
        tail = (1.0 - confidence_probability) / 2.0
        outside = self.cases - self.inside
        low = np.where(
            self.inside > 0, beta.ppf(tail, np.maximum(self.inside, 1), outside + 1), 0.0
        )
        high = np.where(
            outside > 0, beta.ppf(1.0 - tail, self.inside + 1, np.maximum(outside, 1)), 1.0
        )
        return low, high


def containment_history(inside: NDArray[np.bool_]) -> ContainmentHistory:
    """Return how many of the first cases fell inside, at checkpoints up to all of them.

    Parameters
    ----------
    inside : ndarray, shape (n,) or (n, pieces)
        Whether each case fell inside, in the order of the cases; n >= 1. Pieces of one case are
        one trial, as they fly in the same wind: it counts by its share inside, and the sum is
        rounded down.

    Raises
    ------
    InputError
        If there is no case.
    """
    count = len(inside)
    if count == 0:
        raise InputError("no case is there to measure containment with; at least one is needed")
    first = min(FIRST_CHECKPOINT, count)
    cases = np.unique(np.round(np.geomspace(first, count, CHECKPOINTS)).astype(np.int64))
    pieces = inside.size // count
    of_pieces = np.cumsum(inside.reshape(count, pieces).sum(axis=1), dtype=np.int64)
    return ContainmentHistory(cases=cases, inside=of_pieces[cases - 1] // pieces)
