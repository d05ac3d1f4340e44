"""How are thousands of cases cut into chunks for whoever works, and put together again?

A chunk always holds the same cases, whoever flies it and however many fly at once, and what falls
in a case depends on its number alone: one worker, seven, or shards on several machines come to the
same numbers, bit for bit.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.numerics.sampling import SamplingPlan
from cosmodrome.numerics.work import Crew, results_of
from cosmodrome.safety.monte_carlo import BodyFalls, FallStudy, dispersed_falls

CHUNK_CASES = 4096
"""Half a second of one core, and of a size that every sampling plan can start in the middle."""
STAGE = "dispersed flights"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """A row of cases: `first` to ``first + count - 1`` of what a plan and a seed mean."""

    plan: SamplingPlan
    seed: int
    first: int
    count: int

    def __post_init__(self) -> None:
        if self.first % CHUNK_CASES:
            raise InputError(f"cases begin at a multiple of {CHUNK_CASES}, got {self.first}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """Cases of one study to fly."""

    study: FallStudy
    cases: Cases


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chunk:
    run: int
    study: FallStudy
    cases: Cases


def fly_runs(
    runs: Sequence[Run], *, crew: Crew | None, progress: Progress
) -> tuple[tuple[BodyFalls, ...], ...]:
    """Return the falls of every run, in order, parts as in their study.

    Parameters
    ----------
    runs : sequence of Run
        Flown together, so that many small ones keep all workers busy too.
    crew : Crew or None
        Who works; the answer does not depend on it.
    progress : callable
        Told the stage, cases done, and of how many.

    Raises
    ------
    WorkersLostError
        If workers die again and again.
    """
    tasks = list(_chunks(runs))
    ledgers = [_Ledger(run=run) for run in runs]
    total = sum(run.cases.count for run in runs)
    flown = 0
    progress(STAGE, 0, total)
    for number, falls in results_of(fly_chunk, tasks, crew=crew):
        task = tasks[number]
        ledgers[task.run].enter(task.cases.first, falls)
        flown += task.cases.count
        progress(STAGE, flown, total)
    return tuple(ledger.falls() for ledger in ledgers)


def fly_chunk(chunk: _Chunk) -> tuple[BodyFalls, ...]:
    """Return the falls of a chunk: what a worker does."""
    cases = chunk.cases
    return dispersed_falls(
        chunk.study,
        plan=cases.plan,
        seed=cases.seed,
        first_case=cases.first,
        cases=cases.count,
        every_piece=False,
    )


def joined(pieces: Sequence[tuple[BodyFalls, ...]]) -> tuple[BodyFalls, ...]:
    """Return the falls of runs that follow each other as those of one run."""
    if len(pieces) == 1:
        return pieces[0]
    return tuple(
        BodyFalls(
            part=of_part[0].part,
            impacts=np.concatenate([each.impacts for each in of_part]),
            at_ceiling=np.concatenate([each.at_ceiling for each in of_part]),
            impact_speed_m_s=np.concatenate([each.impact_speed_m_s for each in of_part]),
        )
        for of_part in zip(*pieces, strict=True)
    )


def shard_of(cases: Cases, *, shard: int, shards: int) -> Cases:
    """Return the cases of one of several shards, whole chunks each; none where too few are left.

    Raises
    ------
    InputError
        If there is no such shard.
    """
    if not 1 <= shard <= shards:
        raise InputError(f"shard must be 1 to {shards}, got {shard}")
    chunks = -(-cases.count // CHUNK_CASES)
    begin = chunks * (shard - 1) // shards * CHUNK_CASES
    end = min(chunks * shard // shards * CHUNK_CASES, cases.count)
    count = max(end - begin, 0)
    return Cases(plan=cases.plan, seed=cases.seed, first=cases.first + begin, count=count)


def _chunks(runs: Sequence[Run]) -> Iterator[_Chunk]:
    for number, run in enumerate(runs):
        cases = run.cases
        last = cases.first + cases.count
        for first in range(cases.first, last, CHUNK_CASES):
            count = min(CHUNK_CASES, last - first)
            few = Cases(plan=cases.plan, seed=cases.seed, first=first, count=count)
            yield _Chunk(run=number, study=run.study, cases=few)


@dataclass(slots=True, kw_only=True, eq=False)
class _Ledger:
    """Falls of a run as its chunks come in, in any order: memory is taken once."""

    run: Run
    entries: dict[str, BodyFalls] = field(default_factory=dict)

    def enter(self, first: int, falls: Sequence[BodyFalls]) -> None:
        begin = first - self.run.cases.first
        for each in falls:
            kept = self.entries.get(each.part)
            if kept is None:
                kept = self.entries[each.part] = _room_for(each, self.run.cases.count)
            rows = slice(begin, begin + len(each.impacts))
            kept.impacts[rows] = each.impacts
            kept.at_ceiling[rows] = each.at_ceiling
            kept.impact_speed_m_s[rows] = each.impact_speed_m_s

    def falls(self) -> tuple[BodyFalls, ...]:
        return tuple(
            self.entries.get(body.part, _no_falls(body.part)) for body in self.run.study.falling
        )


def _no_falls(part: str) -> BodyFalls:
    """Return the falls of no case at all: what a shard without work comes to."""
    return BodyFalls(
        part=part,
        impacts=np.empty((0, 1, 3)),
        at_ceiling=np.empty((0, 1, 3), dtype=np.float32),
        impact_speed_m_s=np.empty((0, 1), dtype=np.float32),
    )


def _room_for(falls: BodyFalls, cases: int) -> BodyFalls:
    """Return an empty table of falls; what is not a place of impact needs seven figures only."""

    def empty(like: NDArray[np.float64], kind: type) -> NDArray[np.float64]:
        return np.full((cases, *like.shape[1:]), np.nan, dtype=kind)

    return BodyFalls(
        part=falls.part,
        impacts=empty(falls.impacts, np.float64),
        at_ceiling=empty(falls.at_ceiling, np.float32),
        impact_speed_m_s=empty(falls.impact_speed_m_s, np.float32),
    )
