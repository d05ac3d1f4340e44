"""How much does it lift where? Inclination across, altitude up, payload as steps of one blue."""

import bisect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cosmodrome.errors import InputError
from cosmodrome.formats.figures.isolines import GridPoint, isolines, known_squares, region_above
from cosmodrome.formats.figures.labels import Crowd, around, write_in
from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.scales import LinearScale, round_ticks
from cosmodrome.formats.figures.svg import Box, Drawing, Point, Px, polyline_data
from cosmodrome.formats.figures.words import figure, plain_name

if TYPE_CHECKING:  # the map is only read here: a picture needs no solver
    from cosmodrome.ascent.capability_map import CapabilityMap

# Steps of the sequence; one line less than that parts them.
STEPS = 7
HATCH = (
    '<defs><pattern id="cm" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(-45)"><line x1="0" y1="0" x2="0" y2="5" class="hair"/></pattern>'
    "</defs>"
)


@dataclass(frozen=True, slots=True)
class Look:
    """Size of the drawing, and of the margins about its field."""

    width: Px
    height: Px
    left: Px = 44.0
    top: Px = 58.0
    right: Px = 14.0
    foot: Px = 42.0

    @property
    def field(self) -> Box:
        """Return the field of altitude and inclination."""
        return Box(self.left, self.top, self.width - self.right, self.height - self.foot)


WIDE = Look(width=760.0, height=480.0)
NARROW = Look(width=346.0, height=360.0)


class _Sheet:
    """Places of the map's points on the drawing."""

    def __init__(self, found: "CapabilityMap", look: Look) -> None:
        self.box = look.field
        self.altitudes_km = found.wish.altitudes_km
        self.inclinations_deg = found.wish.inclinations_deg
        if len(self.altitudes_km) < 2 or len(self.inclinations_deg) < 2:
            raise InputError(
                "a picture needs at least 2 altitudes and 2 inclinations, got "
                f"{len(self.altitudes_km)} and {len(self.inclinations_deg)}"
            )
        box, tilts, heights = self.box, self.inclinations_deg, self.altitudes_km
        self.x = LinearScale(tilts[0], tilts[-1], box.left, box.right)
        self.y = LinearScale(heights[0], heights[-1], box.bottom, box.top)

    def place(self, point: GridPoint) -> Point:
        """Return the place of a column and row, fractions between."""
        column, row = point
        return Point(
            self.x(_at(self.inclinations_deg, column)), self.y(_at(self.altitudes_km, row))
        )

    def data(self, polygons: Sequence[Sequence[GridPoint]]) -> str:
        """Return the path data of polygons."""
        return "".join(polyline_data(map(self.place, p), closed=True) for p in polygons)


def _at(values: Sequence[float], index: float) -> float:
    n = min(int(index), len(values) - 2)
    return values[n] + (index - n) * (values[n + 1] - values[n])


def capability_map_figure(found: "CapabilityMap", *, look: Look = WIDE) -> str:
    """Return the map as SVG.

    Raises
    ------
    InputError
        If it has fewer than two altitudes or inclinations, or no orbit of it is reached.
    """
    sheet = _Sheet(found, look)
    best_kg, best = _best(found)
    drawing = Drawing(look.width, look.height, title=_finding(found), kind="capmap")
    drawing.add(HATCH)
    box = sheet.box
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "unreached")
    values = found.payload_capability_kg
    levels = _levels(values)
    drawing.path(sheet.data(known_squares(values)), "step0")
    for n, level_kg in enumerate(levels, start=1):
        step = round(n * (STEPS - 1) / len(levels))
        drawing.path(sheet.data(region_above(values, level_kg)), f"step{step}")
    _draw_axes(drawing, sheet, look)
    crowd = Crowd(box.grown(-2.0))
    dot = sheet.place(best)
    drawing.circle(dot.x, dot.y, 4.5, "plate").circle(dot.x, dot.y, 3.0, "dot")
    _name(drawing, crowd, dot, f"{figure(best_kg)} kg")
    for level_kg in levels:
        _draw_level(drawing, crowd, sheet, isolines(values, level_kg), f"{figure(level_kg)} kg")
    _draw_unreached(drawing, crowd, sheet, values)
    return drawing.markup()


def _finding(found: "CapabilityMap") -> str:
    wish = found.wish
    best_kg, (column, row) = _best(found)
    return (
        f"{wish.configuration.name} from {plain_name(wish.complex.name)}: at most "
        f"{figure(best_kg)} kg, to {wish.altitudes_km[int(row)]:g} km and "
        f"{wish.inclinations_deg[int(column)]:g}°"
    )


