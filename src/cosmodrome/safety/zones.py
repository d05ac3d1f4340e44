"""How does a footprint sit in the published drop zones?"""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.safety.area_shape import PolygonArea, inside_shape
from cosmodrome.safety.containment import MeasuredContainment, measured_containment
from cosmodrome.safety.footprint import Ellipse, inside_ellipse
from cosmodrome.safety.tangent import distance_and_bearing
from cosmodrome.spaceport import DropZone, zones_of_route


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneComparison:
    """How the footprint sits in a published drop zone.

    `probability` is the share of impacts inside the zone's outline or ellipse, `measured` the same
    with its Clopper-Pearson interval; None if no shape is published.
    """

    zone: str
    distance_m: float
    probability: float | None
    measured: MeasuredContainment | None = None


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
    zone: DropZone,
    ellipse: Ellipse,
    impacts_deg: NDArray[np.float64],
    *,
    flights: int | None = None,
) -> ZoneComparison:
    """Return how far the centres lie apart and, where the zone has a shape, what falls inside.

    Parameters
    ----------
    zone : DropZone
    ellipse : Ellipse
        Of the footprint.
    impacts_deg : ndarray, shape (n, 2)
        Longitude and latitude of impacts that did not shape it; not-a-number counts as outside.
    flights : int, optional
        Independent flights that they come from, for the interval; n by default.
    """
    distance_m, _ = distance_and_bearing(
        ellipse.latitude_deg, ellipse.longitude_deg, zone.latitude_deg, zone.longitude_deg
    )
    inside = _inside(zone, impacts_deg)
    measured = None
    if inside is not None:
        trials = len(inside) if flights is None else flights
        measured = measured_containment(math.floor(float(inside.mean()) * trials), trials)
    return ZoneComparison(
        zone=zone.id,
        distance_m=distance_m,
        probability=None if inside is None else float(inside.mean()),
        measured=measured,
    )


def _inside(zone: DropZone, impacts_deg: NDArray[np.float64]) -> NDArray[np.bool_] | None:
    """Tell which impacts lie in the published shape of a zone; None where none is published."""
    if zone.corners_deg:
        corners = np.array(
            [(east, north) for north, east in (*zone.corners_deg, zone.corners_deg[0])]
        )
        return inside_shape(PolygonArea(corners_deg=corners), impacts_deg)
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
    return inside_ellipse(shape, impacts_deg)
