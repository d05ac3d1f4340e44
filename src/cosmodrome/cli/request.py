"""What does a command ask for? Options become records of the catalogue, or an InputError."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cosmodrome.campaign.flow import Flows
from cosmodrome.cli.options import OrbitWishes
from cosmodrome.cli.screen import say
from cosmodrome.countdown.timeline import Countdowns
from cosmodrome.errors import InputError
from cosmodrome.manifest import Manifest, TargetOrbit
from cosmodrome.orbit.phasing import PhasingProfile
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.store.catalogue import Catalogue, load_catalogue
from cosmodrome.store.countdowns import load_countdowns
from cosmodrome.store.flows import load_flows
from cosmodrome.store.layers import layers_over
from cosmodrome.store.manifest_file import read_manifest
from cosmodrome.store.orbit_text import parse_target_orbit
from cosmodrome.store.sourcing import load_sources
from cosmodrome.vehicles import Configuration


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A complex and an orbit, whoever flies there."""

    catalogue: Catalogue
    complex: LaunchComplex
    spaceport: Spaceport
    orbit: TargetOrbit

    @property
    def profile(self) -> PhasingProfile | None:
        """Return how a ship closes in on the station, where the orbit says how."""
        if self.orbit.rendezvous is None:
            return None
        return self.catalogue.rendezvous.profile(self.orbit.rendezvous)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One vehicle, from one complex, to one orbit."""

    configuration: Configuration
    site: Site

    @property
    def in_words(self) -> str:
        """Say it in a line."""
        pad, orbit = self.site.complex, orbit_words(self.site.orbit)
        return f"{self.configuration.name} from {pad.name} to {orbit}"


def read_site(*, complex_id: str, orbit: OrbitWishes, catalogues: Sequence[Path]) -> Site:
    """Return what a complex and orbit options name, or raise InputError."""
    catalogue = load_catalogue(catalogues)
    pad = catalogue.complex(complex_id)
    target = complete_orbit(parse_target_orbit(orbit))
    if "raan_deg" in orbit and "raan_frame" not in orbit:
        say(
            "--raan-frame was not given: the node counts from the true equator and equinox of its "
            "epoch (true-of-date); the same number in gcrf is another plane, by more than a "
            "minute of lift-off",
            state="CAUTION",
        )
    return Site(
        catalogue=catalogue,
        complex=pad,
        spaceport=catalogue.spaceport(pad.spaceport),
        orbit=target,
    )


def read_request(*, vehicle: str, site: Site) -> Request:
    """Return what a vehicle names, at a site.

    Raises
    ------
    InputError
        If the catalogue does not have it, or it does not fly from the complex.
    """
    configuration = site.catalogue.configuration(vehicle)
    _require_served(configuration, site.complex)
    return Request(configuration=configuration, site=site)


def read_pad(
    *, vehicle: str, complex_id: str, catalogues: Sequence[Path]
) -> tuple[Configuration, LaunchComplex, Spaceport]:
    """Return what a vehicle and a complex name, and whose complex it is, or raise InputError."""
    catalogue = load_catalogue(catalogues)
    configuration, pad = catalogue.configuration(vehicle), catalogue.complex(complex_id)
    _require_served(configuration, pad)
    return configuration, pad, catalogue.spaceport(pad.spaceport)


def _require_served(configuration: Configuration, pad: LaunchComplex) -> None:
    served = configuration.vehicle.complexes
    if pad.id not in served:
        raise InputError(
            f"{configuration.vehicle.id} does not fly from {pad.id}; it flies from "
            f"{', '.join(served) or 'nowhere in the catalogue'}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRequest:
    """A manifest, and the catalogue, flows and countdowns that it is planned with."""

    manifest: Manifest
    catalogue: Catalogue
    flows: Flows
    countdowns: Countdowns


def read_season(path: Path, catalogues: Sequence[Path]) -> SeasonRequest:
    """Return all that a season is planned from, or raise InputError."""
    catalogue = load_catalogue(catalogues)
    manifest = read_manifest(path, catalogue)
    layers = layers_over(catalogues)
    sources = load_sources(layers)
    flows, _ = load_flows(layers, sources)
    countdowns, _ = load_countdowns(layers, sources)
    return SeasonRequest(manifest=manifest, catalogue=catalogue, flows=flows, countdowns=countdowns)


def orbit_words(orbit: TargetOrbit) -> str:
    """Return an orbit in a few words: ``820 km sun-synchronous``."""
    low_km, high_km = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    if orbit.c3_km2_s2 is not None:
        shape = f"C3 {orbit.c3_km2_s2:g} km²/s²"
    elif low_km is None:
        shape = ""
    elif high_km is None or low_km == high_km:
        shape = f"{low_km:g} km"
    else:
        shape = f"{low_km:g} × {high_km:g} km"
    tilt = "" if orbit.inclination_deg is None else f"{orbit.inclination_deg:g}°"
    track = "" if orbit.repeat is None else f"repeating {orbit.repeat[0]}/{orbit.repeat[1]}"
    still = "frozen" if orbit.frozen else ""
    plane = "" if orbit.plane is None else f"plane {orbit.plane}"
    return " ".join(word for word in (shape, tilt, still, orbit.kind, track, plane) if word)
