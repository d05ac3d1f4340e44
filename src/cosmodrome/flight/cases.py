"""What is off the plan in each case of a dispersed flight? Columns named once, arrays of numbers.

Drawn in `safety.dispersion`, flown by `flight.lanes_kernel`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.air import no_deviates

DRAG_FACTOR, PITCH, YAW = range(3)
"""Of the whole flight: drag over planned drag; errors of the stored attitude [rad]."""
OF_FLIGHT = 3

THRUST_FACTOR, FLOW_FACTOR, LOADED, INERT, DELAY, CUTOFF_SPEED = range(6)
"""Of each stage, all its units together.

Thrust and mass flow over the planned ones; propellant loaded and structure beyond the planned [kg];
seconds by which a timed cut-off is late; speed [m/s] by which a velocity cut-off is late.
"""
OF_STAGE = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DispersedCases:
    """Cases to fly.

    `whole` has shape (n, 3) and `stages` (n, s, 6), columns as named above, stages in the order of
    the programme; `deviates` (n, 13, 4) are those of the air, see `flight.air`.
    """

    whole: NDArray[np.float64]
    stages: NDArray[np.float64]
    deviates: NDArray[np.float64]

    @property
    def count(self) -> int:
        """Number of cases."""
        return len(self.whole)


def planned_cases(stages: int, *, cases: int = 1) -> DispersedCases:
    """Return cases in which everything is as planned, and the air is the mean of its column."""
    return DispersedCases(
        whole=np.tile([1.0, 0.0, 0.0], (cases, 1)),
        stages=np.tile([1.0, 1.0, 0.0, 0.0, 0.0, 0.0], (cases, stages, 1)),
        deviates=no_deviates(cases),
    )
