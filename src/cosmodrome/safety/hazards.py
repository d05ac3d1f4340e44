"""What is known about the fall of one part?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.safety.footprint import Ellipse


@dataclass(frozen=True, slots=True, kw_only=True)
class NominalImpact:
    """Where and when the part comes down on an undisturbed flight."""

    latitude_deg: float
    longitude_deg: float
    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneComparison:
    """How the footprint sits in a published drop zone.

    `probability` is the share of impacts inside the zone's ellipse; None if it has no shape.
    """

    zone: str
    distance_m: float
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyHazard:
    """Footprint of one kind of part from a Monte Carlo.

    `impacts_deg` (n, 2) are longitude and latitude; `polygon_deg` (m, 2) is the closed area to
    announce, longitude and latitude, counter-clockwise; `contained_fraction` is measured on
    samples that did not shape the ellipse.
    """

    name: str
    count: int
    nominal: NominalImpact
    downrange_m: float
    azimuth_deg: float
    ellipse: Ellipse
    polygon_deg: NDArray[np.float64]
    impacts_deg: NDArray[np.float64]
    samples: int
    contained_fraction: float
    first_impact_s: float
    last_impact_s: float
    zones: tuple[ZoneComparison, ...]
