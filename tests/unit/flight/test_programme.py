"""The compiled flight against the re-flight that judges an optimum."""

from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import configuration, flown_soyuz

from cosmodrome.errors import InputError
from cosmodrome.flight import cases as columns
from cosmodrome.flight import tanks_kernel as kernel
from cosmodrome.flight.air import AirColumn, still_air
from cosmodrome.flight.cases import DispersedCases, planned_cases
from cosmodrome.flight.programme import flight_programme, fly_cases

# Runge-Kutta steps of 2 and 5 s and directions every 0.5 s against DOP853 at 1e-10.
POSITION_M = 20.0
VELOCITY_M_S = 0.05
CUTOFF_S = 0.01
# The velocity cut-off is found within a step to far below what moves an impact.
SENSED_M_S = 1e-6


@pytest.fixture(scope="module")
def programme():
    profile, trajectory = flown_soyuz()
    return flight_programme(profile, trajectory, configuration().vehicle, until_s=600.0)


def planned_case(programme, *, cases=1):
    return planned_cases(len(programme.stages), cases=cases)


def flown(programme, cases):
    return fly_cases(programme, cases, still_air())


def off_plan(programme, **changes):
    """The planned case with some columns of all stages or the whole flight changed."""
    case = planned_case(programme)
    for name, value in changes.items():
        column = getattr(columns, name)
        if name in ("THRUST_FACTOR", "FLOW_FACTOR", "LOADED", "INERT", "DELAY", "CUTOFF_SPEED"):
            case.stages[:, :, column] = value
        else:
            case.whole[:, column] = value
    return case


def test_on_a_planned_flight_every_part_leaves_where_the_reference_drops_it(programme):
    _, trajectory = flown_soyuz()

    states, _ = flown(programme, planned_case(programme))

    assert programme.parts == tuple(body.part for body in trajectory.bodies)
    for state, body in zip(states[0], trajectory.bodies, strict=True):
        assert np.linalg.norm(state[:3] - body.r_eci_m) < POSITION_M
        assert np.linalg.norm(state[3:6] - body.v_eci_m_s) < VELOCITY_M_S
        assert body.t_s == pytest.approx(state[6], abs=CUTOFF_S)


def test_a_stage_that_pushes_less_burns_until_it_has_the_planned_velocity(programme):
    _, planned = flown(programme, planned_case(programme))
    _, weak = flown(programme, off_plan(programme, THRUST_FACTOR=0.995, FLOW_FACTOR=0.995))

    cut_off = programme.phases[:, kernel.RULE] == kernel.BY_VELOCITY
    assert np.all(weak[0, cut_off, 0] > planned[0, cut_off, 0])
    assert planned[0, cut_off, 1] == pytest.approx(weak[0, cut_off, 1], abs=SENSED_M_S)


def test_a_stage_that_runs_dry_stops_short_of_the_planned_velocity(programme):
    case = off_plan(programme, THRUST_FACTOR=0.93, FLOW_FACTOR=1.0)

    _, marks = flown(programme, case)

    cut_off = np.flatnonzero(programme.phases[:, kernel.RULE] == kernel.BY_VELOCITY)
    wanted = programme.phases[cut_off, kernel.VELOCITY_AT_END]
    assert np.all(marks[0, cut_off, 1] < wanted)


def test_thrust_spread_predicts_the_published_spread_of_booster_separation(programme):
    """Progress MS-01: 118 s +- 3 s, taken as three sigma; here thrust alone, half a percent."""
    times = [
        flown(programme, off_plan(programme, THRUST_FACTOR=f, FLOW_FACTOR=f))[0][0, 0, 6]
        for f in (0.995, 1.005)
    ]

    assert 0.3 < (times[0] - times[1]) / 2.0 < 1.0


def test_more_pitch_lofts_and_more_azimuth_turns_east(programme):
    planned, _ = flown(programme, planned_case(programme))
    lofted, _ = flown(programme, off_plan(programme, PITCH=np.radians(0.5)))
    turned, _ = flown(programme, off_plan(programme, YAW=np.radians(0.5)))

    core = programme.parts.index("core")
    east = np.cross([0.0, 0.0, 1.0], planned[0, core, :3])
    radius = np.linalg.norm(planned[0, core, :3])
    assert np.linalg.norm(lofted[0, core, :3]) > radius + 1000.0
    assert (turned[0, core, :3] - planned[0, core, :3]) @ east > 0.0


