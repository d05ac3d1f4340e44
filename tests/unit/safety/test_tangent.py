import numpy as np
import pytest

from cosmodrome.safety.tangent import WORTH_A_FIT, TangentPlane, plane_at_mean

# The fit is accepted to a centimetre; what it is is far below.
POSITION_M = 0.01


def spread(plane, count, size_m):
    rng = np.random.default_rng(1)
    return plane.points_deg(rng.standard_normal((count, 2)) * size_m + (size_m, -size_m))


@pytest.mark.parametrize("size_m", [1.0, 20e3, 300e3, 3e6])
@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg"),
    [(54.9, 126.9), (66.0, 179.99), (-75.0, -180.0), (89.99, 20.0), (-90.0, 0.0), (0.0, 0.0)],
)
def test_many_points_lie_where_each_of_them_does(latitude_deg, longitude_deg, size_m):
    plane = TangentPlane(latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    points = spread(plane, WORTH_A_FIT, size_m)

    many, few = plane.en_m(points), plane.en_m(points[:200])

    assert few == pytest.approx(many[:200], abs=POSITION_M)


def test_the_plane_of_a_large_cloud_touches_at_its_mean():
    points = spread(TangentPlane(latitude_deg=66.0, longitude_deg=179.99), 20_000, 100e3)

    plane = plane_at_mean(points)

    assert (0.0, 0.0) == pytest.approx(plane.en_m(points).mean(axis=0), abs=1.0)
