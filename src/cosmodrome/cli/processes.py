"""Where does work go when a command may use several processes?"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import cpu_count, get_context

from cosmodrome.planning.planner import Workers


@contextmanager
def workers_for(jobs: int) -> Iterator[Workers]:
    """Yield a thread for every core, whose kernels release the interpreter, and processes.

    One job needs no process of its own. They are started afresh, not forked: threads of the numeric
    libraries do not survive a fork.
    """
    with ExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(cpu_count()))
        processes = None
        if jobs > 1:
            pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
            processes = stack.enter_context(pool)
        yield Workers(processes=processes, threads=threads)
