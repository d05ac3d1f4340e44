"""Which rules must hold along the way, and how does each read in its own unit?"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cosmodrome.ascent import rule_forms
from cosmodrome.ascent.affine import Affine
from cosmodrome.ascent.draft import Array, Form, Index
from cosmodrome.ascent.forms import affine
from cosmodrome.ascent.iterate import LENGTH_M
from cosmodrome.ascent.phase_plan import PhasePlan
from cosmodrome.ascent.rules import (
    BARE_FLUX,
    DROP_TANK,
    FAIRING_FLUX,
    FLOOR,
    MAX_LOAD,
    MAX_Q,
    MAX_Q_ALPHA,
    MIN_PERIGEE,
    PHASE_LENGTH,
    PROPELLANT,
    SPENT_STAGE,
)
from cosmodrome.ascent.sheet import Figures, Reading, Sheet
from cosmodrome.constants import STANDARD_GRAVITY_M_S2

# Points of free flight after the fairing stay above this altitude over the equatorial radius:
# keeps iterates out of the ground, holds back no optimum.
FLOOR_M = 60e3
# Upper stages burn and coast without air in the programme: below this it is no longer thin enough.
UPPER_FLOOR_M = 120e3
# Scales of rules that are affine in the variables: a tenth of a second, a tonne.
AFFINE_SCALES = {PHASE_LENGTH: 0.1, DROP_TANK: 1e-3, PROPELLANT: 1e-3}
# Points of a coast between burns that are held out of air that heats the payload: it may begin
# before the perigee.
HEATED_POINTS = 5
# Beyond this a logarithm is no longer read: e^50 times a limit is no flux.
MOST_LOG = 50.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Points:
    """What rules see of the points of a phase: places of states and directions, thrust and mass."""

    phase: PhasePlan
    states: Index
    directions: Index | None
    thrust_n: Array
    mass: tuple[Array, Array]
    fairing_gone: bool
    restarted: bool


def elastic_rules(figures: Figures) -> tuple[str, ...]:
    """Return the rules that a least-violation answer may exceed, in the order of a flight."""
    names = [PROPELLANT]
    names += [name for name in (MAX_Q, MAX_Q_ALPHA, MAX_LOAD) if name in figures.limits]
    names += [zone.name for zone in figures.rules.zones]
    names += [FAIRING_FLUX, BARE_FLUX, SPENT_STAGE]
    names += [MIN_PERIGEE] if figures.rules.min_perigee_m is not None else []
    names += [station.name for station in figures.rules.stations]
    return tuple(dict.fromkeys(name for name in names if name not in figures.rules.off))


# ---- along the way ------------------------------------------------------------------------------


def write_path_rules(sheet: Sheet, points: Points) -> None:
    """Add what must hold at every point of a phase."""
    limits, phase, x = sheet.figures.limits, points.phase, points.states
    if points.fairing_gone:
        _write_floor(sheet, x, UPPER_FLOOR_M if phase.above_lower_stages else FLOOR_M)
        if not points.restarted:
            _write_bare_flux(sheet, x)
    elif not phase.above_lower_stages:
        _write_air_loads(sheet, points)
    if MAX_LOAD in limits and phase.burns:
        _write_axial_load(sheet, points, limits[MAX_LOAD])


def write_coast_rules(sheet: Sheet, states: Index, *, between_burns: bool) -> None:
    """Add what must hold on a coast far up."""
    _write_floor(sheet, states, UPPER_FLOOR_M)
    if between_burns:
        _write_bare_flux(sheet, states[:HEATED_POINTS])


def _write_air_loads(sheet: Sheet, points: Points) -> None:
    limits, x = sheet.figures.limits, points.states
    if MAX_Q in limits:
        limit = limits[MAX_Q]
        _at_most(
            sheet,
            MAX_Q,
            rule_forms.pressure_ratio(),
            x,
            limit=limit,
            value_of=lambda g, _w: limit * float(g.max()),
            excess_of=lambda excess: limit * excess,
        )
    if MAX_Q_ALPHA in limits and points.directions is not None:
        bend = limits[MAX_Q_ALPHA]
        _at_most(
            sheet,
            MAX_Q_ALPHA,
            rule_forms.bending_ratio(),
            np.concatenate([x, points.directions], axis=1),
            limit=bend,
            value_of=lambda g, _w: bend * math.sqrt(max(float(g.max()), 0.0)),
            excess_of=lambda excess: bend * (math.sqrt(1.0 + excess) - 1.0),
        )


def _at_most(
    sheet: Sheet,
    name: str,
    form: Form,
    gather: Index,
    *,
    limit: float,
    value_of: Callable[[Array, Array], float],
    excess_of: Callable[[float], float],
) -> None:
    """Hold a ratio to its limit, the only constant of its form, at most at one."""
    reading = Reading(
        limit=limit,
        low=-math.inf,
        high=1.0,
        value_of=value_of,
        excess_of=excess_of,
        from_above=True,
    )
    constants = np.full((len(gather), 1), limit)
    sheet.rule(name, form, reading, gather=gather, constants=constants)


def _write_floor(sheet: Sheet, states: Index, altitude_m: float) -> None:
    reading = Reading(
        limit=altitude_m,
        low=((LENGTH_M + altitude_m) / LENGTH_M) ** 2,
        high=math.inf,
        value_of=lambda g, _w: math.sqrt(float(g.min())) * LENGTH_M - LENGTH_M,
        excess_of=lambda excess: 0.5 * excess * LENGTH_M,
        from_above=False,
    )
    sheet.rule(FLOOR, rule_forms.radius_squared(), reading, gather=states[:, :3])


def _write_axial_load(sheet: Sheet, points: Points, limit: float) -> None:
    """Bound thrust over mass from above: mass over thrust, which is affine, from below."""
    share = limit * STANDARD_GRAVITY_M_S2 / np.maximum(points.thrust_n, 1.0)
    base, slopes = points.mass
    reading = Reading(
        limit=limit,
        low=1.0,
        high=math.inf,
        value_of=lambda g, _w: limit / float(g.min()),
        excess_of=lambda excess: limit / max(1.0 - excess, 1e-3) - limit,
        from_above=True,
    )
    local = (base * share)[:, None], (slopes * share[:, None])[:, None, :]
    sheet.rule(MAX_LOAD, affine(), reading, local=local)


def _write_bare_flux(sheet: Sheet, states: Index) -> None:
    """Bound the heat on the bare payload by the limit of jettison, if any phase has one."""
    phases = sheet.figures.sequence.phases
    limits = [p.heat_flux_limit_w_m2 for p in phases if p.heat_flux_limit_w_m2]
    if limits:
        limit = max(limits)
        constants = np.tile([*np.zeros(6), limit], (len(states), 1))
        write_flux(sheet, BARE_FLUX, states, constants, limit)


def write_flux(sheet: Sheet, name: str, states: Index, constants: Array, limit: float) -> None:
    """Bound the heat on what the air meets; constants are those of `flux_excess`."""
    reading = Reading(
        limit=limit,
        low=-math.inf,
        high=0.0,
        value_of=lambda g, _w: limit * math.exp(min(float(g.max()), MOST_LOG)),
        excess_of=lambda excess: limit * (math.exp(min(excess, MOST_LOG)) - 1.0),
        from_above=True,
    )
    sheet.rule(name, rule_forms.flux_excess(), reading, gather=states, constants=constants)


# ---- of the variables ---------------------------------------------------------------------------


def write_affine_rules(sheet: Sheet) -> None:
    """Keep what is affine in the variables from becoming negative: tanks, lengths of phases."""
    sequence = sheet.figures.sequence
    for name, quantity in ((PROPELLANT, sequence.margin_kg), *sequence.linear_rules):
        _write_affine(sheet, name, quantity, AFFINE_SCALES.get(name, 1.0))


def _write_affine(sheet: Sheet, name: str, quantity: Affine, scale: float) -> None:
    reading = Reading(
        limit=0.0,
        low=0.0,
        high=math.inf,
        value_of=lambda g, _w: float(g.min()) / scale,
        excess_of=lambda excess: excess / scale,
        from_above=False,
    )
    sheet.rule(name, affine(), reading, local=sheet.affine_local(quantity, scale))
