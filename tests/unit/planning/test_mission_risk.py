"""Risk in a season: each flight once, what the catalogue lacks, and who lives near falls."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from tests.fixtures.flown_soyuz import catalogue, configuration, flown_soyuz
from tests.fixtures.risk_fixture import risk_data
from tests.fixtures.settled_land import settled

from cosmodrome.cli.processes import threads
from cosmodrome.planning.choose import NoFlight
from cosmodrome.planning.mission_plan import fall_key
from cosmodrome.planning.mission_risk import (
    MOST_NEAR_A_FALL,
    assess_case,
    numbers_used,
    places_near,
    study_people,
)
from cosmodrome.safety.criteria import criteria_of
from cosmodrome.safety.flight_risk import FlightRisk, RiskUnknown, assess_flight_risk

MAY = 5
REFUSED = NoFlight(rule="x", value=1.0, limit=0.0, message="no falls")


@dataclass(frozen=True, eq=False)
class Chosen:
    """What a study of people reads of a chosen flight."""

    ascent: object
    configuration: object
    complex: object


class Shelf:
    """The packaged catalogue, which counts how often it is asked for what is known of risk."""

    def __init__(self):
        self.asked = 0

    def risk_data(self):
        self.asked += 1
        return risk_data()

    def flight_lines(self, complex_id):
        return catalogue().flight_lines(complex_id)

    def weather(self, **where):
        return catalogue().weather(**where)


def chosen(flown_by=None):
    profile, trajectory = flown_soyuz()
    return Chosen(
        ascent=SimpleNamespace(profile=profile, trajectory=trajectory),
        configuration=flown_by or configuration(),
        complex=catalogue().complex("vostochny-1s"),
    )


def fall(longitude_deg, latitude_deg, *, semi_major_m=10e3):
    ellipse = SimpleNamespace(
        longitude_deg=longitude_deg, latitude_deg=latitude_deg, semi_major_m=semi_major_m
    )
    return SimpleNamespace(ellipse=ellipse)


def studied(cases, falls, *, shelf, crew=None):
    told = []
    people = study_people(
        cases,
        falls,
        site=catalogue().spaceport("vostochny"),
        shelf=shelf,
        seed=3,
        progress=lambda *step: told.append(step),
        crew=crew,
    )
    return people, told


@pytest.fixture(scope="module")
def season():
    flown, refused = chosen(), chosen()
    cases = [(flown, MAY), (refused, MAY), (flown, MAY)]
    falls = {fall_key(flown, MAY): (), fall_key(refused, MAY): REFUSED}
    shelf = Shelf()
    people, told = studied(cases, falls, shelf=shelf)
    return SimpleNamespace(people=people, told=told, shelf=shelf, flown=fall_key(flown, MAY))


def test_a_flight_of_two_missions_of_a_month_is_assessed_once_and_a_refused_one_never(season):
    assert [season.flown] == list(season.people)
    assert [("risk to people", 0, 1), ("risk to people", 1, 1)] == season.told
    assert 1 == season.shelf.asked


def test_a_plan_tells_the_risk_that_hazards_tells(season):
    profile, trajectory = flown_soyuz()
    weather = catalogue().weather(
        latitude_deg=profile.latitude_deg, longitude_deg=profile.longitude_deg, month=MAY
    )
    alone = assess_flight_risk(
        profile,
        trajectory,
        configuration(),
        weather=weather,
        basis=risk_data().basis,
        criteria=criteria_of(risk_data().criteria, "vostochny"),
        lines=catalogue().flight_lines("vostochny-1s"),
        seed=3,
    )

    found = season.people[season.flown].risk

    assert isinstance(found, FlightRisk)
    assert alone.risk.casualty_expectation == found.risk.casualty_expectation
    assert alone.risk.places == found.risk.places
    assert None is found.risk.criteria


def test_threads_tell_the_risk_of_several_flights_as_one_worker_does(season):
    flown, other = chosen(), chosen()
    cases = [(flown, MAY), (other, 11)]
    crew = threads(2)
    try:
        people, _ = studied(
            cases, {fall_key(*case): () for case in cases}, shelf=Shelf(), crew=crew
        )
    finally:
        crew.close()

    spring, autumn = (people[fall_key(*case)].risk.risk.casualty_expectation for case in cases)
    assert season.people[season.flown].risk.risk.casualty_expectation == spring
    assert spring != autumn


def test_a_season_without_falls_asks_nothing_of_the_catalogue():
    flown, shelf = chosen(), Shelf()

    people, told = studied([(flown, MAY)], {fall_key(flown, MAY): REFUSED}, shelf=shelf)

    assert ({}, [], 0) == (people, told, shelf.asked)


def test_a_vehicle_whose_termination_nobody_knows_has_no_risk_but_a_reason():
    soyuz = configuration()
    own = replace(soyuz, vehicle=replace(soyuz.vehicle, id="own-rocket"))
    flown = chosen(own)

    people, _ = studied([(flown, MAY)], {fall_key(flown, MAY): ()}, shelf=Shelf())

    risk = people[fall_key(flown, MAY)].risk
    assert isinstance(risk, RiskUnknown)
    assert "own-rocket" in risk.why
    assert "termination.toml" in risk.why


def test_what_is_no_flaw_of_the_input_is_not_taken_for_a_lack_of_knowledge():
    task = SimpleNamespace(
        flight=SimpleNamespace(profile=None, trajectory=None, configuration=None, weather=None),
        basis=None,
        criteria=None,
        lines=None,
        seed=1,
    )

    with pytest.raises(AttributeError):
        assess_case(task)


def owned(vehicle, spaceport, owner):
    found = numbers_used(risk_data(), vehicle=vehicle, spaceport=spaceport)
    return {value.path.split(".")[0] for value in found if value.owner == owner}


def test_a_risk_stands_on_the_history_of_its_own_vehicle_and_the_rule_of_its_own_site():
    assert {"soyuz-2-1b"} == owned("soyuz-2.1b", "vostochny", "flight_history")
    assert set() == owned("soyuz-2.1b", "vostochny", "risk_criteria")
    assert {"france"} == owned("ariane-62", "kourou", "risk_criteria")
    assert "whole" in owned("soyuz-2.1b", "vostochny", "termination")


def test_a_vehicle_that_never_flew_stands_on_the_record_of_first_flights():
    assert {"first-flights"} == owned("own-rocket", "vostochny", "flight_history")


def test_places_within_one_and_a_half_semi_major_axes_are_near_the_larger_first():
    people = settled((0.0, 0.3, 50), (0.0, 0.6, 900), (0.0, 0.9, 5000))

    near = places_near([fall(0.0, 0.0, semi_major_m=50e3)], people)

    assert [900, 50] == [place.population for place in near]
    assert pytest.approx((0.0, 0.6)) == (near[0].longitude_deg, near[0].latitude_deg)


def test_a_small_fall_knows_its_surroundings_and_empty_places_are_none():
    people = settled((0.0, 0.15, 50), (0.0, 0.1, 0))

    assert [50] == [p.population for p in places_near([fall(0.0, 0.0, semi_major_m=100.0)], people)]


def test_a_place_near_two_falls_is_told_once_and_each_fall_has_its_largest_few():
    villages = [(0.0, 0.01 * n, 100 + n) for n in range(MOST_NEAR_A_FALL + 3)]
    people = settled(*villages)

    near = places_near([fall(0.0, 0.0), fall(0.0, 0.01)], people)

    assert MOST_NEAR_A_FALL == len(near)
    assert 100 + MOST_NEAR_A_FALL + 2 == near[0].population
