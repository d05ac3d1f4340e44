"""One programme, of a Soyuz-2.1b to a low orbit: solved, too heavy, and under other figures."""

import math
from dataclasses import replace

import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.iterate import AZIMUTH, KICK, Pad
from cosmodrome.ascent.phase_plan import PAYLOAD
from cosmodrome.ascent.realise import drag_table
from cosmodrome.ascent.rules import (
    BARE_FLUX,
    FAIRING_FLUX,
    MAX_LOAD,
    MAX_Q,
    PROPELLANT,
    AscentRules,
)
from cosmodrome.ascent.search import AscentSearch, Wish
from cosmodrome.ascent.sequence import sequence_of
from cosmodrome.ascent.sheet import Figures
from cosmodrome.ascent.solver import Aim, AscentProgramme
from cosmodrome.ascent.target import azimuth_range_rad, injection_target, launch_azimuths_rad
from cosmodrome.flight.fly import pad_state
from cosmodrome.manifest import TargetOrbit

MOST = Aim(payload_per_t=1.0, margin_per_t=1e-3)
LEAST_VIOLATION = Aim(payload_per_t=0.0, margin_per_t=0.0, elastic=True)
TOO_MUCH_KG = 50.0
LESS_RATIO = 0.97
SAME_KG = 0.05
# A slope by the Lagrangian and by optima to either side.
SLOPE_RATIO = 0.01
# Rows that a rule stands on are kept to the tolerance of the solver, some parts in 10^8.
AT_LIMIT_RATIO = 1e-5
PLACE = catalogue().complex("vostochny-1s")
SOYUZ = catalogue().configuration("soyuz-2.1b")
STAGE = SOYUZ.vehicle.stages[-1]
# Fairing dropped at no flux: a least violation would exceed it too, to save propellant.
FLUXES = frozenset({FAIRING_FLUX, BARE_FLUX})
TARGET = injection_target(
    TargetOrbit(
        kind="circular",
        perigee_altitude_km=200.0,
        apogee_altitude_km=200.0,
        inclination_deg=51.8,
    ),
    restartable=False,
)


@pytest.fixture(scope="module")
def flown():
    """An ascent that flies, to start from."""
    search = AscentSearch(SOYUZ, PLACE, TARGET, AscentRules())
    return search.find(Wish(payload_kg=None, load_kg=None))


def figures(flown, configuration=SOYUZ, *, off=frozenset(), **limits):
    latitude_rad, longitude_rad = map(math.radians, (PLACE.latitude_deg, PLACE.longitude_deg))
    return Figures(
        sequence=sequence_of(configuration),
        pad=Pad(
            latitude_rad=latitude_rad,
            longitude_rad=longitude_rad,
            state=pad_state(latitude_rad, longitude_rad, PLACE.altitude_m),
        ),
        drag=drag_table(configuration.vehicle.drag),
        target=TARGET,
        rules=AscentRules(off=off),
        limits={name.replace("_", "-"): value for name, value in limits.items()},
        mesh=flown.mesh,
        links=flown.links,
    )


def bounds(figures, *, payload_kg=None, longer=1.0):
    _, relative_rad = launch_azimuths_rad(TARGET, PLACE, branch=None)
    found = {v.name: (v.low, v.high) for v in figures.sequence.variables}
    found["cutoff"] = (found["cutoff"][0], longer * found["cutoff"][1])
    if payload_kg is not None:
        found[PAYLOAD] = (payload_kg, payload_kg)
    found[KICK] = (0.0, 1.2)
    found[AZIMUTH] = azimuth_range_rad(relative_rad, PLACE, reach_rad=math.radians(15.0))
    return found


def solved(flown, given, *, aim=MOST, strategy="adaptive", **named):
    return AscentProgramme(given).solve(
        flown.solution.point, aim=aim, bounds=bounds(given, **named), strategy=strategy
    )


def report(solution, name):
    return next(rule for rule in solution.rules if rule.name == name)


def with_last_stage(**figures):
    stages = (*SOYUZ.vehicle.stages[:-1], replace(STAGE, **figures))
    return replace(SOYUZ, vehicle=replace(SOYUZ.vehicle, stages=stages))


def payload_kg(solution):
    assert solution.converged
    return solution.point.variables[PAYLOAD]


@pytest.fixture(scope="module")
def optimum(flown):
    return solved(flown, figures(flown))


def test_an_optimum_says_which_rules_hold_it_back(optimum):
    assert {PROPELLANT, FAIRING_FLUX} == set(optimum.binding)


