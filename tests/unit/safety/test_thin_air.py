"""Thin air by height and state of the Sun, and how long orbits last in it."""

import math

import numpy as np
import pytest
from tests.fixtures.low_orbits import orbit, state

from cosmodrome.errors import InputError
from cosmodrome.safety.decay import lifetime_d, sinking_m_d
from cosmodrome.safety.decay_estimate import estimated_decay
from cosmodrome.safety.thin_air import ThinAir
from cosmodrome.store.catalogue import load_catalogue

AIR = load_catalogue().orbital_drag().air
ASSUMED = dict(load_catalogue().orbital_drag().assumed_kg_m2)
STEPPED_RATIO = 0.1


def air(*densities):
    heights = np.array([300e3, 400e3, 500e3][: len(densities)])
    return ThinAir(altitude_m=heights, density_kg_m3=np.array(densities))


def test_between_heights_the_logarithm_is_straight():
    found = air(1e-11, 1e-13).at(np.array([300e3, 350e3, 400e3]))

    assert np.allclose([1e-11, 1e-12, 1e-13], found)


def test_above_the_table_density_falls_on():
    assert np.allclose(1e-14, air(1e-11, 1e-12, 1e-13).at(np.array([600e3])))


@pytest.mark.parametrize(
    ("heights_m", "densities"),
    [([1.0, 0.0], [1.0, 1.0]), ([0.0, 1.0], [1.0, 0.0]), ([0.0], [1.0]), ([0.0, 1.0], [1.0])],
)
def test_a_table_must_be_one(heights_m, densities):
    with pytest.raises(InputError, match="thin air needs"):
        ThinAir(altitude_m=np.array(heights_m), density_kg_m3=np.array(densities))


def test_the_sun_swells_the_air_of_the_catalogue():
    heights_m = np.linspace(150e3, 1000e3, 50)

    low, mean, high = (each.at(heights_m) for each in (AIR.low, AIR.mean, AIR.high))

    assert (low < mean).all()
    assert (mean < high).all()


def test_a_circle_sinks_as_drag_and_keplers_law_say():
    shape = orbit(perigee_km=400.0, apogee_km=400.0)
    speed_m_s = shape.mean_motion_rad_s * shape.semi_major_axis_m
    density = float(AIR.mean.at(np.array([400e3]))[0])
    expected_m_d = shape.semi_major_axis_m * speed_m_s * density / 100.0 * 86400.0

    found = sinking_m_d(
        shape.semi_major_axis_m, 0.0, ballistic_coefficient_kg_m2=100.0, thin_air=AIR.mean
    )

    assert expected_m_d == pytest.approx(found, rel=1e-6)


def test_an_active_sun_shortens_a_life_and_mass_lengthens_it():
    r_m, v_m_s = state(perigee_km=400.0, apogee_km=410.0)

    decay = estimated_decay(
        r_m, v_m_s, air=AIR, ballistic_coefficient_kg_m2=100.0, is_assumed=False
    )
    heavy_d = lifetime_d(r_m, v_m_s, ballistic_coefficient_kg_m2=200.0, thin_air=AIR.mean)

    assert decay.low_sun_d > decay.mean_sun_d > decay.high_sun_d > 1.0
    assert 2.0 * decay.mean_sun_d == pytest.approx(heavy_d, rel=STEPPED_RATIO)


def test_a_high_orbit_outlives_everyone():
    r_m, v_m_s = state(perigee_km=1500.0, apogee_km=1500.0)

    assert math.isinf(lifetime_d(r_m, v_m_s, ballistic_coefficient_kg_m2=100.0, thin_air=AIR.mean))


def test_every_kind_of_mission_has_an_assumption():
    assert {"satellite", "constellation-batch", "cargo-capsule", "crewed-capsule"} == set(ASSUMED)
