"""`cosmodrome capability --map`: how much does this vehicle lift where?"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cosmodrome.cli.loading import LoadingWish, asked_load
from cosmodrome.cli.options import OrbitWishes
from cosmodrome.cli.rules import RuleWishes
from cosmodrome.errors import InputError

if TYPE_CHECKING:
    from cosmodrome.ascent.capability_map import CapabilityMap, MapWish
    from cosmodrome.planning.plan import Refusal
    from cosmodrome.spaceport import LaunchComplex

MOST_POINTS = 200
NOT_REACHED = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRequest:
    """What the command line says of a map."""

    vehicle: str
    complex_id: str
    orbit: OrbitWishes
    altitudes: str | None
    inclinations: str | None
    loading: LoadingWish
    rules: RuleWishes
    jobs: int | None
    cluster: str | None
    output: Path | None
    catalogues: tuple[Path, ...]


def answer_map(request: MapRequest, *, as_json: bool) -> None:
    """Compute a map, write its picture where asked, and answer."""
    from cosmodrome.cli.edge import refuse
    from cosmodrome.cli.pictures import require_picture
    from cosmodrome.cli.screen import print_document
    from cosmodrome.formats.capability_document import capability_map_document
    from cosmodrome.formats.json_text import as_json as json_text

    if request.orbit:
        raise InputError(
            "--map: takes no orbit; its circular orbits are those of --altitudes-km and "
            "--inclinations-deg"
        )
    if request.output is not None:
        require_picture(request.output)
    found = compute(_wish(request), request.jobs, request.cluster)
    refusals = _refusals(found)
    if request.output is not None and found.reached:
        _draw(found, request.output)
    if as_json:
        print_document(json_text(capability_map_document(found, refusals=refusals)))
    else:
        print_map(found)
    refuse(refusals)


def _wish(request: MapRequest) -> "MapWish":
    from cosmodrome.ascent.capability_map import MapWish
    from cosmodrome.cli.request import read_pad
    from cosmodrome.cli.rules import read_rules

    configuration, pad, site = read_pad(
        vehicle=request.vehicle, complex_id=request.complex_id, catalogues=request.catalogues
    )
    altitudes_km, inclinations_deg = axes(request.altitudes, request.inclinations, pad)
    return MapWish(
        configuration=configuration,
        complex=pad,
        altitudes_km=altitudes_km,
        inclinations_deg=inclinations_deg,
        loading=asked_load(request.loading),
        rules=read_rules(request.rules, site),
    )


def _refusals(found: "CapabilityMap") -> "list[Refusal]":
    """Return what makes an answer partial: orbits that are not known, or none that is reached."""
    from cosmodrome.planning.plan import Refusal

    refused = list(found.refused())
    if found.reached:
        refused = [each for each in refused if each[2].is_unknown]
    words: dict[tuple[str, str], tuple[float, float]] = {}
    for altitude_km, inclination_deg, cell in refused:
        words.setdefault((cell.rule, cell.message), (altitude_km, inclination_deg))
    return [
        Refusal(
            mission=None,
            rule=rule,
            value=f"{altitude_km:g} km, {inclination_deg:g} deg",
            limit=None,
            message=message,
        )
        for (rule, message), (altitude_km, inclination_deg) in words.items()
    ]


def axis(text: str | None, *, flag: str) -> tuple[float, ...] | None:
    """Return the values of an axis: ``200,400,800`` or ``200:1500:20`` (from, to, how many).

    Raises
    ------
    InputError
        If it is neither.
    """
    if text is None:
        return None
    try:
        if ":" in text:
            low, high, count = text.split(":")
            return _evenly(float(low), float(high), int(count), flag=flag)
        return tuple(float(word) for word in text.split(","))
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{flag}: must be values such as 200,400,800 or FROM:TO:COUNT such as 200:1500:20, "
            f"got {text!r}"
        ) from None


def _evenly(low: float, high: float, count: int, *, flag: str) -> tuple[float, ...]:
    from cosmodrome.ascent.capability_map import evenly

    if not 2 <= count <= MOST_POINTS:
        raise InputError(f"{flag}: COUNT must be 2 to {MOST_POINTS}, got {count}")
    if not high > low:
        raise InputError(f"{flag}: TO must be more than FROM, got {low:g}:{high:g}")
    return evenly(low, high, count)


def axes(
    altitudes: str | None, inclinations: str | None, pad: "LaunchComplex"
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the altitudes and inclinations of a map, the usual ones where none are asked."""
    from cosmodrome.ascent.capability_map import usual_altitudes_km, usual_inclinations_deg

    return (
        axis(altitudes, flag="--altitudes-km") or usual_altitudes_km(),
        axis(inclinations, flag="--inclinations-deg") or usual_inclinations_deg(pad),
    )


def compute(wish: "MapWish", jobs: int | None, cluster: str | None) -> "CapabilityMap":
    """Return the map, by several processes or a cluster where asked, with a bar of progress."""
    from cosmodrome.ascent.capability_map import capability_map
    from cosmodrome.cli.processes import workers_for
    from cosmodrome.cli.screen import progress

    with progress() as report, workers_for(jobs, cluster) as workers:
        return capability_map(wish, progress=report, crew=workers.ascents)


def _draw(found: "CapabilityMap", output: Path) -> None:
    """Write the picture of a map."""
    from cosmodrome.cli.pictures import write_picture
    from cosmodrome.formats.figures.capability_map import WIDE, capability_map_figure

    write_picture(capability_map_figure(found), output, width=WIDE.width, height=WIDE.height)


def print_map(found: "CapabilityMap") -> None:
    """Write the map as a table: altitudes down, inclinations across, and why others are not."""
    from cosmodrome.cli.screen import figure, print_facts, print_table

    wish = found.wish
    print_table(
        f"{wish.configuration.name} from {wish.complex.name}, kg to circular orbits, upper stage "
        f"{wish.loading if wish.configuration.upper_stage else 'none'}",
        (">Altitude km", *(f">{inclination:g}°" for inclination in wish.inclinations_deg)),
        [
            (
                f"{altitude_km:g}",
                *(NOT_REACHED if value is None else figure(value) for value in row),
            )
            for altitude_km, row in zip(
                reversed(wish.altitudes_km), reversed(found.payload_capability_kg), strict=True
            )
        ],
    )
    reasons: dict[str, int] = {}
    for _, _, cell in found.refused():
        reasons[cell.rule] = reasons.get(cell.rule, 0) + 1
    print_facts([(f"{NOT_REACHED} {rule}", f"{n} orbits") for rule, n in reasons.items()])
