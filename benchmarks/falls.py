"""How many dispersed flights, with the falls of their stages, does a core follow in a second?

The reference work: three stages, 550 s under thrust by a stored programme of nine pitch segments,
thrust, flow, drag, wind and pitch dispersed, then the falls of stages 1 and 2 to the ground; in a
second row with two fairing halves added. Errors are against DOP853 at 1e-10, one flight after the
other. Prints one JSON line for each row.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
from _falls_peers import peer_rows
from _rows import cold_process_s, cpu_timed, print_row
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from cosmodrome.ascent.realise import drag_table
from cosmodrome.flight import cases as columns
from cosmodrome.flight import tanks_kernel as kernel
from cosmodrome.flight.air import EAST, AirColumn, level_altitudes_m, still_air
from cosmodrome.flight.cases import DispersedCases, planned_cases
from cosmodrome.flight.fall import DRAG_RISE, DRAG_RISE_MACH, FallCases, descend
from cosmodrome.flight.fly import pad_state
from cosmodrome.flight.programme import STEP_ABOVE_S, STEP_IN_AIR_S, FlightProgramme, fly_cases
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.disturbed import disturbed_acceleration_m_s2, fall_acceleration_m_s2
from cosmodrome.physics.earth import ellipsoid_altitude_m
from cosmodrome.vehicles import DragCurve

Array = NDArray[np.float64]

LATITUDE_DEG, AZIMUTH_DEG = 51.884, 90.0
PITCH_AT_S = (0.0, 10.0, 20.0, 40.0, 80.0, 120.0, 200.0, 300.0, 420.0, 550.0)
PITCH_DEG = (90.0, 90.0, 86.0, 74.0, 54.0, 41.0, 28.0, 14.0, 0.0, -18.0)
STAGE_OF_SEGMENT = (0, 0, 0, 0, 0, 1, 1, 2, 2)
MASS_AT_IGNITION_KG = (304_500.0, 128_500.0, 31_500.0)
FLOW_KG_S = (160e3 / 120.0, 500.0, 88.0)
THRUST_VAC_N = (3.92e6, 1.545e6, 306e3)
EXIT_AREA_M2 = (4.5, 1.5, 0.0)
AREA_M2 = 8.0
DIRECTION_STEP_S = 0.5
ABOVE_AIR_S = 120.0
"""The first stage ends near 60 km; later segments are flown in the longer steps."""

SD_THRUST, SD_FLOW, SD_DRAG, SD_PITCH_DEG = 0.005, 0.0025, 0.10, 0.2
JET_M_S, JET_ALTITUDE_M, JET_DEPTH_M = 30.0, 11_000.0, 6_000.0
RELATIVE_TOLERANCE, ABSOLUTE_TOLERANCE = 1e-10, (1e-4,) * 3 + (1e-7,) * 3
LONGEST_S = 4000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A part that leaves: after which segment, and how it falls."""

    name: str
    after_segment: int
    mass_kg: float
    ballistic_coefficient_kg_m2: float


STAGES = (
    Body(name="stage-1", after_segment=4, mass_kg=16_000.0, ballistic_coefficient_kg_m2=1480.0),
    Body(name="stage-2", after_segment=6, mass_kg=7_000.0, ballistic_coefficient_kg_m2=970.0),
)
HALVES = (
    Body(name="half-a", after_segment=5, mass_kg=0.0, ballistic_coefficient_kg_m2=25.0),
    Body(name="half-b", after_segment=5, mass_kg=0.0, ballistic_coefficient_kg_m2=25.0),
)
"""The reference work has no fairing on its scales: the halves are two more bodies to follow."""


DRAG = DragCurve(
    mach=(0.0, 0.6, 0.9, 1.05, 1.3, 2.0, 3.0, 5.0, 8.0),
    drag_coefficient=(0.30, 0.30, 0.40, 0.55, 0.52, 0.40, 0.32, 0.26, 0.25),
)


def axes() -> tuple[Array, Array]:
    """Return up and downrange at the pad, inertial."""
    latitude, azimuth = np.radians(LATITUDE_DEG), np.radians(AZIMUTH_DEG)
    up = np.array([np.cos(latitude), 0.0, np.sin(latitude)])
    north = np.array([-np.sin(latitude), 0.0, np.cos(latitude)])
    return up, np.cos(azimuth) * north + np.sin(azimuth) * np.array([0.0, 1.0, 0.0])


