"""Small numbers: what is said of fewer people than can hide among each other."""

from __future__ import annotations

import math

# From five on a number is told; the guidance on statistical disclosure control of the OCHA
# Centre for Humanitarian Data (2019) names five as the usual least.
MIN_FREQUENCY = 5
SUPPRESSED_MARK = "–"  # a number that would give away a small one


def disclosed_count(number: float) -> int | str:
    """
    Tell how many people, without telling who.

    Parameters
    ----------
    number
        Persons, >= 0; NaN where a table hides it.

    Returns
    -------
    told
        The whole number; "<5" between zero and five; zero stays zero; "–" where it is hidden.
    """
    if math.isnan(number):
        return SUPPRESSED_MARK
    whole = round(number)
    return f"<{MIN_FREQUENCY}" if 0 < whole < MIN_FREQUENCY else whole
