"""Pitch-overs: the smaller the steeper, down to where the turn of the Earth tips a vehicle over."""

import math
from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.guess import Guesser
from cosmodrome.ascent.pitchover import climb_at_gate_rad, pitch_overs
from cosmodrome.ascent.realise import drag_table
from cosmodrome.ascent.sequence import sequence_of
from cosmodrome.ascent.target import injection_target, launch_azimuths_rad
from cosmodrome.errors import InfeasibleError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import load_catalogue

CIRCLE = TargetOrbit(
    kind="circular", perigee_altitude_km=200.0, apogee_altitude_km=200.0, inclination_deg=65.0
)


def heavier(configuration, ratio):
    """The same with so much more propellant in its first stage."""
    first, *others = configuration.vehicle.stages
    first = replace(first, propellant_kg=ratio * first.propellant_kg)
    vehicle = replace(configuration.vehicle, stages=(first, *others))
    return replace(configuration, vehicle=vehicle)


def guesser(name, pad, *, ratio=1.0):
    catalogue = load_catalogue()
    configuration, place = catalogue.configuration(name), catalogue.complex(pad)
    configuration = heavier(configuration, ratio)
    target = injection_target(CIRCLE, restartable=False)
    return Guesser(
        sequence=sequence_of(configuration, burns=1),
        configuration=configuration,
        launch_complex=place,
        drag=drag_table(configuration.vehicle.drag),
        target=target,
        azimuth_rad=launch_azimuths_rad(target, place)[1],
    )


@pytest.mark.parametrize(
    ("name", "pad"), [("soyuz-2.1b", "plesetsk-43"), ("angara-a5", "vostochny-1a")]
)
def test_pitch_overs_lead_from_flat_to_steep(name, pad):
    each = guesser(name, pad)
    way = each._way(5000.0, 0.0, falls=False)

    kicks = pitch_overs(way.script)

    assert kicks.flies
    assert np.all(np.diff(kicks.climbs_rad) >= 0.0)
    assert np.all(np.diff(kicks.logarithms) < 0.0)
    found_rad = climb_at_gate_rad(way.script, kicks.kick_log_ratio(0.5))
    assert 0.5 == pytest.approx(found_rad, abs=0.1)


def test_a_vehicle_that_lifts_off_badly_is_refused_with_the_reason():
    each = guesser("atlas-v-401", "vandenberg-slc3e", ratio=1.2)

    with pytest.raises(InfeasibleError, match="thrust at lift-off") as refused:
        each.payload_kg(0.0)

    assert "floor" == refused.value.rule


def test_a_guess_that_fell_holds_only_numbers():
    each = guesser("atlas-v-401", "vandenberg-slc3e", ratio=1.12)

    guess = each.guess(payload_kg=5000.0, load_kg=0.0)

    assert guess.miss_ratio > 10.0
    assert all(math.isfinite(value) for value in guess.values.values())
    for leg in guess.legs:
        assert np.all(np.isfinite(leg.states))
        assert np.all(np.isfinite(leg.directions))
