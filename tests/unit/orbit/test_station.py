import pytest
from tests.fixtures.pads import STATION_TLE

from cosmodrome.errors import InputError
from cosmodrome.orbit.station import checksum_of_line, station_orbit

LINE1, LINE2 = STATION_TLE


def with_checksum(line):
    return line[:68] + str(checksum_of_line(line))


def test_an_element_gives_the_mean_orbit():
    orbit = station_orbit(LINE1, LINE2)

    assert orbit.epoch.isoformat().startswith("2024-05-06T19:53:04.99")
    assert orbit.eccentricity == 0.000358
    # J2 alone gives -4.962 deg a day; SGP4 adds J4 and the square of J2.
    assert orbit.plane.node_rate_rad_s * 86400.0 * 57.29578 == pytest.approx(-4.9635, abs=1e-3)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((LINE1[:-1] + "4", LINE2), "line 1 .* checksum '4'.* add up to 5"),
        ((LINE1, LINE2.replace("51.6393", "51.6394")), "line 2 .* a character was changed"),
        ((LINE2, LINE1), "are the lines swapped"),
        ((LINE1, LINE1), "are the lines swapped"),
        ((LINE1[:60], LINE2), "69 ASCII characters, this one 60"),
        ((LINE1, LINE2.replace("51.6393", "51·6393")), "ASCII"),
        ((LINE1, ""), "this one 0"),
        ((LINE1, with_checksum(LINE2.replace("25544", "25545"))), "different objects"),
        ((LINE1, with_checksum(LINE2.replace("51.6393", "516.393"))), "misplaced field"),
        (("ISS (ZARYA)", LINE1), "this one 11"),
    ],
)
def test_a_broken_element_is_shown_over_the_official_layout(lines, says):
    with pytest.raises(InputError, match=says):
        station_orbit(*lines)


def test_a_message_shows_the_line_and_the_layout():
    with pytest.raises(InputError) as caught:
        station_orbit(LINE1[:-1] + "4", LINE2)

    assert LINE1[:-1] + "4" in str(caught.value)
    assert "1 NNNNNC" in str(caught.value)


def test_the_end_of_a_line_may_carry_spaces():
    assert station_orbit(LINE1 + "  ", LINE2 + "\r\n") == station_orbit(LINE1, LINE2)
