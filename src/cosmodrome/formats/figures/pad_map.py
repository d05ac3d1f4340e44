"""Who must be away from the pad? The rings and sectors about it, to scale, and their names."""

import math
from collections.abc import Sequence

import numpy as np

from cosmodrome.formats.figures.coastline import is_land, land_paths
from cosmodrome.formats.figures.labels import Crowd, around, write_in
from cosmodrome.formats.figures.lettering import width_px, wrapped
from cosmodrome.formats.figures.north import draw_bar, draw_north
from cosmodrome.formats.figures.projection import MEAN_RADIUS_KM, Projection
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure, plain_name
from cosmodrome.safety.pad_hazard import PadHazard, PadRing
from cosmodrome.spaceport import LaunchComplex, Spaceport

GAP: Px = 12.0
MARGIN: Px = 14.0
ROW: Px = 16.0
SWATCH: Px = 18.0
NARROW: Px = 600.0
"""Below this width the names stand under the maps, not beside them."""
NEAR_RATIO = 4.0
"""Rings so many times narrower than the widest have a map of their own."""
FEWEST_NEAR = 3
"""Fewer rings are told apart on one map."""
BEARINGS_DEG = (35.0, 325.0, 70.0, 290.0, 110.0, 250.0, 145.0, 215.0, 0.0, 180.0)
KIND_WORDS = {
    "blast": "Blast",
    "public-route": "Explosive siting",
    "public-area": "Explosive siting",
    "fallback": "Fallback",
    "toxic": "Poison",
}


def pad_map(
    hazard: PadHazard, launch_complex: LaunchComplex, spaceport: Spaceport, *, width: Px, tall: Px
) -> tuple[str, Px]:
    """Return the maps of the rings about a pad and their names as SVG, and the height.

    Where some rings are far narrower than the widest, a second map shows them larger.

    Parameters
    ----------
    hazard : PadHazard
        The rings; without any the figure is empty.
    launch_complex, spaceport : LaunchComplex, Spaceport
        The pad, its neighbours, and the settlements.
    width, tall : Px
        Width of the figure, and height of its maps; names may reach below them.
    """
    if not hazard.rings:
        return "", 0.0
    rings = sorted(hazard.rings, key=lambda ring: -ring.radius_m)
    near = [ring for ring in rings if ring.radius_m * NEAR_RATIO < rings[0].radius_m]
    if len(near) < FEWEST_NEAR:
        near = []
    maps = [rings, near] if near else [rings]
    boxes, key = _layout(len(maps), width=width, tall=tall)
    rows = _key_rows(rings, room=key.right - key.left)
    height = max(tall, key.top + ROW * sum(map(len, rows)) + 4.0)
    drawing = Drawing(
        width,
        height,
        title=f"Rings about {launch_complex.name} with {hazard.configuration} loaded: "
        + "; ".join(f"{KIND_WORDS[r.kind].lower()}, {r.what}, {_reach(r)}" for r in rings),
        kind="map",
    )
    for shown, box in zip(maps, boxes, strict=True):
        named = (
            shown
            if shown is near
            else [ring for ring in shown if not any(ring is other for other in near)]
        )
        _draw_map(drawing, shown, named, launch_complex, spaceport, box)
    _write_key(drawing, rings, rows, key)
    return drawing.markup(), height


def _layout(maps: int, *, width: Px, tall: Px) -> tuple[list[Box], Box]:
    """Return the boxes of the maps, and where the names begin."""
    if width < NARROW:
        wide = (width - GAP * (maps - 1)) / maps
        boxes = [Box(i * (wide + GAP), 0.0, i * (wide + GAP) + wide, tall) for i in range(maps)]
        return boxes, Box(0.0, tall + GAP, width, math.inf)
    boxes = [Box(i * (tall + GAP), 0.0, i * (tall + GAP) + tall, tall) for i in range(maps)]
    return boxes, Box(boxes[-1].right + GAP, 0.0, width, math.inf)


def _reach(ring: PadRing) -> str:
    """Return how far a ring reaches."""
    return ("over " if ring.beyond_model else "") + f"{figure(ring.radius_m)} m"


