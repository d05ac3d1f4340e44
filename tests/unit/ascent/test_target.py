import math
from dataclasses import replace

import pytest
from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.pads import BAIKONUR_31_6, KOUROU_ELS, VOSTOCHNY_1S, VOSTOCHNY_CORRIDOR, pad

from cosmodrome.ascent.target import (
    aimed_at_mean,
    azimuth_range_rad,
    burns_wanted,
    injection_target,
    launch_azimuths_rad,
)
from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_MU_M3_S2,
    EARTH_ROTATION_RATE_RAD_S,
)
from cosmodrome.errors import InfeasibleError, InputError, UnreachableOrbitError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.spaceport import AzimuthCorridor

# Six decimals of the first-order formula; our rate is that of the same formula.
INCLINATION_DEG = 1e-5
# Altitude of a sidereal day, with the constants of the textbooks.
GEOSTATIONARY_KM = 0.1
# Textbook azimuths are quoted to a tenth of a degree.
AZIMUTH_DEG = 0.1


def orbit(kind, perigee_km=None, apogee_km=None, **elements):
    return TargetOrbit(
        kind=kind, perigee_altitude_km=perigee_km, apogee_altitude_km=apogee_km, **elements
    )


def azimuths_deg(inclination_deg, place):
    target = injection_target(
        orbit("circular", 200.0, 200.0, inclination_deg=inclination_deg), restartable=False
    )
    return tuple(math.degrees(azimuth) for azimuth in launch_azimuths_rad(target, place))


# ---- terminal conditions ----


def test_a_circular_orbit_is_its_radius():
    target = injection_target(
        orbit("circular", 450.0, 450.0, inclination_deg=87.4), restartable=True
    )

    assert "circular" == target.shape
    assert EARTH_EQUATORIAL_RADIUS_M + 450e3 == target.semi_major_axis_m
    assert 0.0 == target.eccentricity
    assert math.radians(87.4) == target.inclination_rad


@pytest.mark.parametrize("restartable", [True, False])
def test_a_frozen_orbit_is_flown_as_the_circle_of_its_mean_altitude(restartable):
    frozen = orbit("circular", 697.0, 713.0, inclination_deg=98.2, argp_deg=90.0, frozen=True)

    target = injection_target(frozen, restartable=restartable)

    assert ("circular", 0.0, None) == (target.shape, target.eccentricity, target.argp_rad)
    assert EARTH_EQUATORIAL_RADIUS_M + 705e3 == target.semi_major_axis_m


def test_a_sun_synchronous_orbit_brings_its_own_inclination():
    target = injection_target(orbit("sun-synchronous", 600.0, 600.0), restartable=True)

    assert 97.787670 == pytest.approx(math.degrees(target.inclination_rad), abs=INCLINATION_DEG)


def test_an_inclination_that_the_customer_gives_stands():
    target = injection_target(
        orbit("sun-synchronous", 600.0, 600.0, inclination_deg=97.9), restartable=True
    )

    assert math.radians(97.9) == target.inclination_rad


def test_a_geostationary_transfer_goes_from_250_to_35786_km_where_nothing_else_is_said():
    target = injection_target(
        orbit("geostationary-transfer", inclination_deg=7.0, argp_deg=178.0), restartable=True
    )

    assert "ellipse" == target.shape
    perigee_m = target.semi_major_axis_m * (1.0 - target.eccentricity)
    apogee_m = target.semi_major_axis_m * (1.0 + target.eccentricity)
    assert EARTH_EQUATORIAL_RADIUS_M + 250e3 == pytest.approx(perigee_m)
    assert EARTH_EQUATORIAL_RADIUS_M + 35786e3 == pytest.approx(apogee_m)
    assert math.radians(178.0) == target.argp_rad


def test_a_stage_that_cannot_restart_injects_at_perigee():
    wanted = orbit("elliptic", 200.0, 240.0, inclination_deg=51.6)

    assert "perigee" == injection_target(wanted, restartable=False).shape
    assert "ellipse" == injection_target(wanted, restartable=True).shape


