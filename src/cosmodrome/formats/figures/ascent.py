"""How does it fly? Small multiples of one ascent over one time axis."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.trajectory import Event, Trajectory
from cosmodrome.formats.figures.labels import Crowd, label_rows
from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.scales import FlightScale, LinearScale, flight_scale, round_ticks
from cosmodrome.formats.figures.silhouette import ROLES, split_stages
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import elapsed, figure
from cosmodrome.planning.plan import MissionPlan

LONG_COAST_S = 240.0
TOGETHER_S = 6.0
POINTS = 260
EVENT_ROWS = (2, 3)
EVENT_ROW: Px = 28.0


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes that differ between the wide and the narrow drawing."""

    width: Px
    left: Px
    right: Px
    panel: Px
    gap: Px
    head: Px
    idle: Px
    narrow: bool


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


IMPORTANCE = ("injection", "jettison", "max-q", "separation", "ignition", "cut-off", "aft-section")


def _importance(event: Event) -> int:
    if event.name == "spacecraft separation":
        return -1
    if event.name.startswith("aft-section"):
        return len(IMPORTANCE) - 1
    return next((i for i, word in enumerate(IMPORTANCE) if word in event.name), len(IMPORTANCE))


def shown_events(events: tuple[Event, ...]) -> list[Event]:
    """Return the events to name: of those within a few seconds, the most telling one."""
    shown: list[Event] = []
    for event in sorted(events, key=lambda e: (e.t_s, _importance(e))):
        if event.name == "lift-off" or event.name.endswith("impact"):
            continue
        if shown and event.t_s - shown[-1].t_s < TOGETHER_S:
            if _importance(event) < _importance(shown[-1]):
                shown[-1] = event
        else:
            shown.append(event)
    return shown


def _time_scale(mission: MissionPlan, look: Look) -> FlightScale:
    """Return the time axis, coasts of more than four minutes drawn short."""
    phases = mission.ascent.profile.phases
    coasts = [
        (p.begin_s, p.end_s)
        for p in phases
        if p.steering == "coast" and p.duration_s > LONG_COAST_S
    ]
    end_s = float(mission.ascent.trajectory.t_s[-1])
    right = look.width - look.right
    return flight_scale(end_s, coasts, start=look.left, end=right, idle_width=look.idle)


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


def _event_width(event: Event) -> Px:
    name, time = event.name, elapsed(event.t_s)
    return max(width_px(name, bold=True, size_px=12.0), width_px(time, size_px=12.0)) + 5.0


def _event_spots(events: list[Event], x: FlightScale, look: Look) -> dict[Event, tuple[int, Px]]:
    """Return row and left edge of the names that find room, the most telling events first."""
    named = list(events)
    while named:
        spots = [(x(event.t_s), _event_width(event)) for event in named]
        for rows in EVENT_ROWS:
            found = label_rows(spots, rows=rows, within=(0.0, look.width))
            if found:
                return dict(zip(named, found, strict=True))
        named.remove(max(named, key=_importance))
    return {}


def _draw_events(
    drawing: Drawing, events: list[Event], x: FlightScale, bottom: Px, look: Look
) -> None:
    """Draw hairlines through all panels and name them on top, in rows where they crowd."""
    spots = _event_spots(events, x, look)
    for event in events:
        at, spot = x(event.t_s), spots.get(event)
        if spot is None:
            drawing.line(at, look.head - 10.0, at, bottom, "event")
            continue
        top = look.head - 38.0 - spot[0] * EVENT_ROW
        drawing.text(spot[1], top + 10.0, event.name, "t1 b")
        drawing.text(spot[1], top + 22.5, elapsed(event.t_s), "t1 num")
        drawing.line(at, top + 1.0, at, bottom, "event")


def _draw_numbers(
    drawing: Drawing, events: list[Event], x: FlightScale, bottom: Px, look: Look
) -> None:
    """Draw hairlines through all panels and number them, in two rows where they crowd."""
    crowd = Crowd(Box(0.0, 0.0, look.width, look.head))
    for n, event in enumerate(events, start=1):
        at, top = x(event.t_s), look.head - 34.0
        boxes = (Box(at - 6.0, top - 13.0 * r, at + 6.0, top + 12.0 - 13.0 * r) for r in (0, 1))
        box = crowd.first_free(boxes)
        if box:
            drawing.text(at, box.bottom - 1.0, str(n), "t1 b num", anchor="middle")
        drawing.line(at, look.head - 20.0, at, bottom, "event")


