"""How is a first guess flown? By the compiled arcs, with a pitch that falls evenly."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import DOP853, RK45

from cosmodrome.ascent.affine import Affine
from cosmodrome.ascent.sequence import AscentSequence
from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.flight import arc_kernel as kernel
from cosmodrome.flight.arcs import KINDS, fill_phase, fly_arcs, rule_of
from cosmodrome.flight.profile import DragTable

# Errors of a step: relative, in metres, in metres per second. The knobs are turned roughly, and
# what they give is flown once more.
ROUGHLY = rule_of(RK45, 1e-6, 1.0, 0.001)
FINELY = rule_of(DOP853, 1e-8, 0.1, 1e-4)
SAMPLE_S = {kernel.COAST: 60.0, kernel.RAMP: 12.0, kernel.GAIN: 12.0, kernel.ALONG: 12.0}
DENSE_AIR_SAMPLE_S = 5.0
# How hard a guess yaws against motion across the target plane.
YAW_GAIN_RATIO = 4.0

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Flown samples of one phase: shares of its length, states (n, 6), directions (n, 3)."""

    shares: Vector
    states: Vector
    directions: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """Where the first phases of a flight end: state, how long each took, why the last ended."""

    state: Vector
    lengths_s: Vector
    ended: int


def masses_at_begin(sequence: AscentSequence) -> tuple[Affine, ...]:
    """Return the mass at the beginning of every phase."""
    mass = sequence.liftoff_mass_kg
    masses: list[Affine] = []
    for phase in sequence.phases:
        masses.append(mass)
        mass -= phase.consumed_kg
        for drop in phase.drops:
            mass -= drop.mass_kg
    return tuple(masses)


def coarse_flight(
    sequence: AscentSequence,
    values: Mapping[str, float],
    *,
    masses: Sequence[Affine],
    drag: DragTable,
    aim: Vector,
    ground_m: float,
) -> kernel.Flight:
    """Return the phases of a sequence as arrays; free ones fly a ramp of pitch.

    A flight ends below the radius `ground_m`.
    """
    rows = np.zeros((len(sequence.phases), kernel.COLUMNS))
    for row, plan, mass in zip(rows, sequence.phases, masses, strict=True):
        row[kernel.STEERING] = kernel.RAMP if plan.steering == "free" else KINDS[plan.steering]
        fill_phase(
            row,
            plan.burns,
            length_s=float(plan.duration_s.at(values)),
            mass_kg=float(mass.at(values)),
            expelled_kg_s=plan.expelled_kg_s,
            area_m2=plan.area_m2,
        )
        if plan.steering == "pitchover":
            row[kernel.TILT_RATE] = values["pitchover_angle"] / row[kernel.LENGTH]
    aim[kernel.GROUND] = ground_m
    aim[kernel.YAW_GAIN] = YAW_GAIN_RATIO
    return rows, np.empty((0, 3)), np.empty((0, 5)), drag.knots, drag.coefficients, aim


def stop_at_axis(flight: kernel.Flight, phase: int, semi_major_axis_m: float) -> None:
    """Let a phase end when its orbit has that semi-major axis."""
    flight[0][phase, kernel.STOP] = kernel.ENERGY
    flight[0][phase, kernel.STOP_AT] = -0.5 * EARTH_MU_M3_S2 / semi_major_axis_m


def launch(flight: kernel.Flight, count: int, start: Vector, *, rule: Vector = ROUGHLY) -> Launch:
    """Return where the first phases of a flight end."""
    arcs = fly_arcs(flight, np.zeros(count), start[None], rule=rule, chained=True)
    return Launch(state=arcs.states[-1, -1], lengths_s=arcs.lengths_s, ended=arcs.ended)


def fly_leg(
    flight: kernel.Flight, phase: int, begin_s: float, start: Vector, shares: Vector | None
) -> tuple[Leg, Vector, float]:
    """Return one phase flown, sampled at shares of its length; its end, and how long it took.

    A phase that stops early is flown twice, first for its length.
    """
    rows, begins_s = flight[0], np.array([begin_s])
    if rows[phase, kernel.STOP] != kernel.NEVER:
        whole = fly_arcs(flight, begins_s, start[None], rule=FINELY, first=phase)
        rows[phase, kernel.LENGTH], rows[phase, kernel.STOP] = whole.lengths_s[0], kernel.NEVER
    length_s = float(rows[phase, kernel.LENGTH])
    if shares is None:
        spacing_s = SAMPLE_S.get(int(rows[phase, kernel.STEERING]), DENSE_AIR_SAMPLE_S)
        shares = np.linspace(0.0, 1.0, max(2, math.ceil(length_s / spacing_s)) + 1)
    to_the_end = np.append(shares, 1.0)
    arc = fly_arcs(flight, begins_s, start[None], rule=FINELY, first=phase, shares=to_the_end)
    leg = Leg(shares=shares, states=arc.states[0, :-1], directions=arc.directions[0, :-1])
    return leg, arc.states[0, -1], length_s
