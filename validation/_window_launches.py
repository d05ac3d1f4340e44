"""Planes that were launched into more than once: the first fits, the others are predicted."""

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from _page import EVIDENCE, evidence, prose, table
from _window_planes import BAIKONUR, VOSTOCHNY

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.epochs import EarthOrientation, earth_rotation_angle_rad
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.plane import OrbitPlane, local_mean_solar_time_h, plane_of_raan
from cosmodrome.orbit.secular import node_rate_rad_s
from cosmodrome.orbit.sun import equation_of_time_s
from cosmodrome.orbit.sun_synchronous import inclination_deg
from cosmodrome.units import deg, rad
from cosmodrome.windows import find_windows
from cosmodrome.windows.crossings import PadPass, crossing_times, passes_over

HALF_A_DAY = timedelta(hours=12)
# Where OneWeb's satellites work, which sets how their planes turn; its planes by kusat.com/OneWeb
# (Resources): "Each plane is spaced at 15.225 deg"; altitudes 1175 to 1219 km.
ONEWEB_INCLINATION_DEG, ONEWEB_ALTITUDE_M, ONEWEB_SPACING_DEG = 87.9, 1200e3, 15.225
ONEWEB_INJECTED_DEG = 87.4


@dataclass(frozen=True)
class Launch:
    """One flown launch from the list."""

    liftoff: datetime
    payload: str

    @property
    def family(self) -> str:
        """First word of the payload: launches of one family may share a plane."""
        return self.payload.split()[0]

    @property
    def short(self) -> str:
        """Return name and date."""
        return f"{self.payload.split(' + ')[0].split(', 58')[0]}, {self.liftoff:%Y-%m-%d}"


def flown(orbit: str) -> list[Launch]:
    """Return the launches of the list into orbits that are called so, in order, to the second."""
    return [
        Launch(datetime.fromisoformat(f"{row['date_utc']}T{row['time_utc']}+00:00"), row["payload"])
        for row in evidence("vostochny_launches.csv")
        if row["orbit"].startswith(orbit) and row["time_utc"].count(":") == 2
    ]


def repeat_launches(orientation: EarthOrientation) -> Iterator[str]:
    """Fit the local time on the first launch of a family and predict the others."""
    launches = flown("SSO")
    families = sorted({launch.family for launch in launches})
    repeated = {f: [x for x in launches if x.family == f] for f in families}
    yield "## Repeat launches into one sun-synchronous plane"
    yield ""
    yield from prose(
        """From `vostochny_launches.csv`, every family of spacecraft that flew more than once into a
        sun-synchronous orbit. The local time of the node is fitted on the first launch and held
        for the others; what the ascent takes from lift-off to the plane is the same for the same
        rocket, cancels, and is set to zero. `apparent Sun` is the prediction by the Sun that one
        sees instead of the mean Sun. The mean Sun goes by UT1, from the packaged table."""
    )
    rows = [
        _predicted(repeated[family][0], other, orientation)
        for family in families
        for other in repeated[family][1:]
    ]
    yield from table(
        (
            *("fitted on", "predicted", "flown, UTC", "ours, UTC", "flown - ours, s"),
            *("flown - apparent Sun, s", "change of UT1 - UTC, s"),
        ),
        rows,
    )
    yield from prose(
        """Two launches repeat the second of their predecessor, eleven and nineteen months later:
        the rocket follows the mean Sun, and by the apparent Sun they would have missed by a
        quarter of an hour. What is left, 0.2 s and 0.4 s, is the change of UT1 - UTC: the flown
        seconds are those of UTC. Lift-offs are published in whole seconds, so whether the flight
        programme counts by UTC or was rounded to it cannot be seen."""
    )
    yield from prose(
        """The other rows are no tests of the method but show what the list holds: Kondor-FKA 2,
        Meteor-M 2-3 and Ionosfera-M 3 and 4 went into other planes, half an hour to half a day
        away. Meteor-M 2-4 flew 100 s later than 2-1, to an orbit 5 km lower with another ascent;
        whether its customer asked for the same local time is not published."""
    )


