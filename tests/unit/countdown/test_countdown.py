"""Two clocks, a timeline that knows its vehicle, and a log that shows tampering."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cosmodrome.countdown.clock import clock_label, instant, l_minus_s
from cosmodrome.countdown.log import appended, first_broken_link
from cosmodrome.countdown.rehearse import rehearse_nominal
from cosmodrome.countdown.timeline import Countdowns, PlannedHold, Step, Timeline
from cosmodrome.errors import InputError

LIFTOFF = datetime(2028, 5, 1, 2, 3, 4, tzinfo=UTC)


def step(name, t_minus_s, kind="sequence", **fields):
    return Step(id=name, name=name.title(), t_minus_s=t_minus_s, kind=kind, by="pad", **fields)


LIFT = step("lift-off", 0.0, "lift-off")


def timeline(*steps, holds=(), knows_holds=True):
    return Timeline(
        id="test", name="Test", knows_holds=knows_holds, steps=(*steps, LIFT), holds=holds
    )


HOLD = PlannedHold(id="built-in", name="Built-in hold", t_minus_s=240.0, duration_s=900.0)


def bodies(log):
    return [entry.body for entry in log.entries]


# ---- clocks ----


def test_without_holds_both_clocks_agree():
    assert 3600.0 == l_minus_s(3600.0)


def test_before_a_hold_plain_time_to_launch_is_longer_by_the_hold():
    assert 1200.0 == l_minus_s(300.0, holds=[HOLD])
    assert 60.0 == l_minus_s(60.0, holds=[HOLD])


def test_the_second_of_a_mark_follows_from_lift_off():
    assert datetime(2028, 5, 1, 1, 3, 4, tzinfo=UTC) == instant(3600.0, liftoff=LIFTOFF)
    assert instant(3600.0, liftoff=None) is None


@pytest.mark.parametrize(
    ("minus_s", "shown"), [(28_800.0, "T-8:00:00"), (375.0, "T-0:06:15"), (-118.0, "T+0:01:58")]
)
def test_a_clock_shows_a_sign_and_hours(minus_s, shown):
    assert shown == clock_label("T", minus_s)


# ---- timeline ----


def test_a_crewed_countdown_has_other_steps_than_an_uncrewed_one():
    both = timeline(
        step("boarding", 9000.0, crew="crewed"),
        step("review", 15_600.0, crew="uncrewed"),
        step("fregat", 18_000.0, with_upper_stage=True),
    )

    crewed = both.of_mission(crewed=True, upper_stage=False)
    uncrewed = both.of_mission(crewed=False, upper_stage=True)

    assert ["boarding", "lift-off"] == [s.id for s in crewed.steps]
    assert ["fregat", "review", "lift-off"] == [s.id for s in uncrewed.steps]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ((LIFT, LIFT), "exactly one lift-off, at 0 s; it has"),
        ((), "exactly one lift-off"),
        ((step("early", 0.5, "lift-off"),), r"it has \[0.5\]"),
        ((LIFT, step("late", -5.0)), "positive before lift-off, step late has -5"),
    ],
)
def test_a_timeline_that_makes_no_sense_is_refused(steps, message):
    with pytest.raises(InputError, match=message):
        Timeline(id="test", name="Test", knows_holds=False, steps=steps)


def test_a_hold_in_a_countdown_that_is_never_stopped_is_refused():
    with pytest.raises(InputError, match="hold built-in in a countdown whose clock is never"):
        timeline(holds=(HOLD,), knows_holds=False)


def test_an_unknown_timeline_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="no countdown 'ariane' in the catalogue; it has test"):
        Countdowns(timelines=(timeline(),)).timeline("ariane")


# ---- rehearsal ----


def test_a_rehearsal_goes_through_every_step_to_lift_off():
    log = rehearse_nominal(
        timeline(step("key", 375.0, "automatic"), step("ready", 420.0, "poll")), liftoff=LIFTOFF
    )

    assert ["Ready: go", "Key", "Lift-Off"] == bodies(log)
    assert [1, 2, 3] == [entry.seq for entry in log.entries]
    assert LIFTOFF == log.entries[-1].utc
    assert "lift-off" == log.outcome


def test_without_a_lift_off_second_the_log_has_counts_and_no_instants():
    log = rehearse_nominal(timeline(step("key", 375.0)), liftoff=None)

    assert [None, None] == [entry.utc for entry in log.entries]
    assert [375.0, 0.0] == [entry.t_minus_s for entry in log.entries]


def test_in_a_built_in_hold_t_stands_and_l_runs():
    log = rehearse_nominal(
        timeline(step("poll", 240.0, "poll"), step("key", 60.0), holds=(HOLD,)), liftoff=LIFTOFF
    )

    counts = [(entry.kind, entry.t_minus_s, entry.l_minus_s) for entry in log.entries]
    assert [
        ("poll", 240.0, 1140.0),
        ("hold", 240.0, 1140.0),
        ("resume", 240.0, 240.0),
        ("sequence", 60.0, 60.0),
        ("lift-off", 0.0, 0.0),
    ] == counts


def test_the_same_rehearsal_twice_has_the_same_hashes():
    course = timeline(step("key", 375.0))

    assert rehearse_nominal(course, liftoff=LIFTOFF) == rehearse_nominal(course, liftoff=LIFTOFF)


# ---- log ----


@pytest.fixture
def entries():
    course = timeline(step("key", 375.0), step("purge", 195.0), step("power", 45.0))
    return rehearse_nominal(course, liftoff=LIFTOFF).entries


def test_an_untouched_log_has_no_broken_link(entries):
    assert first_broken_link(entries) is None


@pytest.mark.parametrize(
    "change",
    [
        {"body": "No purge"},
        {"by": "nobody"},
        {"kind": "poll"},
        {"t_minus_s": 194.0},
        {"l_minus_s": 194.0},
        {"utc": LIFTOFF},
        {"utc": None},
        {"seq": 7},
        {"digest": "0" * 64},
    ],
)
def test_a_changed_entry_breaks_the_chain_at_its_place(entries, change):
    assert 2 == first_broken_link((entries[0], replace(entries[1], **change), *entries[2:]))


def test_a_dropped_or_swapped_entry_breaks_the_chain(entries):
    assert 2 == first_broken_link((entries[0], *entries[2:]))
    assert 1 == first_broken_link((entries[1], entries[0], *entries[2:]))


def test_text_moved_from_one_field_to_the_next_breaks_the_chain(entries):
    shifted = replace(entries[0], kind="sequencep", by="ad")

    assert 1 == first_broken_link((shifted, *entries[1:]))


def test_an_entry_without_a_time_zone_is_refused():
    with pytest.raises(InputError, match="needs an aware UTC instant"):
        appended(
            (),
            t_minus_s=0.0,
            l_minus_s=0.0,
            utc=LIFTOFF.replace(tzinfo=None),
            kind="mark",
            by="pad",
            body="x",
        )
