from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest
from aviconv_notam.parser import parse
from aviconv_notam.validators import validate
from tests.fixtures.plan_fixture import example_hazards

from cosmodrome.errors import InputError
from cosmodrome.safety.hazard_area import announced_polygon
from cosmodrome.safety.notice import draft_notices

# The parser's own check of the circle uses a function that shapely has since renamed.
pytestmark = pytest.mark.filterwarnings("ignore:The 'shapely.ops.transform:DeprecationWarning")

LIFTOFF = datetime(2028, 3, 25, 2, 47, 33, tzinfo=UTC)
DAY = timedelta(days=1)
# Corners stand on whole arc-minutes: as printed, they come back to the last bit or so.
CORNER_DEG = 1e-6


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
    assert -5.5 == pytest.approx(read.q_line.centre_lat, abs=CORNER_DEG)
    assert -70.25 == pytest.approx(read.q_line.centre_lon, abs=CORNER_DEG)
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