def reference_programme(bodies: Sequence[Body]) -> FlightProgramme:
    """Return the stored programme that drops these bodies, cut off by the clock."""
    up, downrange = axes()
    tables, phases, burns = [], [], []
    for segment, (begin_s, end_s) in enumerate(pairwise(PITCH_AT_S)):
        duration_s, stage = end_s - begin_s, STAGE_OF_SEGMENT[segment]
        times = np.linspace(begin_s, end_s, round(duration_s / DIRECTION_STEP_S) + 1)
        pitch = np.radians(np.interp(times, PITCH_AT_S, PITCH_DEG))[:, None]
        tables.append(np.cos(pitch) * downrange + np.sin(pitch) * up)
        step_s = STEP_IN_AIR_S if begin_s < ABOVE_AIR_S else STEP_ABOVE_S
        steps = np.ceil(duration_s / step_s)
        phases.append(
            [
                *(duration_s, AREA_M2, 0.0, kernel.BY_TIMER, -1.0, 0.0),
                *(DIRECTION_STEP_S, steps, kernel.RELATIVE),
            ]
        )
        burns.append(
            [[stage, THRUST_VAC_N[stage], EXIT_AREA_M2[stage], FLOW_KG_S[stage], 1.0, 1.0]]
        )
    # Between stages the mass falls to what the next one weighs: the part, and what it kept.
    left = [
        MASS_AT_IGNITION_KG[0] - 120.0 * FLOW_KG_S[0] - MASS_AT_IGNITION_KG[1],
        MASS_AT_IGNITION_KG[1] - 180.0 * FLOW_KG_S[1] - MASS_AT_IGNITION_KG[2],
    ]
    dropped = dict(zip((4, 6), left, strict=True))
    leaving = sorted(bodies, key=lambda body: body.after_segment)
    return FlightProgramme(
        stages=("stage-1", "stage-2", "stage-3"),
        parts=tuple(body.name for body in leaving),
        start=pad_state(np.radians(LATITUDE_DEG), 0.0, 0.0),
        liftoff_mass_kg=MASS_AT_IGNITION_KG[0],
        phases=np.array(phases),
        burns=np.array(burns),
        nodes=np.cumsum([0, *(len(table) for table in tables)]),
        directions=np.concatenate(tables),
        axes=np.array([np.cross(downrange, up), -up]),
        separations=np.array(
            [
                [each.after_segment, -1.0, dropped.get(each.after_segment, 0.0), 0.0]
                for each in leaving
            ]
        ),
        burnable_kg=np.full(3, 1e6),
        **dict(zip(("knots", "coefficients"), table_of_drag(), strict=True)),
    )


def table_of_drag() -> tuple[Array, Array]:
    """Return the knots and pieces of the drag curve."""
    table = drag_table(DRAG)
    return table.knots, table.coefficients


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draw:
    """The dispersed cases of the reference work."""

    cases: DispersedCases
    drag_factor: Array
    air: AirColumn


def reference_draw(cases: int) -> Draw:
    """Return cases of the reference work, always the same."""
    rng = np.random.default_rng(1)
    drawn = planned_cases(3, cases=cases)
    thrust, flow, drag, wind, pitch = rng.standard_normal((5, cases))
    flow_factor = 1.0 + SD_FLOW * flow
    drawn.stages[:, :, columns.FLOW_FACTOR] = flow_factor[:, None]
    drawn.stages[:, :, columns.THRUST_FACTOR] = ((1.0 + SD_THRUST * thrust) * flow_factor)[:, None]
    drawn.whole[:, columns.DRAG_FACTOR] = 1.0 + SD_DRAG * drag
    drawn.whole[:, columns.PITCH] = np.radians(SD_PITCH_DEG) * pitch
    drawn.deviates[:, :, EAST] = wind[:, None]
    still = still_air()
    sd = np.zeros_like(still.mean)
    off = (level_altitudes_m() - JET_ALTITUDE_M) / JET_DEPTH_M
    sd[:, EAST] = JET_M_S * np.exp(-(off**2))
    # One wind for the whole height: its deviate is the same at every node.
    air = AirColumn(mean=still.mean, sd=sd, wind_memory_m=1e12)
    return Draw(cases=drawn, drag_factor=drawn.whole[:, columns.DRAG_FACTOR], air=air)


def follow(programme: FlightProgramme, bodies: Sequence[Body], draw: Draw) -> Array:
    """Return where the bodies land, inertial state and time, shape (bodies, n, 7)."""
    states, _ = fly_cases(programme, draw.cases, draw.air)
    return np.array([drop(programme, body, draw, states) for body in bodies])


def drop(programme: FlightProgramme, body: Body, draw: Draw, states: Array) -> Array:
    """Return where one body lands in every case."""
    return descend(
        FallCases(
            states=states[:, programme.parts.index(body.name)],
            ballistic_coefficient_kg_m2=body.ballistic_coefficient_kg_m2 / draw.drag_factor,
            air=draw.air,
            deviates=draw.cases.deviates,
        ),
        to_height_m=0.0,
    )


def part_of(draw: Draw, rows: slice) -> Draw:
    """Return some of the cases."""
    cases = draw.cases
    return Draw(
        cases=DispersedCases(
            whole=cases.whole[rows], stages=cases.stages[rows], deviates=cases.deviates[rows]
        ),
        drag_factor=draw.drag_factor[rows],
        air=draw.air,
    )


