"""Rebuild docs/validation/flown.md: two flights of Falcon 9 as webcast, and ours beside them."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from _figure import Curve, Mark, Panel, comparison
from _page import EVIDENCE, PAGES, evidence, prose, table
from numpy.typing import NDArray

from cosmodrome.ascent.optimise import Ascent, Optimiser
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.manifest import TargetOrbit
from cosmodrome.physics.aerodynamics import dynamic_pressure_pa
from cosmodrome.physics.atmosphere import air
from cosmodrome.store.catalogue import Catalogue, load_catalogue
from cosmodrome.vehicles import Configuration, Stage

Values = NDArray[np.float64]

SPEED_RATIO, DOWNRANGE_RATIO, PRESSURE_RATIO = 0.03, 0.03, 0.10
ALTITUDE_KM = 10.0
# Events are given in whole seconds and the vehicle gains 20 m/s in one; the horizontal speed of the
# first half minute is a difference of rounded altitudes.
LEAST_SPEED_M_S, LEAST_DOWNRANGE_KM = 10.0, 2.0
EVERY_S, LATE_S = 30.0, 120.0
# The webcast was read so often.
STEP_S = 5.0
# Below this, in kPa, pressure decides nothing and a second of time doubles it.
LEAST_PRESSURE_KPA = 1.0
# Limits on dynamic pressure that are tried to see how far they loft the flight, kPa; the one that
# brings EchoStar 23 to its altitude and distance at MECO is compared in full.
LOFTING_KPA = (31.0, 30.5, 30.0, 29.6, 29.0, 28.0)
LOFTED_KPA = 29.6
VARIANTS: tuple[tuple[str, float | None], ...] = (
    ("best for payload", None),
    (f"lofted: held below {LOFTED_KPA:g} kPa", LOFTED_KPA),
)
NAMES = {
    "max-q": "max-q",
    "stage-1 cut-off": "MECO",
    "stage-2 ignition": "SES-1",
    "stage-2 cut-off": "SECO-1",
}


@dataclass(frozen=True, kw_only=True)
class Flight:
    """A flown launch with its events, in seconds after lift-off."""

    id: str
    vehicle: str
    complex: str
    payload_kg: float
    parking: TargetOrbit
    orbit: TargetOrbit
    source: str
    throttle_down_s: tuple[float, float]
    events: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Path:
    """A flight as it is compared: seconds, m/s relative, km above the ellipsoid, km, kPa."""

    t_s: Values
    speed_m_s: Values
    altitude_km: Values
    downrange_km: Values
    pressure_kpa: Values

    def at(self, t_s: float) -> tuple[float, float, float, float]:
        """Return speed, altitude, downrange distance and dynamic pressure at a moment."""
        rows = (self.speed_m_s, self.altitude_km, self.downrange_km, self.pressure_kpa)
        speed, altitude, downrange, pressure = (float(np.interp(t_s, self.t_s, v)) for v in rows)
        return speed, altitude, downrange, pressure

    def until(self, t_s: float) -> "Path":
        """Return the flight up to a moment."""
        kept = self.t_s <= t_s
        return Path(
            t_s=self.t_s[kept],
            speed_m_s=self.speed_m_s[kept],
            altitude_km=self.altitude_km[kept],
            downrange_km=self.downrange_km[kept],
            pressure_kpa=self.pressure_kpa[kept],
        )

    def at_cutoff(self, t_s: float) -> tuple[float, float, float, float]:
        """Return the same at a cut-off between two readings, no faster than either."""
        after = int(np.searchsorted(self.t_s, t_s))
        t, v = self.t_s[after - 2 : after + 1], self.speed_m_s[after - 2 : after + 1]
        carried_on = v[1] + (v[1] - v[0]) / (t[1] - t[0]) * (t_s - t[1])
        _, altitude, downrange, pressure = self.at(t_s)
        return min(float(carried_on), float(v[1:].max())), altitude, downrange, pressure


@cache
def catalogue() -> Catalogue:
    """Return the packaged catalogue."""
    return load_catalogue()


@cache
def flights() -> tuple[Flight, ...]:
    """Return the flights of the evidence."""
    rows = tomllib.loads((EVIDENCE / "falcon9_flights.toml").read_text("utf-8"))["flight"]
    return tuple(
        Flight(
            **row
            | {
                "orbit": TargetOrbit(**row["orbit"]),
                "parking": TargetOrbit(**row["parking"]),
                "throttle_down_s": tuple(row["throttle_down_s"]),
            }
        )
        for row in rows
    )


@cache
def flown(flight_id: str) -> Path:
    """Return what the webcast showed, downrange distance and dynamic pressure computed anew."""
    rows = [row for row in evidence("falcon9_telemetry.csv") if row["flight"] == flight_id]
    t_s, speed, altitude_m, horizontal = (
        np.array([float(row[key]) for row in rows])
        for key in ("t_s", "speed_m_s", "altitude_m", "horizontal_speed_m_s")
    )
    on_ground = horizontal * EARTH_EQUATORIAL_RADIUS_M / (EARTH_EQUATORIAL_RADIUS_M + altitude_m)
    steps = 0.5 * (on_ground[1:] + on_ground[:-1]) * np.diff(t_s)
    return Path(
        t_s=t_s,
        speed_m_s=speed,
        altitude_km=altitude_m / 1e3,
        downrange_km=np.concatenate([[0.0], np.cumsum(steps)]) / 1e3,
        pressure_kpa=dynamic_pressure_pa(air(altitude_m)[1], speed) / 1e3,
    )


def configuration(flight: Flight, limit_kpa: float | None = None) -> Configuration:
    """Return what flies, throttled when that flight was, and held below a dynamic pressure."""
    vehicle = catalogue().configuration(flight.vehicle).vehicle
    first, *others = vehicle.stages
    vehicle = replace(vehicle, stages=(_throttled(first, flight), *others))
    if limit_kpa is not None:
        limits = replace(vehicle.limits, max_dynamic_pressure_pa=1e3 * limit_kpa)
        vehicle = replace(vehicle, limits=limits)
    return Configuration(vehicle=vehicle, upper_stage=None)


def _throttled(stage: Stage, flight: Flight) -> Stage:
    """Return the first stage with the reduction about max-q moved to where it was flown."""
    down = next(i for i, piece in enumerate(stage.throttle) if piece.start_ratio < 1.0)
    moved = list(stage.throttle)
    for index, at_s in zip((down, down + 1), flight.throttle_down_s, strict=True):
        moved[index] = replace(moved[index], at_s=at_s)
    return replace(stage, throttle=tuple(moved))


@cache
def ours(flight_id: str, limit_kpa: float | None = None) -> Ascent:
    """Return our ascent of a payload to its parking orbit, with the most propellant left."""
    flight = next(each for each in flights() if each.id == flight_id)
    launch_complex = catalogue().complex(flight.complex)
    optimiser = Optimiser(configuration(flight, limit_kpa), launch_complex, flight.parking)
    return optimiser.ascent(flight.payload_kg)


@cache
def capability_kg(flight_id: str) -> float:
    """Return what our vehicle lifts to the orbit of a flight's payload."""
    flight = next(each for each in flights() if each.id == flight_id)
    launch_complex = catalogue().complex(flight.complex)
    optimiser = Optimiser(configuration(flight), launch_complex, flight.orbit)
    return optimiser.capability().payload_capability_kg


