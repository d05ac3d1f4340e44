"""How surely does an injection meet what the customer allows?

Counted over dispersed injections, each against the orbit planned: element by element, and all at
once, which is less than any and more than their product, as errors come together.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.manifest.orbit import OrbitTolerance
from cosmodrome.orbit.injection_error import OrbitScatter
from cosmodrome.units import metres

MINUTES_PER_DEG_MIN = 4.0
"""The Earth turns a degree in four minutes of mean solar time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceOdds:
    """A tolerance by its name in the manifest, in its unit, and the probability of meeting it."""

    name: str
    allowed: float
    sd: float
    met_probability: float


def tolerance_odds(tolerance: OrbitTolerance, scatter: OrbitScatter) -> tuple[ToleranceOdds, ...]:
    """Return how surely each tolerance that the customer gives is met.

    A tolerance of altitude is one of the mean altitude, that of the semi-major axis; perigee and
    apogee have their own. The phase at which a ship meets a station is none of injection and left
    out.
    """
    return tuple(
        ToleranceOdds(
            name=name,
            allowed=allowed,
            sd=float(np.std(off)),
            met_probability=float(np.mean(np.abs(off) <= allowed)),
        )
        for name, allowed, off in _against(tolerance, scatter)
    )


def odds_of_all(tolerance: OrbitTolerance, scatter: OrbitScatter) -> float | None:
    """Return how surely all tolerances are met at once, None where there are none."""
    met = [np.abs(off) <= allowed for _, allowed, off in _against(tolerance, scatter)]
    return float(np.mean(np.all(met, axis=0))) if met else None


def _against(
    tolerance: OrbitTolerance, scatter: OrbitScatter
) -> list[tuple[str, float, NDArray[np.float64]]]:
    """Return name, allowed value and deviations (n,) of each tolerance given, in its unit."""
    per_km = metres(1.0)
    node_deg = np.degrees(scatter.raan_rad)
    deviations = {
        "altitude_km": scatter.semi_major_axis_m / per_km,
        "perigee_altitude_km": scatter.perigee_m / per_km,
        "apogee_altitude_km": scatter.apogee_m / per_km,
        "inclination_deg": np.degrees(scatter.inclination_rad),
        "raan_deg": node_deg,
        "argp_deg": np.degrees(scatter.argp_rad),
        "ltan_min": node_deg * MINUTES_PER_DEG_MIN,
        "ltdn_min": node_deg * MINUTES_PER_DEG_MIN,
    }
    found = []
    for name, off in deviations.items():
        allowed = getattr(tolerance, name)
        if allowed is not None and math.isfinite(allowed):
            found.append((name, float(allowed), off))
    return found
