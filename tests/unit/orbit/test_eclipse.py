import math
from datetime import UTC, datetime

import numpy as np
import pytest

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InputError
from cosmodrome.orbit.beta import beta_angle_rad, circular_eclipse_s
from cosmodrome.orbit.eclipse import shadow_passages, sunlight_margin_rad
from cosmodrome.orbit.elements import OrbitElements, state_from_elements, true_anomaly_of_mean_rad
from cosmodrome.orbit.secular import drifted
from cosmodrome.orbit.sun import sun_position_m

ORIGIN = datetime(2028, 6, 1, tzinfo=UTC)
SUN_M = np.array([1.496e11, 0.0, 0.0])


def orbit(*, perigee_km=400.0, apogee_km=400.0, inclination_deg=51.6, argp_rad=0.7, mean_rad=1.0):
    perigee_m, apogee_m = (EARTH_EQUATORIAL_RADIUS_M + 1e3 * km for km in (perigee_km, apogee_km))
    e = (apogee_m - perigee_m) / (apogee_m + perigee_m)
    return OrbitElements(
        semi_major_axis_m=(perigee_m + apogee_m) / 2.0,
        eccentricity=e,
        inclination_rad=math.radians(inclination_deg),
        raan_rad=2.0,
        argp_rad=argp_rad,
        true_anomaly_rad=true_anomaly_of_mean_rad(mean_rad, e),
    )


def test_the_shadow_is_behind_the_earth():
    behind, ahead, beside = (7e6, 0, 0), (-7e6, 0, 0), (0, 7e6, 0)

    margins = sunlight_margin_rad(
        np.array([ahead, behind, beside], float), SUN_M, shadow="cylinder"
    )

    assert [True, False, False] == (margins < 0.0).tolist()


@pytest.mark.parametrize(("shadow", "grows"), [("umbra", -1), ("cylinder", 0), ("penumbra", 1)])
def test_the_umbra_narrows_and_the_penumbra_widens_away_from_the_earth(shadow, grows):
    # By one solar radius in an astronomical unit, less the Earth's for the umbra.
    far_m = 4e7
    radius_m = EARTH_EQUATORIAL_RADIUS_M
    slope = {-1: (6.957e8 - radius_m), 0: 0.0, 1: (6.957e8 + radius_m)}[grows] / 1.496e11
    edge_m = radius_m + grows * slope * far_m
    inside, outside = (np.array([-far_m, edge_m + by, 0.0]) for by in (-2e3, 2e3))

    assert sunlight_margin_rad(inside, SUN_M, shadow=shadow) < 0.0
    assert sunlight_margin_rad(outside, SUN_M, shadow=shadow) > 0.0


@pytest.mark.parametrize(
    "elements",
    [
        orbit(),
        orbit(perigee_km=250.0, apogee_km=35_786.0, inclination_deg=49.0, argp_rad=3.1),
        orbit(
            perigee_km=600.0, apogee_km=39_800.0, inclination_deg=62.8, argp_rad=4.2, mean_rad=6.2
        ),
        orbit(perigee_km=820.0, apogee_km=820.0, inclination_deg=98.7, mean_rad=0.0),
    ],
)
def test_stays_are_where_states_along_the_orbit_are_dark(elements):
    revolutions = 2
    passages = shadow_passages(
        elements, elements.raan_rad, origin=ORIGIN, starts_s=5000.0, revolutions=revolutions
    )

    t_s = np.arange(0.0, passages.end_s, 10.0)
    r_m = np.array([state_from_elements(drifted(elements, t))[0] for t in t_s.tolist()])
    dark = sunlight_margin_rad(r_m, sun_position_m(ORIGIN, 5000.0 + t_s)) < 0.0

    inside = np.zeros(dark.size, bool)
    near = np.zeros(dark.size, bool)
    for enters_s, leaves_s in zip(passages.enters_s, passages.leaves_s, strict=True):
        inside |= (t_s >= enters_s) & (t_s < leaves_s)
        near |= np.abs(t_s - enters_s) < 1.0
        near |= np.abs(t_s - leaves_s) < 1.0
    assert dark.any()
    assert np.array_equal(dark[~near], inside[~near])


