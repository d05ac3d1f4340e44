"""How does a figure differ from flight to flight: by how much, by which law, and with what else?"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError

STAGE_NAMES = (
    *("thrust_ratio", "isp_ratio", "propellant_ratio", "residual_ratio", "dry_mass_ratio"),
    *("timed_cutoff_s", "sensed_cutoff_m_s"),
)
"""What varies stage by stage; a stage may have a spread of its own, ``booster.thrust_ratio``."""
FLIGHT_NAMES = ("drag_ratio", "pitch_deg", "azimuth_deg")
"""What varies once for the whole flight."""
CUTOFF_NAMES = ("cutoff_speed_m_s", "cutoff_direction_deg", "cutoff_position_m")
"""State at the guided cut-off of the last stage."""
PUBLISHED_NAMES = ("ignition_delay_s", "separation_time_s")
"""Not drawn: figures that a test holds the dispersed flights against."""
DISPERSION_NAMES = (*STAGE_NAMES, *FLIGHT_NAMES, *CUTOFF_NAMES, *PUBLISHED_NAMES)

SMALLEST_EIGENVALUE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The law of a spread that is not plainly normal.

    ``truncated``: normal, but nothing farther from the mean than `bound_ratio` times its sigma, as
    after acceptance tests. ``uniform``: even on both sides of the mean; the sigma says how wide,
    and it has no bound of its own.
    """

    kind: Literal["truncated", "uniform"]
    bound_ratio: float | None = None

    def __post_init__(self) -> None:
        if (self.bound_ratio is None) != (self.kind == "uniform"):
            raise InputError(f"a {self.kind} spread has bound_ratio {self.bound_ratio}")
        if self.bound_ratio is not None and not (0.0 < self.bound_ratio < math.inf):
            raise InputError(f"bound_ratio must be positive, got {self.bound_ratio}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """How two spreads go together.

    `between` are two names; without a stage they mean those of each stage, ``thrust_ratio`` and
    ``isp_ratio``, say. The same name twice means the units of a stage among each other: 0 where
    four boosters differ independently, 1 where they differ alike.
    """

    between: tuple[str, str]
    correlation_coefficient: float

    def __post_init__(self) -> None:
        if not -1.0 <= self.correlation_coefficient <= 1.0:
            raise InputError(
                f"correlation between {self.between[0]} and {self.between[1]} must be -1 to 1, "
                f"got {self.correlation_coefficient}"
            )
        if self.of_units and self.correlation_coefficient < 0.0:
            raise InputError(
                f"the units of a stage cannot all differ against each other; correlation of "
                f"{self.between[0]} with itself must be 0 to 1, got {self.correlation_coefficient}"
            )

    @property
    def of_units(self) -> bool:
        """Whether it is between the units of a stage."""
        return self.between[0] == self.between[1]


def plain_name(name: str, stages: Iterable[str]) -> str:
    """Return a name of a spread without its stage.

    Raises
    ------
    InputError
        If there is no such spread or stage, or the spread is none of a stage.
    """
    stage, dot, plain = name.rpartition(".")
    if plain not in DISPERSION_NAMES:
        raise InputError(
            f"no dispersion is called {name!r}; there are {', '.join(sorted(DISPERSION_NAMES))}"
        )
    if dot and plain not in STAGE_NAMES:
        raise InputError(f"{plain} is of the whole flight, not of a stage, got {name!r}")
    known = list(stages)
    if dot and stage not in known:
        raise InputError(f"{name}: there is no stage {stage!r}; there are {', '.join(known)}")
    return plain


def correlation_matrix(
    correlations: Sequence[Correlation], stages: Sequence[str]
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return the names that correlate, stages written out, and their matrix.

    Raises
    ------
    InputError
        If a name is unknown, a pair stands twice, or no numbers can correlate so: with the least
        eigenvalue.
    """
    pairs: dict[frozenset[str], float] = {}
    for each in correlations:
        for first, second in correlated_pairs(each, stages):
            pair = frozenset((first, second))
            if pair in pairs:
                raise InputError(f"correlation between {first} and {second} stands twice")
            pairs[pair] = each.correlation_coefficient
    named = [pair for pair in pairs if len(pair) == 2]
    names = tuple(sorted({name for pair in named for name in pair}))
    matrix = np.eye(len(names))
    for pair in named:
        i, j = (names.index(name) for name in pair)
        matrix[i, j] = matrix[j, i] = pairs[pair]
    least = float(np.linalg.eigvalsh(matrix)[0]) if names else 1.0
    if least < SMALLEST_EIGENVALUE:
        raise InputError(
            f"no numbers correlate so: the matrix of {', '.join(names)} has the eigenvalue "
            f"{least:.3g}, which must be positive; bring the coefficients nearer to 0"
        )
    return names, matrix


def correlated_pairs(correlation: Correlation, stages: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of qualified names that a correlation means.

    Raises
    ------
    InputError
        If a name is unknown, only one of the two names its stage, or there are no units.
    """
    first, second = correlation.between
    plain = [plain_name(name, stages) for name in (first, second)]
    bare = [
        name in STAGE_NAMES and "." not in full
        for full, name in zip((first, second), plain, strict=True)
    ]
    if correlation.of_units and plain[0] not in STAGE_NAMES:
        raise InputError(f"{first} has no units that could correlate with each other")
    if all(bare):
        return [(f"{stage}.{first}", f"{stage}.{second}") for stage in stages]
    if any(bare):
        raise InputError(
            f"correlation between {first} and {second}: name the stage of both, or of none"
        )
    return [(first, second)]


def units_correlation_coefficient(
    correlations: Sequence[Correlation], name: str, stage: str
) -> float:
    """Return how the units of a stage correlate in a spread: 1, alike, where nothing is said."""
    for wanted in (f"{stage}.{name}", name):
        for each in correlations:
            if each.of_units and each.between[0] == wanted:
                return each.correlation_coefficient
    return 1.0
