"""How does it fly? Small multiples of one ascent over one time axis."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.formats.figures.flight_axis import (
    EVENT_ROW,
    Look,
    draw_burns,
    draw_coasts,
    draw_events,
    draw_numbers,
    draw_time,
    event_spots,
    list_events,
    shown_events,
    time_scale,
)
from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.scales import FlightScale, LinearScale, round_ticks
from cosmodrome.formats.figures.svg import Drawing, Px
from cosmodrome.formats.figures.words import elapsed, figure
from cosmodrome.planning.plan import MissionPlan

POINTS = 260

WIDE = Look(
    width=1010.0, left=124.0, right=84.0, panel=32.0, gap=12.0, head=66.0, idle=46.0, narrow=False
)
NARROW = Look(
    width=346.0, left=4.0, right=36.0, panel=52.0, gap=24.0, head=52.0, idle=24.0, narrow=True
)


@dataclass(frozen=True, slots=True)
class Panel:
    """One quantity over time: its values in the unit shown, its limit, what is pointed out."""

    name: str
    unit: str
    values: NDArray[np.float64]
    limit: float | None = None
    limit_words: str = ""
    pointed: str = "last"
    decimals: int = 1
    powers_of_ten: bool = False


def ascent_panels(mission: MissionPlan) -> list[Panel]:
    """Return the quantities of an ascent that a launch engineer looks at first."""
    flown = mission.ascent.trajectory
    limits = mission.configuration.vehicle.limits
    heat_limit = mission.configuration.vehicle.fairing.max_heat_flux_w_m2
    most_q, most_n = limits.max_dynamic_pressure_pa, limits.max_axial_load_factor
    return [
        Panel("Altitude", "km", flown.altitude_m / 1000.0),
        Panel("Speed, Earth-fixed", "km/s", flown.v_ecef_m_s / 1000.0, decimals=2),
        Panel(
            "Dynamic pressure",
            "kPa",
            flown.dynamic_pressure_pa / 1000.0,
            limit=most_q / 1000.0 if most_q else None,
            limit_words=f"limit {most_q / 1000.0:.1f}" if most_q else "",
            pointed="most",
        ),
        Panel(
            "Axial load factor",
            "g₀",
            flown.axial_load_factor,
            limit=most_n,
            limit_words=f"limit {most_n:.1f}" if most_n else "",
            pointed="most",
        ),
        Panel(
            "Heat flux",
            "W/m², free-molecular",
            flown.free_molecular_heat_flux_w_m2,
            limit=heat_limit,
            limit_words=f"fairing may go below {figure(heat_limit)} W/m²",
            pointed="fairing jettison",
            decimals=0,
            powers_of_ten=True,
        ),
    ]


def _sampled(flown: Trajectory, x: FlightScale) -> NDArray[np.int64]:
    """Return indices of samples evenly spread over the drawing, jumps and ends kept."""
    places = np.array([x(float(t)) for t in flown.t_s])
    wanted = np.linspace(places[0], places[-1], POINTS)
    even = np.searchsorted(places, wanted).clip(0, len(places) - 1)
    jumps = np.flatnonzero(np.diff(flown.phase)) if len(flown.phase) > 1 else np.array([], int)
    kept: NDArray[np.int64] = np.unique(np.concatenate([even, jumps, jumps + 1]))
    return kept


def _vertical(panel: Panel, top: Px, height: Px) -> tuple[LinearScale, list[tuple[float, str]]]:
    """Return a panel's scale and its ticks; powers of ten where it is logarithmic."""
    most = max(float(np.max(panel.values)), panel.limit or 0.0)
    if panel.powers_of_ten:
        high = max(float(math.ceil(math.log10(max(most, 10.0)))), 2.0)
        step = math.ceil(high / 3.0)
        ticks = [(float(p), f"10^{p}") for p in range(step, int(high) + 1, step)]
        return LinearScale(0.0, high, top + height, top), ticks
    values = round_ticks(0.0, most * 1.06)
    high = max(most * 1.06, values[-1])
    return LinearScale(0.0, high, top + height, top), [(v, f"{v:g}") for v in values]


def _tick_text(drawing: Drawing, x: Px, y: Px, words: str) -> None:
    """Write a tick's figure, powers of ten with their exponent raised."""
    base, _, exponent = words.partition("^")
    if not exponent:
        drawing.text(x, y, words, "t1 num", anchor="end")
        return
    raised = exponent.translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
    drawing.text(x, y, base + raised, "t1 num", anchor="end")


