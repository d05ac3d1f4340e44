import numpy as np
import pytest
from tests.fixtures.flown_soyuz import flown_soyuz

from cosmodrome.errors import InputError
from cosmodrome.safety.dwell import dwell_in_cells, dwell_times, ground_distances_m
from cosmodrome.safety.impact_trace import ImpactTrace, flight_states, vacuum_trace

# Cells are met within a fiftieth of their side.
CUT = 0.03


@pytest.fixture(scope="module")
def states():
    return flight_states(flown_soyuz()[1])


def on_the_equator(t_s, longitude_deg):
    count = len(t_s)
    impacts = np.column_stack((longitude_deg, np.zeros(count), t_s + 300.0))
    return ImpactTrace(t_s=t_s, impacts=impacts, states=np.arange(count))


def test_dwell_times_of_a_point_that_moves_evenly_are_all_the_same():
    t_s = np.linspace(0.0, 100.0, 11)
    trace = on_the_equator(t_s, 0.1 * t_s / 10.0)
    whole_m = float(ground_distances_m(trace.points_deg).sum())

    dwell = dwell_times(trace, length_m=whole_m / 4.0 * (1.0 + 1e-9))

    assert [25.0] * 4 == pytest.approx(dwell.dwell_s.tolist(), rel=1e-6)


def test_dwell_times_add_up_to_the_flight_and_count_where_the_point_stands(states):
    t_s = np.array([0.0, 10.0, 20.0, 40.0])
    trace = on_the_equator(t_s, np.array([0.0, 0.0, 0.1, 0.3]))

    dwell = dwell_times(trace, length_m=5000.0)

    assert 40.0 == pytest.approx(dwell.dwell_s.sum())
    assert dwell.dwell_s[0] > 10.0
    flown = dwell_times(vacuum_trace(states), length_m=10_000.0)
    assert states.t_s[-1] == pytest.approx(flown.dwell_s.sum())


def test_cells_share_the_time_of_a_point_that_moves_evenly():
    trace = on_the_equator(np.linspace(0.0, 100.0, 11), np.linspace(0.25, 2.25, 11))

    dwell = dwell_in_cells(trace, cell_deg=0.5)

    assert [0.0, 0.5, 1.0, 1.5, 2.0] == dwell.south_west_deg[:, 0].tolist()
    assert {0.0} == set(dwell.south_west_deg[:, 1])
    assert [12.5, 25.0, 25.0, 25.0, 12.5] == pytest.approx(dwell.dwell_s.tolist(), rel=CUT)


def test_cells_go_on_beyond_the_date_line():
    trace = on_the_equator(np.array([0.0, 40.0]), np.array([179.0, -179.0]))

    dwell = dwell_in_cells(trace, cell_deg=1.0)

    assert [179.0, -180.0] == dwell.south_west_deg[:, 0].tolist()
    assert [20.0, 20.0] == pytest.approx(dwell.dwell_s.tolist(), rel=CUT)


def test_the_times_in_all_cells_are_those_of_the_flight(states):
    dwell = dwell_in_cells(vacuum_trace(states), cell_deg=0.5)

    assert states.t_s[-1] == pytest.approx(dwell.dwell_s.sum())
    assert [128.0, 51.5] == dwell.south_west_deg[0].tolist()


@pytest.mark.parametrize("cell_deg", [0.0, -1.0, 91.0, float("nan")])
def test_cells_without_a_size_are_refused(states, cell_deg):
    with pytest.raises(InputError, match="cell_deg must be above 0"):
        dwell_in_cells(vacuum_trace(states), cell_deg=cell_deg)


def test_cells_too_small_to_count_are_refused_with_what_would_do(states):
    with pytest.raises(InputError, match="would do"):
        dwell_in_cells(vacuum_trace(states), cell_deg=1e-4)


def test_stretches_without_a_length_are_refused(states):
    with pytest.raises(InputError, match="length_m must be positive"):
        dwell_times(vacuum_trace(states), length_m=0.0)
