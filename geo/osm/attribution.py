"""Whose ground a map shows: what stands in its corner."""

from __future__ import annotations

from geo import language
from geo.model import DEMONSTRATION_SOURCE, Community


def format_attribution(community: Community, locale: str) -> str:
    """Name the source of the streets; of invented ones say so, and where there are none, that."""
    if community.streets_source is None:
        return language.gettext("show.no_streets", locale)
    if community.streets_source == DEMONSTRATION_SOURCE:
        return language.gettext("show.invented", locale)
    return community.streets_source
