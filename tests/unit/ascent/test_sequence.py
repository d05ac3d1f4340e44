from dataclasses import replace

import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.affine import Affine
from cosmodrome.ascent.burn import burns_of
from cosmodrome.ascent.sequence import Reserves, most_burns, sequence_of
from cosmodrome.errors import InputError
from cosmodrome.vehicles import (
    AftSection,
    DropTank,
    Reserve,
    Section,
    ThrottleSegment,
    ThrustCurve,
)

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
    arrives_kg = values["payload"] + carrier_kg(configuration, values, phases)
    arrives_kg += phases.margin_kg.at(values)

    assert phases.liftoff_mass_kg.at(values) == pytest.approx(gone_kg + arrives_kg, abs=ROUNDING_KG)


def carrier_kg(configuration, values, phases):
    """What arrives with the payload: the last stage without what it drops, and its reserves."""
    upper = configuration.upper_stage
    if upper is not None:
        tank_kg = upper.drop_tank.dry_mass_kg if upper.drop_tank is not None else 0.0
        return upper.dry_mass_kg - tank_kg + upper.unburnt_propellant_kg
    last = configuration.vehicle.stages[-1]
    reserve = configuration.vehicle.reserve
    aft_kg = last.aft_section.mass_kg if last.aft_section is not None else 0.0
    lit_s = sum(p.duration_s.at(values) for p in phases.phases if last.name in stages_of(p))
    unexpelled_kg = last.expelled_kg * (1.0 - lit_s / full_burn_s(configuration))
    kept_kg = reserve.performance_propellant_kg + reserve.disposal_propellant_kg
    return last.spent_mass_kg - aft_kg + kept_kg + unexpelled_kg


def full_burn_s(configuration):
    burn = burns_of(configuration.vehicle)[-1]
    return burn.end_s - burn.begin_s


def stages_of(phase):
    return [burn.stage for burn in phase.burns]


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_stage_but_the_one_that_arrives_is_dropped_once(name):
    configuration = catalogue().configuration(name)
    stages = configuration.vehicle.stages
    dropped = [drop.part for phase in sequence(name).phases for drop in phase.drops]

    expected = {stage.name for stage in (stages if configuration.upper_stage else stages[:-1])}
    expected |= {"fairing-half"} | {"aft-section" for stage in stages if stage.aft_section}
    expected |= {section.name for section in configuration.vehicle.sections}
    upper = configuration.upper_stage
    expected |= {"drop-tank"} if upper is not None and upper.drop_tank else set()
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


# Lengths [s] and masses [kg] of phases as they were before a vehicle could have more than these.
BEFORE = {
    "soyuz-2.1b+fregat": """
        6.000 | 4.000 | 15.000 | 87.504 | 5.700 booster 18860.0 | fairing fairing-half 1700.0
        159.375 - fairing | 6.000 core 8404.0 | 14.400 aft-section 441.0
        -14.400 + cutoff stage-3 25266.0 - 83.594 cutoff | coast1 | burn1 | coast2 | burn2
    """,
    "angara-a5": """
        8.000 | 12.000 | 25.000 | 161.798 booster 47304.0 | 113.259 core 12326.0 | 3.000
        fairing fairing-half 2600.0 | cutoff - fairing
    """,
    "angara-1.2": """
        8.000 | 12.000 | 182.413 stage-1 11788.0 | 3.000 | fairing fairing-half 655.0
        cutoff - fairing
    """,
}


def written(amount, decimals):
    """Return an affine amount as text, a constant of 0 left out."""
    words = [f"{amount.constant:.{decimals}f}"] if amount.constant or not amount.terms else []
    for name, factor in amount.terms.items():
        sign = "- " if factor < 0.0 else "+ " if words else ""
        words.append(f"{sign}{name}" if abs(factor) == 1.0 else f"{sign}{abs(factor):.3f} {name}")
    return " ".join(words)


