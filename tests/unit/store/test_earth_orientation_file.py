from datetime import UTC, datetime
from importlib.resources import files

import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.earth_orientation_file import (
    COLUMNS,
    load_earth_orientation,
    read_earth_orientation,
)
from cosmodrome.store.layers import layers_over
from cosmodrome.store.toml_source import TomlSource

COMMON = TomlSource.parse(
    b"measured_sd_s = 4e-5\nwander_ratio = 1e-8\n", file="earth_orientation.toml"
)
HEADER = ",".join(COLUMNS)
GOOD = f"# a comment\n{HEADER}\n57753,-0.40776,81.4,263.1,\n57754,0.59128,80.0,262.0,0.00100\n"


def read(table):
    return read_earth_orientation(COMMON, table, table_file="t.csv")


def test_the_packaged_table_reaches_from_1973_into_the_future():
    orientation = load_earth_orientation(layers_over([]))

    assert orientation.midnights_d[0] == 41684.0
    assert np.all(np.diff(orientation.midnights_d) == 1.0)
    assert orientation.predicted_from is not None
    assert orientation.error_s(datetime(2020, 1, 1, tzinfo=UTC)) < 1e-4
    assert np.max(np.abs(np.diff(orientation.ut1_tai_s))) < 5e-3


def test_the_packaged_table_is_small():
    table = files("cosmodrome").joinpath("data", "earth_orientation.csv")

    assert len(table.read_bytes()) < 600_000


def test_a_table_is_read_with_its_units_leap_seconds_and_forecast():
    orientation = read(GOOD)
    midnight = datetime(2017, 1, 1, tzinfo=UTC)

    assert midnight == orientation.predicted_from
    assert orientation.ut1_tai_s == pytest.approx([-36.40776, -36.40872], abs=1e-9)
    assert orientation.ut1_sd_s == pytest.approx([4e-5, 1e-3], abs=1e-12)
    assert np.degrees(orientation.pole_x_rad) * 3.6e6 == pytest.approx([81.4, 80.0], abs=1e-9)


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("57755,0.59,80.0,262.0", "ut1_sd_s", "left out where it was measured"),
        ("57755,0.59,80.0,262.0,,7", "ut1_sd_s", "left out where it was measured"),
        ("57756,0.59,80.0,262.0,", "modified_julian_day", "follow one another"),
        ("57755.5,0.59,80.0,262.0,", "modified_julian_day", "must be whole"),
        ("57755,1.59,80.0,262.0,", "ut1_utc_s", "from -0.9 to 0.9 s"),
        ("57755,nan,80.0,262.0,", "ut1_utc_s", "from -0.9 to 0.9 s"),
        ("57755,0.59,eighty,262.0,", "pole_x_mas", "a number from -1000 to 1000"),
        ("57755,0.59,,262.0,", "pole_x_mas", "a number from -1000 to 1000"),
        ("57755,0.59,80.0,-2620.0,", "pole_y_mas", "a number from -1000 to 1000"),
        ("57755,0.59,80.0,262.0,-0.1", "ut1_sd_s", "from 0 to 0.9 s"),
    ],
)
def test_a_wrong_line_is_told_with_its_number_and_field(row, field, words):
    with pytest.raises(InputError, match=words) as caught:
        read(f"{GOOD}{row}\n")

    assert caught.value.place is not None
    assert (5, field) == (caught.value.place.line, caught.value.place.field)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "header must be"),
        ("a,b\n1,2\n", "header must be"),
        (f"{HEADER}\n", "one day or more"),
        (f"{HEADER}\n41316,0.1,1,1,\n", "41317"),
    ],
)
def test_a_table_without_days_of_our_time_is_refused(table, words):
    with pytest.raises(InputError, match=words):
        read(table)


def test_a_folder_of_the_user_may_bring_its_own_table(tmp_path):
    (tmp_path / "earth_orientation.toml").write_text(
        "measured_sd_s = 1e-5\nwander_ratio = 0.0\n"
        '[sources]\n"*" = { key = "estimate", why = "a test" }\n',
        encoding="utf-8",
    )
    table = tmp_path / "earth_orientation.csv"
    table.write_text(GOOD, encoding="utf-8")

    catalogue = load_catalogue([tmp_path])

    assert catalogue.earth_orientation().midnights_d == pytest.approx([57753.0, 57754.0])
    assert load_catalogue().digest != catalogue.digest
    table.write_text(GOOD.replace("262.0", "x"), encoding="utf-8")
    with pytest.raises(InputError, match=r"earth_orientation\.csv:4"):
        load_catalogue([tmp_path])
