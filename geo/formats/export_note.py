"""Metadata of exported files: audience, purpose, source, licence, date, suppressed counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.language import DEFAULT_LOCALE, gettext
from geo.model import Audience, Community
from geo.osm.attribution import format_attribution


@dataclass(frozen=True)
class ExportNote:
    """
    The metadata written into an exported file.

    Attributes
    ----------
    audience
        Who may read it.
    community
        Name of the community.
    purpose, source, licence
        Sentences in the community's language.
    made_on
        The day it was written.
    suppressed
        Number of suppressed values by kind, such as `{"places": 2}`.
    population
        Sentence on people who are not counted, in the community's language; empty without.
    locale
        Language of labels in the file.
    has_hashtags
        True for a row of HXL hashtags below the column names of a table.
    """

    audience: Audience
    community: str
    purpose: str
    source: str
    licence: str
    made_on: date
    suppressed: Mapping[str, int] = field(default_factory=dict)
    population: str = ""
    locale: str = DEFAULT_LOCALE
    has_hashtags: bool = False

    def to_metadata(self) -> dict[str, object]:
        """Return the note as plain values, by the names used in files."""
        return {
            "community": self.community,
            "audience": self.audience,
            "purpose": self.purpose,
            "date": self.made_on.isoformat(),
            "source": self.source,
            "licence": self.licence,
            "suppressed": dict(self.suppressed),
            **({"population": self.population} if self.population else {}),
        }

    def to_text_metadata(self) -> dict[str, str]:
        """Return the note as texts; what is no text is JSON."""
        return {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in self.to_metadata().items()
        }

    def to_lines(self) -> list[str]:
        """Return the note as sentences, for a description that people read."""
        texts = [self.purpose, self.source, self.licence, self.population]
        return [self.community, *filter(None, texts), self.made_on.isoformat()]


def make_export_note(
    community: Community,
    audience: Audience,
    *,
    suppressed: Mapping[str, int] | None = None,
    includes_streets: bool = False,
    made_on: date | None = None,
) -> ExportNote:
    """
    Build the note of a community's file, in the community's language.

    Parameters
    ----------
    suppressed
        Number of suppressed values by kind; None for none.
    includes_streets
        True where the file holds streets or routes: their source and licence are named.
    made_on
        None means today.
    """
    locale = community.locale
    names_streets = includes_streets and community.streets_source is not None
    key, streets = "layer", None
    if names_streets:
        key, streets = "streets", format_attribution(community, locale)
    source = gettext(f"export.source.{key}", locale, community=community.name, streets=streets)
    return ExportNote(
        audience=audience,
        community=community.name,
        purpose=gettext(f"export.purpose.{audience}", locale),
        source=source,
        licence=gettext(f"export.licence.{key}", locale, community=community.name),
        made_on=made_on or date.today(),
        suppressed=suppressed or {},
        locale=locale,
    )
