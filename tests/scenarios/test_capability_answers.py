"""What goes with a capability, against ascents that are optimised all over again."""

from dataclasses import replace

import pytest

from cosmodrome.ascent.capability_map import MapWish, capability_map
from cosmodrome.ascent.exchange import slopes_of, target_slopes
from cosmodrome.ascent.optimise import Optimiser
from cosmodrome.ascent.perturb import figures_of
from cosmodrome.ascent.rating import rate_capability
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.uncertainty import uncertainties_of

CATALOGUE = load_catalogue()
# Two optima are each converged to about 0.01 kg, and a slope is straight to a few parts in a
# hundred over the steps taken here.
SLOPE_RATIO = 0.03
SLOPE_KG = 0.1
# Neighbours of a map are optimised from one another: the same optimum, found another way.
SAME_PAYLOAD_KG = 1.0
# How far a figure is moved for two ascents to differ by kilograms, by its unit.
STEPS = {"kg": 0.01, "s": 0.002, "percent": 0.005}
ORBIT = TargetOrbit(
    kind="circular", perigee_altitude_km=500.0, apogee_altitude_km=500.0, inclination_deg=97.4
)
CASES = {"soyuz-2.1b": "vostochny-1s", "soyuz-2.1b+fregat": "vostochny-1s"}
LOW = replace(ORBIT, perigee_altitude_km=220.0, apogee_altitude_km=220.0)


def orbit_of(vehicle):
    return ORBIT if "+" in vehicle else LOW


def capability_kg(configuration, complex_id, orbit):
    optimiser = Optimiser(configuration, CATALOGUE.complex(complex_id), orbit)
    return optimiser.capability().payload_capability_kg


def central_kg(high_kg, low_kg, step):
    return (high_kg - low_kg) / (2.0 * step)


@pytest.fixture(scope="module", params=list(CASES))
def optimum(request):
    """A vehicle, its pad and orbit, and the Lagrangian at its optimum."""
    vehicle = request.param
    configuration, orbit = CATALOGUE.configuration(vehicle), orbit_of(vehicle)
    optimiser = Optimiser(configuration, CATALOGUE.complex(CASES[vehicle]), orbit)
    return configuration, CASES[vehicle], orbit, optimiser.lagrangian("full")


@pytest.mark.slow
def test_ratios_are_those_of_ascents_optimised_again(optimum):
    configuration, complex_id, orbit, lagrangian = optimum
    ratios = {s.figure.name: s.exchange_ratio for s in slopes_of(lagrangian, configuration, orbit)}
    again = {}
    for figure in figures_of(configuration):
        if figure.value:
            step = STEPS[figure.unit] * figure.value
            high_kg, low_kg = (
                capability_kg(figure.change(configuration, figure.value + d), complex_id, orbit)
                for d in (step, -step)
            )
            again[figure.name] = central_kg(high_kg, low_kg, step)

    assert again == pytest.approx(
        {name: ratios[name] for name in again}, rel=SLOPE_RATIO, abs=SLOPE_KG
    )


@pytest.mark.slow
def test_ratios_of_the_target_are_those_of_ascents_optimised_again(optimum):
    configuration, complex_id, orbit, lagrangian = optimum
    ratios = target_slopes(lagrangian, configuration, orbit)
    tilted = [
        capability_kg(configuration, complex_id, replace(orbit, inclination_deg=97.4 + d))
        for d in (0.2, -0.2)
    ]
    raised = [
        capability_kg(
            configuration,
            complex_id,
            replace(
                orbit,
                perigee_altitude_km=orbit.perigee_altitude_km + d,
                apogee_altitude_km=orbit.apogee_altitude_km + d,
            ),
        )
        for d in (5.0, -5.0)
    ]

    assert ratios["inclination_kg_per_deg"] == pytest.approx(
        central_kg(*tilted, 0.2), rel=SLOPE_RATIO, abs=SLOPE_KG
    )
    assert ratios["altitude_kg_per_km"] == pytest.approx(
        central_kg(*raised, 5.0), rel=SLOPE_RATIO, abs=SLOPE_KG
    )


@pytest.mark.slow
def test_a_rating_holds_together():
    configuration = CATALOGUE.configuration("soyuz-2.1b+fregat")
    optimiser = Optimiser(configuration, CATALOGUE.complex("vostochny-1s"), ORBIT)

    rating = rate_capability(
        optimiser,
        uncertainties_of(CATALOGUE, configuration),
        loading="full",
        progress=lambda *_: None,
    )

    payload_kg = rating.capability.payload_capability_kg
    assert rating.band.p10_kg < payload_kg < rating.band.p90_kg
    assert payload_kg == pytest.approx(rating.by_loading["full"])
    assert rating.by_loading["optimal"] > payload_kg
    assert set(rating.capability.binding) == {rule.name for rule in rating.rules}
    assert all(rule.cost_kg is None or rule.cost_kg > -SAME_PAYLOAD_KG for rule in rating.rules)


@pytest.mark.slow
def test_points_of_a_map_are_single_capabilities():
    wish = MapWish(
        configuration=CATALOGUE.configuration("soyuz-2.1b+fregat"),
        complex=CATALOGUE.complex("vostochny-1s"),
        altitudes_km=(300.0, 500.0, 700.0),
        inclinations_deg=(60.0, 97.4),
    )
    found = capability_map(wish, progress=lambda *_: None).payload_capability_kg

    for altitude_km, row in zip(wish.altitudes_km, found, strict=True):
        for inclination_deg, payload_kg in zip(wish.inclinations_deg, row, strict=True):
            orbit = TargetOrbit(
                kind="circular",
                perigee_altitude_km=altitude_km,
                apogee_altitude_km=altitude_km,
                inclination_deg=inclination_deg,
            )
            single_kg = capability_kg(wish.configuration, "vostochny-1s", orbit)
            assert single_kg == pytest.approx(payload_kg, abs=SAME_PAYLOAD_KG)
