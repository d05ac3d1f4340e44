"""What is a launch window?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

WindowKind = Literal["ascending", "descending", "tangent", "unconstrained"]
WindowPolicy = Literal["stored-programme", "retargeted"]
WidthBy = Literal["instantaneous", "tolerance", "performance", "vehicle", "rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchWindow:
    """An interval in which a lift-off meets the mission; `opens` = `closes` is instantaneous.

    `crossing` is when the pad passes the orbit plane (None without a plane), `liftoff` leads it
    by the ascent's own time and is None where no ascent is known: then `opens` and `closes` stand
    about the crossing. `plane_offset_deg` is the angle left between pad and plane (tangent
    windows); turning the plane by it takes `plane_change_m_s` of ideal velocity, which is worth
    `plane_change_kg` of payload where the ascent is known. A window that rules close
    altogether keeps its times, has `permitted` False and their names in `closed_by`; one that they
    only shorten has their names in `cut_by`. `width_by` says what the width comes from.

    `station_phase_deg` is how far a station is ahead of the pad then, `phase_miss_deg` by how much
    that is more (positive) or less than the rendezvous asked for can make good. `plane` numbers the
    planes of a constellation, `programme` the instants that a stored flight programme is prepared
    for.
    """

    kind: WindowKind
    crossing: datetime | None
    liftoff: datetime | None
    opens: datetime
    closes: datetime
    relative_launch_azimuth_deg: float | None
    plane_offset_deg: float
    closed_by: tuple[str, ...]
    permitted: bool
    width_by: WidthBy = "instantaneous"
    plane_change_m_s: float = 0.0
    plane_change_kg: float | None = None
    station_phase_deg: float | None = None
    phase_miss_deg: float | None = None
    plane: int | None = None
    programme: int | None = None
    cut_by: tuple[str, ...] = ()
