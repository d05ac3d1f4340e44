"""What the benchmarks take and print; how fast they are is theirs to say."""

import argparse
import importlib
import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[3]
BENCHMARKS = ROOT / "benchmarks"
SCRIPTS = ("capability_map", "delta_iii", "falls", "robustness", "soyuz", "windows")
ROW = {"benchmark", "peer", "version"}
DELTA_III = ROW | {
    "final_mass_kg",
    "replay_position_gap_m",
    "replay_velocity_gap_m_s",
    "solve_cpu_s",
    "solve_cpu_min_s",
    "process_wall_s",
    "status",
}
# The table of the problem's statement: start, end, thrust, flow, masses; printed to six decimals.
PHASES = [
    (0.0, 75.2, 4854100.0, 1723.272805, 301454.0, 171863.885057),
    (75.2, 150.4, 2968600.0, 1044.682380, 158183.885057, 79623.770115),
    (150.4, 261.0, 1083100.0, 366.091954, 72783.770115, 32294.0),
    (261.0, 961.0, 110094.0, 24.028571, 23464.0, 6644.0),
]
PRINTED = 1e-6
MOMENTUM_M2_S = (-3.20951442e10, 1.12033643e8, 5.91122623e10)
ECCENTRICITY_VECTOR = (0.49001653, 0.47290904, 0.26515936)
PRINTED_RATIO = 1e-8
REPLAYED_M = 1e-3
OPTIMUM_KG, WITHIN_KG = 7529.7123, 1e-3
REPLAY_M, REPLAY_M_S = 1.0, 1e-3
LANDED_M = 10.0


def run(script, *arguments):
    done = subprocess.run(
        [sys.executable, f"benchmarks/{script}.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def module(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS / "peers"))
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


@pytest.fixture
def statement(module):
    return module("statement")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_benchmark_says_what_it_takes(script):
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / f"{script}.py"), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        ("delta_iii", ["--runs", "0"]),
        ("falls", ["--cases", "1", "--reference", "1"]),
        ("falls", ["--reference", "200", "--cases", "100"]),
        ("soyuz", ["--processes", "0"]),
        ("capability_map", ["--points", "3"]),
        ("robustness", ["--jobs", "0"]),
        ("windows", ["--runs", "0"]),
        ("windows", ["--count", "1"]),
    ],
)
def test_a_benchmark_refuses_a_number_that_makes_no_sense(script, arguments):
    done, rows = run(script, *arguments)

    assert (2, []) == (done.returncode, rows)


# ---- Delta III ------------------------------------------------------------------------------


def test_the_phases_are_those_of_the_statement(statement):
    found = [
        (p.start_s, p.end_s, p.thrust_n, p.flow_kg_s, p.start_mass_kg, p.end_mass_kg)
        for p in statement.phases()
    ]

    assert np.allclose(PHASES, found, rtol=0.0, atol=PRINTED)


def test_the_target_is_that_of_the_statement(statement):
    momentum, eccentricity = statement.target_vectors()

    assert np.allclose(MOMENTUM_M2_S, momentum, rtol=PRINTED_RATIO)
    assert np.allclose(ECCENTRICITY_VECTOR, eccentricity, rtol=2 * PRINTED_RATIO)


def test_the_first_guess_goes_from_the_pad_to_the_perigee(statement):
    r, v = statement.guess(np.array([0.0, statement.LATEST_END_S]))
    pad = statement.pad_state()

    assert np.allclose(np.concatenate(pad), np.concatenate([r[0], v[0]]), atol=REPLAYED_M)
    gap = statement.elements_gap(r[1], v[1])
    assert abs(gap.pop("semi_major_axis_m")) < REPLAYED_M
    assert np.allclose(0.0, list(gap.values()), atol=PRINTED)


def claim_of(statement, directions, *, pieces, apart_m=0.0):
    """A claim for a steering that turns from up to east, cut into so many pieces."""
    edges_s = np.linspace(0.0, 300.0, pieces + 1)
    steering = tuple(
        statement.Piece(
            start_s=low,
            end_s=high,
            t_s=np.linspace(low, high, 4),
            directions=directions(np.linspace(low, high, 4)),
        )
        for low, high in itertools.pairwise(edges_s)
    )
    nowhere = np.zeros(3)
    claim = statement.Claim(
        end_s=300.0, final_mass_kg=0.0, r_m=nowhere, v_m_s=nowhere, steering=steering
    )
    r, v = statement.replay(claim)
    return statement.Claim(
        end_s=300.0,
        final_mass_kg=0.0,
        r_m=r + apart_m * np.array([0.6, 0.0, 0.8]),
        v_m_s=v,
        steering=steering,
    )


def test_the_referee_measures_how_far_a_claim_is_from_its_flight(statement):
    def directions(t_s):
        return np.column_stack([np.ones_like(t_s), t_s / 300.0, 0.5 * np.ones_like(t_s)])

    found = statement.verdict(claim_of(statement, directions, pieces=3, apart_m=10.0))

    assert np.isclose(10.0, found["replay_position_gap_m"], atol=REPLAYED_M)
    assert found["replay_velocity_gap_m_s"] < REPLAYED_M


