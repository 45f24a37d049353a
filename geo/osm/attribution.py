"""Attribution text of a community's streets, as shown in the corner of a map."""

from __future__ import annotations

from geo import language
from geo.model import DEMONSTRATION_SOURCE, Community


def format_attribution(community: Community, locale: str) -> str:
    """Return the source of the streets, or that they are invented or missing."""
    if community.streets_source is None:
        return language.gettext("show.no_streets", locale)
    if community.streets_source == DEMONSTRATION_SOURCE:
        return language.gettext("show.invented", locale)
    return community.streets_source
