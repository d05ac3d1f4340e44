"""Casualty areas, hit probabilities and failure probabilities against closed forms."""

import tomllib
from pathlib import Path

import pytest

from cosmodrome.safety.casualty import (
    FLOOR_FACTOR,
    any_hit_probability,
    even_casualty_expectation,
    nasa_casualty_area_m2,
    round_person_area_m2,
    site_hit_probability,
)
from cosmodrome.safety.failure import binomial_limits

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "evidence" / "risk.toml").read_text(encoding="utf-8")
)
# The file states its values to 1e-4 relative; limits of probabilities have six decimals.
RELATIVE = 1e-4
DECIMALS = 1e-6


@pytest.mark.parametrize("case", CASES["casualty_area"], ids=lambda c: str(c["fragment_area_m2"]))
def test_casualty_areas_are_those_of_the_worked_cases(case):
    area_m2 = case["fragment_area_m2"]

    assert case["round_m2"] == pytest.approx(round_person_area_m2(area_m2), rel=RELATIVE)
    assert case["nasa_m2"] == pytest.approx(nasa_casualty_area_m2(area_m2), rel=RELATIVE)
    assert case["faa_a417_minimum_m2"] == pytest.approx(FLOOR_FACTOR * area_m2, rel=RELATIVE)


@pytest.mark.parametrize("case", CASES["site_probability"], ids=lambda c: str(c["along_m"]))
def test_a_small_site_is_hit_as_the_density_says(case):
    expected = case["probability_small_site"]
    given = {key: value for key, value in case.items() if key != "probability_small_site"}

    assert expected == pytest.approx(site_hit_probability(**given), rel=RELATIVE)


@pytest.mark.parametrize("case", CASES["ec_uniform"])
def test_people_spread_evenly_make_the_expectation_a_product(case):
    expectation = even_casualty_expectation(
        pieces=case["pieces"],
        casualty_area_m2=case["casualty_area_m2_each"],
        people_per_km2=case["population_per_km2"],
        impact_probability=case["impact_probability"],
    )

    assert case["ec"] == pytest.approx(expectation, rel=RELATIVE)


@pytest.mark.parametrize("case", CASES["vessel_hit"])
def test_any_of_several_pieces_hits_a_little_less_than_their_sum(case):
    p_any = any_hit_probability(case["p_each"], pieces=case["pieces"])

    assert case["p_any"] == pytest.approx(p_any, rel=1e-9)


@pytest.mark.parametrize("case", CASES["failure_probability"], ids=lambda c: str(c["launches"]))
def test_failure_probabilities_are_the_middle_of_the_binomial_limits(case):
    lower, upper = binomial_limits(case["launches"], case["failures"])

    assert case["lower60"] == pytest.approx(lower, abs=DECIMALS)
    assert case["upper60"] == pytest.approx(upper, abs=DECIMALS)
    assert case["mid"] == pytest.approx(0.5 * (lower + upper), abs=DECIMALS)