@pytest.mark.parametrize("name", BEFORE)
def test_a_vehicle_without_new_figures_flies_the_phases_it_always_did(name):
    lines = [
        " ".join(
            [written(p.duration_s, 3), *(f"{d.part} {written(d.mass_kg, 1)}" for d in p.drops)]
        )
        for p in sequence(name).phases
    ]

    expected = [part.strip() for line in BEFORE[name].split("\n") for part in line.split("|")]
    assert [part for part in expected if part] == lines


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
        values |= {v.name: v.low for v in phases.variables if v.name == "fairing"}
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


# ---- air-lit stages, coasts, commands ----

FULL = ThrottleSegment(start_ratio=1.0, end_ratio=1.0, at_s=0.0)


def soyuz(upper="", *, vehicle=None, **stages):
    """Return a Soyuz with figures of its vehicle and of stages changed."""
    configuration = catalogue().configuration(f"soyuz-2.1b{upper}")
    wanted = {name.replace("_", "-"): change for name, change in stages.items()}
    changed = tuple(replace(s, **wanted.get(s.name, {})) for s in configuration.vehicle.stages)
    carrier = replace(configuration.vehicle, stages=changed, **(vehicle or {}))
    return replace(configuration, vehicle=carrier)


def balanced(configuration, *, burns=None):
    """Return a sequence, having seen that no mass is lost or made in it."""
    phases = sequence_of(configuration, burns=burns)
    values = middle_values(phases)
    gone_kg = sum(phase.consumed_kg.at(values) for phase in phases.phases)
    gone_kg += sum(d.mass_kg.at(values) for phase in phases.phases for d in phase.drops)
    arrives_kg = values["payload"] + carrier_kg(configuration, values, phases)
    arrives_kg += phases.margin_kg.at(values)
    assert phases.liftoff_mass_kg.at(values) == pytest.approx(gone_kg + arrives_kg, abs=ROUNDING_KG)
    return phases


def times_of(phases, values=None):
    """Return the time after lift-off of every event at the end of a phase."""
    values = middle_values(phases) | (values or {})
    times, t_s = {}, 0.0
    for phase in phases.phases:
        t_s += phase.duration_s.at(values)
        times |= dict.fromkeys(phase.end_events, t_s)
    return times


def test_an_air_lit_stage_burns_from_its_ignition():
    phases = balanced(soyuz(booster={"ignites_at_s": 20.0}))

    lit = next(p for p in phases.phases if "booster" in stages_of(p))
    assert ("booster ignition",) == lit.begin_events
    assert ["core"] == stages_of(phases.phases[0])


def test_a_spent_stage_stays_attached_while_others_burn_on():
    phases = balanced(soyuz(booster={"separation_delay_s": 3.0}))

    times = times_of(phases)
    assert 3.0 == pytest.approx(times["booster separation"] - times["booster cut-off"])
    attached = next(p for p in phases.phases if "booster separation" in p.end_events)
    assert ["core"] == stages_of(attached)
    assert ["booster"] == [drop.part for drop in attached.drops]
    # Steering is free after the separation, not after the cut-off.
    assert "zero-incidence" == attached.steering


def test_a_spent_core_coasts_attached_when_nothing_else_burns():
    phases = balanced(soyuz(core={"separation_delay_s": 2.0}, stage_3={"ignition_delay_s": 1.5}))

    events = [p.end_events for p in phases.phases if p.steering == "coast"]
    assert [("core separation",), ()] == events


def test_a_last_stage_below_an_upper_stage_may_stay_attached_too():
    phases = balanced(soyuz("+fregat", stage_3={"separation_delay_s": 5.0}))

    left = next(p for p in phases.phases if p.suborbital_end)
    assert ("coast", ("stage-3 separation",)) == (left.steering, left.end_events)
    assert Affine(5.0) == left.duration_s


def test_what_a_commanded_cut_off_leaves_goes_with_the_stage():
    commanded = balanced(soyuz(core={"burn_s": 250.0}))

    def core_kg(phases):
        return next(d.mass_kg.constant for p in phases.phases for d in p.drops if d.part == "core")

    burn = next(b for b in burns_of(soyuz(core={"burn_s": 250.0}).vehicle) if b.unburnt_kg)
    assert core_kg(sequence("soyuz-2.1b")) + burn.unburnt_kg == pytest.approx(core_kg(commanded))


