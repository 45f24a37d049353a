"""Column names of KoboToolbox and ODK: the groups of a form before the name of a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

# Columns that these programs add to every table.
SYSTEM_COLUMNS = frozenset(
    {
        "_id",
        "_uuid",
        "_submission_time",
        "_index",
        "_parent_index",
        "_xform_id_string",
        "meta/instanceid",
        "instanceid",
        "__version__",
        "key",
        "parent_key",
        "submissiondate",
    }
)
KOBO_SEPARATOR, CENTRAL_SEPARATOR = "/", "-"  # of Kobo, and of the CSV of ODK Central


def is_survey_table(names: Sequence[str]) -> bool:
    """Return whether a table was exported by one of these programs."""
    return any(name.strip().lower() in SYSTEM_COLUMNS for name in names)


def remove_group_paths(names: Sequence[str]) -> list[str]:
    """Shorten `group/question` to `question` in such a table, where nothing else is so called."""
    if not is_survey_table(names):
        return list(names)
    separator = (
        KOBO_SEPARATOR if any(KOBO_SEPARATOR in name for name in names) else CENTRAL_SEPARATOR
    )
    short = [name.rpartition(separator)[2].strip() or name for name in names]
    counts = Counter([*short, *(name for name in names if separator not in name)])
    return [
        shortened if separator in name and counts[shortened] == 1 else name
        for name, shortened in zip(names, short, strict=True)
    ]
