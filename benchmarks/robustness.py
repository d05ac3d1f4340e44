"""Does every ascent converge, or say why not? The whole catalogue, and the same pushed at random.

From the automatic guess: every configuration to the orbits for which a capability of its vehicle is
published, from the pads that serve it; then cases with masses, thrusts, specific impulses and
targets moved at random. One JSON line per case with the gap of its re-flight, then a summary per
group that names the failures.
"""

import argparse
import math
import statistics
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import cpu_count, get_context
from pathlib import Path

import numpy as np
from _rows import print_row

from cosmodrome.ascent.optimise import Optimiser
from cosmodrome.ascent.perturb import figures_of
from cosmodrome.errors import ConvergenceError, InfeasibleError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.store.catalogue import Catalogue, load_catalogue
from cosmodrome.vehicles import Configuration

EVIDENCE = Path(__file__).parents[1] / "tests" / "authorities" / "evidence" / "capability.toml"
NAME = "robustness"
GROUPS = ("published", "catalogue", "perturbed")
# Spreads (one standard deviation) of the random cases; wide against what data are uncertain by.
SPREADS = {"kg": 0.05, "s": 0.01, "percent": 0.05}
ALTITUDE_SPREAD_RATIO = 0.15
INCLINATION_SPREAD_DEG = 2.0
LOWEST_ALTITUDE_KM = 150.0
# A figure that a draw would turn round stays positive.
LEAST_RATIO = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is to be flown; `seed` moves figures and target, None leaves them."""

    group: str
    id: str
    configuration: str
    complex: str
    orbit: TargetOrbit
    seed: tuple[int, int] | None = None


@cache
def packaged() -> Catalogue:
    """Return the packaged catalogue, read once per process."""
    return load_catalogue()


def published(catalogue: Catalogue) -> Iterator[Case]:
    """Yield the published rows as they are."""
    for row in tomllib.loads(EVIDENCE.read_text("utf-8"))["capability"]:
        if row["configuration"] not in {each.id for each in catalogue.configurations()}:
            continue
        yield Case(
            group="published",
            id=row["id"],
            configuration=row["configuration"],
            complex=row["complex"],
            orbit=complete_orbit(TargetOrbit(**row["orbit"])),
        )


def crossed(catalogue: Catalogue, rows: Sequence[Case]) -> Iterator[Case]:
    """Yield every configuration, from every pad of it, to every orbit published for its vehicle.

    Where nothing is published for a vehicle, it flies to every orbit that is published at all. What
    it cannot reach from there is to be refused with the rule that forbids it.
    """
    for configuration in catalogue.configurations():
        vehicle = configuration.vehicle
        own = [row for row in rows if row.configuration.partition("+")[0] == vehicle.id]
        orbits = {_words(row.orbit): row.orbit for row in own or rows}
        for complex_id in vehicle.complexes:
            for words, orbit in orbits.items():
                yield Case(
                    group="catalogue",
                    id=f"{configuration.id} {complex_id} {words}",
                    configuration=configuration.id,
                    complex=complex_id,
                    orbit=orbit,
                )


def pushed(cases: Sequence[Case], *, count: int, seed: int) -> Iterator[Case]:
    """Yield cases drawn at random, each with a seed of its own for figures and target.

    Planes below the pad's latitude are raised to it: what is in question here is the optimiser.
    """
    drawn = np.random.default_rng(seed).integers(len(cases), size=count)
    for number, index in enumerate(drawn):
        case = cases[index]
        tilt = case.orbit.inclination_deg
        if tilt is not None:
            lowest_deg = math.ceil(abs(packaged().complex(case.complex).latitude_deg))
            tilt = max(tilt, lowest_deg)
        orbit = replace(case.orbit, inclination_deg=tilt)
        name = f"{number}: {case.configuration} {case.complex} {_words(orbit)}"
        yield replace(case, group="perturbed", id=name, orbit=orbit, seed=(seed, number))


def _words(orbit: TargetOrbit) -> str:
    if orbit.c3_km2_s2 is not None:
        return f"C3 {orbit.c3_km2_s2:g}"
    low, high = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    return f"{low:g} x {high:g} km, {orbit.inclination_deg:g} deg"


# ---- one case -------------------------------------------------------------------------------


def flown(case: Case) -> dict[str, object]:
    """Return the row of a case: converged with its gap, infeasible with its rule, or failed."""
    catalogue = packaged()
    configuration, orbit = catalogue.configuration(case.configuration), case.orbit
    if case.seed is not None:
        rng = np.random.default_rng(case.seed)
        configuration, orbit = _pushed(configuration, rng), _moved(orbit, rng)
    row: dict[str, object] = {"group": case.group, "case": case.id, "orbit": _words(orbit)}
    began_s = time.process_time()
    try:
        found = Optimiser(configuration, catalogue.complex(case.complex), orbit).capability()
    except InfeasibleError as error:
        outcome: dict[str, object] = {"status": "infeasible", "rule": error.rule}
        outcome |= {"value": error.value, "limit": error.limit, "message": error.message}
    except ConvergenceError as error:
        outcome = {"status": "failed", "message": str(error)}
    else:
        replay = found.ascent.replay
        outcome = {
            "status": "converged",
            "payload_capability_kg": found.payload_capability_kg,
            "replay_position_gap_m": replay.position_gap_m,
            "replay_velocity_gap_m_s": replay.velocity_gap_m_s,
            "iterations": found.ascent.solver.iterations,
        }
    return row | outcome | {"cpu_s": time.process_time() - began_s}


def _pushed(configuration: Configuration, rng: np.random.Generator) -> Configuration:
    """Return a configuration with every figure drawn anew about its own."""
    names = [figure.name for figure in figures_of(configuration)]
    for name in names:
        figure = {each.name: each for each in figures_of(configuration)}[name]
        ratio = max(1.0 + SPREADS[figure.unit] * rng.standard_normal(), LEAST_RATIO)
        configuration = figure.change(configuration, figure.value * ratio)
    return configuration


def _moved(orbit: TargetOrbit, rng: np.random.Generator) -> TargetOrbit:
    """Return a target with altitudes and inclination drawn anew about its own."""
    ratio = max(1.0 + ALTITUDE_SPREAD_RATIO * rng.standard_normal(), LEAST_RATIO)
    low, high = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    if low is not None and high is not None:
        circular = low == high
        low = max(low * ratio, LOWEST_ALTITUDE_KM)
        high = low if circular else max(high, low)
    tilt = orbit.inclination_deg
    if tilt is not None:
        tilt = abs(tilt + INCLINATION_SPREAD_DEG * rng.standard_normal())
    return replace(
        orbit,
        kind="elliptic" if orbit.kind == "sun-synchronous" else orbit.kind,
        perigee_altitude_km=low,
        apogee_altitude_km=high,
        inclination_deg=tilt,
    )


# ---- all of them ----------------------------------------------------------------------------


def summary(group: str, rows: Sequence[dict[str, object]]) -> dict[str, object]:
    """Return how many cases of a group came out how, the widest gap, and the failures."""
    by_status = {
        status: [row for row in rows if row["status"] == status]
        for status in ("converged", "infeasible", "failed")
    }
    gaps = [
        (float(str(row["replay_position_gap_m"])), float(str(row["replay_velocity_gap_m_s"])))
        for row in by_status["converged"]
    ]
    answered = len(rows) - len(by_status["failed"])
    return {
        "summary": group,
        "cases": len(rows),
        **{status: len(those) for status, those in by_status.items()},
        "answered_fraction": answered / len(rows) if rows else None,
        "worst_position_gap_m": max((gap[0] for gap in gaps), default=None),
        "worst_velocity_gap_m_s": max((gap[1] for gap in gaps), default=None),
        "cpu_median_s": statistics.median(float(str(row["cpu_s"])) for row in rows)
        if rows
        else None,
        "failures": [row["case"] for row in by_status["failed"]],
    }


def _outcomes(cases: Sequence[Case], jobs: int) -> Iterator[dict[str, object]]:
    """Yield the rows of cases in their order; a case that breaks the program counts as failed."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(flown, case) for case in cases]
        for case, future in zip(cases, futures, strict=True):
            broken = future.exception()
            if broken is None:
                yield future.result()
                continue
            message = f"{type(broken).__name__}: {broken}"
            row = {"group": case.group, "case": case.id, "orbit": _words(case.orbit)}
            yield row | {"status": "failed", "message": message, "cpu_s": 0.0}


def main() -> None:
    """Fly the groups asked for."""
    options = _options()
    catalogue = packaged()
    rows = tuple(published(catalogue))
    cases = {"published": rows, "catalogue": tuple(crossed(catalogue, rows))}
    cases["perturbed"] = tuple(pushed(cases["catalogue"], count=options.cases, seed=options.seed))
    for group in options.groups:
        found = []
        for row in _outcomes(cases[group], options.jobs):
            found.append(row)
            if row["status"] == "failed" or not options.failures_only:
                print_row(NAME, row)
        print_row(NAME, summary(group, found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fly everything; say what failed.")
    parser.add_argument("--cases", type=int, default=500, help="random cases (default 500)")
    parser.add_argument("--seed", type=int, default=1, help="of the random cases (default 1)")
    parser.add_argument("--jobs", type=int, default=cpu_count(), help="processes (default all)")
    parser.add_argument("--groups", nargs="+", choices=GROUPS, default=GROUPS, help="only these")
    parser.add_argument("--failures-only", action="store_true", help="no line for a good case")
    options = parser.parse_args()
    if options.cases < 0 or options.jobs < 1:
        parser.error("--cases must not be negative, --jobs at least 1")
    return options


if __name__ == "__main__":
    main()
