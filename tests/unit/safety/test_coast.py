import numpy as np
import pytest
import shapely

from cosmodrome.safety.coast import Coast
from cosmodrome.store.coast_file import land_rings

WORLD = Coast(land=land_rings("land_50m"))


def box(longitude_deg, latitude_deg, *, half_deg=0.3):
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ring = np.array(
        [(longitude_deg + half_deg * x, latitude_deg + half_deg * y) for x, y in corners]
    )
    ring[:, 0] = (ring[:, 0] + 180.0) % 360.0 - 180.0
    return ring


@pytest.mark.parametrize(
    ("where", "on_land", "at_sea"),
    [
        ((128.5, 54.9), True, False),  # boosters of Soyuz, Amur
        ((-75.2, 33.6), False, True),  # first stage of Falcon 9, Atlantic
        ((-80.6, 28.5), True, True),  # Cape Canaveral
        ((180.0, 0.5), False, True),  # across the date line
        ((180.0, 69.0), True, True),  # the same, in Chukotka
        ((50.5, 42.0), False, True),  # Caspian
    ],
)
def test_areas_touch_what_is_below_them(where, on_land, at_sea):
    assert (on_land, at_sea) == WORLD.touched(box(*where))


def test_a_coast_beside_an_area_counts_as_touched():
    island = Coast(land=(shapely.box(1.0, -0.1, 1.2, 0.1),))

    assert (True, True) == island.touched(box(0.6, 0.0))  # 11 km from its edge
    assert (False, True) == island.touched(box(0.4, 0.0))  # 33 km
