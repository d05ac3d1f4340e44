"""How long does a capability map of 20 x 20 orbits take on two cores, and is it right?

Soyuz-2.1b with Fregat from Vostochny, altitude by inclination, neighbours from neighbours. Prints
one JSON line: the wall time that a user waits, and how far some points of the map, drawn at random,
are from the same capability computed alone from its automatic guess.
"""

import argparse
import time

import numpy as np
from _rows import print_row

from cosmodrome.ascent.capability_map import (
    POINTS,
    CapabilityMap,
    MapWish,
    capability_map,
    usual_altitudes_km,
    usual_inclinations_deg,
)
from cosmodrome.ascent.optimise import Optimiser
from cosmodrome.cli.processes import workers_for
from cosmodrome.errors import ConvergenceError, InfeasibleError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import load_catalogue

VEHICLE, COMPLEX = "soyuz-2.1b+fregat", "vostochny-1s"
# Two ways to the same optimum may differ by the solver's tolerance, not by more.
SAME_KG = 1.0


def alone_kg(wish: MapWish, altitude_km: float, inclination_deg: float) -> float | None:
    """Return the capability to one orbit of a map, computed alone; None where refused."""
    orbit = TargetOrbit(
        kind="circular",
        perigee_altitude_km=altitude_km,
        apogee_altitude_km=altitude_km,
        inclination_deg=inclination_deg,
    )
    try:
        found = Optimiser(wish.configuration, wish.complex, orbit).capability(wish.loading)
    except (InfeasibleError, ConvergenceError):
        return None
    return found.payload_capability_kg


def checked(found: CapabilityMap, *, points: int, seed: int) -> dict[str, object]:
    """Return how points of a map, drawn at random, compare with the same ones computed alone."""
    wish, rng = found.wish, np.random.default_rng(seed)
    drawn = rng.choice(len(wish.altitudes_km) * len(wish.inclinations_deg), points, replace=False)
    apart_kg: list[float] = []
    disagree = []
    for index in drawn:
        row, column = divmod(int(index), len(wish.inclinations_deg))
        place = (wish.altitudes_km[row], wish.inclinations_deg[column])
        mapped, alone = found.cells[row][column].payload_capability_kg, alone_kg(wish, *place)
        if mapped is not None and alone is not None:
            apart_kg.append(abs(mapped - alone))
        if (mapped is None) != (alone is None) or (apart_kg and apart_kg[-1] > SAME_KG):
            disagree.append({"at": place, "map_kg": mapped, "alone_kg": alone})
    return {
        "checked": points,
        "agree": points - len(disagree),
        "worst_difference_kg": max(apart_kg, default=None),
        "disagreements": disagree,
    }


def main() -> None:
    """Compute the map and print the row."""
    options = _options()
    catalogue = load_catalogue()
    pad = catalogue.complex(COMPLEX)
    wish = MapWish(
        configuration=catalogue.configuration(VEHICLE),
        complex=pad,
        altitudes_km=usual_altitudes_km()[:: POINTS // options.points],
        inclinations_deg=usual_inclinations_deg(pad)[:: POINTS // options.points],
    )
    began_s = time.monotonic()
    with workers_for(options.jobs) as workers:
        found = capability_map(wish, progress=lambda *_: None, crew=workers.ascents)
    wall_s = time.monotonic() - began_s
    cells = [cell for row in found.cells for cell in row]
    reached = [cell for cell in cells if cell.payload_capability_kg is not None]
    print_row(
        "capability-map",
        {
            "vehicle": VEHICLE,
            "complex": COMPLEX,
            "points": len(cells),
            "jobs": options.jobs,
            "wall_s": wall_s,
            "reached": len(reached),
            "not_converged": sum(cell.is_unknown for cell in cells),
            "worst_position_gap_m": max((c.position_gap_m for c in reached), default=None),
            "worst_velocity_gap_m_s": max((c.velocity_gap_m_s for c in reached), default=None),
            **checked(found, points=options.check, seed=options.seed),
        },
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time a capability map and check points of it.")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument(
        "--points", type=int, default=POINTS, help=f"per side, a divisor of {POINTS}"
    )
    parser.add_argument("--check", type=int, default=5, help="points computed alone (default 5)")
    parser.add_argument("--seed", type=int, default=1, help="of the points (default 1)")
    options = parser.parse_args()
    if options.points < 1 or POINTS % options.points:
        parser.error(f"--points must divide {POINTS}")
    if not 0 <= options.check <= options.points**2:
        parser.error("--check must be between 0 and the number of points")
    return options


if __name__ == "__main__":
    main()
