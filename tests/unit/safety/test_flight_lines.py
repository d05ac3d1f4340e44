import numpy as np
import pytest
from tests.fixtures.flown_soyuz import flown_soyuz

from cosmodrome.errors import InputError
from cosmodrome.safety.flight_lines import (
    FlightLines,
    OverflightGate,
    azimuth_limit,
    corridor_lines,
    line_margins,
    signed_distances_m,
)
from cosmodrome.safety.impact_trace import ImpactTrace, flight_states, vacuum_trace
from cosmodrome.safety.tangent import TangentPlane
from cosmodrome.safety.trace_spread import TraceSpread, trace_spread

PAD = TangentPlane(latitude_deg=5.0, longitude_deg=-52.0)
METRE = 1.0
ALL = (0.0, 180.0)
# Of 200 errors of heading the spread is known to 5 %; the way bends on the round Earth.
TURNED = 0.15


def straight(azimuth_deg, *, length_m=500e3, count=51):
    """An impact point that runs from the pad along an azimuth, 1 s for each 10 km."""
    azimuth = np.radians(azimuth_deg)
    along_m = np.linspace(0.0, length_m, count)
    points = PAD.points_deg(along_m[:, None] * np.array([np.sin(azimuth), np.cos(azimuth)]))
    t_s = along_m / 10e3
    return ImpactTrace(
        t_s=t_s, impacts=np.column_stack((points, t_s + 200.0)), states=np.arange(count)
    )


def edges(**changes):
    options = {
        "id": "east",
        "name": "eastern route",
        "pad": PAD,
        "azimuth_deg": 90.0,
        "half_angle_deg": 5.0,
        "half_width_m": 10e3,
        "length_m": 1000e3,
        "inclinations_deg": ALL,
    }
    return corridor_lines(**options | changes)


def lines(*limits, gates=()):
    return FlightLines(spaceport="site", published=True, lines=limits, gates=gates)


def gate(from_deg, to_deg):
    points = PAD.points_deg(np.array([[300e3, from_deg * 1e3], [300e3, to_deg * 1e3]]))
    return OverflightGate(
        id="gate",
        name="gate",
        points_deg=points,
        inclination_min_deg=0.0,
        inclination_max_deg=180.0,
    )


def test_distances_are_positive_on_the_left_and_run_on_beyond_the_end():
    line = np.array([[0.0, 0.0], [10.0, 0.0]])
    points = np.array([[5.0, 2.0], [5.0, -3.0], [50.0, 4.0], [-3.0, 4.0]])

    assert [2.0, -3.0, 4.0, 5.0] == pytest.approx(signed_distances_m(line, points).tolist())


def test_a_trace_along_the_middle_of_a_corridor_keeps_the_most_where_it_is_narrow():
    """The first point beyond the cleared ground is 10 km out, where the edge leans by 5 deg."""
    margins = line_margins(straight(90.0), lines(*edges()), pad=PAD)

    leaning = np.cos(np.radians(5.0))
    for margin in margins:
        assert margin.kept
        assert margin.crossed_s is None
        assert 10e3 * leaning + 10e3 * np.sin(np.radians(5.0)) == pytest.approx(
            margin.margin_m, abs=METRE
        )
        assert 1.0 == margin.at_s


def test_a_line_binds_nobody_beyond_its_far_end():
    near = edges(length_m=200e3)

    left, right = line_margins(straight(100.0, length_m=5000e3), lines(*near), pad=PAD)

    assert left.kept
    assert right.at_s < 21.0


def test_about_the_pad_no_line_binds():
    south = azimuth_limit(
        id="south",
        name="south",
        pad=PAD,
        azimuth_deg=90.0,
        keep="left",
        length_m=1e6,
        inclinations_deg=ALL,
    )
    trace = straight(80.0)
    points = trace.impacts.copy()
    points[0, 1] -= 0.01

    (margin,) = line_margins(
        ImpactTrace(t_s=trace.t_s, impacts=points, states=trace.states), lines(south), pad=PAD
    )

    assert margin.kept


def test_a_trace_that_turns_right_crosses_the_right_edge_when_geometry_says():
    left, right = line_margins(straight(100.0), lines(*edges()), pad=PAD)

    # Across: d sin 10; the edge: 10 km + d cos 10 tan 5.
    at_m = 10e3 / (np.sin(np.radians(10)) - np.cos(np.radians(10)) * np.tan(np.radians(5)))
    assert left.kept
    assert not right.kept
    assert at_m / 10e3 == pytest.approx(right.crossed_s, rel=1e-3)
    assert right.margin_m < -20e3
    assert 50.0 == right.at_s


