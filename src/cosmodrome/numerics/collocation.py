"""Where do the points of a collocation stand, and how is a polynomial differentiated there?"""

from functools import cache

import numpy as np
from numpy.typing import NDArray


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
    return np.append(0.5 * (_jacobi_roots(degree - 1) + 1.0), 1.0)


def _jacobi_roots(count: int) -> NDArray[np.float64]:
    """Return the roots of the Jacobi polynomial P(1, 0), rising.

    Eigenvalues of the matrix of its recurrence (Golub & Welsch 1969); by NumPy alone, so that a
    small problem does not wait for SciPy.
    """
    n = np.arange(1.0, count)
    diagonal = np.append(-1.0 / 3.0, -1.0 / ((2.0 * n + 1.0) * (2.0 * n + 3.0)))[:count]
    beside = np.sqrt(n * (n + 1.0)) / (2.0 * n + 1.0)
    return np.linalg.eigvalsh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))


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


def barycentric_weights(nodes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of the second barycentric formula (Berrut & Trefethen 2004, eq. 4.2)."""
    scaled = nodes / (nodes[-1] - nodes[0]) if len(nodes) > 1 else nodes
    distances = scaled[:, None] - scaled[None, :]
    np.fill_diagonal(distances, 1.0)
    return np.asarray(1.0 / distances.prod(axis=1))
