import numpy as np
import pytest
from tests.fixtures.settled_land import settled

from cosmodrome.errors import InputError
from cosmodrome.safety.planned_risk import impact_density, peak_density_per_m2, planned_risk
from cosmodrome.safety.tangent import TangentPlane

PLANE = TangentPlane(latitude_deg=1.0, longitude_deg=1.0)
SAMPLES = 20_000
# Kernels widen a normal cloud of 20 000 by n^(-1/3), 3.7 % in its middle; the rest is chance.
SMOOTHED = 0.08
AREA_M2 = 30.0


def cloud(*, sd_east_m=4000.0, sd_north_m=8000.0, samples=SAMPLES):
    z = np.random.default_rng(4).standard_normal((samples, 2))
    return PLANE.points_deg(z * np.array([sd_east_m, sd_north_m]))


@pytest.mark.parametrize(("east_m", "north_m"), [(0.0, 0.0), (4000.0, 0.0), (0.0, -8000.0)])
def test_the_density_of_a_normal_cloud_is_the_normal_one(east_m, north_m):
    density = impact_density(cloud())

    found = density.at(PLANE.points_deg(np.array([[east_m, north_m]])))[0]

    square = (east_m / 4000.0) ** 2 + (north_m / 8000.0) ** 2
    assert np.exp(-0.5 * square) / (2.0 * np.pi * 4000.0 * 8000.0) == pytest.approx(
        found, rel=SMOOTHED
    )


def test_the_density_of_two_clouds_has_a_gap_between_them():
    near = PLANE.en_m(cloud(sd_east_m=500.0, sd_north_m=500.0, samples=4000))
    near[:2000, 0] += 10_000.0
    near[2000:, 0] -= 10_000.0
    density = impact_density(PLANE.points_deg(near))

    middle, right = density.at(PLANE.points_deg(np.array([[0.0, 0.0], [10_000.0, 0.0]])))

    assert middle < 0.01 * right


def test_a_town_under_the_cloud_expects_density_times_area_times_people():
    town = settled((1.0, 1.0, 5000.0))

    risk = planned_risk(cloud(), town, casualty_area_m2=AREA_M2)

    one = AREA_M2 / (2.0 * np.pi * 4000.0 * 8000.0)
    assert one == pytest.approx(risk.by_place[0], rel=SMOOTHED)
    assert 5000.0 * risk.by_place[0] == pytest.approx(risk.casualty_expectation)


def test_people_spread_evenly_are_hit_by_what_comes_down():
    impacts = cloud(samples=1000)
    impacts[:250] = np.nan
    town = settled((4.0, 4.0, 0.0), people_per_km2=2.0)

    risk = planned_risk(impacts, town, casualty_area_m2=AREA_M2)

    assert 0.75 * AREA_M2 * 2e-6 == pytest.approx(risk.casualty_expectation)


def test_a_fall_at_sea_far_from_any_place_expects_nothing():
    far = settled((4.0, 4.0, 1e6), land=())

    assert 0.0 == planned_risk(cloud(), far, casualty_area_m2=AREA_M2).casualty_expectation


def test_the_peak_of_a_normal_cloud_is_in_its_middle():
    peak = peak_density_per_m2(cloud())

    assert 1.0 / (2.0 * np.pi * 4000.0 * 8000.0) == pytest.approx(peak, rel=2 * SMOOTHED)


def test_too_few_impacts_have_no_density():
    with pytest.raises(InputError, match="at least 20, got 3"):
        impact_density(cloud(samples=3))
