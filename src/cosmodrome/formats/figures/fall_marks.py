"""How is a fall marked on a map: its cloud, its ellipse, the area announced, the zone agreed?"""

import numpy as np

from cosmodrome.formats.figures.coastline import is_land
from cosmodrome.formats.figures.projection import (
    MEAN_RADIUS_KM,
    Array,
    Projection,
    destination_deg,
)
from cosmodrome.formats.figures.svg import Drawing, Px
from cosmodrome.safety.announced_area import AnnouncedArea
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.spaceport import DropZone

ELLIPSE_POINTS = 48


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


def nominal_point(projection: Projection, body: BodyHazard) -> tuple[Px, Px]:
    """Return where a body comes down undisturbed, as a point of the drawing."""
    return projection.point(body.nominal.longitude_deg, body.nominal.latitude_deg)


def areas_shown(body: BodyHazard) -> tuple[AnnouncedArea, ...]:
    """Return the areas of the audiences that are there: who flies, and who lives or sails."""
    on_land = is_land(body.ellipse.longitude_deg, body.ellipse.latitude_deg)
    absent = "ships" if on_land else "land"
    return tuple(area for area in body.areas if area.audience != absent)


def footprint_points(projection: Projection, body: BodyHazard) -> Array:
    """Return the outlines of all areas of a body as points of the drawing, one after another."""
    rings = [body.polygon_deg, *(area.ring_deg for area in areas_shown(body))]
    return np.concatenate(
        [body_ellipse_points(projection, body), *(projection.points(*ring.T) for ring in rings)]
    )


def draw_areas(drawing: Drawing, projection: Projection, body: BodyHazard, *, role: str) -> None:
    """Draw the areas of a body to announce dashed, and the outline that holds what was asked.

    That is its ellipse, or the contour of its density where the cloud is not normal.
    """
    for area in areas_shown(body):
        points = projection.points(*area.ring_deg.T)
        drawing.polyline(map(tuple, points), f"announced to-{area.audience}", closed=True)
    drawing.polyline(map(tuple, polygon_points(projection, body)), "announced", closed=True)
    cls = f"zoneline z-{role}"
    if body.contour is None:
        drawing.polyline(map(tuple, body_ellipse_points(projection, body)), cls, closed=True)
        return
    for ring_deg in body.contour.rings_deg:
        drawing.polyline(map(tuple, projection.points(*ring_deg.T)), cls, closed=True)


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


def short_zone(zone: DropZone) -> str:
    """Return the first words of a zone's name: ``RP 981``."""
    return zone.name.split(",")[0]
