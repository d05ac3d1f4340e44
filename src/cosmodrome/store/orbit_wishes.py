"""Which wishes for an orbit, beyond its elements, make sense together?

A repeat track, a frozen perigee, planes of a constellation, the asymptote of an escape, the angle
to the Sun, a rendezvous, and how far from all that the customer lets the flight end.
"""

import math
from typing import TYPE_CHECKING

from pydantic import Field

from cosmodrome.manifest import OrbitKind
from cosmodrome.orbit.frozen import CRITICAL_INCLINATION_RAD
from cosmodrome.store.complaints import Table, complaint
from cosmodrome.units import deg

if TYPE_CHECKING:
    from cosmodrome.store.orbit_table import OrbitTable

# An ellipse this far from the critical inclination turns its perigee by 15 deg a year at most.
CRITICAL_WITHIN_DEG = 0.5
TURN_DEG = 360.0
DEG_PER_MIN_RATIO = 0.25
SPACINGS = ("plane_spacing_deg", "plane_spacing_min", "walker")


class RepeatTable(Table):
    """The table `repeat` of an orbit: nodal periods in nodal days."""

    revolutions: int = Field(ge=1, le=20_000, examples=["233"])
    days: int = Field(ge=1, le=2_000, examples=["16"])


class ToleranceTable(Table):
    """The table `tolerance` of an orbit; each number is how far either way."""

    altitude_km: float | None = Field(default=None, gt=0)
    perigee_altitude_km: float | None = Field(default=None, gt=0)
    apogee_altitude_km: float | None = Field(default=None, gt=0)
    inclination_deg: float | None = Field(default=None, gt=0, le=180)
    argp_deg: float | None = Field(default=None, gt=0, le=180)
    raan_deg: float | None = Field(default=None, gt=0, le=180)
    ltan_min: float | None = Field(default=None, gt=0, le=720)
    ltdn_min: float | None = Field(default=None, gt=0, le=720)
    phase_deg: float | None = Field(default=None, gt=0, le=180)


def is_given(value: object) -> bool:
    """Tell whether a key says something: `frozen = false` does not."""
    return value is not None and value is not False


def check_wishes(table: "OrbitTable", kind: OrbitKind) -> None:
    """Raise the complaint about the first wish of a table that makes no sense."""
    _check_repeat(table, kind)
    _check_frozen(table, kind)
    _check_planes(table)
    _check_asymptote(table)
    _check_sun_angle(table)
    if table.rendezvous is not None and table.station_tle is None:
        raise complaint(
            "needs station_tle beside it: without the station's elements there is nobody to meet",
            key="rendezvous",
        )
    _check_tolerance(table, kind)


def _check_repeat(table: "OrbitTable", kind: OrbitKind) -> None:
    if table.repeat is None:
        return
    revolutions, days = table.repeat.revolutions, table.repeat.days
    common = math.gcd(revolutions, days)
    if common > 1:
        raise complaint(
            f"{revolutions}/{days} closes {common} times over; write "
            f"{revolutions // common}/{days // common}, without a common divisor",
            key="repeat",
        )
    implied = ["altitude_km"]
    if kind == "elliptic":
        if None not in (table.perigee_altitude_km, table.apogee_altitude_km):
            implied.append("apogee_altitude_km")
    else:
        implied += ["perigee_altitude_km", "apogee_altitude_km"]
    if kind == "sun-synchronous":
        implied.append("inclination_deg")
    for key in implied:
        if getattr(table, key) is not None:
            raise complaint(f"follows from repeat {revolutions}/{days}; leave it out", key=key)


def _check_frozen(table: "OrbitTable", kind: OrbitKind) -> None:
    if not table.frozen:
        return
    if kind == "elliptic":
        _check_critical(table.inclination_deg)
        return
    if table.argp_deg is not None:
        raise complaint(
            f"{table.argp_deg:g} deg is not the customer's to choose: a low orbit is frozen with "
            "its perigee at 90 or 270 deg, which follows; leave it out",
            key="argp_deg",
        )
    if table.perigee_altitude_km != table.apogee_altitude_km:
        raise complaint(
            f"the eccentricity of a frozen {kind} orbit follows; give altitude_km, its mean "
            "altitude, in the place of perigee and apogee",
            key="perigee_altitude_km",
        )


def _check_critical(tilt_deg: float | None) -> None:
    critical_deg = deg(CRITICAL_INCLINATION_RAD)
    families_deg = (critical_deg, 180.0 - critical_deg)
    if tilt_deg is None or min(abs(tilt_deg - each) for each in families_deg) <= (
        CRITICAL_WITHIN_DEG
    ):
        return
    raise complaint(
        f"the perigee of an elliptic orbit of {tilt_deg:g} deg turns; it is frozen at "
        f"{families_deg[0]:.2f} or {families_deg[1]:.2f} deg; leave inclination_deg out for the "
        "first",
        key="inclination_deg",
    )


