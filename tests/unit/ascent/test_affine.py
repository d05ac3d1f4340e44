import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.ascent.affine import Affine, variable

# Sums of a few doubles of a million.
ROUNDING_KG = 1e-6

numbers = st.floats(-1e6, 1e6)
terms = st.dictionaries(st.sampled_from(["payload", "load", "cutoff"]), numbers)
affines = st.builds(Affine, numbers, terms)
values = st.fixed_dictionaries(
    {name: st.floats(-1.0, 1.0) for name in ("payload", "load")} | {"cutoff": st.floats(-1.0, 1.0)}
)


@given(affines, affines, values)
def test_the_value_of_a_sum_is_the_sum_of_the_values(a, b, at):
    assert a.at(at) + b.at(at) == pytest.approx((a + b).at(at), abs=ROUNDING_KG)
    assert a.at(at) - b.at(at) == pytest.approx((a - b).at(at), abs=ROUNDING_KG)


@given(affines, st.floats(-10.0, 10.0), values)
def test_the_value_of_a_multiple_is_the_multiple_of_the_value(a, scale, at):
    assert scale * a.at(at) == pytest.approx((a * scale).at(at), abs=10.0 * ROUNDING_KG)


@given(affines, numbers, values)
def test_a_number_shifts_the_constant_alone(a, number, at):
    assert (a + number).terms == a.terms
    assert a.at(at) + number == pytest.approx((a + number).at(at), abs=ROUNDING_KG)
    assert a.at(at) - number == pytest.approx((a - number).at(at), abs=ROUNDING_KG)


def test_a_variable_that_cancels_is_gone():
    assert {} == (variable("fairing") + 4.0 - variable("fairing")).terms


def test_a_variable_without_a_value_is_an_error():
    with pytest.raises(KeyError, match="load"):
        variable("load").at({"payload": 1.0})
