"""Light over pads and shadow behind the Earth, against skyfield, DE421 and closed forms."""

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import skyfield_data
from skyfield import almanac
from skyfield.api import load, load_file, wgs84
from skyfield.positionlib import Geocentric
from tests.fixtures.pads import KOUROU_ELS, VOSTOCHNY_1S, pad

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.manifest.rule import SUN_KINDS
from cosmodrome.orbit.beta import beta_angle_rad, circular_eclipse_s
from cosmodrome.orbit.eclipse import shadow_passages, sunlight_margin_rad
from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.orbit.secular import argp_rate_rad_s, mean_anomaly_rate_rad_s
from cosmodrome.orbit.sun import sun_direction, sun_position_m
from cosmodrome.windows.sun_rules import sun_rule

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
# The Sun is good to 0.009 deg, skyfield's is 0.0024 deg lower by parallax, UT1 is off by 0.02 s
# in 2024: seconds of time follow from the slope of the Sun's path over each pad.
SUN_AND_PARALLAX_DEG = 0.0115
ROUNDING_S = 0.6
SLOPE_S = 1.0
# The closed form leaves out that Sun and node move along the orbit, by up to 1/250 of its rate.
ALONG_RATIO = 4e-3
METRES_PER_AU = 149597870700.0
WEST_OF_THE_DATE_LINE, EAST_OF_IT = pad(-8.0, 179.9), pad(-8.0, -179.9)
POLAR = pad(71.0, 25.0)
GEOSTATIONARY = OrbitElements(
    semi_major_axis_m=42_164_170.0,
    eccentricity=0.0,
    inclination_rad=0.0,
    raan_rad=0.0,
    argp_rad=0.0,
    true_anomaly_rad=0.0,
)


@pytest.fixture(scope="module")
def ephemeris():
    found = load_file(str(Path(skyfield_data.__file__).parent / "data" / "de421.bsp"))
    yield found
    found.close()


def almanac_s(ephemeris, place, height_deg):
    """Return when the Sun rises, and sets, through a height over a place, POSIX seconds."""
    scale = load.timescale(builtin=True)
    spot = wgs84.latlon(place.latitude_deg, place.longitude_deg, elevation_m=place.altitude_m)
    observer = ephemeris["earth"] + spot
    found = []
    for search in (almanac.find_risings, almanac.find_settings):
        times, real = search(
            observer,
            ephemeris["sun"],
            scale.from_datetime(FIRST),
            scale.from_datetime(LAST),
            horizon_degrees=height_deg,
        )
        found.append(np.array([t.timestamp() for t in times[real].utc_datetime()]))
    return found


def slope_deg_s(ephemeris, place, instants_s):
    """Return how fast skyfield's Sun climbs or sinks at some instants."""
    scale = load.timescale(builtin=True)
    spot = wgs84.latlon(place.latitude_deg, place.longitude_deg, elevation_m=place.altitude_m)
    observer = ephemeris["earth"] + spot
    heights = []
    for later_s in (-SLOPE_S, SLOPE_S):
        when = [datetime.fromtimestamp(s + later_s, UTC) for s in instants_s.tolist()]
        seen = observer.at(scale.from_datetimes(when)).observe(ephemeris["sun"]).apparent()
        heights.append(seen.altaz()[0].degrees)
    return np.abs(heights[1] - heights[0]) / (2.0 * SLOPE_S)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (VOSTOCHNY_1S, "daylight"),
        (VOSTOCHNY_1S, "dark-astronomical"),
        (KOUROU_ELS, "light-civil"),
        (WEST_OF_THE_DATE_LINE, "daylight"),
        (EAST_OF_IT, "dark-nautical"),
        (POLAR, "daylight"),
    ],
)
def test_a_year_of_light_begins_and_ends_when_skyfield_says(ephemeris, place, kind):
    from_deg, to_deg = SUN_KINDS[kind]
    light = from_deg > -90.0
    rising_s, setting_s = almanac_s(ephemeris, place, from_deg if light else to_deg)

    intervals = sun_rule(kind, place).open_intervals(FIRST, LAST)

    opens_s = np.array([i.opens.timestamp() for i in intervals if i.opens > FIRST])
    closes_s = np.array([i.closes.timestamp() for i in intervals if i.closes < LAST])
    for ours_s, theirs_s in (
        (opens_s, rising_s if light else setting_s),
        (closes_s, setting_s if light else rising_s),
    ):
        assert theirs_s.size == ours_s.size
        tolerance_s = SUN_AND_PARALLAX_DEG / slope_deg_s(ephemeris, place, theirs_s) + ROUNDING_S
        assert np.all(np.abs(ours_s - theirs_s) <= tolerance_s)


