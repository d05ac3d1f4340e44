from datetime import timedelta

import numpy as np
import pytest
from sgp4.api import WGS72, Satrec
from tests.fixtures.pads import STATION_TLE

from cosmodrome.epochs import utc_julian_date
from cosmodrome.errors import InputError
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.orbit.station import station_orbit
from cosmodrome.orbit.two_lines import LAYOUTS, checksum_of_line

LINE1, LINE2 = STATION_TLE
# J2 sways a low orbit along its path by 0.15 deg, the equation of the centre by 0.04 deg.
RIPPLE_DEG = 0.2
# The equinox moves by 46 arcseconds a year against the intermediate origin.
EQUINOX_DEG_PER_DAY = 46.1 / 3600.0 / 365.25


def with_checksum(line):
    return line[:68] + str(checksum_of_line(line))


def test_an_element_gives_the_mean_orbit():
    orbit = station_orbit(LINE1, LINE2)

    assert orbit.epoch.isoformat().startswith("2024-05-06T19:53:04.99")
    assert orbit.eccentricity == 0.000358
    # J2 alone gives -4.962 deg a day; SGP4 adds J4 and the square of J2.
    assert orbit.plane.node_rate_rad_s * 86400.0 * 57.29578 == pytest.approx(-4.9635, abs=1e-3)
    assert 0.5 < orbit.age_d(orbit.epoch + timedelta(days=0.51)) < 0.52


def test_the_node_is_counted_from_the_equinox_of_its_date():
    orbit = station_orbit(LINE1, LINE2)
    of_the_model = Satrec.twoline2rv(LINE1, LINE2, WGS72).nodedot / 60.0

    slower_deg = np.degrees(of_the_model - orbit.plane.node_rate_rad_s) * 86400.0

    assert slower_deg == pytest.approx(EQUINOX_DEG_PER_DAY, rel=0.02)


def test_the_mean_place_in_the_plane_stays_beside_the_osculating_one_with_its_drag():
    orbit = station_orbit(LINE1, LINE2)
    satellite = Satrec.twoline2rv(LINE1, LINE2, WGS72)
    hours = np.arange(0, 20 * 24, 7)

    mean_deg = np.degrees(orbit.argument_of_latitude_rad(orbit.epoch, hours * 3600.0))

    for n, hour in enumerate(hours.tolist()):
        date = utc_julian_date(orbit.epoch + timedelta(hours=hour))
        _, r_km, v_km_s = satellite.sgp4(date.midnight_d, date.fraction_d)
        elements = elements_from_state(np.array(r_km) * 1e3, np.array(v_km_s) * 1e3)
        off_deg = np.degrees(elements.argument_of_latitude_rad) - mean_deg[n]
        assert abs((off_deg + 180.0) % 360.0 - 180.0) < RIPPLE_DEG


def test_a_decayed_satellite_is_refused():
    low = with_checksum(LINE2[:52] + "17.99957674" + LINE2[63:])

    with pytest.raises(InputError, match="SGP4 refuses the two-line element of 25544, its error"):
        station_orbit(LINE1, low)


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
    with pytest.raises(InputError, match=says) as caught:
        station_orbit(*lines)

    first, second = (line.rstrip() for line in lines)
    assert str(caught.value).splitlines()[1:] == [
        f"  given    {first}",
        f"  official {LAYOUTS[0]}",
        f"  given    {second}",
        f"  official {LAYOUTS[1]}",
    ]


def test_the_end_of_a_line_may_carry_spaces():
    assert station_orbit(LINE1 + "  ", LINE2 + "\r\n") == station_orbit(LINE1, LINE2)
