"""Which orbit messages belong to a flight? Every one as text, by its name.

The same for a mission of a plan and for a single forecast; what cannot be told is not written.
"""

from datetime import datetime

from cosmodrome.formats.oem import ascent_oem, first_orbits_oem
from cosmodrome.formats.opm import injection_opm
from cosmodrome.formats.predicted import predicted_omm, predicted_omm_xml, predicted_tle
from cosmodrome.formats.subject import Subject

WHERE_PREDICTED = ("first-orbits.oem", "predicted.omm", "predicted.omm.xml", "predicted.tle")
"""Names of the messages that not every flight has."""


def orbit_messages(subject: Subject, *, as_of: datetime) -> dict[str, str]:
    """Return the texts of all orbit messages of a flight by their file names.

    Parameters
    ----------
    subject : Subject
        The spacecraft and its flight.
    as_of : datetime
        Written as the creation date.

    Returns
    -------
    dict
        ``ascent.oem`` and ``injection.opm`` always; ``first-orbits.oem`` where the injected orbit
        clears the ground; ``predicted.omm``, ``predicted.omm.xml`` and ``predicted.tle`` where it
        has mean elements (`PredictedOrbit.no_mean_elements` says why not).
    """
    texts = {
        "ascent.oem": ascent_oem(subject, as_of=as_of),
        "injection.opm": injection_opm(subject, as_of=as_of),
    }
    predicted = subject.predicted
    if predicted is None:
        return texts
    if predicted.first_orbits is not None:
        texts["first-orbits.oem"] = first_orbits_oem(subject, predicted.first_orbits, as_of=as_of)
    if predicted.mean is not None:
        told = (subject, predicted, predicted.mean)
        texts["predicted.omm"] = predicted_omm(*told, as_of=as_of)
        texts["predicted.omm.xml"] = predicted_omm_xml(*told, as_of=as_of)
        texts["predicted.tle"] = predicted_tle(*told)
    return texts
