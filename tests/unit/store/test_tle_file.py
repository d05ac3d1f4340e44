from pathlib import Path

import pytest
from sgp4.api import Satrec

from cosmodrome.errors import InputError
from cosmodrome.store.tle_file import inclination_of_tle_deg, read_tle

STATION = Path(__file__).parents[3] / "examples" / "station-51p7.tle"
# The example says 420 km; its eccentricity swings the altitude by 2 km, J2 by about 10 km.
STATION_RADIUS_KM = 6378.137 + 420.0
RADIUS_TOLERANCE_KM = 25.0


def test_a_title_before_the_two_lines_may_be_there_or_not(tmp_path):
    bare = tmp_path / "bare.tle"
    lines = STATION.read_text(encoding="ascii").splitlines()[1:]
    bare.write_text("\n\n".join(lines), encoding="ascii")

    assert read_tle(STATION) == read_tle(bare) == tuple(lines)
    assert 51.7 == inclination_of_tle_deg(read_tle(bare))


def test_the_station_of_the_example_flies_by_an_independent_reader():
    satellite = Satrec.twoline2rv(*read_tle(STATION))

    error, position_km, _ = satellite.sgp4(satellite.jdsatepoch + 180.0, satellite.jdsatepochF)

    assert 0 == error
    radius_km = sum(x * x for x in position_km) ** 0.5
    assert abs(radius_km - STATION_RADIUS_KM) < RADIUS_TOLERANCE_KM


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must hold two lines of elements, with or without a title; it has 0"),
        ("x" * 20_000, "has 20000 bytes; a set of two lines has about 140"),
    ],
)
def test_what_is_no_set_of_two_lines_is_refused(tmp_path, text, said):
    path = tmp_path / "station.tle"
    path.write_text(text, encoding="ascii")

    with pytest.raises(InputError) as caught:
        read_tle(path)

    assert said == caught.value.message


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    path = tmp_path / "station.tle"
    with pytest.raises(InputError, match="there is no such file of two-line elements"):
        read_tle(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is no text of two-line elements"):
        read_tle(path)


def test_an_inclination_that_is_no_angle_is_refused():
    first, second = read_tle(STATION)

    with pytest.raises(InputError, match=r"inclination ' 5x\.7000' is no number"):
        inclination_of_tle_deg((first, second.replace(" 51.7000", " 5x.7000")))
    with pytest.raises(InputError, match="inclination must be 0 to 180 deg, got 251"):
        inclination_of_tle_deg((first, second.replace(" 51.7000", "251.7000")))


def test_a_line_that_was_changed_is_named_by_file_and_shown_with_the_other_over_the_layout(
    tmp_path,
):
    path = tmp_path / "station.tle"
    first, second = read_tle(STATION)
    path.write_text(f"TITLE\n{second}\n{first}\n", encoding="ascii")

    with pytest.raises(InputError, match="are the lines swapped") as caught:
        read_tle(path)

    said = str(caught.value).splitlines()
    assert said[0].startswith(f"{path}:2: line 1 of a two-line element begins with '2 '")
    assert [f"  given    {second}", f"  given    {first}"] == said[1::2]
    assert all(line.startswith("  official ") for line in said[2::2])
