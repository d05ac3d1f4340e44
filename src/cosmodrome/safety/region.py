"""Which region holds a share of a cloud of impacts: an ellipse, or a contour where none fits?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.safety.contour import (
    FEWEST_IMPACTS,
    CalibratedDensity,
    Contour,
    calibrated_density,
    contour_of,
    inside_contour,
    rings_at,
)
from cosmodrome.safety.footprint import (
    Ellipse,
    Scatter,
    ellipse_at,
    ellipse_of,
    inside_ellipse,
    outline_en_m,
    plane_of,
    scatter_of,
    sigma_containment_probability,
)
from cosmodrome.safety.normality import Normality, normality_of
from cosmodrome.safety.tangent import TangentPlane

OUTLINE_POINTS = 180

Rings = tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cloud:
    """Impacts of one kind of piece, made ready to be asked for regions.

    `density` is there where the cloud is not normal and has the two hundred impacts that it needs.
    """

    scatter: Scatter
    normality: Normality
    density: CalibratedDensity | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """What holds a share of a cloud.

    The ellipse is always there; where `contour` is there, it is the region.
    """

    ellipse: Ellipse
    contour: Contour | None

    @property
    def method(self) -> str:
        """Return in words how the region was found."""
        return (
            "ellipse of the covariance, 95 % tolerance region"
            if self.contour is None
            else "highest-density contour, cloud not normal (Mardia), 95 % tolerance region"
        )

    @property
    def plane(self) -> TangentPlane:
        """Return the plane on which the region is drawn."""
        return plane_of(self.ellipse) if self.contour is None else self.contour.plane

    @property
    def rings_deg(self) -> Rings:
        """Return its outlines, longitude and latitude, closed, counter-clockwise."""
        return _ellipse_rings(self.ellipse) if self.contour is None else self.contour.rings_deg


def cloud_of(impacts_deg: NDArray[np.float64], *, cases: int | None = None) -> Cloud:
    """Return a cloud of impacts, tested for normality.

    Parameters
    ----------
    impacts_deg : ndarray, shape (n, 2)
        Longitude and latitude; n >= 20. Neighbours in it must not be pieces of one flight.
    cases : int, optional
        Independent flights among them, where several pieces of each come down; n by default.

    Raises
    ------
    InputError
        If there are too few impacts.
    """
    scatter = scatter_of(impacts_deg, cases=cases)
    normality = normality_of(impacts_deg)
    bent = not normality.is_normal and scatter.cases >= FEWEST_IMPACTS
    return Cloud(
        scatter=scatter,
        normality=normality,
        density=calibrated_density(impacts_deg, cases=cases) if bent else None,
    )


def region_of(cloud: Cloud, *, containment_probability: float) -> Region:
    """Return the region that holds a share of a cloud with 95 % confidence.

    Raises
    ------
    InputError
        If the share is outside (0, 1).
    """
    return Region(
        ellipse=ellipse_of(cloud.scatter, containment_probability=containment_probability),
        contour=None
        if cloud.density is None
        else contour_of(cloud.density, containment_probability=containment_probability),
    )


def inside_region(region: Region, impacts_deg: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which impacts (n, 2), longitude and latitude, lie inside, shape (n,)."""
    if region.contour is None:
        return inside_ellipse(region.ellipse, impacts_deg)
    return inside_contour(region.contour, impacts_deg)


def denser_than(cloud: Cloud, *, level_per_m2: float) -> Rings:
    """Return outlines of where at least so many impacts of one piece are due per square metre.

    Of a normal cloud that is an ellipse again: the density falls as exp(-k^2 / 2) from
    1 / (2 pi sd sd) in the middle. No outline where it is nowhere so dense.
    """
    if cloud.density is not None:
        return rings_at(cloud.density.density, level_per_m2=level_per_m2)
    peak_per_m2 = 1.0 / (2.0 * math.pi * abs(float(np.linalg.det(cloud.scatter.axes_m))))
    if peak_per_m2 <= level_per_m2:
        return ()
    factor = math.sqrt(2.0 * math.log(peak_per_m2 / level_per_m2))
    share = sigma_containment_probability(factor)
    return _ellipse_rings(ellipse_at(cloud.scatter, factor=factor, containment_probability=share))


def _ellipse_rings(ellipse: Ellipse) -> Rings:
    outline = outline_en_m(ellipse, points=OUTLINE_POINTS, stretch_factor=1.0)
    points_deg = plane_of(ellipse).points_deg(outline)
    return (np.vstack((points_deg, points_deg[:1])),)