def _predicted(first: Launch, other: Launch, orientation: EarthOrientation) -> list[str]:
    orbit = _plane_over_the_pad(first.liftoff, orientation)
    found = find_windows(
        orbit,
        VOSTOCHNY,
        first=other.liftoff - HALF_A_DAY,
        last=other.liftoff + HALF_A_DAY,
        orientation=orientation,
    )
    ours = next(w.crossing for w in found if w.kind == "ascending" and w.crossing)
    sundial_s = equation_of_time_s(first.liftoff) - equation_of_time_s(other.liftoff)
    by_sundial = ours + timedelta(seconds=sundial_s)
    change_s = orientation.ut1_utc_s(other.liftoff) - orientation.ut1_utc_s(first.liftoff)
    return [
        first.short,
        other.short,
        f"{other.liftoff:%H:%M:%S}",
        f"{ours:%H:%M:%S}.{ours.microsecond // 100_000}",
        f"{(other.liftoff - ours).total_seconds():+.1f}",
        f"{(other.liftoff - by_sundial).total_seconds():+.0f}",
        f"{float(change_s):+.2f}",
    ]


def _plane_over_the_pad(liftoff: datetime, orientation: EarthOrientation) -> TargetOrbit:
    """Return the sun-synchronous target whose ascending pass is over the pad at an instant."""
    orbit = TargetOrbit(kind="sun-synchronous", perigee_altitude_km=820, apogee_altitude_km=820)
    rising = passes_over(VOSTOCHNY, rad(inclination_deg(EARTH_EQUATORIAL_RADIUS_M + 820e3)))[0]
    node_rad = rad(VOSTOCHNY.longitude_deg) - rising.pad_from_node_rad
    ut1 = liftoff + timedelta(seconds=float(orientation.ut1_utc_s(liftoff)))
    return replace(orbit, ltan_h=local_mean_solar_time_h(node_rad, ut1))


def constellation_launches(orientation: EarthOrientation) -> Iterator[str]:
    """Fit a plane of a constellation on its first launch, and see where the others stand."""
    first, *others = flown("450 km 87.4")
    rising = passes_over(VOSTOCHNY, rad(ONEWEB_INJECTED_DEG))[0]
    fitted = OrbitPlane(
        epoch=first.liftoff,
        inclination_rad=rad(ONEWEB_INJECTED_DEG),
        node_rad=_node_rad(first.liftoff, rising, orientation),
        node_rate_rad_s=node_rate_rad_s(
            EARTH_EQUATORIAL_RADIUS_M + ONEWEB_ALTITUDE_M, 0.0, rad(ONEWEB_INCLINATION_DEG)
        ),
    )
    height = f"{ONEWEB_ALTITUDE_M / 1e3:.0f}"
    rows = [_nearest_plane(fitted, rising, other, orientation) for other in others]
    yield "## Launches into the planes of a constellation"
    yield ""
    yield from prose(
        f"""Six launches of OneWeb from Vostochny, into planes {ONEWEB_SPACING_DEG} deg apart (12 of
        them over half a turn: kusat.com/OneWeb, Resources). The node of the first plane is fitted
        on {first.short}. It and the others drift as they do where the satellites work, at {height}
        km and {ONEWEB_INCLINATION_DEG} deg: the lower orbit that the rocket leaves them in drifts
        faster, by the same on every launch. Which plane a launch went to is not in the list: the
        nearest one is shown."""
    )
    yield from table(
        (
            *("predicted", "plane from the first", "nearest crossing, UTC", "flown, UTC"),
            *("flown - nearest, s", "the same, deg of the node"),
        ),
        rows,
    )
    yield from prose(
        f"""By chance the nearest plane would be {ONEWEB_SPACING_DEG / 4.0:.1f} deg away on average.
        Four of five stand within half a degree, on planes that have drifted by up to 60 deg since
        the first launch: spacing and drift are right. It is no test to the second: planes differ in
        altitude (1175 to 1219 km; which has which is not in the list), 0.4 deg of the node in ten
        months, and how far satellites are let drift before they climb is the operator's choice."""
    )


