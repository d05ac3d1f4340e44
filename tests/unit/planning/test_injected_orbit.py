"""The orbit after an ascent: what is told, what needs a lift-off, and what an open orbit lacks."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import configuration
from tests.fixtures.injected import LIFTOFF, TARGET, ascent, example, foretold, wish
from tests.fixtures.low_orbits import state

from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.orbit.frames import eci_of_liftoff_to_gcrf
from cosmodrome.orbit.plane import local_mean_solar_time_h
from cosmodrome.planning.injected_orbit import injected_orbit, meets_ground
from cosmodrome.planning.plane_in_sky import plane_in_sky

DAY_S = 86400.0
SIDEREAL_DEG_D = 360.98564736629
ANGLE_DEG = 1e-4


def test_stations_see_the_same_whenever_it_lifts_off():
    without, later = foretold(liftoff=None), foretold(liftoff=LIFTOFF + timedelta(days=100))

    assert example().passes == without.passes == later.passes
    assert example().coverage == without.coverage
    assert np.array_equal(example().track_deg, later.track_deg)


def test_the_sky_needs_a_lift_off():
    without = foretold(liftoff=None)

    assert without.plane is None
    assert without.eclipses is None
    assert () == without.sunlit
    assert {None} == {node.local_time_h for node in without.nodes}


def test_a_day_later_the_plane_stands_a_sidereal_excess_further_east():
    tomorrow = foretold(liftoff=LIFTOFF + timedelta(days=1))

    moved_deg = (tomorrow.plane.raan_deg - example().plane.raan_deg) % 360.0

    assert SIDEREAL_DEG_D - 360.0 == pytest.approx(moved_deg, abs=ANGLE_DEG * 10)


def test_the_plane_in_the_sky_is_that_of_the_state_in_the_sky():
    r_m, v_m_s = eci_of_liftoff_to_gcrf(*state(), LIFTOFF)
    normal = np.cross(r_m, v_m_s)

    raan_deg = math.degrees(math.atan2(normal[0], -normal[1])) % 360.0

    assert raan_deg == pytest.approx(example().plane.raan_gcrf_deg, abs=ANGLE_DEG)


def test_a_plane_at_its_local_time_is_not_off_target():
    node_deg = example().mean.raan_rad * 180.0 / math.pi
    wanted = replace(TARGET, ltdn_h=None, ltan_h=example().plane.ltan_h)
    tilt = math.degrees(example().mean.inclination_rad)

    plane = plane_in_sky(
        ascent(),
        replace(wanted, inclination_deg=tilt),
        example().osculating,
        example().mean,
        LIFTOFF,
    )

    assert 0.0 == pytest.approx(plane.off_target_deg, abs=ANGLE_DEG)
    # Between lift-off and injection the mean Sun moves on by seconds of arc.
    at_liftoff_h = local_mean_solar_time_h(math.radians(node_deg), LIFTOFF)
    assert at_liftoff_h == pytest.approx(plane.ltan_h, abs=0.001)


def test_an_hour_late_is_fifteen_degrees_off():
    late = foretold(
        liftoff=LIFTOFF + timedelta(hours=1),
        target=replace(TARGET, ltdn_h=None, ltan_h=example().plane.ltan_h),
    )

    sine = math.sin(late.mean.inclination_rad)
    expected_deg = 2.0 * math.degrees(math.asin(sine * math.sin(math.radians(7.5))))
    assert expected_deg == pytest.approx(late.plane.off_target_deg, abs=0.1)


def test_every_pass_lies_in_the_forecast_and_tells_its_light():
    orbit = foretold(days_d=1.5)

    last_s = orbit.injection_s + 1.5 * DAY_S
    assert len(orbit.passes) == len(orbit.sunlit)
    assert all(orbit.injection_s <= p.rise.t_s <= p.set.t_s <= last_s for p in orbit.passes)
    assert max(p.rise.t_s for p in orbit.passes) > orbit.injection_s + DAY_S


def test_days_are_joined_without_a_seam():
    one, two = example(), foretold(days_d=2.0)

    whole = [p for p in one.passes if not p.ends_after]
    for mine, theirs in zip(whole, two.passes, strict=False):
        assert mine.station == theirs.station
        assert mine.rise.t_s == pytest.approx(theirs.rise.t_s, abs=0.02)


def test_progress_is_told_day_by_day():
    told = []

    foretold(days_d=2.5, progress=lambda *stage: told.append(stage))

    assert [("forecast", k, 3) for k in range(4)] == told[:4]
    assert [("passes", 0, 11), ("passes", 8, 11), ("passes", 11, 11)] == told[4:]


def test_the_mean_axis_is_compared_with_the_one_asked_for():
    orbit = example()

    wanted_m = 6378137.0 + 510e3
    assert orbit.mean.semi_major_axis_m - wanted_m == pytest.approx(orbit.mean_axis_off_m)
    assert 1e3 < abs(orbit.mean_axis_off_m) < 2e4


def test_first_nodes_and_eclipses_are_those_of_the_first_day():
    orbit = foretold(days_d=2.0)

    day_s = orbit.injection_s + DAY_S
    assert all(node.t_s <= day_s for node in orbit.nodes)
    assert 28 <= len(orbit.nodes) <= 32
    assert all(a < b <= day_s for a, b in orbit.eclipses)


def test_nobody_says_how_the_last_cut_off_errs():
    upper = replace(configuration().upper_stage, cutoff_error=None)

    orbit = foretold(flown_by=replace(configuration(), upper_stage=upper))

    assert orbit.scatter is None
    assert orbit.covariance_rtn is None
    assert () == orbit.odds
    assert {None} == {each.rise_error_s for each in orbit.acquisitions}


def test_without_an_upper_stage_the_last_stage_errs_as_its_vehicle_says():
    alone = replace(configuration(), upper_stage=None)

    error = alone.cutoff_error

    given = dict(alone.vehicle.dispersions)
    assert given["cutoff_speed_m_s"] == error.speed_m_s
    assert given["cutoff_position_m"] == error.position_m


def test_an_open_orbit_has_no_mean_and_no_decay():
    flown = ascent()
    flown.injection.v_eci_m_s = 1.5 * flown.injection.v_eci_m_s

    orbit = injected_orbit(
        flown,
        configuration(),
        replace(TARGET, kind="escape", ltdn_h=None),
        liftoff=LIFTOFF,
        wish=wish(),
        progress=lambda *_: None,
    )

    assert orbit.mean is None
    assert orbit.decay is None
    assert orbit.drifts is None
    assert orbit.plane.ltan_h is None
    assert orbit.passes


def test_an_orbit_that_meets_the_ground_is_refused():
    assert meets_ground(ascent(perigee_km=-50.0))
    with pytest.raises(InfeasibleError, match="meets the ground"):
        foretold(perigee_km=-50.0)


@pytest.mark.parametrize("days_d", [0.0, -1.0, 31.0, math.nan, math.inf])
def test_a_forecast_is_of_some_days(days_d):
    with pytest.raises(InputError, match="at most 30"):
        wish(days_d)
