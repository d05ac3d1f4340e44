"""Which size and shape do a repeat track, a frozen perigee and the Sun's pace ask for together?"""

import math
from dataclasses import replace

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.frozen import CRITICAL_INCLINATION_RAD, frozen_shape
from cosmodrome.orbit.repeat_track import repeat_semi_major_axis_m
from cosmodrome.orbit.sun_synchronous import inclination_deg
from cosmodrome.units import deg, kilometres, metres, rad

# Below it the air brakes a satellite down within a revolution.
LOWEST_PERIGEE_M = 100e3
# The apogee of a frozen ellipse is over the north unless the customer says otherwise.
USUAL_FROZEN_ARGP_DEG = 270.0

SHAPED_KINDS = ("circular", "elliptic", "sun-synchronous")


def shaped(orbit: TargetOrbit) -> TargetOrbit:
    """Return a target with the altitudes, inclination and perigee that its wishes imply.

    `repeat` fixes the semi-major axis; of an ellipse the perigee stays, or the apogee where only
    that is given. `frozen` gives a low orbit its small eccentricity, and an elliptic one the
    critical inclination. Without either the target is returned as it is. To shape a shaped target
    changes nothing.

    Raises
    ------
    InfeasibleError
        If no such orbit exists, or its perigee is below 100 km.
    """
    if orbit.repeat is None and not orbit.frozen:
        return orbit
    if orbit.kind not in SHAPED_KINDS:
        raise InputError(
            f"repeat and frozen are wishes for {', '.join(SHAPED_KINDS)} orbits, "
            f"not for the kind {orbit.kind!r}"
        )
    if orbit.repeat is not None:
        a_m = repeat_semi_major_axis_m(*orbit.repeat, lambda size_m: _shape_of_size(orbit, size_m))
    else:
        a_m = _mean_size_m(orbit)
    eccentricity, tilt_rad = _shape_of_size(orbit, a_m)
    _require_above_the_air(orbit, a_m, eccentricity)
    return replace(
        orbit,
        perigee_altitude_km=kilometres(a_m * (1.0 - eccentricity) - EARTH_EQUATORIAL_RADIUS_M),
        apogee_altitude_km=kilometres(a_m * (1.0 + eccentricity) - EARTH_EQUATORIAL_RADIUS_M),
        inclination_deg=deg(tilt_rad),
        argp_deg=_argp_deg(orbit, a_m, tilt_rad),
    )


def _shape_of_size(orbit: TargetOrbit, a_m: float) -> tuple[float, float]:
    """Return eccentricity and inclination [rad] that a target has at a semi-major axis."""
    if orbit.kind == "elliptic":
        return _eccentricity_of_ellipse(orbit, a_m), _tilt_rad(orbit, a_m, 0.0)
    tilt_rad = _tilt_rad(orbit, a_m, 0.0)
    if orbit.frozen:
        eccentricity, _ = frozen_shape(a_m, tilt_rad)
        eccentricity, _ = frozen_shape(a_m, _tilt_rad(orbit, a_m, eccentricity))
        return eccentricity, _tilt_rad(orbit, a_m, eccentricity)
    return 0.0, tilt_rad


def _tilt_rad(orbit: TargetOrbit, a_m: float, eccentricity: float) -> float:
    implied = orbit.repeat is not None or orbit.inclination_deg is None
    if orbit.kind == "sun-synchronous" and implied:
        return rad(inclination_deg(a_m, eccentricity))
    if orbit.inclination_deg is not None:
        return rad(orbit.inclination_deg)
    if orbit.kind == "elliptic" and orbit.frozen:
        return CRITICAL_INCLINATION_RAD
    raise InputError(f"a {orbit.kind} orbit with a wish for its shape needs inclination_deg too")


def _eccentricity_of_ellipse(orbit: TargetOrbit, a_m: float) -> float:
    """Return the eccentricity that keeps the perigee, or the apogee where only that is given."""
    low_km, high_km = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    if low_km is not None:
        radius_m = EARTH_EQUATORIAL_RADIUS_M + metres(low_km)
        eccentricity, kept = 1.0 - radius_m / a_m, f"a perigee of {low_km:g} km"
    elif high_km is not None:
        radius_m = EARTH_EQUATORIAL_RADIUS_M + metres(high_km)
        eccentricity, kept = radius_m / a_m - 1.0, f"an apogee of {high_km:g} km"
    else:
        raise InputError("an elliptic orbit needs perigee_altitude_km or apogee_altitude_km")
    if not 0.0 <= eccentricity < 1.0:
        mean_km = kilometres(a_m - EARTH_EQUATORIAL_RADIUS_M)
        raise InfeasibleError(
            f"{kept} is on the wrong side of the mean altitude {mean_km:.1f} km that repeat "
            f"{_words(orbit)} asks for; a perigee must be below it and an apogee above",
            rule="repeat-track",
            value=low_km if low_km is not None else high_km,
            limit=mean_km,
        )
    return eccentricity


def _mean_size_m(orbit: TargetOrbit) -> float:
    low_km, high_km = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    if low_km is None or high_km is None:
        raise InputError(f"a frozen {orbit.kind} orbit needs its altitude, or repeat")
    return EARTH_EQUATORIAL_RADIUS_M + metres((low_km + high_km) / 2.0)


def _require_above_the_air(orbit: TargetOrbit, a_m: float, eccentricity: float) -> None:
    perigee_m = a_m * (1.0 - eccentricity) - EARTH_EQUATORIAL_RADIUS_M
    if perigee_m >= LOWEST_PERIGEE_M:
        return
    fewer = "" if orbit.repeat is None else "; fewer revolutions a day are flown higher"
    raise InfeasibleError(
        f"the perigee that {_words(orbit)} asks for is at {kilometres(perigee_m):.1f} km, below "
        f"{kilometres(LOWEST_PERIGEE_M):.0f} km, where no orbit holds{fewer}",
        rule="repeat-track" if orbit.repeat is not None else "frozen-orbit",
        value=kilometres(perigee_m),
        limit=kilometres(LOWEST_PERIGEE_M),
    )


def _words(orbit: TargetOrbit) -> str:
    return "frozen" if orbit.repeat is None else f"{orbit.repeat[0]}/{orbit.repeat[1]}"


def _argp_deg(orbit: TargetOrbit, a_m: float, tilt_rad: float) -> float | None:
    if not orbit.frozen:
        return orbit.argp_deg
    if orbit.kind == "elliptic":
        return USUAL_FROZEN_ARGP_DEG if orbit.argp_deg is None else orbit.argp_deg
    return math.degrees(frozen_shape(a_m, tilt_rad)[1])
