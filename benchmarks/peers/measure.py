"""How long does a peer take, alone in its process, and what is its answer worth?

A script of a peer hands `report` two functions: one that solves from nothing and one that reads
the answer. The script starts itself as a child, so that the wall time counts from the start of a
process to its first optimum, imports included; further solves in the same child give the minimum
and the median of the CPU time of one solve.
"""

import argparse
import contextlib
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from statement import Claim, NoAnswerError, verdict

# CPU seconds mean the same for all only on one thread each.
ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB")
}


def report(
    peer: str,
    distribution: str,
    build: Callable[[], Any],
    solve: Callable[[Any], Any],
    read: Callable[[Any], tuple[Claim, str]],
    *,
    how: str,
) -> None:
    """Print one JSON line: `build` and `solve` from nothing, then fly what `read` returns.

    `solve_cpu_s` and `solve_cpu_min_s` are the median and the least of the CPU time of `solve`;
    where a library transcribes inside its `solve`, that is part of it. `cold_cpu_s` is all CPU
    time of the process up to its first optimum and hides nothing.
    """
    options = _options()
    if options.started_s is None:
        _child(options.runs)
        return
    row: dict[str, Any] = {"benchmark": "delta-iii", "peer": peer, "version": None}
    with contextlib.redirect_stdout(sys.stderr):
        row["version"] = importlib.metadata.version(distribution)
        cpu_s: list[float] = []
        for run in range(options.runs):
            problem = build()
            began_s = time.process_time()
            solved = solve(problem)
            cpu_s.append(time.process_time() - began_s)
            if run == 0:
                first = {
                    "process_wall_s": time.monotonic() - options.started_s,
                    "cold_cpu_s": time.process_time(),
                }
                row |= _judged(read, solved)
        row |= {"solve_cpu_s": statistics.median(cpu_s), "solve_cpu_min_s": min(cpu_s)}
        row |= {"runs": len(cpu_s), **first, "how": how}
    print(json.dumps(row), flush=True)


def _judged(read: Callable[[Any], tuple[Claim, str]], solved: Any) -> dict[str, Any]:
    try:
        claim, status = read(solved)
    except NoAnswerError as error:
        nothing = ("final_mass_kg", "replay_position_gap_m", "replay_velocity_gap_m_s")
        return {"status": f"failed: {error}", **dict.fromkeys(nothing)}
    return {"status": status, **verdict(claim)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Solve the Delta III ascent; print one JSON line.")
    parser.add_argument("--runs", type=int, default=3, help="solves in the process (default 3)")
    parser.add_argument("--started-s", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    return options


def _child(runs: int) -> None:
    command = [sys.executable, sys.argv[0], "--runs", str(runs), "--started-s"]
    child = subprocess.run(
        [*command, repr(time.monotonic())], env=os.environ | ONE_THREAD, check=False
    )
    sys.exit(child.returncode)
