"""Where does it fly, and where do its parts fall? The map about the pad."""

import math

import numpy as np

from cosmodrome.formats.figures.coastline import land_paths
from cosmodrome.formats.figures.fall_marks import (
    draw_body,
    draw_zone,
    polygon_points,
)
from cosmodrome.formats.figures.fall_picture import FallPicture, part_name
from cosmodrome.formats.figures.globe import draw_globe
from cosmodrome.formats.figures.labels import Crowd
from cosmodrome.formats.figures.map_frame import Look, MapFrame, map_frame
from cosmodrome.formats.figures.map_labels import (
    corridor_line,
    draw_places,
    label_bodies,
    label_corridor,
    label_events,
    label_far,
    label_graticule,
    label_pad,
    label_rings,
    label_track,
    label_zones,
)
from cosmodrome.formats.figures.map_trace import draw_trace, label_trace
from cosmodrome.formats.figures.north import draw_north
from cosmodrome.formats.figures.projection import Array
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure, latitude, longitude

IMPACTS_DRAWN = 120


def _draw_ground(drawing: Drawing, frame: MapFrame) -> None:
    """Draw water, land and coast."""
    land, coast = land_paths(frame.projection, frame.box)
    drawing.rect(0.0, 0.0, frame.look.width, frame.look.height, "water")
    drawing.path(land, "land").path(coast, "coast")


def _graticule_steps(frame: MapFrame) -> tuple[int, int]:
    tall_km = frame.look.height / frame.per_km
    return (5, 10) if tall_km > 900.0 else (2, 5) if tall_km > 350.0 else (1, 2)


def _draw_graticule(drawing: Drawing, frame: MapFrame) -> list[tuple[str, Array]]:
    """Draw parallels and meridians; return each with its name for the edge."""
    step_lat, step_lon = _graticule_steps(frame)
    lon0, lat0 = frame.projection.centre_deg
    spread_deg = math.degrees(frame.projection.reach_rad)
    lines: list[tuple[str, Array]] = []
    half_lon = min(175.0, spread_deg / max(math.cos(math.radians(lat0)), 0.15))
    lons = np.linspace(lon0 - half_lon, lon0 + half_lon, 181)
    low = max(-80, math.floor((lat0 - spread_deg) / step_lat) * step_lat)
    for lat in range(low, min(89, int(lat0 + spread_deg)), step_lat):
        lines.append((latitude(lat, 0), frame.projection.points(lons, np.full(181, float(lat)))))
    lats = np.linspace(max(-85.0, lat0 - spread_deg), min(88.0, lat0 + spread_deg), 91)
    first = math.ceil((lon0 - half_lon) / step_lon) * step_lon
    for lon in range(first, int(lon0 + half_lon) + 1, step_lon):
        wrapped = (lon + 540) % 360 - 180
        lines.append(
            (longitude(wrapped, 0), frame.projection.points(np.full(91, float(lon)), lats))
        )
    near = frame.box.grown(60.0)
    for _, points in lines:
        inside = [Box(x, y, x, y).inside(near) for x, y in points]
        for run in np.split(points, np.flatnonzero(np.diff(inside)) + 1):
            if Box(*run[0], *run[0]).inside(near) and len(run) > 1:
                drawing.polyline(map(tuple, run), "grid")
    return lines


def _draw_rings(drawing: Drawing, frame: MapFrame) -> None:
    for km in frame.ring_km():
        drawing.circle(frame.projection.x, frame.projection.y, km * frame.per_km, "ring")


def _draw_corridor(drawing: Drawing, frame: MapFrame, picture: FallPicture) -> None:
    """Draw the azimuths that bound the corridor."""
    for azimuth_deg in (picture.complex.corridor.min_deg, picture.complex.corridor.max_deg):
        drawing.polyline(corridor_line(frame, azimuth_deg), "corr")


def _within(frame: MapFrame, points: Array) -> Array:
    """Return the first stretch of a track, up to where it has left the map for good."""
    near = frame.box.grown(30.0)
    inside = np.array([Box(x, y, x, y).inside(near) for x, y in points])
    if not inside.any():
        return points[:0]
    gone = np.flatnonzero(~inside)
    gone = gone[gone > np.flatnonzero(inside)[0]]
    kept: Array = points[: gone[0] + 1] if len(gone) else points
    return kept


