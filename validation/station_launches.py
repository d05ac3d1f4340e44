"""Rebuild docs/validation/station-launches.md: flown launches to the station and our lift-offs."""

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from _page import EVIDENCE, PAGES, pad, prose, table

from cosmodrome.ascent.optimise import Ascent, optimise_ascent
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.epochs import SIDEREAL_RATE_RAD_S
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.secular import node_rate_rad_s
from cosmodrome.orbit.station import station_orbit
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.units import deg
from cosmodrome.windows import ascent_lead, find_windows

# Assumed: a Progress of the time, and the orbit that Soyuz leaves it in.
CAPSULE_KG = 7300.0
CAPSULE_ORBIT_KM = (193.0, 245.0)
PAD_ALTITUDE_M = 104.0


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
        "Lift-off relative to our crossing of the mean plane, beside the same figure computed",
        "by others with Orekit. The lift-off leads the crossing by the ascent's own time and",
        "arc. A two-orbit flight goes into the station's plane; a two-day flight leaves later",
        "and aims east of it, because the node of its lower orbit drifts westward faster than",
        "the station's.",
        "",
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


@dataclass(frozen=True)
class StationFlight:
    """A flown launch to the station, and the orbits it took to get there."""

    id: str
    liftoff: datetime
    orbit: TargetOrbit
    orbits: int
    offset_s: float


def station_flights() -> list[StationFlight]:
    """Return the flown launches of the evidence, with the orbit that the capsule is put into."""
    rows = tomllib.loads((EVIDENCE / "windows.toml").read_text("utf-8"))["iss_launch"]
    return [
        StationFlight(
            id=row["id"],
            liftoff=datetime.fromisoformat(row["liftoff_utc"]),
            orbit=complete_orbit(
                TargetOrbit(
                    kind="station",
                    station_tle=tuple(row["tle"]),
                    perigee_altitude_km=CAPSULE_ORBIT_KM[0],
                    apogee_altitude_km=CAPSULE_ORBIT_KM[1],
                )
            ),
            orbits=int(re.findall(r"(\d+)-orbit", row["profile"])[0]),
            offset_s=row["offset_mean_plane_s"],
        )
        for row in rows
    ]


def ascent_leads() -> Iterator[str]:
    """Compare flown lift-offs with those that our own ascent would choose."""
    catalogue = load_catalogue()
    site = catalogue.complex("baikonur-31-6")
    flights = station_flights()
    ascent = optimise_ascent(
        catalogue.configuration("soyuz-2.1a"), site, flights[0].orbit, payload_kg=CAPSULE_KG
    )
    low, high = CAPSULE_ORBIT_KM
    yield from ("## Our own ascent", "")
    yield from prose(
        f"""
        The same flights against our own ascent: Soyuz-2.1a from Baikonur 31, {CAPSULE_KG:.0f} kg to
        {low:.0f} x {high:.0f} km, both assumed. `lead` is what `find_windows` takes from the
        optimised ascent; `drift` is how far the node of the lower orbit runs ahead of the
        station's until they meet, at the mean of both altitudes (assumed), which a planner of a
        rendezvous adds.
        """
    )
    rows = []
    for flight in flights:
        lead_s = _lead_s(flight, site, ascent)
        drift_s = _drift_allowance_s(flight)
        ours_s = drift_s - lead_s
        rows.append(
            [
                flight.id,
                f"{lead_s:.0f}",
                f"{drift_s:+.0f}",
                f"{ours_s:+.0f}",
                f"{flight.offset_s:+.0f}",
                f"{ours_s - flight.offset_s:+.0f}",
                "30",
            ]
        )
    yield from table(
        (
            *("flight", "lead, s", "drift, s", "ours, s from crossing", "flown, s"),
            *("difference, s", "tolerance, s"),
        ),
        rows,
    )
    yield from prose(
        f"""
        Outside the tolerance. The optimum is flat in this direction: the pad carries the vehicle
        towards the plane at about 150 m/s, and nulling that sooner or later moves the lead. Moving
        it by a minute shifts the path sideways by 9 km, which a yaw of
        {_yaw_deg(9e3, ascent):.1f} deg, one way and back, does for about
        {_yaw_cost_m_s(9e3, ascent):.1f} m/s (estimate with the mean acceleration). The flown
        programmes are not published; ours takes the cheapest lead. For MS-08 the lift-off second
        itself is not confirmed.
        """
    )


def _lead_s(flight: StationFlight, site: LaunchComplex, ascent: Ascent) -> float:
    hours = timedelta(hours=3)
    found = find_windows(
        flight.orbit,
        site,
        first=flight.liftoff - hours,
        last=flight.liftoff + hours,
        ascent_leads=(ascent_lead(ascent),),
    )
    window = next(w for w in found if w.liftoff)
    return (window.crossing - window.liftoff).total_seconds()


def _drift_allowance_s(flight: StationFlight) -> float:
    """Return how much later a lift-off goes east of the plane for the node to drift back."""
    station = station_orbit(*flight.orbit.station_tle)
    low_m = EARTH_EQUATORIAL_RADIUS_M + 1e3 * sum(CAPSULE_ORBIT_KM) / 2.0
    middle_m = (low_m + station.semi_major_axis_m) / 2.0
    inclination_rad = station.plane.inclination_rad
    excess_rad_s = node_rate_rad_s(station.semi_major_axis_m, 0.0, inclination_rad)
    excess_rad_s -= node_rate_rad_s(middle_m, 0.0, inclination_rad)
    period_s = 2.0 * math.pi * math.sqrt(middle_m**3 / EARTH_MU_M3_S2)
    return excess_rad_s * flight.orbits * period_s / SIDEREAL_RATE_RAD_S


def _sideways_m_s2(shift_m: float, ascent: Ascent) -> float:
    """Return the acceleration that moves a path sideways, half the time out and half back."""
    return 4.0 * shift_m / ascent.profile.end_s**2


def _mean_acceleration_m_s2(ascent: Ascent) -> float:
    return 9000.0 / ascent.profile.end_s


def _yaw_deg(shift_m: float, ascent: Ascent) -> float:
    return deg(_sideways_m_s2(shift_m, ascent) / _mean_acceleration_m_s2(ascent))


def _yaw_cost_m_s(shift_m: float, ascent: Ascent) -> float:
    ratio = _sideways_m_s2(shift_m, ascent) / _mean_acceleration_m_s2(ascent)
    return 0.5 * ratio**2 * _mean_acceleration_m_s2(ascent) * ascent.profile.end_s


def page() -> str:
    """Return the whole page."""
    return "\n".join([*station_launches(), *ascent_leads()]).rstrip() + "\n"


if __name__ == "__main__":
    (PAGES / "station-launches.md").write_text(page(), encoding="utf-8")
