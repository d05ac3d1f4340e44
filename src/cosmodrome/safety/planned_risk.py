"""What do the parts that fall as planned expect of the people where they fall?

They do fall: the probability of impact is one (14 CFR 450.133). Where, says the cloud of a Monte
Carlo: each impact smeared with a small normal kernel, so that the density between them is smooth
and clouds that are bent or in two keep their shape.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from cosmodrome.errors import InputError
from cosmodrome.safety.overflight import PopulationRisk
from cosmodrome.safety.population import Population
from cosmodrome.safety.tangent import TangentPlane, plane_at_mean

REACH_KERNELS = 6.0
"""Beyond so many widths of the kernel an impact adds nothing: 1e-8 of its middle."""
FEWEST_IMPACTS = 20
SMALLEST_SD_M = 1.0
PEAK_LOOKS = 500
PEAK_CANDIDATES = 10
"""Of so many impacts those with the closest neighbours are tried: one of them is near the peak."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImpactDensity:
    """Density of the impacts of a part: kernels of one shape about each impact of a sample.

    In coordinates that make the cloud round: `whitened` (n, 2), `whitening` (2, 2) leads there from
    east and north on `plane`; `kernel_ratio` is the width of a kernel over that of the cloud.
    `fallen_fraction` is the share of cases in which the part came down at all.
    """

    plane: TangentPlane
    whitening: NDArray[np.float64]
    whitened: NDArray[np.float64]
    tree: cKDTree
    kernel_ratio: float
    fallen_fraction: float

    @property
    def _peak_of_kernel_per_m2(self) -> float:
        scale = abs(float(np.linalg.det(self.whitening)))
        return scale / (2.0 * np.pi * self.kernel_ratio**2 * len(self.whitened))

    def at(self, points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability per square metre that a piece falls at points, shape (p,)."""
        whitened = self.plane.en_m(points_deg) @ self.whitening.T
        reach = REACH_KERNELS * self.kernel_ratio
        density = np.zeros(len(points_deg))
        for i, near in enumerate(self.tree.query_ball_point(whitened, reach)):
            if near:
                square = np.sum((self.whitened[near] - whitened[i]) ** 2, axis=1)
                density[i] = np.exp(-0.5 * square / self.kernel_ratio**2).sum()
        return density * self._peak_of_kernel_per_m2 * self.fallen_fraction

    def reach_m(self) -> float:
        """Return how far from the middle of the cloud its kernels reach."""
        away_m = np.linalg.norm(self.whitened @ np.linalg.inv(self.whitening).T, axis=1).max()
        widest_m = 1.0 / np.linalg.svd(self.whitening, compute_uv=False).min()
        return float(away_m + REACH_KERNELS * self.kernel_ratio * widest_m)


def impact_density(impacts_deg: NDArray[np.float64]) -> ImpactDensity:
    """Return the smooth density of a cloud of impacts.

    Parameters
    ----------
    impacts_deg : ndarray, shape (n, 2)
        Longitude and latitude; not-a-number where the part did not come down.

    Raises
    ------
    InputError
        If fewer than 20 came down.

    Notes
    -----
    Kernels have the shape of the cloud's covariance and Scott's width, n^(-1/6) of it [1]_.

    References
    ----------
    .. [1] Scott, Multivariate Density Estimation, 2nd ed. (2015), section 6.5.
    """
    fallen = impacts_deg[np.isfinite(impacts_deg).all(axis=1)]
    if len(fallen) < FEWEST_IMPACTS:
        raise InputError(
            f"the density of impacts needs at least {FEWEST_IMPACTS}, got {len(fallen)}"
        )
    plane = plane_at_mean(fallen)
    en_m = plane.en_m(fallen)
    variances, axes = np.linalg.eigh(np.cov(en_m.T))
    sd_m = np.maximum(np.sqrt(np.maximum(variances, 0.0)), SMALLEST_SD_M)
    whitening = (axes / sd_m).T
    whitened = en_m @ whitening.T
    return ImpactDensity(
        plane=plane,
        whitening=whitening,
        whitened=whitened,
        tree=cKDTree(whitened),
        kernel_ratio=float(len(fallen)) ** (-1.0 / 6.0),
        fallen_fraction=len(fallen) / len(impacts_deg),
    )


def planned_risk(
    impacts_deg: NDArray[np.float64],
    people: Population,
    *,
    casualty_area_m2: float,
    density: ImpactDensity | None = None,
) -> PopulationRisk:
    """Return the casualties that the planned fall of a part expects.

    Parameters
    ----------
    impacts_deg : ndarray, shape (n, 2)
        Impacts of one of its pieces in each case.
    people : Population
    casualty_area_m2 : float
        Of all pieces together.
    density : ImpactDensity, optional
        Of the same impacts, where it is known already.
    """
    density = density or impact_density(impacts_deg)
    middle_deg = np.array([[density.plane.longitude_deg, density.plane.latitude_deg]])
    near = people.near_place(middle_deg[0], reach_m=density.reach_m())
    by_place = np.zeros(len(people.names))
    if len(near) > 0:
        by_place[near] = casualty_area_m2 * density.at(people.places_deg[near])
    listed = by_place @ people.people
    background = casualty_area_m2 * people.background_per_m2(impacts_deg) / len(impacts_deg)
    return PopulationRisk(
        listed_expectation=float(listed),
        background_expectation=float(background.sum()),
        by_place=np.minimum(by_place, 1.0),
        by_stretch=background,
    )


def peak_density_per_m2(
    impacts_deg: NDArray[np.float64], *, density: ImpactDensity | None = None
) -> float:
    """Return the highest density of impacts, found at one of them.

    `density` is that of the same impacts, where it is known already.
    """
    fallen = impacts_deg[np.isfinite(impacts_deg).all(axis=1)]
    density = density or impact_density(impacts_deg)
    neighbours = int(np.ceil(np.sqrt(len(fallen))))
    looked_at = density.whitened[:PEAK_LOOKS]
    gaps, _ = density.tree.query(looked_at, k=[neighbours])
    closest = np.argsort(np.ravel(gaps), kind="stable")[:PEAK_CANDIDATES]
    return float(density.at(fallen[closest]).max())
