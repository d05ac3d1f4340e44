"""What is there to know of the falls of one flight, on one sheet?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cosmodrome.formats.figures.containment_figure import CONFIDENCE, containment_figure
from cosmodrome.formats.figures.fall_details import fall_details
from cosmodrome.formats.figures.fall_map import fall_map
from cosmodrome.formats.figures.fall_picture import FallPicture
from cosmodrome.formats.figures.fall_scatter import fall_scatter
from cosmodrome.formats.figures.lettering import wrapped
from cosmodrome.formats.figures.map_frame import LANDSCAPE, PORTRAIT, is_landscape
from cosmodrome.formats.figures.pad_map import pad_map
from cosmodrome.formats.figures.svg import Drawing, Px
from cosmodrome.formats.figures.words import figure
from cosmodrome.safety.pad_hazard import PadHazard

WIDTH: Px = 1010.0
GAP: Px = 16.0
NOTE_LINE: Px = 15.0
HEADING: Px = 26.0
MOST_COLUMNS = 6
DETAILS, SCATTER, CONTAINMENT, PAD = 250.0, 160.0, 104.0, 300.0
IMPACTS_SHOWN = 1500
BESIDE: Px = WIDTH - PORTRAIT.width - GAP
CAPTIONS: Px = 24.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A figure of the chart with its heading and note."""

    heading: str
    markup: str
    height: Px
    note: str


def fall_chart(
    picture: FallPicture, *, facts: Sequence[str] = (), pad: PadHazard | None = None
) -> tuple[str, Px, Px]:
    """Return a sheet of all that is known of the falls of a flight as SVG, its width and height.

    Parameters
    ----------
    picture : FallPicture
        The flight.
    facts : sequence of str
        What the answer rests on, for the head of the sheet: flights, seed, weather.
    pad : PadHazard, optional
        Rings about the pad, to be drawn too.
    """
    parts = [*_falls(picture), *_rings(picture, pad)]
    said = wrapped(" · ".join(facts), WIDTH)
    head = 22.0 + NOTE_LINE * len(said)
    height = head + sum(_height(part) for part in parts)
    drawing = Drawing(WIDTH, height, title=f"Falls of {picture.name}", kind="chart")
    drawing.text(0.0, 14.0, picture.name, "t4 b")
    for i, line in enumerate(said):
        drawing.text(0.0, 32.0 + NOTE_LINE * i, line, "t1")
    y = head
    for part in parts:
        drawing.text(0.0, y + 18.0, part.heading, "t4 b")
        drawing.add(f'<g transform="translate(0 {y + HEADING:g})">{part.markup}</g>')
        below = y + HEADING + part.height + 14.0
        for i, line in enumerate(wrapped(part.note, WIDTH)):
            drawing.text(0.0, below + NOTE_LINE * i, line, "t1")
        y += _height(part)
    return drawing.markup(), WIDTH, height


def _height(part: _Part) -> Px:
    return HEADING + part.height + 6.0 + NOTE_LINE * len(wrapped(part.note, WIDTH)) + GAP


def _falls(picture: FallPicture) -> list[_Part]:
    """Return the figures of the falls; of a flight that drops nothing, its map alone."""
    count = len(picture.bodies)
    if count == 0:
        look = LANDSCAPE if is_landscape(picture) else PORTRAIT
        markup = fall_map(picture, look=look)
        return [_Part("Every part reaches orbit: nothing falls", markup, look.height, "")]
    rows = math.ceil(count / MOST_COLUMNS)
    columns = max(math.ceil(count / rows), 2)
    shown = IMPACTS_SHOWN // count
    scatter, scatter_tall = fall_scatter(
        picture, width=WIDTH, columns=columns, tall=SCATTER, most=shown
    )
    parts = [
        *_maps(picture, columns),
        _Part(
            "Along the flight, and across it",
            scatter,
            scatter_tall,
            "km from the undisturbed impact (cross), right is positive; the two have scales of "
            f"their own. At most {figure(shown)} impacts of each part are drawn, taken evenly; "
            "histograms, with the normal curve of the same spread, and outlines are of all.",
        ),
    ]
    contained, tall = containment_figure(picture, width=WIDTH, columns=columns, tall=CONTAINMENT)
    if contained:
        note = (
            "Share of other flights, which did not shape it, inside the ellipse, over their "
            f"number; band: {figure(100.0 * CONFIDENCE)} % confidence (Clopper and Pearson); "
            "dashed: what was asked."
        )
        parts.append(_Part("What the areas hold", contained, tall, note))
    return parts


def _maps(picture: FallPicture, columns: int) -> list[_Part]:
    """Return the map of the flight and those of the parts, side by side where the first is tall."""
    asked = sorted({body.ellipse.containment_probability for body in picture.bodies})
    held = ", ".join(f"{figure(100.0 * share, 1)} %" for share in asked)
    about = (
        "Distances and bearings from the pad are true. Marks on the track: where the vehicle would "
        "come down, in a vacuum, if thrust ended at that time."
    )
    note = (
        "Small maps: north up, each to its own scale. Density of impacts: the strongest cells hold "
        f"half of them, with the next 90 %, all cells all. Line: area made to hold {held}. "
        "Dashed: the polygon about it; long dashes: area for people on land or for ships, dash "
        "and dot: for aircraft. Black outline or cross: published zone."
    )
    if is_landscape(picture):
        details, tall = fall_details(picture, width=WIDTH, columns=columns, tall=DETAILS)
        whole = fall_map(picture, look=LANDSCAPE)
        return [
            _Part("Where it flies", whole, LANDSCAPE.height, about),
            _Part("Where the parts fall", details, tall, note),
        ]
    beside = 1 if len(picture.bodies) <= 2 else 2 if len(picture.bodies) <= 4 else 3
    rows = math.ceil(len(picture.bodies) / beside)
    details, tall = fall_details(
        picture, width=BESIDE, columns=beside, tall=PORTRAIT.height / rows - CAPTIONS
    )
    markup = (
        fall_map(picture, look=PORTRAIT)
        + f'<g transform="translate({PORTRAIT.width + GAP:g} 0)">{details}</g>'
    )
    height = max(PORTRAIT.height, tall)
    return [_Part("Where it flies, and where its parts fall", markup, height, f"{about} {note}")]


def _rings(picture: FallPicture, pad: PadHazard | None) -> list[_Part]:
    """Return the map of the rings about the pad, if there are any."""
    if pad is None or not pad.rings:
        return []
    markup, tall = pad_map(pad, picture.complex, picture.spaceport, width=WIDTH, tall=PAD)
    note = (
        "Rings of what is loaded; a sector opens downwind, a circle stands where no wind is given. "
        f"{figure(pad.tnt_kg)} kg of TNT equivalent."
    )
    return [_Part("Who must be away from the pad", markup, tall, note)]
