"""From a wish to an ascent that flies: guess, solve, retry, correct until the re-flight agrees."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.approach import Approach
from cosmodrome.ascent.ipopt import Strategy
from cosmodrome.ascent.iterate import AZIMUTH, KICK, Solution
from cosmodrome.ascent.meshing import finer, finer_in_air, on_mesh
from cosmodrome.ascent.realise import drag_table, realise
from cosmodrome.ascent.rules import AscentRules
from cosmodrome.ascent.sequence import AscentSequence, sequence_of
from cosmodrome.ascent.solver import AscentProgramme
from cosmodrome.ascent.target import Branch, InjectionTarget
from cosmodrome.ascent.trial import FROM_A_GUESS, AscentTrial, path_limits
from cosmodrome.ascent.wish import EXACT, FOR_MAPS, Accuracy, Correction, Found, Wish
from cosmodrome.ascent.zones import air_offsets_m, moved_m
from cosmodrome.flight.arcs import chained_ends, phase_ends
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

__all__ = ["EXACT", "FOR_MAPS", "Accuracy", "AscentSearch", "Correction", "Found", "Wish"]

Array = NDArray[np.float64]

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
        self._trial = AscentTrial(
            configuration, launch_complex, target, rules, burns=burns, branch=branch
        )

    @property
    def sequence(self) -> AscentSequence:
        """Phases and variables of the ascents that are solved."""
        return self._trial.sequence

    @property
    def inertial_azimuth_rad(self) -> float:
        """Direction of the orbit over the pad."""
        return self._trial.inertial_azimuth_rad

    @property
    def relative_azimuth_rad(self) -> float:
        """Direction of lift-off from the turning Earth."""
        return self._trial.relative_azimuth_rad

    def find(self, wish: Wish, *, near: Found | None = None, accuracy: Accuracy = EXACT) -> Found:
        """Return the best ascent.

        Raises
        ------
        InfeasibleError
            If the vehicle reaches easier orbits only, or must break a rule even there.
        ConvergenceError
            If no start and no strategy leads to an optimum; the message says what was tried.
        """
        if near is not None and self._is_alike(near):
            self._trial.lay(near.mesh)
        solution, correction = self._refined(wish, *self._solve(wish, near))
        return self._corrected(wish, solution, correction, accuracy)

    def _is_alike(self, near: Found) -> bool:
        """Tell whether an optimum of another orbit has the phases of this one."""
        same = near.profile.configuration == self._trial.configuration.id
        return same and len(near.links) == len(self.sequence.phases)

    def refine_air(self) -> None:
        """Lay a finer mesh through the air, where slopes feel what collocation lacks."""
        self._trial.lay(finer_in_air(self._trial.own_mesh(), self.sequence))

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
        here = replace(self._trial.figures(found.wish, found.correction), mesh=found.mesh)
        other = replace(
            here,
            sequence=sequence_of(configuration, burns=self.sequence.burns),
            drag=drag_table(configuration.vehicle.drag),
            target=target,
            limits=path_limits(configuration, here.rules),
        )
        bounds = self._trial.bounds(found.wish)
        moved = self._trial.bounds(replace(found.wish, load_kg=load_kg), other.sequence)
        return -1e3 * AscentProgramme(here).lagrangian_t(
            found.solution, found.wish.aim, other, bounds, moved
        )

    # ---- solve -------------------------------------------------------------------------------

    def _solve(self, wish: Wish, near: Found | None) -> tuple[Solution, Correction]:
        """Return an optimum from a neighbour, else from flown guesses, heaviest first."""
        trial = self._trial
        tried: list[str] = []
        if near is not None and self._is_alike(near):
            warm: tuple[Array, Array] | None = near.solution.multipliers
            if (near.wish.raan_eci_rad is None) != (wish.raan_eci_rad is None):
                warm = None  # of a programme without the rows of the node
            ways: tuple[tuple[Strategy, tuple[Array, Array] | None], ...]
            ways = ("warm", warm), ("adaptive", None)
            known = near.correction
            for way, multipliers in ways:
                solution = trial.run(
                    wish,
                    near.solution.point,
                    strategy=way,
                    correction=known,
                    multipliers=multipliers,
                )
                if solution.converged:
                    return trial.unconfined(wish, solution, correction=known), known
                tried.append(f"from a neighbour, {way}: {solution.status}")
        for start in trial.starts(wish):
            for strategy in FROM_A_GUESS:
                solution = trial.run(wish, start, strategy=strategy)
                if solution.converged:
                    return trial.unconfined(wish, solution), trial.uncorrected
                tried.append(f"{strategy}: {solution.status} after {solution.iterations}")
        return Approach(trial, tried=tried).solve(wish), trial.uncorrected

    # ---- refine ------------------------------------------------------------------------------

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
            self._trial.lay(mesh)
            refined = self._trial.run(wish, on_mesh(solution.point, found.mesh, mesh))
            if not refined.converged:
                self._trial.lay(found.mesh)
                break
            solution = self._trial.unconfined(wish, refined)
            correction = self._trial.uncorrected
        return solution, correction

    # ---- correct -----------------------------------------------------------------------------

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
            if found.is_within(accuracy) and self._falls_agree(found):
                break
            correction = self._correction(found)
            again = self._again(wish, solution, correction, settled=settled)
            if again is None and not settled:
                settled = True
                continue
            if again is None:
                break
            gain_kg = self._trial.worth_kg(wish, again) - self._trial.worth_kg(wish, solution)
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
        again = self._trial.run(
            wish,
            solution.point,
            strategy="warm",
            correction=correction,
            multipliers=solution.multipliers,
            held={n: (values[n], values[n]) for n in values if settled and n.startswith(FLAT)},
        )
        if not again.converged:
            again = self._trial.run(wish, solution.point, correction=correction)
        return again if again.converged else None

    def _correction(self, found: Found) -> Correction:
        """Return what exact integrations of an optimum's phases and falls add to it."""
        ends = np.array([s[-1] for s in found.solution.point.states])
        starts = np.vstack([self._trial.pad.state, (ends + found.links)[:-1]])
        return Correction(
            links=phase_ends(found.profile, starts) - ends,
            air_offsets_m=self._air_offsets_m(found),
        )

    def _air_offsets_m(self, found: Found) -> dict[str, tuple[float, float]]:
        rules = self._trial.rules
        zones = tuple(z for z in rules.zones if z.name not in rules.off)
        return air_offsets_m(zones, self._trial.configuration, found.profile, found.ends)

    def _integrated(
        self, wish: Wish, solution: Solution, correction: Correction, iterations: int
    ) -> Found:
        trial, point = self._trial, solution.point
        mesh = trial.mesh
        tables = [
            None if u is None else (mesh.shares(i), u, mesh.degrees[i])
            for i, u in enumerate(point.directions)
        ]
        profile = realise(
            self.sequence,
            point.variables,
            configuration=trial.configuration,
            launch_complex=trial.launch_complex,
            drag=trial.drag,
            tables=tables,
        )
        return Found(
            wish=wish,
            solution=solution,
            mesh=mesh,
            profile=profile,
            margin_kg=float(self.sequence.margin_kg.at(point.variables)),
            ends=chained_ends(profile, trial.pad.state),
            correction=correction,
            iterations=iterations,
        )