def _draw_map(
    drawing: Drawing,
    rings: Sequence[PadRing],
    named: Sequence[PadRing],
    launch_complex: LaunchComplex,
    spaceport: Spaceport,
    box: Box,
) -> None:
    """Draw one map that holds all of its rings, and write the reach of some."""
    pad = (launch_complex.longitude_deg, launch_complex.latitude_deg)
    side = min(box.right - box.left, box.bottom - box.top)
    scale = (side / 2.0 - MARGIN) / (rings[0].radius_m / 1000.0)
    projection = Projection(
        kind="equidistant",
        centre_deg=pad,
        x=(box.left + box.right) / 2.0,
        y=(box.top + box.bottom) / 2.0,
        scale=scale,
        reach_rad=min(math.hypot(side, side) / scale / MEAN_RADIUS_KM, 0.85 * math.pi),
    )
    drawing.clipped_group(box)
    land, coast = land_paths(projection, box)
    ground = "land" if not land and is_land(*pad) else "water"
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, ground)
    drawing.path(land, "land").path(coast, "coast")
    foot = projection.place(box.left + 7.0, box.bottom - 7.0)
    for ring in rings:
        outline = projection.points(*ring.outline_deg.T)
        drawing.polyline(map(tuple, outline), f"danger dg-{ring.kind}", closed=True)
    crowd = Crowd(box.grown(-3.0))
    crowd.take(draw_bar(drawing, box, per_km=scale, wet=not is_land(*foot)))
    draw_north(drawing, box.right - 10.0, box.bottom - 6.0)
    crowd.take(Box(box.right - 26.0, box.bottom - 30.0, box.right, box.bottom))
    _draw_places(drawing, projection, launch_complex, spaceport, crowd)
    for ring in named:
        _label_ring(drawing, projection, ring, crowd)
    drawing.end()
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "frame")


def _draw_places(
    drawing: Drawing,
    projection: Projection,
    launch_complex: LaunchComplex,
    spaceport: Spaceport,
    crowd: Crowd,
) -> None:
    """Draw the pad, the other pads and the settlements, each with its name where there is room."""
    x, y = projection.x, projection.y
    drawing.path(f"M{x:.1f} {y - 7:.1f}v14M{x - 7:.1f} {y:.1f}h14", "pad")
    drawing.circle(x, y, 4.0, "padc")
    crowd.take(Box(x, y, x, y).grown(8.0))
    named = [(x, y, plain_name(launch_complex.name), "t2 b halo")]
    others = [pad for pad in spaceport.complexes if pad.id != launch_complex.id]
    places = [(pad.longitude_deg, pad.latitude_deg, plain_name(pad.name)) for pad in others]
    places += [
        (place.longitude_deg, place.latitude_deg, place.name)
        for place in sorted(spaceport.places, key=lambda p: (-(p.population or 0), p.name))
    ]
    for lon, lat, name in places:
        x, y = projection.point(lon, lat)
        dot = Box(x, y, x, y).grown(2.0)
        if dot.inside(crowd.within):
            drawing.rect(dot.left, dot.top, 4.0, 4.0, "place")
            crowd.take(dot)
            named.append((x, y, name, "t1 halo"))
    for x, y, name, cls in named:
        spot = crowd.first_free(around(x, y, (name,), gap=9.0 if "b" in cls.split() else 5.0))
        if spot:
            write_in(drawing, spot, (name,), (cls,))


def _label_ring(drawing: Drawing, projection: Projection, ring: PadRing, crowd: Crowd) -> None:
    """Write how far a ring reaches on its line, at the first bearing that is free."""
    words = _reach(ring)
    half = width_px(words, size_px=12.0) / 2.0 + 1.0
    bearings = BEARINGS_DEG if ring.downwind_deg is None else (ring.downwind_deg,)
    for bearing_deg in bearings:
        arc = np.array([ring.radius_m / 1000.0 / MEAN_RADIUS_KM])
        x, y = projection.polar(arc, np.radians([bearing_deg]))[0]
        box = crowd.first_free([Box(float(x) - half, y - 7.0, float(x) + half, y + 7.0)])
        if box:
            drawing.text(float(x), box.top + 11.0, words, "t1 num halo", anchor="middle")
            return


def _key_rows(rings: Sequence[PadRing], *, room: Px) -> list[list[tuple[str, str]]]:
    """Return the lines that tell of each ring, what it is and who must leave, with their look."""
    rows = []
    for ring in rings:
        reach = width_px(_reach(ring), size_px=12.0) + 10.0
        what = wrapped(f"{KIND_WORDS[ring.kind]}: {ring.what}", room - SWATCH - reach)
        inside = ", ".join(plain_name(name) for name in ring.inside)
        people = f" ({figure(ring.people)} people known)" if ring.people else ""
        lines = wrapped(f"leave: {inside}{people}", room - SWATCH) if inside else []
        rows.append([(line, "t2") for line in what] + [(line, "t3") for line in lines])
    return rows


def _write_key(
    drawing: Drawing, rings: Sequence[PadRing], rows: Sequence[Sequence[tuple[str, str]]], key: Box
) -> None:
    """Write the names of the rings, the widest first, each with the look of its line."""
    y = key.top + 12.0
    for ring, lines in zip(rings, rows, strict=True):
        drawing.line(key.left, y - 4.0, key.left + 12.0, y - 4.0, f"danger dg-{ring.kind}")
        drawing.text(key.right, y, _reach(ring), "t1 num ink", anchor="end")
        for line, cls in lines:
            drawing.text(key.left + SWATCH, y, line, cls)
            y += ROW
