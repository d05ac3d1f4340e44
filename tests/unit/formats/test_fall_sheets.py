"""The sheets of a mission's falls: areas for each audience, rings about the pad."""

import re
from dataclasses import replace

import numpy as np
import pytest
from lxml import html
from tests.fixtures.plan_fixture import example_plan
from tests.unit.formats.test_fall_chart import hazard

from cosmodrome.formats.report_html import report_sheets
from cosmodrome.formats.report_html.areas_sheet import area_rows, area_sheets
from cosmodrome.formats.report_html.pad_sheet import pad_sheet
from cosmodrome.formats.report_html.spread_sheet import spread_sheet
from cosmodrome.safety.announced_area import AnnouncedArea
from cosmodrome.safety.area_shape import CircleArea, PolygonArea
from cosmodrome.safety.containment import measured_containment

PLAN = example_plan()
METEOR = PLAN.missions[0]
RING_DEG = np.array([[127.0, 54.0], [128.0, 54.0], [128.0, 55.0], [127.0, 55.0], [127.0, 54.0]])


def area(audience, shape=None, **values):
    given = {
        "rule": "14 CFR 450.133",
        "containment_probability": 0.97,
        "hit_probability": 1e-6,
        "hit_outlines": 1,
        "method": "polygon about the ellipse",
        "contained": measured_containment(1980, 2000),
        "from_t_s": 396.0,
        "to_t_s": 506.0,
        "top_m": 18288.0 if audience == "aircraft" else 0.0,
    }
    shape = shape or PolygonArea(corners_deg=RING_DEG)
    return AnnouncedArea(audience=audience, shape=shape, **(given | values))


def with_areas(*areas):
    bodies = tuple(replace(body, areas=areas) for body in METEOR.bodies)
    return replace(METEOR, bodies=bodies)


def words(sheet):
    text = html.fromstring(str(sheet.body)).text_content().replace("\N{THIN SPACE}", " ")
    return re.sub(r"\s+", " ", text)


def test_on_land_ships_are_not_told_and_people_are():
    mission = with_areas(area("ships"), area("aircraft"), area("land"))

    (sheet,) = area_sheets(mission, 1)

    assert ["Aircraft", "People on land"] * 3 == [row.audience for row in area_rows(mission)]
    assert "Ships" not in words(sheet)


def test_an_area_says_what_was_asked_what_is_held_and_until_when():
    (sheet,) = area_sheets(with_areas(area("aircraft")), 1)

    said = words(sheet)
    assert "97.0 %" in said
    assert "99.00 % (98.46–99.39)" in said
    assert "1 × 10⁻⁶" in said
    assert "396–506" in said
    assert "18 288 m" in said


def test_a_contour_that_is_reached_nowhere_and_a_circle_are_named():
    circle = CircleArea(latitude_deg=54.0, longitude_deg=127.0, radius_m=20e3)

    rows = area_rows(with_areas(area("land", circle, hit_outlines=0)))

    assert rows[0].hit.endswith("reached nowhere")
    assert "circle" == rows[0].shape


def test_many_areas_go_on_further_sheets():
    sheets = area_sheets(with_areas(*(area("land") for _ in range(12))), 1)

    assert 36 == sum(str(sheet.body).count("People on land") for sheet in sheets)
    assert len({sheet.anchor for sheet in sheets}) == len(sheets) == 2


def test_rings_about_the_pad_have_a_sheet_of_their_own():
    mission = replace(METEOR, pad_hazard=hazard())

    said = words(pad_sheet(mission, PLAN, 1))

    assert "50 200 kg of TNT equivalent" in said
    assert "Poison drifts downwind" in said
    assert "Fallback: fall while cut-off is blocked" in said


@pytest.mark.parametrize("found", [None, hazard(())], ids=["not assessed", "no rings"])
def test_without_rings_there_is_no_sheet(found):
    assert pad_sheet(replace(METEOR, pad_hazard=found), PLAN, 1) is None


def test_sheets_stand_in_the_report_after_the_map_each_with_its_anchor():
    mission = replace(with_areas(area("land")), pad_hazard=hazard())
    plan = replace(PLAN, missions=(mission,))

    anchors = [sheet.anchor for sheet in report_sheets(plan)]

    first = anchors.index("m1-falls")
    assert ["m1-falls", "m1-spread", "m1-pad", "m1-areas"] == anchors[first : first + 4]
    assert len(set(anchors)) == len(anchors)


def test_the_sheet_of_spreads_says_how_many_impacts_it_draws():
    said = words(spread_sheet(METEOR, PLAN, 1))

    assert "At most 500 impacts of each part are drawn, taken evenly" in said
    assert "area made to hold 99.7 %" in said
