"""Where do the points of a collocation stand, and how is a polynomial differentiated there?"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_jacobi


def radau_points(degree: int) -> NDArray[np.float64]:
    """Return the Radau points of an interval (0, 1], the last one at 1, shape (degree,).

    Hairer & Wanner, Solving Ordinary Differential Equations II, sec. IV.5 (Radau IIA).

    Examples
    --------
    >>> radau_points(2).round(6).tolist()
    [0.333333, 1.0]
    """
    return _radau_points(degree).copy()


@cache
def _radau_points(degree: int) -> NDArray[np.float64]:
    inner = roots_jacobi(degree - 1, 1.0, 0.0)[0] if degree > 1 else np.empty(0)
    return np.append(0.5 * (inner + 1.0), 1.0)


def differentiation_matrix(degree: int) -> NDArray[np.float64]:
    """Return d/dtau of the polynomial through 0 and the points, at the points.

    Shape (degree + 1, degree): values at 0 and the points, from the right, give slopes at the
    points. Built with barycentric weights, which keep their digits at high degree (Berrut &
    Trefethen 2004, sec. 9.3).
    """
    nodes = np.concatenate([[0.0], radau_points(degree)])
    distance = nodes[:, None] - nodes[None, :]
    np.fill_diagonal(distance, 1.0)
    weight = 1.0 / distance.prod(axis=1)
    matrix = weight[None, :] / weight[:, None] / distance
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return np.asarray(matrix[1:].T)


def node_shares(intervals: int, degree: int) -> NDArray[np.float64]:
    """Return where the points of equal intervals stand, as shares of the whole, (n,)."""
    starts = np.arange(intervals)[:, None]
    return np.asarray((starts + radau_points(degree)[None, :]) / intervals).ravel()
