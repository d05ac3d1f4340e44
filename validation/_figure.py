"""What the validation scripts share: a drawing of our flight over somebody else's measurements."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.figures.scales import LinearScale, round_ticks
from cosmodrome.formats.figures.svg import Drawing

WIDTH, LEFT, RIGHT, HEAD, FOOT = 760.0, 52.0, 60.0, 84.0, 42.0
PANEL, GAP = 112.0, 36.0
# An end so near the axis says nothing.
LEAST_END = 0.02
# The colours of the report on paper; a picture in a page has no stylesheet but its own.
STYLE = """
.sheet{fill:#fdfcf8}
text{font:13px "Sofia Sans Condensed","Arial Narrow","Liberation Sans Narrow",Arial,sans-serif;
fill:#14181d;font-variant-numeric:tabular-nums}
.t1{font-size:12px;fill:#424a53}.b{font-weight:600}
.halo{paint-order:stroke;stroke:#fdfcf8;stroke-width:3px;stroke-linejoin:round}
line,path{fill:none;stroke:#424a53;stroke-width:1px}
.grid{stroke:#d9d4c8;stroke-width:.6px}
.event{stroke:#5b636c;stroke-width:.6px;stroke-dasharray:2 3}
.ours{stroke:#1f5fa8;stroke-width:1.8px;stroke-linejoin:round}
.other{stroke:#1f5fa8;stroke-width:1.3px;stroke-dasharray:6 4;stroke-linejoin:round}
.ours-ink{fill:#1f5fa8}
.flown{stroke:#b03a2e;stroke-width:4px;stroke-linecap:round}
.flown-ink{fill:#b03a2e}
"""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Values over time, drawn as ``ours``, ``other`` (dashed) or ``flown`` (dots)."""

    kind: str
    t_s: NDArray[np.float64]
    values: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One quantity: its name, its unit, and what is drawn in it."""

    name: str
    unit: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A flown moment that is named above the panels."""

    name: str
    t_s: float


def comparison(
    title: str, panels: Sequence[Panel], marks: Sequence[Mark], legend: Sequence[tuple[str, str]]
) -> str:
    """Return small multiples over one axis of time as a picture that stands by itself.

    `legend` pairs a curve's kind with what it is.
    """
    height = HEAD + len(panels) * (PANEL + GAP) - GAP + FOOT
    drawing = Drawing(WIDTH, height, title=title, kind="cmp")
    drawing.rect(0.0, 0.0, WIDTH, height, "sheet")
    end_s = max(float(c.t_s[-1]) for panel in panels for c in panel.curves)
    x = LinearScale(0.0, end_s, LEFT, WIDTH - RIGHT)
    bottom = height - FOOT
    _draw_legend(drawing, legend)
    for mark in marks:
        at = x(mark.t_s)
        drawing.line(at, HEAD - 30.0, at, bottom, "event")
        drawing.text(at, HEAD - 34.0, mark.name, "t1", anchor="middle")
    for i, panel in enumerate(panels):
        _draw_panel(drawing, panel, x, top=HEAD + i * (PANEL + GAP))
    for second in round_ticks(0.0, end_s, most=8):
        drawing.line(x(second), bottom, x(second), bottom + 4.0, "tick")
        drawing.text(x(second), bottom + 17.0, f"{second:.0f}", "t1", anchor="middle")
    drawing.text(WIDTH - RIGHT, bottom + 34.0, "seconds from lift-off", "t1", anchor="end")
    markup = drawing.markup().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return markup.replace("</title>", f"</title><style>{STYLE}</style>", 1) + "\n"


def _draw_legend(drawing: Drawing, legend: Sequence[tuple[str, str]]) -> None:
    at = LEFT
    for kind, words in legend:
        if kind == "flown":
            drawing.dots([(at + 2.0, 16.0), (at + 12.0, 16.0), (at + 22.0, 16.0)], kind)
        else:
            drawing.line(at, 16.0, at + 24.0, 16.0, kind)
        drawing.text(at + 30.0, 20.0, words, "flown-ink" if kind == "flown" else "ours-ink")
        at += 56.0 + 6.2 * len(words)


def _draw_panel(drawing: Drawing, panel: Panel, x: LinearScale, *, top: float) -> None:
    most = 1.04 * max(float(np.max(c.values)) for c in panel.curves)
    y = LinearScale(0.0, most, top + PANEL, top)
    for value in round_ticks(0.0, most, most=4):
        drawing.line(LEFT, y(value), WIDTH - RIGHT, y(value), "grid")
        drawing.text(LEFT - 8.0, y(value) + 4.0, f"{value:,.0f}", "t1", anchor="end")
    drawing.text(LEFT, top - 9.0, f"{panel.name}, {panel.unit}", "b halo")
    for curve in sorted(panel.curves, key=lambda c: c.kind == "flown", reverse=True):
        points = [(x(float(t)), y(float(v))) for t, v in zip(curve.t_s, curve.values, strict=True)]
        if curve.kind == "flown":
            drawing.dots(points, curve.kind)
        else:
            drawing.polyline(points, curve.kind)
    _name_ends(drawing, panel, y, most)


def _name_ends(drawing: Drawing, panel: Panel, y: LinearScale, most: float) -> None:
    """Write the last value of ours and of the flown curve beside their ends, apart."""
    ends = [(float(c.values[-1]), c.kind) for c in panel.curves if c.kind != "other"]
    below = -math.inf
    for value, kind in sorted(ends, reverse=True):
        if value < LEAST_END * most:
            continue
        place = max(y(value) + 4.0, below + 13.0)
        cls = "flown-ink" if kind == "flown" else "ours-ink"
        drawing.text(WIDTH - RIGHT + 8.0, place, f"{value:,.0f}", cls)
        below = place
