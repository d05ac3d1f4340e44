"""An instant inside a leap second is answered where it was written."""

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.orbit_text import parse_target_orbit
from cosmodrome.store.toml_source import TomlSource


def test_a_leap_second_in_a_file_is_told_with_its_line():
    text = b'name = "x"\nlaunch_after = 2016-12-31T23:59:60Z\n'

    with pytest.raises(InputError, match=r"m\.toml:2: .*leap second.*2016-12-31T23:59:59Z"):
        TomlSource.parse(text, file="m.toml")


def test_a_leap_second_in_an_option_is_told_with_the_option():
    options = {
        "orbit": "leo",
        "altitude_km": 400.0,
        "inclination_deg": 60.0,
        "raan_deg": 10.0,
        "raan_epoch": "2016-12-31T23:59:60Z",
    }

    with pytest.raises(InputError, match=r"--raan-epoch: .*leap second"):
        parse_target_orbit(options)
