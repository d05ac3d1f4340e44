"""Exchange ratios and the band: against a rocket whose capability is a formula."""

import math
from dataclasses import replace

import pytest

from cosmodrome.ascent.exchange import (
    QUANTILE_OF_80_PERCENT,
    Slope,
    capability_band,
    exchange_ratios,
    slopes_of,
    target_slopes,
)
from cosmodrome.ascent.perturb import Figure, figures_of
from cosmodrome.constants import STANDARD_GRAVITY_M_S2
from cosmodrome.errors import InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.vehicles.uncertainty import Uncertainty

SOYUZ = load_catalogue().configuration("soyuz-2.1b+fregat")
ORBIT = TargetOrbit(
    kind="circular",
    perigee_altitude_km=500.0,
    apogee_altitude_km=500.0,
    inclination_deg=97.4,
)
NEEDED_M_S = 2500.0
CUTOFF_KG = 3000.0
# The slopes of a central difference over 0.1 % of a figure.
SLOPE_RATIO = 1e-5
# A kilogram at a time where a figure is nothing.
ONE_KG_RATIO = 1e-3


def payload_kg(configuration, orbit=ORBIT):
    """What a Fregat that starts in a low orbit gives the speed that it needs, by Tsiolkovsky."""
    upper = configuration.upper_stage
    extra_m_s = 0.5 * (orbit.apogee_altitude_km - 500.0) + 0.1 * (orbit.perigee_altitude_km - 500.0)
    extra_m_s += 130.0 * (orbit.inclination_deg - 97.4)
    exhaust_m_s = upper.engine.isp_vac_s * STANDARD_GRAVITY_M_S2
    ratio = math.exp((NEEDED_M_S + extra_m_s) / exhaust_m_s)
    burnt_kg = upper.propellant_kg - upper.unburnt_propellant_kg
    return burnt_kg / (ratio - 1.0) - upper.dry_mass_kg - upper.unburnt_propellant_kg


def mass_ratio():
    isp_s = SOYUZ.upper_stage.engine.isp_vac_s
    return math.exp(NEEDED_M_S / (isp_s * STANDARD_GRAVITY_M_S2))


def slopes():
    return slopes_of(payload_kg, SOYUZ, ORBIT)


def ratios():
    target = target_slopes(payload_kg, SOYUZ, ORBIT)
    return exchange_ratios(slopes(), configuration=SOYUZ, cutoff_mass_kg=CUTOFF_KG, target=target)


def test_a_kilogram_of_the_last_stage_is_a_kilogram_of_payload():
    found = ratios()

    assert -1.0 == pytest.approx(found["dry-mass.upper-stage_kg_per_kg"], rel=SLOPE_RATIO)
    assert 1.0 / (mass_ratio() - 1.0) == pytest.approx(
        found["propellant.upper-stage_kg_per_kg"], rel=SLOPE_RATIO
    )


def test_a_second_of_specific_impulse_is_what_the_rocket_equation_says():
    upper = SOYUZ.upper_stage
    ratio, isp_s = mass_ratio(), upper.engine.isp_vac_s
    burnt_kg = upper.propellant_kg - upper.unburnt_propellant_kg
    per_s = burnt_kg * ratio * math.log(ratio) / (isp_s * (ratio - 1.0) ** 2)

    assert per_s == pytest.approx(
        ratios()["specific-impulse.upper-stage_kg_per_s"], rel=SLOPE_RATIO
    )


def test_figures_that_this_rocket_does_not_use_are_worth_nothing():
    found = ratios()

    assert 0.0 == found["thrust.core_kg_per_percent"] == found["drag_kg_per_percent"]


def test_speed_is_paid_for_with_propellant_that_the_last_stage_keeps():
    found = ratios()
    kg_per_m_s = CUTOFF_KG / (SOYUZ.upper_stage.engine.isp_vac_s * STANDARD_GRAVITY_M_S2)

    assert found["residual.upper-stage_kg_per_kg"] < -1.0
    assert found["residual.upper-stage_kg_per_kg"] * kg_per_m_s == pytest.approx(
        found["ideal-velocity.upper-stage_kg_per_m_s"]
    )