def _best(found: "CapabilityMap") -> tuple[float, GridPoint]:
    """Return the greatest capability, and its column and row."""
    reached = [
        (value_kg, (float(column), float(row)))
        for row, line in enumerate(found.payload_capability_kg)
        for column, value_kg in enumerate(line)
        if value_kg is not None
    ]
    if not reached:
        raise InputError("no orbit of the map is reached: there is nothing to draw")
    return max(reached, key=lambda item: item[0])


def _levels(values: Sequence[Sequence[float | None]]) -> list[float]:
    """Return round payloads inside the range, one line less than there are steps of colour."""
    known = [value for line in values for value in line if value is not None]
    low_kg, high_kg = min(known), max(known)
    if not high_kg > low_kg:
        return []
    return [t for t in round_ticks(low_kg, high_kg, STEPS - 1) if low_kg < t < high_kg]


def _draw_axes(drawing: Drawing, sheet: _Sheet, look: Look) -> None:
    box = sheet.box
    title = fitted(drawing.title, look.width, size_px=13.5, bold=True)
    drawing.text(0.0, 16.0, title, "t4 b")
    drawing.text(0.0, box.top - 12.0, "Altitude of a circular orbit, km", "t1")
    for tick in round_ticks(sheet.y.low, sheet.y.high, 8):
        drawing.line(box.left - 4.0, sheet.y(tick), box.left, sheet.y(tick), "thin")
        drawing.text(box.left - 7.0, sheet.y(tick) + 4.0, figure(tick), "t1 num", anchor="end")
    for tick in round_ticks(sheet.x.low, sheet.x.high, 12 if look.width > NARROW.width else 6):
        drawing.line(sheet.x(tick), box.bottom, sheet.x(tick), box.bottom + 4.0, "thin")
        words = f"{tick:g}°"
        drawing.text(sheet.x(tick), box.bottom + 17.0, words, "t1 num", anchor="middle")
    drawing.text(box.left, look.height - 6.0, "Inclination", "t1")
    drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "frame")


def _draw_level(
    drawing: Drawing,
    crowd: Crowd,
    sheet: _Sheet,
    lines: Sequence[Sequence[GridPoint]],
    words: str,
) -> None:
    """Draw the lines of a level, the longest named where there is room, its middle first."""
    for n, line in enumerate(lines):
        places = [sheet.place(point) for point in line]
        drawing.polyline(places, "isoline")
        if n == 0:
            wide = width_px(words, size_px=12.0) / 2.0 + 2.0
            boxes = (Box(p.x - wide, p.y - 7.0, p.x + wide, p.y + 7.0) for p in _inwards(places))
            box = crowd.first_free(boxes)
            if box:
                middle = (box.left + box.right) / 2.0
                drawing.text(middle, box.top + 11.0, words, "t1 b num halo", anchor="middle")


def _inwards(places: Sequence[Point]) -> Iterator[Point]:
    """Yield the points of a line from its middle, by length, to its ends."""
    total, along = 0.0, [0.0]
    for a, b in pairwise(places):
        total += ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5
        along.append(total)
    middle = bisect.bisect(along, total / 2.0)
    yield from sorted(places, key=lambda p: abs(places.index(p) - middle))


def _name(drawing: Drawing, crowd: Crowd, dot: Point, words: str) -> None:
    crowd.take(Box(dot.x, dot.y, dot.x, dot.y).grown(4.0))
    box = crowd.first_free(around(dot.x, dot.y, [words], bold=True))
    if box:
        write_in(drawing, box, [words], ["t2 b num halo"])


def _draw_unreached(
    drawing: Drawing, crowd: Crowd, sheet: _Sheet, values: Sequence[Sequence[float | None]]
) -> None:
    """Say what the hatching means, in the middle of it."""
    hatched = [
        (column + 0.5, row + 0.5)
        for row in range(len(values) - 1)
        for column in range(len(values[0]) - 1)
        if None in (*values[row][column : column + 2], *values[row + 1][column : column + 2])
    ]
    if not hatched:
        return
    words = "not reached"
    wide = width_px(words, size_px=12.0) + 4.0
    middle = tuple(sum(axis) / len(hatched) for axis in zip(*hatched, strict=True))
    hatched.sort(key=lambda point: math.dist(point, middle))
    places = (sheet.place(point) for point in hatched)
    boxes = (Box(p.x - wide / 2.0, p.y - 8.0, p.x + wide / 2.0, p.y + 8.0) for p in places)
    box = crowd.first_free(boxes)
    if box:
        drawing.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "plate")
        drawing.text(box.left + 2.0, box.top + 12.0, words, "t1")