def path(trajectory: Trajectory) -> Path:
    """Return a flight of ours as it is compared."""
    return Path(
        t_s=trajectory.t_s,
        speed_m_s=trajectory.v_ecef_m_s,
        altitude_km=trajectory.altitude_m / 1e3,
        downrange_km=trajectory.downrange_m / 1e3,
        pressure_kpa=trajectory.dynamic_pressure_pa / 1e3,
    )


@cache
def our_path(flight_id: str, limit_kpa: float | None = None) -> Path:
    """Return our flight as far as the webcast shows the flown one."""
    return path(ours(flight_id, limit_kpa).trajectory).until(float(flown(flight_id).t_s[-1]))


def event_s(flight: Flight, name: str, limit_kpa: float | None = None) -> float:
    """Return when an event happens in our flight."""
    event = ours(flight.id, limit_kpa).trajectory.event(name)
    if event is None:
        raise SystemExit(f"our flight of {flight.id} has no {name!r}")
    return event.t_s


# ---- the comparison ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Row:
    """One moment in both flights: speed, altitude, downrange distance and dynamic pressure."""

    name: str
    ours_s: float
    flown_s: float
    ours: tuple[float, float, float, float]
    flown: tuple[float, float, float, float]

    def tolerances(self) -> tuple[float | None, float, float | None, float | None]:
        """Return what is held to be agreement; None where there is nothing to grade.

        The dynamic pressure is flat about its greatest value: when that is says little, so that
        speed and distance then are not graded.
        """
        speed, _, downrange, pressure = self.flown
        if self.name == NAMES["max-q"]:
            return None, ALTITUDE_KM, None, PRESSURE_RATIO * pressure
        return (
            max(SPEED_RATIO * speed, LEAST_SPEED_M_S),
            ALTITUDE_KM,
            max(DOWNRANGE_RATIO * downrange, LEAST_DOWNRANGE_KM),
            None,
        )

    def misses(self) -> list[str]:
        """Return the quantities that lie outside their tolerance."""
        names = ("speed", "altitude", "downrange", "dynamic pressure")
        both = zip(names, self.ours, self.flown, self.tolerances(), strict=True)
        return [name for name, a, b, limit in both if limit is not None and abs(a - b) > limit]

    def cells(self) -> list[str]:
        """Return the row of the table."""
        cells = [self.name]
        forms = (",.0f", ".1f", ",.1f", ".1f")
        for a, b, limit, form in zip(self.ours, self.flown, self.tolerances(), forms, strict=True):
            if form == ".1f" and limit is None and max(a, b) < LEAST_PRESSURE_KPA:
                cells += ["", "", ""]
                continue
            difference = f"{a - b:+{form}}"
            missed = limit is not None and abs(a - b) > limit
            cells += [f"{a:{form}}", f"{b:{form}}", f"**{difference}**" if missed else difference]
        return cells


