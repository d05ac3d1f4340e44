"""By which rules are areas announced: to whom, and how much must they hold?"""

from dataclasses import dataclass
from typing import Literal, get_args

from cosmodrome.errors import InputError
from cosmodrome.safety.casualty import Aircraft, Ship
from cosmodrome.safety.containment import require_probability

Audience = Literal["ships", "aircraft", "land"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
ShapeKind = Literal["polygon", "circle", "sector"]
SHAPE_KINDS: tuple[ShapeKind, ...] = get_args(ShapeKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRule:
    """What an area for an audience holds.

    A share of the pieces that fall, `containment_probability`, and every place where the `craft`
    (None: a person) is hit with more than `hit_probability` by any piece; `rule` cites the law.
    `shape` is the kind of area that is told; a sector is told from the pad.
    """

    audience: Audience
    rule: str
    containment_probability: float
    hit_probability: float
    craft: Ship | Aircraft | None
    shape: ShapeKind = "polygon"

    def __post_init__(self) -> None:
        if self.audience not in AUDIENCES:
            raise InputError(
                f"an area is announced to one of {', '.join(AUDIENCES)}, got {self.audience!r}"
            )
        if self.shape not in SHAPE_KINDS:
            raise InputError(f"an area is one of {', '.join(SHAPE_KINDS)}, got {self.shape!r}")
        require_probability(self.containment_probability)
        require_probability(self.hit_probability, name="hit probability", usual_probability=1e-5)