def test_a_coast_of_variable_length_delays_all_that_follows():
    waiting = soyuz(stage_3={"ignition_delay_s": 5.0, "ignition_delay_max_s": 125.0})

    phases = balanced(waiting)

    coast = next(v for v in phases.variables if v.name == "coast-stage-3")
    assert (5.0, 125.0) == (coast.low, coast.high)
    early, late = (times_of(phases, {"coast-stage-3": t}) for t in (5.0, 125.0))
    assert early["core separation"] == late["core separation"]
    assert 120.0 == pytest.approx(late["aft-section separation"] - early["aft-section separation"])


def test_a_coast_that_may_vanish_is_a_phase_all_the_same():
    phases = balanced(soyuz(stage_3={"ignition_delay_max_s": 100.0}))

    assert {"coast-stage-3": 1.0} in [p.duration_s.terms for p in phases.phases]


def test_zero_incidence_may_end_at_a_time():
    steering = replace(soyuz().vehicle.steering, free_after=None, free_at_s=140.0)
    phases = balanced(soyuz(vehicle={"steering": steering}))

    t_s = 0.0
    for phase in phases.phases:
        if phase.steering == "free":
            break
        t_s += phase.duration_s.constant
    assert 140.0 == pytest.approx(t_s)


def test_a_throttle_cannot_wait_across_a_coast_of_variable_length():
    throttle = (FULL, replace(FULL, at_s=None, after_separation="booster"))
    waiting = {"ignition_delay_max_s": 100.0, "throttle": throttle}

    with pytest.raises(InputError, match="a coast of variable length lies between"):
        sequence_of(soyuz(stage_3=waiting))


# ---- the last stage ----


def test_a_last_stage_throttles_at_its_times_and_lasts_to_its_cut_off():
    slow = ThrottleSegment(start_ratio=0.6, end_ratio=0.6, at_s=200.0)
    phases = balanced(soyuz(stage_3={"throttle": (FULL, slow)}))

    third = [p for p in phases.phases if stages_of(p) == ["stage-3"]]
    assert [1.0, 1.0, 0.6] == [p.burns[0].start_throttle_ratio for p in third]
    assert Affine(-200.0, {"cutoff": 1.0}) == third[-1].duration_s
    cutoff = next(v for v in phases.variables if v.name == "cutoff")
    assert 201.0 <= cutoff.low < cutoff.high


def test_a_throttle_before_cut_off_moves_with_it():
    tail = ThrottleSegment(start_ratio=0.5, end_ratio=0.5, before_cutoff_s=6.0)
    phases = balanced(soyuz(stage_3={"throttle": (FULL, tail)}))

    assert Affine(6.0) == phases.phases[-1].duration_s
    assert ("stage-3 cut-off",) == phases.phases[-1].end_events
    # Half of six seconds at full thrust stays in the tank.
    at_full = sequence("soyuz-2.1b").margin_kg
    assert 3.0 * -at_full.terms["cutoff"] == pytest.approx(
        phases.margin_kg.constant - at_full.constant
    )


def test_a_solid_last_stage_has_no_cut_off_to_command():
    curve = ThrustCurve(at_s=(0.0, 100.0, 200.0), thrust_ratio=(1.2, 1.0, 0.0))
    solid = soyuz("+fregat", stage_3={"throttle": (), "thrust_curve": curve, "aft_section": None})

    phases = balanced(solid)

    assert "cutoff" not in [v.name for v in phases.variables]
    assert "stage-3 separation" in events(phases)
    with pytest.raises(InputError, match="cannot burn 2 times"):
        sequence_of(
            soyuz(
                stage_3={
                    "throttle": (),
                    "thrust_curve": curve,
                    "aft_section": None,
                    "restarts": 1,
                }
            ),
            burns=2,
        )