def at_events(flight: Flight, limit_kpa: float | None) -> list[Row]:
    """Return the moments that have a name, each flight at its own time."""
    rows = []
    for event, flown_s in flight.events.items():
        ours_s = event_s(flight, event, limit_kpa)
        told = flown(flight.id)
        if event == "max-q":
            flown_s = float(told.t_s[int(np.argmax(told.pressure_kpa))])
        rows.append(
            Row(
                name=NAMES[event],
                ours_s=ours_s,
                flown_s=flown_s,
                ours=our_path(flight.id, limit_kpa).at(ours_s),
                flown=told.at_cutoff(flown_s) if "cut-off" in event else told.at(flown_s),
            )
        )
    return rows


def along_the_way(flight: Flight, limit_kpa: float | None) -> list[Row]:
    """Return every thirtieth second until the first of the two cuts off."""
    ours_s = event_s(flight, "stage-2 cut-off", limit_kpa)
    end_s = min(flight.events["stage-2 cut-off"], ours_s)
    return [
        Row(
            name=f"{t_s:.0f} s",
            ours_s=t_s,
            flown_s=t_s,
            ours=our_path(flight.id, limit_kpa).at(t_s),
            flown=flown(flight.id).at(t_s),
        )
        for t_s in np.arange(EVERY_S, end_s, EVERY_S).tolist()
    ]


REASONS = {
    "EchoStar 23": """Left to itself, ours turns over earlier: lower, faster and further at MECO is
    one difference, not three, and is taken back by 400 s. Lofted, what is left is a path that at
    MECO is flown a little higher *and* further than any of ours: some per cent less drag, or more
    thrust, than the class figures of the catalogue.""",
    "Inmarsat-5 F4": """Before MECO the flown speed is 2 to 4 % below ours: the vehicle was held
    back for longer than the seconds that the event files give, or pushed less. MECO is published 3
    s after ours; in the telemetry the speed has stopped growing at 167 s, and what remains is one
    per cent of the propellant. The rest is as for EchoStar 23.""",
}


