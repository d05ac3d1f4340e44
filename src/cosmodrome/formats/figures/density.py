"""Where do points of a cloud lie thickest? Cells of a honeycomb, shaded by the share they hold.

The strongest cells together hold half of the points, those and the next 90 %, all of them all:
three steps that survive a copier, and can be read as shares where a scale of counts could not.
"""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.figures.projection import Array
from cosmodrome.formats.figures.svg import Drawing, Px, number

Counts = NDArray[np.int64]

SHARES = (0.5, 0.9)
"""Shares of all points that the strongest, and the two strongest steps hold."""
UPRIGHT = 3.0**0.5
NEIGHBOURS = ((2, 0), (-2, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))


def honeycomb(points: Array, cell: Px) -> tuple[Array, Counts]:
    """Return the middles of the cells that hold points, and how many each, the fullest first.

    Of cells that hold as many, the one with more points in the cells about it is first.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        On the drawing.
    cell : Px
        From the middle of a cell to its corner.
    """
    pitch = np.array([UPRIGHT * cell, 3.0 * cell])
    even = np.round(points / pitch) * pitch
    odd = (np.floor(points / pitch) + 0.5) * pitch
    nearer = np.sum((points - even) ** 2, axis=1) <= np.sum((points - odd) ** 2, axis=1)
    middles = np.where(nearer[:, None], even, odd)
    # Middles are multiples of half a pitch: named by whole numbers, equal ones are equal.
    names = np.round(2.0 * middles / pitch).astype(np.int64)
    found, counts = np.unique(names, axis=0, return_counts=True)
    order = np.lexsort((-_about(found, counts), -counts))
    return found[order] * pitch / 2.0, counts[order].astype(np.int64)


def _about(names: Counts, counts: Counts) -> Counts:
    """Return how many points lie in the six cells about each."""
    known = {(int(x), int(y)): int(n) for (x, y), n in zip(names, counts, strict=True)}
    return np.array(
        [sum(known.get((int(x) + a, int(y) + b), 0) for a, b in NEIGHBOURS) for x, y in names],
        dtype=np.int64,
    )


def density_steps(counts: Counts) -> Counts:
    """Return the step of each cell, 0 the strongest, of cells with the fullest first."""
    before = np.concatenate([[0], np.cumsum(counts)[:-1]]) / counts.sum()
    steps: Counts = np.searchsorted(SHARES, before, side="right").astype(np.int64)
    return steps


def draw_density(drawing: Drawing, points: Array, *, cell: Px, role: str) -> None:
    """Draw the honeycomb of a cloud in the colour of its part, lightest step first."""
    middles, counts = honeycomb(points, cell)
    steps = density_steps(counts)
    half = number(UPRIGHT * cell / 2.0)
    side, low = number(cell), number(cell / 2.0)
    hexagon = f"l{half} {low}v{side}l-{half} {low}l-{half}-{low}v-{side}z"
    for step in range(len(SHARES), -1, -1):
        drawing.path(
            "".join(f"M{number(x)} {number(y - cell)}{hexagon}" for x, y in middles[steps == step]),
            f"den{step} f-{role}",
        )
