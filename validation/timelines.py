"""Rebuild docs/validation/timelines.md: when our stages cut off, and where the flight then is."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from _page import EVIDENCE, PAGES, prose, table

from cosmodrome.ascent.burn import StageBurn, burns_of
from cosmodrome.ascent.optimise import Ascent, Optimiser
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import Catalogue, load_catalogue

# One per cent of the longest burn: published masses and flows are not known better.
TIME_TOLERANCE_S = 3.0
# Nominal states are given in round kilometres and the flown path is lofted for reasons of its own.
ALTITUDE_TOLERANCE_KM = {"booster separation": 5.0, "fairing jettison": 10.0}
LATER_ALTITUDE_TOLERANCE_KM = 15.0
SPEED_TOLERANCE_RATIO = 0.05
LOAD_TOLERANCE_RATIO = 0.03

GUIDED = "inherits the core's early end; the cut-off is commanded, and ours flies for payload alone"
CORE_SEPARATION = "the core's early end, and 1 to 2 s from cut-off to separation that ours lacks"
TIME_REASONS = {
    ("soyuz-2.1a", "booster separation"): "set by the propellant burnt before lift-off contact, "
    "which was chosen to give it: no evidence",
    ("soyuz-2.1b", "booster separation"): "as for Soyuz-2.1a: no evidence",
    ("soyuz-2.1a", "core cut-off"): "one per cent of the propellant, or of the flow, does this",
    ("soyuz-2.1b", "core cut-off"): "as for Soyuz-2.1a: the same core",
    ("soyuz-2.1a", "core separation"): CORE_SEPARATION,
    ("soyuz-2.1b", "core separation"): CORE_SEPARATION,
    ("soyuz-2.1a", "stage-3 ignition"): "lit as the core goes out, in ours",
    ("soyuz-2.1a", "stage-3 cut-off"): GUIDED,
    ("soyuz-2.1b", "stage-3 cut-off"): "ours empties the tanks to the residual",
    ("soyuz-2.1a", "spacecraft separation"): "a figure rounded to the minute; ours is the cut-off, "
    "which flights let 3 s pass after",
    ("angara-a5", "booster separation"): "published by the clock, to a minute",
    ("angara-a5", "core cut-off"): "the core's throttle is recalled, and was kept because it comes "
    "near this: no evidence",
    ("angara-a5", "stage-3 cut-off"): "the propellant that stays unburnt was calibrated on the "
    "payload",
    ("electron", "stage-1 cut-off"): "the throttle was chosen to reach it: no evidence",
    ("electron", "stage-1 separation"): "the throttle was chosen to reach it: no evidence",
    ("electron", "stage-2 ignition"): "inherits the chosen throttle: no evidence",
    ("electron", "stage-2 cut-off"): "373 s of burn in the guide's example; its own thrust, load "
    "and specific impulse make 261 s, and 348 s were chosen openly",
    ("falcon9-b5", "stage-1 cut-off"): "the guide's first stage lands and keeps propellant for it; "
    "ours is expended and burns all",
    ("falcon9-b5", "stage-1 separation"): "as its cut-off",
    ("falcon9-b5", "stage-2 ignition"): "as its cut-off",
    ("falcon9-b5", "stage-2 cut-off"): "the guide's payload is not published; ours is the "
    "capability, which empties the tanks",
    ("delta-ii-7920", "stage-1 cut-off"): "one per cent of the propellant, or of the flow",
    (
        "delta-ii-7920",
        "stage-2 cut-off",
    ): "nine per cent of the burn; payload and parking orbit are "
    "recalled, and ours is best for payload: more is not known",
}
FAIRING_EARLY = "ours drops it as soon as the flux allows; operators keep a margin"
FAIRING_LATE = "ours climbs less steeply and meets the limit later"


@dataclass(frozen=True, kw_only=True)
class Mission:
    """A published sequence of events."""

    id: str
    vehicle: str
    source: str
    events: list[dict[str, Any]]
    complex: str | None = None
    upper_stage: str | None = None
    orbit: TargetOrbit | None = None
    payload_kg: float | None = None
    axial_loads: tuple[dict[str, Any], ...] = ()
    throttle_step: dict[str, float] | None = None
    assumed: str | None = None


@cache
def catalogue() -> Catalogue:
    """Return the packaged catalogue."""
    return load_catalogue()


@cache
def missions() -> dict[str, Mission]:
    """Return the evidence by name."""
    found = {}
    for row in tomllib.loads((EVIDENCE / "timelines.toml").read_text("utf-8"))["mission"]:
        orbit = TargetOrbit(**row["orbit"]) if "orbit" in row else None
        found[row["id"]] = Mission(**row | {"orbit": orbit})
    return found


def burns(vehicle: str) -> dict[str, StageBurn]:
    """Return the burns of a vehicle by stage."""
    return {b.stage.name: b for b in burns_of(catalogue().configuration(vehicle).vehicle)}


@cache
def flight(mission_id: str) -> Ascent:
    """Return our ascent of a mission; its capability where no payload is published."""
    mission = missions()[mission_id]
    if mission.orbit is None or mission.complex is None:
        raise SystemExit(f"{mission_id} gives no orbit or complex to fly")
    upper = f"+{mission.upper_stage}" if mission.upper_stage else ""
    optimiser = Optimiser(
        catalogue().configuration(mission.vehicle + upper),
        catalogue().complex(mission.complex),
        mission.orbit,
    )
    most = optimiser.capability("full")
    if mission.payload_kg is None or mission.payload_kg > most.payload_capability_kg:
        return most.ascent
    return optimiser.ascent(mission.payload_kg, "full")


def staging() -> Iterator[str]:
    """Compare the times at which stages end, leave and light with published ones."""
    yield from ("## Staging", "")
    yield from prose(
        f"""Times are in seconds from lift-off contact. Tolerance {TIME_TOLERANCE_S:.0f} s, one per
        cent of the longest burn, where the source is not coarser. What ours is made of stands
        beside it: *depletion* is computed from tanks, flows and throttle, *orbit* is where the
        optimiser cuts off, *heat flux* when its limit lets the fairing go; what follows these by a
        fixed delay inherits their difference, the delay being an input. *Input* is a command, or
        the published burn time of a solid motor: it only shows that the data were read rightly."""
    )
    rows = []
    for mission in missions().values():
        if mission.vehicle in {each.id for each in catalogue().vehicles}:
            rows += [_time_row(mission, event) for event in mission.events]
    yield from table(_HEAD, rows)
    missed = Counter(row[2] for row in rows if row[5].startswith("**"))
    yield from prose(
        f"""{len(rows) - missed.total()} of {len(rows)} lie within their tolerance. Missed are:
        {", ".join(f"{name} ({count})" for name, count in missed.most_common())}. A fairing's time
        is an operator's choice above a limit, a guided cut-off that of payload and orbit. Of the
        missions, assumed: {_assumed()}. {NOT_FLOWN}"""
    )


def _assumed() -> str:
    return "; ".join(f"{m.id}: {m.assumed}" for m in missions().values() if m.assumed)


NOT_FLOWN = """Published sequences of Atlas V with strap-ons, Delta IV Heavy, H-IIA, Proton-M, LVM3,
Saturn V, the Space Shuttle and SS-520 are of vehicles that the catalogue does not hold; two flights
of Falcon 9 stand on a [page of their own](flown.md). Sentinel-1B went up by one long burn of
Fregat-M where ours takes two, and is not compared."""
_HEAD = (
    *("published of", "vehicle", "event", "ours, s", "published, s", "difference, s"),
    *("tolerance, s", "ours is", "reason"),
)


def our_time_s(mission: Mission, name: str) -> float:
    """Return when an event happens: in our flight, or by tanks and flows where none is flown."""
    if mission.orbit is not None:
        return _event(flight(mission.id).trajectory, name)[0]
    stage, what = name.rsplit(" ", 1)
    burn = burns(mission.vehicle)[stage]
    return {"cut-off": burn.end_s, "separation": burn.separation_s, "ignition": burn.begin_s}[what]


def origin(mission: Mission, name: str) -> str:
    """Return what our time of an event is made of."""
    vehicle = catalogue().configuration(mission.vehicle).vehicle
    stage, _, what = name.rpartition(" ")
    if name == "fairing jettison":
        return "heat flux" if vehicle.fairing.jettison_at_s is None else "input: command"
    if name in ("max-q", "injection", "spacecraft separation"):
        return "path" if name == "max-q" else "orbit"
    known = burns(mission.vehicle)
    if stage not in known:
        return "input: a delay after lift-off or an ignition"
    burn = known[stage]
    if what == "cut-off":
        return _end_of(mission, burn)
    delay_s = burn.stage.separation_delay_s
    if what == "separation":
        return _end_of(mission, burn) + (f", and {delay_s:g} s" if delay_s else "")
    if burn.stage.ignites_after is None:
        return "input: command"
    before = known[burn.stage.ignites_after]
    later_s = before.stage.separation_delay_s + burn.stage.ignition_delay_s
    return _end_of(mission, before) + (f", and {later_s:g} s" if later_s else "")


def _end_of(mission: Mission, burn: StageBurn) -> str:
    if burn.unburnt_kg > 0.0:
        return "input: command"
    if burn.stage.thrust_curve is not None:
        return "input: burn time"
    last = max(burns(mission.vehicle).values(), key=lambda each: each.end_s)
    guided = (
        burn.stage.name == last.stage.name
        and mission.orbit is not None
        and mission.upper_stage is None
    )
    return "orbit" if guided else "depletion"


def _time_row(mission: Mission, event: dict[str, Any]) -> list[str]:
    tolerance_s = max(event.get("tolerance_s", 0.0), TIME_TOLERANCE_S)
    name = event["event"]
    ours_s = our_time_s(mission, name)
    vehicle = mission.vehicle.removesuffix("-crewed")
    reason = TIME_REASONS.get((vehicle, name), "")
    if name == "fairing jettison" and abs(ours_s - event["t_s"]) > tolerance_s:
        reason = FAIRING_LATE if ours_s > event["t_s"] else FAIRING_EARLY
    if "derived" in event:
        reason += f"; the published time is derived {event['derived']}"
    return [
        mission.id,
        mission.vehicle,
        name,
        f"{ours_s:.1f}",
        f"{event['t_s']:.1f}",
        _bold(ours_s - event["t_s"], tolerance_s, "+.1f"),
        f"{tolerance_s:.0f}",
        origin(mission, name),
        reason,
    ]


def _bold(difference: float, tolerance: float, form: str) -> str:
    text = f"{difference:{form}}"
    return f"**{text}**" if abs(difference) > tolerance else text


def lengths() -> Iterator[str]:
    """Take the core's difference out of the third stage's."""
    yield from ("### Length of the third stage's burn", "")
    yield from prose(
        """The end of the third stage's burn inherits the difference of the core's. From ignition to
        cut-off, with the propellant that the difference stands for at the stage's flow:"""
    )
    rows = []
    for mission in missions().values():
        times = {e["event"]: e["t_s"] for e in mission.events}
        if not mission.vehicle.startswith("soyuz-2.1") or "stage-3 cut-off" not in times:
            continue
        burn = burns(mission.vehicle)["stage-3"]
        ours_s = burn.end_s - burn.begin_s
        published_s = times["stage-3 cut-off"] - times["core cut-off"]
        flow_kg_s = burn.stage.engine.mass_flow_kg_s
        rows.append(
            [
                mission.id,
                mission.vehicle,
                f"{ours_s:.1f}",
                f"{published_s:.1f}",
                f"{ours_s - published_s:+.1f}",
                f"{(ours_s - published_s) * flow_kg_s:+.0f}",
            ]
        )
    yield from table(
        ("published of", "vehicle", "ours, s", "published, s", "difference, s", "kg"), rows
    )
    margin_kg = flight("Progress MS-01").margin_propellant_kg
    yield from prose(
        f"""With RD-0110 the core's early end and the third stage's late one cancel in the time of
        cut-off: its agreement to half a second is luck. A flown stage keeps propellant for
        guidance; our ascent of Progress MS-01, best for its payload, keeps {margin_kg:.0f} kg above
        the residual and so cuts off at
        {_event(flight("Progress MS-01").trajectory, "stage-3 cut-off")[0]:.1f} s."""
    )


