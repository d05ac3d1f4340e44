"""Burn times from tanks and flows; the times published for the flights come out, none is typed."""

from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.burn import burns_of
from cosmodrome.errors import InputError
from cosmodrome.vehicles import ThrottleSegment, ThrustCurve

# Times are quoted to a tenth of a second.
TENTH_S = 0.1
# What a trapezoidal sum over linear pieces leaves of a stage's propellant.
ROUNDING_KG = 1e-6
CONFIGURATIONS = [each.id for each in catalogue().configurations()]


def vehicle(name):
    return catalogue().configuration(name).vehicle


def ends_s(name):
    return {burn.stage.name: burn.end_s for burn in burns_of(vehicle(name))}


@pytest.mark.parametrize(("name", "third_stage_s"), [("soyuz-2.1a", 525.4), ("soyuz-2.1b", 558.1)])
def test_full_tanks_give_the_burn_times_of_a_soyuz(name, third_stage_s):
    ends = ends_s(name)

    assert 118.2 == pytest.approx(ends["booster"], abs=TENTH_S)
    assert 283.6 == pytest.approx(ends["core"], abs=TENTH_S)
    assert third_stage_s == pytest.approx(ends["stage-3"], abs=TENTH_S)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_stage_burns_what_it_may_and_no_more(name):
    for burn in burns_of(vehicle(name)):
        burnt_kg = sum(
            burn.stage.engine.mass_flow_kg_s
            * np.trapezoid(
                [piece.throttle_ratio(piece.begin_s), piece.throttle_ratio(piece.end_s)],
                [piece.begin_s, piece.end_s],
            )
            for piece in burn.pieces
        )
        left_kg = burn.stage.usable_propellant_kg - burnt_kg
        assert burn.unburnt_kg == pytest.approx(left_kg, abs=ROUNDING_KG)
        assert burn.stage.burn_s is not None or burn.unburnt_kg == 0.0


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_the_pieces_of_a_burn_meet(name):
    for burn in burns_of(vehicle(name)):
        seams = [burn.begin_s, *(piece.end_s for piece in burn.pieces)]
        assert seams[:-1] == pytest.approx([piece.begin_s for piece in burn.pieces])
        assert burn.end_s == pytest.approx(seams[-1])


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_everything_expelled_is_gone_at_cut_off(name):
    for burn in burns_of(vehicle(name)):
        expelled_kg = burn.stage.count * burn.stage.expelled_kg
        assert expelled_kg == pytest.approx(burn.expelled_kg_s * (burn.end_s - burn.begin_s))


def test_a_stage_lights_its_delay_after_the_one_before_it():
    first, second = burns_of(vehicle("angara-1.2"))

    assert first.end_s + second.stage.ignition_delay_s == second.begin_s


def test_a_throttled_core_burns_longer():
    soyuz = vehicle("soyuz-2.1b")
    throttled = replace(
        soyuz.stage("core"),
        throttle=(
            ThrottleSegment(start_ratio=0.5, end_ratio=0.5, at_s=60.0),
            ThrottleSegment(start_ratio=1.0, end_ratio=1.0, after_separation="booster"),
        ),
    )
    booster, core, third = soyuz.stages
    full_s = core.usable_propellant_kg / core.engine.mass_flow_kg_s

    burns = burns_of(replace(soyuz, stages=(booster, throttled, third)))

    separation_s = burns[0].end_s
    assert full_s + 0.5 * (separation_s - 60.0) == pytest.approx(burns[1].end_s)
    assert (0.5, 0.5) == burns[1].throttle(70.0, 80.0)
    assert (1.0, 1.0) == burns[1].throttle(separation_s, separation_s + 5.0)


def test_a_stage_that_waits_for_none_before_it_is_refused():
    soyuz = vehicle("soyuz-2.1b")
    booster, core, third = soyuz.stages
    waiting = replace(soyuz, stages=(booster, core, replace(third, ignites_after="stage-9")))

    with pytest.raises(InputError, match="stage-9"):
        burns_of(waiting)


def test_a_throttle_after_an_unknown_separation_is_refused():
    soyuz = vehicle("soyuz-2.1b")
    booster, core, third = soyuz.stages
    segment = ThrottleSegment(start_ratio=1.0, end_ratio=1.0, after_separation="skirt")
    odd = replace(soyuz, stages=(booster, replace(core, throttle=(segment,)), third))

    with pytest.raises(InputError, match="skirt"):
        burns_of(odd)


def test_a_burn_has_no_throttle_outside_its_time():
    with pytest.raises(InputError, match="does not burn"):
        burns_of(vehicle("soyuz-2.1b"))[0].throttle(200.0, 210.0)


# ---- commands, delays and thrust curves ----


def with_stages(vehicle, **changes):
    """Return a vehicle with stages changed, by name with underscores for dashes."""
    wanted = {name.replace("_", "-"): change for name, change in changes.items()}
    stages = (replace(s, **wanted.get(s.name, {})) for s in vehicle.stages)
    return replace(vehicle, stages=tuple(stages))


