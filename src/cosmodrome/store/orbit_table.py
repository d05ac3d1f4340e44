"""Which elements may, and must, stand together for each kind of orbit?"""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import AwareDatetime, Field, field_validator, model_validator

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InfeasibleError
from cosmodrome.manifest import ElementsMeant, OrbitKind, RendezvousProfile, WalkerPattern
from cosmodrome.orbit.sun_synchronous import inclination_deg as sun_synchronous_inclination_deg
from cosmodrome.store.complaints import Table, complaint
from cosmodrome.store.local_time import check_local_time
from cosmodrome.store.orbit_wishes import RepeatTable, ToleranceTable, check_wishes, is_given
from cosmodrome.units import metres

LOWEST_KM = 100.0
HIGHEST_PERIGEE_KM = 100_000.0
HIGHEST_APOGEE_KM = 500_000.0

SUN_SYNCHRONOUS_TOLERANCE_DEG = 0.5
"""A stated inclination this far from the sun-synchronous one contradicts the kind."""

_ALTITUDES = ("altitude_km", "perigee_altitude_km", "apogee_altitude_km")


class OrbitTable(Table):
    """The table `orbit` of a mission; altitudes are above 6378.137 km."""

    kind: OrbitKind | None = None
    altitude_km: float | None = None
    perigee_altitude_km: float | None = None
    apogee_altitude_km: float | None = None
    inclination_deg: float | None = Field(default=None, ge=0, le=180)
    argp_deg: float | None = Field(default=None, ge=0, lt=360)
    raan_deg: float | None = Field(default=None, ge=0, lt=360)
    raan_frame: Literal["true-of-date", "gcrf"] | None = None
    raan_epoch: AwareDatetime | None = None
    ltan: str | None = None
    ltdn: str | None = None
    station_tle: str | None = None
    c3_km2_s2: float | None = Field(default=None, ge=0, le=400)
    declination_deg: float | None = Field(default=None, ge=-90, le=90)
    right_ascension_deg: float | None = Field(default=None, ge=0, lt=360)
    sun_angle_deg: list[float] | None = None
    repeat: RepeatTable | None = None
    frozen: bool = False
    rendezvous: RendezvousProfile | None = None
    planes: int | None = Field(default=None, ge=2, le=1000)
    plane: int | None = Field(default=None, ge=1)
    plane_spacing_deg: float | None = Field(default=None, gt=0, le=180)
    plane_spacing_min: float | None = Field(default=None, gt=0, le=720)
    walker: WalkerPattern | None = None
    elements: ElementsMeant | None = None
    tolerance: ToleranceTable = Field(default_factory=ToleranceTable)

    @field_validator("ltan", "ltdn", mode="before")
    @classmethod
    def _is_local_time(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the document holds
        if value is not None:
            check_local_time(value)
        return value

    @model_validator(mode="after")
    def _makes_an_orbit(self) -> "OrbitTable":
        _check_altitudes(self)
        _check_plane(self)
        kind = kind_of(self)
        _check_kind(self, kind)
        check_wishes(self, kind)
        return self


def kind_of(table: OrbitTable) -> OrbitKind:
    """Return the kind that is given, or that the elements tell."""
    if table.kind is not None:
        return table.kind
    for kind, keys in _TELLING:
        if any(getattr(table, key) is not None for key in keys):
            return kind
    if table.inclination_deg is not None and _has_size(table):
        pair_km = (table.perigee_altitude_km, table.apogee_altitude_km)
        return "circular" if pair_km[0] == pair_km[1] else "elliptic"
    raise complaint(
        "the elements do not tell the kind of orbit; give kind, or altitude_km and "
        "inclination_deg, or station_tle, or ltdn"
    )


def _has_size(table: OrbitTable) -> bool:
    sizes = (table.altitude_km, table.perigee_altitude_km, table.repeat)
    return any(size is not None for size in sizes)


_TELLING: tuple[tuple[OrbitKind, tuple[str, ...]], ...] = (
    ("station", ("station_tle",)),
    ("escape", ("c3_km2_s2",)),
    ("sun-synchronous", ("ltan", "ltdn")),
    ("geostationary-transfer", ("sun_angle_deg",)),
)


def _check_altitudes(table: OrbitTable) -> None:
    for key in _ALTITUDES:
        value_km = getattr(table, key)
        if value_km is not None:
            _check_altitude(key, value_km)
    pair = (table.perigee_altitude_km, table.apogee_altitude_km)
    if table.altitude_km is not None and pair != (None, None):
        raise complaint(
            "altitude_km means perigee and apogee alike; give either it or the two",
            key="altitude_km",
        )
    perigee_km, apogee_km = pair
    if perigee_km is not None and apogee_km is not None and apogee_km < perigee_km:
        raise complaint(
            f"{apogee_km:g} km is below perigee_altitude_km {perigee_km:g} km; are they swapped?",
            key="apogee_altitude_km",
        )


def _check_altitude(key: str, value_km: float) -> None:
    highest_km = HIGHEST_APOGEE_KM if key == "apogee_altitude_km" else HIGHEST_PERIGEE_KM
    if value_km > highest_km:
        raise complaint(
            f"{value_km:.10g} km is beyond {highest_km:.10g} km; was it given in metres? "
            f"then write {key} = {value_km / 1000.0:.10g}",
            key=key,
        )
    if value_km < LOWEST_KM:
        raise complaint(
            f"{value_km:.10g} km is below {LOWEST_KM:g} km, where no orbit holds; "
            "altitudes are in kilometres above 6378.137 km",
            key=key,
        )


def _check_plane(table: OrbitTable) -> None:
    plane = ("raan_deg", "ltan", "ltdn", "station_tle")
    given = [key for key in plane if getattr(table, key) is not None]
    if len(given) > 1:
        raise complaint(
            f"the plane is given {len(given)} times, by {' and '.join(given)}; keep one of them",
            key=given[1],
        )
    for key in ("raan_frame", "raan_epoch"):
        _check_company(table, key)


def _check_company(table: OrbitTable, key: str) -> None:
    """Check that a right ascension and what it refers to stand together."""
    given = getattr(table, key) is not None
    if given and table.raan_deg is None:
        raise complaint("says nothing without raan_deg", key=key)
    if table.raan_deg is not None and not given:
        raise complaint(
            f"needs {key} beside it: raan_frame is true-of-date or gcrf, raan_epoch an "
            "instant such as 2028-01-10T00:00:00Z",
            key="raan_deg",
        )


def _check_kind(table: OrbitTable, kind: OrbitKind) -> None:
    for key in _FORBIDDEN[kind]:
        if key == "argp_deg" and table.frozen:
            continue  # what a frozen orbit has in its place is said there
        if is_given(getattr(table, key)):
            raise complaint(f"does not belong to the kind {kind!r}; {_WHY[key]}", key=key)
    check = _CHECKS.get(kind)
    if check is not None:
        check(table, kind)


def _needs(table: OrbitTable, kind: OrbitKind, *keys: str) -> None:
    for key in keys:
        if getattr(table, key) is None:
            raise complaint(f"the kind {kind!r} needs {key}, for example {key} = {_EXAMPLES[key]}")


def _needs_altitude(table: OrbitTable, kind: OrbitKind) -> None:
    if table.altitude_km is None and table.repeat is None:
        if table.perigee_altitude_km is None and table.apogee_altitude_km is None:
            _needs(table, kind, "altitude_km")
        _needs(table, kind, "perigee_altitude_km", "apogee_altitude_km")


def _check_circular(table: OrbitTable, kind: OrbitKind) -> None:
    _needs_altitude(table, kind)
    _needs(table, kind, "inclination_deg")
    if table.repeat is None and table.perigee_altitude_km != table.apogee_altitude_km:
        raise complaint(
            f"a circular orbit has one altitude, not {table.perigee_altitude_km:g} x "
            f'{table.apogee_altitude_km:g} km; kind = "elliptic" has two',
            key="perigee_altitude_km",
        )


def _check_elliptic(table: OrbitTable, kind: OrbitKind) -> None:
    one_is_enough = table.repeat is not None and table.apogee_altitude_km is not None
    if not one_is_enough:
        _needs(table, kind, "perigee_altitude_km")
    if table.repeat is None:
        _needs(table, kind, "apogee_altitude_km")
    if not table.frozen:
        _needs(table, kind, "inclination_deg")


def _check_sun_synchronous(table: OrbitTable, kind: OrbitKind) -> None:
    _needs_altitude(table, kind)
    if table.inclination_deg is None or table.repeat is not None:
        return
    given_km = [getattr(table, key) for key in _ALTITUDES]
    altitudes_km = [each_km for each_km in given_km if each_km is not None]
    radii_m = [EARTH_EQUATORIAL_RADIUS_M + metres(each_km) for each_km in sorted(altitudes_km)]
    low_m, high_m = radii_m[0], radii_m[-1]
    eccentricity = (high_m - low_m) / (high_m + low_m)
    try:
        implied_deg = sun_synchronous_inclination_deg((low_m + high_m) / 2.0, eccentricity)
    except InfeasibleError:
        return  # too high for any inclination: the planner refuses it with its reason
    if abs(implied_deg - table.inclination_deg) > SUN_SYNCHRONOUS_TOLERANCE_DEG:
        raise complaint(
            f"{table.inclination_deg:g} deg is not sun-synchronous at this altitude, "
            f"{implied_deg:.2f} deg is; leave inclination_deg out or choose another kind",
            key="inclination_deg",
        )


def _check_station(table: OrbitTable, kind: OrbitKind) -> None:
    if table.inclination_deg is None:
        _needs(table, kind, "station_tle")
    elif table.station_tle is not None:
        raise complaint("follows from the station's elements; leave it out", key="inclination_deg")
    if (table.perigee_altitude_km is None) != (table.apogee_altitude_km is None):
        _needs(table, kind, "perigee_altitude_km", "apogee_altitude_km")


def _check_transfer(table: OrbitTable, kind: OrbitKind) -> None:
    _needs(table, kind, "perigee_altitude_km", "inclination_deg")


def _check_escape(table: OrbitTable, kind: OrbitKind) -> None:
    _needs(table, kind, "c3_km2_s2")


_CHECKS: dict[OrbitKind, Callable[[OrbitTable, OrbitKind], None]] = {
    "circular": _check_circular,
    "elliptic": _check_elliptic,
    "sun-synchronous": _check_sun_synchronous,
    "station": _check_station,
    "geostationary-transfer": _check_transfer,
    "escape": _check_escape,
}

_ESCAPE = ("c3_km2_s2", "declination_deg", "right_ascension_deg")
_LOCAL = ("ltan", "ltdn")
_STATION = ("station_tle", "rendezvous")
_SUN = ("sun_angle_deg",)
_TRACK = ("repeat", "frozen", "planes", "plane", "elements")

_FORBIDDEN: dict[OrbitKind, tuple[str, ...]] = {
    "circular": (*_ESCAPE, *_LOCAL, *_STATION, *_SUN, "argp_deg"),
    "elliptic": (*_ESCAPE, *_LOCAL, *_STATION, *_SUN, "altitude_km"),
    "sun-synchronous": (*_ESCAPE, *_STATION, *_SUN),
    "station": (*_ESCAPE, *_LOCAL, *_SUN, *_TRACK, "argp_deg"),
    "geostationary-transfer": (*_ESCAPE, *_LOCAL, *_STATION, *_TRACK, "altitude_km"),
    "geostationary": (
        *(*_ESCAPE, *_LOCAL, *_ALTITUDES, *_STATION, *_SUN, *_TRACK),
        *("raan_deg", "argp_deg"),
    ),
    "escape": (*_LOCAL, *_ALTITUDES[2:], *_STATION, *_SUN, *_TRACK, "altitude_km"),
}

_WHY = {
    "c3_km2_s2": "it is of an escape",
    "declination_deg": "it is of an escape",
    "right_ascension_deg": "it is of an escape",
    "ltan": "only a sun-synchronous orbit keeps its local time",
    "ltdn": "only a sun-synchronous orbit keeps its local time",
    "station_tle": "a target to meet is of kind 'station'",
    "rendezvous": "a target to meet is of kind 'station'",
    "sun_angle_deg": "it is of a geostationary transfer",
    "repeat": "it is of a circular, elliptic or sun-synchronous orbit",
    "frozen": "it is of a circular, elliptic or sun-synchronous orbit",
    "planes": "constellations are of circular, elliptic or sun-synchronous orbits",
    "plane": "constellations are of circular, elliptic or sun-synchronous orbits",
    "elements": "mean elements are of circular, elliptic or sun-synchronous orbits; the "
    "inclination of a station is a mean one without it",
    "argp_deg": "a circle has no perigee",
    "altitude_km": "give perigee_altitude_km and apogee_altitude_km",
    "perigee_altitude_km": "its altitude is fixed",
    "apogee_altitude_km": "its altitude is fixed",
    "raan_deg": "its plane follows from the local time or the station",
}

_EXAMPLES = {
    "altitude_km": "820",
    "perigee_altitude_km": "193",
    "apogee_altitude_km": "245",
    "inclination_deg": "87.4",
    "station_tle": '"station.tle"',
    "c3_km2_s2": "10.5",
}
