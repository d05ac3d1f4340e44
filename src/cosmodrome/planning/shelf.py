"""What must a catalogue offer to plan from it?"""

from collections.abc import Sequence
from typing import Protocol

from cosmodrome.epochs import EarthOrientation
from cosmodrome.orbit.element_error import ElementErrors
from cosmodrome.orbit.phasing import PhasingProfile
from cosmodrome.safety.area_rules import AreaRule
from cosmodrome.safety.coast import Coast
from cosmodrome.safety.criteria import RiskCriteria
from cosmodrome.safety.flight_lines import FlightLines
from cosmodrome.safety.pad_rules import PadRules
from cosmodrome.safety.risk import RiskBasis
from cosmodrome.safety.thin_air import OrbitalDrag
from cosmodrome.safety.weather import Weather
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.spaceport.ground_station import StationNetwork
from cosmodrome.vehicles import Configuration


class Sourced(Protocol):
    """A number of the catalogue with its source."""

    @property
    def owner(self) -> str:
        """Return the id of the vehicle, upper stage, spaceport, flow or countdown."""

    @property
    def path(self) -> str:
        """Return where the number stands in its file."""

    @property
    def key(self) -> str:
        """Return the key of the source."""

    @property
    def text(self) -> str:
        """Return what the source is."""

    @property
    def remark(self) -> str:
        """Return where in the source, or why an estimate is what it is."""

    @property
    def estimate(self) -> bool:
        """Tell whether the number is an estimate."""


class RiskKnowledge(Protocol):
    """What a catalogue knows of risk; `store.risk_data.RiskData` is one."""

    @property
    def basis(self) -> RiskBasis:
        """Return places and their people, flown history, and what failures leave to fall."""

    @property
    def criteria(self) -> Sequence[RiskCriteria]:
        """Return the limits of authorities."""

    @property
    def values(self) -> Sequence[Sourced]:
        """Return every number with its source, owned by the name of its file."""


class Rendezvous(Protocol):
    """What a catalogue knows of rendezvous; `store.rendezvous_file.RendezvousData` is one."""

    def profile(self, id: str) -> PhasingProfile:
        """Return a way to close in on a station by its name."""

    @property
    def element_errors(self) -> ElementErrors:
        """Return how forecasts from two-line elements grow wrong."""


class Shelf(Protocol):
    """A catalogue as the planner sees it; `store.catalogue.Catalogue` is one."""

    @property
    def digest(self) -> str:
        """Return a hash of all content."""

    @property
    def area_rules(self) -> tuple[AreaRule, ...]:
        """Return to whom hazard areas are announced, and how much they hold."""

    @property
    def rendezvous(self) -> Rendezvous:
        """Return how ships close in on a station."""

    @property
    def pad_rules(self) -> PadRules:
        """Return the rules by which the hazard of a loaded pad is told."""

    def configuration(self, id: str) -> Configuration:
        """Return the vehicle and upper stage of an id such as ``soyuz-2.1b+fregat``."""

    def configurations(self, *, complex_id: str | None = None) -> Sequence[Configuration]:
        """Return every configuration that flies, from one complex if asked."""

    def complex(self, id: str) -> LaunchComplex:
        """Return the launch complex of that id."""

    def spaceport(self, id: str) -> Spaceport:
        """Return the spaceport of that id."""

    def weather(self, *, latitude_deg: float, longitude_deg: float, month: int | None) -> Weather:
        """Return wind and air over a pad and elsewhere; standard and at rest without a month."""

    def earth_orientation(self) -> EarthOrientation:
        """Return UT1 and the pole by the day; it is read anew at each call, so keep it."""

    def coast(self) -> Coast:
        """Return what is land."""

    def risk_data(self) -> RiskKnowledge:
        """Return what is known of risk; it is read anew at each call, so keep it."""

    def flight_lines(self, complex_id: str) -> FlightLines | None:
        """Return the limit lines and gates of a complex's site, None where it has none."""

    def station_networks(self) -> tuple[StationNetwork, ...]:
        """Return the ground stations by network; they are read anew at each call."""

    def orbital_drag(self) -> OrbitalDrag:
        """Return what brings spacecraft down; it is read anew at each call."""

    def values_of(self, owner: str) -> Sequence[Sourced]:
        """Return every number of an owner with its source."""