def _draw_track(drawing: Drawing, frame: MapFrame, picture: FallPicture) -> Array:
    """Draw the powered track heavy and what follows dashed; return the powered part."""
    flown = picture.trajectory
    powered = _within(frame, frame.projection.points(flown.longitude_deg, flown.latitude_deg))
    step = max(1, len(powered) // 160)
    points = [*map(tuple, powered[::step]), *map(tuple, powered[-1:])]
    track = picture.ground_track_deg
    start = int(np.argmin(np.hypot(*(track - [flown.longitude_deg[-1], flown.latitude_deg[-1]]).T)))
    later = _within(frame, frame.projection.points(track[start:, 0], track[start:, 1]))
    drawing.polyline(map(tuple, later), "coursed")
    drawing.polyline(points, "coursel")
    return powered


def _draw_pad(drawing: Drawing, frame: MapFrame) -> None:
    x, y = frame.projection.x, frame.projection.y
    drawing.path(f"M{x:.1f} {y - 9:.1f}v18M{x - 9:.1f} {y:.1f}h18", "pad")
    drawing.circle(x, y, 5.0, "padc")


def _corner(frame: MapFrame, crowd: Crowd, wide: Px, tall: Px) -> Box | None:
    """Return and take a corner of the map in which nothing lies."""
    w, h, m = frame.look.width, frame.look.height, 9.0
    return crowd.first_free(
        Box(x, y, x + wide, y + tall)
        for x, y in (
            (m, m),
            (w - m - wide, m),
            (m, h - m - tall),
            (w - m - wide, h - m - tall),
        )
    )


def _draw_scale_bar(drawing: Drawing, frame: MapFrame, crowd: Crowd) -> None:
    """Draw a bar of a round number of kilometres in a free corner."""
    rings = frame.ring_km()
    length_km = rings[0] if rings[0] * frame.per_km < 150.0 else rings[0] / 2.0
    wide = length_km * frame.per_km
    box = _corner(frame, crowd, wide + 80.0, 32.0)
    if box is None:
        return
    drawing.rect(box.left, box.top, box.right - box.left, 32.0, "plate")
    x, y = box.left + 12.0, box.bottom - 9.0
    drawing.line(x, y, x + wide, y, "thin ink")
    marks = ((0.0, "0"), (0.5, figure(length_km / 2.0)), (1.0, f"{figure(length_km)} km"))
    for share, words in marks:
        drawing.line(x + share * wide, y - 4.0, x + share * wide, y + 4.0, "thin ink")
        if share != 0.5 or wide > 90.0:
            drawing.text(x + share * wide, y - 8.0, words, "t1 num", anchor="middle")
    draw_north(drawing, box.right - 13.0, box.bottom - 5.0)


def _reserved(frame: MapFrame, picture: FallPicture, powered: Array) -> Crowd:
    """Return the ground that marks take before any word is placed."""
    crowd = Crowd(frame.box.grown(-3.0))
    step = max(1, len(powered) // 80)
    crowd.take_line([(float(x), float(y)) for x, y in powered[::step]], margin=3.0)
    for body in frame.near:
        points = polygon_points(frame.projection, body)
        low, high = points.min(axis=0), points.max(axis=0)
        crowd.take(Box(float(low[0]), float(low[1]), float(high[0]), float(high[1])).grown(1.0))
    for zone in picture.zones:
        x, y = frame.projection.point(zone.longitude_deg, zone.latitude_deg)
        crowd.take(Box(x - 5.0, y - 5.0, x + 5.0, y + 5.0))
    for azimuth_deg in (picture.complex.corridor.min_deg, picture.complex.corridor.max_deg):
        crowd.take_line(corridor_line(frame, azimuth_deg), margin=1.0)
    x, y = frame.projection.x, frame.projection.y
    crowd.take(Box(x - 10.0, y - 10.0, x + 10.0, y + 10.0))
    return crowd


def fall_map(picture: FallPicture, *, look: Look) -> str:
    """Return the map of a flight and its falls about the pad as SVG.

    Distances and bearings from the pad are true. Bodies that fall far beyond the others are
    named at the edge and marked on the globe.
    """
    frame = map_frame(picture, look)
    names = ", ".join(
        f"{part_name(b.name, b.count).lower()} at {figure(b.downrange_m / 1000.0)} km"
        for b in picture.bodies
    )
    drawing = Drawing(
        look.width,
        look.height,
        title=f"Flight of {picture.name} from {picture.complex.name}: falls of "
        f"{names or 'nothing'}; azimuthal equidistant about the pad",
        kind="map",
    )
    drawing.clipped_group(frame.box)
    _draw_ground(drawing, frame)
    lines = _draw_graticule(drawing, frame)
    _draw_rings(drawing, frame)
    _draw_corridor(drawing, frame, picture)
    for zone in picture.zones:
        draw_zone(drawing, frame.projection, zone)
    powered = _draw_track(drawing, frame, picture)
    marks = draw_trace(drawing, frame, picture)
    for body in frame.near:
        role = picture.role(body)
        draw_body(drawing, frame.projection, body, role=role, most=IMPACTS_DRAWN)
    _draw_pad(drawing, frame)
    crowd = _reserved(frame, picture, powered)
    _furnish(drawing, frame, picture, crowd)
    label_bodies(drawing, frame, picture, crowd)
    label_pad(drawing, frame, picture, crowd)
    label_events(drawing, frame, picture, crowd)
    label_far(drawing, frame, powered, crowd)
    label_track(drawing, frame, picture, powered, crowd)
    label_trace(drawing, frame, marks, crowd)
    label_corridor(drawing, frame, picture, crowd)
    label_zones(drawing, frame, picture, crowd)
    label_rings(drawing, frame, crowd)
    draw_places(drawing, frame, picture, crowd)
    label_graticule(drawing, frame, lines, crowd)
    drawing.end()
    return drawing.rect(0.5, 0.5, look.width - 1.0, look.height - 1.0, "frame").markup()


def _furnish(drawing: Drawing, frame: MapFrame, picture: FallPicture, crowd: Crowd) -> None:
    """Put globe and scale bar into free corners."""
    size = 2.0 * frame.look.globe
    box = _corner(frame, crowd, size, size)
    if box:
        middle = (box.left + box.right) / 2.0, (box.top + box.bottom) / 2.0
        draw_globe(drawing, picture, x=middle[0], y=middle[1], radius=frame.look.globe)
    _draw_scale_bar(drawing, frame, crowd)
