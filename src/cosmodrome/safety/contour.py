"""What outline holds the impacts of a part where an ellipse does not fit their cloud?

A highest-density region: the smallest area that holds a share of the cloud, whatever its shape
(bananas of long falls, the two lobes of fairing halves). It may come in several pieces.

1. The density is a kernel estimate from every other impact, on a grid in the cloud's own axes. The
   kernel is wider where impacts are few (Abramson), so that single far impacts make no islands.
2. The level is an order statistic of the density at the other impacts, which had no part in it:
   the region holds its share with 95 % confidence, whatever the distribution.
3. The outline is drawn at that level.
"""

import math
from dataclasses import dataclass
from typing import cast

import contourpy
import numpy as np
import shapely
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.safety.containment import require_probability, tolerance_rank
from cosmodrome.safety.footprint import SMALLEST_AXIS_M
from cosmodrome.safety.tangent import TangentPlane, plane_at_mean

FEWEST_IMPACTS = 200
"""Fewer leave each half too few for a density: its bandwidth is then half the cloud."""
MOST_IMPACTS = 10_000
"""More hardly sharpen a density; its level is still taken from all the others."""
CELLS_PER_BANDWIDTH = 3.0
MOST_CELLS = 600
"""Along an axis; the grid then takes 3 MB."""
NARROWINGS = (1.0, 0.7, 0.5, 0.35)
LEAST_DENSITY = 1e-9
"""Of a normal cloud six standard deviations out: an impact off the kernel's reach counts so."""
WIDENINGS = (1.0, 1.6, 2.5, 4.0)
"""Kernels of one to four bandwidths: each impact takes the next wider of these."""
LEAST_CORNERS = 4
"""Of a closed ring."""
KERNEL_BANDWIDTHS = 3.0
"""Where a kernel ends."""
LEAST_LEVEL_RATIO = 1e-9
"""Of the peak: a level of nothing would have no outline."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Density:
    """Impacts per square metre of a single piece on a plane, on a grid in the cloud's axes.

    `per_m2` has shape (rows, columns) at `across` and `along` [standard deviations]; `axes_m`
    (2, 2) turns those into east and north [m], its columns being one standard deviation each.
    """

    plane: TangentPlane
    axes_m: NDArray[np.float64]
    along: NDArray[np.float64]
    across: NDArray[np.float64]
    per_m2: NDArray[np.float64]
    bandwidth_ratio: float

    def at(self, points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the density [1/m2] at points (n, 2), longitude and latitude; 0 off the grid."""
        from scipy.ndimage import map_coordinates  # slow to load, and no rule of areas needs it

        white = np.linalg.solve(self.axes_m, self.plane.en_m(points_deg).T)
        columns = (white[0] - self.along[0]) / (self.along[1] - self.along[0])
        rows = (white[1] - self.across[0]) / (self.across[1] - self.across[0])
        density: NDArray[np.float64] = map_coordinates(
            self.per_m2, np.stack((rows, columns)), order=1, mode="constant", cval=0.0
        )
        return density


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contour:
    """An area of one or more pieces that holds a share of a cloud.

    Each ring (m, 2) is longitude and latitude, closed, counter-clockwise; holes are filled.
    """

    plane: TangentPlane
    rings_deg: tuple[NDArray[np.float64], ...]
    containment_probability: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CalibratedDensity:
    """A density from one half of the impacts, and its values at the other half, largest first.

    `impacts_deg` (n, 2) are all of them; `cases` of the other half are independent.
    """

    density: Density
    held_out_per_m2: NDArray[np.float64]
    impacts_deg: NDArray[np.float64]
    cases: int


def density_contour(impacts_deg: NDArray[np.float64], *, containment_probability: float) -> Contour:
    """Return the outline of the densest area that holds a share of a cloud of impacts.

    Parameters
    ----------
    impacts_deg : ndarray, shape (n, 2)
        Longitude and latitude; n >= 200.
    containment_probability : float
        Share of impacts inside, 0 < p < 1, held with 95 % confidence where half of the impacts
        are enough for that (998 for 99.7 %); else all of them lie inside, by a bandwidth.

    Raises
    ------
    InputError
        If the probability is outside (0, 1) or there are too few impacts.

    References
    ----------
    .. [1] Hyndman, The American Statistician 50 (1996) 120: highest-density regions.
    .. [2] Lei, Robins & Wasserman, JASA 108 (2013) 278: levels by held-out order statistics.
    """
    return contour_of(
        calibrated_density(impacts_deg), containment_probability=containment_probability
    )


