"""Display of small counts: threshold rule of statistical disclosure control."""

from __future__ import annotations

import math

# Smallest count that is disclosed; five is the usual minimum in the guidance on statistical
# disclosure control of the OCHA Centre for Humanitarian Data (2019).
MIN_FREQUENCY = 5
SUPPRESSED_MARK = "–"  # a number that would disclose a small one


def disclosed_count(number: float) -> int | str:
    """
    Format a number of people under the threshold rule.

    Parameters
    ----------
    number
        Persons, >= 0; NaN where it is suppressed.

    Returns
    -------
    count
        Rounded to an integer; "<5" between zero and five; zero stays zero; "–" if suppressed.
    """
    if math.isnan(number):
        return SUPPRESSED_MARK
    rounded = round(number)
    return f"<{MIN_FREQUENCY}" if 0 < rounded < MIN_FREQUENCY else rounded
