"""How free is a vehicle in the second of its lift-off?"""

from dataclasses import dataclass
from typing import Literal

from cosmodrome.errors import InputError

LiftoffPolicyKind = Literal["stored-programme", "retargeted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftoffPolicy:
    """Whether the flight programme is made for one second or aims anew for the real one.

    Kind ``stored-programme``: the programme is made for one instant, or for `instants` of them,
    `spacing_s` apart about the best one. Kind ``retargeted``: computed anew on the pad or in flight
    for whatever second it is; no window of such a vehicle is longer than `longest_s`.

    Raises
    ------
    InputError
        If there is no instant, or several without a spacing.
    """

    kind: LiftoffPolicyKind = "stored-programme"
    instants: int = 1
    spacing_s: float = 0.0
    longest_s: float | None = None

    def __post_init__(self) -> None:
        if self.instants < 1:
            raise InputError(f"window_instants must be 1 or more, got {self.instants}")
        if self.instants > 1 and not self.spacing_s > 0.0:
            raise InputError(
                f"window_instants {self.instants} needs window_instant_spacing_s above 0, "
                f"got {self.spacing_s:g}"
            )
        if self.instants > 1 and self.kind == "retargeted":
            raise InputError(
                "window_instants are of a stored programme; a retargeted vehicle may lift off at "
                "any second of its window"
            )
        if self.longest_s is not None and not self.longest_s > 0.0:
            raise InputError(f"window_longest_s must be above 0, got {self.longest_s:g}")
        if self.longest_s is not None and self.kind == "stored-programme":
            raise InputError(
                "window_longest_s is of a retargeted vehicle; a stored programme has instants"
            )


STORED_PROGRAMME = LiftoffPolicy()
RETARGETED = LiftoffPolicy(kind="retargeted")
