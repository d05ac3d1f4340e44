"""What does a failed flight leave to fall, by the way in which it is ended?

A cut-off leaves the vehicle whole with what its tanks still hold, until it meets the air too fast
to stay so; a destruct system opens it at once. A vehicle that comes down whole explodes, one in
pieces does not. No list of debris is published of most vehicles: the classes are estimates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.physics.earth import OMEGA
from cosmodrome.safety.blast import blast_distance_m, tnt_equivalent_kg
from cosmodrome.safety.casualty import (
    inert_casualty_area_m2,
    inert_casualty_areas_m2,
    is_deadly,
    terminal_speed_m_s,
)
from cosmodrome.safety.impact_trace import FlightStates
from cosmodrome.safety.overflight import DebrisAlongFlight
from cosmodrome.safety.pad_rules import PadRules
from cosmodrome.vehicles import Configuration

PolicyKind = Literal["cut-off", "destruct"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationPolicy:
    """How failing flights of some vehicles are ended; `known` says how good that knowledge is."""

    id: str
    kind: PolicyKind
    vehicles: tuple[str, ...]
    rule: str
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeVehicle:
    """How a vehicle falls that nothing has opened.

    `broadside_ratio` is the mean area of its tumble over the frontal area of its drag table;
    faster than `breakup_speed_m_s` over the ground, air breaks it up. `deadly_k_factor` is the
    distance of a deadly blast, in feet for the cube root of a pound of TNT.
    """

    broadside_ratio: float
    drag_coefficient: float
    breakup_speed_m_s: float
    speed_sd_m_s: float
    deadly_overpressure_pa: float
    deadly_k_factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceClass:
    """Pieces of one kind: the share of the structure in them, and what one of them is like."""

    name: str
    mass_fraction: float
    mass_kg: float
    ballistic_coefficient_kg_m2: float
    speed_sd_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DebrisModel:
    """Policies of termination, and what they leave."""

    policies: tuple[TerminationPolicy, ...]
    whole: WholeVehicle
    pieces: tuple[PieceClass, ...]

    def __post_init__(self) -> None:
        shares = sum(piece.mass_fraction for piece in self.pieces)
        if shares > 1.0 + 1e-9:
            raise InputError(f"pieces hold {shares:.4g} of the structure, more than all of it")

    def policy(self, vehicle: str) -> TerminationPolicy:
        """Return the policy for a vehicle.

        Raises
        ------
        InputError
            If none is known.
        """
        for policy in self.policies:
            if vehicle in policy.vehicles:
                return policy
        raise InputError(
            f"no policy of flight termination is known of {vehicle}; add it to one of "
            f"{', '.join(policy.id for policy in self.policies)} in termination.toml"
        )


def propellant_left_kg(
    profile: FlightProfile, t_s: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return what each stage will still burn after each time, shape (n,) by stage."""
    left: dict[str, NDArray[np.float64]] = {}
    for phase in profile.phases:
        share = np.clip((t_s - phase.begin_s) / phase.duration_s, 0.0, 1.0)
        for burn in phase.burns:
            rise = burn.end_throttle_ratio - burn.start_throttle_ratio
            mean = 0.5 * (burn.start_throttle_ratio + burn.end_throttle_ratio)
            burnt = burn.start_throttle_ratio * share + 0.5 * rise * share**2
            rest_kg = burn.mass_flow_kg_s * phase.duration_s * (mean - burnt)
            left[burn.stage] = left.get(burn.stage, np.zeros(len(t_s))) + rest_kg
    return left