def _node_rad(liftoff: datetime, rising: PadPass, orientation: EarthOrientation) -> float:
    """Return the node of the plane that the pad of Vostochny is in at lift-off."""
    turned_rad = earth_rotation_angle_rad(liftoff, ut1_utc_s=float(orientation.ut1_utc_s(liftoff)))
    return (rad(VOSTOCHNY.longitude_deg) - rising.pad_from_node_rad + turned_rad) % math.tau


def _nearest_plane(
    fitted: OrbitPlane, rising: PadPass, other: Launch, orientation: EarthOrientation
) -> list[str]:
    node_rad = _node_rad(other.liftoff, rising, orientation)
    east_rad = math.remainder(node_rad - fitted.node_at_rad(other.liftoff), math.tau)
    number = round(deg(east_rad) / ONEWEB_SPACING_DEG)
    plane = replace(fitted, node_rad=fitted.node_rad + rad(number * ONEWEB_SPACING_DEG))
    crossing = crossing_times(
        plane,
        VOSTOCHNY.longitude_deg,
        rising,
        first=other.liftoff - timedelta(hours=2),
        last=other.liftoff + timedelta(hours=2),
        orientation=orientation,
    )[0]
    return [
        other.short,
        f"{number:+d}",
        f"{crossing:%H:%M:%S}",
        f"{other.liftoff:%H:%M:%S}",
        f"{(other.liftoff - crossing).total_seconds():+.0f}",
        f"{deg(east_rad) - number * ONEWEB_SPACING_DEG:+.2f}",
    ]


def published_drift() -> Iterator[str]:
    """Compare the daily shift of a planar window with a published one."""
    drift = tomllib.loads((EVIDENCE / "windows.toml").read_text("utf-8"))["planar_drift"][0]
    epoch = datetime(2018, 12, 8, tzinfo=UTC)
    plane = plane_of_raan(
        0.0,
        rad(74.0),
        frame="true-of-date",
        epoch=epoch,
        node_rate_rad_s=rad(drift["raan_rate_deg_per_day"]) / 86400.0,
    )
    passing = passes_over(BAIKONUR, plane.inclination_rad)[0]
    last = epoch + timedelta(days=3)
    times = crossing_times(plane, BAIKONUR.longitude_deg, passing, first=epoch, last=last)
    ours_min = ((times[1] - times[0]).total_seconds() - 86400.0) / 60.0
    published_min = drift["drift_min_per_day"]
    yield "## Daily shift of a planar window"
    yield ""
    yield from prose(
        f"""Announced windows of December 2018 and January 2019, whole minutes over 43 days
        ({drift["source"]}). Assumed: the author's own node drift,
        {drift["raan_rate_deg_per_day"]} deg per day; the shift depends on nothing else."""
    )
    yield from table(
        ("ours, min per day", "published", "difference", "tolerance", "reason"),
        [
            [
                f"{ours_min:.3f}",
                f"{published_min:.3f}",
                f"{ours_min - published_min:+.3f}",
                "0.023 (one minute in 43 days)",
                "the author rounds his drift to 0.01 deg, 0.04 min",
            ]
        ],
    )


def sun_synchronous_inclinations() -> Iterator[str]:
    """Compare sun-synchronous inclinations with a table."""
    rows = evidence("sso_inclination.csv")
    differences = [
        abs(
            inclination_deg(EARTH_EQUATORIAL_RADIUS_M + 1e3 * float(row["altitude_km"]))
            - float(row["inclination_deg_J2"])
        )
        for row in rows
    ]
    low, high = rows[0]["altitude_km"], rows[-1]["altitude_km"]
    yield "## Sun-synchronous inclinations"
    yield ""
    yield from prose(
        f"""{len(rows)} circular orbits from {low} to {high} km, first order in J2, node drift 360
        deg in a tropical year. Largest difference {max(differences):.1e} deg; the table prints six
        decimals, so the tolerance is 1e-6 deg. Counted by the sidereal year the inclination would
        be 0.0004 deg less, a tenth of a minute of local time in a year."""
    )
