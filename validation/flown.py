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
# Below this, in kPa, pressure decides nothing and a second of time doubles it.
LEAST_PRESSURE_KPA = 1.0
# Limits on dynamic pressure that are tried to see how far they loft the flight, kPa.
LOFTING_KPA = (29.0, 28.0, 27.0)
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
    """Return our ascent of a flight's payload to its orbit, with the most propellant left."""
    flight = next(each for each in flights() if each.id == flight_id)
    launch_complex = catalogue().complex(flight.complex)
    optimiser = Optimiser(configuration(flight, limit_kpa), launch_complex, flight.orbit)
    return optimiser.ascent(flight.payload_kg)


def path(trajectory: Trajectory, until_s: float) -> Path:
    """Return a flight of ours as it is compared."""
    kept = trajectory.t_s <= until_s
    return Path(
        t_s=trajectory.t_s[kept],
        speed_m_s=trajectory.v_ecef_m_s[kept],
        altitude_km=trajectory.altitude_m[kept] / 1e3,
        downrange_km=trajectory.downrange_m[kept] / 1e3,
        pressure_kpa=trajectory.dynamic_pressure_pa[kept] / 1e3,
    )


@cache
def our_path(flight_id: str, limit_kpa: float | None = None) -> Path:
    """Return our flight as far as the webcast shows the flown one."""
    until_s = float(flown(flight_id).t_s[-1])
    return path(ours(flight_id, limit_kpa).trajectory, until_s)


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

    def tolerances(self) -> tuple[float, float, float, float | None]:
        """Return what is held to be agreement; None where the pressure is not graded."""
        speed, _, downrange, pressure = self.flown
        return (
            max(SPEED_RATIO * speed, LEAST_SPEED_M_S),
            ALTITUDE_KM,
            max(DOWNRANGE_RATIO * downrange, LEAST_DOWNRANGE_KM),
            PRESSURE_RATIO * pressure if self.name == NAMES["max-q"] else None,
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
            if limit is None and max(a, b) < LEAST_PRESSURE_KPA:
                cells += ["", "", ""]
                continue
            difference = f"{a - b:+{form}}"
            missed = limit is not None and abs(a - b) > limit
            cells += [f"{a:{form}}", f"{b:{form}}", f"**{difference}**" if missed else difference]
        return cells


def at_events(flight: Flight) -> list[Row]:
    """Return the moments that have a name, each flight at its own time."""
    rows = []
    for event, flown_s in flight.events.items():
        ours_s = event_s(flight, event)
        told = flown(flight.id)
        if event == "max-q":
            flown_s = float(told.t_s[int(np.argmax(told.pressure_kpa))])
        rows.append(
            Row(
                name=NAMES[event],
                ours_s=ours_s,
                flown_s=flown_s,
                ours=our_path(flight.id).at(ours_s),
                flown=told.at_cutoff(flown_s) if "cut-off" in event else told.at(flown_s),
            )
        )
    return rows


def along_the_way(flight: Flight) -> list[Row]:
    """Return every thirtieth second until the first of the two cuts off."""
    end_s = min(flight.events["stage-2 cut-off"], event_s(flight, "stage-2 cut-off"))
    return [
        Row(
            name=f"{t_s:.0f} s",
            ours_s=t_s,
            flown_s=t_s,
            ours=our_path(flight.id).at(t_s),
            flown=flown(flight.id).at(t_s),
        )
        for t_s in np.arange(EVERY_S, end_s, EVERY_S).tolist()
    ]


# ---- the page ------------------------------------------------------------------------------------

_STATE_HEAD = (
    *("speed, m/s: ours", "flown", "difference", "altitude, km: ours", "flown", "difference"),
    *("downrange, km: ours", "flown", "difference", "q, kPa: ours", "flown", "difference"),
)


def inputs() -> Iterator[str]:
    """Say what went in and what came out."""
    yield from ("## What goes in, and what comes out", "")
    yield from prose(
        f"""Flown: {_list([_described(f) for f in flights()])}. Ours: the same payload from the same
        pad to the same orbit, by the optimiser, which leaves the most propellant in the second
        stage; the trajectory is its independent re-flight."""
    )
    yield from prose(
        """*Inputs*: payload, pad and orbit; masses, thrusts and the throttle programme of
        `falcon9-ft`, which were **derived from the telemetry of EchoStar 23 itself** (acceleration
        after lift-off and at the cap, propellant balance): speed and MECO of that flight are
        therefore a check of the arithmetic, not a prediction. Of Inmarsat-5 F4 only the moments of
        the reduction about max-q went in, which are commands. No altitude, path angle or downrange
        distance of either flight did. *Computed*: MECO,
        from tanks and flow; SECO-1, from the parking orbit that the optimiser chooses; the path
        between them; the dynamic pressure."""
    )
    yield from prose(
        f"""Tolerances: speed and downrange {100 * SPEED_RATIO:.0f} % (at least
        {LEAST_SPEED_M_S:.0f} m/s and {LEAST_DOWNRANGE_KM:.0f} km: what half a second, and rounded
        altitudes, make of the first minute), altitude {ALTITUDE_KM:.0f} km, dynamic pressure
        {100 * PRESSURE_RATIO:.0f} % at max-q. Speeds are relative to the turning Earth. The flown
        downrange distance is integrated anew from the horizontal speed, brought down to the ground;
        the flown dynamic pressure is computed anew from speed, altitude and the standard
        atmosphere, for the published one is wrong above 27 km. Neither wind nor the day's density
        is known. The webcast was read every 5 s; the speed at a cut-off is carried on from the two
        readings before, up to the larger of the readings about it."""
    )


def _described(flight: Flight) -> str:
    perigee, apogee = flight.orbit.perigee_altitude_km, flight.orbit.apogee_altitude_km
    return (
        f"{flight.id}, {flight.payload_kg:,.0f} kg to {perigee:,.0f} x {apogee:,.0f} km, "
        f"{flight.orbit.inclination_deg} deg"
    )


def _list(words: Sequence[str]) -> str:
    return "; ".join(words)


def summary() -> Iterator[str]:
    """Give the largest difference of every kind, in one table."""
    yield from ("## Result", "")
    rows = []
    for flight in flights():
        seen = [*at_events(flight), *along_the_way(flight)]
        graded = [sum(limit is not None for limit in row.tolerances()) for row in seen]
        missed = sum(len(row.misses()) for row in seen)
        rows.append(
            [
                flight.id,
                *(_worst(seen, column) for column in (0, 2)),
                f"{max((r.ours[1] - r.flown[1] for r in seen), key=abs):+.1f}",
                f"{100 * (seen[0].ours[3] / seen[0].flown[3] - 1):+.1f}",
                f"{sum(graded) - missed} of {sum(graded)}",
            ]
        )
    yield from table(
        (
            *("flight", "largest difference of speed, %", "of downrange, %", "of altitude, km"),
            *("of greatest q, %", "within tolerance"),
        ),
        rows,
    )
    yield from prose(f"""Per cent are from {LATE_S:.0f} s on: before, a second decides.""")


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
        rows = at_events(flight)
        yield from table(
            ("event", "time, s: ours", "flown", "difference", *_STATE_HEAD),
            [
                [
                    row.name,
                    f"{row.ours_s:.1f}",
                    f"{row.flown_s:.0f}",
                    f"{row.ours_s - row.flown_s:+.1f}",
                    *row.cells()[1:],
                ]
                for row in rows
            ],
        )
        yield from table(("at", *_STATE_HEAD), [row.cells() for row in along_the_way(flight)])


def figure(flight: Flight) -> str:
    """Return altitude, speed, downrange distance and dynamic pressure of both as a picture."""
    told, computed = flown(flight.id), our_path(flight.id)
    lofted = our_path(flight.id, LOFTING_KPA[0])
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
            ("ours", "ours"),
            ("other", f"ours, held below {LOFTING_KPA[0]:.0f} kPa"),
        ],
    )


