"""Our campaigns against the reported days of flown ones (evidence: campaign_marks.csv)."""

from functools import cache

import pytest
from validation._campaigns import campaign_for, marks, our_mark_d

# From general assembly on, a flown campaign chose one or two reserve days on the pad: a day.
LATE_MARK_D = 1
# Before it, halls of the flown campaigns worked through weekends that our one-shift week leaves
# out, and reports tell of the booking of a place rather than of the work in it: a week.
EARLY_MARK_D = 7

LATE = ("gen_asm", "commission", "rollout")

solved = cache(campaign_for)


@pytest.mark.parametrize("mark", marks(), ids=lambda m: f"{m.campaign} {m.activity} {m.end}")
def test_a_campaign_reaches_its_marks_when_flown_ones_did(mark):
    tolerance_d = LATE_MARK_D if mark.activity in LATE else EARLY_MARK_D

    ours_d = our_mark_d(solved(mark.launch_day, mark.kind), mark)

    assert abs(ours_d - mark.published_d) <= tolerance_d


def test_the_package_of_a_soyuz_is_begun_on_the_reported_day():
    mark = next(m for m in marks() if (m.campaign, m.activity) == ("OneWeb ST33", "lv_package"))

    assert mark.published_d == our_mark_d(solved(mark.launch_day, mark.kind), mark)