def _draw_panel(
    drawing: Drawing, panel: Panel, mission: MissionPlan, x: FlightScale, *, top: Px, look: Look
) -> None:
    """Draw one quantity."""
    y, ticks = _vertical(panel, top, look.panel)
    left, right = look.left, look.width - look.right
    for value, words in ticks:
        drawing.line(left, y(value), right, y(value), "grid")
        if not look.narrow:
            _tick_text(drawing, left - 6.0, y(value) + 4.0, words)
        elif value:
            _tick_text(drawing, look.width, y(value) + 4.0, words)
    if look.narrow:
        drawing.text(left, top - 6.0, f"{panel.name}, {panel.unit}", "t2 b halo")
    else:
        drawing.text(0.0, top + 12.0, panel.name, "t2 b")
        drawing.text(0.0, top + 26.0, panel.unit, "t1")
    seen: Callable[[float], float] = (
        (lambda v: math.log10(max(v, 1e-9))) if panel.powers_of_ten else (lambda v: v)
    )
    if panel.limit is not None:
        height = y(seen(panel.limit))
        drawing.line(left, height, right, height, "limit")
        drawing.text(right - 2.0, height - 4.0, panel.limit_words, "t1 lim num halo", anchor="end")
    flown = mission.ascent.trajectory
    indices = _sampled(flown, x)
    if panel.powers_of_ten:
        indices = indices[panel.values[indices] >= 1.0]
    points = [(x(float(flown.t_s[i])), y(seen(float(panel.values[i])))) for i in indices]
    drawing.polyline(points, "data")
    _point_out(drawing, panel, flown, x, y=lambda v: y(seen(v)), look=look)


def _point_out(
    drawing: Drawing,
    panel: Panel,
    flown: Trajectory,
    x: FlightScale,
    *,
    y: Callable[[float], Px],
    look: Look,
) -> None:
    """Put a dot and its figure where the panel's finding lies."""
    if panel.pointed == "last":
        at_x, value = x(float(flown.t_s[-1])), float(panel.values[-1])
        drawing.circle(at_x, y(value), 2.6, "dot")
        words = f"{figure(value, panel.decimals)} {panel.unit}"
        if look.narrow:
            drawing.text(at_x - 6.0, y(value) + 16.0, words, "t2 b num halo", anchor="end")
        else:
            drawing.text(at_x + 8.0, y(value) + 5.0, words, "t2 b num")
        return
    if panel.pointed == "most":
        index, said = int(np.argmax(panel.values)), ""
    else:
        event = flown.event(panel.pointed)
        if event is None:
            return
        index, said = int(np.argmin(np.abs(flown.t_s - event.t_s))), f" at {panel.pointed}"
    value = float(panel.values[index])
    at_x, at_y = x(float(flown.t_s[index])), y(value)
    drawing.circle(at_x, at_y, 2.6, "dot")
    words = f"{figure(value, panel.decimals)} {panel.unit.split(',')[0]}{said}"
    below = 13.0 if said else 4.0
    room = look.width - look.right - at_x - 7.0
    if width_px(words, bold=True) > room:
        drawing.text(at_x - 7.0, at_y + below, words, "t2 b num halo", anchor="end")
    else:
        above = -5.0 if panel.pointed == "most" and not look.narrow else below
        drawing.text(at_x + 7.0, at_y + above, words, "t2 b num halo")


def ascent_figure(mission: MissionPlan, *, look: Look = WIDE) -> str:
    """Return altitude, speed, loads and heating of the flown ascent as SVG.

    Parameters
    ----------
    mission : MissionPlan
        Its trajectory is the independent re-flight.
    look : Look
        Wide for a page, narrow for a telephone.
    """
    panels = ascent_panels(mission)
    events = shown_events(mission.ascent.trajectory.events)
    x = time_scale(mission, look)
    if (
        not look.narrow
        and max((row for row, _ in event_spots(events, x, look).values()), default=0) > 1
    ):
        look = replace(look, head=look.head + EVENT_ROW)
    bottom = look.head + len(panels) * (look.panel + look.gap) - look.gap + 4.0
    listed = math.ceil(len(events) / 2) * 16.0 + 20.0 if look.narrow else 0.0
    last = mission.ascent.trajectory.events[-1]
    drawing = Drawing(
        look.width,
        bottom + 38.0 + listed,
        title=f"Ascent of {mission.mission.name}: altitude, speed, dynamic pressure, axial load "
        f"and heat flux from lift-off to {last.name} at {elapsed(last.t_s)}",
        kind="asc",
    )
    draw_coasts(drawing, x, bottom=bottom, look=look)
    (draw_numbers if look.narrow else draw_events)(drawing, events, x, bottom, look)
    for i, panel in enumerate(panels):
        top = look.head + i * (look.panel + look.gap)
        _draw_panel(drawing, panel, mission, x, top=top, look=look)
    draw_burns(drawing, mission, x, y=bottom + 2.0)
    if not look.narrow:
        drawing.text(look.width - look.right + 8.0, bottom + 10.0, "engines on", "t1")
    draw_time(drawing, x, y=bottom + 18.0, look=look)
    if look.narrow:
        list_events(drawing, events, y=bottom + 70.0, look=look)
    return drawing.markup()
