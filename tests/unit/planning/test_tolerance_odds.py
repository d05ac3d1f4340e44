"""How surely tolerances are met, against the normal law."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import erf
from tests.fixtures.low_orbits import CUTOFF_ERROR, state

from cosmodrome.manifest.orbit import OrbitTolerance
from cosmodrome.orbit.injection_error import scattered_orbits
from cosmodrome.planning.tolerance_odds import all_met_probability, tolerance_odds

SCATTER = scattered_orbits(*state(latitude_argument_deg=45.0), CUTOFF_ERROR, seed=1, cases=8192)
SAMPLED = 0.01


def odds(**allowed):
    return {each.name: each for each in tolerance_odds(OrbitTolerance(**allowed), SCATTER)}


def test_a_tolerance_of_one_sigma_is_met_in_two_of_three_flights():
    sd_deg = float(np.degrees(np.std(SCATTER.inclination_rad)))

    found = odds(inclination_deg=sd_deg)["inclination_deg"]

    assert float(erf(1.0 / np.sqrt(2.0))) == pytest.approx(found.met_probability, abs=SAMPLED)
    assert 1.0 == pytest.approx(found.sd_ratio)


def test_local_time_counts_the_node_in_minutes():
    node = odds(raan_deg=0.01, ltan_min=0.04, ltdn_min=0.04)

    assert node["raan_deg"].sd_ratio == pytest.approx(node["ltan_min"].sd_ratio)
    assert node["raan_deg"].met_probability == node["ltan_min"].met_probability
    assert node["ltdn_min"].met_probability == node["ltan_min"].met_probability


def test_all_at_once_is_no_surer_than_any():
    tolerance = OrbitTolerance(altitude_km=3.0, inclination_deg=0.01, raan_deg=0.02)

    each = [one.met_probability for one in tolerance_odds(tolerance, SCATTER)]

    together = all_met_probability(tolerance, SCATTER)
    assert together is not None
    assert 0.0 < together <= min(each)
    assert len(each) == 3


def test_altitude_is_the_mean_one_and_perigee_has_its_own():
    found = odds(altitude_km=3.0, perigee_altitude_km=3.0)

    assert np.std(SCATTER.semi_major_axis_m) / 3e3 == pytest.approx(found["altitude_km"].sd_ratio)
    assert np.std(SCATTER.perigee_m) / 3e3 == pytest.approx(found["perigee_altitude_km"].sd_ratio)


def test_without_tolerances_nothing_is_asked():
    assert () == tolerance_odds(OrbitTolerance(), SCATTER)
    assert all_met_probability(OrbitTolerance(), SCATTER) is None


def test_what_cannot_fail_is_certain():
    exact = replace(SCATTER, inclination_rad=np.zeros_like(SCATTER.inclination_rad))

    assert 1.0 == tolerance_odds(OrbitTolerance(inclination_deg=0.001), exact)[0].met_probability
