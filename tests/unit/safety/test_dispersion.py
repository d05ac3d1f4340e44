from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue, configuration

from cosmodrome.errors import InputError
from cosmodrome.flight import cases as columns
from cosmodrome.safety.dispersion import draw_cases, spreads
from cosmodrome.vehicles import Breakup, Correlation, Distribution, Fragment

VEHICLE = configuration().vehicle
STAGES = ("booster", "core")
PLAIN = replace(VEHICLE, distributions=(), correlations=())
JANUARY = next(c for c in catalogue().climates(1) if c.site == "vostochny")
# 4096 Sobol points: spreads and correlations to a few percent.
SPREAD_RATIO = 0.05
SCATTER = 0.05


def draw(vehicle=PLAIN, *, first_case=0, cases=4096, stages=STAGES, plan="sobol"):
    return draw_cases(
        vehicle, stages, JANUARY, plan=plan, seed=1, first_case=first_case, cases=cases
    )


def isp_factor(drawn, stage=0):
    rows = drawn.cases.stages[:, stage]
    return rows[:, columns.THRUST_FACTOR] / rows[:, columns.FLOW_FACTOR]


def test_each_number_has_the_spread_that_the_vehicle_states():
    sd = dict(VEHICLE.dispersions)

    drawn = draw()

    stages, whole = drawn.cases.stages, drawn.cases.whole
    booster = VEHICLE.stage("booster")
    load_kg = booster.count * booster.propellant_kg
    for value, spread in (
        (stages[:, 0, columns.THRUST_FACTOR], sd["thrust_ratio"]),
        (isp_factor(drawn), sd["isp_ratio"]),
        (
            stages[:, 0, columns.LOADED],
            load_kg * np.hypot(sd["propellant_ratio"], sd["residual_ratio"]),
        ),
        (stages[:, 0, columns.DELAY], sd["timed_cutoff_s"]),
        (stages[:, 0, columns.CUTOFF_SPEED], sd["sensed_cutoff_m_s"]),
        (whole[:, columns.DRAG_FACTOR], sd["drag_ratio"]),
        (whole[:, columns.PITCH], np.radians(sd["pitch_deg"])),
        (whole[:, columns.YAW], np.radians(sd["azimuth_deg"])),
        (drawn.cutoff[:, 3], sd["cutoff_speed_m_s"]),
    ):
        assert spread == pytest.approx(float(np.std(value)), rel=SPREAD_RATIO)


def test_what_stays_in_the_tanks_leaves_with_the_stage():
    only = replace(PLAIN, dispersions=(("residual_ratio", 0.002),))

    row = draw(only, cases=64).cases.stages[:, 1]

    assert np.any(row[:, columns.INERT] != 0.0)
    assert np.allclose(row[:, columns.INERT], -row[:, columns.LOADED], rtol=0.0, atol=1e-9)


def test_ballistic_coefficients_are_lognormal_about_the_catalogues_median():
    fall = next(fall for fall in VEHICLE.falls if fall.part == "booster")

    beta = draw().falls["booster"].ballistic_coefficient_kg_m2

    assert np.all(beta > 0.0)
    assert fall.ballistic_coefficient_kg_m2 == pytest.approx(
        float(np.median(beta)), rel=SPREAD_RATIO
    )
    assert fall.ballistic_coefficient_sd_ratio == pytest.approx(
        float(np.std(np.log(beta))), rel=SPREAD_RATIO
    )