def _event(trajectory: Trajectory, name: str) -> tuple[float, float, float, float]:
    """Return time [s], altitude [km], relative and inertial speed [m/s] of an event."""
    event = trajectory.event(name)
    if event is None:
        raise SystemExit(f"the flight has no {name}")
    return event.t_s, event.altitude_m / 1e3, event.v_ecef_m_s, event.v_eci_m_s


# Whose flight of ours stands beside a vehicle that the catalogue does not hold.
STAND_INS = {"Soyuz MS-06": "Soyuz MS-25", "R-7, any": "Soyuz MS-25"}
STEEPER = (
    "ours climbs for payload alone, steeply, before an upper stage of little thrust; the kit's "
)
STEEPER += "programme, and the thrust curve of the boosters, are not published"
SOONER = "dropped sooner in ours: the flux allows it"
STATE_REASONS = {
    ("Soyuz MS-06", "fairing jettison"): "ours is that of Soyuz MS-25, by command 7 s earlier",
    ("Soyuz MS-25", "core separation"): "1 to 2 s from cut-off to separation are left out in ours",
    (
        "Soyuz MS-06",
        "injection",
    ): "ours is cut off at a perigee 200 km above the equatorial radius, "
    "which lies higher than the ellipsoid that the column counts from",
    ("Soyuz MS-06", "booster separation"): "no burn of 118 s with these masses is so slow: 1,800 "
    "m/s is given elsewhere",
    ("Kourou manual", "booster separation"): "ours climbs for payload alone",
    ("Kourou manual", "core separation"): "depends on orbit and payload, which the figure does not "
    "state",
    ("Kourou manual", "fairing jettison"): "a time of another mission; 157 to 228 s are published "
    "as its range",
    ("R-7, any", "booster separation"): "a round figure for any R-7",
    ("Ariane 64, VA267", "booster separation"): STEEPER,
    ("Ariane 64, VA267", "fairing jettison"): SOONER,
    ("Ariane 64, VA267", "core separation"): STEEPER,
    ("Ariane 64, VA267", "upper ignition"): STEEPER,
    ("Ariane 62, VA266", "core separation"): STEEPER,
    ("Electron guide", "stage-1 cut-off"): "ours climbs for payload alone, less steeply",
    ("Electron guide", "stage-2 ignition"): "ours climbs for payload alone, less steeply",
    ("Electron guide", "fairing jettison"): "ours climbs for payload alone, less steeply",
}


