"""When does what happen in flight? The axis of time with its events, burns and coasts."""

import math
from dataclasses import dataclass

from cosmodrome.flight.trajectory import Event
from cosmodrome.formats.figures.labels import Crowd, label_rows
from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.scales import FlightScale, flight_scale
from cosmodrome.formats.figures.silhouette import ROLES, split_stages
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import elapsed, figure
from cosmodrome.planning.plan import MissionPlan

LONG_COAST_S = 240.0
TOGETHER_S = 6.0
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


def time_scale(mission: MissionPlan, look: Look) -> FlightScale:
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


def _event_width(event: Event) -> Px:
    name, time = event.name, elapsed(event.t_s)
    return max(width_px(name, bold=True, size_px=12.0), width_px(time, size_px=12.0)) + 5.0


def event_spots(events: list[Event], x: FlightScale, look: Look) -> dict[Event, tuple[int, Px]]:
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


def draw_events(
    drawing: Drawing, events: list[Event], x: FlightScale, bottom: Px, look: Look
) -> None:
    """Draw hairlines through all panels and name them on top, in rows where they crowd."""
    spots = event_spots(events, x, look)
    for event in events:
        at, spot = x(event.t_s), spots.get(event)
        if spot is None:
            drawing.line(at, look.head - 10.0, at, bottom, "event")
            continue
        top = look.head - 38.0 - spot[0] * EVENT_ROW
        drawing.text(spot[1], top + 10.0, event.name, "t1 b")
        drawing.text(spot[1], top + 22.5, elapsed(event.t_s), "t1 num")
        drawing.line(at, top + 1.0, at, bottom, "event")


def draw_numbers(
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


def list_events(drawing: Drawing, events: list[Event], *, y: Px, look: Look) -> None:
    """Write out the numbered events under a narrow drawing."""
    rows = math.ceil(len(events) / 2)
    for n, event in enumerate(events):
        x = (n // rows) * look.width / 2.0
        words = f"{n + 1}  {event.name}, {figure(event.t_s)} s"
        drawing.text(x, y + (n % rows) * 16.0, words, "t1 num")


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


def draw_burns(drawing: Drawing, mission: MissionPlan, x: FlightScale, *, y: Px) -> None:
    """Draw which engines run, each stage in its colour, those at the same time below each other."""
    rows: list[float] = []
    for stage, role, begin_s, end_s in burn_spans(mission):
        row = next((i for i, until_s in enumerate(rows) if until_s <= begin_s + 1e-6), len(rows))
        rows[row : row + 1] = [end_s]
        drawing.group("", title=f"{stage} burns {elapsed(begin_s)} to {elapsed(end_s)}")
        wide = max(x(end_s) - x(begin_s), 1.5)
        drawing.rect(x(begin_s), y + 5.0 * row, wide, 4.0, f"key-{role}")
        drawing.end()


def draw_time(drawing: Drawing, x: FlightScale, *, y: Px, look: Look) -> None:
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


def draw_coasts(drawing: Drawing, x: FlightScale, *, bottom: Px, look: Look) -> None:
    """Veil the coasts that are drawn short, and say how long they are."""
    for span in x.spans:
        if span.idle:
            wide = span.end - span.start
            drawing.rect(span.start, look.head - 8.0, wide, bottom - look.head + 8.0, "idle")
            words = f"coast {figure(span.end_s - span.begin_s)} s, not to scale"
            at = (span.start + span.end) / 2.0 + 4.0
            middle = (look.head + bottom) / 2.0
            drawing.text(at, middle, words, "t1 num", anchor="middle", turned_deg=-90.0)
