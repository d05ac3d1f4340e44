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
RendezvousProfile = Literal["2-orbit", "4-orbit", "2-day"]
WalkerPattern = Literal["star", "delta"]
ElementsMeant = Literal["osculating", "mean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitTolerance:
    """How far the injected orbit may be from the target; None where the customer says nothing.

    `phase_deg` is how far ahead of or behind the station's place a ship may arrive in its plane.
    """

    altitude_km: float | None = None
    perigee_altitude_km: float | None = None
    apogee_altitude_km: float | None = None
    inclination_deg: float | None = None
    argp_deg: float | None = None
    raan_deg: float | None = None
    ltan_min: float | None = None
    ltdn_min: float | None = None
    phase_deg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOrbit:
    """A target orbit by a complete or partial set of elements.

    Altitudes are above the equatorial radius 6378.137 km. `inclination_deg` is None only where
    the kind implies it (sun-synchronous) and it has not been derived yet. A plane is given by
    one of `raan_deg` (with its frame and epoch), `ltan_h`, `ltdn_h` or the station's TLE, or, of
    an escape, by its asymptote: `right_ascension_deg` and `declination_deg` in GCRF.

    Wishes that `orbit.target.complete_orbit` turns into elements: `repeat` (revolutions, days) of
    a ground track, `frozen`, and the number of a `plane` of a constellation of `planes`, whose
    node or local time is given for plane 1. The others follow eastwards, later in local time, by
    `plane_spacing_deg` or `plane_spacing_min`, or by what the `walker` pattern implies.

    `elements` says whether altitudes and inclination are those of the state at injection
    (osculating) or freed of the ripple of oblateness (mean); see `is_mean` where it is None.

    `sun_angle_deg` (least, greatest) is the angle at injection between the direction of the apogee
    and the Sun; `rendezvous` is how a ship closes in on its station.
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
    right_ascension_deg: float | None = None
    sun_angle_deg: tuple[float, float] | None = None
    repeat: tuple[int, int] | None = None
    frozen: bool = False
    rendezvous: RendezvousProfile | None = None
    planes: int | None = None
    plane: int | None = None
    plane_spacing_deg: float | None = None
    plane_spacing_min: float | None = None
    walker: WalkerPattern | None = None
    elements: ElementsMeant | None = None
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

    @property
    def is_mean(self) -> bool:
        """Tell whether elements are mean ones: as said, else of repeat tracks and frozen orbits.

        Both are defined by mean elements. A station's inclination is always a mean one.
        """
        if self.elements is not None:
            return self.elements == "mean"
        return self.repeat is not None or self.frozen

    @property
    def has_asymptote(self) -> bool:
        """Tell whether an escape heads for a fixed direction, so that lift-off has a second."""
        return self.right_ascension_deg is not None and self.declination_deg is not None
