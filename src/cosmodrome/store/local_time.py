"""Which hour of the day does a local time in a document mean?"""

import math
import re

from cosmodrome.store.complaints import complaint, shown

USUAL = "09:30"
DAY_H = 24.0

_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")


def local_time_h(text: str) -> float | None:
    """Return the hours of "09:30" or "09:30:15", None if the text is no local time."""
    if not _CLOCK.fullmatch(text):
        return None
    hours, minutes, seconds = (int(part) for part in (*text.split(":"), "0")[:3])
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return hours + minutes / 60.0 + seconds / 3600.0


def check_local_time(value: object) -> None:
    """Raise the complaint about a local time that is none, with the one that may be meant."""
    if not isinstance(value, str):
        meant = _clock(float(value)) if isinstance(value, int | float) else USUAL
        raise complaint(f'must be hours and minutes in quotes, "{meant}", got {shown(value)}')
    if local_time_h(value) is not None:
        return
    if _CLOCK.fullmatch(value):
        raise complaint(
            f"{value!r} is beyond the day, which ends before 24:00; midnight is 00:00, and minutes "
            "and seconds go to 59"
        )
    try:
        meant = _clock(float(value))
    except ValueError:
        meant = USUAL
    raise complaint(f'{value!r} is no local time; write hours and minutes, "{meant}"')


def _clock(hours_h: float) -> str:
    """Return hours as a local time, the usual one where they are of no day."""
    if not 0.0 <= hours_h < DAY_H:
        return USUAL
    minutes = math.floor(hours_h * 60.0)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
