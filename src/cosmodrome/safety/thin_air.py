"""How thin is the air in orbit, while the Sun is quiet, and while it is not?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThinAir:
    """Density over height at one state of the Sun: arrays (n,), heights increasing.

    Between heights its logarithm is straight; above the last it goes on as between the last two.
    """

    altitude_m: NDArray[np.float64]
    density_kg_m3: NDArray[np.float64]

    def __post_init__(self) -> None:
        if len(self.altitude_m) < 2 or len(self.altitude_m) != len(self.density_kg_m3):
            raise InputError("thin air needs two or more heights, and a density for each")
        if not (np.all(np.diff(self.altitude_m) > 0) and np.all(self.density_kg_m3 > 0)):
            raise InputError("thin air needs increasing heights and positive densities")

    def at(self, altitude_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return densities [kg/m3] at heights [m] above the equatorial radius."""
        logs = np.log(self.density_kg_m3)
        found = np.interp(altitude_m, self.altitude_m, logs)
        over = np.maximum(altitude_m - self.altitude_m[-1], 0.0)
        slope = (logs[-1] - logs[-2]) / (self.altitude_m[-1] - self.altitude_m[-2])
        return np.asarray(np.exp(found + slope * over))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SolarStates:
    """Thin air while the Sun is quiet (low), at its mean, and active (high)."""

    low: ThinAir
    mean: ThinAir
    high: ThinAir


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OrbitalDrag:
    """Thin air by state of the Sun, and the ballistic coefficient assumed by kind of mission."""

    air: SolarStates
    assumed_kg_m2: tuple[tuple[str, float], ...]
