"""In which orbit is the spacecraft left? A CCSDS Orbit Parameter Message.

CCSDS 502.0-B-2, section 3, in keyword-value notation: the state at spacecraft separation.
"""

from collections.abc import Iterator
from datetime import datetime

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.formats.instants import ccsds_epoch
from cosmodrome.formats.oem import (
    METRES_PER_KM,
    ORIGINATOR,
    UNKNOWN_DESIGNATOR,
    comment_lines,
    object_name,
)
from cosmodrome.formats.states import Array, epoch_of, frame_of, states_in_frame
from cosmodrome.planning.plan import MissionPlan

MU_KM3_S2 = EARTH_MU_M3_S2 / METRES_PER_KM**3


def injection_opm(plan: MissionPlan, *, as_of: datetime) -> str:
    """Return the injection state as an OPM with the mass of the spacecraft.

    In GCRF where the lift-off second is known, Earth-fixed otherwise; the elements of the
    planned orbit stand in comments, because they are of the frame of date.
    """
    epoch = epoch_of(plan)
    r, v = states_in_frame(plan.ascent.trajectory, epoch)
    t_s = plan.ascent.trajectory.t_s[-1]
    lines = [
        "CCSDS_OPM_VERS = 2.0",
        *comment_lines("Planned state at spacecraft separation; not a determined orbit."),
        f"CREATION_DATE = {ccsds_epoch(as_of)}",
        f"ORIGINATOR = {ORIGINATOR}",
        "",
        f"OBJECT_NAME = {object_name(plan)}",
        f"OBJECT_ID = {UNKNOWN_DESIGNATOR}",
        "CENTER_NAME = EARTH",
        f"REF_FRAME = {frame_of(epoch)}",
        "TIME_SYSTEM = UTC",
        "",
        *comment_lines(epoch.remark),
        *comment_lines(_elements_in_words(plan)),
        f"EPOCH = {ccsds_epoch(epoch.after(t_s))}",
        *_vector("XYZ", "", r[-1], unit="km", decimals=6),
        *_vector("XYZ", "_DOT", v[-1], unit="km/s", decimals=9),
        "",
        f"MASS = {plan.mission.spacecraft_mass_kg:.3f} [kg]",
        "",
    ]
    return "\n".join(lines)


def _vector(
    axes: str, ending: str, components: Array, *, unit: str, decimals: int
) -> Iterator[str]:
    for axis, component in zip(axes, components, strict=True):
        yield f"{axis}{ending} = {component / METRES_PER_KM:.{decimals}f} [{unit}]"


def _elements_in_words(plan: MissionPlan) -> str:
    orbit = plan.injection
    node = "not fixed" if orbit.raan_deg is None else f"{orbit.raan_deg:.4f} deg (true of date)"
    return (
        f"Osculating elements: semi-major axis {orbit.semi_major_axis_m / METRES_PER_KM:.3f} km, "
        f"eccentricity {orbit.eccentricity:.6f}, inclination {orbit.inclination_deg:.4f} deg, "
        f"ascending node {node}, argument of perigee {orbit.argp_deg:.3f} deg; "
        f"GM {MU_KM3_S2:.4f} km**3/s**2."
    )
