from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import flown_soyuz
from tests.fixtures.settled_land import settled

from cosmodrome.errors import InputError
from cosmodrome.safety.failure import StageFailure
from cosmodrome.safety.impact_trace import flight_states
from cosmodrome.safety.overflight import (
    DebrisAlongFlight,
    ImpactStretches,
    dragged_density_per_m2,
    failed_by,
    impact_stretches,
    stretch_risk,
)
from cosmodrome.safety.tangent import WGS84

METRES_PER_DEG_OF_EQUATOR = WGS84.line_length([0.0, 1.0], [0.0, 0.0])
NORTH_M_PER_DEG = WGS84.line_length([0.0, 0.0], [-0.5, 0.5])
AREA_M2 = 20.0
FAILURE = 0.05
# The plane of a stretch against the ellipsoid, over a few ten kilometres.
CURVED = 2e-3
STAGES = (
    StageFailure(stage="core", from_s=0.0, to_s=200.0, failure_probability=0.02),
    StageFailure(stage="stage-3", from_s=200.0, to_s=500.0, failure_probability=0.03),
)


def line(count, *, from_deg=-2.0, to_deg=2.0, sigma_m=5000.0):
    """Failures spread evenly over a line along the equator, cut into stretches."""
    edges = np.column_stack((np.linspace(from_deg, to_deg, count + 1), np.zeros(count + 1)))
    return ImpactStretches(
        from_s=np.arange(count, dtype=float),
        begin_deg=edges[:-1],
        end_deg=edges[1:],
        sigma_m=np.full(count, sigma_m),
        failure_probability=np.full(count, FAILURE / count),
        casualty_area_m2=np.full(count, AREA_M2),
    )


@pytest.mark.parametrize("count", [4, 40, 400])
@pytest.mark.parametrize("cross_m", [0.0, 3000.0, 12_000.0])
def test_under_a_long_line_the_risk_is_its_normal_cross_section(count, cross_m):
    town = settled((0.1, cross_m / NORTH_M_PER_DEG, 1000.0))
    length_m = 4.0 * METRES_PER_DEG_OF_EQUATOR
    normal = np.exp(-0.5 * (cross_m / 5000.0) ** 2) / np.sqrt(2.0 * np.pi) / 5000.0

    risk = stretch_risk(line(count), town)

    expected = FAILURE / length_m * normal * AREA_M2
    assert expected == pytest.approx(risk.by_place[0], rel=CURVED)
    assert 1000.0 * expected == pytest.approx(risk.casualty_expectation, rel=CURVED)


def test_a_point_that_stands_still_leaves_a_round_scatter():
    still = line(1, from_deg=0.0, to_deg=0.0)

    risk = stretch_risk(still, settled((0.0, 0.0, 1.0)))

    expected = FAILURE * AREA_M2 / (2.0 * np.pi * 5000.0**2)
    assert expected == pytest.approx(risk.by_place[0], rel=CURVED)


def test_the_background_adds_the_product_of_failure_area_and_density():
    risk = stretch_risk(line(8), settled((4.0, 4.0, 0.0), people_per_km2=0.5))

    assert FAILURE * AREA_M2 * 0.5e-6 == pytest.approx(risk.background_expectation)
    assert 0.0 == risk.listed_expectation
    assert risk.casualty_expectation == pytest.approx(risk.by_stretch.sum())


def test_towns_beyond_five_sigma_are_not_counted():
    far = settled((0.0, 5.2 * 5000.0 / NORTH_M_PER_DEG, 1e6))

    assert 0.0 == stretch_risk(line(400), far).casualty_expectation


def test_a_way_across_the_date_line_has_its_middle_there():
    across = line(1, from_deg=179.0, to_deg=-179.0, sigma_m=50e3)

    risk = stretch_risk(across, settled((180.0, 0.0, 1.0)))

    assert risk.by_place[0] > 0.0


def test_the_dragged_scatter_holds_all_of_its_probability():
    edges = np.linspace(-40e3, 40e3, 401)
    x, y = np.meshgrid(edges, edges)

    density = dragged_density_per_m2(x.ravel(), y.ravel(), sigma_m=4000.0, length_m=20e3)

    assert 1.0 == pytest.approx(density.sum() * (edges[1] - edges[0]) ** 2, rel=1e-5)


def test_a_flight_has_failed_by_the_end_with_the_sum_of_its_stages():
    assert [0.0, 0.01, 0.02, 0.05, 0.05] == pytest.approx(
        failed_by(STAGES, np.array([0.0, 100.0, 200.0, 500.0, 900.0])).tolist()
    )


def debris(count, **changes):
    whole = DebrisAlongFlight(
        name="body",
        ballistic_coefficient_kg_m2=np.full(count, 500.0),
        casualty_area_m2=np.full(count, AREA_M2),
        speed_sd_m_s=20.0,
        wind_sd_m_s=10.0,
    )
    return replace(whole, **changes)


def test_every_failure_of_the_flight_comes_down_somewhere():
    states = flight_states(flown_soyuz()[1])

    stretches = impact_stretches(states, STAGES, debris(len(states.t_s)))

    assert 0.05 == pytest.approx(stretches.failure_probability.sum())
    assert stretches.sigma_m[0] < 1000.0 < stretches.sigma_m[-1]


def test_a_harder_push_scatters_the_debris_farther():
    states = flight_states(flown_soyuz()[1])
    soft = impact_stretches(states, STAGES, debris(len(states.t_s)))
    hard = impact_stretches(states, STAGES, debris(len(states.t_s), speed_sd_m_s=80.0))

    assert np.all(hard.sigma_m >= soft.sigma_m)
    assert hard.sigma_m[100] > 2.0 * soft.sigma_m[100]


def test_debris_must_pair_with_the_states():
    states = flight_states(flown_soyuz()[1])
    with pytest.raises(InputError, match="3 ballistic coefficients"):
        impact_stretches(states, STAGES, debris(3))
