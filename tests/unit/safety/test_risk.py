from dataclasses import replace

import pytest
from tests.fixtures.flown_soyuz import flown_soyuz
from tests.fixtures.risk_fixture import planned_falls, risk_data, soyuz_risk

from cosmodrome.errors import InputError
from cosmodrome.safety.criteria import RiskCriteria, criteria_of, judge, own_criteria
from cosmodrome.safety.population import ClearedGround


@pytest.fixture(scope="module")
def risk():
    return soyuz_risk()


def test_the_whole_is_the_sum_of_what_fails_and_what_falls_as_planned(risk):
    assert risk.failure_expectation == pytest.approx(
        sum(each.casualty_expectation for each in risk.debris)
    )
    assert risk.planned_expectation == pytest.approx(
        sum(part.casualty_expectation for part in risk.parts)
    )
    assert risk.casualty_expectation == pytest.approx(
        risk.failure_expectation + risk.planned_expectation
    )
    assert 0.0 < risk.planned_expectation < risk.casualty_expectation < 0.01


def test_every_part_that_falls_is_counted(risk):
    assert [each.part for each in planned_falls()] == [part.part for part in risk.parts]
    booster = risk.parts[0]
    assert 4 == booster.pieces == booster.deadly_pieces
    assert 0.0 < booster.aircraft_probability < booster.ship_probability < 0.01


def test_failures_of_the_flight_are_those_of_its_record(risk):
    assert risk.failure.used_probability == pytest.approx(
        sum(stage.failure_probability for stage in risk.stages)
    )
    worst = max(risk.stages, key=lambda stage: stage.failure_probability)
    assert "stage-3" == worst.stage


def test_a_russian_vehicle_is_shut_down_and_falls_whole_while_it_is_slow(risk):
    assert "cut-off" == risk.policy.kind
    assert 20.0 == risk.cutoff_blocked_s
    assert "whole vehicle" == risk.debris[0].name


def test_the_places_most_at_risk_lie_under_the_route_and_come_first(risk):
    chances = [place.individual_probability for place in risk.places]

    assert chances == sorted(chances, reverse=True)
    assert "Chagoyan" == risk.places[0].name
    assert risk.individual_probability == chances[0]
    assert all(place.longitude_deg < 131.0 for place in risk.places)


def test_more_cleared_ground_is_less_risk(risk):
    place = risk.places[0]
    disc = ClearedGround(
        latitude_deg=place.latitude_deg, longitude_deg=place.longitude_deg, radius_m=30e3
    )

    cleared = soyuz_risk(cleared=(disc,))

    assert cleared.casualty_expectation < risk.casualty_expectation
    assert place.name not in [each.name for each in cleared.places]


def test_twice_the_failures_are_about_twice_the_risk_of_failing(risk):
    basis = risk_data().basis
    record = replace(basis.records[1], failures=3, failed_stages=(("stage-3", 1),))
    failing = soyuz_risk(basis=replace(basis, records=(record,)))

    assert failing.failure_expectation > 2.0 * risk.failure_expectation
    assert risk.planned_expectation == pytest.approx(failing.planned_expectation)


def test_without_criteria_there_are_figures_and_no_verdict(risk):
    assert risk.criteria is None
    assert {None} == {verdict.kept for verdict in risk.verdicts}
    assert ["collective", "individual"] == [verdict.measure for verdict in risk.verdicts]


def test_criteria_of_an_authority_are_cited_beside_the_figure():
    faa = criteria_of(risk_data().criteria, "cape-canaveral")

    collective, individual = soyuz_risk(criteria=faa).verdicts

    assert 1e-4 == collective.limit
    assert not collective.kept
    assert "450.101" in collective.rule
    assert 1e-6 == individual.limit


@pytest.mark.parametrize("site", ["vostochny", "baikonur", "plesetsk"])
def test_no_figure_pretends_to_be_law_where_none_is_published(site):
    assert criteria_of(risk_data().criteria, site) is None


def test_limits_of_the_user_are_marked_as_such():
    own = own_criteria("vostochny", collective_expectation=1e-4)

    (verdict,) = judge([("collective", 5e-5)], own)

    assert own.own
    assert verdict.kept
    assert "no rule of an authority" in verdict.rule


def test_a_measure_without_a_limit_has_no_verdict():
    own = own_criteria("vostochny", collective_expectation=1e-4)

    (verdict,) = judge([("individual", 1.0)], own)

    assert verdict.kept is None
    assert verdict.rule is None


@pytest.mark.parametrize("limit", [0.0, -1e-4, 2.0, float("nan")])
def test_limits_that_no_risk_could_be_held_against_are_refused(limit):
    with pytest.raises(InputError, match="collective limit must be above 0"):
        RiskCriteria(authority="a", rule="r", spaceports=(), collective_expectation=limit)


def test_a_vehicle_that_nobody_knows_how_to_end_is_refused():
    basis = risk_data().basis
    debris = replace(basis.debris, policies=())
    with pytest.raises(InputError, match="no policy of flight termination is known of soyuz"):
        soyuz_risk(basis=replace(basis, debris=debris))


def test_the_last_impact_point_is_that_of_the_end_of_a_suborbital_flight(risk):
    assert flown_soyuz()[1].t_s[-1] == risk.last_impact_s
