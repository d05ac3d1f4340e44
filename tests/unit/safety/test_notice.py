from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest
import shapely
from aviconv_notam.parser import parse
from aviconv_notam.validators import validate
from tests.fixtures.plan_fixture import example_hazards

from cosmodrome.errors import InputError
from cosmodrome.safety.announced_area import AnnouncedArea
from cosmodrome.safety.area_shape import CircleArea, PolygonArea, SectorArea
from cosmodrome.safety.coast import Coast
from cosmodrome.safety.containment import measured_containment
from cosmodrome.safety.hazard_area import announced_polygon
from cosmodrome.safety.notice import draft_notices

# The parser's own check of the circle uses a function that shapely has since renamed.
pytestmark = pytest.mark.filterwarnings("ignore:The 'shapely.ops.transform:DeprecationWarning")

LIFTOFF = datetime(2028, 3, 25, 2, 47, 33, tzinfo=UTC)
DAY = timedelta(days=1)
# Corners stand on whole arc-minutes: as printed, they come back to the last bit or so.
CORNER_DEG = 1e-6


NAUTICAL_MILE_M = 1852.0
KINDS = ("NOTAM", "NAVAREA", "LAND")
SRIHARIKOTA = {"latitude_deg": 13.0 + 43.0 / 60.0, "longitude_deg": 80.0 + 14.0 / 60.0}


def area(audience, shape, share):
    return AnnouncedArea(
        audience=audience,
        rule="14 CFR 450.133",
        shape=shape,
        containment_probability=share,
        hit_probability=1e-5,
        hit_outlines=1,
        method="polygon",
        contained=measured_containment(990, 1000),
        from_t_s=400.0,
        to_t_s=520.0,
        top_m=0.0,
    )


def booster():
    hazard = example_hazards()[0]
    return replace(hazard, polygon_deg=announced_polygon(hazard.ellipse), last_impact_s=520.0)


def drafts(*windows, hazards=None):
    return draft_notices(
        hazards or [booster()],
        windows=windows or [(LIFTOFF, LIFTOFF)],
        launch_site="Vostochny",
        flight_information_region="UHHH",
    )


def test_the_notam_is_read_by_an_independent_parser_without_complaint():
    notam = drafts()[0]

    read = parse(notam.text)

    assert "A0001/28" == read.identifier
    assert () == validate(read, semantic=True)
    assert ("UHHH", "QWMLW") == (read.q_line.fir, read.q_line.qcode)
    assert ("GND", "UNL") == (read.lower_limit, read.upper_limit)
    assert (notam.valid_from, notam.valid_to) == (read.effective_from, read.effective_to)
    corners = [(lon, lat) for lat, lon in read.geometry.polygon]
    assert np.array(notam.ring_deg) == pytest.approx(np.array(corners), abs=CORNER_DEG)


def test_an_area_is_closed_half_an_hour_before_lift_off_and_after_the_last_impact():
    notam = drafts()[0]

    assert timedelta(minutes=30) <= LIFTOFF - notam.valid_from < timedelta(minutes=35)
    hazard_ends = LIFTOFF + timedelta(seconds=520)
    assert timedelta(minutes=30) <= notam.valid_to - hazard_ends < timedelta(minutes=35)


def test_backup_days_that_follow_share_a_notice_with_daily_hours():
    notices = drafts((LIFTOFF, LIFTOFF), (LIFTOFF + DAY, LIFTOFF + DAY))

    read = parse(notices[0].text)
    assert ["NOTAM", "NAVAREA"] == [notice.kind for notice in notices]
    assert [(time(2, 15), time(3, 30))] == [(p.start, p.end) for p in read.schedule.periods]
    assert read.effective_to.date() == (LIFTOFF + DAY).date()


def test_hours_cover_a_window_that_slides_from_day_to_day():
    slid = LIFTOFF + DAY - timedelta(minutes=24)

    read = parse(drafts((LIFTOFF, LIFTOFF), (slid, slid))[0].text)

    assert [(time(1, 50), time(3, 30))] == [(p.start, p.end) for p in read.schedule.periods]


def test_windows_that_leave_no_hour_free_close_the_area_day_and_night():
    midnight = LIFTOFF.replace(hour=0, minute=0, second=0)
    windows = [(midnight + i * DAY, midnight + i * DAY + timedelta(hours=23.9)) for i in range(3)]

    notam, warning = drafts(*windows)

    assert "D)" not in notam.text
    assert timedelta(days=3) < notam.valid_to - notam.valid_from < timedelta(days=3, hours=2)
    assert "242330Z MAR 28 TO 280035Z MAR 28" in warning.text


def test_days_between_launch_days_stay_open():
    notices = drafts((LIFTOFF, LIFTOFF), (LIFTOFF + 4 * DAY, LIFTOFF + 4 * DAY))

    spans = [(n.valid_from.date(), n.valid_to.date()) for n in notices if n.kind == "NOTAM"]
    assert [(day.date(), day.date()) for day in (LIFTOFF, LIFTOFF + 4 * DAY)] == spans
    assert ["A0001/28", "A0002/28"] == [n.identifier for n in notices if n.kind == "NOTAM"]


def test_the_mariners_warning_says_where_when_and_until_when():
    text = drafts()[1].text

    assert "HAZARDOUS OPERATIONS, ROCKET LAUNCHING FROM VOSTOCHNY." in text
    assert "250215Z MAR 28 TO 250330Z MAR 28" in text
    assert "CANCEL THIS MSG 250430Z MAR 28." in text
    assert "99.7 PERCENT" in text
    lon, lat = booster().polygon_deg[0]
    whole, minutes = divmod(round(lat * 60.0), 60)
    assert f"{whole:02d}-{minutes:02d}.00N" in text
    assert lon > 0.0


