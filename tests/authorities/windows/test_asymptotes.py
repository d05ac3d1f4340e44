"""Windows of escapes: pad, asymptote and inclination must share a plane, as skyfield sees them."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from skyfield.api import load, wgs84
from tests.fixtures.pads import BAIKONUR_31_6, KOUROU_ELS, VOSTOCHNY_1S

from cosmodrome.manifest import TargetOrbit
from cosmodrome.windows import find_windows

TIMESCALE = load.timescale(builtin=True)
FIRST = datetime(2023, 4, 1, tzinfo=UTC)
# UT1 - UTC was below 0.05 s in these weeks; the planes are worked out anew every five days.
INCLINATION_DEG = 0.005


def unit(vector):
    return vector / np.linalg.norm(vector)


def direction(right_ascension_deg, declination_deg):
    a, d = np.radians(right_ascension_deg), np.radians(declination_deg)
    return np.array([np.cos(d) * np.cos(a), np.cos(d) * np.sin(a), np.sin(d)])


def inclination_deg_of(site, instant, asymptote, *, heading_deg):
    """Return the inclination to the equator of date of the plane that holds pad and asymptote."""
    time = TIMESCALE.from_datetime(instant)
    place = wgs84.latlon(site.latitude_deg, site.longitude_deg, elevation_m=site.altitude_m)
    pad = unit(place.at(time).position.m)
    pole = time.M[2]
    east = unit(np.cross(pole, pad))
    normal = unit(np.cross(pad, asymptote))
    # Of both senses of going round, the one that leaves the pad as the window heads.
    eastward = np.cross(normal, pad) @ east > 0.0
    if eastward != (0.0 < heading_deg < 180.0):
        normal = -normal
    return np.degrees(np.arccos(normal @ pole))


@pytest.mark.parametrize("site", [VOSTOCHNY_1S, BAIKONUR_31_6, KOUROU_ELS], ids=lambda s: s.id)
@pytest.mark.parametrize("asymptote", [(200.0, -30.0), (15.0, -12.0), (310.0, 44.0)], ids=str)
@pytest.mark.parametrize("inclination_deg", [52.5, 63.4, 98.0])
def test_every_window_of_an_escape_lies_in_a_plane_with_its_asymptote(
    site, asymptote, inclination_deg
):
    right_ascension_deg, declination_deg = asymptote
    orbit = TargetOrbit(
        kind="escape",
        c3_km2_s2=12.0,
        right_ascension_deg=right_ascension_deg,
        declination_deg=declination_deg,
        inclination_deg=inclination_deg,
    )

    windows = find_windows(orbit, site, first=FIRST, last=FIRST + timedelta(days=12))

    assert 46 <= len(windows) <= 50
    for window in windows:
        found_deg = inclination_deg_of(
            site,
            window.crossing,
            direction(right_ascension_deg, declination_deg),
            heading_deg=window.relative_launch_azimuth_deg,
        )
        assert found_deg == pytest.approx(inclination_deg, abs=INCLINATION_DEG)
