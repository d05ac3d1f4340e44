"""From a wish to an ascent that flies: guess, solve, retry, correct until the re-flight agrees."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guess import Guess, Guesser
from cosmodrome.ascent.ipopt import Strategy
from cosmodrome.ascent.iterate import (
    AZIMUTH,
    KICK,
    Mesh,
    Pad,
    Point,
    Solution,
    in_one_piece,
)
from cosmodrome.ascent.meshing import finer, on_mesh
from cosmodrome.ascent.phase_plan import CUTOFF, LOAD, PAYLOAD, PhasePlan
from cosmodrome.ascent.realise import drag_table, realise
from cosmodrome.ascent.rules import (
    MAX_LOAD,
    MAX_Q,
    MAX_Q_ALPHA,
    PROPELLANT,
    AscentRules,
    unit_of,
)
from cosmodrome.ascent.sequence import AscentSequence, sequence_of
from cosmodrome.ascent.sheet import Figures
from cosmodrome.ascent.solver import Aim, AscentProgramme
from cosmodrome.ascent.stepping import easier, in_words
from cosmodrome.ascent.target import Branch, InjectionTarget, azimuth_range_rad, launch_azimuths_rad
from cosmodrome.ascent.zones import air_offsets_m, moved_m
from cosmodrome.errors import ConvergenceError, CosmodromeError, InfeasibleError
from cosmodrome.flight.arcs import chained_ends, phase_ends
from cosmodrome.flight.fly import pad_state
from cosmodrome.flight.profile import FlightProfile, Steering
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

Array = NDArray[np.float64]

# Length of a collocation interval [s] and degree of its polynomials, by steering. What they lack
# is added by the corrections; the degree falls to `SHORT_DEGREE` where a phase is short.
INTERVAL_S: Mapping[Steering, float] = {
    "vertical": 10.0,
    "pitchover": 15.0,
    "zero-incidence": 45.0,
    "free": 450.0,
    "coast": 60.0,
}
DEGREE: Mapping[Steering, int] = {
    "vertical": 3,
    "pitchover": 4,
    "zero-incidence": 5,
    "free": 6,
    "coast": 4,
}
# Where dynamic pressure has a limit its peak must not slip between two points.
WATCHED_INTERVAL_S = 15.0
SHORT_DEGREE = 3
AIR: tuple[Steering, ...] = ("vertical", "pitchover", "zero-incidence")
FINER = 4
SHORT_RATIO = 0.25
# A mesh is for burns of at least this share of what the tanks last, whatever a guess says.
TYPICAL_BURN_RATIO = 0.4
# The corrections stop here; an ascent is refused only beyond the limits of `optimise`.
CORRECTED_M = 2.0
CORRECTED_M_S = 0.005
CORRECTIONS = 12
# A phase whose correction is larger is divided finer, at most so often.
COARSE_M = 300.0
REFINEMENTS = 3
# The fall of a part into a zone is known this well, of zones of several kilometres.
FALL_AGREES_M = 100.0
# A correction that changes the payload by less leaves the optimum as it is.
SETTLED_KG = 0.5
# Variables along which an optimum is flat, by the beginning of their names.
FLAT = ("coast", "fairing", AZIMUTH, KICK)
AZIMUTH_REACH_RAD = math.radians(15.0)
MOVES_OF_THE_BOX = 12
IDLE_GAIN_KG = 1.0
# A first payload that does not fly is made lighter, at most so often.
LIGHTER_RATIO = 0.85
LIGHTER_ROUNDS = 2
# Steps on the way from an easier orbit to the target, as shares of the whole.
FIRST_STEP_SHARE = 0.34
LEAST_STEP_SHARE = 0.002
# A way ends for want of propellant if less than this share of the easiest orbit's payload is left.
EMPTY_SHARE = 0.1
# Burns may be this much longer than the tanks last in a least-violation answer.
LONGER_RATIO = 3.0
BURNS = frozenset({CUTOFF, *(f"burn{number}" for number in range(1, 10))})
LEAST_VIOLATION = Aim(payload_per_t=0.0, margin_per_t=0.0, elastic=True)
LEAST_PAYLOAD_KG = 1.0
FROM_A_GUESS: tuple[Strategy, ...] = ("adaptive", "monotone")
# An excess below this share of its limit (or of one, where the limit is nil) is rounding.
BELIEVED_EXCESS = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the optimiser is asked; None leaves the payload to be maximised, the load chosen.

    `raan_eci_rad` asks for a node, measured from the meridian of Greenwich at lift-off.
    """

    payload_kg: float | None
    load_kg: float | None
    raan_eci_rad: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What exact integrations add: to the end of each phase (phases, 6), to falls into zones."""

    links: Array
    air_offsets_m: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An optimum, the profile it flies, and the gap between it and an exact integration."""

    wish: Wish
    solution: Solution
    mesh: Mesh
    profile: FlightProfile
    margin_kg: float
    ends: Array
    correction: Correction
    iterations: int

    @property
    def links(self) -> Array:
        """What exact integration adds to the end of each phase, SI, (phases, 6)."""
        return self.correction.links

    @property
    def position_gap_m(self) -> float:
        """Distance at injection between the optimum and its exact integration."""
        return float(np.linalg.norm(self._gap()[:3]))

    @property
    def velocity_gap_m_s(self) -> float:
        """Difference of velocities at injection."""
        return float(np.linalg.norm(self._gap()[3:]))

    def _gap(self) -> Array:
        return np.asarray(self.ends[-1] - self.solution.point.states[-1][-1] - self.links[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How near the exact integration of an optimum must come to it, at injection."""

    position_m: float
    velocity_m_s: float


EXACT = Accuracy(position_m=CORRECTED_M, velocity_m_s=CORRECTED_M_S)
# What a map needs: it moves the payload by less than 10 g.
FOR_MAPS = Accuracy(position_m=25.0, velocity_m_s=0.05)


class AscentSearch:
    """Solves ascents of one configuration from one pad to one target."""

    def __init__(
        self,
        configuration: Configuration,
        launch_complex: LaunchComplex,
        target: InjectionTarget,
        rules: AscentRules,
        *,
        burns: int | None = None,
        branch: Branch | None = None,
    ) -> None:
        self._configuration = configuration
        self._complex = launch_complex
        self._target = target
        self.inertial_azimuth_rad, self.relative_azimuth_rad = launch_azimuths_rad(
            target, launch_complex, branch=branch
        )
        self.sequence = sequence_of(configuration, burns=burns)
        drag = drag_table(configuration.vehicle.drag)
        self._guesser = Guesser(
            sequence=self.sequence,
            configuration=configuration,
            launch_complex=launch_complex,
            drag=drag,
            target=target,
            azimuth_rad=self.relative_azimuth_rad,
        )
        self._unmeshed = partial(
            Figures,
            sequence=self.sequence,
            pad=_pad(launch_complex),
            drag=drag,
            target=target,
            rules=rules,
            limits=_limits(configuration, rules),
            links=np.zeros((len(self.sequence.phases), 6)),
        )
        self._mesh: Mesh | None = None

    def find(self, wish: Wish, *, near: Found | None = None, accuracy: Accuracy = EXACT) -> Found:
        """Return the best ascent.

        Raises
        ------
        ConvergenceError
            If no start and no strategy leads to an optimum; the message says what was tried.
        """
        if near is not None and self._is_alike(near):
            self._mesh = near.mesh
        solution, correction = self._refined(wish, *self._solve(wish, near))
        return self._corrected(wish, solution, correction, accuracy)

    def _is_alike(self, near: Found) -> bool:
        """Tell whether an optimum of another orbit has the phases of this one."""
        return near.profile.configuration == self._configuration.id and len(near.links) == len(
            self.sequence.phases
        )

    def refine_air(self) -> None:
        """Lay a finer mesh through the air, where slopes feel what collocation lacks."""
        own = self._own_mesh()
        self._mesh = Mesh(
            intervals=tuple(
                FINER * n if phase.steering in AIR else n
                for n, phase in zip(own.intervals, self.sequence.phases, strict=True)
            ),
            degrees=own.degrees,
        )

    def payload_kg(
        self,
        found: Found,
        configuration: Configuration,
        target: InjectionTarget,
        *,
        load_kg: float | None,
    ) -> float:
        """Return payload less multipliers times violations, under other figures; see `solver`.

        What bounds fix (the load of full tanks, a cut-off when the tank is empty) moves with the
        figures.
        """
        here = replace(self._with(found.wish, found.correction), mesh=found.mesh)
        other = replace(
            here,
            sequence=sequence_of(configuration, burns=self.sequence.burns),
            drag=drag_table(configuration.vehicle.drag),
            target=target,
            limits=_limits(configuration, here.rules),
        )
        moved = self._bounds(replace(found.wish, load_kg=load_kg), other.sequence)
        return -1e3 * AscentProgramme(here).lagrangian_t(
            found.solution, _aim(found.wish), other, self._bounds(found.wish), moved
        )

    # ---- one programme -----------------------------------------------------------------------

    @property
    def _figures(self) -> Figures:
        """Return the figures on the mesh of a neighbour, else on one of its own."""
        if self._mesh is None:
            self._mesh = self._own_mesh()
        return self._unmeshed(mesh=self._mesh)

    def _own_mesh(self) -> Mesh:
        values = self._guesser.typical_values(self._full_load_kg())
        for variable in self.sequence.variables:
            if variable.name in BURNS:
                values[variable.name] = max(
                    values[variable.name], TYPICAL_BURN_RATIO * variable.high
                )
        limited = MAX_Q in self._unmeshed.keywords["limits"]
        meshed = [
            _meshed(p, float(p.duration_s.at(values)), limited=limited)
            for p in self.sequence.phases
        ]
        return Mesh(intervals=tuple(m[0] for m in meshed), degrees=tuple(m[1] for m in meshed))

    def _full_load_kg(self) -> float:
        upper = self._configuration.upper_stage
        return upper.propellant_kg if upper is not None else 0.0

    def _with(self, wish: Wish, correction: Correction | None) -> Figures:
        return replace(
            self._figures,
            links=self._figures.links if correction is None else correction.links,
            air_offsets_m={} if correction is None else correction.air_offsets_m,
            raan_eci_rad=wish.raan_eci_rad,
        )

    # ---- solving -----------------------------------------------------------------------------

    def _solve(self, wish: Wish, near: Found | None) -> tuple[Solution, Correction]:
        """Return an optimum from a neighbour, else from flown guesses, heaviest first."""
        tried: list[str] = []
        if near is not None and self._is_alike(near):
            warm: tuple[Array, Array] | None = near.solution.multipliers
            if (near.wish.raan_eci_rad is None) != (wish.raan_eci_rad is None):
                warm = None  # of a programme without the rows of the node
            ways: tuple[tuple[Strategy, tuple[Array, Array] | None], ...]
            ways = ("warm", warm), ("adaptive", None)
            for way, multipliers in ways:
                solution = self._run(wish, near.solution.point, way, near.correction, multipliers)
                if solution.converged:
                    return self._unconfined(wish, solution, near.correction), near.correction
                tried.append(f"from a neighbour, {way}: {solution.status}")
        for start in self._starts(wish):
            for strategy in FROM_A_GUESS:
                solution = self._run(wish, start, strategy)
                if solution.converged:
                    return self._unconfined(wish, solution, None), self._none()
                tried.append(f"{strategy}: {solution.status} after {solution.iterations}")
        return self._by_steps(wish, tried)

    def _by_steps(self, wish: Wish, tried: list[str]) -> tuple[Solution, Correction]:
        """Return an optimum found by way of easier orbits; refuse if the way ends before.

        Raises
        ------
        InfeasibleError
            If the vehicle reaches easier orbits only, or must break a rule even there.
        ConvergenceError
            If nothing is found at all.
        """
        light = replace(wish, payload_kg=None)
        reached, solution = 0.0, self._easiest(light, tried)
        most_kg = solution.point.variables[PAYLOAD]
        step = FIRST_STEP_SHARE
        while reached < 1.0 and step >= LEAST_STEP_SHARE:
            share = min(reached + step, 1.0)
            further = self._run_towards(light, solution.point, share, "brisk")
            if further.converged and further.point.variables[PAYLOAD] > LEAST_PAYLOAD_KG:
                reached, solution, step = share, further, 1.5 * step
            else:
                step *= 0.5
        if reached < 1.0:
            raise self._out_of_reach(reached, solution, most_kg, tried)
        if wish.payload_kg is not None:
            solution = self._run(wish, solution.point, "adaptive")
        if not solution.converged:
            raise ConvergenceError(self._not_found([*tried, f"by steps: {solution.status}"]))
        return self._unconfined(wish, solution, None), self._none()

    def _easiest(self, wish: Wish, tried: list[str]) -> Solution:
        """Return the optimum to the low orbit that the way to the target begins at."""
        target = easier(self._target, fraction=0.0)
        guesser = replace(self._guesser, target=target)
        for start in self._starts(wish, guesser):
            for strategy in FROM_A_GUESS:
                solution = self._run_towards(wish, start, 0.0, strategy)
                if solution.converged:
                    return self._unconfined(wish, solution, None, share=0.0)
                tried.append(f"to {in_words(target)}, {strategy}: {solution.status}")
        return self._with_least_violation(wish, guesser, tried)

    def _run_towards(
        self, wish: Wish, start: Point, share: float, strategy: Strategy = "adaptive"
    ) -> Solution:
        """Return the optimum to an orbit on the way to the target."""
        figures = replace(self._with(wish, None), target=easier(self._target, fraction=share))
        return AscentProgramme(figures).solve(
            start, aim=_aim(wish), bounds=self._bounds(wish), strategy=strategy
        )

    def _out_of_reach(
        self, reached: float, solution: Solution, most_kg: float, tried: list[str]
    ) -> CosmodromeError:
        """Return why the way ended: for want of propellant, or of a solution."""
        nearest = in_words(easier(self._target, fraction=reached))
        payload_kg = solution.point.variables[PAYLOAD]
        words = f"{self._configuration.id} cannot reach {in_words(self._target)} from "
        words += f"{self._complex.id}, even without a payload: "
        if payload_kg > EMPTY_SHARE * most_kg:
            return ConvergenceError(
                self._not_found([*tried, f"by steps as far as {nearest}, with {payload_kg:.0f} kg"])
            )
        return InfeasibleError(
            words + f"its propellant ends at about {nearest}, with {payload_kg:.0f} kg aboard",
            rule=PROPELLANT,
            value=in_words(self._target),
            limit=nearest,
        )

    def _not_found(self, tried: list[str]) -> str:
        return (
            f"no ascent of {self._configuration.id} from {self._complex.id} was found: "
            + "; ".join(tried)
        )

    def _with_least_violation(self, wish: Wish, guesser: Guesser, tried: list[str]) -> Solution:
        """Return an optimum to the easiest orbit from the ascent that exceeds rules least.

        Raises
        ------
        InfeasibleError
            If a rule must be exceeded, with the rule and by how much.
        ConvergenceError
            If not even that is found.
        """
        light = replace(wish, payload_kg=0.0)
        for start in self._starts(replace(wish, payload_kg=LEAST_PAYLOAD_KG), guesser):
            for strategy in FROM_A_GUESS:
                nearest = self._run_elastic(light, start, strategy)
                if not nearest.converged:
                    tried.append(f"least violation, {strategy}: {nearest.status}")
                    continue
                worst = max(nearest.rules, key=lambda r: r.excess / max(abs(r.limit), 1.0))
                if worst.excess > BELIEVED_EXCESS * max(abs(worst.limit), 1.0):
                    raise self._refusal(nearest)
                solution = self._run_towards(wish, nearest.point, 0.0)
                if solution.converged:
                    return solution
                tried.append(f"from the least violation: {solution.status}")
        raise ConvergenceError(self._not_found(tried))

    def _run_elastic(self, wish: Wish, start: Point, strategy: Strategy) -> Solution:
        """Return the ascent to the easiest orbit that exceeds rules least; tanks may be larger."""
        bounds = self._bounds(wish)
        bounds |= {n: (b[0], LONGER_RATIO * b[1]) for n, b in bounds.items() if n in BURNS}
        figures = replace(self._with(wish, None), target=easier(self._target, fraction=0.0))
        return AscentProgramme(figures).solve(
            start, aim=LEAST_VIOLATION, bounds=bounds, strategy=strategy
        )

    def _refusal(self, nearest: Solution) -> InfeasibleError:
        """Return what stops an ascent: the rules that it must exceed, and by how much."""
        exceeded = sorted(
            (r for r in nearest.rules if r.excess > BELIEVED_EXCESS * max(abs(r.limit), 1.0)),
            key=lambda r: -r.excess / max(abs(r.limit), 1.0),
        )
        worst = exceeded[0]
        words = [
            f"the propellant falls short by {r.excess:.0f} kg"
            if r.name == PROPELLANT
            else f"{r.name} must be exceeded by {r.excess:.4g} {unit_of(r.name)} "
            f"(limit {r.limit:.4g})"
            for r in exceeded
        ]
        return InfeasibleError(
            f"{self._configuration.id} cannot reach even "
            f"{in_words(easier(self._target, fraction=0.0))} from {self._complex.id}, without a "
            "payload: " + ", ".join(words),
            rule=worst.name,
            value=worst.limit + worst.excess if worst.name != PROPELLANT else worst.excess,
            limit=worst.limit,
        )

    def _unconfined(
        self,
        wish: Wish,
        solution: Solution,
        correction: Correction | None,
        *,
        share: float = 1.0,
    ) -> Solution:
        """Return the optimum with the box of the states moved along until it holds nothing back.

        A flat optimum (the second burn of a transfer may stand at one node or the next) drifts
        along the edge for ever; it is left once a move gains less than `IDLE_GAIN_KG`, or after
        `MOVES_OF_THE_BOX`: what it gave away by then is small.
        """
        for _ in range(MOVES_OF_THE_BOX):
            if not solution.confined:
                return solution
            if share < 1.0:
                further = self._run_towards(wish, solution.point, share)
            else:
                further = self._run(wish, solution.point, "adaptive", correction)
            gain_kg = self._worth_kg(wish, further) - self._worth_kg(wish, solution)
            if not further.converged or gain_kg < IDLE_GAIN_KG:
                return solution
            solution = further
        return solution

    def _worth_kg(self, wish: Wish, solution: Solution) -> float:
        """Return what is maximised: the payload, or the margin of a given one."""
        values = solution.point.variables
        if wish.payload_kg is None:
            return values[PAYLOAD]
        return float(self.sequence.margin_kg.at(values))

    def _starts(self, wish: Wish, guesser: Guesser | None = None) -> Iterator[Point]:
        """Yield flown first points, each lighter than the one before."""
        guesser = guesser or self._guesser
        load_kg = wish.load_kg if wish.load_kg is not None else 0.7 * self._full_load_kg()
        payload_kg = wish.payload_kg
        if payload_kg is None:
            payload_kg = guesser.payload_kg(load_kg)
        shares = [self._figures.mesh.shares(i) for i in range(len(self.sequence.phases))]
        for _ in range(LIGHTER_ROUNDS):
            guess = guesser.guess(payload_kg=payload_kg, load_kg=load_kg, shares=shares)
            yield _point_of(guess, self.sequence)
            payload_kg *= LIGHTER_RATIO

    def _run(
        self,
        wish: Wish,
        start: Point,
        strategy: Strategy,
        correction: Correction | None = None,
        multipliers: tuple[Array, Array] | None = None,
        held: Mapping[str, tuple[float, float]] | None = None,
    ) -> Solution:
        bounds = self._bounds(wish) | dict(held or {})
        return AscentProgramme(self._with(wish, correction)).solve(
            start,
            aim=_aim(wish),
            bounds=bounds,
            strategy=strategy,
            multipliers=multipliers,
        )

    def _bounds(
        self, wish: Wish, sequence: AscentSequence | None = None
    ) -> dict[str, tuple[float, float]]:
        variables = (sequence or self.sequence).variables
        bounds = {v.name: (v.low, v.high) for v in variables}
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

    def _refined(
        self, wish: Wish, solution: Solution, correction: Correction
    ) -> tuple[Solution, Correction]:
        """Return the optimum on a mesh that is fine enough for constant corrections.

        A correction leaves out how it changes with the flight; where it is large, as in the slow
        turn of a vehicle that barely lifts off, the optimum would be another.
        """
        for _ in range(REFINEMENTS):
            found = self._integrated(wish, solution, correction, solution.iterations)
            sizes_m = np.linalg.norm(self._correction(found).links[:, :3], axis=1)
            coarse = [
                degree > 0 and size_m > COARSE_M
                for degree, size_m in zip(found.mesh.degrees, sizes_m, strict=True)
            ]
            if not any(coarse):
                break
            mesh = finer(found.mesh, coarse)
            self._mesh = mesh
            finer_solution = self._run(
                wish, on_mesh(solution.point, found.mesh, mesh), "adaptive", None
            )
            if not finer_solution.converged:
                self._mesh = found.mesh
                break
            solution, correction = self._unconfined(wish, finer_solution, None), self._none()
        return solution, correction

    def _corrected(
        self, wish: Wish, solution: Solution, correction: Correction, accuracy: Accuracy
    ) -> Found:
        """Add to every phase what an exact integration adds, until the re-flight agrees.

        Once that changes the worth no more, the variables along which an optimum is flat are held:
        they would wander by seconds for grams, and every move spoils the correction.
        """
        found = self._integrated(wish, solution, correction, solution.iterations)
        settled = False
        for _ in range(CORRECTIONS):
            if _is_near(found, accuracy) and self._falls_agree(found):
                break
            correction = self._correction(found)
            again = self._again(wish, solution, correction, settled=settled)
            if again is None and not settled:
                settled = True
                continue
            if again is None:
                break
            gain_kg = self._worth_kg(wish, again) - self._worth_kg(wish, solution)
            settled = settled or abs(gain_kg) < SETTLED_KG
            iterations = found.iterations + again.iterations
            solution = again
            found = self._integrated(wish, solution, correction, iterations)
        return found

    def _falls_agree(self, found: Found) -> bool:
        """Tell whether parts that are aimed at zones fall where the optimum has them fall."""
        now = self._air_offsets_m(found)
        return moved_m(found.correction.air_offsets_m, now) < FALL_AGREES_M

    def _again(
        self, wish: Wish, solution: Solution, correction: Correction, *, settled: bool
    ) -> Solution | None:
        """Return the optimum under a new correction, from the one before."""
        values = solution.point.variables
        held = {n: (values[n], values[n]) for n in values if settled and n.startswith(FLAT)}
        again = self._run(wish, solution.point, "warm", correction, solution.multipliers, held=held)
        if again.converged:
            return again
        again = self._run(wish, solution.point, "adaptive", correction)
        return again if again.converged else None

    def _none(self) -> Correction:
        return Correction(links=self._figures.links)

    def _correction(self, found: Found) -> Correction:
        """Return what exact integrations of an optimum's phases and falls add to it."""
        ends = np.array([s[-1] for s in found.solution.point.states])
        starts = np.vstack([self._figures.pad.state, (ends + found.links)[:-1]])
        return Correction(
            links=phase_ends(found.profile, starts) - ends,
            air_offsets_m=self._air_offsets_m(found),
        )

    def _air_offsets_m(self, found: Found) -> dict[str, tuple[float, float]]:
        zones = tuple(z for z in self._figures.rules.zones if z.name not in self._figures.rules.off)
        return air_offsets_m(zones, self._configuration, found.profile, found.ends)

    def _integrated(
        self, wish: Wish, solution: Solution, correction: Correction, iterations: int
    ) -> Found:
        point = solution.point
        mesh = self._figures.mesh
        tables = [
            None if u is None else (mesh.shares(i), u, mesh.degrees[i])
            for i, u in enumerate(point.directions)
        ]
        profile = realise(
            self.sequence,
            point.variables,
            configuration=self._configuration,
            launch_complex=self._complex,
            drag=self._figures.drag,
            tables=tables,
        )
        return Found(
            wish=wish,
            solution=solution,
            mesh=mesh,
            profile=profile,
            margin_kg=float(self.sequence.margin_kg.at(point.variables)),
            ends=chained_ends(profile, self._figures.pad.state),
            correction=correction,
            iterations=iterations,
        )


def _is_near(found: Found, accuracy: Accuracy) -> bool:
    near = found.position_gap_m < accuracy.position_m
    return near and found.velocity_gap_m_s < accuracy.velocity_m_s


def _aim(wish: Wish) -> Aim:
    if wish.payload_kg is None:
        return Aim(payload_per_t=1.0, margin_per_t=1e-3)
    return Aim(payload_per_t=0.0, margin_per_t=1.0)


def _pad(launch_complex: LaunchComplex) -> Pad:
    latitude_rad = math.radians(launch_complex.latitude_deg)
    longitude_rad = math.radians(launch_complex.longitude_deg)
    return Pad(
        latitude_rad=latitude_rad,
        longitude_rad=longitude_rad,
        state=pad_state(latitude_rad, longitude_rad, launch_complex.altitude_m),
    )


def _limits(configuration: Configuration, rules: AscentRules) -> dict[str, float]:
    """Return the limits of the path: the user's, else the vehicle's."""
    own = configuration.vehicle.limits
    named = {
        MAX_Q: rules.max_dynamic_pressure_pa or own.max_dynamic_pressure_pa,
        MAX_Q_ALPHA: rules.max_q_alpha_pa_rad or own.max_q_alpha_pa_rad,
        MAX_LOAD: rules.max_axial_load_factor or own.max_axial_load_factor,
    }
    return {name: value for name, value in named.items() if value is not None}


def _meshed(phase: PhasePlan, length_s: float, *, limited: bool) -> tuple[int, int]:
    """Return intervals and degree for a phase of a typical length; more if a limit is watched."""
    if in_one_piece(phase):
        return 1, 0
    interval_s = INTERVAL_S[phase.steering]
    if limited and phase.steering == "zero-incidence":
        interval_s = WATCHED_INTERVAL_S
    if length_s < SHORT_RATIO * interval_s:
        return 1, SHORT_DEGREE
    return max(1, math.ceil(length_s / interval_s)), DEGREE[phase.steering]


def _point_of(guess: Guess, sequence: AscentSequence) -> Point:
    """Return a guess that was flown through the points of a mesh."""
    steered = [phase.steering == "free" for phase in sequence.phases]
    return Point(
        variables=guess.values,
        states=tuple(leg.states for leg in guess.legs),
        directions=tuple(
            leg.directions if free else None for leg, free in zip(guess.legs, steered, strict=True)
        ),
    )
