"""What is announced to airmen and mariners?"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One announcement for one area: kind ``NOTAM`` or ``NAVAREA``.

    `ring_deg` holds longitude and latitude of the closed polygon, whole arc-minutes.
    `daily` tells validity in the given hours of each day between the instants.
    """

    kind: str
    identifier: str
    part: str
    valid_from: datetime
    valid_to: datetime
    ring_deg: tuple[tuple[float, float], ...]
    text: str
