"""What if no first guess reaches the target? By way of easier orbits, or why it cannot be reached.

The way begins at a low orbit, from the ascent that exceeds rules least if even that has no guess;
where it ends before the target, the refusal says for want of what.
"""

from collections.abc import Sequence
from dataclasses import replace

from cosmodrome.ascent.iterate import RuleReport, Solution
from cosmodrome.ascent.phase_plan import PAYLOAD
from cosmodrome.ascent.rules import PROPELLANT, unit_of
from cosmodrome.ascent.stepping import easier, in_words
from cosmodrome.ascent.trial import FROM_A_GUESS, AscentTrial
from cosmodrome.ascent.wish import Wish
from cosmodrome.errors import ConvergenceError, CosmodromeError, InfeasibleError

# Steps on the way from an easier orbit to the target, as shares of the whole.
FIRST_STEP_SHARE = 0.34
LEAST_STEP_SHARE = 0.002
# A way ends for want of propellant if less than this share of the easiest orbit's payload is left.
EMPTY_SHARE = 0.1
LEAST_PAYLOAD_KG = 1.0
# An excess below this share of its limit (or of one, where the limit is nil) is rounding.
BELIEVED_EXCESS = 1e-4


class Approach:
    """The way of one trial to its target by easier orbits, and what was tried on it."""

    def __init__(self, trial: AscentTrial, *, tried: Sequence[str]) -> None:
        self._trial = trial
        self._tried = list(tried)
        self._easiest_target = easier(trial.target, fraction=0.0)

    def solve(self, wish: Wish) -> Solution:
        """Return an optimum found by way of easier orbits; refuse if the way ends before.

        Raises
        ------
        InfeasibleError
            If the vehicle reaches easier orbits only, or must break a rule even there.
        ConvergenceError
            If nothing is found at all.
        """
        light = replace(wish, payload_kg=None)
        reached, solution = 0.0, self._easiest(light)
        most_kg = solution.point.variables[PAYLOAD]
        step = FIRST_STEP_SHARE
        while reached < 1.0 and step >= LEAST_STEP_SHARE:
            share = min(reached + step, 1.0)
            further = self._trial.run_towards(
                light, solution.point, fraction=share, strategy="brisk"
            )
            if further.converged and further.point.variables[PAYLOAD] > LEAST_PAYLOAD_KG:
                reached, solution, step = share, further, 1.5 * step
            else:
                step *= 0.5
        if reached < 1.0:
            raise self._out_of_reach(reached, solution, most_kg)
        if wish.payload_kg is not None:
            solution = self._trial.run(wish, solution.point)
        if not solution.converged:
            raise self._not_found(f"by steps: {solution.status}")
        return self._trial.unconfined(wish, solution)

    # ---- where the way begins ----------------------------------------------------------------

    def _easiest(self, wish: Wish) -> Solution:
        """Return the optimum to the low orbit that the way to the target begins at."""
        for start in self._trial.starts(wish, target=self._easiest_target):
            for strategy in FROM_A_GUESS:
                solution = self._trial.run_towards(wish, start, fraction=0.0, strategy=strategy)
                if solution.converged:
                    return self._trial.unconfined(wish, solution, fraction=0.0)
                self._tried.append(
                    f"to {in_words(self._easiest_target)}, {strategy}: {solution.status}"
                )
        return self._with_least_violation(wish)

    def _with_least_violation(self, wish: Wish) -> Solution:
        """Return an optimum to the easiest orbit from the ascent that exceeds rules least.

        Raises
        ------
        InfeasibleError
            If a rule must be exceeded, with the rule and by how much.
        ConvergenceError
            If not even that is found.
        """
        trial, light = self._trial, replace(wish, payload_kg=None)
        lightest = replace(wish, payload_kg=LEAST_PAYLOAD_KG)
        for start in trial.starts(lightest, target=self._easiest_target):
            for strategy in FROM_A_GUESS:
                nearest = trial.run_elastic(light, start, strategy=strategy)
                if not nearest.converged:
                    self._tried.append(f"least violation, {strategy}: {nearest.status}")
                    continue
                exceeded = _exceeded(nearest)
                if exceeded:
                    raise self._refusal(exceeded)
                solution = trial.run_towards(wish, nearest.point, fraction=0.0)
                if solution.converged:
                    return solution
                self._tried.append(f"from the least violation: {solution.status}")
        raise self._not_found()

    # ---- why it ends -------------------------------------------------------------------------

    def _out_of_reach(self, reached: float, solution: Solution, most_kg: float) -> CosmodromeError:
        """Return why the way ended: for want of propellant, or of a solution."""
        nearest = in_words(easier(self._trial.target, fraction=reached))
        payload_kg = solution.point.variables[PAYLOAD]
        if payload_kg > EMPTY_SHARE * most_kg:
            return self._not_found(f"by steps as far as {nearest}, with {payload_kg:.0f} kg")
        wanted = in_words(self._trial.target)
        return InfeasibleError(
            f"{self._trial.configuration.id} cannot reach {wanted} from "
            f"{self._trial.launch_complex.id}, even without a payload: "
            f"its propellant ends at about {nearest}, with {payload_kg:.0f} kg aboard",
            rule=PROPELLANT,
            value=wanted,
            limit=nearest,
        )

    def _refusal(self, exceeded: Sequence[RuleReport]) -> InfeasibleError:
        """Return what stops an ascent: the rules that it must exceed, and by how much."""
        worst = exceeded[0]
        words = [
            f"the propellant falls short by {r.excess:.0f} kg"
            if r.name == PROPELLANT
            else f"{r.name} would have to be {r.limit + _sign(r) * r.excess:.4g} "
            f"{unit_of(r.name)} (limit {r.limit:.4g})"
            for r in exceeded
        ]
        return InfeasibleError(
            f"{self._trial.configuration.id} cannot reach even "
            f"{in_words(self._easiest_target)} from {self._trial.launch_complex.id}, "
            "whatever it carries: " + ", ".join(words),
            rule=worst.name,
            value=worst.limit + worst.excess if worst.name != PROPELLANT else worst.excess,
            limit=worst.limit,
        )

    def _not_found(self, *last: str) -> ConvergenceError:
        attempts = [*self._tried, *last]
        return ConvergenceError(
            f"no ascent of {self._trial.configuration.id} from {self._trial.launch_complex.id} to "
            f"{in_words(self._trial.target)} was found in {len(attempts)} attempts, nor a rule "
            f"that forbids it; the last one: {attempts[-1]}"
        )


def _exceeded(nearest: Solution) -> list[RuleReport]:
    """Return the rules that an ascent exceeds by more than rounding, the worst first."""
    beyond = [r for r in nearest.rules if _excess_ratio(r) > BELIEVED_EXCESS]
    return sorted(beyond, key=_excess_ratio, reverse=True)


def _sign(rule: RuleReport) -> float:
    """Return 1 for a rule that holds from above, -1 for one that holds from below."""
    return 1.0 if rule.value >= rule.limit else -1.0


def _excess_ratio(rule: RuleReport) -> float:
    return rule.excess / max(abs(rule.limit), 1.0)
