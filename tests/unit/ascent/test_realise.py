import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.realise import drag_table, realise, steering_table
from cosmodrome.ascent.sequence import sequence_of
from cosmodrome.flight.rates import direction_of
from cosmodrome.numerics.collocation import node_shares
from cosmodrome.physics.formula import table1
from cosmodrome.vehicles import DragCurve

# A cubic through its own knots, and a polynomial through its own nodes.
ROUNDING = 1e-12
# Central differences of a spline over a thousandth of a Mach number.
SLOPE = 1e-3
STEP_MACH = 1e-3
BEGIN_S, END_S, DEGREE = 118.2, 283.6, 6


def curves():
    return {each.vehicle.id: each.vehicle.drag for each in catalogue().configurations()}


def slope(mach, table):
    ahead = table1(mach + STEP_MACH, table.knots, table.coefficients)
    behind = table1(mach - STEP_MACH, table.knots, table.coefficients)
    return (ahead - behind) / (2.0 * STEP_MACH)


@pytest.mark.parametrize("curve", curves().values(), ids=curves().keys())
def test_the_drag_spline_passes_through_the_curve(curve):
    table = drag_table(curve)

    through = [table1(mach, table.knots, table.coefficients) for mach in curve.mach]

    assert list(curve.drag_coefficient) == pytest.approx(through, abs=ROUNDING)


@pytest.mark.parametrize("curve", curves().values(), ids=curves().keys())
def test_the_drag_spline_keeps_its_end_values_outside_and_leaves_them_flat(curve):
    table = drag_table(curve)
    first, last = float(curve.mach[0]), float(curve.mach[-1])

    assert curve.drag_coefficient[-1] == pytest.approx(
        table1(last + 20.0, table.knots, table.coefficients), abs=ROUNDING
    )
    assert curve.drag_coefficient[0] == pytest.approx(
        table1(first - 1.0, table.knots, table.coefficients), abs=ROUNDING
    )
    assert 0.0 == pytest.approx(slope(first, table), abs=SLOPE)
    assert 0.0 == pytest.approx(slope(last, table), abs=SLOPE)


def test_the_drag_spline_stays_positive():
    for curve in curves().values():
        table = drag_table(curve)
        mach = np.linspace(0.0, curve.mach[-1], 500)

        assert np.all(table1(mach, table.knots, table.coefficients) > 0.0)


def test_a_constant_drag_curve_stays_constant():
    table = drag_table(DragCurve(mach=(0.0, 1.0, 2.0, 5.0), drag_coefficient=(0.3,) * 4))

    assert 0.3 == pytest.approx(table1(1.7, table.knots, table.coefficients), abs=ROUNDING)


def directions(count):
    pitch = np.linspace(1.2, -0.1, count)
    return np.column_stack([np.cos(pitch), 0.1 * np.ones(count), np.sin(pitch)])


def flown_direction(table):
    """The direction over time of a profile's first free phase that flies by a table."""
    sequence = sequence_of(catalogue().configuration("soyuz-2.1a"))
    index = next(i for i, phase in enumerate(sequence.phases) if phase.steering == "free")
    values = {"payload": 7000.0, "fairing": END_S - BEGIN_S, "cutoff": 240.0}
    values |= {"pitchover_angle": 0.1, "launch_azimuth": 1.0}
    tables = [None] * len(sequence.phases)
    tables[index] = table
    profile = realise(
        sequence,
        values,
        configuration=catalogue().configuration("soyuz-2.1a"),
        launch_complex=catalogue().complex("baikonur-31-6"),
        drag=drag_table(catalogue().configuration("soyuz-2.1a").vehicle.drag),
        tables=tables,
    )
    phase = profile.phases[index]
    return phase, direction_of(profile, phase)


def test_a_steering_table_gives_back_its_nodes():
    shares = node_shares(3, DEGREE)
    wanted = directions(len(shares))

    phase, direction = flown_direction((shares, wanted, DEGREE))

    unit = wanted / np.linalg.norm(wanted, axis=1)[:, None]
    for t_s, expected in zip(phase.table.times_s.ravel(), unit, strict=True):
        assert expected == pytest.approx(direction(float(t_s), ()), abs=ROUNDING)


def test_a_steering_table_points_with_length_one_between_its_nodes():
    shares = node_shares(3, DEGREE)

    phase, direction = flown_direction((shares, directions(len(shares)), DEGREE))

    for t_s in np.linspace(phase.begin_s, phase.end_s, 37):
        assert 1.0 == pytest.approx(np.linalg.norm(direction(float(t_s), ())), abs=ROUNDING)


def test_the_intervals_of_a_steering_table_meet():
    shares = node_shares(3, DEGREE)

    table = steering_table(BEGIN_S, END_S, shares, directions(len(shares)), degree=DEGREE)

    assert (3, DEGREE) == table.times_s.shape
    assert list(np.linspace(BEGIN_S, END_S, 4)) == pytest.approx(list(table.bounds_s))
    # Radau points stand at the end of their interval and not at its begin.
    assert list(table.bounds_s[1:]) == pytest.approx(list(table.times_s[:, -1]))
    assert np.all(table.times_s[:, 0] > table.bounds_s[:-1])


def test_a_realised_profile_runs_from_lift_off_without_gaps():
    configuration = catalogue().configuration("soyuz-2.1b+fregat")
    sequence = sequence_of(configuration)
    values = {v.name: 0.5 * (v.low + v.high) for v in sequence.variables}
    values |= {"pitchover_angle": 0.1, "launch_azimuth": 1.0}

    profile = realise(
        sequence,
        values,
        configuration=configuration,
        launch_complex=catalogue().complex("vostochny-1s"),
        drag=drag_table(configuration.vehicle.drag),
    )

    assert 0.0 == profile.phases[0].begin_s
    for phase, following in zip(profile.phases, profile.phases[1:], strict=False):
        assert phase.end_s == following.begin_s
    assert values["payload"] == profile.payload_kg
    assert sequence.liftoff_mass_kg.at(values) == profile.liftoff_mass_kg
