"""Every error Cosmodrome raises on purpose.

::

    CosmodromeError
    ├── InputError (also a ValueError)   the request is malformed             exit code 2
    ├── InfeasibleError                  well formed, but physics, a rule or  exit code 1
    │   │                                the calendar says no
    │   ├── UnreachableOrbitError        no direct ascent reaches the plane
    │   ├── PayloadTooHeavyError         the demand exceeds the capability
    │   └── NoWindowError                no lift-off between the dates asked
    ├── ConvergenceError                 a solver stopped without an answer   exit code 1
    └── WorkersLostError                 workers died again and again         exit code 3
        (also an OSError)
"""

from dataclasses import dataclass


class CosmodromeError(Exception):
    """Base of every error raised on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Travel from a worker with all attributes, whatever the constructor asks for."""
        return _arrived, (type(self), self.args, self.__dict__)


def _arrived(
    kind: type[CosmodromeError], arguments: tuple[object, ...], state: dict[str, object]
) -> CosmodromeError:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(state)
    return error


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the outside world a malformed value stands."""

    file: str
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        line = f":{self.line}" if self.line is not None else ""
        field = f": {self.field}" if self.field else ""
        return f"{self.file}{line}{field}"


class InputError(CosmodromeError, ValueError):
    """The caller's input is malformed.

    Parameters
    ----------
    message : str
        What is wrong, the value, the limit, and what would work.
    place : Place, optional
        File, line and field, where they exist.
    """

    def __init__(self, message: str, *, place: Place | None = None) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.place = place


class InfeasibleError(CosmodromeError):
    """The request is well formed and cannot be met.

    Parameters
    ----------
    message : str
        The binding reason in a sentence, with figures and units.
    rule : str
        Name of the rule that binds, e.g. ``payload-capability``.
    value, limit : float or str, optional
        What was asked, and what the rule allows; in the units that `message` states.
    """

    def __init__(
        self,
        message: str,
        *,
        rule: str,
        value: float | str | None = None,
        limit: float | str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule
        self.value = value
        self.limit = limit


class UnreachableOrbitError(InfeasibleError):
    """No direct ascent from this latitude reaches this inclination.

    `limit` is the geometric bound; `yaw_reach_deg` is how far beyond it the rule that refused goes.
    """

    def __init__(
        self,
        *,
        inclination_deg: float,
        geocentric_latitude_deg: float,
        yaw_reach_deg: float = 0.0,
    ) -> None:
        lowest_deg = abs(geocentric_latitude_deg)
        nearest_deg = lowest_deg if inclination_deg < lowest_deg else 180.0 - lowest_deg
        yaw = f", with yaw {yaw_reach_deg:g} deg beyond" if yaw_reach_deg else ""
        super().__init__(
            f"inclination {inclination_deg:.2f} deg cannot be reached directly from geocentric "
            f"latitude {geocentric_latitude_deg:.2f} deg; reachable are {lowest_deg:.2f} to "
            f"{180.0 - lowest_deg:.2f} deg{yaw}; {nearest_deg:.2f} deg works, or a high apogee "
            "where an upper stage turns the plane",
            rule="reachable-inclination",
            value=inclination_deg,
            limit=nearest_deg,
        )


class PayloadTooHeavyError(InfeasibleError):
    """The payload exceeds what the vehicle lifts to the orbit."""

    def __init__(self, *, payload_kg: float, payload_capability_kg: float, vehicle: str) -> None:
        super().__init__(
            f"payload {payload_kg:.0f} kg exceeds the capability of {vehicle} to this orbit, "
            f"{payload_capability_kg:.0f} kg, by {payload_kg - payload_capability_kg:.0f} kg",
            rule="payload-capability",
            value=payload_kg,
            limit=payload_capability_kg,
        )


class NoWindowError(InfeasibleError):
    """No lift-off is allowed between the dates asked."""


class ConvergenceError(CosmodromeError):
    """A solver stopped without an answer; the message carries its diagnosis."""


class WorkersLostError(CosmodromeError, ChildProcessError):
    """Processes or workers of a cluster died more often than by accident."""