# ---- the page ------------------------------------------------------------------------------------

_STATE_HEAD = (
    *("speed, m/s: ours", "flown", "difference", "altitude, km: ours", "flown", "difference"),
    *("downrange, km: ours", "flown", "difference", "q, kPa: ours", "flown", "difference"),
)


def inputs() -> Iterator[str]:
    """Say what went in and what came out."""
    yield from ("## What goes in, and what comes out", "")
    yield from prose(
        f"""Flown: {"; ".join(map(_described, flights()))}. Ours: the same payload from the same pad
        to the parking orbit in which the first burn of the second stage ended, with the most
        propellant left for the burns that follow, which the webcast does not show. Two flights of
        ours stand beside each flown one: that of the optimiser left to itself, and one that climbs
        more steeply because its dynamic pressure is held below {LOFTED_KPA:g} kPa."""
    )
    yield from prose(
        """*Inputs*: payload, pad and parking orbit, and with it speed and altitude at SECO-1;
        masses, thrusts and the throttle programme of `falcon9-ft`, which were **derived from
        the telemetry of EchoStar 23 itself** (acceleration after lift-off and at the cap,
        propellant balance): speed and MECO of that flight are therefore a check of the
        arithmetic, not a prediction. Of Inmarsat-5 F4 the moments of the reduction about
        max-q went in beside it, which are commands. No altitude on the way, path angle or
        downrange distance of either flight did, but for one: the limit of the lofted flights
        was chosen for altitude and distance of EchoStar 23 at MECO. *Computed*: the time of
        MECO, from tanks and flow; that of SECO-1, and where it is; the path; the dynamic
        pressure."""
    )
    yield from prose(
        f"""Tolerances: speed and downrange {100 * SPEED_RATIO:.0f} % (at least
        {LEAST_SPEED_M_S:.0f} m/s and {LEAST_DOWNRANGE_KM:.0f} km: what half a second, and rounded
        altitudes, make of the first minute), altitude {ALTITUDE_KM:.0f} km, dynamic pressure
        {100 * PRESSURE_RATIO:.0f} % at max-q. Speeds are relative to the turning Earth. The flown
        downrange distance is integrated anew from the horizontal speed, brought down to the ground;
        the flown dynamic pressure is computed anew from speed, altitude and the standard
        atmosphere, for the published one is wrong above 27 km. Neither wind nor the day's density
        is known. The webcast was read every {STEP_S:.0f} s; the speed at a cut-off is carried on
        from the two readings before, up to the larger of the readings about it."""
    )


def _described(flight: Flight) -> str:
    perigee, apogee = flight.orbit.perigee_altitude_km, flight.orbit.apogee_altitude_km
    return (
        f"{flight.id}, {flight.payload_kg:,.0f} kg to {perigee:,.0f} x {apogee:,.0f} km, "
        f"{flight.orbit.inclination_deg} deg"
    )


def summary() -> Iterator[str]:
    """Give the largest difference of every kind, in one table."""
    yield from ("## Result", "")
    rows = [_summary_row(f, name, kpa) for f in flights() for name, kpa in VARIANTS]
    yield from table(
        (
            *("flight", "ours", "largest difference of speed, %", "of downrange, %"),
            *("of altitude, km", "at MECO, km", "of greatest q, %", "within tolerance"),
        ),
        rows,
    )
    yield from prose(f"""Per cent are from {LATE_S:.0f} s on: before, a second decides.""")


