"""What wind blows over the spaceport: that of a month, or of a balloon sounding?"""

from dataclasses import dataclass

from cosmodrome.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class WindProfile:
    """Mean wind of a month and its spread from day to day, by altitude.

    `u` blows towards the east, `v` towards the north; `_sd_` is one standard deviation. A wind that
    a balloon measured has no month, and no spread.
    """

    spaceport: str
    month: int | None
    altitude_m: tuple[float, ...]
    u_mean_m_s: tuple[float, ...]
    v_mean_m_s: tuple[float, ...]
    u_sd_m_s: tuple[float, ...]
    v_sd_m_s: tuple[float, ...]

    def __post_init__(self) -> None:
        columns = (self.u_mean_m_s, self.v_mean_m_s, self.u_sd_m_s, self.v_sd_m_s)
        if any(len(column) != len(self.altitude_m) for column in columns):
            raise InputError(
                f"{self.spaceport}, month {self.month}: a wind profile needs as many winds as "
                f"altitudes, {len(self.altitude_m)}"
            )
