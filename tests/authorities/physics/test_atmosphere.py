"""The air against two other programmes of the U.S. Standard Atmosphere 1976."""

import numpy as np
import pytest
import ussa1976
from ambiance import Atmosphere

from cosmodrome.physics.atmosphere import air

# Other programmes differ in the last digits of the radius and the gas constant, which adds up layer
# by layer; an isothermal layer has a lapse of 1e-8 K/m.
STANDARD_RATIO = 2e-5
# Above 86 km molecular-scale temperature runs straight between eight points of the table, and
# pressure adds up what that leaves out: at most 7.0 % of the table, near 120 km. (ussa1976 leaves
# the table too, by 4 % at 200 km and 6.7 % at 500 km: above 200 km only the table judges.)
THIN_AIR_RATIO = 0.08
STANDARD_M = np.array([-300.0, 0.0, 5e3, 11e3, 15e3, 20e3, 25e3, 33e3, 47.5e3, 52e3, 65e3, 79e3])


def test_the_air_to_79_km_is_that_of_ambiance():
    theirs = Atmosphere(STANDARD_M)

    pressure_pa, rho, sound_m_s = air(STANDARD_M)

    assert theirs.pressure == pytest.approx(pressure_pa, rel=STANDARD_RATIO)
    assert theirs.density == pytest.approx(rho, rel=STANDARD_RATIO)
    assert theirs.speed_of_sound == pytest.approx(sound_m_s, rel=STANDARD_RATIO)


def test_the_air_to_86_km_is_that_of_ussa1976():
    altitude_m = np.array([0.0, 3e3, 12e3, 30e3, 40e3, 50e3, 60e3, 75e3, 82e3, 85.9e3])
    theirs = ussa1976.compute(z=altitude_m, variables=["p", "rho"])

    pressure_pa, rho, _ = air(altitude_m)

    assert theirs["p"].values == pytest.approx(pressure_pa, rel=STANDARD_RATIO)
    assert theirs["rho"].values == pytest.approx(rho, rel=STANDARD_RATIO)


def test_the_thin_air_to_200_km_is_that_of_ussa1976():
    altitude_m = np.arange(86e3, 201e3, 2e3)
    theirs = ussa1976.compute(z=altitude_m, variables=["p", "rho"])

    pressure_pa, rho, _ = air(altitude_m)

    assert np.max(np.abs(pressure_pa / theirs["p"].values - 1.0)) < THIN_AIR_RATIO
    assert np.max(np.abs(rho / theirs["rho"].values - 1.0)) < THIN_AIR_RATIO


# Geometric altitude [m], pressure [Pa] and density [kg/m3] of the standard, part 4, table I: first
# the points that the layers are made of, then others.
@pytest.mark.parametrize(
    ("altitude_m", "table_pa", "table_kg_m3"),
    [
        (91e3, 1.5381e-1, 2.860e-6),
        (100e3, 3.2011e-2, 5.604e-7),
        (110e3, 7.1042e-3, 9.708e-8),
        (120e3, 2.5382e-3, 2.222e-8),
        (150e3, 4.5422e-4, 2.076e-9),
        (200e3, 8.4736e-5, 2.541e-10),
        (300e3, 8.7704e-6, 1.916e-11),
        (500e3, 3.0236e-7, 5.215e-13),
        (140e3, 7.2028e-4, 3.831e-9),
        (160e3, 3.0395e-4, 1.233e-9),
        (180e3, 1.5271e-4, 5.194e-10),
        (250e3, 2.4767e-5, 6.073e-11),
        (400e3, 1.4518e-6, 2.803e-12),
    ],
)
def test_the_thin_air_is_that_of_the_printed_table(altitude_m, table_pa, table_kg_m3):
    pressure_pa, rho, _ = air(altitude_m)

    assert table_pa == pytest.approx(pressure_pa, rel=THIN_AIR_RATIO)
    assert table_kg_m3 == pytest.approx(rho, rel=THIN_AIR_RATIO)


def test_the_air_has_no_jump_at_the_seam_of_86_km():
    below, above = air(85_999.0), air(86_001.0)

    # Over 2 m pressure falls by 4e-4 of itself.
    assert below == pytest.approx(above, rel=5e-4)
