from dataclasses import replace

import pytest

from cosmodrome.errors import InputError
from cosmodrome.vehicles import (
    DragCurve,
    DropTank,
    Engine,
    Reserve,
    Section,
    Stage,
    ThrottleSegment,
    ThrustCurve,
    UpperStage,
)

# RD-107A by its maker: 839.5/1020.9 kN, 320.2 s in vacuum, 263.3 s at sea level.
RD_107A = Engine(name="RD-107A", thrust_vac_n=1020900.0, thrust_sl_n=839500.0, isp_vac_s=320.2)
SEA_LEVEL_IMPULSE_S = 263.3
IMPULSE_TOLERANCE_S = 0.1
MASS_TOLERANCE_KG = 1e-9

BOOSTER = Stage(
    name="booster",
    count=4,
    dry_mass_kg=3784.0,
    propellant_kg=39160.0,
    residual_propellant_kg=666.0,
    prelaunch_burn_kg=771.0,
    expelled_kg=1187.8,
    retained_kg=265.0,
    interstage_kg=0.0,
    engine=RD_107A,
    throttle=(),
    ignites_after=None,
    ignition_delay_s=0.0,
    aft_section=None,
    diameter_m=2.68,
    length_m=19.6,
)


def test_the_flow_that_vacuum_figures_imply_gives_the_published_impulse_at_sea_level():
    impulse_s = RD_107A.thrust_sl_n / (RD_107A.mass_flow_kg_s * 9.80665)

    assert abs(impulse_s - SEA_LEVEL_IMPULSE_S) < IMPULSE_TOLERANCE_S


def test_what_leaves_a_stage_is_what_it_weighs_less_at_separation():
    left_kg = BOOSTER.usable_propellant_kg + BOOSTER.expelled_kg

    assert abs(BOOSTER.gross_mass_kg - left_kg - BOOSTER.spent_mass_kg) < MASS_TOLERANCE_KG


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dry_mass_kg": -1.0}, "booster: dry_mass_kg must be positive, got -1.0"),
        ({"propellant_kg": float("nan")}, "booster: propellant_kg must be positive, got nan"),
        ({"expelled_kg": -2.0}, "booster: expelled_kg must not be negative, got -2.0"),
        ({"residual_propellant_kg": 39000.0}, "leave nothing of propellant_kg 39160.0 to burn"),
        ({"separation_delay_s": -1.0}, "booster: separation_delay_s must not be negative, got -1"),
        ({"restarts": -1}, "booster: restarts must not be negative, got -1"),
        ({"burn_s": 0.0}, "booster: burn_s must be positive, got 0.0"),
        ({"ignites_at_s": 9.0, "ignites_after": "core"}, "lights at ignites_at_s or after a"),
        ({"ignition_delay_s": 9.0, "ignition_delay_max_s": 8.0}, "must not be less than ignition"),
    ],
)
def test_a_stage_that_cannot_be_is_refused(change, said):
    with pytest.raises(InputError) as caught:
        replace(BOOSTER, **change)

    assert said in str(caught.value)


def test_an_engine_is_not_stronger_at_sea_level():
    with pytest.raises(InputError, match="thrust_sl_n must be between 0 and thrust_vac_n"):
        replace(RD_107A, thrust_sl_n=1_100_000.0)


def test_a_throttle_segment_begins_in_one_way():
    with pytest.raises(InputError, match="begins by exactly one of"):
        ThrottleSegment(start_ratio=1.0, end_ratio=1.0)
    with pytest.raises(InputError, match="begins by exactly one of"):
        ThrottleSegment(start_ratio=1.0, end_ratio=1.0, at_s=0.0, before_cutoff_s=6.0)


def test_mach_increases_along_a_drag_curve():
    with pytest.raises(InputError, match="mach must increase"):
        DragCurve(mach=(0.0, 2.0, 1.0, 5.0), drag_coefficient=(0.3, 0.5, 0.4, 0.2))


# ---- what a stage may do besides ----


