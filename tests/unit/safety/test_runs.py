"""Cases are cut into the same chunks whoever works, and put together in their order."""

from contextlib import closing

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue, configuration, flown_soyuz

from cosmodrome.cli.processes import processes, threads
from cosmodrome.errors import InputError
from cosmodrome.safety.hazards import FallingFlight, Inquiry, case_runs, study_of
from cosmodrome.safety.runs import CHUNK_CASES, Cases, Run, fly_runs, joined, shard_of

SAMPLES = 2 * CHUNK_CASES + 33


def quiet(*_):
    pass


@pytest.fixture(scope="module")
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
    return case_runs(study_of(flight), Inquiry(samples=SAMPLES))


@pytest.fixture(scope="module")
def alone(runs):
    return fly_runs(runs, crew=None, progress=quiet)


def assert_same(one, other):
    for mine, theirs in zip(one, other, strict=True):
        for a, b in zip(mine, theirs, strict=True):
            assert a.part == b.part
            assert a.impacts.tobytes() == b.impacts.tobytes()
            assert a.at_ceiling.tobytes() == b.at_ceiling.tobytes()
            assert a.impact_speed_m_s.tobytes() == b.impact_speed_m_s.tobytes()


@pytest.mark.parametrize(("crew_of", "size"), [(threads, 2), (threads, 7), (processes, 2)])
def test_falls_do_not_depend_on_who_flies_them(runs, alone, crew_of, size):
    with closing(crew_of(size)) as crew:
        assert_same(alone, fly_runs(runs, crew=crew, progress=quiet))


@pytest.mark.parametrize("shards", [1, 2, 3])
def test_shards_in_a_row_are_the_whole(runs, alone, shards):
    flown = [
        fly_runs(
            [
                Run(study=run.study, cases=shard_of(run.cases, shard=shard, shards=shards))
                for run in runs
            ],
            crew=None,
            progress=quiet,
        )
        for shard in range(1, shards + 1)
    ]

    assert_same(alone, [joined(pieces) for pieces in zip(*flown, strict=True)])


def test_all_cases_come_down_and_are_kept_once(alone):
    for falls in (each for run in alone for each in run):
        assert SAMPLES == len(falls.impacts) == len(np.unique(falls.impacts[:, 0], axis=0))


def test_those_that_measure_are_others_than_those_that_shape(alone):
    shaping, fresh = alone
    for a, b in zip(shaping, fresh, strict=True):
        assert not np.isin(a.impacts[:, 0, 0], b.impacts[:, 0, 0]).any()


def test_with_plain_random_numbers_too(runs):
    inquiry = Inquiry(samples=CHUNK_CASES, plan="random")
    shaping, fresh = fly_runs(case_runs(runs[0].study, inquiry), crew=None, progress=quiet)

    assert not np.isin(shaping[0].impacts[:, 0, 0], fresh[0].impacts[:, 0, 0]).any()


@pytest.mark.parametrize("shards", [1, 2, 5, 7, 100])
@pytest.mark.parametrize("count", [20, CHUNK_CASES, 7 * CHUNK_CASES + 1])
def test_shards_hold_every_case_once_in_whole_chunks(shards, count):
    cases = Cases(plan="sobol", seed=1, first=0, count=count)

    found = [shard_of(cases, shard=shard, shards=shards) for shard in range(1, shards + 1)]

    held = [case for each in found if each for case in range(each.first, each.first + each.count)]
    assert list(range(count)) == held
    assert {0} == {each.first % CHUNK_CASES for each in found if each}


@pytest.mark.parametrize("shard", [0, 4])
def test_there_is_no_shard_beyond_the_last(shard):
    cases = Cases(plan="sobol", seed=1, first=0, count=20)

    with pytest.raises(InputError, match=f"shard must be 1 to 3, got {shard}"):
        shard_of(cases, shard=shard, shards=3)


def test_cases_begin_at_a_chunk():
    with pytest.raises(InputError, match="begin at a multiple of 4096, got 5"):
        Cases(plan="sobol", seed=1, first=5, count=20)
