"""Which ground stations does a catalogue know, and how does a person name others?

A person gives ids of stations or networks, or a file of their own: TOML with one table for each
station, or comma-separated values with a heading.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from cosmodrome.errors import InputError, Place
from cosmodrome.spaceport.ground_station import GroundStation, StationNetwork
from cosmodrome.store.complaints import Table, parsed, unknown
from cosmodrome.store.layers import Layers
from cosmodrome.store.sourcing import SourcedValue, load_sources, sourced_values
from cosmodrome.store.toml_source import MAX_BYTES, TomlSource

FILE = "ground_stations.toml"
MASK_DEG = 5.0
COLUMNS = ("id", "latitude_deg", "longitude_deg")
OPTIONAL_COLUMNS = ("name", "altitude_m", "mask_deg")


class _Station(Table):
    name: str = Field(min_length=1, examples=['"Kiruna"'])
    latitude_deg: float = Field(ge=-90, le=90, examples=[67.857])
    longitude_deg: float = Field(ge=-180, le=180, examples=[20.964])
    altitude_m: float = Field(default=0.0, ge=-500, le=9000, examples=[402.0])
    mask_deg: float = Field(default=MASK_DEG, ge=0, lt=89, examples=[5.0])


class _Network(Table):
    name: str = Field(min_length=1, examples=['"ESA tracking network"'])
    spaceports: list[str] = Field(examples=['["kourou"]'])
    station: dict[str, _Station] = Field(min_length=1)


def load_station_networks(layers: Layers) -> tuple[StationNetwork, ...]:
    """Return the networks of a catalogue in the order of the file; the topmost layer's counts.

    Raises
    ------
    InputError
        With file, line and field, if the file is missing or malformed.
    """
    document = layers.topmost(FILE).read()
    networks = []
    for id in document.data:
        if id == "sources":
            continue
        table = parsed(_Network, document, path=(id,))
        stations = tuple(
            GroundStation(id=key, network=id, **each.model_dump())
            for key, each in table.station.items()
        )
        networks.append(
            StationNetwork(
                id=id, name=table.name, spaceports=tuple(table.spaceports), stations=stations
            )
        )
    _require_different([s for network in networks for s in network.stations], document.file)
    return tuple(networks)


def station_values(layers: Layers, station: GroundStation) -> tuple[SourcedValue, ...]:
    """Return every number of a station of the catalogue with its source."""
    document = layers.topmost(FILE).read()
    under = f"{station.network}.station.{station.id}."
    values = sourced_values(document, load_sources(layers), owner=station.id)
    return tuple(value for value in values if value.path.startswith(under))


def stations_named(text: str, networks: Sequence[StationNetwork]) -> tuple[GroundStation, ...]:
    """Return the stations that a person names: a file, or ids of stations and networks.

    Parameters
    ----------
    text : str
        The path of a .toml or .csv file, or ids with commas between.
    networks : sequence of StationNetwork
        Of the catalogue.

    Raises
    ------
    InputError
        If nothing has that id, or the file is missing or malformed: with file and line.
    """
    path = Path(text)
    if path.suffix.lower() in (".toml", ".csv"):
        return read_stations(path)
    by_id = {network.id: network.stations for network in networks}
    by_id |= {s.id: (s,) for network in networks for s in network.stations}
    found: dict[str, GroundStation] = {}
    for word in text.split(","):
        id = word.strip()
        if id not in by_id:
            raise InputError(f"--stations: {unknown('station or network', id, by_id)}")
        found |= {station.id: station for station in by_id[id]}
    return tuple(found.values())


def read_stations(path: Path) -> tuple[GroundStation, ...]:
    """Return the stations of a person's own file.

    Raises
    ------
    InputError
        If it is missing or malformed: with file and line.
    """
    found = _of_csv(path) if path.suffix.lower() == ".csv" else _of_toml(path)
    if not found:
        raise InputError("holds no station", place=Place(file=str(path)))
    _require_different(found, str(path))
    return tuple(found)


def _of_toml(path: Path) -> list[GroundStation]:
    document = TomlSource.read(path, max_bytes=MAX_BYTES)
    return [
        GroundStation(id=id, **parsed(_Station, document, path=(id,)).model_dump())
        for id in document.data
    ]


def _of_csv(path: Path) -> list[GroundStation]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("is not text in UTF-8", place=Place(file=str(path))) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"cannot be read: {reason}", place=Place(file=str(path))) from error
    rows = csv.DictReader(text.splitlines())
    heading = rows.fieldnames or ()
    missing = [name for name in COLUMNS if name not in heading]
    surplus = [name for name in heading if name not in (*COLUMNS, *OPTIONAL_COLUMNS)]
    if missing or surplus:
        raise InputError(
            f"needs the columns {', '.join(COLUMNS)} and may have {', '.join(OPTIONAL_COLUMNS)}; "
            f"it has {', '.join(heading) or 'none'}",
            place=Place(file=str(path), line=1),
        )
    return [_of_row(row, Place(file=str(path), line=rows.line_num)) for row in rows]


def _of_row(row: dict[str, str | None], place: Place) -> GroundStation:
    numbers = {"altitude_m": 0.0, "mask_deg": MASK_DEG}
    for name in ("latitude_deg", "longitude_deg", *numbers):
        text = (row.get(name) or "").strip()
        if not text and name in numbers:
            continue
        try:
            numbers[name] = float(text)
        except ValueError:
            raise InputError(f"{name} must be a number, got {text!r}", place=place) from None
    id = (row["id"] or "").strip()
    if not id:
        raise InputError("a station needs an id", place=place)
    try:
        return GroundStation(
            id=id,
            name=(row.get("name") or id).strip(),
            latitude_deg=numbers["latitude_deg"],
            longitude_deg=numbers["longitude_deg"],
            altitude_m=numbers["altitude_m"],
            mask_deg=numbers["mask_deg"],
        )
    except InputError as error:
        raise InputError(error.message, place=place) from None


def _require_different(stations: Sequence[GroundStation], file: str) -> None:
    seen: set[str] = set()
    for station in stations:
        if station.id in seen:
            raise InputError(f"two stations are called {station.id!r}", place=Place(file=file))
        seen.add(station.id)