def states() -> Iterator[str]:
    """Compare altitudes and speeds at events with published ones."""
    yield from ("## Where the flight is", "")
    yield from prose(
        """States of our optimised ascents at the events whose altitude or speed is published.
        Assumed: the best programme for payload, which no flown one is; fairing dropped by
        heat flux, but on command where a crew flies. The older crewed flights, of a vehicle
        that the catalogue does not hold, stand beside ours of Soyuz MS-25. Flown where the
        source says, else planned or typical:"""
    )
    yield from flights()
    rows = []
    for mission in missions().values():
        for event in mission.events:
            name = event["event"]
            if "altitude_m" in event or (name == "fairing jettison" and mission.orbit is not None):
                trajectory = flight(STAND_INS.get(mission.id, mission.id)).trajectory
                rows.append(_state_row(mission.id, event, _event(trajectory, name)))
    yield from table(
        (
            *("published of", "event", "time, s: ours", "published"),
            *("altitude, km: ours", "published", "difference", "tolerance"),
            *("relative speed, m/s: ours", "inertial: ours", "published (frame)", "difference"),
            "reason",
        ),
        rows,
    )
    yield from prose(
        f"""Altitudes of ours are above the ellipsoid; the sources do not say above what. A speed is
        graded, to {100 * SPEED_TOLERANCE_RATIO:.0f} %, only where its frame is stated: that is one
        row, of the older vehicle, and it is a miss. The others stand beside both of ours; they are
        near the relative ones and hundreds of metres per second from the inertial ones."""
    )
    yield from _crewed_fairing()


