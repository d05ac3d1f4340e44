"""Planes of constellations and asymptotes, crossings of them, and the pieces of a long span."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.fixtures.pads import BAIKONUR_31_6, KOUROU_ELS, STATION

from cosmodrome.epochs import SIDEREAL_RATE_RAD_S
from cosmodrome.errors import InfeasibleError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.frames import earth_attitude, ecef_of_place_m
from cosmodrome.vehicles import STORED_PROGRAMME
from cosmodrome.windows import AscentLead, find_windows
from cosmodrome.windows.meetings import meetings
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.target_planes import targets_of

FIRST = datetime(2028, 3, 1, tzinfo=UTC)
ESCAPE = TargetOrbit(
    kind="escape",
    inclination_deg=30.0,
    c3_km2_s2=10.0,
    declination_deg=-20.0,
    right_ascension_deg=100.0,
)
STARS = TargetOrbit(
    kind="circular",
    perigee_altitude_km=1200,
    apogee_altitude_km=1200,
    inclination_deg=87.9,
    raan_deg=10.0,
    raan_frame="true-of-date",
    raan_epoch=FIRST,
    planes=3,
    plane_spacing_deg=15.0,
)
# 5 days of precession, UT1 taken as UTC, the pad's plane of date: 0.001 deg of direction.
IN_PLANE_RAD = 3e-5


def in_the_sky(place, instant):
    """Return the direction of a pad in GCRF, UT1 taken as UTC."""
    r_m = ecef_of_place_m(
        math.radians(place.latitude_deg), math.radians(place.longitude_deg), place.altitude_m
    )
    attitude = earth_attitude(instant)
    sine, cosine = math.sin(attitude.rotation_angle_rad), math.cos(attitude.rotation_angle_rad)
    turned = np.array([cosine * r_m[0] - sine * r_m[1], sine * r_m[0] + cosine * r_m[1], r_m[2]])
    return turned @ attitude.intermediate_from_gcrf / np.linalg.norm(r_m)


def asymptote(orbit):
    ra, dec = math.radians(orbit.right_ascension_deg), math.radians(orbit.declination_deg)
    return np.array([math.cos(dec) * math.cos(ra), math.cos(dec) * math.sin(ra), math.sin(dec)])


@pytest.mark.parametrize("days", [1, 40])
def test_pad_and_asymptote_lie_in_a_plane_of_the_inclination_at_every_crossing(days):
    first = FIRST + timedelta(days=days)

    found = find_windows(ESCAPE, KOUROU_ELS, first=first, last=first + timedelta(days=1))

    assert 4 == len(found)
    for window in found:
        attitude = earth_attitude(window.crossing)
        normal = np.cross(in_the_sky(KOUROU_ELS, window.crossing), asymptote(ESCAPE))
        of_date = attitude.intermediate_from_gcrf @ (normal / np.linalg.norm(normal))
        assert pytest.approx(math.cos(math.radians(30.0)), abs=IN_PLANE_RAD) == abs(of_date[2])


def test_an_inclination_that_just_holds_the_asymptote_has_one_plane():
    # Of date the asymptote stands up to 0.16 deg elsewhere: no number of the sky would do.
    plain = replace(ESCAPE, inclination_deg=None)

    (target,) = targets_of(plain, KOUROU_ELS, (), at=FIRST)

    assert 1 == len(target.planes)
    assert pytest.approx(20.0, abs=0.16) == target.orbit.inclination_deg


def test_without_an_inclination_the_pad_or_the_ascent_gives_it():
    plain = replace(ESCAPE, inclination_deg=None)
    lead = AscentLead(
        node_eci_deg=0.0, injection_s=600.0, relative_launch_azimuth_deg=60.0, inclination_deg=51.7
    )

    (by_pad,) = targets_of(plain, BAIKONUR_31_6, (), at=FIRST)
    (by_ascent,) = targets_of(plain, BAIKONUR_31_6, (lead,), at=FIRST)

    assert pytest.approx(45.80, abs=0.01) == by_pad.orbit.inclination_deg
    assert 51.7 == by_ascent.orbit.inclination_deg


def test_an_asymptote_above_the_inclination_is_refused_with_the_angle_that_lacks():
    with pytest.raises(InfeasibleError, match="misses it by 10"):
        find_windows(
            replace(ESCAPE, inclination_deg=10.0),
            KOUROU_ELS,
            first=FIRST,
            last=FIRST + timedelta(days=1),
        )


def test_an_ascent_flies_one_of_the_planes_to_an_asymptote():
    (target,) = targets_of(ESCAPE, KOUROU_ELS, (), at=FIRST)
    lead = AscentLead(node_eci_deg=-60.0, injection_s=1500.0, relative_launch_azimuth_deg=60.0)

    met = meetings(target, KOUROU_ELS, (lead,), STORED_PROGRAMME)

    assert 4 == len(met)
    (flown,) = [m for m in met if m.lead_s is not None]
    assert abs(flown.lead_s) <= 43200.0
    assert all(m.closed_by for m in met if m is not flown)


def test_every_plane_of_a_constellation_has_windows_of_its_own():
    found = find_windows(STARS, KOUROU_ELS, first=FIRST, last=FIRST + timedelta(days=1))

    assert {1, 2, 3} == {w.plane for w in found}
    rising = {w.plane: w.crossing for w in found if w.kind == "ascending"}
    drift_rad_s = targets_of(STARS, KOUROU_ELS, (), at=FIRST)[0].planes[0].node_rate_rad_s
    apart_s = math.radians(15.0) / (SIDEREAL_RATE_RAD_S - drift_rad_s)
    assert pytest.approx(apart_s, abs=1e-3) == (rising[3] - rising[2]).total_seconds()


def test_one_plane_of_a_constellation_can_be_named():
    span = {"first": FIRST, "last": FIRST + timedelta(days=3)}

    alone = find_windows(replace(STARS, plane=2), KOUROU_ELS, **span)

    assert alone == tuple(w for w in find_windows(STARS, KOUROU_ELS, **span) if w.plane == 2)


def test_a_long_span_comes_in_pieces_that_make_the_whole():
    last = FIRST + timedelta(days=900)
    search = WindowSearch(orbit=STATION, complex=BAIKONUR_31_6)
    chunks = list(search.by_chunk(FIRST, last))

    pieces, begins = [], FIRST
    for ends, windows in chunks:
        assert all(begins <= w.crossing < ends for w in windows)
        pieces += windows
        begins = ends
    assert (3, last) == (len(chunks), begins)
    # Two passes in 1436 min less 23 min of drift.
    assert pytest.approx(2 * 900 / (1 - 23.4 / 1440), abs=3) == len(pieces)
    steps_s = np.diff([w.crossing.timestamp() for w in pieces if w.kind == "ascending"])
    assert np.ptp(steps_s) < 0.01


def test_the_phase_of_the_station_is_told_at_every_crossing():
    found = find_windows(STATION, BAIKONUR_31_6, first=FIRST, last=FIRST + timedelta(days=2))

    assert all(0.0 <= w.station_phase_deg < 360.0 for w in found)
    assert all(w.phase_miss_deg is None for w in found)
