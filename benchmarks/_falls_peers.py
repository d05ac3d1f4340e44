"""How many dispersed flights do others follow in a second, each in a process of its own?"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# Where `make bench-peers` puts them.
PEERS_PYTHON = Path("build") / "bench" / "bin" / "python"
COMPARED = ("trajectories_per_s_per_core", "falls_per_s_per_core")
# CPU seconds mean the same for all only on one thread each.
ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMBA", "VECLIB")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A way of doing such work, and the script that measures it.

    `installed_apart` where it lives in the peers' environment, not in ours.
    """

    name: str
    module: str
    script: str
    arguments: Sequence[str]
    installed_apart: bool


PEERS = (
    Peer(
        name="scipy",
        module="scipy",
        script="falls_scipy.py",
        arguments=("--cases", "40"),
        installed_apart=False,
    ),
    Peer(
        name="scipy-numba",
        module="scipy",
        script="falls_scipy.py",
        arguments=("--cases", "100", "--compiled"),
        installed_apart=False,
    ),
    Peer(
        name="rocketpy",
        module="rocketpy",
        script="falls_rocketpy.py",
        arguments=("--flights", "12"),
        installed_apart=True,
    ),
    Peer(
        name="rocketpy-3dof",
        module="rocketpy",
        script="falls_rocketpy.py",
        arguments=("--flights", "40", "--points"),
        installed_apart=True,
    ),
)


def peer_rows(python: Path | None, ours: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield a row of each peer, and after it how many times as many our row does per second.

    Parameters
    ----------
    python : Path or None
        Interpreter of the peers' environment; `build/bench` if it is there, else this one.
    ours : dict
        Our row of the same run.
    """
    fallback = PEERS_PYTHON if PEERS_PYTHON.exists() else Path(sys.executable)
    for peer in PEERS:
        row = measured(peer, str(python or fallback) if peer.installed_apart else sys.executable)
        yield row
        if row["status"] == "measured":
            yield ratio(row, ours)


def measured(peer: Peer, python: str) -> dict[str, Any]:
    """Return the row of a peer; one that is not there or breaks gives a row that says so."""
    row: dict[str, Any] = {"benchmark": "falls", "peer": peer.name, "version": None}
    if not _has(python, peer.module):
        print(f"{peer.name} is not installed: run make bench-peers", file=sys.stderr)
        return row | {"status": "not installed"}
    command = [python, str(HERE / "peers" / peer.script), *peer.arguments]
    paths = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
    world = os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=world)
    if done.returncode != 0 or not done.stdout.strip():
        return row | {"status": f"failed: its process ended with {done.returncode}"}
    return row | dict(json.loads(done.stdout.strip().splitlines()[-1]))


def ratio(row: dict[str, Any], ours: dict[str, object]) -> dict[str, object]:
    """Return how many times as many flights, and falls, our row follows in a second."""
    times = {
        f"{key.removesuffix('_per_s_per_core')}_ratio": float(str(ours[key])) / row[key]
        for key in COMPARED
        if row[key] is not None
    }
    return {"benchmark": "falls", "ratio_to": row["peer"], "of": "cosmodrome", **times}


def _has(python: str, module: str) -> bool:
    command = [python, "-c", f"import {module}"]
    nowhere = subprocess.DEVNULL
    try:
        done = subprocess.run(command, check=False, stdout=nowhere, stderr=nowhere)
    except OSError:
        return False
    return done.returncode == 0
