"""Passes through the osculating plane of a station, and why a planner does not want them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from _page import EVIDENCE, PAGES, evidence, pad, prose, table
from _window_figure import Series, planes_figure
from _window_planes import BAIKONUR, CASES, TLE, Case
from numpy.typing import NDArray
from sgp4.api import Satrec

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.epochs import EarthOrientation, utc_julian_date
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.frames import ecef_of_place_m
from cosmodrome.orbit.teme import teme_to_ecef
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import rad
from cosmodrome.windows import find_windows

FIGURE = "windows-planes.svg"
# The sway of the osculating plane moves a pass by minutes where the pad grazes it.
AROUND_S, STEP_S = 1200.0, 2.0

Floats = NDArray[np.float64]


def osculating_planes(orientation: EarthOrientation) -> Iterator[str]:
    """Compare passes through the osculating plane, and show what a planner would get from them."""
    series, rows = [], []
    for case in CASES:
        found = [_osculating(case, row, orientation) for row in evidence(case.file)]
        late_s = np.array([pass_.late_s for pass_ in found])
        theirs_s = np.array([pass_.theirs_late_s for pass_ in found])
        series.append(Series(case.site.name, np.array([p.day for p in found]), late_s, theirs_s))
        rows.append(
            [
                case.site.name,
                f"{theirs_s.min():+.1f} to {theirs_s.max():+.1f}",
                f"{late_s.min():+.1f} to {late_s.max():+.1f}",
                f"{np.max(np.abs(late_s - theirs_s)):.2f}",
                f"{max(abs(p.offset_deg - p.theirs_offset_deg) for p in found):.4f}",
            ]
        )
    (PAGES / FIGURE).write_text(
        planes_figure("The osculating plane passes up to minutes from the mean one", series),
        encoding="utf-8",
    )
    yield "## The osculating plane is not the planner's"
    yield ""
    yield from prose(
        """The same evidence holds passes through the osculating plane: that of the station's
        position and velocity at the instant, by SGP4. J2 sways it twice a revolution about the mean
        plane, by up to 0.05 deg of the node and 0.02 deg of the inclination. We computed them too,
        with SGP4 and our frames, to see that the difference between both planes is that sway and
        nothing else."""
    )
    yield from table(
        (
            *("pad", "osculating - mean, published, s", "ours, s"),
            *("largest difference, s", "largest difference of the offset, deg"),
        ),
        rows,
    )
    yield from (f"![Osculating passes about the mean ones]({FIGURE})", "")
    yield from prose(
        """At Vostochny the closest approach moves by minutes: near it the distance hardly changes,
        and a tilt of a fiftieth of a degree outweighs that. A planner who took the osculating plane
        of some hour would be up to 15 s off at Baikonur; `find_windows` answers by the mean one."""
    )


@dataclass(frozen=True, kw_only=True)
class OsculatingPass:
    """One pass through the osculating plane, ours and theirs, counted from theirs of the mean."""

    day: float
    late_s: float
    theirs_late_s: float
    offset_deg: float
    theirs_offset_deg: float


def _osculating(case: Case, row: dict[str, str], orientation: EarthOrientation) -> OsculatingPass:
    mean = datetime.fromisoformat(row["utc_mean_plane"])
    begin = mean - timedelta(seconds=AROUND_S)
    t_s = np.arange(0.0, 2.0 * AROUND_S, STEP_S)
    latitude_deg, longitude_deg = case.rounded_deg
    site = replace(case.site, latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    off_deg = _off_the_plane_deg(TLE, site, begin, t_s, orientation)
    at_s, offset_deg = _least(t_s, off_deg)
    epoch = datetime.fromisoformat(evidence(case.file)[0]["utc_mean_plane"])
    theirs = datetime.fromisoformat(row["utc_osculating"])
    return OsculatingPass(
        day=(mean - epoch).total_seconds() / SECONDS_PER_DAY_S,
        late_s=at_s - AROUND_S,
        theirs_late_s=(theirs - mean).total_seconds(),
        offset_deg=offset_deg,
        theirs_offset_deg=float(row["plane_offset_deg"]),
    )


def _off_the_plane_deg(
    tle: tuple[str, str],
    site: LaunchComplex,
    begin: datetime,
    t_s: Floats,
    orientation: EarthOrientation,
) -> Floats:
    """Return how far the pad stands to the left of the osculating plane."""
    date = utc_julian_date(begin)
    midnights = np.full_like(t_s, date.midnight_d)
    errors, r_km, v_km_s = Satrec.twoline2rv(*tle).sgp4_array(
        midnights, date.fraction_d + t_s / SECONDS_PER_DAY_S
    )
    if errors.any():
        raise SystemExit(f"SGP4 refuses instants about {begin}")
    normals = np.cross(r_km, v_km_s)
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    fixed, _ = teme_to_ecef(
        normals, np.zeros_like(normals), begin, t_s=t_s, orientation=orientation
    )
    place_m = ecef_of_place_m(rad(site.latitude_deg), rad(site.longitude_deg), site.altitude_m)
    off_deg: Floats = np.degrees(np.arcsin(fixed @ place_m / np.linalg.norm(place_m)))
    return off_deg


def _least(t_s: Floats, off_deg: Floats) -> tuple[float, float]:
    """Return when the pad is in the plane, or nearest to it, and how far off it is then."""
    changes = np.flatnonzero(np.sign(off_deg[1:]) != np.sign(off_deg[:-1]))
    if changes.size:
        i = int(changes[np.argmin(np.abs(t_s[changes] - AROUND_S))])
        part = off_deg[i] / (off_deg[i] - off_deg[i + 1])
        return float(t_s[i] + part * STEP_S), 0.0
    i = int(np.argmin(np.abs(off_deg)))
    before, here, after = np.abs(off_deg[i - 1 : i + 2])
    part = 0.5 * (before - after) / (before - 2.0 * here + after)
    return float(t_s[i] + part * STEP_S), float(here - 0.25 * (before - after) * part)


def flown_to_the_station(orientation: EarthOrientation) -> Iterator[str]:
    """Compare crossings of two flown launches with those of others."""
    launches = tomllib.loads((EVIDENCE / "windows.toml").read_text("utf-8"))["iss_launch"]
    rows = []
    for launch in launches:
        liftoff = datetime.fromisoformat(launch["liftoff_utc"])
        theirs = datetime.fromisoformat(launch["plane_crossing_utc"])
        site = pad(launch["site"], launch["lat"], launch["lon"], BAIKONUR.altitude_m)
        tle = (launch["tle"][0], launch["tle"][1])
        found = find_windows(
            TargetOrbit(kind="station", station_tle=tle),
            site,
            first=liftoff - timedelta(hours=3),
            last=liftoff + timedelta(hours=3),
            orientation=orientation,
        )
        crossing = next(w.crossing for w in found if w.kind == launch["pass"] and w.crossing)
        t_s = np.arange(0.0, 2.0 * AROUND_S, STEP_S)
        begin = theirs - timedelta(seconds=AROUND_S)
        at_s, _ = _least(t_s, _off_the_plane_deg(tle, site, begin, t_s, orientation))
        mean_s = (liftoff - crossing).total_seconds()
        rows.append(
            [
                f"{launch['id']}, {liftoff:%Y-%m-%d}",
                f"{mean_s:.1f}",
                f"{launch['offset_mean_plane_s']:.1f}",
                f"{mean_s - launch['offset_mean_plane_s']:+.2f}",
                "1",
                f"{abs(at_s - AROUND_S):.2f}",
            ]
        )
    yield "## Flown lift-offs before the plane"
    yield ""
    yield from prose(
        """Lift-off minus crossing of the mean plane, for two flights whose two-line elements are in
        the evidence; the published figures are from Orekit. Where an ascent of ours would have
        left is on the page of [launches to the station](station-launches.md)."""
    )
    yield from table(
        (
            *("flight", "ours, s", "published, s", "difference, s", "tolerance, s"),
            "difference of the osculating crossings, s",
        ),
        rows,
    )
    yield from prose(
        """Both agree to the last digit that the evidence prints. Its pad is given by three
        decimals here, and ours stands there."""
    )
