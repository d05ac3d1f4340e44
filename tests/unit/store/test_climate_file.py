"""Monthly wind and air of the sites: packaged, laid over by a user, refused with their line."""

import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.climate_file import COLUMNS

SITE = """
name = "Testfield"
latitude_deg = 51.0
longitude_deg = 128.0
measured_to_m = 20000.0
trust = "two levels of a test"

[error]
wind_mean_m_s = 1.0
wind_spread_ratio = 0.1
density_mean_ratio = 0.01
density_spread_aloft_ratio = 0.06

[sources]
"*" = { key = "estimate", why = "a test" }
"""
HEADER = ",".join(COLUMNS)
GROUND = "1,0,1.0,2.0,3.0,4.0,0.1,1.01,0.02,0.99,0.01,-0.5"
ALOFT = "1,20000,5.0,6.0,7.0,8.0,0.2,1.02,0.03,0.98,0.02,-0.6"
# Rows of the range atmosphere of Cape Canaveral, 2019, January, 10 km, and the standard there.
CAPE_DENSITY_SD_RATIO, CAPE_EAST_M_S = 0.011, 35.0
SAME_RATIO, SAME_M_S = 0.004, 5.0
# Spread of density at Fairbanks, 2006, in per cent of its mean, January and July, by altitude; read
# from the tables by another hand.
FAIRBANKS_PERCENT = {
    5e3: (1.8, 0.9),
    10e3: (4.3, 1.8),
    15e3: (2.9, 1.9),
    20e3: (3.2, 1.3),
    30e3: (6.1, 2.3),
}
ROUNDING_PERCENT = 0.06


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def folder_with(tmp_path, table, site=SITE):
    atmosphere = tmp_path / "atmosphere"
    atmosphere.mkdir()
    (atmosphere / "testfield.toml").write_text(site)
    if table is not None:
        (atmosphere / "testfield.csv").write_text(table)
    return tmp_path


def test_every_packaged_site_has_twelve_months_up_to_60_km(catalogue):
    for month in range(1, 13):
        climates = catalogue.climates(month)

        assert len(catalogue.climate_files) == len(climates) == 21
        assert all(c.altitude_m[0] == 0.0 and c.altitude_m[-1] == 60e3 for c in climates)
        assert all(0.5 < c.mean[:, 2:].min() and c.mean[:, 2:].max() < 1.5 for c in climates)
        assert all(0.002 < c.sd[:, 2].min() and c.sd[:, 2].max() < 0.2 for c in climates)


def test_the_jet_over_the_cape_is_that_of_its_range_atmosphere(catalogue):
    cape = next(c for c in catalogue.climates(1) if c.site == "cape-canaveral")
    at = int(np.flatnonzero(cape.altitude_m == 10_000.0)[0])

    assert pytest.approx(CAPE_EAST_M_S, abs=SAME_M_S) == cape.mean[at, 0]
    assert pytest.approx(CAPE_DENSITY_SD_RATIO, abs=SAME_RATIO) == cape.sd[at, 2]


@pytest.mark.parametrize(("index", "month"), [(0, 1), (1, 7)])
def test_density_spreads_by_what_the_tables_of_fairbanks_say(catalogue, index, month):
    fairbanks = next(c for c in catalogue.climates(month) if c.site == "fairbanks")

    for altitude_m, percent in FAIRBANKS_PERCENT.items():
        spread = fairbanks.sd[:, 2] / fairbanks.mean[:, 2]
        found = float(np.interp(altitude_m, fairbanks.altitude_m, spread))
        assert pytest.approx(percent[index], abs=ROUNDING_PERCENT) == 100.0 * found


def test_cold_air_is_dense_near_the_ground_and_thin_above_the_tropopause(catalogue):
    january = next(c for c in catalogue.climates(1) if c.site == "vostochny")

    assert january.mean[0, 2] > 1.03
    assert january.mean[int(np.flatnonzero(january.altitude_m == 12_000.0)[0]), 2] < 0.95


def test_southern_sites_have_their_winter_in_july(catalogue):
    january, july = (
        next(c for c in catalogue.climates(month) if c.site == "mahia") for month in (1, 7)
    )

    assert july.mean[0, 2] > january.mean[0, 2]


def test_a_user_adds_a_site_and_the_nearest_counts(tmp_path):
    catalogue = load_catalogue([folder_with(tmp_path, f"{HEADER}\n{GROUND}\n{ALOFT}\n")])

    weather = catalogue.weather(latitude_deg=51.1, longitude_deg=128.1, month=1)

    assert "testfield" == weather.over_pad.site
    assert [1.0, 2.0, 1.01, 0.99] == weather.over_pad.mean[0].tolist()
    assert [7.0, 8.0, 0.03, 0.02] == weather.over_pad.sd[1].tolist()
    assert [[0.1, -0.5], [0.2, -0.6]] == weather.over_pad.correlation.tolist()
    assert (
        "vostochny"
        == catalogue.weather(latitude_deg=51.1, longitude_deg=128.1, month=2).over_pad.site
    )


def test_a_changed_table_changes_the_digest(tmp_path):
    before = load_catalogue([folder_with(tmp_path, f"{HEADER}\n{GROUND}\n{ALOFT}\n")]).digest
    table = tmp_path / "atmosphere" / "testfield.csv"
    table.write_text(table.read_text().replace("7.0", "7.1"))

    assert before != load_catalogue([tmp_path]).digest


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (f"{HEADER}\n{GROUND}\n1,9000\n", "testfield.csv:3: must have 12 values, has 2"),
        (f"{HEADER}\n{GROUND}\n{GROUND}\n", "testfield.csv:3: altitude_m: must rise from line"),
        (f"{HEADER}\n{GROUND}\n", "testfield.csv:2: month 1 needs 2 levels or more, has 1"),
        (
            f"{HEADER}\n{GROUND}\n{ALOFT.replace('7.0', 'calm')}\n",
            "testfield.csv:3: east_sd_m_s: must be a finite number, got 'calm'",
        ),
        (f"{HEADER}\n{GROUND}\n{ALOFT.replace('7.0', '-7')}\n", "no sd may be negative"),
        (f"{HEADER}\n{GROUND}\n{ALOFT.replace('-0.6', '-1.6')}\n", "correlations lie within"),
        ("month,altitude_m\n", "testfield.csv:1: the header must be month,altitude_m,east_mean"),
        ("", "testfield.csv: the header must be month"),
    ],
)
def test_what_is_no_climate_is_refused_with_its_line(tmp_path, table, words):
    folder = folder_with(tmp_path, table)

    with pytest.raises(InputError) as refused:
        load_catalogue([folder])

    assert words in str(refused.value)


def test_a_site_without_its_table_is_refused(tmp_path):
    with pytest.raises(
        InputError, match=r"testfield\.toml: needs a table atmosphere/testfield\.csv"
    ):
        load_catalogue([folder_with(tmp_path, None)])


def test_no_month_and_no_site_near_mean_standard_air_at_rest_with_a_spread_of_density(catalogue):
    monthless = catalogue.weather(latitude_deg=51.9, longitude_deg=128.3, month=None).over_pad
    remote = catalogue.weather(latitude_deg=-40.0, longitude_deg=-120.0, month=1).over_pad

    for climate in (monthless, remote):
        assert "standard" == climate.site
        assert [[0.0, 0.0, 1.0, 1.0]] * 2 == climate.mean.tolist()
        assert [[0.0, 0.0, 0.025, 0.0]] * 2 == climate.sd.tolist()
