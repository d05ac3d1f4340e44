"""Where does it fly, and where do its parts fall? The map about the pad."""

import math
from collections.abc import Sequence

import numpy as np

from cosmodrome.formats.figures.coastline import is_land, land_paths
from cosmodrome.formats.figures.fall_marks import (
    draw_body,
    draw_zone,
    part_name,
    part_role,
    polygon_points,
    short_zone,
    zones_of,
)
from cosmodrome.formats.figures.globe import draw_globe
from cosmodrome.formats.figures.labels import Crowd, around, write_in
from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.map_frame import Look as Look
from cosmodrome.formats.figures.map_frame import MapFrame, map_frame
from cosmodrome.formats.figures.projection import MEAN_RADIUS_KM, Array, destination_deg
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure, latitude, longitude, plain_name
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.spaceport import Spaceport

IMPACTS_DRAWN = 120
PLACES_DRAWN = 16


def _write(
    drawing: Drawing, frame: MapFrame, box: Box, lines: Sequence[str], classes: Sequence[str]
) -> None:
    """Write words with a halo of what lies beneath them: land or water."""
    x = (box.left + box.right) / 2.0 - frame.projection.x
    y = frame.projection.y - (box.top + box.bottom) / 2.0
    arc_rad = np.array([math.hypot(x, y) / frame.per_km / MEAN_RADIUS_KM])
    bearing_rad = np.array([math.atan2(x, y)])
    lon, lat = destination_deg(frame.projection.centre_deg, arc_rad, bearing_rad)
    wet = "" if is_land(float(lon[0]), float(lat[0])) else " wet"
    write_in(drawing, box, lines, [cls + wet for cls in classes])


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


def _corridor_line(frame: MapFrame, azimuth_deg: float) -> tuple[tuple[Px, Px], tuple[Px, Px]]:
    """Return the line from the pad along an azimuth to beyond the map."""
    x, y = frame.projection.x, frame.projection.y
    far = math.hypot(frame.look.width, frame.look.height)
    east, north = math.sin(math.radians(azimuth_deg)), math.cos(math.radians(azimuth_deg))
    return (x + 12.0 * east, y - 12.0 * north), (x + far * east, y - far * north)


def _draw_corridor(drawing: Drawing, frame: MapFrame, mission: MissionPlan) -> None:
    """Draw the azimuths that bound the corridor."""
    for azimuth_deg in (mission.complex.corridor.min_deg, mission.complex.corridor.max_deg):
        drawing.polyline(_corridor_line(frame, azimuth_deg), "corr")


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