def test_a_body_that_comes_apart_does_so_at_a_drawn_height_into_pieces_of_their_own():
    fragments = (
        Fragment(
            count=3,
            ballistic_coefficient_kg_m2=300.0,
            sd_ratio=0.3,
            speed_sd_m_s=5.0,
            area_m2=1.0,
            mass_kg=100.0,
        ),
        Fragment(
            count=1,
            ballistic_coefficient_kg_m2=30.0,
            sd_ratio=0.1,
            speed_sd_m_s=20.0,
            area_m2=1.0,
            mass_kg=10.0,
        ),
    )
    breakup = Breakup(altitude_m=28e3, altitude_sd_m=5e3, fragments=fragments)
    falls = tuple(
        replace(f, breakup=breakup) if f.part == "core" else replace(f, breakup=None)
        for f in VEHICLE.falls
    )

    drawn = draw(replace(PLAIN, falls=falls)).falls

    core = drawn["core"]
    assert (4096, 4) == core.pieces_kg_m2.shape
    assert (4096, 4, 3) == core.pieces_kick_m_s.shape
    assert 28e3 == pytest.approx(float(core.breakup_altitude_m.mean()), rel=SPREAD_RATIO)
    assert 13e3 <= core.breakup_altitude_m.min() <= core.breakup_altitude_m.max() <= 43e3
    medians = np.median(core.pieces_kg_m2, axis=0)
    assert pytest.approx([300.0, 300.0, 300.0, 30.0], rel=SPREAD_RATIO) == medians.tolist()
    assert pytest.approx([5.0, 5.0, 5.0, 20.0], rel=SPREAD_RATIO) == np.std(
        core.pieces_kick_m_s[:, :, 0], axis=0
    )
    pieces = np.corrcoef(np.log(core.pieces_kg_m2[:, :2]).T)
    assert abs(pieces[0, 1]) < SCATTER
    booster = drawn["booster"]
    assert (4096, 0) == booster.pieces_kg_m2.shape
    assert np.all(np.isnan(booster.breakup_altitude_m))


def test_a_vehicle_without_spreads_flies_as_planned():
    exact = replace(PLAIN, dispersions=())

    drawn = draw(exact, cases=64)

    assert np.all(drawn.cases.whole[:, columns.DRAG_FACTOR] == 1.0)
    assert np.all(drawn.cases.stages[:, :, columns.FLOW_FACTOR] == 1.0)
    assert np.all(drawn.cases.stages[:, :, columns.LOADED :] == 0.0)
    assert np.all(drawn.cutoff == 0.0)


def test_a_stage_keeps_its_numbers_whichever_others_fly():
    both, core = draw(cases=32), draw(cases=32, stages=("core",))

    assert np.array_equal(both.cases.stages[:, 1], core.cases.stages[:, 0])


@pytest.mark.parametrize("plan", ["sobol", "latin-hypercube", "random"])
def test_a_case_does_not_know_who_asks_for_it(plan):
    whole, part = (
        draw(VEHICLE, cases=1100, plan=plan),
        draw(VEHICLE, first_case=1000, cases=100, plan=plan),
    )

    assert np.array_equal(whole.cases.stages[1000:], part.cases.stages)
    assert np.array_equal(whole.cases.deviates[1000:], part.cases.deviates)
    assert np.array_equal(
        whole.falls["core"].pieces_kick_m_s[1000:], part.falls["core"].pieces_kick_m_s
    )


def test_a_truncated_spread_keeps_its_bound_and_a_uniform_one_is_even():
    laws = (
        ("thrust_ratio", Distribution(kind="truncated", bound_ratio=2.0)),
        ("drag_ratio", Distribution(kind="uniform")),
    )
    spread = (("thrust_ratio", 0.005), ("drag_ratio", 0.1 / np.sqrt(3.0)))

    drawn = draw(replace(PLAIN, dispersions=spread, distributions=laws))

    thrust = drawn.cases.stages[:, 1, columns.THRUST_FACTOR] - 1.0
    drag = drawn.cases.whole[:, columns.DRAG_FACTOR] - 1.0
    assert 0.0099 < np.abs(thrust).max() <= 0.01
    # A normal law cut off at two sigma keeps 0.880 of its standard deviation.
    assert 0.880 * 0.005 == pytest.approx(float(thrust.std()), rel=SPREAD_RATIO)
    quarters, _ = np.histogram(drag, bins=4, range=(-0.1, 0.1))
    assert pytest.approx([1024] * 4, rel=SPREAD_RATIO) == quarters.tolist()


