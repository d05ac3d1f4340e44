import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.sequence import sequence_of

# Sums of a few doubles of 750 t.
ROUNDING_KG = 1e-6
ROUNDING_S = 1e-9
CONFIGURATIONS = [each.id for each in catalogue().configurations()]


def sequence(name):
    return sequence_of(catalogue().configuration(name))


def middle_values(sequence):
    """Every variable in the middle of its bounds, the payload at 5 t, full tanks above."""
    values = {v.name: 0.5 * (v.low + v.high) for v in sequence.variables} | {"payload": 5000.0}
    return values | {v.name: v.high for v in sequence.variables if v.name == "load"}


def events(sequence):
    return [name for phase in sequence.phases for name in (*phase.begin_events, *phase.end_events)]


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_what_lifts_off_is_burnt_or_dropped_or_arrives(name):
    configuration = catalogue().configuration(name)
    phases, values = sequence(name), middle_values(sequence(name))
    gone_kg = sum(phase.consumed_kg.at(values) for phase in phases.phases)
    gone_kg += sum(d.mass_kg.at(values) for phase in phases.phases for d in phase.drops)
    upper = configuration.upper_stage
    if upper is not None:
        carrier_kg = upper.dry_mass_kg + upper.unburnt_propellant_kg
    else:
        last = configuration.vehicle.stages[-1]
        aft_kg = last.aft_section.mass_kg if last.aft_section is not None else 0.0
        carrier_kg = last.spent_mass_kg - aft_kg
    arrives_kg = values["payload"] + carrier_kg + phases.margin_kg.at(values)

    assert phases.liftoff_mass_kg.at(values) == pytest.approx(gone_kg + arrives_kg, abs=ROUNDING_KG)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_stage_but_the_one_that_arrives_is_dropped_once(name):
    configuration = catalogue().configuration(name)
    stages = configuration.vehicle.stages
    dropped = [drop.part for phase in sequence(name).phases for drop in phase.drops]

    expected = {stage.name for stage in (stages if configuration.upper_stage else stages[:-1])}
    expected |= {"fairing-half"} | {"aft-section" for stage in stages if stage.aft_section}
    assert expected == set(dropped)
    assert len(dropped) == len(set(dropped))


def test_a_soyuz_does_things_in_the_order_of_its_flights():
    happened = [
        "lift-off",
        "booster cut-off",
        "booster separation",
        "fairing jettison",
        "core cut-off",
        "core separation",
        "stage-3 ignition",
        "aft-section separation",
        "stage-3 cut-off",
        "stage-3 separation",
        "upper-stage ignition",
        "upper-stage cut-off",
        "upper-stage ignition",
        "upper-stage cut-off",
    ]

    assert happened == events(sequence("soyuz-2.1b+fregat"))


def test_a_fairing_of_angara_goes_while_the_upper_stage_burns():
    phases = sequence("angara-a5").phases

    jettison = next(p for p in phases if "fairing jettison" in p.end_events)
    assert ["stage-3"] == [burn.stage for burn in jettison.burns]


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_steering_is_scripted_first_and_free_last(name):
    order = [phase.steering for phase in sequence(name).phases if phase.steering != "coast"]

    rank = ("vertical", "pitchover", "zero-incidence", "free")
    assert sorted(order, key=rank.index) == order
    assert set(rank) == set(order)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_no_phase_is_shorter_than_nothing_inside_the_bounds(name):
    phases = sequence(name)
    for pick in ("low", "high"):
        values = {v.name: getattr(v, pick) for v in phases.variables}
        values["fairing"] = phases.variables[1].low
        assert all(p.duration_s.at(values) >= -ROUNDING_S for p in phases.phases)


def test_only_a_spent_stage_below_an_upper_stage_must_come_down():
    with_upper = sequence("soyuz-2.1b+fregat").phases
    direct = sequence("soyuz-2.1b").phases

    assert ["stage-3"] == [d.part for p in with_upper if p.suborbital_end for d in p.drops]
    assert not any(p.suborbital_end for p in direct)


def test_the_fairing_of_a_capsule_is_lighter_than_that_of_an_upper_stage():
    direct, composite = sequence("soyuz-2.1a"), sequence("soyuz-2.1a+fregat")

    def fairing_kg(phases):
        return next(
            d.mass_kg.constant for p in phases.phases for d in p.drops if d.part == "fairing-half"
        )

    assert fairing_kg(direct) < fairing_kg(composite)
