"""Which way is north, and how long is a kilometre on a map?"""

import math

from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure

METRES_PER_KM = 1000.0
LONGEST_RATIO = 0.42
"""Share of the map's width that a bar may take."""


def draw_north(drawing: Drawing, x: Px, foot: Px) -> None:
    """Draw the arrow to true north at the middle of the projection."""
    drawing.line(x, foot, x, foot - 22.0, "thin ink")
    drawing.path(f"M{x - 3.5:.1f} {foot - 15.0:.1f}L{x:.1f} {foot - 23.0:.1f}l3.5 8", "thin ink")
    drawing.text(x - 6.0, foot - 1.0, "N", "t1 b", anchor="end")


def draw_bar(drawing: Drawing, box: Box, *, per_km: Px, wet: bool) -> Box:
    """Draw a bar of a round length at the foot of a map, and return the ground it takes.

    Its words have a halo of water where it lies on water.
    """
    most_km = LONGEST_RATIO * (box.right - box.left) / per_km
    power = 10.0 ** math.floor(math.log10(most_km))
    length_km = next(m * power for m in (5.0, 2.0, 1.0) if m * power <= most_km)
    x, y = box.left + 7.0, box.bottom - 7.0
    wide = length_km * per_km
    drawing.line(x, y, x + wide, y, "thin ink")
    for end in (x, x + wide):
        drawing.line(end, y - 3.0, end, y + 3.0, "thin ink")
    words = (
        f"{figure(length_km)} km" if length_km >= 1.0 else f"{figure(METRES_PER_KM * length_km)} m"
    )
    drawing.text(x + wide + 4.0, y + 4.0, words, "t1 num halo wet" if wet else "t1 num halo")
    return Box(box.left, y - 10.0, x + wide + 6.0 + width_px(words, size_px=12.0), box.bottom)