def lofting() -> Iterator[str]:
    """Show what a limit on dynamic pressure does to the path, and what it costs."""
    yield from ("## Lofting", "")
    flight = flights()[0]
    free = ours(flight.id)
    rows = []
    for limit_kpa in (None, *LOFTING_KPA):
        ascent = ours(flight.id, limit_kpa)
        meco_s = event_s(flight, "stage-1 cut-off", limit_kpa)
        mine = our_path(flight.id, limit_kpa)
        speed, altitude, downrange, _ = mine.at(meco_s)
        told = flown(flight.id)
        common = told.t_s[told.t_s <= flight.events["stage-2 cut-off"]]
        apart = np.interp(common, mine.t_s, mine.altitude_km) - told.altitude_km[: len(common)]
        rows.append(
            [
                "none" if limit_kpa is None else f"{limit_kpa:.0f}",
                f"{ascent.max_dynamic_pressure_pa / 1e3:.1f}",
                f"{altitude:.1f}",
                f"{speed:,.0f}",
                f"{downrange:.1f}",
                f"{apart[int(np.argmax(np.abs(apart)))]:+.1f}",
                f"{ascent.margin_propellant_kg - free.margin_propellant_kg:+,.0f}",
            ]
        )
    meco = flown(flight.id).at(flight.events["stage-1 cut-off"])
    rows.append(
        [
            "flown",
            f"{flown(flight.id).pressure_kpa.max():.1f}",
            f"{meco[1]:.1f}",
            f"{meco[0]:,.0f}",
            f"{meco[2]:.1f}",
            "",
            "",
        ]
    )
    yield from table(
        (
            *("limit, kPa", "greatest q, kPa", "altitude at MECO, km", "speed, m/s"),
            *("downrange, km", "largest difference of altitude, km", "propellant left, kg"),
        ),
        rows,
    )


def sources() -> Iterator[str]:
    """List where the flights were published."""
    yield from ("## Sources", "")
    for flight in flights():
        yield f"- {flight.id}: {flight.source}"
    yield ""


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
    for part in (inputs, summary, comparisons, lofting, sources):
        lines.extend(part())
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    (PAGES / "flown.md").write_text(page(), encoding="utf-8")
