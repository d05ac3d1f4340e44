"""How does a benchmark measure and print?

A row is one JSON line on stdout. Times are CPU seconds of the process, as other work on the
machine would make wall times meaningless; wall times stand where a user waits for a process.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from cosmodrome import __version__

Value = TypeVar("Value")
OURS = {"peer": "cosmodrome", "version": __version__}


def print_row(benchmark: str, row: dict[str, object]) -> None:
    """Print a row of a benchmark."""
    print(json.dumps({"benchmark": benchmark, **OURS, **row}), flush=True)


def cpu_timed(work: Callable[[], Value]) -> tuple[Value, float]:
    """Return what work returns, and the CPU time it took [s]."""
    began_s = time.process_time()
    value = work()
    return value, time.process_time() - began_s


def spread(name: str, times_s: Sequence[float]) -> dict[str, object]:
    """Return minimum, median and number of times as keys of a row."""
    return {
        f"{name}_min_s": min(times_s),
        f"{name}_median_s": statistics.median(times_s),
        f"{name}_runs": len(times_s),
    }


def cold_process_s(script: str, *arguments: str) -> tuple[float, dict[str, object]]:
    """Return the wall time of a child that runs a script, and the JSON object it prints."""
    began_s = time.monotonic()
    child = subprocess.run(
        [sys.executable, script, *arguments], stdout=subprocess.PIPE, text=True, check=True
    )
    taken_s = time.monotonic() - began_s
    return taken_s, json.loads(child.stdout.strip().splitlines()[-1])
