"""Who works when a command may use several cores, or a cluster?"""

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import cpu_count, get_context

from cosmodrome.cli.cluster import cluster_crew
from cosmodrome.errors import InputError
from cosmodrome.numerics.work import Crew, Workers

MOST_JOBS = 1024
"""More processes than this on one machine are a slip of the finger."""


class LocalCrew:
    """Threads or processes of this machine; none is started before the first task."""

    losses: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, make: Callable[[int], Executor], size: int) -> None:
        self.size = size
        self._make = make
        self._executor: Executor | None = None

    def executor(self) -> Executor:
        """Return where tasks go."""
        if self._executor is None:
            self._executor = self._make(self.size)
        return self._executor

    def renew(self) -> None:
        """Leave what is broken; the next task starts others."""
        self.close()

    def close(self) -> None:
        """Let those go who work; what they hold is not finished."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


def threads(size: int) -> LocalCrew:
    """Return threads, for the kernels, which release the interpreter."""
    return LocalCrew(ThreadPoolExecutor, size)


def processes(size: int) -> LocalCrew:
    """Return processes, started afresh: threads of the numeric libraries do not survive a fork."""
    return LocalCrew(_process_pool, size)


def _process_pool(size: int) -> Executor:
    return ProcessPoolExecutor(size, mp_context=get_context("spawn"))


@contextmanager
def workers_for(jobs: int | None, cluster: str | None = None) -> Iterator[Workers]:
    """Yield who works on a season or a map of capabilities.

    Ascents go to processes if there is more than one job, falls to a thread for every core; or all
    of it to a cluster.
    """
    with crew_for(jobs, cluster, at_least=2) as ascents:
        if ascents is not None and cluster is not None:
            yield Workers(ascents=ascents, falls=ascents)
            return
        kernels = threads(cpu_count())
        try:
            yield Workers(ascents=ascents, falls=kernels)
        finally:
            kernels.close()


@contextmanager
def falls_for(jobs: int | None, cluster: str | None = None) -> Iterator[Crew | None]:
    """Yield who follows falls: a thread for every core, processes where asked, or a cluster.

    One job works where the caller stands.
    """
    if jobs is None and cluster is None:
        kernels = threads(cpu_count())
        try:
            yield kernels
        finally:
            kernels.close()
        return
    with crew_for(jobs, cluster, at_least=2) as crew:
        yield crew


@contextmanager
def crew_for(jobs: int | None, cluster: str | None, *, at_least: int) -> Iterator[Crew | None]:
    """Yield the processes or the cluster that are asked for; None if none are, or too few."""
    if cluster is not None:
        if jobs is not None:
            raise InputError("--jobs: is of this machine; a cluster has its own number of workers")
        with cluster_crew(cluster) as crew:
            yield crew
        return
    if jobs is not None and jobs > MOST_JOBS:
        raise InputError(f"--jobs: must be at most {MOST_JOBS}, got {jobs}")
    if jobs is None or jobs < at_least:
        yield None
        return
    pool = processes(jobs)
    try:
        yield pool
    finally:
        pool.close()
