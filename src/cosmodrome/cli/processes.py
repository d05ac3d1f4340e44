"""Where does work go when a command may use several processes?"""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context


@contextmanager
def processes(jobs: int) -> Iterator[Executor | None]:
    """Yield a pool of processes, or None for one job: then the work is done here.

    Started afresh, not forked: threads of the numeric libraries do not survive a fork.
    """
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield pool
