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
    ("options", "said"),
    [
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
