import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.errors import InputError
from cosmodrome.safety.casualty import Aircraft, Ship
from cosmodrome.store.area_rules_file import read_area_rules
from cosmodrome.store.toml_source import TomlSource


def read(text):
    return read_area_rules(TomlSource.parse(text.encode(), file="hazard_areas.toml"))


def test_the_packaged_rules_are_those_of_the_united_states():
    ships, aircraft, land = catalogue().area_rules

    assert ("ships", 0.97, 1e-5) == (
        ships.audience,
        ships.containment_probability,
        ships.hit_probability,
    )
    assert (1e-6, 1e-6) == (aircraft.hit_probability, land.hit_probability)
    assert isinstance(ships.craft, Ship)
    assert isinstance(aircraft.craft, Aircraft)
    assert None is land.craft
    assert all(rule.rule.startswith("14 CFR 450.133") for rule in (ships, aircraft, land))


def test_an_audience_that_is_left_out_gets_no_area():
    (land,) = read(
        '[land]\nrule = "local"\ncontainment_probability = 0.997\nhit_probability = 1e-6\n'
    )

    assert ("land", 0.997) == (land.audience, land.containment_probability)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            '[land]\nrule = "x"\ncontainment_probability = 97\nhit_probability = 1e-6\n',
            "containment_probability",
        ),
        ('[land]\nrule = "x"\nhit_probability = 1e-6\n', "containment_probability is missing"),
        (
            '[ships]\nrule = "x"\ncontainment_probability = 0.97\nhit_probability = 1e-6\n',
            "length_m is missing",
        ),
        ("[divers]\n", "divers"),
    ],
)
def test_malformed_rules_are_refused_with_their_place(text, complaint):
    with pytest.raises(InputError, match=complaint):
        read(text)
