"""Travel thresholds as text."""

from __future__ import annotations

from geo.coverage.records import TravelThreshold
from geo.language import ngettext


def format_threshold(threshold: TravelThreshold, locale: str) -> str:
    """Format a threshold in its unit: "30 minutes", "2,000 metres"."""
    key = "coverage.metres" if threshold.is_in_metres else "coverage.minutes"
    return ngettext(key, round(threshold.limit), locale)
