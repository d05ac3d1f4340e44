"""Which interval does a line of a table, or an event of a calendar, forbid?"""

from dataclasses import dataclass
from datetime import datetime

from cosmodrome.errors import InputError, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInterval:
    """A forbidden interval; `name` is None where the file gives none."""

    opens: datetime
    closes: datetime
    name: str | None


def checked_interval(
    opens: datetime, closes: datetime, name: str | None, place: Place
) -> NamedInterval:
    """Return an interval that ends after it begins; `place` is where its end stands."""
    if closes <= opens:
        raise InputError(
            f"{closes:%Y-%m-%dT%H:%M:%SZ} is not after {opens:%Y-%m-%dT%H:%M:%SZ}; a blackout ends "
            f"after it begins",
            place=place,
        )
    return NamedInterval(opens=opens, closes=closes, name=name)
