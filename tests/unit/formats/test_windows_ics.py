"""Launch windows as a calendar, read back by an independent reader."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from tests.fixtures.plan_fixture import example_complex, example_spaceport, example_window

from cosmodrome.formats.windows_ics import windows_ics

AS_OF = datetime(2028, 1, 10, tzinfo=UTC)
PASS = datetime(2028, 5, 12, 3, 41, 12, 400_000, tzinfo=UTC)
INSTANT = example_window(PASS, PASS, has_plane=True)
NEXT_DAY = example_window(PASS + timedelta(days=1), PASS + timedelta(days=1), has_plane=True)
HOURS = example_window(PASS, PASS + timedelta(hours=9), has_plane=False)


def text_of(*windows, title="Meteor", as_of=AS_OF, **asked):
    return windows_ics(
        windows,
        complex=example_complex(),
        spaceport=example_spaceport(),
        title=title,
        as_of=as_of,
        **asked,
    )


def events(text):
    return Calendar.from_ical(text).walk("VEVENT")


def only(*windows, **asked):
    (event,) = events(text_of(*windows, **asked))
    return event


def test_an_instantaneous_window_is_the_nearest_second_without_an_end():
    event = only(INSTANT)

    assert datetime(2028, 5, 12, 3, 41, 12, tzinfo=UTC) == event["dtstart"].dt
    assert "dtend" not in event
    assert "Lift-off 2028-05-12T03:41:12.400Z" in str(event["description"])
    assert "it has no width" in str(event["description"])


def test_a_wide_window_lies_in_whole_seconds_inside():
    event = only(HOURS)

    assert datetime(2028, 5, 12, 3, 41, 13, tzinfo=UTC) == event["dtstart"].dt
    assert datetime(2028, 5, 12, 12, 41, 12, tzinfo=UTC) == event["dtend"].dt


def test_a_window_shorter_than_a_second_is_one_second_and_has_no_end():
    short = replace(INSTANT, opens=PASS, closes=PASS + timedelta(microseconds=300_000))

    event = only(short)

    assert datetime(2028, 5, 12, 3, 41, 13, tzinfo=UTC) == event["dtstart"].dt
    assert "dtend" not in event


def test_a_permitted_window_is_a_go_and_says_where_it_is():
    event = only(INSTANT)

    assert ["GO", "descending"] == [str(c) for c in event["categories"].cats]
    assert "CONFIRMED" == str(event["status"])
    assert "Vostochny, Vostochny 1S" == str(event["location"])
    assert (51.8844, 128.3339) == (event["geo"].latitude, event["geo"].longitude)


def test_closed_windows_are_left_out_unless_asked_for():
    closed = replace(INSTANT, permitted=False, closed_by=("daylight", "range-hours"))

    assert [] == list(events(text_of(closed)))
    event = only(closed, with_closed=True)
    assert "CANCELLED" == str(event["status"])
    assert "NO-GO" in [str(c) for c in event["categories"].cats]
    assert "Closed by: daylight, range-hours" in str(event["description"])


def test_rules_that_cut_a_window_are_named():
    cut = replace(HOURS, cut_by=("civil-twilight",), width_by="rules")

    text = str(only(cut)["description"])

    assert "Cut by: civil-twilight" in text
    assert "Its width comes from: the rules of lift-off" in text


def test_a_tangent_window_says_what_the_turn_costs():
    tangent = replace(
        INSTANT, kind="tangent", plane_offset_deg=0.0576, plane_change_m_s=7.8, plane_change_kg=24.2
    )

    text = str(only(tangent)["description"])

    assert "no closer to the plane than 0.0576 deg; turning it takes 7.8 m/s, worth 24 kg" in text


def test_planes_phase_and_programme_are_told():
    window = replace(INSTANT, plane=3, station_phase_deg=17.26, programme=2)

    text = str(only(window)["description"])

    assert "Plane 3 of the constellation" in text
    assert "The station is 17.3 deg ahead" in text
    assert "Flight programme 2" in text


def test_a_newer_forecast_moves_its_events_instead_of_doubling_them():
    moved = replace(INSTANT, opens=PASS + timedelta(seconds=9), closes=PASS + timedelta(seconds=9))
    later = AS_OF + timedelta(hours=1)

    old, new = only(INSTANT), only(moved, as_of=later)

    assert old["uid"] == new["uid"]
    assert int(new["sequence"]) > int(old["sequence"])
    assert later == new["dtstamp"].dt


def test_every_window_has_an_identifier_of_its_own():
    again = replace(INSTANT, crossing=PASS + timedelta(hours=3))
    planes = tuple(replace(INSTANT, plane=number) for number in (1, 2))

    found = events(text_of(INSTANT, again, *planes, NEXT_DAY, HOURS))

    assert 6 == len({str(event["uid"]) for event in found})


def test_a_window_keeps_its_identifier_where_another_of_the_day_is_closed():
    second = replace(INSTANT, crossing=PASS + timedelta(hours=3))
    closed = replace(INSTANT, permitted=False)

    both = [str(event["uid"]) for event in events(text_of(INSTANT, second))]

    assert both[1:] == [str(event["uid"]) for event in events(text_of(closed, second))]


@pytest.mark.parametrize("title", ["Ястреб, линия; 2", "x" * 200, "///"])
def test_any_title_is_read_back_and_lines_end_and_fold_as_the_standard_says(title):
    text = text_of(INSTANT, title=title)

    assert str(only(INSTANT, title=title)["summary"]).startswith(f"{title}: launch window")
    assert text.count("\n") == text.count("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_the_same_windows_are_the_same_bytes():
    assert text_of(INSTANT, HOURS) == text_of(INSTANT, HOURS)
