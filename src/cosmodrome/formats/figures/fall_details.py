"""How are the impacts of each part spread over the ground? One map to its own scale for each."""

import math

import numpy as np

from cosmodrome.formats.figures.coastline import is_land, land_paths
from cosmodrome.formats.figures.density import draw_density
from cosmodrome.formats.figures.fall_marks import (
    draw_areas,
    draw_zone,
    footprint_points,
    nominal_point,
    short_zone,
)
from cosmodrome.formats.figures.fall_picture import FallPicture, part_name
from cosmodrome.formats.figures.grid import Grid
from cosmodrome.formats.figures.labels import Crowd, around, write_in
from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.north import draw_bar
from cosmodrome.formats.figures.projection import MEAN_RADIUS_KM, Array, Projection
from cosmodrome.formats.figures.svg import Box, Drawing, Point, Px
from cosmodrome.formats.figures.words import figure
from cosmodrome.safety.hazards import BodyHazard

CELL: Px = 3.0
CAPTION: Px = 18.0
MARGIN: Px = 12.0
SMALLEST_KM = 2.0
NEAR_DIAGONALS = 1.5
"""A zone is drawn within so many diagonals of the map about its middle."""


def _local(body: BodyHazard, box: Box) -> Projection:
    """Return a projection about a body's ellipse that fits ellipse and announced area."""
    centre = (body.ellipse.longitude_deg, body.ellipse.latitude_deg)
    unit = Projection(
        kind="equidistant", centre_deg=centre, x=0.0, y=0.0, scale=1.0, reach_rad=math.pi
    )
    points = footprint_points(unit, body)
    low, high = points.min(axis=0), points.max(axis=0)
    size = np.maximum(high - low, SMALLEST_KM)
    room = np.array([box.right - box.left, box.bottom - box.top]) - 2.0 * MARGIN
    scale = float(min(room / size))
    middle = (low + high) / 2.0
    diagonal_km = math.hypot(box.right - box.left, box.bottom - box.top) / scale
    return Projection(
        kind="equidistant",
        centre_deg=centre,
        x=(box.left + box.right) / 2.0 - float(middle[0]) * scale,
        y=(box.top + box.bottom) / 2.0 - float(middle[1]) * scale,
        scale=scale,
        reach_rad=min(NEAR_DIAGONALS * diagonal_km / MEAN_RADIUS_KM, 0.85 * math.pi),
    )


def _ground(points: Array) -> Box:
    """Return the rectangle about points."""
    low, high = points.min(axis=0), points.max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _draw_marks(
    drawing: Drawing,
    projection: Projection,
    picture: FallPicture,
    box: Box,
    *,
    bar: Box,
    cloud: Box,
) -> None:
    """Draw the settlements in a small map, named where there is room, and name the zones."""
    crowd = Crowd(box.grown(-2.0))
    crowd.take(bar)
    crowd.take(cloud)
    zones = [
        (zone, Point(*projection.point(zone.longitude_deg, zone.latitude_deg)))
        for zone in picture.zones
    ]
    zones = [(zone, at) for zone, at in zones if Box(*at, *at).inside(box)]
    for _, at in zones:
        crowd.take(Box(*at, *at).grown(6.0))
    _draw_places(drawing, projection, picture, box, crowd=crowd, bar=bar)
    for zone, at in zones:
        words = (short_zone(zone),)
        reach = (zone.semi_major_m or 0.0) / 1000.0 * projection.scale
        spot = crowd.first_free(around(*at, words, gap=7.0) + around(*at, words, gap=5.0 + reach))
        if spot:
            write_in(drawing, spot, words, ("t1 halo spaced",))


def _draw_places(
    drawing: Drawing,
    projection: Projection,
    picture: FallPicture,
    box: Box,
    *,
    crowd: Crowd,
    bar: Box,
) -> None:
    """Draw the settlements, the larger named first; none on the bar of the scale."""
    shown = []
    places = (*picture.spaceport.places, *picture.places)
    for place in sorted(places, key=lambda p: (-(p.population or 0), p.name)):
        x, y = projection.point(place.longitude_deg, place.latitude_deg)
        dot = Box(x, y, x, y).grown(1.8)
        if dot.inside(box.grown(-2.0)) and not dot.overlaps(bar):
            shown.append((place.name, dot))
            crowd.take(dot)
            drawing.rect(dot.left, dot.top, 3.6, 3.6, "place")
    for name, dot in shown:
        spot = crowd.first_free(around(dot.left + 1.8, dot.top + 1.8, (name,), gap=4.0))
        if spot:
            write_in(drawing, spot, (name,), ("t1 halo",))


