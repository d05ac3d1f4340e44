"""Blast distances agree with those that others computed from the published rules."""

import tomllib
from pathlib import Path

import pytest

from cosmodrome.safety.blast import blast_distance_m, tnt_equivalent_kg
from cosmodrome.store.layers import layers_over
from cosmodrome.store.pad_rules_file import load_pad_rules
from cosmodrome.store.sourcing import load_sources

EVIDENCE = Path(__file__).parents[1] / "evidence" / "pad_blast.toml"
CASES = tomllib.loads(EVIDENCE.read_text(encoding="utf-8"))
# The figures were rounded to a kilogram and a metre.
ROUNDING_KG = 1.0
ROUNDING_M = 0.6


@pytest.fixture(scope="module")
def rules():
    layers = layers_over([])
    return load_pad_rules(layers, load_sources(layers))[0]


@pytest.mark.parametrize("name", CASES)
def test_a_loaded_vehicle_equals_the_tnt_that_others_computed(name, rules):
    case = CASES[name]

    tnt_kg = tnt_equivalent_kg({case["propellant"]: case["propellant_kg"]}, rules)

    assert case["tnt_kg"] == pytest.approx(tnt_kg, abs=ROUNDING_KG)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("k_factor", [18, 24, 40, 50])
def test_distances_are_those_that_others_computed(name, k_factor):
    case = CASES[name]

    found_m = blast_distance_m(case["tnt_kg"], k_factor=float(k_factor))

    assert case[f"k{k_factor}_m"] == pytest.approx(found_m, abs=ROUNDING_M)