def test_an_orbit_too_round_to_have_a_perigee_is_flown_round():
    wanted = orbit("elliptic", 500.0, 510.0, inclination_deg=97.4, argp_deg=90.0)

    target = injection_target(wanted, restartable=True)

    assert ("circular", 0.0, None) == (target.shape, target.eccentricity, target.argp_rad)
    assert EARTH_EQUATORIAL_RADIUS_M + 505e3 == target.semi_major_axis_m


def test_an_escape_is_its_energy():
    target = injection_target(
        orbit("escape", c3_km2_s2=8.0, declination_deg=-12.0), restartable=True
    )

    assert "escape" == target.shape
    assert -EARTH_MU_M3_S2 / 8e6 == pytest.approx(target.semi_major_axis_m)
    assert math.radians(-12.0) == target.declination_rad


def test_an_escape_without_an_upper_stage_is_refused():
    with pytest.raises(InfeasibleError, match="needs an upper stage") as refused:
        injection_target(orbit("escape", c3_km2_s2=8.0), restartable=False)

    assert "upper-stage-burns" == refused.value.rule


def test_an_escape_without_an_energy_is_no_request():
    with pytest.raises(InputError, match="c3_km2_s2"):
        injection_target(orbit("escape"), restartable=True)


def test_a_geostationary_orbit_is_refused_for_its_third_burn():
    with pytest.raises(InfeasibleError, match="three burns") as refused:
        injection_target(orbit("geostationary"), restartable=True)

    assert ("upper-stage-burns", 3, 2) == (
        refused.value.rule,
        refused.value.value,
        refused.value.limit,
    )


def test_a_geostationary_orbit_is_a_target_of_a_stage_that_burns_three_times():
    target = injection_target(orbit("geostationary"), restartable=True, burns=8)

    assert ("circular", 0.0) == (target.shape, target.inclination_rad)
    assert 35786.0 == pytest.approx(target.apogee_altitude_m / 1000.0, abs=GEOSTATIONARY_KM)
    assert target.plane_turned


def test_an_orbit_without_altitudes_is_no_request():
    with pytest.raises(InputError, match="perigee and apogee"):
        injection_target(orbit("circular", inclination_deg=51.6), restartable=True)


# ---- which way ----


def test_the_azimuth_over_ground_adds_up_with_the_turning_earth_to_the_inertial_one():
    inertial_deg, relative_deg = azimuths_deg(51.6, BAIKONUR_31_6)
    latitude_rad = geocentric_latitude_rad(
        math.radians(BAIKONUR_31_6.latitude_deg), BAIKONUR_31_6.altitude_m
    )
    speed_m_s = math.sqrt(EARTH_MU_M3_S2 / (EARTH_EQUATORIAL_RADIUS_M + 200e3))
    ground_m_s = EARTH_ROTATION_RATE_RAD_S * EARTH_EQUATORIAL_RADIUS_M * math.cos(latitude_rad)
    north_m_s = speed_m_s * math.cos(math.radians(inertial_deg))
    east_m_s = speed_m_s * math.sin(math.radians(inertial_deg)) - ground_m_s

    heading_deg = math.degrees(math.atan2(east_m_s, north_m_s))

    assert heading_deg == pytest.approx(relative_deg)
    # Soyuz flights to the station leave Baikonur on 61 to 62 degrees.
    assert 61.5 == pytest.approx(relative_deg, abs=1.0)


def test_north_is_taken_where_both_branches_are_allowed():
    inertial_deg, _ = azimuths_deg(51.6, KOUROU_ELS)

    sine = math.cos(math.radians(51.6)) / math.cos(
        geocentric_latitude_rad(math.radians(KOUROU_ELS.latitude_deg), KOUROU_ELS.altitude_m)
    )
    assert math.degrees(math.asin(sine)) == pytest.approx(inertial_deg, abs=AZIMUTH_DEG)


def test_south_is_taken_where_the_corridor_allows_nothing_else():
    southern = pad(5.3, -52.8, corridor=AzimuthCorridor(min_deg=100.0, max_deg=200.0))

    inertial_deg, relative_deg = azimuths_deg(51.6, southern)

    assert 90.0 < inertial_deg < 180.0
    assert inertial_deg < relative_deg < 200.0


