"""Frames and the Sun against astropy and skyfield."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import (
    GCRS,
    ITRS,
    TEME,
    AltAz,
    CartesianRepresentation,
    EarthLocation,
    get_sun,
)
from astropy.time import Time
from astropy.utils import iers
from skyfield.api import load, wgs84
from skyfield.framelib import itrs
from tests.fixtures.pads import VOSTOCHNY_1S

from cosmodrome.epochs import apparent_sidereal_angle_rad, mean_sidereal_angle_rad
from cosmodrome.orbit.frames import (
    earth_attitude,
    ecef_of_place_m,
    gcrf_to_ecef,
    place_of_ecef,
    teme_to_ecef,
    teme_to_gcrf,
)
from cosmodrome.orbit.sun import equation_of_time_s, subsolar_point_rad
from cosmodrome.windows import daylight

EPOCHS = [
    datetime(2018, 7, 9, 21, 51, 34, tzinfo=UTC),
    datetime(2021, 3, 25, 2, 47, 33, tzinfo=UTC),
    datetime(2024, 2, 29, 5, 43, 26, tzinfo=UTC),
]
POSITION_M = np.array([-2435.1e3, 4321.9e3, 4801.7e3])
VELOCITY_M_S = np.array([-5100.0, -4900.0, 2100.0])

# Polar motion, up to 0.6 seconds of arc, is left out on our side.
POLAR_MOTION_M = 20.0
# Models of precession and nutation differ by less than 0.01 seconds of arc.
MODEL_M = 0.5
# A TLE frame's sidereal angle is a convention: the same formula on both sides.
TEME_M = 0.05
GEODESY_M = 1e-6
SIDEREAL_S = 0.001
# Stated by the Almanac for 1950 to 2050.
SUN_DEG = 0.01
SUN_TIME_S = 6.0


@pytest.fixture(autouse=True)
def offline():
    """Keep astropy to the Earth orientation data that it was installed with."""
    with iers.conf.set_temp("auto_download", value=False), iers.conf.set_temp("auto_max_age", None):
        yield


def wgs84_place(latitude_deg, longitude_deg):
    return EarthLocation.from_geodetic(longitude_deg * u.deg, latitude_deg * u.deg)


def ut1_utc_s(epoch):
    return float(Time(epoch).delta_ut1_utc)


@pytest.mark.parametrize("epoch", EPOCHS, ids=str)
def test_ecef_agrees_with_astropy_but_for_polar_motion(epoch):
    attitude = earth_attitude(epoch, ut1_utc_s=ut1_utc_s(epoch))
    r_m, _ = gcrf_to_ecef(POSITION_M, VELOCITY_M_S, attitude=attitude)

    sky = GCRS(CartesianRepresentation(POSITION_M * u.m), obstime=Time(epoch))
    theirs_m = sky.transform_to(ITRS(obstime=Time(epoch))).cartesian.xyz.to_value(u.m)

    assert np.linalg.norm(r_m - theirs_m) <= POLAR_MOTION_M


@pytest.mark.parametrize("epoch", EPOCHS, ids=str)
def test_ecef_agrees_with_skyfield(epoch):
    time = load.timescale(builtin=True).from_datetime(epoch)
    attitude = earth_attitude(epoch, ut1_utc_s=float(time.dut1))
    r_m, _ = gcrf_to_ecef(POSITION_M, VELOCITY_M_S, attitude=attitude)

    assert np.linalg.norm(r_m - itrs.rotation_at(time) @ POSITION_M) <= MODEL_M


@pytest.mark.parametrize("epoch", EPOCHS, ids=str)
def test_sidereal_angles_agree_with_skyfield(epoch):
    time = load.timescale(builtin=True).from_datetime(epoch)
    dut1_s = float(time.dut1)

    mean_s = mean_sidereal_angle_rad(epoch, ut1_utc_s=dut1_s) / (2 * np.pi) * 86400.0
    apparent_s = apparent_sidereal_angle_rad(epoch, ut1_utc_s=dut1_s) / (2 * np.pi) * 86400.0

    assert mean_s == pytest.approx(time.gmst * 3600.0, abs=SIDEREAL_S)
    assert apparent_s == pytest.approx(time.gast * 3600.0, abs=SIDEREAL_S)


@pytest.mark.parametrize("epoch", EPOCHS, ids=str)
def test_the_frame_of_two_line_elements_agrees_with_astropy(epoch):
    time = Time(epoch)
    from_teme = TEME(CartesianRepresentation(POSITION_M * u.m), obstime=time)
    fixed_m = from_teme.transform_to(ITRS(obstime=time)).cartesian.xyz.to_value(u.m)
    sky_m = from_teme.transform_to(GCRS(obstime=time)).cartesian.xyz.to_value(u.m)

    ours_fixed_m, _ = teme_to_ecef(POSITION_M, VELOCITY_M_S, epoch)
    ours_sky_m, _ = teme_to_gcrf(POSITION_M, VELOCITY_M_S, epoch)

    turned_by_ut1_m = abs(ut1_utc_s(epoch)) * 7.292115e-5 * np.linalg.norm(POSITION_M[:2])
    assert np.linalg.norm(ours_fixed_m - fixed_m) <= POLAR_MOTION_M + turned_by_ut1_m
    assert np.linalg.norm(ours_sky_m - sky_m) <= POLAR_MOTION_M


@pytest.mark.parametrize("place", [(51.8842, 128.3347, 278.0), (-33.0, -70.5, 4000.0)])
def test_geodetic_places_agree_with_skyfield(place):
    latitude_deg, longitude_deg, altitude_m = place
    ours_m = ecef_of_place_m(np.radians(latitude_deg), np.radians(longitude_deg), altitude_m)
    theirs = wgs84.latlon(latitude_deg, longitude_deg, elevation_m=altitude_m)

    assert np.linalg.norm(ours_m - theirs.itrs_xyz.m) <= GEODESY_M
    assert np.allclose(np.degrees(place_of_ecef(ours_m)[:2]), place[:2], rtol=0.0, atol=1e-12)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_sun_stands_where_astropy_sees_it(month):
    instant = datetime(2023, month, 21, 9, 30, tzinfo=UTC)
    theirs = get_sun(Time(instant)).transform_to(ITRS(obstime=Time(instant)))
    fixed = theirs.spherical
    latitude_rad, longitude_rad = subsolar_point_rad(instant)

    assert np.degrees(latitude_rad) == pytest.approx(fixed.lat.deg, abs=SUN_DEG)
    distance_deg = (np.degrees(longitude_rad) - fixed.lon.deg + 180.0) % 360.0 - 180.0
    assert abs(distance_deg) <= SUN_DEG


def test_sunrise_is_when_astropy_has_the_upper_limb_on_the_horizon():
    pad = wgs84_place(51.8842, 128.3347)
    first = datetime(2023, 5, 1, tzinfo=UTC)
    rule = daylight(VOSTOCHNY_1S)

    for day in rule.open_intervals(first, first + timedelta(days=3))[1:]:
        sky = AltAz(obstime=Time(day.opens), location=pad)
        assert get_sun(Time(day.opens)).transform_to(sky).alt.deg == pytest.approx(
            rule.elevation_deg, abs=SUN_DEG
        )


def test_the_equation_of_time_has_its_extremes_in_february_and_november():
    # The textbook extremes: -14 min 14 s on 11 February, +16 min 26 s on 3 November.
    february_s = equation_of_time_s(datetime(2018, 2, 11, tzinfo=UTC))
    november_s = equation_of_time_s(datetime(2018, 11, 3, tzinfo=UTC))

    assert february_s == pytest.approx(-(14 * 60 + 14), abs=SUN_TIME_S)
    assert november_s == pytest.approx(16 * 60 + 26, abs=SUN_TIME_S)
