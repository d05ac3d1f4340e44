"""How fast is a Soyuz-2.1b with Fregat flown from Vostochny to a sun-synchronous orbit?

The capability to 820 km under every rule of the vehicle and the pad: in a cold process, in a warm
one from its automatic guess, and at neighbouring points of a map from the point before. Prints one
JSON line.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from _rows import cold_process_s, cpu_timed, print_row, spread

from cosmodrome.ascent.optimise import Capability, Optimiser
from cosmodrome.ascent.search import Found
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.vehicles import Configuration

VEHICLE, COMPLEX, ALTITUDE_KM = "soyuz-2.1b+fregat", "vostochny-1s", 820.0
# What one row of a 20 x 20 map from 200 to 1500 km climbs by, about.
STEP_KM = 70.0


class Flights:
    """The vehicle and the pad, read once; every optimiser of them is a new one."""

    def __init__(self) -> None:
        catalogue = load_catalogue()
        self.configuration: Configuration = catalogue.configuration(VEHICLE)
        self.complex: LaunchComplex = catalogue.complex(COMPLEX)

    def optimiser(self, altitude_km: float) -> Optimiser:
        """Return an optimiser that has computed nothing yet."""
        orbit = TargetOrbit(
            kind="sun-synchronous",
            perigee_altitude_km=altitude_km,
            apogee_altitude_km=altitude_km,
        )
        return Optimiser(self.configuration, self.complex, complete_orbit(orbit))

    def capability(self) -> Capability:
        """Return the capability from the guess, re-flown by the independent integrator."""
        return self.optimiser(ALTITUDE_KM).capability()

    def found(self) -> Found:
        """Return the capability from the guess as maps have it, without the re-flight."""
        return self.optimiser(ALTITUDE_KM).found()

    def beside(self, near: Found, altitude_km: float) -> Found:
        """Return the capability to an orbit from that to a neighbouring one."""
        return self.optimiser(altitude_km).found(near=near)


def neighbours_s(flights: Flights, runs: int) -> list[float]:
    """Return the CPU times of points up and down a column of a map, each from the one before."""
    found = flights.optimiser(ALTITUDE_KM).found()
    times_s = []
    for run in range(runs):
        altitude_km = ALTITUDE_KM + STEP_KM * ((run + 1) % 2)
        before = found
        found, taken_s = cpu_timed(lambda near=before, to=altitude_km: flights.beside(near, to))
        times_s.append(taken_s)
    return times_s


def cold_child() -> None:
    """Print the capability and how well it flies, as a process of its own."""
    found = Flights().capability()
    replay = found.ascent.replay
    row = {
        "payload_capability_kg": found.payload_capability_kg,
        "replay_position_gap_m": replay.position_gap_m,
        "replay_velocity_gap_m_s": replay.velocity_gap_m_s,
        "iterations": found.ascent.solver.iterations,
        "binding": found.binding,
    }
    print(json.dumps(row))


def main(arguments: Sequence[str]) -> None:
    """Measure and print the row."""
    options = _options(arguments)
    if options.child:
        cold_child()
        return
    cold = [cold_process_s(__file__, "--child") for _ in range(options.processes)]
    flights = Flights()
    flights.capability()
    warm_s = [cpu_timed(flights.found)[1] for _ in range(options.runs)]
    reflown_s = [cpu_timed(flights.capability)[1] for _ in range(options.runs)]
    print_row(
        "soyuz",
        {
            "vehicle": VEHICLE,
            "complex": COMPLEX,
            "altitude_km": ALTITUDE_KM,
            **cold[-1][1],
            **spread("cold_process_wall", [taken_s for taken_s, _ in cold]),
            **spread("warm_cpu", warm_s),
            "warm_position_gap_m": flights.found().position_gap_m,
            **spread("warm_reflown_cpu", reflown_s),
            **spread("neighbour_cpu", neighbours_s(flights, options.runs)),
        },
    )


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time the ascent of a Soyuz with Fregat.")
    parser.add_argument("--runs", type=int, default=10, help="in the warm process (default 10)")
    parser.add_argument("--processes", type=int, default=3, help="cold ones (default 3)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if min(options.runs, options.processes) < 1:
        parser.error("--runs and --processes must be at least 1")
    return options


if __name__ == "__main__":
    main(sys.argv[1:])
