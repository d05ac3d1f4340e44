import numpy as np
import pytest
from tests.fixtures.flown_soyuz import BOOSTERS_OFF_S, flown_soyuz

from cosmodrome.errors import InputError
from cosmodrome.flight.air import AirColumn, still_air
from cosmodrome.flight.impact_point import vacuum_impact_points
from cosmodrome.safety.impact_trace import (
    drag_trace,
    flight_states,
    vacuum_trace,
)
from cosmodrome.safety.tangent import distance_and_bearing

# Cubics through states two seconds apart, flown under thrust.
BETWEEN_M = 5.0
BETWEEN_M_S = 3.0
METRE = 1.0


@pytest.fixture(scope="module")
def states():
    _, trajectory = flown_soyuz()
    return flight_states(trajectory)


def test_states_of_a_flight_are_each_there_once_and_close_together():
    _, trajectory = flown_soyuz()

    states = flight_states(trajectory, step_s=0.5)

    assert 0.0 < np.diff(states.t_s).min()
    assert np.diff(states.t_s).max() <= 0.5 + 1e-9
    assert trajectory.t_s[-1] == states.t_s[-1]


def test_states_between_flown_ones_lie_on_the_flight():
    _, trajectory = flown_soyuz()
    fine = flight_states(trajectory, step_s=0.5)

    # Every other flown state left out: the cubics must find those between.
    last = np.flatnonzero(np.append(np.diff(trajectory.t_s) > 0.0, True))
    at = np.searchsorted(fine.t_s, trajectory.t_s[last] - 1e-9)

    assert trajectory.r_eci_m[last] == pytest.approx(fine.r_eci_m[at], abs=BETWEEN_M)
    assert trajectory.v_eci_m_s[last] == pytest.approx(fine.v_eci_m_s[at], abs=BETWEEN_M_S)
    speed = np.linalg.norm(np.diff(fine.r_eci_m, axis=0), axis=1) / np.diff(fine.t_s)
    mean = np.linalg.norm(fine.v_eci_m_s[:-1] + fine.v_eci_m_s[1:], axis=1) / 2.0
    assert mean == pytest.approx(speed, abs=BETWEEN_M_S)


def test_the_vehicle_that_flies_on_after_a_separation_is_lighter():
    _, trajectory = flown_soyuz()
    states = flight_states(trajectory)

    at = int(np.searchsorted(states.t_s, BOOSTERS_OFF_S))

    assert states.t_s[at] == pytest.approx(BOOSTERS_OFF_S)
    assert states.mass_kg[at - 1] - states.mass_kg[at] > 10_000.0


def test_the_vacuum_trace_begins_at_the_pad_and_runs_downrange(states):
    trace = vacuum_trace(states)
    profile, _ = flown_soyuz()

    start = distance_and_bearing(
        profile.latitude_deg, profile.longitude_deg, trace.impacts[0, 1], trace.impacts[0, 0]
    )

    assert start[0] < METRE
    assert trace.impacts[-1, 1] > 85.0
    assert np.all(trace.fall_s > 0.0)


def test_the_trace_ends_where_the_orbit_no_longer_meets_the_ground():
    circular = 7.8e3
    r = np.array([[6.6e6, 0.0, 0.0]] * 3)
    v = np.array([[0.0, circular * share, 0.0] for share in (0.5, 0.9, 1.0)])

    impacts = vacuum_impact_points(r, v, t_s=np.zeros(3))

    assert [True, True, False] == np.isfinite(impacts[:, 0]).tolist()


def test_impact_points_refuse_states_that_do_not_pair():
    with pytest.raises(InputError, match="need states of shape"):
        vacuum_impact_points(np.zeros((2, 3)), np.zeros((3, 3)), t_s=np.zeros(3))


def test_air_holds_an_impact_back_the_more_the_lighter_the_body(states):
    vacuum = vacuum_trace(states)
    heavy = drag_trace(states, ballistic_coefficient_kg_m2=5000.0)
    light = drag_trace(states, ballistic_coefficient_kg_m2=100.0)
    at = 100

    ranges = [
        distance_and_bearing(
            vacuum.impacts[0, 1], vacuum.impacts[0, 0], trace.impacts[at, 1], trace.impacts[at, 0]
        )[0]
        for trace in (light, heavy, vacuum)
    ]

    assert ranges == sorted(ranges)
    assert light.fall_s[at] > heavy.fall_s[at] > 0.0


def test_the_lightest_debris_comes_down_from_every_moment_of_the_flight(states):
    """From rest in dense air too, where it is at its terminal speed within a second or two."""
    trace = drag_trace(states, ballistic_coefficient_kg_m2=15.0)

    assert len(states.t_s) == len(trace.t_s)
    assert 19.0 == pytest.approx(trace.fall_s[0], abs=1.0)


def test_a_wind_from_the_west_carries_a_body_east(states):
    mean = still_air().mean.copy()
    mean[:, 0] = 20.0
    air = AirColumn(mean=mean, sd=np.zeros_like(mean))

    calm = drag_trace(states, ballistic_coefficient_kg_m2=200.0)
    windy = drag_trace(states, ballistic_coefficient_kg_m2=200.0, air=air)

    assert np.all(windy.impacts[20:200, 0] > calm.impacts[20:200, 0])


@pytest.mark.parametrize(
    "call",
    [
        lambda s: drag_trace(s, ballistic_coefficient_kg_m2=-1.0),
        lambda s: flight_states(flown_soyuz()[1], step_s=0.0),
    ],
)
def test_steps_and_bodies_that_are_not_positive_are_refused(states, call):
    with pytest.raises(InputError, match="must be positive"):
        call(states)
