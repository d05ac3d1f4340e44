"""From a wish to an ascent that flies: guess, solve, retry, correct until the re-flight agrees."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guess import Guess, Guesser
from cosmodrome.ascent.iterate import AZIMUTH, KICK, LENGTH_M, Layout, Mesh, Pad, Point, Solution
from cosmodrome.ascent.realise import drag_table, realise
from cosmodrome.ascent.sequence import LOAD, PAYLOAD, sequence_of
from cosmodrome.ascent.target import InjectionTarget, azimuth_range_rad, launch_azimuths_rad
from cosmodrome.ascent.transcription import AscentProgramme, Strategy
from cosmodrome.errors import ConvergenceError
from cosmodrome.flight.fly import end_of_phase, fly, pad_state
from cosmodrome.flight.profile import FlightProfile, Steering
from cosmodrome.flight.rates import propellant_used_kg
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.numerics.collocation import node_shares
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

DEGREE = 6
# Length of a collocation interval [s] by steering. What it lacks is added by the corrections.
INTERVAL_S: Mapping[Steering, float] = {
    "vertical": 10.0,
    "pitchover": 15.0,
    "zero-incidence": 15.0,
    "free": 130.0,
    "coast": 700.0,
}
# The corrections stop here; an ascent is refused only beyond the limits of `optimise`.
CORRECTED_M = 2.0
CORRECTED_M_S = 0.005
CORRECTIONS = 4
AZIMUTH_REACH_RAD = math.radians(15.0)
MOVES_OF_THE_BOX = 12
IDLE_GAIN_KG = 0.1
# A first payload that does not fly is made lighter, at most so often.
LIGHTER_RATIO = 0.85
LIGHTER_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the optimiser is asked; None leaves the payload to be maximised, the load chosen."""

    payload_kg: float | None
    load_kg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An optimum, the profile it flies, its re-flight, and the gap between the two."""

    solution: Solution
    profile: FlightProfile
    trajectory: Trajectory
    margin_kg: float
    position_gap_m: float
    velocity_gap_m_s: float
    links: NDArray[np.float64]
    iterations: int


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
        self._sequence = sequence_of(configuration)
        self._guesser = Guesser(
            sequence=self._sequence,
            configuration=configuration,
            launch_complex=launch_complex,
            drag=self._drag,
            target=target,
            azimuth_rad=self.relative_azimuth_rad,
        )
        self._programme = AscentProgramme(
            self._sequence,
            pad=self._pad(),
            drag=self._drag,
            shape=target.shape,
            fixes={
                "inclination": target.inclination_rad is not None,
                "argp": target.argp_rad is not None,
                "declination": target.declination_rad is not None,
            },
            limits=self._limits(),
            mesh=self._mesh(),
        )

    def find(self, wish: Wish, *, near: Found | None = None) -> Found:
        """Return the best ascent.

        Raises
        ------
        ConvergenceError
            If no start and no strategy leads to an optimum; the message says what was tried.
        """
        return self._corrected(wish, self._solve(wish, near))

    # ---- one programme -----------------------------------------------------------------------

    def _mesh(self) -> Mesh:
        values = self._guesser.typical_values(self._full_load_kg())
        intervals = tuple(
            max(1, math.ceil(float(p.duration_s.at(values)) / INTERVAL_S[p.steering]))
            for p in self._sequence.phases
        )
        return Mesh(intervals=intervals, degree=DEGREE)

    def _limits(self) -> dict[str, float]:
        limits = self._configuration.vehicle.limits
        named = {
            "max-dynamic-pressure": limits.max_dynamic_pressure_pa,
            "max-axial-load": limits.max_axial_load_factor,
        }
        return {name: value for name, value in named.items() if value is not None}

    def _pad(self) -> Pad:
        latitude_rad = math.radians(self._complex.latitude_deg)
        longitude_rad = math.radians(self._complex.longitude_deg)
        return Pad(
            latitude_rad=latitude_rad,
            longitude_rad=longitude_rad,
            state=pad_state(latitude_rad, longitude_rad, self._complex.altitude_m),
        )

    def _full_load_kg(self) -> float:
        upper = self._configuration.upper_stage
        return upper.propellant_kg if upper is not None else 0.0

    # ---- solving -----------------------------------------------------------------------------

    def _solve(self, wish: Wish, near: Found | None) -> Solution:
        """Return an optimum from a neighbour, else from flown guesses, heaviest first."""
        tried: list[str] = []
        if near is not None:
            solution = self._run(wish, near.solution.point, "adaptive", near.links)
            if solution.converged:
                return self._unconfined(wish, solution, near.links)
            tried.append(f"from a neighbour: {solution.status}")
        for start in self._starts(wish):
            for strategy in ("adaptive", "monotone"):
                solution = self._run(wish, start, strategy)
                if solution.converged:
                    return self._unconfined(wish, solution, None)
                tried.append(f"{strategy}: {solution.status} after {solution.iterations}")
        raise ConvergenceError(
            f"no ascent of {self._configuration.id} from {self._complex.id} was found: "
            + "; ".join(tried)
        )

    def _unconfined(
        self, wish: Wish, solution: Solution, links: NDArray[np.float64] | None
    ) -> Solution:
        """Return the optimum with the box of the states moved along until it holds nothing back.

        A flat optimum (the second burn of a transfer may stand at one node or the next) drifts
        along the edge for ever; it is left once a move gains less than `IDLE_GAIN_KG`.
        """
        for _ in range(MOVES_OF_THE_BOX):
            if not solution.confined:
                return solution
            further = self._run(wish, solution.point, "adaptive", links)
            gain_kg = self._worth_kg(wish, further) - self._worth_kg(wish, solution)
            if not further.converged or gain_kg < IDLE_GAIN_KG:
                return solution
            solution = further
        raise ConvergenceError(
            f"the ascent of {self._configuration.id} from {self._complex.id} still gains "
            f"{gain_kg:.1f} kg a round after {MOVES_OF_THE_BOX} rounds"
        )

    def _worth_kg(self, wish: Wish, solution: Solution) -> float:
        """Return what is maximised: the payload, or the margin of a given one."""
        values = solution.point.variables
        if wish.payload_kg is None:
            return values[PAYLOAD]
        return float(self._sequence.margin_kg.at(values))

    def _starts(self, wish: Wish) -> Iterator[Point]:
        """Yield flown first points, each lighter than the one before."""
        load_kg = wish.load_kg if wish.load_kg is not None else 0.7 * self._full_load_kg()
        payload_kg = wish.payload_kg
        if payload_kg is None:
            payload_kg = self._guesser.payload_kg(load_kg)
        for _ in range(LIGHTER_ROUNDS):
            guess = self._guesser.guess(payload_kg=payload_kg, load_kg=load_kg)
            if guess is not None:
                yield _point_of(guess, self._programme.layout)
            payload_kg *= LIGHTER_RATIO

    def _run(
        self,
        wish: Wish,
        start: Point,
        strategy: Strategy,
        links: NDArray[np.float64] | None = None,
        multipliers: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
    ) -> Solution:
        return self._programme.solve(
            start,
            target=self._target_parameters(),
            weights=(1.0, 1e-3) if wish.payload_kg is None else (0.0, 1.0),
            bounds=self._bounds(wish),
            links=np.zeros((len(self._sequence.phases), 6)) if links is None else links,
            strategy=strategy,
            multipliers=multipliers,
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

    def _bounds(self, wish: Wish) -> dict[str, tuple[float, float]]:
        bounds = {v.name: (v.low, v.high) for v in self._sequence.variables}
        if wish.payload_kg is not None:
            bounds[PAYLOAD] = (wish.payload_kg, wish.payload_kg)
        if LOAD in bounds and wish.load_kg is not None:
            bounds[LOAD] = (wish.load_kg, wish.load_kg)
        bounds[KICK] = (0.0, 1.2)
        bounds[AZIMUTH] = azimuth_range_rad(
            self.relative_azimuth_rad, self._complex, reach_rad=AZIMUTH_REACH_RAD
        )
        return bounds

    # ---- what flies --------------------------------------------------------------------------

    def _corrected(self, wish: Wish, solution: Solution) -> Found:
        """Add to every phase what an exact integration adds, until the re-flight agrees."""
        links = np.zeros((len(self._sequence.phases), 6))
        iterations = solution.iterations
        found = self._flown(solution, links, iterations)
        for _ in range(CORRECTIONS):
            if found.position_gap_m < CORRECTED_M and found.velocity_gap_m_s < CORRECTED_M_S:
                break
            links = self._exact_links(found)
            again = self._run(wish, solution.point, "warm", links, solution.multipliers)
            if not again.converged:
                again = self._run(wish, solution.point, "adaptive", links)
            if not again.converged:
                break
            solution = again
            iterations += again.iterations
            found = self._flown(solution, links, iterations)
        return found

    def _exact_links(self, found: Found) -> NDArray[np.float64]:
        """Return the defect of every phase: exact end state less the collocation's."""
        profile, states = found.profile, found.solution.point.states
        start = self._pad().state
        mass_kg = profile.liftoff_mass_kg
        links = np.zeros((len(states), 6))
        for i, phase in enumerate(profile.phases):
            links[i] = end_of_phase(profile, phase, start, mass_kg) - states[i][-1]
            start = states[i][-1] + found.links[i]
            mass_kg -= propellant_used_kg(phase, phase.end_s)
            mass_kg -= sum(s.mass_kg for s in phase.separations)
        return links

    def _flown(self, solution: Solution, links: NDArray[np.float64], iterations: int) -> Found:
        point = solution.point
        tables = [
            None if u is None else (node_shares(n, DEGREE), u, DEGREE)
            for u, n in zip(point.directions, self._programme.layout.mesh.intervals, strict=True)
        ]
        profile = realise(
            self._sequence,
            point.variables,
            configuration=self._configuration,
            launch_complex=self._complex,
            drag=self._drag,
            tables=tables,
        )
        trajectory = fly(profile)
        end = point.states[-1][-1] + links[-1]
        return Found(
            solution=solution,
            profile=profile,
            trajectory=trajectory,
            margin_kg=float(self._sequence.margin_kg.at(point.variables)),
            position_gap_m=float(np.linalg.norm(trajectory.r_eci_m[-1] - end[:3])),
            velocity_gap_m_s=float(np.linalg.norm(trajectory.v_eci_m_s[-1] - end[3:])),
            links=links,
            iterations=iterations,
        )


def _point_of(guess: Guess, layout: Layout) -> Point:
    """Return a flown guess at the nodes of a mesh."""
    states: list[NDArray[np.float64]] = []
    directions: list[NDArray[np.float64] | None] = []
    for leg, intervals, steered in zip(
        guess.legs, layout.mesh.intervals, layout.steered, strict=True
    ):
        shares = node_shares(intervals, DEGREE)
        states.append(_interpolated(shares, leg.shares, leg.states))
        directions.append(_interpolated(shares, leg.shares, leg.directions) if steered else None)
    return Point(variables=guess.values, states=tuple(states), directions=tuple(directions))


def _interpolated(
    at: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.column_stack([np.interp(at, x, y[:, i]) for i in range(y.shape[1])])
