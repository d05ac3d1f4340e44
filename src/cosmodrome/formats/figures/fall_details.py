"""How are the impacts of each part spread? One small map for every kind of part."""

import math
from collections.abc import Sequence

import numpy as np

from cosmodrome.formats.figures.fall_marks import (
    body_ellipse_points,
    draw_body,
    draw_zone,
    part_name,
    part_role,
    polygon_points,
    zones_of,
)
from cosmodrome.formats.figures.labels import Crowd, around, write_in
from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.projection import MEAN_RADIUS_KM, Array, Projection
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.spaceport import Spaceport

IMPACTS_DRAWN = 220
CAPTION: Px = 18.0
GAP: Px = 10.0
MARGIN: Px = 12.0


def _local(body: BodyHazard, box: Box) -> Projection:
    """Return a projection about a body's ellipse that fits ellipse and announced area."""
    centre = (body.ellipse.longitude_deg, body.ellipse.latitude_deg)
    unit = Projection(
        kind="equidistant", centre_deg=centre, x=0.0, y=0.0, scale=1.0, reach_rad=math.pi
    )
    points = np.concatenate([body_ellipse_points(unit, body), polygon_points(unit, body)])
    low, high = points.min(axis=0), points.max(axis=0)
    room = min(box.right - box.left, box.bottom - box.top) - 2.0 * MARGIN
    scale = room / max(float(max(high - low)), 1.0)
    middle = (low + high) / 2.0
    return Projection(
        kind="equidistant",
        centre_deg=centre,
        x=(box.left + box.right) / 2.0 - float(middle[0]) * scale,
        y=(box.top + box.bottom) / 2.0 - float(middle[1]) * scale,
        scale=scale,
        reach_rad=2.0 * math.hypot(*(high - low)) / MEAN_RADIUS_KM + 0.02,
    )


def _ground(points: Array) -> Box:
    """Return the rectangle about points."""
    low, high = points.min(axis=0), points.max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _draw_bar(drawing: Drawing, projection: Projection, box: Box) -> Box:
    """Draw a bar of a round number of kilometres, and return the ground it takes."""
    most_km = 0.42 * (box.right - box.left) / projection.scale
    power = 10.0 ** math.floor(math.log10(most_km))
    length_km = next(m * power for m in (5.0, 2.0, 1.0) if m * power <= most_km)
    x, y = box.left + 7.0, box.bottom - 7.0
    wide = length_km * projection.scale
    drawing.line(x, y, x + wide, y, "thin ink")
    for end in (x, x + wide):
        drawing.line(end, y - 3.0, end, y + 3.0, "thin ink")
    words = f"{figure(length_km)} km"
    drawing.text(x + wide + 4.0, y + 4.0, words, "t1 num halo")
    return Box(box.left, y - 10.0, x + wide + 6.0 + width_px(words, size_px=12.0), box.bottom)


def _draw_places(
    drawing: Drawing,
    projection: Projection,
    spaceport: Spaceport,
    box: Box,
    *,
    taken: Sequence[Box],
) -> None:
    """Draw the settlements in a small map, named where there is room."""
    crowd = Crowd(box.grown(-2.0))
    for ground in taken:
        crowd.take(ground)
    for place in sorted(spaceport.places, key=lambda p: (-(p.population or 0), p.name)):
        x, y = projection.point(place.longitude_deg, place.latitude_deg)
        if not Box(x, y, x, y).inside(box.grown(-3.0)):
            continue
        drawing.rect(x - 1.8, y - 1.8, 3.6, 3.6, "place")
        spot = crowd.first_free(around(x, y, (place.name,), gap=4.0))
        if spot:
            write_in(drawing, spot, (place.name,), ("t1 halo",))


def _draw_one(
    drawing: Drawing, body: BodyHazard, mission: MissionPlan, spaceport: Spaceport, box: Box
) -> None:
    """Draw the small map of one body."""
    projection = _local(body, box)
    role = part_role(body.name, mission.configuration.vehicle)
    name = part_name(body.name, body.count)
    drawing.rect(box.left, box.top - CAPTION + 4.0, 3.0, 11.0, f"key-{role}")
    room = box.right - box.left - 8.0
    words = fitted(name, room, bold=True)
    drawing.text(box.left + 8.0, box.top - 5.0, words, "t2 b")
    drawing.clipped_group(box)
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "heat0")
    for zone in zones_of(mission, spaceport):
        draw_zone(drawing, projection, zone)
    draw_body(drawing, projection, body, role=role, most=IMPACTS_DRAWN)
    nominal = projection.point(body.nominal.longitude_deg, body.nominal.latitude_deg)
    drawing.path(
        f"M{nominal[0] - 4:.1f} {nominal[1]:.1f}h8M{nominal[0]:.1f} {nominal[1] - 4:.1f}v8",
        "thin ink",
    )
    bar = _draw_bar(drawing, projection, box)
    _draw_places(
        drawing,
        projection,
        spaceport,
        box,
        taken=(bar, _ground(body_ellipse_points(projection, body))),
    )
    drawing.end()
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "frame")


def fall_details(mission: MissionPlan, spaceport: Spaceport, *, width: Px, columns: int) -> str:
    """Return one small map for each body as SVG, north up, each to its own scale.

    Shown are impacts, containment ellipse, the area to announce (dashed), agreed zones (outline)
    and the undisturbed impact (cross). Empty where nothing falls.
    """
    if not mission.bodies:
        return ""
    size = (width - GAP * (columns - 1)) / columns
    rows = math.ceil(len(mission.bodies) / columns)
    tall = min(size, 132.0)
    drawing = Drawing(
        width,
        rows * (tall + CAPTION + 4.0),
        title=f"Impacts of {', '.join(part_name(b.name).lower() for b in mission.bodies)} of "
        f"{mission.mission.name}, each to its own scale, north up",
        kind="details",
    )
    for i, body in enumerate(sorted(mission.bodies, key=lambda b: b.downrange_m)):
        left = (i % columns) * (size + GAP)
        top = (i // columns) * (tall + CAPTION + 4.0) + CAPTION
        _draw_one(drawing, body, mission, spaceport, Box(left, top, left + size, top + tall))
    return drawing.markup()
