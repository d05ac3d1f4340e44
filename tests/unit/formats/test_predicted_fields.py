"""A script reads the elements by which the spacecraft is looked for, or why there are none."""

import json

import pytest
from tests.fixtures.orbital_plan import planeless_mission_in_orbit, polar_mission

from cosmodrome.formats.json_text import as_json
from cosmodrome.formats.predicted_fields import predicted_fields


def read(plan):
    return json.loads(as_json(predicted_fields(plan.predicted)))


def test_mean_elements_are_told_with_what_the_fit_leaves_over():
    plan = polar_mission()

    told = read(plan)["mean_elements"]

    fit = plan.predicted.mean
    assert ("SGP4", "TEME") == (told["theory"], told["frame"])
    assert "2028-05-12T03:59:32Z" == told["epoch_utc"]
    assert fit.elements.mean_motion_rev_d == pytest.approx(told["mean_motion_rev_d"], abs=1e-7)
    assert fit.residual_rms_m == pytest.approx(tuple(told["fit_residual_m"].values()), rel=1e-6)
    assert told["fit_residual_max_m"] < 1000.0


def test_errors_to_expect_come_with_their_times():
    revolution, day = read(polar_mission())["expected_errors"]

    assert ("one revolution", "one day") == (revolution["after"], day["after"])
    assert 86400.0 == day["after_injection_s"]
    assert 0.0 < revolution["time_s"] < day["time_s"]


def test_a_mission_without_a_plane_says_why_it_has_no_elements():
    told = read(planeless_mission_in_orbit())

    assert None is told["mean_elements"]
    assert [] == told["expected_errors"]
    assert "no prescribed plane" in told["no_mean_elements"]
