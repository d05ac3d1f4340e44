from dataclasses import dataclass

import pytest
from tests.fixtures.flown_soyuz import catalogue, configuration, flown_soyuz
from tests.fixtures.risk_fixture import risk_data

from cosmodrome.cli.request import Request, Site
from cosmodrome.cli.risk import flight_risk
from cosmodrome.errors import InputError
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.safety.flight_lines import FlightLines, corridor_lines
from cosmodrome.safety.flight_risk import assess_flight_risk
from cosmodrome.safety.tangent import TangentPlane


@dataclass(frozen=True)
class Flown:
    """What `flight_risk` reads of an ascent."""

    profile: FlightProfile
    trajectory: Trajectory


def weather(month=None):
    profile, _ = flown_soyuz()
    return catalogue().weather(
        latitude_deg=profile.latitude_deg, longitude_deg=profile.longitude_deg, month=month
    )


def assessed(**options):
    shelf = catalogue()
    pad = shelf.complex("vostochny-1s")
    site = Site(catalogue=shelf, complex=pad, spaceport=shelf.spaceport("vostochny"), orbit=None)
    request = Request(configuration=configuration(), site=site)
    return flight_risk(request, Flown(*flown_soyuz()), weather=weather(), seed=1, **options)


@pytest.fixture(scope="module")
def found():
    return assessed()


def test_a_route_that_nobody_flies_has_no_lines(found):
    """The hand-drawn flight ends at 92 deg, between the routes of 87 and 98 deg."""
    assert () == found.margins
    assert not found.lines_published


def test_lines_are_held_with_the_scatter_of_dispersed_flights():
    profile, trajectory = flown_soyuz()
    pad = TangentPlane(latitude_deg=profile.latitude_deg, longitude_deg=profile.longitude_deg)
    edges = corridor_lines(
        id="north",
        name="north",
        pad=pad,
        azimuth_deg=352.0,
        half_angle_deg=12.0,
        half_width_m=20e3,
        length_m=3000e3,
        inclinations_deg=(80.0, 100.0),
    )

    held = assess_flight_risk(
        profile,
        trajectory,
        configuration(),
        weather=weather(),
        basis=risk_data().basis,
        criteria=None,
        lines=FlightLines(spaceport="vostochny", published=True, lines=edges, gates=()),
    )

    assert held.lines_published
    assert [True, True] == [margin.kept for margin in held.margins]
    assert all(margin.sigma_m is not None for margin in held.margins)


def test_at_vostochny_no_authority_is_cited(found):
    assert found.risk.criteria is None


def test_limits_of_the_user_give_a_verdict_and_are_said_to_be_theirs():
    found = assessed(collective_expectation=0.5, individual_probability=1e-12)

    assert [True, False] == [verdict.kept for verdict in found.risk.verdicts]
    assert found.risk.criteria.own


def test_a_limit_that_is_no_probability_is_refused():
    with pytest.raises(InputError, match="above 0 and at most 1"):
        assessed(collective_expectation=3.0)


def test_the_same_seed_gives_the_same_risk_and_without_lines_there_are_no_margins(found):
    again = assess_flight_risk(
        *flown_soyuz(),
        configuration(),
        weather=weather(),
        basis=risk_data().basis,
        criteria=None,
        lines=None,
        seed=1,
    )

    assert found.risk.casualty_expectation == again.risk.casualty_expectation
    assert () == again.margins


def test_winds_move_the_risk_but_not_its_order(found):
    windy = assess_flight_risk(
        *flown_soyuz(),
        configuration(),
        weather=weather(1),
        basis=risk_data().basis,
        criteria=None,
        lines=None,
    )

    assert found.risk.casualty_expectation != windy.risk.casualty_expectation
    assert windy.risk.casualty_expectation == pytest.approx(
        found.risk.casualty_expectation, rel=0.5
    )
