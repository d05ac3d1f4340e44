"""How is IPOPT set up? Three ways to start, exact derivatives, one solver per programme."""

from typing import Any, Literal

import casadi as ca

from cosmodrome.ascent.assembly import Compiled

Strategy = Literal["adaptive", "brisk", "monotone", "warm"]
COMMON: dict[str, Any] = {
    "print_level": 0,
    "sb": "yes",
    "tol": 1e-8,
    "acceptable_tol": 1e-7,
    "max_iter": 130,
}
STRATEGIES: dict[str, dict[str, Any]] = {
    "adaptive": {"mu_strategy": "adaptive"},
    "brisk": {"mu_strategy": "adaptive", "max_iter": 60},
    "monotone": {"mu_strategy": "monotone", "mu_init": 1e-2},
    "warm": {
        "mu_strategy": "monotone",
        "mu_init": 1e-8,
        "warm_start_init_point": "yes",
        "warm_start_bound_push": 1e-8,
        "warm_start_bound_frac": 1e-8,
        "warm_start_slack_bound_push": 1e-8,
        "warm_start_slack_bound_frac": 1e-8,
        "warm_start_mult_bound_push": 1e-8,
        "max_iter": 60,
    },
}
_solvers: dict[tuple[str, Strategy], Any] = {}


def solver_of(programme: Compiled, key: str, strategy: Strategy) -> Any:
    """Return IPOPT set up for a programme; made once for every structure and strategy."""
    if (key, strategy) not in _solvers:
        options = {f"ipopt.{k}": v for k, v in (COMMON | STRATEGIES[strategy]).items()}
        _solvers[key, strategy] = ca.nlpsol(
            "ascent",
            "ipopt",
            programme.problem,
            options
            | {
                "print_time": False,
                "show_eval_warnings": False,
                "calc_lam_p": False,
                "jac_g": programme.jacobian,
                "hess_lag": programme.hessian,
            },
        )
    return _solvers[key, strategy]
