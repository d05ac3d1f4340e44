"""How is a fall marked on a map: its cloud, its ellipse, the area announced, the zone agreed?"""

import numpy as np

from cosmodrome.formats.figures.projection import (
    MEAN_RADIUS_KM,
    Array,
    Projection,
    destination_deg,
)
from cosmodrome.formats.figures.silhouette import ROLES, split_stages
from cosmodrome.formats.figures.svg import Drawing
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.spaceport import DropZone, Spaceport
from cosmodrome.vehicles import LaunchVehicle

ELLIPSE_POINTS = 48
PART_NAMES = {
    "booster": "Boosters",
    "core": "Core",
    "stage-3": "Third stage",
    "aft-section": "Aft section",
    "fairing-half": "Fairing halves",
    "upper-stage": "Upper stage",
}


def part_name(name: str, count: int = 1) -> str:
    """Return a part in the words of a report: ``Boosters × 4``."""
    words = PART_NAMES.get(name, name.replace("-", " ").capitalize())
    return f"{words} × {count}" if count > 1 else words


def part_role(name: str, vehicle: LaunchVehicle) -> str:
    """Return whose colour a part carries: that of its stage."""
    if name.startswith("fairing"):
        return "fairing"
    strap_ons, stacked = split_stages(vehicle)
    if any(stage.name == name for stage in strap_ons):
        return "booster"
    for i, stage in enumerate(stacked):
        if stage.name == name:
            return ROLES[min(i, 1)]
    return "third"


def ellipse_points(
    projection: Projection,
    centre_deg: tuple[float, float],
    *,
    semi_major_m: float,
    semi_minor_m: float,
    bearing_deg: float,
) -> Array:
    """Return an ellipse on the ground as points of the drawing, true to scale."""
    turn = np.linspace(0.0, 2.0 * np.pi, ELLIPSE_POINTS, endpoint=False)
    along, across = semi_major_m * np.cos(turn), semi_minor_m * np.sin(turn)
    arc_rad = np.hypot(along, across) / (MEAN_RADIUS_KM * 1000.0)
    bearing_rad = np.radians(bearing_deg) + np.arctan2(across, along)
    return projection.points(*destination_deg(centre_deg, arc_rad, bearing_rad))


def body_ellipse_points(projection: Projection, body: BodyHazard) -> Array:
    """Return the containment ellipse of a body as points of the drawing."""
    ellipse = body.ellipse
    return ellipse_points(
        projection,
        (ellipse.longitude_deg, ellipse.latitude_deg),
        semi_major_m=ellipse.semi_major_m,
        semi_minor_m=ellipse.semi_minor_m,
        bearing_deg=ellipse.bearing_deg,
    )


def polygon_points(projection: Projection, body: BodyHazard) -> Array:
    """Return the announced area of a body as points of the drawing."""
    return projection.points(body.polygon_deg[:, 0], body.polygon_deg[:, 1])


def thinned_impacts_deg(body: BodyHazard, most: int) -> Array:
    """Return at most so many impacts, evenly taken from the cloud."""
    step = max(1, -(-len(body.impacts_deg) // most))
    thinned: Array = body.impacts_deg[::step]
    return thinned


def draw_body(
    drawing: Drawing, projection: Projection, body: BodyHazard, *, role: str, most: int
) -> None:
    """Draw cloud, ellipse and announced area of a body."""
    drawing.polyline(map(tuple, polygon_points(projection, body)), "announced", closed=True)
    drawing.polyline(
        map(tuple, body_ellipse_points(projection, body)), f"zone zone-{role}", closed=True
    )
    impacts = thinned_impacts_deg(body, most)
    drawing.dots(map(tuple, projection.points(impacts[:, 0], impacts[:, 1])), f"cloud c-{role}")


def draw_zone(drawing: Drawing, projection: Projection, zone: DropZone) -> None:
    """Draw an agreed zone: the shape that is published, else a cross at its place."""
    x, y = projection.point(zone.longitude_deg, zone.latitude_deg)
    if zone.corners_deg:
        corners = [projection.point(east, north) for north, east in zone.corners_deg]
        drawing.polyline(corners, "agreed", closed=True)
    elif zone.has_published_shape and zone.semi_major_m and zone.semi_minor_m:
        points = ellipse_points(
            projection,
            (zone.longitude_deg, zone.latitude_deg),
            semi_major_m=zone.semi_major_m,
            semi_minor_m=zone.semi_minor_m,
            bearing_deg=zone.bearing_deg or 0.0,
        )
        drawing.polyline(map(tuple, points), "agreed", closed=True)
    else:
        drawing.path(f"M{x - 5:.1f} {y:.1f}h10M{x:.1f} {y - 5:.1f}v10", "agreed cross")


def zones_of(mission: MissionPlan, spaceport: Spaceport) -> tuple[DropZone, ...]:
    """Return the agreed zones that serve this flight, and those its falls are compared with."""
    compared = {zone.zone for body in mission.bodies for zone in body.zones}
    inclination_deg = mission.injection.inclination_deg
    return tuple(
        zone
        for zone in spaceport.drop_zones
        if zone.id in compared
        or (
            mission.complex.id in zone.complexes
            and mission.configuration.vehicle.id in zone.vehicles
            and zone.inclination_min_deg <= inclination_deg <= zone.inclination_max_deg
        )
    )


def short_zone(zone: DropZone) -> str:
    """Return the first words of a zone's name: ``RP 981``."""
    return zone.name.split(",")[0]
