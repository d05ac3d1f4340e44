"""What do the falls of one part come to: its footprint, its times, the area to announce?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InfeasibleError
from cosmodrome.flight.fall import still_air_impact
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.safety.convergence import ContainmentHistory, containment_history
from cosmodrome.safety.footprint import (
    FEWEST_IMPACTS,
    Ellipse,
    contained_fraction,
    dispersion_ellipse,
    inside_ellipse,
)
from cosmodrome.safety.hazard_area import announced_polygon
from cosmodrome.safety.tangent import distance_and_bearing
from cosmodrome.safety.zones import ZoneComparison, compare_with_zone
from cosmodrome.spaceport import DropZone
from cosmodrome.vehicles import Fall


@dataclass(frozen=True, slots=True, kw_only=True)
class NominalImpact:
    """Where and when the part comes down on an undisturbed flight."""

    latitude_deg: float
    longitude_deg: float
    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyHazard:
    """Footprint of one kind of part from a Monte Carlo.

    `impacts_deg` (n, 2) are longitude and latitude; `polygon_deg` (m, 2) is the closed area to
    announce, longitude and latitude, counter-clockwise; `contained_fraction` is measured on
    samples that did not shape the ellipse, and `history` tells how it settled.
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
    history: ContainmentHistory | None = None


def body_hazard(
    body: SeparatedBody,
    fall: Fall,
    profile: FlightProfile,
    *,
    shaping: NDArray[np.float64],
    fresh: NDArray[np.float64],
    containment_probability: float,
    zones: tuple[DropZone, ...],
) -> BodyHazard:
    """Return the footprint of one part and the area to announce about it.

    Parameters
    ----------
    body, fall, profile : SeparatedBody, Fall, FlightProfile
        The part as planned, how it falls, and the flight that drops it.
    shaping, fresh : ndarray, shape (n, 3)
        Longitude [deg], latitude [deg] and time [s] of impacts that shape the area, and of others
        that measure what it holds; not-a-number where the part did not come down.
    containment_probability : float
        Share of impacts that the ellipse shall hold.
    zones : tuple of DropZone
        Published zones to compare with.

    Raises
    ------
    InfeasibleError
        If fewer than twenty flights drop the part.
    """
    fallen = shaping[np.isfinite(shaping[:, 2])]
    if len(fallen) < FEWEST_IMPACTS:
        raise InfeasibleError(
            f"{body.part}: only {len(fallen)} of {len(shaping)} dispersed flights drop it; "
            "it nearly reaches orbit and no area can be announced for it",
            rule="falls",
            value=len(fallen),
            limit=FEWEST_IMPACTS,
        )
    nominal = still_air_impact(body, ballistic_coefficient_kg_m2=fall.ballistic_coefficient_kg_m2)
    downrange_m, azimuth_deg = distance_and_bearing(
        profile.latitude_deg, profile.longitude_deg, nominal.latitude_deg, nominal.longitude_deg
    )
    impacts_deg = fallen[:, :2]
    ellipse = dispersion_ellipse(impacts_deg, containment_probability=containment_probability)
    return BodyHazard(
        name=body.part,
        count=fall.count,
        nominal=NominalImpact(
            latitude_deg=nominal.latitude_deg,
            longitude_deg=nominal.longitude_deg,
            t_s=nominal.t_s,
        ),
        downrange_m=downrange_m,
        azimuth_deg=azimuth_deg,
        ellipse=ellipse,
        polygon_deg=announced_polygon(ellipse),
        impacts_deg=impacts_deg,
        samples=len(shaping),
        contained_fraction=contained_fraction(ellipse, fresh[:, :2]),
        first_impact_s=float(fallen[:, 2].min()),
        last_impact_s=float(fallen[:, 2].max()),
        zones=tuple(compare_with_zone(zone, ellipse, impacts_deg) for zone in zones),
        history=containment_history(inside_ellipse(ellipse, fresh[:, :2])),
    )
