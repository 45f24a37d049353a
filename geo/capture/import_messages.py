"""What became of a file that came back, in sentences."""

from __future__ import annotations

from geo.capture.submission_import import RejectedMark, SubmissionResult
from geo.language import gettext

RESULT_COUNTS = ("added", "updated", "twins", "unchanged", "removed")


def format_submission_result(result: SubmissionResult, locale: str) -> list[str]:
    """
    Say how many marks were taken and how, and of each that was refused, why.

    Counts of nothing are left out, except where nothing at all became of the file.
    """
    counts = {name: getattr(result, name) for name in RESULT_COUNTS}
    counted = [
        gettext(f"capturing.{name}", locale, count=count) for name, count in counts.items() if count
    ]
    if not counted and not result.rejected:
        counted = [gettext("capturing.added", locale, count=0)]
    return [*counted, *(_format_rejection(one, locale) for one in result.rejected)]


def _format_rejection(rejected: RejectedMark, locale: str) -> str:
    name = rejected.name or gettext("capturing.nameless", locale, row=rejected.row)
    why = gettext(rejected.error.key, locale, **rejected.error.placeholders)
    return gettext("capturing.refused", locale, name=name, why=why)
