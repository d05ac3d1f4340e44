"""Which orbit messages does `cosmodrome orbit -o` write beside its tables?"""

from datetime import UTC, datetime

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.cli.request import Request
from cosmodrome.formats.instants import iso_utc
from cosmodrome.formats.orbit_messages import orbit_messages
from cosmodrome.formats.states import Epoch
from cosmodrome.formats.subject import Subject
from cosmodrome.planning.injected_orbit import ForecastWish
from cosmodrome.planning.mission_plan import injection_orbit
from cosmodrome.planning.predicted_orbit import predicted_orbit


def messages_of(
    flown: Ascent, request: Request, liftoff: datetime | None, wish: ForecastWish
) -> dict[str, str]:
    """Return OEMs, OPM, OMM and the two-line element of a forecast, by file name.

    None without a lift-off: their states and epochs would belong to no instant. The object number
    is made from vehicle, complex and lift-off; the mass is that of the payload.
    """
    if liftoff is None:
        return {}
    name = f"{request.configuration.name} payload"
    subject = Subject(
        id="payload",
        name=name,
        spacecraft_mass_kg=flown.payload_kg,
        epoch=Epoch(instant=liftoff, fixed=True, orientation=wish.orientation),
        ascent=flown,
        injection=injection_orbit(flown, liftoff, wish.orientation),
        predicted=predicted_orbit(
            flown,
            request.configuration,
            liftoff=liftoff,
            mission=f"{request.configuration.id} {flown.profile.complex} {iso_utc(liftoff)}",
            orientation=wish.orientation,
            ballistic_coefficient_kg_m2=wish.ballistic_coefficient_kg_m2,
        ),
    )
    return orbit_messages(subject, as_of=datetime.now(UTC))  # noqa: TID251 - the door reads the clock
