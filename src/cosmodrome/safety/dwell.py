"""How long does the impact point of a flight stay over each stretch, or cell, of ground?

Dwell time, the seconds that the point spends over a place, is what turns a probability of failure
in flight into one over the place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.safety.impact_trace import ImpactTrace
from cosmodrome.safety.tangent import WGS84

STEPS_PER_CELL = 50
"""A way through cells is cut so finely that a corner of a cell is cut off by 2 % of its side."""
MOST_STEPS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DwellTimes:
    """Seconds that an impact point spends in each stretch of its way over the ground.

    `from_m` and `to_m` (k,) are distances along the trace from its first point.
    """

    from_m: NDArray[np.float64]
    to_m: NDArray[np.float64]
    dwell_s: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellDwell:
    """Seconds that an impact point spends in cells of longitude and latitude, all others none.

    `south_west_deg` (k, 2) is the corner of each, in the order in which the point first meets them.
    """

    cell_deg: float
    south_west_deg: NDArray[np.float64]
    dwell_s: NDArray[np.float64]


def ground_distances_m(points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the length of each leg between successive points, longitude and latitude."""
    _, _, leg_m = WGS84.inv(
        points_deg[:-1, 0], points_deg[:-1, 1], points_deg[1:, 0], points_deg[1:, 1]
    )
    return np.asarray(leg_m)


def dwell_times(trace: ImpactTrace, *, length_m: float) -> DwellTimes:
    """Return how long the impact point stays over each stretch of its way.

    The point moves evenly between the times of the trace. The stretches have the length asked for;
    the last may be shorter.

    Raises
    ------
    InputError
        If the length is not positive.
    """
    if not length_m > 0.0:
        raise InputError(f"length_m must be positive, got {length_m}; 10000 is usual")
    along_m = np.concatenate(([0.0], np.cumsum(ground_distances_m(trace.points_deg))))
    edges_m = np.append(np.arange(0.0, along_m[-1], length_m), along_m[-1])
    # Where the point stands still it has no inverse, but the time passed at a distance has.
    still = np.append(np.diff(along_m) > 0.0, True)
    reached_s = np.interp(edges_m, along_m[still], trace.t_s[still])
    reached_s[0] = trace.t_s[0]
    return DwellTimes(from_m=edges_m[:-1], to_m=edges_m[1:], dwell_s=np.diff(reached_s))


def dwell_in_cells(trace: ImpactTrace, *, cell_deg: float) -> CellDwell:
    """Return how long the impact point stays over each cell of a grid.

    Between the times of the trace it moves evenly along a straight line of longitude and latitude,
    the short way round.

    Raises
    ------
    InputError
        If the side of a cell is not above 0 and at most 90 deg, or so small that the way has too
        many.
    """
    if not 0.0 < cell_deg <= 90.0:
        raise InputError(f"cell_deg must be above 0 and at most 90, got {cell_deg}; 0.5 is usual")
    step = np.diff(trace.points_deg, axis=0)
    step[:, 0] = np.mod(step[:, 0] + 180.0, 360.0) - 180.0
    pieces = np.maximum(1, np.ceil(STEPS_PER_CELL * np.abs(step).max(axis=1) / cell_deg))
    if pieces.sum() > MOST_STEPS:
        raise InputError(
            f"cell_deg {cell_deg:g} cuts the way of the impact point into "
            f"{pieces.sum():.3g} steps, more than {MOST_STEPS}; "
            f"{cell_deg * pieces.sum() / MOST_STEPS:.2g} would do"
        )
    counts = pieces.astype(np.int64)
    leg = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(leg)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = ((within + 0.5) / counts[leg])[:, None]
    middle = trace.points_deg[:-1][leg] + share * step[leg]
    middle[:, 0] = np.mod(middle[:, 0] + 180.0, 360.0) - 180.0
    cells, first, which = np.unique(
        np.floor(middle / cell_deg), axis=0, return_index=True, return_inverse=True
    )
    dwell_s = np.zeros(len(cells))
    np.add.at(dwell_s, which.ravel(), (np.diff(trace.t_s) / counts)[leg])
    order = np.argsort(first)
    return CellDwell(
        cell_deg=cell_deg, south_west_deg=cells[order] * cell_deg, dwell_s=dwell_s[order]
    )
