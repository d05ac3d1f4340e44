"""What air does a dispersed flight meet? Mean and spread over height, and how a case differs.

One column serves all cases of a study; a case is a set of normal deviates at nodes of height. The
air of a case is ``mean + sd * deviate``, the deviate taken between its nodes so that its variance
stays one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError

LEVEL_STEP_M = 1000.0
LEVELS = 61
"""Levels of the table, 0 to 60 km; below and above, its ends hold."""
NODE_STEP_M = 5000.0
NODES = 13
"""Heights at which a case is drawn, 0 to 60 km."""

EAST, NORTH, DENSITY, TEMPERATURE = range(4)
COLUMNS = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AirColumn:
    """Wind over the ground [m/s], density and temperature over those of the standard.

    `mean` and `sd` have shape (61, 4): a level each kilometre; east, north, density, temperature.
    Deviates at two heights dz apart correlate by exp(-dz / L), L being `wind_memory_m` and
    `air_memory_m`.
    """

    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    wind_memory_m: float = 5000.0
    air_memory_m: float = 5000.0

    def __post_init__(self) -> None:
        for name, table in (("mean", self.mean), ("sd", self.sd)):
            if table.shape != (LEVELS, COLUMNS):
                raise InputError(
                    f"air column: {name} must have shape {(LEVELS, COLUMNS)}, got {table.shape}"
                )
        if not np.all(self.mean[:, DENSITY:] > 0.0) or not np.all(self.sd >= 0.0):
            raise InputError("air column: density and temperature must be positive, no sd negative")


def level_altitudes_m() -> NDArray[np.float64]:
    """Return the heights of the levels, shape (61,)."""
    return LEVEL_STEP_M * np.arange(LEVELS, dtype=np.float64)


def still_air() -> AirColumn:
    """Return the standard atmosphere at rest."""
    mean = np.zeros((LEVELS, COLUMNS))
    mean[:, DENSITY:] = 1.0
    return AirColumn(mean=mean, sd=np.zeros((LEVELS, COLUMNS)))


def between_nodes(air: AirColumn) -> NDArray[np.float64]:
    """Return, of each level, the node below and the weights of it and of the next, shape (61, 5).

    Two weights for the wind, two for density and temperature: linear in height, and scaled so that
    a deviate keeps a variance of one.
    """
    below = np.floor(level_altitudes_m() / NODE_STEP_M)
    share = level_altitudes_m() / NODE_STEP_M - below
    weights = []
    for memory_m in (air.wind_memory_m, air.air_memory_m):
        kept = np.exp(-NODE_STEP_M / memory_m)
        spread = np.sqrt((1.0 - share) ** 2 + share**2 + 2.0 * share * (1.0 - share) * kept)
        weights += [(1.0 - share) / spread, share / spread]
    return np.column_stack((below, *weights))


def no_deviates(cases: int) -> NDArray[np.float64]:
    """Return the deviates of cases in the mean air, shape (cases, 13, 4)."""
    return np.zeros((cases, NODES, COLUMNS))
