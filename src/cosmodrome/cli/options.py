"""Which options do several commands share, and how do they arrive?"""

import functools
import inspect
import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

OrbitWishes = Mapping[str, object]
"""Elements of a target orbit by the names of their options, only those that were given."""


class Loading(StrEnum):
    """How full the upper stage is."""

    full = "full"
    optimal = "optimal"
    auto = "auto"


def _finite(value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(f"must be a finite number, got {value}")
    return value


def positive_kg(mass_kg: float | None) -> float | None:
    """Return an optional mass, or refuse it if it is not a positive number."""
    if mass_kg is not None and not (math.isfinite(mass_kg) and mass_kg > 0.0):
        raise typer.BadParameter(f"must be a positive number, got {mass_kg}")
    return mass_kg


def _share(value: float) -> float:
    if not 0.0 < value < 1.0:
        raise typer.BadParameter(f"must be between 0 and 1, got {value}; 0.997 is usual")
    return value


JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Catalogues = Annotated[
    list[Path],
    typer.Option(
        "--catalogue",
        metavar="DIR",
        help="Lay a folder of your own over the packaged catalogue; may be repeated.",
    ),
]
Vehicle = Annotated[
    str, typer.Option("--vehicle", metavar="ID", help="For example soyuz-2.1b+fregat.")
]
Complex = Annotated[str, typer.Option("--complex", metavar="ID", help="For example vostochny-1s.")]
Payload = Annotated[
    float,
    typer.Option(
        "--payload-kg",
        metavar="KG",
        callback=positive_kg,
        help="Spacecraft with adapter or dispenser.",
    ),
]
LoadingPolicy = Annotated[
    Loading,
    typer.Option(
        "--loading",
        help="Upper stage: full as rated, optimal for this payload, or auto: full where that does.",
    ),
]
ManifestFile = Annotated[Path, typer.Argument(metavar="MANIFEST", help="The season, a TOML file.")]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Of the random samples.")]
Samples = Annotated[
    int, typer.Option("--samples", min=1, metavar="N", help="Dispersed flights per mission.")
]
Containment = Annotated[
    float,
    typer.Option(
        "--containment",
        metavar="P",
        callback=_share,
        help="Share of impacts that a footprint holds, between 0 and 1; areas for ships, "
        "aircraft and land hold what their rule asks.",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, metavar="N", help="Processes to work with at once."),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="URL",
        help="Work with the workers of a dask scheduler, tcp://host:8786.",
    ),
]

NO_CATALOGUES: list[Path] = []
DEFAULT_SEED = 1
DEFAULT_SAMPLES = 2000
DEFAULT_CONTAINMENT = 0.997


def _element(name: str, flag: str, words: str, metavar: str = "X") -> inspect.Parameter:
    option = typer.Option(flag, metavar=metavar, callback=_finite, help=words)
    return _optional(name, float, option)


def _wording(name: str, flag: str, words: str, metavar: str) -> inspect.Parameter:
    return _optional(name, str, typer.Option(flag, metavar=metavar, help=words))


def _number(name: str, flag: str, words: str) -> inspect.Parameter:
    return _optional(name, int, typer.Option(flag, metavar="N", help=words))


def _optional(name: str, kind: type, option: Any) -> inspect.Parameter:  # noqa: ANN401 - of typer
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[kind | None, option],
    )


KINDS = (
    "circular, elliptic, sun-synchronous, station, geostationary-transfer, geostationary, escape"
)
ORBIT_PARAMETERS = (
    _wording("orbit", "--orbit", f"{KINDS}; may be left out where the elements tell.", "KIND"),
    _element("altitude_km", "--altitude-km", "Above 6378.137 km, of a circular orbit.", "KM"),
    _element("perigee_km", "--perigee-km", "Perigee altitude.", "KM"),
    _element("apogee_km", "--apogee-km", "Apogee altitude.", "KM"),
    _element("inclination_deg", "--inclination-deg", "Inclination.", "DEG"),
    _element("argp_deg", "--argp-deg", "Argument of perigee.", "DEG"),
    _element("raan_deg", "--raan-deg", "Right ascension of the node.", "DEG"),
    _wording("raan_frame", "--raan-frame", "true-of-date or gcrf.", "FRAME"),
    _wording("raan_epoch", "--raan-epoch", "Instant of the node, 2028-01-10T00:00:00Z.", "UTC"),
    _wording("ltan", "--ltan", "Mean local time of the ascending node.", "HH:MM"),
    _wording("ltdn", "--ltdn", "Mean local time of the descending node.", "HH:MM"),
    _wording("station_tle", "--station-tle", "Two-line elements of the station.", "FILE"),
    _element("c3_km2_s2", "--c3-km2-s2", "Energy of an escape.", "KM2/S2"),
    _element("declination_deg", "--declination-deg", "Declination of an escape, GCRF.", "DEG"),
    _element(
        "right_ascension_deg", "--right-ascension-deg", "Right ascension of an escape, GCRF.", "DEG"
    ),
    _wording(
        "sun_angle_deg",
        "--sun-angle-deg",
        "Apogee against the Sun at injection, of a geostationary transfer.",
        "FROM..TO",
    ),
    _wording("repeat", "--repeat", "Ground track that repeats, revolutions/days.", "N/D"),
    _optional("frozen", bool, typer.Option("--frozen", help="Perigee that stands still.")),
    _wording("rendezvous", "--rendezvous", "2-orbit, 4-orbit or 2-day, of a station.", "PROFILE"),
    _number("planes", "--planes", "Planes of the constellation; node or local time is plane 1's."),
    _number("plane", "--plane", "The one to launch into; all of them without it."),
    _element("plane_spacing_deg", "--plane-spacing-deg", "From plane to plane, eastwards.", "DEG"),
    _element("plane_spacing_min", "--plane-spacing-min", "The same in local time.", "MIN"),
    _wording("walker", "--walker", "Spacing by pattern: star or delta.", "PATTERN"),
    _wording(
        "elements",
        "--elements",
        "Altitudes and inclination meant: osculating at injection, or mean.",
        "WHICH",
    ),
    _wording(
        "tolerance",
        "--tolerance",
        "How far from the target the flight may end, raan_deg=0.2,altitude_km=5.",
        "NAME=X,...",
    ),
)


def takes_orbit(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the orbit options; they arrive as its argument `orbit`."""
    own = inspect.signature(command)
    names = [parameter.name for parameter in ORBIT_PARAMETERS]

    @functools.wraps(command)
    def with_orbit(**given: Any) -> None:  # noqa: ANN401 - whatever the command takes
        elements = {name: given.pop(name) for name in names}
        wishes = {name: value for name, value in elements.items() if value is not None}
        command(orbit=wishes, **given)

    kept = [p for p in own.parameters.values() if p.name != "orbit"]
    keyword_only = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in kept]
    parameters = [*keyword_only, *ORBIT_PARAMETERS]
    with_orbit.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    with_orbit.__annotations__ = {p.name: p.annotation for p in parameters}
    return with_orbit
