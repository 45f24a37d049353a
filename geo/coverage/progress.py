"""Steps of a coverage measurement, as keys of texts that tell its progress."""

HOMES, TRIPS, COUNTS, GAPS, CATCHMENT = (
    "coverage.step_homes",
    "coverage.step_trips",
    "coverage.step_counts",
    "coverage.step_gaps",
    "coverage.step_catchment",
)
