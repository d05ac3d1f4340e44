"""Frames, Sun, Moon and the light at a pad, against astropy, skyfield and Orekit."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import numpy as np
from _page import ROOT, pad, prose, table
from _window_planes import BAIKONUR, KOUROU, VOSTOCHNY
from astropy import units as u
from astropy.coordinates import GCRS, ITRS, CartesianRepresentation
from astropy.time import Time as AstropyTime
from numpy.typing import NDArray
from skyfield import almanac
from skyfield.api import load, load_file, wgs84
from skyfield.framelib import itrs
from skyfield.jpllib import SpiceKernel
from skyfield.timelib import Time

from cosmodrome.epochs import NO_ORIENTATION, EarthOrientation
from cosmodrome.orbit.frames import gcrf_to_ecef, oriented_attitude
from cosmodrome.orbit.moon import moon_position_m
from cosmodrome.orbit.sun import sun_direction
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.windows import Rule
from cosmodrome.windows.sun_rules import sun_rule

OREKIT = ROOT / "tests" / "authorities" / "orbit" / "orekit_world.py"
EPHEMERIS = str(files("skyfield_data") / "data" / "de421.bsp")
TIMESCALE = load.timescale(builtin=True)
EPOCHS = tuple(
    datetime(year, month, 15, 6, 20, 5, tzinfo=UTC)
    for year in range(2018, 2026)
    for month in (2, 5, 8, 11)
)
POINT_M, SPEED_M_S = [-2435.1e3, 4321.9e3, 4801.7e3], [-5100.0, -4900.0, 2100.0]
SKY_FROM = datetime(1990, 1, 1, tzinfo=UTC)
SKY_DAYS, SKY_SAMPLES = 60 * 365.25, 4000
LIGHT_FROM = datetime(2024, 1, 1, tzinfo=UTC)
A_YEAR = timedelta(days=366)
PLESETSK = pad("Plesetsk 43", 62.9288, 40.4570, 120.0)
HEIGHTS_DEG = {"daylight": -0.8333, "light-civil": -6.0, "dark-nautical": -12.0}

Floats = NDArray[np.float64]


def frames(orientation: EarthOrientation) -> Iterator[str]:
    """Compare a point in the Earth's axes with three others, with and without orientation."""
    theirs = {
        "astropy": [_by_astropy(epoch) for epoch in EPOCHS],
        "Orekit": _by_orekit(EPOCHS),
        "skyfield (no pole)": [_by_skyfield(epoch) for epoch in EPOCHS],
    }
    ours = {
        name: [_ours(epoch, table_) for epoch in EPOCHS]
        for name, table_ in (("oriented", orientation), ("plain", NO_ORIENTATION))
    }
    tolerances = {
        "astropy": ("0.05", FEW_CM),
        "Orekit": ("0.05", TIDES),
        "skyfield (no pole)": ("20", POLE),
    }
    yield "## Frames"
    yield ""
    yield from prose(
        f"""A point 6,900 km from the centre, turned from GCRF to the Earth's axes on {len(EPOCHS)}
        days from {EPOCHS[0]:%B %Y} to {EPOCHS[-1]:%B %Y}. With the packaged orientation of the
        Earth, and without it: UT1 is UTC then, and the pole stands still."""
    )
    yield from table(
        (
            *("against", "largest difference, m", "tolerance, m", "reason"),
            "without orientation, m (limit 400)",
        ),
        [
            [
                name,
                f"{_apart(ours['oriented'], found):.3f}",
                *tolerances[name],
                f"{_apart(ours['plain'], found):.0f}",
            ]
            for name, found in theirs.items()
        ],
    )


FEW_CM = "days of the table joined by straight lines; the pole off its model, 2 cm, left out"
TIDES = "the same, and tides of the ocean within the day"
POLE = "skyfield leaves the motion of the pole out unless a table is loaded"


def _apart(ours: Sequence[Floats], theirs: Sequence[Floats]) -> float:
    return max(float(np.linalg.norm(one - other)) for one, other in zip(ours, theirs, strict=True))


def _ours(epoch: datetime, orientation: EarthOrientation) -> Floats:
    attitude = oriented_attitude(epoch, orientation)
    r_m, _ = gcrf_to_ecef(np.array(POINT_M), np.array(SPEED_M_S), attitude=attitude)
    return r_m


def _by_astropy(epoch: datetime) -> Floats:
    time = AstropyTime(epoch)
    sky = GCRS(CartesianRepresentation(POINT_M * u.m), obstime=time)
    fixed: Floats = sky.transform_to(ITRS(obstime=time)).cartesian.xyz.to_value(u.m)
    return fixed


def _by_skyfield(epoch: datetime) -> Floats:
    turned: Floats = itrs.rotation_at(TIMESCALE.from_datetime(epoch)) @ np.array(POINT_M)
    return turned


