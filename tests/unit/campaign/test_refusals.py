"""A mission that cannot be scheduled is refused with the rule that binds and by how much."""

from dataclasses import replace
from datetime import date

from tests.fixtures.small_site import (
    PADS,
    SOONEST,
    around,
    closed,
    launch_dates,
    request,
    site,
    solve,
)

from cosmodrome.campaign.check import check_schedule


def day(number, month=5):
    return date(2028, month, number)


def only_refusal(schedule):
    (refusal,) = schedule.refused
    return refusal


def test_work_that_takes_beyond_the_due_day_is_refused_with_the_soonest_launch():
    refusal = only_refusal(solve(request(due=day(8))))

    assert ("one", "processing-time") == (refusal.mission, refusal.rule)
    assert ("2028-05-12", "2028-05-08") == (refusal.value, refusal.limit)
    assert refusal.message == (
        "the work cannot lead to a launch before 2028-05-12: Rail transport (3 d); Assembly "
        "(3 working d); Joining (2 working d); roll-out at L-1; that is 4 days after due 2028-05-08"
    )


def test_a_mission_without_a_window_is_refused():
    refusal = only_refusal(solve(request(allowed=())))

    assert "launch-window" == refusal.rule
    assert "no launch day from 2028-05-01 to 2028-07-31" in refusal.message


def test_a_pad_that_is_not_yet_there_is_refused_with_the_day_it_opens():
    opening = replace(PADS[0], available_from=day(1, month=9))

    refusal = only_refusal(solve(replace(request(), complex=opening)))

    assert "complex-in-service" == refusal.rule
    assert "pad-a enters service on 2028-09-01" in refusal.message


def test_a_pad_closed_for_the_whole_time_is_refused_with_the_closure():
    refusal = only_refusal(solve(request(), closures=(closed("pad-a", day(1), day(31, 7)),)))

    assert "pad-closure" == refusal.rule
    assert "pad-a is closed from 2028-05-01 to 2028-07-31 (maintenance)" in refusal.message


def test_a_wish_outside_the_season_is_refused_with_the_season():
    wish = request(earliest=day(1, 9), due=day(30, 9))

    refusal = only_refusal(solve(wish))

    assert "season" == refusal.rule
    assert "the season runs from 2028-05-01 to 2028-07-31" in refusal.message


def test_of_two_missions_for_one_turn_on_the_pad_the_lighter_one_is_refused():
    heavy = request("heavy", due=day(14), priority=3)
    light = request("light", due=day(14), priority=1)

    schedule = solve(light, heavy)

    assert {"heavy": SOONEST} == launch_dates(schedule)
    refusal = only_refusal(schedule)
    assert ("light", "pad-occupancy") == (refusal.mission, refusal.rule)
    assert "2028-05-18, 4 days after due 2028-05-14" in refusal.message
    assert "optimal" == schedule.status


def test_a_mission_that_finds_no_hall_is_refused_and_the_others_are_planned():
    requests = (
        request("one", due=day(14), priority=2),
        request("two", due=day(14), pad_id="pad-b"),
    )
    spaceport = site(hall=1)

    schedule = solve(*requests, spaceport=spaceport)

    assert {"one": SOONEST} == launch_dates(schedule)
    assert ("two", "facility-capacity") == (
        only_refusal(schedule).mission,
        only_refusal(schedule).rule,
    )
    assert () == check_schedule(schedule, requests, **around(spaceport))


def test_a_season_of_impossible_missions_is_infeasible():
    schedule = solve(request(due=day(3)))

    assert "infeasible" == schedule.status
    assert () == schedule.launches == schedule.activities


def test_an_empty_season_is_planned_already():
    schedule = solve()

    assert ("optimal", 0.0, ()) == (schedule.status, schedule.objective, schedule.refused)
