"""Sunrise at a pad against astropy."""

from datetime import UTC, datetime, timedelta

import pytest
from astropy import units as u
from astropy.coordinates import AltAz, EarthLocation, get_sun
from astropy.time import Time
from astropy.utils import iers
from tests.fixtures.pads import VOSTOCHNY_1S

from cosmodrome.windows import daylight

# Stated by the Almanac for 1950 to 2050.
SUN_DEG = 0.01


@pytest.fixture(autouse=True)
def offline():
    """Keep astropy to the Earth orientation data that it was installed with."""
    with iers.conf.set_temp("auto_download", value=False), iers.conf.set_temp("auto_max_age", None):
        yield


def test_sunrise_is_when_astropy_has_the_upper_limb_on_the_horizon():
    pad = EarthLocation.from_geodetic(128.3347 * u.deg, 51.8842 * u.deg)
    first = datetime(2023, 5, 1, tzinfo=UTC)
    rule = daylight(VOSTOCHNY_1S)

    for day in rule.open_intervals(first, first + timedelta(days=3))[1:]:
        sky = AltAz(obstime=Time(day.opens), location=pad)
        assert get_sun(Time(day.opens)).transform_to(sky).alt.deg == pytest.approx(
            rule.from_deg, abs=SUN_DEG
        )
