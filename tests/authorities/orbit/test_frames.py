"""Frames against astropy and skyfield."""

from datetime import UTC, datetime

import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import (
    GCRS,
    ITRS,
    TEME,
    CartesianRepresentation,
)
from astropy.time import Time
from astropy.utils import iers
from skyfield.api import load, wgs84
from skyfield.framelib import itrs

from cosmodrome.epochs import (
    apparent_sidereal_angle_rad,
    mean_sidereal_angle_rad,
)
from cosmodrome.orbit.frames import (
    earth_attitude,
    ecef_of_place_m,
    gcrf_to_ecef,
    oriented_attitude,
    place_of_ecef,
)
from cosmodrome.orbit.teme import teme_to_ecef, teme_to_gcrf
from cosmodrome.orbit.true_of_date import onto_true_of_date
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import layers_over

EPOCHS = [
    datetime(2018, 7, 9, 21, 51, 34, tzinfo=UTC),
    datetime(2021, 3, 25, 2, 47, 33, tzinfo=UTC),
    datetime(2024, 2, 29, 5, 43, 26, tzinfo=UTC),
]
POSITION_M = np.array([-2435.1e3, 4321.9e3, 4801.7e3])
VELOCITY_M_S = np.array([-5100.0, -4900.0, 2100.0])

# The same models and table on both sides; ours is rounded to 10 us and 0.1 mas and goes straight
# between midnights.
FIXED_M = 0.03
# Skyfield leaves the pole at zero.
POLAR_MOTION_M = 20.0
# Models of precession and nutation differ by less than 0.01 seconds of arc.
MODEL_M = 0.5
GEODESY_M = 1e-6
SIDEREAL_S = 0.001
# Nutation worked out every two days.
TRUE_OF_DATE_RAD = 1.5e-7
UT1_S = 5e-5
POLE_RAD = 1e-9


@pytest.fixture(autouse=True)
def offline():
    """Keep astropy to the Earth orientation data that it was installed with."""
    with iers.conf.set_temp("auto_download", value=False), iers.conf.set_temp("auto_max_age", None):
        yield


def ut1_utc_s(epoch):
    return float(Time(epoch).delta_ut1_utc)


@pytest.fixture(scope="module")
def orientation():
    return load_earth_orientation(layers_over([]))


@pytest.mark.parametrize("epoch", EPOCHS, ids=str)
def test_ecef_agrees_with_astropy(orientation, epoch):
    attitude = oriented_attitude(epoch, orientation)
    r_m, _ = gcrf_to_ecef(POSITION_M, VELOCITY_M_S, attitude=attitude)

    sky = GCRS(CartesianRepresentation(POSITION_M * u.m), obstime=Time(epoch))
    theirs_m = sky.transform_to(ITRS(obstime=Time(epoch))).cartesian.xyz.to_value(u.m)

    assert np.linalg.norm(r_m - theirs_m) <= FIXED_M


def test_ut1_and_the_pole_are_those_that_astropy_looks_up(orientation):
    origin = datetime(2016, 12, 20, 7, 13, tzinfo=UTC)
    t_s = np.linspace(0.0, 25 * 86400.0, 61)

    jd = Time(origin).jd + t_s / 86400.0
    table = iers.earth_orientation_table.get()
    pole_rad = [angle.to_value(u.rad) for angle in table.pm_xy(jd)]

    assert np.allclose(
        orientation.ut1_utc_s(origin, t_s), table.ut1_utc(jd).to_value(u.s), rtol=0, atol=UT1_S
    )
    assert np.allclose(orientation.pole_rad(origin, t_s), pole_rad, rtol=0, atol=POLE_RAD)


def test_vectors_of_a_year_stand_on_the_true_equator_of_their_own_dates():
    origin = datetime(2024, 3, 1, 5, tzinfo=UTC)
    t_s = np.linspace(0.0, 370 * 86400.0, 200)
    sky = np.tile([0.6, -0.48, 0.64], (len(t_s), 1))

    ours = onto_true_of_date(sky, origin, t_s)

    times = load.timescale(builtin=True).from_astropy(Time(origin) + t_s * u.s)
    theirs = np.einsum("ijn,nj->ni", times.M, sky)
    assert np.max(np.linalg.norm(ours - theirs, axis=1)) <= TRUE_OF_DATE_RAD


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
def test_the_frame_of_two_line_elements_agrees_with_astropy(orientation, epoch):
    time = Time(epoch)
    from_teme = TEME(CartesianRepresentation(POSITION_M * u.m), obstime=time)
    fixed_m = from_teme.transform_to(ITRS(obstime=time)).cartesian.xyz.to_value(u.m)
    sky_m = from_teme.transform_to(GCRS(obstime=time)).cartesian.xyz.to_value(u.m)

    ours_fixed_m, _ = teme_to_ecef(POSITION_M, VELOCITY_M_S, epoch, orientation=orientation)
    ours_sky_m, _ = teme_to_gcrf(POSITION_M, VELOCITY_M_S, epoch)

    assert np.linalg.norm(ours_fixed_m - fixed_m) <= FIXED_M
    assert np.linalg.norm(ours_sky_m - sky_m) <= FIXED_M


@pytest.mark.parametrize("place", [(51.8842, 128.3347, 278.0), (-33.0, -70.5, 4000.0)])
def test_geodetic_places_agree_with_skyfield(place):
    latitude_deg, longitude_deg, altitude_m = place
    ours_m = ecef_of_place_m(np.radians(latitude_deg), np.radians(longitude_deg), altitude_m)
    theirs = wgs84.latlon(latitude_deg, longitude_deg, elevation_m=altitude_m)

    assert np.linalg.norm(ours_m - theirs.itrs_xyz.m) <= GEODESY_M
    assert np.allclose(np.degrees(place_of_ecef(ours_m)[:2]), place[:2], rtol=0.0, atol=1e-12)
