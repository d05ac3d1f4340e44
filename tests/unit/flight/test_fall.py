from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import flown_soyuz

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.flight.air import EAST, NORTH, AirColumn, no_deviates, still_air
from cosmodrome.flight.fall import (
    FallCases,
    comes_down,
    descend,
    fall_to_ground,
    impacts_of,
    still_air_impact,
    vacuum_impact_point,
)
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.safety.tangent import distance_and_bearing

# The kernel's steps follow the air; measured 9 m at most over these bodies.
KERNEL_M = 20.0
KERNEL_S = 0.1
BETAS = {"booster": 500.0, "fairing-half": 25.0, "core": 200.0, "aft-section": 50.0}


def bodies():
    _, trajectory = flown_soyuz()
    return [body for body in trajectory.bodies if body.part in BETAS]


def in_orbit():
    r = np.array([EARTH_EQUATORIAL_RADIUS_M + 200e3, 0.0, 0.0])
    v = np.array([0.0, np.sqrt(EARTH_MU_M3_S2 / r[0]), 0.0])
    return SeparatedBody(part="stage-3", count=1, mass_kg=1.0, t_s=0.0, r_eci_m=r, v_eci_m_s=v)


def constant_wind(east_m_s, north_m_s):
    mean = still_air().mean.copy()
    mean[:, EAST], mean[:, NORTH] = east_m_s, north_m_s
    return AirColumn(mean=mean, sd=np.zeros_like(mean))


def falling(body, *betas, air=None):
    return FallCases(
        states=np.tile([*body.r_eci_m, *body.v_eci_m_s, body.t_s], (len(betas), 1)),
        ballistic_coefficient_kg_m2=np.array(betas),
        air=still_air() if air is None else air,
        deviates=no_deviates(len(betas)),
    )


@pytest.mark.parametrize("body", bodies(), ids=lambda body: body.part)
@pytest.mark.parametrize("wind_m_s", [0.0, 20.0])
def test_the_kernel_lands_a_body_where_the_reference_lands_it(body, wind_m_s):
    beta = BETAS[body.part]

    reference = fall_to_ground(
        body, ballistic_coefficient_kg_m2=beta, wind=lambda _: (wind_m_s, -wind_m_s)
    )
    longitude, latitude, t_s = impacts_of(
        falling(body, beta, air=constant_wind(wind_m_s, -wind_m_s))
    )[0]

    assert (
        KERNEL_M
        > distance_and_bearing(
            reference.latitude_deg, reference.longitude_deg, latitude, longitude
        )[0]
    )
    assert reference.t_s == pytest.approx(t_s, abs=KERNEL_S)


def test_a_body_dropped_alone_in_still_air_lands_where_the_reference_does():
    body = bodies()[0]

    ours = still_air_impact(body, ballistic_coefficient_kg_m2=500.0)
    reference = fall_to_ground(body, ballistic_coefficient_kg_m2=500.0)

    assert (
        KERNEL_M
        > distance_and_bearing(
            reference.latitude_deg, reference.longitude_deg, ours.latitude_deg, ours.longitude_deg
        )[0]
    )
    with pytest.raises(InfeasibleError, match="still up"):
        still_air_impact(in_orbit(), ballistic_coefficient_kg_m2=1e12)


def test_a_wind_from_the_west_carries_a_fairing_east():
    body = next(body for body in bodies() if body.part == "fairing-half")

    still = fall_to_ground(body, ballistic_coefficient_kg_m2=25.0)
    blown = fall_to_ground(body, ballistic_coefficient_kg_m2=25.0, wind=lambda _: (15.0, 0.0))

    assert blown.longitude_deg > still.longitude_deg + 0.05


def test_high_ground_ends_a_fall_early():
    body = bodies()[0]

    low = fall_to_ground(body, ballistic_coefficient_kg_m2=500.0)
    high = fall_to_ground(body, ballistic_coefficient_kg_m2=500.0, ground_m=1000.0)

    assert high.t_s < low.t_s - 5.0


def test_a_denser_body_flies_farther():
    profile, _ = flown_soyuz()
    body = bodies()[0]
    ranges = []
    for beta in (150.0, 500.0, 3000.0, np.inf):
        place = fall_to_ground(body, ballistic_coefficient_kg_m2=beta)
        ranges.append(
            distance_and_bearing(
                profile.latitude_deg,
                profile.longitude_deg,
                place.latitude_deg,
                place.longitude_deg,
            )[0]
        )

    assert ranges == sorted(ranges)


def test_a_body_in_orbit_does_not_come_down():
    body = in_orbit()

    assert not comes_down(body)
    with pytest.raises(InfeasibleError, match="still up"):
        fall_to_ground(body, ballistic_coefficient_kg_m2=np.inf)
    with pytest.raises(InfeasibleError, match="does not meet the ground"):
        vacuum_impact_point(body.r_eci_m, body.v_eci_m_s * 1.01, t_s=0.0)
    assert np.all(np.isnan(impacts_of(falling(body, 1e12))))


@pytest.mark.parametrize("beta", [0.0, -5.0, np.nan])
def test_a_ballistic_coefficient_must_be_positive(beta):
    with pytest.raises(InputError, match="ballistic_coefficient_kg_m2"):
        fall_to_ground(replace(bodies()[0]), ballistic_coefficient_kg_m2=beta)


def test_a_fall_in_two_parts_is_the_same_fall():
    body = bodies()[0]
    cases = falling(body, 300.0, 500.0)

    high = descend(cases, to_height_m=18_288.0)
    low = descend(replace(cases, states=high), to_height_m=0.0)
    at_once = descend(cases, to_height_m=0.0)

    assert np.all(low[:, 6] > high[:, 6] + 30.0)
    assert np.linalg.norm(low[:, :3] - at_once[:, :3], axis=1).max() < KERNEL_M
    assert np.abs(low[:, 6] - at_once[:, 6]).max() < KERNEL_S


def test_every_lane_falls_as_if_it_were_alone():
    body = bodies()[1]
    rng = np.random.default_rng(3)
    betas = 25.0 * np.exp(0.3 * rng.standard_normal(150))
    air = AirColumn(mean=constant_wind(10.0, 3.0).mean, sd=np.tile([8.0, 6.0, 0.02, 0.02], (61, 1)))
    deviates = rng.standard_normal((150, 13, 4))
    together = replace(falling(body, *betas, air=air), deviates=deviates)

    among = descend(together, to_height_m=0.0)
    alone = descend(
        replace(falling(body, betas[77], air=air), deviates=deviates[77:78]), to_height_m=0.0
    )

    assert np.array_equal(among[77], alone[0])
    assert np.all(np.isfinite(among))


def test_a_case_without_a_state_has_no_fall():
    cases = falling(bodies()[0], 300.0, 500.0)
    states = cases.states.copy()
    states[0] = np.nan

    found = descend(replace(cases, states=states), to_height_m=0.0)

    assert np.all(np.isnan(found[0])) and np.all(np.isfinite(found[1]))
