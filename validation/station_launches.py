"""Rebuild docs/validation/station-launches.md: flown launches to the station and our lift-offs."""

import itertools
import math
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from _page import EVIDENCE, PAGES, pad, prose, table
from _station_forecasts import (
    PAD_ALTITUDE_M,
    StationFlight,
    element_errors,
    phases,
    station_flights,
)
from _station_leads import (
    CAPSULE_KG,
    CAPSULE_ORBIT_KM,
    Variant,
    aimed_ascent,
    lead_of,
    packaged,
    planned_lead,
    variants,
)

from cosmodrome.epochs import SIDEREAL_RATE_RAD_S
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.phasing import phasing_to
from cosmodrome.units import deg
from cosmodrome.windows import ascent_lead, find_windows
from cosmodrome.windows.lead import AscentLead, lead_before_crossing_s
from cosmodrome.windows.rendezvous import ProfileFits, profile_fits

MILE_M = 1609.344
FLOWN_PROFILES = {"progress-ms-09": "2-orbit", "progress-ms-08": "2-day"}
LEAD_TOLERANCE_S = 30.0
ROUNDS = 6


def station_launches() -> Iterator[str]:
    """Show where flown station launches stood relative to our crossing."""
    yield from (
        "# Launches to the station",
        "",
        "Where flown lift-offs stood relative to the plane, and where ours would. See [how to read",
        "these pages](how-to-read.md). The evidence is in `tests/authorities/evidence`.",
        "",
        "## The plane",
        "",
    )
    yield from prose(
        """
        Lift-off relative to our crossing of the mean plane, beside the same figure computed by
        others with Orekit. The lift-off leads the crossing by the ascent's own time and arc. A
        two-orbit flight goes into the station's plane; a two-day flight leaves later and aims east
        of it, because the node of its lower orbit drifts westward faster than the station's.
        """
    )
    rows = []
    for launch in tomllib.loads((EVIDENCE / "windows.toml").read_text("utf-8"))["iss_launch"]:
        liftoff = datetime.fromisoformat(launch["liftoff_utc"])
        orbit = TargetOrbit(kind="station", station_tle=tuple(launch["tle"]))
        site = pad(launch["site"], launch["lat"], launch["lon"], PAD_ALTITUDE_M)
        hours = timedelta(hours=3)
        found = find_windows(orbit, site, first=liftoff - hours, last=liftoff + hours)
        crossing = next(w.crossing for w in found if w.kind == launch["pass"] and w.crossing)
        ours_s = (liftoff - crossing).total_seconds()
        theirs_s = launch["offset_mean_plane_s"]
        seen = "published" if launch.get("verified", True) else "second not confirmed"
        rows.append(
            [
                launch["id"],
                launch["profile"],
                f"{liftoff:%Y-%m-%d %H:%M:%S} ({seen})",
                f"{ours_s:+.1f}",
                f"{theirs_s:+.1f}",
                f"{ours_s - theirs_s:+.2f}",
                "1",
            ]
        )
    yield from table(
        (
            *("flight", "rendezvous", "lift-off, UTC", "ours, s", "published, s"),
            *("difference, s", "tolerance, s"),
        ),
        rows,
    )


def rendezvous() -> Iterator[str]:
    """Show which profiles flown launches could have served."""
    yield from ("## Which profile serves", "")
    yield from prose(
        """
        What the station may be ahead at injection, computed from the phasing orbits that a profile
        allows (`data/rendezvous.toml`), and where it stood at the injection of flown launches, by
        their published lift-off and our arc of ascent. A profile serves where the second is inside
        the first; `later` is how long after the station's own plane that of the launch crosses the
        pad.
        """
    )
    rows = []
    for flight in station_flights():
        for profile in packaged().rendezvous.profiles:
            phasing = phasing_to(flight.station, profile)
            fit = fit_of_flight(flight, profile.id)[1]
            ahead_deg, miss_deg = float(fit.insertion_phase_deg[0]), float(fit.miss_deg[0])
            flew = ", flown" if FLOWN_PROFILES[flight.id] == profile.id else ""
            rows.append(
                [
                    flight.id,
                    profile.id + flew,
                    f"{deg(phasing.least_rad):.1f} to {deg(phasing.most_rad):.1f}",
                    f"{ahead_deg % 360.0:.1f}",
                    "serves" if fit.admissible[0] else f"misses by {miss_deg:+.1f}",
                    f"{float(fit.later_s[0]):.0f}",
                ]
            )
    yield from table(
        (
            *("flight", "profile", "may be ahead, deg", "was ahead, deg"),
            *("", "later, s"),
        ),
        rows,
    )
    row = tomllib.loads((EVIDENCE / "rendezvous.toml").read_text("utf-8"))["station_ahead"][0]
    radius_m = station_flights()[0].station.semi_major_axis_m
    yield from prose(
        f"""
        Reported at the injection of Progress MS-09: {row["ahead_miles"]:,.0f} miles, which is
        {deg(row["ahead_miles"] * MILE_M / radius_m):.1f} deg of the station's orbit (tolerance 0.4
        deg). The ranges are 6, 22 and 150 deg wide as published, because the phasing orbits are
        estimates made to give that; where they lie is a check.
        """
    )


