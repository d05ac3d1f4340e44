from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue, configuration

from cosmodrome.errors import InputError
from cosmodrome.flight import kernel
from cosmodrome.safety.dispersion import WIND_LEVELS_M, draw_cases, winds_of

VEHICLE = configuration().vehicle
STAGES = ("booster", "core")
# 4096 Sobol points: spreads to a few percent.
SPREAD_RATIO = 0.05
WIND_M_S = 1.0


def draw(vehicle=VEHICLE, cases=4096, wind=None, stages=STAGES):
    return draw_cases(vehicle, stages, wind, plan="sobol", seed=1, cases=cases)


def test_each_number_has_the_spread_that_the_vehicle_states():
    sd = dict(VEHICLE.dispersions)

    drawn = draw()

    stages, whole = drawn.cases.stages, drawn.cases.whole
    booster = VEHICLE.stage("booster")
    expected_kg = booster.count * booster.propellant_kg * sd["propellant_ratio"]
    for value, spread in (
        (stages[:, 0, kernel.THRUST_FACTOR], sd["thrust_ratio"]),
        (stages[:, 0, kernel.THRUST_FACTOR] / stages[:, 0, kernel.FLOW_FACTOR], sd["isp_ratio"]),
        (stages[:, 0, kernel.LOADED], expected_kg),
        (whole[:, kernel.DENSITY_FACTOR], sd["density_ratio"]),
        (whole[:, kernel.PITCH], np.radians(sd["pitch_deg"])),
        (drawn.cutoff[:, 3], sd["cutoff_speed_m_s"]),
    ):
        assert spread == pytest.approx(float(np.std(value)), rel=SPREAD_RATIO)


def test_ballistic_coefficients_are_lognormal_about_the_catalogues_median():
    fall = next(fall for fall in VEHICLE.falls if fall.part == "core")

    beta = draw().falls["core"].ballistic_coefficient_kg_m2

    assert np.all(beta > 0.0)
    assert fall.ballistic_coefficient_kg_m2 == pytest.approx(
        float(np.median(beta)), rel=SPREAD_RATIO
    )
    assert fall.ballistic_coefficient_sd_ratio == pytest.approx(
        float(np.std(np.log(beta))), rel=SPREAD_RATIO
    )


def test_a_vehicle_without_spreads_flies_as_planned():
    exact = replace(VEHICLE, dispersions=())

    drawn = draw(exact, cases=64)

    assert np.all(drawn.cases.whole[:, kernel.DRAG_FACTOR] == 1.0)
    assert np.all(drawn.cases.stages[:, :, kernel.FLOW_FACTOR] == 1.0)
    assert np.all(drawn.cases.stages[:, :, kernel.LOADED] == 0.0)
    assert np.all(drawn.cutoff == 0.0)


def test_a_stage_keeps_its_numbers_whichever_others_fly():
    both, core = draw(cases=32), draw(cases=32, stages=("core",))

    assert np.array_equal(both.cases.stages[:, 1], core.cases.stages[:, 0])


def test_winds_have_the_mean_and_spread_of_the_month_and_remember_their_neighbours():
    month = catalogue().winds("vostochny", 1)

    winds = draw(wind=month).cases.winds[:, :, 0]

    at = int(np.flatnonzero(WIND_LEVELS_M == 9000.0)[0])
    mean = np.interp(9000.0, month.altitude_m, month.u_mean_m_s)
    spread = np.interp(9000.0, month.altitude_m, month.u_sd_m_s)
    assert mean == pytest.approx(float(winds[:, at].mean()), abs=WIND_M_S)
    assert spread == pytest.approx(float(winds[:, at].std()), rel=SPREAD_RATIO)
    near, far = np.corrcoef(winds[:, at], winds[:, at + 1]), np.corrcoef(winds[:, 0], winds[:, -1])
    assert 0.45 < near[0, 1] < 0.65
    assert abs(far[0, 1]) < 0.1


def test_without_a_wind_table_the_air_is_still():
    assert not np.any(winds_of(np.ones((3, 2 * len(WIND_LEVELS_M))), None))


@pytest.mark.parametrize(
    ("pair", "complaint"),
    [
        (("thrust_raito", 0.01), "no dispersion is called"),
        (("thrust_ratio", -0.01), "must not be negative"),
        (("thrust_ratio", float("nan")), "must not be negative"),
    ],
)
def test_a_malformed_spread_is_refused(pair, complaint):
    with pytest.raises(InputError, match=complaint):
        draw(replace(VEHICLE, dispersions=(pair,)), cases=32)
