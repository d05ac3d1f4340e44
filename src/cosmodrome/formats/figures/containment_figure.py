"""Does each area hold what it should? The measured share as cases are added."""

import math

import numpy as np

from cosmodrome.formats.figures.fall_picture import FallPicture, part_name
from cosmodrome.formats.figures.grid import Grid
from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.projection import Array
from cosmodrome.formats.figures.scales import LinearScale
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import figure
from cosmodrome.safety.convergence import ContainmentHistory
from cosmodrome.safety.hazards import BodyHazard

CONFIDENCE = 0.95
CAPTION: Px = 18.0
LEFT: Px = 40.0
FOOT: Px = 18.0
SHOWN_OUTSIDE_RATIO = 5.0
"""Shares down to so many times the one that may lie outside are shown."""


def containment_figure(
    picture: FallPicture, *, width: Px, columns: int, tall: Px
) -> tuple[str, Px]:
    """Return the measured containment of each part over the number of cases as SVG, and its height.

    The band holds the true share with a confidence of 95 % at each number of cases; the dashed
    line is what was asked. Parts of which no history is kept are left out; without any the figure
    is empty.
    """
    known = [(body, body.history) for body in picture.ordered if body.history is not None]
    if not known:
        return "", 0.0
    grid = Grid(len(known), width=width, columns=columns, tall=tall, caption=CAPTION)
    drawing = Drawing(
        width,
        grid.height,
        title=f"Measured containment of {picture.name}: "
        + "; ".join(_finding(body, history) for body, history in known),
        kind="contain",
    )
    for (body, history), box in zip(known, grid.boxes(), strict=True):
        _draw_one(drawing, body, history, box, role=picture.role(body))
    return drawing.markup(), grid.height


def _finding(body: BodyHazard, history: ContainmentHistory) -> str:
    low, high = history.band(confidence_probability=CONFIDENCE)
    return (
        f"{part_name(body.name, body.count).lower()} {_percent(history.contained_fraction[-1])}, "
        f"{_percent(low[-1])} to {_percent(high[-1])} with 95 % confidence, "
        f"{_percent(body.ellipse.containment_probability)} asked"
    )


def _percent(share: float) -> str:
    return f"{figure(100.0 * share, 2)} %"


def _draw_one(
    drawing: Drawing, body: BodyHazard, history: ContainmentHistory, box: Box, *, role: str
) -> None:
    """Draw the diagram of one part."""
    field = Box(box.left + LEFT, box.top, box.right, box.bottom - FOOT)
    asked = body.ellipse.containment_probability
    low, high = history.band(confidence_probability=CONFIDENCE)
    measured = history.contained_fraction
    least = min(1.0 - SHOWN_OUTSIDE_RATIO * (1.0 - asked), float(low[-1]))
    y = LinearScale(max(0.0, least), 1.0, field.bottom, field.top + 4.0)
    cases = np.log10(history.cases)
    x = LinearScale(float(cases[0]), float(cases[-1]) + 1e-9, field.left, field.right - 4.0)
    _draw_caption(drawing, body, (float(measured[-1]), float(low[-1]), float(high[-1])), box, role)
    drawing.rect(field.left, field.top, field.right - field.left, field.bottom - field.top, "heat0")
    _draw_axes(drawing, field, x, y, asked)
    drawing.clipped_group(field)
    drawing.polyline(_band(x, y, cases, low, high), f"den2 f-{role}", closed=True)
    drawing.polyline([(x(a), y(float(b))) for a, b in zip(cases, measured, strict=True)], "data")
    drawing.line(field.left, y(asked), field.right, y(asked), "limit")
    drawing.circle(x(float(cases[-1])), y(float(measured[-1])), 2.4, "dot")
    drawing.end()
    drawing.rect(field.left, field.top, field.right - field.left, field.bottom - field.top, "frame")


def _band(
    x: LinearScale, y: LinearScale, cases: Array, low: Array, high: Array
) -> list[tuple[Px, Px]]:
    upper = [(x(float(a)), y(float(b))) for a, b in zip(cases, high, strict=True)]
    lower = [(x(float(a)), y(float(b))) for a, b in zip(cases, low, strict=True)]
    return upper + lower[::-1]


def _draw_caption(
    drawing: Drawing, body: BodyHazard, shares: tuple[float, float, float], box: Box, role: str
) -> None:
    """Write the part's name and, where there is room, what was measured and its interval."""
    measured, low, high = (figure(100.0 * share, 2) for share in shares)
    drawing.rect(box.left, box.top - CAPTION + 4.0, 3.0, 11.0, f"key-{role}")
    room = box.right - box.left - 8.0
    name = fitted(part_name(body.name, body.count), room, bold=True)
    drawing.text(box.left + 8.0, box.top - 5.0, name, "t2 b")
    left = room - width_px(name, bold=True) - 10.0
    for words in (f"{measured} % ({low}–{high})", f"{measured} %"):
        if width_px(words, size_px=12.0) <= left:
            drawing.text(box.right, box.top - 5.0, words, "t1 num", anchor="end")
            return


def _draw_axes(drawing: Drawing, field: Box, x: LinearScale, y: LinearScale, asked: float) -> None:
    """Draw powers of ten along the foot, what was asked, and the ends of the scale."""
    powers = range(math.ceil(x.low - 1e-9), math.floor(x.high + 1e-9) + 1)
    right = field.left
    for power in powers:
        at = x(float(power))
        drawing.line(at, field.top, at, field.bottom + 3.0, "grid")
        words = figure(10.0**power)
        half = width_px(words, size_px=12.0) / 2.0
        middle = max(min(at, field.right - half), field.left + half)
        if middle - half >= right:
            drawing.text(middle, field.bottom + 14.0, words, "t1 num", anchor="middle")
            right = middle + half + 4.0
    drawing.text(field.left - 4.0, field.bottom + 14.0, "cases", "t1", anchor="end")
    written: list[Px] = []
    for share, cls in ((asked, "t1 num lim"), (1.0, "t1 num"), (y.low, "t1 num")):
        at = max(min(y(share) + 4.0, field.bottom), field.top + 10.0)
        if all(abs(at - other) > 12.0 for other in written):
            drawing.text(field.left - 4.0, at, f"{100.0 * share:.4g} %", cls, anchor="end")
            written.append(at)
