"""In which orbit is the spacecraft left, how surely, what comes of it, and who sees it?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.flight.coverage import EventCoverage, Gap
from cosmodrome.formats.figures.lettering import wrapped
from cosmodrome.formats.figures.svg import Px
from cosmodrome.formats.figures.words import Quantity, clock, day, figure
from cosmodrome.formats.injected_orbit_fields import spreads
from cosmodrome.formats.report_html.environment import rendered
from cosmodrome.formats.report_html.orbit_facts import orbit_facts
from cosmodrome.formats.report_html.sheet import Block, Sheet, packed, topics
from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.planning.injected_orbit import InjectedOrbit
from cosmodrome.planning.plan import MissionPlan

HEAD: Px = 36.0
COVERAGE_HEAD: Px = 50.0
TABLE_HEAD: Px = 50.0
ROW: Px = 22.5
LINE: Px = 16.2
HALF: Px = 480.0
NOTE_SIZE: Px = 12.0
NOTE_WIDE: Px = 720.0
STATIONS_WIDE: Px = 140.0
NODES_SHOWN, PASSES_SHOWN = 2, 7
EVENT_COLUMNS = 3
# A perigee whose eccentricity is lost in its spread may be anywhere.
NO_PERIGEE_SIGMAS = 3.0


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element of the orbit as it is at injection, on average, and one sigma of it."""

    name: str
    at_injection: str
    mean: str
    sigma: str