def fit_of_flight(flight: StationFlight, profile_id: str) -> tuple[float, ProfileFits]:
    """Return the lead [s] of a launch at its published second, and how a profile fits it then."""
    phasing = phasing_to(flight.station, packaged().rendezvous.profile(profile_id))
    lead = ascent_lead(aimed_ascent())
    later_s, lead_s = 0.0, 0.0
    for _ in range(ROUNDS):
        lead_s = later_s - flight.offset_s
        lead = _shifted(lead, flight, lead_s)
        fit = profile_fits(
            phasing,
            flight.station,
            lead,
            flight.site,
            flight.passing,
            crossings=[flight.crossing],
        )
        later_s = float(fit.later_s[0])
    return lead_s, fit


def _shifted(lead: AscentLead, flight: StationFlight, wanted_s: float) -> AscentLead:
    """Return a lead with the node turned so that it is as long as wanted."""
    is_s = lead_before_crossing_s(lead, flight.station.plane, flight.site, flight.passing)
    turned_deg = deg((is_s - wanted_s) * SIDEREAL_RATE_RAD_S)
    return replace(lead, node_eci_deg=lead.node_eci_deg - turned_deg)


def ascent_leads() -> Iterator[str]:
    """Compare flown lift-offs with those that our own ascent would choose."""
    low_km, high_km = CAPSULE_ORBIT_KM
    ours_s = lead_of(aimed_ascent())
    planned_id, planned_s, planned = planned_lead()
    yield from ("## Our own ascent", "")
    yield from prose(
        f"""
        By how much a lift-off leads the pass through the plane of its launch. Ours: Soyuz-2.1a from
        Baikonur 31, {CAPSULE_KG:.0f} kg to {low_km:.0f} x {high_km:.0f} km, both assumed, aimed so
        that the mean inclination is the station's. Flown: the published lift-off before the
        station's plane, and `later` as above. Planned: the nominal state at separation that the
        Keldysh Institute gave out for Progress M-37 to Mir, which ends at its perigee,
        {deg(planned.argument_of_latitude_rad):.1f} deg from the node; ours at
        {_argument_deg():.1f} deg.
        """
    )
    known = [(planned_id, "planned", planned_s)]
    for flight in station_flights():
        known.append((flight.id, "flown", fit_of_flight(flight, FLOWN_PROFILES[flight.id])[0]))
    yield from table(
        ("flight", "lead", "theirs, s", "ours, s", "difference, s", "tolerance, s"),
        [
            [
                id,
                kind,
                f"{theirs_s:.0f}",
                f"{ours_s:.0f}",
                f"{ours_s - theirs_s:+.0f}",
                f"{LEAD_TOLERANCE_S:.0f}",
            ]
            for id, kind, theirs_s in known
        ],
    )
    yield from _explained(known)


def _explained(known: list[tuple[str, str, float]]) -> Iterator[str]:
    flown = list(variants())
    yield from prose(
        """
        What may fix the track of a flight, and what the same ascent leads by then (`spare` is
        propellant left at injection):
        """
    )
    yield from table(
        ("assumption", "launch azimuth, deg", "lead, s", "spare, kg"),
        [_row(each) for each in flown],
    )
    by_azimuth = sorted(
        (each.azimuth_deg, each.lead_s)
        for each in flown
        if each.name.startswith(("launch azimuth", "mean")) and each.azimuth_deg and each.lead_s
    )
    azimuths_deg, leads_s = zip(*by_azimuth, strict=True)
    asked = ", ".join(
        f"{float(np.interp(lead_s, leads_s, azimuths_deg)):.1f} deg for {id}"
        for id, _, lead_s in known
    )
    slope_s = (leads_s[-1] - leads_s[0]) / (azimuths_deg[-1] - azimuths_deg[0])
    yield from prose(
        f"""
        A degree of the launch azimuth moves the lead by {slope_s:.0f} s, and the first costs no
        more than a few kilograms: the optimum is flat, and what programme is flown is a convention.
        The leads above would be those of {asked}. No document at hand states the azimuth of this
        route, neither a programme without yaw nor the drop zone of the core gives them, and the
        strap-ons' zone, read as published, lies too near the pad for this vehicle; so nothing was
        tuned, and a planner's lift-off to a station is good to half a minute or a minute until
        the range says the azimuth (a corridor of the pad does it). Two more things are known. A
        station's inclination is a mean one, and is aimed at so: taken as osculating, as a
        customer's is, it would end the flight 0.02 deg too steep and leading by 14 s more, for its
        node to be right (first row). And two-orbit flights are put
        beside the station's plane on purpose ("quasi-coplanar insertion"), so that of MS-09 need
        not be that of the programme. For MS-08 the lift-off second itself is not confirmed.
        """
    )


def _row(each: Variant) -> list[str]:
    if each.lead_s is None:
        return [each.name, "", each.remark, ""]
    azimuth = "" if each.azimuth_deg is None else f"{each.azimuth_deg:.1f}"
    spare = "" if each.spare_kg is None else f"{each.spare_kg:.0f}"
    return [each.name, azimuth, f"{each.lead_s:.0f}", spare]


def _argument_deg() -> float:
    argument_deg = ascent_lead(aimed_ascent()).argument_of_latitude_deg
    return math.nan if argument_deg is None else argument_deg


def page() -> str:
    """Return the whole page."""
    parts = (
        station_launches(),
        element_errors(),
        phases(),
        rendezvous(),
        ascent_leads(),
    )
    return "\n".join(itertools.chain(*parts)).rstrip() + "\n"


if __name__ == "__main__":
    (PAGES / "station-launches.md").write_text(page(), encoding="utf-8")
