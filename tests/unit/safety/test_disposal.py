"""Does an upper stage come down where and when it can, and does it say so when it cannot?"""

from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.errors import InputError
from cosmodrome.flight.fall import perigee_altitude_m
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.orbit.propagation import coasted
from cosmodrome.safety.decay import lifetime_d
from cosmodrome.safety.disposal import (
    AIR_BEGINS_M,
    available_speed_m_s,
    burn_needed_m_s,
    coasted_to_air,
    disposal_plan,
    slowed,
)
from cosmodrome.safety.disposal_falls import disposal_falls
from cosmodrome.store.disposal_file import load_disposal_areas
from cosmodrome.store.layers import layers_over

AREAS = load_disposal_areas(layers_over([]))
SEPARATED_S = 5400.0
# Half the step of the scan on either side of the moment that would be exact.
PERIGEE_M = 1.0
COAST_M = 20.0
CASES = 400


def fregat():
    return next(stage for stage in catalogue().upper_stages if stage.id == "fregat")


def circular(altitude_km, inclination_deg):
    r = EARTH_EQUATORIAL_RADIUS_M + 1e3 * altitude_km
    v = np.sqrt(EARTH_MU_M3_S2 / r)
    i = np.radians(inclination_deg)
    return np.array([r, 0.0, 0.0, 0.0, v * np.cos(i), v * np.sin(i), SEPARATED_S])


def weather():
    return catalogue().weather(latitude_deg=51.9, longitude_deg=128.3, month=3)


def test_the_propellant_left_gives_what_the_rocket_equation_says():
    stage = fregat()
    left_kg = 930.0 + 60.0 + 90.0

    expected = 333.2 * 9.80665 * np.log((left_kg + 150.0) / left_kg)

    assert expected == pytest.approx(available_speed_m_s(stage), rel=1e-12)


def test_a_burn_lowers_the_perigee_as_far_as_asked():
    states = np.stack([circular(450.0, 87.4), circular(830.0, 98.8)])

    after = slowed(states, burn_needed_m_s(states, perigee_altitude_m=50e3))

    for state in after:
        body = SeparatedBody(
            part="s", count=1, mass_kg=1.0, t_s=0.0, r_eci_m=state[:3], v_eci_m_s=state[3:6]
        )
        assert 50e3 == pytest.approx(perigee_altitude_m(body), abs=PERIGEE_M)


def test_the_way_to_the_air_is_that_of_the_exact_integration():
    state = circular(450.0, 87.4)[None]
    after = slowed(state, burn_needed_m_s(state, perigee_altitude_m=0.0))

    entering = coasted_to_air(after)[0]

    flown_s = entering[6] - SEPARATED_S
    r, _ = coasted(after[0, :3], after[0, 3:6], np.array([0.0, flown_s]))
    assert np.linalg.norm(r[1] - entering[:3]) < COAST_M
    assert np.linalg.norm(entering[:3]) - EARTH_EQUATORIAL_RADIUS_M < AIR_BEGINS_M


@pytest.mark.parametrize(("altitude_km", "inclination_deg"), [(450.0, 87.4), (830.0, 98.8)])
def test_a_low_stage_with_propellant_comes_down_in_an_area(altitude_km, inclination_deg):
    stage = fregat()
    plan = disposal_plan(circular(altitude_km, inclination_deg), stage, AREAS)
    falls = disposal_falls(
        plan, stage.disposal, weather(), sampling="sobol", seed=1, first_case=0, cases=CASES
    )

    south, north = (
        min(c[0] for c in plan.area.corners_deg),
        max(c[0] for c in plan.area.corners_deg),
    )
    assert "aimed" == plan.outcome
    assert plan.speed_change_m_s <= plan.available_m_s
    assert plan.burn_s >= SEPARATED_S + stage.disposal.earliest_s
    assert south < plan.impact[1] < north
    assert (CASES, stage.disposal.fall.breakup.pieces, 3) == falls.impacts.shape
    assert np.isfinite(falls.impacts).all()
    assert (falls.impacts[:, :, 2] > plan.burn_s).all()


def test_cases_do_not_depend_on_how_they_are_cut():
    stage = fregat()
    plan = disposal_plan(circular(450.0, 87.4), stage, AREAS)
    settings = {"sampling": "random", "seed": 7}

    whole = disposal_falls(plan, stage.disposal, weather(), first_case=0, cases=64, **settings)
    tail = disposal_falls(plan, stage.disposal, weather(), first_case=40, cases=24, **settings)

    assert np.array_equal(whole.impacts[40:], tail.impacts)


def test_a_high_stage_says_that_it_stays_and_what_it_lacks():
    plan = disposal_plan(circular(19130.0, 64.8), fregat(), AREAS)

    assert "too-little-propellant" == plan.outcome
    assert plan.least_m_s > plan.available_m_s
    assert np.inf == plan.lifetime_d
    assert plan.burn_s is None
    with pytest.raises(InputError, match="too-little-propellant"):
        disposal_falls(
            plan, fregat().disposal, weather(), sampling="sobol", seed=1, first_case=0, cases=CASES
        )


def test_an_orbit_that_passes_no_area_says_so():
    far_south = [area for area in AREAS if area.id != "east-pacific"]

    plan = disposal_plan(circular(450.0, 5.0), fregat(), tuple(far_south))

    assert "no-pass" == plan.outcome
    assert 0.0 < plan.lifetime_d < np.inf


def test_a_stage_that_does_not_tell_how_is_refused():
    stage = replace(fregat(), disposal=None)

    with pytest.raises(InputError, match=r"add a table \[disposal\]"):
        disposal_plan(circular(450.0, 87.4), stage, AREAS)


# King-Hele and the lifetimes of satellites: weeks at 300 km, years at 500 km, centuries at 800 km
# for 100 kg/m2; the standard air is that of mean activity, and factors of three are the weather.
@pytest.mark.parametrize(
    ("altitude_km", "least_d", "most_d"),
    [(300.0, 20.0, 200.0), (400.0, 150.0, 1500.0), (500.0, 1e3, 1e4), (800.0, 4e4, 3.6e5)],
)
def test_lifetimes_are_of_the_known_order(altitude_km, least_d, most_d):
    state = circular(altitude_km, 60.0)

    days = lifetime_d(state[:3], state[3:6], ballistic_coefficient_kg_m2=100.0)

    assert least_d < days < most_d


def test_a_lifetime_grows_with_the_ballistic_coefficient():
    state = circular(400.0, 60.0)
    light, heavy = (
        lifetime_d(state[:3], state[3:6], ballistic_coefficient_kg_m2=beta)
        for beta in (50.0, 100.0)
    )

    assert 2.0 == pytest.approx(heavy / light, rel=1e-6)
