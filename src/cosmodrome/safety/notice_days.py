"""Which days are announced together, and in which hours?

Days with a lift-off window are announced together while they follow each other, so that nobody is
kept out on a day between. An area is closed from half an hour before the first lift-off until half
an hour after the last piece of the last lift-off is down.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cosmodrome.errors import InputError

Window = tuple[datetime, datetime]

BEFORE_LIFTOFF = timedelta(minutes=30)
AFTER_IMPACT = timedelta(minutes=30)
"""14 CFR 417 appendix B, (a): from 30 minutes before flight until 30 minutes after the hazard."""
WHOLE_MINUTES = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Days that are announced together: hazard hours of the first day, and how many days."""

    begins: datetime
    ends: datetime
    days: int

    @property
    def daily(self) -> bool:
        """Tell whether hours of the day are left free between one launch day and the next."""
        return self.days > 1 and self.ends - self.begins < DAY


def valid_from_t_s() -> float:
    """Return when an area is closed, in seconds after the first lift-off of the day: negative."""
    return -BEFORE_LIFTOFF.total_seconds()


def valid_to_t_s(last_impact_s: float) -> float:
    """Return when an area is open again, in seconds after the last lift-off of the day."""
    return last_impact_s + AFTER_IMPACT.total_seconds()


def require_windows(windows: Sequence[Window]) -> None:
    """Raise InputError unless there are windows, in UTC, in order, each ending after it begins."""
    if not windows:
        raise InputError("a notice needs at least one lift-off window, got none")
    for opens, closes in windows:
        if opens.tzinfo is None or closes.tzinfo is None:
            raise InputError(f"lift-off windows must be in UTC, got {opens} to {closes}")
        if closes < opens:
            raise InputError(f"the lift-off window ends before it begins: {opens} to {closes}")
    for (earlier, _), (later, _) in itertools.pairwise(windows):
        if later <= earlier:
            raise InputError(f"lift-off windows must follow each other: {earlier}, then {later}")


def announced_days(windows: Sequence[Window], *, last_impact_s: float) -> list[Announcement]:
    """Return the runs of successive days, with hours that cover each day of a run.

    Parameters
    ----------
    windows : sequence of (datetime, datetime)
        First and last lift-off of each day, in order.
    last_impact_s : float
        When the last piece is down, after lift-off.
    """
    runs: list[list[Window]] = []
    for window in windows:
        if runs and window[0] - runs[-1][-1][0] < 1.5 * DAY:
            runs[-1].append(window)
        else:
            runs.append([window])
    announcements = []
    for run in runs:
        days = round((run[-1][0] - run[0][0]) / DAY) + 1
        # Hours that slide from day to day (a station's plane comes earlier) are put on the first.
        slid = [(w, round((w[0] - run[0][0]) / DAY) * DAY) for w in run]
        begins = min(w[0] - days_later for w, days_later in slid) - BEFORE_LIFTOFF
        ends = max(w[1] - days_later for w, days_later in slid)
        ends += timedelta(seconds=last_impact_s) + AFTER_IMPACT
        announcements.append(Announcement(begins=_earlier(begins), ends=_later(ends), days=days))
    return announcements


def _earlier(instant: datetime) -> datetime:
    """Return an instant moved back to whole five minutes."""
    return instant.replace(
        minute=instant.minute - instant.minute % WHOLE_MINUTES, second=0, microsecond=0
    )


def _later(instant: datetime) -> datetime:
    """Return an instant moved on to whole five minutes."""
    whole = _earlier(instant)
    return whole if whole == instant else whole + timedelta(minutes=WHOLE_MINUTES)