def _summary_row(flight: Flight, name: str, limit_kpa: float | None) -> list[str]:
    events = {row.name: row for row in at_events(flight, limit_kpa)}
    way = along_the_way(flight, limit_kpa)
    seen = [*events.values(), *way]
    graded = sum(limit is not None for row in seen for limit in row.tolerances())
    missed = sum(len(row.misses()) for row in seen)
    meco, peak = events["MECO"], events["max-q"]
    return [
        flight.id,
        name,
        _worst(way, 0),
        _worst(way, 2),
        f"{max((row.ours[1] - row.flown[1] for row in way), key=abs):+.1f}",
        f"{meco.ours[1] - meco.flown[1]:+.1f}",
        f"{100 * (peak.ours[3] / peak.flown[3] - 1):+.1f}",
        f"{graded - missed} of {graded}",
    ]


def _worst(rows: Sequence[Row], column: int) -> str:
    late = [row for row in rows if row.flown_s >= LATE_S]
    ratios = [row.ours[column] / row.flown[column] - 1.0 for row in late]
    return f"{100 * max(ratios, key=abs):+.1f}"


def comparisons() -> Iterator[str]:
    """Set the flights side by side, at events and along the way."""
    for flight in flights():
        yield from (f"## {flight.id}", "")
        name = f"flown-{flight.id.lower().replace(' ', '-')}.svg"
        (PAGES / name).write_text(figure(flight), encoding="utf-8")
        yield from (f"![{flight.id}: ours and flown]({name})", "")
        for variant, limit_kpa in VARIANTS:
            yield from (f"### Ours {variant}", "")
            rows = at_events(flight, limit_kpa)
            yield from table(
                ("event", "time, s: ours", "flown", "difference", *_STATE_HEAD),
                [_event_cells(row) for row in rows],
            )
            way = along_the_way(flight, limit_kpa)
            yield from table(("at", *_STATE_HEAD), [row.cells() for row in way])
            yield from prose(_missed(rows + way))
        yield from prose(REASONS[flight.id])


