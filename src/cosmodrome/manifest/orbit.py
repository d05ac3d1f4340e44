"""Which orbit does the customer want, and how well must it be met?"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cosmodrome.errors import InputError

OrbitKind = Literal[
    "circular",
    "elliptic",
    "sun-synchronous",
    "station",
    "geostationary-transfer",
    "geostationary",
    "escape",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitTolerance:
    """How far the injected orbit may be from the target; None where the customer says nothing."""

    altitude_km: float | None = None
    inclination_deg: float | None = None
    raan_deg: float | None = None
    ltdn_min: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOrbit:
    """A target orbit by a complete or partial set of elements.

    Altitudes are above the equatorial radius 6378.137 km. `inclination_deg` is None only where
    the kind implies it (sun-synchronous) and it has not been derived yet. A plane is given by
    one of `raan_deg` (with its frame and epoch), `ltan_h`, `ltdn_h` or the station's TLE.
    """

    kind: OrbitKind
    perigee_altitude_km: float | None = None
    apogee_altitude_km: float | None = None
    inclination_deg: float | None = None
    argp_deg: float | None = None
    raan_deg: float | None = None
    raan_frame: Literal["true-of-date", "gcrf"] | None = None
    raan_epoch: datetime | None = None
    ltan_h: float | None = None
    ltdn_h: float | None = None
    station_tle: tuple[str, str] | None = None
    c3_km2_s2: float | None = None
    declination_deg: float | None = None
    tolerance: OrbitTolerance = field(default_factory=OrbitTolerance)

    def __post_init__(self) -> None:
        low_km, high_km = self.perigee_altitude_km, self.apogee_altitude_km
        if low_km is not None and high_km is not None and high_km < low_km:
            raise InputError(f"apogee_altitude_km {high_km} is below perigee_altitude_km {low_km}")

    @property
    def has_plane(self) -> bool:
        """Tell whether the orbit's plane is fixed in space, so that lift-off has a second."""
        fixed = (self.raan_deg, self.ltan_h, self.ltdn_h, self.station_tle)
        return any(value is not None for value in fixed)
