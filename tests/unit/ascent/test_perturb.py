"""Figures of a configuration: each has its own name and place, and changes nothing else."""

from dataclasses import fields, is_dataclass

import pytest

from cosmodrome.ascent.perturb import KG, PERCENT, figures_of
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.uncertainty import uncertainties_of

CATALOGUE = load_catalogue()
CONFIGURATIONS = CATALOGUE.configurations()
SOYUZ = CATALOGUE.configuration("soyuz-2.1b+fregat")
ALMOST_ALL = 0.999


def leaves(record, path=""):
    """Every plain value of nested records by its path."""
    if is_dataclass(record):
        for each in fields(record):
            yield from leaves(getattr(record, each.name), f"{path}.{each.name}")
    elif isinstance(record, tuple):
        for n, item in enumerate(record):
            yield from leaves(item, f"{path}.{getattr(item, 'name', n)}")
    else:
        yield path, record


def changed_leaves(configuration, figure, value):
    before, after = dict(leaves(configuration)), dict(leaves(figure.change(configuration, value)))
    assert set(before) == set(after)
    return {path.rpartition(".")[2] for path in before if before[path] != after[path]}


def figure_of(name, configuration=SOYUZ):
    return next(figure for figure in figures_of(configuration) if figure.name == name)


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda c: c.id)
def test_every_figure_has_a_name_and_a_place_of_its_own(configuration):
    names = [figure.name for figure in figures_of(configuration)]

    assert len(set(names)) == len(names)
    assert {"drag", "fairing"} < set(names)


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda c: c.id)
def test_every_figure_that_weighs_is_a_leaf_of_the_catalogue(configuration):
    known = uncertainties_of(CATALOGUE, configuration)

    assert [] == [
        figure.leaf
        for figure in figures_of(configuration)
        if figure.value != 0.0 and figure.leaf not in known
    ]


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda c: c.id)
def test_a_mass_changes_alone(configuration):
    for figure in figures_of(configuration):
        if figure.unit == KG and figure.value:
            changed = changed_leaves(configuration, figure, ALMOST_ALL * figure.value)
            assert {figure.leaf.rpartition(".")[2]} == changed, figure.name


def test_thrust_moves_the_flow_and_leaves_the_specific_impulse():
    figure = figure_of("thrust.core")
    engine = figure.change(SOYUZ, 101.0).vehicle.stage("core").engine
    before = SOYUZ.vehicle.stage("core").engine

    assert PERCENT == figure.unit
    assert before.isp_vac_s == engine.isp_vac_s
    assert 1.01 * before.mass_flow_kg_s == pytest.approx(engine.mass_flow_kg_s)
    assert before.thrust_sl_n / before.thrust_vac_n == pytest.approx(
        engine.thrust_sl_n / engine.thrust_vac_n
    )


def test_specific_impulse_leaves_the_thrust():
    engine = figure_of("specific-impulse.upper-stage").change(SOYUZ, 340.0).upper_stage.engine

    assert 340.0 == engine.isp_vac_s
    assert SOYUZ.upper_stage.engine.thrust_vac_n == engine.thrust_vac_n


def test_drag_scales_at_every_speed_and_stage():
    vehicle = figure_of("drag").change(SOYUZ, 110.0).vehicle

    assert SOYUZ.vehicle.drag == vehicle.drag
    assert [1.1 * area_m2 for _, area_m2 in SOYUZ.vehicle.reference_areas_m2] == pytest.approx(
        [area_m2 for _, area_m2 in vehicle.reference_areas_m2]
    )


def test_without_an_upper_stage_the_last_stage_has_the_reserves():
    names = {figure.name for figure in figures_of(CATALOGUE.configuration("soyuz-2.1b"))}

    assert {"performance-reserve.stage-3", "disposal.stage-3"} < names
    assert "performance-reserve.upper-stage" not in names
