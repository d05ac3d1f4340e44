"""How do ships close in on a station, and how good is a forecast of the station?"""

from dataclasses import dataclass

from pydantic import Field

from cosmodrome.errors import InputError
from cosmodrome.manifest import RendezvousProfile
from cosmodrome.orbit.element_error import ElementErrors
from cosmodrome.orbit.phasing import PhasingProfile
from cosmodrome.store.complaints import Table, parsed, unknown
from cosmodrome.store.toml_source import TomlSource

FILE = "rendezvous.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezvousData:
    """The profiles by which ships close in, and how errors of a station's element grow."""

    profiles: tuple[PhasingProfile, ...]
    element_errors: ElementErrors

    def profile(self, id: str) -> PhasingProfile:
        """Return a profile by its name.

        Raises
        ------
        InputError
            If there is no such profile.
        """
        for each in self.profiles:
            if each.id == id:
                return each
        raise InputError(unknown("rendezvous profile", id, [each.id for each in self.profiles]))


class _Profile(Table):
    docking_h: float = Field(gt=0, examples=[3.66])
    free_h: float = Field(ge=0, examples=[0.59])
    catch_up_h: float = Field(gt=0, examples=[2.57])
    insertion_altitude_km: float = Field(gt=0, examples=[212.0])
    least_depth_km: float = Field(ge=0, examples=[60.0])
    most_depth_km: float = Field(gt=0, examples=[117.0])


class _ElementErrors(Table):
    crossing_at_epoch_s: float = Field(ge=0, examples=[0.5])
    crossing_in_ten_days_s: float = Field(gt=0, examples=[5.5])
    phase_at_epoch_deg: float = Field(ge=0, examples=[0.05])
    phase_in_ten_days_deg: float = Field(gt=0, examples=[3.0])
    stale_d: float = Field(gt=0, examples=[14.0])


class _Rendezvous(Table):
    two_orbit: _Profile = Field(alias="2-orbit")
    four_orbit: _Profile = Field(alias="4-orbit")
    two_day: _Profile = Field(alias="2-day")
    element_errors: _ElementErrors
    sources: dict[str, object] = Field(default_factory=dict)


def read_rendezvous(document: TomlSource) -> RendezvousData:
    """Return what a document says of rendezvous.

    Raises
    ------
    InputError
        With file, line and field, if the document is malformed.
    """
    table = parsed(_Rendezvous, document)
    tables: dict[RendezvousProfile, _Profile] = {
        "2-orbit": table.two_orbit,
        "4-orbit": table.four_orbit,
        "2-day": table.two_day,
    }
    profiles = []
    for id, each in tables.items():
        try:
            profiles.append(PhasingProfile(id=id, **each.model_dump()))
        except InputError as error:
            raise InputError(error.message, place=document.place((id,))) from error
    return RendezvousData(
        profiles=tuple(profiles),
        element_errors=ElementErrors(**table.element_errors.model_dump()),
    )
