"""The window that performance allows: between the offsets at which the margin is used up."""

import pytest

from cosmodrome.ascent.plane_offset import OffsetMargin, performance_window


def window(margins, *, least_margin_kg=0.0):
    return performance_window(
        [OffsetMargin(offset_s=t_s, margin_kg=kg) for t_s, kg in margins.items()],
        least_margin_kg=least_margin_kg,
    )


PARABOLA = {-300.0: -200.0, 0.0: 100.0, 300.0: -100.0, 600.0: -800.0}


def test_it_opens_and_closes_where_the_margin_is_used_up():
    found = window(PARABOLA)

    assert (-100.0, 150.0) == pytest.approx((found.opens_s, found.closes_s))


def test_the_margin_of_the_customer_makes_it_narrower():
    found = window(PARABOLA, least_margin_kg=50.0)

    assert (-50.0, 75.0) == pytest.approx((found.opens_s, found.closes_s))


def test_a_payload_without_any_margin_has_no_window():
    found = window(PARABOLA, least_margin_kg=101.0)

    assert (None, None) == (found.opens_s, found.closes_s)


def test_where_nothing_flies_it_ends_at_the_last_that_does():
    found = window({-60.0: None, 0.0: 100.0, 60.0: 90.0, 120.0: None})

    assert (0.0, 60.0) == (found.opens_s, found.closes_s)


def test_it_ends_with_what_was_computed():
    found = window({-60.0: 80.0, 0.0: 100.0, 60.0: 90.0})

    assert (-60.0, 60.0) == (found.opens_s, found.closes_s)


def test_a_margin_that_comes_back_further_out_does_not_count():
    assert 50.0 == window({0.0: 100.0, 100.0: -100.0, 200.0: 100.0}).closes_s
