"""How sure is a figure of the catalogue?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """Standard deviation of one figure, relative to it; None where its source states none.

    `leaf` is its key path in the vehicle's file, that of the upper stage's file behind
    ``upper_stage.``. `citation` is the pattern of `[sources]` that covers it: figures of one kind
    under one pattern rest on one judgement, and are wrong together. `sd_kg` is that of a mass of
    nothing, to which none is relative.
    """

    leaf: str
    sd_ratio: float | None
    citation: str
    sd_kg: float = 0.0