def _by_orekit(epochs: Sequence[datetime]) -> list[Floats]:
    questions = [{"utc": t.isoformat(), "r_m": POINT_M, "v_m_s": SPEED_M_S} for t in epochs]
    done = subprocess.run(
        [sys.executable, str(OREKIT)],
        input=json.dumps({"fixed": questions}),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(done.stdout.strip().splitlines()[-1])["fixed"]
    return [np.array(answer[:3]) for answer in answers]


def sun_and_moon() -> Iterator[str]:
    """Compare where Sun and Moon stand with the ephemeris DE421."""
    planets = load_file(EPHEMERIS)
    t_s = np.linspace(0.0, SKY_DAYS * 86400.0, SKY_SAMPLES)
    times = TIMESCALE.from_datetimes([SKY_FROM + timedelta(seconds=t) for t in t_s.tolist()])
    earth = planets["earth"].at(times)
    sun_m = _of_date(times, earth.observe(planets["sun"]).apparent().position.m)
    moon_m = _of_date(times, (planets["moon"] - planets["earth"]).at(times).position.m)
    planets.close()
    rows = []
    for name, ours, theirs in (
        ("Sun, as seen", sun_direction(SKY_FROM, t_s), sun_m),
        ("Moon", moon_position_m(SKY_FROM, t_s), moon_m),
    ):
        away_deg = _angle_deg(ours, theirs)
        rows.append([name, f"{away_deg.max():.4f}", f"{np.sqrt(np.mean(away_deg**2)):.4f}", "0.01"])
    yield "## Sun and Moon"
    yield ""
    yield from prose(
        f"""Directions from the Earth's centre, true equator and equinox of date, {SKY_SAMPLES}
        instants from {SKY_FROM:%Y} to 2050, against the ephemeris DE421 by skyfield. Ours are the
        short formulas of the Astronomical Almanac for the Sun and the short series that ERFA keeps
        for the Moon: no file is needed."""
    )
    yield from table(
        ("body", "largest difference, deg", "root mean square, deg", "tolerance, deg"), rows
    )


def _of_date(times: Time, gcrf_m: Floats) -> Floats:
    return np.einsum("ijn,jn->ni", times.M, gcrf_m)


def _angle_deg(one: Floats, other: Floats) -> Floats:
    one, other = (v / np.linalg.norm(v, axis=1)[:, None] for v in (one, other))
    return np.degrees(2.0 * np.arcsin(np.linalg.norm(one - other, axis=1) / 2.0))


def light() -> Iterator[str]:
    """Compare sunrises, sunsets and twilights through a year with skyfield."""
    planets = load_file(EPHEMERIS)
    rows = []
    for site in (VOSTOCHNY, BAIKONUR, PLESETSK, KOUROU):
        row = [site.name]
        for kind, height_deg in HEIGHTS_DEG.items():
            theirs_s = _their_edges_s(planets, site, height_deg)
            ours_s = _our_edges_s(sun_rule(kind, site))
            if len(theirs_s) != len(ours_s):
                raise SystemExit(f"{site.name}, {kind}: {len(ours_s)} edges, not {len(theirs_s)}")
            late_s = np.abs(ours_s - theirs_s)
            row.append(f"{late_s.max():.1f} ({np.median(late_s):.1f})")
        rows.append([row[0], str(len(ours_s)), *row[1:]])
    planets.close()
    yield "## Light at the pad"
    yield ""
    yield from prose(
        f"""Every sunrise and sunset of {LIGHT_FROM:%Y} (upper limb on the horizon, the Sun's centre
        0.8333 deg below it), and every edge of civil and nautical twilight, as the rules
        `daylight`, `light-civil` and `dark-nautical` have them, against skyfield with DE421: the
        largest difference in seconds, and the median in brackets. Ours are whole seconds."""
    )
    yield from table(
        ("pad", "edges of nautical twilight", "sunrise and sunset", "civil", "nautical"), rows
    )
    yield from prose(
        """In the north the Sun creeps along the horizon in summer, and 0.01 deg of it becomes many
        seconds. Refraction at the horizon, which nobody knows better than a few minutes of arc,
        leaves ten seconds to minutes open."""
    )


def _their_edges_s(planets: SpiceKernel, site: LaunchComplex, height_deg: float) -> Floats:
    place = wgs84.latlon(site.latitude_deg, site.longitude_deg, site.altitude_m)
    observer = planets["earth"] + place
    span = TIMESCALE.from_datetimes([LIGHT_FROM, LIGHT_FROM + A_YEAR])
    edges = []
    for find in (almanac.find_risings, almanac.find_settings):
        times, crossed = find(observer, planets["sun"], *span, horizon_degrees=height_deg)
        # Where the Sun stays above or below, skyfield gives its extreme and says so.
        edges += [t for t, real in zip(times.utc_datetime(), crossed, strict=True) if real]
    return np.sort([(edge - LIGHT_FROM).total_seconds() for edge in edges])


def _our_edges_s(rule: Rule) -> Floats:
    last = LIGHT_FROM + A_YEAR
    intervals = rule.open_intervals(LIGHT_FROM, last)
    edges = [edge for interval in intervals for edge in (interval.opens, interval.closes)]
    return np.array([(e - LIGHT_FROM).total_seconds() for e in edges if LIGHT_FROM < e < last])
