"""Chains of a calendar: nothing is lost in them, nothing far apart is joined."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.formats.figures.calendar_bands import REACH_H, band_data, chains, line_data
from cosmodrome.formats.figures.calendar_grid import CalendarGrid, Piece
from cosmodrome.formats.figures.svg import Box

FIRST = datetime(2028, 1, 1, tzinfo=UTC)

hours = st.floats(0.0, 24.0)
pieces = st.lists(
    st.builds(lambda day, a, b: Piece(day, min(a, b), max(a, b)), st.integers(0, 30), hours, hours),
    max_size=60,
)


def grid(days=366):
    return CalendarGrid(date(2028, 1, 1), days, Box(0.0, 0.0, 1000.0, 240.0))


@given(pieces)
def test_every_piece_is_in_one_chain(found):
    linked = [piece for chain in chains(found) for piece in chain]

    assert sorted(found) == sorted(linked)


@given(pieces)
def test_links_lie_a_day_and_no_more_than_the_reach_apart(found):
    for chain in chains(found):
        for one, other in pairwise(chain):
            assert other.day == one.day + 1
            assert abs(other.from_h - one.from_h) <= REACH_H
            assert abs(other.to_h - one.to_h) <= REACH_H


def test_passes_that_drift_past_midnight_begin_a_new_line():
    drift = [Piece(n, (1.0 - 0.4 * n) % 24.0, (1.0 - 0.4 * n) % 24.0) for n in range(6)]

    assert [3, 3] == [len(chain) for chain in chains(drift)]


def test_a_straight_drift_has_few_corners():
    drift = [Piece(n, 23.0 - 0.06 * n, 23.0 - 0.06 * n) for n in range(366)]

    # Both ends, and the half day before the first middle and after the last.
    assert 4 >= line_data(drift, grid()).count("L") + 1


def test_an_area_of_the_same_hours_is_a_rectangle():
    assert "M0 60L1000 60L1000 120L0 120Z" == band_data(
        [Piece(n, 6.0, 12.0) for n in range(366)], grid()
    )


@given(
    st.floats(0.0, 20.0).map(lambda d: FIRST + timedelta(days=d)),
    st.floats(0.01, 9.0).map(lambda d: timedelta(days=d)),
)
def test_a_stretch_of_time_is_parted_at_midnights_without_loss(opens, length):
    parts = list(grid(30).pieces(opens, opens + length))

    assert abs(sum(p.to_h - p.from_h for p in parts) - length / timedelta(hours=1)) < 1e-6
    assert [p.day for p in parts] == list(range(parts[0].day, parts[-1].day + 1))
    assert all(p.to_h == 24.0 and q.from_h == 0.0 for p, q in pairwise(parts))


def test_what_lies_outside_the_span_is_left_out():
    late = FIRST + timedelta(days=40)

    assert [] == list(grid(30).pieces(late, late))
    assert [] == list(grid(30).pieces(late, late + timedelta(hours=2)))
