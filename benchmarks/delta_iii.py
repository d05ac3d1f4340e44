"""How fast is the Delta III ascent solved, how exactly, and how do the peers do beside it?

Prints one JSON line per solver, each measured in a process of its own, one after the other; with
`--peers` the peers' lines and, for each that answered, a line of ratios: their time over ours.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "peers"
# Where `make bench-peers` puts them: they ask for an older CasADi than ours.
PEERS_PYTHON = Path("build") / "bench" / "bin" / "python"
OURS = "cosmodrome"
PEERS = ("yapss", "maptor", "rockit", "dymos")
# What a script of a peer imports first; without it the peer is not there.
MODULES = {"yapss": "yapss", "maptor": "maptor", "rockit": "rockit", "dymos": "cyipopt, dymos"}
COMPARED = ("solve_cpu_s", "solve_cpu_min_s", "cold_cpu_s", "process_wall_s")


def measured(peer: str, python: str, runs: int) -> dict[str, Any]:
    """Return the row of a solver; one that is not there or breaks gives a row that says so."""
    row: dict[str, Any] = {"benchmark": "delta-iii", "peer": peer, "version": None}
    if peer in MODULES and not _has(python, MODULES[peer]):
        print(f"{peer} is not installed: run make bench-peers", file=sys.stderr)
        return row | {"status": "not installed"}
    command = [python, str(HERE / f"delta_iii_{peer}.py"), "--runs", str(runs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0 or not done.stdout.strip():
        return row | {"status": f"failed: its process ended with {done.returncode}"}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _has(python: str, modules: str) -> bool:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return (
            subprocess.run([python, "-c", f"import {modules}"], check=False, **quiet).returncode
            == 0
        )
    except OSError:
        return False


def ratio(row: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any] | None:
    """Return how many times our time a peer took, or None where one has no answer."""
    if row.get("final_mass_kg") is None or ours.get("final_mass_kg") is None:
        return None
    times = {f"{key.removesuffix('_s')}_ratio": row[key] / ours[key] for key in COMPARED}
    return {"benchmark": "delta-iii", "ratio_of": row["peer"], "to": OURS} | times


def main() -> None:
    """Run our solver, and the peers where asked."""
    options = _options()
    ours = _printed(measured(OURS, sys.executable, options.runs))
    if not options.peers:
        return
    rows = [
        _printed(measured(peer, options.peer_python, options.peer_runs)) for peer in options.only
    ]
    for row in rows:
        line = ratio(row, ours)
        if line is not None:
            _printed(line)


def _printed(row: dict[str, Any]) -> dict[str, Any]:
    print(json.dumps(row), flush=True)
    return row


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Solve the Delta III ascent, peers beside.")
    parser.add_argument("--runs", type=int, default=15, help="our cold solves (default 15)")
    parser.add_argument("--peers", action="store_true", help="run the peers beside")
    parser.add_argument("--only", nargs="+", choices=PEERS, default=PEERS, help="these peers")
    parser.add_argument("--peer-runs", type=int, default=3, help="solves per peer (default 3)")
    parser.add_argument(
        "--peer-python",
        metavar="PATH",
        default=str(PEERS_PYTHON) if PEERS_PYTHON.exists() else sys.executable,
        help=f"interpreter that has the peers (default {PEERS_PYTHON}, else this one)",
    )
    options = parser.parse_args()
    if min(options.runs, options.peer_runs) < 1:
        parser.error("a number of runs must be at least 1")
    return options


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
