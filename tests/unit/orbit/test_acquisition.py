"""Errors of a first pass against dispersed flights, each flown and looked for."""

import numpy as np
import pytest
from tests.fixtures.low_orbits import CUTOFF_ERROR, state

from cosmodrome.orbit.acquisition import first_acquisitions
from cosmodrome.orbit.ephemeris import Ephemeris, forecast
from cosmodrome.orbit.injection_error import covariance_inertial
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.visibility import find_passes, look_from
from cosmodrome.spaceport.ground_station import GroundStation

STATION = GroundStation(
    id="far",
    name="Far",
    latitude_deg=-72.0,
    longitude_deg=2.5,
    altitude_m=250.0,
    mask_deg=5.0,
)
HOURS_S = 6.0 * 3600.0
FLIGHTS = 150
# A standard deviation of 150 flights is itself uncertain by 6 %.
SAMPLED_RATIO = 0.2
START = state()
COVARIANCE = covariance_inertial(*START, CUTOFF_ERROR)


@pytest.fixture(scope="module")
def planned():
    ahead = forecast(*START, injection_s=0.0, duration_s=HOURS_S)
    passes = find_passes(ahead.ephemeris, [STATION])
    return first_acquisitions(passes, [STATION], ahead, COVARIANCE)[0]


@pytest.fixture(scope="module")
def dispersed(planned):
    """Return how late each flight rises, and how far off it stands at the planned rise."""
    draws = np.random.default_rng(3).multivariate_normal(np.zeros(6), COVARIANCE, FLIGHTS)
    rise_s = planned.first_pass.rise.t_s
    around_s = rise_s + np.arange(-240.0, 241.0, 20.0)
    t_s = np.concatenate([[0.0], around_s])
    planned_look = np.array([planned.first_pass.rise.azimuth_deg, STATION.mask_deg])
    late_s, off_deg = [], []
    for error in draws:
        r_m, v_m_s = coasted(START[0] + error[:3], START[1] + error[3:], t_s)
        flight = Ephemeris(t_s=around_s, r_m=r_m[1:], v_m_s=v_m_s[1:])
        late_s.append(find_passes(flight, [STATION])[0].rise.t_s - rise_s)
        look = look_from(STATION, *flight.ecef_at([rise_s]))
        found = np.degrees([look.azimuth_rad[0], look.elevation_rad[0]])
        off = found - planned_look
        off_deg.append([off[0] * np.cos(np.radians(STATION.mask_deg)), off[1]])
    return np.array(late_s), np.array(off_deg)


def test_a_pass_is_as_early_or_late_as_dispersed_flights_are(planned, dispersed):
    assert planned.rise_error_s == pytest.approx(np.std(dispersed[0]), rel=SAMPLED_RATIO)


def test_the_satellite_stands_as_far_off_as_dispersed_flights_do(planned, dispersed):
    worst_deg = float(np.sqrt(np.linalg.eigvalsh(np.cov(dispersed[1].T))[-1]))

    assert planned.pointing_error_deg == pytest.approx(worst_deg, rel=SAMPLED_RATIO)


def test_most_of_the_error_is_along_the_track(planned):
    assert planned.along_error_m > 5.0 * planned.across_error_m


def test_without_a_covariance_a_pass_is_told_and_no_error():
    ahead = forecast(*START, injection_s=0.0, duration_s=HOURS_S)
    passes = find_passes(ahead.ephemeris, [STATION])

    (found,) = first_acquisitions(passes, [STATION], ahead, None)

    assert found.first_pass == passes[0]
    assert found.rise_error_s is None
    assert found.pointing_error_deg is None


def test_later_than_errors_were_followed_none_are_told():
    short = forecast(*START, injection_s=0.0, duration_s=600.0)
    whole = forecast(*START, injection_s=0.0, duration_s=HOURS_S)
    passes = find_passes(whole.ephemeris, [STATION])

    (found,) = first_acquisitions(passes, [STATION], short, COVARIANCE)

    assert found.first_pass.rise.t_s > 600.0
    assert found.rise_error_s is None