def test_a_circular_orbit_is_raised_as_a_whole_and_an_ellipse_by_each_end():
    ellipse = replace(ORBIT, kind="elliptic", apogee_altitude_km=900.0)
    circle, ends = (target_slopes(payload_kg, SOYUZ, orbit) for orbit in (ORBIT, ellipse))

    assert {"inclination_kg_per_deg", "altitude_kg_per_km"} == set(circle)
    assert {"inclination_kg_per_deg", "perigee_kg_per_km", "apogee_kg_per_km"} == set(ends)
    assert 5.0 == pytest.approx(ends["apogee_kg_per_km"] / ends["perigee_kg_per_km"], rel=1e-3)
    assert 130.0 / 0.6 == pytest.approx(
        circle["inclination_kg_per_deg"] / circle["altitude_kg_per_km"], rel=1e-3
    )


def test_what_an_orbit_leaves_free_has_no_ratio():
    free = TargetOrbit(kind="escape", c3_km2_s2=10.0)

    def by_energy(_configuration, orbit):
        return 1000.0 - 7.0 * orbit.c3_km2_s2

    found = target_slopes(by_energy, SOYUZ, free)

    assert {"energy_kg_per_km2_s2"} == set(found)
    assert -7.0 == pytest.approx(found["energy_kg_per_km2_s2"])


# ---- the band --------------------------------------------------------------------------------


def slope(name, *, value=1000.0, per_unit=-1.0, kin=""):
    figure = Figure(
        name=name, unit="kg", leaf=name, value=value, kin=kin, change=lambda c, _value: c
    )
    return Slope(figure=figure, exchange_ratio=per_unit)


def known(name, sd_ratio, citation=""):
    return Uncertainty(leaf=name, sd_ratio=sd_ratio, citation=citation)


def band_of(slopes, *uncertainties):
    return capability_band(5000.0, slopes, {each.leaf: each for each in uncertainties})


def half_kg(band):
    return 0.5 * (band.p90_kg - band.p10_kg)


def test_independent_figures_add_as_squares():
    band = band_of(
        [slope("dry-mass.a", per_unit=-0.3), slope("dry-mass.b", per_unit=-0.4)],
        known("dry-mass.a", 0.1),
        known("dry-mass.b", 0.1),
    )

    assert QUANTILE_OF_80_PERCENT * 50.0 == pytest.approx(half_kg(band))
    assert 5000.0 == pytest.approx(0.5 * (band.p10_kg + band.p90_kg))
    assert ["dry-mass.b", "dry-mass.a"] == [name for name, _ in band.shares]
    assert [0.64, 0.36] == pytest.approx([share for _, share in band.shares])


def test_an_engine_on_two_stages_is_wrong_on_both_at_once():
    engines = [
        slope("specific-impulse.core", per_unit=0.3, kin="RD-191"),
        slope("specific-impulse.booster", per_unit=0.4, kin="RD-191"),
    ]
    band = band_of(
        engines, known("specific-impulse.core", 0.1), known("specific-impulse.booster", 0.1)
    )

    assert QUANTILE_OF_80_PERCENT * 70.0 == pytest.approx(half_kg(band))
    assert (("specific-impulse of RD-191", 1.0),) == band.shares


@pytest.mark.parametrize(
    ("citation", "sd_kg"), [("v: stage.*.residual_propellant_kg", 70.0), ("v: residual.x", 50.0)]
)
def test_figures_of_one_kind_that_one_pattern_covers_are_wrong_together(citation, sd_kg):
    band = band_of(
        [slope("residual.a", per_unit=-0.3), slope("residual.b", per_unit=-0.4)],
        known("residual.a", 0.1, citation),
        known("residual.b", 0.1, citation),
    )

    assert QUANTILE_OF_80_PERCENT * sd_kg == pytest.approx(half_kg(band))


def test_a_figure_without_a_spread_counts_as_exact_and_is_named():
    band = band_of([slope("fairing")], known("fairing", None))

    assert (5000.0, 5000.0) == (band.p10_kg, band.p90_kg)
    assert ("fairing",) == band.exact


def test_a_mass_of_nothing_may_still_be_wrong_by_kilograms():
    reserve = Uncertainty(leaf="reserve", sd_ratio=0.0, citation="", sd_kg=100.0)

    assert QUANTILE_OF_80_PERCENT * 100.0 == pytest.approx(
        half_kg(band_of([slope("reserve", value=0.0)], reserve))
    )


def test_a_figure_that_no_source_knows_is_a_fault_unless_it_is_nothing():
    assert () == band_of([slope("reserve", value=0.0)]).exact
    with pytest.raises(InputError, match="no source tells how sure reserve is"):
        band_of([slope("reserve")])


def test_every_slope_is_of_a_figure_and_in_its_order():
    assert [f.name for f in figures_of(SOYUZ)] == [s.figure.name for s in slopes()]
