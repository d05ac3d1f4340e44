"""Ground stations of the catalogue, by name, and from a person's own file."""

import pytest

from cosmodrome.errors import InputError
from cosmodrome.spaceport.ground_station import stations_of_spaceport
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.ground_stations_file import (
    load_station_networks,
    read_stations,
    stations_named,
)
from cosmodrome.store.layers import layers_over

NETWORKS = load_station_networks(layers_over([]))


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_spaceport_of_the_catalogue_has_a_network():
    served = {port for network in NETWORKS for port in network.spaceports}

    assert {site.id for site in load_catalogue().spaceports} == served


def test_a_spaceport_is_followed_by_its_network():
    ids = {station.id for station in stations_of_spaceport(NETWORKS, "vostochny")}

    assert {"ussuriysk", "ulan-ude", "kamchatka"} < ids
    assert "wallops" not in ids


def test_an_unknown_spaceport_is_followed_by_all():
    everyone = [station for network in NETWORKS for station in network.stations]

    assert everyone == list(stations_of_spaceport(NETWORKS, "nowhere"))


def test_ids_name_stations_and_networks_each_once():
    found = stations_named("kiruna, russian,vorkuta", NETWORKS)

    assert "kiruna" == found[0].id
    assert len(found) == 1 + len(NETWORKS[0].stations)


def test_an_unknown_id_is_told_what_is_close():
    with pytest.raises(InputError, match="did you mean 'kourou'"):
        stations_named("kouru", NETWORKS)


def test_a_table_of_ones_own_in_toml(tmp_path):
    text = '[home]\nname = "Home"\nlatitude_deg = 48.1\nlongitude_deg = 11.6\n'

    (found,) = stations_named(str(written(tmp_path, "mine.toml", text)), NETWORKS)

    assert ("home", 48.1, 0.0, 5.0) == (
        found.id,
        found.latitude_deg,
        found.altitude_m,
        found.mask_deg,
    )


def test_a_table_of_ones_own_as_values_with_commas(tmp_path):
    text = "id,name,latitude_deg,longitude_deg,mask_deg\nhome,,48.1,11.6,10\nship,Ship,0,-30,\n"

    home, ship = read_stations(written(tmp_path, "mine.csv", text))

    assert ("home", "home", 10.0) == (home.id, home.name, home.mask_deg)
    assert ("Ship", 5.0, 0.0) == (ship.name, ship.mask_deg, ship.altitude_m)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "id,latitude\nhome,48\n", r"a\.csv:1: needs the columns id, latitude_deg"),
        ("a.csv", "id,latitude_deg,longitude_deg\nx,north,1\n", r"a\.csv:2: latitude_deg must"),
        ("a.csv", "id,latitude_deg,longitude_deg\nx,95,1\n", r"a\.csv:2: .* -90 to 90, got 95"),
        ("a.csv", "id,latitude_deg,longitude_deg\n,5,1\n", r"a\.csv:2: a station needs an id"),
        ("a.csv", "id,latitude_deg,longitude_deg\n", "holds no station"),
        ("a.csv", "id,latitude_deg,longitude_deg\nx,5,1\nx,6,1\n", "two stations are called 'x'"),
        ("a.toml", "[x]\nname = 'X'\nlatitude_deg = 5.0\n", "longitude_deg is missing"),
        ("a.toml", "[x]\nname = 'X'\nlatitude_deg = 99.0\nlongitude_deg = 1.0\n", "90"),
        ("a.toml", "", "holds no station"),
    ],
)
def test_a_malformed_file_is_told_with_its_place(tmp_path, name, text, message):
    with pytest.raises(InputError, match=message) as error:
        read_stations(written(tmp_path, name, text))

    assert name in str(error.value)


@pytest.mark.parametrize("name", ["gone.csv", "gone.toml"])
def test_a_missing_file_is_told(tmp_path, name):
    with pytest.raises(InputError, match=r"gone\."):
        read_stations(tmp_path / name)


def test_a_user_replaces_the_stations_of_the_catalogue(tmp_path):
    text = (
        '[sources]\n"*" = { key = "estimate", why = "test" }\n[own]\nname = "Own"\n'
        'spaceports = ["vostochny"]\n[own.station.home]\nname = "Home"\n'
        "latitude_deg = 48.1\nlongitude_deg = 11.6\n"
    )
    written(tmp_path, "ground_stations.toml", text)

    (network,) = load_catalogue([tmp_path]).station_networks()

    assert ("own", "home") == (network.id, network.stations[0].id)
