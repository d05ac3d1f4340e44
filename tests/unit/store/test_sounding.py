"""A balloon sounding is read as it was measured, or refused with its line."""

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.sounding import MAX_BYTES, read_sounding

COMPONENTS = "altitude_m,u_m_s,v_m_s\n"
COMPASS = "altitude_m,speed_m_s,direction_deg\n"
ROUNDING_M_S = 1e-12  # of sine and cosine at winds of tens of metres per second


def read(folder, text):
    path = folder / "sounding.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sounding(path, spaceport="vostochny")


def refusal(folder, text):
    with pytest.raises(InputError) as refused:
        read(folder, text)
    return str(refused.value).removeprefix(f"{folder}/")


def test_east_and_north_wind_are_taken_as_they_stand_and_have_no_spread(tmp_path):
    wind = read(tmp_path, COMPONENTS + "0,1.5,-2\n1000,3,4\n")

    assert (0.0, 1000.0) == wind.altitude_m
    assert (1.5, 3.0) == wind.u_mean_m_s
    assert (-2.0, 4.0) == wind.v_mean_m_s
    assert (0.0, 0.0) == wind.u_sd_m_s == wind.v_sd_m_s
    assert ("vostochny", None) == (wind.spaceport, wind.month)


def test_a_direction_is_where_the_wind_comes_from(tmp_path):
    wind = read(tmp_path, COMPASS + "0,10,270\n1000,20,0\n2000,5,90\n3000,7,180\n")

    assert pytest.approx((10.0, 0.0, -5.0, 0.0), abs=ROUNDING_M_S) == wind.u_mean_m_s
    assert pytest.approx((0.0, -20.0, 0.0, 7.0), abs=ROUNDING_M_S) == wind.v_mean_m_s


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path):
    text = "\ufeffaltitude_m, u_m_s, v_m_s\r\n0, 1, 2\r\n\r\n1000, 3, 4\r\n,,\r\n"

    assert (1.0, 3.0) == read(tmp_path, text).u_mean_m_s


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (COMPONENTS + "0,1,2\n1000,calm,2\n", ":3: u_m_s: 'calm' is no finite number; leave"),
        (COMPONENTS + "0,1,nan\n1000,1,2\n", ":2: v_m_s: 'nan' is no finite number; leave"),
        (COMPONENTS + "0,1,\n1000,1,2\n", ":2: v_m_s: '' is no finite number; leave"),
        (COMPONENTS + "0,1,2\n1000,1_0,2\n", ":3: u_m_s: '1_0' is no finite number; leave"),
        (COMPONENTS + "0,1,2\n\n1e999,1,2\n", ":4: altitude_m: must be -500 to 100000, got 1e999"),
        (COMPONENTS + "0,1,2\n1000,-999,2\n", ":3: u_m_s: must be -150 to 150, got -999; leave"),
        (COMPONENTS + "0,1,2\n1000,120,120\n", ":3: east and north wind make 169.7 m/s, more"),
        (COMPASS + "0,151,2\n1000,1,2\n", ":2: speed_m_s: must be 0 to 150, got 151; leave"),
        (COMPASS + "0,1,2\n1000,1,361\n", ":3: direction_deg: must be 0 to 360, got 361; it is"),
        (COMPONENTS + "0,1,2\n500,1,2\n500,1,2\n", ":4: altitude_m: must rise from line to line"),
        (COMPONENTS + "900,1,2\n500,1,2\n", ":3: altitude_m: must rise from line to line, 500 m"),
        (COMPONENTS + "0,1,2\n1000,1\n", ":3: must have 3 values, altitude_m,u_m_s,v_m_s, has 2"),
        (COMPONENTS + "0,1,2\n", ":2: a sounding needs 2 levels or more below its header, has 1"),
        (COMPONENTS, ":1: a sounding needs 2 levels or more below its header, has 0"),
        ("altitude_m;u_m_s;v_m_s\n0;1;2\n", ":1: the header must be altitude_m,u_m_s,v_m_s or"),
        ("height,wind" * 99, "got 'height,windheight,windheight,windheight,…'"),
        ("\n \n", ": is empty; begin with altitude_m,u_m_s,v_m_s"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", ": is no text; a sounding is a comma-separated table"),
        (b"\x00" * 64, ": is no text; a sounding is a comma-separated table"),
        (b"0" * (MAX_BYTES + 1), ": has more than 1000000 bytes; thin it out"),
    ],
)
def test_what_is_no_wind_is_refused_with_its_place(tmp_path, text, words):
    message = refusal(tmp_path, text)

    assert message.startswith("sounding.csv:")
    assert words in message


def test_a_sounding_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv: there is no such sounding"):
        read_sounding(tmp_path / "none.csv", spaceport="vostochny")


def test_a_folder_is_no_sounding(tmp_path):
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        read_sounding(tmp_path, spaceport="vostochny")
