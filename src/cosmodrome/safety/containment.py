"""How sure is a share that was counted? Intervals, tolerance ranks, and when to stop counting.

Everything here is free of any assumption on the cloud: only that the cases are independent.
"""

import math
from dataclasses import dataclass

from scipy.special import bdtr, betaincinv

from cosmodrome.errors import InputError

CONFIDENCE = 0.95
"""Of every interval and of every tolerance region, unless another is asked."""
MOST_CASES = 10**12
"""Beyond this no interval is worth its cases; the search for their number ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredContainment:
    """A share counted on samples that did not shape the area, and how sure it is.

    `low_probability` and `high_probability` are the ends of the Clopper-Pearson interval.
    """

    inside: int
    samples: int
    low_probability: float
    high_probability: float
    confidence_probability: float

    @property
    def fraction(self) -> float:
        """Return the share inside."""
        return self.inside / self.samples


def measured_containment(
    inside: int, samples: int, *, confidence_probability: float = CONFIDENCE
) -> MeasuredContainment:
    """Return the share inside with its exact binomial interval.

    Parameters
    ----------
    inside, samples : int
        Of the samples, those inside; 0 <= inside <= samples.
    confidence_probability : float
        Two-sided, half of the rest on each side.

    Raises
    ------
    InputError
        If nothing was counted, more is inside than was counted, or the confidence is no
        probability.

    References
    ----------
    .. [1] Clopper & Pearson, Biometrika 26 (1934) 404.
    """
    require_probability(confidence_probability, name="confidence")
    if samples < 1:
        raise InputError(f"a share needs at least one sample, got {samples}")
    if not 0 <= inside <= samples:
        raise InputError(f"of {samples} samples 0 to {samples} can be inside, got {inside}")
    low, high = _interval(inside, samples, confidence_probability)
    return MeasuredContainment(
        inside=inside,
        samples=samples,
        low_probability=low,
        high_probability=high,
        confidence_probability=confidence_probability,
    )


def more_cases_needed(
    inside: int,
    samples: int,
    *,
    interval_width_fraction: float,
    confidence_probability: float = CONFIDENCE,
) -> int:
    """Return how many cases more make the interval of a share narrow enough; 0 if it is.

    The stop rule of a Monte Carlo: count until this is 0. The forecast supposes that the share
    stays as it is.

    Parameters
    ----------
    inside, samples : int
        As counted so far.
    interval_width_fraction : float
        Full width asked of the Clopper-Pearson interval, 0 < width < 1.
    confidence_probability : float
        Of that interval.

    Raises
    ------
    InputError
        If the width is outside (0, 1) or so small that 1e12 cases would not do.
    """
    require_probability(interval_width_fraction, name="interval width", usual_probability=0.002)
    measured = measured_containment(inside, samples, confidence_probability=confidence_probability)
    if measured.high_probability - measured.low_probability <= interval_width_fraction:
        return 0
    enough = _enough_cases(
        measured.fraction, interval_width_fraction, confidence_probability, samples
    )
    return max(1, enough - samples)


def tolerance_rank(
    containment_probability: float,
    *,
    samples: int,
    confidence_probability: float = CONFIDENCE,
) -> int | None:
    """Return the order statistic that holds a share with a confidence, whatever the distribution.

    The region up to the r-th smallest of n independent values holds a share that is
    Beta(r, n - r + 1) distributed [1]_. The smallest r is returned for which that is at least the
    share asked with at least the confidence asked; None where even the largest value is not
    enough (fewer than ln(1 - confidence) / ln(share) samples: 998 for 99.7 % at 95 %).

    References
    ----------
    .. [1] Wilks, Annals of Mathematical Statistics 12 (1941) 91.
    """
    require_probability(containment_probability)
    require_probability(confidence_probability, name="confidence")
    if containment_probability**samples > 1.0 - confidence_probability:
        return None
    low, high = 1, samples
    while low < high:
        middle = (low + high) // 2
        if bdtr(middle - 1, samples, containment_probability) >= confidence_probability:
            high = middle
        else:
            low = middle + 1
    return low


def require_probability(
    probability: float, *, name: str = "containment", usual_probability: float = 0.997
) -> None:
    """Raise InputError unless 0 < p < 1."""
    if not 0.0 < probability < 1.0:
        raise InputError(
            f"{name} must be a probability between 0 and 1, got {probability}; "
            f"{usual_probability:g} is usual"
        )


def _interval(inside: float, samples: float, confidence_probability: float) -> tuple[float, float]:
    tail = 0.5 * (1.0 - confidence_probability)
    outside = samples - inside
    low = 0.0 if inside <= 0.0 else float(betaincinv(inside, outside + 1.0, tail))
    high = 1.0 if outside <= 0.0 else float(betaincinv(inside + 1.0, outside, 1.0 - tail))
    return low, high


def _enough_cases(
    fraction: float, interval_width_fraction: float, confidence_probability: float, samples: int
) -> int:
    """Return the fewest cases of that share whose interval is no wider, by bisection."""

    def wide(cases: int) -> bool:
        low, high = _interval(fraction * cases, cases, confidence_probability)
        return high - low > interval_width_fraction

    few, many = samples, 2 * samples
    while wide(many):
        few, many = many, 2 * many
        if many > MOST_CASES:
            raise InputError(
                f"an interval of width {interval_width_fraction:g} would need more than "
                f"{MOST_CASES:.0e} cases; with 1e6 cases it is about "
                f"{4.0 * math.sqrt(max(fraction * (1.0 - fraction), 1e-6) / 1e6):.1g}"
            )
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (middle, many) if wide(middle) else (few, middle)
    return many
