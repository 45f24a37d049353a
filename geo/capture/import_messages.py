"""What became of a file that came back, in sentences."""

from __future__ import annotations

from geo.capture.submission_import import Refused, Returned
from geo.language import sentence

COUNTS = ("added", "updated", "twins", "unchanged", "removed")


def returned_sentences(told: Returned, locale: str) -> list[str]:
    """
    Say how many marks were taken and how, and of each that was refused, why.

    Counts of nothing are left out, except where nothing at all became of the file.
    """
    counts = {name: getattr(told, name) for name in COUNTS}
    counted = [
        sentence(f"capturing.{name}", locale, count=count)
        for name, count in counts.items()
        if count
    ]
    if not counted and not told.refused:
        counted = [sentence("capturing.added", locale, count=0)]
    return [*counted, *(_refused(one, locale) for one in told.refused)]


def _refused(one: Refused, locale: str) -> str:
    name = one.name or sentence("capturing.nameless", locale, row=one.row)
    why = sentence(one.fault.key, locale, **one.fault.blanks)
    return sentence("capturing.refused", locale, name=name, why=why)
