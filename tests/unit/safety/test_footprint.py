import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.safety.footprint import (
    Ellipse,
    contained_fraction,
    containment_factor,
    dispersion_ellipse,
    prediction_factor,
    sigma_containment_probability,
    tolerance_factor,
)
from cosmodrome.safety.tangent import TangentPlane

CENTRE = TangentPlane(latitude_deg=54.85, longitude_deg=126.9)
# 20 000 points: shares to 0.0015, axes to about 2 %.
SHARE = 0.004
AXIS_RATIO = 0.04
BEARING_DEG = 1.0


def cloud(*, along_m, across_m, bearing_deg, count=20_000, plane=CENTRE, seed=2):
    rng = np.random.default_rng(seed)
    along, across = along_m * rng.standard_normal(count), across_m * rng.standard_normal(count)
    s, c = np.sin(np.radians(bearing_deg)), np.cos(np.radians(bearing_deg))
    return plane.points_deg(np.column_stack((along * s + across * c, along * c - across * s)))


@pytest.mark.parametrize("bearing_deg", [10.0, 90.0, 165.0])
def test_the_ellipse_has_the_axes_and_the_bearing_of_a_normal_cloud(bearing_deg):
    impacts = cloud(along_m=8000.0, across_m=3000.0, bearing_deg=bearing_deg)

    ellipse = dispersion_ellipse(impacts, containment_probability=0.97)

    factor = containment_factor(0.97)
    assert factor * 8000.0 == pytest.approx(ellipse.semi_major_m, rel=AXIS_RATIO)
    assert factor * 3000.0 == pytest.approx(ellipse.semi_minor_m, rel=AXIS_RATIO)
    assert bearing_deg == pytest.approx(ellipse.bearing_deg, abs=BEARING_DEG)


@pytest.mark.parametrize("probability", [0.5, 0.97, 0.997])
def test_the_ellipse_holds_its_share_of_impacts_that_did_not_shape_it(probability):
    shape = cloud(along_m=8000.0, across_m=3000.0, bearing_deg=20.0, seed=2)
    fresh = cloud(along_m=8000.0, across_m=3000.0, bearing_deg=20.0, seed=3)

    ellipse = dispersion_ellipse(shape, containment_probability=probability)

    assert probability == pytest.approx(contained_fraction(ellipse, fresh), abs=3.0 * SHARE)


def test_few_samples_make_the_ellipse_larger():
    assert prediction_factor(0.97, samples=30) > 1.1 * containment_factor(0.97)
    assert containment_factor(0.97) == pytest.approx(
        prediction_factor(0.97, samples=1_000_000), rel=1e-4
    )


@pytest.mark.parametrize("samples", [20, 60, 400])
@pytest.mark.parametrize("probability", [0.97, 0.997])
def test_the_tolerance_factor_holds_a_normal_cloud_in_95_trials_of_100(samples, probability):
    rng = np.random.default_rng(5)
    factor = tolerance_factor(probability, samples=samples)

    held = [
        share_of_the_true_cloud(rng.standard_normal((samples, 2)), factor) >= probability
        for _ in range(1000)
    ]

    # A thousand trials tell 0.95 to 0.007.
    assert 0.93 <= np.mean(held) <= 0.98


def share_of_the_true_cloud(impacts, factor):
    """Return what an estimated ellipse holds of the standard normal cloud, by rays from 0."""
    angle = np.linspace(0.0, 2.0 * np.pi, 180, endpoint=False)
    rays = np.column_stack((np.cos(angle), np.sin(angle)))
    mean, inverse = impacts.mean(axis=0), np.linalg.inv(np.cov(impacts.T))
    a = np.einsum("ti,ij,tj->t", rays, inverse, rays)
    b = rays @ inverse @ mean
    reach = (b + np.sqrt(b**2 - a * (mean @ inverse @ mean - factor**2))) / a
    return np.mean(-np.expm1(-0.5 * reach**2))


@pytest.mark.parametrize("count", [1000, 2000, 20_000])
def test_a_heavy_tailed_cloud_is_held_too(count):
    def heavy(seed):
        rng = np.random.default_rng(seed)
        return CENTRE.points_deg(3000.0 * rng.standard_t(3.0, (count, 2)))

    fresh = heavy(1000)
    held = [
        contained_fraction(dispersion_ellipse(heavy(seed), containment_probability=0.997), fresh)
        for seed in range(20)
    ]

    # 95 % of the ellipses hold the share; one in twenty may fall short, and the fresh cloud
    # itself tells a share to 0.17 % of a thousand.
    assert np.median(held) >= 0.997
    assert np.quantile(held, 0.1) >= 0.997 - 0.0017


def test_three_sigma_is_said_as_what_it_is():
    assert 0.98889 == pytest.approx(sigma_containment_probability(3.0), abs=1e-5)
    assert 3.0 == pytest.approx(containment_factor(sigma_containment_probability(3.0)), rel=1e-12)
    with pytest.raises(InputError, match="must be positive"):
        sigma_containment_probability(0.0)


def test_a_skewed_cloud_is_not_cut_off():
    rng = np.random.default_rng(4)
    en_m = np.column_stack((rng.standard_normal(4000) * 500.0, rng.exponential(9000.0, 4000)))
    impacts = CENTRE.points_deg(en_m)

    ellipse = dispersion_ellipse(impacts, containment_probability=0.99)

    assert contained_fraction(ellipse, impacts) >= 0.99


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg"), [(70.0, 179.95), (-70.0, -179.9), (89.9, 20.0), (0.0, 0.0)]
)
def test_no_place_on_earth_spoils_an_ellipse(latitude_deg, longitude_deg):
    plane = TangentPlane(latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    impacts = cloud(along_m=8000.0, across_m=3000.0, bearing_deg=40.0, plane=plane)

    ellipse = dispersion_ellipse(impacts, containment_probability=0.97)

    assert containment_factor(0.97) * 8000.0 == pytest.approx(ellipse.semi_major_m, rel=AXIS_RATIO)
    assert 0.97 == pytest.approx(contained_fraction(ellipse, impacts), abs=SHARE)


def test_impacts_that_never_came_count_as_outside():
    impacts = cloud(along_m=8000.0, across_m=3000.0, bearing_deg=40.0, count=1000)
    ellipse = dispersion_ellipse(impacts, containment_probability=0.997)
    half = impacts.copy()
    half[::2] = np.nan

    assert contained_fraction(ellipse, half) <= 0.5
    assert contained_fraction(ellipse, np.full((3, 2), np.nan)) == 0.0


def test_identical_impacts_have_an_ellipse_of_the_size_of_the_part():
    impacts = np.tile([[126.9, 54.85]], (50, 1))

    ellipse = dispersion_ellipse(impacts, containment_probability=0.97)

    assert 0.0 < ellipse.semi_minor_m < 10.0


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.1, 97.0, float("nan")])
def test_containment_must_be_a_probability(probability):
    with pytest.raises(InputError, match="between 0 and 1"):
        containment_factor(probability)


def test_an_ellipse_of_a_handful_of_impacts_is_refused():
    with pytest.raises(InputError, match="at least 20"):
        dispersion_ellipse(np.zeros((5, 2)), containment_probability=0.97)


def test_nothing_is_not_a_cloud():
    ellipse = Ellipse(
        latitude_deg=0.0,
        longitude_deg=0.0,
        semi_major_m=1.0,
        semi_minor_m=1.0,
        bearing_deg=0.0,
        containment_probability=0.9,
    )
    with pytest.raises(InputError):
        contained_fraction(ellipse, np.empty((0, 2)))