def calibrated_density(
    impacts_deg: NDArray[np.float64], *, cases: int | None = None
) -> CalibratedDensity:
    """Return the density of every other impact (n, 2), and what it is at the rest.

    `cases` of the impacts are independent, where several pieces of each come down; all by default.
    """
    density = density_of(_thinned(impacts_deg[::2]))
    return CalibratedDensity(
        density=density,
        held_out_per_m2=np.sort(density.at(impacts_deg[1::2]))[::-1],
        impacts_deg=impacts_deg,
        cases=(len(impacts_deg) if cases is None else cases) // 2,
    )


def contour_of(calibrated: CalibratedDensity, *, containment_probability: float) -> Contour:
    """Return the outline of the densest area that holds a share; see `density_contour`."""
    require_probability(containment_probability)
    density, held_out = calibrated.density, calibrated.held_out_per_m2
    rank = tolerance_rank(containment_probability, samples=calibrated.cases)
    if rank is not None:
        row = min(len(held_out), math.ceil(rank / calibrated.cases * len(held_out)))
        pieces = _region(density, level_per_m2=float(held_out[row - 1]))
    else:
        loneliest_per_m2 = float(density.at(calibrated.impacts_deg).min())
        pieces = _region(density, level_per_m2=loneliest_per_m2)
        pieces = shapely.buffer(pieces, density.bandwidth_ratio)
    return Contour(
        plane=density.plane,
        rings_deg=_rings_deg(density, pieces),
        containment_probability=containment_probability,
    )


def rings_at(density: Density, *, level_per_m2: float) -> tuple[NDArray[np.float64], ...]:
    """Return the outlines, longitude and latitude, of the area of at least a density; or none."""
    return _rings_deg(density, _region(density, level_per_m2=level_per_m2))


def density_of(impacts_deg: NDArray[np.float64]) -> Density:
    """Return the density of a cloud of impacts (n, 2), longitude and latitude.

    Raises
    ------
    InputError
        If there are fewer than a hundred impacts.

    References
    ----------
    .. [1] Silverman, Density Estimation, 1986, sec. 4.3 and 5.3.
    """
    count = len(impacts_deg)
    if count < FEWEST_IMPACTS // 2:
        raise InputError(
            f"an outline by density needs at least {FEWEST_IMPACTS} impacts, got {2 * count}"
        )
    plane = plane_at_mean(impacts_deg)
    en_m = plane.en_m(impacts_deg)
    variances, turn = np.linalg.eigh(np.cov(en_m.T))
    sd_m = np.maximum(np.sqrt(np.maximum(variances, 0.0)), SMALLEST_AXIS_M)[::-1]
    axes_m = turn[:, ::-1] * sd_m
    white = np.linalg.solve(axes_m, en_m.T)
    bandwidth = _bandwidth(white)
    along, across = (_cell_middles(values, bandwidth) for values in white)
    per_cell = _smoothed(white, white, (along, across), bandwidth)[0]
    steps = float((along[1] - along[0]) * (across[1] - across[0]))
    return Density(
        plane=plane,
        axes_m=axes_m,
        along=along,
        across=across,
        per_m2=per_cell / (steps * float(sd_m[0] * sd_m[1])),
        bandwidth_ratio=bandwidth,
    )


