"""Orbit messages read back by Orekit, which shares nothing with what wrote them."""

import json
import math
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.fixtures.orbital_plan import polar_mission
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.orbit_messages import orbit_messages
from cosmodrome.formats.states import in_frame
from cosmodrome.formats.subject import subject_of
from cosmodrome.orbit.injection_error import covariance_rtn
from cosmodrome.orbit.propagation import coasted

READER = Path(__file__).with_name("orekit_messages.py")
PLAN = polar_mission()
INJECTION = PLAN.ascent.injection
BEGINS_S = PLAN.predicted.injection_s
AFTER_S = np.array([61.0, 3600.0, 6100.0, 43_333.0, 86_300.0])

# The interpolation that the file names, at its worst near the ends.
INTERPOLATED_M = 2.0
# Orekit takes TEME to the sky by older precession and nutation; the frame of a day moves by 5 m.
FRAMES_M = 10.0
WRITTEN_M = 0.001


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mission")
    texts = orbit_messages(subject_of(PLAN), as_of=example_plan().manifest.as_of)
    for name, text in texts.items():
        (folder / name).write_text(text)
    instants = [PLAN.liftoff + timedelta(seconds=BEGINS_S + t) for t in AFTER_S.tolist()]
    question = {"folder": str(folder), "utc": [instant.isoformat() for instant in instants]}
    answer = subprocess.run(
        [sys.executable, str(READER)],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def integrated_gcrf_m():
    r, v = coasted(INJECTION.r_eci_m, INJECTION.v_eci_m_s, AFTER_S)
    return in_frame(r, v, BEGINS_S + AFTER_S, subject_of(PLAN).epoch)[0]


def test_the_ephemeris_gives_the_orbit_back_between_its_points(read):
    off_m = np.linalg.norm(np.array(read["ephemeris"]) - integrated_gcrf_m(), axis=1)

    assert np.max(off_m) < INTERPOLATED_M


def test_the_two_line_element_stays_as_close_to_it_as_it_says(read):
    off_m = np.linalg.norm(np.array(read["lines"]) - integrated_gcrf_m(), axis=1)

    assert np.max(off_m) < PLAN.predicted.mean.residual_max_m + FRAMES_M
    assert np.max(off_m) > FRAMES_M


@pytest.mark.parametrize("notation", ["omm", "omm_xml"])
def test_mean_elements_are_those_fitted(read, notation):
    mean = PLAN.predicted.mean.elements
    told = read[notation]

    assert ("TEME", "SGP4", PLAN.predicted.number) == (
        told["frame"],
        told["theory"],
        told["number"],
    )
    rad_s = mean.mean_motion_rev_d * 2.0 * math.pi / 86400.0
    assert rad_s == pytest.approx(told["mean_motion_rad_s"], rel=1e-11)
    assert mean.eccentricity == pytest.approx(told["eccentricity"], abs=1e-9)
    assert math.radians(mean.inclination_deg) == pytest.approx(told["inclination_rad"], abs=1e-9)


def test_the_injection_has_its_state_mass_and_covariance(read):
    told = read["opm"]
    r, _ = in_frame(INJECTION.r_eci_m, INJECTION.v_eci_m_s, BEGINS_S, subject_of(PLAN).epoch)
    expected = covariance_rtn(
        INJECTION.r_eci_m, INJECTION.v_eci_m_s, PLAN.configuration.cutoff_error
    )

    assert np.allclose(r, told["position"], atol=WRITTEN_M, rtol=0.0)
    assert PLAN.mission.spacecraft_mass_kg == told["mass_kg"]
    assert "RTN" in told["covariance_frame"]
    assert np.allclose(expected, told["covariance"], rtol=1e-8, atol=1e-8)
    assert 7_198_137.0 == pytest.approx(told["axis_m"], abs=0.01)
