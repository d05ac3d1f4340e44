"""The campaign's calendar, read back by an independent reader."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from tests.fixtures.small_field import NORTH, WITH_FIELD
from tests.fixtures.small_site import AS_OF, request, site, solve

from cosmodrome.formats.ical import campaign_calendar

REQUESTS = (request("one", priority=2), request("two", pad_id="pad-b"))
LIFTOFF = datetime(2028, 5, 11, 22, 14, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def schedule():
    return solve(*REQUESTS, spaceport=site(crew=1))


def text_of(schedule, liftoffs=None):
    missions = [r.mission for r in REQUESTS]
    return campaign_calendar(schedule, missions, spaceport=site(), as_of=AS_OF, liftoffs=liftoffs)


def events(text):
    return {str(event["uid"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def test_every_activity_is_an_event_at_its_instants(schedule):
    found = events(text_of(schedule))

    work = [a for a in schedule.activities if not a.storage]
    assert len(work) + len(schedule.launches) == len(found)
    for activity in work:
        event = found[f"{activity.mission}.{activity.template}@small.cosmodrome"]
        assert (activity.start, activity.end) == (event["dtstart"].dt, event["dtend"].dt)


def test_a_launch_without_a_plane_is_a_whole_local_day(schedule):
    launch = events(text_of(schedule))["one.launch@small.cosmodrome"]

    assert date(2028, 5, 12) == launch["dtstart"].dt
    assert date(2028, 5, 13) == launch["dtend"].dt
    assert "One: LAUNCH" == str(launch["summary"])


def test_a_launch_with_a_plane_is_at_its_second(schedule):
    launch = events(text_of(schedule, {"one": LIFTOFF, "two": None}))["one.launch@small.cosmodrome"]

    assert LIFTOFF == launch["dtstart"].dt
    assert "dtend" not in launch


def test_hazards_and_places_are_named(schedule):
    filling = events(text_of(schedule))["one.fill@small.cosmodrome"]

    assert ["campaign", "hypergolic"] == [str(c) for c in filling["categories"].cats]
    assert "station" == str(filling["location"])
    assert "Hazard: hypergolic" in str(filling["description"])


def test_the_same_schedule_twice_is_the_same_text_and_its_lines_end_as_the_standard_says(schedule):
    text = text_of(schedule)

    assert text == text_of(schedule)
    assert text.count("\n") == text.count("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_a_moved_launch_keeps_its_identifiers_so_that_calendars_update_it(schedule):
    slot = schedule.launches[0]
    later = replace(slot, launch_date=slot.launch_date + timedelta(days=3))
    moved = replace(schedule, launches=(later, *schedule.launches[1:]))

    assert set(events(text_of(schedule))) == set(events(text_of(moved)))


def test_every_event_is_stamped_with_the_plans_now(schedule):
    assert {AS_OF} == {event["dtstamp"].dt for event in events(text_of(schedule)).values()}


def test_work_in_a_drop_zone_is_located_there():
    wish = replace(request(), drop_zones=(NORTH,))
    place = replace(site(field_crew=1), drop_zones=(NORTH,))
    schedule = solve(wish, spaceport=place, flows=WITH_FIELD)

    text = campaign_calendar(schedule, [wish.mission], spaceport=place, as_of=AS_OF, liftoffs=None)

    sweep = next(e for uid, e in events(text).items() if "sweep@north" in uid)
    assert "North" == str(sweep["location"])
