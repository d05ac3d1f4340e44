"""Sun and Moon against the ephemeris DE421, by skyfield, and against astropy."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import skyfield_data
from astropy import units as u
from astropy.coordinates import ITRS, TEME, get_body, get_sun
from astropy.time import Time
from astropy.utils import iers
from skyfield.api import load, load_file

from cosmodrome.orbit.moon import moon_position_m
from cosmodrome.orbit.sun import (
    equation_of_time_s,
    subsolar_point_rad,
    sun_direction,
    sun_elevation_rad,
    sun_position_m,
)

ORIGIN = datetime(1990, 1, 1, tzinfo=UTC)
# From 1990 to 2050, the whole span of a plan.
T_S = 86400.0 * np.linspace(0.0, 60 * 365.25, 2000)
# As the modules state.
SUN_DEG, SUN_RMS_DEG, SUN_DISTANCE_RATIO = 0.009, 0.0035, 1e-4
MOON_DEG, MOON_RMS_DEG, MOON_M = 0.007, 0.0022, 12e3
# UT1 taken as UTC turns the place under the Sun.
UT1_DEG = 0.004
SUN_TIME_S = 6.0
SAME_DEG = 1e-5


@pytest.fixture(scope="module")
def sky():
    """Return instants and a function of a body: its place on the true equator of date."""
    ephemeris = load_file(str(Path(skyfield_data.__file__).parent / "data" / "de421.bsp"))
    times = load.timescale(builtin=True).utc(1990, 1, 1, 0, 0, T_S)
    civil = times.utc_datetime()
    t_s = np.array([(instant - ORIGIN).total_seconds() for instant in civil])

    def seen_m(name, *, delayed):
        earth, body = ephemeris["earth"], ephemeris[name]
        path = earth.at(times).observe(body).apparent() if delayed else (body - earth).at(times)
        return np.einsum("ijn,jn->ni", times.M, path.position.m)

    yield t_s, seen_m
    ephemeris.close()


def apart_deg(ours, theirs):
    ours, theirs = (x / np.linalg.norm(x, axis=-1, keepdims=True) for x in (ours, theirs))
    return np.degrees(2.0 * np.arcsin(np.linalg.norm(ours - theirs, axis=-1) / 2.0))


def test_the_sun_stands_where_the_ephemeris_has_it(sky):
    t_s, seen_m = sky
    theirs_m = seen_m("sun", delayed=True)

    away_deg = apart_deg(sun_direction(ORIGIN, t_s), theirs_m)
    distance_m = np.linalg.norm(sun_position_m(ORIGIN, t_s), axis=1)

    assert np.max(away_deg) <= SUN_DEG
    assert np.sqrt(np.mean(away_deg**2)) <= SUN_RMS_DEG
    assert np.allclose(
        distance_m, np.linalg.norm(theirs_m, axis=1), rtol=SUN_DISTANCE_RATIO, atol=0.0
    )


def test_the_moon_stands_where_the_ephemeris_has_it(sky):
    t_s, seen_m = sky
    theirs_m = seen_m("moon", delayed=False)
    ours_m = moon_position_m(ORIGIN, t_s)

    away_deg = apart_deg(ours_m, theirs_m)
    nearer_m = np.linalg.norm(ours_m, axis=1) - np.linalg.norm(theirs_m, axis=1)

    assert np.max(away_deg) <= MOON_DEG
    assert np.sqrt(np.mean(away_deg**2)) <= MOON_RMS_DEG
    assert np.max(np.abs(nearer_m)) <= MOON_M


@pytest.fixture
def offline():
    """Keep astropy to the Earth orientation data that it was installed with."""
    with iers.conf.set_temp("auto_download", value=False), iers.conf.set_temp("auto_max_age", None):
        yield


@pytest.mark.parametrize("month", range(1, 13))
def test_the_sun_is_overhead_where_astropy_has_it(offline, month):
    instant = datetime(2023, month, 21, 9, 30, tzinfo=UTC)
    theirs = get_sun(Time(instant)).transform_to(ITRS(obstime=Time(instant)))
    fixed = theirs.spherical
    latitude_rad, longitude_rad = subsolar_point_rad(instant)

    assert np.degrees(latitude_rad) == pytest.approx(fixed.lat.deg, abs=SUN_DEG)
    distance_deg = (np.degrees(longitude_rad) - fixed.lon.deg + 180.0) % 360.0 - 180.0
    assert abs(distance_deg) <= SUN_DEG + UT1_DEG
    overhead_rad = sun_elevation_rad(latitude_rad, longitude_rad, instant)
    assert np.degrees(overhead_rad) == pytest.approx(90.0, abs=1e-4)


@pytest.mark.parametrize("year", [1995, 2009, 2024])
def test_the_moon_stands_where_astropy_has_it(offline, year):
    instant = Time(datetime(year, 5, 17, 3, tzinfo=UTC))
    theirs = get_body("moon", instant, ephemeris="builtin").transform_to(TEME(obstime=instant))
    ours = moon_position_m(datetime(year, 5, 17, 3, tzinfo=UTC))

    # The axes of TEME are the true equator; its equinox is the mean one, up to 0.005 deg away.
    ours_deg = np.degrees(np.arcsin(ours[2] / np.linalg.norm(ours)))
    theirs_m = theirs.cartesian.xyz.to_value(u.m)
    theirs_deg = np.degrees(np.arcsin(theirs_m[2] / np.linalg.norm(theirs_m)))
    assert ours_deg == pytest.approx(theirs_deg, abs=MOON_DEG)


def test_heights_of_the_sun_a_year_on_are_those_of_their_own_day():
    day_s = np.arange(300, 366) * 86400.0 + 20000.0
    origin = datetime(2024, 1, 1, tzinfo=UTC)

    all_at_once_rad = sun_elevation_rad(0.9, 2.2, origin, day_s)
    one_by_one_rad = [
        float(sun_elevation_rad(0.9, 2.2, origin + timedelta(seconds=float(s)))) for s in day_s
    ]

    assert np.degrees(all_at_once_rad) == pytest.approx(np.degrees(one_by_one_rad), abs=SAME_DEG)


def test_the_moon_of_one_instant_is_that_of_many():
    many = moon_position_m(ORIGIN, np.array([0.0, 3600.0, 40 * 86400.0]))

    assert np.linalg.norm(many[0] - moon_position_m(ORIGIN)) <= 1.0


def test_the_equation_of_time_has_its_extremes_in_february_and_november():
    # The textbook extremes: -14 min 14 s on 11 February, +16 min 26 s on 3 November.
    february_s = equation_of_time_s(datetime(2018, 2, 11, tzinfo=UTC))
    november_s = equation_of_time_s(datetime(2018, 11, 3, tzinfo=UTC))

    assert february_s == pytest.approx(-(14 * 60 + 14), abs=SUN_TIME_S)
    assert november_s == pytest.approx(16 * 60 + 26, abs=SUN_TIME_S)