def test_the_referee_does_not_mind_how_a_steering_is_cut(statement):
    def directions(t_s):
        return np.column_stack([np.ones_like(t_s), t_s / 300.0, 0.5 * np.ones_like(t_s)])

    whole = claim_of(statement, directions, pieces=1)
    cut = claim_of(statement, directions, pieces=5)

    assert np.linalg.norm(whole.r_m - cut.r_m) < REPLAYED_M


def test_our_row_has_the_known_optimum_and_flies():
    done, rows = run("delta_iii", "--runs", "1")

    assert (0, 1) == (done.returncode, len(rows)), done.stderr
    row = rows[0]
    assert set(row) >= DELTA_III
    assert np.isclose(OPTIMUM_KG, row["final_mass_kg"], rtol=0.0, atol=WITHIN_KG)
    assert row["replay_position_gap_m"] < REPLAY_M
    assert row["replay_velocity_gap_m_s"] < REPLAY_M_S


def test_peers_that_are_not_there_leave_our_row_and_no_ratio():
    done, rows = run(
        *("delta_iii", "--runs", "1", "--peers", "--only", "yapss", "dymos"),
        *("--peer-python", "no-such-python"),
    )

    assert 0 == done.returncode, done.stderr
    assert ["cosmodrome", "yapss", "dymos"] == [row["peer"] for row in rows]
    assert {"not installed"} == {row["status"] for row in rows[1:]}


def test_a_peer_that_is_not_there_gives_a_line_that_says_so(module, capsys):
    row = module("delta_iii").measured("yapss", "no-such-python", 1)

    assert ("yapss", "not installed") == (row["peer"], row["status"])
    assert "make bench-peers" in capsys.readouterr().err


def test_a_ratio_is_their_time_over_ours(module):
    times = ("solve_cpu_s", "solve_cpu_min_s", "cold_cpu_s", "process_wall_s")
    ours = {"final_mass_kg": 1.0} | dict.fromkeys(times, 0.5)
    theirs = {"peer": "yapss", "final_mass_kg": 1.0} | dict.fromkeys(times, 2.0)

    line = module("delta_iii").ratio(theirs, ours)

    assert ("yapss", 4.0, 4.0) == (
        line["ratio_of"],
        line["solve_cpu_ratio"],
        line["cold_cpu_ratio"],
    )


def test_there_is_no_ratio_to_a_solver_without_an_answer(module):
    row = {"peer": "yapss", "status": "not installed"}

    assert module("delta_iii").ratio(row, {"final_mass_kg": 1.0}) is None


# ---- the product's own ----------------------------------------------------------------------


def test_a_case_is_flown_from_its_guess_and_tells_its_gap(module):
    robustness = module("robustness")
    case = next(iter(robustness.published(robustness.packaged())))

    row = robustness.flown(case)

    assert "converged" == row["status"]
    assert row["replay_position_gap_m"] < 50.0


def test_a_case_that_cannot_be_flown_names_its_rule(module):
    robustness = module("robustness")
    rows = tuple(robustness.published(robustness.packaged()))
    cases = robustness.crossed(robustness.packaged(), rows)
    case = next(c for c in cases if c.complex == "plesetsk-43" and "51.6 deg" in c.id)

    row = robustness.flown(case)

    assert ("infeasible", "reachable-inclination") == (row["status"], row["rule"])


def test_random_cases_are_the_same_for_the_same_seed(module):
    robustness = module("robustness")
    rows = tuple(robustness.published(robustness.packaged()))

    first = tuple(robustness.pushed(rows, count=20, seed=3))

    assert first == tuple(robustness.pushed(rows, count=20, seed=3))
    assert first != tuple(robustness.pushed(rows, count=20, seed=4))


def test_a_summary_counts_and_names_what_failed(module):
    rows = [
        {"case": "a", "status": "converged", "cpu_s": 1.0}
        | {"replay_position_gap_m": 2.0, "replay_velocity_gap_m_s": 0.1},
        {"case": "b", "status": "infeasible", "cpu_s": 2.0},
        {"case": "c", "status": "failed", "cpu_s": 3.0},
    ]

    found = module("robustness").summary("published", rows)

    assert (3, 1, 1, 1) == tuple(
        found[key] for key in ("cases", "converged", "infeasible", "failed")
    )
    assert (["c"], 2.0) == (found["failures"], found["worst_position_gap_m"])


@pytest.mark.slow
def test_a_map_agrees_with_its_points_computed_alone():
    done, rows = run("capability_map", "--points", "2", "--check", "2", "--jobs", "1")

    assert 0 == done.returncode, done.stderr
    assert ROW | {"wall_s", "points", "agree", "worst_position_gap_m"} <= set(rows[0])
    assert (4, 2) == (rows[0]["points"], rows[0]["agree"])


