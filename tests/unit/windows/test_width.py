"""How wide a window is: the tolerance first, then performance, and no more than the vehicle's."""

import math
from datetime import UTC, datetime

import pytest

from cosmodrome.errors import InputError
from cosmodrome.manifest import OrbitTolerance, TargetOrbit
from cosmodrome.orbit.plane import plane_of_raan
from cosmodrome.vehicles import RETARGETED, STORED_PROGRAMME, LiftoffPolicy
from cosmodrome.windows.lead import Steering
from cosmodrome.windows.width import INSTANT, Width, tolerance_s, widths_of

PLANE = plane_of_raan(
    1.0,
    math.radians(51.6),
    frame="true-of-date",
    epoch=datetime(2028, 1, 1, tzinfo=UTC),
    node_rate_rad_s=0.0,
)
STEERING = Steering(opens_s=-300.0, closes_s=420.0)
# A degree of node takes the Earth 4 min of sidereal time.
DEGREE_S = 239.345


def orbit(**tolerance):
    return TargetOrbit(
        kind="circular",
        perigee_altitude_km=500,
        apogee_altitude_km=500,
        inclination_deg=51.6,
        tolerance=OrbitTolerance(**tolerance),
    )


def test_a_tolerance_on_the_node_is_the_time_in_which_the_earth_turns_by_it():
    assert pytest.approx(DEGREE_S, abs=1e-3) == tolerance_s(orbit(raan_deg=1.0), PLANE)


def test_a_minute_of_local_time_is_a_minute_of_a_plane_that_stands_still():
    minute_s = 60.0 / 1.00273781191135448

    assert pytest.approx(minute_s) == tolerance_s(orbit(ltan_min=1.0), PLANE)
    assert pytest.approx(minute_s) == tolerance_s(orbit(ltan_min=1.0, ltdn_min=3.0), PLANE)


def test_other_tolerances_give_no_width():
    tight = orbit(altitude_km=5.0, inclination_deg=0.1, argp_deg=3.0)

    assert (INSTANT,) == widths_of(tight, PLANE, RETARGETED, None)


def test_a_stored_programme_is_an_instant_whatever_is_allowed():
    assert (INSTANT,) == widths_of(orbit(raan_deg=1.0), PLANE, STORED_PROGRAMME, STEERING)


def test_steering_reaches_and_the_tolerance_reaches_further():
    (width,) = widths_of(orbit(raan_deg=1.0), PLANE, RETARGETED, STEERING)

    assert pytest.approx(-300.0 - DEGREE_S, abs=1e-3) == width.opens_s
    assert pytest.approx(420.0 + DEGREE_S, abs=1e-3) == width.closes_s
    assert "performance" == width.by


def test_the_tolerance_alone_is_named_as_the_reason():
    (width,) = widths_of(orbit(raan_deg=0.5), PLANE, RETARGETED, None)

    assert ("tolerance", -width.opens_s) == (width.by, width.closes_s)


def test_no_window_is_longer_than_the_vehicle_may_wait():
    policy = LiftoffPolicy(kind="retargeted", longest_s=360.0)

    (width,) = widths_of(orbit(), PLANE, policy, STEERING)

    assert (-150.0, 210.0, "vehicle") == (width.opens_s, width.closes_s, width.by)


def test_prepared_instants_lie_about_the_best_moment_as_far_as_they_reach_the_plane():
    policy = LiftoffPolicy(instants=5, spacing_s=200.0)

    widths = widths_of(orbit(), PLANE, policy, STEERING)

    assert [
        Width(opens_s=t, closes_s=t, by="vehicle", programme=n)
        for n, t in ((2, -200.0), (3, 0.0), (4, 200.0), (5, 400.0))
    ] == list(widths)


def test_of_instants_out_of_reach_the_best_moment_is_left():
    policy = LiftoffPolicy(instants=2, spacing_s=200.0)

    assert (INSTANT,) == widths_of(orbit(), PLANE, policy, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"instants": 0}, "window_instants must be 1 or more, got 0"),
        ({"instants": 3}, "window_instants 3 needs window_instant_spacing_s above 0, got 0"),
        (
            {"kind": "retargeted", "instants": 3, "spacing_s": 60.0},
            "window_instants are of a stored programme",
        ),
        ({"kind": "retargeted", "longest_s": 0.0}, "window_longest_s must be above 0, got 0"),
        ({"longest_s": 60.0}, "window_longest_s is of a retargeted vehicle"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        LiftoffPolicy(**given)
