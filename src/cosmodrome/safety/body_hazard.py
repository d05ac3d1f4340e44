"""What do the falls of one part come to: its footprint, its times, the area to announce?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InfeasibleError
from cosmodrome.flight.fall import Impact
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.safety.announced_area import (
    AnnouncedArea,
    FallClouds,
    announced_area,
    fallen_deg,
    measured_in,
)
from cosmodrome.safety.area_rules import AreaRule
from cosmodrome.safety.area_shape import PolygonArea
from cosmodrome.safety.containment import MeasuredContainment, measured_containment
from cosmodrome.safety.contour import Contour
from cosmodrome.safety.convergence import ContainmentHistory, containment_history
from cosmodrome.safety.footprint import FEWEST_IMPACTS, Ellipse, inside_ellipse
from cosmodrome.safety.hazard_area import polygon_about
from cosmodrome.safety.monte_carlo import BodyFalls
from cosmodrome.safety.normality import Normality
from cosmodrome.safety.region import region_of
from cosmodrome.safety.tangent import distance_and_bearing
from cosmodrome.safety.zones import ZoneComparison, compare_with_zone
from cosmodrome.spaceport import DropZone
from cosmodrome.vehicles import Fall


@dataclass(frozen=True, slots=True, kw_only=True)
class NominalImpact:
    """Where and when the part comes down if all goes as planned, in the mean air of the place.

    Of a part that comes apart, its heaviest piece.
    """

    latitude_deg: float
    longitude_deg: float
    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyHazard:
    """Footprint of one kind of part from a Monte Carlo.

    `impacts_deg` (n, 2) are longitude and latitude; `polygon_deg` (m, 2) is the closed area to
    announce, longitude and latitude, counter-clockwise; `contained_fraction` is measured on
    samples that did not shape the ellipse, and `history` tells how it settled.

    `contour` is there where the cloud is not normal by the test in `normality`: the polygon is
    then drawn about it, else about the ellipse, as `method` says. `contained` is the measured share
    of the ellipse with its interval, `contained_in_polygon` that of the polygon; `areas` are those
    for each audience.
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
    contour: Contour | None = None
    method: str = ""
    normality: Normality | None = None
    contained: MeasuredContainment | None = None
    contained_in_polygon: MeasuredContainment | None = None
    areas: tuple[AnnouncedArea, ...] = ()


def body_hazard(
    fall: Fall,
    profile: FlightProfile,
    *,
    nominal: Impact,
    shaping: BodyFalls,
    fresh: BodyFalls,
    containment_probability: float,
    zones: tuple[DropZone, ...],
    rules: tuple[AreaRule, ...] = (),
) -> BodyHazard:
    """Return the footprint of one part and the areas to announce about it.

    Parameters
    ----------
    fall, profile : Fall, FlightProfile
        How the part falls, and the flight that drops it.
    nominal : Impact
        Where the part comes down if all goes as planned.
    shaping, fresh : BodyFalls
        Falls that shape the areas, and others that measure what they hold.
    containment_probability : float
        Share of impacts that the footprint shall hold.
    zones : tuple of DropZone
        Published zones to compare with.
    rules : tuple of AreaRule
        To whom areas are announced besides.

    Raises
    ------
    InfeasibleError
        If fewer than twenty flights drop the part.
    """
    _require_falls(fall.part, shaping)
    downrange_m, azimuth_deg = distance_and_bearing(
        profile.latitude_deg, profile.longitude_deg, nominal.latitude_deg, nominal.longitude_deg
    )
    clouds = FallClouds(falls=shaping, fall=fall)
    region = region_of(clouds.ground, containment_probability=containment_probability)
    impacts_deg = fallen_deg(shaping.impacts)
    fresh_deg = fresh.impacts[..., :2].reshape(-1, 2)
    inside = inside_ellipse(region.ellipse, fresh_deg)
    polygon = PolygonArea(corners_deg=polygon_about(region.plane, region.rings_deg))
    return BodyHazard(
        name=fall.part,
        count=fall.count,
        nominal=NominalImpact(
            latitude_deg=nominal.latitude_deg,
            longitude_deg=nominal.longitude_deg,
            t_s=nominal.t_s,
        ),
        downrange_m=downrange_m,
        azimuth_deg=azimuth_deg,
        ellipse=region.ellipse,
        polygon_deg=polygon.ring_deg,
        impacts_deg=impacts_deg,
        samples=len(shaping.impacts),
        contained_fraction=float(inside.mean()),
        first_impact_s=float(np.nanmin(shaping.impacts[..., 2])),
        last_impact_s=float(np.nanmax(shaping.impacts[..., 2])),
        zones=tuple(
            compare_with_zone(zone, region.ellipse, fresh_deg, flights=len(fresh.impacts))
            for zone in zones
        ),
        history=containment_history(inside.reshape(len(fresh.impacts), -1)),
        contour=region.contour,
        method=region.method,
        normality=clouds.ground.normality,
        contained=_measured(inside, flights=len(fresh.impacts)),
        contained_in_polygon=measured_in(polygon, fresh.impacts),
        areas=tuple(
            announced_area(
                clouds, rule, fresh=fresh, pad_deg=(profile.longitude_deg, profile.latitude_deg)
            )
            for rule in rules
        ),
    )


def _require_falls(part: str, falls: BodyFalls) -> None:
    flights = int(np.count_nonzero(np.isfinite(falls.impacts[..., 2]).any(axis=1)))
    if flights < FEWEST_IMPACTS:
        raise InfeasibleError(
            f"{part}: only {flights} of {len(falls.impacts)} dispersed flights drop it; "
            "it nearly reaches orbit and no area can be announced for it",
            rule="falls",
            value=flights,
            limit=FEWEST_IMPACTS,
        )


def _measured(inside: NDArray[np.bool_], *, flights: int) -> MeasuredContainment:
    """Return the share inside with the interval of as many trials as there were flights."""
    return measured_containment(math.floor(float(inside.mean()) * flights), flights)
