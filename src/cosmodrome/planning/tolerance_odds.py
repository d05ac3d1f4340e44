"""How surely does an injection meet what the customer allows?

Counted over dispersed injections, each against the orbit planned: element by element, and all at
once, which is less than any and more than their product, as errors come together.
"""

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
    """A tolerance by its name in the manifest, and the probability of meeting it.

    `limit` is in the unit that the name says; `sd_ratio` is one sigma of the injection over it.
    """

    name: str
    limit: float
    sd_ratio: float
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
            limit=limit,
            sd_ratio=float(np.std(off)) / limit,
            met_probability=float(np.mean(np.abs(off) <= limit)),
        )
        for name, limit, off in _against(tolerance, scatter)
    )


def all_met_probability(tolerance: OrbitTolerance, scatter: OrbitScatter) -> float | None:
    """Return how surely all tolerances are met at once, None where there are none."""
    met = [np.abs(off) <= limit for _, limit, off in _against(tolerance, scatter)]
    return float(np.mean(np.all(met, axis=0))) if met else None


def _against(
    tolerance: OrbitTolerance, scatter: OrbitScatter
) -> list[tuple[str, float, NDArray[np.float64]]]:
    """Return name, limit and deviations (n,) of each tolerance given, in its unit."""
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
        limit = getattr(tolerance, name)
        if limit is not None and limit > 0.0:
            found.append((name, float(limit), off))
    return found
