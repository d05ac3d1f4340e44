"""A drawing of passes through the osculating plane about those through the mean one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from _figure import STYLE
from numpy.typing import NDArray

from cosmodrome.formats.figures.scales import LinearScale, round_ticks
from cosmodrome.formats.figures.svg import Drawing

WIDTH, LEFT, RIGHT, HEAD, FOOT = 760.0, 52.0, 20.0, 64.0, 42.0
PANEL, GAP, DOT = 96.0, 34.0, 3.0
MARGIN_RATIO = 1.15
THEIRS = ".theirs{stroke:#d98c84;stroke-width:11px;stroke-linecap:round}.ours{stroke-width:1.4px}"


@dataclass(frozen=True)
class Series:
    """Passes of one pad: days since the first, and how late ours and theirs are."""

    name: str
    days: NDArray[np.float64]
    ours_s: NDArray[np.float64]
    theirs_s: NDArray[np.float64]


def planes_figure(title: str, series: Sequence[Series]) -> str:
    """Return a panel for each pad over one axis of days, as a picture that stands by itself."""
    height = HEAD + len(series) * (PANEL + GAP) - GAP + FOOT
    drawing = Drawing(WIDTH, height, title=title, kind="cmp")
    drawing.rect(0.0, 0.0, WIDTH, height, "sheet")
    last_d = max(float(each.days[-1]) for each in series)
    x = LinearScale(-0.3, last_d + 0.3, LEFT, WIDTH - RIGHT)
    drawing.dots([(LEFT + 4.0, 16.0)], "theirs")
    drawing.text(LEFT + 16.0, 20.0, "osculating - mean, Orekit", "flown-ink")
    _cross(drawing, LEFT + 210.0, 16.0)
    drawing.text(LEFT + 222.0, 20.0, "ours", "ours-ink")
    for i, each in enumerate(series):
        _panel(drawing, each, x, top=HEAD + i * (PANEL + GAP))
    bottom = height - FOOT
    for day in round_ticks(0.0, last_d, most=12):
        drawing.line(x(day), bottom, x(day), bottom + 4.0, "tick")
        drawing.text(x(day), bottom + 17.0, f"{day:.0f}", "t1", anchor="middle")
    drawing.text(WIDTH - RIGHT, bottom + 34.0, "days after the first pass", "t1", anchor="end")
    markup = drawing.markup().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return markup.replace("</title>", f"</title><style>{STYLE}{THEIRS}</style>", 1) + "\n"


def _panel(drawing: Drawing, series: Series, x: LinearScale, *, top: float) -> None:
    most = MARGIN_RATIO * float(np.max(np.abs([series.ours_s, series.theirs_s])))
    y = LinearScale(-most, most, top + PANEL, top)
    for value in round_ticks(-most, most, most=5):
        drawing.line(LEFT, y(value), WIDTH - RIGHT, y(value), "grid")
        drawing.text(
            LEFT - 8.0, y(value) + 4.0, f"{value:+.0f}" if value else "0", "t1", anchor="end"
        )
    drawing.text(LEFT, top - 9.0, f"{series.name}, s", "b halo")
    for day, ours_s, theirs_s in zip(series.days, series.ours_s, series.theirs_s, strict=True):
        drawing.dots([(x(float(day)), y(float(theirs_s)))], "theirs")
        _cross(drawing, x(float(day)), y(float(ours_s)))


def _cross(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x - DOT - 2.0, y, x + DOT + 2.0, y, "ours")
    drawing.line(x, y - DOT - 2.0, x, y + DOT + 2.0, "ours")
