from datetime import UTC, datetime, timedelta

from cosmodrome.windows.allowed import SAMPLES, STEP_S, Limits, within
from cosmodrome.windows.intervals import Interval

FIRST = datetime(2028, 5, 1, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
CHUNK_S = SAMPLES * STEP_S


def later(seconds):
    return FIRST + timedelta(seconds=seconds)


def clock_s(origin, t_s):
    return (origin - FIRST) / A_SECOND + t_s


def between(opens_s, closes_s, first, last):
    """Return when a clock shows times between two."""
    return within(clock_s, Limits(low=opens_s, high=closes_s), first, last)


def test_edges_stand_on_the_nearest_second():
    found = between(1000.4, 7000.6, FIRST, later(86400))

    assert (Interval(opens=later(1000), closes=later(7001)),) == found


def test_an_opening_far_shorter_than_a_step_is_found():
    begin_s = 7.3 * STEP_S
    found = between(begin_s, begin_s + 20.0, FIRST, later(86400))

    assert (Interval(opens=later(begin_s), closes=later(begin_s + 20.0)),) == found


def test_an_edge_on_the_seam_of_two_chunks_does_not_part_an_interval():
    found = between(CHUNK_S - 50.0, CHUNK_S + 50.0, FIRST, later(3.0 * CHUNK_S))
    begins = between(CHUNK_S, 2.0 * CHUNK_S, FIRST, later(3.0 * CHUNK_S))

    assert (Interval(opens=later(CHUNK_S - 50.0), closes=later(CHUNK_S + 50.0)),) == found
    assert (Interval(opens=later(CHUNK_S), closes=later(2.0 * CHUNK_S)),) == begins


def test_a_span_that_begins_inside_a_second_keeps_its_own_ends():
    begins, ends = later(0.25), later(500.75)

    assert (Interval(opens=begins, closes=ends),) == between(-10.0, 1000.0, begins, ends)


def test_a_span_of_a_second_is_answered():
    assert (Interval(opens=FIRST, closes=later(1)),) == between(-5.0, 5.0, FIRST, later(1))
    assert () == between(5.0, 9.0, FIRST, later(1))


def test_a_turn_beyond_a_limit_far_shorter_than_a_step_is_found():
    turns_s, half_s = 7.3 * STEP_S, 10.0

    def bowl(origin, t_s):
        return (clock_s(origin, t_s) - turns_s) ** 2

    found = within(bowl, Limits(high=half_s**2), FIRST, later(86400))

    assert (Interval(opens=later(turns_s - half_s), closes=later(turns_s + half_s)),) == found


def test_stays_between_near_limits_are_found_on_both_sides_of_a_turn():
    turns_s = 7.3 * STEP_S

    def bowl(origin, t_s):
        return (clock_s(origin, t_s) - turns_s) ** 2

    found = within(bowl, Limits(low=100.0**2, high=110.0**2), FIRST, later(86400))

    assert (
        Interval(opens=later(turns_s - 110.0), closes=later(turns_s - 100.0)),
        Interval(opens=later(turns_s + 100.0), closes=later(turns_s + 110.0)),
    ) == found


def test_without_limits_the_whole_span_is_allowed():
    assert (Interval(opens=FIRST, closes=later(5)),) == within(clock_s, Limits(), FIRST, later(5))