def flights() -> Iterator[str]:
    """List our flights: vehicle, pad, orbit and payload."""
    rows = []
    for mission in missions().values():
        if mission.orbit is None:
            continue
        upper = f" + {mission.upper_stage}" if mission.upper_stage else ""
        injection = flight(mission.id).injection
        radius_m = injection.semi_major_axis_m
        perigee_km, apogee_km = (
            (radius_m * (1.0 + sign * injection.eccentricity) - EARTH_EQUATORIAL_RADIUS_M) / 1e3
            for sign in (-1.0, 1.0)
        )
        rows.append(
            [
                mission.id,
                mission.vehicle + upper,
                mission.complex or "",
                f"{perigee_km:,.0f} x {apogee_km:,.0f}, {injection.inclination_deg:.1f}",
                f"{flight(mission.id).payload_kg:,.0f}",
                _which(mission),
            ]
        )
    yield from table(
        ("flight", "vehicle", "pad", "orbit of ours, km and deg", "payload, kg", "which is"), rows
    )


def _which(mission: Mission) -> str:
    if mission.payload_kg is None:
        return "our capability"
    if flight(mission.id).payload_kg < mission.payload_kg:
        return f"our capability, **less than the {mission.payload_kg:,.0f} kg that flew**"
    return "published or as assumed"


