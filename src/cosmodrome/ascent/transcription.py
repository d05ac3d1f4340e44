"""How is an ascent written as a nonlinear programme? Phase by phase: Radau collocation, no force.

States r, v in Earth radii and circular speeds; mass is algebraic (every flow is known), so the
unknowns are states at the collocation points, unit thrust vectors where steering is free, and a few
global variables. Figures of vehicle, pad and target are parameters of the compiled programme, so
that one serves every mission of a kind, and derivatives by any figure cost one evaluation.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from cosmodrome.ascent import forms
from cosmodrome.ascent.affine import Affine
from cosmodrome.ascent.conditions import (
    Points,
    elastic_rules,
    write_affine_rules,
    write_coast_rules,
    write_path_rules,
)
from cosmodrome.ascent.draft import Array, Index
from cosmodrome.ascent.end_conditions import write_end_rules
from cosmodrome.ascent.iterate import AZIMUTH, KICK, STATE_SCALE, TIME_S, in_one_piece
from cosmodrome.ascent.orbit_forms import energy
from cosmodrome.ascent.phase_plan import PhasePlan
from cosmodrome.ascent.rules import PROPELLANT
from cosmodrome.ascent.sheet import SLACK, Figures, Joint, Sheet, Written
from cosmodrome.ascent.terminal import write_terminal
from cosmodrome.errors import InputError
from cosmodrome.numerics.collocation import differentiation_matrix
from cosmodrome.orbit.coast import STEPS, WEIGHTS

FAIRING_PART = "fairing-half"
# Coasts are on ellipses, of a semi-major axis of 50 Earth radii at most (scaled energy): what goes
# farther has no burn to wait for.
LEAST_BOUND = -0.01


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """How a flight stands where a phase begins; `joint` is None on the pad.

    `restarted` tells whether an engine above the lower stages has coasted between burns.
    """

    joint: Joint | None
    mass_kg: Affine
    t_s: Affine
    fairing_gone: bool = False
    restarted: bool = False


def write(figures: Figures) -> Written:
    """Return the programme of an ascent.

    Raises
    ------
    InputError
        If there is no phase, or the first one is a coast far up.
    """
    sheet = Sheet(figures, elastic_rules(figures))
    write_terminal(sheet, _write_phases(sheet))
    write_affine_rules(sheet)
    return sheet.written()


def _write_phases(sheet: Sheet) -> Joint:
    """Add every phase and the rules of its end; return the end of the flight."""
    sequence = sheet.figures.sequence
    standing = Standing(
        joint=None,
        mass_kg=sequence.liftoff_mass_kg + Affine(0.0, {SLACK + PROPELLANT: 1e3}),
        t_s=Affine(),
    )
    links = sheet.figures.links / STATE_SCALE
    followers = (*sequence.phases[1:], None)
    after_stage = False
    for index, (phase, following) in enumerate(zip(sequence.phases, followers, strict=True)):
        if in_one_piece(phase):
            standing = replace(standing, restarted=standing.restarted or not after_stage)
            places = _write_coast(sheet, phase, standing, between_burns=not after_stage)
        else:
            places = _write_motion(sheet, index, standing)
        joint = Joint(places=places, link=links[index])
        standing = _after(phase, standing, joint)
        write_end_rules(sheet, phase, following, end=joint, t_s=standing.t_s)
        after_stage = phase.suborbital_end
    if standing.joint is None:
        raise InputError("an ascent needs at least one phase")
    return standing.joint


def _after(phase: PhasePlan, before: Standing, joint: Joint) -> Standing:
    """Return how the flight stands after a phase and what it drops."""
    mass_kg = before.mass_kg - phase.consumed_kg
    for drop in phase.drops:
        mass_kg = mass_kg - drop.mass_kg
    return replace(
        before,
        joint=joint,
        mass_kg=mass_kg,
        t_s=before.t_s + phase.duration_s,
        fairing_gone=before.fairing_gone or any(d.part == FAIRING_PART for d in phase.drops),
    )


# ---- coasts in closed steps ---------------------------------------------------------------------


def _write_coast(
    sheet: Sheet, phase: PhasePlan, standing: Standing, *, between_burns: bool
) -> Index:
    """Add the steps of a coast, whose times add up to its length; return the places of its end."""
    if standing.joint is None:
        raise InputError("an ascent cannot begin with a coast")
    count = len(STEPS)
    x = sheet.draft.take_unknowns(6 * count).reshape(count, 6)
    growth = sheet.draft.take_unknowns(1)
    rows = sheet.rows(6 * count).reshape(count, 6)
    length = sheet.rows(1)
    links = np.zeros((count, 6))
    links[0] = standing.joint.link
    starts = np.vstack([standing.joint.places, x[:-1]])
    sheet.draft.add(
        forms.coast_step(),
        rows=np.column_stack([rows, np.tile(length, count)]),
        gather=np.column_stack([starts, x, np.tile(growth, count)]),
        constants=np.column_stack([links, STEPS, WEIGHTS]),
    )
    base, slopes = sheet.affine_local(phase.duration_s, -1.0 / TIME_S)
    sheet.draft.add(forms.affine(), rows=length[:, None], base=base, slopes=slopes)
    sheet.draft.add(
        energy(),
        rows=sheet.rows(1, low=-math.inf)[:, None],
        gather=standing.joint.places[None, :],
        constants=np.append(standing.joint.link, LEAST_BOUND)[None, :],
    )
    write_coast_rules(sheet, x, between_burns=between_burns)
    return np.asarray(x[-1])


# ---- collocation --------------------------------------------------------------------------------


def _write_motion(sheet: Sheet, index: int, standing: Standing) -> Index:
    """Add the points of a phase and the rules on its way; return the places of its end."""
    phase, shares = sheet.figures.sequence.phases[index], sheet.figures.mesh.shares(index)
    count = len(shares)
    x = sheet.draft.take_unknowns(6 * count).reshape(count, 6)
    u = None
    if phase.steering == "free":
        u = sheet.draft.take_unknowns(3 * count).reshape(count, 3)
    rows = sheet.rows(6 * count).reshape(count, 6)
    _write_slopes(sheet, index, x, rows=rows, joint=standing.joint)
    thrust_n, used_kg_s = _thrust_and_use(phase, shares)
    points = Points(
        phase=phase,
        states=x,
        directions=u,
        thrust_n=thrust_n,
        mass=_masses(sheet, phase, standing, used_kg_s),
        fairing_gone=standing.fairing_gone,
        restarted=standing.restarted,
    )
    _write_forces(sheet, index, points, rows=rows, standing=standing)
    if u is not None:
        sheet.draft.add(forms.unit_direction(), rows=sheet.rows(count)[:, None], gather=u)
    write_path_rules(sheet, points)
    return np.asarray(x[-1])


def _write_slopes(
    sheet: Sheet, index: int, states: Index, *, rows: Index, joint: Joint | None
) -> None:
    """Add the slopes of the polynomials, the constant part of the equations of motion."""
    mesh = sheet.figures.mesh
    degree, intervals = mesh.degrees[index], mesh.intervals[index]
    slope = differentiation_matrix(degree)
    at = rows.reshape(intervals, degree, 6)
    nodes = states.reshape(intervals, degree, 6)
    sheet.draft.add_linear(at[:, None], nodes[:, :, None], slope[1:, :, None])
    first = slope[0, :, None]
    if intervals > 1:
        sheet.draft.add_linear(at[1:], nodes[:-1, -1:], first)
    if joint is None:
        sheet.draft.add_offset(at[0], first * sheet.figures.pad.state / STATE_SCALE)
    else:
        sheet.draft.add_linear(at[0], joint.places, first)
        sheet.draft.add_offset(at[0], first * joint.link)


def _write_forces(
    sheet: Sheet, index: int, points: Points, *, rows: Index, standing: Standing
) -> None:
    """Add the rates of the states at the points."""
    phase, x, u = points.phase, points.states, points.directions
    figures = sheet.figures
    form = forms.motion(
        phase.steering, figures.drag, in_air=not (phase.above_lower_stages and points.restarted)
    )
    count = len(x)
    span, span_slopes = sheet.affine(
        phase.duration_s, 1.0 / (TIME_S * figures.mesh.intervals[index])
    )
    base, slopes = [points.mass[0], np.full(count, span)], [points.mass[1], span_slopes]
    exit_area_m2 = sum(b.exit_area_m2 for b in phase.burns)
    constants: list[Array | float] = [points.thrust_n, exit_area_m2, phase.area_m2]
    if forms.is_scripted(phase.steering):
        shares = figures.mesh.shares(index)
        base += [np.zeros(count), np.zeros(count)]
        slopes += [sheet.variable(KICK), sheet.variable(AZIMUTH)]
        constants += [
            standing.t_s.constant + phase.duration_s.constant * shares,
            shares if phase.steering == "pitchover" else 0.0,
            figures.pad.latitude_rad,
            figures.pad.longitude_rad,
        ]
    sheet.draft.add(
        form,
        rows=rows,
        gather=x if u is None else np.concatenate([x, u], axis=1),
        base=np.stack(base, axis=1),
        slopes=np.stack([np.broadcast_to(s, points.mass[1].shape) for s in slopes], axis=1),
        constants=np.stack([np.broadcast_to(c, count) for c in constants], axis=1),
    )


def _masses(
    sheet: Sheet, phase: PhasePlan, standing: Standing, used_kg_s: Array
) -> tuple[Array, Array]:
    """Return base (n,) and slopes (n, variables) of the mass at every point."""
    base, slopes = sheet.affine(standing.mass_kg)
    base_s, slopes_s = sheet.affine(phase.duration_s)
    return base - used_kg_s * base_s, slopes - used_kg_s[:, None] * slopes_s


def _thrust_and_use(phase: PhasePlan, shares: Array) -> tuple[Array, Array]:
    """Return vacuum thrust at shares of a phase, and what has left by then per second of length."""
    thrust_n = np.zeros(len(shares))
    used_kg_s = phase.expelled_kg_s * shares
    for burn in phase.burns:
        slope = burn.end_throttle_ratio - burn.start_throttle_ratio
        thrust_n = thrust_n + burn.thrust_vac_n * (burn.start_throttle_ratio + slope * shares)
        used_kg_s = used_kg_s + burn.mass_flow_kg_s * (
            burn.start_throttle_ratio * shares + 0.5 * slope * shares**2
        )
    return thrust_n, used_kg_s
