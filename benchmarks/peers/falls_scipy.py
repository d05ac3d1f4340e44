"""How many dispersed flights does a loop over SciPy's `solve_ivp` follow in a second?

The reference work of `falls.py` itself: the same stored programme, the same drawn cases, the same
formulas, one flight after the other, as a script with SciPy does it. The rates are plain Python
with floats, or compiled by numba with `--compiled`. LSODA at a relative tolerance of 1e-7 is the
default because it is the fastest of SciPy's methods that stays near 10 m; `--method` and
`--rtol` try others. Prints one JSON line. Wants `benchmarks` in PYTHONPATH, as `falls.py` sets it.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import process_time
from typing import Any

import falls
import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from cosmodrome.physics.disturbed import disturbed_acceleration_m_s2, fall_acceleration_m_s2
from cosmodrome.physics.earth import ellipsoid_altitude_m
from cosmodrome.physics.steering import turned_direction

Array = NDArray[np.float64]

POSITION_M, VELOCITY_M_S = 1e6, 1e3
"""What the relative tolerance is taken of where a component is near zero."""


def powered(t: float, y: Array, *constants: Any) -> list[float]:
    """Return the rates of a powered flight, in floats."""
    mass, flow, thrust, exit_area, area, table, grid_s, turn, wind, knots, pieces = constants
    state = y.tolist()
    place = min(max(t / grid_s, 0.0), len(table) - 1.0)
    i = min(int(place), len(table) - 2)
    low, high = table[i].tolist(), table[i + 1].tolist()
    mean = [a + (place - i) * (b - a) for a, b in zip(low, high, strict=True)]
    direction = turned_direction(*mean, *turn.tolist())
    east = _wind_at(float(ellipsoid_altitude_m(*state[:3])), wind)
    ax, ay, az, _ = disturbed_acceleration_m_s2(
        *state, mass - flow * t, *direction, thrust, exit_area, area, 1.0, 1.0, east, 0.0,
        knots, pieces,
    )  # fmt: skip
    return [*state[3:], ax, ay, az]


def falling(y: Array, beta: float, wind: Array, knots: Array, rise: Array) -> list[float]:
    """Return the rates of a fall, in floats."""
    state = y.tolist()
    east = _wind_at(float(ellipsoid_altitude_m(*state[:3])), wind)
    ax, ay, az, _ = fall_acceleration_m_s2(*state, beta, 1.0, 1.0, east, 0.0, knots, rise)
    return [*state[3:], ax, ay, az]


def _wind_at(altitude_m: float, column: Array) -> float:
    place = min(max(altitude_m / 1000.0, 0.0), 60.0)
    i = min(int(place), 59)
    return float(column[i] + (place - i) * (column[i + 1] - column[i]))


@dataclass(slots=True, kw_only=True)
class TimedFalls:
    """A solver that sums up the CPU time of the falls: what it follows until an event."""

    solve: Callable[..., Any]
    taken_s: float = 0.0

    def __call__(self, *problem: Any, **options: Any) -> Any:
        """Return what the solver says."""
        began_s = process_time()
        solution = self.solve(*problem, **options)
        if "events" in options:
            self.taken_s += process_time() - began_s
        return solution


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Return the row of a loop over some cases."""
    programme, draw = falls.reference_programme(falls.STAGES), falls.reference_draw(options.cases)
    scales = np.array([POSITION_M] * 3 + [VELOCITY_M_S] * 3)
    timed = TimedFalls(
        solve=partial(
            solve_ivp, method=options.method, rtol=options.rtol, atol=options.rtol * scales
        )
    )
    integration = falls.Integration(
        solve=timed,
        powered=falls.EXACT.powered if options.compiled else powered,
        falling=falls.EXACT.falling if options.compiled else falling,
    )

    def one(case: int, by: falls.Integration) -> Array:
        return falls.reference(programme, falls.STAGES, draw, case, by)

    one(0, integration)
    timed.taken_s = 0.0
    began_s = process_time()
    landed = np.array([one(case, integration) for case in range(options.cases)])
    flights_per_s = options.cases / (process_time() - began_s)
    exact = np.array([one(case, falls.EXACT) for case in range(options.cases)])
    error_m = np.linalg.norm((landed - exact)[:, :, :3], axis=2)
    rates = "compiled by numba" if options.compiled else "in plain Python"
    return {
        "version": scipy.__version__,
        "work": "stages 1 and 2",
        "cases": options.cases,
        "trajectories_per_s_per_core": flights_per_s,
        "falls_per_s_per_core": len(falls.STAGES) * options.cases / timed.taken_s,
        "max_error_m": float(error_m.max()),
        "how": f"a loop over solve_ivp, {options.method} at {options.rtol:g}, the rates {rates}",
        "status": "measured",
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Follow the falls with SciPy; print a JSON line.")
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--method", default="LSODA", choices=("LSODA", "DOP853", "RK45"))
    parser.add_argument("--rtol", type=float, default=1e-7)
    parser.add_argument("--compiled", action="store_true", help="compile the rates with numba")
    print(json.dumps(measured(parser.parse_args())), flush=True)