def _draw_one(
    drawing: Drawing, body: BodyHazard, picture: FallPicture, box: Box, *, cell: Px
) -> None:
    """Draw the small map of one body."""
    projection = _local(body, box)
    role = picture.role(body)
    _draw_caption(drawing, body, box, role=role)
    drawing.clipped_group(box)
    _draw_ground(drawing, projection, box)
    impacts = projection.points(body.impacts_deg[:, 0], body.impacts_deg[:, 1])
    draw_density(drawing, impacts, cell=cell, role=role)
    draw_areas(drawing, projection, body, role=role)
    for zone in picture.zones:
        if projection.seen(np.array([zone.longitude_deg]), np.array([zone.latitude_deg]))[0]:
            draw_zone(drawing, projection, zone)
    x, y = nominal_point(projection, body)
    drawing.path(f"M{x - 5:.1f} {y:.1f}h10M{x:.1f} {y - 5:.1f}v10", "thin ink")
    foot = projection.place(box.left + 7.0, box.bottom - 7.0)
    bar = draw_bar(drawing, box, per_km=projection.scale, wet=not is_land(*foot))
    middle = _ground(np.concatenate((impacts, [[x, y]]))).grown(-MARGIN / 4.0)
    _draw_marks(drawing, projection, picture, box, bar=bar, cloud=middle)
    drawing.end()
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "frame")


def _draw_ground(drawing: Drawing, projection: Projection, box: Box) -> None:
    """Draw land and water; where no coast is near, all is what the middle is."""
    land, coast = land_paths(projection, box)
    ground = "land" if not land and is_land(*projection.centre_deg) else "water"
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, ground)
    drawing.path(land, "land").path(coast, "coast")


def _draw_caption(drawing: Drawing, body: BodyHazard, box: Box, *, role: str) -> None:
    """Write the part's name and, where there is room, how far away and when it comes down."""
    drawing.rect(box.left, box.top - CAPTION + 4.0, 3.0, 11.0, f"key-{role}")
    room = box.right - box.left - 8.0
    name = fitted(part_name(body.name, body.count), room, bold=True)
    drawing.text(box.left + 8.0, box.top - 5.0, name, "t2 b")
    left = room - width_px(name, bold=True) - 10.0
    away = f"{figure(body.downrange_m / 1000.0)} km"
    for words in (f"{away} · T+{figure(body.nominal.t_s)} s", away):
        if width_px(words, size_px=12.0) <= left:
            drawing.text(box.right, box.top - 5.0, words, "t1 num", anchor="end")
            return


def fall_details(
    picture: FallPicture, *, width: Px, columns: int, tall: Px, cell: Px = CELL
) -> tuple[str, Px]:
    """Return one map for each body as SVG, north up, each to its own scale, and the height.

    Shown are the density of impacts (strongest: half of them, then 90 %, then all), the containment
    ellipse, the areas to announce (dashed), agreed zones (outline) and the undisturbed impact
    (cross). Empty where nothing falls.

    Parameters
    ----------
    picture : FallPicture
        The flight.
    width, columns, tall : Px, int, Px
        Width of the figure, maps side by side, and height of each.
    cell : Px
        Cells of the density, from middle to corner.
    """
    if not picture.bodies:
        return "", 0.0
    grid = Grid(len(picture.bodies), width=width, columns=columns, tall=tall, caption=CAPTION)
    names = ", ".join(part_name(body.name).lower() for body in picture.ordered)
    drawing = Drawing(
        width,
        grid.height,
        title=f"Density of the impacts of {names} of {picture.name}, each to its own scale, "
        "north up: half of the impacts in the strongest cells, 90 % in the two stronger steps",
        kind="details",
    )
    for body, box in zip(picture.ordered, grid.boxes(), strict=True):
        _draw_one(drawing, body, picture, box, cell=cell)
    return drawing.markup(), grid.height
