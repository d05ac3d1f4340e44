from datetime import UTC, datetime
from pathlib import Path

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.orbit_text import parse_target_orbit

EXAMPLES = Path(__file__).parents[3] / "examples"
STATION = EXAMPLES / "station-51p7.tle"
# Kilometre of the geostationary altitude in every textbook.
GEOSTATIONARY_KM = 35786.0
ALTITUDE_TOLERANCE_KM = 0.5


def test_options_that_were_not_given_do_not_count():
    orbit = parse_target_orbit(
        {"orbit": None, "altitude_km": 450.0, "inclination_deg": 87.4, "ltan": None}
    )

    assert "circular" == orbit.kind
    assert (450.0, 450.0) == (orbit.perigee_altitude_km, orbit.apogee_altitude_km)
    assert not orbit.has_plane


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"altitude_km": 820.0, "ltdn": "09:30"}, "sun-synchronous"),
        ({"perigee_km": 193.0, "apogee_km": 245.0, "inclination_deg": 51.6}, "elliptic"),
        ({"perigee_km": 500.0, "apogee_km": 500.0, "inclination_deg": 51.6}, "circular"),
        ({"station_tle": STATION}, "station"),
        ({"c3_km2_s2": 10.0}, "escape"),
    ],
)
def test_the_kind_may_be_left_out_where_the_elements_tell(options, kind):
    assert kind == parse_target_orbit(options).kind


def test_local_times_become_hours():
    orbit = parse_target_orbit({"orbit": "sun-synchronous", "altitude_km": 820.0, "ltdn": "09:30"})

    assert 9.5 == orbit.ltdn_h
    assert orbit.inclination_deg is None
    assert orbit.has_plane


def test_a_right_ascension_is_true_of_date_unless_said_otherwise():
    options = {"altitude_km": 450.0, "inclination_deg": 87.4, "raan_deg": 0.0}

    orbit = parse_target_orbit({**options, "raan_epoch": "2028-01-01T12:00:00+03:00"})

    assert "true-of-date" == orbit.raan_frame
    assert datetime(2028, 1, 1, 9, tzinfo=UTC) == orbit.raan_epoch
    assert orbit.has_plane


def test_a_ship_for_a_station_is_injected_below_it_unless_said_otherwise():
    usual = parse_target_orbit({"orbit": "station", "station_tle": str(STATION)})
    other = parse_target_orbit({"station_tle": STATION, "perigee_km": 200.0, "apogee_km": 240.0})

    assert (193.0, 245.0) == (usual.perigee_altitude_km, usual.apogee_altitude_km)
    assert (200.0, 240.0) == (other.perigee_altitude_km, other.apogee_altitude_km)
    assert 51.7 == usual.inclination_deg


def test_a_station_without_elements_has_no_plane():
    orbit = parse_target_orbit({"orbit": "station", "inclination_deg": 51.7})

    assert (193.0, 245.0) == (orbit.perigee_altitude_km, orbit.apogee_altitude_km)
    assert not orbit.has_plane


def test_a_geostationary_orbit_needs_no_element():
    orbit = parse_target_orbit({"orbit": "geostationary"})

    assert abs(orbit.apogee_altitude_km - GEOSTATIONARY_KM) < ALTITUDE_TOLERANCE_KM
    assert 0.0 == orbit.inclination_deg


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"repeat": "233/16", "inclination_deg": 98.2}, "circular"),
        ({"repeat": "233/16", "ltdn": "10:00"}, "sun-synchronous"),
        ({"repeat": "2/1", "perigee_km": 600.0, "inclination_deg": 63.4}, "elliptic"),
        (
            {"perigee_km": 250.0, "inclination_deg": 51.8, "sun_angle_deg": "60..120"},
            "geostationary-transfer",
        ),
    ],
)
def test_wishes_tell_the_kind_as_elements_do(options, kind):
    assert kind == parse_target_orbit(options).kind


def test_texts_of_options_become_pairs_and_tolerances():
    track = parse_target_orbit({"repeat": " 233/16", "ltdn": "10:00", "frozen": True})
    transfer = parse_target_orbit(
        {
            "orbit": "geostationary-transfer",
            "perigee_km": 250.0,
            "inclination_deg": 51.8,
            "sun_angle_deg": "60..120",
            "tolerance": "inclination_deg=0.05, apogee_altitude_km=200",
        }
    )

    assert ((233, 16), True) == (track.repeat, track.frozen)
    assert (60.0, 120.0) == transfer.sun_angle_deg
    assert (0.05, 200.0) == (
        transfer.tolerance.inclination_deg,
        transfer.tolerance.apogee_altitude_km,
    )


def test_planes_an_asymptote_and_a_rendezvous_arrive():
    plane = parse_target_orbit(
        {"altitude_km": 600.0, "ltan": "06:00", "planes": 4, "plane": 2, "plane_spacing_min": 30.0}
    )
    escape = parse_target_orbit(
        {"c3_km2_s2": 10.0, "declination_deg": -5.0, "right_ascension_deg": 120.0}
    )
    ship = parse_target_orbit({"station_tle": STATION, "rendezvous": "2-orbit"})

    assert (4, 2, 30.0) == (plane.planes, plane.plane, plane.plane_spacing_min)
    assert escape.has_asymptote
    assert "2-orbit" == ship.rendezvous


