"""What is a countdown log, and how does one see that nobody changed it?

Every entry carries a hash over its own text and the hash of the entry before it, so that a
changed, dropped or inserted entry breaks the chain from there on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from cosmodrome.errors import InputError

GENESIS = "0" * 64


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


def appended(
    entries: Sequence[LogEntry],
    *,
    t_minus_s: float,
    l_minus_s: float,
    utc: datetime | None,
    kind: str,
    by: str,
    body: str,
) -> tuple[LogEntry, ...]:
    """Return the entries with one more, chained to the last."""
    if utc is not None and utc.utcoffset() is None:
        raise InputError(f"a log entry needs an aware UTC instant, got {utc}")
    entry = LogEntry(
        seq=len(entries) + 1,
        t_minus_s=t_minus_s,
        l_minus_s=l_minus_s,
        utc=utc,
        kind=kind,
        by=by,
        body=body,
        digest="",
    )
    before = entries[-1].digest if entries else GENESIS
    return (*entries, _sealed(entry, before))


def first_broken_link(entries: Sequence[LogEntry]) -> int | None:
    """Return the number of the first entry that is not what was once written, or None."""
    before = GENESIS
    for seq, entry in enumerate(entries, start=1):
        if entry.seq != seq or _sealed(entry, before).digest != entry.digest:
            return seq
        before = entry.digest
    return None


def canonical_text(entry: LogEntry, before: str) -> str:
    """Return the text that an entry's hash is over: the hash before it, then its own fields."""
    utc = entry.utc.isoformat() if entry.utc is not None else "-"
    fields = (
        before,
        str(entry.seq),
        repr(float(entry.t_minus_s)),
        repr(float(entry.l_minus_s)),
        utc,
        entry.kind,
        entry.by,
        entry.body,
    )
    return "".join(f"{len(field)}:{field}\n" for field in fields)


def _sealed(entry: LogEntry, before: str) -> LogEntry:
    digest = sha256(canonical_text(entry, before).encode("utf-8")).hexdigest()
    return replace(entry, digest=digest)
