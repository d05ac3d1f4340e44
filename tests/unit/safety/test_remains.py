from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import BOOSTERS_OFF_S, configuration, flown_soyuz
from tests.fixtures.risk_fixture import risk_data

from cosmodrome.errors import InputError
from cosmodrome.safety.casualty import inert_casualty_area_m2
from cosmodrome.safety.impact_trace import flight_states
from cosmodrome.safety.remains import debris_along, propellant_left_kg

KILOGRAM = 1.0


@pytest.fixture(scope="module")
def states():
    return flight_states(flown_soyuz()[1])


def debris(states, **changes):
    basis = risk_data().basis
    return debris_along(
        states,
        flown_soyuz()[0],
        configuration(),
        replace(basis.debris, **changes),
        rules=basis.pad_rules,
        wind_sd_m_s=10.0,
    )


def destruct():
    model = risk_data().basis.debris
    return tuple(
        replace(policy, kind="destruct") if "soyuz-2.1b" in policy.vehicles else policy
        for policy in model.policies
    )


def test_what_is_left_to_burn_is_what_the_flight_still_loses():
    profile, trajectory = flown_soyuz()

    left = sum(propellant_left_kg(profile, trajectory.t_s).values())

    parts_kg = [
        sum(
            body.count * body.mass_kg
            for body in trajectory.bodies
            if t_s < body.t_s < trajectory.t_s[-1]
        )
        for t_s in trajectory.t_s[:40]
    ]
    expelled_kg = [
        sum(
            phase.expelled_kg_s * (phase.end_s - np.clip(t_s, phase.begin_s, phase.end_s))
            for phase in profile.phases
        )
        for t_s in trajectory.t_s[:40]
    ]
    still_lost = trajectory.mass_kg[:40] - trajectory.mass_kg[-1] - parts_kg - expelled_kg
    assert still_lost == pytest.approx(left[:40], abs=KILOGRAM)
    assert 0.0 == pytest.approx(left[-1], abs=KILOGRAM)


def test_a_cut_off_leaves_a_whole_vehicle_that_explodes_until_it_is_fast(states):
    whole, *pieces = debris(states)

    fast = whole.casualty_area_m2 == 0.0
    assert not fast[0]
    assert fast[-1]
    assert 5e5 < whole.casualty_area_m2[0] < 2e6
    for piece in pieces:
        assert np.array_equal(piece.casualty_area_m2 > 0.0, fast)


def test_the_blast_wanes_with_what_is_burnt(states):
    whole, *_ = debris(states)
    burning = states.t_s < BOOSTERS_OFF_S

    assert np.all(np.diff(whole.casualty_area_m2[burning]) <= 0.0)


def test_a_destruct_system_leaves_pieces_from_the_first_second(states):
    pieces = debris(states, policies=destruct())

    assert [piece.name for piece in risk_data().basis.debris.pieces] == [p.name for p in pieces]
    assert all(piece.casualty_area_m2[0] > 0.0 for piece in pieces)


def test_the_pieces_weigh_what_the_structure_does(states):
    model = risk_data().basis.debris
    pieces = debris(states, policies=destruct())
    left_kg = sum(propellant_left_kg(flown_soyuz()[0], states.t_s).values())

    found_kg = 0.0
    for piece, along in zip(model.pieces, pieces, strict=True):
        each_m2 = inert_casualty_area_m2(piece.mass_kg / piece.ballistic_coefficient_kg_m2)
        found_kg += along.casualty_area_m2 / each_m2 * piece.mass_kg

    assert states.mass_kg - left_kg == pytest.approx(found_kg, abs=KILOGRAM)


def test_pieces_too_light_to_hurt_have_no_casualty_area(states):
    crumbs = (replace(risk_data().basis.debris.pieces[-1], mass_kg=0.001, name="crumb"),)

    (crumb,) = debris(states, policies=destruct(), pieces=crumbs)

    assert 0.0 == crumb.casualty_area_m2.max()


def test_pieces_cannot_weigh_more_than_the_structure():
    model = risk_data().basis.debris
    with pytest.raises(InputError, match="more than all of it"):
        replace(model, pieces=(*model.pieces, model.pieces[0]))
