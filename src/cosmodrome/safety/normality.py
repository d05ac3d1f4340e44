"""Is a cloud of impacts normal enough for an ellipse?

Mardia's skewness and kurtosis: closed forms, linear in the impacts, and each answers to what makes
an ellipse wrong on the ground. A bend or a one-sided tail has skewness; two lobes have too little
kurtosis, heavy tails too much.

At most a thousand impacts are tested, at 0.1 %: with many more, every real cloud fails by a trace
that does not matter; with a thousand, one that fails is visibly not an ellipse.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr

from cosmodrome.safety.tangent import plane_at_mean

MOST_IMPACTS = 1000
SIGNIFICANCE = 0.001
"""For both statistics together; each is tested at half of it."""
DEGREES_OF_SKEWNESS = 4
"""d (d + 1) (d + 2) / 6 for two dimensions."""
NORMAL_KURTOSIS = 8.0
"""d (d + 2) for two dimensions; its variance is eight times that over the impacts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normality:
    """How likely a normal cloud would look at least so skewed, and so peaked or so flat."""

    skewness_probability: float
    kurtosis_probability: float
    impacts: int

    @property
    def is_normal(self) -> bool:
        """Tell whether an ellipse is a fair shape."""
        least = min(self.skewness_probability, self.kurtosis_probability)
        return least >= 0.5 * SIGNIFICANCE


def normality_of(impacts_deg: NDArray[np.float64]) -> Normality:
    """Return Mardia's test of a cloud of impacts, longitude and latitude, shape (n, 2), n >= 20.

    References
    ----------
    .. [1] Mardia, Biometrika 57 (1970) 519.
    """
    tested = impacts_deg[:: math.ceil(len(impacts_deg) / MOST_IMPACTS)]
    count = len(tested)
    en_m = plane_at_mean(tested).en_m(tested)
    white = _whitened(en_m)
    if white is None:
        return Normality(skewness_probability=1.0, kurtosis_probability=1.0, impacts=count)
    thirds = np.einsum("ni,nj,nk->ijk", white, white, white) / count
    skewness = float((thirds**2).sum())
    kurtosis = float(((white**2).sum(axis=1) ** 2).mean())
    deviate = (kurtosis - NORMAL_KURTOSIS) / math.sqrt(8.0 * NORMAL_KURTOSIS / count)
    return Normality(
        skewness_probability=float(chdtrc(DEGREES_OF_SKEWNESS, count * skewness / 6.0)),
        kurtosis_probability=2.0 * float(ndtr(-abs(deviate))),
        impacts=count,
    )


def _whitened(en_m: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return a cloud with unit covariance, or None where it has no width."""
    centred = en_m - en_m.mean(axis=0)
    covariance = centred.T @ centred / len(centred)
    variances, axes = np.linalg.eigh(covariance)
    if variances[0] <= np.finfo(float).eps * max(variances[1], 1.0):
        return None
    white: NDArray[np.float64] = centred @ axes / np.sqrt(variances)
    return white