def test_southern_and_western_places_have_their_letters():
    hazard = booster()
    south_west = replace(hazard.ellipse, latitude_deg=-5.5, longitude_deg=-70.25)
    moved = replace(hazard, ellipse=south_west, polygon_deg=announced_polygon(south_west))

    notam, warning = drafts(hazards=[moved])

    read = parse(notam.text)
    # The circle is that of the polygon, whose corners were rounded by up to an arc-minute.
    assert -5.5 == pytest.approx(read.q_line.centre_lat, abs=2.0 / 60.0)
    assert -70.25 == pytest.approx(read.q_line.centre_lon, abs=2.0 / 60.0)
    assert () == validate(read, semantic=True)
    assert "S 070-" in warning.text or "S 069-" in warning.text


@pytest.mark.parametrize(
    ("windows", "complaint"),
    [
        ([], "at least one"),
        ([(LIFTOFF, LIFTOFF - DAY)], "ends before it begins"),
        ([(LIFTOFF + DAY, LIFTOFF + DAY), (LIFTOFF, LIFTOFF)], "must follow"),
        ([(LIFTOFF.replace(tzinfo=None), LIFTOFF.replace(tzinfo=None))], "must be in UTC"),
    ],
)
def test_windows_that_make_no_sense_are_refused(windows, complaint):
    with pytest.raises(InputError, match=complaint):
        draft_notices([booster()], windows=windows, launch_site="Vostochny")


@pytest.mark.parametrize(
    ("land", "kinds"),
    [
        ((), ["NOTAM", "NAVAREA"]),
        ((shapely.box(-180.0, -90.0, 180.0, 90.0),), ["NOTAM", "LAND"]),
        ((shapely.box(100.0, 0.0, booster().ellipse.longitude_deg, 90.0),), [*KINDS]),
    ],
    ids=["open sea", "inland", "on the shore"],
)
@pytest.mark.parametrize("with_areas", [False, True])
def test_mariners_are_told_of_the_sea_and_administrations_of_land(land, kinds, with_areas):
    shape = PolygonArea(corners_deg=booster().polygon_deg)
    areas = tuple(area(who, shape, 0.97) for who in ("aircraft", "ships", "land"))
    hazard = replace(booster(), areas=areas if with_areas else ())

    notices = draft_notices(
        [hazard],
        windows=[(LIFTOFF, LIFTOFF)],
        launch_site="Vostochny",
        coast=Coast(land=land),
    )

    assert kinds == [notice.kind for notice in notices]


def test_each_audience_is_told_its_own_area():
    circle = CircleArea(**SRIHARIKOTA, radius_m=10 * NAUTICAL_MILE_M)
    sector = SectorArea(
        **SRIHARIKOTA,
        inner_m=25 * NAUTICAL_MILE_M,
        outer_m=90 * NAUTICAL_MILE_M,
        from_azimuth_deg=130.0,
        to_azimuth_deg=150.0,
    )
    polygon = PolygonArea(corners_deg=booster().polygon_deg)
    areas = (
        area("ships", sector, 0.97),
        area("aircraft", circle, 0.98),
        area("land", polygon, 0.99),
    )

    notam, warning, local = drafts(hazards=[replace(booster(), areas=areas)])

    assert ["NOTAM", "NAVAREA", "LAND"] == [notam.kind, warning.kind, local.kind]
    assert "WITHIN:\nCIRCLE RADIUS 10NM CENTRED ON 1343N08014E.\n" in notam.text
    assert "98 PERCENT" in notam.text
    assert (
        "IN AREA BETWEEN 25 MILES AND 90 MILES OF 13-43.00N 080-14.00E AND BEARING 130-150 DEGREES "
        "TRUE FROM IT.\nAREA HOLDS 97 PERCENT OF FALLS." in warning.text
    )
    assert "99 PERCENT" in local.text
    assert [0.98, 0.97, 0.99] == [
        notice.containment_probability for notice in (notam, warning, local)
    ]


def test_a_circle_and_a_sector_are_read_by_the_independent_parser_too():
    circle = CircleArea(**SRIHARIKOTA, radius_m=10 * NAUTICAL_MILE_M)
    sector = SectorArea(
        **SRIHARIKOTA,
        inner_m=25 * NAUTICAL_MILE_M,
        outer_m=90 * NAUTICAL_MILE_M,
        from_azimuth_deg=130.0,
        to_azimuth_deg=150.0,
    )

    read = [
        parse(drafts(hazards=[replace(booster(), areas=(area("aircraft", shape, 0.97),))])[0].text)
        for shape in (circle, sector)
    ]

    # It knows polygons alone in item E, and says no more than that it found none.
    findings = [finding.code for each in read for finding in validate(each, semantic=True)]
    assert ["notam.no_item_e_polygon"] * 2 == findings
    assert 10 == read[0].q_line.radius_nm
    centre = (read[0].q_line.centre_lat, read[0].q_line.centre_lon)
    assert tuple(SRIHARIKOTA.values()) == pytest.approx(centre, abs=CORNER_DEG)
    assert "SECTOR BETWEEN 25NM AND 90NM FROM 1343N08014E AND AZIMUTH 130-150 DEG TRUE." in (
        drafts(hazards=[replace(booster(), areas=(area("aircraft", sector, 0.97),))])[0].text
    )
    assert 33 <= read[1].q_line.radius_nm <= 60


def test_an_area_without_rules_for_its_audience_is_not_announced_to_it():
    only_land = replace(
        booster(), areas=(area("land", PolygonArea(corners_deg=booster().polygon_deg), 0.97),)
    )

    assert ["LAND"] == [notice.kind for notice in drafts(hazards=[only_land])]
