from datetime import UTC, datetime, timedelta

import numpy as np

from cosmodrome.windows.allowed import SAMPLES, STEP_S, allowed_intervals
from cosmodrome.windows.intervals import Interval

FIRST = datetime(2028, 5, 1, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
CHUNK_S = SAMPLES * STEP_S


def later(seconds):
    return FIRST + timedelta(seconds=seconds)


def within(opens_s, closes_s):
    """Return a margin that is positive between two instants."""

    def margin(origin, t_s):
        now_s = (origin - FIRST) / A_SECOND + t_s
        return np.minimum(now_s - opens_s, closes_s - now_s)

    return margin


def test_edges_stand_on_the_nearest_second():
    found = allowed_intervals(within(1000.4, 7000.6), FIRST, later(86400))

    assert (Interval(opens=later(1000), closes=later(7001)),) == found


def test_an_opening_far_shorter_than_a_step_is_found():
    begin_s = 7.3 * STEP_S
    found = allowed_intervals(within(begin_s, begin_s + 20.0), FIRST, later(86400))

    assert (Interval(opens=later(begin_s), closes=later(begin_s + 20.0)),) == found


def test_an_edge_on_the_seam_of_two_chunks_does_not_part_an_interval():
    found = allowed_intervals(within(CHUNK_S - 50.0, CHUNK_S + 50.0), FIRST, later(3.0 * CHUNK_S))
    begins = allowed_intervals(within(CHUNK_S, 2.0 * CHUNK_S), FIRST, later(3.0 * CHUNK_S))

    assert (Interval(opens=later(CHUNK_S - 50.0), closes=later(CHUNK_S + 50.0)),) == found
    assert (Interval(opens=later(CHUNK_S), closes=later(2.0 * CHUNK_S)),) == begins


def test_a_span_that_begins_inside_a_second_keeps_its_own_ends():
    begins, ends = later(0.25), later(500.75)

    assert (Interval(opens=begins, closes=ends),) == allowed_intervals(
        within(-10.0, 1000.0), begins, ends
    )


def test_a_span_of_a_second_is_answered():
    assert (Interval(opens=FIRST, closes=later(1)),) == allowed_intervals(
        within(-5.0, 5.0), FIRST, later(1)
    )
    assert () == allowed_intervals(within(5.0, 9.0), FIRST, later(1))
