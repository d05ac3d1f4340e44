"""Launches keep the hours between them that a mission asks for, and the schedule says so."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from tests.fixtures.small_site import SOONEST, around, launch_dates, problem, request, solve

from cosmodrome.campaign.check import check_schedule
from cosmodrome.campaign.spacing import days_apart, spacings
from cosmodrome.manifest.rule import SpacingWish


def asking(name, *others, hours_h, hour_utc=None, **changes):
    """A request from pad B that keeps away from others, with lift-offs at an hour where given."""
    wish = SpacingWish(name="launch-spacing", hours_h=hours_h, missions=others)
    asked = request(name, pad_id="pad-b", spacings=(wish,) if others else (), **changes)
    return at_hour(asked, hour_utc)


def at_hour(asked, hour_utc):
    if hour_utc is None:
        return asked
    clock = (
        datetime.combine(d, time(), UTC) + timedelta(hours=hour_utc) for d in asked.allowed_dates
    )
    return replace(asked, liftoff_by_date=dict(zip(asked.allowed_dates, clock, strict=True)))


@pytest.mark.parametrize(
    ("hours_h", "mine_h", "theirs_h", "days"),
    [
        (72.0, None, None, 4),  # at any time of the day
        (72.0, 3.0, None, 4),
        (72.0, 3.0, 3.0, 3),
        (72.0, 3.0, 4.0, 4),  # an hour short, one way round
        (71.0, 3.0, 4.0, 3),
        (1.0, 3.0, 3.0, 1),
        (30.0, 3.0, 9.0, 2),
    ],
)
def test_days_suffice_for_the_hours_whichever_launch_comes_first(hours_h, mine_h, theirs_h, days):
    one, other = at_hour(request("one"), mine_h), at_hour(request("two"), theirs_h)

    assert (
        days == days_apart(one, other, hours_h=hours_h) == days_apart(other, one, hours_h=hours_h)
    )


def test_a_mission_launches_as_far_from_another_as_it_asks():
    close = launch_dates(solve(request("one", priority=2), asking("two", hours_h=1.0)))
    apart = launch_dates(solve(request("one", priority=2), asking("two", "one", hours_h=240.0)))

    assert {"one": SOONEST, "two": SOONEST + timedelta(days=1)} == close
    assert {"one": SOONEST, "two": SOONEST + timedelta(days=11)} == apart


def test_lift_offs_that_are_known_may_be_a_day_nearer():
    one = at_hour(request("one", priority=2), 5.0)

    dates = launch_dates(solve(one, asking("two", "one", hours_h=240.0, hour_utc=5.0)))

    assert timedelta(days=10) == dates["two"] - dates["one"]


def test_the_schedule_says_why_the_launch_waits():
    schedule = solve(request("one", priority=2), asking("two", "one", hours_h=240.0))

    why = " ".join(schedule.launch("two").why)
    assert f"two is to launch 240 h before or after one, and one launches on {SOONEST}" in why


def test_one_that_cannot_keep_its_distance_is_refused_by_the_rule():
    near = SOONEST + timedelta(days=3)
    one = request("one", priority=9, due=SOONEST)
    two = asking("two", "one", hours_h=240.0, due=near)

    schedule = solve(one, two)

    assert {"one": SOONEST} == launch_dates(schedule)
    (refused,) = schedule.refused
    assert ("two", "launch-spacing") == (refused.mission, refused.rule)


def test_a_mission_that_is_not_planned_is_kept_away_from_by_nobody():
    season = problem(asking("two", "one", hours_h=240.0))

    assert [] == list(spacings(season))


def test_the_referee_counts_the_hours_between_launches():
    requests = (request("one", priority=2), asking("two", "one", hours_h=240.0))
    free = (requests[0], request("two", pad_id="pad-b"))

    assert () == check_schedule(solve(*requests), requests, **around())
    broken = check_schedule(solve(*free), requests, **around())
    assert ["launch-spacing"] == [violation.rule for violation in broken]
    assert "less than 240 h apart" in broken[0].message
