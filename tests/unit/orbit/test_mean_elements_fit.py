"""Mean elements: known ones are found again, and SGP4 follows an orbit about an oblate Earth."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.orbit.elements import OrbitElements, state_from_elements
from cosmodrome.orbit.mean_elements_fit import (
    EPOCH_STEP,
    MeanElements,
    bstar_coefficient,
    fit_epoch,
    fit_mean_elements,
    mean_elements_states,
    orbital_axes,
)
from cosmodrome.orbit.propagation import coasted

EPOCH = fit_epoch(datetime(2028, 5, 12, 3, 41, 12, tzinfo=UTC))
DAY_S = np.arange(0.0, 86401.0, 300.0)
POLAR = MeanElements(
    epoch=EPOCH,
    mean_motion_rev_d=14.2,
    eccentricity=0.0011,
    inclination_deg=98.7,
    raan_deg=203.4,
    argp_deg=71.2,
    mean_anomaly_deg=311.0,
    bstar_coefficient=0.0,
)
# SGP4 knows J3 and J4, the orbit does not; the larger part is what J3 does within a revolution.
LOW_ORBIT_M = 600.0
TRANSFER_M = 15_000.0
# Numerical slopes and the stop of the fit.
FOUND_AGAIN_M = 0.01


def j2_orbit(perigee_km, apogee_km, inclination_deg):
    r_p, r_a = (6378.137e3 + 1e3 * height_km for height_km in (perigee_km, apogee_km))
    elements = OrbitElements(
        semi_major_axis_m=0.5 * (r_p + r_a),
        eccentricity=(r_a - r_p) / (r_a + r_p),
        inclination_rad=math.radians(inclination_deg),
        raan_rad=1.0,
        argp_rad=math.radians(178.0),
        true_anomaly_rad=0.3,
    )
    return coasted(*state_from_elements(elements), DAY_S, relative_tolerance_ratio=1e-10)


@pytest.mark.parametrize("inclination_deg", [0.2, 51.6, 98.7, 179.0])
@pytest.mark.parametrize("eccentricity", [0.0002, 0.02])
def test_elements_are_found_again_from_what_sgp4_flies(inclination_deg, eccentricity):
    known = replace(POLAR, inclination_deg=inclination_deg, eccentricity=eccentricity)
    r, v = mean_elements_states(known, DAY_S)

    fit = fit_mean_elements(r, v, DAY_S, epoch=EPOCH)

    assert fit.residual_max_m < FOUND_AGAIN_M
    assert known.mean_motion_rev_d == pytest.approx(fit.elements.mean_motion_rev_d, abs=1e-8)
    assert inclination_deg == pytest.approx(fit.elements.inclination_deg, abs=1e-5)


@pytest.mark.parametrize(
    ("orbit", "within_m"),
    [
        ((820.0, 820.0, 98.7), LOW_ORBIT_M),
        ((200.0, 242.0, 51.67), LOW_ORBIT_M),
        ((500.0, 500.0, 0.5), LOW_ORBIT_M),
        ((35780.0, 35790.0, 0.0), TRANSFER_M),
        ((200.0, 35786.0, 27.0), TRANSFER_M),
    ],
    ids=str,
)
def test_sgp4_follows_an_orbit_for_a_day(orbit, within_m):
    r, v = j2_orbit(*orbit)

    fit = fit_mean_elements(r, v, DAY_S, epoch=EPOCH)

    off_m = np.linalg.norm(mean_elements_states(fit.elements, DAY_S)[0] - r, axis=1)
    assert fit.residual_max_m == pytest.approx(np.max(off_m))
    assert np.max(off_m) < within_m
    assert np.hypot.reduce(fit.residual_rms_m) == pytest.approx(np.sqrt(np.mean(off_m**2)))


def test_an_osculating_period_would_be_off_by_far_more():
    r, v = j2_orbit(820.0, 820.0, 98.7)
    fit = fit_mean_elements(r, v, DAY_S, epoch=EPOCH)
    alpha = 2.0 / np.linalg.norm(r[0]) - v[0] @ v[0] / 3.986004418e14
    osculating_rev_d = math.sqrt(3.986004418e14 * alpha**3) * 86400.0 / (2.0 * math.pi)

    naive = replace(fit.elements, mean_motion_rev_d=osculating_rev_d)

    off_m = np.linalg.norm(mean_elements_states(naive, DAY_S)[0] - r, axis=1)
    assert np.max(off_m) > 100.0 * fit.residual_max_m


def test_an_orbit_that_meets_the_ground_is_refused():
    r, v = j2_orbit(-500.0, 300.0, 50.0)

    with pytest.raises(InfeasibleError, match=r"SGP4 cannot fly .* error 6"):
        fit_mean_elements(r, v, DAY_S, epoch=EPOCH)


def test_an_open_orbit_has_no_mean_elements():
    r, v = j2_orbit(500.0, 500.0, 28.0)

    with pytest.raises(InfeasibleError, match="the orbit is open"):
        fit_mean_elements(r, 1.5 * v, DAY_S, epoch=EPOCH)


def test_too_few_states_are_refused():
    with pytest.raises(InputError, match="8 states or more, got 3"):
        fit_mean_elements(np.ones((3, 3)), np.ones((3, 3)), np.arange(3.0), epoch=EPOCH)


def test_an_epoch_is_one_that_a_two_line_element_can_tell():
    instant = datetime(2028, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

    epoch = fit_epoch(instant)

    assert timedelta(0) <= instant - epoch < EPOCH_STEP
    days = (epoch - datetime(2028, 1, 1, tzinfo=UTC)) / timedelta(days=1)
    assert epoch == datetime(2028, 1, 1, tzinfo=UTC) + timedelta(days=round(days, 8))


def test_a_drag_term_brings_the_satellite_down_as_its_ballistic_coefficient_says():
    low = replace(POLAR, mean_motion_rev_d=15.9)
    heavy, light = (replace(low, bstar_coefficient=bstar_coefficient(b)) for b in (200.0, 50.0))

    ahead_m = [
        float(np.linalg.norm(mean_elements_states(each, DAY_S)[0][-1] - free))
        for free in mean_elements_states(low, DAY_S)[0][-1:]
        for each in (heavy, light)
    ]

    # Along the track the lead is in proportion to drag.
    assert 4.0 == pytest.approx(ahead_m[1] / ahead_m[0], rel=0.05)
    assert ahead_m[0] > 10_000.0


@pytest.mark.parametrize("mass_over_area_kg_m2", [0.0, -1.0, math.nan])
def test_a_ballistic_coefficient_is_positive(mass_over_area_kg_m2):
    with pytest.raises(InputError, match="must be positive"):
        bstar_coefficient(mass_over_area_kg_m2)


def test_orbital_axes_are_radial_along_and_across():
    axes = orbital_axes(np.array([7e6, 0.0, 0.0]), np.array([10.0, 0.0, 7e3]))

    assert np.allclose([[1, 0, 0], [0, 0, 1], [0, -1, 0]], axes)