def test_a_last_stage_may_burn_from_the_ground():
    """A core with boosters and an upper stage, as Ariane 5: what lights last leaves last."""
    configuration = soyuz("+fregat", vehicle={"fairing": soyuz().vehicle.fairing})
    booster, core, _ = configuration.vehicle.stages
    two = replace(configuration.vehicle, stages=(booster, core))

    phases = balanced(replace(configuration, vehicle=two))

    assert [("booster", "core")] == list(
        dict.fromkeys(tuple(stages_of(p)) for p in phases.phases if len(p.burns) == 2)
    )
    left = next(p for p in phases.phases if p.suborbital_end)
    assert ["core"] == [drop.part for drop in left.drops]
    assert {"cutoff"} <= set(left.drops[0].mass_kg.terms)


def test_a_stage_that_burns_longest_stands_last():
    core, booster = soyuz().vehicle.stages[1::-1]
    vehicle = replace(soyuz().vehicle, stages=(core, booster))

    with pytest.raises(InputError, match="but core burns longer than booster"):
        sequence_of(replace(soyuz(), vehicle=vehicle))


@pytest.mark.parametrize("burns", [1, 2, 3])
def test_a_last_stage_that_restarts_burns_as_often_as_it_is_asked(burns):
    phases = balanced(soyuz(stage_3={"restarts": 2}), burns=burns)

    names = [v.name for v in phases.variables]
    later = [f"{what}{n}" for n in range(2, burns + 1) for what in ("coast", "burn")]
    assert ["payload", "fairing", "cutoff", *later] == names
    assert burns == events(phases).count("stage-3 ignition") == phases.burns
    assert burns == events(phases).count("stage-3 cut-off")
    assert [p.kepler for p in phases.phases].count(True) == burns - 1


def test_a_stage_cannot_burn_more_often_than_its_engine_starts():
    with pytest.raises(InputError, match=r"burns 1 to 3 times, not 4"):
        sequence_of(soyuz(stage_3={"restarts": 2}), burns=4)
    assert 3 == most_burns(soyuz(stage_3={"restarts": 2}))


@pytest.mark.parametrize("burns", [1, 2, 3, 4])
def test_an_upper_stage_burns_as_often_as_it_is_asked(burns):
    phases = balanced(soyuz("+fregat"), burns=burns)

    names = [v.name for v in phases.variables if v.name.startswith(("coast", "burn"))]
    assert [f"{what}{n}" for n in range(1, burns + 1) for what in ("coast", "burn")] == names
    assert burns == events(phases).count("upper-stage ignition")


# ---- parts that leave ----


def test_a_commanded_fairing_leaves_at_its_time_whatever_burns():
    fairing = replace(soyuz().vehicle.fairing, jettison_at_s=100.0)
    phases = balanced(soyuz(vehicle={"fairing": fairing}))

    assert 100.0 == pytest.approx(times_of(phases)["fairing jettison"])
    assert "fairing" not in [v.name for v in phases.variables]
    assert not any(p.heat_flux_limit_w_m2 for p in phases.phases)


def test_a_fairing_that_leaves_over_a_solid_levels_one_piece_of_its_thrust():
    curve = ThrustCurve(at_s=(0.0, 60.0, 200.0, 230.0), thrust_ratio=(1.1, 1.3, 0.9, 0.0))
    solid = {"throttle": (), "thrust_curve": curve, "expelled_kg": 0.0}
    configuration = soyuz(core=solid)

    phases = balanced(configuration)

    jettison = next(p for p in phases.phases if "fairing jettison" in p.end_events)
    assert jettison.is_steady
    assert ["core"] == stages_of(jettison)


def test_a_fairing_that_no_stage_lets_go_is_refused():
    fairing = replace(soyuz().vehicle.fairing, jettison_during="booster")

    with pytest.raises(InputError, match=r"no free phase of 'booster'"):
        sequence_of(soyuz(vehicle={"fairing": fairing}))


