"""How fast are launch windows found, states turned between sky and Earth, and the Sun placed?

The reference work: a year of passes of Baikonur through the mean plane of the International Space
Station; a year of 20 planes of a constellation from five pads; both also under three rules
(daylight, civil twilight, range hours); a hundred years of the first; a million states turned from
the Earth's axes into the sky, position and velocity; SGP4; the height of the Sun. Prints one JSON
line for each piece of work, with `--peers` those of others beside it.
"""

import argparse
import json
import resource
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from time import process_time

import numpy as np
from _rows import cold_process_s, cpu_timed, print_row
from _windows_peers import peer_rows
from _windows_work import (
    A_YEAR,
    BAIKONUR,
    CONSTELLATION,
    FIRST,
    PADS,
    STATION,
    orientation,
    our_sky_states,
    our_sun_elevation_rad,
    sgp4_states,
    states,
    sun_times_s,
)

from cosmodrome.manifest import TargetOrbit
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.windows import DailyHours, Rule, daylight
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.sun_rules import sun_rule

BENCHMARK = "windows"
CENTURY_YEARS = 100
RANGE_FROM_H, RANGE_TO_H = 6.0, 20.0
DEGREES_PER_HOUR = 15.0
BYTES_PER_MB = 1024.0


def rules_of(pad: LaunchComplex) -> tuple[Rule, ...]:
    """Return three rules that every site has in one way or another."""
    return (
        daylight(pad),
        sun_rule("light-civil", pad),
        DailyHours(
            name="range-hours",
            from_h=RANGE_FROM_H,
            to_h=RANGE_TO_H,
            utc_offset_h=round(pad.longitude_deg / DEGREES_PER_HOUR),
        ),
    )


def windows_of(
    orbit: TargetOrbit, pads: Sequence[LaunchComplex], *, last: datetime, ruled: bool
) -> int:
    """Return how many windows there are, all planes and pads together, until an instant."""
    return sum(
        len(windows)
        for pad in pads
        for _, windows in WindowSearch(
            orbit=orbit,
            complex=pad,
            rules=rules_of(pad) if ruled else (),
            orientation=orientation(),
        ).by_chunk(FIRST, last)
    )


def times(work: Callable[[], object], runs: int) -> dict[str, object]:
    """Return least and median CPU time of some runs, after one that does not count."""
    work()
    taken_s = [cpu_timed(work)[1] for _ in range(runs)]
    return {"cpu_s": min(taken_s), "cpu_median_s": median(taken_s), "runs": runs}


def years(runs: int) -> list[dict[str, object]]:
    """Return a row for a year of each plane, with rules and without."""
    works = (
        ("station-year", STATION, (BAIKONUR,), 0.5),
        ("constellation-year", CONSTELLATION, PADS, 5.0),
    )
    return [
        {
            "work": name,
            "planes": orbit.planes or 1,
            "pads": len(pads),
            "rules": len(rules_of(BAIKONUR)) if ruled else 0,
            "windows": windows_of(orbit, pads, last=FIRST + A_YEAR, ruled=ruled),
            "target_s": target_s,
            **times(partial(windows_of, orbit, pads, last=FIRST + A_YEAR, ruled=ruled), runs),
        }
        for name, orbit, pads, target_s in works
        for ruled in (False, True)
    ]


def rates(count: int, runs: int) -> list[dict[str, object]]:
    """Return a row for what goes by the state: frames, SGP4, the Sun."""
    given, t_s = states(count), sun_times_s(count)
    works: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("ecef-to-eci", "states_per_s", lambda: our_sky_states(*given)),
        ("sgp4", "states_per_s", lambda: sgp4_states(np.linspace(0.0, 86400.0, count))),
        ("sun-elevation", "samples_per_s", lambda: our_sun_elevation_rad(t_s)),
    )
    rows = []
    for name, key, work in works:
        taken = times(work, runs)
        rate = count / float(str(taken["cpu_s"]))
        rows.append({"work": name, "count": count, key: rate, **taken})
    return rows


def century() -> dict[str, object]:
    """Return what a hundred years of station windows take, in a process of its own."""
    taken_s, found = cold_process_s(__file__, "--child", str(CENTURY_YEARS))
    _, year = cold_process_s(__file__, "--child", "1")
    return {
        "work": "station-century",
        "process_wall_s": taken_s,
        "windows": found["windows"],
        "cpu_s": found["cpu_s"],
        "peak_mb": found["peak_mb"],
        "peak_mb_of_a_year": year["peak_mb"],
    }


def cold() -> dict[str, object]:
    """Return what the first year of a process takes, imports included."""
    taken = [cold_process_s(__file__, "--child", "1") for _ in range(3)]
    least_s, found = min(taken, key=lambda row: row[0])
    return {"work": "station-year-cold", "process_wall_s": least_s, **found}


def child(span_years: int) -> None:
    """Print, as a process of its own, the time of the first call and the memory at the end."""
    began_s = process_time()
    last = FIRST + timedelta(days=365.25 * span_years)
    windows = windows_of(STATION, (BAIKONUR,), last=last, ruled=True)
    taken_s = process_time() - began_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / BYTES_PER_MB
    print(json.dumps({"windows": windows, "cpu_s": taken_s, "peak_mb": peak_mb}))


def main(arguments: Sequence[str]) -> None:
    """Measure and print the rows."""
    options = _options(arguments)
    if options.child:
        child(options.child)
        return
    # The memory of a child counts from that of its parent: children go first.
    ours = [century(), cold(), *years(options.runs), *rates(options.count, options.runs)]
    for row in ours:
        print_row(BENCHMARK, row)
    if options.peers:
        for row in peer_rows(ours):
            print(json.dumps({"benchmark": BENCHMARK, **row}), flush=True)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--child", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.runs < 1 or options.count < 2:
        parser.error("at least one run, and two states")
    return options


if __name__ == "__main__":
    main(sys.argv[1:])
