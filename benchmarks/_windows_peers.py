"""How fast, and how near to us, are others at such work, each in a process of its own?

They live in the environment of the tests, whose authorities they are.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
PEERS = {
    "erfa": "erfa",
    "skyfield": "skyfield",
    "astropy": "astropy",
    "orekit": "orekit_jpype",
}
# What a ratio is taken of, and whether more of it is better.
RATES = ("states_per_s", "samples_per_s")
# CPU seconds mean the same for all only on one thread each.
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "VECLIB")}


def peer_rows(ours: Sequence[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Yield the rows of each peer, and after each how many times as fast ours of this run is."""
    best: dict[object, dict[str, object]] = {}
    for row in ours:
        best.setdefault(row["work"], row)
    for name, module in PEERS.items():
        for row in measured(name, module):
            yield row
            if row["status"] == "measured":
                yield ratio(row, best[row["work"]])


def measured(name: str, module: str) -> list[dict[str, object]]:
    """Return the rows of a peer; one that is not there or breaks gives a row that says so."""
    head: dict[str, object] = {"peer": name}
    if find_spec(module) is None:
        print(f"{name} is not installed: run make setup", file=sys.stderr)
        return [head | {"status": "not installed"}]
    # The tests know how to wake Orekit.
    paths = [str(HERE), str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, str(HERE / "peers" / f"windows_{name}.py")],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env=os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(paths)},
    )
    if done.returncode != 0:
        return [head | {"status": f"failed: its process ended with {done.returncode}"}]
    return [head | json.loads(line) for line in done.stdout.splitlines()]


def ratio(row: dict[str, object], ours: dict[str, object]) -> dict[str, object]:
    """Return how many times as fast as a peer's row ours is."""
    rate = next((key for key in RATES if key in row), None)
    if rate:
        factor = float(str(ours[rate])) / float(str(row[rate]))
    else:
        factor = float(str(row["cpu_s"])) / float(str(ours["cpu_s"]))
    return {"ratio_to": row["peer"], "of": "cosmodrome", "work": row["work"], "speed_ratio": factor}
