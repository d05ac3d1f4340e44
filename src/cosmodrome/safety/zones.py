"""How does a footprint sit in the published drop zones?"""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.safety.footprint import Ellipse, contained_fraction
from cosmodrome.safety.tangent import distance_and_bearing
from cosmodrome.spaceport import DropZone, zones_of_route


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneComparison:
    """How the footprint sits in a published drop zone.

    `probability` is the share of impacts inside the zone's outline or ellipse; None if no shape
    is published.
    """

    zone: str
    distance_m: float
    probability: float | None


def flown_inclination_deg(trajectory: Trajectory) -> float:
    """Return the inclination of the orbit in which a flight ends."""
    elements = elements_from_state(trajectory.r_eci_m[-1], trajectory.v_eci_m_s[-1])
    return math.degrees(elements.inclination_rad)


def zones_for(
    zones: tuple[DropZone, ...],
    profile: FlightProfile,
    *,
    part: str,
    inclination_deg: float,
    day: date | None = None,
) -> tuple[DropZone, ...]:
    """Return the zones agreed for a part from this pad, on this vehicle and this route.

    With the local launch day, those whose season is closed on it are left out.
    """
    return tuple(
        zone
        for zone in zones_of_route(
            zones,
            complex_id=profile.complex,
            vehicle=profile.configuration.partition("+")[0],
            inclination_deg=inclination_deg,
            day=day,
        )
        if zone.part == part
    )


def compare_with_zone(
    zone: DropZone, ellipse: Ellipse, impacts_deg: NDArray[np.float64]
) -> ZoneComparison:
    """Return how far the centres lie apart and, where the zone has a shape, what falls inside."""
    distance_m, _ = distance_and_bearing(
        ellipse.latitude_deg, ellipse.longitude_deg, zone.latitude_deg, zone.longitude_deg
    )
    return ZoneComparison(
        zone=zone.id, distance_m=distance_m, probability=_inside(zone, impacts_deg)
    )


def _inside(zone: DropZone, impacts_deg: NDArray[np.float64]) -> float | None:
    if zone.corners_deg:
        outline = shapely.Polygon([(east, north) for north, east in zone.corners_deg])
        return float(np.mean(shapely.contains_xy(outline, impacts_deg[:, 0], impacts_deg[:, 1])))
    if not zone.has_published_shape:
        return None
    if zone.semi_major_m is None or zone.semi_minor_m is None or zone.bearing_deg is None:
        return None
    shape = Ellipse(
        latitude_deg=zone.latitude_deg,
        longitude_deg=zone.longitude_deg,
        semi_major_m=zone.semi_major_m,
        semi_minor_m=zone.semi_minor_m,
        bearing_deg=zone.bearing_deg % 180.0,
        containment_probability=1.0,
    )
    return contained_fraction(shape, impacts_deg)
