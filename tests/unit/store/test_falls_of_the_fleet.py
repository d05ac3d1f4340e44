"""Does every vehicle say how it is cut off, and how all that it drops comes down?"""

import pytest
from tests.fixtures.flown_soyuz import catalogue

VEHICLES = catalogue().vehicles
FALLS = [(vehicle, fall) for vehicle in VEHICLES for fall in vehicle.falls]
# Drag coefficients of bodies that tumble or point forward; shells and flat halves are highest.
LEAST_DRAG, MOST_DRAG = 0.35, 1.3


def name_of(value):
    return getattr(value, "id", None) or getattr(value, "part", None)


@pytest.mark.parametrize(("vehicle", "fall"), FALLS, ids=name_of)
def test_mass_area_and_ballistic_coefficient_make_a_believable_drag_coefficient(vehicle, fall):
    bodies = [(fall.mass_kg, fall.area_m2, fall.ballistic_coefficient_kg_m2)]
    if fall.breakup:
        bodies += [
            (f.mass_kg, f.area_m2, f.ballistic_coefficient_kg_m2) for f in fall.breakup.fragments
        ]

    drags = [mass_kg / (area_m2 * beta) for mass_kg, area_m2, beta in bodies]

    assert LEAST_DRAG < min(drags)
    assert max(drags) < MOST_DRAG


@pytest.mark.parametrize("vehicle", VEHICLES, ids=name_of)
def test_solids_burn_out_or_go_at_their_time_and_the_last_stage_is_guided(vehicle):
    rules = {stage.name: stage.cutoff for stage in vehicle.stages}

    assert "guided" == rules[vehicle.stages[-1].name]
    assert {"depletion", "timer"} >= {rules[s.name] for s in vehicle.stages if s.thrust_curve}


@pytest.mark.parametrize("vehicle", [v for v in VEHICLES if v.family == "soyuz-2"], ids=name_of)
def test_boosters_and_core_of_a_soyuz_are_cut_off_by_velocity(vehicle):
    lower = [s.cutoff for s in vehicle.stages if s.name in ("booster", "core", "stage-1")]

    assert {"velocity"} == set(lower)


@pytest.mark.parametrize("vehicle_id", ["soyuz-2.1a", "soyuz-2.1a-crewed", "soyuz-2.1b"])
def test_the_core_of_a_soyuz_is_found_in_four_pieces(vehicle_id):
    vehicle = catalogue().configuration(vehicle_id).vehicle
    core = next(fall for fall in vehicle.falls if fall.part == "core")

    assert 4 == core.breakup.pieces
    assert 28_000.0 == core.breakup.altitude_m


@pytest.mark.parametrize("stage", catalogue().upper_stages, ids=name_of)
def test_every_upper_stage_says_how_it_is_brought_down(stage):
    fall = stage.disposal.fall

    assert fall.breakup.mass_kg < fall.mass_kg
    assert 78_000.0 == fall.breakup.altitude_m