def burns_by_stage(vehicle):
    return {burn.stage.name: burn for burn in burns_of(vehicle)}


def test_an_air_lit_stage_lights_when_it_is_told():
    soyuz = with_stages(vehicle("soyuz-2.1b"), booster={"ignites_at_s": 25.0})

    assert 25.0 == burns_by_stage(soyuz)["booster"].begin_s


def test_the_next_stage_waits_for_the_separation_and_its_own_delay():
    soyuz = vehicle("soyuz-2.1b")
    cutoff_s = burns_by_stage(soyuz)["core"].end_s
    slow = with_stages(soyuz, core={"separation_delay_s": 4.0}, stage_3={"ignition_delay_s": 2.5})

    burns = burns_by_stage(slow)

    assert cutoff_s == burns["core"].end_s
    assert cutoff_s + 4.0 == burns["core"].separation_s
    assert cutoff_s + 6.5 == burns["stage-3"].begin_s


def test_a_commanded_cut_off_leaves_propellant():
    soyuz = with_stages(vehicle("soyuz-2.1b"), core={"burn_s": 250.0})

    core = burns_by_stage(soyuz)["core"]

    full_s = core.stage.usable_propellant_kg / core.stage.engine.mass_flow_kg_s
    assert 250.0 == pytest.approx(core.end_s)
    # The last six seconds before a cut-off are flown at half thrust, whatever commands it.
    assert (0.5, 0.5) == core.throttle(245.0, 249.0)
    left_kg = core.stage.engine.mass_flow_kg_s * (full_s - 250.0 + 3.0)
    assert left_kg == pytest.approx(core.unburnt_kg)


def test_a_command_after_depletion_changes_nothing():
    soyuz = vehicle("soyuz-2.1b")

    assert burns_by_stage(soyuz)["core"].end_s == (
        burns_by_stage(with_stages(soyuz, core={"burn_s": 400.0}))["core"].end_s
    )


def test_propellant_that_ends_within_a_ramp_ends_it_there():
    """From full to half in 100 s; after x seconds x - x^2 / 400 full seconds are burnt."""
    ramp = (
        ThrottleSegment(start_ratio=1.0, end_ratio=0.5, at_s=0.0),
        ThrottleSegment(start_ratio=0.5, end_ratio=0.5, at_s=100.0),
    )
    soyuz = vehicle("soyuz-2.1b")
    core = soyuz.stage("core")
    burnt_kg = core.engine.mass_flow_kg_s * (60.0 - 60.0**2 / 400.0)
    residual_kg = core.propellant_kg - core.prelaunch_burn_kg - burnt_kg

    cut = with_stages(soyuz, core={"throttle": ramp, "residual_propellant_kg": residual_kg})

    burn = burns_by_stage(cut)["core"]
    assert 60.0 == pytest.approx(burn.end_s)
    assert 0.7 == pytest.approx(burn.pieces[-1].end_ratio)


CURVE = ThrustCurve(at_s=(0.0, 30.0, 90.0, 100.0), thrust_ratio=(1.0, 1.5, 0.8, 0.0))


def test_a_thrust_curve_is_stretched_until_it_spends_the_propellant():
    soyuz = with_stages(vehicle("soyuz-2.1b"), booster={"throttle": (), "thrust_curve": CURVE})

    burn = burns_by_stage(soyuz)["booster"]

    stage = burn.stage
    burnt_kg = stage.engine.mass_flow_kg_s * sum(p.full_thrust_s for p in burn.pieces)
    assert stage.usable_propellant_kg == pytest.approx(burnt_kg)
    stretch = burn.end_s / 100.0
    assert [30.0 * stretch, 90.0 * stretch] == pytest.approx([p.end_s for p in burn.pieces[:-1]])
    assert (1.0, 1.5, 0.8) == tuple(piece.start_ratio for piece in burn.pieces)


def test_a_stronger_solid_burns_for_a_shorter_time():
    soyuz = with_stages(vehicle("soyuz-2.1b"), booster={"throttle": (), "thrust_curve": CURVE})
    engine = soyuz.stage("booster").engine
    strong = replace(engine, thrust_vac_n=1.1 * engine.thrust_vac_n)

    stronger = with_stages(soyuz, booster={"engine": strong})

    assert burns_by_stage(soyuz)["booster"].end_s == pytest.approx(
        1.1 * burns_by_stage(stronger)["booster"].end_s
    )


def test_a_throttle_before_cut_off_that_no_tank_can_feed_is_refused():
    long = (ThrottleSegment(start_ratio=0.9, end_ratio=0.9, before_cutoff_s=900.0),)

    with pytest.raises(InputError, match="the throttle before cut-off asks for"):
        burns_of(with_stages(vehicle("soyuz-2.1b"), core={"throttle": long}))