@pytest.mark.slow
def test_the_soyuz_row_has_cold_warm_and_neighbour():
    done, rows = run("soyuz", "--runs", "1", "--processes", "1")

    assert 0 == done.returncode, done.stderr
    kinds = ("cold_process_wall", "warm_cpu", "warm_reflown_cpu", "neighbour_cpu")
    assert ROW | {f"{kind}_{which}_s" for kind in kinds for which in ("min", "median")} <= set(
        rows[0]
    )


# ---- Falls ----------------------------------------------------------------------------------


def test_a_peer_of_the_falls_that_is_not_there_gives_a_line_that_says_so(module, capsys):
    peers = module("_falls_peers")
    peer = next(each for each in peers.PEERS if each.name == "rocketpy")

    row = peers.measured(peer, "no-such-python")

    assert ("falls", "rocketpy", "not installed") == (row["benchmark"], row["peer"], row["status"])
    assert "make bench-peers" in capsys.readouterr().err


def test_a_ratio_of_falls_is_our_rate_over_theirs_where_they_have_one(module):
    ours = {"trajectories_per_s_per_core": 300.0, "falls_per_s_per_core": 900.0}
    theirs = {"peer": "rocketpy", "trajectories_per_s_per_core": 3.0, "falls_per_s_per_core": None}

    found = module("_falls_peers").ratio(theirs, ours)

    assert 100.0 == found["trajectories_ratio"]
    assert "falls_ratio" not in found


@pytest.mark.slow
def test_a_loop_in_plain_python_lands_where_the_reference_does(module):
    row = module("falls_scipy").measured(
        argparse.Namespace(cases=2, method="LSODA", rtol=1e-7, compiled=False)
    )

    assert row["max_error_m"] < LANDED_M


@pytest.mark.slow
def test_the_lanes_land_where_the_reference_does(module):
    falls = module("falls")
    programme, draw = falls.reference_programme(falls.STAGES), falls.reference_draw(8)

    lanes = falls.follow(programme, falls.STAGES, draw)
    one_by_one = [falls.reference(programme, falls.STAGES, draw, case) for case in range(8)]

    apart_m = np.linalg.norm((lanes.transpose(1, 0, 2) - one_by_one)[:, :, :3], axis=2)
    assert apart_m.max() < LANDED_M


# ---- Windows --------------------------------------------------------------------------------

WINDOW_WORKS = [
    *("station-century", "station-year-cold", "station-year", "station-year"),
    *("constellation-year", "constellation-year", "ecef-to-eci", "sgp4", "sun-elevation"),
]
# The pad meets the node, which moves 5 deg a day westwards, 371 times: twice each.
PASSES_OF_A_YEAR = 742
# Memory of a century beside that of a year: the answer is not held.
MEMORY_RATIO = 1.1
# A year's UT1 is measured; left over are the pole, 0.6 seconds of arc, and models of nutation.
CROSSING_S, POSITION_M, SPEED_M_S = 0.2, 0.1, 1e-3
# Skyfield has no polar motion unless a table is loaded.
NO_POLE_M = 20.0
ALMANAC_DEG = 0.02


@pytest.fixture(scope="module")
def window_rows():
    done, rows = run("windows", "--runs", "1", "--count", "2000", "--peers")
    assert 0 == done.returncode, done.stderr
    return rows


@pytest.mark.slow
def test_windows_are_measured_piece_by_piece(window_rows):
    ours = [row for row in window_rows if row.get("peer") == "cosmodrome"]

    assert WINDOW_WORKS == [row["work"] for row in ours]
    assert all(set(row) >= ROW for row in ours)
    years = [row["windows"] for row in ours if row["work"].startswith("station-year")]
    assert {PASSES_OF_A_YEAR} == set(years)


@pytest.mark.slow
def test_a_century_of_windows_takes_the_memory_of_a_year(window_rows):
    century = window_rows[0]

    assert century["windows"] > 99 * PASSES_OF_A_YEAR
    assert century["peak_mb"] < MEMORY_RATIO * century["peak_mb_of_a_year"]


@pytest.mark.slow
def test_peers_of_windows_agree_with_us(window_rows):
    peers = [row for row in window_rows if row.get("peer", "cosmodrome") != "cosmodrome"]

    assert {"erfa", "skyfield", "astropy", "orekit"} == {row["peer"] for row in peers}
    assert {"measured"} == {row["status"] for row in peers}
    for row in peers:
        near_m = NO_POLE_M if row["peer"] == "skyfield" else POSITION_M
        assert row.get("max_difference_s", 0.0) < CROSSING_S
        assert row.get("max_difference_m", 0.0) < near_m
        assert row.get("max_difference_deg", 0.0) < ALMANAC_DEG
        if row["peer"] != "skyfield":
            assert row.get("max_difference_m_s", 0.0) < SPEED_M_S