def test_a_stage_lights_on_the_ground_unless_it_is_told_when():
    assert BOOSTER.lights_on_ground
    assert not replace(BOOSTER, ignites_at_s=25.0).lights_on_ground
    assert not replace(BOOSTER, ignites_after="core").lights_on_ground


def test_a_coast_before_ignition_is_fixed_unless_it_may_be_longer():
    delayed = replace(BOOSTER, ignites_after="core", ignition_delay_s=4.0)

    assert 4.0 == delayed.longest_ignition_delay_s
    assert 60.0 == replace(delayed, ignition_delay_max_s=60.0).longest_ignition_delay_s


def test_the_impulse_of_a_thrust_curve_is_its_area():
    curve = ThrustCurve(at_s=(0.0, 10.0, 30.0), thrust_ratio=(1.0, 2.0, 0.0))

    assert 35.0 == curve.full_thrust_s


@pytest.mark.parametrize(
    ("at_s", "thrust_ratio", "said"),
    [
        ((0.0,), (1.0,), "at least 2 pairs"),
        ((0.0, 10.0), (1.0,), "at least 2 pairs"),
        ((1.0, 10.0), (1.0, 1.0), "must increase from 0"),
        ((0.0, 10.0, 10.0), (1.0, 1.0, 0.0), "must increase from 0"),
        ((0.0, 10.0), (1.0, -0.1), "must not be negative"),
        ((0.0, 10.0, 20.0), (1.0, 0.0, 0.0), "must not stay at 0"),
    ],
)
def test_a_thrust_curve_that_no_solid_has_is_refused(at_s, thrust_ratio, said):
    with pytest.raises(InputError, match=said):
        ThrustCurve(at_s=at_s, thrust_ratio=thrust_ratio)


def test_a_throttle_and_a_thrust_curve_exclude_each_other():
    curve = ThrustCurve(at_s=(0.0, 10.0), thrust_ratio=(1.0, 1.0))
    segment = ThrottleSegment(start_ratio=1.0, end_ratio=1.0, at_s=0.0)

    with pytest.raises(InputError, match="a thrust_curve or a throttle"):
        replace(BOOSTER, throttle=(segment,), thrust_curve=curve)


def test_a_throttle_may_fall_to_nothing_but_not_be_nothing():
    ThrottleSegment(start_ratio=0.1, end_ratio=0.0, at_s=0.0)

    with pytest.raises(InputError, match="needs some thrust"):
        ThrottleSegment(start_ratio=0.0, end_ratio=0.0, at_s=0.0)


@pytest.mark.parametrize("when", [{}, {"at_s": 10.0, "after_ignition_of": "core"}])
def test_a_section_leaves_in_one_way(when):
    with pytest.raises(InputError, match="exactly one of at_s and after_ignition_of"):
        Section(name="tower", mass_kg=900.0, **when)


@pytest.mark.parametrize("probability", [0.0, 1.0, 1.5])
def test_a_reserve_is_never_certain(probability):
    with pytest.raises(InputError, match="inside 0 to 1"):
        Reserve(performance_propellant_kg=90.0, probability=probability)


BRIZ = UpperStage(
    id="briz",
    name="Briz",
    dry_mass_kg=2370.0,
    propellant_kg=19800.0,
    residual_propellant_kg=100.0,
    disposal_propellant_kg=50.0,
    performance_reserve_kg=50.0,
    engine=replace(RD_107A, thrust_sl_n=0.0),
    restarts=7,
    first_ignition_delay_s=90.0,
    diameter_m=4.0,
    length_m=2.65,
)


def test_a_drop_tank_is_part_of_its_stage():
    tank = DropTank(dry_mass_kg=1000.0, propellant_kg=14600.0)

    assert 19600.0 == replace(BRIZ, drop_tank=tank).usable_propellant_kg
    with pytest.raises(InputError, match="must be smaller"):
        replace(BRIZ, drop_tank=replace(tank, dry_mass_kg=2400.0))
    with pytest.raises(InputError, match="must be less than the 19600"):
        replace(BRIZ, drop_tank=replace(tank, propellant_kg=19700.0))
