"""Tasks are done once each, in the caller or by others, and again where a worker dies."""

import os
import signal
from collections import Counter
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from cosmodrome.cli.processes import processes, threads
from cosmodrome.errors import InfeasibleError, PayloadTooHeavyError, WorkersLostError
from cosmodrome.numerics.work import AHEAD, MOST_LOSSES, results_of


def square(number):
    return number * number


def die_once(folder, number):
    """Kill the process that works, the first time that the third task is asked for."""
    mark = Path(folder) / "killed"
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    with (Path(folder) / f"done-{number}").open("a") as file:
        file.write("x")
    return number * number


def die_always(number):
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refuse(number):
    raise PayloadTooHeavyError(payload_kg=9.0, payload_capability_kg=1.0, vehicle=f"v{number}")


class Frail(Executor):
    """Loses every task whose number is due, as often as told, and counts what it was asked."""

    size = 2
    losses = (BrokenExecutor,)

    def __init__(self, losses_of):
        self.losses_of = dict(losses_of)
        self.renewed = 0
        self.asked = Counter()
        self.most_under_way = 0

    def executor(self):
        return self

    def renew(self):
        self.renewed += 1

    def submit(self, function, /, task, **_options):
        self.asked[task] += 1
        future = Future()
        if self.losses_of.get(task, 0):
            self.losses_of[task] -= 1
            future.set_exception(BrokenExecutor("gone"))
        else:
            future.set_result(function(task))
        return future


@pytest.mark.parametrize("size", [1, 2, 7])
def test_threads_do_every_task_once(size):
    with closing(threads(size)) as crew:
        found = dict(results_of(square, range(20), crew=crew))

    assert {number: number * number for number in range(20)} == found


def test_without_a_crew_tasks_are_done_in_order():
    assert [(0, 9), (1, 4)] == list(results_of(square, [3, 2], crew=None))


def test_lost_tasks_alone_are_done_again():
    crew = Frail({2: 1, 5: 2})

    found = dict(results_of(square, range(8), crew=crew))

    assert [number * number for number in range(8)] == [found[number] for number in range(8)]
    assert {2: 2, 5: 3} == {task: times for task, times in crew.asked.items() if times > 1}


def test_a_task_that_kills_every_worker_ends_the_work():
    crew = Frail({1: 100})

    with pytest.raises(WorkersLostError, match=r"task 2 of 3 was lost .* 4 times; .*--jobs"):
        list(results_of(square, range(3), crew=crew))

    assert MOST_LOSSES == crew.asked[1]


def test_a_failure_of_the_task_itself_is_not_tried_again():
    crew = Frail({})

    with pytest.raises(PayloadTooHeavyError):
        list(results_of(refuse, [1], crew=crew))

    assert {1: 1} == crew.asked


def test_a_caller_who_has_seen_enough_leaves_the_rest_undone():
    crew = Frail({})

    next(results_of(square, range(1000), crew=crew))

    assert len(crew.asked) <= AHEAD * crew.size


def test_a_process_that_is_killed_in_the_middle_loses_nothing(tmp_path):
    with closing(processes(2)) as crew:
        found = dict(results_of(partial(die_once, str(tmp_path)), range(8), crew=crew))

    assert [number * number for number in range(8)] == [found[number] for number in range(8)]
    assert (tmp_path / "killed").exists()
    assert 8 == len(list(tmp_path.glob("done-*")))


def test_processes_that_die_again_and_again_are_told_of():
    with closing(processes(1)) as crew, pytest.raises(WorkersLostError, match="want of memory"):
        list(results_of(die_always, range(2), crew=crew))


def test_an_error_of_our_own_travels_whole_from_a_process():
    with closing(processes(1)) as crew, pytest.raises(InfeasibleError) as caught:
        list(results_of(refuse, [4], crew=crew))

    assert ("payload-capability", 9.0, 1.0) == (
        caught.value.rule,
        caught.value.value,
        caught.value.limit,
    )
    assert "payload 9 kg exceeds the capability of v4" in str(caught.value)
