"""The price of a metre, as the design writes it."""

from __future__ import annotations

import numpy as np
import pytest

from geo.errors import NumberError, NumberTooLargeError
from geo.network.exposure import Measures
from geo.routes.cost import MAX_AVERSION, calculate_costs, check_aversion

# 100 m at 50 m a minute; 30 of them at risk, 20 safe
STRETCH = Measures(risk_m=np.array([30.0]), inside_m=np.array([40.0]), safe_m=np.array([20.0]))


@pytest.mark.parametrize(
    ("aversion", "cost"),
    [(0, 100 / 50), (1, (100 + 30 - 5) / 50), (3, (100 + 90 - 5) / 50), (10, (100 + 300 - 5) / 50)],
)
def test_a_stretch_is_priced_as_the_design_writes_it(aversion, cost):
    length, pace = np.array([100.0]), np.array([1 / 50])
    priced = calculate_costs(STRETCH, length_m=length, pace_min_per_m=pace, aversion=aversion)
    assert priced == pytest.approx([cost])


@pytest.mark.parametrize("aversion", [0, 1e-12, 3, MAX_AVERSION])
def test_what_may_be_asked_for(aversion):
    assert check_aversion(aversion) == aversion


@pytest.mark.parametrize("aversion", [-1e-12, -1, -np.inf, np.nan])
def test_less_than_nothing_is_refused(aversion):
    with pytest.raises(NumberError) as fault:
        check_aversion(aversion)
    assert type(fault.value) is NumberError
    assert fault.value.placeholders["least"] == 0


@pytest.mark.parametrize("aversion", [1.1 * MAX_AVERSION, 1e308, np.inf])
def test_more_than_can_be_reckoned_with_is_refused(aversion):
    with pytest.raises(NumberTooLargeError) as fault:
        check_aversion(aversion)
    assert fault.value.placeholders["most"] == MAX_AVERSION
