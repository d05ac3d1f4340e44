from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.spaceport.climate import Climate
from cosmodrome.spaceport.sounding import Sounding, SoundingErrors, climate_after_sounding

ERRORS = SoundingErrors(
    wind_sd_m_s=0.5,
    wind_change_m_s=1.4,
    density_sd_ratio=0.003,
    density_change_ratio=0.002,
    temperature_sd_ratio=0.002,
    temperature_change_ratio=0.002,
)
MONTH = Climate(
    site="pad",
    name="Pad",
    latitude_deg=52.0,
    longitude_deg=128.0,
    month=1,
    altitude_m=np.array([0.0, 60e3]),
    mean=np.array([[10.0, 0.0, 1.0, 1.0]] * 2),
    sd=np.array([[8.0, 8.0, 0.03, 0.02]] * 2),
    correlation=np.zeros((2, 2)),
    wind_memory_m=5000.0,
    air_memory_m=8000.0,
    trust="a test",
)
BALLOON = Sounding(
    altitude_m=np.array([0.0, 10e3, 20e3]),
    east_m_s=np.array([2.0, 40.0, 20.0]),
    north_m_s=np.array([1.0, -3.0, 0.0]),
)
AIR = replace(
    BALLOON, density_ratio=np.array([1.05, 0.95, 0.9]), temperature_ratio=np.array([0.9, 1.0, 1.1])
)


def after(sounding=BALLOON, climate=MONTH, since_release_h=0.0):
    return climate_after_sounding(climate, sounding, since_release_h=since_release_h, errors=ERRORS)


def at(climate, altitude_m, table="mean"):
    rows = getattr(climate, table)
    return [float(np.interp(altitude_m, climate.altitude_m, column)) for column in rows.T]


def test_the_balloon_replaces_the_mean_wind_and_leaves_the_error_of_its_instruments():
    changed = after()

    assert [40.0, -3.0, 1.0, 1.0] == at(changed, 10e3)
    assert [0.5, 0.5, 0.03, 0.02] == at(changed, 10e3, "sd")
    assert changed.month is None


def test_density_and_temperature_are_the_balloons_where_it_measured_them():
    changed = after(AIR)

    assert [40.0, -3.0, 0.95, 1.0] == at(changed, 10e3)
    assert [0.5, 0.5, 0.003, 0.002] == at(changed, 10e3, "sd")


def test_the_wind_changes_with_the_root_of_the_hours_and_never_more_than_between_two_days():
    assert pytest.approx(np.hypot(0.5, 1.4 * 2.0)) == at(after(since_release_h=4.0), 10e3, "sd")[0]
    calm = replace(MONTH, sd=MONTH.sd / 8.0)
    assert (
        pytest.approx(np.sqrt(2.0)) == at(after(climate=calm, since_release_h=36.0), 5e3, "sd")[0]
    )


def test_above_the_balloon_the_month_returns_as_deviations_forget_each_other():
    changed = after()

    kept = np.exp(-1.0)
    assert pytest.approx(10.0 + kept * 10.0) == at(changed, 25e3)[0]
    expected_m_s = np.sqrt((kept * 0.5) ** 2 + (1.0 - kept**2) * 8.0**2)
    assert pytest.approx(expected_m_s) == at(changed, 25e3, "sd")[0]
    assert pytest.approx(10.0, abs=0.01) == at(changed, 60e3)[0]
    assert pytest.approx(8.0, abs=0.01) == at(changed, 60e3, "sd")[0]


def test_where_no_month_is_told_the_top_is_held():
    changed = after(climate=replace(MONTH, month=None))

    assert [20.0, 0.0, 1.0, 1.0] == at(changed, 60e3)
    assert 0.5 == at(changed, 60e3, "sd")[0]
    assert "held above" in changed.trust


@pytest.mark.parametrize("hours", [-1.0, 49.0, float("nan")])
def test_a_balloon_from_another_week_is_refused(hours):
    with pytest.raises(InputError, match="hours since the release of the balloon must be 0 to 48"):
        after(since_release_h=hours)


@pytest.mark.parametrize(
    "change",
    [
        {"altitude_m": np.array([0.0, 0.0, 1.0])},
        {"density_ratio": np.ones(3)},
    ],
)
def test_a_malformed_sounding_is_refused(change):
    with pytest.raises(InputError):
        replace(BALLOON, **change)
