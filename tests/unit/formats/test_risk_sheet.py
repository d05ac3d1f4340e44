"""The sheet of risk: sums, limits with their rule or none, lines, and why nothing is known."""

import json
from dataclasses import replace

import pytest
from lxml import html
from tests.fixtures.flown_soyuz import configuration
from tests.fixtures.plan_fixture import example_plan
from tests.fixtures.risk_fixture import risk_data, soyuz_risk
from tests.unit.formats.test_risk_document import MARGIN

from cosmodrome.formats.documents import plan_document
from cosmodrome.formats.figures.fall_details import fall_details
from cosmodrome.formats.figures.fall_picture import picture_of_mission
from cosmodrome.formats.figures.words import power
from cosmodrome.formats.json_text import as_json
from cosmodrome.formats.report_html import report_sheets
from cosmodrome.formats.report_html.risk_sheet import (
    MOST_LINES,
    expectation_rows,
    line_rows,
    risk_sheet,
)
from cosmodrome.safety.criteria import criteria_of
from cosmodrome.safety.flight_risk import FlightRisk, RiskUnknown
from cosmodrome.spaceport import Settlement

PLAN = example_plan()


@pytest.fixture(scope="module")
def risk():
    return soyuz_risk()


def mission(risk=None, *, site=None, margins=(), published=False):
    if risk is None:
        risk = soyuz_risk(criteria=criteria_of(risk_data().criteria, site))
    found = FlightRisk(risk=risk, margins=margins, lines_published=published)
    return replace(PLAN.missions[0], configuration=configuration(), risk=found)


def words_of(plan_of_mission):
    sheet = risk_sheet(plan_of_mission, PLAN, 1)
    return " ".join(html.fromstring(f"<div>{sheet.body}</div>").text_content().split())


def test_where_no_figure_is_published_the_sheet_says_so_and_gives_no_verdict(risk):
    words = words_of(mission(risk))

    assert 2 == words.count("no published figure")
    assert "no authority has published a figure" in words
    assert power(risk.casualty_expectation) in words
    assert power(risk.individual_probability) in words


def test_a_limit_is_cited_with_its_rule_and_whether_it_is_kept():
    shown = mission(site="kourou")

    words = words_of(shown)

    assert "arrêté du 31 mars 2011" in words
    assert "Limits of Centre national d'études spatiales" in words
    assert power(2e-5) in words
    assert "not kept" in words
    assert not shown.risk.risk.verdicts[0].kept


def test_planned_falls_and_failures_add_up_to_the_whole_flight(risk):
    rows = expectation_rows(risk, mission(risk))

    sums = {row.name: row.expected for row in rows if row.is_sum}
    assert power(risk.planned_expectation) == sums["All that falls as planned"]
    assert power(risk.failure_expectation) == sums["All failures"]
    assert power(risk.casualty_expectation) == sums["The whole flight"]
    assert len(risk.parts) + len(risk.debris) + len(sums) == len(rows)


def test_every_stage_has_its_share_of_failure(risk):
    words = words_of(mission(risk))

    for stage in risk.stages:
        assert power(stage.failure_probability) in words


def test_lines_that_are_not_kept_come_first_and_the_rest_is_counted(risk):
    kept = replace(MARGIN, id="west", name="western edge", kept=True, margin_m=30e3)
    many = [replace(kept, id=f"west-{n}", name=f"edge {n}") for n in range(MOST_LINES)]

    words = words_of(mission(risk, margins=(*many, MARGIN)))

    assert words.index("eastern edge") < words.index("edge 0")
    assert "−12.3" in words
    assert "1 more, kept better" in words
    assert "estimates: the site publishes none" in words


def test_a_gate_is_called_one_and_a_margin_without_scatter_has_no_sigmas():
    (row,) = line_rows([replace(MARGIN, kind="gate", kept=True, sigma_m=None)])

    assert "eastern edge (gate)" == row.name
    assert "" == row.sigmas
    assert "normal" in row.kept


def test_what_keeps_risk_from_being_told_stands_in_sheet_and_document():
    shown = replace(PLAN.missions[0], risk=RiskUnknown(why="no policy is <known> of it"))
    plan = replace(PLAN, missions=(shown,))

    (fields,) = json.loads(as_json(plan_document(plan)))["missions"]

    assert "no policy is <known> of it" in words_of(shown)
    assert "no policy is <known> of it" == fields["risk_unknown"]
    assert {None} == {fields[key] for key in ("casualty_expectation", "risk", "flight_lines")}


def test_the_document_of_a_plan_has_the_keys_that_hazards_has(risk):
    plan = replace(PLAN, missions=(mission(risk, margins=(MARGIN,)),))

    (fields,) = json.loads(as_json(plan_document(plan)))["missions"]

    assert risk.casualty_expectation == pytest.approx(fields["casualty_expectation"])
    assert fields["casualty_expectation"] == fields["risk"]["casualty_expectation"]
    assert ["east"] == [line["id"] for line in fields["flight_lines"]["lines"]]
    assert None is fields["risk_unknown"]


def test_a_mission_whose_risk_was_not_asked_has_no_sheet(risk):
    asked = replace(PLAN, missions=(mission(risk), PLAN.missions[1]))

    anchors = [sheet.anchor for sheet in report_sheets(asked)]

    assert "m1-risk" in anchors
    assert "m2-risk" not in anchors


def test_maps_of_falls_name_places_near_them_unless_the_site_lists_them_already():
    shown = PLAN.missions[0]
    ellipse = shown.bodies[0].ellipse
    # Some cells beside the cloud, where a name has room.
    village = Settlement(
        name="Nearby",
        latitude_deg=ellipse.latitude_deg,
        longitude_deg=ellipse.longitude_deg + 0.2,
        population=120,
    )
    listed = PLAN.spaceport.places[0]
    twin = replace(listed, name="Twin")

    picture = picture_of_mission(replace(shown, places_near_falls=(village, twin)), PLAN.spaceport)
    markup, _ = fall_details(picture, width=1010.0, columns=2, tall=400.0)

    assert (village,) == picture.places
    assert "Nearby" in markup
