"""Which planes does a constellation have, when one of them is given?"""

from dataclasses import replace

from cosmodrome.errors import InputError
from cosmodrome.manifest import TargetOrbit

# The mean Sun goes round the sky in a day of 1440 min of local time.
LOCAL_TIME_DEG_PER_MIN_RATIO = 360.0 / 1440.0
TURN_DEG = 360.0
DAY_H = 24.0


def planes_of(orbit: TargetOrbit) -> tuple[TargetOrbit, ...]:
    """Return the orbits of all planes of a constellation, or the one that it names.

    An orbit that belongs to no constellation is alone.
    """
    if not _is_open(orbit) or orbit.planes is None:
        return (orbit,)
    if orbit.plane is not None:
        return (in_plane(orbit, orbit.plane),)
    return tuple(in_plane(orbit, number) for number in range(1, orbit.planes + 1))


def in_plane(orbit: TargetOrbit, number: int) -> TargetOrbit:
    """Return the orbit of one plane, with a node or local time of its own.

    The spacing is taken out of it: the answer stands where it stands, and is not moved again.

    Raises
    ------
    InputError
        If the constellation has no such plane, or the orbit no node or local time to move.
    """
    planes = orbit.planes or 1
    if not 1 <= number <= planes:
        raise InputError(f"there is no plane {number}; the constellation has planes 1 to {planes}")
    moved_deg = (number - 1) * plane_spacing_deg(orbit)
    if orbit.raan_deg is None and orbit.ltan_h is None and orbit.ltdn_h is None:
        raise InputError("planes of a constellation need raan_deg, ltan or ltdn of plane 1")
    return replace(
        orbit,
        raan_deg=None if orbit.raan_deg is None else (orbit.raan_deg + moved_deg) % TURN_DEG,
        ltan_h=_later_h(orbit.ltan_h, moved_deg),
        ltdn_h=_later_h(orbit.ltdn_h, moved_deg),
        plane=number,
        plane_spacing_deg=None,
        plane_spacing_min=None,
        walker=None,
    )


def plane_spacing_deg(orbit: TargetOrbit) -> float:
    """Return how far each plane's node is east of the one before.

    A star spreads its planes over half a turn, for their other halves come down on the far side; a
    delta over the whole one (Walker, Journal of the British Interplanetary Society 37 (1984),
    559-572).
    """
    if orbit.plane_spacing_deg is not None:
        return orbit.plane_spacing_deg
    if orbit.plane_spacing_min is not None:
        return orbit.plane_spacing_min * LOCAL_TIME_DEG_PER_MIN_RATIO
    if orbit.planes is None or orbit.walker is None:
        raise InputError(
            "planes of a constellation need plane_spacing_deg, plane_spacing_min or walker"
        )
    return (TURN_DEG / 2.0 if orbit.walker == "star" else TURN_DEG) / orbit.planes


def _is_open(orbit: TargetOrbit) -> bool:
    """Tell whether a spacing is still to be applied: `in_plane` takes it out."""
    return any(
        value is not None
        for value in (orbit.plane_spacing_deg, orbit.plane_spacing_min, orbit.walker)
    )


def _later_h(local_time_h: float | None, moved_deg: float) -> float | None:
    if local_time_h is None:
        return None
    return (local_time_h + moved_deg / TURN_DEG * DAY_H) % DAY_H