def _state_row(
    mission_id: str, event: dict[str, Any], ours: tuple[float, float, float, float]
) -> list[str]:
    t_s, altitude_km, v_ecef_m_s, v_eci_m_s = ours
    name = event["event"]
    published_s = event.get("state_at_s", event["t_s"])
    row = [mission_id, name, f"{t_s:.1f}", f"{published_s:.1f}", f"{altitude_km:.1f}"]
    if "altitude_m" in event:
        published_km = event["altitude_m"] / 1e3
        tolerance_km = ALTITUDE_TOLERANCE_KM.get(name, LATER_ALTITUDE_TOLERANCE_KM)
        difference = _bold(altitude_km - published_km, tolerance_km, "+.1f")
        row += [f"{published_km:g}", difference, f"{tolerance_km:.0f}"]
    else:
        row += ["", "", ""]
    row += [f"{v_ecef_m_s:,.0f}", f"{v_eci_m_s:,.0f}"]
    if "speed_m_s" in event:
        row += [f"{event['speed_m_s']:,.0f} ({event['speed_frame']})"]
        known = {"relative": v_ecef_m_s, "inertial": v_eci_m_s}.get(event["speed_frame"])
        tolerance_m_s = SPEED_TOLERANCE_RATIO * event["speed_m_s"]
        row += [
            "not graded"
            if known is None
            else _bold(known - event["speed_m_s"], tolerance_m_s, "+,.0f")
        ]
    else:
        row += ["", ""]
    return [*row, STATE_REASONS.get((mission_id, name), "")]