@dataclass(frozen=True, slots=True)
class PassRow:
    """The first pass over a station, and how surely it is foretold."""

    station: str
    rise: str
    azimuth: str
    top: str
    set: str
    error: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A moment of the flight, and who sees it."""

    name: str
    time: str
    stations: str

    @property
    def height(self) -> Px:
        """Return its height in print."""
        return ROW + LINE * (len(wrapped(self.stations, STATIONS_WIDE)) - 1)


def orbit_sheets(mission: MissionPlan, ordinal: int) -> list[Sheet]:
    """Return the sheets of the injected orbit; none where none is foretold."""
    orbit = mission.injected
    if orbit is None:
        return []
    sheets = []
    for i, group in enumerate(packed([_orbit_block(mission, orbit), _coverage_block(orbit)])):
        body = Markup("\n").join(block.body for block in group)
        anchor = f"m{ordinal}-orbit" + (f"-{i + 1}" if i else "")
        sheets.append(Sheet(f"{mission.mission.id}: {topics(group)}", anchor, body))
    return sheets


def _orbit_block(mission: MissionPlan, orbit: InjectedOrbit) -> Block:
    elements, facts = element_rows(orbit), orbit_facts(orbit)
    nodes, passes = node_rows(orbit), pass_rows(orbit)
    html = rendered(
        "orbit.html",
        mission=mission,
        elements=elements,
        facts=facts,
        nodes=nodes,
        passes=passes,
        passes_left=len(orbit.acquisitions) - len(passes),
        days=f"{orbit.days_d:g} day" + ("s" if orbit.days_d != 1.0 else ""),
    )
    left = TABLE_HEAD + ROW * len(elements)
    left += sum(
        LINE * len(wrapped(f"{name}: {words}", HALF, size_px=NOTE_SIZE)) for name, words in facts
    )
    right = 2.0 * TABLE_HEAD + ROW * (len(nodes) + len(passes)) + 2.0 * LINE
    return Block(html, HEAD + max(left, right), "orbit")


def _coverage_block(orbit: InjectedOrbit) -> Block:
    rows = [_event_row(event) for event in orbit.coverage.events]
    each = max(1, math.ceil(len(rows) / EVENT_COLUMNS))
    columns = [rows[n : n + each] for n in range(0, len(rows), each)]
    gaps = [_unseen_words(gap) for gap in orbit.coverage.gaps]
    html = rendered(
        "coverage.html",
        columns=columns,
        gaps=gaps,
        seen=f"{figure(100.0 * orbit.coverage.seen_fraction, 1)} %",
        until=figure(orbit.coverage.until_s),
        stations=len(orbit.stations),
    )
    tall = max((sum(row.height for row in part) for part in columns), default=0.0)
    lines = sum(len(wrapped(f"Out of sight {gap}", NOTE_WIDE, size_px=NOTE_SIZE)) for gap in gaps)
    return Block(html, COVERAGE_HEAD + tall + LINE * lines, "who sees the flight")


def element_rows(orbit: InjectedOrbit) -> list[ElementRow]:
    """Return the table of elements."""
    told, mean, plane = orbit.osculating, orbit.mean, orbit.plane
    sigma = {} if orbit.scatter is None else spreads(orbit.scatter)
    if sigma and told.eccentricity < NO_PERIGEE_SIGMAS * sigma["eccentricity"]:
        del sigma["argp_deg"]
    lengths = (
        ("Semi-major axis, km", "semi_major_axis_m", _axis_m),
        ("Perigee altitude, km", "perigee_altitude_m", _perigee_m),
        ("Apogee altitude, km", "apogee_altitude_m", _apogee_m),
    )
    rows = [
        ElementRow(
            name,
            _figure(of(told), 2, 1e-3),
            _figure(of(mean) if mean else None, 2, 1e-3),
            _figure(sigma.get(key), 2, 1e-3),
        )
        for name, key, of in lengths
    ]
    rows.append(
        ElementRow(
            "Eccentricity",
            figure(told.eccentricity, 6),
            _figure(mean.eccentricity if mean else None, 6),
            _figure(sigma.get("eccentricity"), 6),
        )
    )
    angles = (
        ("Inclination, °", "inclination_deg", _inclination_rad),
        ("Argument of perigee, °", "argp_deg", _argp_rad),
    )
    rows += [
        ElementRow(
            name,
            figure(math.degrees(value_rad(told)), 3),
            figure(math.degrees(value_rad(mean)), 3) if mean else "–",
            _figure(sigma.get(key), 3),
        )
        for name, key, value_rad in angles
    ]
    if plane is not None:
        node = _figure(sigma.get("raan_deg"), 3)
        rows += [
            ElementRow(
                "Node, true of date, °",
                figure(plane.raan_deg, 3),
                _figure(plane.mean_raan_deg, 3),
                node,
            ),
            ElementRow("Node, GCRF, °", figure(plane.raan_gcrf_deg, 3), "–", node),
        ]
    return rows


def _inclination_rad(elements: OrbitElements) -> float:
    return elements.inclination_rad


def _argp_rad(elements: OrbitElements) -> float:
    return elements.argp_rad


def _axis_m(elements: OrbitElements) -> float | None:
    return elements.semi_major_axis_m


def _perigee_m(elements: OrbitElements) -> float | None:
    return elements.semi_major_axis_m * (1.0 - elements.eccentricity) - EARTH_EQUATORIAL_RADIUS_M


def _apogee_m(elements: OrbitElements) -> float | None:
    """Return the height of the apogee, None on an open orbit."""
    if elements.eccentricity >= 1.0:
        return None
    return elements.semi_major_axis_m * (1.0 + elements.eccentricity) - EARTH_EQUATORIAL_RADIUS_M


def _figure(value: Quantity | None, decimals: int, scale: Quantity = 1.0) -> str:
    return "–" if value is None else figure(value * scale, decimals)


def moment_words(orbit: InjectedOrbit, t_s: float) -> str:
    """Return the instant of a time of flight, or the time itself without a lift-off."""
    if orbit.plane is None:
        return f"T+{figure(t_s)} s"
    instant = orbit.plane.liftoff + timedelta(seconds=t_s)
    return f"{day(instant)} {instant:%H:%M:%S}"


def node_rows(orbit: InjectedOrbit) -> list[tuple[str, str, str, str]]:
    """Return the first passages over the equator: which, when, where, at which local time."""
    return [
        (
            node.kind,
            moment_words(orbit, node.t_s),
            f"{abs(node.longitude_deg):.2f}° {'E' if node.longitude_deg >= 0.0 else 'W'}",
            "–" if node.local_time_h is None else clock(node.local_time_h),
        )
        for node in orbit.nodes[:NODES_SHOWN]
    ]


def pass_rows(orbit: InjectedOrbit) -> list[PassRow]:
    """Return the first pass over each station, as many as have room."""
    names = {station.id: station.name for station in orbit.stations}
    rows = []
    for each in orbit.acquisitions[:PASSES_SHOWN]:
        first = each.first_pass
        error = "–" if each.rise_error_s is None else f"{figure(each.rise_error_s, 1)} s"
        if each.pointing_error_deg is not None:
            error += f", {figure(each.pointing_error_deg, 2)}°"
        rows.append(
            PassRow(
                station=names[first.station],
                rise="up at injection"
                if first.begins_before
                else moment_words(orbit, first.rise.t_s),
                azimuth=figure(first.rise.azimuth_deg),
                top=figure(first.culmination.elevation_deg),
                set=moment_words(orbit, first.set.t_s),
                error=error,
            )
        )
    return rows


def _event_row(event: EventCoverage) -> EventRow:
    seen = ", ".join(f"{view.station} {figure(view.elevation_deg)}°" for view in event.stations)
    return EventRow(event.name, figure(event.t_s, 1), seen or "nobody")


def _unseen_words(gap: Gap) -> str:
    """Return what lies in a stretch that nobody sees."""
    inside: Sequence[str] = (*(f"{stage} burning" for stage in gap.burns), *gap.events)
    words = ", ".join(inside) or "a coast only"
    return f"T+{figure(gap.from_s)} to {figure(gap.to_s)} s: {words}"
