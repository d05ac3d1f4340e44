"""Burn times from tanks and flows; the times published for the flights come out, none is typed."""

from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.burn import burns_of
from cosmodrome.errors import InputError
from cosmodrome.vehicles import ThrottleSegment

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
        assert burn.stage.usable_propellant_kg == pytest.approx(burnt_kg, abs=ROUNDING_KG)


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
