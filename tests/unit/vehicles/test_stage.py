from dataclasses import replace

import pytest

from cosmodrome.errors import InputError
from cosmodrome.vehicles import DragCurve, Engine, Stage, ThrottleSegment

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