def _missed(rows: Sequence[Row]) -> str:
    """Return which quantities are missed, and where."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for quantity in row.misses():
            found.setdefault(quantity, []).append(row.name)
    if not found:
        return "Everything lies within its tolerance."
    return f"Missed: {'; '.join(f'{name} at {_joined(at)}' for name, at in found.items())}."


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _event_cells(row: Row) -> list[str]:
    times = f"{row.ours_s:.1f}", f"{row.flown_s:.0f}", f"{row.ours_s - row.flown_s:+.1f}"
    return [row.name, *times, *row.cells()[1:]]


def figure(flight: Flight) -> str:
    """Return altitude, speed, downrange distance and dynamic pressure of both as a picture."""
    told = flown(flight.id).until(flight.events["stage-2 cut-off"] + STEP_S)
    computed = our_path(flight.id)
    lofted = our_path(flight.id, LOFTED_KPA)
    panels = [
        Panel(
            name=name,
            unit=unit,
            curves=tuple(
                Curve(kind=kind, t_s=each.t_s, values=getattr(each, field))
                for kind, each in (("flown", told), ("ours", computed), ("other", lofted))
            ),
        )
        for name, unit, field in (
            ("Altitude", "km", "altitude_km"),
            ("Speed", "m/s, relative", "speed_m_s"),
            ("Downrange", "km, on the ground", "downrange_km"),
            ("Dynamic pressure", "kPa", "pressure_kpa"),
        )
    ]
    marks = [Mark(name=NAMES[name], t_s=t_s) for name, t_s in flight.events.items()]
    return comparison(
        f"{flight.id}: our ascent over the telemetry",
        panels,
        [mark for mark in marks if mark.name != NAMES["stage-2 ignition"]],
        [
            ("flown", "flown, every 5 s"),
            ("ours", "ours, best for payload"),
            ("other", f"ours, held below {LOFTED_KPA:g} kPa"),
        ],
    )


def lofting() -> Iterator[str]:
    """Show what a limit on dynamic pressure does to the path, and what it costs."""
    yield from ("## Lofting", "")
    flight = flights()[0]
    yield from table(
        (
            *("limit, kPa", "greatest q, kPa", "altitude at MECO, km", "speed, m/s"),
            *("downrange, km", "highest, km", "SECO-1, s", "propellant left, kg"),
        ),
        [*(_lofted_cells(flight, limit_kpa) for limit_kpa in (None, *LOFTING_KPA)), _flown_cells()],
    )
    yield from prose(
        f"""Best for payload is a flat path: thrust is spent on speed, and what altitude is
        missing at MECO the second stage makes up. The flown one climbs more steeply, as for
        a smaller bending load, a fairing dropped earlier, or a guidance that is not asked
        for the last kilogram. A limit on dynamic pressure bends ours the same way, for a
        price that stands in the last column; it is that column that the optimiser maximises.
        The limit is held at the points of the optimiser's mesh; the second column says what
        the re-flight meets between. The flown dynamic pressure is not what such a limit asks
        for: the flown vehicle is at {_flown_cells()[1]} kPa and still climbs so, which a
        lower drag than ours, more thrust in the first minute, or a wind would explain, and
        telemetry does not tell apart."""
    )


def _lofted_cells(flight: Flight, limit_kpa: float | None) -> list[str]:
    ascent, mine = ours(flight.id, limit_kpa), our_path(flight.id, limit_kpa)
    speed, altitude, downrange, _ = mine.at(event_s(flight, "stage-1 cut-off", limit_kpa))
    left_kg = ascent.margin_propellant_kg - ours(flight.id).margin_propellant_kg
    return [
        "none" if limit_kpa is None else f"{limit_kpa:g}",
        f"{ascent.max_dynamic_pressure_pa / 1e3:.1f}",
        f"{altitude:.1f}",
        f"{speed:,.0f}",
        f"{downrange:.1f}",
        f"{mine.altitude_km.max():.1f}",
        f"{event_s(flight, 'stage-2 cut-off', limit_kpa):.1f}",
        "" if limit_kpa is None else f"{left_kg:+,.0f}",
    ]


def _flown_cells() -> list[str]:
    flight = flights()[0]
    told = flown(flight.id)
    speed, altitude, downrange, _ = told.at_cutoff(flight.events["stage-1 cut-off"])
    numbers = (told.pressure_kpa.max(), altitude)
    return [
        "flown",
        *(f"{number:.1f}" for number in numbers),
        f"{speed:,.0f}",
        f"{downrange:.1f}",
        f"{told.altitude_km.max():.1f}",
        f"{flight.events['stage-2 cut-off']:.0f}",
        "",
    ]


def payloads() -> Iterator[str]:
    """Compare what ours lifts with what flew."""
    yield from ("## Payload", "")
    rows = []
    for flight in flights():
        most_kg = capability_kg(flight.id)
        percent = 100.0 * (most_kg / flight.payload_kg - 1.0)
        rows.append([flight.id, f"{most_kg:,.0f}", f"{flight.payload_kg:,.0f}", f"{percent:+.0f}"])
    yield from table(("flight", "our capability, kg", "flown, kg", "difference, %"), rows)
    yield from prose(
        """To the orbit of the payload, recalled. What flew bounds the capability from one side
        only: EchoStar 23 was lighter than the vehicle could lift; Inmarsat-5 F4 is said to have
        been near its limit, with a reserve that is not published and is none in ours."""
    )


def sources() -> Iterator[str]:
    """List where the flights were published."""
    yield from ("## Sources", "")
    for flight in flights():
        yield f"- {flight.id}: {flight.source}"
    yield ""
    yield from prose(
        """The same source holds SSO-A, TESS, CRS-14 and Iridium NEXT 5. They flew Block 4 and 5,
        the first two to land: their thrusts, and what the first stage kept, are not in the
        catalogue, and would have to be fitted to the flights they should be compared with."""
    )


def page() -> str:
    """Return the whole page."""
    lines = [
        "# Flown flights",
        "",
        "Two expended flights of the first Falcon 9 Full Thrust, as their webcasts showed them,",
        "and our ascents of the same payloads to the same orbits. See [how to read these",
        "pages](how-to-read.md). The evidence is in `tests/authorities/evidence`.",
        "",
    ]
    for part in (inputs, summary, comparisons, lofting, payloads, sources):
        lines.extend(part())
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    (PAGES / "flown.md").write_text(page(), encoding="utf-8")