def test_both_branches_outside_the_corridor_are_refused_with_their_azimuths():
    narrow = pad(51.9, 128.3, corridor=AzimuthCorridor(min_deg=80.0, max_deg=95.0), name="narrow")

    with pytest.raises(InfeasibleError, match=r"349\.8 or 190\.2 deg; narrow allows") as refused:
        azimuths_deg(90.0 + 5.0, narrow)

    assert "azimuth-corridor" == refused.value.rule
    assert 95.0 == refused.value.limit
    assert isinstance(refused.value.value, float)


def test_an_inclination_far_below_the_latitude_is_unreachable():
    with pytest.raises(UnreachableOrbitError, match=r"51\.70 to 128\.30 deg") as refused:
        azimuths_deg(45.0, VOSTOCHNY_1S)

    assert 45.0 == pytest.approx(refused.value.value)


@pytest.mark.parametrize("inclination_deg", [51.6, 128.4])
def test_an_inclination_just_below_the_latitude_is_flown_due_east_or_west(inclination_deg):
    """The station's 51.64 deg from a pad at 51.70: the plane passes a little beside the pad."""
    inertial_deg, _ = azimuths_deg(inclination_deg, VOSTOCHNY_1S)

    due_deg = 90.0 if inclination_deg < 90.0 else 270.0
    assert due_deg == pytest.approx(inertial_deg, abs=AZIMUTH_DEG)


def test_without_an_inclination_a_vehicle_leaves_due_east():
    target = injection_target(orbit("escape", c3_km2_s2=0.0), restartable=True)

    inertial_rad, relative_rad = launch_azimuths_rad(target, VOSTOCHNY_CORRIDOR)

    assert math.radians(90.0) == inertial_rad
    assert math.radians(90.0) == pytest.approx(relative_rad)


def test_without_an_inclination_a_vehicle_leaves_as_near_to_east_as_it_may():
    target = injection_target(orbit("escape", c3_km2_s2=0.0), restartable=True)
    northern = pad(46.0, 63.6, corridor=AzimuthCorridor(min_deg=345.0, max_deg=65.0))

    inertial_rad, _ = launch_azimuths_rad(target, northern)

    assert 65.0 == pytest.approx(math.degrees(inertial_rad))


def test_a_branch_may_be_asked_for():
    target = injection_target(
        orbit("circular", 200.0, 200.0, inclination_deg=51.6), restartable=False
    )

    north, _ = launch_azimuths_rad(target, KOUROU_ELS, branch="ascending")
    south, _ = launch_azimuths_rad(target, KOUROU_ELS, branch="descending")

    assert math.pi == pytest.approx(north + south)
    assert north < 0.5 * math.pi < south


def test_a_plane_beside_the_corridor_is_reached_from_its_nearest_edge():
    """PSLV to polar orbits: from 140 deg, and a turn past Sri Lanka."""
    eastern = pad(13.7, 80.2, corridor=AzimuthCorridor(min_deg=100.0, max_deg=140.0))

    inertial_deg, relative_deg = azimuths_deg(98.0, eastern)

    assert 188.2 == pytest.approx(inertial_deg, abs=AZIMUTH_DEG)
    assert 140.0 == pytest.approx(relative_deg)


def test_an_azimuth_at_the_edge_moves_into_the_corridor_only():
    eastern = pad(13.7, 80.2, corridor=AzimuthCorridor(min_deg=100.0, max_deg=140.0))
    reach_rad = math.radians(15.0)

    for edge_deg in (100.0, 140.0):
        low_rad, high_rad = azimuth_range_rad(math.radians(edge_deg), eastern, reach_rad=reach_rad)

        assert 15.0 == pytest.approx(math.degrees(high_rad - low_rad))
        assert eastern.corridor.contains(0.5 * math.degrees(low_rad + high_rad))


def test_a_plane_turned_high_up_may_stay_below_the_latitude():
    transfer = orbit("geostationary-transfer", 5500.0, 35786.0, inclination_deg=25.0)
    turned = injection_target(transfer, restartable=True, burns=8)
    direct = injection_target(transfer, restartable=True, burns=2)

    _, relative_rad = launch_azimuths_rad(turned, VOSTOCHNY_1S)

    assert 90.0 == pytest.approx(math.degrees(relative_rad))
    with pytest.raises(UnreachableOrbitError):
        launch_azimuths_rad(direct, VOSTOCHNY_1S)


