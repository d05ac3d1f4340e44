"""In which frame, and from which instant, are states written down?

A mission with a plane has a lift-off second, and its states go out in GCRF. A mission without
one flies the same Earth-fixed arc whenever it lifts off, so its states go out Earth-fixed, and
the files say that their epoch is only a reference: the opening of the planned day's window.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.epochs import NO_ORIENTATION, EarthOrientation
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.formats.instants import iso_utc
from cosmodrome.orbit.frames import eci_of_liftoff_to_ecef, eci_of_liftoff_to_gcrf
from cosmodrome.planning.plan import MissionPlan

Array = NDArray[np.float64]
Frame = Literal["GCRF", "ITRF2014"]

# Duplicate instants, one on either side of a separation, are closer than any file's resolution.
SAME_INSTANT_S = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """The instant that a mission's files count from; `fixed` if it is the lift-off itself.

    `orientation` says how the Earth is turned then.
    """

    instant: datetime
    fixed: bool
    orientation: EarthOrientation = NO_ORIENTATION

    def after(self, t_s: float) -> datetime:
        """Return the instant so many seconds of flight later."""
        return self.instant + timedelta(seconds=float(t_s))

    @property
    def remark(self) -> str:
        """Say what the epoch is."""
        if self.fixed:
            return f"Lift-off {iso_utc(self.instant)}."
        return (
            "The orbit has no prescribed plane, so the mission fixes no lift-off second; epochs "
            f"count from the opening of the permitted hours, {iso_utc(self.instant)}, as a "
            "reference only. Earth-fixed states hold for any lift-off."
        )


def epoch_of(plan: MissionPlan) -> Epoch:
    """Return the lift-off, or the reference instant of a mission without a plane."""
    if plan.liftoff is not None:
        return Epoch(instant=plan.liftoff, fixed=True, orientation=plan.orientation)
    return Epoch(instant=plan.chosen_window.opens, fixed=False)


def frame_of(epoch: Epoch) -> Frame:
    """Return the frame that states can be given in."""
    return "GCRF" if epoch.fixed else "ITRF2014"


def in_frame(r_eci_m: Array, v_eci_m_s: Array, t_s: ArrayLike, epoch: Epoch) -> tuple[Array, Array]:
    """Return states in the axes of lift-off, at times after it, in `frame_of` the epoch."""
    if epoch.fixed:
        return eci_of_liftoff_to_gcrf(
            r_eci_m, v_eci_m_s, epoch.instant, orientation=epoch.orientation
        )
    return eci_of_liftoff_to_ecef(r_eci_m, v_eci_m_s, t_s)


def earth_fixed_states(trajectory: Trajectory) -> tuple[Array, Array]:
    """Return positions [m] and velocities [m/s] relative to the ground, each (n, 3).

    Assumes the constant rotation rate that the flight was computed with; over an hour it differs
    from the true rotation by centimetres.
    """
    return eci_of_liftoff_to_ecef(trajectory.r_eci_m, trajectory.v_eci_m_s, trajectory.t_s)


def distinct_instants(t_s: Array) -> NDArray[np.intp]:
    """Return the indices of a sampling that steps strictly forward, the last of each instant."""
    later = np.diff(t_s) > SAME_INSTANT_S
    return np.flatnonzero(np.append(later, True))