def test_in_the_umbra_skyfield_sees_no_sun_and_out_of_the_penumbra_it_does(ephemeris):
    rng = np.random.default_rng(5)
    origin = datetime(2028, 3, 20, tzinfo=UTC)
    sun_m = sun_position_m(origin)
    away = -sun_m / np.linalg.norm(sun_m)
    behind_m = rng.uniform(6.4e6, 4.5e7, 400)[:, None] * away
    r_m = behind_m + rng.normal(scale=5e6, size=(400, 3))
    r_m = r_m[np.linalg.norm(r_m, axis=-1) > 1.01 * EARTH_EQUATORIAL_RADIUS_M]
    instant = load.timescale(builtin=True).from_datetime(origin)
    r_gcrs_m = np.einsum("ji,nj->ni", instant.M, r_m)

    sunlit = np.array(
        [
            Geocentric(r / METRES_PER_AU, t=instant, center=399).is_sunlit(ephemeris)
            for r in r_gcrs_m
        ]
    )

    umbra = sunlight_margin_rad(r_m, sun_m, shadow="umbra") < 0.0
    penumbra = sunlight_margin_rad(r_m, sun_m, shadow="penumbra") < 0.0
    assert 50 < umbra.sum() < 350
    assert not sunlit[umbra].any()
    assert sunlit[~penumbra].all()


@pytest.mark.parametrize("altitude_km", [250.0, 820.0, 20_200.0, 35_786.0])
@pytest.mark.parametrize("inclination_deg", [0.0, 51.6, 98.0])
def test_sampled_eclipses_of_circular_orbits_have_the_length_of_the_closed_form(
    altitude_km, inclination_deg
):
    radius_m = EARTH_EQUATORIAL_RADIUS_M + 1e3 * altitude_km
    inclination_rad = math.radians(inclination_deg)
    orbit = OrbitElements(
        semi_major_axis_m=radius_m,
        eccentricity=0.0,
        inclination_rad=inclination_rad,
        raan_rad=0.0,
        argp_rad=0.0,
        true_anomaly_rad=0.0,
    )
    origin = datetime(2028, 1, 1, tzinfo=UTC)
    starts_s = np.linspace(0.0, 366 * 86400.0, 300)
    nodes_rad = np.linspace(0.0, 11.0 * math.tau, 300) % math.tau
    shape = radius_m, 0.0, inclination_rad
    period_s = math.tau / (mean_anomaly_rate_rad_s(*shape) + argp_rate_rad_s(*shape))
    # A whole eclipse lies within two revolutions; the plane and the Sun move in half of them.
    middle = sun_direction(origin, starts_s + period_s)
    moves_rad = (period_s / 86400.0) * (math.radians(9.0 if altitude_km < 2000.0 else 0.1) + 0.0172)

    passages = shadow_passages(
        orbit, nodes_rad, origin=origin, starts_s=starts_s, revolutions=2, shadow="cylinder"
    )

    beta_rad = beta_angle_rad(nodes_rad, inclination_rad, middle)
    shorter_s, longer_s = (
        circular_eclipse_s(radius_m, inclination_rad, np.maximum(np.abs(beta_rad) + by, 0.0))
        for by in (1.5 * moves_rad, -1.5 * moves_rad)
    )
    found_s = passages.longest_s()
    assert np.all(found_s <= longer_s * (1.0 + ALONG_RATIO) + 1.0)
    assert np.all(found_s >= shorter_s * (1.0 - ALONG_RATIO) - 1.0)


def test_a_geostationary_satellite_is_dark_for_70_min_at_the_equinox():
    # Soop, Handbook of Geostationary Orbits (1994), sec. 5.2: 72 min with penumbra at most.
    def longest_min(shadow):
        passages = shadow_passages(
            GEOSTATIONARY,
            0.0,
            origin=datetime(2028, 3, 20, 6, tzinfo=UTC),
            starts_s=0.0,
            revolutions=2,
            shadow=shadow,
        )
        return passages.longest_s().item() / 60.0

    assert longest_min("penumbra") == pytest.approx(71.7, abs=0.5)
    assert longest_min("umbra") == pytest.approx(67.4, abs=0.5)
    assert longest_min("cylinder") == pytest.approx(69.6, abs=0.3)


def test_geostationary_eclipses_come_44_to_46_days_about_the_equinox():
    # Soop, sec. 5.2: two seasons a year of about 45 days.
    days = np.arange(366)

    dark = (
        shadow_passages(
            GEOSTATIONARY,
            0.0,
            origin=datetime(2028, 1, 1, tzinfo=UTC),
            starts_s=days * 86400.0,
            revolutions=1,
        ).longest_s()
        > 0.0
    )

    spring = [
        datetime(2028, 1, 1, tzinfo=UTC) + timedelta(days=int(d)) for d in days[:183][dark[:183]]
    ]
    assert 44 <= len(spring) <= 47
    assert (2, 26) <= (spring[0].month, spring[0].day) <= (2, 28)
    assert (4, 10) <= (spring[-1].month, spring[-1].day) <= (4, 13)