def test_a_stage_may_spread_more_than_the_others():
    own = (*PLAIN.dispersions, ("booster.thrust_ratio", 0.02))

    stages = draw(replace(PLAIN, dispersions=own)).cases.stages

    assert 0.02 == pytest.approx(float(stages[:, 0, 0].std()), rel=SPREAD_RATIO)
    assert 0.005 == pytest.approx(float(stages[:, 1, 0].std()), rel=SPREAD_RATIO)


def test_thrust_and_specific_impulse_of_a_stage_go_together_as_stated_and_of_two_do_not():
    tied = (Correlation(between=("thrust_ratio", "isp_ratio"), correlation_coefficient=0.6),)

    drawn = draw(replace(PLAIN, correlations=tied))

    thrust = drawn.cases.stages[:, 0, columns.THRUST_FACTOR]
    assert 0.6 == pytest.approx(np.corrcoef(thrust, isp_factor(drawn))[0, 1], abs=SCATTER)
    assert abs(np.corrcoef(thrust, isp_factor(drawn, stage=1))[0, 1]) < SCATTER


def test_independent_units_of_a_stage_average_out():
    alone = (
        Correlation(
            between=("booster.thrust_ratio", "booster.thrust_ratio"), correlation_coefficient=0.0
        ),
    )

    stages = draw(replace(PLAIN, correlations=alone)).cases.stages

    assert 0.005 / 2.0 == pytest.approx(float(stages[:, 0, 0].std()), rel=SPREAD_RATIO)
    assert 0.005 == pytest.approx(float(stages[:, 1, 0].std()), rel=SPREAD_RATIO)


def test_every_vehicle_of_the_catalogue_can_be_drawn():
    for vehicle in catalogue().vehicles:
        stages = tuple(stage.name for stage in vehicle.stages)

        drawn = draw(vehicle, cases=16, stages=stages)

        assert (16, len(stages), columns.OF_STAGE) == drawn.cases.stages.shape
        assert np.all(drawn.cases.stages[:, :, columns.THRUST_FACTOR].std(axis=0) > 0.0)


def test_solid_stages_have_the_spreads_of_solids():
    sd = spreads(catalogue().configuration("vega-c").vehicle)

    assert 0.01 == sd["stage-1.thrust_ratio"]
    assert 0.005 == sd["stage-4.thrust_ratio"]


@pytest.mark.parametrize(
    ("pair", "complaint"),
    [
        (("thrust_raito", 0.01), "no dispersion is called 'thrust_raito'"),
        (("thrust_ratio", -0.01), "must not be negative"),
        (("thrust_ratio", float("nan")), "must not be negative"),
        (("tank.thrust_ratio", 0.01), "there is no stage 'tank'"),
        (("core.drag_ratio", 0.01), "of the whole flight, not of a stage"),
    ],
)
def test_a_malformed_spread_is_refused(pair, complaint):
    with pytest.raises(InputError, match=complaint):
        draw(replace(PLAIN, dispersions=(pair,)), cases=32)


def test_correlations_that_no_numbers_can_have_are_refused_with_the_eigenvalue():
    impossible = tuple(
        Correlation(between=pair, correlation_coefficient=value)
        for pair, value in (
            (("core.thrust_ratio", "core.isp_ratio"), 0.9),
            (("core.isp_ratio", "core.dry_mass_ratio"), 0.9),
            (("core.thrust_ratio", "core.dry_mass_ratio"), -0.9),
        )
    )

    with pytest.raises(InputError, match=r"soyuz-2.1b: no numbers correlate so.* eigenvalue -0.8"):
        draw(replace(PLAIN, correlations=impossible), cases=32)


def test_what_is_not_drawn_cannot_correlate():
    tied = (
        Correlation(between=("cutoff_speed_m_s", "cutoff_position_m"), correlation_coefficient=0.5),
    )

    with pytest.raises(InputError, match="is not drawn and cannot correlate"):
        draw(replace(PLAIN, correlations=tied), cases=32)
