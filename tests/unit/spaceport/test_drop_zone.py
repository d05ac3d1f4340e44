"""A drop zone has a season, an outline that is a ring, and serves whom it is agreed for."""

from dataclasses import replace
from datetime import date

import pytest

from cosmodrome.errors import InputError
from cosmodrome.spaceport import DropZone, zones_of_route
from cosmodrome.spaceport.drop_zone import outline_fault

STEPPE = DropZone(
    id="steppe",
    name="Steppe",
    part="booster",
    complexes=("pad-a",),
    vehicles=("light",),
    latitude_deg=47.0,
    longitude_deg=66.0,
    centre_kind="published_coordinates",
    inclination_min_deg=51.0,
    inclination_max_deg=52.0,
    semi_major_m=None,
    semi_minor_m=None,
    bearing_deg=None,
    closed_months=(6, 7, 8),
)
SQUARE = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0))
HOURGLASS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
ACROSS_180 = ((0.0, 179.5), (0.0, -179.5), (1.0, -179.5), (1.0, 179.5))
ACROSS_180_CROSSED = ((0.0, 179.5), (0.0, -179.5), (1.0, 179.5), (1.0, -179.5))


def served(**changes):
    wish = {"complex_id": "pad-a", "vehicle": "light", "inclination_deg": 51.6, **changes}
    return zones_of_route((STEPPE,), **wish)


def test_a_zone_serves_the_pad_vehicle_and_route_it_is_agreed_for():
    assert (STEPPE,) == served()
    assert () == served(complex_id="pad-b")
    assert () == served(vehicle="heavy")
    assert () == served(inclination_deg=64.8)


@pytest.mark.parametrize(("day", "found"), [(date(2028, 5, 31), (STEPPE,)), (date(2028, 6, 1), ())])
def test_a_zone_takes_no_parts_in_its_closed_months(day, found):
    assert found == served(day=day)


@pytest.mark.parametrize("ring", [SQUARE, ACROSS_180, SQUARE[:3], tuple(reversed(SQUARE))])
def test_a_ring_has_no_fault(ring):
    assert outline_fault(ring) is None


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        (HOURGLASS, "edges 2 and 4"),
        (ACROSS_180_CROSSED, "edges 2 and 4"),
        ((*SQUARE, (0.0, 0.0)), "edge 5 has no length"),
        (SQUARE[:2], "has 2 values"),
        (((0.0, 0.0), (0.0, 2.0), (0.0, 1.0), (1.0, 1.0)), "edges 1 and 2"),
        (((0.0, 0.0), (0.0, 2.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)), "edges 1 and 3"),
    ],
)
def test_an_outline_that_is_no_ring_is_refused_by_its_edges(ring, said):
    with pytest.raises(InputError, match=said):
        replace(STEPPE, corners_deg=ring)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"closed_months": (13,)}, "closed_months are 1 to 12, got 13"),
        ({"closed_months": tuple(range(1, 13))}, "closed in all twelve months"),
        ({"notice_d": -1}, "notice_d must not be negative, got -1"),
        ({"reserve_d": -2}, "reserve_d must not be negative, got -2"),
    ],
)
def test_a_register_that_makes_no_sense_is_refused(change, said):
    with pytest.raises(InputError, match=said):
        replace(STEPPE, **change)