# ---- how many burns ----


@pytest.mark.parametrize(
    ("wanted", "burns"),
    [
        (orbit("circular", 200.0, 200.0, inclination_deg=51.8), 2),
        (orbit("sun-synchronous", 820.0, 820.0), 2),
        (orbit("geostationary-transfer", inclination_deg=51.8), 2),
        (orbit("geostationary-transfer", inclination_deg=25.0), 3),
        (orbit("geostationary"), 3),
        (orbit("escape", c3_km2_s2=8.0), 2),
    ],
)
def test_an_upper_stage_burns_twice_and_to_turn_its_plane_three_times(wanted, burns):
    fregat = catalogue().configuration("soyuz-2.1b+fregat")
    target = injection_target(wanted, restartable=True, burns=8)

    assert burns == burns_wanted(fregat, target, VOSTOCHNY_1S)


def test_near_the_equator_two_burns_reach_a_geostationary_orbit():
    fregat = catalogue().configuration("soyuz-2.1b+fregat")
    target = injection_target(orbit("geostationary"), restartable=True, burns=8)

    assert 2 == burns_wanted(fregat, target, KOUROU_ELS)


@pytest.mark.parametrize(
    ("restarts", "wanted", "burns"),
    [
        (2, orbit("circular", 250.0, 250.0, inclination_deg=51.8), 1),
        (2, orbit("circular", 550.0, 550.0, inclination_deg=53.0), 2),
        (2, orbit("geostationary-transfer", inclination_deg=51.8), 2),
        (2, orbit("geostationary"), 3),
        (1, orbit("geostationary-transfer", inclination_deg=25.0), 2),
        (0, orbit("circular", 550.0, 550.0, inclination_deg=53.0), 1),
    ],
)
def test_a_last_stage_burns_as_often_as_the_target_asks_and_its_engine_allows(
    restarts, wanted, burns
):
    soyuz = catalogue().configuration("soyuz-2.1b")
    *lower, last = soyuz.vehicle.stages
    stages = (*lower, replace(last, restarts=restarts))
    restarting = replace(soyuz, vehicle=replace(soyuz.vehicle, stages=stages))
    target = injection_target(wanted, restartable=restarts > 0, burns=3)

    assert burns == burns_wanted(restarting, target, VOSTOCHNY_1S)


@pytest.mark.parametrize("arc_deg", [14.0, 17.0, 20.0])
@pytest.mark.parametrize("branch", ["ascending", "descending"])
@pytest.mark.parametrize("latitude_deg", [5.3, 28.5, 45.996])
def test_a_station_is_aimed_at_by_its_mean_inclination(latitude_deg, branch, arc_deg):
    site = pad(latitude_deg, 63.6, altitude_m=100.0)
    wanted = injection_target(
        TargetOrbit(
            kind="station",
            perigee_altitude_km=200.0,
            apogee_altitude_km=200.0,
            inclination_deg=51.64,
        ),
        restartable=False,
    )

    aimed = aimed_at_mean(wanted, site, branch=branch)

    heading_rad, _ = launch_azimuths_rad(wanted, site, branch=branch)
    latitude_rad = geocentric_latitude_rad(math.radians(latitude_deg), 100.0)
    over_pad_rad = math.atan2(
        math.sin(latitude_rad), math.cos(latitude_rad) * math.cos(heading_rad)
    )
    injected = OrbitElements(
        semi_major_axis_m=aimed.semi_major_axis_m,
        eccentricity=0.0,
        inclination_rad=aimed.inclination_rad,
        raan_rad=0.3,
        argp_rad=0.0,
        true_anomaly_rad=over_pad_rad + math.radians(arc_deg),
    )
    mean_deg = math.degrees(mean_plane(injected).inclination_rad)
    assert pytest.approx(51.64, abs=0.0025) == mean_deg
    assert wanted == replace(aimed, inclination_rad=wanted.inclination_rad)
