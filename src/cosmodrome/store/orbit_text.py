"""Which target orbit do the elements of a manifest, or the options of a command, describe?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_MU_M3_S2,
    EARTH_ROTATION_RATE_RAD_S,
)
from cosmodrome.errors import InputError, Place
from cosmodrome.manifest import OrbitKind, OrbitTolerance, TargetOrbit
from cosmodrome.store.complaints import parsed
from cosmodrome.store.layers import resource_text
from cosmodrome.store.local_time import local_time_h
from cosmodrome.store.option_values import angles, cycle, instant, numbers_by_name
from cosmodrome.store.orbit_table import OrbitTable, kind_of
from cosmodrome.store.tle_file import inclination_of_tle_deg, read_tle
from cosmodrome.store.toml_lines import TomlPath
from cosmodrome.store.toml_source import TomlSource
from cosmodrome.units import kilometres


def target_orbit(table: OrbitTable, *, tle: tuple[str, str] | None = None) -> TargetOrbit:
    """Return the target orbit of a valid table; `tle` is the content of its `station_tle`."""
    kind = kind_of(table)
    perigee_km, apogee_km = _altitudes_km(table, kind)
    inclination = table.inclination_deg
    if tle is not None:
        inclination = inclination_of_tle_deg(tle)
    elif kind == "geostationary":
        inclination = 0.0
    return TargetOrbit(
        kind=kind,
        perigee_altitude_km=perigee_km,
        apogee_altitude_km=apogee_km,
        inclination_deg=inclination,
        argp_deg=table.argp_deg,
        raan_deg=table.raan_deg,
        raan_frame=table.raan_frame,
        raan_epoch=table.raan_epoch.astimezone(UTC) if table.raan_epoch else None,
        ltan_h=_hours(table.ltan) if table.ltan else None,
        ltdn_h=_hours(table.ltdn) if table.ltdn else None,
        station_tle=tle,
        c3_km2_s2=table.c3_km2_s2,
        declination_deg=table.declination_deg,
        right_ascension_deg=table.right_ascension_deg,
        sun_angle_deg=_pair(table.sun_angle_deg),
        repeat=(table.repeat.revolutions, table.repeat.days) if table.repeat else None,
        frozen=table.frozen,
        rendezvous=table.rendezvous,
        planes=table.planes,
        plane=table.plane,
        plane_spacing_deg=table.plane_spacing_deg,
        plane_spacing_min=table.plane_spacing_min,
        walker=table.walker,
        elements=table.elements,
        tolerance=OrbitTolerance(**table.tolerance.model_dump()),
    )


def parse_target_orbit(options: Mapping[str, Any]) -> TargetOrbit:
    """Return the target orbit that the options of a command describe.

    Parameters
    ----------
    options : mapping
        The long options of CONTRACT with underscores: ``orbit`` (the kind), ``altitude_km``,
        ``perigee_km``, ``apogee_km``, ``inclination_deg``, ``argp_deg``, ``raan_deg``,
        ``raan_frame``, ``raan_epoch``, ``ltan``, ``ltdn``, ``station_tle`` (a path),
        ``c3_km2_s2``, ``declination_deg``, ``right_ascension_deg``, ``sun_angle_deg`` (60..120),
        ``repeat`` (233/16), ``frozen``, ``rendezvous``, ``planes``, ``plane``,
        ``plane_spacing_deg``, ``plane_spacing_min``, ``walker``, ``elements``, ``tolerance``
        (raan_deg=0.2,altitude_km=5). Those that are None were not given. A right ascension of the
        node is true of date unless ``raan_frame`` says otherwise.

    Raises
    ------
    InputError
        If they contradict each other, lack an element, or are out of their limits.
    """
    given = {_KEYS.get(name, name): value for name, value in options.items() if value is not None}
    line = _CommandLine(data=given)
    for key, convert in _CONVERTED.items():
        if key in given:
            given[key] = convert(given[key], option=_option(key))
    if "station_tle" in given:
        given["station_tle"] = str(given["station_tle"])
    if "raan_deg" in given:
        given.setdefault("raan_frame", "true-of-date")
    try:
        table = parsed(OrbitTable, line)
    except InputError as error:
        raise InputError(_as_options(error.message), place=error.place) from None
    return target_orbit(table, tle=read_tle(Path(table.station_tle)) if table.station_tle else None)


def _as_options(message: str) -> str:
    """Return a message about keys with the options of a command in their place.

    Keys that are plain words, too, are taken for options only where a value is given to them.
    """

    def option(found: re.Match[str]) -> str:
        return _option(found.group(1)) + (" " if found.group(2) else "")

    ordered = sorted(OrbitTable.model_fields, key=len, reverse=True)
    keys = "|".join(key for key in ordered if key not in _PLAIN_WORDS)
    message = re.sub(rf"(?<![\w'])({keys})\b(?! of| ')( = )?", option, message)
    return re.sub(rf"(?<![\w'])({'|'.join(_PLAIN_WORDS)})( = )", option, message)


_PLAIN_WORDS = (
    *("repeat", "frozen", "rendezvous", "planes", "plane", "walker", "elements", "tolerance"),
)
_KEYS = {"orbit": "kind", "perigee_km": "perigee_altitude_km", "apogee_km": "apogee_altitude_km"}
_OPTIONS = {key: option for option, key in _KEYS.items()}
_CONVERTED = {
    "raan_epoch": instant,
    "repeat": cycle,
    "sun_angle_deg": angles,
    "tolerance": numbers_by_name,
}


def _option(key: str) -> str:
    return f"--{_OPTIONS.get(key, key).replace('_', '-')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _CommandLine:
    data: dict[str, Any]

    def line_of(self, path: TomlPath) -> int | None:
        return None

    def place(self, path: TomlPath = ()) -> Place:
        if not path:
            return Place(file="orbit options")
        option, *inner = (str(key) for key in path)
        return Place(file=_option(option), field=".".join(inner) or None)


def _hours(text: str) -> float:
    hours = local_time_h(text)
    if hours is None:
        raise InputError(f"{text!r} is no local time")
    return hours


def _pair(angles_deg: list[float] | None) -> tuple[float, float] | None:
    return (angles_deg[0], angles_deg[1]) if angles_deg else None


def _altitudes_km(table: OrbitTable, kind: OrbitKind) -> tuple[float | None, float | None]:
    if table.altitude_km is not None:
        return table.altitude_km, table.altitude_km
    if kind == "geostationary":
        return _geostationary_altitude_km(), _geostationary_altitude_km()
    if kind == "geostationary-transfer" and table.apogee_altitude_km is None:
        return table.perigee_altitude_km, _geostationary_altitude_km()
    if kind == "station" and table.perigee_altitude_km is None:
        return _station_injection_km()
    return table.perigee_altitude_km, table.apogee_altitude_km


def _geostationary_altitude_km() -> float:
    radius_m = (EARTH_MU_M3_S2 / EARTH_ROTATION_RATE_RAD_S**2) ** (1.0 / 3.0)
    return kilometres(radius_m - EARTH_EQUATORIAL_RADIUS_M)


@cache
def _station_injection_km() -> tuple[float, float]:
    """Return the orbit into which ships for a station are launched, as the data have it."""
    table = TomlSource.parse(resource_text("orbits.toml").encode(), file="catalogue/orbits.toml")
    injection = table.data["station_injection"]
    return float(injection["perigee_altitude_km"]), float(injection["apogee_altitude_km"])
