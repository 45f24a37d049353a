"""Messages about the result of importing a submission."""

from __future__ import annotations

from geo.capture.submission_import import RejectedMark, SubmissionResult
from geo.language import gettext

RESULT_COUNTS = ("added", "updated", "twins", "unchanged", "removed")


def format_submission_result(result: SubmissionResult, locale: str) -> list[str]:
    """
    Format the counts of imported marks, and the reason of each rejected one.

    Zero counts are left out, unless the import changed nothing.
    """
    counts = {name: getattr(result, name) for name in RESULT_COUNTS}
    messages = [
        gettext(f"capturing.{name}", locale, count=count) for name, count in counts.items() if count
    ]
    if not messages and not result.rejected:
        messages = [gettext("capturing.added", locale, count=0)]
    return [*messages, *(_format_rejection(one, locale) for one in result.rejected)]


def _format_rejection(rejected: RejectedMark, locale: str) -> str:
    name = rejected.name or gettext("capturing.nameless", locale, row=rejected.row)
    reason = gettext(rejected.error.key, locale, **rejected.error.placeholders)
    return gettext("capturing.refused", locale, name=name, why=reason)
