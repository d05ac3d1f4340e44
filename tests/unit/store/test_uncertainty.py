"""The spread of figures: text of the sources as numbers."""

from importlib.resources import files

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.sourcing import SourcedValue
from cosmodrome.store.uncertainty import spread_ratio, uncertainties_of

CATALOGUE = load_catalogue()


def figure(path, value, sd):
    return SourcedValue(
        owner="mine",
        path=path,
        value=value,
        key="manual",
        text="User's Manual",
        remark="",
        sd=sd,
        pattern="*",
        estimate=False,
    )


@pytest.mark.parametrize(
    ("path", "value", "sd", "ratio"),
    [
        ("stage.core.dry_mass_kg", "4000.0", "2.5 %", 0.025),
        ("stage.core.dry_mass_kg", "4000.0", "100 kg", 0.025),
        ("stage.core.dry_mass_kg", "4000.0", "0.1 t", 0.025),
        ("stage.core.engine.isp_vac_s", "400", "2 s", 0.005),
        ("stage.core.engine.thrust_vac_n", "1000000", "10 kN", 0.01),
        ("stage.core.interstage_kg", "0.0", "100 kg", 0.0),
        ("stage.core.dry_mass_kg", "4000.0", None, None),
        ("drag.drag_coefficient", "20 values, 0.1 to 0.2", "15 %", 0.15),
        ("pad.latitude_deg", "51.8", "10 m", None),
        ("limits.bearing_deg", "10", "about a degree", None),
    ],
)
def test_a_spread_is_relative_to_its_figure(path, value, sd, ratio):
    found = spread_ratio(figure(path, value, sd))

    assert found is None if ratio is None else ratio == pytest.approx(found)


@pytest.mark.parametrize("sd", ["a little", "-1 %", "3 s", "5 m"])
def test_a_spread_that_weighs_must_be_a_number_in_the_unit_of_its_figure(sd):
    with pytest.raises(InputError, match=r"mine: stage.core.dry_mass_kg: sd '"):
        spread_ratio(figure("stage.core.dry_mass_kg", "4000.0", sd))


def test_a_mass_of_nothing_has_its_spread_in_kilograms(tmp_path):
    soyuz = files("cosmodrome") / "data" / "vehicles" / "soyuz-2.1b.toml"
    text = soyuz.read_text(encoding="utf-8")
    assert "[reserve]" not in text
    with_reserve = text.replace(
        "[sources]",
        "[sources]\n'reserve.*' = { key = 'estimate', why = 'not published', sd = '120 kg' }",
    )
    (tmp_path / "vehicles").mkdir()
    path = tmp_path / "vehicles" / "soyuz-2.1b.toml"
    path.write_text(f"{with_reserve}\n[reserve]\nperformance_propellant_kg = 0.0\n", "utf-8")
    catalogue = load_catalogue([tmp_path])

    known = uncertainties_of(catalogue, catalogue.configuration("soyuz-2.1b"))

    reserve = known["reserve.performance_propellant_kg"]
    assert (0.0, 120.0) == (reserve.sd_ratio, reserve.sd_kg)


def test_an_upper_stage_has_its_figures_behind_its_name():
    known = uncertainties_of(CATALOGUE, CATALOGUE.configuration("soyuz-2.1b+fregat"))

    assert 0.05 == known["upper_stage.dry_mass_kg"].sd_ratio
    assert "fregat: dry_mass_kg" == known["upper_stage.dry_mass_kg"].citation
    assert 0.01 == known["stage.core.dry_mass_kg"].sd_ratio
    assert known["drag.drag_coefficient"].sd_ratio is not None


@pytest.mark.parametrize("configuration", CATALOGUE.configurations(), ids=lambda c: c.id)
def test_every_spread_of_the_catalogue_can_be_read(configuration):
    assert uncertainties_of(CATALOGUE, configuration)