def _check_planes(table: "OrbitTable") -> None:
    spacings = [key for key in SPACINGS if getattr(table, key) is not None]
    if table.planes is None:
        for key in ("plane", *spacings):
            if getattr(table, key) is not None:
                raise complaint("says nothing without planes = 12, or however many", key=key)
        return
    if table.plane is not None and table.plane > table.planes:
        raise complaint(
            f"there is no plane {table.plane} among {table.planes}; planes are numbered from 1",
            key="plane",
        )
    if len(spacings) != 1:
        raise complaint(
            "needs one of plane_spacing_deg (eastwards), plane_spacing_min (of local time), or "
            'walker = "star" (180 deg over all planes) or "delta" (360 deg)'
            + (f"; given are {' and '.join(spacings)}" if spacings else ""),
            key="planes",
        )
    if (table.raan_deg, table.ltan, table.ltdn) == (None, None, None):
        raise complaint("needs raan_deg, ltan or ltdn beside it, of the first plane", key="planes")
    _check_spread(table, table.planes)


def _check_spread(table: "OrbitTable", planes: int) -> None:
    for key, ratio in (("plane_spacing_deg", 1.0), ("plane_spacing_min", DEG_PER_MIN_RATIO)):
        spacing = getattr(table, key)
        if spacing is not None and (planes - 1) * spacing * ratio >= TURN_DEG:
            most = TURN_DEG / ratio / (planes - 1)
            raise complaint(
                f"{planes} planes {spacing:g} apart come round to the first again; less than "
                f"{most:.6g} does not",
                key=key,
            )


def _check_asymptote(table: "OrbitTable") -> None:
    if table.right_ascension_deg is None:
        return
    if table.declination_deg is None:
        raise complaint(
            "needs declination_deg beside it, both of the asymptote in GCRF",
            key="right_ascension_deg",
        )
    if table.raan_deg is not None:
        raise complaint(
            "the plane is given twice: the asymptote fixes it; leave raan_deg out", key="raan_deg"
        )


def _check_sun_angle(table: "OrbitTable") -> None:
    angles_deg = table.sun_angle_deg
    if angles_deg is None:
        return
    inside = all(0.0 <= angle_deg <= 180.0 for angle_deg in angles_deg)
    if len(angles_deg) != 2 or not inside or angles_deg[0] >= angles_deg[-1]:
        given = " to ".join(f"{angle_deg:g}" for angle_deg in angles_deg) or "nothing"
        raise complaint(
            "must be two angles between 0 and 180 deg, the smaller first, such as 60 and 120; "
            f"got {given}",
            key="sun_angle_deg",
        )


def _check_tolerance(table: "OrbitTable", kind: OrbitKind) -> None:
    tolerance = table.tolerance
    for key in _WITHOUT[kind]:
        if getattr(tolerance, key) is not None:
            raise complaint(
                f"does not belong to the kind {kind!r}; {_WHY_NOT[key]}", key=("tolerance", key)
            )
    for key, elements in _NEEDED.items():
        if getattr(tolerance, key) is not None and not any(
            is_given(getattr(table, element)) for element in elements
        ):
            raise complaint(f"says nothing without {_either(elements)}", key=("tolerance", key))
    for one, other in _SAME:
        if None not in (getattr(tolerance, one), getattr(tolerance, other)):
            raise complaint(f"is already said by {one}; keep one of them", key=("tolerance", other))


def _either(words: tuple[str, ...]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


_LOCAL = ("ltan_min", "ltdn_min")
_HEIGHTS = ("altitude_km", "perigee_altitude_km", "apogee_altitude_km")

_WITHOUT: dict[OrbitKind, tuple[str, ...]] = {
    "circular": (*_LOCAL, "argp_deg", "phase_deg"),
    "elliptic": (*_LOCAL, "phase_deg"),
    "sun-synchronous": ("phase_deg",),
    "station": (*_LOCAL, "argp_deg"),
    "geostationary-transfer": (*_LOCAL, "phase_deg"),
    "geostationary": (*_LOCAL, "argp_deg", "raan_deg", "phase_deg"),
    "escape": (*_LOCAL, *_HEIGHTS[2:], "altitude_km", "argp_deg", "phase_deg"),
}

_WHY_NOT = {
    "ltan_min": "only a sun-synchronous orbit keeps its local time",
    "ltdn_min": "only a sun-synchronous orbit keeps its local time",
    "argp_deg": "its perigee has no place of its own",
    "phase_deg": "only a station is met in its place",
    "raan_deg": "a plane in the equator has no node",
    "altitude_km": "it has no apogee",
    "apogee_altitude_km": "it has no apogee",
}

_NEEDED = {
    "argp_deg": ("argp_deg", "frozen"),
    "raan_deg": ("raan_deg", "ltan", "ltdn", "station_tle", "right_ascension_deg"),
    "ltan_min": ("ltan", "ltdn"),
    "ltdn_min": ("ltan", "ltdn"),
    "phase_deg": ("station_tle",),
}

_SAME = (
    ("altitude_km", "perigee_altitude_km"),
    ("altitude_km", "apogee_altitude_km"),
    ("ltan_min", "ltdn_min"),
)
