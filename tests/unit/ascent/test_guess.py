"""First guesses: do they come near to every kind of orbit, and do they hang together?"""

import math

import numpy as np
import pytest

from cosmodrome.ascent.guess import Guesser
from cosmodrome.ascent.realise import drag_table, realise
from cosmodrome.ascent.sequence import most_burns, sequence_of
from cosmodrome.ascent.target import burns_wanted, injection_target, launch_azimuths_rad
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.flight.arcs import phase_ends
from cosmodrome.manifest import TargetOrbit
from cosmodrome.numerics.collocation import node_shares
from cosmodrome.store.catalogue import load_catalogue

NEAR = 1.0
"""A miss of so many units of 50 km and 200 m/s is a good start."""
# Polynomials round off the corner where a burn turns from its ramp of pitch to its velocity.
JOINT_M = 1500.0
JOINT_M_S = 10.0
DEGREE = 8


def circle(altitude_km, inclination_deg):
    return TargetOrbit(
        kind="circular",
        perigee_altitude_km=altitude_km,
        apogee_altitude_km=altitude_km,
        inclination_deg=inclination_deg,
    )


def transfer(inclination_deg):
    return TargetOrbit(kind="geostationary-transfer", inclination_deg=inclination_deg)


ESCAPE = TargetOrbit(kind="escape", inclination_deg=51.8, c3_km2_s2=10.0)
GEOSTATIONARY = TargetOrbit(kind="geostationary")

KINDS = [
    ("soyuz-2.1b", "vostochny-1s", circle(200.0, 51.8)),
    ("soyuz-2.1b+fregat", "vostochny-1s", circle(820.0, 98.7)),
    ("soyuz-2.1b+fregat-mt", "kourou-els", transfer(6.0)),
    ("soyuz-2.1b+fregat-m", "vostochny-1s", ESCAPE),
    ("soyuz-2.1b+fregat", "baikonur-31-6", GEOSTATIONARY),
    ("angara-a5", "plesetsk-35", circle(200.0, 63.0)),
]


def guesser(name, pad, orbit):
    catalogue = load_catalogue()
    configuration, place = catalogue.configuration(name), catalogue.complex(pad)
    most = most_burns(configuration)
    target = injection_target(orbit, restartable=most > 1, burns=most)
    return Guesser(
        sequence=sequence_of(configuration, burns=burns_wanted(configuration, target, place)),
        configuration=configuration,
        launch_complex=place,
        drag=drag_table(configuration.vehicle.drag),
        target=target,
        azimuth_rad=launch_azimuths_rad(target, place)[1],
    )


def full_kg(each):
    upper = each.configuration.upper_stage
    return 0.0 if upper is None else upper.propellant_kg


@pytest.mark.parametrize(("name", "pad", "orbit"), KINDS, ids=lambda x: getattr(x, "kind", x))
def test_a_guess_is_found_for_every_kind_of_orbit(name, pad, orbit):
    each = guesser(name, pad, orbit)
    load_kg = full_kg(each)

    guess = each.guess(payload_kg=each.payload_kg(load_kg), load_kg=load_kg)

    assert guess.miss_ratio < NEAR
    state = guess.legs[-1].states[-1]
    energy = 0.5 * state[3:] @ state[3:] - EARTH_MU_M3_S2 / np.linalg.norm(state[:3])
    wanted = -0.5 * EARTH_MU_M3_S2 / each.target.semi_major_axis_m
    # 200 m/s at the speeds of an orbit.
    assert wanted == pytest.approx(energy, abs=200.0 * 8000.0)
    for variable in each.sequence.variables:
        value = guess.values[variable.name]
        assert variable.low - 1e-9 <= value <= variable.high + 1e-9


def test_a_guess_at_given_points_flies_when_its_directions_are_interpolated():
    each = guesser("soyuz-2.1b+fregat", "vostochny-1s", circle(820.0, 98.7))
    shares = [node_shares(10, DEGREE) for _ in each.sequence.phases]
    guess = each.guess(payload_kg=4800.0, load_kg=full_kg(each), shares=shares)
    steered = [phase.steering == "free" for phase in each.sequence.phases]
    profile = realise(
        each.sequence,
        guess.values,
        configuration=each.configuration,
        launch_complex=each.launch_complex,
        drag=each.drag,
        tables=[
            (at, leg.directions, DEGREE) if free else None
            for at, leg, free in zip(shares, guess.legs, steered, strict=True)
        ],
    )
    starts = np.array([leg.states[-1] for leg in guess.legs[:-1]])

    ends = phase_ends(profile, np.vstack([starts[:1], starts]))

    for leg, end in list(zip(guess.legs, ends, strict=True))[1:]:
        assert list(leg.states[-1][:3]) == pytest.approx(list(end[:3]), abs=JOINT_M)
        assert list(leg.states[-1][3:]) == pytest.approx(list(end[3:]), abs=JOINT_M_S)


def test_a_payload_that_cannot_be_carried_still_gets_a_flight():
    each = guesser("soyuz-2.1b+fregat", "vostochny-1s", circle(820.0, 98.7))

    guess = each.guess(payload_kg=9000.0, load_kg=full_kg(each))

    assert NEAR < guess.miss_ratio
    assert len(each.sequence.phases) == len(guess.legs)
    for leg in guess.legs:
        assert np.all(np.isfinite(leg.states))


def test_a_burn_at_apogee_turns_the_plane_to_the_equator():
    each = guesser("soyuz-2.1b+fregat", "baikonur-31-6", GEOSTATIONARY)

    guess = each.guess(payload_kg=200.0, load_kg=full_kg(each))

    r, v = np.split(guess.legs[-1].states[-1], 2)
    momentum = np.cross(r, v)
    before = np.cross(*np.split(guess.legs[-1].states[0], 2))
    assert math.degrees(math.acos(before[2] / np.linalg.norm(before))) > 40.0
    assert math.degrees(math.acos(momentum[2] / np.linalg.norm(momentum))) < 3.0
    assert 35786e3 == pytest.approx(np.linalg.norm(r) - EARTH_EQUATORIAL_RADIUS_M, abs=500e3)


def test_a_guess_is_the_same_every_time():
    each = guesser("angara-a5", "plesetsk-35", circle(200.0, 63.0))

    first, second = (each.guess(payload_kg=20000.0, load_kg=0.0) for _ in range(2))

    assert first.values == second.values
    assert np.array_equal(first.legs[-1].states, second.legs[-1].states)
