"""What is a countdown log?"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One entry; both counts are positive before lift-off. `digest` chains the entries."""

    seq: int
    t_minus_s: float
    l_minus_s: float
    utc: datetime | None
    kind: str
    by: str
    body: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountdownLog:
    """The record of a rehearsal; `outcome` is ``lift-off`` or why not."""

    timeline: str
    entries: tuple[LogEntry, ...]
    outcome: str