def inside_contour(contour: Contour, impacts_deg: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which impacts (n, 2), longitude and latitude, lie inside, shape (n,)."""
    return inside_rings(contour.plane, contour.rings_deg, impacts_deg)


def inside_rings(
    plane: TangentPlane,
    rings_deg: tuple[NDArray[np.float64], ...],
    impacts_deg: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell which impacts (n, 2) lie inside any ring, its sides drawn straight on a plane.

    Impacts that are not numbers are outside.
    """
    inside = np.zeros(len(impacts_deg), dtype=np.bool_)
    fallen = np.isfinite(impacts_deg[:, 0]) & np.isfinite(impacts_deg[:, 1])
    area = shapely.union_all([_drawn(plane.en_m(ring)) for ring in rings_deg])
    shapely.prepare(area)
    en_m = plane.en_m(impacts_deg[fallen])
    inside[fallen] = shapely.intersects_xy(area, en_m[:, 0], en_m[:, 1])
    return inside


def _thinned(impacts_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return at most so many impacts as sharpen a density, spread evenly over the cases."""
    return impacts_deg[:: math.ceil(len(impacts_deg) / MOST_IMPACTS)]


def _bandwidth(white: NDArray[np.float64]) -> float:
    """Return the bandwidth under which every other impact makes the rest most likely.

    Silverman's rule is right for one normal lump; a bent or parted cloud needs a narrower kernel.
    """
    rule = 1.0 / math.cbrt(math.sqrt(white.shape[1]))
    shaping, rest = white[:, ::2], white[:, 1::2]
    best, likelihood = rule, -math.inf
    for part in NARROWINGS:
        middles = tuple(_cell_middles(values, part * rule) for values in white)
        _, density = _smoothed(shaping, rest, (middles[0], middles[1]), part * rule)
        steps = (middles[0][1] - middles[0][0]) * (middles[1][1] - middles[1][0])
        found = float(np.log(np.maximum(density / steps, LEAST_DENSITY)).mean())
        if found > likelihood:
            best, likelihood = part * rule, found
    return best


def _cell_middles(values: NDArray[np.float64], bandwidth: float) -> NDArray[np.float64]:
    margin = (KERNEL_BANDWIDTHS * WIDENINGS[-1] + 1.0) * bandwidth
    low, high = float(values.min()) - margin, float(values.max()) + margin
    cells = min(MOST_CELLS, math.ceil((high - low) * CELLS_PER_BANDWIDTH / bandwidth))
    return np.linspace(low, high, max(cells, 8))


def _smoothed(
    white: NDArray[np.float64],
    others: NDArray[np.float64],
    middles: tuple[NDArray[np.float64], NDArray[np.float64]],
    bandwidth: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share of impacts in each cell, spread by kernels, and that at other points."""
    along, across = middles
    steps = (along[1] - along[0], across[1] - across[0])

    def cells_of(points: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        columns = np.rint((points[0] - along[0]) / steps[0]).astype(np.intp)
        return np.rint((points[1] - across[0]) / steps[1]).astype(np.intp), columns

    from scipy.ndimage import gaussian_filter  # as above

    rows, columns = cells_of(white)
    shape = (len(across), len(along))
    sigmas = (bandwidth / steps[1], bandwidth / steps[0])

    def spread(chosen: NDArray[np.bool_], widening: float) -> NDArray[np.float64]:
        counts = np.zeros(shape)
        np.add.at(counts, (rows[chosen], columns[chosen]), 1.0)
        wide = (widening * sigmas[0], widening * sigmas[1])
        filtered: NDArray[np.float64] = gaussian_filter(
            counts, wide, mode="constant", truncate=KERNEL_BANDWIDTHS
        )
        return filtered

    pilot = spread(np.ones(len(rows), dtype=np.bool_), 1.0)[rows, columns]
    asked = np.sqrt(math.exp(float(np.log(pilot).mean())) / pilot)
    classes = np.minimum(np.searchsorted(WIDENINGS, asked), len(WIDENINGS) - 1)
    total = np.zeros(shape)
    for i, widening in enumerate(WIDENINGS):
        chosen = classes == i
        if chosen.any():
            total += spread(chosen, float(widening))
    share = total / white.shape[1]
    return share, share[cells_of(others)]


def _region(density: Density, *, level_per_m2: float) -> shapely.Geometry:
    """Return the area of at least a density, in standard deviations along and across."""
    drawer = contourpy.contour_generator(density.along, density.across, density.per_m2)
    level = max(level_per_m2, LEAST_LEVEL_RATIO * float(density.per_m2.max()))
    lines = cast("list[NDArray[np.float64]]", drawer.lines(level))
    # A line that touches itself in the middle of a cell is no simple ring.
    return shapely.union_all([_drawn(line) for line in lines if len(line) >= LEAST_CORNERS])


def _drawn(line: NDArray[np.float64]) -> shapely.Geometry:
    """Return the area within a line, whether or not it touches itself."""
    return shapely.make_valid(shapely.Polygon(line), method="structure", keep_collapsed=False)


def _rings_deg(density: Density, area: shapely.Geometry) -> tuple[NDArray[np.float64], ...]:
    return tuple(_ring_deg(density, piece) for piece in _parts(area))


def _parts(area: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of an area without their holes, the largest first."""
    parts = [
        shapely.Polygon(part.exterior)
        for part in shapely.get_parts(area)
        if isinstance(part, shapely.Polygon) and not part.is_empty
    ]
    return sorted(parts, key=lambda part: -part.area)


def _ring_deg(density: Density, piece: shapely.Polygon) -> NDArray[np.float64]:
    """Return the outline of a piece as longitude and latitude, thinned to a part of a cell."""
    step = float(min(density.along[1] - density.along[0], density.across[1] - density.across[0]))
    white = shapely.get_coordinates(shapely.simplify(piece, 0.1 * step).exterior)
    en_m = white @ density.axes_m.T
    if not shapely.LinearRing(en_m).is_ccw:
        en_m = en_m[::-1]
    return density.plane.points_deg(en_m)
