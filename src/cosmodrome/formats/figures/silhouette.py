"""What outline has a vehicle? Its parts laid out along the axis, in metres from the tail."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cosmodrome.vehicles import Configuration, LaunchVehicle, Stage

Metres = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class StackedPart:
    """A part on the axis: `outline_m` are pairs of station and half width."""

    name: str
    role: str
    begin_m: float
    end_m: float
    diameter_m: float
    chambers: int
    outline_m: Metres


@dataclass(frozen=True, slots=True)
class StrapOn:
    """Boosters about the core: station, inner and outer edge from the axis."""

    name: str
    count: int
    length_m: float
    diameter_m: float
    chambers: int
    edges_m: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Silhouette:
    """A whole vehicle. `joint_m` is the length that the catalogue's parts leave open."""

    length_m: float
    stack: tuple[StackedPart, ...]
    strap_ons: tuple[StrapOn, ...]
    upper_stage: StackedPart | None
    joint_m: float

    @property
    def half_span_m(self) -> float:
        """Return the largest half width."""
        edges = [edge[2] for strap_on in self.strap_ons for edge in strap_on.edges_m]
        return max(edges + [part.diameter_m / 2.0 for part in self.stack])


@cache
def _shapes() -> dict[str, Any]:
    resource = files("cosmodrome") / "data" / "report" / "shapes.toml"
    return tomllib.loads(resource.read_text(encoding="utf-8"))


def _shape(vehicle: LaunchVehicle, kind: str, part: str) -> dict[str, Any]:
    shapes = _shapes()
    name = shapes["family"].get(vehicle.family, {}).get(part, "plain")
    found: dict[str, Any] = shapes[kind][name]
    return found


def split_stages(vehicle: LaunchVehicle) -> tuple[tuple[Stage, ...], tuple[Stage, ...]]:
    """Return the strap-on stages and those stacked on the axis, tail first.

    Of the stages lit on the ground the last to burn out is the core; the others stand about it.
    """
    lit_on_ground = [stage for stage in vehicle.stages if stage.ignites_after is None]
    core = lit_on_ground[-1]
    strap_ons = tuple(stage for stage in lit_on_ground if stage is not core)
    return strap_ons, tuple(stage for stage in vehicle.stages if stage not in strap_ons)


def _part(
    name: str,
    role: str,
    *,
    begin_m: float,
    length_m: float,
    diameter_m: float,
    chambers: int,
    outline: Sequence[Sequence[float]],
) -> StackedPart:
    half_m = diameter_m / 2.0
    points = tuple((begin_m + share * length_m, r * half_m) for share, r in outline)
    return StackedPart(name, role, begin_m, begin_m + length_m, diameter_m, chambers, points)


def _strap_on(vehicle: LaunchVehicle, stage: Stage, core_half_m: float) -> StrapOn:
    shape = _shape(vehicle, "strap-on", "strap-on")
    base_m = core_half_m if shape["against_core"] else 0.0
    edges = tuple(
        (share * stage.length_m, base_m + a * stage.diameter_m, base_m + b * stage.diameter_m)
        for share, a, b in shape["outline"]
    )
    chambers = _shapes()["chambers"].get(stage.engine.name, 0)
    return StrapOn(stage.name, stage.count, stage.length_m, stage.diameter_m, chambers, edges)


ROLES = ("core", "third", "upper")


def silhouette(configuration: Configuration) -> Silhouette:
    """Return the parts of a configuration along its axis.

    Whatever the overall length has beyond stages and fairing is shared among the joints between
    stages; where the parts are longer than the whole, the fairing covers the last of them.
    """
    vehicle = configuration.vehicle
    strap_ons, stacked = split_stages(vehicle)
    fairing = vehicle.fairing
    open_m = vehicle.height_m - sum(s.length_m for s in stacked) - fairing.length_m
    joint_m = max(open_m, 0.0) / max(len(stacked) - 1, 1)
    parts: list[StackedPart] = []
    at_m = 0.0
    for i, stage in enumerate(stacked):
        shape = _shape(vehicle, "body", "core" if i == 0 else stage.name)
        parts.append(
            _part(
                stage.name,
                ROLES[min(i, 2)],
                begin_m=at_m,
                length_m=stage.length_m,
                diameter_m=stage.diameter_m,
                chambers=_shapes()["chambers"].get(stage.engine.name, 0),
                outline=shape["outline"],
            )
        )
        at_m += stage.length_m + joint_m
    begin_m = vehicle.height_m - fairing.length_m
    nose = [tuple(point) for point in _shapes()["body"]["fairing"]["outline"]]
    nose[0] = (0.0, min(stacked[-1].diameter_m / fairing.diameter_m, 1.0))
    parts.append(
        _part(
            "fairing",
            "fairing",
            begin_m=begin_m,
            length_m=fairing.length_m,
            diameter_m=fairing.diameter_m,
            chambers=0,
            outline=nose,
        )
    )
    return Silhouette(
        length_m=vehicle.height_m,
        stack=tuple(parts),
        strap_ons=tuple(_strap_on(vehicle, s, stacked[0].diameter_m / 2.0) for s in strap_ons),
        upper_stage=_upper_stage(configuration, begin_m),
        joint_m=joint_m,
    )


def _upper_stage(configuration: Configuration, fairing_begin_m: float) -> StackedPart | None:
    """Return the upper stage at the foot of the fairing."""
    upper = configuration.upper_stage
    if upper is None:
        return None
    foot_m = fairing_begin_m + 0.08 * configuration.vehicle.fairing.length_m
    return _part(
        upper.id,
        "upper",
        begin_m=foot_m,
        length_m=upper.length_m,
        diameter_m=upper.diameter_m,
        chambers=_shapes()["chambers"].get(upper.engine.name, 0),
        outline=((0.0, 0.8), (0.15, 1.0), (0.85, 1.0), (1.0, 0.8)),
    )