@njit(error_model="numpy")
def _wind_at(altitude_m, column):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    place = min(max(altitude_m / 1000.0, 0.0), 60.0)
    i = min(int(place), 59)
    return column[i] + (place - i) * (column[i + 1] - column[i])


@njit(error_model="numpy")
def _powered(t, y, mass, flow, thrust, exit_area, area, table, grid, turn, wind, knots, pieces):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0913
    place = min(max(t / grid, 0.0), table.shape[0] - 1.0)
    i = min(int(place), table.shape[0] - 2)
    u = table[i] + (place - i) * (table[i + 1] - table[i])
    u = u + np.array(
        [
            turn[1] * u[2] - turn[2] * u[1],
            turn[2] * u[0] - turn[0] * u[2],
            turn[0] * u[1] - turn[1] * u[0],
        ]
    )
    u = u / np.sqrt(u[0] ** 2 + u[1] ** 2 + u[2] ** 2)
    east = _wind_at(ellipsoid_altitude_m(y[0], y[1], y[2]), wind)
    ax, ay, az, _ = disturbed_acceleration_m_s2(
        y[0], y[1], y[2], y[3], y[4], y[5], mass - flow * t, u[0], u[1], u[2],
        thrust, exit_area, area, 1.0, 1.0, east, 0.0, knots, pieces,
    )  # fmt: skip
    return np.array([y[3], y[4], y[5], ax, ay, az])


@njit(error_model="numpy")
def _falling(y, beta, wind, knots, rise):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    east = _wind_at(ellipsoid_altitude_m(y[0], y[1], y[2]), wind)
    ax, ay, az, _ = fall_acceleration_m_s2(
        y[0], y[1], y[2], y[3], y[4], y[5], beta, 1.0, 1.0, east, 0.0, knots, rise
    )
    return np.array([y[3], y[4], y[5], ax, ay, az])


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """How a single flight is followed: by which solver, with which rates of flight and fall."""

    solve: Callable[..., Any]
    powered: Callable[..., Array]
    falling: Callable[..., Array]


EXACT = Integration(
    solve=partial(solve_ivp, method="DOP853", rtol=RELATIVE_TOLERANCE, atol=ABSOLUTE_TOLERANCE),
    powered=_powered,
    falling=_falling,
)


def reference(
    programme: FlightProgramme,
    bodies: Sequence[Body],
    draw: Draw,
    case: int,
    by: Integration = EXACT,
) -> Array:
    """Return where the bodies of one case land by an adaptive integrator, shape (bodies, 7)."""
    wind = draw.air.sd[:, EAST] * draw.cases.deviates[case, 0, EAST]
    thrust = draw.cases.stages[case, :, columns.THRUST_FACTOR]
    flow = draw.cases.stages[case, :, columns.FLOW_FACTOR]
    turn = draw.cases.whole[case, columns.PITCH] * programme.axes[0]
    y, mass, landed = programme.start, programme.liftoff_mass_kg, {}
    for p, burn in enumerate(programme.burns[:, 0]):
        stage, duration_s = int(burn[kernel.STAGE]), programme.phases[p, kernel.DURATION]
        flowing = burn[kernel.FLOW] * flow[stage]
        constants = (
            mass, flowing, burn[kernel.THRUST] * thrust[stage], burn[kernel.EXIT_AREA],
            AREA_M2 * draw.drag_factor[case],
            programme.directions[programme.nodes[p] : programme.nodes[p + 1]],
            DIRECTION_STEP_S, turn, wind, programme.knots, programme.coefficients,
        )  # fmt: skip
        y = by.solve(by.powered, (0.0, duration_s), y, args=constants).y[:, -1]
        mass -= flowing * duration_s
        for d, separation in enumerate(programme.separations):
            if int(separation[kernel.AT_PHASE]) == p:
                mass -= separation[kernel.MASS]
                body = next(each for each in bodies if each.name == programme.parts[d])
                beta = body.ballistic_coefficient_kg_m2 / draw.drag_factor[case]
                landed[body.name] = _lands(by, y, beta, wind, PITCH_AT_S[p + 1])
    return np.array([landed[body.name] for body in bodies])


def _lands(by: Integration, y: Array, beta: float, wind: Array, begin_s: float) -> Array:
    def height(_t: float, y: Array) -> float:
        return float(ellipsoid_altitude_m(*y[:3].tolist()))

    height.terminal, height.direction = True, -1.0  # type: ignore[attr-defined]
    fall = by.solve(
        lambda _t, y: by.falling(y, beta, wind, DRAG_RISE_MACH, DRAG_RISE),
        (begin_s, begin_s + LONGEST_S),
        y,
        events=height,
    )
    return np.append(fall.y_events[0][0], fall.t_events[0][0])