def test_what_binds_stands_at_its_limit_and_is_not_exceeded(optimum):
    flux = report(optimum, FAIRING_FLUX)

    assert flux.limit == pytest.approx(flux.value, rel=AT_LIMIT_RATIO)
    assert 0.0 == pytest.approx(report(optimum, PROPELLANT).value, abs=SAME_KG)
    assert {0.0} == {rule.excess for rule in optimum.rules}


@pytest.mark.parametrize("strategy", ["adaptive", "monotone", "warm"])
def test_every_way_to_start_ends_in_the_same_optimum(flown, optimum, strategy):
    again = solved(flown, figures(flown), strategy=strategy)

    assert payload_kg(optimum) == pytest.approx(payload_kg(again), abs=SAME_KG)


def test_a_limit_that_is_felt_costs_payload_and_is_named(flown, optimum):
    free = solved(flown, figures(flown, max_dynamic_pressure=1e6))
    limit_pa = LESS_RATIO * report(free, MAX_Q).value

    limited = solved(flown, figures(flown, max_dynamic_pressure=limit_pa))

    assert MAX_Q not in free.binding
    assert MAX_Q in limited.binding
    assert limit_pa == pytest.approx(report(limited, MAX_Q).value, rel=AT_LIMIT_RATIO)
    assert payload_kg(limited) < payload_kg(optimum)


def test_a_limit_far_off_is_reported_without_a_multiplier(flown, optimum):
    free = solved(flown, figures(flown, max_axial_load=9.0))

    load = report(free, MAX_LOAD)
    assert MAX_LOAD not in free.binding
    assert 1.0 < load.value < load.limit
    assert payload_kg(optimum) == pytest.approx(payload_kg(free), abs=SAME_KG)


def test_too_heavy_a_payload_lacks_propellant_by_what_it_takes_to_carry_it(flown):
    most_kg = payload_kg(solved(flown, figures(flown, off=FLUXES)))
    nearest = solved(
        flown,
        figures(flown, off=FLUXES),
        aim=LEAST_VIOLATION,
        payload_kg=most_kg + TOO_MUCH_KG,
        longer=3.0,
    )
    assert nearest.converged
    excess_kg = {rule.name: rule.excess for rule in nearest.rules if rule.excess > 1.0}

    propellant_kg = STAGE.propellant_kg + excess_kg[PROPELLANT]
    fuller = figures(flown, with_last_stage(propellant_kg=propellant_kg), off=FLUXES)

    assert [PROPELLANT] == list(excess_kg)
    assert most_kg + TOO_MUCH_KG == pytest.approx(payload_kg(solved(flown, fuller)), abs=SAME_KG)


def test_a_limit_nobody_can_keep_is_named_with_what_must_be_allowed(flown):
    low = figures(flown, max_axial_load=1.2)
    nearest = solved(flown, low, aim=LEAST_VIOLATION, payload_kg=1000.0)
    load = report(nearest, MAX_LOAD)

    assert nearest.converged
    assert MAX_LOAD == max(nearest.rules, key=lambda r: r.excess / max(abs(r.limit), 1.0)).name
    assert 1.2 + load.excess == pytest.approx(load.value, rel=AT_LIMIT_RATIO)


CHANGES = {
    "dry_mass_kg": 10.0,
    "propellant_kg": 50.0,
    "residual_propellant_kg": 10.0,
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_slope_of_the_lagrangian_is_that_of_optima_to_either_side(flown, optimum, name):
    step = CHANGES[name]
    here = figures(flown)
    to_either_side = [
        figures(flown, with_last_stage(**{name: getattr(STAGE, name) + way}))
        for way in (step, -step)
    ]

    lagrangians = [
        AscentProgramme(here).lagrangian_t(optimum, MOST, other, bounds(here), bounds(other))
        for other in to_either_side
    ]
    optima = [payload_kg(solved(flown, other)) for other in to_either_side]

    assert (optima[0] - optima[1]) / 1e3 == pytest.approx(
        lagrangians[1] - lagrangians[0], rel=SLOPE_RATIO
    )


def test_a_lagrangian_is_asked_only_of_the_same_structure(flown, optimum):
    here, other = figures(flown), figures(flown, max_dynamic_pressure=30e3)

    with pytest.raises(ValueError, match="another structure"):
        AscentProgramme(here).lagrangian_t(optimum, MOST, other, bounds(here), bounds(other))
