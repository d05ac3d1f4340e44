"""What is said on the map of a flight, and where does it find room?"""

import math
from collections.abc import Sequence

import numpy as np

from cosmodrome.formats.figures.coastline import is_land
from cosmodrome.formats.figures.fall_marks import (
    polygon_points,
    short_zone,
)
from cosmodrome.formats.figures.fall_picture import FallPicture, part_name
from cosmodrome.formats.figures.labels import Crowd, around, write_in
from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.map_frame import MapFrame
from cosmodrome.formats.figures.projection import Array
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure, plain_name

PLACES_DRAWN = 16


def write_on_map(
    drawing: Drawing, frame: MapFrame, box: Box, lines: Sequence[str], classes: Sequence[str]
) -> None:
    """Write words with a halo of what lies beneath them: land or water."""
    middle = frame.projection.place((box.left + box.right) / 2.0, (box.top + box.bottom) / 2.0)
    wet = "" if is_land(*middle) else " wet"
    write_in(drawing, box, lines, [cls + wet for cls in classes])


def corridor_line(frame: MapFrame, azimuth_deg: float) -> tuple[tuple[Px, Px], tuple[Px, Px]]:
    """Return the line from the pad along an azimuth to beyond the map."""
    x, y = frame.projection.x, frame.projection.y
    far = math.hypot(frame.look.width, frame.look.height)
    east, north = math.sin(math.radians(azimuth_deg)), math.cos(math.radians(azimuth_deg))
    return (x + 12.0 * east, y - 12.0 * north), (x + far * east, y - far * north)


def label_bodies(drawing: Drawing, frame: MapFrame, picture: FallPicture, crowd: Crowd) -> None:
    """Name each body beside its ellipse, with distance and time, a leader where it is away."""
    for body in frame.near:
        points = polygon_points(frame.projection, body)
        low, high = points.min(axis=0), points.max(axis=0)
        x, y = (low + high) / 2.0
        name = part_name(body.name, body.count)
        facts = f"{figure(body.downrange_m / 1000.0)} km · T+{figure(body.nominal.t_s)} s"
        wide = max(width_px(name, bold=True), width_px(facts))
        spots = [
            Box(a, y + dy - 14.0, a + wide, y + dy + 14.0)
            for gap in (9.0, 22.0, 40.0)
            for dy in (0.0, -18.0, 18.0, -36.0, 36.0, -54.0, 54.0)
            for a in (float(high[0]) + gap, float(low[0]) - gap - wide)
        ]
        box = crowd.first_free(spots)
        box = box or _nearest_free(frame, crowd, (name, facts), float(x), float(y))
        if box is None:
            continue
        right = box.left > x
        end_x = float(high[0] if right else low[0])
        drawing.line(end_x, y, box.left - 3.0 if right else box.right + 3.0, box.top + 14.0, "dim")
        write_on_map(drawing, frame, box, (name, facts), ("t2 b halo", "t1 num halo"))


def label_far(drawing: Drawing, frame: MapFrame, powered: Array, crowd: Crowd) -> None:
    """Say at the edge of the map what falls beyond it."""
    if not len(powered):
        return
    edge = powered[np.flatnonzero([Box(x, y, x, y).inside(frame.box) for x, y in powered])[-1]]
    for body in frame.far:
        lines = (
            f"{part_name(body.name, body.count)}, beyond this map",
            f"{figure(body.downrange_m / 1000.0)} km, bearing {body.azimuth_deg:.0f}°",
        )
        box = _nearest_free(frame, crowd, lines, float(edge[0]), float(edge[1]))
        if box:
            write_on_map(drawing, frame, box, lines, ("t2 b halo", "t1 num halo"))


def _nearest_free(frame: MapFrame, crowd: Crowd, lines: Sequence[str], x: Px, y: Px) -> Box | None:
    """Return and take the free place for words that is nearest to a point."""
    wide = max(width_px(line, bold=True) for line in lines)
    tall = 14.0 * len(lines)
    spots = [
        Box(a, b, a + wide, b + tall)
        for a in np.arange(6.0, frame.look.width - wide - 6.0, 12.0)
        for b in np.arange(6.0, frame.look.height - tall - 6.0, 8.0)
    ]
    spots.sort(key=lambda s: math.hypot((s.left + s.right) / 2.0 - x, (s.top + s.bottom) / 2.0 - y))
    return crowd.first_free(spots)


def label_track(
    drawing: Drawing, frame: MapFrame, picture: FallPicture, powered: Array, crowd: Crowd
) -> None:
    """Name the track beside it, where there is room."""
    lines = ("ground track", f"azimuth {picture.launch_azimuth_deg:.1f}°")
    inside = [p for p in powered if Box(*p, *p).inside(crowd.within)]
    for share in (0.55, 0.45, 0.65, 0.35, 0.75, 0.25, 0.85, 0.15):
        if not inside:
            return
        x, y = map(float, inside[int(share * (len(inside) - 1))])
        box = crowd.first_free(around(x, y, lines, gap=8.0))
        if box:
            write_on_map(drawing, frame, box, lines, ("t1 course halo", "t1 course halo num"))
            return


