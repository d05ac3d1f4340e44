"""Of which flight do orbit messages speak? What they need of a plan, or of a single forecast."""

from dataclasses import dataclass

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.formats.states import Epoch, epoch_of
from cosmodrome.planning.plan import InjectionOrbit, MissionPlan
from cosmodrome.planning.predicted_orbit import PredictedOrbit


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A spacecraft on its way up: who it is, the instant its flight counts from, how it flies.

    `predicted` is None where no orbit after injection is told.
    """

    id: str
    name: str
    spacecraft_mass_kg: float
    epoch: Epoch
    ascent: Ascent
    injection: InjectionOrbit
    predicted: PredictedOrbit | None

    @property
    def ascii_name(self) -> str:
        """Return the name on one line, or the id where the name is not ASCII.

        CCSDS 502.0-B-3, section 7.3: printable ASCII only.
        """
        name = " ".join(self.name.split())
        return name if name.isascii() and name else self.id


def subject_of(plan: MissionPlan) -> Subject:
    """Return the spacecraft of a mission's plan."""
    return Subject(
        id=plan.mission.id,
        name=plan.mission.name,
        spacecraft_mass_kg=plan.mission.spacecraft_mass_kg,
        epoch=epoch_of(plan),
        ascent=plan.ascent,
        injection=plan.injection,
        predicted=plan.predicted,
    )
