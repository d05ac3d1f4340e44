"""In which orbit is the spacecraft left? A CCSDS Orbit Parameter Message.

CCSDS 502.0-B-3, section 3, in keyword-value notation: the state at spacecraft separation, its
osculating elements, the spacecraft, and the covariance of the injection.
"""

from datetime import datetime

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.formats.instants import ccsds_epoch
from cosmodrome.formats.ndm import (
    METRES_PER_KM,
    UNKNOWN_DESIGNATOR,
    Block,
    Entry,
    covariance_block,
    header,
    kvn_text,
)
from cosmodrome.formats.states import Array, frame_of, in_frame
from cosmodrome.formats.subject import Subject
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.units import deg

MU_KM3_S2 = EARTH_MU_M3_S2 / METRES_PER_KM**3


def injection_opm(subject: Subject, *, as_of: datetime) -> str:
    """Return the injection state as an OPM with the mass of the spacecraft.

    In GCRF with the elements in GCRF where the lift-off second is known; Earth-fixed and without
    elements, which only inertial axes have, otherwise. The elements of the planned orbit stand in
    comments, because they are of the frame of date. The covariance is given where the vehicle
    says how well its last cut-off meets the orbit.
    """
    injection, epoch = subject.ascent.injection, subject.epoch
    t_s = subject.ascent.profile.end_s
    r, v = in_frame(injection.r_eci_m, injection.v_eci_m_s, t_s, epoch)
    state = Block(
        tag="stateVector",
        comments=(epoch.remark, _elements_in_words(subject)),
        entries=(
            Entry(key="EPOCH", value=ccsds_epoch(epoch.after(t_s))),
            *_vector("", r, unit="km", decimals=6),
            *_vector("_DOT", v, unit="km/s", decimals=9),
        ),
    )
    mass = Entry(key="MASS", value=f"{subject.spacecraft_mass_kg:.3f}", unit="kg")
    blocks = [
        header(as_of, "Planned state at spacecraft separation; not a determined orbit."),
        Block(tag="metadata", entries=metadata(subject, frame_of(epoch))),
        state,
    ]
    if epoch.fixed:
        blocks.append(_keplerian(r, v))
    blocks.append(Block(tag="spacecraftParameters", entries=(mass,)))
    if subject.predicted is not None and subject.predicted.covariance_rtn is not None:
        blocks.append(covariance_block(subject.predicted.covariance_rtn))
    return kvn_text("OPM", blocks)


def metadata(subject: Subject, frame: str) -> tuple[Entry, ...]:
    """Return who is meant, and the axes and the time scale of what follows."""
    return (
        Entry(key="OBJECT_NAME", value=subject.ascii_name),
        Entry(key="OBJECT_ID", value=UNKNOWN_DESIGNATOR),
        Entry(key="CENTER_NAME", value="EARTH"),
        Entry(key="REF_FRAME", value=frame),
        Entry(key="TIME_SYSTEM", value="UTC"),
    )


def _vector(ending: str, components: Array, *, unit: str, decimals: int) -> list[Entry]:
    return [
        Entry(key=f"{axis}{ending}", value=f"{x / METRES_PER_KM:.{decimals}f}", unit=unit)
        for axis, x in zip("XYZ", components.tolist(), strict=True)
    ]


def _keplerian(r_m: Array, v_m_s: Array) -> Block:
    found = elements_from_state(r_m, v_m_s)
    axis_km = found.semi_major_axis_m / METRES_PER_KM
    angles = (
        ("INCLINATION", found.inclination_rad),
        ("RA_OF_ASC_NODE", found.raan_rad),
        ("ARG_OF_PERICENTER", found.argp_rad),
        ("TRUE_ANOMALY", found.true_anomaly_rad),
    )
    return Block(
        tag="keplerianElements",
        comments=("Osculating elements of this state, in the same axes.",),
        entries=(
            Entry(key="SEMI_MAJOR_AXIS", value=f"{axis_km:.6f}", unit="km"),
            Entry(key="ECCENTRICITY", value=f"{found.eccentricity:.9f}"),
            *(Entry(key=k, value=f"{deg(x):.8f}", unit="deg") for k, x in angles),
            Entry(key="GM", value=f"{MU_KM3_S2:.4f}", unit="km**3/s**2"),
        ),
    )


def _elements_in_words(subject: Subject) -> str:
    orbit = subject.injection
    node = "not fixed" if orbit.raan_deg is None else f"{orbit.raan_deg:.4f} deg (true of date)"
    return (
        f"Osculating elements: semi-major axis {orbit.semi_major_axis_m / METRES_PER_KM:.3f} km, "
        f"eccentricity {orbit.eccentricity:.6f}, inclination {orbit.inclination_deg:.4f} deg, "
        f"ascending node {node}, argument of perigee {orbit.argp_deg:.3f} deg; "
        f"GM {MU_KM3_S2:.4f} km**3/s**2."
    )
