import json

import pytest
from tests.fixtures.risk_fixture import risk_data, soyuz_risk

from cosmodrome.cli.risk_table import print_margins, print_risk, small
from cosmodrome.formats.risk_document import flight_risk_fields, margin_fields, risk_fields
from cosmodrome.safety.criteria import criteria_of
from cosmodrome.safety.flight_lines import LineMargin
from cosmodrome.safety.flight_risk import FlightRisk

MARGIN = LineMargin(
    id="east",
    name="eastern edge",
    kind="limit-line",
    kept=False,
    margin_m=-12_300.0,
    at_s=210.0,
    crossed_s=180.5,
    sigma_m=4100.0,
)


@pytest.fixture(scope="module")
def fields():
    return risk_fields(soyuz_risk(criteria=criteria_of(risk_data().criteria, "kourou")))


def test_the_document_is_plain_json_whose_parts_make_the_whole(fields):
    read = json.loads(json.dumps(fields, allow_nan=False))

    whole = sum(part["casualty_expectation"] for part in read["parts"])
    whole += sum(each["casualty_expectation"] for each in read["termination"]["debris"])
    assert whole == pytest.approx(read["casualty_expectation"])


def test_a_verdict_cites_its_rule_and_a_measure_without_limit_has_none(fields):
    collective, individual = fields["verdicts"]

    assert 2e-5 == collective["limit"]
    assert collective["kept"] is False
    assert "arrêté" in collective["rule"]
    assert [None, None] == [individual["limit"], individual["kept"]]
    assert fields["limits_of_user"] is False


def test_without_criteria_no_authority_is_named():
    assert risk_fields(soyuz_risk())["authority"] is None


def test_margins_are_told_in_metres_and_standard_deviations():
    (line,) = margin_fields([MARGIN], published=False)["lines"]

    assert -3.0 == pytest.approx(line["margin_sigmas"])
    assert 180.5 == line["crossed_t_s"]


def test_the_document_of_the_falls_carries_the_casualties_expected():
    risk = soyuz_risk()

    added = flight_risk_fields(FlightRisk(risk=risk, margins=(MARGIN,), lines_published=True))

    assert risk.casualty_expectation == added["casualty_expectation"]
    assert ["east"] == [line["id"] for line in added["flight_lines"]["lines"]]
    assert added["flight_lines"]["published"]


def test_the_screen_shows_places_limits_and_that_none_is_published(capsys):
    print_risk(soyuz_risk(), title="Risk")
    print_margins([MARGIN], published=False)

    shown = capsys.readouterr().out
    assert "Chagoyan" in shown
    assert "no figure is published" in shown
    assert "eastern edge" in shown
    assert "−12.3" in shown


@pytest.mark.parametrize(("value", "shown"), [(1.23e-5, "1.2e−05"), (None, "–")])
def test_small_numbers_have_two_figures(value, shown):
    assert shown == small(value)
