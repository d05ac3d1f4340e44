"""What is a broken rule?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a schedule breaks, with the figures; `mission` is None for the whole."""

    rule: str
    mission: str | None
    message: str
