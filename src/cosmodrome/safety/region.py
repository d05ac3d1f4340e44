"""Which region holds a share of a cloud of impacts: an ellipse, or a contour where none fits?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.safety.contour import (
    FEWEST_IMPACTS,
    Contour,
    density_contour,
    inside_contour,
)
from cosmodrome.safety.footprint import (
    Ellipse,
    dispersion_ellipse,
    inside_ellipse,
    outline_en_m,
    plane_of,
)
from cosmodrome.safety.normality import Normality, normality_of
from cosmodrome.safety.tangent import TangentPlane

OUTLINE_POINTS = 180


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """What holds a share of a cloud.

    The ellipse is always there; `contour` only where the cloud is not normal and has the two
    hundred impacts that a density needs. Where it is there, it is the region.
    """

    ellipse: Ellipse
    contour: Contour | None
    normality: Normality

    @property
    def containment_probability(self) -> float:
        """Return the share asked."""
        return self.ellipse.containment_probability

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
    def rings_deg(self) -> tuple[NDArray[np.float64], ...]:
        """Return its outlines, longitude and latitude, closed, counter-clockwise."""
        if self.contour is not None:
            return self.contour.rings_deg
        outline = outline_en_m(self.ellipse, points=OUTLINE_POINTS, stretch_factor=1.0)
        points_deg = self.plane.points_deg(outline)
        return (np.vstack((points_deg, points_deg[:1])),)


def region_of(impacts_deg: NDArray[np.float64], *, containment_probability: float) -> Region:
    """Return the region that holds a share of a cloud with 95 % confidence.

    Parameters
    ----------
    impacts_deg : ndarray, shape (n, 2)
        Longitude and latitude; n >= 20.
    containment_probability : float
        Share of impacts inside, 0 < p < 1.

    Raises
    ------
    InputError
        If the probability is outside (0, 1) or there are too few impacts.
    """
    ellipse = dispersion_ellipse(impacts_deg, containment_probability=containment_probability)
    normality = normality_of(impacts_deg)
    bent = not normality.is_normal and len(impacts_deg) >= FEWEST_IMPACTS
    return Region(
        ellipse=ellipse,
        contour=density_contour(impacts_deg, containment_probability=containment_probability)
        if bent
        else None,
        normality=normality,
    )


def inside_region(region: Region, impacts_deg: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which impacts (n, 2), longitude and latitude, lie inside, shape (n,)."""
    if region.contour is None:
        return inside_ellipse(region.ellipse, impacts_deg)
    return inside_contour(region.contour, impacts_deg)