def burn_spans(mission: MissionPlan) -> list[tuple[str, str, float, float]]:
    """Return stage, role, begin and end of every burn, phases of one burn joined."""
    strap_ons, stacked = split_stages(mission.configuration.vehicle)
    roles = {stage.name: "booster" for stage in strap_ons}
    roles |= {stage.name: ROLES[min(i, 1)] for i, stage in enumerate(stacked)}
    spans: list[tuple[str, str, float, float]] = []
    for phase in mission.ascent.profile.phases:
        for burn in phase.burns:
            role = roles.get(burn.stage, "upper")
            same = [i for i, s in enumerate(spans) if s[0] == burn.stage]
            if same and abs(spans[same[-1]][3] - phase.begin_s) < 1e-6:
                spans[same[-1]] = (burn.stage, role, spans[same[-1]][2], phase.end_s)
            else:
                spans.append((burn.stage, role, phase.begin_s, phase.end_s))
    return spans


def _draw_burns(drawing: Drawing, mission: MissionPlan, x: FlightScale, *, y: Px) -> None:
    """Draw which engines run, each stage in its colour, those at the same time below each other."""
    rows: list[float] = []
    for stage, role, begin_s, end_s in burn_spans(mission):
        row = next((i for i, until_s in enumerate(rows) if until_s <= begin_s + 1e-6), len(rows))
        rows[row : row + 1] = [end_s]
        drawing.group("", title=f"{stage} burns {elapsed(begin_s)} to {elapsed(end_s)}")
        wide = max(x(end_s) - x(begin_s), 1.5)
        drawing.rect(x(begin_s), y + 5.0 * row, wide, 4.0, f"key-{role}")
        drawing.end()


def _draw_time(drawing: Drawing, x: FlightScale, *, y: Px, look: Look) -> None:
    """Draw the axis of flight time; a coast drawn short says how long it lasts."""
    last_right = -math.inf
    for span in x.spans:
        if span.idle:
            middle = (span.start + span.end) / 2.0
            drawing.line(span.start, y, span.end, y, "hair dash")
            for dx in (-3.0, 3.0):
                drawing.line(middle + dx - 3.0, y + 5.0, middle + dx + 3.0, y - 5.0, "thin")
            continue
        drawing.line(span.start, y, span.end, y, "thin")
        per_s = (span.end - span.start) / (span.end_s - span.begin_s)
        step_s = next(s for s in (60, 120, 240, 300, 600, 1200, 3600, 10**6) if s * per_s > 44.0)
        tick_s = math.ceil(span.begin_s / step_s) * step_s
        while tick_s <= span.end_s:
            at, words = x(tick_s), figure(tick_s)
            half = width_px(words, size_px=12.0) / 2.0
            drawing.line(at, y, at, y + 4.0, "thin")
            if at - half > last_right + 6.0:
                drawing.text(at, y + 16.0, words, "t1 num", anchor="middle")
                last_right = at + half
            tick_s += step_s
    if look.narrow:
        drawing.text(look.left, y + 32.0, "Time from lift-off, s", "t1")
    else:
        drawing.text(0.0, y + 16.0, "Time from lift-off, s", "t1")


def _draw_coasts(drawing: Drawing, x: FlightScale, *, bottom: Px, look: Look) -> None:
    """Veil the coasts that are drawn short, and say how long they are."""
    for span in x.spans:
        if span.idle:
            wide = span.end - span.start
            drawing.rect(span.start, look.head - 8.0, wide, bottom - look.head + 8.0, "idle")
            words = f"coast {figure(span.end_s - span.begin_s)} s, not to scale"
            at = (span.start + span.end) / 2.0 + 4.0
            middle = (look.head + bottom) / 2.0
            drawing.text(at, middle, words, "t1 num", anchor="middle", turned_deg=-90.0)


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
    x = _time_scale(mission, look)
    if (
        not look.narrow
        and max((row for row, _ in _event_spots(events, x, look).values()), default=0) > 1
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
    _draw_coasts(drawing, x, bottom=bottom, look=look)
    (_draw_numbers if look.narrow else _draw_events)(drawing, events, x, bottom, look)
    for i, panel in enumerate(panels):
        top = look.head + i * (look.panel + look.gap)
        _draw_panel(drawing, panel, mission, x, top=top, look=look)
    _draw_burns(drawing, mission, x, y=bottom + 2.0)
    if not look.narrow:
        drawing.text(look.width - look.right + 8.0, bottom + 10.0, "engines on", "t1")
    _draw_time(drawing, x, y=bottom + 18.0, look=look)
    if look.narrow:
        _list_events(drawing, events, y=bottom + 70.0, look=look)
    return drawing.markup()


def _list_events(drawing: Drawing, events: list[Event], *, y: Px, look: Look) -> None:
    """Write out the numbered events under a narrow drawing."""
    rows = math.ceil(len(events) / 2)
    for n, event in enumerate(events):
        x = (n // rows) * look.width / 2.0
        words = f"{n + 1}  {event.name}, {figure(event.t_s)} s"
        drawing.text(x, y + (n % rows) * 16.0, words, "t1 num")
