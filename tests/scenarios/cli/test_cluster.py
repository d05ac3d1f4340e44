"""The workers of a dask scheduler do the same work, and one that dies loses nothing."""

from functools import partial

import numpy as np
import pytest
from distributed import LocalCluster
from tests.fixtures.flown_soyuz import catalogue, configuration, flown_soyuz
from tests.unit.numerics.test_work import die_once, refuse, square

from cosmodrome.cli import cluster as cluster_module
from cosmodrome.cli.cluster import cluster_crew
from cosmodrome.cli.processes import crew_for, falls_for, workers_for
from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.numerics.work import results_of
from cosmodrome.safety.hazards import FallingFlight, Inquiry, case_runs, study_of
from cosmodrome.safety.runs import CHUNK_CASES, fly_runs


@pytest.fixture(scope="module")
def scheduler():
    """The address of a scheduler with two workers in this process, over the network."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        dashboard_address=":0",
    ) as cluster:
        yield cluster.scheduler_address


def runs():
    profile, trajectory = flown_soyuz()
    pad = catalogue().complex("vostochny-1s")
    flight = FallingFlight(
        profile=profile,
        trajectory=trajectory,
        configuration=configuration(),
        spaceport=catalogue().spaceport("vostochny"),
        weather=catalogue().weather(
            latitude_deg=pad.latitude_deg, longitude_deg=pad.longitude_deg, month=5
        ),
    )
    return case_runs(study_of(flight), Inquiry(samples=CHUNK_CASES + 50))


def same(one, other):
    return all(
        np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True)
        for mine, theirs in zip(one, other, strict=True)
        for a, b in zip(mine, theirs, strict=True)
        for name in ("impacts", "at_ceiling", "impact_speed_m_s")
    )


def test_a_cluster_comes_to_the_same_falls_to_the_last_bit(scheduler):
    told = []
    alone = fly_runs(runs(), crew=None, progress=lambda *step: told.append(step))

    with falls_for(None, scheduler) as crew:
        together = fly_runs(runs(), crew=crew, progress=lambda *step: None)

    assert same(alone, together)
    total = 2 * (CHUNK_CASES + 50)
    assert ("dispersed flights", total, total) == told[-1]


def test_ascents_and_falls_go_to_the_same_cluster(scheduler):
    with workers_for(None, scheduler) as workers:
        assert workers.ascents is workers.falls
        assert 2 == workers.falls.size
        found = dict(results_of(square, range(6), crew=workers.ascents))

    assert {number: number**2 for number in range(6)} == found


def test_a_refusal_travels_whole_from_a_cluster(scheduler):
    with cluster_crew(scheduler) as crew, pytest.raises(InfeasibleError) as caught:
        list(results_of(refuse, [4], crew=crew))

    assert ("payload-capability", 1.0) == (caught.value.rule, caught.value.limit)


def test_workers_of_another_version_are_refused(scheduler, monkeypatch):
    mine = cluster_module.versions()
    answers = iter([f"not {mine}"])
    monkeypatch.setattr(cluster_module, "__version__", "0.0.0+other")
    monkeypatch.setattr(cluster_module, "versions", lambda: next(answers, mine))

    with pytest.raises(InputError, match="this command not cosmodrome"), cluster_crew(scheduler):
        pass


def test_a_scheduler_without_workers_is_refused(monkeypatch):
    monkeypatch.setattr(cluster_module, "CONNECT_S", 0.3)
    with (
        LocalCluster(
            n_workers=0, processes=False, protocol="tcp://", dashboard_address=":0"
        ) as cluster,
        pytest.raises(InputError, match="has no workers"),
        cluster_crew(cluster.scheduler_address),
    ):
        pass


def test_nobody_at_the_address_is_refused(monkeypatch):
    monkeypatch.setattr(cluster_module, "CONNECT_S", 0.3)

    with (
        pytest.raises(InputError, match=r"no scheduler answers at tcp://127.0.0.1:1"),
        crew_for(None, "tcp://127.0.0.1:1", at_least=2),
    ):
        pass


def test_a_worker_of_a_cluster_that_is_killed_in_the_middle_loses_nothing(tmp_path):
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
        cluster_crew(cluster.scheduler_address) as crew,
    ):
        found = dict(results_of(partial(die_once, str(tmp_path)), range(8), crew=crew))

    assert {number: number**2 for number in range(8)} == found
    assert (tmp_path / "killed").exists()
