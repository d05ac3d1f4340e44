from pathlib import Path

import pytest
from tests.fixtures.flown_soyuz import catalogue

import cosmodrome
from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.rendezvous_file import read_rendezvous
from cosmodrome.store.toml_source import TomlSource

PACKAGED = Path(cosmodrome.__file__).parent / "data" / "rendezvous.toml"


def read_changed(old, new):
    text = PACKAGED.read_text(encoding="utf-8")
    assert old in text
    return read_rendezvous(TomlSource.parse(text.replace(old, new).encode(), file="r.toml"))


def test_the_catalogue_has_three_ways_to_a_station():
    rendezvous = catalogue().rendezvous

    assert ["2-orbit", "4-orbit", "2-day"] == [each.id for each in rendezvous.profiles]
    assert rendezvous.profile("2-day") is rendezvous.profiles[2]
    assert rendezvous.profile("2-orbit").docking_h < rendezvous.profile("4-orbit").docking_h
    assert 0.0 < rendezvous.element_errors.crossing_in_ten_days_s


def test_every_figure_of_a_rendezvous_has_a_source():
    paths = {value.path for value in catalogue().values_of("rendezvous")}

    assert {"2-day.most_depth_km", "element_errors.phase_in_ten_days_deg"} <= paths
    assert 23 == len(paths)


def test_a_profile_that_is_not_there_is_refused():
    with pytest.raises(
        InputError, match="unknown rendezvous profile '1-day'; did you mean '2-day'"
    ):
        catalogue().rendezvous.profile("1-day")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("free_h = 0.59", "free_h = 3.0", r"r.toml:\d+: 2-orbit: .*must rise from 0 on, got 3"),
        ("stale_d = 14.0", "stale_d = 0.0", r"r.toml:\d+: element_errors.stale_d"),
        ("docking_h = 5.8", "docked_h = 5.8", r"r.toml:\d+: 4-orbit.docked_h"),
    ],
)
def test_a_malformed_profile_is_refused_with_line_and_field(old, new, says):
    with pytest.raises(InputError, match=says):
        read_changed(old, new)


def test_a_user_may_bring_profiles_of_another_ship(tmp_path):
    text = PACKAGED.read_text(encoding="utf-8").replace("docking_h = 50.57", "docking_h = 52.0")
    (tmp_path / "rendezvous.toml").write_text(text, encoding="utf-8")

    rendezvous = load_catalogue([tmp_path]).rendezvous

    assert 52.0 == rendezvous.profile("2-day").docking_h
