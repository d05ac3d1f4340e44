"""How does a part come down once it has left: whole, or in how many pieces?"""

from dataclasses import dataclass

from cosmodrome.errors import InputError
from cosmodrome.vehicles.stage import require_not_negative, require_positive

MASS_TOLERANCE_RATIO = 0.01
"""Pieces are weighed to about this; together they must not outweigh what they come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """One kind of piece of a body that comes apart; `count` of them are alike.

    The ballistic coefficient is subsonic and tumbling, `sd_ratio` the standard deviation of its
    logarithm from piece to piece, `speed_sd_m_s` that of each component of the velocity that the
    break-up gives it, `area_m2` its mean projected area.
    """

    count: int
    ballistic_coefficient_kg_m2: float
    sd_ratio: float
    speed_sd_m_s: float
    area_m2: float
    mass_kg: float
    name: str = "fragment"

    def __post_init__(self) -> None:
        require_positive(
            self.name,
            count=self.count,
            ballistic_coefficient_kg_m2=self.ballistic_coefficient_kg_m2,
            area_m2=self.area_m2,
            mass_kg=self.mass_kg,
        )
        require_not_negative(self.name, sd_ratio=self.sd_ratio, speed_sd_m_s=self.speed_sd_m_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakup:
    """At which height a falling body comes apart, and into what.

    What the pieces do not weigh has burnt, evaporated, or falls as crumbs that hurt nobody.
    """

    altitude_m: float
    altitude_sd_m: float
    fragments: tuple[Fragment, ...]

    def __post_init__(self) -> None:
        require_positive("break-up", altitude_m=self.altitude_m)
        require_not_negative("break-up", altitude_sd_m=self.altitude_sd_m)
        if not self.fragments:
            raise InputError("a break-up needs at least one fragment")

    @property
    def pieces(self) -> int:
        """Number of pieces that reach the ground."""
        return sum(fragment.count for fragment in self.fragments)

    @property
    def mass_kg(self) -> float:
        """What all pieces weigh together."""
        return sum(fragment.count * fragment.mass_kg for fragment in self.fragments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """How a separated body falls: one entry for each part that comes down.

    The ballistic coefficient is mass / (drag coefficient x area), subsonic and tumbling, down to
    the break-up if there is one. `ballistic_coefficient_sd_ratio` is the standard deviation of its
    logarithm from body to body. `mass_kg` and `area_m2` (mean projected area) are of one of `count`
    units. `calibrated_on` names the published falls that the coefficient was fitted to, empty for
    none: with it, all others are predictions.
    """

    part: str
    count: int
    mass_kg: float
    area_m2: float
    ballistic_coefficient_kg_m2: float
    ballistic_coefficient_sd_ratio: float
    separation_speed_sd_m_s: float
    breakup: Breakup | None = None
    calibrated_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_positive(
            self.part,
            count=self.count,
            mass_kg=self.mass_kg,
            area_m2=self.area_m2,
            ballistic_coefficient_kg_m2=self.ballistic_coefficient_kg_m2,
        )
        require_not_negative(
            self.part,
            ballistic_coefficient_sd_ratio=self.ballistic_coefficient_sd_ratio,
            separation_speed_sd_m_s=self.separation_speed_sd_m_s,
        )
        heaviest_kg = (1.0 + MASS_TOLERANCE_RATIO) * self.mass_kg
        if self.breakup is not None and self.breakup.mass_kg > heaviest_kg:
            raise InputError(
                f"{self.part}: its fragments weigh {self.breakup.mass_kg:.10g} kg together, more "
                f"than the {self.mass_kg:.10g} kg that come apart"
            )
