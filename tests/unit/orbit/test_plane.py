import math
from datetime import UTC, datetime, timedelta

import pytest
from tests.fixtures.pads import STATION, STATION_TLE

from cosmodrome.errors import InfeasibleError, InputError, UnreachableOrbitError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.azimuth import inertial_azimuth_rad, relative_launch_azimuth_rad
from cosmodrome.orbit.plane import plane_of_local_time, plane_of_raan
from cosmodrome.orbit.sun_synchronous import inclination_deg
from cosmodrome.orbit.target import complete_orbit, plane_of_target
from cosmodrome.units import rad

EPOCH = datetime(2028, 5, 1, 6, tzinfo=UTC)
ANGLE_RAD = 1e-9
# A millisecond of local time.
HOURS_H = 1e-3 / 3600.0
# Two-line elements carry four decimals; the equinox of the frame is within an arc second.
TLE_DEG = 5e-4


def test_a_right_ascension_of_date_comes_back_at_its_epoch():
    plane = plane_of_raan(1.2, 0.9, frame="true-of-date", epoch=EPOCH, node_rate_rad_s=-1e-6)

    assert plane.raan_true_of_date_rad(EPOCH) == pytest.approx(1.2, abs=ANGLE_RAD)
    assert plane.inclination_rad == pytest.approx(0.9, abs=ANGLE_RAD)


def test_the_same_number_in_gcrf_is_a_plane_a_third_of_a_degree_away():
    of_date = plane_of_raan(1.2, 0.9, frame="true-of-date", epoch=EPOCH, node_rate_rad_s=0.0)
    of_sky = plane_of_raan(1.2, 0.9, frame="gcrf", epoch=EPOCH, node_rate_rad_s=0.0)

    away_deg = math.degrees(of_sky.node_rad - of_date.node_rad)
    # General precession in right ascension, 46 seconds of arc a year since 2000, and the tilt.
    assert 0.25 < away_deg < 0.45


def test_a_node_drifts_from_its_epoch_on():
    plane = plane_of_raan(1.2, 0.9, frame="true-of-date", epoch=EPOCH, node_rate_rad_s=-1e-6)

    day = timedelta(days=1)
    moved_rad = plane.node_at_rad(EPOCH + day) - plane.node_at_rad(EPOCH)
    assert moved_rad == pytest.approx(-0.0864, abs=ANGLE_RAD)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_local_time_is_the_same_in_every_month(month):
    plane = plane_of_local_time(21.5, rad(98.6))

    assert plane.ltan_h(datetime(2028, month, 1, tzinfo=UTC)) == pytest.approx(21.5, abs=HOURS_H)


def test_a_local_time_of_25_hours_is_malformed():
    with pytest.raises(InputError, match="0 to 24"):
        plane_of_local_time(25.0, rad(98.6))


def test_a_descending_local_time_is_half_a_day_from_the_ascending_one():
    orbit = TargetOrbit(
        kind="sun-synchronous", perigee_altitude_km=820, apogee_altitude_km=820, ltdn_h=9.5
    )

    assert plane_of_target(orbit).ltan_h(EPOCH) == pytest.approx(21.5, abs=HOURS_H)


def test_a_sun_synchronous_target_gets_its_inclination():
    orbit = TargetOrbit(kind="sun-synchronous", perigee_altitude_km=500, apogee_altitude_km=500)

    assert complete_orbit(orbit).inclination_deg == pytest.approx(97.401808, abs=1e-6)


def test_a_station_target_gets_inclination_and_altitudes():
    whole = complete_orbit(STATION)

    assert whole.inclination_deg == pytest.approx(51.6393, abs=1e-6)
    assert 410.0 < whole.perigee_altitude_km < whole.apogee_altitude_km < 425.0


def test_a_station_target_keeps_the_lower_orbit_that_is_asked_for():
    orbit = TargetOrbit(
        kind="station", station_tle=STATION_TLE, perigee_altitude_km=200, apogee_altitude_km=240
    )

    assert (200, 240) == (
        complete_orbit(orbit).perigee_altitude_km,
        complete_orbit(orbit).apogee_altitude_km,
    )


def test_a_station_stands_at_the_node_of_its_element():
    plane = plane_of_target(STATION)

    assert math.degrees(plane.raan_true_of_date_rad(plane.epoch)) == pytest.approx(
        160.4574, abs=TLE_DEG + 0.01
    )


def test_a_right_ascension_without_a_frame_is_malformed():
    orbit = TargetOrbit(
        kind="circular",
        perigee_altitude_km=500,
        apogee_altitude_km=500,
        inclination_deg=87.4,
        raan_deg=10.0,
    )

    with pytest.raises(InputError, match="raan_frame"):
        plane_of_target(orbit)


def test_an_orbit_without_node_or_local_time_has_no_plane():
    assert plane_of_target(TargetOrbit(kind="circular", inclination_deg=87.4)) is None


def test_too_high_an_orbit_is_never_sun_synchronous():
    with pytest.raises(InfeasibleError, match="up to 12352 km"):
        inclination_deg(13000e3)


def test_an_inclination_below_the_latitude_is_unreachable():
    with pytest.raises(UnreachableOrbitError, match=r"reachable are 51\.70 to 128\.30"):
        inertial_azimuth_rad(rad(45.0), rad(51.697))


def test_a_plane_that_just_touches_the_latitude_is_flown_due_east():
    assert inertial_azimuth_rad(rad(51.7), rad(51.7)) == pytest.approx(rad(90.0), abs=1e-6)


def test_the_descending_pass_mirrors_the_ascending_one():
    up = inertial_azimuth_rad(rad(98.0), rad(51.7))
    down = inertial_azimuth_rad(rad(98.0), rad(51.7), ascending=False)

    assert (up + down) % math.tau == pytest.approx(math.pi, abs=1e-12)


def test_the_ground_gives_speed_to_the_east_so_vehicles_aim_west_of_the_orbit():
    inertial_rad = inertial_azimuth_rad(rad(51.6), rad(45.8))
    relative_rad = relative_launch_azimuth_rad(inertial_rad, rad(45.8), 7780.0)

    assert 1.0 < math.degrees(inertial_rad - relative_rad) < 1.6
