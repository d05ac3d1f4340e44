"""Frames, two-line elements, looks and coasts against Orekit (IERS Conventions 2010)."""

import json
import math
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sgp4.api import Satrec
from tests.fixtures.low_orbits import LOW
from tests.fixtures.pads import STATION_TLE

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_J2_COEFFICIENT, EARTH_MU_M3_S2
from cosmodrome.epochs import NO_ORIENTATION, JulianDate, utc_of_julian_date
from cosmodrome.orbit.elements import OrbitElements, elements_from_state, state_from_elements
from cosmodrome.orbit.frames import (
    ecef_to_gcrf,
    gcrf_to_ecef,
    oriented_attitude,
)
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.secular import drifted
from cosmodrome.orbit.teme import teme_to_ecef, teme_to_gcrf
from cosmodrome.orbit.topocentric import look_angles
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import layers_over

WORLD = Path(__file__).with_name("orekit_world.py")

# What we leave out: tides of the ocean within the day, where the pole is off the model, and in
# velocities how fast the equator tilts.
FIXED_M, FIXED_M_S = 0.05, 1e-4
# Without UT1 and pole, over the instants below.
UNORIENTED_M = 350.0
# How far from its epoch a frozen equator serves: the module's docstring.
FROZEN_M = {600.0: 0.03, 3600.0: 0.2, 21600.0: 1.2, 86400.0: 5.0}
# Orekit takes this frame to the sky by precession of 1976 and nutation of 1980, 0.05 arcsec off.
TEME_M = 2.0
SGP4_M, SGP4_M_S = 0.01, 1e-5
LOOK_M, LOOK_M_S, LOOK_RAD = 1e-6, 1e-9, 1e-12
COAST_M, COAST_M_S = 0.05, 2e-5
# First order in J2 leaves J2 squared: a few seconds of arc a day.
DRIFT_DEG_PER_DAY = 0.004

UTC_TEXTS = (
    "1999-09-01T12:00:00+00:00",
    "2016-12-31T23:59:59+00:00",
    "2017-01-01T00:00:01+00:00",
    "2018-07-09T21:51:34+00:00",
    "2021-03-25T02:47:33+00:00",
    "2024-02-29T05:43:26+00:00",
    "2025-06-21T18:20:05+00:00",
)
R_M, V_M_S = [-2435.1e3, 4321.9e3, 4801.7e3], [-5100.0, -4900.0, 2100.0]
SPAN_FROM = datetime.fromisoformat("2022-10-03T14:30:00+00:00")
AFTER_S = (0.0, 2700.0, 6000.0)
PLACES = ((51.8842, 128.3347, 278.0), (-33.15, -70.67, 730.0), (78.23, 15.39, 458.0))
ORBITS = {
    "low": LOW,
    "transfer": OrbitElements(
        semi_major_axis_m=24.4e6,
        eccentricity=0.73,
        inclination_rad=math.radians(23.0),
        raan_rad=4.0,
        argp_rad=3.1,
        true_anomaly_rad=0.1,
    ),
}
COAST_S = (3600.0, 2 * 86400.0)


def fixed_questions():
    spans = [(SPAN_FROM + timedelta(seconds=s)).isoformat() for s in FROZEN_M]
    return [{"utc": utc, "r_m": R_M, "v_m_s": V_M_S} for utc in (*UTC_TEXTS, *spans)]


def coast_question(orbit):
    r_m, v_m_s = state_from_elements(orbit)
    return {
        "mu_m3_s2": EARTH_MU_M3_S2,
        "radius_m": EARTH_EQUATORIAL_RADIUS_M,
        "j2": EARTH_J2_COEFFICIENT,
        "r_m": r_m.tolist(),
        "v_m_s": v_m_s.tolist(),
        "after_s": COAST_S,
    }