def test_sections_leave_at_their_times():
    tower = Section(name="escape-tower", mass_kg=900.0, at_s=115.0)
    skirt = Section(name="skirt", mass_kg=120.0, after_ignition_of="stage-3", delay_s=8.0)
    phases = balanced(soyuz(vehicle={"sections": (tower, skirt)}))

    times = times_of(phases)
    assert 115.0 == pytest.approx(times["escape-tower separation"])
    assert 8.0 - 14.4 == pytest.approx(times["skirt separation"] - times["aft-section separation"])
    heavier_kg = phases.liftoff_mass_kg.constant - sequence("soyuz-2.1b").liftoff_mass_kg.constant
    assert 1020.0 == pytest.approx(heavier_kg)


def test_a_section_that_would_leave_after_the_last_cut_off_is_refused():
    late = Section(name="skirt", mass_kg=120.0, at_s=900.0)

    with pytest.raises(InputError, match=r"900\.0 s after lift-off, but its last stage"):
        sequence_of(soyuz(vehicle={"sections": (late,)}))


def test_a_second_aft_section_is_refused():
    aft = AftSection(mass_kg=100.0, after_ignition_s=10.0)

    with pytest.raises(InputError, match="more than one stage has an aft_section"):
        sequence_of(soyuz(core={"aft_section": aft}))


@pytest.mark.parametrize(("burns", "dropped_after"), [(1, None), (2, 1), (3, 2), (4, 2)])
def test_a_drop_tank_leaves_once_its_propellant_is_burnt(burns, dropped_after):
    fregat = soyuz("+fregat")
    tank = DropTank(dry_mass_kg=200.0, propellant_kg=2000.0)
    tanked = replace(fregat, upper_stage=replace(fregat.upper_stage, drop_tank=tank))

    phases = sequence_of(tanked, burns=burns)

    upper = [p for p in phases.phases if stages_of(p) == ["upper-stage"]]
    numbers = [n for n, p in enumerate(upper, 1) for d in p.drops if d.part == "drop-tank"]
    assert ([dropped_after] if dropped_after else []) == numbers
    rules = dict(phases.linear_rules)
    assert (dropped_after is not None) == ("drop-tank-empty" in rules)
    if dropped_after is not None:
        balanced(tanked, burns=burns)
        flow_kg_s = fregat.upper_stage.engine.mass_flow_kg_s
        lit_s = dict.fromkeys((f"burn{n}" for n in range(1, dropped_after + 1)), 100.0)
        assert dropped_after * 100.0 * flow_kg_s - 2000.0 == pytest.approx(
            rules["drop-tank-empty"].at(lit_s)
        )


# ---- reserves and rules ----


def test_reserves_are_shown_apart_and_kept_out_of_the_margin():
    reserve = Reserve(performance_propellant_kg=110.0, disposal_propellant_kg=40.0)
    kept = balanced(soyuz(vehicle={"reserve": reserve}))

    assert kept.reserves == Reserves(
        residual_kg=271.0, performance_reserve_kg=110.0, disposal_kg=40.0
    )
    assert 150.0 == pytest.approx(
        sequence("soyuz-2.1b").margin_kg.constant - kept.margin_kg.constant
    )


def test_the_reserves_of_an_upper_stage_are_those_it_says():
    upper = soyuz("+fregat").upper_stage

    assert sequence("soyuz-2.1b+fregat").reserves == Reserves(
        residual_kg=upper.residual_propellant_kg,
        performance_reserve_kg=upper.performance_reserve_kg,
        disposal_kg=upper.disposal_propellant_kg,
    )


def test_a_phase_that_variables_share_has_a_rule_that_keeps_it():
    for name in CONFIGURATIONS:
        phases = sequence(name)
        lengths = [rule for rule_name, rule in phases.linear_rules if rule_name == "phase-length"]
        shared = [p.duration_s for p in phases.phases if p.duration_s.terms]
        shared = [d for d in shared if len(d.terms) > 1 or d.constant]
        assert [d - 1.0 for d in shared] == lengths