def _crewed_fairing() -> Iterator[str]:
    """Tell what heat the crewed fairing's time means in our flight."""
    trajectory = flight("Soyuz MS-25").trajectory
    t_s, altitude_km, v_ecef_m_s, _ = _event(trajectory, "fairing jettison")
    flux_w_m2 = _at(trajectory, trajectory.free_molecular_heat_flux_w_m2, t_s)
    limit_w_m2 = catalogue().configuration("soyuz-2.1a").vehicle.fairing.max_heat_flux_w_m2
    yield from prose(
        f"""The crewed fairing goes on command, which is an input; that it is then at
        {altitude_km:.1f} km and {v_ecef_m_s:,.0f} m/s, relative, is computed. The heat flux there
        is {flux_w_m2 / 1e3:.0f} kW/m2, {flux_w_m2 / limit_w_m2:.0f} times what user's manuals allow
        a satellite."""
    )


def _at(trajectory: Trajectory, values: np.ndarray, t_s: float) -> float:
    return float(np.interp(t_s, trajectory.t_s, values))


def loads() -> Iterator[str]:
    """Compare the axial load with what the manual's curve gives."""
    yield from ("## Axial load", "")
    mission = missions()["Kourou manual"]
    yield from prose(
        f"""Acceleration over weight, read from a curve of the Kourou manual, beside that of our
        flight to the transfer orbit. Tolerance {100 * LOAD_TOLERANCE_RATIO:.0f} %, what can be read
        from a curve."""
    )
    trajectory = flight("Kourou manual").trajectory
    points = [(f"{p['t_s']:.0f}", p["t_s"], p["load_g"]) for p in mission.axial_loads]
    step, ours_s = mission.throttle_step, burns("soyuz-2.1b")["booster"].pieces[-1].begin_s
    if step is not None:
        at = f"{step['t_s']:.0f} (ours {ours_s:.1f})"
        points.append((f"{at}, before the boosters throttle down", ours_s - 0.1, step["before_g"]))
        points.append((f"{at}, after it", ours_s + 0.1, step["after_g"]))
    rows = []
    for name, t_s, published_g in points:
        ours_g = _at(trajectory, trajectory.axial_load_factor, t_s)
        percent = 100.0 * (ours_g / published_g - 1.0)
        rows.append(
            [
                name,
                f"{ours_g:.3f}",
                f"{published_g:.3f}",
                _bold(percent, 100.0 * LOAD_TOLERANCE_RATIO, "+.1f"),
            ]
        )
    yield from table(("T+ s", "ours, g", "published, g", "difference, %"), rows)
    if step is not None:
        throttle, published = _step_throttle(step)
        yield from prose(
            f"""Thrust, flow, mass and drag of the whole first stage stand behind these numbers, and
            none was adjusted to this curve. Ours pushes harder, or weighs less, by some two per
            cent until the step; why is not known. The published step is that of boosters throttled
            to {published:.2f}, where ours go to {throttle:.2f}."""
        )


def _step_throttle(step: dict[str, float]) -> tuple[float, float]:
    """Return the boosters' throttle before cut-off: ours, and what a published step means."""
    booster, core = burns("soyuz-2.1b")["booster"], burns("soyuz-2.1b")["core"]
    pushes = [b.stage.count * b.stage.engine.thrust_vac_n for b in (booster, core)]
    share = pushes[0] / sum(pushes)
    lost = 1.0 - step["after_g"] / step["before_g"]
    return booster.pieces[-1].start_ratio, 1.0 - lost / share


def sources() -> Iterator[str]:
    """List where the sequences were published."""
    yield from ("## Sources", "")
    for mission in missions().values():
        yield f"- {mission.id}: {mission.source}"
    yield ""


def page() -> str:
    """Return the whole page."""
    lines = [
        "# Timelines",
        "",
        "When stages cut off and where the flight then is, beside published sequences. See [how to",
        "read these pages](how-to-read.md). The evidence is in `tests/authorities/evidence`.",
        "",
    ]
    for part in (staging, lengths, states, loads, sources):
        lines.extend(part())
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    (PAGES / "timelines.md").write_text(page(), encoding="utf-8")
