"""How far off is the state at a guided cut-off?"""

from dataclasses import dataclass

from cosmodrome.vehicles.stage import require_not_negative


@dataclass(frozen=True, slots=True, kw_only=True)
class CutoffError:
    """Errors of a guided cut-off, one sigma each, independent of one another.

    `speed_m_s` is along the velocity, `direction_deg` is its angle in each of the two planes across
    it, `position_m` is each component of the position.
    """

    speed_m_s: float
    direction_deg: float
    position_m: float

    def __post_init__(self) -> None:
        require_not_negative(
            "cut-off",
            speed_m_s=self.speed_m_s,
            direction_deg=self.direction_deg,
            position_m=self.position_m,
        )