def test_a_case_comes_out_the_same_alone_and_in_company(programme):
    rng = np.random.default_rng(5)
    count = 70
    air = AirColumn(mean=still_air().mean, sd=np.tile([9.0, 7.0, 0.02, 0.01], (61, 1)))
    together = planned_case(programme, cases=count)
    together.whole[:, columns.PITCH] = np.radians(0.2) * rng.standard_normal(count)
    together.stages[:, :, columns.THRUST_FACTOR] += 0.005 * rng.standard_normal((count, 1))
    together.deviates[:] = rng.standard_normal(together.deviates.shape)
    alone = DispersedCases(
        whole=together.whole[66:67].copy(),
        stages=together.stages[66:67].copy(),
        deviates=together.deviates[66:67].copy(),
    )

    among = fly_cases(programme, together, air)[0][66]

    assert np.array_equal(among, fly_cases(programme, alone, air)[0][0])


def ended_by(programme, rule):
    """The programme with another rule for every cut-off."""
    rows = programme.phases.copy()
    rows[rows[:, kernel.RULE_STAGE] >= 0.0, kernel.RULE] = rule
    return replace(programme, phases=rows)


def test_a_timed_cut_off_comes_when_the_clock_says_and_as_late_as_it_is_late(programme):
    timed = ended_by(programme, kernel.BY_TIMER)
    cut_off = timed.phases[:, kernel.RULE_STAGE] >= 0.0

    planned = flown(timed, planned_case(timed))[1][0]
    weak = flown(timed, off_plan(timed, THRUST_FACTOR=0.99))[1][0]
    late = flown(timed, off_plan(timed, DELAY=0.5))[1][0]

    assert weak[:, 0] == pytest.approx(planned[:, 0], abs=1e-9)
    assert np.all(weak[cut_off, 1] < planned[cut_off, 1] - 10.0)
    delays = (late - planned)[cut_off, 0]
    assert delays == pytest.approx(0.5 * np.arange(1, cut_off.sum() + 1), abs=1e-9)


def test_a_velocity_cut_off_overshoots_by_what_it_is_told(programme):
    planned = flown(programme, planned_case(programme))[1][0]
    fast = flown(programme, off_plan(programme, CUTOFF_SPEED=2.0))[1][0]

    cut_off = programme.phases[:, kernel.RULE] == kernel.BY_VELOCITY
    assert fast[cut_off, 1] - planned[cut_off, 1] == pytest.approx(2.0, abs=SENSED_M_S)


def test_more_propellant_burns_longer_where_empty_tanks_end_it(programme):
    dry = ended_by(programme, kernel.BY_DEPLETION)
    cut_off = np.flatnonzero(dry.phases[:, kernel.RULE_STAGE] >= 0.0)

    less = flown(dry, off_plan(dry, LOADED=-50.0))[1][0]
    more = flown(dry, off_plan(dry, LOADED=50.0))[1][0]

    assert np.all(more[cut_off, 0] > less[cut_off, 0] + 0.01)


def test_a_flight_without_separations_has_no_programme():
    profile, trajectory = flown_soyuz()
    bare = replace(profile, phases=tuple(replace(p, separations=()) for p in profile.phases))

    with pytest.raises(InputError, match="nothing separates"):
        flight_programme(bare, trajectory, configuration().vehicle, until_s=600.0)


def test_a_solid_that_burns_out_early_moves_nothing_that_goes_by_the_clock(programme):
    dry = ended_by(programme, kernel.BY_DEPLETION)
    first = int(np.flatnonzero(dry.phases[:, kernel.RULE_STAGE] >= 0.0)[0])
    _, planned = flown(dry, planned_case(dry))
    rows = dry.phases.copy()
    rows[first + 1, kernel.CLOCK_AT_END] = planned[0, first + 1, 0]
    clocked = replace(dry, phases=rows)

    _, early = flown(clocked, off_plan(clocked, LOADED=-400.0))

    assert early[0, first, 0] < planned[0, first, 0] - 0.05
    assert early[0, first + 1, 0] == pytest.approx(planned[0, first + 1, 0], abs=1e-9)
