from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.numerics.sampling import standard_normals
from cosmodrome.safety.weather import (
    DEVIATES,
    NODE_ALTITUDES_M,
    Weather,
    air_column,
    air_deviates,
    air_in_words,
    air_over,
)
from cosmodrome.spaceport.climate import Climate

# 16384 Sobol points: variances and correlations of normal numbers to about a hundredth.
SCATTER = 0.03
SAME_RATIO = 0.005


def climate(site="pad", latitude_deg=52.0, longitude_deg=128.0, east_m_s=10.0):
    return Climate(
        site=site,
        name=site,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        month=1,
        altitude_m=np.array([0.0, 10e3, 60e3]),
        mean=np.array([[0.0, 0.0, 1.0, 1.0], [east_m_s, -5.0, 0.9, 1.1], [0.0, 0.0, 1.0, 1.0]]),
        sd=np.array([[1.0, 1.0, 0.01, 0.01], [11.0, 7.0, 0.03, 0.02], [1.0, 1.0, 0.06, 0.0]]),
        correlation=np.array([[0.0, -0.5], [0.4, -0.8], [0.4, -0.8]]),
        wind_memory_m=5000.0,
        air_memory_m=8000.0,
        trust="a test",
    )


def test_a_column_of_air_stands_between_the_levels_of_the_climate_and_holds_above():
    column = air_column(climate())

    assert pytest.approx([5.0, -2.5, 0.95, 1.05]) == column.mean[5].tolist()
    assert pytest.approx([6.0, 4.0, 0.02, 0.015]) == column.sd[5].tolist()
    assert [1.0, 1.0, 0.06, 0.0] == column.sd[-1].tolist()


def test_deviates_have_unit_variance_and_remember_their_neighbours_and_their_pair():
    z = standard_normals("sobol", seed=1, first_case=0, cases=1 << 14, columns=DEVIATES)

    deviates = air_deviates(z, climate())

    assert pytest.approx(np.ones((13, 4)), abs=SCATTER) == deviates.std(axis=0)
    for column, memory_m in ((0, 5000.0), (2, 8000.0)):
        below, above = deviates[:, 2, column], deviates[:, 4, column]
        expected = float(np.exp(-10e3 / memory_m))
        assert pytest.approx(expected, abs=SCATTER) == np.corrcoef(below, above)[0, 1]
    at = int(np.flatnonzero(NODE_ALTITUDES_M == 10e3)[0])
    for first, expected in ((0, 0.4), (2, -0.8)):
        pair = np.corrcoef(deviates[:, at, first], deviates[:, at, first + 1])
        assert pytest.approx(expected, abs=SCATTER) == pair[0, 1]
    assert abs(np.corrcoef(deviates[:, at, 0], deviates[:, at, 2])[0, 1]) < SCATTER


def test_a_fall_has_the_air_of_the_nearest_site_and_far_away_that_of_the_pad():
    north = climate("north", latitude_deg=60.0, east_m_s=30.0)
    weather = Weather(over_pad=climate(), elsewhere=(climate(), north), farthest_m=1.5e6)

    near = air_over(weather, latitude_deg=58.0, longitude_deg=128.0)
    far = air_over(weather, latitude_deg=0.0, longitude_deg=-60.0)

    assert "north" == near.climate.site
    assert "north, month 1, 223 km away (a test)" == air_in_words(near)
    assert pytest.approx(2 * 111.3e3, rel=SAME_RATIO) == near.distance_m
    assert 30.0 == near.air.mean[10, 0]
    assert "pad" == far.climate.site


def test_a_sounding_takes_the_place_of_the_climate_it_replaced():
    sounding = replace(climate(east_m_s=50.0), month=None)
    weather = Weather(over_pad=sounding, elsewhere=(climate(),), farthest_m=1.5e6)

    air = air_over(weather, latitude_deg=52.0, longitude_deg=128.0)

    assert 50.0 == air.air.mean[10, 0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sd": np.full((3, 4), -1.0)}, "no sd may be negative"),
        ({"sd": np.zeros((2, 4))}, "sd must have shape"),
        ({"mean": np.full((3, 4), np.nan)}, "mean must be finite"),
        ({"correlation": np.full((3, 2), 1.2)}, "within -1 to 1"),
        ({"altitude_m": np.array([0.0, 0.0, 1.0])}, "rising order"),
        ({"wind_memory_m": 0.0}, "must be positive"),
    ],
)
def test_a_malformed_climate_is_refused(change, words):
    with pytest.raises(InputError, match=words):
        replace(climate(), **change)