def debris_along(
    states: FlightStates,
    profile: FlightProfile,
    configuration: Configuration,
    model: DebrisModel,
    *,
    rules: PadRules,
    wind_sd_m_s: float,
) -> tuple[DebrisAlongFlight, ...]:
    """Return the classes of debris that failures leave at each state of a flight.

    Parameters
    ----------
    states : FlightStates
    profile : FlightProfile
        Gives the frontal area of each phase, and what is still to be burnt.
    configuration : Configuration
        Its termination policy decides, and its engines' propellants.
    model : DebrisModel
    rules : PadRules
        TNT that propellants equal.
    wind_sd_m_s : float
        Spread of the wind in which pieces drift.

    Raises
    ------
    InputError
        If no policy is known of the vehicle, or no rule of one of its propellants.
    """
    policy = model.policy(configuration.vehicle.id)
    left_kg = propellant_left_kg(profile, states.t_s)
    liquid_kg = np.sum(list(left_kg.values()), axis=0)
    relative_m_s = states.v_eci_m_s - np.cross([0.0, 0.0, OMEGA], states.r_eci_m)
    fast = np.linalg.norm(relative_m_s, axis=1) > model.whole.breakup_speed_m_s
    opened = np.ones(len(fast), dtype=bool) if policy.kind == "destruct" else fast
    structure_kg = np.maximum(states.mass_kg - liquid_kg, 0.0)
    debris = [_class_along(piece, structure_kg, opened, wind_sd_m_s) for piece in model.pieces]
    if not opened.all():
        tnt_kg = _tnt_kg(left_kg, configuration, rules)
        debris.insert(0, _whole_along(states, profile, model.whole, opened, tnt_kg))
    return tuple(debris)


def _class_along(
    piece: PieceClass,
    structure_kg: NDArray[np.float64],
    opened: NDArray[np.bool_],
    wind_sd_m_s: float,
) -> DebrisAlongFlight:
    """Return the pieces of one class; their size follows from how they fall."""
    speed_m_s = terminal_speed_m_s(piece.ballistic_coefficient_kg_m2)
    each_m2 = 0.0
    if is_deadly(piece.mass_kg, speed_m_s):
        each_m2 = inert_casualty_area_m2(piece.mass_kg / piece.ballistic_coefficient_kg_m2)
    pieces = piece.mass_fraction * structure_kg / piece.mass_kg
    return DebrisAlongFlight(
        name=piece.name,
        ballistic_coefficient_kg_m2=np.full(len(opened), piece.ballistic_coefficient_kg_m2),
        casualty_area_m2=np.where(opened, pieces * each_m2, 0.0),
        speed_sd_m_s=piece.speed_sd_m_s,
        wind_sd_m_s=wind_sd_m_s,
    )


def _whole_along(
    states: FlightStates,
    profile: FlightProfile,
    whole: WholeVehicle,
    opened: NDArray[np.bool_],
    tnt_kg: NDArray[np.float64],
) -> DebrisAlongFlight:
    frontal_m2 = np.array([phase.reference_area_m2 for phase in profile.phases])[states.phase]
    area_m2 = whole.broadside_ratio * frontal_m2
    blast_m = np.array(
        [blast_distance_m(float(kg), k_factor=whole.deadly_k_factor) for kg in tnt_kg]
    )
    deadly_m2 = np.maximum(inert_casualty_areas_m2(area_m2), np.pi * blast_m**2)
    return DebrisAlongFlight(
        name="whole vehicle",
        ballistic_coefficient_kg_m2=states.mass_kg / (whole.drag_coefficient * area_m2),
        casualty_area_m2=np.where(opened, 0.0, deadly_m2),
        speed_sd_m_s=whole.speed_sd_m_s,
        wind_sd_m_s=0.0,
    )


def _tnt_kg(
    left_kg: Mapping[str, NDArray[np.float64]], configuration: Configuration, rules: PadRules
) -> NDArray[np.float64]:
    """Return the TNT that all propellant still aboard equals, shape (n,)."""
    kinds = propellant_kinds(configuration)
    stages: Sequence[str] = tuple(left_kg)
    columns = np.column_stack([np.maximum(left_kg[stage], 0.0) for stage in stages])
    totals = []
    for row in columns:
        masses: dict[str, float] = {}
        for stage, mass_kg in zip(stages, row.tolist(), strict=True):
            kind = kinds[stage]
            masses[kind] = masses.get(kind, 0.0) + mass_kg
        totals.append(tnt_equivalent_kg(masses, rules))
    return np.array(totals)


def propellant_kinds(configuration: Configuration) -> dict[str, str]:
    """Return which propellants each stage burns.

    Raises
    ------
    InputError
        If that is not known of one of them.
    """
    engines = {stage.name: stage.engine for stage in configuration.vehicle.stages}
    if configuration.upper_stage is not None:
        engines["upper-stage"] = configuration.upper_stage.engine
    kinds = {}
    for stage, engine in engines.items():
        if engine.propellants is None:
            raise InputError(f"{configuration.id}: nobody says which propellants {stage} burns")
        kinds[stage] = engine.propellants
    return kinds
