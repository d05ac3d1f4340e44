"""From a wish to a converged programme: guess, solve, retry, refine until the re-flight agrees."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guess import Guess, Guesser
from cosmodrome.ascent.realise import drag_table, realise
from cosmodrome.ascent.sequence import CUTOFF, LOAD, PAYLOAD, AscentSequence, sequence_of
from cosmodrome.ascent.target import InjectionTarget, launch_azimuths_rad
from cosmodrome.ascent.transcription import (
    AZIMUTH,
    KICK,
    LENGTH_M,
    AscentProgramme,
    Mesh,
    Pad,
    Point,
    Solution,
    node_shares,
)
from cosmodrome.flight.fly import pad_state
from cosmodrome.flight.profile import FlightProfile, Steering
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

DEGREE = 6
# Length of a collocation interval [s] by steering, before any refinement.
INTERVAL_S: Mapping[Steering, float] = {
    "vertical": 10.0,
    "pitchover": 15.0,
    "zero-incidence": 15.0,
    "free": 130.0,
    "coast": 700.0,
}
MAX_ITERATIONS = 250
# The gate of vehicles that steer freely from a dynamic pressure on: first try, and how near
# the pressure at the gate must come to the limit.
FIRST_GATE_SHARE = 0.75
GATE_TOLERANCE_RATIO = 0.10
GATE_ROUNDS = 4
AZIMUTH_REACH_RAD = math.radians(35.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the optimiser is asked: None leaves payload or load to be maximised or chosen."""

    payload_kg: float | None
    load_kg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A solution with the profile it flies."""

    solution: Solution
    profile: FlightProfile
    sequence: AscentSequence
    margin_kg: float


class AscentSearch:
    """Solves ascents of one configuration from one pad to one target; keeps its programmes."""

    def __init__(
        self, configuration: Configuration, launch_complex: LaunchComplex, target: InjectionTarget
    ) -> None:
        self._configuration = configuration
        self._complex = launch_complex
        self._target = target
        self.inertial_azimuth_rad, self.relative_azimuth_rad = launch_azimuths_rad(
            target, launch_complex
        )
        self._drag = drag_table(configuration.vehicle.drag)
        self._programmes: dict[tuple[float | None, int], tuple[AscentSequence, AscentProgramme]] = {}
        self._gate_s: float | None = None

    def find(self, wish: Wish, *, near: Found | None, refinement: int) -> Found:
        """Return the best ascent found; `solution.converged` tells whether it is an optimum."""
        below_pa = self._configuration.vehicle.steering.free_below_pa
        if self._configuration.vehicle.steering.free_after is not None or below_pa is None:
            return self._solve(wish, near=near, refinement=refinement)
        if self._gate_s is None:
            self._gate_s = FIRST_GATE_SHARE * self._first_separation_s()
        found = self._solve(wish, near=near, refinement=refinement)
        for _ in range(GATE_ROUNDS):
            gate_s = self._gate_where(found, below_pa)
            if gate_s is None:
                return found
            self._gate_s = gate_s
            found = self._solve(wish, near=None, refinement=refinement)
        return found

    # ------------------------------------------------------------------------------------------

    def _first_separation_s(self) -> float:
        from cosmodrome.ascent.burn import burns_of

        return burns_of(self._configuration.vehicle)[0].end_s

    def _gate_where(self, found: Found, below_pa: float) -> float | None:
        return None

    def _programme(self, refinement: int) -> tuple[AscentSequence, AscentProgramme]:
        key = (self._gate_s, refinement)
        if key not in self._programmes:
            sequence = sequence_of(self._configuration, gate_s=self._gate_s)
            guesser = self._guesser(sequence)
            values = guesser.typical_values(self._full_load_kg())
            intervals = tuple(
                max(1, math.ceil(float(p.duration_s.at(values)) / INTERVAL_S[p.steering]))
                * 2**refinement
                for p in sequence.phases
            )
            limits = {}
            vehicle_limits = self._configuration.vehicle.limits
            if vehicle_limits.max_dynamic_pressure_pa is not None:
                limits["max-dynamic-pressure"] = vehicle_limits.max_dynamic_pressure_pa
            if vehicle_limits.max_axial_load_factor is not None:
                limits["max-axial-load"] = vehicle_limits.max_axial_load_factor
            target = self._target
            programme = AscentProgramme(
                sequence,
                pad=self._pad(),
                drag=self._drag,
                shape=target.shape,
                fixes={
                    "inclination": target.inclination_rad is not None,
                    "argp": target.argp_rad is not None,
                    "declination": target.declination_rad is not None,
                },
                limits=limits,
                mesh=Mesh(intervals=intervals, degree=DEGREE),
            )
            self._programmes[key] = (sequence, programme)
        return self._programmes[key]

    def _pad(self) -> Pad:
        latitude_rad = math.radians(self._complex.latitude_deg)
        longitude_rad = math.radians(self._complex.longitude_deg)
        return Pad(
            latitude_rad=latitude_rad,
            longitude_rad=longitude_rad,
            state=pad_state(latitude_rad, longitude_rad, self._complex.altitude_m),
        )

    def _guesser(self, sequence: AscentSequence) -> Guesser:
        return Guesser(
            sequence=sequence,
            configuration=self._configuration,
            launch_complex=self._complex,
            drag=self._drag,
            target=self._target,
            azimuth_rad=self.relative_azimuth_rad,
        )

    def _full_load_kg(self) -> float:
        upper = self._configuration.upper_stage
        return upper.propellant_kg if upper is not None else 0.0

    def _solve(self, wish: Wish, *, near: Found | None, refinement: int) -> Found:
        sequence, programme = self._programme(refinement)
        guesser = self._guesser(sequence)
        load_kg = wish.load_kg if wish.load_kg is not None else 0.7 * self._full_load_kg()
        payload_kg = wish.payload_kg if wish.payload_kg is not None else guesser.payload_kg(load_kg)
        if near is None:
            start = _point_of(guesser.guess(payload_kg=payload_kg, load_kg=load_kg), programme)
        else:
            start = _remeshed(near, sequence, programme)
        weights = (1.0, 1e-3) if wish.payload_kg is None else (0.0, 1.0)
        best: Solution | None = None
        for strategy in ("adaptive", "monotone"):
            solution = programme.solve(
                start,
                target=self._target_parameters(),
                weights=weights,
                bounds=self._bounds(sequence, wish),
                links=np.zeros((len(sequence.phases), 6)),
                strategy=strategy,
                max_iterations=MAX_ITERATIONS,
            )
            if best is None or solution.constraint_violation < best.constraint_violation:
                best = solution
            if solution.converged:
                best = solution
                break
        assert best is not None
        return self._found(best, sequence, programme)

    def _found(
        self, solution: Solution, sequence: AscentSequence, programme: AscentProgramme
    ) -> Found:
        point = solution.point
        tables = [
            None if u is None else (node_shares(n, DEGREE), u, DEGREE)
            for u, n in zip(point.directions, programme.intervals, strict=True)
        ]
        profile = realise(
            sequence,
            point.variables,
            configuration=self._configuration,
            launch_complex=self._complex,
            drag=self._drag,
            tables=tables,
        )
        return Found(
            solution=solution,
            profile=profile,
            sequence=sequence,
            margin_kg=float(sequence.margin_kg.at(point.variables)),
        )

    def _target_parameters(self) -> tuple[float, ...]:
        target = self._target
        argp_rad = target.argp_rad or 0.0
        return (
            target.semi_major_axis_m / LENGTH_M,
            target.eccentricity,
            math.cos(target.inclination_rad) if target.inclination_rad is not None else 0.0,
            math.cos(argp_rad),
            math.sin(argp_rad),
            math.sin(target.declination_rad) if target.declination_rad is not None else 0.0,
        )

    def _bounds(self, sequence: AscentSequence, wish: Wish) -> dict[str, tuple[float, float]]:
        bounds = {v.name: (v.low, v.high) for v in sequence.variables}
        if wish.payload_kg is not None:
            bounds[PAYLOAD] = (wish.payload_kg, wish.payload_kg)
        if LOAD in bounds and wish.load_kg is not None:
            bounds[LOAD] = (wish.load_kg, wish.load_kg)
        bounds[KICK] = (0.0, 1.2)
        bounds[AZIMUTH] = (
            self.relative_azimuth_rad - AZIMUTH_REACH_RAD,
            self.relative_azimuth_rad + AZIMUTH_REACH_RAD,
        )
        return bounds


def _point_of(guess: Guess, programme: AscentProgramme) -> Point:
    """Return a flown guess at the nodes of a programme."""
    states: list[NDArray[np.float64]] = []
    directions: list[NDArray[np.float64] | None] = []
    for leg, intervals, steered in zip(
        guess.legs, programme.intervals, programme.steered, strict=True
    ):
        shares = node_shares(intervals, DEGREE)
        states.append(_interpolated(shares, leg.shares, leg.states))
        directions.append(
            _interpolated(shares, leg.shares, leg.directions) if steered else None
        )
    return Point(variables=guess.values, states=tuple(states), directions=tuple(directions))


def _remeshed(near: Found, sequence: AscentSequence, programme: AscentProgramme) -> Point:
    """Return an earlier solution at the nodes of a programme."""
    old = near.solution.point
    states: list[NDArray[np.float64]] = []
    directions: list[NDArray[np.float64] | None] = []
    for x, u, intervals in zip(old.states, old.directions, programme.intervals, strict=True):
        shares = node_shares(intervals, DEGREE)
        before = node_shares(len(x) // DEGREE, DEGREE)
        states.append(_interpolated(shares, before, x))
        directions.append(None if u is None else _interpolated(shares, before, u))
    return Point(variables=old.variables, states=tuple(states), directions=tuple(directions))


def _interpolated(
    at: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.column_stack([np.interp(at, x, y[:, i]) for i in range(y.shape[1])])
