"""The referee finds every way of spoiling a good schedule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.fixtures.small_site import (
    PADS,
    SEASON,
    around,
    closed,
    request,
    site,
    solve,
    vehicle_flow,
    with_stays,
)

from cosmodrome.campaign.check import check_schedule
from cosmodrome.campaign.flow import Link, Stay
from cosmodrome.manifest.mission import Season

DAY = timedelta(days=1)
REQUESTS = (request("one"), request("two", pad_id="pad-b", priority=2))


@pytest.fixture(scope="module")
def good():
    return solve(*REQUESTS)


def rules(schedule, requests=REQUESTS, **others):
    return {v.rule for v in check_schedule(schedule, requests, **around(**others))}


def changed(schedule, mission, template, **changes):
    return replace(
        schedule,
        activities=tuple(
            replace(a, **changes) if (a.mission, a.template) == (mission, template) else a
            for a in schedule.activities
        ),
    )


def moved(schedule, mission, template, *, days):
    found = next(a for a in schedule.of_mission(mission) if a.template == template)
    return changed(
        schedule, mission, template, start=found.start + days * DAY, end=found.end + days * DAY
    )


def with_slot(schedule, mission, **changes):
    slots = (replace(s, **changes) if s.mission == mission else s for s in schedule.launches)
    return replace(schedule, launches=tuple(slots))


def test_a_good_schedule_breaks_no_rule(good):
    assert () == check_schedule(good, REQUESTS, **around())


def test_a_violation_says_what_is_broken_in_figures(good):
    spoiled = changed(good, "one", "join", facility="station")

    (violation,) = [v for v in check_schedule(spoiled, REQUESTS, **around()) if v.mission == "one"]

    assert "one: join is in station, not hall" == violation.message


@pytest.mark.parametrize("template", ["rail", "assemble", "fill", "join", "rollout", "restore"])
@pytest.mark.parametrize("days", [-14, 14])
def test_work_moved_by_a_fortnight_breaks_a_rule(good, template, days):
    assert rules(moved(good, "one", template, days=days))


def test_work_that_is_left_out_is_missed(good):
    less = tuple(a for a in good.activities if a.template != "join")

    assert "flow" in rules(replace(good, activities=less))


def test_work_that_is_done_twice_is_seen(good):
    twice = (*good.activities, good.of_mission("one")[0])

    assert "flow" in rules(replace(good, activities=twice))


def test_work_of_nobodys_flow_is_seen(good):
    paint = replace(good.of_mission("one")[0], template="paint")

    assert {"flow"} == rules(replace(good, activities=(*good.activities, paint)))


def test_work_made_shorter_is_seen(good):
    found = next(a for a in good.of_mission("one") if a.template == "assemble")

    assert "duration" in rules(changed(good, "one", "assemble", end=found.end - DAY))


def test_work_at_night_or_on_a_day_off_is_seen(good):
    found = next(a for a in good.of_mission("one") if a.template == "assemble")
    later = timedelta(hours=3)

    night = changed(good, "one", "assemble", start=found.start + later, end=found.end + later)

    assert "shift" in rules(night)
    saturday = 2 * DAY if found.start.weekday() == 3 else 1 * DAY
    assert {"shift", "duration"} & rules(
        changed(good, "one", "assemble", start=found.start + saturday, end=found.end + saturday)
    )


def test_a_delivery_made_longer_is_seen(good):
    found = next(a for a in good.of_mission("one") if a.template == "rail")

    assert "duration" in rules(changed(good, "one", "rail", start=found.start - DAY))


def test_other_crews_or_hazards_than_those_of_the_flow_are_seen(good):
    assert "resources" in rules(changed(good, "one", "join", resources=()))
    assert "resources" in rules(changed(good, "one", "fill", hazard="none"))


def test_work_before_now_is_seen(good):
    assert "history" in rules(moved(good, "one", "rail", days=-30))


def test_a_spacecraft_that_arrives_on_another_day_is_seen(good):
    assert "arrival" in rules(moved(good, "one", "arrive", days=1))


def test_lags_are_counted_again(good):
    wide = vehicle_flow(
        join={"predecessors": (Link(activity="assemble", min_lag_d=2), Link(activity="fill"))}
    )
    narrow = vehicle_flow(rollout={"predecessors": (Link(activity="assemble", max_lag_d=1),)})

    assert "precedence" in rules(good, flows=wide)
    assert "precedence" in rules(good, flows=narrow)


def test_stays_are_counted_again(good):
    def stay(**limits):
        return with_stays(
            Stay(id="s", name="S", facility="hall", follows="rail", until="rollout", **limits)
        )

    assert "storage" in rules(good, flows=stay(min_d=9))
    assert "storage" in rules(good, flows=stay(max_d=2))


@pytest.mark.parametrize("place", ["hall", "station", "crew", "pad_crew"])
def test_a_place_without_room_is_seen(good, place):
    small = site(**{place: 0})

    assert "capacity" in rules(good, spaceport=small)


def test_a_place_that_changes_hands_overnight_is_not_taken_twice(good):
    waits = with_stays(
        Stay(id="a", name="A", facility="station", begins_with="assemble", until="join"),
        Stay(id="b", name="B", facility="station", follows="assemble", until="rollout"),
    )

    assert set() == rules(good, flows=waits, spaceport=site(station=3))


def test_two_hypergolic_fillings_at_a_time_are_seen(good):
    first = next(a for a in good.of_mission("one") if a.template == "fill")

    both = changed(good, "two", "fill", start=first.start, end=first.end)

    assert "hypergolic-exclusion" in rules(both)


def test_two_campaigns_on_one_pad_are_seen(good):
    crowd = (REQUESTS[0], replace(REQUESTS[1], complex=PADS[0]))
    there = ("rollout", "launch_day", "restore")
    spoiled = good
    for template in there:
        spoiled = changed(spoiled, "two", template, facility="pad-a")
    spoiled = with_slot(spoiled, "two", complex="pad-a")

    assert {"pad-occupancy"} == rules(spoiled, crowd)


def test_a_pad_restored_too_soon_is_seen(good):
    pads = tuple(replace(p, refurbishment_d=9) for p in PADS)
    requests = tuple(
        replace(r, complex=next(p for p in pads if p.id == r.complex.id)) for r in REQUESTS
    )

    assert {"pad-restoration"} == rules(good, requests)


def test_two_launches_on_one_day_are_seen(good):
    assert "one-launch-a-day" in rules(
        with_slot(good, "one", launch_date=good.launch("two").launch_date)
    )


def test_work_in_a_closed_place_is_seen(good):
    long = closed("hall", SEASON.first, SEASON.last)

    assert {"closure"} == rules(good, closures=(long,))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"allowed_dates": ()}, "launch-window"),
        ({"mission": {"earliest": date(2028, 6, 30)}}, "earliest"),
        ({"mission": {"due": date(2028, 5, 2)}}, "due"),
        ({"complex": {"available_from": date(2028, 6, 30)}}, "complex-in-service"),
        ({"complex": {"available_until": date(2028, 5, 2)}}, "complex-in-service"),
    ],
)
def test_a_launch_day_that_the_request_forbids_is_seen(good, changes, rule):
    first = REQUESTS[0]
    fields = {
        key: replace(getattr(first, key), **value) if isinstance(value, dict) else value
        for key, value in changes.items()
    }

    assert rule in rules(good, (replace(first, **fields), REQUESTS[1]))


def test_a_launch_outside_the_season_is_seen(good):
    others = {**around(), "season": Season(first=SEASON.last, last=SEASON.last)}

    assert "season" in {v.rule for v in check_schedule(good, REQUESTS, **others)}


def test_a_slot_that_disagrees_with_its_work_is_seen(good):
    slot = good.launch("one")

    assert {"slot"} == rules(with_slot(good, "one", rollout=slot.rollout + DAY))
    assert {"slot"} == rules(with_slot(good, "one", end=slot.end + DAY))
    assert "slot" in rules(with_slot(good, "one", complex="pad-b"))


def test_a_mission_that_is_forgotten_or_invented_is_seen(good):
    assert "answer" in rules(good, (*REQUESTS, request("three")))
    assert "answer" in rules(good, REQUESTS[:1])


def test_an_objective_or_a_proof_that_is_not_true_is_seen(good):
    assert {"objective", "proof"} == rules(replace(good, objective=1.0))
    assert {"proof"} == rules(replace(good, status="feasible"))
    assert {"proof"} == rules(replace(good, lower_bound=good.objective + 1.0))