def label_events(drawing: Drawing, frame: MapFrame, picture: FallPicture, crowd: Crowd) -> None:
    """Mark where the last engines stop, if that lies on the map."""
    last = picture.trajectory.event("injection")
    if last is None:
        return
    x, y = frame.projection.point(last.longitude_deg, last.latitude_deg)
    if not Box(x, y, x, y).inside(frame.box):
        return
    drawing.circle(x, y, 3.0, "tdot")
    lines = ("injection", f"T+{figure(last.t_s)} s, {figure(last.altitude_m / 1000.0)} km high")
    box = crowd.first_free(around(x, y, lines, gap=9.0))
    if box:
        write_on_map(drawing, frame, box, lines, ("t2 halo", "t1 num halo"))


def label_corridor(drawing: Drawing, frame: MapFrame, picture: FallPicture, crowd: Crowd) -> None:
    """Write the azimuth of each corridor limit beside its line."""
    for azimuth_deg in (picture.complex.corridor.min_deg, picture.complex.corridor.max_deg):
        a = math.radians(azimuth_deg)
        lines = (f"corridor limit {azimuth_deg:.0f}°",)
        for away in range(60, 900, 20):
            x = frame.projection.x + away * math.sin(a)
            y = frame.projection.y - away * math.cos(a)
            box = crowd.first_free(around(x, y, lines, gap=5.0)[:4])
            if box:
                write_on_map(drawing, frame, box, lines, ("t1 num halo",))
                break


def label_rings(drawing: Drawing, frame: MapFrame, crowd: Crowd) -> None:
    """Write its distance on each ring, at the first bearing that is free."""
    for km in frame.ring_km():
        words = f"{figure(km)} km"
        for bearing_deg in (35, 50, 65, 20, 320, 305, 290, 80, 100, 120, 250, 200, 160):
            a = math.radians(bearing_deg)
            x = frame.projection.x + km * frame.per_km * math.sin(a)
            y = frame.projection.y - km * frame.per_km * math.cos(a)
            half = width_px(words) / 2.0
            box = crowd.first_free([Box(x - half, y - 7.0, x + half, y + 7.0)])
            if box:
                write_on_map(drawing, frame, box, (words,), ("t1 num halo",))
                break


def label_graticule(
    drawing: Drawing, frame: MapFrame, lines: list[tuple[str, Array]], crowd: Crowd
) -> None:
    """Name parallels at the left edge and meridians at the foot."""
    for words, points in lines:
        parallel = words[-1] in "NS"
        axis, at = (0, 1.0) if parallel else (1, frame.look.height - 1.0)
        sides = points[:, axis] - at
        crossings = np.flatnonzero(np.sign(sides[:-1]) != np.sign(sides[1:]))
        for i in crossings[:1]:
            share = sides[i] / (sides[i] - sides[i + 1])
            x, y = points[i] + share * (points[i + 1] - points[i])
            spot = (
                (5.0, float(y) - 15.0) if parallel else (float(x) + 4.0, frame.look.height - 17.0)
            )
            wide = width_px(words)
            beside = [spot] if parallel else [spot, (float(x) - 4.0 - wide, spot[1])]
            box = crowd.first_free([Box(a, b, a + wide, b + 13.0) for a, b in beside])
            if box:
                write_on_map(drawing, frame, box, (words,), ("t1 num halo",))


def label_zones(drawing: Drawing, frame: MapFrame, picture: FallPicture, crowd: Crowd) -> None:
    """Name the agreed zones."""
    for zone in picture.zones:
        x, y = frame.projection.point(zone.longitude_deg, zone.latitude_deg)
        lines = (short_zone(zone),)
        reach = (zone.semi_major_m or 0.0) / 1000.0 * frame.per_km
        spots = around(x, y, lines, gap=8.0) + around(x, y, lines, gap=10.0 + reach)
        box = crowd.first_free(spots)
        if box:
            write_on_map(drawing, frame, box, lines, ("t1 halo spaced",))


def label_pad(drawing: Drawing, frame: MapFrame, picture: FallPicture, crowd: Crowd) -> None:
    """Name the pad, on the side where there is room."""
    x, y = frame.projection.x, frame.projection.y
    lines = (plain_name(picture.complex.name),)
    for gap in (13.0, 20.0, 30.0):
        box = crowd.first_free(around(x, y, lines, gap=gap, bold=True)[::-1])
        if box:
            write_on_map(drawing, frame, box, lines, ("t2 b halo",))
            return


def draw_places(drawing: Drawing, frame: MapFrame, picture: FallPicture, crowd: Crowd) -> None:
    """Draw the settlements that find room, the larger first."""
    drawn = 0
    for place in sorted(picture.spaceport.places, key=lambda p: (-(p.population or 0), p.name)):
        x, y = frame.projection.point(place.longitude_deg, place.latitude_deg)
        dot = Box(x - 2.5, y - 2.5, x + 2.5, y + 2.5)
        if drawn >= PLACES_DRAWN or not crowd.free(dot):
            continue
        box = crowd.first_free(around(x, y, (place.name,), gap=5.0))
        if box is None:
            continue
        crowd.take(dot)
        drawing.rect(x - 1.6, y - 1.6, 3.2, 3.2, "place")
        write_on_map(drawing, frame, box, (place.name,), ("t1 halo spaced",))
        drawn += 1
