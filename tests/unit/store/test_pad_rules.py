"""Rules of pad hazard that contradict themselves are refused where they stand."""

from importlib.resources import files

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.layers import layers_over
from cosmodrome.store.pad_rules_file import FILE, load_pad_rules
from cosmodrome.store.sourcing import load_sources

PACKAGED = files("cosmodrome").joinpath("data", FILE).read_text(encoding="utf-8")


def loaded(folder=None):
    layers = layers_over([folder] if folder else [])
    return load_pad_rules(layers, load_sources(layers))


def refusal(tmp_path, old, new):
    assert old in PACKAGED
    (tmp_path / FILE).write_text(PACKAGED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        loaded(tmp_path)
    return str(caught.value)


def test_every_number_has_a_source_and_every_hypergolic_load_known_poisons():
    rules, values = loaded()

    assert all(value.remark for value in values)
    for rule in rules.propellants:
        if rule.oxidiser is not None:
            assert rules.poison(rule.oxidiser).aegl3_ppm > rules.poison(rule.fuel).aegl2_ppm


def test_every_engine_of_the_catalogue_burns_what_the_rules_know():
    (rules, _), catalogue = loaded(), load_catalogue()
    engines = [stage.engine for vehicle in catalogue.vehicles for stage in vehicle.stages]
    engines += [upper.engine for upper in catalogue.upper_stages]

    burnt = {engine.propellants for engine in engines} - {None}

    assert burnt <= {rule.id for rule in rules.propellants}
    # Of one engine, which burns an unnamed green pair, nothing is published.
    assert ["Curie"] == [engine.name for engine in engines if engine.propellants is None]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "\nslope_coefficient = 50.0",
            "\nup_to_lb = 3e5\nslope_coefficient = 50.0",
            "up_to_lb out",
        ),
        ("up_to_lb = 100.0", "up_to_lb = 0.25", "must rise from step to step"),
        ("break_kg = 226795.0\n", "", "break_kg and above_fraction go together"),
        ("oxidiser_fraction = 0.66\n", "", "oxidiser, fuel and oxidiser_fraction go together"),
        ("launch_fraction = 0.20", "launch_fraction = 1.2", "launch_fraction"),
        ('stability = "F"', 'stability = "G"', "stability"),
        ("vapour_fraction = 0.20", "vapour_fraction = 2.0", "vapour_fraction"),
        ("soyuz-2 = 20.0", "soyuz-2 = -1.0", "blocked_cutoff.soyuz-2"),
        ("distance_m = 25000.0", "distance_m = 0.0", "distance_m"),
    ],
)
def test_a_contradiction_is_refused_with_its_line(old, new, said, tmp_path):
    message = refusal(tmp_path, old, new)

    assert said in message
    assert f"{FILE}:" in message
