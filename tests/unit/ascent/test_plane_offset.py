"""The window that performance allows: between the offsets at which the margin is used up."""

from types import SimpleNamespace

import numpy as np
import pytest

from cosmodrome.ascent.plane_offset import (
    STEPS_A_SIDE,
    OffsetMargin,
    margins_beside_plane,
    performance_window,
)
from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.errors import ConvergenceError

# A degree is four minutes of the Earth's turn, less a third of a per cent.
SAME_KG = 1e-6


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


class DrawnOptimiser:
    """Loses a kilogram per second of the Earth's turn, and finds nothing 100 s early."""

    def __init__(self):
        self.nodes_rad = []
        # Over the equator and the meridian of Greenwich, to the north-east: the node is there.
        end = np.array([7e6, 0.0, 0.0, 0.0, 5e3, 5e3])
        self.best = SimpleNamespace(
            profile=SimpleNamespace(payload_kg=5000.0),
            solution=SimpleNamespace(point=SimpleNamespace(states=[np.array([end])])),
        )

    def found(self, loading):
        assert "full" == loading
        return self.best

    def beside(self, raan_eci_rad, loading, *, near):
        turned_s = (np.pi - (raan_eci_rad + np.pi) % (2.0 * np.pi)) / EARTH_ROTATION_RATE_RAD_S
        if turned_s < -100.0:
            raise ConvergenceError("130 iterations")
        gap_m = 100.0 if turned_s > 280.0 else 0.1
        return SimpleNamespace(
            profile=SimpleNamespace(payload_kg=5000.0 - abs(turned_s)),
            position_gap_m=gap_m,
            velocity_gap_m_s=0.0,
        )


def test_margins_are_those_of_nodes_that_the_earth_turns_away_from():
    told = []

    margins = margins_beside_plane(
        DrawnOptimiser(),
        4900.0,
        span_s=300.0,
        loading="full",
        progress=lambda *words: told.append(words[1:]),
    )

    # Nothing is found 150 s early, what is found 300 s late does not fly.
    assert [-150.0, -100.0, -50.0, 0.0, 50.0, 100.0, 150.0, 200.0, 250.0, 300.0] == [
        m.offset_s for m in margins
    ]
    assert [None, 0.0, 50.0, 100.0, 50.0, 0.0, -50.0, -100.0, -150.0, None] == pytest.approx(
        [m.margin_kg for m in margins], abs=SAME_KG
    )
    assert (2 * STEPS_A_SIDE + 1,) * 2 == told[-1]