def test_of_a_stay_cut_by_the_start_or_the_end_the_rest_counts():
    elements = orbit()
    whole = shadow_passages(elements, 2.0, origin=ORIGIN, starts_s=0.0, revolutions=2)
    middle_s = float((whole.enters_s[0] + whole.leaves_s[0]) / 2.0)
    moved = drifted(elements, middle_s)

    later = shadow_passages(moved, moved.raan_rad, origin=ORIGIN, starts_s=middle_s, revolutions=1)

    assert 0.0 == later.enters_s[0]
    assert later.leaves_s[0] == pytest.approx(whole.leaves_s[0] - middle_s, abs=0.5)
    assert later.end_s == later.leaves_s[-1]
    assert 0.0 == later.first_s()[0]


def test_many_orbits_are_each_answered_as_if_alone():
    nodes_rad, starts_s = np.linspace(0.0, 6.0, 7), np.linspace(0.0, 3e7, 7)
    together = shadow_passages(orbit(), nodes_rad, origin=ORIGIN, starts_s=starts_s)

    for n in range(7):
        alone = shadow_passages(orbit(), nodes_rad[n], origin=ORIGIN, starts_s=starts_s[n])
        mine = together.orbits == n
        assert together.enters_s[mine] == pytest.approx(alone.enters_s, abs=0.01)
        assert together.longest_s()[n] == pytest.approx(alone.longest_s()[0], abs=0.01)
        assert together.sunlit_fraction()[n] == pytest.approx(alone.sunlit_fraction()[0], abs=1e-5)


def test_an_orbit_that_never_meets_the_shadow_says_so():
    # The Sun stands over the plane: node a quarter turn from it, inclination near 90 deg.
    dawn = orbit(perigee_km=800.0, apogee_km=800.0, inclination_deg=90.0)
    ra_rad = math.atan2(*sun_position_m(ORIGIN)[1::-1])

    passages = shadow_passages(dawn, ra_rad + math.pi / 2.0, origin=ORIGIN, starts_s=0.0)

    assert 0 == passages.orbits.size
    assert [0.0] == passages.longest_s().tolist()
    assert [passages.end_s] == passages.first_s().tolist()
    assert [1.0] == passages.sunlit_fraction().tolist()


def test_an_escape_has_no_revolutions():
    elements = OrbitElements(
        semi_major_axis_m=-2e7,
        eccentricity=1.3,
        inclination_rad=0.9,
        raan_rad=0.0,
        argp_rad=0.0,
        true_anomaly_rad=0.0,
    )
    with pytest.raises(InputError, match=r"closed orbit.*1\.3"):
        shadow_passages(elements, 0.0, origin=ORIGIN, starts_s=0.0)


def test_beta_is_the_height_of_the_sun_over_the_plane():
    sun = np.array([0.0, 0.0, 1.0])

    assert 1.0 == pytest.approx(float(beta_angle_rad(0.3, math.pi / 2.0 - 1.0, sun)))
    east = np.array([0.0, 1.0, 0.0])
    # A plane through the pole with its node on the x axis: its normal points to -y.
    assert -math.pi / 2.0 == pytest.approx(float(beta_angle_rad(0.0, math.pi / 2.0, east)))
    assert math.pi / 2.0 == pytest.approx(float(beta_angle_rad(math.pi, math.pi / 2.0, east)))


def test_a_plane_at_right_angles_to_the_sun_has_no_eclipse_and_one_through_it_the_longest():
    radius_m = EARTH_EQUATORIAL_RADIUS_M + 500e3

    across_s, through_s = circular_eclipse_s(radius_m, 1.0, [math.pi / 2.0, 0.0])

    assert 0.0 == across_s
    assert 2146.0 == pytest.approx(through_s, abs=5.0)  # asin(R / r) / pi of 94.6 min


def test_an_orbit_inside_the_earth_is_malformed():
    with pytest.raises(InputError, match="6378137"):
        circular_eclipse_s(6.3e6, 0.0, 0.0)
