"""Who does a list of tasks, and what if a worker dies in the middle?

Tasks do not know each other and a result depends on its task alone, so the answer is the same
whoever works, however many there are and whatever happens to them: a task that is lost with its
worker is done again by another.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import Protocol, TypeVar

from cosmodrome.errors import WorkersLostError

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2
"""Tasks handed out for each worker: the next one waits at its door while it is busy."""
MOST_LOSSES = 4
"""A task that was lost with its worker so often is what kills them."""


class Crew(Protocol):
    """Workers of one kind: threads, processes, or those of a cluster."""

    @property
    def size(self) -> int:
        """How many work at once."""

    @property
    def losses(self) -> tuple[type[BaseException], ...]:
        """Errors by which a task says that its worker died, not that it failed."""

    def executor(self) -> Executor:
        """Return where tasks go."""

    def renew(self) -> None:
        """Put new workers in the place of those that died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Who optimises ascents and who follows falls; None works where the caller stands."""

    ascents: Crew | None = None
    falls: Crew | None = None


AT_HOME = Workers()


def results_of(
    function: Callable[[Task], Result], tasks: Sequence[Task], *, crew: Crew | None
) -> Iterator[tuple[int, Result]]:
    """Yield the number and the result of every task, as they are done.

    Only a few tasks are handed out at a time, so that a million of them need no memory, and a
    caller that has seen enough may stop.

    Parameters
    ----------
    function : callable
        Named at the top of its module, so that it can be sent.
    tasks : sequence
        What it is called with, one at a time.
    crew : Crew or None
        Who works; None does one after the other here.

    Raises
    ------
    WorkersLostError
        If a task was lost with its worker for the fourth time.
    """
    if crew is None:
        for number, task in enumerate(tasks):
            yield number, function(task)
        return
    waiting = deque(range(len(tasks)))
    lost = [0] * len(tasks)
    running: dict[Future[Result], int] = {}
    try:
        while waiting or running:
            gone = _hand_out(function, tasks, waiting, running, crew=crew)
            if not gone:
                done = wait(running, return_when=FIRST_COMPLETED).done
                yield from _gather(done, running, gone, crew=crew)
            if gone:
                # The death of one process takes all that its pool holds: wait for the others too.
                yield from _gather(wait(running).done, running, gone, crew=crew)
                _count_losses(gone, lost)
                crew.renew()
                waiting.extendleft(sorted(gone, reverse=True))
    finally:
        for future in running:
            future.cancel()


def _hand_out(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    waiting: deque[int],
    running: dict[Future[Result], int],
    *,
    crew: Crew,
) -> list[int]:
    """Give every worker something to do; return the task, if any, that nobody was there to take."""
    executor = crew.executor()
    while waiting and len(running) < AHEAD * crew.size:
        number = waiting.popleft()
        try:
            running[executor.submit(function, tasks[number])] = number
        except crew.losses:
            return [number]
    return []


def _gather(
    done: set[Future[Result]], running: dict[Future[Result], int], gone: list[int], *, crew: Crew
) -> Iterator[tuple[int, Result]]:
    """Yield what is done, and note which tasks went with their worker."""
    for future in done:
        number = running.pop(future)
        try:
            result = future.result()
        except crew.losses:
            gone.append(number)
        else:
            yield number, result


def _count_losses(gone: Sequence[int], lost: list[int]) -> None:
    for number in gone:
        lost[number] += 1
    most = max(lost)
    if most >= MOST_LOSSES:
        raise WorkersLostError(
            f"task {lost.index(most) + 1} of {len(lost)} was lost with its worker {most} times; "
            "workers die for want of memory most often: ask for fewer at once (--jobs)"
        )
