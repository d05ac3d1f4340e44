"""How likely does a flight fail, in which stage, at which moment?

From counts of flown launches, as 14 CFR 417 asks of a risk analysis: the middle of the
60 % two-sided binomial limits, and for a vehicle of fewer than two flights the upper limit of those
that were developed and first flown in similar circumstances.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scipy.special import betaincinv

from cosmodrome.errors import InputError
from cosmodrome.flight.profile import FlightProfile

CONFIDENCE_PROBABILITY = 0.6
FEWEST_FLIGHTS = 2
RULE = "14 CFR 417, table C417-2"
PRIOR_FAILURES = 1.0
"""How many failures' weight the burning times have against where flights did fail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightRecord:
    """Flown launches of vehicles that count as one.

    `failed_stages` says in which stage, and how often; failures of no known or no single stage
    are counted in `failures` only.
    """

    id: str
    vehicles: tuple[str, ...]
    launches: int
    failures: int
    failed_stages: tuple[tuple[str, int], ...]
    as_of: date

    def __post_init__(self) -> None:
        _require_counts(self.launches, self.failures, of=self.id)
        known = sum(count for _, count in self.failed_stages)
        if known > self.failures:
            raise InputError(
                f"{self.id}: {known} failures are given to stages, of {self.failures} in all"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureEstimate:
    """Probability that a launch fails: limits of the confidence interval, and the value to use."""

    lower_probability: float
    upper_probability: float
    used_probability: float
    launches: int
    failures: int
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFailure:
    """Probability that a launch is lost by a stage, even over the time in which it burns."""

    stage: str
    from_s: float
    to_s: float
    failure_probability: float

    @property
    def length_s(self) -> float:
        """Length of the time in which it may fail."""
        return self.to_s - self.from_s


def binomial_limits(
    launches: int, failures: int, *, confidence_probability: float = CONFIDENCE_PROBABILITY
) -> tuple[float, float]:
    """Return the two-sided limits of a failure probability, Clopper and Pearson's.

    Raises
    ------
    InputError
        If there is no launch, failures are not 0 to `launches`, or the confidence is not in (0, 1).

    References
    ----------
    .. [1] Clopper & Pearson, Biometrika 26 (1934), 404-413.
    """
    _require_counts(launches, failures, of="binomial limits")
    if not 0.0 < confidence_probability < 1.0:
        raise InputError(
            f"confidence must be between 0 and 1, got {confidence_probability}; 0.6 is that of "
            "14 CFR 417"
        )
    tail = 0.5 * (1.0 - confidence_probability)
    flown = launches - failures
    lower = float(betaincinv(failures, flown + 1, tail)) if failures else 0.0
    upper = float(betaincinv(failures + 1, flown, 1.0 - tail)) if flown else 1.0
    return lower, upper


def estimate_failure(record: FlightRecord | None, *, reference: FlightRecord) -> FailureEstimate:
    """Return the probability that the next launch fails.

    Parameters
    ----------
    record : FlightRecord or None
        Of the vehicle itself, None for one that has not flown.
    reference : FlightRecord
        First flights of vehicles of similar circumstances, for a vehicle of fewer than two.
    """
    own = record is not None and record.launches >= FEWEST_FLIGHTS
    counted = record if record is not None and own else reference
    lower, upper = binomial_limits(counted.launches, counted.failures)
    how = "middle of the 60 % limits of its flights" if own else "upper 60 % limit of first flights"
    return FailureEstimate(
        lower_probability=lower,
        upper_probability=upper,
        used_probability=0.5 * (lower + upper) if own else upper,
        launches=counted.launches,
        failures=counted.failures,
        basis=f"{how}: {counted.failures} of {counted.launches} to {counted.as_of} ({RULE})",
    )


def record_of(records: Sequence[FlightRecord], vehicle: str) -> FlightRecord | None:
    """Return the record that counts for a vehicle, None where none is known."""
    return next((record for record in records if vehicle in record.vehicles), None)


def burning_times(profile: FlightProfile) -> dict[str, tuple[float, float]]:
    """Return first ignition and last cut-off, after lift-off [s], of each stage of a flight."""
    times: dict[str, tuple[float, float]] = {}
    for phase in profile.phases:
        for burn in phase.burns:
            first_s, _ = times.get(burn.stage, (phase.begin_s, phase.end_s))
            times[burn.stage] = (first_s, phase.end_s)
    return times


def allocate_failure(
    failure_probability: float,
    record: FlightRecord | None,
    *,
    burning_s: dict[str, tuple[float, float]],
) -> tuple[StageFailure, ...]:
    """Return how a failure probability spreads over the stages of a flight, and when.

    Each stage weighs as many failures as it has caused, plus its share of burning time in the
    failures that no stage is known for and in one more: with no known failure the burning times
    decide alone, with many the history does.

    Raises
    ------
    InputError
        If the probability is not between 0 and 1, or no stage burns.
    """
    if not 0.0 <= failure_probability <= 1.0:
        raise InputError(f"failure_probability must be 0 to 1, got {failure_probability}")
    if not burning_s:
        raise InputError("no stage burns on this flight: a failure has no moment")
    known = dict(record.failed_stages) if record else {}
    caused = {stage: known.get(stage, 0) for stage in burning_s}
    elsewhere = (record.failures if record else 0) - sum(caused.values())
    total_s = sum(end - begin for begin, end in burning_s.values())
    weights = {
        stage: caused[stage] + (PRIOR_FAILURES + elsewhere) * (end - begin) / total_s
        for stage, (begin, end) in burning_s.items()
    }
    whole = sum(weights.values())
    return tuple(
        StageFailure(
            stage=stage,
            from_s=burning_s[stage][0],
            to_s=burning_s[stage][1],
            failure_probability=failure_probability * weight / whole,
        )
        for stage, weight in weights.items()
    )


def _require_counts(launches: int, failures: int, *, of: str) -> None:
    if launches < 1:
        raise InputError(f"{of}: launches must be at least 1, got {launches}")
    if not 0 <= failures <= launches:
        raise InputError(f"{of}: failures must be 0 to {launches}, the launches, got {failures}")