def test_a_local_time_with_seconds_is_kept_to_the_second():
    orbit = parse_target_orbit({"altitude_km": 820.0, "ltan": "9:30:36"})

    assert 9.51 == pytest.approx(orbit.ltan_h)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"altitude_km": 820.0, "ltdn": "24:00"},
            "--ltdn: '24:00' is beyond the day, which ends before 24:00; midnight is 00:00, and "
            "minutes and seconds go to 59",
        ),
        (
            {"altitude_km": 820.0, "ltdn": "9.5"},
            "--ltdn: '9.5' is no local time; write hours and minutes, \"09:30\"",
        ),
        (
            {"repeat": "466/32", "inclination_deg": 98.2},
            "--repeat: 466/32 closes 2 times over; write 233/16, without a common divisor",
        ),
        (
            {"repeat": "14.5", "inclination_deg": 98.2},
            "--repeat: must be revolutions/days such as 233/16, got '14.5'",
        ),
        (
            {"repeat": "233/0", "inclination_deg": 98.2},
            "--repeat: days: must be at least 1, got 0",
        ),
        (
            {"altitude_km": 450.0, "inclination_deg": 87.4, "tolerance": "altitude_km=-5"},
            "--tolerance: altitude_km: must be more than 0, got -5.0",
        ),
        (
            {"altitude_km": 450.0, "inclination_deg": 87.4, "tolerance": "5 km"},
            "--tolerance: must be name=number, several by commas, such as "
            "raan_deg=0.2,altitude_km=5; got '5 km'",
        ),
        (
            {"altitude_km": 450.0, "inclination_deg": 87.4, "tolerance": "altitude_km=5,"},
            "--tolerance: must be name=number, several by commas, such as "
            "raan_deg=0.2,altitude_km=5; got ''",
        ),
        (
            {"altitude_km": 450.0, "inclination_deg": 87.4, "tolerance": "altitude=5"},
            "--tolerance: altitude: unknown key 'altitude'; did you mean 'altitude_km'?",
        ),
        (
            {
                "altitude_km": 450.0,
                "inclination_deg": 87.4,
                "tolerance": "altitude_km=5,altitude_km=6",
            },
            "--tolerance: gives altitude_km twice; keep one of them",
        ),
        (
            {"altitude_km": 450.0, "inclination_deg": 87.4, "tolerance": "raan_deg=0.2"},
            "--tolerance: raan_deg: says nothing without --raan-deg, --ltan, --ltdn, "
            "--station-tle or --right-ascension-deg",
        ),
        (
            {"perigee_km": 250.0, "inclination_deg": 51.8, "sun_angle_deg": "60-120"},
            "--sun-angle-deg: must be two angles in degrees such as 60..120, got '60-120'",
        ),
        (
            {"perigee_km": 250.0, "inclination_deg": 51.8, "sun_angle_deg": "120..60"},
            "--sun-angle-deg: must be two angles between 0 and 180 deg, the smaller first, such "
            "as 60 and 120; got 120 to 60",
        ),
        (
            {"altitude_km": 450.0, "inclination_deg": 87.4, "raan_deg": 5.0},
            "--raan-deg: needs --raan-epoch beside it: --raan-frame is true-of-date or gcrf, "
            "--raan-epoch an instant such as 2028-01-10T00:00:00Z",
        ),
        (
            {
                "altitude_km": 450.0,
                "inclination_deg": 87.4,
                "raan_deg": 5.0,
                "raan_epoch": "2028-01-10T00:00:00",
            },
            "--raan-epoch: must be in UTC, with a Z at its end, got 2028-01-10T00:00:00",
        ),
        (
            {
                "altitude_km": 450.0,
                "inclination_deg": 87.4,
                "raan_deg": 5.0,
                "raan_epoch": "2016-12-31T23:59:60Z",
            },
            "--raan-epoch: 2016-12-31T23:59:60Z has a second 60, which a leap second would be and "
            "which cannot be told apart here; write 2016-12-31T23:59:59Z, or the second after it",
        ),
        (
            {"altitude_km": 600.0, "ltan": "06:00", "planes": 4},
            "--planes: needs one of --plane-spacing-deg (eastwards), --plane-spacing-min (of local "
            'time), or --walker "star" (180 deg over all planes) or "delta" (360 deg)',
        ),
        (
            {"altitude_km": 600.0, "ltan": "06:00", "plane": 4},
            "--plane: says nothing without --planes 12, or however many",
        ),
        (
            {"orbit": "station", "inclination_deg": 51.7, "rendezvous": "2-orbit"},
            "--rendezvous: needs --station-tle beside it: without the station's elements there is "
            "nobody to meet",
        ),
        (
            {"altitude_km": 820000.0, "inclination_deg": 87.4},
            "--altitude-km: 820000 km is beyond 100000 km; was it given in metres? "
            "then write --altitude-km 820",
        ),
        (
            {"orbit": "circular", "altitude_km": 450.0},
            "orbit options: the kind 'circular' needs --inclination-deg, "
            "for example --inclination-deg 87.4",
        ),
        (
            {"altitude_km": 450.0, "inclination_deg": 87.4, "raan_deg": 5.0, "raan_epoch": "May"},
            "--raan-epoch: must be an instant such as 2028-01-10T00:00:00Z, got 'May'",
        ),
        (
            {"perigee_km": 245.0, "apogee_km": 193.0, "inclination_deg": 51.6},
            "--apogee-km: 193 km is below --perigee-km 245 km; are they swapped?",
        ),
        (
            {"orbit": "circulr", "altitude_km": 450.0},
            "--orbit: unknown kind 'circulr'; did you mean 'circular'?",
        ),
        (
            {"altitude_km": float("nan"), "inclination_deg": 87.4},
            "--altitude-km: must be a finite number, got nan",
        ),
    ],
)
def test_a_message_speaks_of_options_not_of_keys(options, said):
    with pytest.raises(InputError) as caught:
        parse_target_orbit(options)

    assert said == str(caught.value)