def _draw_track(drawing: Drawing, frame: MapFrame, mission: MissionPlan) -> Array:
    """Draw the powered track heavy and what follows dashed; return the powered part."""
    flown = mission.ascent.trajectory
    powered = _within(frame, frame.projection.points(flown.longitude_deg, flown.latitude_deg))
    step = max(1, len(powered) // 160)
    points = [*map(tuple, powered[::step]), *map(tuple, powered[-1:])]
    track = mission.ground_track_deg
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
    box = _corner(frame, crowd, wide + 58.0, 32.0)
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


def _label_bodies(drawing: Drawing, frame: MapFrame, mission: MissionPlan, crowd: Crowd) -> None:
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
        if box is None:
            continue
        right = box.left > x
        end_x = float(high[0] if right else low[0])
        drawing.line(end_x, y, box.left - 3.0 if right else box.right + 3.0, box.top + 14.0, "dim")
        _write(drawing, frame, box, (name, facts), ("t2 b halo", "t1 num halo"))


def _label_far(drawing: Drawing, frame: MapFrame, powered: Array, crowd: Crowd) -> None:
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
            _write(drawing, frame, box, lines, ("t2 b halo", "t1 num halo"))


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


def _label_track(
    drawing: Drawing, frame: MapFrame, mission: MissionPlan, powered: Array, crowd: Crowd
) -> None:
    """Name the track beside it, where there is room."""
    lines = ("ground track", f"azimuth {mission.ascent.relative_launch_azimuth_deg:.1f}°")
    inside = [p for p in powered if Box(*p, *p).inside(crowd.within)]
    for share in (0.55, 0.45, 0.65, 0.35, 0.75, 0.25, 0.85, 0.15):
        if not inside:
            return
        x, y = map(float, inside[int(share * (len(inside) - 1))])
        box = crowd.first_free(around(x, y, lines, gap=8.0))
        if box:
            _write(drawing, frame, box, lines, ("t1 course halo", "t1 course halo num"))
            return


def _label_events(drawing: Drawing, frame: MapFrame, mission: MissionPlan, crowd: Crowd) -> None:
    """Mark where the last engines stop, if that lies on the map."""
    last = mission.ascent.trajectory.event("injection")
    if last is None:
        return
    x, y = frame.projection.point(last.longitude_deg, last.latitude_deg)
    if not Box(x, y, x, y).inside(frame.box):
        return
    drawing.circle(x, y, 3.0, "tdot")
    lines = ("injection", f"T+{figure(last.t_s)} s, {figure(last.altitude_m / 1000.0)} km high")
    box = crowd.first_free(around(x, y, lines, gap=9.0))
    if box:
        _write(drawing, frame, box, lines, ("t2 halo", "t1 num halo"))


def _label_corridor(drawing: Drawing, frame: MapFrame, mission: MissionPlan, crowd: Crowd) -> None:
    """Write the azimuth of each corridor limit beside its line."""
    for azimuth_deg in (mission.complex.corridor.min_deg, mission.complex.corridor.max_deg):
        a = math.radians(azimuth_deg)
        lines = (f"corridor limit {azimuth_deg:.0f}°",)
        for away in range(60, 900, 20):
            x = frame.projection.x + away * math.sin(a)
            y = frame.projection.y - away * math.cos(a)
            box = crowd.first_free(around(x, y, lines, gap=5.0)[:4])
            if box:
                _write(drawing, frame, box, lines, ("t1 num halo",))
                break


def _label_rings(drawing: Drawing, frame: MapFrame, crowd: Crowd) -> None:
    for km in frame.ring_km():
        words = f"{figure(km)} km"
        for bearing_deg in (35, 50, 65, 20, 320, 305, 290, 80, 100, 120, 250, 200, 160):
            a = math.radians(bearing_deg)
            x = frame.projection.x + km * frame.per_km * math.sin(a)
            y = frame.projection.y - km * frame.per_km * math.cos(a)
            half = width_px(words) / 2.0
            box = crowd.first_free([Box(x - half, y - 7.0, x + half, y + 7.0)])
            if box:
                _write(drawing, frame, box, (words,), ("t1 num halo",))
                break


def _label_graticule(
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
            box = crowd.first_free([Box(*spot, spot[0] + width_px(words), spot[1] + 13.0)])
            if box:
                _write(drawing, frame, box, (words,), ("t1 num halo",))


def _label_zones(
    drawing: Drawing, frame: MapFrame, mission: MissionPlan, spaceport: Spaceport, crowd: Crowd
) -> None:
    """Name the agreed zones."""
    for zone in zones_of(mission, spaceport):
        x, y = frame.projection.point(zone.longitude_deg, zone.latitude_deg)
        lines = (short_zone(zone),)
        reach = (zone.semi_major_m or 0.0) / 1000.0 * frame.per_km
        spots = around(x, y, lines, gap=8.0) + around(x, y, lines, gap=10.0 + reach)
        box = crowd.first_free(spots)
        if box:
            _write(drawing, frame, box, lines, ("t1 halo spaced",))


def _draw_places(drawing: Drawing, frame: MapFrame, spaceport: Spaceport, crowd: Crowd) -> None:
    """Draw the settlements that find room, the larger first."""
    drawn = 0
    for place in sorted(spaceport.places, key=lambda p: (-(p.population or 0), p.name)):
        x, y = frame.projection.point(place.longitude_deg, place.latitude_deg)
        dot = Box(x - 2.5, y - 2.5, x + 2.5, y + 2.5)
        if drawn >= PLACES_DRAWN or not crowd.free(dot):
            continue
        box = crowd.first_free(around(x, y, (place.name,), gap=5.0))
        if box is None:
            continue
        crowd.take(dot)
        drawing.rect(x - 1.6, y - 1.6, 3.2, 3.2, "place")
        _write(drawing, frame, box, (place.name,), ("t1 halo spaced",))
        drawn += 1


def _reserved(frame: MapFrame, mission: MissionPlan, spaceport: Spaceport, powered: Array) -> Crowd:
    """Return the ground that marks take before any word is placed."""
    crowd = Crowd(frame.box.grown(-3.0))
    step = max(1, len(powered) // 80)
    crowd.take_line([(float(x), float(y)) for x, y in powered[::step]], margin=3.0)
    for body in frame.near:
        points = polygon_points(frame.projection, body)
        low, high = points.min(axis=0), points.max(axis=0)
        crowd.take(Box(float(low[0]), float(low[1]), float(high[0]), float(high[1])).grown(1.0))
    for zone in zones_of(mission, spaceport):
        x, y = frame.projection.point(zone.longitude_deg, zone.latitude_deg)
        crowd.take(Box(x - 5.0, y - 5.0, x + 5.0, y + 5.0))
    for azimuth_deg in (mission.complex.corridor.min_deg, mission.complex.corridor.max_deg):
        crowd.take_line(_corridor_line(frame, azimuth_deg), margin=1.0)
    x, y = frame.projection.x, frame.projection.y
    crowd.take(Box(x - 10.0, y - 10.0, x + 10.0, y + 10.0))
    return crowd


def fall_map(mission: MissionPlan, spaceport: Spaceport, *, look: Look) -> str:
    """Return the map of a flight and its falls about the pad as SVG.

    Distances and bearings from the pad are true. Bodies that fall far beyond the others are
    named at the edge and marked on the globe.
    """
    frame = map_frame(mission, look)
    names = ", ".join(
        f"{part_name(b.name, b.count).lower()} at {figure(b.downrange_m / 1000.0)} km"
        for b in mission.bodies
    )
    drawing = Drawing(
        look.width,
        look.height,
        title=f"Flight of {mission.mission.name} from {mission.complex.name}: falls of "
        f"{names or 'nothing'}; azimuthal equidistant about the pad",
        kind="map",
    )
    drawing.clipped_group(frame.box)
    _draw_ground(drawing, frame)
    lines = _draw_graticule(drawing, frame)
    _draw_rings(drawing, frame)
    _draw_corridor(drawing, frame, mission)
    for zone in zones_of(mission, spaceport):
        draw_zone(drawing, frame.projection, zone)
    for body in frame.near:
        role = part_role(body.name, mission.configuration.vehicle)
        draw_body(drawing, frame.projection, body, role=role, most=IMPACTS_DRAWN)
    powered = _draw_track(drawing, frame, mission)
    _draw_pad(drawing, frame)
    crowd = _reserved(frame, mission, spaceport, powered)
    _furnish(drawing, frame, mission, crowd)
    _label_bodies(drawing, frame, mission, crowd)
    _label_pad(drawing, frame, mission, crowd)
    _label_events(drawing, frame, mission, crowd)
    _label_far(drawing, frame, powered, crowd)
    _label_track(drawing, frame, mission, powered, crowd)
    _label_corridor(drawing, frame, mission, crowd)
    _label_zones(drawing, frame, mission, spaceport, crowd)
    _label_rings(drawing, frame, crowd)
    _draw_places(drawing, frame, spaceport, crowd)
    _label_graticule(drawing, frame, lines, crowd)
    drawing.end()
    return drawing.rect(0.5, 0.5, look.width - 1.0, look.height - 1.0, "frame").markup()


def _furnish(drawing: Drawing, frame: MapFrame, mission: MissionPlan, crowd: Crowd) -> None:
    """Put globe and scale bar into free corners."""
    size = 2.0 * frame.look.globe
    box = _corner(frame, crowd, size, size)
    if box:
        middle = (box.left + box.right) / 2.0, (box.top + box.bottom) / 2.0
        draw_globe(drawing, mission, x=middle[0], y=middle[1], radius=frame.look.globe)
    _draw_scale_bar(drawing, frame, crowd)


def _label_pad(drawing: Drawing, frame: MapFrame, mission: MissionPlan, crowd: Crowd) -> None:
    x, y = frame.projection.x, frame.projection.y
    lines = (plain_name(mission.complex.name),)
    for gap in (13.0, 20.0, 30.0):
        box = crowd.first_free(around(x, y, lines, gap=gap, bold=True)[::-1])
        if box:
            _write(drawing, frame, box, lines, ("t2 b halo",))
            return


def shown_beyond(mission: MissionPlan, look: Look) -> tuple[BodyHazard, ...]:
    """Return the bodies that fall beyond the map's edge."""
    return map_frame(mission, look).far