def measured(name: str, bodies: Sequence[Body], options: argparse.Namespace) -> dict[str, object]:
    """Return the row of one piece of work."""
    programme, draw = reference_programme(bodies), reference_draw(options.cases)
    few = part_of(draw, slice(options.reference))
    follow(programme, bodies, few)
    ours = follow(programme, bodies, few)
    theirs = np.array([reference(programme, bodies, draw, i) for i in range(options.reference)])
    error_m = np.linalg.norm(ours[:, :, :3] - theirs.transpose(1, 0, 2)[:, :, :3], axis=2)
    whole_s = [cpu_timed(lambda: follow(programme, bodies, draw))[1] for _ in range(options.runs)]
    states, _ = fly_cases(programme, draw.cases, draw.air)
    falls_s = [
        cpu_timed(lambda: [drop(programme, body, draw, states) for body in bodies])[1]
        for _ in range(options.runs)
    ]
    return {
        "work": name,
        "bodies": len(bodies),
        "cases": options.cases,
        "trajectories_per_s_per_core": options.cases / min(whole_s),
        "trajectories_per_s_per_core_median": options.cases / float(np.median(whole_s)),
        "falls_per_s_per_core": len(bodies) * options.cases / min(falls_s),
        "max_error_m": float(error_m.max()),
        "p95_error_m": float(np.quantile(error_m, 0.95)),
        "max_error_m_by_body": dict(
            zip((body.name for body in bodies), error_m.max(axis=1).tolist(), strict=True)
        ),
        "reference_cases": options.reference,
        "two_cores_over_one": two_cores(programme, bodies, draw),
        "vector_bits": vector_bits(),
    }


def two_cores(programme: FlightProgramme, bodies: Sequence[Body], draw: Draw) -> float:
    """Return how many times as fast two threads follow the cases as one does, by wall time."""
    half = len(draw.drag_factor) // 2
    halves = [part_of(draw, slice(None, half)), part_of(draw, slice(half, None))]
    ratios = []
    for _ in range(3):
        began_s = monotonic()
        for each in halves:
            follow(programme, bodies, each)
        alone_s = monotonic() - began_s
        with ThreadPoolExecutor(2) as pool:
            began_s = monotonic()
            list(pool.map(lambda each: follow(programme, bodies, each), halves))
            ratios.append(alone_s / (monotonic() - began_s))
    return max(ratios)


def vector_bits() -> int:
    """Return how wide the registers of this machine are, as its compiler sees it."""
    from llvmlite import binding

    features = binding.get_host_cpu_features()
    return 512 if features.get("avx512f") else (256 if features.get("avx2") else 128)


def child(cases: int) -> None:
    """Print, as a process of its own, the time of the first work and the memory at the end."""
    programme = reference_programme(STAGES)
    draw = reference_draw(64)
    began_s = monotonic()
    follow(programme, STAGES, draw)
    jit_s = monotonic() - began_s
    large = reference_draw(cases)
    follow(programme, STAGES, large)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(json.dumps({"jit_s": jit_s, "peak_mb": peak_mb}))


def compiling(cases: int) -> dict[str, object]:
    """Return the time to first work with an empty cache and a full one, and the memory."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("NUMBA_CACHE_DIR")
        os.environ["NUMBA_CACHE_DIR"] = folder
        rows = [cold_process_s(__file__, "--child", "--cases", str(cases)) for _ in range(2)]
        if before is None:
            del os.environ["NUMBA_CACHE_DIR"]
        else:
            os.environ["NUMBA_CACHE_DIR"] = before
    return {
        "jit_cold_s": rows[0][1]["jit_s"],
        "jit_cached_s": rows[1][1]["jit_s"],
        "cached_process_s": rows[1][0],
        "peak_mb": rows[1][1]["peak_mb"],
    }


def main(arguments: Sequence[str]) -> None:
    """Measure and print the rows."""
    options = _options(arguments)
    if options.child:
        child(options.cases)
        return
    compiled = compiling(options.cases)
    ours = {**measured("stages 1 and 2", STAGES, options), **compiled}
    print_row("falls", ours)
    with_halves = (*STAGES, *HALVES)
    print_row("falls", {**measured("with fairing halves", with_halves, options), **compiled})
    if options.peers:
        python = Path(options.peer_python) if options.peer_python else None
        for row in peer_rows(python, ours):
            print(json.dumps(row), flush=True)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--reference", type=int, default=100, help="cases flown by DOP853 too")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--peer-python", help="interpreter of the peers' environment")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.runs < 1 or not 1 <= options.reference <= options.cases or options.cases < 2:
        parser.error("runs and reference must be at least 1, cases at least 2 and the reference's")
    return options


if __name__ == "__main__":
    main(sys.argv[1:])
