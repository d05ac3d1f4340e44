"""Passes through planes that stand still among the stars, found by skyfield."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy.optimize import brentq
from skyfield.api import load, wgs84
from tests.fixtures.pads import BAIKONUR_31_6, KOUROU_ELS, VOSTOCHNY_1S

from cosmodrome.orbit.frames import earth_attitude
from cosmodrome.orbit.plane import plane_of_raan
from cosmodrome.windows.crossings import crossing_times, passes_over

EPOCH = datetime(2023, 4, 1, tzinfo=UTC)
# UT1 - UTC was below 0.05 s in these months, polar motion moves a pad by less.
FRESH_TOLERANCE_S = 0.2
# The tilt and nod of the equator, 30 seconds of arc in a year, is left out: half a year of it, at
# a pad under the northernmost stretch of the plane, where a pass is most sensitive.
AGED_TOLERANCE_S = 2.0

TIMESCALE = load.timescale(builtin=True)


def normal_in_the_sky(raan_rad, inclination_rad, frame):
    """Return the unit normal of a plane in GCRF."""
    sine = np.sin(inclination_rad)
    normal = np.array([np.sin(raan_rad) * sine, -np.cos(raan_rad) * sine, np.cos(inclination_rad)])
    if frame == "gcrf":
        return normal
    return earth_attitude(EPOCH).true_of_date_from_gcrf.T @ normal


def skyfield_pass(site, normal, near):
    """Return when skyfield sees the pad pass a plane, about an instant."""
    place = wgs84.latlon(site.latitude_deg, site.longitude_deg, elevation_m=site.altitude_m)

    def height_m(t_s):
        time = TIMESCALE.from_datetime(near + timedelta(seconds=float(t_s)))
        return float(place.at(time).position.m @ normal)

    return near + timedelta(seconds=brentq(height_m, -120.0, 120.0, xtol=1e-4))


@pytest.mark.parametrize("frame", ["true-of-date", "gcrf"])
@pytest.mark.parametrize("site", [VOSTOCHNY_1S, BAIKONUR_31_6, KOUROU_ELS], ids=lambda s: s.id)
@pytest.mark.parametrize("inclination_deg", [63.4, 87.4, 98.2])
@pytest.mark.parametrize(("days", "tolerance_s"), [(1, FRESH_TOLERANCE_S), (180, AGED_TOLERANCE_S)])
def test_passes_agree_with_skyfield(frame, site, inclination_deg, days, tolerance_s):
    raan_rad, inclination_rad = 2.1, np.radians(inclination_deg)
    plane = plane_of_raan(raan_rad, inclination_rad, frame=frame, epoch=EPOCH, node_rate_rad_s=0.0)
    normal = normal_in_the_sky(raan_rad, inclination_rad, frame)
    first = EPOCH + timedelta(days=days)

    for passing in passes_over(site, plane.inclination_rad):
        ours = crossing_times(
            plane, site.longitude_deg, passing, first=first, last=first + timedelta(days=1)
        )[0]
        theirs = skyfield_pass(site, normal, ours)
        assert abs((ours - theirs).total_seconds()) <= tolerance_s
