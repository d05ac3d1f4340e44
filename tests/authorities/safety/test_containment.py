"""What an ellipse of k standard deviations holds, against closed forms."""

import tomllib
from pathlib import Path

import pytest

from cosmodrome.safety.footprint import containment_factor

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "evidence" / "risk.toml").read_text(encoding="utf-8")
)
# The file states its values to 1e-4.
RELATIVE = 1e-4


@pytest.mark.parametrize("case", CASES["containment_2d"], ids=lambda c: str(c["probability"]))
def test_the_ellipse_of_a_probability_has_the_published_size(case):
    assert case["k_sigma"] == pytest.approx(containment_factor(case["probability"]), rel=RELATIVE)


@pytest.mark.parametrize("case", CASES["containment_2d_inverse"], ids=lambda c: str(c["k_sigma"]))
def test_three_sigma_in_the_plane_is_not_three_sigma_on_a_line(case):
    assert case["k_sigma"] == pytest.approx(containment_factor(case["probability"]), rel=RELATIVE)
