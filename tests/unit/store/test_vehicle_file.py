"""Everything a vehicle's file may say arrives in the records, in their units."""

from pathlib import Path

import pytest

from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.vehicles import DropTank, Reserve, Section, ThrustCurve

STACK = """
name = "Stack"
family = "stack"
height_m = 40.0
drag = "slender-body"
window_policy = "retargeted"
processing_flow = "soyuz-2"
countdown = "soyuz-2"
upper_stages = ["kick"]
notes = ["The two burn times in circulation contradict each other; the longer one is used."]

[sources]
"*" = { key = "estimate", why = "a vehicle made up for a test" }

[stage.strap-on]
count = 2
dry_mass_kg = 1000.0
propellant_kg = 13200.0
residual_propellant_kg = 0.0
ignites_at_s = 25.0
separation_delay_s = 1.5
diameter_m = 1.0
length_m = 12.0
engine = { name = "S", thrust_vac_n = 500e3, thrust_sl_n = 450e3, isp_vac_s = 270.0 }
thrust_curve = { at_s = [0.0, 20.0, 60.0, 80.0], thrust_vac_n = [500e3, 600e3, 400e3, 0.0] }

[stage.stage-1]
count = 1
dry_mass_kg = 6000.0
propellant_kg = 80000.0
residual_propellant_kg = 800.0
burn_s = 160.0
diameter_m = 2.7
length_m = 20.0
engine = { name = "E", thrust_vac_n = 1.5e6, thrust_sl_n = 1.35e6, isp_vac_s = 330.0 }

[stage.stage-2]
count = 1
dry_mass_kg = 1000.0
propellant_kg = 12000.0
residual_propellant_kg = 120.0
ignites_after = "stage-1"
ignition_delay_s = 3.0
ignition_delay_max_s = 90.0
restarts = 2
diameter_m = 2.7
length_m = 6.0
engine = { name = "F", thrust_vac_n = 100e3, thrust_sl_n = 100e3, isp_vac_s = 350.0 }

[fairing]
mass_kg = 400.0
diameter_m = 2.7
length_m = 6.0
max_heat_flux_w_m2 = 1135.0
jettison = { at_s = 210 }

[[section]]
name = "tower"
mass_kg = 300.0
at_s = 130.0
[[section]]
name = "battery"
mass_kg = 20.0
after_ignition_of = "stage-2"
delay_s = 60.0

[reference_area_m2]
rest = 5.7

[steering]
vertical_rise_s = 8.0
pitchover_s = 12.0
free_after = "stage-1"

[limits]
max_q_alpha_pa_rad = 2500.0

[reserve]
performance_propellant_kg = 90.0
probability = 0.9973
disposal_propellant_kg = 30.0
calibrated_on = ["manual, 500 km sun-synchronous"]

[fall.tower]
count = 1
ballistic_coefficient_kg_m2 = 100.0
ballistic_coefficient_sd_ratio = 0.3
separation_speed_sd_m_s = 2.0
[fall.battery]
count = 1
ballistic_coefficient_kg_m2 = 80.0
ballistic_coefficient_sd_ratio = 0.3
separation_speed_sd_m_s = 1.0
"""
KICK = """
name = "Kick"
dry_mass_kg = 900.0
propellant_kg = 5000.0
residual_propellant_kg = 50.0
disposal_propellant_kg = 0.0
performance_reserve_kg = 20.0
reserve_probability = 0.99
calibrated_on = ["manual, geostationary transfer"]
notes = ["Dry mass from the heavier of two tables."]
restarts = 3
first_ignition_delay_s = 60.0
diameter_m = 3.0
length_m = 1.5
drop_tank = { dry_mass_kg = 250.0, propellant_kg = 3000.0 }
engine = { name = "K", thrust_vac_n = 20e3, thrust_sl_n = 20e3, isp_vac_s = 330.0 }
[sources]
"*" = { key = "estimate", why = "a stage made up for a test" }
"""


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("catalogue")
    for place, text in (("vehicles/stack.toml", STACK), ("upper_stages/kick.toml", KICK)):
        (folder / place).parent.mkdir()
        (folder / place).write_text(text, encoding="utf-8")
    return load_catalogue([folder]).configuration("stack+kick")


def test_stages_light_burn_and_leave_as_the_file_says(configuration):
    strap_on, first, second = configuration.vehicle.stages

    assert (25.0, 1.5) == (strap_on.ignites_at_s, strap_on.separation_delay_s)
    assert 160.0 == first.burn_s
    assert (3.0, 90.0, 2) == (
        second.ignition_delay_s,
        second.ignition_delay_max_s,
        second.restarts,
    )


def test_a_thrust_curve_is_kept_as_ratios_of_the_thrust(configuration):
    curve = configuration.vehicle.stage("strap-on").thrust_curve

    assert curve == ThrustCurve(at_s=(0.0, 20.0, 60.0, 80.0), thrust_ratio=(1.0, 1.2, 0.8, 0.0))


def test_sections_and_the_fairing_leave_at_their_times(configuration):
    assert configuration.vehicle.sections == (
        Section(name="tower", mass_kg=300.0, at_s=130.0),
        Section(name="battery", mass_kg=20.0, after_ignition_of="stage-2", delay_s=60.0),
    )
    assert 210.0 == configuration.vehicle.fairing.jettison_at_s


def test_a_reserve_says_what_it_is_for_and_what_it_was_fitted_to(configuration):
    assert configuration.vehicle.reserve == Reserve(
        performance_propellant_kg=90.0,
        probability=0.9973,
        disposal_propellant_kg=30.0,
        calibrated_on=("manual, 500 km sun-synchronous",),
    )
    assert (
        "manual, 500 km sun-synchronous",
        "manual, geostationary transfer",
    ) == configuration.calibrated_on


def test_an_upper_stage_has_its_tank_reserve_and_notes(configuration):
    upper = configuration.upper_stage

    assert upper.drop_tank == DropTank(dry_mass_kg=250.0, propellant_kg=3000.0)
    assert (0.99, ("Dry mass from the heavier of two tables.",)) == (
        upper.reserve_probability,
        upper.notes,
    )


def test_limits_and_notes_of_a_vehicle_arrive(configuration):
    assert 2500.0 == configuration.vehicle.limits.max_q_alpha_pa_rad
    assert 1 == len(configuration.vehicle.notes)


def test_a_file_that_says_nothing_new_gets_what_is_neutral():
    vehicle = load_catalogue().configuration("soyuz-2.1a").vehicle

    assert ((), None) == (vehicle.sections, vehicle.fairing.jettison_at_s)
    assert all(stage.thrust_curve is None and stage.restarts == 0 for stage in vehicle.stages)
