"""What can a rule say? Plain records that a solver or a reader can take at their word.

Lags, and the axis of every moment before roll-out, are in working days.
"""

from dataclasses import dataclass

ROLLOUT = "(roll-out)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The start or the end of a piece of work; `ROLLOUT` is the start of the first pad day."""

    mission: str
    activity: str
    at_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`then` comes `min_lag_d` to `max_lag_d` working days after `first`."""

    first: Moment
    then: Moment
    min_lag_d: int = 0
    max_lag_d: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """Places taken from one moment to another."""

    begins: Moment
    ends: Moment
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Occupations of a facility or crew, at most `capacity` places at a time."""

    facility: str
    capacity: int
    occupations: tuple[Occupation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PadTurn:
    """Campaigns take turns on a pad, from roll-out until the pad is restored."""

    complex: str
    missions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PadCrew:
    """A crew serves at most `capacity` pads at a time, from roll-out through launch day."""

    crew: str
    capacity: int
    missions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSpacing:
    """Launch days of these missions differ."""

    missions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchesApart:
    """Launches of two missions are at least so many days apart, whichever comes first."""

    missions: tuple[str, str]
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpan:
    """Days about a launch, 0 the launch day, on which a mission takes a place.

    `on` are the launch days (calendar numbers) for which it does, None for all.
    """

    mission: str
    first_d: int
    last_d: int
    on: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTurn:
    """A drop zone or a team in the field is taken by at most `capacity` launches at a time."""

    what: str
    capacity: int
    spans: tuple[FieldSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A piece of work keeps clear of a half-open span of its own axis."""

    mission: str
    activity: str
    low: int
    high: int


Constraint = Order | Room | PadTurn | PadCrew | LaunchSpacing | LaunchesApart | FieldTurn | Blocked
