"""How far from the best moment lift-offs are tried, before performance is believed."""

import pytest

from cosmodrome.ascent import plane_offset
from cosmodrome.ascent.plane_offset import PerformanceWindow, widest_beside_plane


@pytest.fixture
def tried(monkeypatch):
    """Stand in for the flights: a vehicle that performance allows 3000 s before and 2000 after."""
    spans_s = []

    def window_beside_plane(*_, span_s, **__):
        spans_s.append(span_s)
        return PerformanceWindow(
            margins=(), opens_s=-min(span_s, 3000.0), closes_s=min(span_s, 2000.0)
        )

    monkeypatch.setattr(plane_offset, "window_beside_plane", window_beside_plane)
    return spans_s


def widest(longest_s):
    return widest_beside_plane(None, None, longest_s=longest_s, progress=lambda *_: None)


def test_lift_offs_are_tried_further_until_performance_sets_the_ends(tried):
    window = widest(None)

    assert (-3000.0, 2000.0) == (window.opens_s, window.closes_s)
    assert [1800.0, 3600.0] == tried


def test_a_vehicle_with_a_limit_of_its_own_is_tried_no_further(tried):
    window = widest(1800.0)

    assert (-900.0, 900.0) == (window.opens_s, window.closes_s)
    assert [900.0] == tried


def test_two_hours_are_the_most_that_is_tried(monkeypatch):
    spans_s = []

    def endless(*_, span_s, **__):
        spans_s.append(span_s)
        return PerformanceWindow(margins=(), opens_s=-span_s, closes_s=span_s)

    monkeypatch.setattr(plane_offset, "window_beside_plane", endless)

    assert 7200.0 == widest(None).closes_s
    assert [1800.0, 3600.0, 7200.0] == spans_s


def test_a_payload_without_margin_ends_the_search(monkeypatch):
    nothing = PerformanceWindow(margins=(), opens_s=None, closes_s=None)
    monkeypatch.setattr(plane_offset, "window_beside_plane", lambda *_, **__: nothing)

    assert nothing == widest(None)
