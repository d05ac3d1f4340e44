import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.risk_fixture import risk_data

from cosmodrome.errors import InputError
from cosmodrome.safety.tangent import TangentPlane
from cosmodrome.store.flight_lines_file import read_flight_lines
from cosmodrome.store.risk_data import load_risk_data, read_criteria, read_flight_history
from cosmodrome.store.toml_source import TomlSource

HISTORY = """
[rocket]
vehicles = ["rocket"]
launches = {launches}
failures = 2
as_of = 2024-01-01
[first-flights]
vehicles = []
launches = 4
failures = 1
as_of = 2024-01-01
"""
LINES = """
published = true
[gate.strait]
name = "strait"
latitudes_deg = [50.0, 51.0]
longitudes_deg = {longitudes}
inclination_min_deg = 50.0
inclination_max_deg = {most}
"""


def document(text):
    return TomlSource.parse(text.encode(), file="risk.toml")


def test_every_vehicle_of_the_catalogue_can_be_ended_and_has_a_record_or_the_reference():
    basis = risk_data().basis

    flown = {name for record in basis.records for name in record.vehicles}
    for vehicle in catalogue().vehicles:
        assert basis.debris.policy(vehicle.id).kind in ("cut-off", "destruct")
        assert vehicle.id in flown or vehicle.id == "angara-a5m"


def test_stages_that_failed_are_stages_of_their_vehicles():
    for record in risk_data().basis.records:
        for vehicle in catalogue().vehicles:
            if vehicle.id in record.vehicles:
                names = {stage.name for stage in vehicle.stages}
                assert {name for name, _ in record.failed_stages} <= names


def test_the_reference_is_that_of_first_flights_and_counts_for_no_vehicle():
    reference = risk_data().basis.reference

    assert (16, 4) == (reference.launches, reference.failures)
    assert () == reference.vehicles


def test_villages_of_the_sites_stand_beside_listed_places_but_not_twice():
    people = risk_data().basis.people

    assert 1 == people.names.count("Dipkun")
    near = people.near_place(np.array([127.256, 53.736]), reach_m=3000.0)
    assert ["Zeya"] == [people.names[int(i)] for i in near]


def test_amur_is_thinly_settled_land_and_the_sea_of_okhotsk_is_not():
    people = risk_data().basis.people

    density = 1e6 * people.background_per_m2(np.array([[127.0, 54.5], [150.0, 54.0]]))

    assert 0.1 < density[0] < 1.0
    assert 0.0 == density[1]


@pytest.mark.parametrize(
    ("place", "land"),
    [((10.0, 50.0), True), ((-30.0, 40.0), False), ((51.0, 42.0), False), ((-172.0, 66.0), True)],
)
def test_land_is_where_the_coastline_says(place, land):
    """In Europe, the Atlantic, the Caspian Sea, and Chukotka beyond the date line."""
    density = risk_data().basis.people.background_per_m2(np.array([place]))

    assert land == (density[0] > 0.0)


def test_criteria_of_sites_are_those_of_their_authorities():
    kourou = next(each for each in risk_data().criteria if "kourou" in each.spaceports)

    assert 2e-5 == kourou.collective_expectation
    assert kourou.individual_probability is None
    sites = {site.id for site in catalogue().spaceports}
    assert {site for each in risk_data().criteria for site in each.spaceports} <= sites


def test_more_failures_than_launches_are_refused_with_their_place():
    with pytest.raises(InputError, match=r"risk\.toml:2.*failures must be 0 to 1"):
        read_flight_history(document(HISTORY.format(launches=1)))


def test_a_history_without_first_flights_is_refused():
    only = HISTORY.format(launches=5).split("[first-flights]")[0]
    with pytest.raises(InputError, match=r"needs a table \[first-flights\]"):
        read_flight_history(document(only))


def test_a_criterion_that_is_no_probability_is_refused():
    text = '[x]\nauthority = "a"\nrule = "r"\nspaceports = []\ncollective_expectation = 2.0\n'
    with pytest.raises(InputError, match="collective_expectation"):
        read_criteria(document(text))


@pytest.mark.parametrize(
    ("longitudes", "most", "message"),
    [
        ("[1.0]", 60.0, "longitudes_deg"),
        ("[1.0, 2.0, 3.0]", 60.0, "has 3 values for 2 of latitudes_deg"),
        ("[1.0, 2.0]", 40.0, "is below inclination_min_deg"),
    ],
)
def test_flight_lines_that_do_not_fit_are_refused(longitudes, most, message):
    pad = TangentPlane(latitude_deg=51.0, longitude_deg=128.0)
    text = LINES.format(longitudes=longitudes, most=most)
    with pytest.raises(InputError, match=message):
        read_flight_lines(document(text), spaceport="site", pad=pad)


def test_a_users_folder_replaces_criteria(tmp_path):
    text = '[mine]\nauthority = "me"\nrule = "mine"\nspaceports = ["vostochny"]\n'
    text += "collective_expectation = 1e-5\n"
    text += '[sources]\n"*" = { key = "estimate", why = "a test" }\n'
    (tmp_path / "risk_criteria.toml").write_text(text, encoding="utf-8")

    data = load_risk_data([tmp_path])

    assert ["me"] == [each.authority for each in data.criteria]


def test_a_users_criterion_without_a_source_is_refused(tmp_path):
    text = '[mine]\nauthority = "me"\nrule = "mine"\nspaceports = ["vostochny"]\n'
    text += "collective_expectation = 1e-5\n"
    (tmp_path / "risk_criteria.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match="has no source"):
        load_risk_data([tmp_path])


def test_the_numbers_of_risk_come_with_their_sources():
    values = {(value.owner, value.path): value for value in risk_data().values}

    assert values["flight_history", "soyuz-2-1b.launches"].key == "launch-lists-2023"
    assert values["termination", "whole.breakup_speed_m_s"].estimate
