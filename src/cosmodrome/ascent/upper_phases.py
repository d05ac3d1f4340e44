"""Which coasts and burns follow the last cut-off below: of an upper stage, or of a restart?"""

from dataclasses import replace

from cosmodrome.ascent.affine import Affine, variable
from cosmodrome.ascent.burn import StageBurn
from cosmodrome.ascent.lower_phases import burn_record
from cosmodrome.ascent.milestones import main_pieces
from cosmodrome.ascent.phase_plan import LOAD, Drop, PhasePlan, Variable, burnt_kg
from cosmodrome.flight.profile import Burn
from cosmodrome.vehicles import UpperStage

UPPER_STAGE = "upper-stage"
DROP_TANK = "drop-tank"
# The first ignition comes at most so much later than it may, or the stage falls back.
FIRST_COAST_ROOM_S = 1500.0
# Coasts between burns: from settling to somewhat more than the half orbit to a high apogee.
COAST_S = (60.0, 25000.0)
LEAST_FIRST_BURN_S = 5.0
LEAST_BURN_S = 2.0


def restart_phases(burn: StageBurn, *, burns: int, area_m2: float) -> list[PhasePlan]:
    """Return the coasts and burns of a last stage after its first cut-off.

    It burns on at the throttle it had before that, less what counts back from cut-off.
    """
    ratio = main_pieces(burn)[-1].end_ratio
    record = burn_record(burn, ratio, ratio)
    phases: list[PhasePlan] = []
    for number in range(2, burns + 1):
        phases += _coast_and_burn(number, record, area_m2=area_m2)
    expelled_kg_s = burn.expelled_kg_s
    return [replace(p, expelled_kg_s=expelled_kg_s) if p.burns else p for p in phases]


def restart_variables(burn: StageBurn, *, burns: int) -> list[Variable]:
    """Return coasts and burns of a last stage after its first cut-off."""
    ratio = main_pieces(burn)[-1].end_ratio
    stage = burn.stage
    full_s = stage.usable_propellant_kg / (stage.engine.mass_flow_kg_s * ratio)
    return [v for number in range(2, burns + 1) for v in _coast_and_length(number, full_s)]


def upper_phases(upper: UpperStage, *, burns: int, area_m2: float) -> list[PhasePlan]:
    """Return coasts and burns of the upper stage; an empty drop tank leaves after its burn."""
    engine = upper.engine
    record = Burn(
        stage=UPPER_STAGE,
        thrust_vac_n=engine.thrust_vac_n,
        exit_area_m2=0.0,
        mass_flow_kg_s=engine.mass_flow_kg_s,
        start_throttle_ratio=1.0,
        end_throttle_ratio=1.0,
    )
    phases: list[PhasePlan] = []
    for number in range(1, burns + 1):
        coast, burn = _coast_and_burn(number, record, area_m2=area_m2)
        if upper.drop_tank is not None and number == tank_burn(burns):
            dropped = Drop(part=DROP_TANK, count=1, mass_kg=Affine(upper.drop_tank.dry_mass_kg))
            events = (*burn.end_events, f"{DROP_TANK} separation")
            burn = replace(burn, drops=(dropped,), end_events=events)
        phases += [coast, burn]
    return phases


def tank_burn(burns: int) -> int:
    """Return the burn whose end the drop tank leaves at; 0 if it stays on."""
    return min(burns - 1, 2)


def tank_rule(upper: UpperStage, phases: list[PhasePlan]) -> list[tuple[str, Affine]]:
    """Return the rule that a tank is dropped empty, as (name, what must not be negative)."""
    dropped = [i for i, p in enumerate(phases) if any(d.part == DROP_TANK for d in p.drops)]
    if upper.drop_tank is None or not dropped:
        return []
    burnt = burnt_kg(phases[: dropped[0] + 1], UPPER_STAGE)
    return [("drop-tank-empty", burnt - upper.drop_tank.propellant_kg)]


def upper_variables(upper: UpperStage, *, burns: int) -> list[Variable]:
    """Return loading, coasts and burns of the upper stage."""
    full_s = upper.propellant_kg / upper.engine.mass_flow_kg_s
    delay_s = upper.first_ignition_delay_s
    found = [
        Variable(name=LOAD, low=upper.unburnt_propellant_kg, high=upper.propellant_kg, scale=1e3),
        Variable(name="coast1", low=delay_s, high=delay_s + FIRST_COAST_ROOM_S, scale=100.0),
        Variable(name="burn1", low=LEAST_FIRST_BURN_S, high=full_s, scale=100.0),
    ]
    for number in range(2, burns + 1):
        found += _coast_and_length(number, full_s)
    return found


def _coast_and_burn(number: int, record: Burn, *, area_m2: float) -> tuple[PhasePlan, PhasePlan]:
    coast = PhasePlan(
        duration_s=variable(f"coast{number}"),
        steering="coast",
        burns=(),
        expelled_kg_s=0.0,
        area_m2=area_m2,
        above_lower_stages=True,
        kepler=number > 1,
    )
    burn = PhasePlan(
        duration_s=variable(f"burn{number}"),
        steering="free",
        burns=(record,),
        expelled_kg_s=0.0,
        area_m2=area_m2,
        begin_events=(f"{record.stage} ignition",),
        end_events=(f"{record.stage} cut-off",),
        above_lower_stages=True,
    )
    return coast, burn


def _coast_and_length(number: int, full_s: float) -> list[Variable]:
    return [
        Variable(name=f"coast{number}", low=COAST_S[0], high=COAST_S[1], scale=1000.0),
        Variable(name=f"burn{number}", low=LEAST_BURN_S, high=full_s, scale=100.0),
    ]
