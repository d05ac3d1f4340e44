"""A balloon sounding is read as it was measured, or refused with its line."""

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.sounding import MAX_BYTES, read_sounding

COMPONENTS = "altitude_m,u_m_s,v_m_s\n"
COMPASS = "altitude_m,speed_m_s,direction_deg\n"
MEASURED = "pressure_hpa,altitude_m,temperature_degc,humidity_percent,direction_deg,speed_kt\n"
# Levels of a sounding in the form that the University of Wyoming prints: one without wind, one
# of wind alone, one dry.
LISTED = """\
31510 Blagovescensk Observations at 12Z 10 Apr 2026

-----------------------------------------------------------------------------
   PRES   HGHT   TEMP   DWPT   RELH   MIXR   DRCT   SKNT   THTA   THTE   THTV
    hPa     m      C      C      %    g/kg    deg   knot     K      K      K
-----------------------------------------------------------------------------
 1000.0     38
  992.0    103    1.6    0.8     94   4.11    240      5  275.4  286.7  276.1
  925.0    660   -3.1   -3.8     95   3.13    245      9  276.1  284.9  276.7
  898.0    900                                260     12
  850.0   1325   -6.5  -10.0     76   2.11    280      3  279.3  285.5  279.7
  200.0  11500  -55.0                         270    100  345.0
</PRE><H3>Station information and sounding indices</H3><PRE>
                             Station number: 31510
"""
ROUNDING_M_S = 1e-12  # of sine and cosine at winds of tens of metres per second
ROUNDING_RATIO = 2e-4  # of pressures in tenths of a hectopascal, temperatures in tenths


def read(folder, text):
    path = folder / "sounding.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sounding(path)


def refusal(folder, text):
    with pytest.raises(InputError) as refused:
        read(folder, text)
    return str(refused.value).removeprefix(f"{folder}/")


def test_east_and_north_wind_are_taken_as_they_stand(tmp_path):
    wind = read(tmp_path, COMPONENTS + "0,1.5,-2\n1000,3,4\n")

    assert [0.0, 1000.0] == wind.altitude_m.tolist()
    assert [1.5, 3.0] == wind.east_m_s.tolist()
    assert [-2.0, 4.0] == wind.north_m_s.tolist()
    assert wind.density_ratio is None
    assert wind.temperature_ratio is None


def test_a_direction_is_where_the_wind_comes_from(tmp_path):
    wind = read(tmp_path, COMPASS + "0,10,270\n1000,20,0\n2000,5,90\n3000,7,180\n")

    assert pytest.approx([10.0, 0.0, -5.0, 0.0], abs=ROUNDING_M_S) == wind.east_m_s.tolist()
    assert pytest.approx([0.0, -20.0, 0.0, 7.0], abs=ROUNDING_M_S) == wind.north_m_s.tolist()


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path):
    text = "\ufeffaltitude_m, u_m_s, v_m_s\r\n0, 1, 2\r\n\r\n1000, 3, 4\r\n,,\r\n"

    assert [1.0, 3.0] == read(tmp_path, text).east_m_s.tolist()


def test_pressure_and_temperature_become_density_over_the_standard(tmp_path):
    found = read(tmp_path, MEASURED + "1013.25,0,15,0,270,20\n898.746,1000,8.5,0,270,20\n")

    assert pytest.approx([1.0, 1.0], abs=ROUNDING_RATIO) == found.density_ratio.tolist()
    assert pytest.approx([1.0, 1.0], abs=ROUNDING_RATIO) == found.temperature_ratio.tolist()
    assert pytest.approx(20 * 1852 / 3600) == found.east_m_s[0]


def test_moist_air_is_lighter_than_dry_air_of_the_same_temperature(tmp_path):
    dry = read(tmp_path, MEASURED + "1013.25,0,30,0,270,20\n900,1000,20,0,270,20\n")
    moist = read(tmp_path, MEASURED + "1013.25,0,30,100,270,20\n900,1000,20,0,270,20\n")

    # Vapour of 42.4 hPa, saturated at 30 degC, weighs 0.622 of the air that it replaces.
    assert pytest.approx(1.0 - 0.378 * 42.4 / 1013.25, abs=ROUNDING_RATIO) == (
        moist.density_ratio[0] / dry.density_ratio[0]
    )


def test_a_list_of_levels_is_read_where_it_has_a_wind(tmp_path):
    found = read(tmp_path, LISTED)

    # Geopotential metres are a little more than metres: 11 500 gpm are 11 521 m.
    heights_m = pytest.approx([103.0, 660.1, 900.1, 1325.3, 11520.8], abs=0.2)
    assert heights_m == found.altitude_m.tolist()
    assert pytest.approx(100 * 1852 / 3600) == found.east_m_s[-1]
    assert pytest.approx(0.0, abs=1e-9) == found.north_m_s[-1]
    # 992.0 hPa and 1.6 degC, dew point 0.8: 1.2540 kg/m3; the standard has 1.2129 at 103 m.
    assert pytest.approx(1.2540 / 1.2129, abs=0.001) == found.density_ratio[0]
    below, alone, above = found.density_ratio[1:4]
    assert min(below, above) < alone < max(below, above)


def test_speeds_of_a_list_may_be_in_metres_per_second(tmp_path):
    found = read(tmp_path, LISTED.replace("SKNT", "SPED").replace("knot", " m/s"))

    assert pytest.approx(100.0) == found.east_m_s[-1]


def test_a_table_of_the_university_of_wyoming_is_read(tmp_path):
    header = (
        "time,longitude,latitude,pressure_hPa,geopotential height_m,temperature_C,"
        "dew point temperature_C,ice point temperature_C,relative humidity_%,humidity wrt ice_%,"
        "mixing ratio_g/kg,wind direction_degree,wind speed_m/s\n"
    )
    first = "2026-04-10 11:30:00,127.5,50.3,990.0,120,5.0,1.0,1.0,75,75,4.1,270,5\n"
    second = "2026-04-10 11:31:00,127.5,50.3,950.0,470,2.0,-1.0,-1.0,80,80,3.7,270,8\n"

    found = read(tmp_path, header + first + second)

    assert pytest.approx([5.0, 8.0]) == found.east_m_s.tolist()
    assert found.density_ratio is not None


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
        (
            "altitude_m,u_m_s,v_m_s,colour\n0,1,2,3\n",
            ":1: the header must be altitude_m,u_m_s,v_m_s",
        ),
        ("altitude_m,u_m_s,u_m_s\n0,1,2\n", ":1: names a column twice"),
        (
            "altitude_m,u_m_s,v_m_s,pressure_hpa\n0,1,2,1000\n",
            ":1: density needs both pressure_hpa and temperature_degc",
        ),
        (MEASURED + "101325,0,15,0,270,20\n", ":2: pressure_hpa: must be 0.01 to 1100, got 1013"),
        (MEASURED + "1000,0,288,0,270,20\n", ":2: temperature_degc: must be -130 to 60, got 288"),
        (LISTED + LISTED, ":18: holds more than one sounding"),
        (LISTED.replace("SKNT", "ABCD"), ":4: a list of levels needs HGHT, DRCT and SKNT or SPED"),
        (LISTED.replace("    103", "   9999"), ":9: altitude_m: must rise from line to line"),
        (LISTED.replace(" 11500", " 1l500"), ":12: height_gpm: '1l500' is no finite number"),
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
        read_sounding(tmp_path / "none.csv")


def test_a_folder_is_no_sounding(tmp_path):
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        read_sounding(tmp_path)
