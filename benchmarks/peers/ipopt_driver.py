"""How does an OpenMDAO problem reach IPOPT where pyoptsparse cannot be installed?

OpenMDAO brings SLSQP, which does not solve this problem; its door to IPOPT is pyoptsparse, which
the package index does not carry. IPOPT itself comes with cyipopt's wheels. This driver joins the
two as pyoptsparse would: sparse first derivatives from OpenMDAO, limited-memory Hessian by IPOPT.
"""

from typing import Any

import cyipopt
import numpy as np
import openmdao.api as om
from numpy.typing import NDArray
from openmdao.core.driver import Driver

Vector = NDArray[np.float64]
SOLVED = (0, 1)


class IpoptDriver(Driver):
    """Minimises by IPOPT through cyipopt; `message` is what IPOPT said in the end."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for feature in ("inequality_constraints", "equality_constraints", "gradients"):
            self.supports[feature] = True
        for feature in ("two_sided_constraints", "simultaneous_derivatives", "optimization"):
            self.supports[feature] = True
        self.supports["linear_constraints"] = False
        self.message = "not run"
        self._at: Vector | None = None
        self._totals_there: dict[tuple[str, str], Vector] | None = None

    def _setup_driver(self, problem: om.Problem) -> None:
        super()._setup_driver(problem)
        self._setup_tot_jac_sparsity()

    def run(self) -> bool:
        """Return whether IPOPT failed."""
        self.result.reset()
        self._total_jac = None
        self._run_solve_nonlinear()
        start = self._joined(self.get_design_var_values())
        self._objective = next(iter(self._objs))
        self._blocks = self._sparsity()
        bounds = self._autoscaler.get_bounds_scaling("design_var")
        sides = self._sides()
        task = cyipopt.Problem(
            n=len(start),
            m=len(sides[0]),
            problem_obj=self,
            lb=self._joined({n: self._full(bounds[n].lower, n) for n in self._designvars}),
            ub=self._joined({n: self._full(bounds[n].upper, n) for n in self._designvars}),
            cl=sides[0],
            cu=sides[1],
        )
        for option, value in (
            ("print_level", 0),
            ("sb", "yes"),
            ("max_iter", 2000),
            ("tol", 1e-8),
            ("mu_strategy", "monotone"),
            ("mu_init", 1e-3),
            ("alpha_for_y", "safer-min-dual-infeas"),
            ("nlp_scaling_method", "gradient-based"),
            ("hessian_approximation", "limited-memory"),
            ("linear_solver", "mumps"),
        ):
            task.add_option(option, value)
        best, info = task.solve(start)
        self._move(best)
        self.message = info["status_msg"].decode()
        self.result.success = self.result.exit_status = info["status"] in SOLVED
        return not self.result.success

    # ---- what IPOPT asks for ----------------------------------------------------------------

    def objective(self, x: Vector) -> float:
        """Return what is minimised, scaled."""
        self._move(x)
        return float(self.get_objective_values()[self._objective][0])

    def gradient(self, x: Vector) -> Vector:
        """Return the objective's derivatives."""
        totals = self._totals(x)
        return np.concatenate([totals[self._objective, name].ravel() for name in self._designvars])

    def constraints(self, x: Vector) -> Vector:
        """Return the values of the constraints, scaled."""
        self._move(x)
        return self._joined(self.get_constraint_values())

    def jacobian(self, x: Vector) -> Vector:
        """Return the constraints' derivatives at the places of `jacobianstructure`."""
        totals = self._totals(x)
        return np.concatenate([totals[of, wrt][at] for of, wrt, at in self._blocks])

    def jacobianstructure(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return rows and columns of the constraints' derivatives that are not always nought."""
        down = dict(zip(self._cons, self._offsets(self._cons), strict=True))
        right = dict(zip(self._designvars, self._offsets(self._designvars), strict=True))
        rows = np.concatenate([down[of] + at[0] for of, _, at in self._blocks])
        columns = np.concatenate([right[wrt] + at[1] for _, wrt, at in self._blocks])
        return rows, columns

    # ---- bookkeeping ------------------------------------------------------------------------

    def _move(self, x: Vector) -> None:
        if self._at is not None and np.array_equal(x, self._at):
            return
        self._vectors["design_var"].set_data(x, driver_scaling=True)
        self._set_design_vars(driver_scaling=True)
        self._at = self._totals_there = None
        try:
            self._run_solve_nonlinear()
        except om.AnalysisError as error:
            raise cyipopt.CyIpoptEvaluationError(str(error)) from error
        self._at = np.array(x)

    def _totals(self, x: Vector) -> dict[tuple[str, str], Vector]:
        """Return all derivatives; IPOPT asks for the objective's and the constraints' in turn."""
        self._move(x)
        if self._totals_there is None:
            self._totals_there = self._compute_totals(return_format="flat_dict")
        return self._totals_there

    def _sparsity(self) -> list[tuple[str, str, tuple[Any, Any]]]:
        coloring = self._get_coloring(run_model=False)
        found = coloring.get_subjac_sparsity()
        return [
            (of, wrt, (rows, columns))
            for of, blocks in found.items()
            for wrt, (rows, columns, _) in blocks.items()
            if of in self._cons and len(rows)
        ]

    def _sides(self) -> tuple[Vector, Vector]:
        bounds = self._autoscaler.get_bounds_scaling("constraint")
        low, high = [], []
        for name, meta in self._cons.items():
            equal = meta["equals"] is not None
            sides = bounds[name]
            low.append(np.broadcast_to(sides.equals if equal else sides.lower, meta["size"]))
            high.append(np.broadcast_to(sides.equals if equal else sides.upper, meta["size"]))
        return np.concatenate(low), np.concatenate(high)

    def _full(self, value: Any, name: str) -> Vector:
        return np.broadcast_to(value, self._designvars[name]["size"])

    @staticmethod
    def _offsets(metas: dict[str, Any]) -> NDArray[np.int64]:
        sizes = [meta["size"] for meta in metas.values()]
        return np.concatenate([[0], np.cumsum(sizes)[:-1]])

    @staticmethod
    def _joined(values: dict[str, Any]) -> Vector:
        return np.concatenate([np.ravel(value) for value in values.values()])
