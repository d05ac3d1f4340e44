"""Who works when a cluster is named? The workers of a dask scheduler, by the same seam."""

import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any

from cosmodrome import __version__
from cosmodrome.errors import InputError

CONNECT_S = 10.0
PROTOCOLS = ("tcp://", "tls://", "ws://", "wss://")


class ClusterCrew:
    """The workers of a scheduler, which hands a lost task to another by itself.

    Only what was lost several times comes back as lost, or what was under way when the scheduler
    went.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - of distributed, which has no types
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        self.losses: tuple[type[BaseException], ...] = (
            KilledWorker,
            CancelledError,
            CommClosedError,
        )
        self._client = client
        self._executor: Executor = client.get_executor(pure=False)

    @property
    def size(self) -> int:
        """How many threads the workers have in all."""
        return max(1, sum(int(threads) for threads in self._client.nthreads().values()))

    def executor(self) -> Executor:
        """Return where tasks go."""
        return self._executor

    def renew(self) -> None:
        """Wait until a worker is there: the scheduler's nanny starts those that died anew."""
        self._client.wait_for_workers(1, timeout=CONNECT_S)


@contextmanager
def cluster_crew(address: str) -> Iterator[ClusterCrew]:
    """Yield the workers of a scheduler, checked to be of this version.

    Raises
    ------
    InputError
        If the address is none, nobody answers there, or workers are of another version.
    """
    if not address.startswith(PROTOCOLS):
        raise InputError(f"--cluster: name a scheduler such as tcp://host:8786, got {address!r}")
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "--cluster: needs the package distributed; pip install 'cosmodrome[cluster]' brings it"
        ) from None

    connect: Any = Client
    try:
        client = connect(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"--cluster: no scheduler answers at {address}: {error}") from None
    with client:
        require_same_version(client, address)
        yield ClusterCrew(client)


def require_same_version(client: Any, address: str) -> None:  # noqa: ANN401 - as above
    """Raise InputError if there are no workers, or some that could answer differently."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError:
        raise InputError(
            f"--cluster: the scheduler at {address} has no workers; start some with dask worker"
        ) from None
    mine = versions()
    for worker, theirs in sorted(client.run(versions).items()):
        if theirs != mine:
            raise InputError(f"--cluster: worker {worker} runs {theirs}, this command {mine}")


def versions() -> str:
    """Return the version of what computes, the same on every worker whose answers agree."""
    python = ".".join(map(str, sys.version_info[:2]))
    return f"cosmodrome {__version__} on Python {python}"