@pytest.fixture(scope="module")
def orekit():
    """Ask Orekit everything at once: its virtual machine takes seconds to start."""
    questions = {
        "fixed": fixed_questions(),
        "elements": [{"lines": STATION_TLE, "after_s": AFTER_S}],
        "looks": [{"place": place, "r_m": R_M, "v_m_s": V_M_S} for place in PLACES],
        "coasts": [coast_question(orbit) for orbit in ORBITS.values()],
    }
    done = subprocess.run(
        [sys.executable, WORLD], input=json.dumps(questions), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def orientation():
    return load_earth_orientation(layers_over([]))


def apart(ours, theirs):
    """Return how far apart positions and velocities are."""
    r, v = ours
    theirs = np.asarray(theirs)
    return np.linalg.norm(r - theirs[..., :3]), np.linalg.norm(v - theirs[..., 3:])


@pytest.mark.parametrize("number", range(len(UTC_TEXTS)), ids=UTC_TEXTS)
def test_the_sky_is_turned_onto_the_earth_to_centimetres(orekit, orientation, number):
    epoch = datetime.fromisoformat(UTC_TEXTS[number])
    attitude = oriented_attitude(epoch, orientation)

    ours = gcrf_to_ecef(np.array(R_M), np.array(V_M_S), attitude=attitude)
    back = ecef_to_gcrf(*ours, attitude=attitude)

    away_m, away_m_s = apart(ours, orekit["fixed"][number])
    assert away_m <= FIXED_M
    assert away_m_s <= FIXED_M_S
    assert apart(back, [*R_M, *V_M_S])[0] <= 1e-6


def test_without_orientation_the_error_is_that_of_ut1(orekit, orientation):
    for number, text in enumerate(UTC_TEXTS):
        epoch = datetime.fromisoformat(text)
        attitude = oriented_attitude(epoch, NO_ORIENTATION)
        ours = gcrf_to_ecef(np.array(R_M), np.array(V_M_S), attitude=attitude)

        away_m, _ = apart(ours, orekit["fixed"][number])
        turned_m = abs(orientation.ut1_utc_s(epoch)) * 7.292115e-5 * np.hypot(*R_M[:2])
        assert away_m == pytest.approx(float(turned_m), abs=20.0)
        assert away_m <= UNORIENTED_M


@pytest.mark.parametrize(("after_s", "limit_m"), FROZEN_M.items())
def test_a_frozen_equator_serves_for_the_span_it_states(orekit, orientation, after_s, limit_m):
    attitude = oriented_attitude(SPAN_FROM, orientation)

    ours = gcrf_to_ecef(np.array(R_M), np.array(V_M_S), attitude=attitude, t_s=after_s)

    number = len(UTC_TEXTS) + list(FROZEN_M).index(after_s)
    assert apart(ours, orekit["fixed"][number])[0] <= FIXED_M + limit_m


@pytest.mark.parametrize("number", range(len(AFTER_S)))
def test_two_line_elements_stand_where_orekit_has_them(orekit, orientation, number):
    satellite = Satrec.twoline2rv(*STATION_TLE)
    after_d = AFTER_S[number] / 86400.0
    _, r_km, v_km_s = satellite.sgp4(satellite.jdsatepoch, satellite.jdsatepochF + after_d)
    r_m, v_m_s = 1e3 * np.array(r_km), 1e3 * np.array(v_km_s)
    epoch = utc_of_julian_date(
        JulianDate(midnight_d=satellite.jdsatepoch, fraction_d=satellite.jdsatepochF)
    )
    at = epoch + timedelta(seconds=AFTER_S[number])
    teme, sky, fixed = orekit["elements"][0][number]

    away_m, away_m_s = apart((r_m, v_m_s), teme)
    assert away_m <= SGP4_M
    assert away_m_s <= SGP4_M_S
    assert apart(teme_to_gcrf(r_m, v_m_s, at), sky)[0] <= TEME_M
    assert apart(teme_to_ecef(r_m, v_m_s, at, orientation=orientation), fixed)[0] <= TEME_M
    late = teme_to_ecef(r_m, v_m_s, epoch, t_s=AFTER_S[number], orientation=orientation)
    assert apart(late, fixed)[0] <= TEME_M


@pytest.mark.parametrize("number", range(len(PLACES)))
def test_a_satellite_is_looked_at_as_by_orekit(orekit, number):
    latitude_deg, longitude_deg, altitude_m = PLACES[number]
    place = {
        "latitude_rad": math.radians(latitude_deg),
        "longitude_rad": math.radians(longitude_deg),
        "altitude_m": altitude_m,
    }

    look = look_angles(np.array(R_M), np.array(V_M_S), **place)

    azimuth_rad, height_rad, range_m, rate_m_s = orekit["looks"][number]
    assert look.azimuth_rad == pytest.approx(azimuth_rad, abs=LOOK_RAD)
    assert look.elevation_rad == pytest.approx(height_rad, abs=LOOK_RAD)
    assert look.range_m == pytest.approx(range_m, abs=LOOK_M)
    assert look.range_rate_m_s == pytest.approx(rate_m_s, abs=LOOK_M_S)


@pytest.mark.parametrize("number", range(len(ORBITS)), ids=ORBITS)
def test_a_coast_with_j2_goes_as_orekit_integrates_it(orekit, number):
    orbit = list(ORBITS.values())[number]

    r_m, v_m_s = coasted(*state_from_elements(orbit), np.array(COAST_S))

    for row, theirs in enumerate(orekit["coasts"][number]):
        away_m, away_m_s = apart((r_m[row], v_m_s[row]), theirs)
        assert away_m <= COAST_M * COAST_S[row] / COAST_S[-1] + 1e-3
        assert away_m_s <= COAST_M_S


@pytest.mark.parametrize("number", range(len(ORBITS)), ids=ORBITS)
def test_the_mean_node_drifts_as_orekit_integrates_it(orekit, number):
    orbit = list(ORBITS.values())[number]
    theirs = np.array(orekit["coasts"][number][-1])

    ours = drifted(mean_plane(orbit), COAST_S[-1])
    after = mean_plane(elements_from_state(theirs[:3], theirs[3:]))

    days = COAST_S[-1] / 86400.0
    node_deg = math.degrees(math.remainder(ours.raan_rad - after.raan_rad, 2 * math.pi))
    assert abs(node_deg) <= DRIFT_DEG_PER_DAY * days
    assert math.degrees(ours.inclination_rad - after.inclination_rad) == pytest.approx(0, abs=1e-3)