@pytest.mark.parametrize(("azimuth_deg", "kept"), [(90.0, True), (95.0, False), (40.0, True)])
def test_an_azimuth_limit_binds_on_its_side(azimuth_deg, kept):
    south = azimuth_limit(
        id="south",
        name="south",
        pad=PAD,
        azimuth_deg=93.5,
        keep="left",
        length_m=1e6,
        inclinations_deg=ALL,
    )

    (margin,) = line_margins(straight(azimuth_deg), lines(south), pad=PAD)

    assert kept == margin.kept


def test_a_gate_is_passed_between_its_posts_at_its_time():
    (margin,) = line_margins(straight(90.0), lines(gates=(gate(-40.0, 60.0),)), pad=PAD)

    assert margin.kept
    assert 30.0 == pytest.approx(margin.crossed_s, abs=1e-3)
    assert 40e3 == pytest.approx(margin.margin_m, abs=METRE)


@pytest.mark.parametrize("posts", [(20.0, 60.0), (-60.0, -20.0)])
def test_a_gate_beside_the_trace_is_missed(posts):
    (margin,) = line_margins(straight(90.0), lines(gates=(gate(*posts),)), pad=PAD)

    assert not margin.kept
    assert margin.crossed_s is None
    assert -20e3 == pytest.approx(margin.margin_m, abs=METRE)


def test_a_gate_beyond_the_end_of_the_trace_is_not_passed():
    short = straight(90.0, length_m=200e3)

    (margin,) = line_margins(short, lines(gates=(gate(-40.0, 60.0),)), pad=PAD)

    assert not margin.kept
    assert -100e3 == pytest.approx(margin.margin_m, abs=METRE)


def test_lines_serve_the_inclinations_that_they_name():
    polar, east = edges(inclinations_deg=(96.0, 100.0)), edges(inclinations_deg=(50.0, 53.0))

    serving = lines(*polar, *east).serving(98.0)

    assert list(polar) == list(serving.lines)


def test_margins_are_least_where_fewest_standard_deviations_remain():
    spread = TraceSpread(t_s=np.array([0.0, 100.0]), sigma_m=np.array([1000.0, 11_000.0]))

    left, right = line_margins(straight(88.0), lines(*edges()), pad=PAD, spread=spread)

    # To the left the edge leaves at 3 deg, slower than the scatter grows; at once to the right.
    assert left.at_s == 50.0
    assert 6000.0 == pytest.approx(left.sigma_m)
    assert left.margin_m / 6000.0 == pytest.approx(left.margin_sigmas_ratio)
    assert left.margin_sigmas_ratio < right.margin_sigmas_ratio


def test_the_scatter_of_flights_that_head_differently_grows_with_their_range():
    states = flight_states(flown_soyuz()[1])
    at = [60, 150]
    rng = np.random.default_rng(2)
    flights = []
    for error_rad in np.radians(0.5) * rng.standard_normal(200):
        rows = []
        for i in at:
            up = states.r_eci_m[i] / np.linalg.norm(states.r_eci_m[i])
            v = states.v_eci_m_s[i]
            rows.append([*states.r_eci_m[i], *(v + error_rad * np.cross(up, v)), states.t_s[i]])
        flights.append(rows)

    spread = trace_spread(np.array(flights))

    assert [0.0, states.t_s[60], states.t_s[150]] == pytest.approx(spread.t_s.tolist())
    assert 0.0 == spread.sigma_m[0] < spread.sigma_m[1] < spread.sigma_m[2]
    # The point is turned about the vehicle: error times speed times time of fall, and no more.
    fall_s = vacuum_trace(states).fall_s[150]
    reach_m = np.radians(0.5) * np.linalg.norm(states.v_eci_m_s[150]) * fall_s
    assert reach_m == pytest.approx(spread.sigma_m[2], rel=TURNED)


@pytest.mark.parametrize("changes", [{"length_m": 0.0}, {"half_angle_deg": 90.0}])
def test_a_corridor_without_length_or_direction_is_refused(changes):
    with pytest.raises(InputError, match="a corridor needs"):
        edges(**changes)


def test_a_scatter_of_too_few_flights_is_refused():
    with pytest.raises(InputError, match="at least 20 flights, got 2"):
        trace_spread(np.zeros((2, 1, 7)))
