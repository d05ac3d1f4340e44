"""How is a programme solved? IPOPT with exact derivatives; what it says, in words of a flight."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.assembly import Compiled, compiled
from cosmodrome.ascent.ipopt import Strategy, solver_of
from cosmodrome.ascent.iterate import Point, RuleReport, Solution
from cosmodrome.ascent.phase_plan import PAYLOAD
from cosmodrome.ascent.sheet import Figures, Written
from cosmodrome.ascent.transcription import write

Array = NDArray[np.float64]
# Weight of what a rule is exceeded by in a least-violation answer, over a tonne of payload.
EXCESS_WEIGHT = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is maximised: weights of a tonne of payload and of margin.

    `elastic` lets rules be exceeded, as little as possible: the least-violation answer.
    """

    payload_per_t: float
    margin_per_t: float
    elastic: bool = False


class AscentProgramme:
    """A programme written down and compiled; solves it from any point."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._written: Written = write(figures)
        self._compiled, self._key = compiled(self._written.draft)
        self.layout = self._written.layout

    @property
    def functions(self) -> Compiled:
        """Constraints, Jacobian and Hessian, for whoever wants to check them."""
        return self._compiled

    def parameters(self, aim: Aim) -> Array:
        """Return all figures, then the cost of every variable."""
        return np.concatenate([self._written.draft.parameters(), self._cost(aim)])

    def _cost(self, aim: Aim) -> Array:
        """Return the cost of the scaled variables: less payload and margin, plus excesses."""
        scales = self.layout.scales
        cost = np.zeros(self.layout.globals)
        margin = self.figures.sequence.margin_kg
        for i, (name, scale) in enumerate(scales.items()):
            cost[i] = -aim.margin_per_t * margin.terms.get(name, 0.0) * scale / 1e3
            if name == PAYLOAD:
                cost[i] -= aim.payload_per_t * scale / 1e3
        cost[len(scales) :] = EXCESS_WEIGHT if aim.elastic else 0.0
        return cost

    def solve(
        self,
        start: Point,
        *,
        aim: Aim,
        bounds: Mapping[str, tuple[float, float]],
        strategy: Strategy,
        multipliers: tuple[Array, Array] | None = None,
    ) -> Solution:
        """Return the optimum from a first point.

        Parameters
        ----------
        start : Point
        aim : Aim
        bounds : mapping
            Of variables by name, in natural units; equal bounds fix a variable.
        strategy : str
            "adaptive" or "monotone" barrier, or "warm" from a neighbouring optimum.
        multipliers : tuple of ndarray, optional
            Of constraints and bounds, for a warm start.
        """
        solver = solver_of(self._compiled, self._key, strategy)
        row = self.layout.pack(start, self.figures.links)
        low, high = self.layout.box(bounds, row, elastic=aim.elastic)
        warm = {} if multipliers is None else {"lam_g0": multipliers[0], "lam_x0": multipliers[1]}
        result = solver(
            **warm,
            x0=row,
            lbx=low,
            ubx=high,
            lbg=self._written.low,
            ubg=self._written.high,
            p=self.parameters(aim),
        )
        stats = solver.stats()
        g = np.array(result["g"]).ravel()
        w = np.array(result["x"]).ravel()
        violation = np.maximum(self._written.low - g, g - self._written.high)
        lam = np.array(result["lam_g"]).ravel()
        return Solution(
            point=self.layout.unpack(w),
            confined=self.layout.touches(w, low, high),
            converged=bool(stats["success"]),
            status=str(stats["return_status"]),
            iterations=int(stats["iter_count"]),
            constraint_violation=float(max(violation.max(), 0.0)),
            rules=self._reports(g, w, lam),
            multipliers=(lam, np.array(result["lam_x"]).ravel()),
        )

    def _reports(self, g: Array, w: Array, lam: Array) -> tuple[RuleReport, ...]:
        """Return how every rule stands where it is nearest to its limit, in whichever phase."""
        exceeded = self.layout.exceeded(w)
        found: dict[str, RuleReport] = {}
        for rule in self._written.rules:
            reading, excess = rule.reading, exceeded.get(rule.name, 0.0)
            value = reading.value_of(g[rule.rows] - reading.slack_factor * excess, w)
            multiplier_kg = 1e3 * float(np.abs(lam[rule.rows]).sum())
            limit = reading.limit
            known = found.get(rule.name)
            if known is not None:
                multiplier_kg += known.multiplier_kg
                sign = 1.0 if reading.from_above else -1.0
                value, limit = max(
                    (known.value, known.limit),
                    (value, limit),
                    key=lambda stand: sign * (stand[0] - stand[1]),
                )
            found[rule.name] = RuleReport(
                name=rule.name,
                multiplier_kg=multiplier_kg,
                value=value,
                limit=limit,
                excess=reading.excess_of(max(excess, 0.0)),
            )
        return tuple(found.values())

    def lagrangian_t(
        self,
        solution: Solution,
        aim: Aim,
        figures: Figures,
        bounds: Mapping[str, tuple[float, float]],
        moved: Mapping[str, tuple[float, float]],
    ) -> float:
        """Return the Lagrangian at an optimum's point and multipliers under other figures [t].

        Its derivative by a figure is that of the optimum, the negative of what is maximised
        (envelope theorem: Nocedal & Wright, Numerical Optimization, 2nd ed., sections 12.4, 12.8).

        Parameters
        ----------
        figures : Figures
            Of an ascent of the same structure.
        bounds, moved : mapping
            Of the variables, under these figures and under the others.
        """
        other = AscentProgramme(figures)
        if other._key != self._key:
            raise ValueError("the other figures give an ascent of another structure")
        w = self.layout.pack(solution.point, self.figures.links)
        p = other.parameters(aim)
        g = np.array(self._compiled.constraints(w, p)).ravel()
        lam_g, lam_x = solution.multipliers
        cost = other._cost(aim)
        value = float(cost @ w[: self.layout.globals] + lam_g @ g)
        value -= aim.margin_per_t * figures.sequence.margin_kg.constant / 1e3
        for i, (name, scale) in enumerate(self.layout.scales.items()):
            side = 1 if lam_x[i] > 0.0 else 0
            value -= float(lam_x[i]) * (moved[name][side] - bounds[name][side]) / scale
        return value
