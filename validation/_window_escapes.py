"""Windows of escapes: pad, asymptote and inclination must share a plane, as skyfield sees them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
from _page import prose, table
from _window_planes import BAIKONUR, KOUROU, VOSTOCHNY
from numpy.typing import NDArray
from skyfield.api import load, wgs84

from cosmodrome.epochs import EarthOrientation
from cosmodrome.manifest import TargetOrbit
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.windows import LaunchWindow, find_windows

TIMESCALE = load.timescale(builtin=True)
FIRST, DAYS = datetime(2023, 4, 1, tzinfo=UTC), 30
ASYMPTOTES_DEG = ((200.0, -30.0), (15.0, -12.0), (310.0, 44.0))
INCLINATIONS_DEG = (52.5, 63.4, 98.0)
TOLERANCE_DEG = 0.005

Floats = NDArray[np.float64]


def escapes(orientation: EarthOrientation) -> Iterator[str]:
    """Work out from each window's instant alone which inclination its plane has."""
    rows = []
    for site in (VOSTOCHNY, BAIKONUR, KOUROU):
        off_deg = [
            _off_deg(site, window, asymptote, inclination_deg)
            for asymptote in ASYMPTOTES_DEG
            for inclination_deg in INCLINATIONS_DEG
            for window in _windows(site, asymptote, inclination_deg, orientation)
        ]
        rows.append([site.name, str(len(off_deg)), f"{max(off_deg):.4f}", f"{TOLERANCE_DEG}"])
    yield "## Escapes"
    yield ""
    yield from prose(
        f"""{len(ASYMPTOTES_DEG)} asymptotes and {len(INCLINATIONS_DEG)} inclinations over {DAYS}
        days. At the instant of each window skyfield says where the pad is in the sky; the plane
        through it and the asymptote must have the inclination asked for, to the equator of that
        date."""
    )
    yield from table(
        ("pad", "windows", "largest difference of the inclination, deg", "tolerance, deg"), rows
    )
    yield from prose(
        """The planes are worked out anew every five days, between which the equator moves by 0.7
        seconds of arc; skyfield leaves the motion of the pole out, as we do."""
    )


def _windows(
    site: LaunchComplex,
    asymptote: tuple[float, float],
    inclination_deg: float,
    orientation: EarthOrientation,
) -> tuple[LaunchWindow, ...]:
    orbit = TargetOrbit(
        kind="escape",
        c3_km2_s2=12.0,
        right_ascension_deg=asymptote[0],
        declination_deg=asymptote[1],
        inclination_deg=inclination_deg,
    )
    last = FIRST + timedelta(days=DAYS)
    return find_windows(orbit, site, first=FIRST, last=last, orientation=orientation)


def _off_deg(
    site: LaunchComplex,
    window: LaunchWindow,
    asymptote: tuple[float, float],
    inclination_deg: float,
) -> float:
    time = TIMESCALE.from_datetime(window.crossing)
    place = wgs84.latlon(site.latitude_deg, site.longitude_deg, elevation_m=site.altitude_m)
    pad, pole = place.at(time).position.m, time.M[2]
    right_ascension, declination = np.radians(asymptote)
    outward = np.array(
        [
            np.cos(declination) * np.cos(right_ascension),
            np.cos(declination) * np.sin(right_ascension),
            np.sin(declination),
        ]
    )
    normal = np.cross(pad, outward)
    # Of both senses of going round, the one that leaves the pad as the window heads.
    goes_east = np.cross(normal, pad) @ np.cross(pole, pad) > 0.0
    heads_east = 0.0 < (window.relative_launch_azimuth_deg or 0.0) < 180.0
    sense = 1.0 if goes_east == heads_east else -1.0
    cosine = sense * float(normal @ pole) / float(np.linalg.norm(normal))
    return abs(float(np.degrees(np.arccos(cosine))) - inclination_deg)
