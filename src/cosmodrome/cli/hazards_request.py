"""What was asked about the falls of a flight? A record that a shard can carry with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cosmodrome.cli.options import OrbitWishes

if TYPE_CHECKING:
    from cosmodrome.cli.request import Request
    from cosmodrome.numerics.sampling import SamplingPlan
    from cosmodrome.safety.hazards import Inquiry
    from cosmodrome.safety.weather import Weather

TLE = "station_tle"


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardsRequest:
    """What the command line says; `orbit` are names and values, files are absolute paths."""

    vehicle: str
    complex_id: str
    payload_kg: float
    orbit: tuple[tuple[str, float | str], ...]
    loading: str
    launch_day: str | None
    sounding: str | None
    since_release_h: float
    samples: int
    interval_width_fraction: float | None
    seed: int
    sampling: str
    containment_probability: float
    with_risk: bool
    with_disposal: bool
    collective_expectation: float | None
    individual_probability: float | None

    @property
    def day(self) -> date | None:
        """Day of launch, UTC."""
        return None if self.launch_day is None else date.fromisoformat(self.launch_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a request finds in the catalogue: who flies, to where, in which weather."""

    request: "Request"
    weather: "Weather"

    @property
    def catalogue(self) -> str:
        """Hash of the catalogue."""
        return self.request.site.catalogue.digest


def plain_orbit(orbit: OrbitWishes) -> tuple[tuple[str, float | str], ...]:
    """Return orbit options as names and values; a file by its absolute path."""
    return tuple(
        (name, str(Path(str(value)).absolute()) if name == TLE else value)
        for name, value in sorted(orbit.items())
        if isinstance(value, float | str)
    )


def find_circumstances(asked: HazardsRequest, catalogues: Sequence[Path]) -> Circumstances:
    """Return what a request finds in the catalogue.

    Raises
    ------
    InputError
        If something that it names is not there, or makes no sense.
    """
    from cosmodrome.cli.request import read_request, read_site
    from cosmodrome.safety.hazards import require_inquiry

    _require_used(asked)
    site = read_site(complex_id=asked.complex_id, orbit=dict(asked.orbit), catalogues=catalogues)
    request = read_request(vehicle=asked.vehicle, site=site)
    require_inquiry(inquiry_of(asked, request))
    if asked.with_disposal:
        from cosmodrome.cli.disposal import stage_to_dispose_of

        stage_to_dispose_of(request)
    return Circumstances(request=request, weather=_weather(asked, request))


def _require_used(asked: HazardsRequest) -> None:
    """Raise InputError if a limit is none, or an option would have no effect."""
    from cosmodrome.errors import InputError
    from cosmodrome.safety.criteria import own_criteria

    limits = (asked.collective_expectation, asked.individual_probability)
    if any(limit is not None for limit in limits):
        if not asked.with_risk:
            raise InputError("--no-risk: leaves nothing to hold against a limit; leave one out")
        own_criteria(
            asked.complex_id,
            collective_expectation=asked.collective_expectation,
            individual_probability=asked.individual_probability,
        )
    if asked.sounding is None and asked.since_release_h != 0.0:
        raise InputError("--sounding-hours: needs the balloon's file; add --sounding FILE")


def inquiry_of(asked: HazardsRequest, request: "Request") -> "Inquiry":
    """Return what is asked about the falls."""
    from typing import cast

    from cosmodrome.safety.hazards import Inquiry

    return Inquiry(
        samples=asked.samples,
        seed=asked.seed,
        containment_probability=asked.containment_probability,
        plan=cast("SamplingPlan", asked.sampling),
        interval_width_fraction=asked.interval_width_fraction,
        area_rules=request.site.catalogue.area_rules,
    )


def _weather(asked: HazardsRequest, request: "Request") -> "Weather":
    """Return the weather of the launch day's month, or what a balloon measured."""
    from cosmodrome.cli.screen import say

    site = request.site
    weather = site.catalogue.weather(
        latitude_deg=site.complex.latitude_deg,
        longitude_deg=site.complex.longitude_deg,
        month=None if asked.day is None else asked.day.month,
    )
    if asked.sounding is None:
        if asked.day is None:
            say("still air; --launch-day brings the wind of its month and dates the notices")
        return weather
    from cosmodrome.store.sounding import read_sounding

    found = read_sounding(Path(asked.sounding))
    changed = site.catalogue.after_sounding(weather, found, since_release_h=asked.since_release_h)
    say(f"{asked.sounding}: {len(found.altitude_m)} levels; {changed.over_pad.trust}")
    return changed
