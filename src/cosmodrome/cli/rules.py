"""Which rules must a flight keep? Options of the commands that optimise, and what they mean."""

import functools
import inspect
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from cosmodrome.ascent.rules import AscentRules, StationAim, ZoneAim
    from cosmodrome.spaceport import Spaceport

RuleWishes = Mapping[str, Any]
"""Rules by the names of their options, only those that were given."""

Branch = Literal["ascending", "descending"]
BRANCHES = ("ascending", "descending")
LEAST_ELEVATION_DEG = 5.0


def _not_negative(value: float) -> float:
    if not (math.isfinite(value) and value >= 0.0):
        raise typer.BadParameter(f"must be 0 or more, got {value}")
    return value


CustomerMargin = Annotated[
    float,
    typer.Option(
        "--margin-kg",
        metavar="KG",
        callback=_not_negative,
        help="The customer's own margin of payload, kept apart from all reserves.",
    ),
]


def _positive(value: float | None) -> float | None:
    if value is not None and not (math.isfinite(value) and value > 0.0):
        raise typer.BadParameter(f"must be a positive number, got {value}")
    return value


def positive_s(span_s: float | None) -> float | None:
    """Return an optional span of time, or refuse it if it is not a positive number."""
    return _positive(span_s)


def _branch(value: str | None) -> str | None:
    if value is not None and value not in BRANCHES:
        raise typer.BadParameter(f"must be ascending or descending, got {value}")
    return value


def _option(name: str, kind: Any, default: Any, option: Any) -> inspect.Parameter:  # noqa: ANN401 - of typer
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[kind, option],
    )


def _limit(name: str, flag: str, metavar: str, words: str) -> inspect.Parameter:
    option = typer.Option(flag, metavar=metavar, callback=_positive, help=words)
    return _option(name, float | None, None, option)


RULE_PARAMETERS = (
    _option(
        "without_rule",
        list[str],
        [],
        typer.Option(
            "--without-rule", metavar="NAME", help="Fly without this rule; may be repeated."
        ),
    ),
    _option(
        "branch",
        str | None,
        None,
        typer.Option(
            "--branch",
            metavar="BRANCH",
            callback=_branch,
            help="ascending or descending; otherwise as the corridor allows, northward first.",
        ),
    ),
    _option(
        "drop_zone",
        list[str],
        [],
        typer.Option(
            "--drop-zone",
            metavar="PART=ZONE",
            help="The part must fall inside this zone of the spaceport; may be repeated.",
        ),
    ),
    _option(
        "visible_from",
        list[str],
        [],
        typer.Option(
            "--visible-from",
            metavar="LAT,LON[,DEG]",
            help="A station must see the injection, 5 deg or DEG above its horizon; may be "
            "repeated.",
        ),
    ),
    _limit(
        "max_dynamic_pressure_pa",
        "--max-dynamic-pressure-pa",
        "PA",
        "In the place of the vehicle's limit.",
    ),
    _limit(
        "max_q_alpha_pa_rad",
        "--max-q-alpha-pa-rad",
        "PA RAD",
        "Dynamic pressure times incidence, in the place of the vehicle's limit.",
    ),
    _limit(
        "max_axial_load_factor",
        "--max-axial-load-factor",
        "G",
        "In the place of the vehicle's limit.",
    ),
)


def takes_rules(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of rules; they arrive as its argument `rules`."""
    own = inspect.signature(command)
    names = [parameter.name for parameter in RULE_PARAMETERS]

    @functools.wraps(command)
    def with_rules(**given: Any) -> None:  # noqa: ANN401 - whatever the command takes
        wishes = {name: given.pop(name) for name in names}
        command(rules={name: value for name, value in wishes.items() if value}, **given)

    kept = [p for p in own.parameters.values() if p.name != "rules"]
    parameters = [*(p.replace(kind=p.KEYWORD_ONLY) for p in kept), *RULE_PARAMETERS]
    with_rules.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    with_rules.__annotations__ = {p.name: p.annotation for p in parameters}
    return with_rules


def read_rules(wishes: RuleWishes, spaceport: "Spaceport") -> "AscentRules":
    """Return the rules that options name, or raise InputError."""
    from cosmodrome.ascent.rules import AscentRules

    limits = ("max_dynamic_pressure_pa", "max_q_alpha_pa_rad", "max_axial_load_factor")
    return AscentRules(
        off=frozenset(wishes.get("without_rule", ())),
        zones=tuple(_zone(text, spaceport) for text in wishes.get("drop_zone", ())),
        stations=tuple(_station(text) for text in wishes.get("visible_from", ())),
        **{name: wishes[name] for name in limits if name in wishes},
    )


def _zone(text: str, spaceport: "Spaceport") -> "ZoneAim":
    from cosmodrome.ascent.rules import POINT_ZONE_M, ZoneAim
    from cosmodrome.errors import InputError
    from cosmodrome.store.complaints import unknown

    part, equals, id = text.partition("=")
    if not (part and equals and id):
        raise InputError(f"--drop-zone: must be PART=ZONE, for example core=rp-985, got {text!r}")
    zones = {zone.id: zone for zone in spaceport.drop_zones}
    if id not in zones:
        raise InputError(f"--drop-zone: {unknown('drop zone', id, zones)}")
    zone = zones[id]
    return ZoneAim(
        part=part,
        zone=zone.id,
        latitude_deg=zone.latitude_deg,
        longitude_deg=zone.longitude_deg,
        semi_major_m=zone.semi_major_m or POINT_ZONE_M,
        semi_minor_m=zone.semi_minor_m or zone.semi_major_m or POINT_ZONE_M,
        bearing_deg=zone.bearing_deg or 0.0,
    )


def _station(text: str) -> "StationAim":
    from cosmodrome.ascent.rules import StationAim
    from cosmodrome.errors import InputError

    try:
        latitude_deg, longitude_deg, *rest = (float(word) for word in text.split(","))
        (elevation_deg,) = rest or (LEAST_ELEVATION_DEG,)
    except ValueError:
        raise InputError(
            f"--visible-from: must be LAT,LON or LAT,LON,ELEVATION in degrees, got {text!r}"
        ) from None
    if not (
        abs(latitude_deg) <= 90.0 and abs(longitude_deg) <= 180.0 and 0.0 <= elevation_deg < 90
    ):
        raise InputError(
            "--visible-from: latitude must be -90 to 90, longitude -180 to 180 and elevation 0 to "
            f"90 deg, got {text!r}"
        )
    return StationAim(
        station=text,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        altitude_m=0.0,
        min_elevation_deg=elevation_deg,
    )
