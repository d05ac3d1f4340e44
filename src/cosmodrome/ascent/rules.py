"""Which rules must an ascent keep, and in which unit is each measured?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cosmodrome.errors import InputError

PROPELLANT = "propellant"
FAIRING_FLUX = "fairing-heat-flux"
BARE_FLUX = "heat-flux-after-fairing"
MAX_Q = "max-dynamic-pressure"
MAX_Q_ALPHA = "max-q-alpha"
MAX_LOAD = "max-axial-load"
SPENT_STAGE = "spent-stage-falls"
MIN_PERIGEE = "minimum-perigee"
FLOOR = "floor"
DROP_ZONE = "drop-zone"
STATION = "station-elevation"
DROP_TANK = "drop-tank-empty"
PHASE_LENGTH = "phase-length"

UNITS: Mapping[str, str] = {
    PROPELLANT: "kg",
    FAIRING_FLUX: "W/m2",
    BARE_FLUX: "W/m2",
    MAX_Q: "Pa",
    MAX_Q_ALPHA: "Pa rad",
    MAX_LOAD: "g",
    SPENT_STAGE: "m",
    MIN_PERIGEE: "m",
    FLOOR: "m",
    DROP_ZONE: "m",
    STATION: "deg",
    DROP_TANK: "kg",
    PHASE_LENGTH: "s",
}
"""Unit of a rule's value, limit and excess, by the first word of its name."""

# Rules that describe what is physically possible; no one may switch them off.
ALWAYS = frozenset({PROPELLANT, FLOOR, DROP_TANK, PHASE_LENGTH})
# A zone that is published as a point only must be met this well.
POINT_ZONE_M = 5e3


def unit_of(name: str) -> str:
    """Return the unit of a rule; rules of one part or station are named `drop-zone:core`."""
    return UNITS[name.partition(":")[0]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneAim:
    """An ellipse in which a part must come down (its mean fall, without dispersions)."""

    part: str
    zone: str
    latitude_deg: float
    longitude_deg: float
    semi_major_m: float
    semi_minor_m: float
    bearing_deg: float

    @property
    def name(self) -> str:
        """Return the rule's name."""
        return f"{DROP_ZONE}:{self.part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StationAim:
    """A station that must see the injection above an elevation."""

    station: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    min_elevation_deg: float

    @property
    def name(self) -> str:
        """Return the rule's name."""
        return f"{STATION}:{self.station}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentRules:
    """Rules beyond the vehicle's own limits, and those that are switched off.

    `max_*` replace the vehicle's limits where given; `min_perigee_m` is of parking and transfer
    orbits, over the equatorial radius.
    """

    off: frozenset[str] = field(default_factory=frozenset)
    zones: tuple[ZoneAim, ...] = ()
    stations: tuple[StationAim, ...] = ()
    max_dynamic_pressure_pa: float | None = None
    max_q_alpha_pa_rad: float | None = None
    max_axial_load_factor: float | None = None
    min_perigee_m: float | None = None

    def __post_init__(self) -> None:
        for name in sorted(self.off):
            known = name.partition(":")[0]
            if known in ALWAYS or known not in UNITS:
                raise InputError(
                    f"{name!r} cannot be switched off; those that can are "
                    + ", ".join(sorted(set(UNITS) - ALWAYS))
                )
